"""Who asks, and which accounts they may see. An account that is not granted is answered as one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.auth.keys import KeyRow, find_key
from app.auth.profiles import PROFILES, Redaction
from app.roles import RIGHTS, SCOPES, Right, Role, Scope, scope_of
from graph.accounts import Accounts
from graph.changes import Author
from graph.errors import NotAllowed, NotFound
from graph.store import Store
from graph.tree import DEEPEST_TREE, TreeRow, identities_of, line_above, refuse_adoption


@dataclass(frozen=True)
class Actor:
    """Who asks: a role on all accounts (`accounts` None) or on those named and everything under them.

    `scopes` are the role's deeds it is for; with a `clearance` other than full it reads what that leaves of documents
    (`app/permitted.py`), exports of that profile, and changes nothing.
    """

    author: Author
    role: Role
    scopes: frozenset[Scope] = frozenset(SCOPES)
    clearance: Redaction = "full"

    @property
    def accounts(self) -> frozenset[str] | None:
        return self.author.accounts

    @property
    def sees_all(self) -> bool:
        return self.accounts is None

    @property
    def rights(self) -> frozenset[Right]:
        """What it may do: the role's rights, as far as scopes and clearance reach."""
        reach = self.scopes if self.clearance == "full" else self.scopes - {"write"}
        return frozenset(right for right in RIGHTS[self.role] if scope_of(right) in reach)

    def require(self, *rights: Right) -> None:
        """Raise NotAllowed unless the actor has one of these rights, which are of one scope."""
        scope = scope_of(rights[0])
        if scope not in self.scopes:
            message = f"this needs the scope {scope}, the key has {', '.join(sorted(self.scopes))}"
            raise NotAllowed(message)
        if scope == "write":
            self.require_clearance("full")
        if RIGHTS[self.role].isdisjoint(rights):
            message = f"this needs the right to {' or '.join(rights)}, which the role {self.role} has not"
            raise NotAllowed(message)

    def require_clearance(self, profile: Redaction) -> None:
        """Raise NotAllowed if the profile shows more than the actor may read."""
        if PROFILES.index(profile) < PROFILES.index(self.clearance):
            message = f"the key is cleared for {self.clearance}, and for nothing that tells or changes more"
            raise NotAllowed(message)

    def require_all(self) -> None:
        """Raise NotAllowed unless the actor sees all accounts: only then it may make one top-level."""
        if not self.sees_all:
            message = "only a key for all accounts makes an account top-level"
            raise NotAllowed(message)

    async def require_account(self, store: Store, account_id: str, parent_id: str | None = None) -> None:
        """Raise NotFound unless the account is granted; one that does not exist yet is granted through its parent."""
        if self.accounts is None or account_id in self.accounts:
            return
        above = await line_above(store.read, account_id)
        if above is None:
            above = [] if parent_id is None else [parent_id, *(await line_above(store.read, parent_id) or ())]
            await refuse_adoption(store.read, account_id, self.accounts)
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
        granted = self.accounts
        return {own for own in parents if granted is None or not granted.isdisjoint(_line(own, parents))}


def _line(own: str, parents: dict[str, str | None]) -> list[str]:
    line = [own]
    while len(line) <= DEEPEST_TREE and (above := parents.get(line[-1])) is not None:
        line.append(above)
    return line


async def require_place(accounts: Accounts, actor: Actor, account_id: str, parent_id: str | None) -> None:
    """The actor may see the account, and where it comes to be; only who sees all accounts makes one top-level.

    Where it is already it may stay, though its parent be hidden. Raises NotFound, NotAllowed.
    """
    if actor.sees_all:
        return
    await actor.require_account(accounts.store, account_id, parent_id)
    current = await accounts.find(account_id)
    if current is not None and current.document.account.parent_id == parent_id:
        return
    if parent_id is None:
        actor.require_all()
    else:
        await actor.require_account(accounts.store, parent_id)


async def actor_for(store: Store, secret: bytes, key: str, old_secret: bytes = b"") -> Actor | None:
    """The actor a key stands for; None for a key that is not accepted."""
    row = await find_key(store, secret, key, old_secret)
    return None if row is None else await actor_of_key(store, row)


async def actor_of_key(store: Store, row: KeyRow) -> Actor:
    """The actor of a living key, with the accounts that still are those it was granted."""
    accounts = await _granted(store, row) if row.accounts else None
    author = author_of(row.id, row.name, row.member, row.role, accounts)
    return Actor(author, row.role, frozenset(row.scopes or SCOPES), row.clearance or "full")


def author_of(identity: str, name: str, member: str | None, role: Role, accounts: frozenset[str] | None) -> Author:
    """Who changes what, and which changes the role may make; only an admin speaks for others."""
    return Author(identity, name, member, role != "admin", accounts, frozenset(RIGHTS[role]))


async def _granted(store: Store, key: KeyRow) -> frozenset[str]:
    """The accounts that still are those the key was granted: one that was deleted is not, whoever makes its id again."""
    identities = await identities_of(store.read, key.accounts)
    return frozenset(own for own, identity in identities.items() if identity in key.identities)


DEMO: Final = Actor(Author("demo", "demo"), "admin")
LOCAL: Final = Actor(Author("local", "command line"), "admin")

__all__ = ["DEMO", "LOCAL", "Actor", "Role", "actor_for", "actor_of_key", "author_of", "require_place"]
