"""Where each party stands: the settled attitudes of those who vote, by their power, with the uncertainty (method 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.analysis.ballots import Electorate, power_vector
from graph.analysis.propagation import Predicted
from graph.power_graph import Floats, PowerGraph


@dataclass(frozen=True, slots=True)
class Interval:
    """A standing, -1 to 1: `point` with unknown attitudes at 0, `low` with all of them at -1, `high` at +1."""

    point: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Standing(Interval):
    """A party's standing over all voting stages and at each; no stages when the basis is rank."""

    stages: Mapping[str, Interval]


def standings(power: PowerGraph, electors: Electorate, predicted: Predicted) -> dict[str, Standing]:
    """The standing of every party, us first. Every unknown attitude widens the interval, a voter's or not.

    Without people all are 0; a party nobody is known to have an attitude to stands at 0 between -1 and 1.
    """
    weights = {ballot.stage: power_vector(power, ballot) for ballot in electors.ballots}
    combined = sum((ballot.omega * weights[ballot.stage] for ballot in electors.ballots), np.zeros(len(power.ids)))
    staged = weights if electors.basis == "votes" else {}
    found = {}
    for party in power.parties:
        point, slack = predicted.point[party], predicted.slack[party]
        stages = {stage: _interval(held, point, slack) for stage, held in staged.items()}
        whole = _interval(combined, point, slack)
        found[party] = Standing(whole.point, whole.low, whole.high, stages)
    return found


def _interval(weights: Floats, point: Floats, slack: Floats) -> Interval:
    middle, reach = float(weights @ point), float(weights @ slack)
    return Interval(_within(middle), _within(middle - reach), _within(middle + reach))


def _within(value: float) -> float:
    """Rounding must not leave the scale, and a minus before zero means nothing."""
    return min(1.0, max(-1.0, value)) + 0.0
