"""How a map is built: levels of departments, cut points, the colour, peers, who is near; several departments; product shares."""

from typing import Any

import networkx as nx
import pytest

from graph.analysis.judgements import Judgements
from graph.analysis.pipeline import Analysis
from graph.analysis.rivals import positions
from graph.analysis.signed import signed_structure
from graph.analysis.stages import stage_facts
from graph.analysis.structure import MOST, cut_points, structure
from graph.analysis.succession import shock
from graph.rules import check
from tests.graph.analysis.test_activities import DAY, analysed


def thinking(**levels: str) -> list[dict[str, Any]]:
    return [{"person": one, "toward": "us", "level": level, "on": "2026-11-01"} for one, level in levels.items()]


def with_lines(*lines: tuple[str, str, float], **content: Any) -> Analysis:
    return analysed(influence=[{"source": a, "target": b, "strength": s} for a, b, s in lines], **content)


def test_the_colour_follows_its_rule() -> None:
    def colour(**levels: str) -> str:
        return structure(analysed(attitudes=thinking(**levels))).status

    assert colour() == "GREY"
    assert colour(p4="ACCEPT") == "RED"
    assert colour(p4="FAVORABLE") == "GREEN"
    vetoed = {
        "id": "s",
        "order": 1,
        "kind": "AWARD",
        "votes": [{"person": "p4", "weight": 1}],
        "quota": 1,
        "veto": ["p0"],
    }
    bid = [{"id": "o", "name": "o", "stages": [vetoed]}]
    assert structure(analysed(attitudes=thinking(p4="FAVORABLE", p0="OPPOSE"), opportunities=bid)).status == "AMBER"


def test_who_cuts_the_map_and_who_is_lost_with_them() -> None:
    lines = with_lines(("p0", "p1", 0.9), ("p1", "p4", 0.9), ("p2", "p4", 0.9), attitudes=thinking(p0="SUPPORT"))
    seen = structure(lines)
    assert set(seen.cut_points) == {"p1", "p4"}
    assert sorted(person for group in seen.communities for person in group.people) == ["p0", "p1", "p2", "p4"]
    lost = shock(lines, "p1")
    assert lost.lost_paths == ("p4",)
    assert "p4" in lost.meet_first
    assert structure(with_lines()).cut_points == {}


def test_cut_points_cut_off_what_removing_them_shows() -> None:
    for seed in range(60):
        net = nx.relabel_nodes(nx.gnp_random_graph(2 + seed % 11, 0.25, seed=seed), str)
        influence = {person: (1 + int(person)) / 100 for person in net}
        brute: dict[str, float] = {}
        for group in map(frozenset, nx.connected_components(net)):
            for person in group:
                parts = list(nx.connected_components(net.subgraph(group - {person})))
                if len(parts) > 1:
                    sizes = sorted((len(part), sum(influence[one] for one in part)) for part in parts)
                    brute[person] = sum(decided for _, decided in sizes[:-1])
        assert cut_points(net, influence) == pytest.approx(brute)


def test_departments_by_level_say_what_is_missing_also_of_who_works_in_several() -> None:
    units = [{"id": unit, "name": unit} for unit in ("A", "B", "C")]
    people = [
        {"id": "p0", "name": "p0", "rank": 2, "department_id": "A", "also_in": ["B"]},
        {"id": "p1", "name": "p1", "rank": 5, "department_id": "B"},
        *({"id": f"p{i}", "name": f"p{i}"} for i in (2, 3, 4)),
    ]
    met = [{"id": "i", "on": "2026-11-10", "kind": "VISIT", "members": ["m"], "people": ["p0"]}]
    analysis = analysed(departments=units, people=people, interactions=met)
    seen = structure(analysis)
    assert (seen.grid["A"], seen.grid["B"], seen.grid["C"]) == ({2: 1}, {2: 1, 5: 1}, {})
    assert (seen.missing["A"], seen.missing["C"]) == (("NO_SUPPORTER",), ("NOBODY_KNOWN",))
    assert seen.unplaced == ("p2", "p3", "p4")
    uncovered = {gap.department for gap in analysis.gaps if gap.kind == "UNCOVERED_DEPARTMENT"}
    assert uncovered == set()  # one visit covers both departments of whom it met
    assert sum(sum(row.values()) for row in seen.peers.values()) == len(people)
    twice = [people[0] | {"also_in": ["A"]}, *people[1:]]
    assert [fault.pointer for fault in check(analysed(departments=units, people=twice).power.document)] == [
        "/people/p0/also_in/0"
    ]


def test_a_large_map_is_shown_in_part_unless_the_whole_is_asked_for() -> None:
    units = [{"id": f"d{i}", "name": "d"} for i in range(MOST + 5)]
    analysis = analysed(departments=units)
    assert structure(analysis).hidden == {"grid": 6, "missing": 6}  # and the row of who is in none
    assert structure(analysis, whole=True).hidden == {}


def test_the_camps_of_the_best_split() -> None:
    ties = [{"a": "p0", "b": "p1", "kind": "CONFLICT"}, {"a": "p1", "b": "p2", "kind": "ALLIANCE"}]
    analysis = analysed(ties=ties)
    camps = signed_structure(analysis.power, analysis.deciders.decision_influence).camps
    assert [set(map(frozenset, pair)) for pair in camps] == [{frozenset({"p0"}), frozenset({"p1", "p2"})}]


def test_shares_of_a_product_move_who_is_ahead_and_the_stage() -> None:
    def share(party: str, value: float, on: str = "2026-11-01") -> dict[str, Any]:
        return {"product": "router", "party": party, "on": on, "share": value}

    def seen(*shares: dict[str, Any]) -> tuple[list[str], bool]:
        analysis = analysed(competitors=[{"id": "r", "name": "r"}], product_shares=list(shares))
        assert not check(analysis.power.document)
        judgements = Judgements.of(analysis.power.document, DAY)
        _, rival = positions(analysis.power, judgements, analysis.deciders.decision_influence)
        ours = positions(analysis.power, judgements, analysis.deciders.decision_influence)[0].products.get("router")
        facts = {fact.fact: fact.met for fact in stage_facts(judgements, 0, ours, sponsored=False)}
        return rival.ahead_in, facts["SHARE_OF_WALLET"]

    assert seen(share("us", 0.3), share("r", 0.6)) == (["router"], False)
    assert seen(share("us", 0.6), share("r", 0.4)) == ([], True)
    assert seen(share("us", 0.6), share("us", 0.2, "2026-11-19"), share("r", 0.4)) == (["router"], False)
    assert seen(share("us", 0.6), share("us", 0.2, "2026-12-01"), share("r", 0.4)) == ([], True)  # not known yet
    over = analysed(competitors=[{"id": "r", "name": "r"}], product_shares=[share("us", 0.7), share("r", 0.4)])
    assert [fault.code for fault in check(over.power.document)] == ["shares-over-one"]
