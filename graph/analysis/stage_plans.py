"""Stage plans: the least effort that wins a voting stage (method 3 and 5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import accumulate

import numpy as np
from pydantic import Field

from graph.analysis.decision_chain import steps_to_favorable
from graph.analysis.decision_makers import falling
from graph.analysis.gaps import is_hostile
from graph.analysis.paths import PathFinder, PathKind
from graph.answer import Answer
from graph.kinds import Stage
from graph.method import X_OF_LEVEL
from graph.power_graph import PowerGraph


class PlanStep(Answer):
    """One person to win to FAVORABLE."""

    person: str = Field(description="The person to win.")
    level: str = Field(description="Towards us today, UNKNOWN without one.")
    steps: int = Field(ge=0, le=3, description="Levels up to FAVORABLE; unknown counts 3.")
    weight: int = Field(ge=0, description="Votes held; 0 for a veto holder without a vote.")
    gain: float = Field(description="Change of our standing at FAVORABLE: decision_influence times change of x.")
    path_kind: PathKind | None = Field(description="Which path leads there; null when none does.")
    path: tuple[str, ...] = Field(description="From someone well disposed (method 5).")


class StagePlan(Answer):
    """Fewest levels that win a voting stage, then fewest people."""

    stage: str = Field(description="Stage id.")
    people: tuple[PlanStep, ...] = Field(description="Fewest steps first; empty when already won.")
    steps: int = Field(ge=0, description="Levels in all.")
    yes_weight: int = Field(description="Votes for us once the plan is carried out.")
    quota: int = Field(description="Votes needed.")


def cheapest_plan(
    power: PowerGraph, stage: Stage, decision_influence: Mapping[str, float], avoid: Collection[str] = ()
) -> StagePlan | None:
    """Whom to win to FAVORABLE so that a voting stage is carried with the fewest attitude levels in all.

    Whom to `avoid`, because do-first does not count on them, is taken only where the others do not reach the quota.

    Among equal sums the fewest people, then the heaviest votes, then who is not against us or exclusively a competitor's, then
    ids. A veto holder who opposes us is in every plan, with or without a vote. None for a stage without votes and for a decided
    one. Where `minimum_flip_sets` asks for few people, this asks for little effort.
    """
    if not stage.votes or power.is_decided(stage):
        return None
    votes = {vote.person: vote.weight for vote in stage.votes}
    chosen = cheapest_people(power, stage, avoid)
    won = {person for person in votes if not steps_to_favorable(power, person)}
    kinds: tuple[PathKind, ...] = ("persuasion", "access")
    finders = {kind: PathFinder(power, kind) for kind in kinds}
    steps = [
        _plan_step(power, person, steps_to_favorable(power, person), votes.get(person, 0), decision_influence, finders)
        for person in chosen
    ]
    steps.sort(key=lambda step: (step.steps, falling(step.gain), step.person))
    return StagePlan(
        stage=stage.id,
        people=tuple(steps),
        steps=sum(step.steps for step in steps),
        yes_weight=sum(weight for person, weight in votes.items() if person in won or person in chosen),
        quota=stage.quota or 0,
    )


def cheapest_people(power: PowerGraph, stage: Stage, avoid: Collection[str] = ()) -> list[str]:
    """The people of the cheapest plan of a voting stage, by id."""
    votes = {vote.person: vote.weight for vote in stage.votes}
    stances = power.stances_to_us
    forced = {person for person in stage.veto if person in stances and stances[person].opposes}
    missing = {person: steps_to_favorable(power, person) for person in votes}
    needed = (stage.quota or 0) - sum(
        weight for person, weight in votes.items() if not missing[person] or person in forced
    )
    open_to = [person for person in votes if missing[person] and person not in forced]
    counted_on = [person for person in open_to if person not in avoid]
    if sum(votes[person] for person in counted_on) < needed:
        counted_on = open_to
    by_steps = [
        sorted(
            (person for person in counted_on if missing[person] == steps),
            key=lambda person: (-votes[person], is_hostile(power, person), person),
        )
        for steps in (1, 2, 3)
    ]
    sums = [[0, *accumulate(votes[person] for person in people)] for people in by_steps]
    counts = _cheapest_counts(sums, needed)
    return sorted([*forced, *(person for people, n in zip(by_steps, counts, strict=True) for person in people[:n])])


def _cheapest_counts(sums: list[list[int]], needed: int) -> tuple[int, ...]:
    """How many of the heaviest one, two and three levels away to take: least levels, then fewest, then most weight.

    >>> _cheapest_counts([[0, 1, 2], [0, 3], [0, 9]], 3)
    (0, 1, 0)
    """
    best: tuple[tuple[int, int, int], tuple[int, int, int]] | None = None
    second, third = np.array(sums[1]), np.array(sums[2])
    two = np.arange(len(second))
    for one, first in enumerate(sums[0]):
        three = np.searchsorted(third, np.maximum(needed - first - second, 0))
        left = np.flatnonzero(three < len(third))
        weight = first + second[left] + third[three[left]]
        levels, people = one + 2 * two[left] + 3 * three[left], one + two[left] + three[left]
        for i in np.lexsort((-weight, people, levels))[:1].tolist():
            key = (int(levels[i]), int(people[i]), -int(weight[i]))
            counts = (one, int(two[left[i]]), int(three[left[i]]))
            best = min(best, (key, counts)) if best else (key, counts)
    return best[1] if best else (0, 0, 0)


def _plan_step(
    power: PowerGraph,
    person: str,
    steps: int,
    weight: int,
    influence: Mapping[str, float],
    finders: Mapping[PathKind, PathFinder],
) -> PlanStep:
    stance = power.stances_to_us.get(person)
    gain = influence.get(person, 0.0) * (
        X_OF_LEVEL["FAVORABLE"] - (stance.x if stance else 0.0)
    )  # none of an unnamed successor
    ways = finders.items() if person in power.people else ()
    kind, path = next(((kind, path.people) for kind, finder in ways for path in finder.best(person, 1)), (None, ()))
    return PlanStep(
        person=person,
        level=stance.level if stance else "UNKNOWN",
        steps=steps,
        weight=weight,
        gain=gain,
        path_kind=kind,
        path=path,
    )
