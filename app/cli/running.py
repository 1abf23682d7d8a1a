"""What commands share: settings, one piece of work on the opened store, and one clear line when it is refused.

What takes long to import is imported where it is used.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn, TypeVar

import typer
from typer.core import TyperCommand

from app.texts.catalogue import Language

if TYPE_CHECKING:
    from app.cli.naming import Named
    from app.settings import Settings
    from graph.accounts import Accounts
    from graph.errors import Fault, Faults
    from graph.store import Store

T = TypeVar("T")
JsonOption = Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")]
DayOption = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Date of the map; default today.")
]
StoreOption = Annotated[
    str | None,
    typer.Option("--store", help="embedded:PATH or neo4j://user@host:port/database.", envvar="POWERMAP_STORE"),
]
LangOption = Annotated[Language | None, typer.Option("--lang", help="Language of the texts.")]

_TEXT: Final = frozenset({"text", "str"})  # what click, and what typer's own copy of it, call a plain text
_OF_FILES: Final = frozenset({"store"})  # texts that lead to a file, whose name is what the file system has


_RUNNING: ContextVar[tuple[str, object] | None] = ContextVar("_RUNNING", default=None)
"""The command and the account it was given."""


class CommandOfStoredTexts(TyperCommand):
    """A command whose texts come as the store has them (NFC), so that an id is found however the terminal composes it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads the arguments; names of files stay as they are."""
        rest = super().parse_args(ctx, args)
        for parameter in self.params:
            if parameter.type.name in _TEXT and parameter.name not in _OF_FILES and parameter.name in ctx.params:
                ctx.params[parameter.name] = _as_stored(ctx.params[parameter.name])
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; what it opens notes which one it is."""
        _RUNNING.set((ctx.command_path.partition(" ")[2], ctx.params.get("account")))
        return super().invoke(ctx)


def _as_stored(given: Any) -> Any:
    if isinstance(given, (list, tuple)):
        return type(given)(_as_stored(part) for part in given)
    if not isinstance(given, str) or given.isascii():
        return given
    from graph.kinds.fields import composed

    return composed(given)


def fail(message: str) -> NoReturn:
    """End with one line on standard error and exit code 1."""
    print(f"powermap: {message}", file=sys.stderr)  # noqa: T201 - the command line talks on the terminal
    raise typer.Exit(1)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """While a file is written; one that cannot be is one clear line."""
    try:
        yield
    except OSError as error:
        fail(f"cannot write {path}: {error.strerror}")


def settings_for(store: str | None = None, **given: object) -> Settings:
    """The settings of a command; a wrong variable is one clear line."""
    from pydantic import ValidationError

    from app import logs
    from app.settings import Settings, misspelt

    if (unknown := misspelt()) is not None:
        fail(f"{unknown[0]}: there is no such setting; did you mean {unknown[1]}?")
    chosen = {name: value for name, value in {"store": store, **given}.items() if value is not None}
    try:
        settings = Settings(**chosen)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        fail(
            f"POWERMAP_{'_'.join(str(part) for part in first['loc']).upper()}: {first['msg'].removeprefix('Value error, ')}"
        )
    logs.configure("error" if settings.log_level == "info" else settings.log_level, settings.log_format)
    return settings


def with_accounts(settings: Settings, work: Callable[[Accounts], Awaitable[T]]) -> T:
    """Open the store and ask its accounts one thing, as `with_store` does."""
    from app.audit.audited_accounts import AuditedAccounts
    from app.audit.place import audit_of
    from app.records.special import special_of
    from app.reviews.policies import policies_of

    try:
        policies = policies_of(settings.policies)
    except ValueError as error:
        fail(f"POWERMAP_POLICIES: {error}")
    own = {"time_zone": settings.time_zone, "policies": policies, "special": special_of(settings.special_categories)}
    return with_store(settings, lambda opened: work(AuditedAccounts(audit_of(settings), opened, **own)))


def with_named(settings: Settings, named: Named, work: Callable[[Accounts, Named], Awaitable[T]]) -> T:
    """`with_accounts`; what the work does not find by id is looked for by name (see `app.cli.naming`)."""
    from app.cli.naming import in_names

    return with_accounts(settings, lambda accounts: in_names(accounts, named, lambda by_id: work(accounts, by_id)))


def with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    """Open the store, do one thing, close it; domain errors become one line."""
    from app.problems import answer_to
    from graph.engines import where
    from graph.errors import Conflict, InvalidDocument, PowerMapError, StoreUnavailable
    from graph.graph_mapping import SCHEMA
    from graph.store import PATIENT_SECONDS, open_store

    async def run() -> T:
        password = settings.store_password.get_secret_value()
        store = open_store(settings.store, SCHEMA, password, PATIENT_SECONDS, brief=True)
        try:
            return await work(store)
        finally:
            await store.close()

    try:
        _note_command(settings)
        return asyncio.run(run())
    except InvalidDocument as error:
        print_faults(error.faults, settings.language)
        fail(refused(error.faults))
    except PowerMapError as error:
        if isinstance(error, Conflict):
            print_faults(error.faults, settings.language)
        place = f" ({where(settings.store)})" if isinstance(error, StoreUnavailable) else ""
        fail(f"{answer_to(error).title.lower()}: {error}{place}")
    except ValueError as error:
        fail(str(error))


def _note_command(settings: Settings) -> None:
    """Note who runs which command about which account; what cannot be noted is not done."""
    import getpass

    from app.audit.place import audit_of
    from app.auth.service import LOCAL
    from app.problems import AuditUnavailable

    running = _RUNNING.get()
    if running is None:
        return
    log, (command, account) = audit_of(settings), running
    try:
        log.append(
            "command",
            actor=LOCAL.author.id,
            user=getpass.getuser(),
            command=command,
            account_asked=log.masked(account) if isinstance(account, str) else None,
        )
    except AuditUnavailable as error:
        fail(f"the audit log in {log.folder} cannot be written: {error}")


def refused(faults: Faults) -> str:
    """That a file was refused, with how many faults."""
    return f"refused: {faults.number} fault{'' if faults.number == 1 else 's'}, nothing was stored"


def print_faults(faults: tuple[Fault, ...], language: Language) -> None:
    """One line a fault: where, what, and how to mend it."""
    from app.problems import fault_body
    from graph.errors import FAULTS_TOLD

    for fault in faults[:FAULTS_TOLD]:
        body = fault_body(fault)
        message = body.message_zh if language == "zh" else body.message
        print(f"{body.pointer or '/'}: {body.code}: {message}")  # noqa: T201


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """Told to stop, the process ends when all is closed: Python itself would first finish what threads compute for nobody."""
    try:
        yield
    except SystemExit as stopped:
        if stopped.code != 0:
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
