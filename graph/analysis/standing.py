"""Where each party stands: the settled attitudes of those who vote, by their power, with the uncertainty (method 3)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pydantic import Field

from graph.analysis.ballots import Electorate, power_vector
from graph.analysis.propagation import Settled
from graph.answer import Answer
from graph.power_graph import Floats, PowerGraph


class StageStanding(Answer):
    """A party's standing with a stage's voters, by their voting power (method 3)."""

    point: float = Field(ge=-1, le=1, description="After listening: settled attitudes by voting power, unknown as 0.")
    stated: float = Field(ge=-1, le=1, description="As voters say today, before listening; unknown as 0.")
    low: float = Field(ge=-1, le=1, description="All attitudes at the lower end of their range, today's lines.")
    high: float = Field(ge=-1, le=1, description="All attitudes at the upper end of their range, today's lines.")


class Standing(StageStanding):
    """A party's standing over the open stages, by their weights (method 3)."""

    likely: tuple[float, float] = Field(
        description="10th and 90th percentile over redraws of attitudes and lines; may pass low and high."
    )
    leads: float | None = Field(
        default=None,
        description="Ours: share of redraws in which we stand above every competitor; null without one, and for others.",
    )
    stages: dict[str, StageStanding] = Field(description="By open voting stage; empty where the basis is rank.")


def standings(
    power: PowerGraph, electors: Electorate, settled: Settled, draws: Mapping[str, Floats]
) -> dict[str, Standing]:
    """The standing of every party, us first; `draws`: its combined standing in every redraw.

    Without people all are 0; a party nobody is known to have an attitude to stands at 0 between -1 and 1.
    """
    return {party: _standing(power, electors, settled, party, draws) for party in power.parties}


def _standing(
    power: PowerGraph, electors: Electorate, settled: Settled, party: str, draws: Mapping[str, Floats]
) -> Standing:
    own = np.zeros(len(power.ids))
    for person, stances in power.attitudes.items():
        if party in stances:
            own[power.place[person]] = stances[party].x
    columns = np.column_stack([settled.point[party], own, settled.low[party], settled.high[party]])
    whole, stages = np.zeros(4), {}
    for ballot in electors.ballots:
        unnamed = sum(share for voter, share in ballot.power.items() if voter in power.successors)
        values = power_vector(power, ballot) @ columns + np.array([0.0, 0.0, -unnamed, unnamed])
        stages[ballot.stage] = StageStanding(**_ends(values))
        whole += ballot.omega * values
    low, high = np.percentile(draws[party], (10, 90)).tolist()
    return Standing(
        **_ends(whole),
        likely=(_within(low), _within(high)),
        leads=_leads(power, party, draws),
        stages={} if electors.basis == "rank" else stages,
    )


def _leads(power: PowerGraph, party: str, draws: Mapping[str, Floats]) -> float | None:
    rivals = [draws[rival] for rival in power.rivals]
    if party != power.vendor or not rivals:
        return None
    return float(np.mean(draws[party] > np.max(rivals, axis=0)))


def _ends(values: Floats) -> dict[str, float]:
    return dict(zip(("point", "stated", "low", "high"), map(_within, values.tolist()), strict=True))


def _within(value: float) -> float:
    """Rounding must not leave the scale, and a minus before zero means nothing."""
    return min(1.0, max(-1.0, value)) + 0.0
