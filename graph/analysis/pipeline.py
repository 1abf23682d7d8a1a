"""The whole analysis of one graph, each thing computed once: what every answer about an account is composed of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.analysis.advice import Adviser
from graph.analysis.ballots import Electorate, electorate
from graph.analysis.centrality import ClosedGroup, Scores, closed_groups, score_people
from graph.analysis.coverage import Coverage, cover
from graph.analysis.decision_chain import ChainStage, decision_chain, roles
from graph.analysis.decision_makers import DecisionMakers, rank_decision_makers
from graph.analysis.gaps import Gap, find_gaps
from graph.analysis.next_steps import NextStep, suggest_steps
from graph.analysis.priorities import Priority, do_first
from graph.analysis.propagation import Propagation, Settled, settle
from graph.analysis.stability import Stability, redraw
from graph.analysis.standing import Standing, standings
from graph.power_graph import PowerGraph


@dataclass(frozen=True, eq=False, slots=True)
class Analysis:
    """All results for one PowerGraph. Mappings have an entry for every person, department or party, by id.

    `settled[person][party]`: attitude after listening, -1 to 1. `next_steps[i]` answers `gaps[i]`.
    """

    power: PowerGraph
    electorate: Electorate
    scores: Mapping[str, Scores]
    closed_groups: tuple[ClosedGroup, ...]
    deciders: DecisionMakers
    stability: Stability
    settled: Mapping[str, Mapping[str, float]]
    settled_attitudes: Settled
    standing: Mapping[str, Standing]
    coverage: Coverage
    stages: tuple[ChainStage, ...]
    roles: Mapping[str, tuple[str, ...]]
    gaps: tuple[Gap, ...]
    next_steps: tuple[NextStep, ...]
    first: tuple[Priority, ...]


def analyse(power: PowerGraph) -> Analysis:
    """Everything the product says about the account at this date for this opportunity.

    >>> from graph.power_graph import tiny
    >>> analyse(tiny("a->b 0.9", ranks={"b": 1})).deciders.order
    ('a', 'b')
    """
    scores = score_people(power)
    electors = electorate(power)
    propagation = Propagation(power)
    deciders = rank_decision_makers(power, electors, propagation)
    settled = settle(power, propagation)
    stability = redraw(power, electors, deciders)
    standing = standings(power, electors, settled, stability.standing)
    coverage = cover(power, deciders.decision_influence)
    gaps = find_gaps(power, coverage, deciders.decision_influence, deciders.class_of)
    columns = {party: values.tolist() for party, values in settled.point.items()}
    stages = decision_chain(power, electors, settled, standing)
    adviser = Adviser(power, stages, coverage, deciders)
    return Analysis(
        power=power,
        electorate=electors,
        scores=scores,
        closed_groups=closed_groups(power, {person: score.influence_source for person, score in scores.items()}),
        deciders=deciders,
        stability=stability,
        settled={person: {party: columns[party][i] for party in columns} for i, person in enumerate(power.ids)},
        settled_attitudes=settled,
        standing=standing,
        coverage=coverage,
        stages=stages,
        roles=roles(power),
        gaps=gaps,
        next_steps=suggest_steps(adviser, gaps),
        first=do_first(adviser, gaps),
    )
