"""Lists of objects as JSON, as directories and CRM services answer: each object a row, what stands inside under a dotted name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from app.imports.read.cells import reading
from app.imports.read.tables import MOST_COLUMNS, MOST_ROWS, Plain, Reading, Table, Unreadable

_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*\{|\{\s*(?:\"@?[\w.]+\"\s*:\s*(?:\"[^\"]*\"|[-\d.]+|null|true|false)\s*,\s*){0,9}"
    rb"\"(?:value|values|data|results|records|items|users|contacts|elements)\"\s*:\s*\[)"
)
_NESTED: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*\{\s*\"\w+\"\s*:\s*\{[^\[{}]*\"\w+\"\s*:\s*\[\s*\{"
)  # {"data": {"items": [{
_FORMAT: Final = re.compile(rb"\"format\"\s*:\s*\"powermap")
_DEEPEST: Final = 4


def is_list_of_objects(body: bytes) -> bool:
    """True for a JSON list, or an object of an answer's kind around one, that is no account document."""
    start = body[:4000]
    return (_START.match(start) or _NESTED.match(start)) is not None and _FORMAT.search(start) is None


def read_objects(body: bytes, name: str) -> Reading:
    """The list as one table; its headings are the names of all fields, in the order they come. Raises Unreadable."""
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("broken-json", reason=type(error).__name__) from None
    for _ in range(_DEEPEST):
        if isinstance(content, dict) and not any(isinstance(value, list) for value in content.values()):
            inner = [value for value in content.values() if isinstance(value, dict)]
            content = inner[0] if len(inner) == 1 else content
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        content = lists[0] if len(lists) == 1 else []  # of several none is the list
    if not content or not all(isinstance(one, dict) for one in content):
        raise Unreadable("unknown-file-format")
    if len(content) >= MOST_ROWS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_ROWS:,} rows")
    records = [dict(_flat(one)) for one in content]
    named = dict.fromkeys(heading for record in records for heading in record)
    parents = {heading.rpartition(".")[0] for heading in named}  # null in one record and an object in another
    headings = [one for one in named if one not in parents or any(record.get(one) is not None for record in records)]
    if len(headings) > MOST_COLUMNS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_COLUMNS} columns")
    rows: list[list[Plain]] = [list(headings), *([record.get(heading) for heading in headings] for record in records)]
    return reading("json", [Table(name, rows)])


def _flat(record: dict[str, Any], at: str = "", depth: int = 0) -> Iterator[tuple[str, Plain]]:
    for name, value in record.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _flat(value, f"{at}{name}.", depth + 1)
        elif isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
            yield at + name, "; ".join(map(str, value)) or None
        elif isinstance(value, bool) or value is None:
            yield at + name, value
        elif isinstance(value, int | float):
            yield at + name, float(value)
        else:
            yield at + name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
