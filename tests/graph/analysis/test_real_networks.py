"""Published numbers: Krackhardt's kite, Florentine families, textbook committees."""

from collections.abc import Iterable

import networkx as nx
import pytest

from graph.analysis.centrality import betweenness_control, closeness_access, constraint, influence_source
from graph.analysis.voting import banzhaf, shapley_shubik
from graph.power_graph import PowerGraph
from tests.accounts_at_hand import moves, power


def undirected(edges: Iterable[tuple[str, str]]) -> PowerGraph:
    """Influence both ways along every line, all of one strength."""
    held = sorted(tuple(sorted(edge)) for edge in edges)
    names = sorted({name for edge in held for name in edge})
    return power(names, influence=[moves(*ends) for a, b in held for ends in ((a, b), (b, a))])


def kite() -> PowerGraph:
    names = ["Andre", "Beverley", "Carol", "Diane", "Ed", "Fernando", "Garth", "Heather", "Ike", "Jane"]
    return undirected((names[a], names[b]) for a, b in nx.krackhardt_kite_graph().edges)


def florence() -> PowerGraph:
    return undirected(nx.florentine_families_graph().edges)


def test_kite() -> None:
    """Krackhardt 1990: Heather has the highest betweenness, Fernando and Garth the highest closeness."""
    between = betweenness_control(kite())
    assert max(between, key=lambda name: between[name]) == "Heather"
    assert between == pytest.approx(
        {
            "Andre": 0.023,
            "Beverley": 0.023,
            "Carol": 0,
            "Diane": 0.102,
            "Ed": 0,
            "Fernando": 0.231,
            "Garth": 0.231,
            "Heather": 0.389,
            "Ike": 0.222,
            "Jane": 0,
        },
        abs=5e-4,
    )
    access = closeness_access(kite())
    assert min(access, key=lambda name: (-round(access[name], 9), name)) == "Diane"  # harmonic: most direct ties
    assert access["Fernando"] == pytest.approx(access["Garth"])
    net = nx.krackhardt_kite_graph()
    assert sorted(access.values()) == pytest.approx(sorted(c / 9 for c in nx.harmonic_centrality(net).values()))


def test_florentine_families() -> None:
    """Betweenness of the marriage network as published (Padgett & Ansell 1993; Jackson 2008): the Medici stand between."""
    between = betweenness_control(florence())
    published = {
        "Medici": 0.522,
        "Guadagni": 0.255,
        "Albizzi": 0.212,
        "Salviati": 0.143,
        "Ridolfi": 0.114,
        "Strozzi": 0.103,
    }
    assert {name: between[name] for name in published} == pytest.approx(published, abs=1e-3)
    ranks = influence_source(florence())
    assert max(ranks, key=lambda name: ranks[name]) == "Medici"
    tied = constraint(florence())
    wanted = nx.constraint(nx.florentine_families_graph())
    assert tied == pytest.approx(wanted)


def test_council_of_the_six() -> None:
    """The Council of the European Economic Community of 1958: 12 of 17 votes; Luxembourg had a vote and no power."""
    votes = {"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}
    assert shapley_shubik(votes, 12) == pytest.approx(
        {"DE": 14 / 60, "FR": 14 / 60, "IT": 14 / 60, "BE": 9 / 60, "NL": 9 / 60, "LU": 0}
    )
    assert banzhaf(votes, 12) == pytest.approx(
        {"DE": 5 / 21, "FR": 5 / 21, "IT": 5 / 21, "BE": 3 / 21, "NL": 3 / 21, "LU": 0}
    )


def test_security_council() -> None:
    """Five of fifteen hold a veto and nine yes-votes are needed: each of the five holds 421/2145 of the power."""
    votes = {f"m{i:02}": 1 for i in range(15)}
    powers = shapley_shubik(votes, 9, veto=list(votes)[:5])
    assert powers["m00"] == pytest.approx(421 / 2145)
    assert powers["m14"] == pytest.approx(4 / 2145)
    assert banzhaf(votes, 9, veto=list(votes)[:5])["m00"] == pytest.approx(848 / 5080, abs=1e-3)
