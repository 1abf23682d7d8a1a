"""The workers that answer own Cypher: one process a projection, kept for the next question, ended for any that goes wrong.

A worker is known by what it holds (hashes of the accounts' projections), so whoever asks of other accounts, or of a changed
one, gets another. There are few, and few questions run at once; whoever finds none free waits a little and is then refused.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import struct
import sys
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psutil

from app.own_cypher.engine import MOST_MEMORY
from app.own_cypher.errors import QueryTimeout, QueryTooLarge
from graph.errors import Overloaded

START_SECONDS: Final = 60.0
IDLE_SECONDS: Final = 300.0
WAIT_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 0.1
_LENGTH: Final = struct.Struct(">I")
_OUT_OF_MEMORY: Final = 3
"""How Java ends when its memory is used up."""
Message = dict[str, Any]


class Worker:
    """A process that holds one projection."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self._process = process
        self._folder = folder
        self.turn = asyncio.Lock()

    @classmethod
    async def start(cls, parts: Sequence[bytes]) -> Worker:
        """A worker with the projection of these accounts loaded. Raises QueryTooLarge, QueryTimeout."""
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="powermap-cypher-"))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "app.own_cypher.engine", str(folder), str(IDLE_SECONDS)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"},
            cwd=folder,
            start_new_session=True,
        )
        worker = cls(process, folder)
        try:
            await worker._send(json.dumps({"accounts": len(parts)}).encode(), *parts)
            await worker._within(START_SECONDS)
        except BaseException:  # reason: also when nobody waits any more; what was begun ends with it
            await worker.end()
            raise
        return worker

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    async def ask(self, question: Message, seconds: float) -> Message:
        """The answer. The process is ended when it takes longer, needs more memory, or nobody waits any more.

        Raises QueryTimeout, QueryTooLarge.
        """
        try:
            await self._send(json.dumps(question).encode())
            return await self._within(seconds)
        except BaseException:  # reason: whatever it is, what still runs must not
            await self.end()
            raise

    async def end(self) -> None:
        """Kill the process and all it began, and remove its folder."""
        if self.is_alive:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def _send(self, *messages: bytes) -> None:
        if self._process.stdin is None:
            return
        with suppress(ConnectionError):  # who has ended is found out when its answer is read
            for message in messages:
                self._process.stdin.write(_LENGTH.pack(len(message)) + message)
                await self._process.stdin.drain()

    async def _within(self, seconds: float) -> Message:
        answer = asyncio.ensure_future(self._receive())
        try:
            async with asyncio.timeout(seconds):
                while not (await asyncio.wait([answer], timeout=_LOOK_SECONDS))[0]:
                    if await asyncio.to_thread(self._memory) > MOST_MEMORY:
                        raise QueryTooLarge("query-too-large", megabytes=MOST_MEMORY // 1_000_000)
                return await answer
        except TimeoutError:
            raise QueryTimeout("query-timeout", seconds=f"{seconds:g}") from None
        finally:
            answer.cancel()

    async def _receive(self) -> Message:
        if self._process.stdout is None:
            return {}
        try:
            length = _LENGTH.unpack(await self._process.stdout.readexactly(_LENGTH.size))[0]
            answer: Message = json.loads(await self._process.stdout.readexactly(length))
        except asyncio.IncompleteReadError:  # it ended, which only its memory makes it do
            raise QueryTooLarge("query-too-large", megabytes=MOST_MEMORY // 1_000_000) from None
        return answer

    def _memory(self) -> int:
        with suppress(psutil.Error):
            return int(psutil.Process(self._process.pid).memory_info().rss)
        return 0


class Workers:
    """At most so many workers, the longest unused of which goes first."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._places = asyncio.Semaphore(most)
        self._starting = asyncio.Lock()
        self._of: OrderedDict[tuple[str, ...], Worker] = OrderedDict()

    async def ask(self, key: tuple[str, ...], parts: Sequence[bytes], question: Message) -> Message:
        """The answer of a worker that holds what the key names, started if there is none.

        Raises QueryTimeout, QueryTooLarge, and Overloaded where too many ask at once.
        """
        try:
            async with asyncio.timeout(WAIT_SECONDS + self._seconds):
                await self._places.acquire()
        except TimeoutError:
            raise Overloaded("too many queries run at once") from None
        try:
            while True:
                async with self._starting:
                    worker = await self._worker(key, parts)
                async with worker.turn:
                    if worker.is_alive:  # who had the turn before may have ended it
                        return await worker.ask(question, self._seconds)
        finally:
            self._places.release()

    async def close(self) -> None:
        """End all, each after what it is answering: what they hold is gone."""
        while self._of:
            worker = self._of.popitem()[1]
            async with worker.turn:
                await worker.end()

    async def _worker(self, key: tuple[str, ...], parts: Sequence[bytes]) -> Worker:
        for own, worker in list(self._of.items()):
            if not worker.is_alive:
                del self._of[own]
                await worker.end()
        if key not in self._of:
            while len(self._of) >= self._most:
                idle = next((own for own, worker in self._of.items() if not worker.turn.locked()), None)
                if idle is None:
                    break
                await self._of.pop(idle).end()
            self._of[key] = await Worker.start(parts)
        self._of.move_to_end(key)
        return self._of[key]
