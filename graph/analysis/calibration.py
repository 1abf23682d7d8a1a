"""The outlook of an opportunity, and how good outlooks and reporters were by recorded outcomes (method 3; features 3)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from graph.analysis.outlook import Chance, choices, settled_of, stage_chances, yes_chance
from graph.analysis.propagation import Propagation, Settled, settle
from graph.kinds import Attitude, Stage
from graph.method import X_OF_LEVEL
from graph.power_graph import PowerGraph
from graph.stances import precedence


@dataclass(frozen=True, slots=True)
class StageOutlook:
    """How likely each party carries a voting stage, and how likely each voter goes for us."""

    stage: str
    decided: bool
    parties: Mapping[str, Chance]
    nobody: float
    voters: Mapping[str, Chance]
    veto: tuple[str, ...]
    exact: bool
    error: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """All voting stages in order. `chain`: the product over them by party; `weakest`: our least likely stage.

    Without a voting stage there is nothing to multiply: `chain` is empty and `weakest` None.
    """

    stages: tuple[StageOutlook, ...]
    chain: Mapping[str, Chance]
    weakest: str | None


def outlook(power: PowerGraph) -> Outlook:
    """How likely the asked opportunity is won, stage by stage, and as a whole if the stages decide independently."""
    settled = settle(power, Propagation(power))
    voting = [stage for stage in power.opportunity.stages if stage.votes] if power.opportunity else []
    stages = tuple(_stage(power, stage, settled) for stage in voting)
    chain = {}
    for party in power.parties if stages else ():
        chances = [stage.parties[party] for stage in stages]
        ends = zip(*((chance.point, chance.low, chance.high) for chance in chances), strict=True)
        point, low, high = (math.prod(values) for values in ends)
        chain[party] = Chance(point=point, low=low, high=high)
    us = power.vendor
    weakest = min(stages, key=lambda stage: stage.parties[us].point).stage if us is not None and stages else None
    return Outlook(stages, chain, weakest)


def _stage(power: PowerGraph, stage: Stage, settled: Settled) -> StageOutlook:
    chances = stage_chances(power, stage, settled)
    voters = {}
    running = [party for party in power.parties if party not in power.withdrawn]
    if power.vendor in running:
        us, people = running.index(power.vendor), [vote.person for vote in stage.votes]
        ours = choices(power.method, settled_of(power, settled, people, running))[:, us, :]
        for person, row in zip(people, ours.tolist(), strict=True):
            voters[person] = Chance(point=row[0], low=row[1 + 2 * us], high=row[2 + 2 * us])
    return StageOutlook(
        stage=stage.id,
        decided=power.is_decided(stage),
        parties=chances.parties,
        nobody=chances.nobody,
        voters=voters,
        veto=stage.veto,
        exact=not chances.error,
        error=chances.error,
    )


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


Pairs = list[tuple[float, bool]]


def calibrate(power: PowerGraph) -> Calibration:
    """Compares recorded outcomes of all the account's opportunities with what was known the day before (Brier 1950).

    Everything is as of the eve, lines included: what was learned after the vote counts for nothing. A vote is predicted for
    every party then in the race by the model; a reporter by the attitude they reported last. Only outcomes up to `as_of` count, and none
    without a day: nobody knows what was known before it.
    """
    votes: Pairs = []
    stages: Pairs = []
    reports: dict[str, Pairs] = {}
    for opportunity in power.recorded.opportunities:
        for stage in opportunity.stages:
            day = stage.outcome.on if stage.outcome is not None and power.is_decided(stage) else None
            if day is not None:
                eve = power.as_known(day - timedelta(days=1), opportunity.id)
                _compare(eve, stage.id, votes, stages, reports)
    rate = sum(hit for _, hit in votes) / len(votes) if votes else None
    return Calibration(
        _track(votes), _track(stages), {name: _record(pairs) for name, pairs in sorted(reports.items())}, rate
    )


def _compare(eve: PowerGraph, stage_id: str, votes: Pairs, stages: Pairs, reports: dict[str, Pairs]) -> None:
    """Adds what the eve of a decision said, beside what came."""
    opportunity = eve.opportunity
    stage = next((stage for stage in opportunity.stages if stage.id == stage_id), None) if opportunity else None
    if opportunity is None or stage is None or stage.outcome is None:
        return
    settled = settle(eve, Propagation(eve))
    running = [party for party in eve.parties if party not in eve.withdrawn]
    cast = sorted((vote.person, vote.party) for vote in stage.outcome.votes)
    if running and cast:
        chances = choices(eve.method, settled_of(eve, settled, [person for person, _ in cast], running))[:, :, 0]
        for (person, party), row in zip(cast, chances.tolist(), strict=True):
            for asked, chance in zip(running, row, strict=True):
                votes.append((chance, party == asked))
                for attitude in _last_reports(eve, person, asked, opportunity.id):
                    stated = yes_chance(eve.method, X_OF_LEVEL[attitude.level])
                    reports.setdefault(attitude.reported_by or "", []).append((stated, party == asked))
    if stage.votes and stage.outcome.winner is not None:
        parties = stage_chances(eve, stage, settled).parties
        stages += [(parties[party].point, party == stage.outcome.winner) for party in running]


def _last_reports(power: PowerGraph, person: str, party: str, opportunity: str) -> Iterable[Attitude]:
    """The last known attitude that each reporter stated."""
    last: dict[str, Attitude] = {}
    for attitude in power.document.attitudes:
        counts = attitude.opportunity_id in {None, opportunity} and attitude.reported_by is not None
        if counts and (attitude.person, attitude.toward) == (person, party):
            known = last.get(attitude.reported_by or "")
            if known is None or precedence(attitude) > precedence(known):
                last[attitude.reported_by or ""] = attitude
    return [attitude for attitude in last.values() if attitude.level != "UNKNOWN"]


def _track(pairs: Pairs) -> Track | None:
    return _record(pairs) if pairs else None


def _record(pairs: Pairs) -> Track:
    count = len(pairs)
    brier = sum((chance - hit) ** 2 for chance, hit in pairs) / count
    return Track(count, brier, sum(chance - hit for chance, hit in pairs) / count)
