"""Numbers and days in the convention of their column: 1,234.5 and 1.234,5, 31/12/2026 and 12/31/2026.

Only what stands in a column of numbers or days is read so; a text that looks like one stays what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

Convention = Literal["point", "comma", "day-first", "month-first", "year-first"]
NUMBER_WAYS: Final[tuple[Convention, ...]] = ("point", "comma")  # what parts the fraction
DAY_WAYS: Final[tuple[Convention, ...]] = ("day-first", "month-first", "year-first")  # the last of years of two digits
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
_DAY: Final = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?:[T ][\d:. apmAPM]+)?")
_GAP: Final = re.compile(r"(?<=\d)[ '’](?=\d)")
_MONTHS: Final = 12
_DAYS: Final = 31
_CENTURY: Final = 70  # years of two digits from here on are of the last century


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
    """The same of days that do not begin with a year of four digits; points part days written with the day first.

    A cell that fits in one way only decides. Where cells contradict each other, all that any of them may be stay open.
    """
    seen: set[tuple[Convention, ...]] = set()
    for text in cells:
        if parts := _DAY.fullmatch(text):
            points = parts[2] == "." and int(parts[1]) <= _DAYS
            ways = ("day-first",) if points else tuple(way for way in DAY_WAYS if _plain_day(text, way))
            seen.add(ways or DAY_WAYS[:2])
    if not seen:
        return ()
    common = tuple(way for way in DAY_WAYS if all(way in ways for ways in seen))
    return common or tuple(way for way in DAY_WAYS if any(way in ways for ways in seen))


def has_short_year(text: str) -> bool:
    """True for a day whose year has two digits: its century is assumed."""
    parts = _DAY.fullmatch(text)
    return parts is not None and len(parts[4]) == 2  # noqa: PLR2004 - of two digits


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
    first, second, last = parts[1], parts[3], parts[4]
    day, month, year = {
        "day-first": (first, second, last),
        "month-first": (second, first, last),
        "year-first": (last, second, first),
    }[way]
    if len(day) > 2 or int(month) > _MONTHS or int(day) > _DAYS or not int(day) * int(month):  # noqa: PLR2004 - of two digits
        return None
    if way == "year-first" and len(year) == 1:
        return None
    century = "" if len(year) > 2 else "19" if int(year) >= _CENTURY else "20"  # noqa: PLR2004 - of two digits
    return f"{century}{year}-{int(month):02}-{int(day):02}"
