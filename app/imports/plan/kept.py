"""Answers are kept per account by the headings of the file, for the next file of that shape."""

from __future__ import annotations

import json
from collections.abc import Mapping

from graph.import_answers import KEEP, READ
from graph.store import Store

_SHAPED = ("column/", "department/", "sheet/")  # what holds for the next file, too; the rest is about one row's people


async def kept_answers(store: Store, account_id: str, shape: str) -> dict[str, str]:
    """The answers given to an earlier file of this shape."""
    rows = await store.read(READ, account_id=account_id, shape=shape)
    return dict(json.loads(rows[0].answers)) if rows else {}


async def keep_answers(store: Store, account_id: str, shape: str, answers: Mapping[str, str]) -> None:
    """Keep what was answered, beside what was answered before."""
    told = {name: answer for name, answer in answers.items() if name.startswith(_SHAPED)}
    if told:
        text = json.dumps(await kept_answers(store, account_id, shape) | told, ensure_ascii=False)
        async with store.write(account_id) as tx:
            await tx.run(KEEP, shape=shape, answers=text)
