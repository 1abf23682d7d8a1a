"""Accounts as the service sees them: read whole, edited as a whole, kept in memory.

`edit_document` is the one way in for every write. `Accounts` keeps documents and what was computed of them; a document is
current as long as the store still holds the stamp it was read with. Parsing, checking and comparing happen in `compute`.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar, cast
from zoneinfo import ZoneInfo

import structlog

from graph.answer_cache import AnswerCache, size_of
from graph.borrowed_people import Lent
from graph.borrowing import check_newly_borrowed, lent_to
from graph.changes import Author, append_changes, refuse_beyond_author, refuse_selecting_ones_own
from graph.computing import Lane, compute, take_a_heavy_place
from graph.document import AccountDocument, Difference, difference, fingerprint
from graph.draft import Draft
from graph.errors import Conflict, Fault, Faults, InvalidDocument, NotFound, StoreInconsistent, StoreUnavailable
from graph.graph_mapping import READ_DOCUMENT, KindRows, document_of, write_difference
from graph.kinds import ACCOUNT, Account
from graph.leavings import forget_beside
from graph.queries import Count, query
from graph.rules import check
from graph.rules.authorship import refuse_forgetting_rejections
from graph.snapshots import Snapshot, keep_snapshots
from graph.special import Special, ToldBy, refused_by, told_anew
from graph.store import GET_VERSION, Store, Tx, Version
from graph.tree import AccountRow, Reading, TreeRow, refuse_adoption

if TYPE_CHECKING:
    from graph.analysis.gate_policy import Policies

T = TypeVar("T")
WHOLE_READ_SECONDS: Final = 30.0
WHOLE_READ_TRIES: Final = 20
STABLE_READS: Final = 3
LARGE: Final = 1_000
"""People and lines of influence from which questions about an account take seconds and are answered a few at a time."""
CACHE_BYTES: Final = 256 * 1024 * 1024

log = structlog.get_logger(__name__)

LIST_ACCOUNTS = query("accounts/list_accounts", AccountRow)
_LOCK_PARENT = query("accounts/lock_parent", TreeRow)
_SET_FINGERPRINT = query("accounts/set_fingerprint", Count)


@dataclass(frozen=True)
class LoadedAccount:
    """An account's document as of one revision."""

    document: AccountDocument
    revision: int
    stamp: str
    fingerprint: int


@dataclass(frozen=True)
class Edit:
    """A change to an account's document. `apply` may be repeated and may raise; None in means no account, None out deletes it.

    `draft` says where in the caller's words a faulty record stands. Faults whose codes are in `conflicts` (None: all codes) are
    a Conflict with what is stored, not the caller's mistake. `undoes` is a revision taken back, `decides` a proposal decided on.
    `snapshots`, of the document and revision to come, are kept with the edit. With `carries` nobody says anything anew.
    """

    apply: Callable[[AccountDocument | None], AccountDocument | None]
    draft: Draft | None = None
    conflicts: frozenset[str] | None = frozenset()
    undoes: int | None = None
    carries: bool = False
    decides: str | None = None
    snapshots: Callable[[AccountDocument, int], tuple[Snapshot, ...]] | None = None
    special: ToldBy | None = None


@dataclass(frozen=True)
class Written:
    """What an edit did, and the account as it is now (None: there is none)."""

    difference: Difference
    account: LoadedAccount | None
    unloaded_parent: str | None = None
    unloaded_lenders: tuple[str, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()


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
            document, content = await compute(partial(_read, rows), Lane.DOCUMENT)
        except StoreInconsistent:
            if before == after and attempt >= STABLE_READS:
                raise
            document = None
        if document is not None and before == after:
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


def _read(rows: list[KindRows]) -> tuple[AccountDocument | None, int]:
    """The document of stored rows and its content hash. Raises StoreInconsistent."""
    document = document_of(rows)
    return document, fingerprint(document)


async def read_locked(tx: Tx, account_id: str) -> tuple[AccountDocument | None, int]:
    """The account under its lock, read until the content hash fits: an engine without snapshots shows the lock before the rest.

    As in `read_document`, what stays different after a few readings was changed from outside and is taken as it is.
    """
    for attempt in range(STABLE_READS + 1):
        rows: list[KindRows] = await tx.run(READ_DOCUMENT, seconds=WHOLE_READ_SECONDS)
        try:
            document, content = await compute(partial(_read, rows), Lane.DOCUMENT)
        except StoreInconsistent:
            if attempt == STABLE_READS:
                raise
        else:
            if tx.fingerprint == f"{content:032x}":
                break
        await asyncio.sleep(0.005 * attempt)
    # The account's own node exists while its lock is held, but has no name before it has a document.
    return (document, content) if document is not None and document.account.id == account_id else (None, 0)


async def edit_document(
    store: Store, account_id: str, edit: Edit, author: Author, known: LoadedAccount | None = None
) -> Written:
    """Apply an edit in one transaction: lock, read, edit, check, write the difference.

    `known` saves the reading where it is still current. Raises InvalidDocument with every fault, Conflict for a single record
    that breaks a rule, or what the edit raises; then nothing is stored.
    """

    async def work(tx: Tx) -> Written:
        current = known if known is not None and known.stamp == tx.previous_stamp else None
        before, content = (current.document, current.fingerprint) if current else (None, 0)
        if current is None and tx.previous_stamp is not None:
            before, content = await read_locked(tx, account_id)
        after, changes, sent, wanted = await compute(
            partial(_prepared, before, edit, author, tx.revision), Lane.DOCUMENT
        )
        snapshots = await keep_snapshots(tx, wanted, author)
        if not changes.changes and not snapshots:
            tx.discard()
            same = None if before is None else LoadedAccount(before, tx.revision - 1, tx.previous_stamp or "", content)
            return Written(changes, current or same)
        if before is None and after is not None:
            await refuse_adoption(tx.run, account_id, author.accounts)
        unloaded = await _check_tree(tx, edit, before, after)
        await refuse_selecting_ones_own(tx, changes.changes, author)
        lenders = await _check_lenders(tx.run, edit, before, sent, author)
        content = await compute(partial(changes.fingerprint_from, content), Lane.DOCUMENT)
        await write_difference(tx, account_id, changes)
        if after is None:
            tx.ends_account = True
            await forget_beside(tx)
            return Written(changes, None)
        heads = [(snapshot.head.id, snapshot.head.model_dump_json()) for snapshot in snapshots]
        await append_changes(tx, changes, author, edit.undoes, heads)
        await tx.run(_SET_FINGERPRINT, fingerprint=f"{content:032x}")
        return Written(changes, LoadedAccount(after, tx.revision, tx.stamp, content), unloaded, lenders, snapshots)

    return await store.write(work, touches=account_id)


def _prepared(
    before: AccountDocument | None, edit: Edit, author: Author, revision: int
) -> tuple[AccountDocument | None, Difference, AccountDocument | None, tuple[Snapshot, ...]]:
    """The candidate, checked for who its author is, too, and the snapshots to be kept with it."""
    after, changes, sent = _candidate(before, edit)
    refuse_beyond_author(changes.changes, author, carried=edit.carries, decided=edit.decides)
    if after is not None and edit.undoes is None:
        refuse_forgetting_rejections(changes.changes)
    return after, changes, sent, edit.snapshots(after, revision) if edit.snapshots and after else ()


def preview(before: AccountDocument | None, edit: Edit, author: Author) -> Difference:
    """What an edit would change; raises as `edit_document` does, save for what depends on other accounts."""
    return _prepared(before, edit, author, 0)[1]


async def preview_lenders(store: Store, before: AccountDocument | None, edit: Edit, author: Author) -> tuple[str, ...]:
    """The lenders an edit comes to name that are not loaded; raises as `edit_document` does for those it may not name."""
    sent = await compute(partial(edit.apply, before), Lane.DOCUMENT)
    return await _check_lenders(store.read, edit, before, sent, author)


def _candidate(
    before: AccountDocument | None, edit: Edit
) -> tuple[AccountDocument | None, Difference, AccountDocument | None]:
    """The document as it will be stored, what that changes, and the document with the records as they were sent."""
    sent = edit.apply(before)
    if sent is None or sent is before:
        return sent, difference(before, sent), sent
    special = told_anew(edit.special, before, sent, edit.draft)
    if faults := Faults(edit.draft.faults if edit.draft else (), check(sent, edit.draft), special):
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
        raise _refusal(tuple(rule.fault(pointers) for rule in broken), edit)
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


class Accounts:
    """The accounts of a store, and what was computed of them lately, in at most `cache_bytes`.

    Everything it hands out is current or freshly read. Documents are kept by account, answers by the stamp of the content they
    are about, those about a snapshot by its digest. `policies` are those an account may choose; without them any choice is taken.
    """

    def __init__(
        self,
        store: Store,
        cache_bytes: int = CACHE_BYTES,
        time_zone: str | None = None,
        policies: Policies | None = None,
        special: Special | None = None,
    ) -> None:
        self.store = store
        self.time_zone = time_zone
        self.policies = policies
        self.special = special
        self.answers = AnswerCache(cache_bytes)

    def today(self, account: Account | None = None) -> date:
        """The day it is where the account is, by its time zone, else the service's, else the machine's."""
        zone = (account.time_zone if account else None) or self.time_zone
        return datetime.now(ZoneInfo(zone) if zone else None).date()

    async def current(self, account_id: str) -> LoadedAccount:
        """The account's current document. Raises NotFound."""
        if (known := self._known(account_id, await self._version(account_id))) is not None:
            return known
        async with self.store.write_queue.take(account_id):
            if (known := self._known(account_id, await self._version(account_id))) is not None:
                return known
            loaded = await read_document(self.store, account_id)
            if loaded is None:
                raise NotFound("account", account_id)
            return await self._keep(account_id, loaded)

    async def find(self, account_id: str) -> LoadedAccount | None:
        """The account's current document, or None."""
        try:
            return await self.current(account_id)
        except NotFound:
            return None

    async def edit(self, account_id: str, edit: Edit, author: Author) -> Written:
        """Carry out an edit, once begun to its end, also if its caller goes meanwhile; see `edit_document`."""
        writing = asyncio.ensure_future(self.carry_out(account_id, edit, author))
        writing.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(writing)

    def checked(self, edit: Edit) -> Edit:
        """The edit that also refuses a policy there is not, and special categories, for a preview of it, too."""
        edit = replace(edit, special=refused_by(self.special))
        applied = self.policies and partial(self.policies.applied, edit.apply, edit.draft)
        return replace(edit, apply=applied) if applied else edit

    async def carry_out(self, account_id: str, edit: Edit, author: Author) -> Written:
        known = self._last(account_id)
        written = await edit_document(self.store, account_id, self.checked(edit), author, known)
        if written.account is None:
            self._forget(account_id)
            return written
        return replace(written, account=await self._keep(account_id, written.account))

    async def answer(self, account_id: str, question: Hashable, make: Callable[[LoadedAccount], T]) -> T:
        """What `make` computes of the current document, once per revision and question."""
        return await self.answer_of(await self.current(account_id), question, make)

    async def answer_of(self, account: LoadedAccount, question: Hashable, make: Callable[[LoadedAccount], T]) -> T:
        """The same of a document at hand. Raises Overloaded where it is a large one and many are asked about such."""
        if len(account.document.people) + len(account.document.influence) > LARGE:
            await take_a_heavy_place()
        return await self.answers.get(account.stamp, question, lambda: compute(partial(make, account)))

    async def derived(self, source: object, question: Hashable, make: Callable[[], T], lane: Lane = Lane.ANALYSIS) -> T:
        """What `make` computes of another answer, which is compared by identity, once for as long as that one is kept."""
        return await self.answers.get(weakref.ref(source), question, lambda: compute(make, lane))

    def allowed(self, document: AccountDocument, lent: tuple[Lent, ...]) -> tuple[AccountDocument, tuple[Lent, ...]]:
        """The part of a snapshot that may be read here: all of it."""
        return document, lent

    async def lent(self, document: AccountDocument) -> tuple[Lent, ...]:
        """What other accounts say now of the people a document borrows from them."""

        async def document_of_lender(account_id: str) -> AccountDocument | None:
            lender = await self.find(account_id)
            return lender.document if lender else None

        return await lent_to(self.store.read, document_of_lender, document)

    async def list(self, after: str, limit: int) -> list[AccountRow]:
        """Accounts by id, those after the id `after`."""
        return await self.store.read(LIST_ACCOUNTS, after=after, limit=limit)

    async def _version(self, account_id: str) -> Version:
        rows = await self.store.read(GET_VERSION, account_id=account_id)
        if not rows:
            self._forget(account_id)
            raise NotFound("account", account_id)
        return rows[0]

    def _last(self, account_id: str) -> LoadedAccount | None:
        return cast("LoadedAccount | None", self.answers.find(("account", account_id), "document"))

    def _known(self, account_id: str, version: Version) -> LoadedAccount | None:
        account = self._last(account_id)
        return account if account is not None and account.stamp == version.stamp else None

    async def _keep(self, account_id: str, account: LoadedAccount) -> LoadedAccount:
        size = await compute(partial(size_of, account), Lane.DOCUMENT)
        known = self._last(account_id)
        if known is not None and known.stamp == account.stamp:
            return known
        self._forget(account_id)
        self.answers.keep(("account", account_id), "document", account, size)
        return account

    def _forget(self, account_id: str) -> None:
        """Drop the account's document and what was computed of it; snapshots never change, and what is known of them stays."""
        known = self._last(account_id)
        if known is not None:
            self.answers.forget(("account", account_id))
            self.answers.forget(known.stamp)
