"""Numbers and days in the convention of their column: 1,234.5 and 1.234,5, 31/12/2026 and 12/31/2026.

Only what stands in a column of numbers or days is read so; a text that looks like one stays what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

Convention = Literal["point", "comma", "day-first", "month-first"]
NUMBER_WAYS: Final[tuple[Convention, ...]] = ("point", "comma")  # what parts the fraction
DAY_WAYS: Final[tuple[Convention, ...]] = ("day-first", "month-first")
_GROUPS: Final = r"\d{1,3}(?:%s\d{3})+"
_SUFFIX: Final = r"\s*[%%万亿级分]?"
_COMMA: Final = re.compile(
    rf"[+-]?(?:(?:{_GROUPS}|\d+),\d+|\d{{1,3}}(?:[.]\d{{3}}){{2,}}){_SUFFIX}".replace("%s", "[. '’]").replace("%%", "%")
)
_POINT: Final = re.compile(
    rf"[+-]?(?:(?:{_GROUPS}|\d+)[.]\d+|\d{{1,3}}(?:,\d{{3}}){{2,}}){_SUFFIX}".replace("%s", "[, '’]").replace("%%", "%")
)
_SPACED: Final = re.compile(rf"[+-]?{_GROUPS}{_SUFFIX}".replace("%s", "[ '’]").replace("%%", "%"))
_EITHER: Final = re.compile(rf"[+-]?[1-9]\d{{0,2}}([.,])\d{{3}}{_SUFFIX}".replace("%%", "%"))
_DAY: Final = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})(?:[T ][\d:.]+)?")
_GAP: Final = re.compile(r"(?<=\d)[ '’](?=\d)")
_MONTHS: Final = 12


def number_ways(cells: Iterable[str], separator: str | None) -> tuple[Convention, ...]:
    """The conventions a column's texts may have; one where they or the file decide, none where it makes no difference.

    Cells that can be read in one way only decide. Where there is none, a file parted by commas has points, as its program could
    not have written a decimal comma without quotes; both ways may be meant elsewhere, and where cells contradict each other.
    """
    seen: Counter[str] = Counter()
    for text in cells:
        if either := _EITHER.fullmatch(text):
            seen[either[1]] += 1
        elif _COMMA.fullmatch(text):
            seen["comma"] += 1
        elif _POINT.fullmatch(text):
            seen["point"] += 1
        elif _SPACED.fullmatch(text):
            seen["spaced"] += 1
    if not seen:
        return ()
    sure = tuple(way for way in NUMBER_WAYS if way in seen)
    if len(sure) == 1:
        return sure
    if set(seen) == {"spaced"} or (not sure and not {",", "."} <= seen.keys() and separator == ","):
        return ("point",)
    return NUMBER_WAYS


def day_ways(cells: Iterable[str]) -> tuple[Convention, ...]:
    """The same of days that do not begin with the year; points part days written with the day first."""
    seen: set[str] = set()
    for text in cells:
        if parts := _DAY.fullmatch(text):
            first, second = int(parts[1]), int(parts[3])
            first_is_day = first > _MONTHS or parts[2] == "."
            seen.add("day-first" if first_is_day else "month-first" if second > _MONTHS else "either")
    sure = tuple(way for way in DAY_WAYS if way in seen)
    return sure if len(sure) == 1 else DAY_WAYS if seen else ()


def in_plain_form(text: str, way: Convention) -> str | None:
    """A number as `1234.5`, a day as `2026-12-31`; None for what cannot be read in that convention.

    >>> in_plain_form("1.234,5", "comma"), in_plain_form("03/04/2026", "day-first"), in_plain_form("1.5", "comma")
    ('1234.5', '2026-04-03', None)
    """
    if way in DAY_WAYS:
        return _plain_day(text, way)
    text = _GAP.sub("", text) if _SPACED.fullmatch(text) else text
    own, other = (_COMMA, _POINT) if way == "comma" else (_POINT, _COMMA)
    if own.fullmatch(text) or _EITHER.fullmatch(text):
        plain = _GAP.sub("", text)
        return plain.replace(".", "").replace(",", ".") if way == "comma" else plain.replace(",", "")
    return None if other.fullmatch(text) else text


def _plain_day(text: str, way: Convention) -> str | None:
    parts = _DAY.fullmatch(text)
    if parts is None:
        return text
    day, month = (parts[1], parts[3]) if way == "day-first" else (parts[3], parts[1])
    return f"{parts[4]}-{int(month):02}-{int(day):02}" if int(month) <= _MONTHS else None
