"""Connections are bounded in number and in how long they may be silent: whoever says nothing, or does not read, is cut off."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

RESERVED_FILES: Final = 64
"""Files and sockets that a process needs beside its clients: those of the store, the logs, its workers."""
FEWEST: Final = 16
ENDS: Final = "end_stream"
"""In a request's state: what ends an answer that has no end of its own."""


def most_connections(wanted: int = 1_000) -> int:
    """How many clients this process has room for: so many, or fewer where it may open few files."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return wanted
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if files == resource.RLIM_INFINITY else max(FEWEST, min(wanted, files - RESERVED_FILES))


class Connection(H11Protocol):
    """A client's connection: seconds until a request's head is there, and without any progress while an answer is read."""

    HEAD_SECONDS: ClassVar[float] = 10.0
    WRITE_SECONDS: ClassVar[float] = 30.0
    MOST: ClassVar[int] = most_connections()

    _head: asyncio.TimerHandle | None = None
    _write: asyncio.TimerHandle | None = None
    _quiet_since = 0.0

    @property
    def is_answering(self) -> bool:
        """True while a request is in progress."""
        # before the first request there is no cycle, which the library's types do not say
        return self.cycle is not None and not self.cycle.response_complete  # type: ignore[redundant-expr]

    def connection_made(self, transport: Any) -> None:
        """Take a client in; where there is no room the one that has been quiet for longest goes."""
        super().connection_made(transport)
        self._quiet_since = self.loop.time()
        self._head = self.loop.call_later(self.HEAD_SECONDS, self._cut_off_if_silent)
        if len(self.connections) > self.MOST:
            quiet = [one for one in self.connections if isinstance(one, Connection) and not one.is_answering]
            min(quiet, key=lambda one: one._quiet_since).transport.abort()  # noqa: SLF001 - of the same class

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        for timer in (self._head, self._write):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The service stops: an answer that would go on for ever is ended now, any other when it is whole."""
        if self.is_answering and (end := self.cycle.scope.get("state", {}).get(ENDS)) is not None:
            end()
        super().shutdown()

    def data_received(self, data: bytes) -> None:
        """The clock of a head runs from its first byte, and from when the client came."""
        super().data_received(data)
        self._quiet_since = self.loop.time()
        if self.is_answering:
            if self._head is not None:
                self._head.cancel()
                self._head = None
        elif self._head is None:
            self._head = self.loop.call_later(self.HEAD_SECONDS, self._cut_off_if_silent)

    def pause_writing(self) -> None:
        """The client does not read as fast as it is answered."""
        super().pause_writing()
        self._watch_writing(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """It has read what there was."""
        super().resume_writing()
        if self._write is not None:
            self._write.cancel()
            self._write = None

    def _cut_off_if_silent(self) -> None:
        self._head = None
        if not self.is_answering:
            self.transport.abort()

    def _watch_writing(self, unread: int) -> None:
        self._write = self.loop.call_later(self.WRITE_SECONDS, self._cut_off_if_stuck, unread)

    def _cut_off_if_stuck(self, unread: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left < unread:
            self._watch_writing(left)
        else:
            self.transport.abort()
