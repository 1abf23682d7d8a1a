import math
import time
from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.voting import banzhaf, shapley_shubik
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


def test_rounded_weights_stay_close_to_the_exact_answer() -> None:
    """Weights whose exact game is small, but written so that only the rounding path can hold them."""
    small = [1 + i % 9 for i in range(60)]
    exact = shapley_shubik({f"v{i:02}": weight for i, weight in enumerate(small)}, sum(small) // 2 + 1)
    spread = {f"v{i:02}": weight * 100_000 for i, weight in enumerate(small)} | {"noise": 1}
    rounded = shapley_shubik(spread, (sum(small) // 2) * 100_000 + 50_000)
    assert {person: rounded[person] for person in exact} == pytest.approx(exact, abs=1e-4)
