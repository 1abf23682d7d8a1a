"""Activities looked at: whether somebody does them, what they are worth, and what a claim of theirs rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal, get_args

from pydantic import Field

from graph.answer import Answer
from graph.kinds import Activity
from graph.method import ACTIVITY_WEIGHTS, EXPECTED_AT_LTC, STEP_OF_LEVEL
from graph.power_graph import PowerGraph

ActivityIssue = Literal["NOBODY_DOES", "OVERDUE", "UNMARKED", "NO_ASSIGNER", "STEPS_UNPROVEN"]
ISSUES: Final = get_args(ActivityIssue)
HIGHEST_MARK: Final = 5


class ActivityView(Answer):
    """An activity that is not cancelled, as it counts."""

    id: str = Field(description="Activity id.")
    name: str = Field(description="What it is.")
    name_en: str = Field(description="In English, or empty.")
    kind: str = Field(description="Kind of contact it is.")
    status: str = Field(description="PLANNED, IN_PROGRESS or DONE.")
    owner: str | None = Field(description="Member who does it, or null.")
    assigned_by: str | None = Field(description="Member who marks it, or null.")
    due_on: date = Field(description="Day it is due.")
    weight: float = Field(ge=0, le=1, description="Its kind's at best, 0 to 1 (`activity_weights`).")
    worth: float | None = Field(
        description="weight times the mean of both marks over 5; 0 until both are given, null before done."
    )
    steps_claimed: int = Field(description="Attitude levels it says it moved people.")
    steps_proven: int = Field(description="Those that a recorded attitude of its people shows; else 0.")
    issues: list[ActivityIssue] = Field(
        description="NOBODY_DOES: counts as no plan; OVERDUE; UNMARKED: done, marks are owed; NO_ASSIGNER: only "
        "its owner could mark it; STEPS_UNPROVEN: no record says what it claims."
    )


class LtcView(Answer):
    """A stage of the sales process and its expected activities."""

    stage: str = Field(description="LEAD, OPPORTUNITY, BID, CONTRACT, DELIVERY or PAYMENT.")
    done: int = Field(description="Activities done at it.")
    open: int = Field(description="Activities at it still to be done.")
    reached: bool = Field(description="It, or a later one, has an activity.")
    expected: list[str] = Field(description="Kinds of activity that belong to it.")
    missing: list[str] = Field(description="Those neither done nor planned; of reached stages only.")


class RecoveryView(Answer):
    """A complaint or crisis: an activity SERVICE_RECOVERY."""

    activity: str = Field(description="Activity id.")
    name: str = Field(description="What it is about.")
    name_en: str = Field(description="In English, or empty.")
    owner: str | None = Field(description="Member who answers for it, or null.")
    opened_on: date | None = Field(description="Day it was assigned; null: unknown.")
    due_on: date = Field(description="Day by which it is to be closed.")
    closed_on: date | None = Field(description="Day it was closed; null while it is open.")
    late: bool = Field(description="Closed after its day, or open past it.")


def ltc_views(power: PowerGraph) -> list[LtcView]:
    """The sales process of the asked opportunity, else of the account, stage by stage."""
    own = [
        one
        for one in power.document.activities
        if one.ltc_stage and is_known(one, power.as_of) and serves_opportunity(power, one)
    ]
    stages = list(EXPECTED_AT_LTC)
    furthest = max((stages.index(one.ltc_stage or "") for one in own), default=-1)
    views = []
    for i, (stage, expected) in enumerate(EXPECTED_AT_LTC.items()):
        at = [one for one in own if one.ltc_stage == stage]
        counted = {one.kind for one in at if is_done(one, power.as_of) or is_plan(one, power.as_of)}
        done = sum(is_done(one, power.as_of) for one in at)
        views.append(
            LtcView(
                stage=stage,
                done=done,
                open=len(at) - done,
                reached=i <= furthest,
                expected=list(expected),
                missing=[kind for kind in expected if kind not in counted] if i <= furthest else [],
            )
        )
    return views


def recoveries(power: PowerGraph) -> list[RecoveryView]:
    """Complaints and crises as they are dealt with: open ones first, then by due day and id."""
    views = []
    for one in power.document.activities:
        if one.kind != "SERVICE_RECOVERY" or not is_known(one, power.as_of):
            continue
        closed = one.done_on if is_done(one, power.as_of) else None
        views.append(
            RecoveryView(
                activity=one.id,
                name=one.name,
                name_en=one.name_en,
                owner=one.owner,
                opened_on=one.assigned_on,
                due_on=one.due_on,
                closed_on=closed,
                late=(closed or power.as_of) > one.due_on,
            )
        )
    return sorted(views, key=lambda view: (view.closed_on is not None, view.due_on, view.activity))


def activity_views(power: PowerGraph) -> list[ActivityView]:
    """Every activity assigned by the day and not cancelled, by due day and id."""
    shown = [_view(power, activity) for activity in power.document.activities if is_known(activity, power.as_of)]
    return sorted(shown, key=lambda activity: (activity.due_on, activity.id))


def is_known(activity: Activity, as_of: date) -> bool:
    """Whether it was assigned by a day, and is not cancelled."""
    return activity.status != "CANCELLED" and (activity.assigned_on is None or activity.assigned_on <= as_of)


def serves_opportunity(power: PowerGraph, activity: Activity) -> bool:
    """Whether it is for the asked opportunity or for none in particular; where none is asked, every one is."""
    return power.opportunity_id is None or activity.opportunity_id in {None, power.opportunity_id}


def is_done(activity: Activity, as_of: date) -> bool:
    """Whether it was carried out by a day."""
    return activity.done_on is not None and activity.done_on <= as_of


def is_plan(activity: Activity, as_of: date) -> bool:
    """Whether it is still to be done, and by somebody."""
    is_open = is_known(activity, as_of) and not is_done(activity, as_of)
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
        for person in activity.people
        for attitude in power.said_of_us.get(person, ())
        if activity.done_on <= attitude.on <= until and attitude.level in STEP_OF_LEVEL
    ]
    reached = any(step >= after if claimed > 0 else step <= after for step in steps)
    return claimed if reached else 0


def _view(power: PowerGraph, activity: Activity) -> ActivityView:
    done = is_done(activity, power.as_of)
    proven = proven_steps(power, activity) if done else 0
    return ActivityView(
        id=activity.id,
        name=activity.name,
        name_en=activity.name_en,
        kind=activity.kind,
        status="DONE" if done else "PLANNED" if activity.status == "DONE" else activity.status,
        owner=activity.owner,
        assigned_by=activity.assigned_by,
        due_on=activity.due_on,
        weight=ACTIVITY_WEIGHTS[activity.kind],
        worth=worth(activity) if done else None,
        steps_claimed=claimed_steps(activity),
        steps_proven=proven,
        issues=list(_issues(power, activity, done=done, proven=proven)),
    )


def _issues(power: PowerGraph, activity: Activity, *, done: bool, proven: int) -> Iterator[ActivityIssue]:
    if not (activity.owner or activity.members):
        yield "NOBODY_DOES"
    if not done and activity.due_on < power.as_of:
        yield "OVERDUE"
    if done and (activity.quality is None or activity.effect is None):
        yield "UNMARKED" if activity.assigned_by not in {None, activity.owner} else "NO_ASSIGNER"
    if done and claimed_steps(activity) and not proven:
        yield "STEPS_UNPROVEN"
