"""Measures: the process counted, the result measured, the value assessed; each with its definition, against our own past."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, get_args

from pydantic import Field

from graph.analysis.activities import proven_steps, worth
from graph.analysis.coverage import is_contact
from graph.analysis.falls import falls
from graph.analysis.goals import goals_of
from graph.analysis.judgements import Judgements, marks
from graph.analysis.levels import organization
from graph.analysis.pipeline import Analysis
from graph.analysis.planning import plan_items
from graph.analysis.relationships import SATISFACTION, department_scores, satisfaction_of, scores_of
from graph.analysis.trend import Point, margin_of, point_of
from graph.analysis.warning_hits import Warned, WarningRecord, warning_record
from graph.answer import Answer
from graph.document import AccountDocument
from graph.kinds import Activity
from graph.kinds.assessments import VALUE_MARKS
from graph.kinds.codes import LtcStage

UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "activities_done": "count",
        "activities_open": "count",
        "activities_overdue": "count",
        "done_on_time": "share",
        "contacts": "count",
        "attempts": "count",
        "two_way_share": "share",
        "contact_pairs": "count",
        "coverage_weighted": "share",
        "coverage_plain": "share",
        "standing": "score",
        "margin": "score",
        "key_score": "score",
        "general_score": "score",
        "organization_score": "share",
        "satisfaction": "points",
        "goals_served": "share",
        "quality": "mark",
        "effect": "mark",
        "value_to_customer": "mark",
        "activity_worth": "count",
        "marked": "share",
        "recovered_in_time": "share",
        "attitude_steps": "steps",
        "plan_reached": "share",
        "granted_spent": "share",
    }
)
PROCESS: Final = (
    "activities_done",
    "activities_open",
    "activities_overdue",
    "done_on_time",
    "marked",
    "recovered_in_time",
    "contacts",
    "attempts",
    "two_way_share",
    "contact_pairs",
)
RESULT: Final = (
    "coverage_weighted",
    "coverage_plain",
    "standing",
    "margin",
    "key_score",
    "general_score",
    "organization_score",
    "satisfaction",
    "goals_served",
)
VALUE: Final = (
    "quality",
    "effect",
    "activity_worth",
    "value_to_customer",
    "attitude_steps",
    "plan_reached",
    "granted_spent",
)


class Measure(Answer):
    """One measure. A process measure helps its owner to see; it carries no penalty."""

    id: str = Field(description="Code of the measure.")
    unit: str = Field(description="count, share, score, mark, points (of 100) or steps.")
    value: float | None = Field(description="Null where there is nothing to measure.")
    baseline: float | None = Field(description="The same at the snapshot compared with, or null.")
    change: float | None = Field(description="value less baseline.")
    self_declared: float | None = Field(
        description="Part of the value that is our own word alone, 0 to 1; null where counted from records."
    )


class OwnerMeasures(Answer):
    """What one of ours did: shown to the owner first."""

    owner: str = Field(description="Member id.")
    done: int = Field(description="Activities of theirs that are done.")
    open: int = Field(description="Activities planned or in progress.")
    overdue: int = Field(description="Activities of theirs past their due day.")
    quality: float | None = Field(description="Mean mark for quality, 1 to 5, by who assigned them, or null.")
    effect: float | None = Field(description="Mean mark for effect, 1 to 5, by who assigned them, or null.")


class MeasuresView(Answer):
    """Three blocks of measures, by owner and by stage of the sales process."""

    account: str = Field(description="Account id.")
    opportunity: str | None = Field(description="Opportunity id, or null.")
    owner: str | None = Field(description="Whose work alone is measured; null: everybody's.")
    period: str | None = Field(description="The period measured; null for another span.")
    since: date | None = Field(description="First day counted; null: all.")
    until: date = Field(description="Last day, on which results are measured.")
    revision: int = Field(description="Account revision.")
    baseline: str | None = Field(description="The snapshot the values are compared with.")
    process: tuple[Measure, ...] = Field(description="Counted: what was done.")
    result: tuple[Measure, ...] = Field(description="Measured: what it came to.")
    value: tuple[Measure, ...] = Field(description="Assessed: what it was worth.")
    by_ltc_stage: dict[str, int] = Field(description="Activities by stage of the sales process.")
    by_kind: dict[str, int] = Field(description="Activities by kind.")
    by_owner: list[OwnerMeasures] = Field(description="The activities of each member, by id.")
    warnings: WarningRecord = Field(description="What came of earlier snapshots' warnings.")
    competitors: list[Point] = Field(description="Margins at each snapshot for this opportunity or none, then now.")


@dataclass(frozen=True)
class Scope:
    """What is measured: one opportunity's, one owner's, one span's work (that of `period`, if it is one), or all."""

    opportunity: str | None = None
    owner: str | None = None
    since: date | None = None
    until: date | None = None
    period: str | None = None

    def activities(self, document: AccountDocument, as_of: date) -> list[Activity]:
        """The activities assigned by a day whose day is within the span: done by then, or else due."""
        return [
            activity
            for activity in document.activities
            if self.opportunity in {None, activity.opportunity_id}
            and self.owner in {None, activity.owner}
            and activity.status != "CANCELLED"
            and (activity.assigned_on is None or activity.assigned_on <= as_of)
            and self._has(activity.done_on if activity.done_on and activity.done_on <= as_of else activity.due_on)
        ]

    def _has(self, day: date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


def values_of(analysis: Analysis, scope: Scope) -> dict[str, float | None]:
    """Every measure's value, by id."""
    power = analysis.power
    until = power.as_of
    activities = scope.activities(power.document, until)
    done, waiting = _done_and_waiting(activities, until)
    shared = [
        interaction
        for interaction in power.interactions
        if interaction.people
        and interaction.members
        and (scope.since is None or interaction.on >= scope.since)
        and (scope.owner is None or scope.owner in interaction.members)
    ]
    contacts = [interaction for interaction in shared if is_contact(power, interaction)]
    scores = scores_of(power)
    judgements = Judgements.of(power.document, until)
    satisfaction = satisfaction_of(power, judgements)
    ours = analysis.standing.get(power.vendor or "")
    return {
        "activities_done": float(len(done)),
        "activities_open": float(len(waiting)),
        "activities_overdue": float(sum(activity.due_on < until for activity in waiting)),
        "done_on_time": _mean(done_on <= activity.due_on for activity in done if (done_on := activity.done_on)),
        "marked": _mean(activity.quality is not None and activity.effect is not None for activity in done),
        "recovered_in_time": _in_time([one for one in activities if one.kind == "SERVICE_RECOVERY"], until),
        "contacts": float(len(contacts)),
        "attempts": float(len(shared) - len(contacts)),
        "two_way_share": _mean(interaction.two_way for interaction in contacts),
        "contact_pairs": float(len({(m, p) for met in contacts for m in met.members for p in met.people})),
        "coverage_weighted": analysis.coverage.whole.weighted,
        "coverage_plain": analysis.coverage.whole.plain,
        "standing": ours.point if ours else None,
        "margin": margin_of(analysis),
        "key_score": scores.key,
        "general_score": scores.general,
        "organization_score": scores.organization,
        "satisfaction": satisfaction.value,
        "goals_served": _mean("NOBODY_SERVES" not in goal.issues for goal in goals_of(power)),
        "quality": _mean(activity.quality for activity in done if activity.quality is not None),
        "effect": _mean(activity.effect for activity in done if activity.effect is not None),
        "value_to_customer": _mean(mark.value for mark in marks(judgements, VALUE_MARKS) if mark.value is not None),
        "activity_worth": sum(map(worth, done)),
        "attitude_steps": float(sum(proven_steps(power, activity) for activity in done)),
        "plan_reached": _plan_reached(analysis),
        "granted_spent": _spent(power.document, scope, activities),
    }


def measure(
    analysis: Analysis,
    scope: Scope,
    baseline: tuple[str, Mapping[str, float | None]] | None,
    series: list[Point],
    warned: Sequence[Warned] = (),
) -> MeasuresView:
    """The measures; `baseline` names a snapshot and has its values, `warned` is what earlier snapshots warned of."""
    power = analysis.power
    now = values_of(analysis, scope)
    past = baseline[1] if baseline else {}
    activities, declared = scope.activities(power.document, power.as_of), self_declared(analysis)
    stages = Counter(activity.ltc_stage for activity in activities if activity.ltc_stage)
    return MeasuresView(
        account=power.document.account.id,
        opportunity=scope.opportunity,
        owner=scope.owner,
        period=scope.period,
        since=scope.since,
        until=power.as_of,
        revision=power.revision,
        baseline=baseline[0] if baseline else None,
        process=tuple(_measure(name, now, past, declared) for name in PROCESS),
        result=tuple(_measure(name, now, past, declared) for name in RESULT),
        value=tuple(_measure(name, now, past, declared) for name in VALUE),
        by_ltc_stage={stage: stages.get(stage, 0) for stage in get_args(LtcStage)},
        by_kind=dict(sorted(Counter(activity.kind for activity in activities).items())),
        by_owner=_owners(activities, power.as_of),
        warnings=warning_record(warned, falls(power), power.vendor),
        competitors=[*series, point_of(analysis, None)],
    )


def self_declared(analysis: Analysis) -> dict[str, float | None]:
    """How much of each measure rests on our own word alone: what the customer did not say, and nothing else shows."""
    power = analysis.power
    judgements = Judgements.of(power.document, power.as_of)
    company = organization(judgements, power.as_of)
    said = [
        record for record in (judgements.find(SATISFACTION, department=unit) for unit in power.members_of) if record
    ]
    whole = judgements.find(SATISFACTION)
    parts = [*company.counted.criteria, *company.counted.depth]
    influence = analysis.deciders.decision_influence
    known = {person: influence[person] for person in power.stances_to_us}
    proven = {person for (person, party), said in power.counting.items() if party == power.vendor and said.evidence}
    bare = sum(weight for person, weight in known.items() if person not in proven)
    attitudes = min(1.0, bare / sum(known.values())) if sum(known.values()) else None
    return {
        "organization_score": _mean(part.assessor == "SELF" for part in parts if part.met),
        "general_score": _mean(record.assessor == "SELF" for record in said),
        "satisfaction": None if whole is None else float(whole.assessor == "SELF"),
        "key_score": attitudes,
        "standing": attitudes,
        "margin": attitudes,
        "plan_reached": attitudes,
        "value_to_customer": _mean(
            mark.assessor == "SELF" for mark in marks(judgements, VALUE_MARKS) if mark.value is not None
        ),
        "quality": 1.0,
        "effect": 1.0,
        "activity_worth": 1.0,
    }


def _measure(
    name: str,
    now: Mapping[str, float | None],
    past: Mapping[str, float | None],
    declared: Mapping[str, float | None],
) -> Measure:
    value, before = now[name], past.get(name)
    return Measure(
        id=name,
        unit=UNITS[name],
        value=value,
        baseline=before,
        change=None if value is None or before is None else value - before,
        self_declared=None if value is None else declared.get(name),
    )


def _plan_reached(analysis: Analysis) -> float | None:
    """Of all plan items: of people, of departments and of the organisation."""
    return _mean(item.reached for item in plan_items(analysis, department_scores(analysis.power)))


def _spent(document: AccountDocument, scope: Scope, activities: list[Activity]) -> float | None:
    entries = (entry for entry in document.sandbox if scope.opportunity in {None, entry.opportunity_id})
    granted = sum(entry.granted or 0.0 for entry in entries)
    return sum(activity.cost or 0.0 for activity in activities) / granted if granted else None


def _done_and_waiting(activities: Iterable[Activity], until: date) -> tuple[list[Activity], list[Activity]]:
    done: list[Activity] = []
    waiting: list[Activity] = []
    for activity in activities:
        (done if activity.done_on is not None and activity.done_on <= until else waiting).append(activity)
    return done, waiting


def _in_time(recoveries: list[Activity], until: date) -> float | None:
    """Of complaints and crises, those closed by their day, of all closed or due."""
    done, waiting = _done_and_waiting(recoveries, until)
    in_time = [done_on <= activity.due_on for activity in done if (done_on := activity.done_on)]
    return _mean([*in_time, *(False for activity in waiting if activity.due_on < until)])


def _owners(activities: list[Activity], until: date) -> list[OwnerMeasures]:
    by_owner: defaultdict[str, list[Activity]] = defaultdict(list)
    for activity in activities:
        if activity.owner:
            by_owner[activity.owner].append(activity)
    measured = []
    for owner, own in sorted(by_owner.items()):
        done, waiting = _done_and_waiting(own, until)
        measured.append(
            OwnerMeasures(
                owner=owner,
                done=len(done),
                open=len(waiting),
                overdue=sum(activity.due_on < until for activity in waiting),
                quality=_mean(activity.quality for activity in done if activity.quality is not None),
                effect=_mean(activity.effect for activity in done if activity.effect is not None),
            )
        )
    return measured


def _mean(values: Iterable[float]) -> float | None:
    numbers = [float(value) for value in values]
    return sum(numbers) / len(numbers) if numbers else None
