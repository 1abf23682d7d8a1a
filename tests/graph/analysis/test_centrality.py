from collections.abc import Iterable
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.centrality import (
    betweenness_control,
    closed_groups,
    closeness_access,
    constraint,
    decision_convergence,
    influence_source,
    score_people,
)
from graph.power_graph import PowerGraph, tiny
from tests.graph.analysis.conftest import Golden

STRENGTHS = [0.1, 0.25, 0.5, 0.5, 0.5, 0.9, 1.0]


def written(edges: dict[tuple[str, str], float], reporting: Iterable[tuple[str, str]] = ()) -> str:
    return ", ".join([f"{a}->{b} {s}" for (a, b), s in edges.items()] + [f"{a}=>{b}" for a, b in reporting])


@st.composite
def graphs(draw: st.DrawFn) -> PowerGraph:
    people = [f"p{i}" for i in range(draw(st.integers(1, 9)))]
    pairs = [(a, b) for a in people for b in people if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30)) if pairs else []
    edges = {pair: draw(st.sampled_from(STRENGTHS)) for pair in chosen}
    lines = [(people[i], people[(i - 1) // 2]) for i in range(1, len(people)) if draw(st.booleans())]
    return tiny(", ".join([*people, written(edges, lines)]))


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_every_measure_equals_networkx(power: PowerGraph) -> None:
    n = len(power.ids)
    deference, influence = power.deference_net, power.influence_net
    tight = {"tol": 1e-12, "max_iter": 10_000}
    close = {"abs": 1e-9}
    assert influence_source(power) == pytest.approx(nx.pagerank(deference, weight="weight", **tight), **close)
    assert decision_convergence(power) == pytest.approx(nx.pagerank(influence, weight="strength", **tight), **close)
    control = nx.betweenness_centrality(influence, weight="distance")
    assert betweenness_control(power) == pytest.approx(control, **close)
    harmonic = {person: held / max(1, n - 1) for person, held in nx.harmonic_centrality(deference).items()}
    assert closeness_access(power) == pytest.approx(harmonic, **close)
    mutual = nx.from_scipy_sparse_array(power.deference + power.deference.T)
    undirected = nx.relabel_nodes(mutual, dict(enumerate(power.ids)))
    burt = nx.constraint(undirected, nodes=list(undirected), weight="weight")
    tied = {person: burt[person] if deference.degree(person) else None for person in power.ids}
    assert constraint(power) == pytest.approx(tied, **close)


@settings(max_examples=40, deadline=None)
@given(graphs(), st.randoms())
def test_relabelling_people_relabels_their_scores(power: PowerGraph, random: Random) -> None:
    names = list(power.ids)
    random.shuffle(names)
    new = dict(zip(power.ids, names, strict=True))
    edges = {(new[a], new[b]): held["strength"] for a, b, held in power.influence_net.edges(data=True)}
    lines = [(new[person], new[manager]) for person, manager in power.manager_of.items()]
    again = score_people(tiny(", ".join([*names, written(edges, lines)])))
    for person, scores in score_people(power).items():
        other = again[new[person]]
        assert scores.influence_source == pytest.approx(other.influence_source, abs=1e-9)
        assert scores.betweenness_control == pytest.approx(other.betweenness_control, abs=1e-9)
        assert scores.closeness_access == pytest.approx(other.closeness_access, abs=1e-9)
        assert scores.constraint == pytest.approx(other.constraint, abs=1e-9)


def test_a_path() -> None:
    power = tiny("a->b 0.5, b->c 0.5, c->d 0.5")
    assert betweenness_control(power) == pytest.approx({"a": 0, "b": 2 / 6, "c": 2 / 6, "d": 0})
    assert closeness_access(power) == pytest.approx({"a": (1 + 1 / 2 + 1 / 3) / 3, "b": 1.5 / 3, "c": 1 / 3, "d": 0})


def test_a_star_moved_from_its_centre() -> None:
    power = tiny("hub->a 0.5, hub->b 0.5, hub->c 0.5")
    source = influence_source(power)
    assert max(source, key=source.__getitem__) == "hub"
    assert source["a"] == source["b"] == source["c"]
    convergence = decision_convergence(power)
    assert min(convergence, key=convergence.__getitem__) == "hub"
    assert constraint(power) == pytest.approx({"a": 1, "b": 1, "c": 1, "hub": 3 * (1 / 3) ** 2})


def test_two_cliques_and_the_bridge_between_them() -> None:
    both = ["abc", "xyz"]
    edges = {(p, q): 0.5 for clique in both for p in clique for q in clique if p != q}
    edges |= {("c", "m"): 0.5, ("m", "c"): 0.5, ("m", "x"): 0.5, ("x", "m"): 0.5}
    control = betweenness_control(tiny(written(edges)))
    assert control["m"] == pytest.approx(2 * 9 / 30)
    assert control["c"] == control["x"] == pytest.approx(2 * 8 / 30)
    assert control["a"] == control["y"] == 0
    tied = constraint(tiny(written(edges)))
    assert tied["m"] < tied["a"]


def test_equally_short_ways_share_the_control() -> None:
    control = betweenness_control(tiny("a->b 0.5, a->c 0.5, b->d 0.5, c->d 0.5"))
    assert control == pytest.approx({"a": 0, "b": 0.5 / 6, "c": 0.5 / 6, "d": 0})


def test_strong_detours_are_shorter_than_weak_direct_ways() -> None:
    control = betweenness_control(tiny("a->c 0.1, a->b 0.9, b->c 0.9"))
    assert control["b"] == 0.5


@pytest.mark.parametrize("edges", ["", "a", "a, b", "a->b 0.5"])
def test_small_accounts(edges: str) -> None:
    power = tiny(edges)
    scores = score_people(power)
    assert scores.keys() == set(power.ids)
    assert sum(held.influence_source for held in scores.values()) == pytest.approx(1.0 if power.ids else 0.0)
    assert all(held.betweenness_control == 0 for held in scores.values())
    if "->" not in edges:
        assert all(held.closeness_access == 0 and held.constraint is None for held in scores.values())


def test_immeasurably_weak_influence_stays_finite() -> None:
    scores = score_people(tiny("a->b 5e-324, b->c 1e-300, c->a 1e-17"))
    assert all(0 <= held.influence_source <= 1 for held in scores.values())
    assert all(held.constraint is not None and held.constraint == held.constraint for held in scores.values())


def test_closed_groups() -> None:
    def groups(edges: str) -> list[tuple[str, ...]]:
        power = tiny(edges)
        return [group.people for group in closed_groups(power, influence_source(power))]

    assert groups("a->b 0.9, b->a 0.9, a->c 0.5") == [("a", "b")]
    assert groups("a->b 0.9, b->a 0.9, a->c 0.5, d->a 0.1") == []  # a listens to d: not closed
    assert groups("a->b 0.9, a->c 0.5") == []  # one person is never a group
    assert groups("a->b 1, b->c 1, c->d 1, d->a 1") == []  # four are no small group
    many = ", ".join(f"x{i}->y{i} 0.5" for i in range(40))
    assert groups(f"a->b 0.9, b->a 0.9, {many}") == []  # too little mass


def test_scores_are_the_same_for_any_order_of_the_document(jiangyuan: Golden) -> None:
    people = tuple(reversed(jiangyuan.document.people))
    influence = tuple(reversed(jiangyuan.document.influence))
    assert score_people(jiangyuan.rebuilt(people=people, influence=influence)) == jiangyuan.found.scores
