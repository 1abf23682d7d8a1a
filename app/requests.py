"""What every request goes through before its route: HEAD, ids as they are stored, parameters and forms nobody knows."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, get_args, get_origin
from urllib.parse import parse_qsl, quote, unquote, unquote_plus, urlencode

from fastapi import Request
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from fastapi.utils import is_body_allowed_for_status_code
from pydantic import BaseModel
from pydantic_core import PydanticCustomError
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import NotAcceptable
from graph.computing import turn
from graph.errors import Fault, InvalidDocument
from graph.kinds.fields import composed

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
ANY_FORM: Final = frozenset({"application/json", "application/octet-stream"})
"""What a route declares that answers in whatever form another did."""
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


class WorkIsWaitedFor:
    """Ends what is done for a request when its client goes, and gives back its place among the heavy ones."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = _Client(receive, send)

        async def work() -> None:
            async with turn():
                await self._app(scope, client.receive, client.send)

        working = client.working = asyncio.ensure_future(work())
        if not has_body(Headers(raw=list(scope.get("headers", ())))):
            client.listen()
        try:
            await working
        except (asyncio.CancelledError, ClientDisconnect):
            if not client.gone:
                raise
        finally:
            client.no_longer_heard()


class _Client:
    """Who waits for one answer; the work for it is ended when it goes before it has all of it."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._ahead: asyncio.Queue[Message] = asyncio.Queue()
        self._listening: asyncio.Task[None] | None = None
        self._answered = False
        self.gone = False
        self.working: asyncio.Task[None] | None = None

    async def send(self, message: Message) -> None:
        self._answered = message["type"] == "http.response.body" and not message.get("more_body", False)
        await self._send(message)

    async def receive(self) -> Message:
        """The next message: a body comes as it is read (one refused unread is never taken in), what follows is listened for."""
        if self._listening is not None:
            return await self._ahead.get()
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._leave()
            await asyncio.sleep(0)  # ended here, before the app makes an error of it
        elif not message.get("more_body", False):
            self.listen()
        return message

    def listen(self) -> None:
        self._listening = asyncio.ensure_future(self._listen())

    def no_longer_heard(self) -> None:
        if self._listening is not None:
            self._listening.cancel()

    async def _listen(self) -> None:
        while (message := await self._receive())["type"] != "http.disconnect":
            await self._ahead.put(message)
        self._leave()

    def _leave(self) -> None:
        if not self._answered and self.working is not None:
            self.gone = True
            self.working.cancel()


def has_body(headers: Headers) -> bool:
    """Whether the request says that a body follows (RFC 9112, 6.3)."""
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


class HeadIsGet:
    """Answers HEAD as GET without the body (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        ended = False

        async def sent(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.body":
                message, already, ended = {**message, "body": b"", "more_body": False}, ended, True
                if already:
                    return
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, sent)


@dataclass(frozen=True)
class _Interface:
    """What a route takes and gives: its query parameters, those of them that are lists, its media types."""

    parameters: frozenset[str]
    lists: frozenset[str]
    forms: frozenset[str]


def _interface(route: APIRoute) -> _Interface:
    declared = list(_query_parameters(route))
    lists = frozenset(name for name, annotation in declared if _is_list(annotation))
    good = {status: response for status, response in route.responses.items() if str(status) < "300"}
    forms = {form for response in good.values() for form in response.get("content", ())}
    own = route.response_class.value if isinstance(route.response_class, DefaultPlaceholder) else route.response_class
    if own.media_type and is_body_allowed_for_status_code(route.status_code):
        forms.add(own.media_type)
    return _Interface(frozenset(name for name, _ in declared), lists, frozenset(forms))


def _query_parameters(route: APIRoute) -> Iterator[tuple[str, Any]]:
    """Names and types of the route's query parameters: the fields of its parameter models, and parameters by themselves."""
    for parameter in _declared_in(route.dependant):
        annotation = parameter.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from ((field.alias or name, field.annotation) for name, field in annotation.model_fields.items())
        else:
            yield parameter.alias, annotation
    for by_hand in (route.openapi_extra or {}).get("parameters", ()):
        if by_hand["in"] == "query":
            yield by_hand["name"], str


def _declared_in(dependant: Dependant) -> Iterator[Any]:
    """The query parameters of a route's function and of everything it depends on."""
    yield from dependant.query_params
    for inner in dependant.dependencies:
        yield from _declared_in(inner)


def _is_list(annotation: Any) -> bool:
    """True if a parameter may stand several times.

    >>> [_is_list(annotation) for annotation in (list[str], str | None, tuple[int, ...] | None)]
    [True, False, True]
    """
    return any(get_origin(part) in {list, tuple, set, frozenset} for part in (annotation, *get_args(annotation)))


def refuse_misfits(request: Request) -> None:
    """A dependency that refuses query parameters and wanted forms that the route does not have, naming those it has."""
    route = request.scope.get("route")
    given, accepted = request.query_params.multi_items(), request.headers.get("accept", "*/*")
    if not isinstance(route, APIRoute) or (not given and accepted == "*/*"):
        return
    interface = _interface(route)
    if faults := tuple(_misfits(given, interface)):
        raise InvalidDocument(faults)
    if interface.forms not in {frozenset(), ANY_FORM} and not any(_accepts(accepted, form) for form in interface.forms):
        message = f"it comes as {', '.join(sorted(interface.forms))}"
        raise NotAcceptable(message)


def _misfits(given: Iterable[tuple[str, str]], interface: _Interface) -> Iterator[Fault]:
    """Parameters that there are not, and those given twice: which of two values was meant nobody can know."""
    known = ", ".join(sorted(interface.parameters)) or "-"
    for name, count in Counter(name for name, _ in given).items():
        if name not in interface.parameters:
            yield Fault(f"/query/{name}", "unknown-field", name[:100], {"expected": known})
        elif count > 1 and name not in interface.lists:
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
    contexts = (context for context in iter_route_contexts(request.app.routes) if context.methods)
    methods = {method for context in contexts if _path_matches(context, request) for method in context.methods or ()}
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def _path_matches(context: RouteContext, request: Request) -> bool:
    return bool(context.path_regex.fullmatch(request.scope["path"]))
