"""The header Idempotency-Key: a request that is sent again under its key is done once and answered as the first time.

Key and effect are one transaction (`graph/repeats.py`); the answer is kept beside it for a day, for the key that asked only.
What was refused was not done, so it is tried again. Answers that hold a secret are not kept: routes of keys take no part.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Final
from uuid import uuid4

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import Message

from app.deferred import DEFERRING, Accepted, Deferring, stop_before_doing, wants_a_job
from app.logs import log_failure
from app.request_digest import RequestDigest
from app.requests import path_param
from graph.errors import Fault, InvalidDocument, PowerMapError, StillRunning
from graph.repeats import (
    CLAIM,
    CLAIM_OPERATION,
    FIND_OPERATION,
    FORGET_OPERATIONS,
    KEEP_ANSWER,
    RELEASE_OPERATION,
    Claim,
    OperationRow,
    Repeated,
)
from graph.store import Store

HEADER: Final = "idempotency-key"
LONGEST: Final = 255
KEPT: Final = timedelta(hours=24)
HELD: Final = timedelta(seconds=30)
"""How long a process that was killed keeps others from a request it began."""
RELEASED_WITHIN: Final = 0.5
"""Seconds an answer waits for the claim on its key to be let go."""
MOST_BYTES: Final = 2_000_000
"""Of an answer; a longer one is not kept."""
_FORGET_EVERY: Final = 60.0
_FORGOTTEN: Final = 1_000
_CHANGING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_OWN_HEADERS: Final = frozenset({b"content-type", b"etag", b"location", b"link"})
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Running(set[str]):
    """What one process carries out, by its idempotency keys, and how the others know that process."""

    def __init__(self) -> None:
        super().__init__()
        self.owner = uuid4().hex


class _Sending:
    """One request with a key, from its first byte to its answer."""

    def __init__(self, request: Request, key: str) -> None:
        self._key = key
        self._digest = RequestDigest(request)
        self._receive = request.receive
        self.request = Request(request.scope, self._read, request._send)  # noqa: SLF001 - starlette has no other way
        self.claim: Claim | None = None
        self._holding: asyncio.Task[None] | None = None

    async def _read(self) -> Message:
        message = await self._receive()
        self._digest.feed(message.get("body", b""))
        return message

    @property
    def store(self) -> Store:
        opened: Store = self.request.app.state.accounts.store
        return opened

    @property
    def _running(self) -> Running:
        running: Running = self.request.app.state.running
        return running

    async def begin(self) -> None:
        """Claim the key for whoever asks, once that is known. Raises what the store holds of it, and StillRunning."""
        running = self._running
        actor = getattr(self.request.state, "actor_id", "")
        claim = Claim(hashlib.sha256(f"{actor}\n{self._key}".encode()).hexdigest(), self._digest.hex)
        if claim.id in running:
            raise StillRunning("a request with this Idempotency-Key is being carried out: ask again in a second")
        running.add(claim.id)
        self.claim = claim
        CLAIM.set(claim)
        claim.judge(await self.store.read(FIND_OPERATION, id=claim.id))
        if not await self._held(claim):
            claim.judge(await self.store.read(FIND_OPERATION, id=claim.id))
            raise StillRunning("another process is carrying out a request with this Idempotency-Key: ask again soon")
        self._holding = asyncio.ensure_future(self._hold(claim))

    async def _held(self, claim: Claim) -> bool:
        """Whether no other process carries it out, which none does from now on for as long as one may be silent."""
        now = datetime.now(UTC)
        until, at = ((now + wait).isoformat(timespec="milliseconds") for wait in (HELD, timedelta(0)))
        (held,) = await self.store.change(CLAIM_OPERATION, id=claim.id, owner=self._running.owner, now=at, until=until)
        return held.count > 0

    async def _hold(self, claim: Claim) -> None:
        """Hold it for longer, until it writes: then the account's lock and the note of what was done keep others out."""
        while not claim.writes:
            await asyncio.sleep(HELD.total_seconds() / 3)
            with suppress(PowerMapError):
                await self._held(claim)

    async def end(self, response: Response) -> None:
        """Keep the answer to what was done. One that cannot be kept is given all the same."""
        claim, body = self.claim, getattr(response, "body", None)  # a streamed response has none
        if claim is None or not claim.writes or body is None or len(body) > MOST_BYTES:
            return
        try:
            headers = [[name.decode(), value.decode()] for name, value in response.raw_headers if name in _OWN_HEADERS]
            properties = {
                "request": claim.request(),
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "status": response.status_code,
                "headers": json.dumps(headers),
                "answer": bytes(body).decode(),
            }
            await self.store.change(KEEP_ANSWER, id=claim.id, properties=properties)
            await self._forget()
        except (PowerMapError, UnicodeDecodeError) as error:
            log_failure("answer-not-kept", error)

    async def leave(self) -> None:
        """Let go of the key, also of what was claimed and did nothing."""
        if self.claim is not None:
            if self._holding is not None:
                self._holding.cancel()
                releasing = asyncio.ensure_future(self._release(self.claim))
                await asyncio.wait({releasing}, timeout=RELEASED_WITHIN)  # goes on by itself where the store is silent
            self._running.discard(self.claim.id)

    async def _release(self, claim: Claim) -> None:
        with suppress(PowerMapError):  # then the claim ends by itself
            await self.store.change(RELEASE_OPERATION, id=claim.id, owner=self._running.owner)

    async def _forget(self) -> None:
        state = self.request.app.state
        if time.monotonic() >= getattr(state, "forget_operations_at", 0.0):
            state.forget_operations_at = time.monotonic() + _FORGET_EVERY
            before = (datetime.now(UTC) - KEPT).isoformat(timespec="seconds")
            await self.store.change(FORGET_OPERATIONS, before=before, limit=_FORGOTTEN)


_SENDING: Final[ContextVar[_Sending | None]] = ContextVar("sending", default=None)


class RepeatableRoute(APIRoute):
    """A route whose changes may be sent again under an Idempotency-Key."""

    keeps_answers = True

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _claimed(endpoint), **options)

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            key = request.headers.get(HEADER)
            if self.keeps_answers and wants_a_job(request):
                return await _deferred(Deferring(request), handler, self.operation_id or self.name, _checked(key))
            if key is None or request.method not in _CHANGING or not self.keeps_answers:
                return await handler(request)
            _checked(key)
            # In a task of its own: a client that goes will ask again, and then the answer is there.
            doing = asyncio.ensure_future(_carried_out(_Sending(request, key), handler))
            doing.add_done_callback(lambda done: done.cancelled() or done.exception())
            return await asyncio.shield(doing)

        return handle


def _checked(key: str | None) -> str | None:
    if key is not None and not 1 <= len(key) <= LONGEST:
        raise InvalidDocument([Fault(f"/header/{HEADER}", "too-long", key[:20], {"max_length": LONGEST})])
    return key


async def _deferred(deferring: Deferring, handler: Handler, kind: str, key: str | None) -> Response:
    """The job that does it; where nobody is asked who asks, the answer itself."""
    token = DEFERRING.set(deferring)
    try:
        return await handler(deferring.request)
    except Accepted:
        pass
    finally:
        DEFERRING.reset(token)
    request = deferring.request
    job = await request.app.state.jobs.take(deferring, kind, path_param(request, "account_id") or None, key)
    place = str(request.app.url_path_for("get_job", job_id=job.id))
    headers = {"Location": place, "Preference-Applied": "respond-async", "Retry-After": "1"}
    return Response(job.model_dump_json(), 202, headers, "application/json")


async def _carried_out(sending: _Sending, handler: Handler) -> Response:
    _SENDING.set(sending)
    try:
        response = await handler(sending.request)
        await sending.end(response)
    except Repeated as repeated:
        return _again(repeated.row)
    finally:
        await sending.leave()
    return response


def _again(row: OperationRow) -> Response:
    response = Response((row.answer or "").encode(), row.status or 200)
    own = [(name.encode(), value.encode()) for name, value in json.loads(row.headers or "[]")]
    response.raw_headers = [*response.raw_headers, *own, (b"idempotent-replayed", b"true")]
    return response


def _claimed(endpoint: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The endpoint, which is reached once it is known who asks and what the body is."""

    @wraps(endpoint)
    async def claimed(*args: Any, **kwargs: Any) -> Any:
        stop_before_doing()
        if (sending := _SENDING.get()) is not None:
            await sending.begin()
        return await endpoint(*args, **kwargs)

    return claimed
