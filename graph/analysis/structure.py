"""How a map is built: department by level, cut points, communities, who is near the decision, peers, and its status colour.

Method: features 3.14 and 3.21; articulation points (Tarjan 1972), communities by modularity (Blondel et al. 2008).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from statistics import fmean
from typing import Any, Final, Literal

import networkx as nx
from pydantic import Field

from graph.analysis.coverage import SENIORITIES, seniority_for
from graph.analysis.decision_makers import falling
from graph.analysis.pipeline import Analysis
from graph.analysis.signed import Coalition, coalitions_of
from graph.answer import Answer
from graph.power_graph import PowerGraph

MOST: Final = 100
_HEAD_RANK: Final = 3
_UNSEEN_RANK: Final = 4
_FROM_BELOW: Final = ("NOBODY", *reversed(SENIORITIES))
_DECIDES: Final = frozenset({"APPROVER", "DECISION_MAKER"})
Lack = Literal["NOBODY_KNOWN", "NO_HEAD", "NOBODY_MET", "NO_SUPPORTER"]


class Structure(Answer):
    """How the map is built; of each list and mapping the first 100 unless the whole is asked for."""

    status: Literal["RED", "AMBER", "GREEN", "GREY"] = Field(
        description="RED: no class-A person at FAVORABLE or above; AMBER: some; GREEN: one votes or decides, and "
        "no veto holder opposes; GREY: no attitude known."
    )
    for_us: tuple[str, ...] = Field(description="Those class-A people.")
    grid: dict[str, dict[int, int]] = Field(description="By department (empty: none) and rank.")
    missing: dict[str, tuple[Lack, ...]] = Field(description="By department: what it lacks; NO_HEAD: no rank 1 to 3.")
    unplaced: tuple[str, ...] = Field(description="Without a department or a given rank.")
    cut_points: dict[str, float] = Field(
        description="People without whom their group falls apart: decision_influence outside its largest part (Tarjan 1972)."
    )
    communities: tuple[Coalition, ...] = Field(
        description="More lines within than to others (Blondel et al. 2008); their votes make a bloc."
    )
    near: dict[str, float] = Field(description="Mean steps to the voters of the last open stage, else heads.")
    access_points: tuple[str, ...] = Field(description="One step from them, rank 4 or lower.")
    peers: dict[str, dict[str, int]] = Field(description="By least seniority needed and the owner's: people.")
    peer_cost: float = Field(description="Decision influence times seniorities an owner lacks, summed.")
    hidden: dict[str, int] = Field(description="By list: how many are not shown.")


def structure(analysis: Analysis, *, whole: bool = False) -> Structure:
    """Everything about the build of a map.

    >>> from graph.analysis.pipeline import analyse
    >>> from graph.power_graph import tiny
    >>> cut = structure(analyse(tiny("a->b 0.9, b->c 0.9"))).cut_points
    >>> {person: round(influence, 6) for person, influence in cut.items()}  # a third of the deciding, less what c hears
    {'b': 0.153333}
    """
    most = None if whole else MOST
    status, for_us = _status(analysis)
    near, access_points = _near(analysis)
    peers, peer_cost = _peers(analysis)
    units = _units(analysis.power)
    lines = _lines(analysis.power)
    missing = {unit: lacks for unit, members in units.items() if (lacks := _lacks(analysis, unit, members))}
    rank = {person: analysis.power.people[person].rank for person in analysis.power.ids}
    full: dict[str, Any] = {
        "grid": {unit: dict(sorted(Counter(rank[one] for one in members).items())) for unit, members in units.items()},
        "missing": missing,
        "unplaced": _unplaced(analysis.power),
        "cut_points": cut_points(lines, analysis.deciders.decision_influence),
        "communities": _communities(lines, analysis),
        "near": near,
        "access_points": access_points,
    }
    shown: dict[str, Any] = {
        name: dict(islice(part.items(), most)) if isinstance(part, dict) else part[:most] for name, part in full.items()
    }
    hidden = {name: len(part) - len(shown[name]) for name, part in full.items() if len(part) > len(shown[name])}
    return Structure(status=status, for_us=for_us, peers=peers, peer_cost=peer_cost, hidden=hidden, **shown)


def _status(analysis: Analysis) -> tuple[Literal["RED", "AMBER", "GREEN", "GREY"], tuple[str, ...]]:
    power = analysis.power
    stances = power.stances_to_us
    key = [person for person in analysis.deciders.order if analysis.deciders.class_of[person] == "A"]
    ours = tuple(person for person in key if person in stances and stances[person].favors)
    votes = {vote.person for stage in power.open_stages for vote in stage.votes if vote.weight}
    decides = any(person in votes or _DECIDES.intersection(analysis.roles[person]) for person in ours)
    stopped = any(person in stances and stances[person].opposes for stage in power.open_stages for person in stage.veto)
    if not stances:
        return "GREY", ()
    if not ours:
        return "RED", ()
    return ("GREEN" if decides and not stopped else "AMBER"), ours


def _units(power: PowerGraph) -> dict[str, tuple[str, ...]]:
    """The departments with their members, and who has none."""
    homeless = tuple(person for person in power.own_ids if not power.people[person].departments)
    return dict(sorted({**power.members_of, **({"": homeless} if homeless else {})}.items()))


def _lacks(analysis: Analysis, unit: str, members: tuple[str, ...]) -> tuple[Lack, ...]:
    people, stances = analysis.power.people, analysis.power.stances_to_us
    if not members:
        return ("NOBODY_KNOWN",)
    lacks: list[tuple[Lack, bool]] = [
        ("NO_HEAD", bool(unit) and min(people[one].rank for one in members) > _HEAD_RANK),
        ("NOBODY_MET", not any(analysis.coverage.contacts[one].contacts_in_window for one in members)),
        ("NO_SUPPORTER", not any(one in stances and stances[one].supports for one in members)),
    ]
    return tuple(lack for lack, holds in lacks if holds)


def _unplaced(power: PowerGraph) -> tuple[str, ...]:
    given = {person.id for person in power.recorded.people if not person.rank_assumed}
    return tuple(one for one in power.own_ids if one not in given or not power.people[one].departments)


def _lines(power: PowerGraph) -> nx.Graph[str]:
    """The lines of influence and reporting without direction, the stronger of two counting."""
    net: nx.Graph[str] = nx.Graph()
    net.add_nodes_from(power.ids)
    for follower, leader, data in power.deference_net.edges(data=True):
        if data["weight"] > net.get_edge_data(follower, leader, {}).get("weight", 0.0):
            net.add_edge(follower, leader, weight=data["weight"])
    return net


def cut_points(net: nx.Graph[str], influence: Mapping[str, float]) -> dict[str, float]:
    """Who cuts off most decision influence first: one walk over the tree of blocks and cut points (Tarjan 1972)."""
    points = frozenset(nx.articulation_points(net))
    tree: nx.Graph[str | int] = nx.Graph()
    own: dict[str | int, tuple[int, float]] = {person: (1, influence[person]) for person in points}
    blocks: Iterable[Any] = nx.biconnected_components(net)  # sets of people
    for block, members in enumerate(blocks):
        tree.add_edges_from((block, person) for person in members & points)
        others = members - points
        own[block] = len(others), sum(influence[one] for one in others)
    cut: dict[str, float] = {}
    for group in nx.connected_components(tree):
        root = min(group, key=str)
        edges = list(nx.bfs_edges(tree, root))
        branch = {node: own[node] for node in group}  # people, and what they decide, in and below each node
        for above, below in reversed(edges):
            branch[above] = _sum(branch[above], branch[below])
        parts: dict[str | int, list[tuple[int, float]]] = {node: [] for node in group}
        for above, below in edges:
            parts[above].append(branch[below])
            parts[below].append((branch[root][0] - branch[below][0], branch[root][1] - branch[below][1]))
        for node in group:
            if isinstance(node, str):
                cut[node] = sum(decided for _, decided in sorted(parts[node])[:-1])
    return dict(sorted(cut.items(), key=lambda one: (falling(one[1]), one[0])))


def _sum(one: tuple[int, float], other: tuple[int, float]) -> tuple[int, float]:
    return one[0] + other[0], one[1] + other[1]


def _communities(net: nx.Graph[str], analysis: Analysis) -> tuple[Coalition, ...]:
    """Most decision influence first; people alone are left out."""
    if not net.number_of_edges():
        return ()
    groups = [tuple(sorted(group)) for group in nx.community.louvain_communities(net, weight="weight", seed=0)]
    return coalitions_of(
        analysis.power, [group for group in groups if len(group) > 1], analysis.deciders.decision_influence
    )


def _coalition(power: PowerGraph) -> tuple[str, ...]:
    voting = [stage for stage in power.open_stages if any(vote.weight for vote in stage.votes)]
    if not voting:
        return power.heads
    return tuple(sorted(vote.person for vote in voting[-1].votes if vote.weight and vote.person in power.people))


def _near(analysis: Analysis) -> tuple[dict[str, float], tuple[str, ...]]:
    """Mean steps of whom they listen to, nearest first (Ronchetto, Hutt & Reingen 1989); and who is near without rank."""
    power, coalition = analysis.power, _coalition(analysis.power)
    steps: dict[str, list[int]] = {}
    for voter in coalition:
        for person, length in nx.single_source_shortest_path_length(power.deference_net, voter).items():
            if person not in coalition:
                steps.setdefault(person, []).append(length)
    near = sorted(steps, key=lambda one: (fmean(steps[one]), -len(steps[one]), one))
    unseen = tuple(one for one in near if min(steps[one]) == 1 and power.people[one].rank >= _UNSEEN_RANK)
    return {one: fmean(steps[one]) for one in near}, unseen


def _peers(analysis: Analysis) -> tuple[dict[str, dict[str, int]], float]:
    power = analysis.power
    peers: dict[str, dict[str, int]] = {}
    cost = 0.0
    for person in power.own_ids:
        owner = analysis.coverage.contacts[person].owner
        needed, level = seniority_for(power.people[person].rank), power.team[owner].seniority if owner else "NOBODY"
        row = peers.setdefault(needed, {})
        row[level] = row.get(level, 0) + 1
        short = max(0, _FROM_BELOW.index(needed) - _FROM_BELOW.index(level))
        cost += short * analysis.deciders.decision_influence[person]
    return peers, cost
