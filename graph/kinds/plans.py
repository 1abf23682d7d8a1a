"""The relationship plan: what the company goes for, which relations that needs, who does what, and when it is judged."""

from __future__ import annotations

from typing import Annotated, Self

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
from graph.kinds.fields import (
    LEFT_OUT_WHEN_NONE,
    Amount,
    Day,
    EnglishName,
    Id,
    InteractionKind,
    Level,
    Name,
    Remark,
    Text,
)
from graph.kinds.kind import Filter, Kind, Listing, Many, Node, Record, Ref, Words, properties_of


class MarketTarget(Record):
    """What relations are for: on the market, in sales or against a competitor."""

    id: Id
    """The market target's id, unique in the account."""
    name: Name
    """What to reach, 1 to 200 characters."""
    name_en: EnglishName = ""
    kind: MarketTargetKind = "SALES"
    """On the market, in sales, or against a competitor."""
    opportunity_id: Id | None = Field(default=None, description="A selected opportunity of the sandbox.")
    party: Id | None = Field(default=None, description="Competitor of a COMPETITION target.")
    amount: Amount | None = None
    """In money, not in thousands; null: not counted."""
    by: Day | None = Field(default=None, description="Day to reach it by.")
    closed_on: Day | None = Field(default=None, description="No longer pursued from this day on.")
    note: Text = ""
    """Free text."""


class Target(Record):
    """To reach with a person (KEY), a department (GENERAL), or with neither the organisation."""

    id: Id
    """The relationship target's id, unique in the account."""
    name: Name
    """What to reach, 1 to 200 characters."""
    name_en: EnglishName = ""
    person: Id | None = None
    """The person it is about, or null."""
    department_id: Id | None = None
    """Department it is about, or null."""
    from_attitude: Level | None = Field(default=None, description="Of a person, when the plan was made.")
    to_attitude: Level | None = None
    """Of a person; null for other targets."""
    from_share: Share | None = Field(default=None, description="A department's score when the plan was made.")
    to_share: Share | None = None
    """Share of the department to reach, 0 to 1; null for others."""
    from_level: OrganizationLevel | None = Field(default=None, description="Of the organisation, likewise.")
    to_level: OrganizationLevel | None = Field(default=None, description="At most one level up.")
    since: Day | None = None
    """Day the target was set; null: unknown."""
    by: Day
    """Day to reach it by."""
    owner: Id | None = None
    """Id of the member who answers for it; null for nobody yet."""
    market_target: Id | None = Field(default=None, description="What it is for; needed.")
    mcr_area: McrArea = "RELATIONSHIP"
    """Its area of relationship management."""
    note: Text = ""
    """Free text."""


class Activity(Record):
    """Something to do. Who assigned it marks quality and effect, never its owner."""

    id: Id
    """The activity's id, unique in the account."""
    name: Name
    """What is to be done, 1 to 200 characters."""
    name_en: EnglishName = ""
    kind: InteractionKind = "VISIT"
    """Which kind of contact it is."""
    owner: Id | None = None
    """Member who does it; null: nobody yet."""
    assigned_by: Id | None = None
    """Member who assigned and marks it; null: unknown."""
    assigned_on: Day | None = None
    """Day it was assigned; null: unknown."""
    due_on: Day
    """Day it is due."""
    done_on: Day | None = None
    """Day it was done; null before."""
    status: ActivityStatus = "PLANNED"
    """PLANNED, IN_PROGRESS, DONE or CANCELLED."""
    people: tuple[Id, ...] = ()
    """Ids of the customer's people it is with."""
    members: tuple[Id, ...] = Field(default=(), description="Of us, beside the owner.")
    target: Id | None = Field(default=None, description="The relationship target it works towards.")
    opportunity_id: Id | None = None
    """Opportunity it serves, or null."""
    goals: tuple[Id, ...] = Field(default=(), description="Customer's goals it serves.")
    mcr_area: McrArea = "CONTACT"
    """Its area of relationship management."""
    ltc_stage: LtcStage | None = None
    """Place in the sales process from lead to payment, or null."""
    cost: Amount | None = None
    """In the opportunity's currency, not in thousands; null: unknown."""
    days: Annotated[Amount | None, LEFT_OUT_WHEN_NONE] = Field(
        default=None, description="Days of our own people; left out: unknown."
    )
    quality: Mark | None = None
    """Quality, by who assigned it: 1 poor … 5 excellent; null before."""
    effect: Mark | None = None
    """Effect, by who assigned it: 1 poor … 5 excellent; null before."""
    attitude_before: Level | None = None
    """Of its people; null: unknown."""
    attitude_after: Level | None = None
    """Of its people; null: unknown."""
    compliance_ref: Remark | None = None
    """Compliance approval; needed for HOSPITALITY, else may be null."""
    note: Text = ""
    """Free text."""

    def canonical(self) -> Self:
        lists = {name: tuple(sorted(getattr(self, name))) for name in ("people", "members", "goals")}
        return self.model_copy(update=lists)


class MeshCell(Record):
    """A wanted pair of our function and their department."""

    function: Name
    """Ours, in the team's own word."""
    department_id: Id
    """The customer's department of the pair."""
    note: Text = ""
    """Free text."""


_ACTIVITY_LINKS = {"owner", "assigned_by", "people", "members", "target", "opportunity_id", "goals"}


MARKET_TARGETS = Kind(
    "market_targets",
    MarketTarget,
    key=("id",),
    shape=Node(
        "MarketTarget",
        properties_of(MarketTarget, {"opportunity_id", "party"}),
        refs=(Ref("opportunity_id", "PURSUES", "Opportunity"), Ref("party", "AGAINST", "Party")),
    ),
    listing=Listing(
        "market_target",
        "market_targets",
        {"id": "M9", "name": "第二产品入网", "kind": "MARKET", "by": "2027-06-30"},
        filters=("kind", "opportunity_id"),
    ),
    words={
        "market_targets": Words(
            ("Market targets", "市场目标"),
            ("What relations are for.", "市场目标：关系建设服务于什么。"),
            noun=("market target", "市场目标"),
            fields={"by": ("Due", "截止日期")},
        ),
    },
)
TARGETS = Kind(
    "targets",
    Target,
    key=("id",),
    shape=Node(
        "Target",
        properties_of(Target, {"person", "department_id", "owner", "market_target"}),
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
    words={
        "targets": Words(
            ("Targets", "关系目标"),
            ("Relations to reach, and by when.", "关系目标及期限。"),
            noun=("relationship target", "关系目标"),
            fields={"by": ("Due", "截止日期")},
        ),
    },
)
ACTIVITIES = Kind(
    "activities",
    Activity,
    key=("id",),
    shape=Node(
        "Activity",
        properties_of(Activity, _ACTIVITY_LINKS),
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
    words={
        "activities": Words(
            ("Activities", "活动"),
            ("What is to be done, by whom, by when.", "活动计划与执行：谁、何时、做什么。"),
            fields={"target": ("Relationship target", "关系目标")},
        ),
    },
)
MESH = Kind(
    "mesh",
    MeshCell,
    key=("function", "department_id"),
    shape=Node(
        "MeshCell",
        properties_of(MeshCell, {"department_id"}),
        refs=(Ref("department_id", "WANTED_WITH", "Department"),),
        id="key",
    ),
    listing=Listing(
        "mesh_cell",
        "mesh_cells",
        {"function": "finance", "department_id": "FIN", "note": "total-cost case"},
        filters=("function", "department_id"),
    ),
    words={
        "mesh": Words(
            ("Mesh", "网格"),
            ("Pairs of our functions and their departments.", "我方职能与客户部门的对接网格。"),
        ),
    },
)
