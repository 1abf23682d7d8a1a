"""Weighted votes with a quota: how likely they are won, and how often each voter decides, when voters act independently.

Whether a vote is won depends on the weight still needed. The *decision diagram* follows it voter by voter, heaviest first
(Bolus 2011, doi:10.1016/j.ejor.2010.09.020): amounts that no choice of the voters left tells apart are one node, so a founder
with half of the shares leaves one node a voter, and 40 voters whose weights have nothing in common about a million. It is exact.

Where it grows past `MOST_NODES`, the probabilities are read from the characteristic function of the yes-weight: exactly
while there are few enough sums, else through Selberg's majorant and minorant of an interval (Montgomery 1994, Ten Lectures,
chapter 1), trigonometric polynomials that lie above and below it everywhere: what they give are bounds, not estimates.
Nothing is ever rounded, so no coalition below the quota wins. Time and memory are bounded whatever the weights.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.power_graph import Floats

MOST_NODES: Final = 3_000_000
SMALL: Final = 4_096  # nodes of a diagram that is kept
MOST_WORK: Final = 200_000_000  # node values computed: a second or two
MOST_TERMS: Final = 4_000_000  # of the characteristic function: a second or two
ENTRIES: Final = 2_000_000  # of one array
SURE: Final = 4.4  # standard sums of squares from the mean: beyond, a probability is below 2e-17 (Hoeffding 1963)
LIGHT: Final = 16  # part of all weight up to which a voter is one of many
ROUNDING: Final = 1e-12
LOST: Final = np.iinfo(np.int64).max
Places = NDArray[np.int64]
Complex = NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What probabilities lie between, and the best estimate; all the same where they are exact."""

    low: Floats
    point: Floats
    high: Floats

    @classmethod
    def exact(cls, value: Floats) -> Bounds:
        return cls(value, value, value)

    @classmethod
    def around(cls, point: Floats, wrong: Floats) -> Bounds:
        """A probability known to within `wrong`; what rounding leaves of an impossible one is 0."""
        point = np.where(np.abs(point) < ROUNDING, 0.0, np.clip(point, 0.0, 1.0))
        return cls(np.maximum(point - wrong, 0.0), point, np.minimum(point + wrong, 1.0))

    def mixed(self, other: Bounds, share: Floats) -> Bounds:
        """This with probability `share`, else the other."""
        ends = ((self.low, other.low), (self.point, other.point), (self.high, other.high))
        return Bounds(*(share * mine + (1 - share) * its for mine, its in ends))

    def less(self, other: Bounds) -> Bounds:
        """This without what it includes of the other."""
        return Bounds(np.maximum(self.low - other.high, 0.0), self.point - other.point, self.high - other.low)


@dataclass(frozen=True, slots=True)
class Counted:
    """Voters who all say yes alike: `swings`, by weight, how likely one voter of it decides; `won`, how likely it is won."""

    swings: dict[int, Bounds]
    won: Bounds


@dataclass(frozen=True)
class WeightedVote:
    """Weights, all above 0, of independent voters, and the yes-weight that wins; it may be 0 or out of reach."""

    weights: tuple[int, ...]
    quota: int

    @cached_property
    def total(self) -> int:
        return sum(self.weights)

    @cached_property
    def counts(self) -> tuple[tuple[int, int], ...]:
        """Each weight that occurs with the number of its voters, lightest first."""
        return tuple(sorted(Counter(self.weights).items()))

    @cached_property
    def heaviest_first(self) -> list[int]:
        """The voters' places by falling weight."""
        return sorted(range(len(self.weights)), key=lambda voter: (-self.weights[voter], voter))

    def _diagram(self, cases: int) -> _Diagram | None:
        """The smallest that can be had; searched with growing means, since the sums of the rest alone may be too many to list."""
        weights = tuple(self.weights[voter] for voter in self.heaviest_first)
        most_nodes = min(MOST_NODES, MOST_WORK // cases)
        means = (most_nodes >> 10, most_nodes >> 5, most_nodes)
        return next((diagram for nodes in means if (diagram := _diagram_of(weights, self.quota, nodes))), None)

    @property
    def is_over(self) -> bool:
        """Won without a vote or out of reach, whatever the voters do."""
        return not 0 < self.quota <= self.total

    def _settled(self, cases: int) -> Counted:
        nothing, won = np.zeros(cases), np.full(cases, float(self.quota <= 0))
        return Counted({weight: Bounds.exact(nothing) for weight, _ in self.counts}, Bounds.exact(won))

    def chances(self, yes: Floats) -> Bounds:
        """Probability of winning; `yes[v, i]` is that of voter v's yes in case i."""
        if self.is_over:
            return self._settled(yes.shape[1]).won
        if (diagram := self._diagram(yes.shape[1])) is not None:
            return Bounds.exact(
                np.concatenate([diagram.count(part, ())[1] for part in diagram.parts(yes[self.heaviest_first])])
            )
        weights = np.array(self.weights, dtype=np.float64)
        spread = SURE * math.sqrt(float((weights**2).sum()))
        ahead = weights @ yes - self.quota
        open_cases = np.flatnonzero(np.abs(ahead) < spread).tolist()
        point, wrong = (ahead > 0).astype(np.float64), np.zeros(yes.shape[1])
        point[open_cases] = 0.0
        series = _Series.of(self.total, MOST_TERMS // (len(weights) * max(1, len(open_cases))))
        for k in series.chunks(len(weights)):
            turns = series.turns(self.weights, k)
            middle, width = series.interval(self.quota, self.total + 1, k)
            for i in open_cases:
                values = (1 - yes[:, i, None] + yes[:, i, None] * turns).prod(axis=0)
                point[i] += _inner(middle, values)
                wrong[i] += _inner(width, values)
        return Bounds.around(point, wrong + series.slack)

    def alike(self, yes: Floats) -> Counted:
        """All voters say yes with the same probability, `yes[i]` in case i."""
        if self.is_over:
            return self._settled(len(yes))
        if (diagram := self._diagram(len(yes))) is None:
            return self.alike_by_series(yes)
        one_each = [i for i, weight in enumerate(diagram.weights) if i == 0 or weight != diagram.weights[i - 1]]
        everyone = np.broadcast_to(yes, (len(self.weights), len(yes)))
        parts = [diagram.count(part, one_each) for part in diagram.parts(everyone)]
        swings = np.concatenate([swing for swing, _ in parts], axis=1)
        by_weight = {diagram.weights[i]: Bounds.exact(swing) for i, swing in zip(one_each, swings, strict=True)}
        return Counted(by_weight, Bounds.exact(np.concatenate([won for _, won in parts])))

    def alike_by_series(self, yes: Floats) -> Counted:
        """The same without the diagram: between bounds, or exact to rounding where the total is small."""
        if self.is_over:
            return self._settled(len(yes))
        if max(self.weights) * LIGHT > self.total:
            return self._given_the_heaviest(yes)
        weights, numbers = zip(*self.counts, strict=True)
        spread = SURE * math.sqrt(sum(weight * weight * count for weight, count in self.counts)) + weights[-1]
        ahead = yes * self.total - self.quota
        open_cases = np.flatnonzero(np.abs(ahead) < spread).tolist()
        series = _Series.of(self.total, MOST_TERMS // (len(weights) * max(1, len(open_cases))))
        point, wrong = np.zeros((len(weights) + 1, len(yes))), np.zeros((len(weights) + 1, len(yes)))
        point[-1] = ahead > 0
        point[-1, open_cases] = 0.0
        counts = np.array(numbers)[:, None]
        for k in series.chunks(len(weights)):
            ends = [(self.quota - weight, self.quota) for weight in weights]
            intervals = [series.interval(*end, k) for end in (*ends, (self.quota, self.total + 1))]
            middle, width = (np.array(part) for part in zip(*intervals, strict=True))
            turns = series.turns(weights, k)
            for i in open_cases:
                factors = 1 - yes[i] + yes[i] * turns
                others = _all_but_one(factors, counts)
                values = np.concatenate([others, others[:1] * factors[:1]])
                point[:, i] += _inner(middle, values)
                wrong[:, i] += _inner(width, values)
        bounds = [Bounds.around(*row) for row in zip(point, wrong + series.slack, strict=True)]
        return Counted(dict(zip(weights, bounds, strict=False)), bounds[-1])

    def _given_the_heaviest(self, yes: Floats) -> Counted:
        """Whoever holds a large part decides in which of two votes of the others it ends."""
        heaviest, *rest = (self.weights[voter] for voter in self.heaviest_first)
        others = tuple(rest)
        with_yes = WeightedVote(others, self.quota - heaviest).alike_by_series(yes)
        with_no = WeightedVote(others, self.quota).alike_by_series(yes)
        swings = {weight: swing.mixed(with_no.swings[weight], yes) for weight, swing in with_yes.swings.items()}
        swings[heaviest] = with_yes.won.less(with_no.won)
        return Counted(swings, with_yes.won.mixed(with_no.won, yes))


# -- decision diagram -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Diagram:
    """Level i holds the amounts needed before voter i; `no[i]` and `yes[i]` are their places at level i + 1 after the vote.

    At the last level place 0 is won and place 1 lost. All places rise with the amount.
    """

    weights: tuple[int, ...]
    no: tuple[Places, ...]
    yes: tuple[Places, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, weights: Sequence[int], quota: int, most_nodes: int) -> _Diagram | None:
        """The diagram of voters in this order; None when it has more nodes."""
        sums = _sums_of_rest(weights, quota, most_nodes)
        left = sum(weights)
        needed = np.array([0, quota, LOST], dtype=np.int64)
        no, yes, sizes = [], [], [len(needed)]
        for i, weight in enumerate(weights):
            left -= weight
            refused, given = needed, np.where(needed == LOST, LOST, needed - weight)
            after = [_reduced(amount, left, sums[i + 1]) for amount in (refused, given)]
            needed = _merged(*after, np.array([0, LOST]))
            no.append(np.searchsorted(needed, after[0]))
            yes.append(np.searchsorted(needed, after[1]))
            sizes.append(len(needed))
            if sum(sizes) > most_nodes + 3 * len(sizes):
                return None
        return cls(tuple(weights), tuple(no), tuple(yes), tuple(sizes))

    def parts(self, yes: Floats) -> Iterator[Floats]:
        """The cases in parts that fit into memory."""
        width = max(1, 8 * ENTRIES // sum(self.sizes))
        for start in range(0, yes.shape[1], width):
            yield yes[:, start : start + width]

    def _values(self, yes: Floats) -> list[Floats]:
        """Probability of winning from each node on. No and yes alike give just that: who never decides has no power at all."""
        values = [np.repeat([[1.0], [0.0]], yes.shape[1], axis=1)]
        for i in reversed(range(len(self.weights))):
            refused = values[-1][self.no[i]]
            values.append(refused + yes[i] * (values[-1][self.yes[i]] - refused))
        return values[::-1]

    def count(self, yes: Floats, voters: Sequence[int]) -> tuple[Floats, Floats]:
        """How likely each of these voters decides, a row each, and how likely the vote is won."""
        values = self._values(yes)
        reached = np.repeat([[0.0], [1.0], [0.0]], yes.shape[1], axis=1)
        swings = []
        for i in range(max(voters, default=-1) + 1):
            if i in voters:
                swings.append((reached * (values[i + 1][self.yes[i]] - values[i + 1][self.no[i]])).sum(axis=0))
            onward = np.zeros((self.sizes[i + 1], yes.shape[1]))
            for places, share in ((self.no[i], reached * (1 - yes[i])), (self.yes[i], reached * yes[i])):
                first = np.flatnonzero(np.diff(places, prepend=-1))
                onward[places[first]] += np.add.reduceat(share, first, axis=0)
            reached = onward
        return np.array(swings).reshape(-1, yes.shape[1]), values[0][1]


def _diagram_of(weights: tuple[int, ...], quota: int, most_nodes: int) -> _Diagram | None:
    """The diagram; a small one is kept, since both indices and the chances of a stage count on the same."""
    return (_small_diagram if most_nodes <= SMALL else _Diagram.of)(weights, quota, most_nodes)


@lru_cache(maxsize=64)
def _small_diagram(weights: tuple[int, ...], quota: int, most_nodes: int) -> _Diagram | None:
    return _Diagram.of(weights, quota, most_nodes)


def _sums_of_rest(weights: Sequence[int], quota: int, most: int) -> list[Places | None]:
    """What the voters from each one on can give together, up to the quota; None where that is too much to hold."""
    sums: list[Places | None] = [None] * (len(weights) + 1)
    rest = np.zeros(1, dtype=np.int64)
    reached = 1
    sums[-1] = rest
    for i in reversed(range(len(weights))):
        rest = _merged(rest, rest + weights[i])
        rest = rest[: int(np.searchsorted(rest, quota)) + 1]
        reached += len(rest)
        if reached > most:
            break
        sums[i] = rest
    return sums


def _merged(*runs: Places) -> Places:
    """The distinct values of runs that each rise; stable sorting merges them, where `np.unique` would hash."""
    values = np.sort(np.concatenate(runs), kind="stable")
    return values[np.flatnonzero(np.diff(values, prepend=-1))]


def _reduced(needed: Places, left: int, sums: Places | None) -> Places:
    """Amounts told apart by what the rest can give: the least sum that is enough, 0 when won, LOST when it never is."""
    needed = np.maximum(needed, 0)
    if sums is not None:
        at = np.searchsorted(sums, needed)
        needed = np.where(at < len(sums), sums[np.minimum(at, len(sums) - 1)], LOST)
    return np.where(needed > left, LOST, needed)


# -- characteristic function ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Series:
    """Intervals of sums, laid around a circle of this many units, as trigonometric series of `terms` frequencies above 0."""

    total: int
    around: int
    terms: int
    exact: bool

    @classmethod
    def of(cls, total: int, most_terms: int) -> _Series:
        """All frequencies where there are few enough, an odd number of sums; else a circle with room on both sides."""
        around = total + 1 + total % 2
        exact = (around - 1) // 2 <= most_terms
        return cls(
            total, around if exact else total + total // 4, (around - 1) // 2 if exact else max(16, most_terms), exact
        )

    @property
    def slack(self) -> float:
        """What rounding may add where sums are not whole."""
        return 0.0 if self.exact else ROUNDING

    def chunks(self, rows: int) -> Iterator[Places]:
        """The frequencies from 0 in parts that fit into memory with so many rows."""
        width = max(1, ENTRIES // rows)
        for start in range(0, self.terms + 1, width):
            yield np.arange(start, min(start + width, self.terms + 1))

    def turns(self, weights: Sequence[int], k: Places) -> Complex:
        """What a yes of each weight does to each frequency; whole numbers as long as they fit, so that no turn is lost."""
        if max(weights) * self.terms < LOST:
            turned = np.outer(np.array(weights, dtype=np.int64), k) % self.around / self.around
        else:
            turned = np.mod(np.outer(np.array([weight / self.around for weight in weights]), k), 1.0)
        return np.asarray(np.exp(2j * np.pi * turned))

    def interval(self, start: int, stop: int, k: Places) -> tuple[Complex, Complex]:
        """Coefficients of the sums from `start` up to `stop`, without it, and of the most by which they can be wrong."""
        start, stop = max(start, 0), min(stop, self.total + 1)
        if self.exact:
            if start >= stop:
                return np.zeros(len(k), complex), np.zeros(len(k), complex)
            half = np.pi * k / self.around
            with np.errstate(invalid="ignore"):
                ratio = np.where(k == 0, (stop - start) / 2, np.sin(half * (stop - start)) / np.sin(half))
            return 2 / self.around * np.exp(-1j * half * (start + stop - 1)) * ratio, np.zeros(len(k), complex)
        room = (self.around - self.total) / 2
        first = -room if start == 0 else start - 0.5
        last = self.total + room if stop > self.total else stop - 0.5
        u = np.maximum(k, 1) / (self.terms + 1)
        turns = [np.exp(-2j * np.pi * np.mod(k * (end / self.around), 1.0)) for end in (last, first)]
        middle = 1j * ((1 - u) / np.tan(np.pi * u) + 1 / np.pi) / (self.terms + 1) * (turns[0] - turns[1])
        wrong = (1 - u) / (self.terms + 1) * (turns[0] + turns[1])
        return (
            np.where(k == 0, (last - first) / self.around, middle),
            np.where(k == 0, 1 / (self.terms + 1), wrong),
        )


def _all_but_one(factors: Complex, counts: Places) -> Complex:
    """For each row the product of all factors, those of the row taken once less often."""
    powers = factors**counts if counts.max() > 1 else factors
    before = np.ones_like(powers)
    np.cumprod(powers[:-1], axis=0, out=before[1:])
    after = np.ones_like(powers)
    np.cumprod(powers[:0:-1], axis=0, out=after[-2::-1]) if len(powers) > 1 else None
    others = before * after
    return others * factors ** (counts - 1) if counts.max() > 1 else others


def _inner(coefficients: Complex, values: Complex) -> Floats:
    return np.asarray((coefficients * values).real.sum(axis=-1))
