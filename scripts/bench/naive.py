"""The power map as one would write it on the first day: plain NetworkX and Python loops over the account document.

It follows the method page line by line and is the yardstick of `power_map.py`; it is not improved.
"""

from __future__ import annotations

import math
import random
from datetime import date
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np

X = {"OPPOSE": -1.0, "CONTACTED": 0.0, "ACCEPT": 0.25, "FAVORABLE": 0.5, "SUPPORT": 0.75, "SUPPORT_EXCLUSIVE": 1.0}
ORDER = list(X)
DRAWS = 500
DROP = {1: 0.3, 2: 0.2, 3: 0.1, 4: 0.05, 5: 0.02}
Doc = dict[str, Any]
Scores = dict[str, float]


def power_map(doc: Doc, opportunity: str, as_of: date) -> Doc:
    """The numbers of the main answer."""
    ids = sorted(person["id"] for person in doc["people"])
    influence, deference = graphs(doc, ids, doc["influence"])
    stages = next(held for held in doc["opportunities"] if held["id"] == opportunity)["stages"]
    powers = {stage["id"]: shapley(stage) for stage in stages if stage.get("votes")}
    stances = attitudes(doc, as_of)
    v = propagation(ids, deference, 0.6)
    d = decision_influence(ids, v, powers)
    top = [p for p in class_a(d, 1.0) if d[p] >= 0.04]  # noqa: PLR2004 - method 3
    shares = stability(doc, ids, powers)
    us = doc["vendor"]["id"]
    coverage = contact(doc, ids, as_of)
    return {
        "decision_influence": d,
        "influence_source": nx.pagerank(deference, weight="weight", tol=1e-12, max_iter=10_000),
        "decision_convergence": nx.pagerank(influence, weight="strength", tol=1e-12, max_iter=10_000),
        "betweenness_control": nx.betweenness_centrality(influence, weight="distance"),
        "closeness_access": {p: c / (len(ids) - 1) for p, c in nx.harmonic_centrality(deference).items()},
        "constraint": nx.constraint(mutual(deference), weight="weight"),
        "explanation": explanations(ids, v, powers),
        "standing": standing(ids, v, powers, stances, [us, *(c["id"] for c in doc["competitors"])]),
        "flip_sets": {stage["id"]: flip_sets(stage, stances, us) for stage in stages if stage.get("votes")},
        "coverage": sum(d[p] for p in ids if coverage[p]),
        "paths": paths(ids, influence, stances, us),
        "key_share": shares,
        "key_decision_makers": [p for p in top if shares[p] >= 0.8],  # noqa: PLR2004 - method 3
    }


def class_a(d: Scores, near: float) -> list[str]:
    """Who carries half of the decision, and whoever comes near the last of them."""
    order, total = sorted(d, key=lambda p: (-round(d[p], 12), p)), 0.0
    for p in order:
        total += d[p]
        if total >= 0.5 * sum(d.values()) - 1e-9:
            return [each for each in order if d[each] > 0 and d[each] >= near * d[p] - 1e-9]
    return order


def graphs(doc: Doc, ids: list[str], records: list[Doc]) -> tuple[nx.DiGraph[str], nx.DiGraph[str]]:
    influence: nx.DiGraph[str] = nx.DiGraph()
    deference: nx.DiGraph[str] = nx.DiGraph()
    influence.add_nodes_from(ids)
    deference.add_nodes_from(ids)
    for record in records:
        s, t, strength = record["source"], record["target"], record["strength"]
        if influence.has_edge(s, t):
            strength = 1 - (1 - influence[s][t]["strength"]) * (1 - strength)
        influence.add_edge(s, t, strength=strength)
    for s, t, held in influence.edges(data=True):
        held["distance"] = max(1, round(-1000 * math.log(held["strength"])))
        deference.add_edge(t, s, weight=held["strength"])
    for line in doc["reporting"]:
        added = 0.5 if line.get("kind", "SOLID") == "SOLID" else 0.25
        f, m = line["subordinate"], line["manager"]
        known: float = deference[f][m]["weight"] if deference.has_edge(f, m) else 0.0
        deference.add_edge(f, m, weight=known + added)
    return influence, deference


def mutual(deference: nx.DiGraph[str]) -> nx.Graph[str]:
    both: nx.Graph[str] = nx.Graph()
    both.add_nodes_from(deference)
    for f, m in deference.edges:
        weight: float = deference[f][m]["weight"]
        known: float = both[f][m]["weight"] if both.has_edge(f, m) else 0.0
        both.add_edge(f, m, weight=weight + known)
    return both


def shapley(stage: Doc) -> Scores:
    """By all coalitions without each voter."""
    votes = {vote["person"]: vote["weight"] for vote in stage["votes"]}
    n, power = len(votes), {}
    for voter, weight in votes.items():
        others = [person for person in votes if person != voter]
        total = 0.0
        for size in range(n):
            share = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
            for coalition in combinations(others, size):
                held = sum(votes[person] for person in coalition)
                if held < stage["quota"] <= held + weight:
                    total += share
        power[voter] = total
    return power


def attitudes(doc: Doc, as_of: date) -> dict[tuple[str, str], str]:
    newest: dict[tuple[str, str], Doc] = {}
    for held in doc["attitudes"]:
        key = held["person"], held["toward"]
        if held["on"] <= as_of.isoformat() and (key not in newest or held["on"] > newest[key]["on"]):
            newest[key] = held
    return {key: held["level"] for key, held in newest.items() if held["level"] != "UNKNOWN"}


def propagation(ids: list[str], deference: nx.DiGraph[str], openness: float) -> Any:
    n = len(ids)
    w = nx.to_numpy_array(deference, nodelist=ids, weight="weight")
    listens = np.zeros(n)
    for i in range(n):
        if w[i].sum() > 0:
            listens[i] = openness * (1 - np.prod(1 - np.minimum(1.0, w[i])))
            w[i] /= w[i].sum()
    return np.linalg.inv(np.eye(n) - np.diag(listens) @ w) @ (np.eye(n) - np.diag(listens))


def decision_influence(ids: list[str], v: Any, powers: dict[str, Scores]) -> Scores:
    place = {p: i for i, p in enumerate(ids)}
    d = dict.fromkeys(ids, 0.0)
    for power in powers.values():
        for voter, share in power.items():
            for p in ids:
                d[p] += share * v[place[voter], place[p]] / len(powers)
    return d


def explanations(ids: list[str], v: Any, powers: dict[str, Scores]) -> dict[str, list[tuple[float, str, str]]]:
    found = {}
    for j, person in enumerate(ids):
        parts = []
        for stage, power in powers.items():
            for voter, share in power.items():
                part = share * v[ids.index(voter), j] / len(powers)
                if part > 0.001:  # noqa: PLR2004 - contract
                    parts.append((part, stage, voter))
        found[person] = sorted(parts, reverse=True)
    return found


def standing(
    ids: list[str], v: Any, powers: dict[str, Scores], stances: dict[tuple[str, str], str], parties: list[str]
) -> dict[str, tuple[float, float, float]]:
    found = {}
    for party in parties:
        sides = []
        for unknown in (0.0, -1.0, 1.0):
            x = np.array([X[stances[p, party]] if (p, party) in stances else unknown for p in ids])
            predicted = v @ x
            total = 0.0
            for power in powers.values():
                total += sum(share * predicted[ids.index(voter)] for voter, share in power.items()) / len(powers)
            sides.append(total)
        found[party] = (sides[0], sides[1], sides[2])
    return found


def flip_sets(stage: Doc, stances: dict[tuple[str, str], str], us: str) -> list[tuple[str, ...]]:
    votes = {vote["person"]: vote["weight"] for vote in stage["votes"]}
    yes = {p for p in votes if (p, us) in stances and ORDER.index(stances[p, us]) >= ORDER.index("FAVORABLE")}
    others = sorted(set(votes) - yes)
    for size in range(len(others) + 1):
        found = [s for s in combinations(others, size) if sum(votes[p] for p in yes.union(s)) >= stage["quota"]]
        if found:
            return found[:20]
    return []


def contact(doc: Doc, ids: list[str], as_of: date) -> dict[str, bool]:
    met = {}
    for person in ids:
        met[person] = any(
            person in held["people"] and held["members"] and 0 <= (as_of - date.fromisoformat(held["on"])).days <= 90  # noqa: PLR2004
            for held in doc["interactions"]
        )
    return met


def paths(
    ids: list[str], influence: nx.DiGraph[str], stances: dict[tuple[str, str], str], us: str
) -> dict[str, tuple[list[str], float]]:
    """The best persuasion path to everyone: a breadth-first search of at most four edges from every starter."""
    starts = [p for p in ids if (p, us) in stances and ORDER.index(stances[p, us]) >= ORDER.index("FAVORABLE")]
    opposed = {p for p in ids if stances.get((p, us)) == "OPPOSE"}
    best: dict[str, tuple[list[str], float]] = {}
    for start in starts:
        layer = {start: ([start], 1.0)}
        for _ in range(4):
            onward: dict[str, tuple[list[str], float]] = {}
            for person, (way, strength) in layer.items():
                if person in opposed and person != start:
                    continue
                for after in influence[person]:
                    product = strength * influence[person][after]["strength"]
                    if after not in way and product > onward.get(after, ([], 0.0))[1]:
                        onward[after] = ([*way, after], product)
            for person, found in onward.items():
                if found[1] > best.get(person, ([], 0.0))[1]:
                    best[person] = found
            layer = onward
    return best


def stability(doc: Doc, ids: list[str], powers: dict[str, Scores]) -> Scores:
    rng = random.Random(7)  # noqa: S311 - reproducible, no secret
    counts = dict.fromkeys(ids, 0)
    for _ in range(DRAWS):
        records = [
            {**record, "strength": min(1.0, record["strength"] * rng.uniform(0.8, 1.2))}
            for record in doc["influence"]
            if rng.random() >= DROP[record.get("confidence", 3)]
        ]
        _, deference = graphs(doc, ids, records)
        d = decision_influence(ids, propagation(ids, deference, rng.uniform(0.4, 0.8)), powers)
        for person in class_a(d, 0.8):
            counts[person] += 1
    return {person: count / DRAWS for person, count in counts.items()}
