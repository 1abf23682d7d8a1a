"""What was read of a file is not lost to a store that is slow or away for a moment: it is asked again, then told what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from graph.errors import OutcomeUnknown, StoreUnavailable

T = TypeVar("T")
PAUSES: Final = (0.5,)  # seconds before the store, which tries for some itself, is asked once more


async def patiently(ask: Callable[[], Awaitable[T]], pauses: tuple[float, ...] = PAUSES) -> T:
    """What the store answers, asked again where it does not. Raises StoreUnavailable after the last attempt.

    A write of which nobody knows whether it was kept is not made again.
    """
    for pause in pauses:
        try:
            return await ask()
        except OutcomeUnknown:
            raise
        except StoreUnavailable:
            await asyncio.sleep(pause)
    return await ask()
