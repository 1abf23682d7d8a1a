"""Where everything heavy is computed: on bounded pools of threads, never on the event loop.

Python runs one thread at a time, so more of them than processors gain nothing; what is bounded here is how many wait for their
turn beside the loop. Each kind of work has a lane of its own: who loads a document does not wait for somebody's analysis.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from enum import Enum
from functools import cache
from typing import Final, TypeVar

T = TypeVar("T")
THREADS_A_LANE: Final = max(2, min(4, os.cpu_count() or 1))
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


@cache
def _pool(lane: Lane) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS_A_LANE, thread_name_prefix=f"powermap-{lane.value}")


async def compute(work: Callable[[], T], lane: Lane = Lane.ANALYSIS) -> T:
    """What `work` gives or raises, computed in a thread of the lane's pool. Work once begun is finished, asked for or not."""
    return await asyncio.get_running_loop().run_in_executor(_pool(lane), copy_context().run, work)


def ready_the_interpreter() -> None:
    """For a process that serves: the loop has its turn soon while others compute, and what was loaded is no garbage to look for.

    A full collection of garbage stops every thread; it takes as long as there are objects to look at.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)
