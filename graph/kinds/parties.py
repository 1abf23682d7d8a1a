"""The account itself and the parties that compete for it: us (the vendor) and our competitors."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from graph.kinds.codes import OrganizationLevel, Share
from graph.kinds.fields import (
    LEFT_OUT_WHEN_NONE,
    Day,
    EnglishName,
    Id,
    Name,
    OptionalDay,
    OptionalName,
    PolicyChoice,
    Text,
    Tier,
    TimeZone,
)
from graph.kinds.kind import Kind, Listing, Node, Property, Record, Ref, Words, properties_of

Satisfaction = Annotated[float, Field(ge=0, le=100, description="0 to 100.")]


class Account(Record):
    """The customer, with its place in the customer's own hierarchy."""

    id: Id
    """The user's own, unique in the store."""
    name: Name
    """The customer's name, 1 to 200 characters."""
    name_en: OptionalName = ""
    """In Latin letters; empty: unknown."""
    tier: Tier = "OTHER"
    """Its place in the customer's hierarchy."""
    parent_id: Id | None = None
    """Account above it; null at the top. It may not be loaded yet."""
    time_zone: TimeZone = None
    policy: PolicyChoice = None


class Party(Record):
    """Whom an attitude is about: us or a competitor."""

    id: Id
    """Unique; us and competitors share one space of ids."""
    name: Name
    """The party's name, 1 to 200 characters."""
    name_en: EnglishName = ""
    organization_level: Annotated[OrganizationLevel | None, LEFT_OUT_WHEN_NONE] = Field(
        default=None,
        description="Which supplier a competitor is to the customer, as far as we know; left out: unknown.",
    )
    share_of_wallet: Annotated[Share | None, LEFT_OUT_WHEN_NONE] = Field(
        default=None, description="A competitor's share of what the customer buys, 0 to 1; left out: unknown."
    )
    satisfaction: Annotated[Satisfaction | None, LEFT_OUT_WHEN_NONE] = Field(
        default=None, description="How content the customer is with a competitor, 0 to 100; left out: unknown."
    )
    judged_on: OptionalDay = Field(default=None, description="Day of these judgements; unknown to an earlier day.")


class ProductShare(Record):
    """A party's share of a product the customer buys; the newest counts."""

    product: Name
    """The product line, 1 to 200 characters."""
    party: Id
    """The party it is bought from."""
    on: Day
    """Day it was so; unknown to an earlier day."""
    share: Share
    """Share of what the customer buys of the product, 0 to 1."""
    evidence: Text = ""
    """What it rests on."""


_ACCOUNT = Node("Account", tuple(Property(field) for field in Account.model_fields))
_VENDOR = Node("Party", tuple(Property(field) for field in Party.model_fields), marks=(("role", "VENDOR"),))
_COMPETITOR = Node("Party", tuple(Property(field) for field in Party.model_fields), marks=(("role", "COMPETITOR"),))

ACCOUNT = Kind(
    "account",
    Account,
    key=("id",),
    shape=_ACCOUNT,
    single=True,
    words={
        "account": Words(
            ("Account", "客户"),
            ("The customer; one row.", "客户本身，只填一行。"),
            fields={"parent_id": ("Parent account", "上级客户")},
            meanings={"parent_id": ("Id of the account above.", "上级客户的编号。")},
        ),
    },
)
VENDOR = Kind(
    "vendor",
    Party,
    key=("id",),
    shape=_VENDOR,
    single=True,
    listing=Listing(
        "vendor",
        "vendor",
        {"id": "NORTHGATE", "name": "Northgate"},
    ),
    words={
        "vendor": Words(
            ("Vendor", "我方"),
            ("Us, as a bidder; one row.", "我方（投标方），只填一行。"),
            noun=("vendor or competitor", "我方或竞争对手"),
            also=("us", "我司"),
        ),
    },
)
COMPETITORS = Kind(
    "competitors",
    Party,
    key=("id",),
    shape=_COMPETITOR,
    listing=Listing(
        "competitor",
        "competitors",
        {"id": "HALYARD", "name": "Halyard"},
        searched=("id", "name", "name_en"),
    ),
    words={
        "competitors": Words(
            ("Competitors", "竞争对手"),
            ("The other bidders.", "其他投标方。"),
            noun=("vendor or competitor", "我方或竞争对手"),
            also=("竞争者", "友商"),
        ),
    },
)
PRODUCT_SHARES = Kind(
    "product_shares",
    ProductShare,
    key=("product", "party", "on"),
    shape=Node(
        "ProductShare", properties_of(ProductShare, {"party"}), refs=(Ref("party", "BOUGHT_FROM", "Party"),), id="key"
    ),
    listing=Listing(
        "product_share",
        "product_shares",
        {"product": "core network", "party": "HALYARD", "on": "2026-11-20", "share": 0.6},
        filters=("product", "party"),
        day="on",
    ),
    words={
        "product_shares": Words(
            ("Product shares", "产品份额"),
            ("Of each product, the share each party has.", "每类产品中各方所占份额。"),
            fields={"product": ("Product", "产品"), "share": ("Share", "份额")},
            meanings={"share": ("0 to 1; of one product and day at most 1.", "0 至 1；同一产品同一日合计不超过 1。")},
        ),
    },
)
