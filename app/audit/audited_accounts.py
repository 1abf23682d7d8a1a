"""Accounts whose changes are noted: by whom, of which account, and of which records, from which revision to which."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, Final

from app.audit.audit_log import AuditLog
from app.logs import log_failure
from app.problems import AuditUnavailable
from graph.accounts import Accounts, Edit, Written
from graph.changes import Author
from graph.document import Change

RECORDS_NAMED: Final = 200
"""Records of one change whose (masked) ids are noted; of more, their number is."""


class AuditedAccounts(Accounts):
    """Nothing is changed while it cannot be noted; what is changed is noted once it is stored, and is on the disk then.

    `written` is set by every edit, for whoever waits for one.
    """

    def __init__(self, log: AuditLog, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audit = log
        self.written = asyncio.Event()

    async def carry_out(self, account_id: str, edit: Edit, author: Author) -> Written:
        """An edit and its line. Raises AuditUnavailable where nothing can be noted; then nothing is stored."""
        await asyncio.to_thread(self.audit.require)
        written = await super().carry_out(account_id, edit, author)
        self.written.set()
        if written.difference.changes or written.snapshots:
            await asyncio.to_thread(partial(self._note, account_id, written, author))
        return written

    def _note(self, account_id: str, written: Written, author: Author) -> None:
        records = [self._named(change) for change in written.difference.changes[:RECORDS_NAMED]]
        try:
            self.audit.append(
                "change",
                durable=True,
                actor=author.id,
                member=self.audit.masked(author.member) if author.member else None,
                account=account_id,
                revision=written.account.revision if written.account else None,
                deleted=True if written.account is None else None,
                records=records,
                number=len(written.difference.changes),
                snapshots=len(written.snapshots) or None,
            )
        except AuditUnavailable as error:  # it is stored already; readiness and the log tell
            log_failure("audit", error, account=account_id)

    def _named(self, change: Change) -> str:
        record = change.after or change.before
        path = self.audit.masked_path(change.kind.path_of(record)) if record else change.kind.name
        return f"{'+' if change.before is None else '-' if change.after is None else '~'}{path}"
