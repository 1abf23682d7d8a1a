"""How likely each party carries a stage: a model of voters who choose among all parties, and of vetoes (method 3).

Everything here is a model and says so: voters choose independently, by settled attitudes and named constants.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from pydantic import Field

from graph.analysis.propagation import Settled
from graph.analysis.weighted_vote import WeightedVote
from graph.answer import Answer
from graph.kinds import Stage
from graph.method import Method
from graph.power_graph import Floats, PowerGraph

MODEL: Final = "settled-attitude"


class Chance(Answer):
    """How likely by the model, 0 to 1 (method 3)."""

    point: float = Field(ge=0, le=1, description="From what was said, unknown attitudes as 0.")
    low: float = Field(ge=0, le=1, description="That party's attitudes at the lower end of their ranges.")
    high: float = Field(ge=0, le=1, description="That party's attitudes at the upper end of their ranges.")


@dataclass(frozen=True, slots=True)
class StageChances:
    """How likely each party carries a voting stage; `nobody` does with what is left to 1.

    `error`: bound on the error of each point; 0 where it is exact.
    """

    parties: dict[str, Chance]
    nobody: float
    error: float = 0.0


def yes_chance(method: Method, x: float) -> float:
    """Probability of going for a party of this attitude rather than for nobody, were there no other.

    >>> round(yes_chance(Method(), 0.25), 6)
    0.5
    """
    return 0.5 * (1 + math.tanh((method.outlook_slope * x + method.outlook_intercept) / 2))


def pass_chance(method: Method, x: float | Floats) -> Floats:
    """Probability that a veto holder of this settled attitude lets a party pass."""
    return np.asarray(0.5 * (1 + np.tanh((method.outlook_slope * x + method.outlook_veto_intercept) / 2)))


def choices(method: Method, settled: Floats) -> Floats:
    """For settled attitudes (voters, parties, …) how likely each voter goes for each party; what is left goes for nobody."""
    weights = np.exp(method.outlook_slope * settled)
    return np.asarray(weights / (math.exp(-method.outlook_intercept) + weights.sum(axis=1, keepdims=True)))


def stage_chances(power: PowerGraph, stage: Stage, settled: Settled) -> StageChances:
    """The chances of a voting stage; of one that is decided 1 for who won it. A party that withdrew has none."""
    if power.is_decided(stage):
        winner = stage.outcome.winner if stage.outcome else None
        sure = {party: float(party == winner) for party in power.parties}
        return StageChances(
            {party: Chance(point=value, low=value, high=value) for party, value in sure.items()},
            float(winner not in power.parties),
        )
    running = [party for party in power.parties if party not in power.withdrawn]
    out = {party: Chance(point=0, low=0, high=0) for party in power.parties if party in power.withdrawn}
    if not running:
        return StageChances(out, 1.0)
    values, error = _race(power, stage, settled, running)
    middle = values[0]
    chances = {
        party: Chance(
            point=float(middle[i]),
            low=float(min(middle[i], values[1 + 2 * i][i])),
            high=float(max(middle[i], values[2 + 2 * i][i])),
        )
        for i, party in enumerate(running)
    }
    return StageChances(
        {party: out.get(party) or chances[party] for party in power.parties}, max(0.0, 1.0 - float(middle.sum())), error
    )


def _race(power: PowerGraph, stage: Stage, settled: Settled, parties: Sequence[str]) -> tuple[Floats, float]:
    """The chances of the parties in a stage, a row a case of `settled_of`; and the bound on the error of the first row."""
    votes = [vote for vote in stage.votes if vote.weight > 0]
    quota, weights = stage.quota or 0, [vote.weight for vote in votes]
    says = choices(power.method, settled_of(power, settled, [vote.person for vote in votes], parties))
    cases = says.shape[2]
    reached, error = reach_quota(weights, quota, says.reshape(len(says), -1))
    passes = pass_chance(power.method, settled_of(power, settled, stage.veto, parties)).prod(axis=0)
    chances = (reached.reshape(len(parties), cases) * passes).T
    if 2 * quota <= sum(weights):
        chances = chances / np.maximum(1.0, chances.sum(axis=1, keepdims=True))
    return chances, float(error.reshape(len(parties), cases)[:, 0].max(initial=0.0))


def settled_of(power: PowerGraph, settled: Settled, people: Sequence[str], parties: Sequence[str]) -> Floats:
    """Settled attitudes of people to parties in every case; whoever has no place (a successor) is unknown.

    Cases: all at their point, then for each party its attitudes at the low and at the high ends, all others at their point.
    """
    count = len(parties)
    cases = np.zeros((len(people), count, 1 + 2 * count))
    for i, party in enumerate(parties):
        point, low, high = (
            np.array([values[party][power.place[p]] if p in power.place else unknown for p in people])
            for values, unknown in ((settled.point, 0.0), (settled.low, -1.0), (settled.high, 1.0))
        )
        cases[:, i, :] = point[:, np.newaxis]
        cases[:, i, 1 + 2 * i], cases[:, i, 2 + 2 * i] = low, high
    return cases


def reach_quota(weights: Sequence[int], quota: int, yes: Floats) -> tuple[Floats, Floats]:
    """Probability that independent yes-votes reach the quota, and a bound on its error, for each column of `yes`.

    >>> reach_quota([2, 1, 1], 3, np.full((3, 1), 0.5))
    (array([0.375]), array([0.]))
    """
    chance = WeightedVote(tuple(weights), quota).chances(yes)
    return chance.point, np.maximum(chance.high - chance.point, chance.point - chance.low)
