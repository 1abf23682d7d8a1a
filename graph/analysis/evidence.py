"""What our picture rests on: how old, by whom reported, where reports contradict each other, and how good the map is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from graph.analysis.coverage import DIRECTOR_RANK, EXECUTIVE_RANK
from graph.kinds import Attitude
from graph.method import STEP_OF_LEVEL
from graph.power_graph import PowerGraph
from graph.stances import precedence

HIGHEST_CONFIDENCE: Final = 5
SEVERAL: Final = 2
ContradictionKind = Literal["REPORTERS_DIFFER", "EXCLUSIVE_TWICE"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a known attitude rests on. `confidence`: of the newest record, decayed with age, 0 to 1; `reporters`: who said so."""

    person: str
    party: str
    level: str
    age_days: int
    half_life_days: int
    confidence: float
    has_evidence: bool
    reporters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot both be right: the levels by reporter, or by party where two are supported exclusively."""

    kind: ContradictionKind
    person: str
    party: str | None
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The whole answer. `map_quality` 0 to 1 is the mean of `parts`; a part without anything to judge is None and left out.

    `happy_ears`: share of our supporters (SUPPORT or above) without evidence within 90 days; None without supporters.
    """

    attitudes: tuple[Basis, ...]
    supporters: tuple[str, ...]
    unsupported: tuple[str, ...]
    happy_ears: float | None
    single_reporter: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    map_quality: float | None
    parts: Mapping[str, float | None]


def half_life_days(power: PowerGraph, person: str) -> int:
    """After how many days an attitude of someone of this rank is trusted half as much."""
    rank, method = power.people[person].rank, power.method
    if rank <= EXECUTIVE_RANK:
        return method.evidence_half_life_top
    return method.evidence_half_life_middle if rank == DIRECTOR_RANK else method.evidence_half_life_staff


def weigh_evidence(power: PowerGraph, decision_influence: Mapping[str, float]) -> Evidence:
    """How far the attitudes and lines of the map can be trusted, weighted by decision influence where people are counted."""
    records = _records(power)
    bases = tuple(_basis(power, person, party, counting) for (person, party), counting in sorted(records.items()))
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
    opportunity = power.opportunity.id if power.opportunity else None
    of_known: dict[tuple[str, str], list[Attitude]] = {}
    for attitude in power.document.attitudes:
        if power.stance(attitude.person, attitude.toward) and attitude.opportunity_id in {None, opportunity}:
            of_known.setdefault((attitude.person, attitude.toward), []).append(attitude)
    counting: dict[tuple[str, str], list[Attitude]] = {}
    for key, records in of_known.items():
        records.sort(key=precedence, reverse=True)
        withdrawn = next((i for i, record in enumerate(records) if record.level == "UNKNOWN"), len(records))
        counting[key] = records[:withdrawn]
    return counting


def _basis(power: PowerGraph, person: str, party: str, records: list[Attitude]) -> Basis:
    newest = records[0]
    age, half_life = (power.as_of - newest.on).days, half_life_days(power, person)
    return Basis(
        person=person,
        party=party,
        level=newest.level,
        age_days=age,
        half_life_days=half_life,
        confidence=newest.confidence / HIGHEST_CONFIDENCE * 2.0 ** (-age / half_life),
        has_evidence=bool(newest.evidence),
        reporters=tuple(sorted({held.reported_by for held in records if held.reported_by is not None})),
    )


def _reporters_differ(power: PowerGraph, records: Records) -> Iterator[Contradiction]:
    """Newest statements of two reporters within the evidence window of each other that lie two levels or more apart."""
    for (person, party), held in sorted(records.items()):
        newest: dict[str, Attitude] = {}
        for record in held:
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
            levels = {name: record.level for name, record in sorted(newest.items()) if name in apart}
            yield Contradiction("REPORTERS_DIFFER", person, party, levels)


def _exclusive_twice(power: PowerGraph) -> Iterator[Contradiction]:
    for person, stances in power.attitudes.items():
        exclusive = {party: held.level for party, held in stances.items() if held.level == "SUPPORT_EXCLUSIVE"}
        if len(exclusive) >= SEVERAL:
            yield Contradiction("EXCLUSIVE_TWICE", person, None, exclusive)


def _parts(
    power: PowerGraph,
    influence: Mapping[str, float],
    ours: Mapping[str, Basis],
    contradictions: Iterable[Contradiction],
) -> dict[str, float | None]:
    """Each 0 to 1, larger is better; None where there is nothing to judge."""
    known = {person: influence[person] for person in ours}
    doubted = {held.person for held in contradictions}
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
