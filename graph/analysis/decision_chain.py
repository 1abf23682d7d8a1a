"""The stages of a decision: who votes with what power, who can stop it, and whom it takes to win it (method 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from pydantic import Field

from graph.analysis.ballots import Electorate
from graph.analysis.outlook import Chance, stage_chances
from graph.analysis.propagation import Settled
from graph.analysis.standing import StageStanding, Standing
from graph.analysis.voting import Powers, banzhaf, shapley_shubik
from graph.answer import Answer
from graph.kinds import Participant, Stage, Vote
from graph.method import FAVORABLE_STEP
from graph.power_graph import PowerGraph

MOST_VOTERS: Final = 20
MOST_SETS: Final = 20
VETO_HOLDER: Final = "VETO_HOLDER"


class FlipSet(Answer):
    """Won to FAVORABLE, they complete the quota."""

    people: tuple[str, ...] = Field(description="Ids of the people to win, in order.")
    steps: int = Field(description="Levels to climb; unknown counts 3.")


class StageView(Answer):
    """A step of the decision chain (method 3)."""

    id: str = Field(description="Stage id.")
    order: int = Field(description="Place in the chain, lowest first.")
    kind: str = Field(description="NEED, SPECIFICATION, BUDGET, EVALUATION, AWARD or OTHER.")
    quota: int | None = Field(description="Yes-weight needed; null without votes.")
    weight: float | None = Field(description="As recorded; none counts as 1.")
    votes: tuple[Vote, ...] = Field(description="Who left stands as the unnamed successor with their votes.")
    voting_power: dict[str, float] = Field(
        description="Each voter's Shapley-Shubik power, without vetoes; sums to 1 (method 3)."
    )
    approximate: bool = Field(description="voting_power is bounded, not counted.")
    error_bound: float = Field(ge=0, description="Largest error of a voting_power; 0 where exact.")
    veto: tuple[str, ...] = Field(description="People whose no stops the stage.")
    participants: tuple[Participant, ...] = Field(description="With their part in the stage.")
    minimum_flip_sets: tuple[FlipSet, ...] | None = Field(
        description="Fewest further voters that win the stage, cheapest first; null above 20 voters and where decided."
    )
    decided: bool = Field(description="It has an outcome by the day, and asks for nothing more.")
    winner: str | None = Field(description="Party that won; null while open or when nobody did.")
    chance: dict[str, Chance] = Field(
        description="By party: chance to carry the stage, by the model; empty without votes."
    )
    nobody: float | None = Field(description="What is left to 1: no quota reached, or a veto; null without votes.")
    chance_error: float = Field(description="Error bound of each chance; 0 where exact.")


class ChainStage(StageView):
    """A stage with everything known of its vote."""

    banzhaf: dict[str, float] = Field(description="Normalised to sum 1 (Banzhaf 1965).")
    standing: dict[str, StageStanding] = Field(description="By party; empty without votes, and once decided.")


def decision_chain(
    power: PowerGraph,
    electors: Electorate,
    settled: Settled,
    standing: Mapping[str, Standing],
    *,
    veto_in_game: bool = False,
) -> tuple[ChainStage, ...]:
    """The stages of the asked opportunity in order; none without one.

    With `veto_in_game` a veto holder's yes is required and the powers say so; else vetoes stand beside the powers.
    """
    if power.opportunity is None:
        return ()
    return tuple(
        _stage_view(power, stage, electors, settled, standing, veto_in_game) for stage in power.opportunity.stages
    )


def _stage_view(
    power: PowerGraph,
    stage: Stage,
    electors: Electorate,
    settled: Settled,
    standing: Mapping[str, Standing],
    veto_in_game: bool,
) -> ChainStage:
    votes, quota = {vote.person: vote.weight for vote in stage.votes}, stage.quota or 0
    ballots = {ballot.stage: ballot.power for ballot in electors.ballots}
    veto = stage.veto if veto_in_game else ()
    powers = _voting_power(votes, quota, veto, ballots.get(stage.id))
    decided = power.is_decided(stage)
    chances = stage_chances(power, stage, settled) if votes else None
    return ChainStage(
        id=stage.id,
        order=stage.order,
        kind=stage.kind,
        quota=stage.quota,
        weight=stage.weight,
        votes=stage.votes,
        voting_power=powers,
        approximate=powers.approximate,
        error_bound=powers.error_bound,
        banzhaf=banzhaf(votes, quota, veto) if votes else {},
        veto=stage.veto,
        participants=stage.participants,
        minimum_flip_sets=None if decided and votes else minimum_flip_sets(power, stage),
        decided=decided,
        winner=stage.outcome.winner if decided and stage.outcome else None,
        chance=dict(chances.parties) if chances else {},
        nobody=chances.nobody if chances else None,
        chance_error=chances.error if chances else 0.0,
        standing={party: one.stages[stage.id] for party, one in standing.items() if stage.id in one.stages},
    )


def _voting_power(votes: Mapping[str, int], quota: int, veto: tuple[str, ...], known: Powers | None) -> Powers:
    if known is not None and not veto:
        return known
    return shapley_shubik(votes, quota, veto) if votes else Powers({})


def veto_holders(power: PowerGraph) -> tuple[str, ...]:
    """Everyone whose no stops a stage that is still open, by id; an unnamed successor is on no list of people (method 1)."""
    return tuple(sorted({person for stage in power.open_stages for person in stage.veto if person in power.people}))


def _stage_roles(stage: Stage) -> dict[str, tuple[str, ...]]:
    codes: dict[str, set[str]] = {person: {VETO_HOLDER} for person in stage.veto}
    for part in stage.participants:
        codes.setdefault(part.person, set()).add(part.role)
    return {person: tuple(sorted(roles)) for person, roles in sorted(codes.items())}


def roles(power: PowerGraph) -> dict[str, tuple[str, ...]]:
    """Everyone's distinct roles over the opportunity's stages, VETO_HOLDER included; empty for who has none."""
    roles_of: dict[str, set[str]] = {person: set() for person in power.ids}
    for stage in power.opportunity.stages if power.opportunity else ():
        for person, codes in _stage_roles(stage).items():
            if person in roles_of:
                roles_of[person].update(codes)
    return {person: tuple(sorted(codes)) for person, codes in roles_of.items()}


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
    votes = {vote.person: vote.weight for vote in stage.votes if vote.weight > 0}
    if len(votes) > MOST_VOTERS:
        return None
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
