"""Does the store hold what the service promises? Read-only; used by `powermap check` and after every fault in the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.accounts import LIST_ACCOUNTS, read_document
from graph.borrowing import lent_to
from graph.document import AccountDocument, fingerprint
from graph.errors import StoreInconsistent
from graph.queries import Frozen, query
from graph.rules import check
from graph.store import GET_VERSION, Store

PAGE: Final = 200
MOST_FOREIGN_EDGES: Final = 100


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
    findings = [
        Finding(str(edge.account_id), "foreign-edge", f"{edge.type} leads to account {edge.other_account_id}")
        for edge in await store.read(_FIND_FOREIGN_EDGES, seconds=60, limit=MOST_FOREIGN_EDGES)
    ]
    after, looked_at = "", 0
    while rows := await store.read(LIST_ACCOUNTS, after=after, limit=PAGE):
        for row in rows:
            findings += await verify_account(store, row.id)
        looked_at += len(rows)
        after = rows[-1].id
    return findings, looked_at


async def verify_account(store: Store, account_id: str) -> list[Finding]:
    """The broken invariants of one account by itself; none for an account that is not there."""
    try:
        held = await read_document(store, account_id)
    except StoreInconsistent as error:
        return [Finding(account_id, "unreadable", str(error))]
    if held is None:
        return []
    findings = [Finding(account_id, fault.code, fault.pointer) for fault in check(held.document)]
    findings += await _borrowed_in_vain(store, held.document)
    version = await store.read(GET_VERSION, account_id=account_id)
    if version and version[0].stamp == held.stamp and version[0].fingerprint != f"{fingerprint(held.document):032x}":
        findings.append(Finding(account_id, "changed-from-outside", "the content is not what the service last wrote"))
    return findings


async def _borrowed_in_vain(store: Store, document: AccountDocument) -> list[Finding]:
    """Whom an account borrows and nobody lends any more: the lender is of another tree, or without the person.

    A lender that is not loaded is no finding, as little as a parent that is not: documents may come in any order.
    """

    async def found(account_id: str) -> AccountDocument | None:
        held = await read_document(store, account_id)
        return held.document if held else None

    return [
        Finding(document.account.id, held.missing, f"{held.borrowed.person} of account {held.borrowed.account_id}")
        for held in await lent_to(store.read, found, document)
        if held.missing in {"person-gone", "foreign-account"}
    ]
