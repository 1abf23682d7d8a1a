"""Everything a store holds, into a file, out of one, or into another store. What was put in is checked before it is told of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from app.auth import keys as kept
from app.auth.key_secret import kept_secret, take_over
from app.backup.file import Head, UnusableBackup, Writer, contents, private_file
from app.settings import Settings
from graph.accounts import LIST_ACCOUNTS
from graph.errors import Conflict, NotFound, PowerMapError
from graph.graph_mapping import SCHEMA
from graph.jobs import WholeJob, put_in_job, take_out_jobs
from graph.saved_queries import ALL, SavedQuery, list_all, put_back, queries_by_key
from graph.store import Store
from graph.tree import AccountRow
from graph.verify import PAGE, Finding, verify_account
from graph.whole_accounts import WholeAccount, put_in, take_out

Told = Callable[[str], None]
T = TypeVar("T")


@dataclass
class Moved:
    """What was put into a store: accounts written and those that were there as they are, keys, and what is broken of it.

    `same_secret` says whether the keys are accepted there as they were, `passed` which saved queries stay as somebody left
    them while it was put in.
    """

    written: int = 0
    there: int = 0
    keys: int = 0
    same_secret: bool = True
    findings: list[Finding] = field(default_factory=list)
    passed: list[SavedQuery] = field(default_factory=list)


@dataclass(frozen=True)
class _Parts:
    """What is put into a store; `ids` are those of the accounts."""

    head: Head
    accounts: AsyncIterator[WholeAccount]
    jobs: AsyncIterator[WholeJob]
    ids: Collection[str]


async def back_up(store: Store, settings: Settings, path: Path, only: Collection[str] = ()) -> tuple[int, int, str]:
    """Write a backup, beside a running service, too: each account as of one revision. Answers accounts, keys, digest.

    Of some accounts only, keys and jobs are left out. Raises NotFound, StoreUnavailable, OSError.
    """
    head = await _head(store, settings, with_keys=not only)
    with private_file(path) as file:
        writer = Writer(file)
        writer.begin(head)
        async for whole in _accounts(store, only):
            writer.add(whole)
        if not only:
            async for job in take_out_jobs(store):  # after the accounts: what one wrote meanwhile is not in them
                writer.add_job(job)
        digest = writer.end()
    return writer.accounts, len(head.keys), digest


async def restore(store: Store, settings: Settings, path: Path, *, replace: bool, say: Told) -> Moved:
    """Put a whole backup into the store, each account in one transaction; run again it goes on where it stopped.

    Raises UnusableBackup for a damaged file or one of a newer program, Conflict for a store that holds other things unless
    accounts may be replaced; then nothing is written.
    """
    backup = contents(path)
    await _refuse(store, backup.head, backup.accounts, replace=replace)
    parts = _Parts(backup.head, _each(backup.whole_accounts()), _each(backup.whole_jobs()), backup.accounts)
    return await _put(store, settings, parts, replace=replace, say=say)


async def move(
    source: Store, of_source: Settings, target: Store, of_target: Settings, *, replace: bool, say: Told
) -> Moved:
    """Put all of one store into another, which `restore` would take it into; the first stays as it is."""
    head = await _head(source, of_source, with_keys=True)
    stamps = {row.id: row.stamp or "" for row in await _rows(source)}
    await _refuse(target, head, stamps, replace=replace)
    parts = _Parts(head, _accounts(source, ()), take_out_jobs(source), stamps)
    return await _put(target, of_target, parts, replace=replace, say=say)


async def _head(store: Store, settings: Settings, *, with_keys: bool) -> Head:
    keys = await kept.list_keys(store) if with_keys else []
    secret = kept_secret(settings) if keys else None
    queries = await list_all(store, [ALL]) if with_keys else []
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Head(SCHEMA.version, version("powermap"), at, secret, keys, queries)


async def _rows(store: Store) -> list[AccountRow]:
    accounts: list[AccountRow] = []
    while rows := await store.read(LIST_ACCOUNTS, after=accounts[-1].id if accounts else "", limit=PAGE):
        accounts += rows
    return accounts


async def _accounts(store: Store, only: Collection[str]) -> AsyncIterator[WholeAccount]:
    for account_id in only or [row.id for row in await _rows(store)]:
        whole = await take_out(store, account_id)
        if whole is not None:
            yield whole
        elif only:
            raise NotFound("account", account_id)


async def _each(some: Iterable[T]) -> AsyncIterator[T]:
    for one in some:
        yield one


async def _refuse(store: Store, head: Head, stamps: dict[str, str], *, replace: bool) -> None:
    """Refuse a newer schema, and a store with anything else in it than what comes."""
    if head.schema > SCHEMA.version:
        msg = f"it is of schema version {head.schema} (Powermap {head.version}), this program knows {SCHEMA.version}"
        raise UnusableBackup(f"{msg}: use a newer Powermap")
    if replace:
        return
    others = [row.id for row in await _rows(store) if stamps.get(row.id) != row.stamp]
    strangers = {row.id for row in await kept.list_keys(store)} - {row.id for row in head.keys}
    if others or strangers:
        contents = f"{len(others)} other accounts and {len(strangers)} other keys"
        msg = (
            f"the store is not empty, it has {contents}: take an empty one, or let accounts be replaced with --replace"
        )
        raise Conflict(msg)


async def _put(
    store: Store,
    settings: Settings,
    parts: _Parts,
    *,
    replace: bool,
    say: Told,
) -> Moved:
    moved = Moved()
    revisions: dict[str, int] = {}
    try:
        moved.same_secret = await _put_keys(store, settings, parts.head, moved)
        seen = await queries_by_key(store, [ALL, *parts.ids])
        moved.passed += await put_back(store, parts.head.queries, seen, replace=replace)
        async for whole in parts.accounts:
            revisions[whole.id] = whole.revision
            if await put_in(store, whole, replace=replace):
                moved.written += 1
            else:
                moved.there += 1
            moved.passed += await put_back(store, whole.queries, seen, replace=replace)
            moved.findings += await verify_account(store, whole.id)
        async for job in parts.jobs:
            await put_in_job(store, job, revisions)
    except PowerMapError:
        say(
            f"stopped after {moved.written + moved.there} of {len(parts.ids)} accounts; run it again and it goes on from there"
        )
        raise
    return moved


async def _put_keys(store: Store, settings: Settings, head: Head, moved: Moved) -> bool:
    """Keys that are here stay as they are, so none that was revoked comes back."""
    if not head.keys:
        return True
    fresh = not await kept.list_keys(store)
    for row in head.keys:
        moved.keys += await kept.put_key(store, row)
    return head.secret is not None and take_over(settings, head.secret.encode(), instead=fresh)


__all__ = ["Moved", "UnusableBackup", "back_up", "move", "restore"]
