"""A TCP proxy between the service and its database that misbehaves when told to: it swallows, delays, resets, or cuts."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

COMMIT: Final = b"\x00\x02\xb0\x12\x00\x00"  # Bolt: a chunk of two bytes, the COMMIT message, the end of the message


@dataclass
class Proxy:
    """Passes everything on, except: while `swallowing`, all bytes vanish; while `refusing`, new connections are reset;
    each way takes `delay` seconds longer; after those `spared`, the next `cuts` answers to a COMMIT are lost together with
    their connection, and then the database is out of reach if it `stays_away`. With `late`, such a COMMIT itself arrives so
    many seconds after the caller's connection was cut.
    """

    host: str
    port: int
    swallowing: bool = False
    refusing: bool = False
    delay: float = 0.0
    spared: int = 0
    cuts: int = 0
    late: float = 0.0
    stays_away: bool = False
    cut: int = 0
    _server: asyncio.Server | None = None
    _links: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def listen(self) -> int:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def reset(self) -> None:
        """Cut every connection; behave again."""
        self.swallowing = self.refusing = self.stays_away = False
        self.delay, self.spared, self.cuts, self.late, self.cut = 0.0, 0, 0, 0.0, 0
        for link in self._links:
            link.transport.abort()

    async def close(self) -> None:
        self.reset()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            self._server.close()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._link(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _link(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection(self.host, self.port)
        ends = {writer, far_writer}
        self._links |= ends
        committing = asyncio.Event()
        try:
            with suppress(OSError):
                ways = (self._out(reader, far_writer, writer, committing), self._back(far_reader, writer, committing))
                await asyncio.wait([asyncio.ensure_future(way) for way in ways], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._links -= ends
            for end in ends:
                end.transport.abort()

    async def _out(
        self,
        reader: asyncio.StreamReader,
        far: asyncio.StreamWriter,
        near: asyncio.StreamWriter,
        committing: asyncio.Event,
    ) -> None:
        while data := await reader.read(65_536):
            if COMMIT in data and self.spared > 0:
                self.spared -= 1
            elif COMMIT in data and self.cuts > 0:
                self.cuts -= 1
                self.cut += 1
                committing.set()
                self.refusing = self.stays_away
                if self.late:
                    near.transport.abort()
                    await asyncio.sleep(self.late)
            await asyncio.sleep(self.delay)
            if not self.swallowing:
                far.write(data)
                await far.drain()
        if committing.is_set():
            await asyncio.sleep(self.late + 1.0)  # the database has what was sent; let it finish

    async def _back(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter, committing: asyncio.Event) -> None:
        while data := await reader.read(65_536):
            await asyncio.sleep(self.delay)
            if committing.is_set():
                return
            if not self.swallowing:
                near.write(data)
                await near.drain()
