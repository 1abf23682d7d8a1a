"""Answers about files that were imported, kept beside the document: they are how to read, not what is known of the customer."""

from __future__ import annotations

from typing import Final

from graph.queries import Count, Frozen, query
from graph.store import Store


class ImportAnswers(Frozen):
    """Answers as JSON text."""

    answers: str


_GET: Final = query("accounts/get_import_answers", ImportAnswers)
_KEEP: Final = query("accounts/keep_import_answers", Count)
DELETE_ANSWERS: Final = query("accounts/delete_import_answers", Count)


async def read_answers(store: Store, account_id: str, shape: str) -> str | None:
    """The answers about files of a shape, as JSON text; None without any."""
    rows = await store.read(_GET, account_id=account_id, id=shape)
    return rows[0].answers if rows else None


async def keep(store: Store, account_id: str, shape: str, answers: str) -> None:
    """Keep the answers about files of a shape, in place of those before."""
    await store.change(_KEEP, account=account_id, id=shape, properties={"answers": answers})
