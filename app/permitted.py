"""Accounts as somebody without full clearance reads them: documents without the classes of fields they may not see.

Everything is computed of the permitted document, in a memory of its own, so no number and no text rests on what is left out. What
would be read from the store past the document (feed, snapshots, queries) is refused.
"""

from __future__ import annotations

from functools import partial

from app.auth.profiles import Redaction
from app.report.redaction import redact_document
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


class PermittedAccounts(Accounts):
    """The accounts under one clearance. Nothing is written, and nothing but documents is read."""

    def __init__(self, whole: Accounts, clearance: Redaction, cache_bytes: int) -> None:
        self._whole, self._clearance = whole, clearance
        self.time_zone, self.policies = whole.time_zone, whole.policies
        self.answers = AnswerCache(cache_bytes)

    @property
    def store(self) -> Store:  # type: ignore[override]
        """None: what stands there is not cut to the clearance. Raises NotAllowed."""
        raise NotAllowed(f"this needs the clearance full, the key has {self._clearance}")

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
