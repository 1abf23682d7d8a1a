"""Classes A to D of people by decision influence: how much of the whole those above them carry already (method 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

PersonClass = Literal["A", "B", "C", "D"]
CLASSES: Final[tuple[PersonClass, ...]] = ("A", "B", "C", "D")
REACHED_BY: Final = (0.5, 0.75, 0.9)  # the share of the whole at which class A, B and C are full
DOWN_BELOW: Final = (0.04, 0.02)  # decision influence below which a person goes one class down, and another
EQUAL: Final = 1e-9  # scores closer than this are one score, so that equals are never parted


def classify(influence: Mapping[str, float]) -> dict[str, PersonClass]:
    """The class of everyone, by decision influence counted from the largest down.

    A until half of the whole is reached, B until three quarters, C until nine tenths, D the rest. Whoever is within 1e-9 of
    the last one in belongs to the class; below 0.04 one class down, below 0.02 two. The whole is the sum over everybody given.

    >>> classify({"a": 0.5, "b": 0.25, "c": 0.15, "d": 0.1})
    {'a': 'A', 'b': 'B', 'c': 'C', 'd': 'D'}
    >>> set(classify({f"p{i}": 1 / 9 for i in range(9)}).values()), set(classify(dict.fromkeys(range(60), 1 / 60)).values())
    ({'A'}, {'C'})
    """
    places = place_by_share(influence)
    return {
        person: CLASSES[min(len(CLASSES) - 1, place + _down(influence[person]))] for person, place in places.items()
    }


def place_by_share(influence: Mapping[str, float]) -> dict[str, int]:
    """0 to 3 for classes A to D before the rule about small scores."""
    whole = sum(influence.values())
    order = sorted(influence, key=lambda person: -influence[person])
    places: dict[str, int] = {}
    place, reached, last_in = 0, 0.0, float("inf")
    for person in order:
        score = influence[person]
        while place < len(REACHED_BY) and reached >= REACHED_BY[place] * whole - EQUAL and score < last_in - EQUAL:
            place += 1
        places[person] = place
        if place < len(REACHED_BY) and reached < REACHED_BY[place] * whole - EQUAL:
            last_in = score
        reached += score
    return places


def _down(score: float) -> int:
    return sum(score < limit - EQUAL for limit in DOWN_BELOW)
