"""`powermap query` and `powermap queries`: named queries asked, saved, shown and deleted from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from app.analysts import saved, service
from app.analysts.saved import Desk
from app.analysts.schemas import QueryAnswer, QueryInfo
from app.audit.place import audit_of
from app.auth.service import LOCAL
from app.cli.rows import Form, print_rows
from app.cli.running import CommandOfStoredTexts, StoreOption, fail, settings_for, with_accounts
from app.own_cypher.workers import Workers
from app.records.pages import page_after
from app.settings import Settings
from graph.accounts import Accounts
from graph.analyst_queries import ANALYST_QUERIES
from graph.errors import Stale

T = TypeVar("T")
NameArgument = Annotated[str, typer.Argument(help="The query's name.")]
AccountOption = Annotated[str | None, typer.Option("--account", help="The account it is saved for; default all.")]
app = typer.Typer(
    help="Named queries of the team: list, show, save, delete.", no_args_is_help=True, add_completion=False
)


def query(
    name: Annotated[str | None, typer.Argument(help="The query's name; without one they are listed.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="name=value; repeatable.")] = None,
    format_: Annotated[Form, typer.Option("--format", help="How to print rows.")] = "table",
    cursor: Annotated[
        str, typer.Option("--cursor", help="The next page of a saved query, as the last one named it.")
    ] = "",
    store: StoreOption = None,
) -> None:
    """Run a named query, ready-made or saved, or list them."""
    if name is None:
        list_(store)
        return
    given = [_split(part) for part in param or []]

    async def ask(desk: Desk) -> QueryAnswer:
        if name in ANALYST_QUERIES:
            params = {key: _value(ANALYST_QUERIES[name].params.get(key, "str"), value) for key, value in given}
            return await service.ask(desk.accounts, LOCAL, name, params)
        found = await saved.find(desk, name, dict(given).get("account_id")) if cursor or given else None
        types = {part.name: part.type for part in saved.info_of(found, LOCAL).parameters} if found else {}
        params = {key: _value({**types, "limit": "int"}.get(key, "str"), value) for key, value in given}
        return await saved.ask(desk, name, params, page_after(1, cursor, f"{name} {sorted(given)}"))

    answer = _at_desk(settings_for(store), ask)
    print_rows(answer.columns, answer.rows, format_)
    if answer.next_cursor:
        print(f"powermap: there are more: --cursor {answer.next_cursor}", file=sys.stderr)  # noqa: T201


@app.command(name="list", cls=CommandOfStoredTexts)
def list_(store: StoreOption = None) -> None:
    """List named queries, ready-made and saved."""

    async def find(desk: Desk) -> list[QueryInfo]:
        rows = [saved.info_of(row, LOCAL) for row in await saved.list_saved(desk, "", _ALL)]
        return [*service.ready_made(), *rows]

    columns = ("name", "account", "purpose", "parameters")
    rows = [
        {
            "name": one.name,
            "account": one.account or "",
            "purpose": one.purpose,
            "parameters": ", ".join(part.name for part in one.parameters),
        }
        for one in _at_desk(settings_for(store), find)
    ]
    print_rows(columns, rows, "table")


@app.command(cls=CommandOfStoredTexts)
def show(name: NameArgument, account: AccountOption = None, store: StoreOption = None) -> None:
    """Show a saved query: its text, parameters, who saved it and when."""

    async def find(desk: Desk) -> QueryInfo:
        return saved.info_of(await saved.find(desk, name, account), LOCAL)

    told = _at_desk(settings_for(store), find)
    print(told.model_dump_json(indent=2, include=_SHOWN))  # noqa: T201


@app.command(cls=CommandOfStoredTexts)
def save(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(help="The query's text; - is standard input.", allow_dash=True)],
    title: Annotated[str, typer.Option("--title", help="What it answers, in a sentence.")],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param", help="name:type or name:type=default, of str, int, float, bool, date, list; repeatable."
        ),
    ] = None,
    account: AccountOption = None,
    store: StoreOption = None,
) -> None:
    """Save a named query, new or in place of what is there; it is read and tried out first."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"cannot read {file}: {getattr(error, 'strerror', None) or 'it is not UTF-8'}")
    data = {"title": title, "query": text, "parameters": [_declared(part) for part in param or []]}

    async def keep(desk: Desk) -> bool:
        new_query = saved.new_query(data)
        try:
            return (await saved.put(desk, name, account, new_query, "*"))[1]
        except Stale:  # there is none yet
            return (await saved.put(desk, name, account, new_query, None))[1]

    print("saved" if _at_desk(settings_for(store), keep) else "replaced")  # noqa: T201


@app.command(cls=CommandOfStoredTexts)
def delete(name: NameArgument, account: AccountOption = None, store: StoreOption = None) -> None:
    """Delete a saved query."""
    _at_desk(settings_for(store), lambda desk: saved.remove(desk, name, account, None))


_ALL = 10_000
_SHOWN = {"name", "account", "purpose", "query", "parameters", "saved_by", "saved_at"}


def _at_desk(settings: Settings, work: Callable[[Desk], Awaitable[T]]) -> T:
    """One piece of work with saved queries; the process that answers them ends with it."""

    async def done(accounts: Accounts) -> T:
        async with _answering(settings) as workers:
            return await work(Desk(accounts, accounts, LOCAL, workers, audit_of(settings)))

    return with_accounts(settings, done)


@asynccontextmanager
async def _answering(settings: Settings) -> AsyncIterator[Workers]:
    workers = Workers(1, settings.cypher_seconds)
    try:
        yield workers
    finally:
        await workers.close()


def _split(part: str) -> tuple[str, str]:
    key, sign, value = part.partition("=")
    if not sign:
        fail(f"--param {part!r} is not name=value")
    return key, value


def _value(kind: str, value: str) -> Any:
    """A value as the query takes it: numbers where it wants numbers; what is none is refused by the query."""
    if kind not in {"int", "float", "bool", "list"}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _declared(part: str) -> dict[str, Any]:
    key, sign, default = part.partition("=")
    name, _, kind = key.partition(":")
    return {"name": name, "type": kind or "str", "default": _value(kind, default) if sign else None}
