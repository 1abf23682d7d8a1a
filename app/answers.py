"""Answers become JSON beside the event loop, are named by an ETag and, where the caller takes it, packed.

The ETag of an answer that has none of its own is a hash of its content: who asks again with `If-None-Match` and would read the
same gets 304 and no body. Packing costs milliseconds and spares nine tenths of what travels.
"""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial, wraps
from hashlib import sha256
from typing import Any, Final

from fastapi import Request, Response
from pydantic import BaseModel

from app.json_text import json_of
from app.repeats import RepeatableRoute
from graph.computing import Lane, compute

WORTH_PACKING: Final = 1_000
"""Bytes from which an answer is packed; less fits into one packet anyhow."""
PACKING: Final = 5
"""The level of gzip: half the time of the highest for a twentieth more bytes."""
_PACKED_FORMS: Final = ("application/json", "application/problem+json", "text/", "image/svg+xml")
_OF_THE_BODY: Final = (b"content-length", b"content-type")

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class AnswerRoute(RepeatableRoute):
    """A route whose endpoint gives a model; what else it gives is left to FastAPI.

    The model is what the endpoint's annotation says, so it is not validated a second time.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _as_json(endpoint, options.get("status_code")), **options)

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await _fitted(request, await handler(request))

        return handle


class FleetingAnswerRoute(AnswerRoute):
    """A route whose answers are kept nowhere: they may hold a secret (a key, a link), have no end, or are kept already."""

    keeps_answers = False


def is_named(if_none_match: str, etag: str) -> bool:
    """True if a list of ETags, or `*`, names this one; strong or weak makes no difference (RFC 9110, 13.1.2)."""
    named = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return bool(named & {"*", etag.removeprefix("W/")})


async def _fitted(request: Request, response: Response) -> Response:
    """The response as this caller wants it: 304 if it is known there, packed if that is taken."""
    body = getattr(response, "body", b"")  # a streamed response has none yet
    if request.method == "GET" and response.status_code == 200 and body:  # noqa: PLR2004
        etag = response.headers.get("etag")
        if etag is None:
            etag = response.headers["etag"] = await _etag_of(body)
        known_tags = request.headers.get("if-none-match")
        if known_tags is not None and is_named(known_tags, etag):
            return _without_body(response)
    if len(body) >= WORTH_PACKING and response.headers.get("content-type", "").startswith(_PACKED_FORMS):
        response.headers.add_vary_header("Accept-Encoding")
        if _takes_gzip(request) and "content-encoding" not in response.headers:
            response.body = await compute(partial(gzip.compress, body, PACKING, mtime=0), Lane.ANSWER)
            response.headers["content-encoding"] = "gzip"
            response.headers["content-length"] = str(len(response.body))
    return response


async def _etag_of(body: bytes) -> str:
    """Weak, since the packed and the plain answer share it."""
    digest = await compute(partial(sha256, body), Lane.ANSWER)
    return f'W/"{digest.hexdigest()[:32]}"'


def _without_body(response: Response) -> Response:
    known = Response(status_code=304)
    known.raw_headers = [(name, value) for name, value in response.raw_headers if name not in _OF_THE_BODY]
    known.background = response.background
    return known


def _takes_gzip(request: Request) -> bool:
    for part in request.headers.get("accept-encoding", "").split(","):
        coding, _, quality = part.partition(";")
        if coding.strip().lower() in {"gzip", "*"}:
            return quality.replace(" ", "").lower() not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _as_json(endpoint: Callable[..., Awaitable[Any]], status: int | None) -> Callable[..., Awaitable[Any]]:
    @wraps(endpoint)
    async def answered(*args: Any, **kwargs: Any) -> Any:
        answer = await endpoint(*args, **kwargs)
        if not isinstance(answer, BaseModel):
            return answer
        body = await compute(partial(json_of, answer), Lane.ANSWER)
        response = Response(body, status or 200, media_type="application/json")
        for given in kwargs.values():
            if isinstance(given, Response):  # the headers an endpoint sets on the response it is handed
                response.headers.raw.extend(given.headers.raw)
        return response

    return answered
