"""The page that is served: a shell without data, which asks the API for what it shows with the key its reader gives it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, HTTPException, Response

from app.answers import is_named
from app.deps import SettingsDep
from app.exports.service import FORMATS
from app.page.assets import SCRIPTS, STYLE, source
from app.texts import web as words
from app.texts.catalogue import languages, pick

router = APIRouter(include_in_schema=False)
_STATIC: Final = files("app.web").joinpath("static")
_TYPES: Final = {"css": "text/css; charset=utf-8", "html": "text/html; charset=utf-8", "js": "text/javascript"}
_LANGUAGES: Final = languages()
_SEALED: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class _Asset:
    """A file of the page; `etag` is a hash of its content."""

    body: bytes
    media_type: str
    etag: str


@cache
def _assets() -> Mapping[str, _Asset]:
    """The shell's own files, and the scripts and style of the page it shows."""
    bodies = {file.name: file.read_bytes() for file in _STATIC.iterdir()}
    bodies |= {name: source(name).encode() for name in (*SCRIPTS, STYLE)}
    assets = {}
    for name, body in bodies.items():
        media_type = _TYPES.get(name.rpartition(".")[2])
        if media_type is not None:
            assets[name] = _Asset(body, media_type, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
    return MappingProxyType(assets)


@router.get("/")
@router.get("/accounts/{page}")
async def get_shell() -> Response:
    """The same for every address: what it shows comes from the API, which decides who may see it."""
    shell = _assets()["shell.html"]
    return Response(shell.body, media_type=shell.media_type, headers=_SEALED)


@router.get("/static/{name}")
async def get_asset(name: str, if_none_match: Annotated[str, Header()] = "") -> Response:
    """A file of the page, asked about each time and sent only when it changed."""
    asset = _assets().get(name)
    if asset is None or name == "shell.html":
        raise HTTPException(404, "Not Found")
    headers = {"ETag": asset.etag, "Cache-Control": "no-cache"}
    if is_named(if_none_match, asset.etag):
        return Response(status_code=304, headers=headers)
    return Response(asset.body, media_type=asset.media_type, headers=headers)


@router.get("/shell.json")
async def get_shell_words(settings: SettingsDep) -> dict[str, Any]:
    """What the shell needs to begin: whether to ask for a key, the formats there are, its words in both languages."""
    formats = [name for name in words.FORMATS if name in FORMATS]
    return {
        "demo": settings.demo,
        "words": {
            lang: {
                **{key: pick(pair, lang) for key, pair in words.WORDS.items()},
                "codes": {code: pick(pair, lang) for code, pair in words.CODES.items()},
                "formats": {name: pick(words.FORMATS[name], lang) for name in formats},
            }
            for lang in _LANGUAGES
        },
    }
