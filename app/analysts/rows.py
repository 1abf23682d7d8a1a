"""Rows of an answer as people take them along: a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from app.sheets.csv_guard import guarded

Form = Literal["table", "json", "csv"]
WIDTH: Final = 160
"""Characters of a table's line where no terminal says how many it has."""


def csv_of(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV with a heading; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(guarded(column) for column in columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return out.getvalue()


def table_of(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], width: int | None = WIDTH) -> str:
    """Rows as a table of plain text; as wide as the terminal where no width is given."""
    from rich.console import Console  # noqa: PLC0415 - most answers are JSON
    from rich.table import Column, Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(*(Column(Text(column)) for column in columns))
    for row in rows:
        table.add_row(*(Text(str(_plain(row[column]))) for column in columns))
    console = Console(width=width, file=io.StringIO(), color_system=None)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _cell(value: Any) -> Any:
    plain = _plain(value)
    return guarded(plain) if isinstance(plain, str) else plain


def _plain(value: Any) -> Any:
    """What is no plain value, as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value
