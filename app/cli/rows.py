"""Rows of an answer on the terminal: as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

Form = Literal["table", "json", "csv"]


def print_rows(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], form: Form) -> None:
    """Print rows; what is no plain value stands in a cell as JSON."""
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False))  # noqa: T201
    elif form == "csv":
        print(csv_of(columns, rows), end="")  # noqa: T201
    else:
        table = Table(*columns)
        for row in rows:
            table.add_row(*(str(_cell(row[column])) for column in columns))
        Console(width=None if Console().is_terminal else 160).print(table)


def csv_of(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV with a heading."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value
