"""What every request goes through before its route: encoded slashes in ids, and query parameters nobody knows."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, unquote

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.errors import Fault, InvalidDocument

SLASH: Final = "\x1c"  # stands for an encoded slash while a path is matched; no id holds a control character


class EncodedSlashes:
    """Keeps `%2F` inside an id from splitting the path; `unescape` gives the slash back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw = scope.get("raw_path", b"") if scope["type"] == "http" else b""
        if b"%2f" in raw.lower():
            parts = raw.decode("latin-1").replace("%2f", "%2F").split("%2F")
            scope["path"] = SLASH.join(unquote(part) for part in parts)
        await self._app(scope, receive, send)


def unescape(part: str) -> str:
    """A part of a path as the caller meant it."""
    return part.replace(SLASH, "/")


def path_param(request: Request, name: str) -> str:
    """A parameter of the request's path."""
    return unescape(request.path_params.get(name, ""))


def raw_path(request: Request) -> str:
    """The request's path as it was sent, still encoded: fit for a header."""
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    return raw.partition(b"?")[0].decode("latin-1")


def refuse_unknown_parameters(app: FastAPI) -> Any:
    """A dependency that refuses query parameters the route does not have, naming those it has."""
    known: dict[str, frozenset[str]] = {}

    def read() -> None:
        for item in app.openapi()["paths"].values():
            for operation in item.values():
                names = (held["name"] for held in operation.get("parameters", ()) if held["in"] == "query")
                known[operation["operationId"]] = frozenset(names)

    def refuse(request: Request) -> None:
        given = request.query_params.keys()
        if not given:
            return
        if not known:
            read()
        allowed = known.get(getattr(request.scope.get("route"), "operation_id", ""), frozenset(given))
        facts = {"expected": ", ".join(sorted(allowed)) or "-"}
        faults = tuple(
            Fault(f"/query/{name}", "unknown-field", name[:100], facts) for name in given if name not in allowed
        )
        if faults:
            raise InvalidDocument(faults)

    return refuse
