"""Accounts as somebody without full clearance reads them: documents without the classes of fields they may not see.

Everything is computed of the permitted document, in a memory of its own, so no number and no text rests on what is left out. What
would be read from the store past the document (feed, snapshots, queries) is refused.
"""

from __future__ import annotations

from functools import partial
from typing import Final
from weakref import WeakKeyDictionary

from app.auth.profiles import Redaction
from app.report.redaction import redact_document, redact_lent
from graph.accounts import Accounts, Edit, LoadedAccount, Written
from graph.answer_cache import AnswerCache
from graph.borrowed_people import Lent
from graph.borrowing import lent_to
from graph.changes import Author
from graph.computing import Lane, compute
from graph.document import AccountDocument
from graph.errors import NotAllowed
from graph.store import Store
from graph.tree import AccountRow

_OF: Final[WeakKeyDictionary[Accounts, dict[Redaction, PermittedAccounts]]] = WeakKeyDictionary()
_BYTES: Final = 32 * 1024 * 1024


def permitted(whole: Accounts, clearance: Redaction, cache_bytes: int = _BYTES) -> PermittedAccounts:
    """The accounts under a clearance, the same with the same memory whoever asks for them."""
    known = _OF.setdefault(whole, {})
    if clearance not in known:
        known[clearance] = PermittedAccounts(whole, clearance, cache_bytes)
    return known[clearance]


def for_files(whole: Accounts, profile: Redaction) -> Accounts:
    """The accounts a file of a profile is computed of: as `permitted`, and their snapshots cut the same way."""
    if profile == "full" or isinstance(whole, PermittedAccounts):
        return whole
    return permitted(whole, profile).with_snapshots()


class PermittedAccounts(Accounts):
    """The accounts under one clearance. Nothing is written, and nothing but documents is read."""

    def __init__(self, whole: Accounts, clearance: Redaction, cache_bytes: int, *, snapshots: bool = False) -> None:
        self._whole, self._clearance, self._snapshots = whole, clearance, snapshots
        self.time_zone, self.policies = whole.time_zone, whole.policies
        self.answers = AnswerCache(cache_bytes)

    @property
    def store(self) -> Store:  # type: ignore[override]
        """None: what stands there is not cut to the clearance, but for snapshots. Raises NotAllowed."""
        if self._snapshots:
            return self._whole.store
        raise NotAllowed(f"this needs the clearance full, the key has {self._clearance}")

    def with_snapshots(self) -> PermittedAccounts:
        """The same for whoever reads snapshots as `allowed` leaves them, and nothing else of the store."""
        own = PermittedAccounts(self._whole, self._clearance, 0, snapshots=True)
        own.answers = self.answers
        return own

    def allowed(self, document: AccountDocument, lent: tuple[Lent, ...]) -> tuple[AccountDocument, tuple[Lent, ...]]:
        """The permitted part of a snapshot, and of what was said of borrowed people then."""
        own = self._clearance
        return redact_document(document, own), tuple(redact_lent(one, own) for one in lent)

    async def current(self, account_id: str) -> LoadedAccount:
        """The permitted part of the current document. Raises NotFound."""
        loaded = await self._whole.current(account_id)

        async def cut() -> LoadedAccount:
            document = await compute(partial(redact_document, loaded.document, self._clearance), Lane.DOCUMENT)
            return LoadedAccount(document, loaded.revision, loaded.stamp, 0)

        return await self.answers.get(loaded.stamp, "permitted", cut)

    async def lent(self, document: AccountDocument) -> tuple[Lent, ...]:
        """What other accounts say of borrowed people, as far as it may be read."""

        async def document_of_lender(account_id: str) -> AccountDocument | None:
            lender = await self.find(account_id)
            return lender.document if lender else None

        return await lent_to(self._whole.store.read, document_of_lender, document)

    async def list(self, after: str, limit: int) -> list[AccountRow]:
        return await self._whole.list(after, limit)

    async def carry_out(self, account_id: str, edit: Edit, author: Author) -> Written:  # noqa: ARG002 - as its base
        """Nothing: whoever does not see a record whole would overwrite what is hidden. Raises NotAllowed."""
        raise NotAllowed(f"changing an account needs the clearance full, the key has {self._clearance}")
