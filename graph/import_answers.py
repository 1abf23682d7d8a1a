"""Answers about files that were imported, kept beside the document: they are how to read, not what is known of the customer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from graph.queries import Count, Frozen, query
from graph.store import Store, Tx

_PAGE: Final = 200


class ImportAnswers(Frozen):
    """Answers as JSON text."""

    answers: str


class AnswersRow(Frozen):
    """Answers and the shape of the files they are about."""

    id: str
    answers: str


_LIST: Final = query("accounts/list_import_answers", AnswersRow)
_PUT: Final = query("accounts/put_import_answers", Count)
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


async def list_answers(store: Store, account_id: str) -> list[AnswersRow]:
    """All answers about files of an account."""
    answers: list[AnswersRow] = []
    while rows := await store.read(_LIST, account_id=account_id, after=answers[-1].id if answers else "", limit=_PAGE):
        answers += rows
    return answers


async def put_answers(tx: Tx, kept: Iterable[AnswersRow]) -> None:
    """Keep answers as they were kept elsewhere."""
    await tx.run_rows(_PUT, [{"id": row.id, "properties": {"answers": row.answers}} for row in kept])
