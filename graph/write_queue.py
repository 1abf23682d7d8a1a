"""Whose turn it is to write an account: inside this process one at a time, in the order they came.

The database's own lock would do, too, but every collision there costs a retry.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from graph.errors import StoreUnavailable


@dataclass
class _Queue:
    """Those who want to write one account; `failed_at` is when one of them last found the store away."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0
    failed_at: float = 0.0


class WriteQueue:
    """The queues of all accounts that somebody is writing."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def take(self, account_id: str) -> AsyncIterator[None]:
        """Inside this process nobody else writes that account meanwhile.

        Raises StoreUnavailable when somebody ahead in the queue found the store away: nobody waits anew for what just failed.
        """
        queue = self._queues.setdefault(account_id, _Queue())
        queue.length += 1
        came = time.monotonic()
        try:
            async with queue.lock:
                if queue.failed_at >= came:
                    msg = "the store does not answer"
                    raise StoreUnavailable(msg)
                try:
                    yield
                except StoreUnavailable:
                    queue.failed_at = time.monotonic()
                    raise
        finally:
            queue.length -= 1
            if not queue.length:
                del self._queues[account_id]
