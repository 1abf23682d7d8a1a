"""Classes A to D of people by decision influence: how much of the whole those above them carry already (method 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from graph.method import DEFAULT, Method

PersonClass = Literal["A", "B", "C", "D"]
CLASSES: Final[tuple[PersonClass, ...]] = ("A", "B", "C", "D")
EQUAL: Final = 1e-9  # scores closer than this are one score, so that equals are never parted


def classify(influence: Mapping[str, float], method: Method = DEFAULT) -> dict[str, PersonClass]:
    """The class of everyone, by decision influence counted from the largest down.

    A until half of the whole is reached, B until three quarters, C until nine tenths, D the rest. Whoever is within 1e-9 of
    the last one in belongs to the class; below 0.04 one class down, below 0.02 two. The whole is the sum over everybody given.

    >>> classify({"a": 0.5, "b": 0.25, "c": 0.15, "d": 0.1})
    {'a': 'A', 'b': 'B', 'c': 'C', 'd': 'D'}
    >>> equals = {n: {f"p{i}": 1 / n for i in range(n)} for n in (9, 60)}
    >>> set(classify(equals[9]).values()), set(classify(equals[60]).values())
    ({'A'}, {'C'})
    """
    lowest, small = len(CLASSES) - 1, (method.class_down, method.class_down_twice)
    return {
        person: CLASSES[min(lowest, place + sum(influence[person] < limit - EQUAL for limit in small))]
        for person, place in _places(influence, (method.class_a, method.class_b, method.class_c)).items()
    }


def _places(influence: Mapping[str, float], full_at: tuple[float, ...]) -> dict[str, int]:
    """0 to 3 for classes A to D before the rule about small scores."""
    whole = sum(influence.values())
    places: dict[str, int] = {}
    place, reached, last_in = 0, 0.0, float("inf")
    for person in sorted(influence, key=lambda person: -influence[person]):
        score = influence[person]
        while place < len(full_at) and reached >= full_at[place] * whole - EQUAL and score < last_in - EQUAL:
            place += 1
        places[person] = place
        if place < len(full_at) and reached < full_at[place] * whole - EQUAL:
            last_in = score
        reached += score
    return places
