"""Every network score explains itself: its parts sum to it, and each part is what an independent count says."""

from collections import Counter
from itertools import permutations
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings

from graph.analysis.centrality import score_people
from graph.analysis.score_parts import ControlParts, ScoreParts, score_parts
from graph.method import Method
from graph.power_graph import PowerGraph, tiny
from tests.accounts_at_hand import moves
from tests.accounts_at_hand import power as account
from tests.graph.analysis.conftest import Golden
from tests.graph.analysis.test_centrality import graphs

CLOSE = {"abs": 1e-9}


def all_parts(power: PowerGraph) -> dict[str, ScoreParts]:
    scores = score_people(power)
    return {person: score_parts(power, scores, person) for person in power.ids}


def assert_parts_sum_to_the_scores(power: PowerGraph) -> None:
    for (person, score), parts in zip(score_people(power).items(), all_parts(power).values(), strict=True):
        for rank, whole in (
            (parts.influence_source, score.influence_source),
            (parts.decision_convergence, score.decision_convergence),
        ):
            assert rank.base + sum(line.share for line in rank.lines) == pytest.approx(whole, **CLOSE), person
        control, told = parts.betweenness_control, sum(way.share for way in parts.betweenness_control.ways)
        assert told + control.rest == pytest.approx(score.betweenness_control, **CLOSE), person
        assert told >= power.method.explanation_reach * score.betweenness_control - 1e-9
        assert sum(ring.share for ring in parts.closeness_access) == pytest.approx(score.closeness_access, **CLOSE)
        tied = sum(contact.share for contact in parts.constraint) if parts.constraint else None
        assert tied == pytest.approx(score.constraint, **CLOSE), person


def test_parts_sum_to_the_scores_of_the_samples(golden: Golden) -> None:
    assert_parts_sum_to_the_scores(golden.found.power)


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_parts_sum_to_the_scores_of_any_graph(power: PowerGraph) -> None:
    assert_parts_sum_to_the_scores(power)


Ways = dict[tuple[str, str], tuple[float, int]]


def counted_ways(power: PowerGraph, person: str) -> tuple[Ways, int]:
    """Share and pairs of every way through the person, and all pairs, by listing every shortest path."""
    n, net = len(power.ids), power.influence_net
    ways: Ways = {}
    whole = 0
    for source, target in permutations(sorted(set(power.ids) - {person}), 2):
        if not nx.has_path(net, source, target):
            continue
        paths = list(nx.all_shortest_paths(net, source, target, weight="distance"))
        inside = [(path, path.index(person)) for path in paths if person in path]
        steps = Counter((path[i - 1], path[i + 1]) for path, i in inside)
        whole += bool(steps)
        for way, count in steps.items():
            share, pairs = ways.get(way, (0.0, 0))
            ways[way] = share + count / len(paths) / ((n - 1) * (n - 2)), pairs + 1
    return ways, whole


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_parts_are_what_networkx_counts(power: PowerGraph) -> None:
    deference = power.deference_net
    for person, parts in all_parts(power).items():
        ways, whole = counted_ways(power, person)
        control = parts.betweenness_control
        assert control.pairs == whole
        for way in control.ways:
            share, pairs = ways.pop((way.before, way.after))
            assert (way.share, way.pairs) == (pytest.approx(share, **CLOSE), pairs)
        assert control.rest == pytest.approx(sum(share for share, _ in ways.values()), **CLOSE)
        hops = dict(nx.single_target_shortest_path_length(deference, person))
        rings = {ring.hops: set(ring.people) for ring in parts.closeness_access}
        assert rings == {hop: {p for p in hops if hops[p] == hop} for hop in set(hops.values()) - {0}}
        followers = {line.person: line.attention for line in parts.influence_source.lines}
        assert followers == pytest.approx({f: deference[f][person]["share"] for f in deference.predecessors(person)})
        influencers = {line.person: line.weight for line in parts.decision_convergence.lines}
        net = power.influence_net
        assert influencers == pytest.approx({s: net[s][person]["strength"] for s in net.predecessors(person)})
        assert {contact.person for contact in parts.constraint} == set(nx.all_neighbors(deference, person))


def test_of_many_ways_the_largest_are_told_until_nine_tenths() -> None:
    lines = ", ".join(f"in{i}->hub 0.5, hub->out{i} 0.5" for i in range(8))
    control = all_parts(tiny(lines))["hub"].betweenness_control
    assert (control.pairs, len(control.ways)) == (64, 58)  # 57.6 of 64 equal ways are nine tenths
    assert (control.rest_ways, control.rest) == (6, pytest.approx(6 / (16 * 15)))
    lines = ", ".join(f"in{i}->hub 0.5, hub->out{i} 0.5" for i in range(20))
    control = all_parts(tiny(lines))["hub"].betweenness_control
    assert (control.pairs, len(control.ways), control.rest_ways) == (400, 200, 200)
    assert control.rest == pytest.approx(200 / (40 * 39))


def test_parts_of_a_sampled_score_sum_to_the_estimate() -> None:
    random = Random(7)  # noqa: S311 - the same graph every time
    names = [f"p{i}" for i in range(120)]
    lines = {(a, b) for a in names for b in random.sample(names, 3) if a != b}
    sampled = account(
        names,
        influence=[moves(a, b, random.choice([0.3, 0.6, 0.9])) for a, b in sorted(lines)],
        method=Method(betweenness_exact_people=50, betweenness_pivots=30),
    )
    assert_parts_sum_to_the_scores(sampled)


def test_one_person_alone() -> None:
    parts = all_parts(tiny("a"))["a"]
    assert parts.influence_source.base == pytest.approx(1.0)
    assert parts.influence_source.lines == parts.closeness_access == ()
    assert parts.betweenness_control == ControlParts(pairs=0, ways=(), rest=0.0, rest_ways=0)
    assert parts.constraint == ()


def test_immeasurably_weak_lines_are_explained() -> None:
    assert_parts_sum_to_the_scores(tiny("a->b 5e-324, b->c 1e-300, c->a 1e-17, a->c 1"))
