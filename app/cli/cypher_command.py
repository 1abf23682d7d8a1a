"""`powermap cypher`: a query of one's own from the command line."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from app.audit.place import audit_of
from app.auth.service import LOCAL
from app.cli.rows import Form, print_rows
from app.cli.running import DayOption, StoreOption, fail, settings_for, with_accounts
from app.own_cypher import service
from app.own_cypher.projection import graph_schema
from app.own_cypher.schemas import CypherAnswer, CypherBody
from app.own_cypher.workers import Workers
from graph.accounts import Accounts


def cypher(  # noqa: PLR0913, PLR0917 - each is an option of the command
    query: Annotated[str | None, typer.Argument(help="The query, or - to read it from standard input.")] = None,
    account: Annotated[
        list[str] | None, typer.Option("--account", help="An account's id; repeatable; default all.")
    ] = None,
    opportunity: Annotated[str | None, typer.Option("--opportunity", help="Of one account: its basis.")] = None,
    as_of: DayOption = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", help="name=value, JSON or plain text; repeatable.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Rows at most, up to 10,000.")] = 1_000,
    format_: Annotated[Form, typer.Option("--format", help="How to print rows.")] = "table",
    schema: Annotated[bool, typer.Option("--schema", help="Print what there is to ask, and end.")] = False,
    store: StoreOption = None,
) -> None:
    """Ask a read-only query of your own, in Cypher, of all accounts or of some; see `--schema`."""
    if schema:
        _print_schema()
        return
    if query is None:
        fail("give a query, or --schema to see what there is to ask")
    settings = settings_for(store)
    data = {
        "query": sys.stdin.read() if query == "-" else query,
        "params": dict(_param(part) for part in param or []),
        "accounts": account or [],
        "opportunity": opportunity,
        "as_of": f"{as_of:%Y-%m-%d}" if as_of else None,
        "limit": limit,
    }

    async def ask(accounts: Accounts) -> CypherAnswer:
        workers = Workers(1, settings.cypher_seconds)
        try:
            question: CypherBody = service.question_of(data)
            return await service.ask(accounts, LOCAL, workers, audit_of(settings), question)
        finally:
            await workers.close()

    found = with_accounts(settings, ask)
    print_rows(found.columns, found.rows, format_)
    if found.truncated:
        print(f"powermap: there are more; cut off by {found.truncated_by}", file=sys.stderr)  # noqa: T201


def _param(part: str) -> tuple[str, Any]:
    name, sign, value = part.partition("=")
    if not sign:
        fail(f"--param {part!r} is not name=value")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _print_schema() -> None:
    known = graph_schema()
    for label in known.labels:
        print(f"(:{label.label})  {label.meaning}")  # noqa: T201
        for one in label.properties:
            print(f"    {one.name}: {one.type}  {one.meaning}")  # noqa: T201
    for line in known.relationships:
        names = ", ".join(one.name for one in line.properties)
        print(f"(:{line.source})-[:{line.type}{f' {{{names}}}' if names else ''}]->(:{line.target})")  # noqa: T201
