"""Ways to someone: who could persuade them, and who could introduce us (method 5)."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain, pairwise
from typing import Literal

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
Steps = Mapping[int, tuple[tuple[int, float], ...]]
_Partial = tuple[float, int, tuple[str, ...], tuple[int, ...], float]
MOST_EDGES = 4
FLOORS = (1.0, 0.5, 0.125, 0.0)  # of the best strength there can be: paths above are looked for first
ROUNDING = 2e-12  # strengths this close may count as equal


class Path(Answer):
    """A way to someone."""

    people: tuple[str, ...] = Field(description="From someone well disposed to us (first) to the target (last).")
    strength: float = Field(gt=0, le=1, description="Product of the influence strengths along the way (method 5).")


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
        self._back = _without(self._lines_back, rivals)
        self._onward = _without(_rows(influence), rivals)

    def best(self, target: str, k: int = 3) -> tuple[Path, ...]:
        """The k best simple paths: strongest first, then with fewer edges, then by ids; empty when there is none.

        Best first from those well disposed, each beginning of a path by the best end it can have: what remains to the target
        is known exactly (`_ends`), so no beginning is taken up in vain and the work is that of a few sweeps per path. Paths
        weaker than a floor are not looked at; it is lowered from the best strength there can be until k paths are above it.

        >>> from graph.power_graph import tiny
        >>> PathFinder(tiny("a->b 0.9"), "access").best("b")
        ()
        """
        end = self.power.place[target]
        hope = max(
            (
                edge * self._reach[-2].get(before, 0.0)
                for before, edge in self._back.get(end, ())
                if before not in self._opposed
            ),
            default=0.0,
        )
        paths: list[Path] = []
        for share in FLOORS if hope else ():
            floor = max(0.0, hope * share - 2 * ROUNDING)
            paths = self._above(end, k, floor)
            if len(paths) == k and paths[-1].strength >= floor + ROUNDING:
                break
        return tuple(paths)

    @cached_property
    def _reach(self) -> list[dict[int, float]]:
        """By number of edges, from 0: whom a way of at most as many reaches past nobody opposed, and its strength."""
        reach = [dict.fromkeys(self._starts, 1.0)]
        news = reach[0]
        for _ in range(MOST_EDGES):
            strengths, better = dict(reach[-1]), {}
            for before, strength in news.items():
                for after, edge in self._onward.get(before, ()):
                    if (product := strength * edge) > strengths.get(after, 0.0):
                        strengths[after] = better[after] = product
            reach.append(strengths)
            news = {place: strength for place, strength in better.items() if place not in self._opposed}
        return reach

    def _above(self, end: int, k: int, floor: float) -> list[Path]:
        """Up to k best paths, all there are of at least this strength and perhaps some weaker ones."""
        ends = self._ends(end, frozenset(), MOST_EDGES, floor)
        waiting: list[_Partial] = []
        for start in self._starts.intersection(chain(*ends[1:])):
            self._wait(waiting, (start,), 1.0, ends)
        paths: list[Path] = []
        while waiting and len(paths) < k:
            _, _, people, places, strength = heapq.heappop(waiting)
            if places[-1] == end:
                paths.append(Path(people=people, strength=strength))
                continue
            passed = frozenset(places)
            ends = self._ends(end, passed, MOST_EDGES - len(places), floor)
            for after, edge in self._onward.get(places[-1], ()):
                if after not in passed:
                    self._wait(waiting, (*places, after), strength * edge, ends)
        return paths

    def _ends(self, end: int, passed: AbstractSet[int], most_edges: int, floor: float) -> list[dict[int, float]]:
        """By number of edges: from whom a way leads to the target past nobody opposed or passed, and its strength.

        A way that meets someone twice is never better than the same without the detour, so the best are simple. Ways that
        cannot belong to a path of at least `floor` are left out.
        """
        layers = [{end: 1.0}]
        avoided = self._opposed | passed | {end}
        for edges in range(1, most_edges + 1):
            layer: dict[int, float] = {}
            reach = self._reach[MOST_EDGES - edges]
            for after, strength in layers[-1].items():
                for before, edge in self._back.get(after, ()):
                    product = strength * edge
                    if product * reach.get(before, 0.0) > floor and product > layer.get(before, 0.0):
                        layer[before] = product
            layers.append({place: s for place, s in layer.items() if place not in avoided})
        return layers

    def _wait(
        self, waiting: list[_Partial], places: tuple[int, ...], strength: float, ends: list[dict[int, float]]
    ) -> None:
        """Queues the beginning of a path by the key of the best path it can become; one without an end is dropped."""
        last = places[-1]
        keys = [
            (-round(strength * layer[last], 12), len(places) - 1 + edges)
            for edges, layer in enumerate(ends)
            if last in layer
        ]
        if keys:
            heapq.heappush(waiting, (*min(keys), tuple(self.power.ids[place] for place in places), places, strength))

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

    def _hears(self, end: int, lines: Steps, avoided: frozenset[int]) -> bool:
        """Whether someone well disposed is anywhere behind the target along these lines when these people are avoided."""
        seen, waiting = {end}, [end]
        while waiting:
            for before, _ in lines.get(waiting.pop(), ()):
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
            for before, _ in steps:
                if before != end and before not in self._opposed and (after == end or after not in self._opposed):
                    net.add_edge(("out", before), ("in", after), capacity=1)
        for start in starts:
            net.add_edge(("in", start), ("out", start), capacity=1)
        value = nx.maximum_flow_value(net, ("source", 0), ("in", end))
        return int(value)


def _rows(matrix: Sparse) -> dict[int, tuple[tuple[int, float], ...]]:
    columns, values, first = matrix.indices.tolist(), matrix.data.tolist(), matrix.indptr.tolist()
    return {
        row: tuple(zip(columns[start:stop], values[start:stop], strict=True))
        for row, (start, stop) in enumerate(pairwise(first))
        if stop > start
    }


def _without(steps: Steps, pairs: AbstractSet[tuple[int, int]]) -> Steps:
    """The steps without those between these pairs."""
    if not pairs:
        return steps
    allowed = {row: tuple(step for step in ends if (row, step[0]) not in pairs) for row, ends in steps.items()}
    return {row: ends for row, ends in allowed.items() if ends}
