"""Logs: one line a request, write, import or export, key=value; ids only, never a name, a note or a query string.

What fails is logged as the kinds of error and the lines of code it came through. Messages and values are left out: they may
quote anything.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from traceback import walk_tb
from typing import Any, Final
from uuid import uuid4

import structlog
from opentelemetry.trace import SpanKind, format_span_id, format_trace_id, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.spans import span

log = structlog.get_logger("powermap")
REQUEST_ID = "request_id"
NOBODY: Final = "-"
STREAM: Final = "text/event-stream"
GONE: Final = 499
"""What is logged where the client went before it had its answer."""
_LOGGED: Final = "_powermap_logged"


def configure(level: str, form: str) -> None:
    """Send structured lines to standard error, as text or JSON."""
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
    logging.getLogger("uvicorn.access").setLevel(logging.CRITICAL)  # each request has its line from RequestLog
    for name in ("neo4j", "uvicorn.error", "asyncio"):
        library = logging.getLogger(name)
        library.handlers, library.propagate = [LibraryErrors(logging.ERROR)], False
        library.setLevel(logging.ERROR)


def log_failure(event: str, error: BaseException, **facts: Any) -> None:
    """Log an error with what it came from and the lines it came through, without a word of what it says."""
    error.__dict__[_LOGGED] = True
    log.error(event, **facts, error=type(error).__name__, frames=frames_of(error))


def note_refusal(prefix: str | None, address: str, scope: Scope) -> None:
    """Log a key that was not accepted: its prefix, where it has the form of one, and where it came from."""
    log.warning(
        "key-refused", id=scope["state"][REQUEST_ID], key=prefix, address=address, route=_route_of(scope), actor=NOBODY
    )


def _route_of(scope: Scope) -> str | None:
    return getattr(scope.get("route"), "path", None)


def frames_of(error: BaseException) -> list[str]:
    """The frames of an error, outermost first, as `module:line function`; before them those of the errors that led to it."""
    frames = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        frames = [*frames_of(cause), f"{type(cause).__name__} led to {type(error).__name__}"]
    for frame, line in walk_tb(error.__traceback__):
        frames.append(f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}")
    return frames


class LibraryErrors(logging.Handler):
    """Errors that libraries log, in our own form: the first line of their template, never what was filled into it."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        message = str(record.msg).strip().partition("\n")[0]
        if error is None:
            log.error("library", library=record.name, message=message)
        elif _LOGGED not in error.__dict__:
            log_failure("library", error, library=record.name, message=message)


def _standard_error() -> Any:
    import sys  # noqa: PLC0415 - looked up when configured, so that tests may redirect it

    return sys.stderr


class RequestLog:
    """Gives each request an id (its answer carries it as X-Request-Id) and writes its one line.

    Where its `traceparent` names a trace (W3C Trace Context), the line and the answer say that it is part of that.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid4().hex
        scope.setdefault("state", {})[REQUEST_ID] = request_id
        within = TraceContextTextMapPropagator().extract(Headers(scope=scope))
        trace = get_current_span(within).get_span_context()
        started = time.perf_counter()
        status, seconds = GONE, 0.0

        async def sent(message: Message) -> None:
            nonlocal status, seconds
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message.get("headers", []))
                if (b"content-type", STREAM.encode()) in headers:
                    seconds = time.perf_counter() - started
                if all(name != b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = [
                    *headers,
                    (b"x-request-id", request_id.encode()),
                    (b"x-content-type-options", b"nosniff"),
                ]
                if trace.is_valid:
                    own = format_span_id(trace.span_id if trace.is_remote is False else int(request_id[:16], 16))
                    parent = f"00-{format_trace_id(trace.trace_id)}-{own}-{trace.trace_flags:02x}"
                    message["headers"].append((b"traceparent", parent.encode()))
            await send(message)

        try:
            with span("request", SpanKind.SERVER, within, http_request_method=scope["method"]) as one:
                if one.is_recording():
                    trace = one.get_span_context()
                await self._app(scope, receive, sent)
                one.update_name(f"{scope['method']} {_route_of(scope)}")
                one.set_attribute("http.response.status_code", status)
        # reason: whatever it is goes on to be answered and logged; here only its status is noted
        except Exception:
            status = 500
            raise
        finally:
            seconds = seconds or time.perf_counter() - started  # of a stream only until it began
            scope["app"].state.metrics.count(scope["method"], _route_of(scope), status, seconds)
            account = scope.get("path_params", {}).get("account_id")
            log.info(
                "request",
                id=request_id,
                **({"trace": format_trace_id(trace.trace_id)} if trace.is_valid else {}),
                method=scope["method"],
                route=_route_of(scope),
                account=account if status < 400 else None,  # noqa: PLR2004 - an unknown id may be anything
                status=status,
                actor=scope["state"].get("actor_id", NOBODY),
                ms=round(seconds * 1000, 1),
            )


Middleware = Callable[[ASGIApp], ASGIApp]
