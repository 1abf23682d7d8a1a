"""What our picture rests on: how old, by whom reported, where reports contradict each other, and how good the map is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final, Literal

from pydantic import Field

from graph.analysis.coverage import DIRECTOR_RANK, EXECUTIVE_RANK
from graph.answer import Answer
from graph.kinds import Attitude
from graph.method import STEP_OF_LEVEL
from graph.power_graph import PowerGraph
from graph.stances import precedence

HIGHEST_CONFIDENCE: Final = 5
SEVERAL: Final = 2


class AttitudeBasis(Answer):
    """What a known attitude rests on."""

    person: str = Field(description="Person id.")
    party: str = Field(description="The party it is towards.")
    level: str = Field(description="Level as recorded (method 1).")
    age_days: int = Field(ge=0, description="Of the newest record.")
    half_life_days: int = Field(ge=1, description="By rank: evidence_half_life_top, _middle, _staff.")
    confidence: float = Field(ge=0, le=1, description="Confidence / 5, halved every half-life.")
    has_evidence: bool = Field(description="The newest record says what it rests on.")
    reporters: tuple[str, ...] = Field(description="Members of all records that count.")


class Contradiction(Answer):
    """Two statements that cannot both be right."""

    kind: Literal["REPORTERS_DIFFER", "EXCLUSIVE_TWICE"] = Field(
        description="Two reporters two levels or more apart within the window; or two parties supported exclusively."
    )
    person: str = Field(description="Person id.")
    party: str | None = Field(description="The party it is about.")
    levels: dict[str, str] = Field(description="By reporter, or by party.")


class Evidence(Answer):
    """How far the map can be trusted."""

    map_quality: float | None = Field(description="0 to 1, mean of the parts that can be judged, or null.")
    parts: dict[str, float | None] = Field(
        description="0 to 1: attitudes_known, attitudes_fresh, two_reporters, consistent by decision influence; "
        "lines_with_evidence, roles_filled by count. Null: nothing to judge."
    )
    happy_ears: float | None = Field(
        description="Supporters (SUPPORT or above) without evidence within 90 days, as a share; null without any."
    )
    supporters: tuple[str, ...] = Field(description="Ids of people at SUPPORT or above towards us.")
    unsupported: tuple[str, ...] = Field(description="Supporters without such evidence.")
    single_reporter: tuple[str, ...] = Field(description="Attitude towards us rests on one reporter.")
    contradictions: tuple[Contradiction, ...] = Field(description="Statements that cannot both be right.")
    attitudes: tuple[AttitudeBasis, ...] = Field(description="Those that count, and what they rest on.")


def half_life_days(power: PowerGraph, person: str) -> int:
    """After how many days an attitude of someone of this rank is trusted half as much."""
    rank, method = power.people[person].rank, power.method
    if rank <= EXECUTIVE_RANK:
        return method.evidence_half_life_top
    return method.evidence_half_life_middle if rank == DIRECTOR_RANK else method.evidence_half_life_staff


def weigh_evidence(power: PowerGraph, decision_influence: Mapping[str, float]) -> Evidence:
    """How far the attitudes and lines of the map can be trusted, weighted by decision influence where people are counted."""
    records = _records(power)
    bases = tuple(_basis(power, person, party, attitudes) for (person, party), attitudes in sorted(records.items()))
    ours = {basis.person: basis for basis in bases if basis.party == power.vendor}
    supporters = tuple(person for person in ours if power.stances_to_us[person].supports)
    unsupported = tuple(
        person
        for person in supporters
        if not any(
            record.evidence and (power.as_of - record.on).days <= power.method.evidence_window_days
            for record in records[person, power.vendor or ""]
        )
    )
    contradictions = (*_reporters_differ(power, records), *_exclusive_twice(power))
    parts = _parts(power, decision_influence, ours, contradictions)
    judged = [part for part in parts.values() if part is not None]
    return Evidence(
        attitudes=bases,
        supporters=supporters,
        unsupported=unsupported,
        happy_ears=len(unsupported) / len(supporters) if supporters else None,
        single_reporter=tuple(person for person, basis in ours.items() if len(basis.reporters) == 1),
        contradictions=contradictions,
        map_quality=sum(judged) / len(judged) if judged else None,
        parts=parts,
    )


Records = Mapping[tuple[str, str], list[Attitude]]


def _records(power: PowerGraph) -> Records:
    """The attitude records of every known attitude, the one that counts first; what UNKNOWN withdrew is gone."""
    opportunity = power.opportunity_id
    records: dict[tuple[str, str], list[Attitude]] = {}
    for attitude in power.document.attitudes:
        known = power.stance(attitude.person, attitude.toward) is not None
        if known and attitude.opportunity_id in {None, opportunity}:
            records.setdefault((attitude.person, attitude.toward), []).append(attitude)
    for attitudes in records.values():
        attitudes.sort(key=precedence, reverse=True)
        withdrawn = next((i for i, attitude in enumerate(attitudes) if attitude.level == "UNKNOWN"), len(attitudes))
        del attitudes[withdrawn:]
    return records


def _basis(power: PowerGraph, person: str, party: str, records: list[Attitude]) -> AttitudeBasis:
    newest = records[0]
    age, half_life = (power.as_of - newest.on).days, half_life_days(power, person)
    return AttitudeBasis(
        person=person,
        party=party,
        level=newest.level,
        age_days=age,
        half_life_days=half_life,
        confidence=newest.confidence / HIGHEST_CONFIDENCE * 2.0 ** (-age / half_life),
        has_evidence=bool(newest.evidence),
        reporters=tuple(sorted({record.reported_by for record in records if record.reported_by is not None})),
    )


def _reporters_differ(power: PowerGraph, records: Records) -> Iterator[Contradiction]:
    """Newest statements of two reporters within the evidence window of each other that lie two levels or more apart."""
    for (person, party), attitudes in sorted(records.items()):
        newest: dict[str, Attitude] = {}
        for record in attitudes:
            if record.reported_by is not None:
                newest.setdefault(record.reported_by, record)
        apart = {
            name
            for a, b in combinations(newest.values(), 2)
            if abs(STEP_OF_LEVEL[a.level] - STEP_OF_LEVEL[b.level]) >= power.method.contradiction_steps
            and abs((a.on - b.on).days) <= power.method.evidence_window_days
            for name in (a.reported_by, b.reported_by)
        }
        if apart:
            levels: dict[str, str] = {name: record.level for name, record in sorted(newest.items()) if name in apart}
            yield Contradiction(kind="REPORTERS_DIFFER", person=person, party=party, levels=levels)


def _exclusive_twice(power: PowerGraph) -> Iterator[Contradiction]:
    for person, stances in power.attitudes.items():
        exclusive = {party: stance.level for party, stance in stances.items() if stance.level == "SUPPORT_EXCLUSIVE"}
        if len(exclusive) >= SEVERAL:
            yield Contradiction(kind="EXCLUSIVE_TWICE", person=person, party=None, levels=exclusive)


def _parts(
    power: PowerGraph,
    influence: Mapping[str, float],
    ours: Mapping[str, AttitudeBasis],
    contradictions: Iterable[Contradiction],
) -> dict[str, float | None]:
    """Each 0 to 1, larger is better; None where there is nothing to judge."""
    known = {person: influence[person] for person in ours}
    doubted = {contradiction.person for contradiction in contradictions}
    records = power.document.influence
    stages = power.opportunity.stages if power.opportunity else ()
    holders = {
        person
        for stage in stages
        for person in (
            *(vote.person for vote in stage.votes),
            *stage.veto,
            *(part.person for part in stage.participants),
        )
    }
    return {
        "attitudes_known": sum(known.values()) if power.vendor is not None and power.ids else None,
        "attitudes_fresh": _weighted(known, {person: basis.confidence for person, basis in ours.items()}),
        "two_reporters": _weighted(known, {person: len(basis.reporters) >= SEVERAL for person, basis in ours.items()}),
        "consistent": _weighted(known, {person: person not in doubted for person in ours}),
        "lines_with_evidence": sum(bool(record.evidence) for record in records) / len(records) if records else None,
        "roles_filled": sum(not power.holders[person].placeholder for person in holders) / len(holders)
        if holders
        else None,
    }


def _weighted(weights: Mapping[str, float], values: Mapping[str, float]) -> float | None:
    total = sum(weights.values())
    return min(1.0, sum(weights[person] * values[person] for person in weights) / total) if total else None
