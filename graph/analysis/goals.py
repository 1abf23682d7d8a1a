"""What the customer's people, departments and company are measured by, what we offer for it, and where we offer nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from graph.answer import Answer
from graph.kinds import Goal
from graph.power_graph import PowerGraph

GoalIssue = Literal["NOBODY_SERVES", "NO_MEASURE"]


class MeasuredBy(Answer):
    """What somebody answers for, and our offer for it."""

    id: str = Field(description="Goal id.")
    name: str = Field(description="What is wanted.")
    name_en: str = Field(description="In English, or empty.")
    kind: Literal["GOAL", "PRESSURE", "KPI"] = Field(description="Goal, pressure or indicator.")
    opportunities: list[str] = Field(description="Sandbox opportunities that serve it, without those rejected.")
    activities: list[str] = Field(description="Activities that serve it, without those cancelled.")


class GoalView(MeasuredBy):
    """A goal, how far it is and what is wrong in taking it up."""

    person: str | None = Field(description="Whose it is; null for a department's or the account's own.")
    department_id: str | None = Field(description="Department whose goal it is; null for a person's or the account's.")
    function: str = Field(description="Ours that shares it; empty for none.")
    measure: str = Field(description="How measured, with its unit; empty: nobody said.")
    wanted: float | None = Field(description="Value to reach; null: unknown.")
    actual: float | None = Field(description="Value reached; null: unknown.")
    trend: float | None = Field(description="Value less the value before, or null.")
    improving: bool | None = Field(description="It goes towards what is wanted; null where it cannot be told.")
    reached: bool | None = Field(
        description="The value is where wanted, coming from the value before; null where it cannot be told."
    )
    on: date | None = Field(description="Day the value was learned; null: unknown.")
    issues: list[GoalIssue] = Field(
        description="NOBODY_SERVES: no opportunity or activity takes it up; NO_MEASURE: shared with our function, "
        "nobody said how it is measured."
    )


def goals_of(power: PowerGraph) -> tuple[GoalView, ...]:
    """Every goal known on the day, by id."""
    opportunities = _served_by({c.opportunity_id: c.goals for c in power.document.sandbox if c.selection != "REJECTED"})
    activities = _served_by({a.id: a.goals for a in power.document.activities if a.status != "CANCELLED"})
    known = [goal for goal in power.document.goals if goal.on is None or goal.on <= power.as_of]
    return tuple(
        _view(goal, opportunities.get(goal.id, []), activities.get(goal.id, []))
        for goal in sorted(known, key=lambda goal: goal.id)
    )


def measured_by(power: PowerGraph, goals: tuple[GoalView, ...], person: str) -> list[GoalView]:
    """What somebody answers for: their own goals, their department's, and the account's where they are its head."""
    departments = power.people[person].departments
    own = [goal for goal in goals if goal.person == person]
    shared = [goal for goal in goals if goal.department_id in departments]
    whole = [goal for goal in goals if goal.person is None and goal.department_id is None and person in power.heads]
    return [*own, *shared, *whole]


def _served_by(goals_of_record: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    served: dict[str, list[str]] = {}
    for record, goals in sorted(goals_of_record.items()):
        for goal in goals:
            served.setdefault(goal, []).append(record)
    return served


def _view(goal: Goal, opportunities: list[str], activities: list[str]) -> GoalView:
    trend = None if goal.actual is None or goal.before is None else goal.actual - goal.before
    way = None if goal.wanted is None or goal.before is None else goal.wanted - goal.before
    reached: bool | None = None
    if goal.wanted is not None and goal.actual is not None:
        if goal.actual == goal.wanted:
            reached = True
        elif way:
            reached = (goal.actual - goal.wanted) * way > 0
    issues: list[GoalIssue] = []
    if not opportunities and not activities:
        issues.append("NOBODY_SERVES")
    if goal.function and not goal.measure:
        issues.append("NO_MEASURE")
    return GoalView(
        **goal.model_dump(
            include={"id", "name", "kind", "person", "department_id", "function", "measure", "wanted", "actual", "on"}
        ),
        name_en=goal.name_en,
        opportunities=opportunities,
        activities=activities,
        trend=trend,
        improving=trend * way > 0 if trend is not None and way else None,
        reached=reached,
        issues=issues,
    )
