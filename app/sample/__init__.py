"""The sample accounts that come with the package; all names of the first are fictional, the second is Krackhardt's (1987).

The first carries a year of the relationship method and two snapshots a quarter apart: of August, kept in a file of its own, and
of the days before the story's, which is the account itself.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
STORY_DATE = date(2026, 11, 20)
OPPORTUNITY = "core-cloud-2027"
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z))?")


def _jiangyuan() -> bytes:
    """The account with its snapshots."""
    document = json.loads((_FOLDER / "jiangyuan.json").read_bytes())
    august = json.loads((_FOLDER / "jiangyuan_2026q3.json").read_bytes())
    taken = {"opportunity": OPPORTUNITY, "taken_by": "许南星", "member": "S2"}
    snapshots = [
        {
            "id": "2026Q3",
            "name": "2026 Q3",
            "reason": "季度评价 / quarterly evaluation",
            "as_of": "2026-08-20",
            "taken_at": "2026-08-20T09:00:00+00:00",
            "revision": 41,
            **taken,
            "document": august,
        },
        {
            "id": "2026Q4",
            "name": "2026 Q4",
            "reason": "标书评审前 / before the bid review",
            "as_of": "2026-11-18",
            "taken_at": "2026-11-18T09:00:00+00:00",
            "revision": 87,
            **taken,
            "document": document,
        },
    ]
    return json.dumps({**document, "snapshots": snapshots}, ensure_ascii=False).encode()


SAMPLE = _jiangyuan()
KRACKHARDT = (_FOLDER / "krackhardt.json").read_bytes()
EXAMPLE = (_FOLDER / "example.json").read_bytes()  # one record or two of every kind, for the rows of templates


def shifted(body: bytes, by: timedelta) -> bytes:
    """A document with every date moved, so that its story is as fresh on any day as on the day it was written for."""
    return json.dumps(_moved(json.loads(body), by), ensure_ascii=False).encode()


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, list):
        return [_moved(item, by) for item in value]
    if isinstance(value, dict):
        return {name: _moved(inner, by) for name, inner in value.items()}
    if isinstance(value, str) and (match := _DAY.fullmatch(value)):
        return (date.fromisoformat(match[1]) + by).isoformat() + (match[2] or "")
    return value
