"""The account itself and the parties that compete for it: us (the vendor) and our competitors."""

from __future__ import annotations

from graph.kinds.fields import Id, Name, OptionalName, Tier, TimeZone
from graph.kinds.kind import Kind, Listing, Node, Property, Record


class Account(Record):
    """The customer being mapped, with its place in the customer's own hierarchy."""

    id: Id
    name: Name
    name_en: OptionalName = ""
    tier: Tier = "OTHER"
    parent_id: Id | None = None
    time_zone: TimeZone = None


class Party(Record):
    """Someone an attitude is directed at: us or one competitor."""

    id: Id
    name: Name


_ACCOUNT = Node("Account", tuple(Property(field) for field in Account.model_fields))
_VENDOR = Node("Party", (Property("id"), Property("name")), marks=(("role", "VENDOR"),))
_COMPETITOR = Node("Party", (Property("id"), Property("name")), marks=(("role", "COMPETITOR"),))

ACCOUNT = Kind("account", Account, key=("id",), shape=_ACCOUNT, single=True)
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
        searched=("id", "name"),
    ),
)
