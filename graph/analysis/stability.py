"""How far the answer depends on what we may have wrong: 500 seeded redraws of lines and attitudes (method 3).

In each draw every influence record is dropped by its confidence, its strength multiplied by U(0.8, 1.2) and capped at 1, the
0.6 of openness drawn from U(0.4, 0.8) (a person's own stays), and every attitude drawn from the triangle over its range.

Decision influence is the sum over steps k of (I - Λ)(WᵀΛ)^k w: what the voters' weight w leaves with each person after k
times listening. Every term is at least 0 and all of it sums to the whole, so what is still on its way bounds how far any score
can rise, and a draw is finished as soon as nobody can enter or leave class A any more. All draws run side by side in one matrix
over the people whom voters hear, directly or through others; nobody else has any decision influence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, diags_array
from scipy.sparse.csgraph import breadth_first_order
from scipy.sparse.linalg import splu

from graph.analysis.ballots import Electorate, power_vector
from graph.analysis.classes import EQUAL
from graph.analysis.decision_makers import DecisionMakers, reaches
from graph.analysis.draws import pairs_of_uniforms, streams, triangular, uniforms
from graph.analysis.propagation import MOST_OPEN
from graph.power_graph import Floats, PowerGraph

MOST_ENTRIES: Final = 200_000  # of the matrix of the draws that run side by side
CHECKS: Final = (6, 10, 14, 19, 25, 32, 40, 52, 70, 100, 150, 240, 400)  # steps after which finished draws leave
CLOSE: Final = 1e-5  # what may still be on its way when standings are read off
SETTLED: Final = 1e-13  # what is still on its way and no longer matters
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Stability:
    """How often each person is in class A over the draws, 0 to 1, and whom of today's class A that confirms.

    `key_decision_makers`: class A today with a share of at least 0.8, in order; `unstable`: the rest of class A.
    `standing`: every party's combined standing in each draw.
    """

    key_share: Mapping[str, float]
    key_decision_makers: tuple[str, ...]
    unstable: tuple[str, ...]
    standing: Mapping[str, Floats] = field(compare=False)


def redraw(power: PowerGraph, electors: Electorate, deciders: DecisionMakers) -> Stability:
    """Redraw the account and count; the same account gives the same shares, whatever runs beside.

    In a draw whoever reaches 0.8 of the last score in class A counts as in, and the rule about small scores does not apply.

    >>> from graph.analysis.ballots import electorate
    >>> from graph.analysis.decision_makers import rank_decision_makers
    >>> from graph.analysis.propagation import Propagation
    >>> from graph.power_graph import tiny
    >>> power = tiny("a->b 0.9, c", ranks={"b": 1})
    >>> stability = redraw(power, electorate(power), rank_decision_makers(power, electorate(power), Propagation(power)))
    >>> stability.key_share["c"], stability.key_share["b"] > 0.5
    (0.0, True)
    """
    weights = sum((ballot.omega * power_vector(power, ballot) for ballot in electors.ballots), np.zeros(len(power.ids)))
    draws = power.method.stability_draws
    share = dict.fromkeys(power.ids, 0.0)
    standing = _of_successors(power, electors)
    if weights.any():
        pattern = _Pattern(power, weights)
        counts = np.zeros(len(pattern.people), dtype=np.int64)
        for bundle in pattern.draws():
            counts += bundle.count_class_a()
            standing[bundle.start : bundle.start + len(bundle.standing)] += bundle.standing
        shares = (counts / draws).tolist()
        share |= {power.ids[place]: shares[i] for i, place in enumerate(pattern.people.tolist())}
    today = [person for person in deciders.order if deciders.class_of[person] == "A"]
    stable = {person for person in today if reaches(share[person], power.method.stability_share)}
    return Stability(
        key_share=share,
        key_decision_makers=tuple(person for person in today if person in stable),
        unstable=tuple(person for person in today if person not in stable),
        standing={party: standing[:, i] for i, party in enumerate(power.parties)},
    )


def _of_successors(power: PowerGraph, electors: Electorate) -> Floats:
    """What unnamed successors add to each party's standing in every draw: of unknown attitude, they listen to nobody."""
    added = np.zeros((power.method.stability_draws, len(power.parties)))
    for successor in power.successors:
        power_of_successor = sum(ballot.omega * ballot.power.get(successor, 0.0) for ballot in electors.ballots)
        if power_of_successor:
            keyed = streams(power.method.seed, [("attitude", successor, party) for party in power.parties])
            uniform = uniforms(keyed, 0, power.method.stability_draws)
            added += power_of_successor * triangular(uniform, np.array(-1.0), np.array(0.0), np.array(1.0))
    return added


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
        records = [records[i] for i in order.tolist()]
        self.strengths = np.array([record.strength for record in records])
        self.drop = np.array([method.stability_drop_of_confidence[record.confidence] for record in records])
        self.lines_keyed = streams(
            method.seed, (("influence", record.source, record.target, record.kind) for record in records)
        )
        self.first_record = np.flatnonzero(np.diff(keys[order], prepend=-1))
        self.pair_of_influence = np.searchsorted(pairs, keys[order][self.first_record])
        self.reported = np.zeros(len(pairs))
        np.add.at(self.reported, np.searchsorted(pairs, line_keys), added)
        self.follower, self.leader = pairs // n, pairs % n
        self.by_leader = np.argsort(self.leader, kind="stable")
        self.followers_of = self.follower[self.by_leader].astype(np.int32)
        self.first_follower = np.searchsorted(self.leader[self.by_leader], np.arange(n)).astype(np.int32)
        self.followers, self.first_pair = np.unique(self.follower, return_index=True)
        own = [power.people[power.ids[person]].openness for person in self.people.tolist()]
        self.own_openness = np.array([np.nan if value is None else min(value, MOST_OPEN) for value in own])
        self._attitudes()

    def _attitudes(self) -> None:
        """Low end, peak and high end of every range, a row a person and a column a party; and a stream for each."""
        power = self.power
        names = [power.ids[person] for person in self.people.tolist()]
        self.attitudes_keyed = streams(
            power.method.seed, (("attitude", name, party) for name in names for party in power.parties)
        ).reshape(len(names), len(power.parties))
        self.ranges = np.zeros((3, len(names), len(power.parties)))
        self.ranges[0], self.ranges[2] = -1.0, 1.0
        for i, name in enumerate(names):
            for j, party in enumerate(power.parties):
                if (stance := power.stance(name, party)) is not None:
                    self.ranges[:, i, j] = stance.low, stance.x, stance.high

    def draws(self, most_entries: int = MOST_ENTRIES) -> Iterator[_Draws]:
        """All draws in bundles that fit into memory; how they are bundled changes nothing."""
        method = self.power.method
        low, high = sorted((method.stability_openness_low, method.stability_openness_high))
        uniform = uniforms(streams(method.seed, [("openness",)]), 0, method.stability_draws)
        opennesses = low + (high - low) * uniform[:, 0]
        size = max(1, most_entries // max(1, len(self.follower) + len(self.strengths) + len(self.people)))
        for start in range(0, method.stability_draws, size):
            stop = min(start + size, method.stability_draws)
            yield _Draws(self, start, opennesses[start:stop], self._strengths(start, stop))

    def _strengths(self, start: int, stop: int) -> Floats:
        """The strength of every influenced pair in each draw, all its kinds combined."""
        fate, jitter = pairs_of_uniforms(self.lines_keyed, start, stop)
        spread = self.power.method.stability_jitter
        drawn = jitter
        drawn *= 2 * spread
        drawn += 1 - spread
        drawn *= self.strengths
        np.minimum(1.0, drawn, out=drawn)
        drawn[fate < self.drop] = 0.0
        if len(self.first_record) == len(self.strengths):
            return drawn
        return 1 - np.multiply.reduceat(np.subtract(1, drawn, out=drawn), self.first_record, axis=1)

    def attitudes(self, start: int, stop: int) -> Floats:
        """Every attitude in each draw: draw, person, party."""
        shape = (stop - start, *self.attitudes_keyed.shape)
        uniform = uniforms(self.attitudes_keyed.ravel(), start, stop)
        return triangular(uniform.reshape(shape), self.ranges[0], self.ranges[1], self.ranges[2])


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

    def __init__(self, pattern: _Pattern, start: int, openness: Floats, strengths: Floats) -> None:
        self.pattern, self.start = pattern, start
        count, n = len(openness), len(pattern.people)
        deference = np.tile(pattern.reported, (count, 1))
        deference[:, pattern.pair_of_influence] += strengths
        self.open = np.zeros((count, n))
        if len(pattern.followers):
            sums = np.add.reduceat(deference, pattern.first_pair, axis=1)
            unheard = np.minimum(1.0, deference)
            deaf = np.multiply.reduceat(np.subtract(1, unheard, out=unheard), pattern.first_pair, axis=1)
            own = pattern.own_openness[pattern.followers]
            listens = np.where(np.isnan(own), openness[:, np.newaxis], own) * (1 - deaf)
            self.open[:, pattern.followers] = listens
            passed_on = np.divide(listens, sums, out=np.zeros_like(sums), where=sums > 0)
            deference *= np.repeat(passed_on, np.diff(pattern.first_pair, append=len(pattern.follower)), axis=1)
        self.passed_on = deference[:, pattern.by_leader]
        self.closed = 1 - self.open
        self.flow = np.tile(pattern.weights, (count, 1))
        self.settled = self.closed * self.flow
        self.attitudes = pattern.attitudes(start, start + count)
        self.standing = np.zeros((count, self.attitudes.shape[2]))
        self.running = np.arange(count)

    def count_class_a(self) -> NDArray[np.int64]:
        """In how many of these draws each person is in class A; fills `standing`, too."""
        counts = np.zeros(len(self.pattern.people), dtype=np.int64)
        step, matrix, stays = 0, self._matrix(), np.empty_like(self.flow)
        for check in CHECKS:
            while step < check:
                self.flow = np.asarray(matrix @ self.flow.ravel()).reshape(self.flow.shape)
                self.settled += np.multiply(self.closed, self.flow, out=stays)
                step += 1
            finished, members = self._class_a()
            counts += members.sum(axis=0)
            self._read_off(finished)
            if len(finished) == len(self.running):
                return counts
            if len(finished):
                self._keep(np.delete(np.arange(len(self.running)), finished))
                matrix, stays = self._matrix(), np.empty_like(self.flow)
        for draw in range(len(self.flow)):
            self.settled[draw], self.flow[draw] = self._solved(draw), 0.0
        finished, members = self._class_a()
        self._read_off(finished)
        return np.asarray(counts + members.sum(axis=0))

    def _matrix(self) -> csr_array[np.float64]:
        """One block a draw: row leader, column follower."""
        places, (columns, rows) = self.open.size, self._blocks
        entries = self.passed_on.ravel()
        return csr_array((entries, columns[: len(entries)], rows[: places + 1]), shape=(places, places))

    @cached_property
    def _blocks(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Columns and beginnings of rows of all blocks; with fewer draws the first of them."""
        (count, n), pairs = self.open.shape, len(self.pattern.follower)
        blocks = np.arange(count, dtype=np.int32)[:, np.newaxis]
        columns = self.pattern.followers_of + blocks * np.int32(n)
        first = self.pattern.first_follower + blocks * np.int32(pairs)
        return columns.ravel(), np.append(first.ravel(), np.int32(count * pairs))

    def _class_a(self) -> tuple[Places, NDArray[np.bool_]]:
        """The draws in which what is on its way can no longer change who is in class A, and who that is in each.

        Sums of the largest scores rise by at most the rest, and so does every score: the place at which half of the whole is
        reached is certain when the sum before it cannot reach half.
        """
        method, rest = self.pattern.power.method, (self.open * self.flow).sum(axis=1)
        close = np.flatnonzero(rest < CLOSE)
        rest, settled = rest[close], self.settled[close]
        half = method.class_a * self.pattern.weights.sum() - EQUAL
        largest = np.sort(settled, axis=1)[:, ::-1]
        sums = largest.cumsum(axis=1)
        row = np.arange(len(largest))
        last_place = np.minimum((sums < half).sum(axis=1), largest.shape[1] - 1)
        last = largest[row, last_place]
        before = sums[row, last_place] - last
        near = method.stability_near
        enters = (near * last - EQUAL)[:, np.newaxis]
        members = (settled >= enters) & (settled > 0)
        open_question = ~members & (settled + rest[:, np.newaxis] >= enters)
        open_question |= members & (settled < enters + near * rest[:, np.newaxis])
        certain = (before + rest < half) & (sums[row, last_place] >= half) & ~open_question.any(axis=1)
        finished = certain | (rest < SETTLED)
        return close[finished], members[finished]

    def _read_off(self, rows: Places) -> None:
        """The standings of finished draws; what little is on its way stays where it is."""
        scores = self.settled[rows] + self.open[rows] * self.flow[rows]
        where = self.running[rows]
        self.standing[where] = np.einsum("dp,dpk->dk", scores, self.attitudes[where])

    def _keep(self, rows: Places) -> None:
        self.open, self.closed, self.running = self.open[rows], self.closed[rows], self.running[rows]
        self.passed_on, self.flow, self.settled = self.passed_on[rows], self.flow[rows], self.settled[rows]

    def _solved(self, draw: int) -> Floats:
        """The scores of one draw that settles too slowly to wait for."""
        n = len(self.pattern.people)
        rows = np.append(self.pattern.first_follower, np.int32(len(self.pattern.follower)))
        listened = csr_array((self.passed_on[draw], self.pattern.followers_of, rows), shape=(n, n))
        solved = splu(csc_array(diags_array(np.ones(n)) - listened), permc_spec="MMD_AT_PLUS_A").solve(
            self.pattern.weights
        )
        return np.asarray((1 - self.open[draw]) * solved)
