"""The customers' own tree of accounts: group, province, city, county."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from typing import Any, Final

from graph.errors import NotFound
from graph.queries import Frozen, query

DEEPEST_TREE: Final = 50


class AccountRow(Frozen):
    """One account of the store's list."""

    id: str
    name: str
    name_en: str
    tier: str
    parent_id: str | None
    time_zone: str | None
    policy: str | None
    revision: int
    stamp: str | None


class TreeRow(Frozen):
    """One account and the one it belongs under."""

    id: str
    parent_id: str | None


class IdentityRow(Frozen):
    """An account's id and its identity, which no other account ever has, whatever its id."""

    id: str
    identity: str | None


class VersionRow(Frozen):
    """An account's identity and its revision."""

    id: str
    identity: str | None
    revision: int


_GET_PARENT = query("accounts/get_parent", TreeRow)
_LIST_ORPHANS = query("accounts/list_orphans", TreeRow)
_LIST_IDENTITIES = query("accounts/list_identities", IdentityRow)
_LIST_VERSIONS = query("accounts/list_versions", VersionRow)
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


async def identities_of(read: Reading, ids: Collection[str]) -> dict[str, str]:
    """The identity of each of the accounts that there is."""
    rows: list[IdentityRow] = await read(_LIST_IDENTITIES, ids=sorted(ids), limit=len(ids)) if ids else []
    return {row.id: row.identity for row in rows if row.identity is not None}


async def versions_of(read: Reading, ids: Collection[str]) -> dict[str, VersionRow]:
    """The revision of each of the accounts that there is, and whose it is."""
    rows: list[VersionRow] = await read(_LIST_VERSIONS, ids=sorted(ids), limit=len(ids)) if ids else []
    return {row.id: row for row in rows}


async def refuse_adoption(read: Reading, account_id: str, granted: frozenset[str] | None) -> None:
    """Who makes an account sees what already hangs below its id, or there is no such place for them. Raises NotFound.

    Accounts below one that is not there are seen by those granted them one by one; `granted` None sees all.
    """
    if granted is None:
        return
    below: list[TreeRow] = await read(_LIST_ORPHANS, parent_id=account_id, limit=len(granted) + 1)
    if any(row.id not in granted for row in below):
        raise NotFound("account", account_id)
