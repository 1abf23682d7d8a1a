"""Answers become JSON beside the event loop: a long one would make everybody else wait."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from graph.computing import Lane, compute


class AnswerRoute(APIRoute):
    """A route whose endpoint gives a model; what else it gives is left to FastAPI.

    The model is what the endpoint's annotation says, so it is not validated a second time.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _as_json(endpoint, options.get("status_code")), **options)


def _as_json(endpoint: Callable[..., Awaitable[Any]], status: int | None) -> Callable[..., Awaitable[Any]]:
    @wraps(endpoint)
    async def answered(*args: Any, **kwargs: Any) -> Any:
        answer = await endpoint(*args, **kwargs)
        if not isinstance(answer, BaseModel):
            return answer
        body = await compute(partial(answer.__pydantic_serializer__.to_json, answer, by_alias=True), Lane.ANSWER)
        response = Response(body, status or 200, media_type="application/json")
        for given in kwargs.values():
            if isinstance(given, Response):  # the headers an endpoint sets on the response it is handed
                response.headers.raw.extend(given.headers.raw)
        return response

    return answered
