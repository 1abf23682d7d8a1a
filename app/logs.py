"""Logs: one line a request, write, import or export, key=value; ids only, never a name, a note or a query string."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger("powermap")
REQUEST_ID = "request_id"


def configure(level: str, form: str) -> None:
    """Send structured lines to standard error, as text or JSON. The driver's own messages may quote values: errors only."""
    renderer: Any = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=_standard_error()),
        cache_logger_on_first_use=False,
    )
    for name in ("neo4j", "uvicorn.error", "uvicorn.access", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _standard_error() -> Any:
    import sys  # noqa: PLC0415 - looked up when configured, so that tests may redirect it

    return sys.stderr


class RequestLog:
    """Gives each request an id (its answer carries it as X-Request-Id) and writes its one line."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid4().hex
        scope.setdefault("state", {})[REQUEST_ID] = request_id
        started = time.perf_counter()
        status = 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message.get("headers", []))
                if all(name != b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = [
                    *headers,
                    (b"x-request-id", request_id.encode()),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            route = scope.get("route")
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            account = scope.get("path_params", {}).get("account_id")
            log.info(
                "request",
                id=request_id,
                method=scope["method"],
                route=getattr(route, "path", None),
                account=account if status < 400 else None,  # noqa: PLR2004 - an unknown id may be anything
                status=status,
                ms=milliseconds,
            )


Middleware = Callable[[ASGIApp], ASGIApp]
