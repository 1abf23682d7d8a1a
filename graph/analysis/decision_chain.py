"""The stages of a decision: who votes with what power, who can stop it, and whom it takes to win it (method 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.analysis.ballots import Electorate
from graph.analysis.standing import Interval, Standing
from graph.analysis.voting import banzhaf, shapley_shubik
from graph.kinds import Stage
from graph.method import FAVORABLE_STEP
from graph.power_graph import PowerGraph

MOST_VOTERS: Final = 20
MOST_SETS: Final = 20
VETO_HOLDER: Final = "VETO_HOLDER"


@dataclass(frozen=True, slots=True)
class FlipSet:
    """People who would carry a stage for us if they came to FAVORABLE; `steps`: attitude levels that takes in all."""

    people: tuple[str, ...]
    steps: int


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage. Not voting: `quota` None, no powers, sets or standing. Over 20 voters: `minimum_flip_sets` None."""

    id: str
    order: int
    kind: str
    quota: int | None
    votes: Mapping[str, int]
    voting_power: Mapping[str, float]
    banzhaf: Mapping[str, float]
    veto: tuple[str, ...]
    minimum_flip_sets: tuple[FlipSet, ...] | None
    standing: Mapping[str, Interval]
    roles: Mapping[str, tuple[str, ...]]


def decision_chain(
    power: PowerGraph, electors: Electorate, standing: Mapping[str, Standing], *, veto_in_game: bool = False
) -> tuple[StageView, ...]:
    """The stages of the asked opportunity in order; none without one.

    With `veto_in_game` a veto holder's yes is required and the powers say so; else vetoes stand beside the powers.
    """
    if power.opportunity is None:
        return ()
    return tuple(_stage_view(power, stage, electors, standing, veto_in_game) for stage in power.opportunity.stages)


def _stage_view(
    power: PowerGraph, stage: Stage, electors: Electorate, standing: Mapping[str, Standing], veto_in_game: bool
) -> StageView:
    votes = {vote.person: vote.weight for vote in stage.votes}
    powers = {ballot.stage: ballot.power for ballot in electors.ballots}.get(stage.id, {}) if votes else {}
    if votes and veto_in_game and stage.veto:
        powers = shapley_shubik(votes, stage.quota or 0, stage.veto)
    return StageView(
        id=stage.id,
        order=stage.order,
        kind=stage.kind,
        quota=stage.quota,
        votes=votes,
        voting_power=powers,
        banzhaf=banzhaf(votes, stage.quota or 0, stage.veto if veto_in_game else ()) if votes else {},
        veto=stage.veto,
        minimum_flip_sets=minimum_flip_sets(power, stage),
        standing={party: held.stages[stage.id] for party, held in standing.items() if stage.id in held.stages},
        roles=_stage_roles(stage),
    )


def _stage_roles(stage: Stage) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {person: {VETO_HOLDER} for person in stage.veto}
    for part in stage.participants:
        found.setdefault(part.person, set()).add(part.role)
    return {person: tuple(sorted(roles)) for person, roles in sorted(found.items())}


def roles(power: PowerGraph) -> dict[str, tuple[str, ...]]:
    """Everyone's distinct roles over the opportunity's stages, VETO_HOLDER included; empty for who has none."""
    found: dict[str, set[str]] = {person: set() for person in power.ids}
    for stage in power.opportunity.stages if power.opportunity else ():
        for person, codes in _stage_roles(stage).items():
            if person in found:
                found[person].update(codes)
    return {person: tuple(sorted(codes)) for person, codes in found.items()}


def steps_to_favorable(power: PowerGraph, person: str) -> int:
    """Attitude levels towards us still missing to FAVORABLE, 0 to 3; unknown counts as from OPPOSE."""
    stance = power.stances_to_us.get(person)
    return FAVORABLE_STEP if stance is None else max(0, FAVORABLE_STEP - stance.step)


def minimum_flip_sets(power: PowerGraph, stage: Stage) -> tuple[FlipSet, ...] | None:
    """The smallest sets of further yes-voters that win a stage: fewest attitude steps first, then by ids; up to 20.

    Every veto holder who opposes us is in each set, with weight 0 when without a vote. A stage already won gives one
    empty set, a stage without votes none; more than 20 voters give None. Without a vendor everyone's attitude is
    unknown.
    """
    if not stage.votes:
        return ()
    if len(stage.votes) > MOST_VOTERS:
        return None
    votes = {vote.person: vote.weight for vote in stage.votes}
    missing = {person: steps_to_favorable(power, person) for person in {*votes, *stage.veto}}
    stances = power.stances_to_us
    forced = [person for person in stage.veto if person in stances and stances[person].opposes]
    yes = sum(weight for person, weight in votes.items() if missing[person] == 0 or person in forced)
    free = sorted(person for person in votes if missing[person] and person not in forced)
    chosen = _smallest_sets(
        [votes[person] for person in free], [missing[person] for person in free], (stage.quota or 0) - yes
    )
    return tuple(
        FlipSet(
            people=tuple(sorted([*forced, *(free[i] for i in places)])),
            steps=sum(missing[person] for person in forced) + sum(missing[free[i]] for i in places),
        )
        for places in chosen
    )


def _smallest_sets(weights: list[int], steps: list[int], needed: int) -> list[tuple[int, ...]]:
    """Places of the smallest sets that weigh enough: fewest steps first, then in the order of their places; up to 20.

    >>> _smallest_sets([2, 1, 1, 1], [3, 1, 1, 2], 3)
    [(0, 1), (0, 2), (0, 3)]
    """
    size, reached = 0, 0
    for weight in sorted(weights, reverse=True):
        if reached >= needed:
            break
        size, reached = size + 1, reached + weight
    if needed <= 0:
        return [()]
    weight_of, steps_of, size_of = (_of_subsets(values) for values in (weights, steps, [1] * len(weights)))
    subsets = np.flatnonzero((size_of == size) & (weight_of >= needed))
    best = subsets[np.lexsort((-subsets, steps_of[subsets]))][:MOST_SETS]
    last = len(weights) - 1
    return [tuple(place for place in range(last + 1) if subset >> (last - place) & 1) for subset in best.tolist()]


def _of_subsets(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The sum of each subset; the first value is the highest bit: of two sets of one size the larger is first by id."""
    sums = np.zeros(1, dtype=np.int64)
    for value in reversed(values):
        sums = np.concatenate([sums, sums + value])
    return sums
