"""Rows of an answer on the terminal: as a table, JSON or CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from app.analysts.rows import WIDTH, Form, csv_of, table_of


def print_rows(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], form: Form) -> None:
    """Print rows; what is no plain value stands in a cell as JSON."""
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False))  # noqa: T201
    elif form == "csv":
        print(csv_of(columns, rows), end="")  # noqa: T201
    else:
        terminal = Console()
        print(table_of(columns, rows, terminal.width if terminal.is_terminal else WIDTH), end="")  # noqa: T201


__all__ = ["Form", "print_rows"]
