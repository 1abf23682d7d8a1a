"""Who asks, and which accounts they may see. An account that is not granted is answered as one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.auth.keys import ROLES, Role, find_key
from graph.changes import Author
from graph.errors import NotAllowed, NotFound
from graph.store import Store
from graph.tree import DEEPEST_TREE, TreeRow, line_above


@dataclass(frozen=True)
class Actor:
    """Who asks: a role on all accounts (`accounts` empty) or on those named and everything under them."""

    author: Author
    role: Role

    @property
    def accounts(self) -> frozenset[str]:
        return self.author.accounts

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
        above = await line_above(store.read, account_id)
        if above is None:
            above = [] if parent_id is None else [parent_id, *(await line_above(store.read, parent_id) or ())]
        if self.accounts.isdisjoint(above):
            raise NotFound("account", account_id)

    async def sees(self, store: Store, account_id: str) -> bool:
        """True if the account is granted."""
        try:
            await self.require_account(store, account_id)
        except NotFound:
            return False
        return True

    def visible(self, rows: Iterable[TreeRow]) -> set[str]:
        """The ids among a whole tree that the actor may see."""
        parents = {row.id: row.parent_id for row in rows}
        return {own for own in parents if self.sees_all or not self.accounts.isdisjoint(_line(own, parents))}


def _line(own: str, parents: dict[str, str | None]) -> list[str]:
    line = [own]
    while len(line) <= DEEPEST_TREE and (above := parents.get(line[-1])) is not None:
        line.append(above)
    return line


async def actor_for(store: Store, secret: bytes, key: str) -> Actor | None:
    """The actor a key stands for; None for a key that is not accepted."""
    found = await find_key(store, secret, key)
    if found is None:
        return None
    accounts = frozenset(found.accounts)
    return Actor(Author(found.id, found.name, found.member, found.role != "admin", accounts), found.role)


DEMO: Final = Actor(Author("demo", "demo"), "admin")
LOCAL: Final = Actor(Author("local", "command line"), "admin")

__all__ = ["DEMO", "LOCAL", "Actor", "Role", "actor_for"]
