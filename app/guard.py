"""What is asked of a request before anything else: that no page of another origin sent it; and what seals every answer."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import ForeignOrigin, WhoAreYou, WrongMediaType, problem_of
from app.requests import SAFE_METHODS, has_body
from graph.errors import PowerMapError

LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", re.IGNORECASE)
_OWN_SITES: Final = frozenset({"same-origin", "none"})
_DOCS: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_DATA: Final = "default-src 'none'; frame-ancestors 'none'"
_FILE: Final = "frame-ancestors 'none'"
_HEADERS: Final = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Guard:
    """Refuses what a page of another origin sends, and hosts the demo does not go by; seals every answer.

    Browsers name the origin of every request that can change something, `no-cors` ones too; who names none is no page. A page
    of a name that was pointed to loopback is told by the Host header, in the demo, which asks for no key. Pages of `origins` are
    let through with a key, and without the browser's session.
    """

    def __init__(self, app: ASGIApp, *, demo: bool, origins: Collection[str] = ()) -> None:
        self._app = app
        self._demo = demo
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", [])}
                policy = _DOCS if scope["path"] == "/docs" else _policy_of(Headers(raw=message.get("headers", [])))
                wanted = (*_HEADERS, (b"content-security-policy", policy.encode()))
                message["headers"] = [
                    *message.get("headers", []),
                    *((name, value) for name, value in wanted if name not in present),
                ]
            await send(message)

        if Headers(scope=scope).get("origin") in self._origins:  # such a page shows a key of its own, never our session
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
        error = self._refusal(scope["path"], scope["method"], Headers(scope=scope))
        if error is None:
            await self._app(scope, receive, sealed)
        else:
            response = await problem_of(Request(scope), error)
            await response(scope, receive, sealed)

    def _refusal(self, path: str, method: str, headers: Headers) -> PowerMapError | None:
        """Why the request is not answered, if so."""
        host = _HOST.fullmatch(headers.get("host", ""))
        probed = path.startswith("/health/")  # tells nothing, and probes ask by whatever name they have
        if self._demo and not probed and (host is None or host.group(1).lower() not in LOOPBACK_NAMES):
            return WhoAreYou("the demo answers on loopback only")
        if method in SAFE_METHODS:
            return None
        if headers.get("origin") not in self._origins and _is_foreign(headers, demo=self._demo):
            return ForeignOrigin("a page of another origin may not change anything here")
        is_page = any(name in headers for name in ("origin", "referer", "sec-fetch-site"))
        if is_page and has_body(headers) and "content-type" not in headers:
            return WrongMediaType("a page says what its body is: send Content-Type")
        return None


def _policy_of(headers: Headers) -> str:
    """Data loads nothing; a file of another kind is sealed by itself."""
    return _DATA if "json" in headers.get("content-type", "json") else _FILE


def _is_foreign(headers: Headers, *, demo: bool) -> bool:
    """True if a browser says that a page of elsewhere sent it.

    Where keys are asked for, a proxy may stand between and change the Host: there the browser's own word is enough.

    >>> own = {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
    >>> [_is_foreign(Headers(own | more), demo=True) for more in ({}, {"origin": "null"}, {"origin": "http://127.0.0.1:8001"})]
    [False, True, True]
    """
    site = headers.get("sec-fetch-site", "none")
    if site not in _OWN_SITES or (site == "same-origin" and not demo):
        return site not in _OWN_SITES
    source = headers.get("origin", headers.get("referer"))
    return source is not None and urlsplit(source).netloc.lower() != headers.get("host", "").lower()
