"""Answers are kept per account by the headings of the file, for the next file of that shape, whatever that is called."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from graph.import_answers import keep, read_answers
from graph.store import Store

_OF_TABLES: Final = (
    "column",
    "sheet",
    "numbers",
    "days",
    "arrows",
)  # about a table, which is kept by its place in the file
_SHAPED: Final = (
    *_OF_TABLES,
    "department",
    "node",
    "relation",
    "placed",
)  # for the next file; the rest is about its people


async def kept_answers(store: Store, account_id: str, shape: str, tables: Sequence[str]) -> dict[str, str]:
    """The answers given to an earlier file of this shape; `tables` are the names of this one's."""
    text = await read_answers(store, account_id, shape)
    kept: dict[str, str] = json.loads(text) if text else {}
    return {_renamed(own, _placed(tables), tables): answer for own, answer in kept.items()}


async def keep_answers(
    store: Store, account_id: str, shape: str, answers: Mapping[str, str], tables: Sequence[str]
) -> None:
    """Keep what was answered, beside what was answered before."""
    placed = _placed(tables)
    renamed = {_renamed(own, tables, placed): one for own, one in answers.items() if own.partition("/")[0] in _SHAPED}
    if renamed:
        kept = await kept_answers(store, account_id, shape, placed)
        await keep(store, account_id, shape, json.dumps(kept | renamed, ensure_ascii=False))


def _placed(tables: Sequence[str]) -> list[str]:
    return [f"#{place}" for place in range(len(tables))]


def _renamed(own: str, names: Sequence[str], others: Sequence[str]) -> str:
    """The question's id with its table called otherwise."""
    code, _, subject = own.partition("/")
    if code not in _OF_TABLES:
        return own
    fitting = [place for place, name in enumerate(names) if subject == name or subject.startswith(f"{name}/")]
    if not fitting:
        return own
    place = max(fitting, key=lambda one: len(names[one]))
    return f"{code}/{others[place]}{subject[len(names[place]) :]}"
