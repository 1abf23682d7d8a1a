"""Accounts with all that is kept of them, taken out of one store and put into another: all but keys and links.

A revision, stamp and identity come along, so that ETags, undo and the grants of keys go on where they ended.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final

from graph.accounts import read_document, read_locked
from graph.changes import ChangePart, list_parts, put_parts
from graph.computing import Lane, compute
from graph.document import AccountDocument, difference, fingerprint
from graph.errors import Conflict, StoreUnavailable
from graph.graph_mapping import write_difference
from graph.import_answers import AnswersRow, list_answers, put_answers
from graph.leavings import forget_beside
from graph.queries import Count, Frozen, query
from graph.saved_queries import SavedQuery, list_all
from graph.snapshots import KeptSnapshot, put_snapshots, read_snapshots
from graph.store import GET_VERSION, Store, Tx
from graph.tree import identities_of

TRIES: Final = 10
_PUT_BACK: Final = query("accounts/put_back_account", Count)


class WholeAccount(Frozen):
    """An account as of one revision; `document` is its JSON text, saved queries have versions of their own."""

    id: str
    revision: int
    stamp: str
    identity: str
    document: str
    changes: tuple[ChangePart, ...]
    snapshots: tuple[KeptSnapshot, ...]
    answers: tuple[AnswersRow, ...]
    queries: tuple[SavedQuery, ...] = ()


async def take_out(store: Store, account_id: str) -> WholeAccount | None:
    """The account as of one revision, never half of a write; None if there is none. Raises StoreUnavailable."""
    for attempt in range(TRIES):
        account = await read_document(store, account_id)
        if account is None:
            return None
        whole = WholeAccount(
            id=account_id,
            revision=account.revision,
            stamp=account.stamp,
            identity=(await identities_of(store.read, [account_id])).get(account_id, account.stamp),
            document=await compute(account.document.model_dump_json, Lane.DOCUMENT),
            changes=tuple(await list_parts(store, account_id)),
            snapshots=tuple(await read_snapshots(store, account_id)),
            answers=tuple(await list_answers(store, account_id)),
            queries=tuple(await list_all(store, [account_id])),
        )
        if [version.stamp for version in await store.read(GET_VERSION, account_id=account_id)] == [account.stamp]:
            return whole
        await asyncio.sleep(0.05 * (attempt + 1))
    msg = f"account {account_id} is being changed too fast to be read whole"
    raise StoreUnavailable(msg)


async def put_in(store: Store, whole: WholeAccount, *, replace: bool, instead_of: str | None = None) -> bool:
    """Put the account in, in one transaction, but for its saved queries; False if it is there as it was.

    Raises Conflict for another of its id, unless it may `replace` that; with a stamp `instead_of`, that of this stamp only.
    """
    document = await compute(partial(AccountDocument.model_validate_json, whole.document), Lane.DOCUMENT)

    async def work(tx: Tx) -> bool:
        if tx.previous_stamp == whole.stamp:
            tx.discard()
            return False
        before = None
        if tx.previous_stamp is not None:
            if not replace:
                msg = f"account {whole.id} is there already, with other content"
                raise Conflict(msg)
            if instead_of not in {None, tx.previous_stamp}:
                msg = f"account {whole.id} was changed at the same time: try again"
                raise Conflict(msg)
            before, _ = await read_locked(tx, whole.id)
            await forget_beside(tx, queries=False)
        await write_difference(tx, whole.id, await compute(partial(difference, before, document), Lane.DOCUMENT))
        await put_parts(tx, whole.changes)
        await put_snapshots(tx, whole.snapshots)
        await put_answers(tx, whole.answers)
        content = await compute(partial(fingerprint, document), Lane.DOCUMENT)
        await tx.run(
            _PUT_BACK,
            revision=whole.revision,
            stamp=whole.stamp,
            identity=whole.identity,
            fingerprint=f"{content:032x}",
        )
        return True

    return await store.write(work, touches=whole.id)
