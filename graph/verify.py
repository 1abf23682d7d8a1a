"""Does the store hold what the service promises? Read-only; used by `powermap check` and after every fault in the tests."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from graph.accounts import LIST_ACCOUNTS, read_document
from graph.borrowing import lent_to
from graph.document import AccountDocument, fingerprint
from graph.errors import StoreDamaged, StoreInconsistent, StoreUnavailable
from graph.preparation import FIND_LOST_ACCOUNTS, LOST_TOLD
from graph.queries import Frozen, query
from graph.rules import check
from graph.store import GET_VERSION, Store

PAGE: Final = 200
MOST_FOREIGN_EDGES: Final = 100
MOST_CHANGES: Final = 2**31 - 1  # all of them
LOOK_SECONDS: Final = 20.0


class ForeignEdge(Frozen):
    """A relationship between records of two accounts."""

    account_id: str | None
    other_account_id: str | None
    type: str


_FIND_FOREIGN_EDGES = query("schema/find_foreign_edges", ForeignEdge)


@dataclass(frozen=True)
class Finding:
    """An invariant that does not hold."""

    account_id: str
    code: str
    detail: str


async def verify(store: Store) -> tuple[list[Finding], int]:
    """Every broken invariant, and how many accounts were looked at."""
    findings = [*await _losses(store), *await foreign_edges(store)]
    after, looked_at = "", 0
    while rows := await store.read(LIST_ACCOUNTS, after=after, limit=PAGE):
        for row in rows:
            findings += await verify_account(store, row.id)
        looked_at += len(rows)
        after = rows[-1].id
    return findings, looked_at


async def _losses(store: Store) -> list[Finding]:
    rows = await store.read(FIND_LOST_ACCOUNTS, seconds=60, changes=MOST_CHANGES, limit=LOST_TOLD)
    how_to_mend = "its changes are there and it is not: put the store back from a backup"
    lost = [Finding(row.account_id, "account-lost", how_to_mend) for row in rows if row.account_id is not None]
    return lost if store.damage is None else [Finding("-", "damaged", store.damage), *lost]


async def foreign_edges(store: Store) -> list[Finding]:
    """Edges from one account's records to another's; none may lead there."""
    try:
        edges = await store.read(_FIND_FOREIGN_EDGES, seconds=60, limit=MOST_FOREIGN_EDGES)
    except StoreInconsistent as error:
        return [Finding("-", "unreadable", str(error))]
    return [
        Finding(str(edge.account_id), "foreign-edge", f"{edge.type} leads to account {edge.other_account_id}")
        for edge in edges
    ]


async def verify_account(store: Store, account_id: str) -> list[Finding]:
    """The broken invariants of one account by itself; none for an account that is not there."""
    try:
        loaded = await read_document(store, account_id)
    except StoreInconsistent as error:
        return [Finding(account_id, "unreadable", str(error))]
    if loaded is None:
        return []
    findings = [Finding(account_id, fault.code, fault.pointer) for fault in check(loaded.document)]
    findings += await _borrowed_in_vain(store, loaded.document)
    version = await store.read(GET_VERSION, account_id=account_id)
    if (
        version
        and version[0].stamp == loaded.stamp
        and version[0].fingerprint != f"{fingerprint(loaded.document):032x}"
    ):
        findings.append(Finding(account_id, "changed-from-outside", "the content is not what the service last wrote"))
    return findings


async def _borrowed_in_vain(store: Store, document: AccountDocument) -> list[Finding]:
    """Whom an account borrows and nobody lends any more: the lender is of another tree, or without the person.

    A lender that is not loaded is no finding, as little as a parent that is not: documents may come in any order.
    """

    async def found(account_id: str) -> AccountDocument | None:
        loaded = await read_document(store, account_id)
        return loaded.document if loaded else None

    return [
        Finding(document.account.id, lent.missing, f"{lent.borrowed.person} of account {lent.borrowed.account_id}")
        for lent in await lent_to(store.read, found, document)
        if lent.missing in {"person-gone", "foreign-account"}
    ]


class Lookout:
    """Reads one account after the other, so that readiness hears of files that were cut before a user does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last = ""
        self._next_look = 0.0

    async def look(self) -> None:
        """Read the next account, at most one in LOOK_SECONDS; while something is lost, each time.

        Raises StoreDamaged, and from then on the store refuses writes until nothing is lost any more. That one account cannot
        be read, because somebody changed it by hand, is for `powermap check`; a store that is busy or slow is no damage.
        """
        if time.monotonic() < self._next_look:
            return
        with suppress(StoreUnavailable):
            rows = await self._store.read(LIST_ACCOUNTS, after=self._last, limit=1)
            if rows:
                await self._read(rows[0].id)
            self._last = rows[0].id if rows else ""
            self._next_look = time.monotonic() + LOOK_SECONDS

    async def _read(self, account_id: str) -> None:
        try:
            await read_document(self._store, account_id)
        except StoreDamaged as error:
            self._store.damage = str(error)
            raise
        except StoreInconsistent:
            return
