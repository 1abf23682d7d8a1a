"""Where everything heavy is computed: on bounded pools of threads, never on the event loop.

Python runs one thread at a time, so more of them than processors gain nothing; what is bounded here is how many wait for their
turn beside the loop. Each kind of work has a lane of its own: who loads a document does not wait for somebody's analysis.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Final, TypeVar

from graph.errors import Overloaded

T = TypeVar("T")
THREADS_A_LANE: Final = max(2, min(4, os.cpu_count() or 1))
HEAVY_AT_ONCE: Final = 2
HEAVY_WAITING: Final = 14
"""Heavy questions in progress and in waiting; each takes seconds."""
HEAVY_SECONDS: Final = 30.0
_BUSY: Final = (
    "too many heavy questions are being answered: ask again in a few seconds, or with `Prefer: respond-async`"
)
GARBAGE_THRESHOLDS: Final = (10_000, 10, 50)
SWITCH_SECONDS: Final = 0.001
"""How long a computing thread keeps the interpreter while the loop waits; Python's own 5 ms add up over a request's steps."""


class Lane(Enum):
    """Kinds of work that do not wait for each other."""

    ANALYSIS = "analysis"
    """Analyses, drawings and files: up to seconds."""
    DOCUMENT = "document"
    """Parsing, checking and comparing what is to be stored."""
    ANSWER = "answer"
    """Answers as JSON."""


@dataclass
class Turn:
    """What one request has of the machine: once it asks a heavy question it holds one of the few places for those."""

    heavy: bool = False


_TURN: Final[ContextVar[Turn | None]] = ContextVar("turn", default=None)
_waiting = 0


@asynccontextmanager
async def turn() -> AsyncGenerator[None, None]:
    """Around everything that is done for one request; gives its place back."""
    own = Turn()
    token = _TURN.set(own)
    try:
        yield
    finally:
        _TURN.reset(token)
        if own.heavy:
            _places().release()


def heavy_waiting() -> int:
    """How many heavy questions wait for their turn."""
    return _waiting


async def take_a_heavy_place() -> None:
    """Wait until the request may ask a heavy question; one that has its place goes on, and so does who is no request.

    Raises Overloaded when as many wait as ever may, or for longer than HEAVY_SECONDS.
    """
    global _waiting  # noqa: PLW0603 - one number for the process, touched by its one loop only
    own = _TURN.get()
    if own is None or own.heavy:
        return
    if _waiting >= HEAVY_WAITING and _places().locked():
        raise Overloaded(_BUSY)
    _waiting += 1
    try:
        await asyncio.wait_for(_places().acquire(), HEAVY_SECONDS)
    except TimeoutError:
        raise Overloaded(_BUSY) from None
    finally:
        _waiting -= 1
    own.heavy = True


def _places() -> asyncio.Semaphore:
    """The places of the running loop."""
    return _places_of(asyncio.get_running_loop())


@lru_cache(maxsize=4)
def _places_of(_loop: asyncio.AbstractEventLoop) -> asyncio.Semaphore:
    return asyncio.Semaphore(HEAVY_AT_ONCE)


@cache
def _pool(lane: Lane, heavy: bool) -> ThreadPoolExecutor:
    name = f"powermap-{'heavy-' if heavy else ''}{lane.value}"
    return ThreadPoolExecutor(1 if heavy else THREADS_A_LANE, thread_name_prefix=name)


async def compute(work: Callable[[], T], lane: Lane = Lane.ANALYSIS) -> T:
    """What `work` gives or raises, computed in a thread of the lane's pool; that of heavy questions has its own.

    Nobody waits for it any more: what has not begun is not begun; what has is finished.
    """
    own = _TURN.get()
    heavy = own is not None and own.heavy
    return await asyncio.get_running_loop().run_in_executor(_pool(lane, heavy), copy_context().run, work)


def ready_the_interpreter() -> None:
    """For a process that serves: the loop has its turn soon while others compute, and what was loaded is no garbage to look for.

    A full collection of garbage stops every thread; it takes as long as there are objects to look at.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)
