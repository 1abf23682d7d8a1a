"""`powermap query`: the named analyst queries from the command line."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from app.analysts import service
from app.auth.service import LOCAL
from app.cli.rows import Form, print_rows
from app.cli.running import StoreOption, fail, settings_for, with_accounts
from graph.analyst_queries import ANALYST_QUERIES


def query(
    name: Annotated[str | None, typer.Argument(help="The query's name; without one they are listed.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="name=value; repeatable.")] = None,
    format_: Annotated[Form, typer.Option("--format", help="How to print rows.")] = "table",
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
    answer = with_accounts(settings_for(store), lambda accounts: service.ask(accounts, LOCAL, name, params))
    print_rows(answer.columns, answer.rows, format_)


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
