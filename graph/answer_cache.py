"""Answers kept by what they were computed of, as long as they fit into so many bytes; each is computed once at a time."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from types import BuiltinFunctionType, FunctionType, MappingProxyType, MethodType, ModuleType
from typing import Any, Final, NamedTuple, TypeVar, cast

from graph.computing import Lane, compute

T = TypeVar("T")
SAMPLE: Final = 64
_SHARED: Final = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType)


class _Key(NamedTuple):
    content: Hashable
    question: Hashable


class _Entry(NamedTuple):
    answer: Any
    size: int


@dataclass
class _Running:
    """Work in progress and how many wait for it."""

    task: asyncio.Task[Any]
    waiting: int = 0


class AnswerCache:
    """The answers asked for last, at most `limit` bytes of them. For one event loop; only computing happens elsewhere.

    An answer is kept by the content it was computed of (a stamp, a digest) and the question. Content of that name never
    changes, so neither does the answer; what is no longer asked for makes room.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: OrderedDict[_Key, _Entry] = OrderedDict()
        self._questions: defaultdict[Hashable, set[_Key]] = defaultdict(set)
        self._running: dict[_Key, _Running] = {}
        self.size = 0

    def find(self, content: Hashable, question: Hashable) -> Any:
        """The answer if it is kept, else None."""
        entry = self._entries.get(key := _Key(content, question))
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry.answer

    async def get(self, content: Hashable, question: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        """The answer, kept or worked out now; who asks the same meanwhile waits for the same work.

        An error is not kept. Work that nobody waits for any more is cancelled.
        """
        key = _Key(content, question)
        if key in self._entries:
            self._entries.move_to_end(key)
            return cast("T", self._entries[key].answer)
        running = self._running.get(key)
        if running is None:
            running = self._running[key] = _Running(asyncio.ensure_future(self._run(key, work)))
            running.task.add_done_callback(_noticed)
        running.waiting += 1
        try:
            return cast("T", await asyncio.shield(running.task))
        finally:
            running.waiting -= 1
            if not running.waiting:
                self._end(key, running)

    def _end(self, key: _Key, running: _Running) -> None:
        """The work is done, or nobody waits for it any more."""
        running.task.cancel()
        if self._running.get(key) is running:
            del self._running[key]

    async def _run(self, key: _Key, work: Callable[[], Awaitable[T]]) -> T:
        answer = await work()
        self.keep(*key, answer, await compute(partial(size_of, answer), Lane.ANSWER))
        return answer

    def keep(self, content: Hashable, question: Hashable, answer: Any, size: int) -> None:
        """Keep an answer of that many bytes, in place of what was kept under its name; one that cannot fit is not kept."""
        key = _Key(content, question)
        self._drop(key)
        if size > self._limit:
            return
        self._entries[key] = _Entry(answer, size)
        self._questions[content].add(key)
        self.size += size
        while self.size > self._limit:
            self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        """Drop everything: what it was computed of must not be told any more."""
        for key in tuple(self._entries):
            self._drop(key)

    def forget(self, content: Hashable) -> None:
        """Drop all that was computed of a content: it is no more."""
        for key in tuple(self._questions.get(content, ())):
            self._drop(key)

    def _drop(self, key: _Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self.size -= entry.size
        keys = self._questions[key.content]
        keys.discard(key)
        if not keys:
            del self._questions[key.content]


def _noticed(task: asyncio.Task[Any]) -> None:
    """An error is told to whoever waits; if nobody does any more, it is no news."""
    if not task.cancelled():
        task.exception()


def size_of(value: object) -> int:
    """About how many bytes of memory a value takes with all it refers to; of long collections a sample is weighed.

    Classes, functions and modules are everybody's and weigh nothing.

    >>> size_of(b"") < size_of(b"x" * 1000) < 1100
    True
    """
    total = 0.0
    seen: set[int] = set()
    waiting: list[tuple[Any, float]] = [(value, 1.0)]
    while waiting:
        one, weight = waiting.pop()
        if id(one) in seen or isinstance(one, _SHARED):
            continue
        seen.add(id(one))
        total += weight * sys.getsizeof(one)
        parts = gc.get_referents(one)
        if isinstance(one, MappingProxyType):
            waiting += [(part, weight) for part in parts]
            continue
        if isinstance(one, Collection) and len(parts) > SAMPLE:
            chosen = _sample(one)
            share = len(one) / max(1, len(chosen) // (2 if isinstance(one, Mapping) else 1))
            waiting += [(part, weight * share) for part in chosen]
        else:
            waiting += [(part, weight) for part in parts]
    return round(total)


def _sample(many: Collection[Any]) -> list[Any]:
    """Members spread evenly over a collection; keys and values of a mapping."""
    step = max(1, len(many) // SAMPLE)
    if isinstance(many, Mapping):
        return [part for item in islice(many.items(), 0, None, step) for part in item]
    return list(islice(many, 0, None, step))
