"""Influence as network measures: who moves others, where influence ends up, who stands between (method 2).

Every measure is NetworkX's definition, computed here on arrays and checked against NetworkX to 1e-9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from graph.power_graph import Floats, PowerGraph, Sparse, rows_to_one

TOLERANCE = 1e-12
MOST_ITERATIONS = 10_000
MOST_ENTRIES = 4_000_000  # of an array held at once, 32 MB
AT_A_TIME = 5  # sources of one call for distances; a few milliseconds among thousands of people


@dataclass(frozen=True, slots=True)
class Scores:
    """The network measures of one person; `constraint` is None for a person without an edge in the deference graph."""

    influence_source: float
    decision_convergence: float
    betweenness_control: float
    closeness_access: float
    constraint: float | None


@dataclass(frozen=True, slots=True)
class ClosedGroup:
    """Two or three people who defer only to each other and so soak up `mass` of all influence_source (0 to 1)."""

    people: tuple[str, ...]
    mass: float


def score_people(power: PowerGraph) -> dict[str, Scores]:
    """All measures of everyone, by id; empty for an empty account.

    >>> from graph.power_graph import tiny
    >>> score_people(tiny("a->b 0.9, b->c 0.5"))["b"].betweenness_control
    0.5
    """
    source, convergence = influence_source(power), decision_convergence(power)
    control, access, tied = betweenness_control(power), closeness_access(power), constraint(power)
    return {
        person: Scores(source[person], convergence[person], control[person], access[person], tied[person])
        for person in power.ids
    }


def influence_source(power: PowerGraph) -> dict[str, float]:
    """Who moves others: PageRank on the deference graph, follower to leader (Brin & Page 1998).

    Above 0, sums to 1 over everyone. Damping 0.85, uniform teleport and dangling mass, tolerance 1e-12. People nobody
    follows keep the teleport share.

    >>> from graph.power_graph import tiny
    >>> scores = influence_source(tiny("a->b 0.9, a->c 0.5"))
    >>> scores["a"] > scores["b"] == scores["c"]
    True
    """
    return _pagerank(power, power.follow_share)


def decision_convergence(power: PowerGraph) -> dict[str, float]:
    """Where influence ends up (usually with the bosses): PageRank on the influence edges alone, source to target.

    Sums to 1 over everyone; reporting lines do not count (Brin & Page 1998).
    """
    return _pagerank(power, rows_to_one(power.influence))


def _pagerank(power: PowerGraph, shares: Sparse) -> dict[str, float]:
    """PageRank of a matrix whose rows sum to 1 (or are empty). Scaling rows leaves it unchanged and keeps it finite."""
    if not power.ids:
        return {}
    n, damping = len(power.ids), power.method.damping
    passes_on, silent = shares.T.tocsr(), np.flatnonzero(np.diff(shares.indptr) == 0)
    ranks = np.full(n, 1 / n)
    for _ in range(MOST_ITERATIONS):
        last = ranks
        ranks = damping * (passes_on @ last + last[silent].sum() / n) + (1 - damping) / n
        if np.abs(ranks - last).sum() < n * TOLERANCE:
            return dict(zip(power.ids, ranks.tolist(), strict=True))
    raise nx.PowerIterationFailedConvergence(MOST_ITERATIONS)


def betweenness_control(power: PowerGraph) -> dict[str, float]:
    """Share of shortest influence paths between two others that pass through each person, 0 to 1 (Freeman 1977).

    Directed, on the integer distances of influence edges, ties shared (Brandes 2001), normalised by (n - 1)(n - 2); 0
    for everyone when fewer than three people are known. Parts that are not connected add no paths. Above 2,000 people
    an estimate: see `sampled_sources`.

    >>> from graph.power_graph import tiny
    >>> betweenness_control(tiny("a->b 0.9, b->c 0.5"))
    {'a': 0.0, 'b': 0.5, 'c': 0.0}
    """
    through = np.zeros(len(power.ids))
    sources, pair = counted_pairs(power)
    for chunk in chunks(sources, len(power.ids) + power.distance.nnz):
        through += _dependencies(power.distance, chunk)
    return dict(zip(power.ids, (through * pair).tolist(), strict=True))


def counted_pairs(power: PowerGraph) -> tuple[NDArray[np.intp], float]:
    """Whose paths betweenness counts, and what a pair whose every path leads through a person adds to that person's score."""
    n, movers = len(power.ids), np.flatnonzero(np.diff(power.distance.indptr))
    if n <= 2 or not len(movers):  # noqa: PLR2004 - a path needs someone between two others
        return movers[:0], 0.0
    sampled = sampled_sources(power)
    sources = movers if sampled is None else sampled
    return sources, len(movers) / len(sources) / ((n - 1) * (n - 2))


def sampled_sources(power: PowerGraph) -> NDArray[np.intp] | None:
    """Whose paths betweenness counts when it is estimated; None when it is exact.

    Above `betweenness_exact_people` the paths that start at `betweenness_pivots` of those who influence someone, drawn with a
    fixed seed, stand for the paths of all (Brandes & Pich 2007, doi:10.1142/S0218127407018403). The estimate has no bias; at
    5,000 people and 512 pivots the standard error of the largest scores is about a tenth of the score.
    """
    movers = np.flatnonzero(np.diff(power.distance.indptr))
    if len(power.ids) <= power.method.betweenness_exact_people or len(movers) <= power.method.betweenness_pivots:
        return None
    random = np.random.default_rng(power.method.seed)
    return np.sort(random.choice(movers, power.method.betweenness_pivots, replace=False))


def chunks(sources: NDArray[np.intp], entries_each: int) -> Iterator[NDArray[np.intp]]:
    """The sources in pieces whose arrays, of so many entries a source, fit into memory side by side."""
    size = max(1, MOST_ENTRIES // max(1, entries_each))
    for start in range(0, len(sources), size):
        yield sources[start : start + size]


class ShortestPaths(NamedTuple):
    """All shortest paths from some sources: one row a source, one column a person.

    `away`: length, infinite where there is no path; `ways`: number of paths. `before` and `after` are the ends of the edges on
    them; source i's end p is at i * n + p.
    """

    away: Floats
    ways: Floats
    before: NDArray[np.intp]
    after: NDArray[np.intp]


def shortest_paths(lengths: csr_array[np.int64, tuple[int, int]], sources: NDArray[np.intp]) -> ShortestPaths:
    """Every shortest path from each source.

    The edges on shortest paths from one source form a graph without cycles. All sources' graphs stand side by side in
    one matrix; each product with it goes one edge further, so it takes as many as the longest shortest path has edges.
    """
    n, count = lengths.shape[0], len(sources)
    away = _distances(lengths.astype(np.float64), sources)
    tails = np.repeat(np.arange(n), np.diff(lengths.indptr))
    heads = lengths.indices
    row, edge = np.nonzero(away[:, tails] + lengths.data == np.where(np.isinf(away), -1.0, away)[:, heads])
    before, after = row * n + tails[edge], row * n + heads[edge]
    steps = csr_array((np.ones(len(row)), (after, before)), shape=(count * n, count * n))
    paths = sum_of_powers(steps, _at(_starts(sources, n), count * n))
    return ShortestPaths(away, paths.reshape(count, n), before, after)


def _distances(lengths: csr_array[np.float64, tuple[int, int]], sources: NDArray[np.intp]) -> Floats:
    """Lengths of shortest paths, a few sources at a time: one call keeps Python's lock to its end, and others wait for it."""
    parts = [dijkstra(lengths, indices=sources[at : at + AT_A_TIME]) for at in range(0, len(sources), AT_A_TIME)]
    return np.concatenate(parts)


def _starts(sources: NDArray[np.intp], n: int) -> NDArray[np.intp]:
    return (np.arange(len(sources)) * n + sources).astype(np.intp)


def _dependencies(lengths: csr_array[np.int64, tuple[int, int]], sources: NDArray[np.intp]) -> Floats:
    """Brandes' dependency of each source on every person, summed over the sources."""
    n, count = lengths.shape[0], len(sources)
    paths = shortest_paths(lengths, sources)
    ratio = paths.ways.ravel()[paths.before] / paths.ways.ravel()[paths.after]
    back = csr_array((ratio, (paths.before, paths.after)), shape=(count * n, count * n))
    depends = sum_of_powers(back, np.asarray(back @ np.ones(count * n)))
    depends[_starts(sources, n)] = 0.0
    return np.asarray(depends.reshape(count, n).sum(axis=0))


def _at(places: NDArray[np.intp], size: int) -> Floats:
    ones = np.zeros(size)
    ones[places] = 1.0
    return ones


def sum_of_powers(matrix: Sparse, vector: Floats) -> Floats:
    """(I + M + M² + …) v for a matrix without cycles."""
    total = vector.copy()
    while vector.any():
        vector = np.asarray(matrix @ vector)
        total += vector
    return total


def closeness_access(power: PowerGraph) -> dict[str, float]:
    """How near others are who listen to a person: incoming harmonic closeness on deference in hops, 0 to 1.

    Sum of 1 / hops over all who can reach the person, divided by n - 1; 0 for a single person and for whom nobody
    follows.

    >>> from graph.power_graph import tiny
    >>> closeness_access(tiny("a->b 0.9, b->c 0.5"))
    {'a': 0.75, 'b': 0.5, 'c': 0.0}
    """
    n = len(power.ids)
    total = np.zeros(n)
    followers = power.deference.tocsc()
    heard = np.flatnonzero(np.diff(followers.indptr))
    if len(heard):
        total = _harmonic(n, heard, followers.indices, followers.indptr[heard]) / (n - 1)
    return dict(zip(power.ids, total.tolist(), strict=True))


def _harmonic(n: int, heard: NDArray[np.intp], followers: NDArray[np.int32], first: NDArray[np.int32]) -> Floats:
    """Breadth-first search to everyone at once: row p holds, one bit a person, who reaches p within the hops so far."""
    words = (n + 63) // 64
    within = np.zeros((n, words), dtype=np.uint64)
    within[np.arange(n), np.arange(n) // 64] = np.uint64(1) << (np.arange(n, dtype=np.uint64) % np.uint64(64))
    total, count, hops = np.zeros(n), np.ones(n, dtype=np.int64), 0
    while True:
        hops += 1
        within[heard] |= np.bitwise_or.reduceat(within[followers], first, axis=0)
        reached = np.bitwise_count(within).sum(axis=1, dtype=np.int64)
        if (reached == count).all():
            return total
        total += (reached - count) / hops
        count = reached


def constraint(power: PowerGraph) -> dict[str, float | None]:
    """How far a person's contacts are tied to each other, so that little lies in between to broker (Burt 1992).

    On the undirected sum of deference; about 0 for many separate contacts, 1 and above for few or interlinked ones.
    None for a person without an edge.

    >>> from graph.power_graph import tiny
    >>> constraint(tiny("a->b 0.5, a->c 0.5, d"))
    {'a': 0.5, 'b': 1.0, 'c': 1.0, 'd': None}
    """
    n = len(power.ids)
    mutual = (power.deference + power.deference.T).tocsr()
    shares = rows_to_one(mutual)
    ties = np.diff(mutual.indptr)
    total = np.zeros(n)
    widest = int(ties.max(initial=1))
    for rows in chunks(np.flatnonzero(ties), min(n, widest**2)):
        own = shares[rows]
        direct_and_by_others = (own + own @ shares).multiply(mutual[rows] > 0)
        total[rows] = np.asarray(direct_and_by_others.power(2).sum(axis=1)).ravel()
    values = total.tolist()
    return {person: values[i] if ties[i] else None for i, person in enumerate(power.ids)}


def closed_groups(power: PowerGraph, scores: Mapping[str, float]) -> tuple[ClosedGroup, ...]:
    """Small groups whose influence_source is an artefact, because PageRank soaks up where nothing leaves (method 2).

    Two or three people who follow each other and nobody else, with more than 0.15 of the mass together; heaviest first.

    >>> from graph.power_graph import tiny
    >>> power = tiny("a->b 0.9, b->a 0.9, a->c 0.5")
    >>> [group.people for group in closed_groups(power, influence_source(power))]
    [('a', 'b')]
    """
    if not power.ids:
        return ()
    count, label = connected_components(power.deference, directed=True, connection="strong")
    matrix = power.deference.tocoo()
    leaky = set(label[matrix.row[label[matrix.row] != label[matrix.col]]].tolist())
    sizes = np.bincount(label, minlength=count)
    groups = []
    for group in np.flatnonzero((sizes > 1) & (sizes <= power.method.closed_group_people)).tolist():
        people = tuple(power.ids[i] for i in np.flatnonzero(label == group).tolist())
        mass = sum(scores[person] for person in people)
        if group not in leaky and mass > power.method.closed_group_mass:
            groups.append(ClosedGroup(people, mass))
    return tuple(sorted(groups, key=lambda group: (-round(group.mass, 12), group.people)))
