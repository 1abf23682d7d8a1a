"""`powermap query`: the named analyst queries from the command line."""

from __future__ import annotations

import csv
import io
import json
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from app.analysts import service
from app.analysts.schemas import QueryAnswer
from app.auth.service import LOCAL
from app.cli.running import StoreOption, fail, settings_for, with_accounts
from graph.analyst_queries import ANALYST_QUERIES


def query(
    name: Annotated[str | None, typer.Argument(help="The query's name; without one they are listed.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="name=value; repeatable.")] = None,
    format_: Annotated[Literal["table", "json", "csv"], typer.Option("--format", help="How to print rows.")] = "table",
    store: StoreOption = None,
) -> None:
    """Run a named analyst query, or list them."""
    if name is None:
        table = Table("name", "purpose", "parameters")
        for known in service.list_queries().items:
            table.add_row(known.name, known.purpose, ", ".join(part.name for part in known.parameters))
        Console(width=None if Console().is_terminal else 160).print(table)
        return
    params = _params(name, param or [])
    table_answer = with_accounts(settings_for(store), lambda accounts: service.ask(accounts, LOCAL, name, params))
    if format_ == "json":
        print(json.dumps(table_answer.rows, ensure_ascii=False))  # noqa: T201
    elif format_ == "csv":
        print(_csv(table_answer), end="")  # noqa: T201
    else:
        table = Table(*table_answer.columns)
        for row in table_answer.rows:
            table.add_row(*(str(row[column]) for column in table_answer.columns))
        Console(width=None if Console().is_terminal else 160).print(table)


def _params(name: str, given: list[str]) -> dict[str, Any]:
    """Parameters as the query takes them: numbers where it wants numbers."""
    kinds = ANALYST_QUERIES[name].params if name in ANALYST_QUERIES else {}
    params: dict[str, Any] = {}
    for part in given:
        key, sign, value = part.partition("=")
        if not sign:
            fail(f"--param {part!r} is not name=value")
        params[key] = int(value) if kinds.get(key) == "int" and value.isascii() and value.isdigit() else value
    return params


def _csv(table: QueryAnswer) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, table.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.rows)
    return out.getvalue()
