"""Key sets: whom to choose together so that they reach most of who decides (method 5)."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from typing import Final

import numpy as np
from pydantic import Field
from scipy.sparse import csr_array, eye_array

from graph.analysis.decision_makers import SAME
from graph.answer import Answer
from graph.method import STEP_OF_LEVEL
from graph.power_graph import Floats, PowerGraph

MOST_WORK: Final = 20_000_000  # entries the search for the best key set touches: a second or so
GREEDY_BOUND: Final = 1 - 1 / np.e


class KeySet(Answer):
    """People who together reach most (Borgatti 2006, KPP-POS; method 5)."""

    people: tuple[str, ...] = Field(description="By id; fewer than asked for where fewer can be chosen.")
    reached: float = Field(ge=0, le=1, description="Decision influence within two influence hops, themselves included.")
    reaches: tuple[str, ...] = Field(description="Whom they reach.")
    bound: float = Field(ge=0, le=1, description="No such set reaches more.")
    exact: bool = Field(description="The best set; else at least 1 - 1/e of the best.")


def key_set(power: PowerGraph, decision_influence: Mapping[str, float], k: int, *, reach_alone: bool = False) -> KeySet:
    """The k people who reach the most decision influence within two hops along influence (Borgatti 2006, KPP-POS).

    Nobody is chosen who opposes us or supports a competitor exclusively, unless reach alone is asked for; they may be reached
    and passed. Greedy first, at least 1 - 1/e of the best (Nemhauser, Wolsey & Fisher 1978); then a search over better sets,
    which proves or improves it and ends after a fixed number of steps, with `exact` false. Equal people go by id.

    >>> from graph.power_graph import tiny
    >>> key_set(tiny("a->b 0.9, c"), {"a": 0.2, "b": 0.5, "c": 0.3}, 1).people
    ('a',)
    """
    weight = np.array([decision_influence[person] for person in power.ids])
    candidates = np.array(
        [power.place[person] for person in power.ids if reach_alone or _may_be_chosen(power, person)], dtype=np.int64
    )
    k = min(k, len(candidates))
    if k == 0:
        return KeySet(people=(), reached=0.0, reaches=(), bound=0.0, exact=True)
    within = ((power.influence > 0).astype(np.int32) + eye_array(len(power.ids), dtype=np.int32, format="csr")).tocsr()
    near = ((within @ within) > 0).tocsr()[candidates]
    rows, value, bound = _Search(near.astype(np.float64), weight, k).best()
    return KeySet(
        people=tuple(power.ids[place] for place in candidates[rows].tolist()),
        reached=min(1.0, value),
        reaches=tuple(power.ids[place] for place in np.flatnonzero(near[rows].sum(axis=0)).tolist()),
        bound=min(1.0, bound),
        exact=bound <= value + SAME,
    )


def _may_be_chosen(power: PowerGraph, person: str) -> bool:
    ours = power.stance(person, power.vendor)
    theirs = [power.stance(person, party) for party in power.rivals]
    locked = any(stance is not None and stance.step == STEP_OF_LEVEL["SUPPORT_EXCLUSIVE"] for stance in theirs)
    return not locked and not (ours is not None and ours.opposes)


class _Search:
    """Greedy, then branch and bound: whoever is still to be chosen adds at most the largest gains there are now."""

    def __init__(self, reach: csr_array[np.float64, tuple[int, int]], weight: Floats, k: int) -> None:
        first = np.asarray(reach @ weight)
        self.order = np.lexsort((np.arange(len(first)), -np.round(first, 12)))
        self.reach, self.weight, self.k = reach[self.order].tocsr(), weight, k

    def best(self) -> tuple[list[int], float, float]:
        """The places chosen, what they reach, and what no set can pass."""
        chosen, value = self._greedy()
        cap = min(float(self.weight.sum()), value / GREEDY_BOUND)
        waiting: list[tuple[float, tuple[int, ...]]] = [(-cap, ())]
        budget = MOST_WORK // (self.reach.nnz + len(self.weight))
        while waiting and budget > 0 and -waiting[0][0] > value + SAME:
            budget -= 1
            _, some = heapq.heappop(waiting)
            left = self._left(some)
            start = some[-1] + 1 if some else 0
            gains = np.asarray(self.reach[start:] @ left)
            covered, more = float(self.weight.sum() - left.sum()), self.k - len(some)
            if more == 1:
                best = int(gains.argmax())
                if covered + gains[best] > value + SAME:
                    chosen, value = [*some, start + best], covered + float(gains[best])
                continue
            for i in range(len(gains) - more + 1):
                rest = gains[i + 1 :]
                bound = covered + float(
                    gains[i] + np.partition(rest, len(rest) - more + 1)[len(rest) - more + 1 :].sum()
                )
                if bound > value + SAME:
                    heapq.heappush(waiting, (-min(bound, cap), (*some, start + i)))
        open_bound = -waiting[0][0] if waiting else value
        return sorted(self.order[chosen].tolist()), value, max(value, min(open_bound, cap))

    def _greedy(self) -> tuple[list[int], float]:
        left = self.weight.copy()
        chosen: list[int] = []
        for _ in range(self.k):
            gains = np.asarray(self.reach @ left)
            gains[chosen] = -1.0
            best = int(np.lexsort((self.order, -np.round(gains, 12)))[0])
            chosen.append(best)
            left = self._left(tuple(chosen))
        return chosen, float(self.weight.sum() - left.sum())

    def _left(self, chosen: tuple[int, ...]) -> Floats:
        left = self.weight.copy()
        for place in chosen:
            left[self.reach.indices[self.reach.indptr[place] : self.reach.indptr[place + 1]]] = 0.0
        return left
