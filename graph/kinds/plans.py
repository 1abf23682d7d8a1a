"""The relationship plan: what the company goes for, which relations that needs, who does what, and when it is judged."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from graph.kinds.codes import (
    ActivityStatus,
    LtcStage,
    Mark,
    MarketTargetKind,
    McrArea,
    OrganizationLevel,
    Share,
)
from graph.kinds.fields import Amount, Day, Id, InteractionKind, Level, Name, OptionalName, TeamRole, Text
from graph.kinds.kind import Filter, Kind, Listing, Many, Node, Property, Record, Ref


class MarketTarget(Record):
    """What relations are for: a goal on the market, in sales or against a competitor. Plan items link to it."""

    id: Id
    name: Name
    kind: MarketTargetKind = "SALES"
    opportunity_id: Id | None = Field(default=None, description="A selected opportunity of the sandbox.")
    party: Id | None = Field(default=None, description="The competitor a COMPETITION target is about.")
    amount: Amount | None = None
    by: Day | None = Field(default=None, description="To be reached by this day.")
    closed_on: Day | None = Field(default=None, description="No longer pursued from this day on.")
    note: Text = ""


class Target(Record):
    """A relation to reach: of a person (KEY), a department (GENERAL), or, naming neither, of the organisation."""

    id: Id
    name: Name
    person: Id | None = None
    department_id: Id | None = None
    from_attitude: Level | None = Field(default=None, description="Of a person, when the plan was made.")
    to_attitude: Level | None = None
    from_share: Share | None = Field(default=None, description="Score of a department, when the plan was made.")
    to_share: Share | None = None
    from_level: OrganizationLevel | None = Field(default=None, description="Of the organisation, likewise.")
    to_level: OrganizationLevel | None = Field(
        default=None, description="At most one level up: it is climbed in steps."
    )
    since: Day | None = None
    by: Day
    owner: Id | None = None
    market_target: Id | None = Field(default=None, description="What it is for; needed.")
    mcr_area: McrArea = "RELATIONSHIP"
    note: Text = ""


class Activity(Record):
    """Something one of us is to do. Its quality and effect are marked by who assigned it, never by the owner."""

    id: Id
    name: Name
    kind: InteractionKind = "VISIT"
    owner: Id | None = None
    assigned_by: Id | None = None
    assigned_on: Day | None = None
    due_on: Day
    done_on: Day | None = None
    status: ActivityStatus = "PLANNED"
    people: tuple[Id, ...] = ()
    members: tuple[Id, ...] = Field(default=(), description="Who of us takes part beside the owner.")
    target: Id | None = Field(default=None, description="The relationship target it works towards.")
    opportunity_id: Id | None = None
    goals: tuple[Id, ...] = Field(default=(), description="Goals of the customer's that it serves.")
    mcr_area: McrArea = "CONTACT"
    ltc_stage: LtcStage | None = None
    cost: Amount | None = None
    quality: Mark | None = None
    effect: Mark | None = None
    attitude_before: Level | None = None
    attitude_after: Level | None = None
    compliance_ref: OptionalName | None = None
    note: Text = ""

    def canonical(self) -> Self:
        lists = {name: tuple(sorted(getattr(self, name))) for name in ("people", "members", "goals")}
        return self.model_copy(update=lists)


class MeshCell(Record):
    """A pair the plan wants alive: one of our functions and a department of the customer's."""

    function: Name
    department_id: Id
    note: Text = ""


class Period(Record):
    """A round of the loop: understand, plan, execute, evaluate, in this order, each with the day it was done."""

    id: Id
    name: Name
    starts_on: Day
    ends_on: Day
    understood_on: Day | None = None
    planned_on: Day | None = None
    executed_on: Day | None = None
    evaluated_on: Day | None = None
    note: Text = ""


class Membership(Record):
    """From when until when a member was in the account's team, and as what; the virtual team changes with need."""

    member: Id
    since: Day
    until: Day | None = None
    role: TeamRole = "MEMBER"
    note: Text = ""


class Waiver(Record):
    """A check of the review gate that somebody let pass by name and for a reason."""

    id: Id
    check: Name = Field(description="The check's id, e.g. G07.")
    opportunity_id: Id | None = Field(default=None, description="Only for this opportunity; null for every one.")
    name: Name = Field(description="Who answers for it.")
    by: Id | None = Field(default=None, description="That person, if a member of the team.")
    reason: Name
    on: Day
    until: Day | None = None


_ACTIVITY_LINKS = {"owner", "assigned_by", "people", "members", "target", "opportunity_id", "goals"}


def _properties(model: type[Record], links: set[str]) -> tuple[Property, ...]:
    return tuple(Property(field) for field in model.model_fields if field not in links)


MARKET_TARGETS = Kind(
    "market_targets",
    MarketTarget,
    key=("id",),
    shape=Node(
        "MarketTarget",
        _properties(MarketTarget, {"opportunity_id", "party"}),
        refs=(Ref("opportunity_id", "PURSUES", "Opportunity"), Ref("party", "AGAINST", "Party")),
    ),
    listing=Listing(
        "market_target",
        "market_targets",
        {"id": "M9", "name": "第二产品入网", "kind": "MARKET", "by": "2027-06-30"},
        filters=("kind", "opportunity_id"),
    ),
)
TARGETS = Kind(
    "targets",
    Target,
    key=("id",),
    shape=Node(
        "Target",
        _properties(Target, {"person", "department_id", "owner", "market_target"}),
        refs=(
            Ref("person", "AIMS_AT", "Person"),
            Ref("department_id", "AIMS_AT", "Department"),
            Ref("owner", "OWNED_BY", "Member"),
            Ref("market_target", "SUPPORTS", "MarketTarget"),
        ),
    ),
    stands=lambda target: bool(target.market_target and (target.person or target.department_id or target.to_level)),
    spans=(("since", "by"),),
    listing=Listing(
        "target",
        "targets",
        {
            "id": "T99",
            "name": "程若水转为支持",
            "person": "P06",
            "from_attitude": "CONTACTED",
            "to_attitude": "SUPPORT",
            "by": "2027-01-31",
            "owner": "S3",
            "market_target": "M1",
        },
        filters=("person", "department_id", "owner", "market_target", "mcr_area"),
        day="by",
    ),
)
ACTIVITIES = Kind(
    "activities",
    Activity,
    key=("id",),
    shape=Node(
        "Activity",
        _properties(Activity, _ACTIVITY_LINKS),
        refs=(
            Ref("owner", "OWNED_BY", "Member"),
            Ref("assigned_by", "ASSIGNED_BY", "Member"),
            Ref("target", "WORKS_TOWARDS", "Target"),
            Ref("opportunity_id", "ABOUT", "Opportunity"),
        ),
        many=(
            Many("people", "WITH", "Person"),
            Many("members", "BY", "Member"),
            Many("goals", "SERVES", "Goal"),
        ),
    ),
    stands=lambda activity: bool(activity.target or activity.opportunity_id or activity.goals),
    spans=(("assigned_on", "due_on"), ("assigned_on", "done_on")),
    listing=Listing(
        "activity",
        "activities",
        {
            "id": "A99",
            "name": "联合架构研讨",
            "kind": "WORKSHOP",
            "owner": "S3",
            "assigned_by": "S1",
            "due_on": "2026-12-05",
            "people": ["P06", "P13"],
            "opportunity_id": "core-cloud-2027",
        },
        filters=(
            "kind",
            "status",
            "owner",
            "assigned_by",
            "target",
            "opportunity_id",
            "ltc_stage",
            "mcr_area",
            Filter("person", ("people",)),
        ),
        day="due_on",
    ),
)
MESH = Kind(
    "mesh",
    MeshCell,
    key=("function", "department_id"),
    shape=Node(
        "MeshCell",
        _properties(MeshCell, {"department_id"}),
        refs=(Ref("department_id", "WANTED_WITH", "Department"),),
        id="key",
    ),
    listing=Listing(
        "mesh_cell",
        "mesh_cells",
        {"function": "finance", "department_id": "FIN", "note": "total-cost case"},
        filters=("function", "department_id"),
    ),
)
PERIODS = Kind(
    "periods",
    Period,
    key=("id",),
    shape=Node("Period", _properties(Period, set())),
    spans=(("starts_on", "ends_on"),),
    listing=Listing(
        "period",
        "periods",
        {"id": "2027H1", "name": "2027 上半年", "starts_on": "2027-01-01", "ends_on": "2027-06-30"},
    ),
)
MEMBERSHIPS = Kind(
    "memberships",
    Membership,
    key=("member", "since"),
    shape=Node(
        "Membership", _properties(Membership, {"member"}), refs=(Ref("member", "MEMBERSHIP_OF", "Member"),), id="key"
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "membership",
        "memberships",
        {"member": "S3", "since": "2026-11-01", "role": "SR"},
        filters=("member", "role"),
    ),
)
WAIVERS = Kind(
    "waivers",
    Waiver,
    key=("id",),
    shape=Node(
        "Waiver",
        (*_properties(Waiver, {"opportunity_id", "by"}), Property("by", to="Member")),
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
)
