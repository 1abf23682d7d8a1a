"""Who follows an account is told of every write to it: which revision, by whom, which lists changed.

Nobody who waits holds anything of the store. One watcher for the process asks twice a second at the most (at once after a
write of this process, each second for those of others) which revision the followed accounts have and which of the keys are
accepted no more; whoever that concerns wakes and reads the change feed.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from pydantic import BaseModel, Field

from app.audit.audited_accounts import AuditedAccounts
from app.auth.keys import ended_keys
from app.problems import TooManyStreams, answer_to
from graph.changes import PARTS_OF_A_WRITE, Entry, list_changes
from graph.errors import NotFound, Overloaded, PowerMapError
from graph.store import Store
from graph.tree import VersionRow, versions_of

LOOKS_EVERY: Final = 1.0
"""Seconds between two looks for what other processes wrote."""
REST: Final = 0.05
"""Seconds between two looks at least, however much is written."""
HEARTBEAT: Final = 10.0
"""Seconds after which a silent stream says that it lives, and whether its reader still may read is looked up again."""
WRITES_TOLD: Final = 200
"""Writes that a reader who comes back is told of at most, the latest."""
_ENTRIES: Final = 500


class AccountEvent(BaseModel):
    """One write to an account."""

    revision: int = Field(description="The account's revision that the write made.")
    at: str = Field(description="When, in UTC.")
    actor: str = Field(description="Name of the key (or `demo`, `command line`).")
    member: str | None = Field(description="The team member the key is tied to.")
    undoes: int | None = Field(description="Revision taken back, if an undo.")
    kinds: list[str] = Field(description="Lists of the document that changed.", examples=[["people", "reporting"]])

    def cut(self) -> AccountEvent:
        """The same for whoever is not cleared for the change feed: that something changed."""
        return self.model_copy(update={"actor": "", "member": None, "kinds": []})


@dataclass(frozen=True)
class End:
    """The stream is over, and why: the code of the problem that asking again would be answered with."""

    code: str


@dataclass(eq=False)
class Follower:
    """Somebody who follows an account from a revision on."""

    account: VersionRow
    actor_id: str
    revision: int
    follows: bool
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self) -> None:
        """Say no more."""
        self.follows = False
        self.news.set()

    def is_over(self) -> bool:
        """Whether it is told no more than what there is."""
        return not self.follows


class Streams:
    """The streams of one process, at most `most` of them."""

    def __init__(self, accounts: AuditedAccounts, most: int) -> None:
        self._accounts = accounts
        self._most, self._most_each = most, max(1, most // 10)
        self._followers: set[Follower] = set()
        self._watching: asyncio.Task[None] | None = None

    @property
    def open(self) -> int:
        """How many there are."""
        return len(self._followers)

    async def follower(self, account_id: str, actor_id: str, since: int | None, *, follows: bool) -> Follower:
        """Somebody who is to be told of every write after `since`, without it after now.

        Raises NotFound, TooManyStreams where the key has as many streams as it may, Overloaded where there is no room.
        """
        version = (await versions_of(self._accounts.store.read, [account_id])).get(account_id)
        if version is None:
            raise NotFound("account", account_id)
        if Counter(one.actor_id for one in self._followers)[actor_id] >= self._most_each:
            message = f"the key follows {self._most_each} accounts already: close one of its streams"
            raise TooManyStreams(message)
        if self.open >= self._most:
            message = f"{self._most} streams are open: ask again in some seconds, or ask for /changes"
            raise Overloaded(message)
        now = version.revision
        return Follower(version, actor_id, now if since is None else max(min(since, now), now - WRITES_TOLD), follows)

    async def told(
        self, follower: Follower, may_still: Callable[[], Awaitable[object]]
    ) -> AsyncGenerator[AccountEvent | End | None, None]:
        """What the follower is told: writes, and None from time to time as a sign of life; what `may_still` raises ends it."""
        now = follower.account
        with self._present(follower):
            while True:
                async for event in writes_after(self._accounts.store, follower.account.id, follower.revision):
                    follower.revision = event.revision
                    yield event
                follower.revision = max(follower.revision, now.revision)
                if follower.is_over():
                    return
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        await follower.news.wait()
                except TimeoutError:
                    yield None
                if follower.is_over():
                    return
                follower.news.clear()
                try:
                    await may_still()
                    now = await self._now(follower)
                except PowerMapError as error:
                    yield End(answer_to(error).code)
                    return

    async def close(self) -> None:
        """End them all."""
        for follower in self._followers:
            follower.end()
        if self._watching is not None:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching

    @contextmanager
    def _present(self, follower: Follower) -> Iterator[None]:
        self._followers.add(follower)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.ensure_future(self._watch())
        try:
            yield
        finally:
            self._followers.discard(follower)

    async def _watch(self) -> None:
        while self._followers:
            self._accounts.written.clear()
            with suppress(PowerMapError):  # a store that does not answer is asked again
                await self._look()
            await asyncio.sleep(REST)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOKS_EVERY - REST):
                    await self._accounts.written.wait()

    async def _look(self) -> None:
        followers = list(self._followers)
        store = self._accounts.store
        versions = await versions_of(store.read, {one.account.id for one in followers})
        ended = await ended_keys(store, {one.actor_id for one in followers})
        for one in followers:
            now = versions.get(one.account.id)
            if now is None or one.actor_id in ended or _differs(now, one):
                one.news.set()

    async def _now(self, follower: Follower) -> VersionRow:
        """The account that is followed: one made anew under its id is another. Raises NotFound."""
        own = follower.account
        now = (await versions_of(self._accounts.store.read, [own.id])).get(own.id)
        if now is None or now.identity != own.identity:
            raise NotFound("account", own.id)
        return now


async def writes_after(store: Store, account_id: str, revision: int) -> AsyncGenerator[AccountEvent, None]:
    """The writes to an account after a revision, each once it is read whole."""
    place, last = ((revision + 1) * PARTS_OF_A_WRITE, -1), None
    while entries := await list_changes(store, account_id, place, _ENTRIES):
        for _, group in groupby(entries, lambda entry: entry.revision):
            event = _event(list(group))
            if last is not None and last.revision == event.revision:
                event.kinds = sorted({*last.kinds, *event.kinds})
            elif last is not None:
                yield last
            last = event
        place = entries[-1].position, entries[-1].index
        if len(entries) < _ENTRIES:
            break
    if last is not None:
        yield last


def _differs(now: VersionRow, follower: Follower) -> bool:
    return now.revision != follower.revision or now.identity != follower.account.identity


def _event(entries: list[Entry]) -> AccountEvent:
    first = entries[0]
    return AccountEvent(
        revision=first.revision,
        at=first.at,
        actor=first.author.name,
        member=first.author.member,
        undoes=first.undoes,
        kinds=sorted({entry.kind for entry in entries}),
    )
