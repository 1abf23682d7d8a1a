"""The page that is served: its files, its words, and the session that keeps a reader signed in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, get_args

import orjson
from fastapi import APIRouter, Header, HTTPException, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from app.answers import is_named
from app.auth.service import Actor
from app.bodies import read_body
from app.deps import SESSION_COOKIE, RecordBodyDep, SettingsDep, actor_with_key, key_of_request
from app.exports.service import FORMATS
from app.problems import ProviderUnavailable, WhoAreYou
from app.settings import Settings
from app.texts import web as words
from app.texts.catalogue import Language, Pair, pick
from app.web.login import sign_out_address
from app.web.vocabulary import NAMED_BY, VALUES

router = APIRouter(include_in_schema=False)
_STATIC: Final = files("app.web").joinpath("static")
_TYPES: Final = {"css": "text/css; charset=utf-8", "html": "text/html; charset=utf-8", "js": "text/javascript"}
_SHELL: Final = "shell.html"
_SEALED: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
}
Screen = Literal["map", "chain", "people", "plan", "review", "proposals", "queries", "import"]


@dataclass(frozen=True)
class _Asset:
    """A file of the page; `etag` is a hash of its content."""

    body: bytes
    media_type: str
    etag: str


def _asset(body: bytes, media_type: str) -> _Asset:
    return _Asset(body, media_type, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


@cache
def _assets() -> Mapping[str, _Asset]:
    """The page's own files, as scripts/page built them."""
    bodies = {file.name: file.read_bytes() for file in _STATIC.iterdir()}
    known = {name: _TYPES.get(name.rpartition(".")[2]) for name in bodies}
    return MappingProxyType({name: _asset(bodies[name], kind) for name, kind in known.items() if kind is not None})


def _sent(asset: _Asset, if_none_match: str) -> Response:
    """A file asked about each time and sent only when it changed."""
    headers = {"ETag": asset.etag, "Cache-Control": "no-cache"}
    if is_named(if_none_match, asset.etag):
        return Response(status_code=304, headers=headers)
    return Response(asset.body, media_type=asset.media_type, headers=headers)


IfNoneMatch = Annotated[str, Header()]


def _shell(status: int) -> Response:
    shell = _assets()[_SHELL]
    return Response(shell.body, status, _SEALED, shell.media_type)


@router.get("/")
@router.get("/portfolio")
@router.get("/accounts/{page}")
async def get_shell() -> Response:
    """The same for every address: what it shows comes from the API, which decides who may see it."""
    return _shell(200)


@router.get("/accounts/{page}/{screen}")
async def get_shell_of_a_screen(page: str, screen: str) -> Response:
    """One of an account's screens: the same shell; it says so itself where there is no such screen."""
    del page
    return _shell(200 if screen in get_args(Screen) else 404)


def not_found_page(request: Request) -> Response | None:
    """What a browser is shown that was led to an address nobody has; None for who asks for something else."""
    beside = request.url.path.startswith(("/api/", "/static/", "/docs", "/health", "/words/"))
    reads = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return _shell(404) if reads and not beside else None


@router.get("/static/{name}")
async def get_asset(name: str, if_none_match: IfNoneMatch = "") -> Response:
    """A file of the page."""
    asset = _assets().get(name)
    if asset is None or name == _SHELL:
        raise HTTPException(404, "Not Found")
    return _sent(asset, if_none_match)


@cache
def _book(lang: Language) -> _Asset:
    """Everything the page says in one language, by key and by code."""

    def said(pairs: Mapping[str, Pair]) -> dict[str, str]:
        return {key: pick(pair, lang) for key, pair in pairs.items()}

    codes = {name: said(vocabulary) for name, vocabulary in words.CODES.items()}
    codes |= {
        "sign": dict(words.SIGNS),
        "value": said(VALUES),
        "names": dict(NAMED_BY),
        "format": said({name: words.FORMATS[name] for name in FORMATS if name in words.FORMATS}),
    }
    return _asset(orjson.dumps({"words": said(words.WORDS), "codes": codes}), "application/json")


@router.get("/words/{lang}.json")
async def get_words(lang: Language, if_none_match: IfNoneMatch = "") -> Response:
    """The page's words in one language."""
    return _sent(_book(lang), if_none_match)


# -- the session ------------------------------------------------------------------------------------------------------


class SignIn(BaseModel):
    """The key of a reader who signs in."""

    key: str = Field(min_length=1, max_length=200)


def _told(actor: Actor | None, settings: Settings) -> dict[str, Any]:
    """Who is signed in, what they may do, and the provider to sign in at, if there is one."""
    return {
        "signed_in": actor is not None,
        "demo": settings.demo,
        "name": actor.author.name if actor else "",
        "role": actor.role if actor else "",
        "rights": sorted(actor.rights) if actor else [],
        "clearance": actor.clearance if actor else "",
        "sees_all": actor is not None and actor.sees_all,
        "member": actor.author.member if actor else None,
        "sign_in_at": settings.oidc_name if settings.oidc_issuer and settings.oidc_client_id else None,
    }


@router.get("/session")
async def get_session(request: Request, settings: SettingsDep) -> dict[str, Any]:
    """Whether this browser is signed in, and as whom; never a refusal, so that a page may ask before it knows."""
    key = key_of_request(request)
    if not key and not settings.demo:
        return _told(None, settings)
    try:
        return _told(await actor_with_key(request, key), settings)
    except (WhoAreYou, ProviderUnavailable):
        return _told(None, settings)


@router.post("/session")
async def sign_in(request: Request, response: Response, settings: SettingsDep, body: RecordBodyDep) -> dict[str, Any]:
    """Keep the key in a cookie that no script reads and no other site sends. Raises WhoAreYou for a key not accepted."""
    key = (await read_body(SignIn, body)).key.strip()
    actor = await actor_with_key(request, key)
    secure = request.url.scheme == "https"
    response.set_cookie(SESSION_COOKIE, key, httponly=True, samesite="strict", secure=secure, path="/")
    return _told(actor, settings)


@router.delete("/session")
async def sign_out(request: Request, settings: SettingsDep) -> Response:
    """Forget the key; of who signed in at the provider it says where to sign out there."""
    address = await sign_out_address(request, settings)
    response = JSONResponse({"sign_out_at": address}) if address else Response(status_code=204)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")
    return response
