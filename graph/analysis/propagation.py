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

    The default (0.5) for a person who follows someone, unless the person's own is recorded; 0 for who follows nobody.
    """
    own = [power.people[person].openness for person in power.ids]
    asked = np.array([power.method.openness if value is None else value for value in own], dtype=np.float64)
    follows = np.diff(power.deference.indptr) > 0
    return np.where(follows, np.minimum(asked, MOST_OPEN), 0.0)


@dataclass(frozen=True, eq=False)
class Propagation:
    """The factored system of one graph; every answer is a solve with it, so V itself is never formed."""

    power: PowerGraph

    @cached_property
    def _open(self) -> Floats:
        return openness(self.power)

    @cached_property
    def _factors(self) -> SuperLU:
        """LU of the transpose of I - ΛW: its diagonal dominates its columns, so pivots stay there and zeros exact."""
        n = len(self.power.ids)
        listened = diags_array(self._open) @ self.power.follow_share
        return splu(csc_array((diags_array(np.ones(n)) - listened).T), permc_spec="MMD_AT_PLUS_A")

    def settle(self, attitudes: Floats) -> Floats:
        """V · x for columns of x, one row a person in the order of `power.ids`."""
        if not self.power.ids:
            return attitudes
        own = (1 - self._open)[:, np.newaxis] * attitudes
        return np.asarray(self._factors.solve(own, trans="T"))  # type: ignore[call-overload]

    def sources(self, weights: Floats) -> Floats:
        """Vᵀ · w for columns of weights: how much each person's own attitude counts when people count by `weights`."""
        if not self.power.ids:
            return weights
        return np.asarray((1 - self._open)[:, np.newaxis] * self._factors.solve(weights))

    def rows(self, people: Sequence[str]) -> Floats:
        """Rows V[p, :] of the people named, each a share of every person's own attitude.

        >>> from graph.power_graph import tiny
        >>> Propagation(tiny("a->b 0.9")).rows(["a", "b"]).tolist()
        [[1.0, 0.0], [0.5, 0.5]]
        """
        asked = np.zeros((len(self.power.ids), len(people)))
        asked[[self.power.place[person] for person in people], np.arange(len(people))] = 1.0
        return self.sources(asked).T


@dataclass(frozen=True, slots=True)
class Predicted:
    """Settled attitudes by party: `point` with unknown ones at 0; `slack`: how much all unknown ones at 1 add."""

    point: Mapping[str, Floats]
    slack: Mapping[str, Floats]


def predict(power: PowerGraph, propagation: Propagation) -> Predicted:
    """The attitude everyone settles at towards each party, -1 to 1; unknown counts as 0 in `point`.

    With every unknown attitude at -1 (at +1) it is `point - slack` (`point + slack`).
    """
    columns = np.zeros((len(power.ids), 2 * len(power.parties)))
    for j, party in enumerate(power.parties):
        for i, person in enumerate(power.ids):
            stance = power.stance(person, party)
            columns[i, 2 * j : 2 * j + 2] = (0.0, 1.0) if stance is None else (stance.x, 0.0)
    settled = propagation.settle(columns).clip(-1.0, 1.0)
    point = {party: settled[:, 2 * j] for j, party in enumerate(power.parties)}
    slack = {party: settled[:, 2 * j + 1] for j, party in enumerate(power.parties)}
    return Predicted(point, slack)
