"""Whom to choose together: key sets, the cheapest plan to win a stage, and who of us must not leave (method 5)."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, combinations
from typing import Final

import numpy as np
from scipy.sparse import csr_array, eye_array

from graph.analysis.coverage import Coverage, contact_members
from graph.analysis.decision_chain import steps_to_favorable
from graph.analysis.decision_makers import SAME, falling
from graph.analysis.paths import PathFinder, PathKind
from graph.kinds import Stage
from graph.power_graph import Floats, PowerGraph

HOPS: Final = 2
MOST_WORK: Final = 20_000_000  # entries the search for the best key set touches: a second or so
MOST_MEMBERS: Final = 18  # of ours for whom every subset is looked at
GREEDY_BOUND: Final = 1 - 1 / np.e


@dataclass(frozen=True, slots=True)
class KeySet:
    """People who together reach `reached` of the decision influence within two influence hops, themselves included.

    `bound`: no set of that size reaches more; `exact`: this is the best set.
    """

    people: tuple[str, ...]
    reached: float
    reaches: tuple[str, ...]
    bound: float
    exact: bool


def key_set(power: PowerGraph, decision_influence: Mapping[str, float], k: int) -> KeySet:
    """The k people who reach the most decision influence within two hops along influence (Borgatti 2006, KPP-POS).

    Greedy first, at least 1 - 1/e of the best (Nemhauser, Wolsey & Fisher 1978); then a search over better sets, which proves
    or improves it and ends after a fixed number of steps, with `exact` false. Equal people go by id. Fewer people than k: all.

    >>> from graph.power_graph import tiny
    >>> key_set(tiny("a->b 0.9, c"), {"a": 0.2, "b": 0.5, "c": 0.3}, 1).people
    ('a',)
    """
    weight = np.array([decision_influence[person] for person in power.ids])
    k = min(k, len(power.ids))
    if k == 0:
        return KeySet((), 0.0, (), 0.0, exact=True)
    within = ((power.influence > 0).astype(np.int32) + eye_array(len(power.ids), dtype=np.int32, format="csr")).tocsr()
    near = ((within @ within) > 0).tocsr()
    search = _Search(near.astype(np.float64), weight, k)
    chosen, value, bound = search.best()
    covered = np.flatnonzero(near[chosen].sum(axis=0))
    return KeySet(
        people=tuple(power.ids[place] for place in chosen),
        reached=min(1.0, value),
        reaches=tuple(power.ids[place] for place in covered.tolist()),
        bound=min(1.0, bound),
        exact=bound <= value + SAME,
    )


class _Search:
    """Greedy, then branch and bound: whoever is still to be chosen adds at most the largest gains there are now."""

    def __init__(self, reach: csr_array[np.float64, tuple[int, int]], weight: Floats, k: int) -> None:
        first = np.asarray(reach @ weight)
        self.order = np.lexsort((np.arange(len(weight)), -np.round(first, 12)))
        self.reach, self.weight, self.k = reach[self.order].tocsr(), weight, k

    def best(self) -> tuple[list[int], float, float]:
        """The places chosen, what they reach, and what no set can pass."""
        chosen, value = self._greedy()
        cap = min(float(self.weight.sum()), value / GREEDY_BOUND)
        waiting: list[tuple[float, tuple[int, ...]]] = [(-cap, ())]
        budget = MOST_WORK // (self.reach.nnz + len(self.weight))
        while waiting and budget > 0 and -waiting[0][0] > value + SAME:
            budget -= 1
            _, held = heapq.heappop(waiting)
            left = self._left(held)
            start = held[-1] + 1 if held else 0
            gains = np.asarray(self.reach[start:] @ left)
            have, more = float(self.weight.sum() - left.sum()), self.k - len(held)
            if more == 1:
                best = int(gains.argmax())
                if have + gains[best] > value + SAME:
                    chosen, value = [*held, start + best], have + float(gains[best])
                continue
            for i in range(len(gains) - more + 1):
                rest = gains[i + 1 :]
                bound = have + float(gains[i] + np.partition(rest, len(rest) - more + 1)[len(rest) - more + 1 :].sum())
                if bound > value + SAME:
                    heapq.heappush(waiting, (-min(bound, cap), (*held, start + i)))
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

    def _left(self, held: tuple[int, ...]) -> Floats:
        left = self.weight.copy()
        for place in held:
            left[self.reach.indices[self.reach.indptr[place] : self.reach.indptr[place + 1]]] = 0.0
        return left


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One person to win: `steps` levels up to FAVORABLE, `weight` of votes; `path` from someone well disposed to them."""

    person: str
    level: str
    steps: int
    weight: int
    gain: float
    path_kind: PathKind | None
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The cheapest way to win a stage. `steps`: levels in all."""

    stage: str
    people: tuple[PlanStep, ...]
    steps: int
    yes_weight: int
    quota: int


def cheapest_plan(power: PowerGraph, stage: Stage, decision_influence: Mapping[str, float]) -> Plan | None:
    """Whom to win to FAVORABLE so that a voting stage is carried with the fewest attitude levels in all.

    Among equal sums the fewest people, then the heaviest votes, then ids. A veto holder who opposes us is in every plan, with or
    without a vote. None for a stage without votes. Where `minimum_flip_sets` asks for few people, this asks for little effort.
    """
    if not stage.votes:
        return None
    votes = {vote.person: vote.weight for vote in stage.votes}
    stances = power.stances_to_us
    forced = [person for person in stage.veto if person in stances and stances[person].opposes]
    missing = {person: steps_to_favorable(power, person) for person in {*votes, *forced}}
    yes = sum(weight for person, weight in votes.items() if not missing[person] or person in forced)
    quota = stage.quota or 0
    by_steps = [
        sorted(
            (person for person in votes if missing[person] == steps and person not in forced),
            key=lambda person: (-votes[person], person),
        )
        for steps in (1, 2, 3)
    ]
    sums = [[0, *accumulate(votes[person] for person in people)] for people in by_steps]
    counts = _cheapest_counts(sums, quota - yes)
    chosen = sorted([*forced, *(person for people, n in zip(by_steps, counts, strict=True) for person in people[:n])])
    kinds: tuple[PathKind, ...] = ("persuasion", "access")
    finders = {kind: PathFinder(power, kind) for kind in kinds}
    steps = [
        _plan_step(power, person, missing[person], votes.get(person, 0), decision_influence, finders)
        for person in chosen
    ]
    steps.sort(key=lambda step: (step.steps, falling(step.gain), step.person))
    won = sum(votes.get(person, 0) for person in chosen if person not in forced)
    return Plan(stage.id, tuple(steps), sum(step.steps for step in steps), yes + won, quota)


def _cheapest_counts(sums: list[list[int]], needed: int) -> tuple[int, ...]:
    """How many of the heaviest one, two and three levels away to take: least levels, then fewest, then most weight.

    >>> _cheapest_counts([[0, 1, 2], [0, 3], [0, 9]], 3)
    (0, 1, 0)
    """
    best: tuple[tuple[int, int, int], tuple[int, ...]] | None = None
    third = np.array(sums[2])
    for one, first in enumerate(sums[0]):
        for two, second in enumerate(sums[1]):
            three = int(np.searchsorted(third, needed - first - second)) if needed > first + second else 0
            if three < len(third):
                weight = first + second + int(third[three])
                key = (one + 2 * two + 3 * three, one + two + three, -weight)
                best = min(best, (key, (one, two, three))) if best else (key, (one, two, three))
    return best[1] if best else (0, 0, 0)


def _plan_step(
    power: PowerGraph,
    person: str,
    steps: int,
    weight: int,
    influence: Mapping[str, float],
    finders: Mapping[PathKind, PathFinder],
) -> PlanStep:
    stance = power.stances_to_us.get(person)
    gain = influence.get(person, 0.0) * (0.5 - (stance.x if stance else 0.0))  # none of an unnamed successor
    ways = finders.items() if person in power.people else ()
    found = next(((kind, path) for kind, finder in ways for path in finder.best(person, 1)), None)
    return PlanStep(
        person=person,
        level=stance.level if stance else "UNKNOWN",
        steps=steps,
        weight=weight,
        gain=gain,
        path_kind=found[0] if found else None,
        path=found[1].people if found else (),
    )


@dataclass(frozen=True, slots=True)
class BusFactor:
    """The smallest set of our members whose leaving drops coverage_weighted below half; None without such coverage.

    `coverage`: today's; `left`: what stays without them; `lost`: people whom nobody of us would have met in their window.
    """

    members: tuple[str, ...]
    coverage: float
    left: float
    lost: tuple[str, ...]
    exact: bool


def bus_factor(power: PowerGraph, coverage: Coverage, decision_influence: Mapping[str, float]) -> BusFactor | None:
    """Who of us must not leave together. Among the smallest sets the one that costs most, then by ids.

    A person stays covered as long as one of those who met them in their window stays. Every set is looked at up to 18 members
    with contacts; above, the members who cost most are taken one after the other and `exact` is false.
    """
    whole = coverage.whole.weighted
    if not whole:
        return None
    met = contact_members(power)
    covered = {
        person: frozenset(members) for person, members in met.items() if members and decision_influence[person] > 0
    }
    team = sorted({member for members in covered.values() for member in members})
    total = sum(decision_influence[person] for person in power.own_ids)
    if len(team) <= MOST_MEMBERS:
        gone, exact = _smallest_gone(team, covered, decision_influence, whole * total / 2), True
    else:
        gone, exact = _greedy_gone(team, covered, decision_influence, whole * total / 2), False
    lost = tuple(person for person, members in covered.items() if members <= set(gone))
    left = whole - sum(decision_influence[person] for person in lost) / total
    return BusFactor(gone, whole, max(0.0, left), lost, exact)


def _smallest_gone(
    team: list[str], covered: Mapping[str, frozenset[str]], influence: Mapping[str, float], half: float
) -> tuple[str, ...]:
    loss = np.zeros(1 << len(team))
    place = {member: i for i, member in enumerate(team)}
    for person, members in covered.items():
        loss[sum(1 << place[member] for member in members)] += influence[person]
    for i in range(len(team)):  # the loss of a set is that of all its subsets together
        pairs = loss.reshape(-1, 2, 1 << i)
        pairs[:, 1] += pairs[:, 0]
    for size in range(1, len(team) + 1):
        found = [
            (falling(float(loss[sum(1 << i for i in places)])), tuple(team[i] for i in places))
            for places in combinations(range(len(team)), size)
            if loss[sum(1 << i for i in places)] > half + SAME
        ]
        if found:
            return min(found)[1]
    return tuple(team)


def _greedy_gone(
    team: list[str], covered: Mapping[str, frozenset[str]], influence: Mapping[str, float], half: float
) -> tuple[str, ...]:
    gone: set[str] = set()

    def lost(members: set[str]) -> float:
        return sum(influence[person] for person, held in covered.items() if held <= members)

    def shared(member: str) -> float:
        return sum(influence[person] / len(held - gone) for person, held in covered.items() if member in held)

    while lost(gone) <= half + SAME and len(gone) < len(team):
        gone.add(
            min((member for member in team if member not in gone), key=lambda member: (falling(shared(member)), member))
        )
    return tuple(sorted(gone))
