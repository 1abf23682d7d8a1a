"""The outlook of an opportunity, and how good outlooks and reporters were by recorded outcomes (method 3; features 3)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from pydantic import Field

from graph.analysis.outlook import Chance, choices, settled_of, stage_chances, yes_chance
from graph.analysis.propagation import Propagation, Settled, settle
from graph.answer import Answer
from graph.kinds import Attitude, Stage
from graph.method import X_OF_LEVEL
from graph.power_graph import PowerGraph
from graph.stances import precedence


class StageOutlook(Answer):
    """A voting stage: the quota is reached and no veto stops it (method 3)."""

    stage: str = Field(description="Stage id.")
    decided: bool = Field(description="It has an outcome; then who won has chance 1.")
    parties: dict[str, Chance] = Field(description="By party: how likely it carries the stage.")
    nobody: float = Field(ge=0, le=1, description="What is left to 1: no quota reached, or a veto.")
    voters: dict[str, Chance] = Field(description="By voter: how likely they go for us.")
    veto: tuple[str, ...] = Field(description="Who can stop it; their passing is in the chances.")
    exact: bool = Field(description="False if the weights have too many sums to tell apart; see error.")
    error: float = Field(ge=0, le=1, description="Error bound of each point; 0 where exact.")


class Outlook(Answer):
    """A model, not a forecast: chances of each stage."""

    model: Literal["settled-attitude"] = Field(
        default="settled-attitude",
        description="A voter goes for a party with weight e^(outlook_slope * settled attitude), for nobody with "
        "e^-outlook_intercept, independently; veto holders pass it by the logistic of theirs.",
    )
    stages: tuple[StageOutlook, ...] = Field(description="The voting stages in order.")
    chain: dict[str, Chance] = Field(description="By party: product over the stages, as if independent.")
    weakest: str | None = Field(description="Our least likely stage; null without voting stage or vendor.")


def outlook(power: PowerGraph) -> Outlook:
    """How likely the asked opportunity is won, stage by stage, and as a whole if the stages decide independently.

    Without a voting stage there is nothing to multiply: `chain` is empty and `weakest` None.
    """
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
    return Outlook(stages=stages, chain=chain, weakest=weakest)


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


class Track(Answer):
    """Stated probabilities against recorded votes."""

    count: int = Field(ge=1, description="Predictions compared: one a vote (or a stage) and party.")
    brier: float = Field(ge=0, le=1, description="Mean squared error: 0 right, 0.25 a coin (Brier 1950).")
    bias: float = Field(ge=-1, le=1, description="Mean of predicted minus actual; above 0: too hopeful.")


class Calibration(Answer):
    """How the model and reporters did, by recorded outcomes."""

    votes: Track | None = Field(description="On single votes, as of the day before, or null.")
    stages: Track | None = Field(description="On winners of stages, or null.")
    reporters: dict[str, Track] = Field(description="By member: the attitude last reported, as a probability.")
    base_rate: float | None = Field(description="Share of compared votes that were a yes; r(1-r) is to be beaten.")


Pairs = list[tuple[float, bool]]


def calibrate(power: PowerGraph) -> Calibration:
    """Compares recorded outcomes of all the account's opportunities with what was known the day before (Brier 1950).

    Everything is as of the eve, lines included: what was learned after the vote counts for nothing. A vote is predicted for
    every party then in the race by the model; a reporter by the attitude they reported last. Only outcomes up to `as_of` count,
    and none without a day: nobody knows what was known before it.
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
        votes=_track(votes) if votes else None,
        stages=_track(stages) if stages else None,
        reporters={name: _track(pairs) for name, pairs in sorted(reports.items())},
        base_rate=rate,
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
            for runner, chance in zip(running, row, strict=True):
                votes.append((chance, party == runner))
                for attitude in _last_reports(eve, person, runner, opportunity.id):
                    stated = yes_chance(eve.method, X_OF_LEVEL[attitude.level])
                    reports.setdefault(attitude.reported_by or "", []).append((stated, party == runner))
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


def _track(pairs: Pairs) -> Track:
    count = len(pairs)
    brier = sum((chance - hit) ** 2 for chance, hit in pairs) / count
    return Track(count=count, brier=brier, bias=sum(chance - hit for chance, hit in pairs) / count)
