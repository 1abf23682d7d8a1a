"""The outlook of each stage: a model of how likely it is won, and how such models and reporters did (method 3; features 3).

Everything here is a model and says so: voters decide independently, each with the probability that the logistic of their
predicted attitude gives, `outlook_slope` and `outlook_intercept` being judgement. Recorded outcomes say how good it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from graph.analysis.propagation import Predicted, Propagation, predict
from graph.kinds import Attitude, Stage
from graph.method import X_OF_LEVEL, Method
from graph.power_graph import Floats, PowerGraph

MOST_SUMS: Final = 200_000  # of yes-weights told apart; above, weights are put on a grid
MODEL: Final = "predicted-attitude"


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability, 0 to 1: `point` with unknown attitudes at 0, `low` with them at -1, `high` at +1."""

    point: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StageOutlook:
    """How likely each party wins a voting stage, and each voter's yes to us. `exact`: weights were not rounded."""

    stage: str
    parties: Mapping[str, Chance]
    voters: Mapping[str, Chance]
    veto: tuple[str, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """All voting stages in order. `chain`: the product over them by party; `weakest`: our least likely stage.

    Without a voting stage there is nothing to multiply: `chain` is empty and `weakest` None.
    """

    stages: tuple[StageOutlook, ...]
    chain: Mapping[str, Chance]
    weakest: str | None


def yes_chance(method: Method, x: float) -> float:
    """Probability of a yes at a predicted attitude.

    >>> round(yes_chance(Method(), 0.25), 6)
    0.5
    """
    return 0.5 * (1 + math.tanh((method.outlook_slope * x + method.outlook_intercept) / 2))


def outlook(power: PowerGraph) -> Outlook:
    """How likely the asked opportunity is won, stage by stage, and as a whole if the stages decide independently.

    Veto holders are named beside it and not in the probability: method 3 never mixes vetoes with votes.
    """
    predicted = predict(power, Propagation(power))
    stages = [stage for stage in power.opportunity.stages if stage.votes] if power.opportunity else []
    found = tuple(_stage(power, stage, predicted) for stage in stages)
    chain = {}
    for party in power.parties if found else ():
        held = [stage.parties[party] for stage in found]
        chain[party] = Chance(
            *(math.prod(values) for values in zip(*((c.point, c.low, c.high) for c in held), strict=True))
        )
    us = power.vendor
    weakest = min(found, key=lambda stage: stage.parties[us].point).stage if us is not None and found else None
    return Outlook(found, chain, weakest)


def _stage(power: PowerGraph, stage: Stage, predicted: Predicted) -> StageOutlook:
    weights = [vote.weight for vote in stage.votes]
    places = [power.place[vote.person] for vote in stage.votes]
    parties, exact = {}, True
    for party in power.parties:
        point, slack = predicted.point[party][places], predicted.slack[party][places]
        chances = []
        for attitudes in (point, point - slack, point + slack):
            chance, exact = win_chance(
                weights, stage.quota or 0, [yes_chance(power.method, x) for x in attitudes.tolist()]
            )
            chances.append(chance)
        parties[party] = Chance(*chances)
    voters = {}
    if power.vendor is not None:
        for vote, place in zip(stage.votes, places, strict=True):
            x, reach = float(predicted.point[power.vendor][place]), float(predicted.slack[power.vendor][place])
            voters[vote.person] = Chance(*(yes_chance(power.method, held) for held in (x, x - reach, x + reach)))
    return StageOutlook(stage.id, parties, voters, stage.veto, exact)


def win_chance(weights: Iterable[int], quota: int, chances: Iterable[float]) -> tuple[float, bool]:
    """Probability that independent yes-votes reach the quota (Poisson-binomial over weights), and whether it is exact.

    By dynamic programming over the yes-weight so far, everything from the quota on in one cell. Weights whose quota, divided by
    their common divisor, is above 200,000 are put on a grid that fine.

    >>> win_chance([2, 1, 1], 3, [0.5, 0.5, 0.5])
    (0.375, True)
    """
    held = [(weight, chance) for weight, chance in zip(weights, chances, strict=True) if weight > 0]
    unit = math.gcd(*(weight for weight, _ in held)) or 1
    goal = -(-quota // unit)
    exact = goal <= MOST_SUMS
    scale = 1 / unit if exact else MOST_SUMS / quota
    goal = goal if exact else MOST_SUMS
    table: Floats = np.zeros(goal + 1)
    table[0] = 1.0
    for weight, chance in held:
        step = min(round(weight * scale), goal)
        moved = np.zeros_like(table)
        moved[step:] = table[: goal + 1 - step]
        moved[goal] = table[goal - step :].sum()
        table = (1 - chance) * table + chance * moved
    return min(1.0, float(table[goal])), exact


# -- how good it was --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Track:
    """How stated probabilities did against `count` recorded votes. Brier score 0 (right) to 1; `bias` above 0: too hopeful."""

    count: int
    brier: float
    bias: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The model's record over votes and over stages, and each reporter's; None or absent without recorded outcomes.

    `base_rate`: share of recorded votes that were for the party asked about; always saying it scores base_rate(1 - base_rate).
    """

    votes: Track | None
    stages: Track | None
    reporters: Mapping[str, Track]
    base_rate: float | None


def calibrate(power: PowerGraph) -> Calibration:
    """Compares recorded outcomes of all the account's opportunities with what was known the day before (Brier 1950).

    A vote is predicted for every party by the model as of the day before; a reporter by the logistic of the attitude they
    reported last. Only outcomes up to `as_of` count.
    """
    votes: list[tuple[float, bool]] = []
    stages: list[tuple[float, bool]] = []
    reports: dict[str, list[tuple[float, bool]]] = {}
    for opportunity in power.recorded.opportunities:
        for stage in opportunity.stages:
            if stage.outcome is None or stage.outcome.on > power.as_of:
                continue
            eve = stage.outcome.on - timedelta(days=1)
            then = power.as_known(eve, opportunity.id)
            predicted = predict(then, Propagation(then))
            held = next(one for one in then.opportunity.stages if one.id == stage.id) if then.opportunity else stage
            cast = {vote.person: vote.party for vote in held.outcome.votes} if held.outcome else {}
            for person, party in sorted(cast.items()):
                for asked in then.parties:
                    x = float(predicted.point[asked][then.place[person]])
                    votes.append((yes_chance(power.method, x), party == asked))
                    for record in _last_reports(then, person, asked, opportunity.id):
                        chance = yes_chance(power.method, X_OF_LEVEL[record.level])
                        reports.setdefault(record.reported_by or "", []).append((chance, party == asked))
            if stage.votes and stage.outcome.winner is not None:
                chances = _stage(then, held, predicted).parties
                stages += [(chance.point, party == stage.outcome.winner) for party, chance in chances.items()]
    rate = sum(hit for _, hit in votes) / len(votes) if votes else None
    return Calibration(
        _track(votes), _track(stages), {name: _sure(held) for name, held in sorted(reports.items())}, rate
    )


def _last_reports(power: PowerGraph, person: str, party: str, opportunity: str) -> Iterable[Attitude]:
    """The last known attitude that each reporter stated."""
    last: dict[str, Attitude] = {}
    for held in power.document.attitudes:
        counts = held.on <= power.as_of and held.opportunity_id in {None, opportunity}
        if counts and (held.person, held.toward) == (person, party) and held.reported_by is not None:
            known = last.get(held.reported_by)
            if known is None or (held.on, held.opportunity_id or "") > (known.on, known.opportunity_id or ""):
                last[held.reported_by] = held
    return [held for held in last.values() if held.level != "UNKNOWN"]


def _track(pairs: list[tuple[float, bool]]) -> Track | None:
    return _sure(pairs) if pairs else None


def _sure(pairs: list[tuple[float, bool]]) -> Track:
    count = len(pairs)
    brier = sum((chance - hit) ** 2 for chance, hit in pairs) / count
    return Track(count, brier, sum(chance - hit for chance, hit in pairs) / count)


__all__ = [
    "MODEL",
    "Calibration",
    "Chance",
    "Outlook",
    "StageOutlook",
    "calibrate",
    "outlook",
    "win_chance",
    "yes_chance",
]
