"""Tokens and sessions name accounts by their ids: one that was made again under an id since is another account, and not granted.

When an account was made its change feed says. A token that was seen stays with the accounts its ids stood for then.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from app.auth.service import Actor
from graph.changes import first_change
from graph.store import Store
from graph.tree import identities_of

_KEPT: Final = 10_000
_WHOLE_SECOND: Final = 1.0
"""A token says the second it was issued in."""


class Grants:
    """Which accounts ids stood for."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, float] = OrderedDict()
        self._seen: OrderedDict[str, dict[str, str]] = OrderedDict()

    async def of_token(self, store: Store, actor: Actor, token: str, issued: float) -> Actor:
        """The actor of a token, without accounts made after it was issued, or since it was first seen."""
        if actor.accounts is None:
            return actor
        now = await identities_of(store.read, sorted(actor.accounts))
        own = hashlib.sha256(token.encode()).hexdigest()
        then = self._seen.setdefault(own, {})
        _bound(self._seen, own)
        for account, identity in now.items():
            if account not in then and await self._made_at(store, account, identity) < issued + _WHOLE_SECOND:
                then[account] = identity
        return _without(actor, {account for account, identity in now.items() if then.get(account) != identity})

    async def of_session(self, store: Store, actor: Actor, began: float) -> Actor:
        """The actor of a session, without accounts made after it began."""
        if actor.accounts is None:
            return actor
        now = await identities_of(store.read, sorted(actor.accounts))
        later = {own for own, identity in now.items() if await self._made_at(store, own, identity) > began}
        return _without(actor, later)

    async def _made_at(self, store: Store, account: str, identity: str) -> float:
        if identity not in self._made:
            first = await first_change(store, account)
            self._made[identity] = datetime.fromisoformat(first.at).timestamp() if first else float("inf")
        _bound(self._made, identity)
        return self._made[identity]


def _bound(kept: OrderedDict[str, Any], used: str) -> None:
    kept.move_to_end(used)
    while len(kept) > _KEPT:
        kept.popitem(last=False)


def _without(actor: Actor, others: set[str]) -> Actor:
    return replace(actor, author=replace(actor.author, accounts=(actor.accounts or frozenset()) - others))
