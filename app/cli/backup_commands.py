"""`powermap backup`, `restore` and `move`: everything a store holds, into a file, out of it, into another store."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from app.backup import service
from app.cli.running import StoreOption, fail, settings_for, with_store, writing
from app.settings import Settings
from graph.graph_mapping import SCHEMA
from graph.saved_queries import SavedQuery
from graph.store import PATIENT_SECONDS, Store, open_store

ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Accounts and queries that come take the place of those of their ids; what else is there stays.",
    ),
]


def backup(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write, for you only: it holds everything.")
    ],
    account: Annotated[list[str] | None, typer.Option(help="Only this account, without keys; repeatable.")] = None,
    store: StoreOption = None,
) -> None:
    """Write everything the store holds into one file: documents, histories, snapshots, keys, jobs; also of a running service."""
    settings = settings_for(store)
    with writing(output):
        accounts, keys, digest = with_store(
            settings, lambda opened: service.back_up(opened, settings, output, tuple(account or ()))
        )
    print(f"{output}: {accounts} accounts, {keys} keys, {output.stat().st_size:,} bytes, sha256 {digest}")  # noqa: T201


def restore(
    file: Annotated[Path, typer.Argument(help="A file of `powermap backup`.")],
    replace: ReplaceOption = False,
    store: StoreOption = None,
) -> None:
    """Put a backup into an empty store; a damaged one is refused, an interrupted one goes on when it is run again."""
    settings = settings_for(store)
    try:
        moved = with_store(settings, lambda opened: service.restore(opened, settings, file, replace=replace, say=_say))
    except OSError as error:
        fail(f"cannot read {file}: {error.strerror}")
    _tell(moved)


def move(
    target: Annotated[str, typer.Argument(help="The store to fill: embedded:PATH or neo4j://user@host:port/database.")],
    replace: ReplaceOption = False,
    store: StoreOption = None,
) -> None:
    """Put everything into another store, which must be empty; the password is that of whichever is a server."""
    settings, other = settings_for(store), settings_for(target)
    if settings.store == other.store:
        fail("that is the same store")

    async def work(source: Store) -> service.Moved:
        opened = open_store(other.store, SCHEMA, _password_of(other), PATIENT_SECONDS, brief=True)
        try:
            return await service.move(source, settings, opened, other, replace=replace, say=_say)
        finally:
            await opened.close()

    _tell(with_store(settings, work))


def _password_of(settings: Settings) -> str:
    return settings.store_password.get_secret_value()


def _say(line: str) -> None:
    print(f"powermap: {line}", file=sys.stderr)  # noqa: T201


def _tell(moved: service.Moved) -> None:
    """What was put in; exits with 1 where something of it is broken."""
    for finding in moved.findings:
        print(f"{finding.account_id}: {finding.code}: {finding.detail}")  # noqa: T201
    if not moved.same_secret:
        _say("the keys were made with another secret: name that in POWERMAP_KEY_SECRET_OLD, or they are not accepted")
    if moved.passed:
        _say(f"{len(moved.passed)} saved queries stay as somebody left them meanwhile: {_places(moved.passed)}")
    if moved.findings:
        fail(f"{len(moved.findings)} invariants are broken")
    print(f"ok: {moved.written} accounts, {moved.keys} keys; {moved.there} accounts were there as they are")  # noqa: T201


def _places(queries: list[SavedQuery]) -> str:
    """How many of which account; a query's name may be somebody's."""
    counted = Counter(one.account for one in queries)
    return ", ".join(f"{number} of {account or 'all accounts'}" for account, number in sorted(counted.items()))
