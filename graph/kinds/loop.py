"""The loop: its periods, who was in the team meanwhile, and checks of the gate that somebody let pass."""

from __future__ import annotations

from pydantic import Field

from graph.kinds.fields import Day, EnglishName, Id, Name, Reason, TeamRole, Text
from graph.kinds.kind import Kind, Listing, Node, Property, Record, Ref, Words, properties_of


class Period(Record):
    """A round of the loop, each step with the day it was done."""

    id: Id
    """The period's id, unique in the account."""
    name: Name
    """Its name, 1 to 200 characters."""
    name_en: EnglishName = ""
    starts_on: Day
    """First day."""
    ends_on: Day
    """Last day."""
    understood_on: Day | None = None
    """Day the step UNDERSTAND was done; null before."""
    planned_on: Day | None = None
    """Day the step PLAN was done; null before."""
    executed_on: Day | None = None
    """Day the step EXECUTE was done; null before."""
    evaluated_on: Day | None = None
    """Day the step EVALUATE was done; null before."""
    note: Text = ""
    """Free text."""


class Membership(Record):
    """When a member was in the team, and as what."""

    member: Id
    """Member id."""
    since: Day
    """First day in the team."""
    until: Day | None = None
    """Last day in the team; null while it goes on."""
    role: TeamRole = "MEMBER"
    """Role they had in it."""
    note: Text = ""
    """Free text, as the reason of a hand-over."""


class Waiver(Record):
    """A check of the review gate let pass by name and reason."""

    id: Id
    """The waiver's id, unique in the account."""
    check: Name = Field(description="The check's id, e.g. G07.")
    opportunity_id: Id | None = Field(default=None, description="Only for this opportunity; null: every one.")
    name: Name = Field(description="Who answers for it.")
    by: Id | None = Field(default=None, description="That person, if a member of the team.")
    reason: Reason
    """Why it may be passed over, 1 to 200 characters."""
    on: Day
    """First day it holds."""
    until: Day | None = None
    """Last day it holds; null for no end."""


PERIODS = Kind(
    "periods",
    Period,
    key=("id",),
    shape=Node("Period", properties_of(Period, set())),
    spans=(("starts_on", "ends_on"),),
    listing=Listing(
        "period",
        "periods",
        {"id": "2027H1", "name": "2027 上半年", "starts_on": "2027-01-01", "ends_on": "2027-06-30"},
    ),
    words={
        "periods": Words(
            ("Periods", "周期"),
            ("Rounds of understand, plan, execute, evaluate.", "“理解、计划、执行、评价”的周期。"),
        ),
    },
)
MEMBERSHIPS = Kind(
    "memberships",
    Membership,
    key=("member", "since"),
    shape=Node(
        "Membership", properties_of(Membership, {"member"}), refs=(Ref("member", "MEMBERSHIP_OF", "Member"),), id="key"
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "membership",
        "memberships",
        {"member": "S3", "since": "2026-11-01", "role": "SR"},
        filters=("member", "role"),
    ),
    words={
        "memberships": Words(
            ("Memberships", "团队任期"),
            ("Who was in the team from when to when.", "团队成员的任期。"),
        ),
    },
)
WAIVERS = Kind(
    "waivers",
    Waiver,
    key=("id",),
    shape=Node(
        "Waiver",
        (*properties_of(Waiver, {"opportunity_id", "by"}), Property("by", to="Member")),
        refs=(Ref("opportunity_id", "ABOUT", "Opportunity"),),
    ),
    spans=(("on", "until"),),
    listing=Listing(
        "waiver",
        "waivers",
        {"id": "W1", "check": "G09", "name": "周总", "reason": "expert panel not yet drawn", "on": "2026-11-20"},
        filters=("check", "opportunity_id"),
        day="on",
    ),
    words={
        "waivers": Words(
            ("Waivers", "豁免"),
            ("Checks let pass by name.", "评审检查项的豁免。"),
            fields={"name": ("Answered for by", "责任人姓名"), "by": ("Member", "责任人编号")},
        ),
    },
)
