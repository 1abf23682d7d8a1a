"""Typed parameters of named queries: what is wrong with a value, and one to try a query with."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from graph.errors import Fault
from graph.kinds.fields import Day

MOST_ROWS: Final = 1000
LONGEST: Final = 1000
"""Characters of a text."""
MOST_ITEMS: Final = 500
_LARGEST: Final = 2**53
DAY: Final[TypeAdapter[date]] = TypeAdapter(Day)
_TRIED: Final[Mapping[str, Any]] = {
    "str": "2026-01-01",  # a text that may be turned into a day, which most others may not
    "int": 1,
    "float": 1.0,
    "bool": True,
    "date": "2026-01-01",
    "list": [],
}


def trial_value(kind: str) -> Any:
    """A value of a type, for a statement that is only read."""
    return _TRIED[kind]


def fault_of_value(kind: str, at: str, value: Any) -> Fault | None:
    """What is wrong with the value of a parameter of that type; None if nothing is."""
    return _FAULTS[kind](at, value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _fault_of_text(at: str, value: Any) -> Fault | None:
    if not isinstance(value, str) or "\0" in value:
        return Fault(at, "wrong-type", None, {"expected": "string"})
    return Fault(at, "too-long", value[:100], {"max_length": LONGEST}) if len(value) > LONGEST else None


def _fault_of_integer(at: str, value: Any) -> Fault | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return Fault(at, "wrong-type", None, {"expected": "integer"})
    facts = {"ge": -_LARGEST, "le": _LARGEST}
    return None if abs(value) <= _LARGEST else Fault(at, "out-of-range", None, facts)


def _fault_of_number(at: str, value: Any) -> Fault | None:
    if not _is_number(value):
        return Fault(at, "wrong-type", None, {"expected": "number"})
    return None if abs(value) < 1e300 and math.isfinite(value) else Fault(at, "not-finite")  # noqa: PLR2004 - all of ours are


def _fault_of_truth(at: str, value: Any) -> Fault | None:
    return None if isinstance(value, bool) else Fault(at, "wrong-type", None, {"expected": "true or false"})


def _fault_of_day(at: str, value: Any) -> Fault | None:
    try:
        DAY.validate_python(value)
    except ValidationError:
        return Fault(at, "wrong-type", str(value)[:100], {"expected": "YYYY-MM-DD"})
    return None if isinstance(value, str) else Fault(at, "wrong-type", None, {"expected": "YYYY-MM-DD"})


def _fault_of_list(at: str, value: Any) -> Fault | None:
    if not isinstance(value, list):
        return Fault(at, "wrong-type", None, {"expected": "list"})
    if len(value) > MOST_ITEMS:
        return Fault(at, "too-long", None, {"max_length": MOST_ITEMS})
    for i, item in enumerate(value):
        one = f"{at}/{i}"
        fault = _fault_of_text(one, item) if isinstance(item, str) else None
        if fault is None and _is_number(item):
            fault = _fault_of_number(one, item)
        elif fault is None and not isinstance(item, (str, bool)):
            fault = Fault(one, "wrong-type", None, {"expected": "text, number, true or false"})
        if fault is not None:
            return fault
    return None


_FAULTS: Final[Mapping[str, Callable[[str, Any], Fault | None]]] = {
    "str": _fault_of_text,
    "int": _fault_of_integer,
    "float": _fault_of_number,
    "bool": _fault_of_truth,
    "date": _fault_of_day,
    "list": _fault_of_list,
}
