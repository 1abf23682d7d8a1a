"""Whom to work on first, and why: one entry a person, in the order in which effort pays (features 6.1, answer 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from graph.analysis.coverage import Coverage, seniority_for
from graph.analysis.decision_chain import StageView
from graph.analysis.decision_makers import DecisionMakers, falling
from graph.analysis.gaps import SEVERITIES, Gap, GapKind
from graph.analysis.next_steps import NextStep, suggest_steps
from graph.power_graph import PowerGraph

Reason = Literal["COMPLETES_QUOTA", "FIND_OUT", "IN_FLIP_SET", "CLOSE_GAP", "CONTAIN"]
REASONS: Final[tuple[Reason, ...]] = ("COMPLETES_QUOTA", "FIND_OUT", "IN_FLIP_SET", "CLOSE_GAP", "CONTAIN")
SERIOUS: Final = frozenset({"CRITICAL", "HIGH"})
MOST: Final = 10
_GAP_OF: Final[Mapping[Reason, GapKind]] = {
    "COMPLETES_QUOTA": "OPPOSED",
    "FIND_OUT": "UNKNOWN_ATTITUDE",
    "IN_FLIP_SET": "OPPOSED",
    "CLOSE_GAP": "NEVER_MET",
    "CONTAIN": "OPPOSED",
}


@dataclass(frozen=True, slots=True)
class First:
    """One person to work on. `needed`: least seniority of the owner; `step`: who of us, in which manner, along which path."""

    person: str
    reason: Reason
    decision_influence: float
    stages: tuple[str, ...]
    gaps: tuple[GapKind, ...]
    needed: str
    step: NextStep


def do_first(
    power: PowerGraph,
    stages: tuple[StageView, ...],
    gaps: tuple[Gap, ...],
    coverage: Coverage,
    deciders: DecisionMakers,
) -> tuple[First, ...]:
    """Up to ten people, in the order below, within each by decision influence falling, then by id.

    Who alone completes the quota of a stage; whose attitude nobody knows though they weigh at least HIGH (one sounds out before
    one persuades); who is in the cheapest smallest set that wins a stage; who has other gaps of at least HIGH; and last whoever
    opposes us or is held by a competitor: those are contained, not converted.
    """
    reasons: dict[str, tuple[Reason, tuple[str, ...]]] = {}
    kinds: dict[str, list[GapKind]] = {}
    for gap in gaps:
        if gap.person is not None:
            kinds.setdefault(gap.person, []).append(gap.kind)
    for person in power.ids:
        reason = _reason(power, person, stages, [gap for gap in gaps if gap.person == person])
        if reason is not None:
            reasons[person] = reason
    influence = deciders.decision_influence
    order = sorted(reasons, key=lambda name: (REASONS.index(reasons[name][0]), falling(influence[name]), name))[:MOST]
    asked = tuple(
        Gap(kind=_GAP_OF[reasons[name][0]], severity=SEVERITIES[0], decision_influence=influence[name], person=name)
        for name in order
    )
    steps = suggest_steps(power, asked, coverage, influence)
    return tuple(
        First(
            person=person,
            reason=reasons[person][0],
            decision_influence=influence[person],
            stages=reasons[person][1],
            gaps=tuple(kinds.get(person, ())),
            needed=seniority_for(power.people[person].rank),
            step=step,
        )
        for person, step in zip(order, steps, strict=True)
    )


def _reason(
    power: PowerGraph, person: str, stages: tuple[StageView, ...], gaps: list[Gap]
) -> tuple[Reason, tuple[str, ...]] | None:
    serious = {gap.kind for gap in gaps if gap.severity in SERIOUS}
    stance = power.stances_to_us.get(person)
    hostile = (stance is not None and stance.opposes) or "COMPETITOR_LOCKED" in serious
    alone, together = [], []
    for stage in stages:
        sets = stage.minimum_flip_sets or ()
        alone += [stage.id] if any(held.people == (person,) for held in sets) else []
        together += [stage.id] if sets and person in sets[0].people else []
    if alone and not hostile:
        return "COMPLETES_QUOTA", tuple(alone)
    if "UNKNOWN_ATTITUDE" in serious and not hostile:
        return "FIND_OUT", ()
    if together and not hostile:
        return "IN_FLIP_SET", tuple(together)
    if hostile and (serious or alone or together):
        return "CONTAIN", (*alone, *together)
    return ("CLOSE_GAP", ()) if serious else None
