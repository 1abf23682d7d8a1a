"""Ways to someone: who could persuade them, and who could introduce us (method 5)."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import networkx as nx

from graph.power_graph import PowerGraph, Sparse

PathKind = Literal["persuasion", "access"]
WhyNone = Literal[
    "NO_VENDOR", "NOBODY_WELL_DISPOSED", "NO_INFLUENCE_LINE", "NOT_CONNECTED", "ONLY_THROUGH_OPPOSED", "TOO_FAR"
]
Steps = Mapping[int, tuple[tuple[int, float], ...]]
_Partial = tuple[float, int, tuple[str, ...], tuple[int, ...], float]
MOST_EDGES = 4


@dataclass(frozen=True, slots=True)
class Path:
    """A way from someone well disposed to us (first) to the target (last); `strength` in (0, 1]: its edges' product."""

    people: tuple[str, ...]
    strength: float


class PathFinder:
    """The paths of one kind in one graph.

    Persuasion runs along influence, from people at FAVORABLE or above towards us; access runs along influence in
    either direction (the larger strength of a pair), from people at SUPPORT or above. Nobody in between opposes us;
    the target may be anyone, and at most 4 edges lead there. Ties and reporting lines are no part of a path.
    """

    def __init__(self, power: PowerGraph, kind: PathKind) -> None:
        self.power = power
        self.kind = kind
        stances = power.stances_to_us
        starts = {
            person for person, held in stances.items() if (held.favors if kind == "persuasion" else held.supports)
        }
        self._starts = frozenset(power.place[person] for person in starts)
        self._opposed = frozenset(power.place[person] for person, held in stances.items() if held.opposes)
        influence = power.influence if kind == "persuasion" else power.influence.maximum(power.influence.T).tocsr()
        self._back = _rows(influence.T.tocsr())
        self._hops = self._hops_from_start(_rows(influence))

    def best(self, target: str, k: int = 3) -> tuple[Path, ...]:
        """The k best simple paths: strongest first, then with fewer edges, then by ids; empty when there is none.

        Best first from the target backwards: a longer path is never better, so paths are met in their final order.

        >>> from graph.power_graph import tiny
        >>> PathFinder(tiny("a->b 0.9"), "access").best("b")
        ()
        """
        end = self.power.place[target]
        waiting: list[_Partial] = [(-1.0, 0, (target,), (end,), 1.0)]
        found: list[Path] = []
        while waiting and len(found) < k:
            _, edges, people, steps, strength = heapq.heappop(waiting)
            first = steps[0]
            if edges and first in self._starts:
                found.append(Path(people, strength))
            for before, edge in self._back.get(first, ()):
                if before not in steps and self._hops.get(before, MOST_EDGES) < MOST_EDGES - edges:
                    longer, product = (self.power.ids[before], *people), strength * edge
                    heapq.heappush(waiting, (-round(product, 12), edges + 1, longer, (before, *steps), product))
        return tuple(found)

    def why_none(self, target: str) -> WhyNone | None:
        """Why there is no path to someone; None when there is one.

        >>> from graph.power_graph import tiny
        >>> PathFinder(tiny("a->b 0.9"), "access").why_none("b")
        'NO_VENDOR'
        """
        if self.best(target, 1):
            return None
        end = self.power.place[target]
        if self.power.vendor is None:
            return "NO_VENDOR"
        if not self._starts - {end}:
            return "NOBODY_WELL_DISPOSED"
        if end not in self._back:
            return "NO_INFLUENCE_LINE"
        if not self._hears(end, frozenset()):
            return "NOT_CONNECTED"
        return "TOO_FAR" if self._hears(end, self._opposed) else "ONLY_THROUGH_OPPOSED"

    def _hears(self, end: int, avoided: frozenset[int]) -> bool:
        """Whether someone well disposed is anywhere behind the target when these people are avoided."""
        seen, waiting = {end}, [end]
        while waiting:
            for before, _ in self._back.get(waiting.pop(), ()):
                if before in self._starts and before != end:
                    return True
                if before not in seen and before not in avoided:
                    seen.add(before)
                    waiting.append(before)
        return False

    def _hops_from_start(self, onward: Steps) -> dict[int, int]:
        """How many edges away the nearest start is, for everyone who may be in between and has one near enough."""
        hops = dict.fromkeys(self._starts, 0)
        layer = sorted(self._starts)
        for far in range(1, MOST_EDGES):
            reached = {after for person in layer for after, _ in onward.get(person, ())}
            layer = sorted(after for after in reached if after not in hops and after not in self._opposed)
            hops.update(dict.fromkeys(layer, far))
        return hops

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
