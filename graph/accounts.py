"""Accounts as the service sees them: read whole, edited as a whole, kept in memory by revision.

`edit_document` is the one way in for every write. `Accounts` keeps the last documents and what was computed from them; a
document is current as long as the store still holds the stamp it was read with.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

import structlog

from graph.borrowed_people import Lent
from graph.borrowing import check_newly_borrowed, lent_to
from graph.changes import DELETE_CHANGES, Author, append_changes
from graph.document import AccountDocument, Difference, difference, fingerprint
from graph.draft import Draft
from graph.errors import Conflict, Fault, InvalidDocument, NotFound, StoreInconsistent, StoreUnavailable
from graph.graph_mapping import READ_DOCUMENT, KindRows, document_of, write_difference
from graph.kinds import ACCOUNT
from graph.queries import Count, Frozen, query
from graph.rules import check
from graph.rules.authorship import refuse_judging_for_others
from graph.snapshots import DELETE_SNAPSHOTS, Snapshot, keep_snapshots
from graph.store import GET_VERSION, Store, Tx, Version
from graph.tree import Reading, TreeRow

T = TypeVar("T")
WHOLE_READ_SECONDS: Final = 30.0
WHOLE_READ_TRIES: Final = 20
STABLE_READS: Final = 3
ANSWERS_KEPT: Final = 32

log = structlog.get_logger(__name__)


class AccountRow(Frozen):
    """One account of the store's list."""

    id: str
    name: str
    name_en: str
    tier: str
    parent_id: str | None
    revision: int


LIST_ACCOUNTS = query("accounts/list_accounts", AccountRow)
_LOCK_PARENT = query("accounts/lock_parent", TreeRow)
_SET_FINGERPRINT = query("accounts/set_fingerprint", Count)


@dataclass(frozen=True)
class LoadedAccount:
    """An account's document as of one revision, and the answers computed from it so far."""

    document: AccountDocument
    revision: int
    stamp: str
    fingerprint: int
    answers: OrderedDict[Hashable, asyncio.Future[Any]] = field(default_factory=OrderedDict, compare=False, repr=False)


@dataclass(frozen=True)
class Edit:
    """A change to an account's document. `apply` may be repeated and may raise; None in means no account, None out deletes it.

    `draft` says where in the caller's words a faulty record stands. Faults whose codes are in `conflicts` (None: all codes) are
    a Conflict with what is stored, not the caller's mistake. `undoes` is the revision taken back. `snapshots` are to be kept
    with the edit: made of the document as it will be, at the revision it will have.
    """

    apply: Callable[[AccountDocument | None], AccountDocument | None]
    draft: Draft | None = None
    conflicts: frozenset[str] | None = frozenset()
    undoes: int | None = None
    snapshots: Callable[[AccountDocument, int], tuple[Snapshot, ...]] | None = None


@dataclass(frozen=True)
class Written:
    """What an edit did, and the account as it is now (None: there is none)."""

    difference: Difference
    held: LoadedAccount | None
    unloaded_parent: str | None = None
    unloaded_lenders: tuple[str, ...] = ()
    kept: tuple[Snapshot, ...] = ()


# -- reading ----------------------------------------------------------------------------------------------------------


async def read_document(store: Store, account_id: str) -> LoadedAccount | None:
    """The account as a whole, never half of a write: the revision is the same before and after, and the content hash fits.

    A store changed behind the service's back keeps a stale hash; after three equal readings its content is taken as it is.
    Raises StoreInconsistent when it cannot be read as a document at all.
    """
    last: int | None = None
    equal = 0
    for attempt in range(WHOLE_READ_TRIES):
        before = await store.read(GET_VERSION, account_id=account_id)
        if not before:
            return None
        rows = await store.read(READ_DOCUMENT, seconds=WHOLE_READ_SECONDS, account_id=account_id)
        after = await store.read(GET_VERSION, account_id=account_id)
        try:
            document = document_of(rows)
        except StoreInconsistent:
            if before == after and attempt >= STABLE_READS:
                raise
            document = None
        if document is not None and before == after:
            content = fingerprint(document)
            equal = equal + 1 if content == last else 1
            last = content
            if f"{content:032x}" == before[0].fingerprint:
                return LoadedAccount(document, before[0].revision, before[0].stamp, content)
            if equal == STABLE_READS:
                log.warning("store-changed-from-outside", account=account_id, revision=before[0].revision)
                return LoadedAccount(document, before[0].revision, before[0].stamp, content)
        await asyncio.sleep(0.005 * (attempt + 1))
    msg = "the account is being changed too fast to be read whole"
    raise StoreUnavailable(msg)


async def _read_locked(tx: Tx, account_id: str) -> AccountDocument | None:
    """The account under its lock, read until the content hash fits: an engine without snapshots shows the lock before the rest.

    As in `read_document`, what stays different after a few readings was changed from outside and is taken as it is.
    """
    for attempt in range(STABLE_READS + 1):
        rows: list[KindRows] = await tx.run(READ_DOCUMENT, seconds=WHOLE_READ_SECONDS)
        try:
            document = document_of(rows)
        except StoreInconsistent:
            if attempt == STABLE_READS:
                raise
        else:
            if tx.fingerprint == f"{fingerprint(document):032x}":
                break
        await asyncio.sleep(0.005 * attempt)
    # The account's own node exists while its lock is held, but has no name before it has a document.
    return document if document is not None and document.account.id == account_id else None


# -- writing ----------------------------------------------------------------------------------------------------------


async def edit_document(
    store: Store, account_id: str, edit: Edit, author: Author, held: LoadedAccount | None = None
) -> Written:
    """Apply an edit in one transaction: lock, read, edit, check, write the difference.

    `held` saves the reading where it is still current. Raises InvalidDocument with every fault, Conflict for a single record
    that breaks a rule, or what the edit raises; then nothing is stored.
    """

    async def work(tx: Tx) -> Written:
        current = held if held is not None and held.stamp == tx.previous_stamp else None
        before = current.document if current else None
        if current is None and tx.previous_stamp is not None:
            before = await _read_locked(tx, account_id)
        content = current.fingerprint if current else fingerprint(before)
        after, changes, sent = _candidate(before, edit)
        if author.bound:
            refuse_judging_for_others(changes.changes, author.member)
        wanted = edit.snapshots(after, tx.revision) if edit.snapshots and after else ()
        kept = await keep_snapshots(tx, wanted)
        if not changes.changes and not kept:
            tx.discard()
            same = None if before is None else LoadedAccount(before, tx.revision - 1, tx.previous_stamp or "", content)
            return Written(changes, current or same)
        unloaded = await _check_tree(tx, edit, before, after)
        lenders = await _check_lenders(tx.run, edit, before, sent, author)
        content = changes.fingerprint_from(content)
        await write_difference(tx, account_id, changes)
        if after is None:
            tx.ends_account = True
            await tx.run(DELETE_CHANGES)
            await tx.run(DELETE_SNAPSHOTS)
            return Written(changes, None)
        heads = [(held.head.id, held.head.model_dump_json()) for held in kept]
        await append_changes(tx, changes, author, edit.undoes, heads)
        await tx.run(_SET_FINGERPRINT, fingerprint=f"{content:032x}")
        return Written(changes, LoadedAccount(after, tx.revision, tx.stamp, content), unloaded, lenders, kept)

    return await store.write(work, touches=account_id)


def preview(before: AccountDocument | None, edit: Edit) -> Difference:
    """What an edit would change; raises as `edit_document` does, save for what depends on other accounts."""
    return _candidate(before, edit)[1]


async def preview_lenders(store: Store, before: AccountDocument | None, edit: Edit, author: Author) -> tuple[str, ...]:
    """The lenders an edit comes to name that are not loaded; raises as `edit_document` does for those it may not name."""
    return await _check_lenders(store.read, edit, before, edit.apply(before), author)


def _candidate(
    before: AccountDocument | None, edit: Edit
) -> tuple[AccountDocument | None, Difference, AccountDocument | None]:
    """The document as it will be stored, what that changes, and the document with the records as they were sent."""
    sent = edit.apply(before)
    if sent is None or sent is before:
        return sent, difference(before, sent), sent
    faults = (edit.draft.faults if edit.draft else ()) + check(sent, edit.draft)
    if faults:
        raise _refusal(faults, edit)
    after = sent.canonical()
    return after, difference(before, after), sent


def _refusal(faults: tuple[Fault, ...], edit: Edit) -> Conflict | InvalidDocument:
    if edit.conflicts is None or all(fault.code in edit.conflicts for fault in faults):
        return Conflict(f"it breaks a rule: {faults[0].code}", faults)
    return InvalidDocument(faults)


async def _check_lenders(
    read: Reading, edit: Edit, before: AccountDocument | None, sent: AccountDocument | None, author: Author
) -> tuple[str, ...]:
    """Refuse to borrow who is not there or of another tree; says which lenders are not loaded."""
    if sent is None or sent is before:
        return ()
    broken, unloaded = await check_newly_borrowed(read, before, sent, author)
    if broken:
        pointers = edit.draft.pointers if edit.draft else {}
        raise _refusal(tuple(held.fault(pointers) for held in broken), edit)
    return tuple(unloaded)


async def _check_tree(tx: Tx, edit: Edit, before: AccountDocument | None, after: AccountDocument | None) -> str | None:
    """Refuse a move that closes a ring of accounts; says which parent is not loaded, if so.

    Every account above is written to before it is read: of two moves that would close a ring together, one waits for the
    other or fails to commit and is repeated, on an engine without snapshots, too.
    """
    parent = after.account.parent_id if after else None
    if after is None or parent is None or (before is not None and before.account.parent_id == parent):
        return None
    line, above = [after.account.id], parent
    while rows := await tx.run(_LOCK_PARENT, parent_id=above):
        line.append(above)
        if rows[0].parent_id is None or rows[0].parent_id in line[1:]:
            return None
        above = rows[0].parent_id
        if above == after.account.id:
            base = edit.draft.pointers.get(id(after.account)) if edit.draft else None
            pointer = f"/{ACCOUNT.name}" if base is None else base
            fault = Fault(f"{pointer}/parent_id", "account-cycle", parent, {"cycle": [*line, above]})
            raise _refusal((fault,), edit)
    return parent if above == parent else None


# -- the cache --------------------------------------------------------------------------------------------------------


class Accounts:
    """The accounts of a store. Keeps the last `keep` documents; everything it hands out is current or freshly read."""

    def __init__(self, store: Store, keep: int = 64) -> None:
        self.store = store
        self._keep = keep
        self._held: OrderedDict[str, LoadedAccount] = OrderedDict()

    async def held(self, account_id: str) -> LoadedAccount:
        """The account's current document. Raises NotFound."""
        version = await self._version(account_id)
        if (known := self._kept(account_id, version)) is not None:
            return known
        async with self.store.write_queue.take(account_id):
            version = await self._version(account_id)
            if (known := self._kept(account_id, version)) is not None:
                return known
            held = await read_document(self.store, account_id)
        if held is None:
            raise NotFound("account", account_id)
        return self._keep_held(account_id, held)

    async def find(self, account_id: str) -> LoadedAccount | None:
        """The account's current document, or None."""
        try:
            return await self.held(account_id)
        except NotFound:
            return None

    async def edit(self, account_id: str, edit: Edit, author: Author) -> Written:
        """Carry out an edit; see `edit_document`."""
        written = await edit_document(self.store, account_id, edit, author, self._held.get(account_id))
        if written.held is None:
            self._held.pop(account_id, None)
            return written
        return replace(written, held=self._keep_held(account_id, written.held))

    async def answer(self, account_id: str, key: Hashable, make: Callable[[LoadedAccount], T]) -> T:
        """What `make` computes from the current document, once per revision and key, in a worker thread."""
        return await self.answer_of(await self.held(account_id), key, make)

    async def answer_of(self, held: LoadedAccount, key: Hashable, make: Callable[[LoadedAccount], T]) -> T:
        """The same of a document at hand."""
        known: asyncio.Future[T] | None = held.answers.get(key)
        if known is None or (known.done() and (known.cancelled() or known.exception() is not None)):
            known = asyncio.ensure_future(asyncio.to_thread(make, held))
            held.answers[key] = known
            while len(held.answers) > ANSWERS_KEPT:
                held.answers.popitem(last=False)
        return await asyncio.shield(known)

    async def lent(self, document: AccountDocument) -> tuple[Lent, ...]:
        """What other accounts say now of the people a document borrows from them."""

        async def found(account_id: str) -> AccountDocument | None:
            held = await self.find(account_id)
            return held.document if held else None

        return await lent_to(self.store.read, found, document)

    async def list(self, after: str, limit: int) -> list[AccountRow]:
        """Accounts by id, those after the id `after`."""
        return await self.store.read(LIST_ACCOUNTS, after=after, limit=limit)

    async def _version(self, account_id: str) -> Version:
        rows = await self.store.read(GET_VERSION, account_id=account_id)
        if not rows:
            self._held.pop(account_id, None)
            raise NotFound("account", account_id)
        return rows[0]

    def _kept(self, account_id: str, version: Version) -> LoadedAccount | None:
        held = self._held.get(account_id)
        if held is None or held.stamp != version.stamp:
            return None
        self._held.move_to_end(account_id)
        return held

    def _keep_held(self, account_id: str, held: LoadedAccount) -> LoadedAccount:
        known = self._held.get(account_id)
        if known is not None and known.stamp == held.stamp:
            return known
        self._held[account_id] = held
        self._held.move_to_end(account_id)
        while len(self._held) > self._keep:
            self._held.popitem(last=False)
        return held
