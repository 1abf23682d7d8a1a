"""Requests that may be sent again: what was done under an idempotency key is noted in the transaction that did it.

`CLAIM` is the request that is being carried out, where it has such a key. Every write asks it: one that was done before is not
done again, whatever became of its answer, and of two at once one waits for the account's lock and then finds the other.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from graph.errors import AlreadyDone, KeyReused
from graph.queries import Count, Frozen, query

Run = Callable[..., Coroutine[Any, Any, list[Any]]]


class OperationRow(Frozen):
    """A request: the hash of what it asked once it was carried out, and its answer once there was one (`headers` are JSON)."""

    request: str | None
    revision: int | None
    status: int | None
    headers: str | None
    answer: str | None


CLAIM_OPERATION: Final = query("operations/claim_operation", Count)
RELEASE_OPERATION: Final = query("operations/release_operation", Count)
FIND_OPERATION: Final = query("operations/find_operation", OperationRow)
KEEP_ANSWER: Final = query("operations/keep_answer", Count)
FORGET_OPERATIONS: Final = query("operations/forget_operations", Count)
FORGET_OF_ACCOUNT: Final = query("operations/forget_operations_of_account", Count)
_BEGIN: Final = query("operations/begin_operation", Count)


class Repeated(Exception):
    """It was done before and its answer is known."""

    def __init__(self, row: OperationRow) -> None:
        super().__init__("it was done before")
        self.row = row


@dataclass
class Claim:
    """A request with an idempotency key: `id` hashes the key and whose it is, `request` gives the hash of what is asked.

    It `writes` once a write was asked for, be there something to change or not, and `is_noted` once one is stored.
    """

    id: str
    request: Callable[[], str]
    writes: bool = False
    is_noted: bool = False

    def judge(self, rows: list[OperationRow]) -> None:
        """Raise Repeated, KeyReused or AlreadyDone where it was done before."""
        for row in rows:
            if row.request is None:  # claimed, not done
                continue
            if row.request != self.request():
                raise KeyReused("this Idempotency-Key was sent with another request: take a new one for each")
            if row.status is not None:
                raise Repeated(row)
            where = "" if row.revision is None else f" as revision {row.revision} of the account"
            raise AlreadyDone(
                f"it was carried out before{where}, and its answer is not known any more: read what there is"
            )

    async def refuse_repeating(self, run: Run) -> None:
        """The same for what the store holds, asked in the transaction that would do it; not for its own later writes."""
        self.writes = True
        if not self.is_noted:
            self.judge(await run(FIND_OPERATION, id=self.id))

    async def note(self, run: Run, account_id: str, revision: int) -> None:
        """Say in the transaction that it does this."""
        if not self.is_noted:
            at = datetime.now(UTC).isoformat(timespec="seconds")
            kept = {"request": self.request(), "account_id": account_id, "revision": revision, "at": at}
            (noted,) = await run(_BEGIN, id=self.id, properties=kept)
            if not noted.count:
                raise AlreadyDone("it was carried out before by another process: read what there is")


CLAIM: Final[ContextVar[Claim | None]] = ContextVar("claim", default=None)
