"""Signing in at the identity provider: authorization code with PKCE, state and nonce; then a session as with a key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from typing import Annotated, Final
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from app.auth.oidc import Oidc, sealed_session
from app.auth.sessions import is_sealed, seal, unseal
from app.deps import SESSION_COOKIE, SettingsDep
from app.logs import log_failure
from app.problems import ProviderUnavailable, WhoAreYou
from app.settings import Settings
from graph.errors import NotAllowed, NotFound

router = APIRouter(include_in_schema=False)
_COOKIE: Final = "powermap_sign_in"
_PATH: Final = "/session/oidc"
_PURPOSE: Final = "sign-in"
_SECONDS: Final = 600
_SCOPE: Final = "openid profile email"


def _oidc(request: Request) -> Oidc:
    oidc: Oidc | None = request.app.state.oidc
    if oidc is None or not oidc.settings.oidc_client_id:
        raise NotFound("sign-in", "oidc")
    return oidc


def _base(request: Request, settings: Settings) -> str:
    return (settings.public_url or str(request.base_url)).rstrip("/")


@router.get("/session/oidc")
async def go_to_provider(
    request: Request, settings: SettingsDep, back: Annotated[str, Query(max_length=1000)] = "/"
) -> Response:
    """Send the browser to the provider; what comes back is told by a cookie that nobody can make. Raises NotFound."""
    oidc = _oidc(request)
    try:
        metadata = await oidc.provider.metadata()
    except ProviderUnavailable as error:
        return _back("/", "unavailable", error)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    parameters = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": f"{_base(request, settings)}{_PATH}/callback",
        "scope": _SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    answer = RedirectResponse(_with_query(metadata.authorization_endpoint, parameters), status_code=303)
    content = {"state": state, "nonce": nonce, "verifier": verifier, "back": _own(back)}
    sealed = seal(request.app.state.key_secret, _PURPOSE, content, time.time() + _SECONDS)
    secure = _base(request, settings).startswith("https:")
    answer.set_cookie(_COOKIE, sealed, _SECONDS, httponly=True, samesite="lax", secure=secure, path=_PATH)
    return answer


@router.get("/session/oidc/callback")
async def come_back(
    request: Request,
    settings: SettingsDep,
    code: Annotated[str, Query(max_length=4000)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Exchange the code, keep the session in a cookie and lead back to where the browser was. Raises NotFound."""
    oidc, secret = _oidc(request), request.app.state.key_secret
    begun = unseal(secret, _PURPOSE, request.cookies.get(_COOKIE, ""))
    if begun is None or not code or not hmac.compare_digest(begun["state"].encode(), state.encode()):
        return _back("/", "refused")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": f"{_base(request, settings)}{_PATH}/callback",
        "client_id": settings.oidc_client_id,
        "code_verifier": begun["verifier"],
    }
    try:
        token = await oidc.provider.exchange(form, settings.oidc_client_secret.get_secret_value())
        actor = await oidc.signed_in(token, begun["nonce"])
        session = sealed_session(secret, actor, time.time() + (seconds := settings.oidc_session_minutes * 60))
    except ProviderUnavailable as error:
        return _back("/", "unavailable", error)
    except NotAllowed as error:
        return _back("/", "no_role", error)
    except (WhoAreYou, ValueError) as error:
        return _back("/", "refused", error)
    request.state.actor_id = actor.author.id
    answer = _back(begun["back"])
    secure = _base(request, settings).startswith("https:")
    answer.set_cookie(SESSION_COOKIE, session, seconds, httponly=True, samesite="strict", secure=secure, path="/")
    return answer


async def sign_out_address(request: Request, settings: Settings) -> str | None:
    """Where a browser that signed in at the provider signs out there, too; None where the provider offers nothing such."""
    oidc: Oidc | None = request.app.state.oidc
    if oidc is None or not settings.oidc_client_id or not is_sealed(request.cookies.get(SESSION_COOKIE, "")):
        return None
    try:
        end = (await oidc.provider.metadata()).end_session_endpoint
    except ProviderUnavailable as error:
        log_failure("sign-out", error)
        return None
    here = {"client_id": settings.oidc_client_id, "post_logout_redirect_uri": f"{_base(request, settings)}/"}
    return _with_query(end, here) if end else None


def _with_query(address: str, parameters: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"


def _own(back: str) -> str:
    """A place of the page; the first one for anything that could lead elsewhere.

    >>> [_own(back) for back in ("/accounts/a?opportunity=b", "//evil.example", "/" + chr(92) + "evil.example", "https://e")]
    ['/accounts/a?opportunity=b', '/', '/', '/']
    """
    parts = urlsplit(back)
    fine = back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()
    return back if fine and not parts.scheme and not parts.netloc else "/"


def _back(place: str, trouble: str = "", error: Exception | None = None) -> RedirectResponse:
    if error is not None:
        log_failure("sign-in", error)
    answer = RedirectResponse(f"{place}?sign_in={trouble}" if trouble else place, status_code=303)
    answer.delete_cookie(_COOKIE, path=_PATH, httponly=True, samesite="lax")
    return answer
