"""`Prefer: respond-async` (RFC 7240): a request that is answered 202 with a job, which carries it out and keeps its answer.

What may be refused at once is: who asks, for which account, with which parameters and body. `PROGRESS` is where what is carried
out says how far it is; nobody listens where no job does it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from fastapi import Request
from starlette.types import Message

from app.request_digest import RequestDigest

PREFER: Final = "prefer"
_ASYNC: Final = "respond-async"
Progress = Callable[[str, float], None]
PROGRESS: Final[ContextVar[Progress | None]] = ContextVar("progress", default=None)


class Accepted(Exception):
    """All is known that a job needs; it is raised where the request would be carried out, and leaves nothing done."""


class Deferring:
    """A request that is to become a job, from its first byte to the point where it would be carried out."""

    def __init__(self, request: Request) -> None:
        self._receive = request.receive
        self._chunks: list[bytes] = []
        self.digest = RequestDigest(request)
        self.request = Request(request.scope, self._read, request._send)  # noqa: SLF001 - starlette has no other way

    async def _read(self) -> Message:
        message = await self._receive()
        self._chunks.append(message.get("body", b""))
        self.digest.feed(self._chunks[-1])
        return message

    @property
    def body(self) -> bytes:
        return b"".join(self._chunks)

    @property
    def actor(self) -> Any:
        """Who asks, known once the request would be carried out; None on routes that ask nobody."""
        return getattr(self.request.state, "actor", None)


DEFERRING: Final[ContextVar[Deferring | None]] = ContextVar("deferring", default=None)


def wants_a_job(request: Request) -> bool:
    """Whether the caller prefers not to wait; a job itself does."""
    preferences = request.headers.get(PREFER, "").lower().replace(";", ",").split(",")
    return _ASYNC in {one.strip() for one in preferences} and PROGRESS.get() is None


def stop_before_doing() -> None:
    """Raise Accepted where the request is to become a job."""
    deferring = DEFERRING.get()
    if deferring is not None and deferring.actor is not None:
        raise Accepted


def tell(step: str, done: float) -> None:
    """Say how far the present job is, `done` from 0 to 1."""
    if (progress := PROGRESS.get()) is not None:
        progress(step, done)
