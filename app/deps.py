"""What routes depend on, by name: `AccountsDep`, `BodyDep` and friends. The only Depends() aliases there are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Final, cast

from fastapi import Depends, Header, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import AfterValidator

from app.auth.guesses import Guesses
from app.auth.keys import prefix_of
from app.auth.oidc import Oidc, actor_of_session, is_token
from app.auth.rates import Rates
from app.auth.service import DEMO, Actor, actor_for
from app.auth.sessions import is_sealed
from app.logs import note_refusal
from app.problems import KeyInAddress, TooLarge, TooManyGuesses, TooManyRequests, TooSlow, WhoAreYou, WrongMediaType
from app.requests import SAFE_METHODS, path_param, readable
from app.roles import Right
from app.settings import Settings
from graph.accounts import Accounts
from graph.errors import NotAllowed

RECORD_BYTES = 1_000_000
DOCUMENT_BYTES = 20_000_000


def accounts_of(request: Request) -> Accounts:
    """The accounts of the running service."""
    return cast("Accounts", request.app.state.accounts)


def settings_of(request: Request) -> Settings:
    """The settings of the running service."""
    return cast("Settings", request.app.state.settings)


def refuse_keys_in_address(request: Request) -> None:
    """A dependency that refuses keys, sessions and a provider's tokens as query parameters, and does not repeat them."""
    for _, value in request.query_params.multi_items():
        if prefix_of(value) is not None or is_sealed(value) or (value.startswith("eyJ") and value.count(".") == 2):  # noqa: PLR2004
            message = "send it as `Authorization: Bearer KEY`; whoever keeps addresses has it now: revoke it"
            raise KeyInAddress(message)


async def _read_body(request: Request, limit: int) -> bytes:
    """The body, refused as soon as it passes the limit, declared or not. Raises TooLarge, TooSlow, WrongMediaType."""
    media_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise WrongMediaType(media_type[:100])
    async with in_time(request):
        return b"".join([chunk async for chunk in body_chunks(request, limit)])


@asynccontextmanager
async def in_time(request: Request) -> AsyncGenerator[None, None]:
    """While the body arrives. Raises TooSlow when that takes longer than the settings allow."""
    seconds = settings_of(request).body_seconds
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise TooSlow(seconds) from None


async def body_chunks(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """The body as it arrives, cut off as soon as it passes the limit, declared or not. Raises TooLarge."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge(limit)
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > limit:
            raise TooLarge(limit)
        yield chunk


async def document_body(request: Request) -> bytes:
    """A whole account document: at most 20 MB."""
    return await _read_body(request, DOCUMENT_BYTES)


async def record_body(request: Request) -> bytes:
    """A single record: at most 1 MB."""
    return await _read_body(request, RECORD_BYTES)


SettingsDep = Annotated[Settings, Depends(settings_of)]
DocumentBodyDep = Annotated[bytes, Depends(document_body)]
RecordBodyDep = Annotated[bytes, Depends(record_body)]
AccountPath = Annotated[
    str,
    AfterValidator(readable),
    Path(description="The account's id.", min_length=1, max_length=64, examples=["jiangyuan"]),
]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="ETag of the content you change; `*` for whatever is there.")
]


_BEARER = HTTPBearer(
    scheme_name="key",
    description="An API key of `powermap keys create`, or a token of the identity provider; the demo needs none.",
    auto_error=False,
)


SESSION_COOKIE: Final = "powermap_session"


def key_of_request(request: Request) -> str:
    """The key of the browser's session; empty without one.

    A session changes something only where the browser names the page that asks, which the guard then holds to be ours.
    """
    named = any(name in request.headers for name in ("sec-fetch-site", "origin"))
    return request.cookies.get(SESSION_COOKIE, "") if named or request.method in SAFE_METHODS else ""


ACTOR: Final = "powermap.actor"
"""Key of the scope in which a request made within the process brings its actor; no connection sets it."""


async def actor_with_key(request: Request, key: str) -> Actor:
    """Who has the key; who asks within the process; the demo's actor on loopback.

    Raises TooManyGuesses, TooManyRequests and as `_known` does.
    """
    within: Actor | None = request.scope.get(ACTOR)
    if within is None and settings_of(request).demo:
        within = DEMO
    if within is not None:
        return _noted(request, within)
    if not key:
        raise WhoAreYou("send `Authorization: Bearer KEY`")
    address = request.client.host if request.client else ""
    guesses: Guesses = request.app.state.guesses
    try:
        actor = await _known(request, key, too_many=guesses.too_many(address, key))
    except (TooManyGuesses, WhoAreYou) as refusal:
        if isinstance(refusal, WhoAreYou):
            guesses.note(address, key, accepted=False)
        request.state.refused_key = prefix_of(key)
        note_refusal(prefix_of(key), address, request.scope)
        raise
    guesses.note(address, key, accepted=True)
    rates: Rates = request.app.state.rates
    if not rates.take(actor.author.id):
        _noted(request, actor)
        raise TooManyRequests("this key asks too often: wait some seconds, then more slowly")
    return _noted(request, actor)


def _noted(request: Request, actor: Actor) -> Actor:
    """The actor, whom the log names by its id, and a job by all it may do."""
    request.state.actor, request.state.actor_id = actor, actor.author.id
    return actor


async def _known(request: Request, key: str, *, too_many: bool) -> Actor:
    """Who has a key, a token of the identity provider or a session.

    Raises WhoAreYou, TooManyGuesses, ProviderUnavailable, and NotAllowed for who has no role here.
    """
    if too_many:
        raise TooManyGuesses("too many keys that are not accepted came from this address: wait a minute")
    oidc: Oidc | None = request.app.state.oidc
    secret: bytes = request.app.state.key_secret
    if oidc is not None and is_sealed(key):
        begun = actor_of_session(secret, key)
        actor = begun and await oidc.grants.of_session(accounts_of(request).store, *begun)
    elif oidc is not None and is_token(key):
        claimed, issued = await oidc.actor(key)
        return await oidc.grants.of_token(accounts_of(request).store, claimed, key, issued)
    else:
        old = settings_of(request).key_secret_old.get_secret_value().encode()
        actor = await actor_for(accounts_of(request).store, secret, key, old)
    if actor is None:
        raise WhoAreYou("the key is not known or no longer valid")
    return actor


async def actor_of_request(
    request: Request, sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> Actor:
    """Who asks: the actor of the key sent, else of the session's; on loopback the demo's. Raises WhoAreYou."""
    return await actor_with_key(request, sent.credentials.strip() if sent else key_of_request(request))


def may(*rights: Right) -> Callable[[Request, Actor], Awaitable[Actor]]:
    async def actor(request: Request, actor: Annotated[Actor, Depends(actor_of_request)]) -> Actor:
        """The actor, if it has one of the rights and the account of the path, if any, is granted."""
        account_id = path_param(request, "account_id")
        if account_id:
            await actor.require_account(accounts_of(request).store, account_id)
        actor.require(*rights)
        return actor

    return actor


def _anywhere(*rights: Right) -> Callable[[Actor], Awaitable[Actor]]:
    async def actor(actor: Annotated[Actor, Depends(actor_of_request)]) -> Actor:
        """The actor, if it has one of the rights; which accounts it may touch is looked at where they are known."""
        actor.require(*rights)
        return actor

    return actor


_reader = may("read")


async def reader_still(request: Request) -> Actor:
    """Who reads the account of the path, looked up anew: what is answered for long asks again whether it may."""
    return await _reader(request, await actor_of_request(request, await _BEARER(request)))


async def _overseer(actor: Annotated[Actor, Depends(_anywhere("administer"))]) -> Actor:
    """The actor, if it administers the whole service, which nobody does in the demo."""
    if actor == DEMO:
        raise NotAllowed("the demo has no keys")
    if not actor.sees_all:
        raise NotAllowed("this needs an admin key for all accounts")
    return actor


async def permitted_accounts(request: Request, actor: Annotated[Actor, Depends(actor_of_request)]) -> Accounts:
    """The accounts as far as the actor is cleared to read them."""
    if actor.clearance == "full":
        return accounts_of(request)
    return cast("Accounts", request.app.state.permitted[actor.clearance])


AccountsDep = Annotated[Accounts, Depends(permitted_accounts)]
WholeAccountsDep = Annotated[Accounts, Depends(accounts_of)]
"""Where what is answered is cut elsewhere: files by their profile; or tells of no account."""
AnyoneDep = Annotated[Actor, Depends(actor_of_request)]
ReaderDep = Annotated[Actor, Depends(_reader)]
ExporterDep = Annotated[Actor, Depends(may("export"))]
EditorDep = Annotated[Actor, Depends(may("edit"))]
ReviewerDep = Annotated[Actor, Depends(may("edit", "decide"))]
WriterDep = Annotated[Actor, Depends(may("edit", "decide", "mark"))]
AdminDep = Annotated[Actor, Depends(may("administer"))]
AnyReaderDep = Annotated[Actor, Depends(_anywhere("read"))]
AnalystDep = Annotated[Actor, Depends(_anywhere("query"))]
QuerySaverDep = Annotated[Actor, Depends(_anywhere("save"))]
AnyEditorDep = Annotated[Actor, Depends(_anywhere("edit"))]
OverseerDep = Annotated[Actor, Depends(_overseer)]
