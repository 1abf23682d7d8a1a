"""The customers' own tree of accounts: group, province, city, county."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from graph.queries import Frozen, query

DEEPEST_TREE: Final = 50


class TreeRow(Frozen):
    """One account and the one it belongs under."""

    id: str
    parent_id: str | None


_GET_PARENT = query("accounts/get_parent", TreeRow)
Reading = Callable[..., Coroutine[Any, Any, list[Any]]]


async def line_above(read: Reading, account_id: str) -> list[str] | None:
    """The accounts above one, nearest first; None if it does not exist. A parent that is not loaded ends the line.

    `read` is a store's `read` or a transaction's `run`.
    """
    line: list[str] = []
    rows: list[TreeRow] = await read(_GET_PARENT, account_id=account_id)
    if not rows:
        return None
    while rows and (above := rows[0].parent_id) is not None and len(line) < DEEPEST_TREE:
        line.append(above)
        rows = await read(_GET_PARENT, account_id=above)
    return line
