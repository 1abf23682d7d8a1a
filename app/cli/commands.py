"""Every command of `powermap`, in the order the help shows them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal, NoReturn, TypeVar

import typer

from app import logs
from app.auth.service import LOCAL
from app.cli import serving, terminal_map
from app.power_map import service as power_map
from app.power_map.asked import Asked
from app.problems import answer_to, fault_body
from app.records import service as records
from app.settings import Settings
from graph.accounts import Accounts
from graph.errors import Conflict, InvalidDocument, PowerMapError
from graph.store import Store, open_store
from graph.tables import SCHEMA
from graph.verify import verify

T = TypeVar("T")
app = typer.Typer(
    help="Decision chains and power maps of key accounts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_StoreOption = Annotated[
    str | None,
    typer.Option("--store", help="embedded:PATH or neo4j://user@host:port/database.", envvar="POWERMAP_STORE"),
]
_LangOption = Annotated[Literal["zh", "en"] | None, typer.Option("--lang", help="Language of the texts.")]


def main() -> None:
    """Run the command line; every refusal is one clear line on standard error and exit code 1."""
    app()


def _fail(message: str) -> NoReturn:
    print(f"powermap: {message}", file=sys.stderr)  # noqa: T201 - the command line talks on the terminal
    raise typer.Exit(1)


def _settings(store: str | None = None) -> Settings:
    settings = Settings() if store is None else Settings(store=store)
    logs.configure("error" if settings.log_level == "info" else settings.log_level, settings.log_format)
    return settings


def _with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    """Open the store, do one thing, close it; domain errors become one line."""

    async def run() -> T:
        store = open_store(settings.store, SCHEMA, settings.store_password.get_secret_value())
        try:
            return await work(store)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except InvalidDocument as error:
        _print_faults(error)
        _fail(f"refused: {len(error.faults)} faults, nothing was stored")
    except PowerMapError as error:
        if isinstance(error, Conflict) and error.faults:
            _print_faults(InvalidDocument(error.faults))
        _fail(f"{answer_to(error).title.lower()}: {error}")
    except ValueError as error:
        _fail(str(error))


def _print_faults(error: InvalidDocument) -> None:
    for fault in error.faults:
        body = fault_body(fault)
        print(f"{body.pointer or '/'}: {body.code}: {body.message} / {body.message_zh}")  # noqa: T201


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    store: _StoreOption = None,
) -> None:
    """Run the service."""
    given = {"host": host, "port": port, "store": store}
    serving.serve(Settings(**{name: value for name, value in given.items() if value is not None}))  # type: ignore[arg-type]


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8000,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
    stop: Annotated[bool, typer.Option("--exit", help="Print the map and stop.")] = False,
    lang: _LangOption = None,
) -> None:
    """Show the sample account from a temporary embedded store, then serve it on loopback."""
    serving.demo(Settings(), port=port, browser=browser, stop=stop, language=lang)


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="Account document (JSON).", exists=True, dir_okay=False, readable=True)],
    account: Annotated[str | None, typer.Option(help="The account's id; default: the document's own.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    mode: Annotated[
        Literal["replace", "merge"], typer.Option(help="Replace the account, or merge by key.")
    ] = "replace",
    store: _StoreOption = None,
) -> None:
    """Load an account document; prints counts, or every fault."""
    body = file.read_bytes()

    async def work(opened: Store) -> str:
        account_id = account or records.account_id_in(body)
        asked = records.Load(mode=mode, dry_run=dry_run)
        report, _ = await records.load_document(Accounts(opened), LOCAL, account_id, body, asked)
        for warning in report.warnings:
            print(f"warning: {warning.text_en} / {warning.text_zh}", file=sys.stderr)  # noqa: T201
        counts = ", ".join(f"{getattr(report, name)} {name}" for name in ("created", "updated", "deleted", "unchanged"))
        return f"{account_id}: {counts}{' (dry run, nothing stored)' if dry_run else f', revision {report.revision}'}"

    print(_with_store(_settings(store), work))  # noqa: T201


@app.command(name="map")
def map_(
    account: Annotated[str, typer.Argument(help="The account's id.")],
    opportunity: Annotated[str | None, typer.Option(help="The opportunity; without one the basis is rank.")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of the map; default today.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")] = False,
    lang: _LangOption = None,
    store: _StoreOption = None,
) -> None:
    """Show who decides, how each bidder stands, the gaps, and what to do first."""
    settings = _settings(store)
    asked = Asked(opportunity=opportunity, as_of=as_of.date() if as_of else date.today())  # noqa: DTZ011 - the user's day
    view = _with_store(settings, lambda opened: power_map.power_map(Accounts(opened), account, asked))
    if json_:
        print(view.model_dump_json())  # noqa: T201
    else:
        terminal_map.show(view, terminal_map.console(), lang or settings.language)


@app.command()
def check(store: _StoreOption = None) -> None:
    """Verify the store's invariants; lists what is broken and exits with 1."""
    findings, accounts = _with_store(_settings(store), verify)
    for finding in findings:
        print(f"{finding.account_id}: {finding.code}: {finding.detail}")  # noqa: T201
    if findings:
        _fail(f"{len(findings)} invariants are broken")
    print(f"ok: {accounts} accounts, every invariant holds")  # noqa: T201
