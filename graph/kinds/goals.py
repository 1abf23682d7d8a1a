"""What the customer wants and is pressed by, and the profiles in which we write down our insight."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from graph.kinds.codes import GoalKind, Number, ProfileKind
from graph.kinds.fields import Day, Id, Name, OptionalName, Text
from graph.kinds.kind import Kind, Listing, Many, Node, Property, Record, Ref


class Goal(Record):
    """A goal, pressure or KPI of the account, one of its people or departments; with `function`, shared with ours."""

    id: Id
    name: Name
    kind: GoalKind = "GOAL"
    person: Id | None = None
    department_id: Id | None = None
    function: OptionalName = Field(default="", description="Our function that shares the goal; empty for none.")
    measure: OptionalName = Field(default="", description="How it is measured, with its unit.")
    wanted: Number | None = None
    actual: Number | None = None
    on: Day | None = None
    evidence: Text = ""


class Profile(Record):
    """A version of the client profile (them) or vendor profile (us); its output is opportunities, risks and value."""

    id: Id
    kind: ProfileKind
    edition: int = Field(default=1, ge=1, le=100_000, description="Its version; no two of a kind share one.")
    on: Day
    by: Id | None = None
    text: Text = ""
    opportunities: tuple[Id, ...] = Field(default=(), description="Opportunities this insight produced.")
    risks: Text = ""
    value: Text = ""

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
    listing=Listing(
        "goal",
        "goals",
        {"id": "G9", "name": "故障恢复时间 ≤ 30 分钟", "kind": "KPI", "department_id": "OM", "measure": "min"},
        filters=("kind", "person", "department_id"),
        searched=("id", "name"),
    ),
)
PROFILES = Kind(
    "profiles",
    Profile,
    key=("id",),
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
)
