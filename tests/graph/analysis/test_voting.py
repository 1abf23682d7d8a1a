import math
import time
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.voting import Powers, banzhaf, shapley_shubik
from graph.analysis.weighted_vote import WeightedVote
from tests.patience import at_most

Game = tuple[dict[str, int], int]


def by_enumeration(
    weights: dict[str, int], quota: int, veto: Iterable[str] = (), *, orders: bool = True
) -> dict[str, float]:
    """The definition, coalition by coalition, in exact fractions."""
    players = sorted({*weights, *veto})
    n = len(players)

    def wins(coalition: Iterable[str]) -> bool:
        return sum(weights.get(person, 0) for person in coalition) >= quota and set(veto) <= set(coalition)

    swings = dict.fromkeys(players, Fraction(0))
    for size in range(n):
        worth = (
            Fraction(math.factorial(size) * math.factorial(n - size - 1), math.factorial(n)) if orders else Fraction(1)
        )
        for coalition in combinations(players, size):
            if not wins(coalition):
                for person in set(players) - set(coalition):
                    swings[person] += worth * wins((*coalition, person))
    total = sum(swings.values())
    return {person: float(held / total) for person, held in swings.items()}


def by_counting(weights: list[int], quota: int) -> list[Fraction]:
    """Shapley-Shubik of larger games, in exact whole numbers: coalitions without one voter, by size and sum."""
    n, found = len(weights), []
    for left_out, weight in enumerate(weights):
        table = {(0, 0): 1}
        for other in (held for i, held in enumerate(weights) if i != left_out):
            grown = dict(table)
            for (size, total), count in table.items():
                if total + other < quota:
                    grown[size + 1, total + other] = grown.get((size + 1, total + other), 0) + count
            table = grown
        swings = sum(
            count * math.factorial(size) * math.factorial(n - size - 1)
            for (size, total), count in table.items()
            if total >= quota - weight
        )
        found.append(Fraction(swings, math.factorial(n)))
    return found


@st.composite
def games(draw: st.DrawFn) -> Game:
    largest = draw(st.sampled_from([1, 3, 9, 1_000_000]))
    weights = draw(st.lists(st.integers(0, largest), min_size=1, max_size=7).filter(any))
    quota = draw(st.integers(1, sum(weights)))
    return {f"v{i}": weight for i, weight in enumerate(weights)}, quota


@settings(max_examples=200, deadline=None)
@given(games(), st.sets(st.sampled_from(["v0", "v1", "outsider"])))
def test_both_indices_equal_enumeration(game: Game, veto: Iterable[str]) -> None:
    weights, quota = game
    assert shapley_shubik(weights, quota) == pytest.approx(by_enumeration(weights, quota), abs=1e-12)
    assert banzhaf(weights, quota) == pytest.approx(by_enumeration(weights, quota, orders=False), abs=1e-12)
    asked = {*veto} & {*weights, "outsider"}
    assert shapley_shubik(weights, quota, asked) == pytest.approx(by_enumeration(weights, quota, asked), abs=1e-12)


@pytest.mark.parametrize("quota_share", [0.3, 0.5, 0.67, 1.0])
def test_thirty_voters_against_exact_fractions(quota_share: float) -> None:
    weights = [1 + i * i % 7 for i in range(30)]
    quota = math.ceil(sum(weights) * quota_share)
    exact = [float(power) for power in by_counting(weights, quota)]
    found = shapley_shubik({f"v{i:02}": weight for i, weight in enumerate(weights)}, quota)
    assert list(found.values()) == pytest.approx(exact, abs=1e-12)


def test_voters_without_weight_have_no_power() -> None:
    assert shapley_shubik({"a": 1, "b": 0, "c": 1}, 2) == {"a": 0.5, "b": 0.0, "c": 0.5}
    assert banzhaf({"a": 1, "b": 0}, 1) == {"a": 1.0, "b": 0.0}


def test_a_dictator_and_a_single_voter() -> None:
    assert shapley_shubik({"boss": 5, "x": 1, "y": 1}, 5) == pytest.approx({"boss": 1, "x": 0, "y": 0})
    assert shapley_shubik({"only": 7}, 3) == {"only": 1.0}


def test_common_divisors_do_not_matter() -> None:
    small = shapley_shubik({"a": 4, "b": 3, "c": 2}, 5)
    assert shapley_shubik({"a": 4_000_00, "b": 3_000_00, "c": 2_000_00}, 4_000_01) == pytest.approx(small)


def test_veto_holders_without_whom_nothing_goes() -> None:
    found = shapley_shubik({"a": 3, "b": 1}, 3, ["a", "boss"])
    assert found == pytest.approx({"a": 0.5, "b": 0.0, "boss": 0.5})


@pytest.mark.parametrize("quota", [-1, 0, 4])
def test_a_quota_out_of_reach_is_refused(quota: int) -> None:
    with pytest.raises(ValueError, match="quota"):
        shapley_shubik({"a": 2, "b": 1}, quota)


def test_nobody_votes() -> None:
    assert shapley_shubik({}, 0) == banzhaf({}, 0) == {}


@pytest.mark.parametrize(
    ("voters", "largest"),
    [(60, 9), (60, 1_000), (60, 1_000_000), (25, 1_000_000), (200, 1_000_000), (2_000, 1_000_000)],
)
def test_large_games_are_answered_in_bounded_time_and_keep_order(voters: int, largest: int) -> None:
    weights = {f"v{i:04}": 1 + (i * 7_919 * 104_729) % largest for i in range(voters)}
    weights["twin"] = weights["v0000"]
    started = time.process_time()
    found = shapley_shubik(weights, sum(weights.values()) * 2 // 3)
    assert time.process_time() - started < at_most(work=0.5)
    assert sum(found.values()) == pytest.approx(1, abs=1e-12)
    assert found["twin"] == pytest.approx(found["v0000"], abs=1e-12)
    by_weight = sorted(weights, key=weights.__getitem__)
    powers = [found[person] for person in by_weight]
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(powers))


def shares(count: int, whole: int, seed: int) -> dict[str, int]:
    """Holders whose unequal weights, all above 0, sum to a whole."""
    cuts = np.random.default_rng(seed).choice(whole - 1, count - 1, replace=False) + 1
    return {f"v{i:04}": int(part) for i, part in enumerate(np.diff([0, *sorted(cuts.tolist()), whole]))}


@pytest.mark.parametrize("holders", [3, 17, 40, 251, 1000])
def test_a_founder_of_exactly_half_decides_unless_first(holders: int) -> None:
    """Only with the founder is the quota reached, and with anybody else it is: pivotal unless the first of n."""
    weights = {"founder": 500_000} | shares(holders - 1, 499_993, holders)
    powers = shapley_shubik(weights, 500_001)
    assert not powers.approximate
    assert powers["founder"] == pytest.approx((holders - 1) / holders, abs=1e-12)
    assert powers["v0000"] == pytest.approx(1 / (holders * (holders - 1)), abs=1e-12)
    vetoed = shapley_shubik(weights, 500_001, ["founder"])
    assert vetoed == pytest.approx(powers, abs=1e-12)


def test_a_founder_above_the_quota_leaves_nobody_any_power() -> None:
    powers = shapley_shubik({"founder": 500_002} | shares(250, 499_998, 1), 500_001)
    assert powers["founder"] == 1.0
    assert set(powers.values()) == {0.0, 1.0}
    shares_of_swings = banzhaf({"founder": 500_002} | shares(250, 499_998, 1), 500_001)
    assert (shares_of_swings["founder"], shares_of_swings.approximate) == (1.0, False)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 1_000_000), min_size=2, max_size=12), st.floats(0.01, 1), st.floats(0.05, 0.95))
def test_bounds_by_series_hold_and_lie_around_what_is_exact(weights: list[int], share: float, yes: float) -> None:
    """The same vote by its diagram and by trigonometric series; small sums exactly, large ones between bounds."""
    for divisor in (1, 20_000):
        coarse = tuple(1 + weight // divisor for weight in weights)
        vote = WeightedVote(coarse, max(1, round(share * sum(coarse))))
        cases = np.array([yes, 0.5])
        exact, series = vote.alike(cases), vote.alike_by_series(cases)
        pairs = [(exact.won, series.won), *((exact.swings[weight], series.swings[weight]) for weight in coarse)]
        for truth, bounds in pairs:
            assert (bounds.low - 1e-9 <= truth.point).all()
            assert (truth.point <= bounds.high + 1e-9).all()
            assert np.abs(bounds.point - truth.point).max() < (1e-9 if divisor > 1 else 1e-3)


@pytest.mark.parametrize("index", [shapley_shubik, banzhaf])
@pytest.mark.parametrize(("voters", "share"), [(100, 0.5), (251, 0.667)])
def test_what_cannot_be_exact_says_so_and_keeps_within_its_bound(
    index: Callable[..., Powers], voters: int, share: float
) -> None:
    """Weights of few units each plus a little: all coalitions that win do so without the little, so the powers are those of
    the small game, which is exact; written large they have nothing in common."""
    small = {f"v{i:04}": 1 + i * i % 40 for i in range(voters)}
    quota = math.ceil(sum(small.values()) * share)
    large = {voter: weight * 1_000_000 + i * 104_729 % 1000 for i, (voter, weight) in enumerate(small.items())}
    exact, powers = index(small, quota), index(large, quota * 1_000_000)
    assert not exact.approximate
    assert powers.approximate
    worst = max(abs(powers[voter] - exact[voter]) for voter in small)
    assert worst <= powers.error_bound + 1e-12
    assert powers.error_bound < 2 / voters
    assert sum(powers.values()) == pytest.approx(1, abs=1e-12)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 1_000_000), st.floats(0, 1)), min_size=1, max_size=9),
    st.floats(0.01, 1),
)
def test_chances_equal_the_sum_over_all_ballots(voters: list[tuple[int, float]], share: float) -> None:
    weights = tuple(weight for weight, _ in voters)
    quota = max(1, round(share * sum(weights)))
    wanted = sum(
        math.prod(yes if vote else 1 - yes for (_, yes), vote in zip(voters, votes, strict=True))
        for votes in product([0, 1], repeat=len(voters))
        if sum(weight for weight, vote in zip(weights, votes, strict=True) if vote) >= quota
    )
    chance = WeightedVote(weights, quota).chances(np.array([[yes] for _, yes in voters]))
    assert (chance.low == chance.high).all()
    assert chance.point[0] == pytest.approx(wanted, abs=1e-12)


def test_a_coalition_below_the_quota_never_wins() -> None:
    """Half of the shares, sure of a yes, is one short of the quota, however many others there are."""
    others = shares(600, 400_000, 5)
    vote = WeightedVote((500_000, *others.values()), 500_001)
    chance = vote.chances(np.array([[1.0], *([0.0] for _ in others)]))
    assert (chance.low[0], chance.high[0]) == (0.0, 0.0)


def test_chances_of_many_unlike_voters_lie_between_bounds() -> None:
    """Fair coins: the chance of more than half is a half, less the chance of exactly half."""
    weights = tuple(shares(200, 100_000_001, 3).values())
    chance = WeightedVote(weights, sum(weights) // 2 + 1).chances(np.full((200, 1), 0.5))
    assert chance.low[0] <= 0.5 <= chance.high[0]
    assert chance.high[0] - chance.low[0] < 1e-2
    assert chance.point[0] == pytest.approx(0.5, abs=1e-5)
