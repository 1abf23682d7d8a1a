"""The sample accounts that come with the package; all names of the first are fictional, the second is Krackhardt's (1987)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SAMPLE = (Path(__file__).parent / "jiangyuan.json").read_bytes()
KRACKHARDT = (Path(__file__).parent / "krackhardt.json").read_bytes()
STORY_DATE = date(2026, 11, 20)
_DATES = {"on", "decided_on"}


def shifted(body: bytes, by: timedelta) -> bytes:
    """A document with every date moved, so that its story is as fresh on any day as on the day it was written for."""
    return json.dumps(_moved(json.loads(body), by), ensure_ascii=False).encode()


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, list):
        return [_moved(item, by) for item in value]
    if isinstance(value, dict):
        return {
            name: (date.fromisoformat(inner) + by).isoformat()
            if name in _DATES and isinstance(inner, str)
            else _moved(inner, by)
            for name, inner in value.items()
        }
    return value
