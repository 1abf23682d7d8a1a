"""Links to one account: made, listed, revoked, and opened by whoever has one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from html import escape
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from app.answers import AnswerRoute, FleetingAnswerRoute
from app.auth.guesses import Guesses
from app.bodies import read_body, shown_body
from app.deps import AccountPath, ExporterDep, RecordBodyDep, SettingsDep, WholeAccountsDep
from app.exports.service import export
from app.permitted import PermittedAccounts
from app.plans.calendar import MEDIA_TYPE
from app.plans.service import calendar
from app.problems import problems
from app.question.analysis_query import AnalysisQuery
from app.report.view import Framing
from app.settings import Settings
from app.shares import service
from app.shares.schemas import NewShare, Share, ShareList
from app.texts.catalogue import Language, Text, pick
from app.texts.exports import MARKING
from app.texts.shares import ENDED, GUESSED, UNKNOWN
from graph.accounts import Accounts
from graph.errors import NotFound

router = APIRouter(tags=["files"], route_class=FleetingAnswerRoute)
opened = APIRouter(include_in_schema=False, route_class=AnswerRoute)
_PAGE: Final = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><link rel="icon" href="data:,"><title>Powermap</title></head>
<body><main><h1>Powermap</h1><p>{text}</p></main></body></html>
"""
_CLOSED: Final = "default-src 'none'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@router.get("/accounts/{account_id}/shares", operation_id="list_shares", summary="List links to the account")
async def list_shares(account_id: AccountPath, accounts: WholeAccountsDep, _: ExporterDep) -> ShareList:
    """For people without a key; ended ones too."""
    return await service.list_shares(accounts.store, account_id)


@router.post(
    "/accounts/{account_id}/shares",
    operation_id="create_share",
    summary="Make a link to the account",
    status_code=201,
    responses=problems(400),
    openapi_extra=shown_body(NewShare),
)
async def create_share(
    request: Request,
    account_id: AccountPath,
    accounts: WholeAccountsDep,
    actor: ExporterDep,
    settings: SettingsDep,
    body: RecordBodyDep,
) -> Share:
    """Shows the account as it is when opened, read-only, under a profile; the path is not shown again."""
    new_share = await read_body(NewShare, body)
    secret = request.app.state.key_secret
    return await service.create(accounts, secret, actor, account_id, new_share, settings.language)


@router.delete(
    "/accounts/{account_id}/shares/{share_id}", operation_id="revoke_share", summary="Revoke a link", status_code=204
)
async def revoke_share(
    account_id: AccountPath,
    share_id: Annotated[str, Path(max_length=100, description="Id of the link.", examples=["0tatgxj2ynqe"])],
    accounts: WholeAccountsDep,
    actor: ExporterDep,
) -> Response:
    """It opens nothing from the next request on."""
    await service.revoke(accounts.store, actor, account_id, share_id)
    return Response(status_code=204)


@opened.get("/shared/{link}")
async def open_share(request: Request, link: str, accounts: WholeAccountsDep, settings: SettingsDep) -> Response:
    """The account as one page that asks for nothing else; words where the link shows nothing any more."""

    async def page(found: service.Opened) -> Response:
        row = found.row
        marking = settings.marking or pick(MARKING, row.lang)
        framing = Framing(row.lang, row.redact, "top", row.purpose, datetime.now(UTC), marking)
        query = AnalysisQuery(opportunity=row.opportunity)
        made = await export(accounts, found.reader, row.account, query, "html", framing)
        return Response(made.body, media_type=made.media_type)

    return await _answer(request, link, accounts, settings, page)


@opened.get("/shared/{link}/calendar.ics")
async def open_calendar(
    request: Request, link: str, accounts: WholeAccountsDep, settings: SettingsDep, owner: str | None = None
) -> Response:
    """The account's activities, as far as the link shows them, for calendars that can send no key."""

    async def page(found: service.Opened) -> Response:
        permitted = PermittedAccounts(accounts, found.row.redact, 0)
        body = await calendar(permitted, found.row.account, owner, found.row.lang)
        return Response(body, media_type=MEDIA_TYPE)

    return await _answer(request, link, accounts, settings, page)


async def _answer(
    request: Request,
    link: str,
    accounts: Accounts,
    settings: Settings,
    show: Callable[[service.Opened], Awaitable[Response]],
) -> Response:
    """What is shown to whoever opens a link that holds; words about any other."""
    request.scope["path_params"] = {}  # what opens it is noted nowhere
    guesses: Guesses = request.app.state.guesses
    address = request.client.host if request.client else ""
    if guesses.too_many(address, link):
        return _words(429, GUESSED, settings.language, {"Retry-After": "60"})
    old = settings.key_secret_old.get_secret_value().encode()
    try:
        found = await service.open_link(accounts.store, request.app.state.key_secret, old, link)
        guesses.note(address, link, accepted=found is not None)
        if found is None:
            return _words(404, UNKNOWN, settings.language)
        request.state.actor_id, request.state.redact = found.reader.author.id, found.row.redact
        request.scope["path_params"] = {"account_id": found.row.account}
        answer = await show(found)
    except service.ShareEnded as ended:
        return _words(410, ENDED, ended.lang)
    except NotFound:  # its opportunity is no more
        return _words(410, ENDED, settings.language)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _words(status: int, text: Text, lang: Language, headers: dict[str, str] | None = None) -> Response:
    body = _PAGE.format(lang="zh-CN" if lang == "zh" else "en", text=escape(pick(text, lang)))
    sealed = {"Content-Security-Policy": _CLOSED, "X-Robots-Tag": "noindex"}
    return Response(body, status, media_type="text/html; charset=utf-8", headers=sealed | (headers or {}))
