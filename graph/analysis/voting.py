"""Power of voters in a weighted game: Shapley-Shubik and Banzhaf (method 3).

A coalition wins with a yes-weight of at least the quota. Both indices ask how often a voter's yes turns a losing
coalition into a winning one; they differ in how likely each coalition is. When everyone else says yes with probability
t, independently, the voter swings with probability f(t); Shapley-Shubik is the integral of f over t from 0 to 1 (Owen
1972, doi:10.1287/mnsc.18.5.64) and Banzhaf takes t = 1/2. f is a polynomial of a degree below the number of voters, so
Gauss-Legendre quadrature on half as many points is exact.

How f(t) is counted, exactly or between bounds, says `graph.analysis.weighted_vote`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from graph.analysis.weighted_vote import Bounds, WeightedVote
from graph.power_graph import Floats

GAMES: Final = 64  # kept of each index


class Powers(dict[str, float]):
    """Each voter's share of the power. Where `approximate`, none is further from the truth than `error_bound`."""

    def __init__(self, shares: Mapping[str, float], error_bound: float = 0.0) -> None:
        super().__init__(shares)
        self.error_bound = error_bound

    def copy(self) -> Powers:
        return Powers(self, self.error_bound)

    @property
    def approximate(self) -> bool:
        return self.error_bound > 0


def shapley_shubik(weights: Mapping[str, int], quota: int, veto: Iterable[str] = ()) -> Powers:
    """Voting power: share of all orders of joining in which a voter's yes is the one that wins. Sums to 1.

    (Shapley & Shubik 1954.) With `veto`, those people's yes is required as well; one without a vote plays with weight
    0. No voters at all: empty. Raises ValueError for a quota not above 0 or above the total weight.

    >>> {voter: round(power, 4) for voter, power in shapley_shubik({"a": 2, "b": 1, "c": 1}, 3).items()}
    {'a': 0.6667, 'b': 0.1667, 'c': 0.1667}
    >>> {voter: round(power, 4) for voter, power in shapley_shubik({"a": 1, "b": 1}, 1, veto=["c"]).items()}
    {'a': 0.1667, 'b': 0.1667, 'c': 0.6667}
    """
    return _shapley_shubik(tuple(weights.items()), quota, frozenset(veto)).copy()


def banzhaf(weights: Mapping[str, int], quota: int, veto: Iterable[str] = ()) -> Powers:
    """Share of all swings that are a voter's, every coalition equally likely (Banzhaf 1965), normalised to sum 1.

    `veto` as in `shapley_shubik`.

    >>> {voter: round(power, 4) for voter, power in banzhaf({"a": 2, "b": 1, "c": 1}, 3).items()}
    {'a': 0.6, 'b': 0.2, 'c': 0.2}
    >>> {voter: round(power, 4) for voter, power in banzhaf({"a": 1, "b": 1}, 1, veto=["c"]).items()}
    {'a': 0.2, 'b': 0.2, 'c': 0.6}
    """
    return _banzhaf(tuple(weights.items()), quota, frozenset(veto)).copy()


# The stages of a deal are often voted by the same people, and the days of a series nearly always.
@lru_cache(maxsize=GAMES)
def _shapley_shubik(weights: tuple[tuple[str, int], ...], quota: int, veto: frozenset[str]) -> Powers:
    game = _Game.of(dict(weights), quota, veto)
    vetoes = len(game.veto)
    points, share = _quadrature(vetoes + len(game.vote.weights))
    of_veto = share * points ** max(0, vetoes - 1)
    return _powers(dict(weights), game, points, share * points**vetoes, of_veto, sum_is_one=True)


@lru_cache(maxsize=GAMES)
def _banzhaf(weights: tuple[tuple[str, int], ...], quota: int, veto: frozenset[str]) -> Powers:
    game = _Game.of(dict(weights), quota, veto)
    # A voter swings when all vetoes say yes, 1 in 2^v; a veto holder when the v - 1 others do and the rest reach the quota.
    return _powers(dict(weights), game, np.array([0.5]), np.array([0.5]), np.array([1.0]), sum_is_one=False)


@dataclass(frozen=True)
class _Game:
    """The vote of those without a veto (its holders are in every winning coalition), in units of the common divisor."""

    vote: WeightedVote
    veto: frozenset[str]
    unit: int

    @classmethod
    def of(cls, weights: Mapping[str, int], quota: int, veto: frozenset[str]) -> _Game:
        if not weights and not veto:
            return cls(WeightedVote((), 1), veto, 1)
        if not 0 < quota <= sum(weights.values()):
            message = f"quota {quota} is not within 1 and the total weight {sum(weights.values())}"
            raise ValueError(message)
        free = [weight for person, weight in weights.items() if person not in veto and weight > 0]
        rest = max(0, quota - sum(weights.get(person, 0) for person in veto))
        unit = math.gcd(*free) or 1
        return cls(WeightedVote(tuple(weight // unit for weight in free), -(-rest // unit)), veto, unit)


def _powers(
    weights: Mapping[str, int], game: _Game, yes: Floats, of_voter: Floats, of_veto: Floats, *, sum_is_one: bool
) -> Powers:
    """Everyone's share of all swings; `of_voter` and `of_veto` weigh the cases of `yes` for those without and with a veto."""
    counted = game.vote.alike(yes)
    swings = _ordered({weight: _summed(chance, of_voter) for weight, chance in counted.swings.items()})
    veto, none = _summed(counted.won, of_veto), np.zeros(3)
    people = sorted({*weights, *game.veto})
    ends = np.array(
        [veto if person in game.veto else swings.get(weights.get(person, 0) // game.unit, none) for person in people]
    ).reshape(-1, 3)
    least, total, most = (math.fsum(column) for column in ends.T.tolist())
    shares = {person: power / total for person, power in zip(people, ends[:, 1].tolist(), strict=True)}
    if least == most:
        return Powers(shares)
    error = 0.0
    for share, (low, _, high) in zip(shares.values(), ends.tolist(), strict=True):
        # A share is least when it is at its low end and everyone else at their high end; if all sum to 1 it is what it is.
        sure_low = max(low / (low + most - high) if low else 0.0, low if sum_is_one else 0.0)
        sure_high = min(high / (high + least - low) if high else 0.0, high if sum_is_one else 1.0)
        error = max(error, share - sure_low, sure_high - share)
    return Powers(shares, error)


def _summed(chance: Bounds, of_case: Floats) -> Floats:
    """Low end, estimate and high end."""
    return np.array([of_case @ chance.low, of_case @ chance.point, of_case @ chance.high])


def _ordered(swings: Mapping[int, Floats]) -> dict[int, Floats]:
    """More weight never has less power: no low end is below that of a lighter voter, no high end above a heavier one's."""
    if not swings:
        return {}
    order = sorted(swings)
    low, point, high = np.array([swings[weight] for weight in order]).T
    low, high = np.maximum.accumulate(low), np.minimum.accumulate(high[::-1])[::-1]
    point = np.clip(np.maximum.accumulate(point), low, high)
    return dict(zip(order, np.array([low, point, high]).T, strict=True))


@lru_cache(maxsize=GAMES)
def _quadrature(players: int) -> tuple[Floats, Floats]:
    """Points and weights on 0 to 1: exact for the polynomial of up to about 130 players, to rounding beyond."""
    count = min((players + 1) // 2, 16 + math.ceil(4.5 * math.sqrt(players)))
    at, share = np.polynomial.legendre.leggauss(max(1, count))
    return (at + 1) / 2, share / 2
