"""What the network scores of one person are made of: which lines, paths, distances and contacts (method 2).

The parts of a score sum to it. They are computed for one person at a time, when somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from graph.analysis.centrality import Scores, ShortestPaths, chunks, counted_pairs, shortest_paths, sum_of_powers
from graph.analysis.decision_makers import falling
from graph.answer import Answer
from graph.power_graph import Floats, PowerGraph, Sparse, rows_to_one

LEAST_WAYS, MOST_WAYS = 10, 200  # told singly, however little the rest is, and however much


class LinePart(Answer):
    """What one line brings."""

    person: str = Field(description="The other end: the follower (influence_source) or who influences them.")
    weight: float = Field(
        gt=0,
        description="Deference (influence_source) or combined influence strength (decision_convergence).",
    )
    attention: float = Field(ge=0, le=1, description="Of all lines that go out from the other end.")
    share: float = Field(ge=0, le=1, description="Of the score: damping times attention times the other's score.")


class RankParts(Answer):
    """A PageRank score: `base` and the shares of all lines sum to it (method 2)."""

    base: float = Field(ge=0, le=1, description="Equal for all: teleport, and what people without a line out spread.")
    lines: tuple[LinePart, ...] = Field(description="Lines to the person, largest share first, then by id.")


class Way(Answer):
    """Strongest paths that come from one neighbour and go on to another."""

    before: str = Field(description="Id of who stands right before the person.")
    after: str = Field(description="Id of who stands right after the person.")
    pairs: int = Field(ge=1, description="Pairs with a strongest path this way.")
    share: float = Field(ge=0, le=1, description="Part of the score.")


class ControlParts(Answer):
    """Betweenness (Freeman 1977): the shares of `ways` and `rest` sum to the score."""

    pairs: int = Field(
        ge=0,
        description="Pairs of others with a strongest path through the person; of the sampled sources if sampled.",
    )
    ways: tuple[Way, ...] = Field(
        description="Largest first, then by ids: ten, and more until nine tenths of the score are told, at most 200."
    )
    rest: float = Field(ge=0, le=1, description="What all smaller ways bring together.")
    rest_ways: int = Field(ge=0, description="How many smaller ways there are.")


class Ring(Answer):
    """Those at the same number of hops along deference."""

    hops: int = Field(ge=1, description="Lines to the person on the shortest way.")
    people: tuple[str, ...] = Field(description="Their ids, in order.")
    share: float = Field(gt=0, le=1, description="Of the score: people / hops / (everybody else).")


class ContactPart(Answer):
    """What one contact adds to Burt's constraint."""

    person: str = Field(description="The contact.")
    direct: float = Field(ge=0, le=1, description="Share of the person's lines, both directions, with the contact.")
    indirect: float = Field(ge=0, description="Share through one shared contact.")
    share: float = Field(ge=0, description="Of the score: (direct + indirect) squared.")


class ScoreParts(Answer):
    """The parts of each network score sum to it (method 2)."""

    influence_source: RankParts = Field(description="Whose deference brings it.")
    decision_convergence: RankParts = Field(description="Whose influence ends up here.")
    betweenness_control: ControlParts = Field(description="Strongest paths that lead through the person.")
    closeness_access: tuple[Ring, ...] = Field(description="Who reaches them at which distance, nearest first.")
    constraint: tuple[ContactPart, ...] = Field(
        description="Contacts that tie the person, largest share first, then by id; empty if the score is null."
    )


def score_parts(power: PowerGraph, scores: Mapping[str, Scores], person: str) -> ScoreParts:
    """What makes the person's scores, given everybody's.

    >>> from graph.analysis.centrality import score_people
    >>> from graph.power_graph import tiny
    >>> power = tiny("a->b 0.9, b->c 0.5")
    >>> score_parts(power, score_people(power), "b").betweenness_control.ways
    (Way(before='a', after='c', pairs=1, share=0.5),)
    """
    at = power.place[person]
    source = {other: score.influence_source for other, score in scores.items()}
    convergence = {other: score.decision_convergence for other, score in scores.items()}
    return ScoreParts(
        influence_source=_rank_parts(power, power.deference, source, at),
        decision_convergence=_rank_parts(power, power.influence, convergence, at),
        betweenness_control=_control_parts(power, at),
        closeness_access=_rings(power, at),
        constraint=_contact_parts(power, at),
    )


def _rank_parts(power: PowerGraph, lines: Sparse, scores: Mapping[str, float], at: int) -> RankParts:
    score = np.array([scores[person] for person in power.ids])
    damping, incoming = power.method.damping, lines[:, [at]].tocoo()
    attention = rows_to_one(lines)[:, [at]].tocoo()
    spread = float(score[np.diff(lines.indptr) == 0].sum())
    parts = [
        LinePart(person=power.ids[row], weight=weight, attention=part, share=damping * part * float(score[row]))
        for row, weight, part in zip(
            incoming.row.tolist(), incoming.data.tolist(), attention.data.tolist(), strict=True
        )
    ]
    return RankParts(
        base=(1 - damping + damping * spread) / len(power.ids),
        lines=tuple(sorted(parts, key=lambda part: (falling(part.share), part.person))),
    )


def _control_parts(power: PowerGraph, at: int) -> ControlParts:
    """Pairs are told by the neighbours through whom their paths come to the person and leave."""
    lengths = power.distance
    sources, pair = counted_pairs(power)
    reaching = np.isfinite(dijkstra(lengths.T.tocsr().astype(np.float64), indices=[at])[0])
    reaching[at] = False
    sources = sources[reaching[sources]]
    here = shortest_paths(lengths, np.array([at]))
    afters = here.after[here.before == at]
    if not len(sources) or not len(afters):
        return ControlParts(pairs=0, ways=(), rest=0.0, rest_ways=0)
    away, count = here.away[0], here.ways[0]
    onward = _by_first_step(here, at, afters) / np.maximum(count, 1)[:, np.newaxis]
    coming = lengths[:, [at]].tocoo()
    befores = coming.row
    share, pairs, whole = np.zeros((len(befores), len(afters))), np.zeros((len(befores), len(afters))), 0
    for chunk in chunks(sources, len(power.ids) + lengths.nnz):
        paths = shortest_paths(lengths, chunk)
        to_person, many = paths.away[:, [at]], paths.ways[:, [at]]
        through = np.isfinite(away) & (away > 0) & (to_person + away == paths.away)
        part = np.where(through, many / np.maximum(paths.ways, 1) * count, 0.0)
        arrives = paths.away[:, befores] + coming.data == to_person
        share += np.where(arrives, paths.ways[:, befores] / many, 0.0).T @ part @ onward
        pairs += arrives.T.astype(np.float64) @ through.astype(np.float64) @ (onward > 0).astype(np.float64)
        whole += int(through.sum())
    places = np.argwhere(pairs > 0)  # in the order of ids
    shares = share[places[:, 0], places[:, 1]] * pair
    order = np.argsort(-shares.round(12), kind="stable")
    enough = int((shares[order].cumsum() < power.method.explanation_reach * shares.sum()).sum()) + 1
    strongest, rest = np.split(order, [min(max(enough, LEAST_WAYS), MOST_WAYS)])
    ways = tuple(
        Way(before=power.ids[befores[i]], after=power.ids[afters[j]], pairs=round(pairs[i, j]), share=part)
        for (i, j), part in zip(places[strongest].tolist(), shares[strongest].tolist(), strict=True)
    )
    return ControlParts(pairs=whole, ways=ways, rest=float(shares[rest].sum()), rest_ways=len(rest))


def _by_first_step(here: ShortestPaths, at: int, afters: NDArray[np.intp]) -> Floats:
    """How many of the shortest paths from the person to each other (row) take each first step (column)."""
    n = here.away.shape[1]
    beyond = here.before != at
    steps = csr_array((np.ones(int(beyond.sum())), (here.after[beyond], here.before[beyond])), shape=(n, n))
    first = np.zeros((n, len(afters)))
    first[afters, np.arange(len(afters))] = 1.0
    return sum_of_powers(steps, first)


def _rings(power: PowerGraph, at: int) -> tuple[Ring, ...]:
    hops = dijkstra(power.deference.T.tocsr(), indices=[at], unweighted=True)[0]
    others = len(power.ids) - 1
    rings = []
    for distance in range(1, int(hops.max(initial=0, where=np.isfinite(hops))) + 1):
        people = tuple(power.ids[i] for i in np.flatnonzero(hops == distance).tolist())
        rings.append(Ring(hops=distance, people=people, share=len(people) / distance / others))
    return tuple(rings)


def _contact_parts(power: PowerGraph, at: int) -> tuple[ContactPart, ...]:
    mutual = (power.deference + power.deference.T).tocsr()
    shares = rows_to_one(mutual)
    own = shares[[at], :]
    indirect = (own @ shares).toarray().ravel().tolist()
    parts = [
        ContactPart(person=power.ids[i], direct=direct, indirect=indirect[i], share=(direct + indirect[i]) ** 2)
        for i, direct in zip(own.tocoo().col.tolist(), own.data.tolist(), strict=True)
    ]
    return tuple(sorted(parts, key=lambda part: (falling(part.share), part.person)))
