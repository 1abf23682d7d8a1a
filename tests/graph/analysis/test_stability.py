"""Redraws against the definition written out plainly, and what must hold of them."""

import threading
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import stability
from graph.analysis.draws import pairs_of_uniforms, streams
from graph.analysis.pipeline import analyse
from graph.kinds import Influence
from graph.method import Method
from graph.power_graph import PowerGraph
from tests.accounts_at_hand import moves, person, power, reports, stage, thinks
from tests.graph.analysis.conftest import Golden
from tests.graph.analysis.test_whole import accounts


def plainly(graph: PowerGraph) -> tuple[dict[str, float], dict[str, list[float]]]:
    """The same draws, one after the other, each as a graph of its own with a dense solve: key shares and standings."""
    found = analyse(graph)
    weights = np.zeros(len(graph.ids))
    for ballot in found.electorate.ballots:
        for voter, share in ballot.power.items():
            weights[graph.place[voter]] += ballot.omega * share
    method, n = graph.method, len(graph.ids)

    def uniform(*key: str) -> list[tuple[float, float]]:
        pairs = pairs_of_uniforms(streams(method.seed, [key]), 0, method.stability_draws)
        return list(zip(*(numbers[:, 0].tolist() for numbers in pairs), strict=True))

    lines = {
        (r.source, r.target, r.kind): uniform("influence", r.source, r.target, r.kind) for r in graph.document.influence
    }
    views = {(name, party): uniform("attitude", name, party) for name in graph.ids for party in graph.parties}
    counts = dict.fromkeys(graph.ids, 0)
    standings: dict[str, list[float]] = {party: [] for party in graph.parties}
    drop = {1: 0.3, 2: 0.2, 3: 0.1, 4: 0.05, 5: 0.02}
    for draw, (openness, _) in enumerate(uniform("openness")):
        missing = np.ones((n, n))
        for held in graph.document.influence:
            fate, jitter = lines[held.source, held.target, held.kind][draw]
            if fate >= drop[held.confidence]:
                strength = min(1.0, held.strength * (0.8 + 0.4 * jitter))
                missing[graph.place[held.target], graph.place[held.source]] *= 1 - strength
        deference = 1 - missing
        for line in graph.document.reporting:
            deference[graph.place[line.subordinate], graph.place[line.manager]] += 0.5 if line.kind == "SOLID" else 0.25
        sums = deference.sum(axis=1)
        own = [graph.people[name].openness for name in graph.ids]
        most = np.array([0.4 + 0.4 * openness if value is None else value for value in own])
        listens = most * (1 - (1 - np.minimum(1, deference)).prod(axis=1))
        shares = deference / np.where(sums > 0, sums, 1)[:, None]
        scores = (1 - listens) * np.linalg.solve((np.eye(n) - listens[:, None] * shares).T, weights)
        for name in class_a(dict(zip(graph.ids, scores.tolist(), strict=True))):
            counts[name] += 1
        for party, drawn in standings.items():
            x = [pulled(graph, name, party, views[name, party][draw][0]) for name in graph.ids]
            drawn.append(float(scores @ np.array(x)))
    return {name: count / method.stability_draws for name, count in counts.items()}, standings


def class_a(scores: dict[str, float]) -> list[str]:
    """Until half is reached, and whoever reaches 0.8 of the last one in."""
    reached, last = 0.0, 0.0
    for score in sorted(scores.values(), reverse=True):
        if reached >= 0.5 * sum(scores.values()) - 1e-9:
            break
        reached, last = reached + score, score
    return [name for name, score in scores.items() if score > 0 and score >= 0.8 * last - 1e-9]


def pulled(graph: PowerGraph, name: str, party: str, u: float) -> float:
    stance = graph.stance(name, party)
    low, peak, high = (-1, 0, 1) if stance is None else (stance.low, stance.x, stance.high)
    return float(scipy.stats.triang.ppf(u, (peak - low) / (high - low), low, high - low)) if high > low else peak


def assert_as_plain(graph: PowerGraph) -> None:
    found, (shares, standings) = analyse(graph).stability, plainly(graph)
    assert found.key_share == shares
    for party, drawn in standings.items():
        assert found.standing[party] == pytest.approx(np.array(drawn), abs=1e-4)


FEW = Method(stability_draws=40)


@settings(max_examples=40, deadline=None)
@given(accounts(), st.integers(0, 1000))
def test_draws_are_what_the_method_says(account: dict[str, Any], seed: int) -> None:
    graph = power(**account, method=FEW.model_copy(update={"seed": seed}))
    assert_as_plain(graph)


def test_several_kinds_and_an_openness_of_ones_own() -> None:
    people = [person(f"p{i}", 1 + (i > 0), openness=0.95 if i % 2 else None) for i in range(12)]
    influence = [moves(f"p{i}", f"p{(i * 5 + 1) % 12}", 0.3) for i in range(12)]
    influence += [Influence(source=f"p{i}", target=f"p{i - 1}", strength=0.4, kind="MENTOR") for i in range(1, 12)]
    influence += [Influence(source=f"p{i}", target=f"p{i - 1}", strength=0.6) for i in range(1, 12)]
    graph = power(people, influence=influence, reporting=[reports("p4", "p3"), reports("p3", "p0")], method=FEW)
    assert_as_plain(graph)


def test_people_who_listen_almost_without_end() -> None:
    """Nothing settles within the steps, so every draw is solved."""
    ring = [moves(f"p{i}", f"p{(i + 1) % 9}", 0.1 * (i + 1)) for i in range(9)]
    ring += [moves(f"p{i}", f"p{(i + 4) % 9}", 0.5) for i in range(9)]
    people = [person(f"p{i}", 1, openness=0.9999) for i in range(9)]
    graph = power(people, influence=ring, method=FEW)
    assert_as_plain(graph)


def test_the_same_graph_gives_the_same_shares_also_from_many_threads(jiangyuan: Golden) -> None:
    found: list[stability.Stability] = []
    threads = [threading.Thread(target=lambda: found.append(analyse(jiangyuan.rebuilt()).stability)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [jiangyuan.found.stability] * 4


def test_how_draws_are_bundled_changes_nothing(jiangyuan: Golden) -> None:
    graph = jiangyuan.found.power
    pattern = stability._Pattern(graph, np.ones(len(graph.ids)) / len(graph.ids))
    one, many = (sum(held.count_class_a() for held in pattern.draws(size)) for size in (10**9, 1000))
    assert np.array_equal(one, many)


def test_nobody_counts_who_moves_nobody() -> None:
    alone = analyse(power([person("a", 1), *(person(f"x{i}") for i in range(8))])).stability
    assert alone.key_share == {"a": 1.0} | dict.fromkeys((f"x{i}" for i in range(8)), 0.0)
    assert (alone.key_decision_makers, alone.unstable) == (("a",), ())


@pytest.mark.parametrize("count", [7, 9])
def test_equal_people_stay_together(count: int) -> None:
    names = [f"p{i}" for i in range(count)]
    found = analyse(power(names, stages=[stage(dict.fromkeys(names, 1), 4)]))
    assert set(found.deciders.class_of.values()) == {"A"}
    assert found.stability.key_share == dict.fromkeys(names, 1.0)
    assert (found.stability.key_decision_makers, found.stability.unstable) == (tuple(names), ())


def test_one_line_more_moves_the_draws_of_nobody_else() -> None:
    """The new line touches neither the deciders nor anyone they hear, so every share and every draw stays what it was."""
    people = [person(f"p{i}", 1 + (i > 1)) for i in range(10)]
    influence = [moves(f"p{i}", f"p{i // 2}", 0.3 + i / 20) for i in range(1, 8)]
    attitudes = [thinks(f"p{i}", "SUPPORT" if i % 2 else "OPPOSE") for i in range(6)]
    one = analyse(power(people, influence=influence, attitudes=attitudes))
    two = analyse(power(people, influence=[moves("p8", "p9", 0.9), *influence], attitudes=attitudes))
    assert two.stability == one.stability
    assert two.standing == one.standing
    for party, drawn in one.stability.standing.items():
        assert np.array_equal(two.stability.standing[party], drawn)


def test_attitudes_are_drawn_from_their_ranges(jiangyuan: Golden) -> None:
    """A lone decider's standing in the draws is the triangle over the range of what they said."""
    graph = power([person("boss", 1)], attitudes=[thinks("boss", "FAVORABLE")], method=Method(stability_draws=2000))
    stance = graph.stances_to_us["boss"]
    drawn = analyse(graph).stability.standing["us"]
    middle = (stance.low + stance.x + stance.high) / 3
    assert drawn.mean() == pytest.approx(middle, abs=0.02)
    assert stance.low <= drawn.min() < drawn.max() <= stance.high
    assert jiangyuan.found.standing["NORTHGATE"].leads == pytest.approx(0, abs=0.02)


def test_no_people() -> None:
    assert analyse(power([])).stability == stability.Stability({}, (), (), {})
