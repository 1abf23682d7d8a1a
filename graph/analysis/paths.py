"""Ways to someone: who could persuade them, and who could introduce us (method 5)."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import islice, pairwise
from typing import Literal, NamedTuple

import networkx as nx
from pydantic import Field

from graph.answer import Answer
from graph.power_graph import PowerGraph, Sparse

PathKind = Literal["persuasion", "access"]
WhyNone = Literal[
    "NO_VENDOR",
    "NOBODY_WELL_DISPOSED",
    "NO_INFLUENCE_LINE",
    "NOT_CONNECTED",
    "ONLY_THROUGH_OPPOSED",
    "ONLY_THROUGH_CONFLICT",
    "TOO_FAR",
]
Lines = Mapping[int, Mapping[int, float]]
MOST_EDGES = 4
ROUNDING = 2e-12  # of strengths further apart the larger one is always better
NOBODY = -1  # stands before the first person of a path


class _Way(NamedTuple):
    """A way from someone well disposed; the smaller one is better: stronger, then of fewer edges, then by ids."""

    weakness: float
    edges: int
    places: tuple[int, ...]
    strength: float

    def onward(self, after: tuple[int, ...], strengths: tuple[float, ...]) -> _Way:
        """The way prolonged by steps of these strengths."""
        strength = self.strength
        for step in strengths:
            strength *= step
        return _Way(-round(strength, 12), self.edges + len(after), (*self.places, *after), strength)


def _begun(start: int) -> _Way:
    return _Way(-1.0, 0, (start,), 1.0)


class Path(Answer):
    """A way to someone."""

    people: tuple[str, ...] = Field(description="From someone well disposed to us to the target.")
    strength: float = Field(gt=0, le=1, description="Product of influence strengths along the way (method 5).")


class PathFinder:
    """The paths of one kind in one graph.

    Persuasion runs along influence, from people at FAVORABLE or above towards us; access runs along influence in
    either direction (the larger strength of a pair), from people at SUPPORT or above. Nobody in between opposes us, no step
    joins people in CONFLICT; the target may be anyone, and at most 4 edges lead there. Ties and reporting lines are no part
    of a path.
    """

    def __init__(self, power: PowerGraph, kind: PathKind) -> None:
        self.power = power
        self.kind = kind
        stances = power.stances_to_us.items()
        self._starts = frozenset(
            power.place[person]
            for person, stance in stances
            if (stance.favors if kind == "persuasion" else stance.supports)
        )
        self._opposed = frozenset(power.place[person] for person, stance in stances if stance.opposes)
        influence = power.influence if kind == "persuasion" else power.influence.maximum(power.influence.T).tocsr()
        rivals = {
            (power.place[one], power.place[other])
            for tie in power.document.ties
            if tie.kind == "CONFLICT"
            for one, other in ((tie.a, tie.b), (tie.b, tie.a))
        }
        self._lines_back = _rows(influence.T.tocsr())
        steps = {
            after: {b: s for b, s in lines.items() if b not in self._opposed and (b, after) not in rivals}
            for after, lines in self._lines_back.items()
        }
        self._back = {after: lines for after, lines in steps.items() if lines}

    def best(self, target: str, k: int = 3) -> tuple[Path, ...]:
        """The k best simple paths, in the order of `ways`; empty when there is none.

        >>> from graph.power_graph import tiny
        >>> PathFinder(tiny("a->b 0.9"), "access").best("b")
        ()
        """
        return tuple(islice(self.ways(target), k))

    def ways(self, target: str) -> Iterator[Path]:
        """All simple paths: strongest first, then with fewer edges, then by ids.

        Lawler 1972 (doi:10.1287/mnsc.18.7.401): the best path is taken out, and the others fall apart by where they leave it,
        seen from the target: they end as it does, after another step. How the best of each part begins is known from
        `_beginnings`, which all targets share, and looked for again only where that passes somebody of its end. The work of a
        path is that of a few sweeps at most, whatever the group.
        """
        waiting: list[tuple[_Way, int, frozenset[int]]] = []
        self._wait(waiting, (self.power.place[target],), frozenset())
        while waiting:
            way, common, shut = heapq.heappop(waiting)
            yield Path(people=tuple(self.power.ids[place] for place in way.places), strength=way.strength)
            for first in range(common + 1):
                before = way.places[first - 1] if first else NOBODY
                self._wait(waiting, way.places[first:], shut | {before} if first == common else frozenset((before,)))

    def _wait(
        self, waiting: list[tuple[_Way, int, frozenset[int]]], end: tuple[int, ...], shut: frozenset[int]
    ) -> None:
        """Queues the best path that ends like this and has nobody of `shut` before it."""
        steps = tuple(self._back[after][before] for before, after in pairwise(end))
        best = None
        if steps and end[0] in self._starts and NOBODY not in shut:
            best = _begun(end[0]).onward(end[1:], steps)
        best = self._prolonged(end, steps, MOST_EDGES - len(end), frozenset(end), {}, shut, best)
        if best is not None:
            heapq.heappush(waiting, (best, len(best.places) - len(end), shut))

    @cached_property
    def _beginnings(self) -> list[dict[int, _Way]]:
        """By number of edges, from 0: the best way of at most as many to everybody, past nobody who opposes us.

        One that meets someone twice is never better than the same without the detour, so the best are simple.
        """
        onward: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for after, lines in self._back.items():
            if after not in self._opposed:
                for before, step in lines.items():
                    onward[before].append((after, step))
        ways = [{start: _begun(start) for start in self._starts}]
        news = ways[0]
        for _ in range(MOST_EDGES - 1):
            within, better = dict(ways[-1]), dict[int, _Way]()
            for before, way in news.items():
                for after, step in onward.get(before, ()):
                    known = within.get(after)
                    if known is None or way.strength * step > known.strength - ROUNDING:
                        new = way.onward((after,), (step,))
                        if known is None or new < known:
                            within[after] = better[after] = new
            ways.append(within)
            news = better
        return ways

    def _beginning(
        self, place: int, edges: int, passed: AbstractSet[int], again: dict[tuple[int, int], _Way | None]
    ) -> _Way | None:
        """The best way of at most so many edges to someone which meets nobody of `passed`; `again` keeps what was looked for."""
        way = self._beginnings[edges].get(place)
        if way is None or passed.isdisjoint(way.places):
            return way
        if (place, edges) not in again:
            again[place, edges] = self._prolonged((place,), (), edges - 1, passed, again)
        return again[place, edges]

    def _prolonged(
        self,
        end: tuple[int, ...],
        steps: tuple[float, ...],
        edges: int,
        passed: AbstractSet[int],
        again: dict[tuple[int, int], _Way | None],
        shut: AbstractSet[int] = frozenset(),
        best: _Way | None = None,
    ) -> _Way | None:
        """The best of this one and the ways of at most so many edges to somebody before the end, with the step to it."""
        if edges < 0:
            return best
        shared, onward = self._beginnings[edges], math.prod(steps)
        for before, step in self._back.get(end[0], {}).items():
            hope = shared.get(before)
            if hope is None or before in passed or before in shut:
                continue
            if best is not None and hope.strength * step * onward < best.strength - ROUNDING:
                continue
            way = self._beginning(before, edges, passed, again)
            if way is not None:
                way = way.onward(end, (step, *steps))
                best = way if best is None else min(best, way)
        return best

    def why_none(self, target: str) -> WhyNone | None:
        """Why there is no path to someone; None when there is one.

        >>> from graph.power_graph import tiny
        >>> PathFinder(tiny("a->b 0.9"), "access").why_none("b")
        'NO_VENDOR'
        """
        if self.best(target, 1):
            return None
        end = self.power.place[target]
        lines, rivals_apart, nobody = self._lines_back, self._back, frozenset[int]()
        reasons: tuple[tuple[WhyNone, Callable[[], bool]], ...] = (
            ("NO_VENDOR", lambda: self.power.vendor is None),
            ("NOBODY_WELL_DISPOSED", lambda: not self._starts - {end}),
            ("NO_INFLUENCE_LINE", lambda: end not in lines),
            ("NOT_CONNECTED", lambda: not self._hears(end, lines, nobody)),
            ("ONLY_THROUGH_OPPOSED", lambda: not self._hears(end, lines, self._opposed)),
            ("ONLY_THROUGH_CONFLICT", lambda: not self._hears(end, rivals_apart, self._opposed)),
        )
        return next((reason for reason, holds in reasons if holds()), "TOO_FAR")

    def _hears(self, end: int, lines: Lines, avoided: frozenset[int]) -> bool:
        """Whether someone well disposed is anywhere behind the target along these lines when these people are avoided."""
        seen, waiting = {end}, [end]
        while waiting:
            for before in lines.get(waiting.pop(), ()):
                if before in self._starts and before != end:
                    return True
                if before not in seen and before not in avoided:
                    seen.add(before)
                    waiting.append(before)
        return False

    def count_disjoint(self, target: str) -> int:
        """How many paths of any length share no person but the target, opposed people left out (Menger 1927).

        Each starts at someone of its own, so the number also says how many well disposed people would have to be lost.
        """
        end = self.power.place[target]
        starts = self._starts - {end}
        net: nx.DiGraph[tuple[str, int]] = nx.DiGraph()
        net.add_nodes_from([("source", 0), ("in", end)])
        for start in starts:
            net.add_edge(("source", 0), ("in", start), capacity=1)
        for after, steps in self._back.items():
            if after != end and after not in self._opposed:
                net.add_edge(("in", after), ("out", after), capacity=1)
            for before in steps:
                if before != end and (after == end or after not in self._opposed):
                    net.add_edge(("out", before), ("in", after), capacity=1)
        for start in starts:
            net.add_edge(("in", start), ("out", start), capacity=1)
        value = nx.maximum_flow_value(net, ("source", 0), ("in", end))
        return int(value)


def _rows(matrix: Sparse) -> dict[int, dict[int, float]]:
    columns, values, first = matrix.indices.tolist(), matrix.data.tolist(), matrix.indptr.tolist()
    return {
        row: dict(zip(columns[start:stop], values[start:stop], strict=True))
        for row, (start, stop) in enumerate(pairwise(first))
        if stop > start
    }
