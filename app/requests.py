"""What every request goes through before its route: HEAD, ids as they are stored, parameters and forms nobody knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, unquote_plus, urlencode

from fastapi import FastAPI, Request
from pydantic_core import PydanticCustomError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import NotAcceptable
from graph.errors import Fault, InvalidDocument
from graph.kinds.fields import composed

SLASH: Final = "\x1c"  # stands for an encoded slash while a path is matched; no id holds a control character


class IdsAsStored:
    """Normalises paths and queries as bodies are (NFC), so that an id is found however the caller's system composes it.

    `%2F` inside an id does not split the path; `unescape` gives the slash back.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            raw = scope.get("raw_path", b"")
            if b"%2f" in raw.lower():
                parts = raw.decode("latin-1").replace("%2f", "%2F").split("%2F")
                scope["path"] = SLASH.join(unquote(part) for part in parts)
            scope["path"] = composed(scope["path"])
            query = scope["query_string"].decode("latin-1")
            if composed(text := unquote_plus(query)) != text:
                pairs = parse_qsl(query, keep_blank_values=True)
                scope["query_string"] = urlencode([(name, composed(value)) for name, value in pairs]).encode()
        await self._app(scope, receive, send)


def unescape(part: str) -> str:
    """A part of a path as the caller meant it, trimmed as ids are."""
    return part.replace(SLASH, "/").strip()


def readable(part: str) -> str:
    """The same for a part that must be an id; bytes that are not UTF-8 have come as U+FFFD."""
    if "\ufffd" in part:
        message = "the path is not UTF-8"
        raise PydanticCustomError("control_character", message, {"code_point": "FFFD"})
    return unescape(part)


def path_param(request: Request, name: str) -> str:
    """A parameter of the request's path."""
    return unescape(request.path_params.get(name, ""))


def raw_path(request: Request) -> str:
    """The request's path as it was sent, still encoded: fit for a header."""
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    return raw.partition(b"?")[0].decode("latin-1")


class HeadIsGet:
    """Answers HEAD as GET without the body (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, sent)


@dataclass(frozen=True)
class _Operation:
    """What an operation takes and gives, as the OpenAPI document says."""

    parameters: frozenset[str]
    lists: frozenset[str]
    forms: frozenset[str]


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, _Operation]]:
    for item in document["paths"].values():
        for operation in item.values():
            asked = [held for held in operation.get("parameters", ()) if held["in"] == "query"]
            names = frozenset(held["name"] for held in asked)
            lists = frozenset(held["name"] for held in asked if held["schema"].get("type") == "array")
            good = (held for status, held in operation["responses"].items() if status < "300")
            forms = (form for held in good for form in held.get("content", ()))
            yield operation["operationId"], _Operation(names, lists, frozenset(forms))


def refuse_misfits(app: FastAPI) -> Any:
    """A dependency that refuses query parameters and wanted forms that the route does not have, naming those it has."""
    known: dict[str, _Operation] = {}

    def refuse(request: Request) -> None:
        given, accepted = request.query_params.keys(), request.headers.get("accept", "*/*")
        if not given and accepted == "*/*":
            return
        if not known:
            known.update(_operations(app.openapi()))
        operation = known.get(getattr(request.scope.get("route"), "operation_id", ""))
        if operation is None:
            return
        facts = {"expected": ", ".join(sorted(operation.parameters)) or "-"}
        unknown = (name for name in given if name not in operation.parameters)
        faults = tuple(Fault(f"/query/{name}", "unknown-field", name[:100], facts) for name in unknown)
        faults += tuple(_repeated(request.query_params.multi_items(), operation))
        if faults:
            raise InvalidDocument(faults)
        if operation.forms and not any(_accepts(accepted, form) for form in operation.forms):
            message = f"it comes as {', '.join(sorted(operation.forms))}"
            raise NotAcceptable(message)

    return refuse


def _repeated(given: Iterable[tuple[str, str]], operation: _Operation) -> Iterator[Fault]:
    """Parameters given twice: which of two values was meant nobody can know."""
    counts = Counter(name for name, _ in given)
    for name, count in counts.items():
        if count > 1 and name in operation.parameters - operation.lists:
            yield Fault(f"/query/{name}", "wrong-type", count, {"expected": "one value"})


def _accepts(header: str, form: str) -> bool:
    """True if an Accept header takes the media type.

    >>> [_accepts(header, "application/json") for header in ("text/html, */*;q=0.8", "application/*", "text/html", "*/*;q=0")]
    [True, True, False, False]
    """
    ranges = {"*/*", f"{form.partition('/')[0]}/*", form}
    for part in header.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        if media in ranges and not any(re.fullmatch(r"q=0(\.0*)?", one) for one in parameters):
            return True
    return not header.strip()


def methods_at(request: Request) -> list[str]:
    """The methods that the request's path has, for the Allow header of a 405."""
    path = request.scope["path"]
    held = request.app.openapi()["paths"].items()
    found = {method.upper() for own, item in held if _template(own).fullmatch(path) for method in item}
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


@cache
def _template(path: str) -> re.Pattern[str]:
    return re.compile("".join(part if i % 2 == 0 else "[^/]+" for i, part in enumerate(re.split(r"(\{\w+\})", path))))
