"""How far the ranking depends on what we may have wrong: 500 seeded redraws of the influence records (method 3).

In each draw every influence record is dropped with probability 0.1, its strength multiplied by U(0.8, 1.2) and capped at
1, and one openness drawn from U(0.3, 0.7) in place of the default; a person's own openness stays.

Only the five largest scores of a draw are needed, not the scores. Decision influence is the sum over steps k of
(I - Λ)(WᵀΛ)^k w: what the voters' weight w leaves with each person after k times listening. Every term is at least 0 and
all of it sums to 1, so what is still on its way bounds how far any score can rise, and a draw is finished as soon as the
fifth is further ahead of the sixth than that. All draws run side by side in one matrix over the people whom voters hear,
directly or through others; nobody else has any decision influence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, diags_array
from scipy.sparse.csgraph import breadth_first_order
from scipy.sparse.linalg import splu

from graph.analysis.ballots import Electorate, power_vector
from graph.analysis.decision_makers import DecisionMakers, reaches
from graph.analysis.propagation import MOST_OPEN
from graph.power_graph import Floats, PowerGraph

TOP: Final = 5
MOST_ENTRIES: Final = 400_000  # of the matrix of the draws that run side by side
CHECKS: Final = (5, 8, 11, 15, 20, 26, 34, 44, 60, 80, 120, 200, 400)  # steps after which finished draws leave
SETTLED: Final = 1e-13  # what is still on its way and no longer matters
SAME: Final = 1e-12  # scores closer than this are equal, and the smaller id comes first
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Stability:
    """How often each person is among the five of most decision influence, 0 to 1, and who of today's five that confirms.

    `key_decision_makers`: today's five with a share of at least 0.8, in order; `unstable`: the rest of the five.
    """

    top5_share: Mapping[str, float]
    key_decision_makers: tuple[str, ...]
    unstable: tuple[str, ...]


def redraw(power: PowerGraph, electors: Electorate, deciders: DecisionMakers) -> Stability:
    """Redraw the graph and count; the same graph gives the same shares, whatever runs beside.

    The five largest above 0, ties by id, so that fewer than five people may have a share. Without people nothing is found.
    Takes about 20 ms for 200 people and 800 influence records, about 2 s for 5,000 and 30,000.

    >>> from graph.analysis.ballots import electorate
    >>> from graph.analysis.decision_makers import rank_decision_makers
    >>> from graph.analysis.propagation import Propagation
    >>> from graph.power_graph import tiny
    >>> power = tiny("a->b 0.9, c", ranks={"b": 1})
    >>> found = redraw(power, electorate(power), rank_decision_makers(power, electorate(power), Propagation(power)))
    >>> found.top5_share["b"], found.top5_share["c"], found.key_decision_makers, found.unstable
    (1.0, 0.0, ('a', 'b'), ())
    """
    weights = sum((ballot.omega * power_vector(power, ballot) for ballot in electors.ballots), np.zeros(len(power.ids)))
    share = dict.fromkeys(power.ids, 0.0)
    if weights.any():
        pattern = _Pattern(power, weights)
        counts = np.zeros(len(pattern.people), dtype=np.int64)
        for draws in pattern.draws():
            counts += draws.count_top()
        shares = (counts / power.method.stability_draws).tolist()
        share |= {power.ids[place]: shares[i] for i, place in enumerate(pattern.people.tolist())}
    today = [person for person in deciders.order[:TOP] if deciders.decision_influence[person] > SAME]
    stable = {person for person in today if reaches(share[person], power.method.stability_share)}
    return Stability(
        top5_share=share,
        key_decision_makers=tuple(person for person in today if person in stable),
        unstable=tuple(person for person in today if person not in stable),
    )


class _Pattern:
    """What all draws share: the people whom voters hear, who may follow whom, and the records behind it.

    Pairs stand in the order of follower, then leader. A record belongs to the pair target (follower), source (leader).
    """

    def __init__(self, power: PowerGraph, weights: Floats) -> None:
        self.power = power
        self.people = _heard(power, weights)
        n = len(self.people)
        self.weights = weights[self.people]
        place = {power.ids[person]: i for i, person in enumerate(self.people.tolist())}
        records = sorted(
            (record for record in power.document.influence if record.target in place),
            key=lambda record: (record.target, record.source, record.kind),
        )
        lines = [line for line in power.document.reporting if line.subordinate in place]
        keys = np.array([place[record.target] * n + place[record.source] for record in records], dtype=np.int64)
        line_keys = np.array([place[line.subordinate] * n + place[line.manager] for line in lines], dtype=np.int64)
        method = power.method
        added = np.array([method.solid_weight if line.kind == "SOLID" else method.dotted_weight for line in lines])
        pairs = np.unique(np.concatenate([keys, line_keys]))
        order = np.argsort(keys, kind="stable")
        self.strengths = np.array([record.strength for record in records])[order]
        self.first_record = np.flatnonzero(np.diff(keys[order], prepend=-1))
        self.pair_of_influence = np.searchsorted(pairs, keys[order][self.first_record])
        self.reported = np.zeros(len(pairs))
        np.add.at(self.reported, np.searchsorted(pairs, line_keys), added)
        self.follower, self.leader = pairs // n, pairs % n
        self.followers, self.first_pair = np.unique(self.follower, return_index=True)
        own = [power.people[power.ids[person]].openness for person in self.people.tolist()]
        self.own_openness = np.array([np.nan if value is None else min(value, MOST_OPEN) for value in own])

    def draws(self, most_entries: int = MOST_ENTRIES) -> Iterator[_Draws]:
        """All draws in bundles that fit into memory; how they are bundled changes nothing."""
        method = self.power.method
        random = np.random.default_rng(method.seed)
        low, high = sorted((method.stability_openness_low, method.stability_openness_high))
        opennesses = random.uniform(low, high, method.stability_draws)
        size = max(1, most_entries // max(1, len(self.follower) + len(self.strengths) + len(self.people)))
        for start in range(0, method.stability_draws, size):
            openness = opennesses[start : start + size]
            chance = random.random((len(openness), len(self.strengths), 2), dtype=np.float32)
            yield _Draws(self, openness, self._strengths(chance[..., 0], chance[..., 1]))

    def _strengths(self, fate: NDArray[np.float32], jitter: NDArray[np.float32]) -> Floats:
        """The strength of every influenced pair in each draw, all its kinds combined."""
        method = self.power.method
        spread = method.stability_jitter
        drawn = np.minimum(1.0, self.strengths * (1 - spread + 2 * spread * jitter))
        drawn[fate < method.stability_drop] = 0.0
        if len(self.first_record) == len(self.strengths):
            return np.asarray(drawn)
        return np.asarray(1 - np.multiply.reduceat(1 - drawn, self.first_record, axis=1))


def _heard(power: PowerGraph, weights: Floats) -> Places:
    """The places of all whom people with weight follow, directly or through others, themselves included, in order."""
    n = len(power.ids)
    rows, columns = power.deference.tocoo().coords
    voters = np.flatnonzero(weights)
    heads = np.concatenate([columns, voters])
    tails = np.concatenate([rows, np.full(len(voters), n)])
    net = csr_array((np.ones(len(heads)), (tails, heads)), shape=(n + 1, n + 1))
    reached = breadth_first_order(net, n, directed=True, return_predecessors=False)
    return np.sort(reached[reached < n]).astype(np.intp)


class _Draws:
    """Some draws side by side. `flow` holds what is on its way, `settled` what has stayed, one row a draw."""

    def __init__(self, pattern: _Pattern, openness: Floats, strengths: Floats) -> None:
        self.pattern = pattern
        count, n = len(openness), len(pattern.people)
        deference = np.tile(pattern.reported, (count, 1))
        deference[:, pattern.pair_of_influence] += strengths
        self.open = np.zeros((count, n))
        if len(pattern.followers):
            sums = np.add.reduceat(deference, pattern.first_pair, axis=1)
            own = pattern.own_openness[pattern.followers]
            asked = np.where(np.isnan(own), openness[:, np.newaxis], own)
            self.open[:, pattern.followers] = np.where(sums > 0, asked, 0.0)
            passed_on = np.divide(asked, sums, out=np.zeros_like(sums), where=sums > 0)
            deference *= np.repeat(passed_on, np.diff(pattern.first_pair, append=len(pattern.follower)), axis=1)
        self.passed_on = deference
        self.flow = np.tile(pattern.weights, (count, 1))
        self.settled = (1 - self.open) * self.flow

    @cached_property
    def _first(self) -> NDArray[np.int32]:
        """Where each person's pairs start, as in a sparse matrix of one draw."""
        return np.searchsorted(self.pattern.follower, np.arange(len(self.pattern.people))).astype(np.int32)

    def count_top(self) -> NDArray[np.int64]:
        """In how many of these draws each person is among the five."""
        counts = np.zeros(len(self.pattern.people), dtype=np.int64)
        step, matrix = 0, self._matrix()
        for check in CHECKS:
            while step < check:
                self.flow = np.asarray(matrix @ self.flow.ravel()).reshape(self.flow.shape)
                self.settled += (1 - self.open) * self.flow
                step += 1
            top, done = self._leaders()
            np.add.at(counts, top[done][top[done] >= 0], 1)
            if done.all():
                return counts
            if done.any():
                self._keep(~done)
                matrix = self._matrix()
        for draw in range(len(self.flow)):
            top, _ = _five_largest(self._solved(draw)[np.newaxis])
            np.add.at(counts, top[top >= 0], 1)
        return counts

    def _matrix(self) -> csc_array[np.float64]:
        """One block a draw: column follower, row leader."""
        count, n = self.open.shape
        pairs = len(self.pattern.leader)
        rows = self.pattern.leader.astype(np.int32) + (np.arange(count, dtype=np.int32) * n)[:, np.newaxis]
        first = self._first + (np.arange(count, dtype=np.int32) * pairs)[:, np.newaxis]
        columns = np.append(first.ravel(), np.int32(count * pairs))
        return csc_array((self.passed_on.ravel(), rows.ravel(), columns), shape=(count * n, count * n))

    def _leaders(self) -> tuple[Places, NDArray[np.bool_]]:
        """The five of each draw so far, and whether what is on its way can still change who they are."""
        rest = (self.open * self.flow).sum(axis=1)
        top, lead = _five_largest(self.settled)
        return top, (lead > rest + SAME) | (rest < SETTLED)

    def _keep(self, kept: NDArray[np.bool_]) -> None:
        self.open, self.passed_on = self.open[kept], self.passed_on[kept]
        self.flow, self.settled = self.flow[kept], self.settled[kept]

    def _solved(self, draw: int) -> Floats:
        """The scores of one draw that settles too slowly to wait for."""
        n = len(self.pattern.people)
        columns = np.append(self._first, len(self.pattern.leader))
        listened = csc_array((self.passed_on[draw], self.pattern.leader, columns), shape=(n, n))
        solved = splu(csc_array(diags_array(np.ones(n)) - listened), permc_spec="MMD_AT_PLUS_A").solve(
            self.pattern.weights
        )
        return np.asarray((1 - self.open[draw]) * solved)


def _five_largest(scores: Floats) -> tuple[Places, Floats]:
    """Of each row the places of the five largest above 0 (-1 where there are fewer), and the fifth's lead on the next.

    Equal scores go by place, which is the order of ids. Nobody is behind the fifth where there are only five people, and the
    lead is endless then.
    """
    count, n = scores.shape
    if n <= TOP:
        top = np.tile(np.arange(n), (count, 1))
        top[scores <= SAME] = -1
        return top, np.where((scores > SAME).all(axis=1), np.inf, 0.0)
    split = n - TOP
    order = np.argpartition(scores, (split - 1, split), axis=1)
    row = np.arange(count)
    top = order[:, split:]
    lead = scores[row, order[:, split]] - scores[row, order[:, split - 1]]
    tied = np.flatnonzero(lead <= 2 * SAME)
    top[tied] = np.argsort(-np.round(scores[tied], 12), axis=1, kind="stable")[:, :TOP]
    top[np.take_along_axis(scores, top, axis=1) <= SAME] = -1
    return top, lead
