"""What the customer wants and is pressed by, and the profiles in which we write down our insight."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from graph.kinds.codes import GoalKind, Number, ProfileKind
from graph.kinds.fields import LEFT_OUT_WHEN_NONE, Day, EnglishName, Id, Name, OptionalDay, OptionalName, Remark, Text
from graph.kinds.kind import Kind, Listing, Many, Node, Property, Record, Ref, Words


class Goal(Record):
    """A goal, pressure or KPI of the account, a person or a department."""

    id: Id
    """The goal's id, unique in the account."""
    name: Name
    """What is wanted, 1 to 200 characters."""
    name_en: EnglishName = ""
    kind: GoalKind = "GOAL"
    """Goal, pressure or indicator."""
    person: Id | None = None
    """Person whose goal it is, or null."""
    department_id: Id | None = None
    """Department whose goal it is; null: none. Without either it is the account's."""
    function: OptionalName = Field(default="", description="Ours that shares the goal; empty: none.")
    measure: Remark = Field(default="", description="How it is measured, with its unit.")
    wanted: Number | None = None
    """Value to reach, in the unit of `measure`; null: unknown."""
    actual: Number | None = None
    """Value reached, in the same unit; null: unknown."""
    on: Day | None = None
    """Day it was learned; null: unknown."""
    before: Annotated[Number | None, LEFT_OUT_WHEN_NONE] = Field(
        default=None, description="Value before `actual`, in the same unit; left out: unknown."
    )
    before_on: OptionalDay = Field(default=None, description="Day of the value before; left out: unknown.")
    evidence: Text = ""
    """What we know it from; empty: nobody said."""


class Profile(Record):
    """A version of the client (them) or vendor profile (us); it yields opportunities, risks and value."""

    id: Id
    """The profile's id, unique in the account."""
    kind: ProfileKind
    """CLIENT about them, VENDOR about us."""
    edition: int = Field(default=1, ge=1, le=100_000, description="Its version; no two of a kind share one.")
    on: Day
    """Day it was written."""
    by: Id | None = None
    """Member who wrote it; null: unknown."""
    text: Text = ""
    """The insight itself."""
    opportunities: tuple[Id, ...] = Field(default=(), description="Opportunities this insight produced.")
    risks: Text = ""
    """Risks it found."""
    value: Text = ""
    """Value for the customer that it found."""

    def canonical(self) -> Self:
        return self.model_copy(update={"opportunities": tuple(sorted(self.opportunities))})


GOALS = Kind(
    "goals",
    Goal,
    key=("id",),
    shape=Node(
        "Goal",
        tuple(Property(field) for field in Goal.model_fields if field not in {"person", "department_id"}),
        refs=(Ref("person", "GOAL_OF", "Person"), Ref("department_id", "GOAL_OF", "Department")),
    ),
    spans=(("before_on", "on"),),
    listing=Listing(
        "goal",
        "goals",
        {"id": "G9", "name": "故障恢复时间 ≤ 30 分钟", "kind": "KPI", "department_id": "OM", "measure": "min"},
        filters=("kind", "person", "department_id"),
        searched=("id", "name", "name_en"),
    ),
    words={
        "goals": Words(
            ("Goals", "客户目标"),
            ("Customer's goals, pressures and indicators.", "客户的目标、压力和考核指标。"),
            noun=("goal of the customer's", "客户目标"),
            fields={"before": ("Before", "之前"), "before_on": ("Before, on", "之前日期")},
        ),
    },
)
PROFILES = Kind(
    "profiles",
    Profile,
    key=("id",),
    author="by",
    shape=Node(
        "Profile",
        (
            *(Property(field) for field in ("id", "kind", "edition", "on", "text", "risks", "value")),
            Property("by", to="Member"),
        ),
        many=(Many("opportunities", "PRODUCED", "Opportunity"),),
    ),
    listing=Listing(
        "profile",
        "profiles",
        {"id": "CP-2027", "kind": "CLIENT", "edition": 9, "on": "2026-11-20", "risks": "price-only award"},
        filters=("kind",),
        day="on",
    ),
    words={
        "profiles": Words(
            ("Profiles", "档案"),
            ("Client and vendor profiles by edition.", "客户档案与供应商档案，按版本。"),
            fields={"value": ("Value", "价值")},
        ),
    },
)
