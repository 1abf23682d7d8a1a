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
    """What relations are for: a goal on the market, in sales or against a competitor. Plan items link to it."""

    id: Id
    """The market target's id, unique in the account."""
    name: Name
    """What is to be reached, 1 to 200 characters."""
    name_en: EnglishName = ""
    kind: MarketTargetKind = "SALES"
    """On the market, in sales, or against a competitor."""
    opportunity_id: Id | None = Field(default=None, description="A selected opportunity of the sandbox.")
    party: Id | None = Field(default=None, description="The competitor a COMPETITION target is about.")
    amount: Amount | None = None
    """What is to be reached, in money, not in thousands; null when not counted."""
    by: Day | None = Field(default=None, description="To be reached by this day.")
    closed_on: Day | None = Field(default=None, description="No longer pursued from this day on.")
    note: Text = ""
    """Free text about it."""


class Target(Record):
    """A relation to reach: of a person (KEY), a department (GENERAL), or, naming neither, of the organisation."""

    id: Id
    """The relationship target's id, unique in the account."""
    name: Name
    """What is to be reached, 1 to 200 characters."""
    name_en: EnglishName = ""
    person: Id | None = None
    """Id of the person it is about; null for none."""
    department_id: Id | None = None
    """Id of the department it is about; null for none."""
    from_attitude: Level | None = Field(default=None, description="Of a person, when the plan was made.")
    to_attitude: Level | None = None
    """Attitude to reach, of a person; null for other targets."""
    from_share: Share | None = Field(default=None, description="Score of a department, when the plan was made.")
    to_share: Share | None = None
    """Share of the department to reach, 0 to 1; null for other targets."""
    from_level: OrganizationLevel | None = Field(default=None, description="Of the organisation, likewise.")
    to_level: OrganizationLevel | None = Field(
        default=None, description="At most one level up: it is climbed in steps."
    )
    since: Day | None = None
    """Day the target was set; null when not known."""
    by: Day
    """To be reached by this day."""
    owner: Id | None = None
    """Id of the member who answers for it; null for nobody yet."""
    market_target: Id | None = Field(default=None, description="What it is for; needed.")
    mcr_area: McrArea = "RELATIONSHIP"
    """Area of customer relationship management it belongs to."""
    note: Text = ""
    """Free text about it."""


class Activity(Record):
    """Something one of us is to do. Its quality and effect are marked by who assigned it, never by the owner."""

    id: Id
    """The activity's id, unique in the account."""
    name: Name
    """What is to be done, 1 to 200 characters."""
    name_en: EnglishName = ""
    kind: InteractionKind = "VISIT"
    """Which kind of contact it is."""
    owner: Id | None = None
    """Id of the member who does it; null for nobody yet."""
    assigned_by: Id | None = None
    """Id of the member who assigned it and marks it; null when not known."""
    assigned_on: Day | None = None
    """Day it was assigned; null when not known."""
    due_on: Day
    """Day it is due."""
    done_on: Day | None = None
    """Day it was done; null before."""
    status: ActivityStatus = "PLANNED"
    """PLANNED, IN_PROGRESS, DONE or CANCELLED."""
    people: tuple[Id, ...] = ()
    """Ids of the customer's people it is with."""
    members: tuple[Id, ...] = Field(default=(), description="Who of us takes part beside the owner.")
    target: Id | None = Field(default=None, description="The relationship target it works towards.")
    opportunity_id: Id | None = None
    """Id of the opportunity it serves; null for none."""
    goals: tuple[Id, ...] = Field(default=(), description="Goals of the customer's that it serves.")
    mcr_area: McrArea = "CONTACT"
    """Area of customer relationship management it belongs to."""
    ltc_stage: LtcStage | None = None
    """Place in the sales process from lead to payment; null for none."""
    cost: Amount | None = None
    """What it costs, in the opportunity's currency, not in thousands; null when not known."""
    days: Annotated[Amount | None, LEFT_OUT_WHEN_NONE] = Field(
        default=None, description="Days of our own people it takes; left out: not known."
    )
    quality: Mark | None = None
    """Mark for the quality by who assigned it: 1 poor … 5 excellent; null before."""
    effect: Mark | None = None
    """Mark for the effect by who assigned it: 1 poor … 5 excellent; null before."""
    attitude_before: Level | None = None
    """Attitude of the people before it; null when not noted."""
    attitude_after: Level | None = None
    """Attitude of the people after it; null when not noted."""
    compliance_ref: Remark | None = None
    """Reference of the compliance approval; needed for HOSPITALITY, else may be null."""
    note: Text = ""
    """Free text about it."""

    def canonical(self) -> Self:
        lists = {name: tuple(sorted(getattr(self, name))) for name in ("people", "members", "goals")}
        return self.model_copy(update=lists)


class MeshCell(Record):
    """A pair the plan wants alive: one of our functions and a department of the customer's."""

    function: Name
    """Our function of the pair, in the team's own word."""
    department_id: Id
    """Id of the customer's department of the pair."""
    note: Text = ""
    """Free text about it."""


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
