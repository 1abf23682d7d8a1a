"""Named queries that people save: kept beside the documents, of one account or (an empty id) of all.

Two writers of one query never overwrite each other: each names the stamp it read, and of two one is told that nothing was done.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import orjson

from graph.errors import Conflict
from graph.queries import Count, Frozen, query
from graph.store import Store

ALL: Final = ""
"""The account of a query about all accounts."""
_PAGE: Final = 200
_TRIES: Final = 10
_TEXT_OR_COMMENT: Final = re.compile(r"//[^\n\r]*|/\*.*?\*/|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)


class SavedQuery(Frozen):
    """A named query; `parameters` are JSON text, `stamp` tells one version from the next."""

    account: str
    name: str
    title: str
    query: str
    parameters: str
    saved_by: str
    saved_at: str
    stamp: str

    def properties(self) -> dict[str, str]:
        """What is kept of it beside its key."""
        return self.model_dump(exclude={"account", "name"})


_FIND: Final = query("queries/find_queries", SavedQuery)
_LIST: Final = query("queries/list_queries", SavedQuery)
_CREATE: Final = query("queries/create_query", Count)
_REPLACE: Final = query("queries/replace_query", Count)
_DELETE: Final = query("queries/delete_query", Count)
DELETE_QUERIES: Final = query("queries/delete_queries", Count)


async def find_queries(store: Store, accounts: Sequence[str], name: str) -> list[SavedQuery]:
    """The queries of that name of these accounts, that of all accounts first."""
    return await store.read(_FIND, accounts=list(accounts), name=name, limit=max(1, len(accounts)))


async def list_page(store: Store, accounts: Sequence[str], after: tuple[str, str], limit: int) -> list[SavedQuery]:
    """So many queries of these accounts after a name and an account, in their order."""
    return await store.read(_LIST, accounts=list(accounts), after=after[0], after_account=after[1], limit=limit)


async def list_all(store: Store, accounts: Sequence[str]) -> list[SavedQuery]:
    """All queries of these accounts."""
    rows: list[SavedQuery] = []
    after = ("", "")
    while page := await list_page(store, accounts, after, _PAGE):
        rows += page
        after = page[-1].name, page[-1].account
    return rows


async def save(store: Store, saved: SavedQuery, before: SavedQuery | None) -> bool:
    """Keep a query in place of the one before, if any; False where somebody else was first."""
    if before is not None:
        return await _replaced(store, before, saved.properties())
    try:
        await store.change(_CREATE, account=saved.account, name=saved.name, properties=saved.properties())
    except Conflict:
        return False
    return True


async def delete(store: Store, saved: SavedQuery) -> bool:
    """Forget a query; False where somebody else changed it meanwhile."""
    return _is_done(await store.change(_DELETE, account=saved.account, name=saved.name, seen=saved.stamp))


async def _replaced(store: Store, before: SavedQuery, properties: dict[str, str]) -> bool:
    given = {"account": before.account, "name": before.name, "seen": before.stamp}
    return _is_done(await store.change(_REPLACE, **given, properties=properties))


def _is_done(rows: list[Count]) -> bool:
    return sum(row.count for row in rows) > 0


Key = tuple[str, str]


async def queries_by_key(store: Store, accounts: Sequence[str]) -> dict[Key, SavedQuery]:
    """All queries of these accounts, by account and name."""
    return {(one.account, one.name): one for one in await list_all(store, accounts)}


async def put_back(
    store: Store, kept: Iterable[SavedQuery], seen: Mapping[Key, SavedQuery], *, replace: bool
) -> list[SavedQuery]:
    """Keep queries as they were kept elsewhere, in place of those `seen` here only with `replace`; others stay.

    Nobody's later word is lost: what was saved or deleted since it was seen stays so. Answers the queries not put for that.
    """
    passed: list[SavedQuery] = []
    for one in kept:
        before = seen.get((one.account, one.name))
        if one == before or (before is not None and not replace):
            continue
        if not await save(store, one, before) and await find_queries(store, [one.account], one.name) != [one]:
            passed.append(one)
    return passed


# -- a person is erased ---------------------------------------------------------------------------------------------------------


async def strike(store: Store, accounts: Sequence[str], person: str, struck: Callable[[str], str], sign: str) -> int:
    """Take a person out of the queries of these accounts; answers out of how many.

    `struck` takes their names out of a text; their id goes from texts, comments, titles and values given in advance.
    """
    own = re.compile(rf"(?<!\w){re.escape(person)}(?!\w)")

    def without(saved: SavedQuery) -> dict[str, str]:
        titled = own.sub(sign, struck(saved.title))
        text = struck(_TEXT_OR_COMMENT.sub(lambda part: own.sub(sign, part[0]), saved.query))
        parameters = _struck_values(orjson.loads(saved.parameters), lambda value: own.sub(sign, struck(value)))
        name = saved.name
        if struck(re.sub(r"[-_.]+", " ", name)) != re.sub(r"[-_.]+", " ", name) or own.search(name):
            name = f"query-{secrets.token_hex(6)}"
        return {"name": name, "title": titled, "query": text, "parameters": orjson.dumps(parameters).decode()}

    number = 0
    for first in await list_all(store, accounts):
        saved: SavedQuery | None = first
        for _ in range(_TRIES):
            if saved is None or (after := without(saved)) == saved.model_dump(include=set(after)):
                break
            if await _replaced(store, saved, after | {"stamp": secrets.token_hex(16)}):
                number += 1
                break
            saved = next(iter(await find_queries(store, [saved.account], saved.name)), None)
        else:
            msg = f"the query {first.name} is being changed too fast: try again"
            raise Conflict(msg)
    return number


def _struck_values(value: Any, struck: Callable[[str], str]) -> Any:
    """The same with every text struck, but for the words of ours that say what a parameter is."""
    if isinstance(value, str):
        return struck(value)
    if isinstance(value, list):
        return [_struck_values(part, struck) for part in value]
    if isinstance(value, dict):
        return {key: part if key in {"name", "type"} else _struck_values(part, struck) for key, part in value.items()}
    return value
