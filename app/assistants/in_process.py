"""A request of the API without a connection: through the whole service, as one that came in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from app.assistants.tools import Asked
from app.auth.service import Actor
from app.deps import ACTOR

_HERE: Final = "http://127.0.0.1"


@dataclass(frozen=True)
class Caller:
    """For whom is asked: the key sent, or an actor at hand; and from where."""

    authorization: str = ""
    actor: Actor | None = None
    address: tuple[str, int] = ("", 0)


async def ask(app: ASGIApp, asked: Asked, caller: Caller) -> tuple[int, Any]:
    """Status and content of the answer."""

    async def for_caller(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope if caller.actor is None else {**scope, ACTOR: caller.actor}, receive, send)

    headers = {"Authorization": caller.authorization} if caller.authorization else {}
    body = None
    if asked.body is not None:
        body = json.dumps(asked.body, ensure_ascii=False).encode("utf-8", "replace")
        headers["Content-Type"] = "application/json"
    transport = httpx.ASGITransport(for_caller, raise_app_exceptions=False, client=caller.address)
    async with httpx.AsyncClient(transport=transport, base_url=_HERE, headers=headers) as client:
        answer = await client.request(asked.method, asked.path, content=body)
    return answer.status_code, answer.json() if answer.content else None
