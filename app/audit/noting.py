"""Every request of the API is noted before it is answered: who, from where, what, which account, and how it was answered."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.audit.audit_log import AuditLog
from app.auth.profiles import PROFILES
from app.logs import GONE, NOBODY, REQUEST_ID, log_failure
from app.problems import AuditUnavailable, problem_of
from app.requests import SAFE_METHODS
from graph.analyst_queries import ANALYST_QUERIES

_REFUSED: Final = 400
_OPEN: Final = ("/openapi.json", "/import-template.xlsx")
"""What tells nothing of anybody."""
_PLAIN: Final = frozenset({"file_format", *ANALYST_QUERIES})
"""Parts of paths, and values of them, that are words of ours and nobody's."""


class Noting:
    """A read that cannot be noted is refused, and so is a change before it begins; what was refused is noted, too."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self._app = app
        self._noted = (prefix, "/session", "/shared")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self._noted) or scope["path"].endswith(_OPEN):
            await self._app(scope, receive, send)
            return
        await _Noted(scope, receive, send).by(self._app)


class _Noted:
    """One request and its line."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._log: AuditLog = scope["app"].state.audit
        self._reads = scope["method"] in SAFE_METHODS
        self._answered = self._refused = False

    async def by(self, app: ASGIApp) -> None:
        if not self._reads:
            try:
                self._log.require()
            except AuditUnavailable as error:
                await self._refuse(error)
                return
        status = GONE
        try:
            await app(self._scope, self._receive, self._sent)
        # reason: whatever it is goes on to be answered and logged; here only its status is noted
        except Exception:
            status = 500
            raise
        finally:
            if not self._answered:
                with suppress(AuditUnavailable):
                    self._note(status)

    async def _sent(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._answered = True
            try:
                self._note(message["status"])
            except AuditUnavailable as error:
                self._refused = self._reads and message["status"] < _REFUSED
                if self._refused:
                    await self._refuse(error)
                else:
                    log_failure("audit", error, id=self._scope["state"][REQUEST_ID])
        if not self._refused:
            await self._send(message)

    async def _refuse(self, error: AuditUnavailable) -> None:
        log_failure("audit", error, id=self._scope["state"][REQUEST_ID])
        response = await problem_of(Request(self._scope), error)
        await response(self._scope, self._receive, self._send)

    def _note(self, status: int) -> None:
        scope, log = self._scope, self._log
        state, parts = scope["state"], dict(scope.get("path_params", {}))
        account = parts.pop("account_id", None)
        known = status < _REFUSED  # an id of a refused request may be anything
        client, profile = scope.get("client"), state.get("redact") or Request(scope).query_params.get("redact")
        ids = {
            name: value if known and not _PLAIN.isdisjoint({name, value}) else log.masked(str(value))
            for name, value in parts.items()
        }
        log.append(
            "request",
            id=state[REQUEST_ID],
            actor=state.get("actor_id", NOBODY),
            refused_key=state.get("refused_key"),
            address=client[0] if client else None,
            method=scope["method"],
            route=getattr(scope.get("route"), "path", None),
            account=account if known else None,
            account_asked=log.masked(account) if account is not None and not known else None,
            ids=ids or None,
            redact=profile if profile in PROFILES else None,
            purpose=state.get("purpose") if known else None,
            status=status,
        )
