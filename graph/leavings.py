"""What is kept beside an account's document, and goes when the account goes."""

from __future__ import annotations

from typing import Final

from graph.changes import DELETE_CHANGES
from graph.import_answers import DELETE_ANSWERS
from graph.jobs import strike_jobs
from graph.repeats import FORGET_OF_ACCOUNT
from graph.saved_queries import DELETE_QUERIES
from graph.snapshots import DELETE_SNAPSHOTS
from graph.store import Tx


async def forget_beside(tx: Tx, *, queries: bool = True) -> None:
    """Forget all that is kept beside the document, the saved queries where they are to go, too; jobs do nothing more."""
    for forget in _FORGETS if queries else _FORGETS[1:]:
        await tx.run(forget)
    await strike_jobs(tx.run)


_FORGETS: Final = (DELETE_QUERIES, DELETE_CHANGES, DELETE_SNAPSHOTS, DELETE_ANSWERS, FORGET_OF_ACCOUNT)
