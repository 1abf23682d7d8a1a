"""Redraws against the definition written out plainly, and what must hold of them."""

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import stability
from graph.analysis.pipeline import analyse
from graph.kinds import Influence
from graph.method import Method
from graph.power_graph import PowerGraph
from tests.accounts_at_hand import moves, person, power, reports, stage
from tests.graph.analysis.conftest import Golden
from tests.graph.analysis.test_whole import accounts


def plainly(graph: PowerGraph) -> dict[str, float]:
    """The same draws, one after the other, each as a graph of its own with a dense solve."""
    found = analyse(graph)
    weights = np.zeros(len(graph.ids))
    for ballot in found.electorate.ballots:
        for voter, share in ballot.power.items():
            weights[graph.place[voter]] += ballot.omega * share
    pattern = stability._Pattern(graph, weights)
    heard = {graph.ids[place] for place in pattern.people}
    records = sorted(
        (held for held in graph.document.influence if held.target in heard),
        key=lambda held: (held.target, held.source, held.kind),
    )
    method = graph.method
    random = np.random.default_rng(method.seed)
    opennesses = random.uniform(0.3, 0.7, method.stability_draws)
    counts = dict.fromkeys(graph.ids, 0)
    for openness in opennesses:
        chance = random.random((len(records), 2), dtype=np.float32)
        n = len(graph.ids)
        deference, missing = np.zeros((n, n)), np.ones((n, n))
        for (fate, jitter), held in zip(chance, records, strict=True):
            if fate >= 0.1:
                strength = min(1.0, held.strength * (0.8 + 0.4 * float(jitter)))
                missing[graph.place[held.target], graph.place[held.source]] *= 1 - strength
        deference = 1 - missing
        for line in graph.document.reporting:
            deference[graph.place[line.subordinate], graph.place[line.manager]] += 0.5 if line.kind == "SOLID" else 0.25
        sums = deference.sum(axis=1)
        own = np.array([graph.people[name].openness for name in graph.ids], dtype=float)
        listens = np.where(sums > 0, np.where(np.isnan(own), openness, own), 0)
        shares = deference / np.where(sums > 0, sums, 1)[:, None]
        scores = (1 - listens) * np.linalg.solve((np.eye(n) - listens[:, None] * shares).T, weights)
        best = sorted(range(n), key=lambda i: (-round(scores[i], 12), i))[:5]
        for i in best:
            counts[graph.ids[i]] += scores[i] > 1e-12
    return {name: count / method.stability_draws for name, count in counts.items()}


FEW = Method(stability_draws=40)


@settings(max_examples=40, deadline=None)
@given(accounts(), st.integers(0, 1000))
def test_draws_are_what_the_method_says(account: dict[str, Any], seed: int) -> None:
    graph = power(**account, method=FEW.model_copy(update={"seed": seed}))
    assert analyse(graph).stability.top5_share == plainly(graph)


def test_several_kinds_and_an_openness_of_ones_own() -> None:
    people = [person(f"p{i}", 1 + (i > 0), openness=0.95 if i % 2 else None) for i in range(12)]
    influence = [moves(f"p{i}", f"p{(i * 5 + 1) % 12}", 0.3) for i in range(12)]
    influence += [Influence(source=f"p{i}", target=f"p{i - 1}", strength=0.4, kind="MENTOR") for i in range(1, 12)]
    influence += [Influence(source=f"p{i}", target=f"p{i - 1}", strength=0.6) for i in range(1, 12)]
    graph = power(people, influence=influence, reporting=[reports("p4", "p3"), reports("p3", "p0")], method=FEW)
    assert analyse(graph).stability.top5_share == plainly(graph)


def test_people_who_listen_almost_without_end() -> None:
    """Nothing settles within the steps, so every draw is solved."""
    ring = [moves(f"p{i}", f"p{(i + 1) % 9}", 0.1 * (i + 1)) for i in range(9)]
    ring += [moves(f"p{i}", f"p{(i + 4) % 9}", 0.5) for i in range(9)]
    people = [person(f"p{i}", 1, openness=0.9999) for i in range(9)]
    graph = power(people, influence=ring, method=FEW)
    assert analyse(graph).stability.top5_share == plainly(graph)


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
    one, many = (sum(held.count_top() for held in pattern.draws(size)) for size in (10**9, 1000))
    assert np.array_equal(one, many)


def test_shares_sum_to_at_most_five_and_nobody_counts_who_moves_nobody(jiangyuan: Golden) -> None:
    shares = jiangyuan.found.stability.top5_share
    assert sum(shares.values()) == pytest.approx(5)
    alone = analyse(power([person("a", 1), *(person(f"x{i}") for i in range(8))]))
    assert alone.stability == replace(
        alone.stability,
        top5_share={name: float(name == "a") for name in alone.power.ids},
        key_decision_makers=("a",),
        unstable=(),
    )


def test_equal_people_go_by_id() -> None:
    names = [f"p{i}" for i in range(8)]
    found = analyse(power(names, stages=[stage(dict.fromkeys(names, 1), 4)])).stability
    assert [name for name, share in found.top5_share.items() if share] == names[:5]


def test_no_people() -> None:
    assert analyse(power([])).stability == stability.Stability({}, (), ())
