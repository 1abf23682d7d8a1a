"""Attitudes after people have listened to those they follow: Friedkin & Johnsen 1990 (method 3).

V = (I - ΛW)^-1 (I - Λ): W is deference with rows scaled to 1, Λ holds each person's openness λ. Row p of V says how
much of p's settled attitude comes from each person's own; rows sum to 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import SuperLU, splu

from graph.power_graph import Floats, PowerGraph

MOST_OPEN = 1 - 1e-9  # closer to 1 the settled attitudes of people who follow only each other are lost in rounding


def openness(power: PowerGraph) -> Floats:
    """λ of everyone: the share of their attitude that is open to those they follow, 0 to below 1.

    The default (0.6), or the person's own where it is recorded, times 1 - product of (1 - min(1, deference)) over those they
    follow: a weak line opens a little and a strong one more; 0 for who follows nobody.

    >>> from graph.power_graph import tiny
    >>> openness(tiny("a->b 0.5, c->b 0.5")).round(12).tolist()
    [0.0, 0.45, 0.0]
    """
    own = [power.people[person].openness for person in power.ids]
    most = np.array([power.method.openness if value is None else value for value in own], dtype=np.float64)
    return np.minimum(most, MOST_OPEN) * listening(power.deference.data, power.deference.indptr)


def listening(deference: Floats, first: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Floats:
    """1 - product of (1 - min(1, deference)) of each row, exact for weak lines, too; 0 for an empty row."""
    with np.errstate(divide="ignore"):
        deaf = np.append(np.log1p(-np.minimum(1.0, deference)), 0.0)
    rows = np.add.reduceat(deaf, np.minimum(first[:-1], len(deference)))
    return np.where(np.diff(first) > 0, -np.expm1(rows), 0.0)


@dataclass(frozen=True, eq=False)
class Propagation:
    """The factored system of one graph; every answer is a solve with it, so V itself is never formed."""

    power: PowerGraph

    @cached_property
    def openness(self) -> Floats:
        return openness(self.power)

    @cached_property
    def _factors(self) -> SuperLU:
        """LU of the transpose of I - ΛW: its diagonal dominates its columns, so pivots stay there and zeros exact."""
        n = len(self.power.ids)
        listened = diags_array(self.openness) @ self.power.follow_share
        return splu(csc_array((diags_array(np.ones(n)) - listened).T), permc_spec="MMD_AT_PLUS_A")

    def settle(self, attitudes: Floats) -> Floats:
        """V · x for columns of x, one row a person in the order of `power.ids`."""
        if not self.power.ids:
            return attitudes
        own = (1 - self.openness)[:, np.newaxis] * attitudes
        return np.asarray(self._factors.solve(own, trans="T"))  # type: ignore[call-overload]

    def sources(self, weights: Floats) -> Floats:
        """Vᵀ · w for columns of weights: how much each person's own attitude counts when people count by `weights`."""
        if not self.power.ids:
            return weights
        return np.asarray((1 - self.openness)[:, np.newaxis] * self._factors.solve(weights))

    def rows(self, people: Sequence[str]) -> Floats:
        """Rows V[p, :] of the people named, each a share of every person's own attitude.

        >>> from graph.power_graph import tiny
        >>> Propagation(tiny("a->b 0.5")).rows(["a", "b"]).round(9).tolist()
        [[1.0, 0.0], [0.3, 0.7]]
        """
        units = np.zeros((len(self.power.ids), len(people)))
        units[[self.power.place[person] for person in people], np.arange(len(people))] = 1.0
        return self.sources(units).T


@dataclass(frozen=True, slots=True)
class Settled:
    """Attitudes after listening, by party, -1 to 1 in the order of `power.ids`; unnamed successors are of no place.

    `point`: from what was said, unknown as 0; `low` and `high`: every attitude at that end of its range.
    """

    point: Mapping[str, Floats]
    low: Mapping[str, Floats]
    high: Mapping[str, Floats]


def settle(power: PowerGraph, propagation: Propagation) -> Settled:
    """Where the model comes to rest once everyone has heard whom they listen to. It is no forecast."""
    columns = np.zeros((len(power.ids), 3 * len(power.parties)))
    columns[:, 1::3], columns[:, 2::3] = -1.0, 1.0
    for j, party in enumerate(power.parties):
        for person, stances in power.attitudes.items():
            if (stance := stances.get(party)) is not None:
                columns[power.place[person], 3 * j : 3 * j + 3] = stance.x, stance.low, stance.high
    settled = propagation.settle(columns).clip(-1.0, 1.0) + 0.0
    point, low, high = ({party: settled[:, 3 * j + end] for j, party in enumerate(power.parties)} for end in range(3))
    return Settled(point, low, high)
