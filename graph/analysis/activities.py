"""Activities looked at: whether somebody does them, what they are worth, and what a claim of theirs rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal, get_args

from pydantic import Field

from graph.answer import Answer
from graph.kinds import Activity
from graph.method import ACTIVITY_WEIGHTS, STEP_OF_LEVEL
from graph.power_graph import PowerGraph

ActivityIssue = Literal["NOBODY_DOES", "OVERDUE", "UNMARKED", "NO_ASSIGNER", "STEPS_UNPROVEN"]
ISSUES: Final = get_args(ActivityIssue)
HIGHEST_MARK: Final = 5


class ActivityView(Answer):
    """An activity that is not cancelled, as it counts."""

    id: str = Field(description="Id of the activity.")
    name: str = Field(description="What it is.")
    kind: str = Field(description="Kind of contact it is.")
    status: str = Field(description="PLANNED, IN_PROGRESS or DONE.")
    owner: str | None = Field(description="Id of the member who does it; null for nobody.")
    assigned_by: str | None = Field(description="Id of the member who marks it; null for nobody.")
    due_on: date = Field(description="Day it is due.")
    weight: float = Field(ge=0, le=1, description="What its kind counts at best, 0 to 1 (`activity_weights`).")
    worth: float | None = Field(
        description="weight times the mean of both marks over 5; 0 until both are given, null before it is done."
    )
    steps_claimed: int = Field(description="Attitude levels it says it moved people.")
    steps_proven: int = Field(description="The same, where a recorded attitude of one of its people says so; else 0.")
    issues: list[ActivityIssue] = Field(
        description="NOBODY_DOES: it counts as no plan; OVERDUE; UNMARKED: done, and the assigner owes marks; "
        "NO_ASSIGNER: nobody else than its owner could mark it; STEPS_UNPROVEN: no record says what it claims."
    )


def activity_views(power: PowerGraph) -> list[ActivityView]:
    """Every activity assigned by the day and not cancelled, by due day and id."""
    shown = [
        _view(power, activity)
        for activity in power.document.activities
        if activity.status != "CANCELLED" and (activity.assigned_on is None or activity.assigned_on <= power.as_of)
    ]
    return sorted(shown, key=lambda activity: (activity.due_on, activity.id))


def is_done(activity: Activity, as_of: date) -> bool:
    """Whether it was carried out by a day."""
    return activity.done_on is not None and activity.done_on <= as_of


def is_plan(activity: Activity, as_of: date) -> bool:
    """Whether it is still to be done, and by somebody."""
    is_open = activity.status != "CANCELLED" and not is_done(activity, as_of)
    return is_open and bool(activity.owner or activity.members)


def worth(activity: Activity) -> float:
    """What a done activity was worth, 0 to 1: its kind's weight by the marks for quality and effect, 0 until both are given.

    >>> visit = Activity(id="a", name="a", kind="WORKSHOP", due_on=date(2026, 1, 1))
    >>> worth(visit), worth(visit.model_copy(update={"quality": 5, "effect": 5}))
    (0.0, 1.0)
    """
    if activity.quality is None or activity.effect is None:
        return 0.0
    return ACTIVITY_WEIGHTS[activity.kind] * (activity.quality + activity.effect) / 2 / HIGHEST_MARK


def claimed_steps(activity: Activity) -> int:
    """Attitude levels an activity says it moved people; 0 where one of the two is not known."""
    before = STEP_OF_LEVEL.get(activity.attitude_before or "")
    after = STEP_OF_LEVEL.get(activity.attitude_after or "")
    return 0 if before is None or after is None else after - before


def proven_steps(power: PowerGraph, activity: Activity) -> int:
    """What it claims, if the attitude of one of its people recorded within the window after it is there; else 0."""
    claimed = claimed_steps(activity)
    if not claimed or activity.done_on is None:
        return 0
    after = STEP_OF_LEVEL[activity.attitude_after or ""]
    until = activity.done_on + timedelta(days=power.method.window_days)
    steps = [
        STEP_OF_LEVEL[attitude.level]
        for attitude in power.document.attitudes
        if attitude.person in activity.people
        and attitude.toward == power.vendor
        and activity.done_on <= attitude.on <= until
        and attitude.level in STEP_OF_LEVEL
    ]
    reached = any(step >= after if claimed > 0 else step <= after for step in steps)
    return claimed if reached else 0


def _view(power: PowerGraph, activity: Activity) -> ActivityView:
    done = is_done(activity, power.as_of)
    return ActivityView(
        id=activity.id,
        name=activity.name,
        kind=activity.kind,
        status=activity.status,
        owner=activity.owner,
        assigned_by=activity.assigned_by,
        due_on=activity.due_on,
        weight=ACTIVITY_WEIGHTS[activity.kind],
        worth=worth(activity) if done else None,
        steps_claimed=claimed_steps(activity),
        steps_proven=proven_steps(power, activity) if done else 0,
        issues=list(_issues(power, activity, done=done)),
    )


def _issues(power: PowerGraph, activity: Activity, *, done: bool) -> Iterator[ActivityIssue]:
    if not (activity.owner or activity.members):
        yield "NOBODY_DOES"
    if not done and activity.due_on < power.as_of:
        yield "OVERDUE"
    if done and (activity.quality is None or activity.effect is None):
        yield "UNMARKED" if activity.assigned_by not in {None, activity.owner} else "NO_ASSIGNER"
    if done and claimed_steps(activity) and not proven_steps(power, activity):
        yield "STEPS_UNPROVEN"
