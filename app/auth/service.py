"""Who asks, and which accounts they may see. An account that is not granted is answered as one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.auth.keys import ROLES, Role, find_key
from graph.accounts import TreeRow
from graph.changes import Author
from graph.errors import NotAllowed, NotFound
from graph.queries import query
from graph.store import Store

DEEPEST_TREE: Final = 50
_GET_PARENT = query("accounts/get_parent", TreeRow)


@dataclass(frozen=True)
class Actor:
    """Who asks: a role on all accounts (`accounts` empty) or on those named and everything under them."""

    author: Author
    role: Role
    accounts: frozenset[str] = frozenset()

    @property
    def sees_all(self) -> bool:
        return not self.accounts

    def require(self, role: Role) -> None:
        """Raise NotAllowed if the actor's role is lower."""
        if ROLES.index(self.role) < ROLES.index(role):
            message = f"this needs the role {role}, the key has {self.role}"
            raise NotAllowed(message)

    def require_all(self) -> None:
        """Raise NotAllowed unless the actor sees all accounts: only then it may make one top-level."""
        if not self.sees_all:
            message = "only a key for all accounts makes an account top-level"
            raise NotAllowed(message)

    async def require_account(self, store: Store, account_id: str, parent_id: str | None = None) -> None:
        """Raise NotFound unless the account is granted; one that does not exist yet is granted through its parent."""
        if self.sees_all or account_id in self.accounts:
            return
        above = await _ancestors(store, account_id)
        if above is None:
            above = [] if parent_id is None else [parent_id, *(await _ancestors(store, parent_id) or ())]
        if self.accounts.isdisjoint(above):
            raise NotFound("account", account_id)

    def visible(self, rows: Iterable[TreeRow]) -> set[str]:
        """The ids among a whole tree that the actor may see."""
        parents = {row.id: row.parent_id for row in rows}
        return {own for own in parents if self.sees_all or not self.accounts.isdisjoint(_line(own, parents))}


def _line(own: str, parents: dict[str, str | None]) -> list[str]:
    line = [own]
    while len(line) <= DEEPEST_TREE and (above := parents.get(line[-1])) is not None:
        line.append(above)
    return line


async def _ancestors(store: Store, account_id: str) -> list[str] | None:
    """The accounts above one, nearest first; None if it does not exist. A parent that is not loaded ends the line."""
    line: list[str] = []
    rows = await store.read(_GET_PARENT, account_id=account_id)
    if not rows:
        return None
    while rows and (above := rows[0].parent_id) is not None and len(line) < DEEPEST_TREE:
        line.append(above)
        rows = await store.read(_GET_PARENT, account_id=above)
    return line


async def actor_for(store: Store, secret: bytes, key: str) -> Actor | None:
    """The actor a key stands for; None for a key that is not accepted."""
    found = await find_key(store, secret, key)
    if found is None:
        return None
    author = Author(found.id, found.name, found.member, bound=found.role != "admin")
    return Actor(author, found.role, frozenset(found.accounts))


DEMO: Final = Actor(Author("demo", "demo"), "admin")
LOCAL: Final = Actor(Author("local", "command line"), "admin")

__all__ = ["DEMO", "LOCAL", "Actor", "Role", "actor_for"]
