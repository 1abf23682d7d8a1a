"""Who votes where, with what power: the voting stages of the opportunity, or the people of the best rank (method 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.analysis.voting import Powers, shapley_shubik
from graph.power_graph import Floats, PowerGraph

Basis = Literal["votes", "rank", "decided"]
RANK_STAGE = "rank"


@dataclass(frozen=True, slots=True)
class Ballot:
    """A voting stage: its share ω of all voting stages (they sum to 1) and each voter's power in it (sums to 1)."""

    stage: str
    omega: float
    power: Powers


@dataclass(frozen=True, slots=True)
class Electorate:
    """The ballots that decide, in stage order.

    Basis `votes`: the voting stages still open; `decided`: all of them, as history, because none is open; `rank`: one
    pseudo-stage, `rank`, because no voting stage is known.
    """

    basis: Basis
    ballots: tuple[Ballot, ...]


def electorate(power: PowerGraph) -> Electorate:
    """The ballots that decide. Without people and votes the one ballot has no voters.

    >>> from graph.power_graph import tiny
    >>> electorate(tiny("a, b, c", ranks={"a": 2, "b": 2})).ballots[0].power
    {'a': 0.5, 'b': 0.5}
    """
    voting = [stage for stage in power.opportunity.stages if stage.votes] if power.opportunity else []
    stages = [stage for stage in voting if not power.is_decided(stage)] or voting
    if not stages:
        best = min((power.people[person].rank for person in power.own_ids), default=1)
        heads = [person for person in power.own_ids if power.people[person].rank == best]
        return Electorate("rank", (Ballot(RANK_STAGE, 1.0, Powers({person: 1 / len(heads) for person in heads})),))
    weights = [1.0 if stage.weight is None else stage.weight for stage in stages]
    return Electorate(
        "decided" if all(map(power.is_decided, stages)) else "votes",
        tuple(
            Ballot(
                stage.id,
                weight / sum(weights),
                shapley_shubik({vote.person: vote.weight for vote in stage.votes}, stage.quota or 0),
            )
            for stage, weight in zip(stages, weights, strict=True)
        ),
    )


def power_vector(power: PowerGraph, ballot: Ballot) -> Floats:
    """The ballot's voting power in the order of `power.ids`; what unnamed successors hold is in no place."""
    vector = np.zeros(len(power.ids))
    for voter, share in ballot.power.items():
        if voter not in power.successors:
            vector[power.place[voter]] = share
    return vector
