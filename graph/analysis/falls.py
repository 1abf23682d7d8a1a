"""Falls: an attitude, a claim, a criterion, the counted level or the suggested stage is lower than it was, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Literal

from pydantic import Field

from graph.analysis.coverage import is_contact, window_days
from graph.analysis.judgements import Judgements, by_day
from graph.analysis.levels import level_reached
from graph.analysis.mesh import WINDOWS
from graph.analysis.product_shares import largest_share
from graph.analysis.stages import stage_facts, stage_reached
from graph.answer import Answer
from graph.document import AccountDocument
from graph.kinds import Assessment
from graph.kinds.assessments import CRITERIA, LEVELS, PHASES, STAGES
from graph.method import STEP_OF_LEVEL
from graph.power_graph import PowerGraph
from graph.stances import counting_by_day


class Fall(Answer):
    """A step back of attitude, organisation level, stage or phase."""

    what: Literal["ATTITUDE", "LEVEL", "STAGE", "PHASE", "CRITERION"] = Field(description="What fell.")
    subject: str = Field(
        description="The person (with the party), or who judged and what; COUNTED: follows from the records."
    )
    person: str | None = Field(default=None, description="Of an attitude: id of the person.")
    toward: str | None = Field(default=None, description="Of an attitude: id of the party.")
    before: str = Field(description="The value before.")
    after: str = Field(description="The later value.")
    on: date = Field(description="Day of the later value.")
    steps: int = Field(ge=1, description="How many levels it fell by.")
    cause: str = Field(description="Evidence given with the lower value; empty: nobody said why.")
    causes: list[str] = Field(
        default_factory=list,
        description="Codes of criteria or facts that no longer hold, of what is counted.",
    )


_LADDERS: Mapping[str, tuple[Literal["LEVEL", "STAGE", "PHASE"], tuple[str, ...]]] = {
    "ORGANIZATION_LEVEL": ("LEVEL", LEVELS),
    "STAGE": ("STAGE", STAGES),
    "PHASE": ("PHASE", PHASES),
}


def falls(power: PowerGraph, since: date | None = None) -> list[Fall]:
    """Every fall up to the graph's day, oldest first: two steps forward, one back, and falling is easy.

    Stated ones (attitudes, claims, criteria), and those of the counted level and the suggested stage, each with its cause.
    """
    document = power.document
    falls = [
        *_attitude_falls(document, power.as_of),
        *_judgement_falls(document, power.as_of),
        *_counted_falls(power),
    ]
    later = [fall for fall in falls if since is None or fall.on > since]
    return sorted(later, key=lambda fall: (fall.on, fall.what, fall.subject))


@dataclass(frozen=True)
class _Counted:
    """What follows from the records on a day: the level with its criteria met, the stage with its facts that hold."""

    level: str | None
    criteria: frozenset[str]
    stage: str
    facts: frozenset[str]


def _counted_falls(power: PowerGraph) -> Iterator[Fall]:
    """Falls of the counted level and the suggested stage: looked at on every day on which something changed."""
    judged: defaultdict[date, list[Assessment]] = defaultdict(list)
    for record in by_day(power.document, power.as_of):
        judged[record.on].append(record)
    channels, sponsored = _channel_days(power), _sponsor_days(power)
    newest: dict[tuple[str, str, str | None], Assessment] = {}
    live, is_sponsored, before = 0, False, None
    shares = {record.on for record in power.document.product_shares}
    for on in sorted({*judged, *channels, *sponsored, *shares}):
        if on > power.as_of:
            break
        newest |= {(record.code, record.assessor, record.department_id): record for record in judged.get(on, ())}
        live += channels.get(on, 0)
        is_sponsored = sponsored.get(on, is_sponsored)
        after = _count(Judgements(newest), live, largest_share(power.document, on), sponsored=is_sponsored)
        if before is not None:
            yield from _fallen(before, after, on, Judgements(newest))
        before = after


def _count(judgements: Judgements, own_channels: int, of_product: float | None, *, sponsored: bool) -> _Counted:
    facts = stage_facts(judgements, own_channels, of_product, sponsored=sponsored)
    criteria = frozenset(code for level in LEVELS for code in CRITERIA[level] if judgements.met(code))
    met = frozenset(fact.fact for fact in facts if fact.met)
    return _Counted(level_reached(judgements), criteria, stage_reached(facts), met)


def _fallen(before: _Counted, after: _Counted, on: date, judgements: Judgements) -> Iterator[Fall]:
    steps = _steps(LEVELS, before.level) - _steps(LEVELS, after.level)
    if steps > 0:
        yield _counted(
            "LEVEL",
            before.level or "NONE",
            after.level or "NONE",
            on,
            steps,
            before.criteria - after.criteria,
            judgements,
        )
    steps = _steps(STAGES, before.stage) - _steps(STAGES, after.stage)
    if steps > 0:
        yield _counted("STAGE", before.stage, after.stage, on, steps, before.facts - after.facts, judgements)


def _steps(ladder: Sequence[str], rung: str | None) -> int:
    return 0 if rung is None else ladder.index(rung) + 1


def _counted(
    what: Literal["LEVEL", "STAGE"],
    before: str,
    after: str,
    on: date,
    steps: int,
    lost: frozenset[str],
    judgements: Judgements,
) -> Fall:
    causes = sorted(lost)
    answers = [judgements.newest.get((code, who, None)) for code in causes for who in ("CUSTOMER", "SELF")]
    said = [answer.evidence for answer in answers if answer is not None and answer.on == on and answer.evidence]
    return Fall(
        what=what,
        subject=f"COUNTED {what}",
        before=before,
        after=after,
        on=on,
        steps=steps,
        cause="; ".join(said),
        causes=causes,
    )


def _channel_days(power: PowerGraph) -> dict[date, int]:
    """By how many the function-department pairs with a channel of their own change on each day."""
    spans: defaultdict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    for interaction in power.interactions:
        if not is_contact(power, interaction):
            continue
        functions = {power.team[name].function for name in interaction.members if power.team[name].role not in WINDOWS}
        for name in interaction.people:
            person = power.people.get(name)
            if person is None:
                continue
            end = interaction.on + timedelta(days=window_days(power, name) + 1)
            for pair in product(functions - {""}, person.departments):
                spans[pair].append((interaction.on, end))
    changes: defaultdict[date, int] = defaultdict(int)
    for contacts in spans.values():
        end = date.min
        for start, stop in sorted(contacts):
            if start > end or end == date.min:
                changes[start] += 1
                changes[end] -= end != date.min
                end = stop
            elif stop > end:
                end = stop
        changes[end] -= 1
    return {day: change for day, change in changes.items() if change}


def _sponsor_days(power: PowerGraph) -> dict[date, bool]:
    """From which days on an executive sponsor of ours is in the team, or is not."""
    sponsors = {name for name, member in power.team.items() if member.role == "EXECUTIVE_SPONSOR"}
    spans = [record for record in power.document.memberships if record.member in sponsors]
    always = bool(sponsors - {record.member for record in spans})
    days = {record.since for record in spans} | {r.until + timedelta(days=1) for r in spans if r.until is not None}
    present = {
        day: always or any(r.since <= day and (r.until is None or day <= r.until) for r in spans)
        for day in sorted(days)
    }
    return {date.min: always, **present}


def _attitude_falls(document: AccountDocument, as_of: date) -> Iterable[Fall]:
    last: dict[tuple[str, str, str | None], str] = {}
    for attitude in counting_by_day(document.attitudes, as_of):
        if attitude.level == "UNKNOWN":
            continue
        key = (attitude.person, attitude.toward, attitude.opportunity_id)
        before = last.get(key)
        if before is not None and STEP_OF_LEVEL[attitude.level] < STEP_OF_LEVEL[before]:
            steps = STEP_OF_LEVEL[before] - STEP_OF_LEVEL[attitude.level]
            subject = f"{attitude.person} → {attitude.toward}"
            yield Fall(
                what="ATTITUDE",
                subject=subject,
                person=attitude.person,
                toward=attitude.toward,
                before=before,
                after=attitude.level,
                on=attitude.on,
                steps=steps,
                cause=attitude.evidence,
            )
        last[key] = attitude.level


def _judgement_falls(document: AccountDocument, as_of: date) -> Iterable[Fall]:
    last: dict[tuple[str, str], Assessment] = {}
    for assessment in by_day(document, as_of):
        before = last.get((assessment.code, assessment.assessor))
        last[assessment.code, assessment.assessor] = assessment
        if before is None:
            continue
        subject = f"{assessment.assessor} {assessment.code}"
        if assessment.code in _LADDERS and before.choice and assessment.choice:
            what, ladder = _LADDERS[assessment.code]
            steps = ladder.index(before.choice) - ladder.index(assessment.choice)
            if steps > 0:
                yield Fall(
                    what=what,
                    subject=subject,
                    before=before.choice,
                    after=assessment.choice,
                    on=assessment.on,
                    steps=steps,
                    cause=assessment.evidence,
                )
        elif before.met and assessment.met is False:
            yield Fall(
                what="CRITERION",
                subject=subject,
                before="true",
                after="false",
                on=assessment.on,
                steps=1,
                cause=assessment.evidence,
            )
