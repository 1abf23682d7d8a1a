"""Answers are kept per account by the headings of the file, for the next file of that shape."""

from __future__ import annotations

import json
from collections.abc import Mapping

from graph.import_answers import keep, read_answers
from graph.store import Store

_SHAPED = ("column/", "department/", "sheet/")  # what holds for the next file, too; the rest is about one row's people


async def kept_answers(store: Store, account_id: str, shape: str) -> dict[str, str]:
    """The answers given to an earlier file of this shape."""
    text = await read_answers(store, account_id, shape)
    return dict(json.loads(text)) if text else {}


async def keep_answers(store: Store, account_id: str, shape: str, answers: Mapping[str, str]) -> None:
    """Keep what was answered, beside what was answered before."""
    told = {name: answer for name, answer in answers.items() if name.startswith(_SHAPED)}
    if told:
        text = json.dumps(await kept_answers(store, account_id, shape) | told, ensure_ascii=False)
        await keep(store, account_id, shape, text)
