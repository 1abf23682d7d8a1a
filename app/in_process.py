"""A request of the API without a connection: through the whole service, as one that came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth.service import Actor
from app.deps import ACTOR

_HERE: Final = "http://127.0.0.1"


@dataclass(frozen=True)
class Caller:
    """For whom is asked: the key sent, or an actor at hand; and from where."""

    authorization: str = ""
    actor: Actor | None = None
    address: tuple[str, int] = ("", 0)


@dataclass(frozen=True)
class Sent:
    """A request; the path may hold a query."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


async def send(app: ASGIApp, sent: Sent, caller: Caller) -> httpx.Response:
    """The answer."""

    async def for_caller(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope if caller.actor is None else {**scope, ACTOR: caller.actor}, receive, send)

    own = {"Authorization": caller.authorization} if caller.authorization else {}
    transport = httpx.ASGITransport(for_caller, raise_app_exceptions=False, client=caller.address)
    async with httpx.AsyncClient(transport=transport, base_url=_HERE, headers=own) as client:
        return await client.request(sent.method, sent.path, content=sent.body, headers=dict(sent.headers))
