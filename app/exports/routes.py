"""Exports: the account as a file to hand on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.answers import AnswerRoute
from app.auth.profiles import Purpose, Redaction
from app.deps import AccountPath, AccountsDep, ExporterDep, ReaderDep, SettingsDep, WholeAccountsDep
from app.exports import service
from app.exports.schemas import Presentation
from app.exports.service import Format
from app.problems import problems
from app.question.parameters import AnalysisQueryDep
from app.report.view import Framing, InfluenceShown, Lang
from app.texts.catalogue import pick
from app.texts.exports import MARKING

router = APIRouter(tags=["files"], route_class=AnswerRoute)
_ANY_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {format_.media_type: {} for format_ in service.FORMATS.values()}}
}
_SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def framing_of(
    request: Request,
    settings: SettingsDep,
    actor: ExporterDep,
    lang: Annotated[Lang | None, Query(description="Language of the file; default that of the service.")] = None,
    redact: Annotated[
        Redaction | None,
        Query(
            description="full; review: no free text or sources; outline: no attitudes or what tells them; "
            "default, and at most, what the key is cleared for."
        ),
    ] = None,
    influence: Annotated[
        InfluenceShown, Query(description="Influence lines on the map: those that weigh most, all, or none.")
    ] = "top",
    watermark: Annotated[bool, Query(description="Reader and time across drawn pages.")] = True,
    purpose: Annotated[Purpose | None, Query(description="What a full file is for; noted in the audit log.")] = None,
) -> Framing:
    """What the file is made for: the reader is who asks, the time is now.

    Raises NotAllowed above the reader's clearance, InvalidDocument for a full file that nobody says the purpose of.
    """
    profile = redact or actor.clearance
    actor.require_clearance(profile)
    if profile == "full":
        service.require_purpose(actor, purpose)
        request.state.purpose = purpose
    language = lang or settings.language
    marking = settings.marking or pick(MARKING, language)
    return Framing(language, profile, influence, actor.author.name, datetime.now(UTC), marking, watermark)


@router.get(
    "/accounts/{account_id}/pictures",
    operation_id="get_pictures",
    summary="The six pictures of a review",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_pictures(
    account_id: AccountPath,
    accounts: AccountsDep,
    actor: ReaderDep,
    settings: SettingsDep,
    query: AnalysisQueryDep,
    lang: Annotated[Lang | None, Query(description="Default that of the service.")] = None,
) -> Presentation:
    """Those that slides and pack open with."""
    language = lang or settings.language
    marking = settings.marking or pick(MARKING, language)
    framing = Framing(language, actor.clearance, "none", actor.author.name, datetime.now(UTC), marking)
    return await service.presentation(accounts, account_id, query, framing)


FramingDep = Annotated[Framing, Depends(framing_of)]


@router.get(
    "/accounts/{account_id}/export.{file_format}",
    operation_id="export_account",
    summary="The account as a file",
    response_class=Response,
    responses={**_ANY_FILE, **problems(401, 403, 404, 422, 503)},
)
async def export_account(
    account_id: AccountPath,
    file_format: Annotated[Format, Path(description="Which file; csv is a zip with one file a list.")],
    accounts: WholeAccountsDep,
    actor: ExporterDep,
    query: AnalysisQueryDep,
    framing: FramingDep,
) -> Response:
    """The power map drawn or tabled; every sheet says for whom and as of when it was made.

    The header Powermap-Warnings holds `missing-glyphs` where the font lacks characters of names.
    """
    made = await service.export(accounts, actor, account_id, query, file_format, framing)
    headers = {
        "Content-Disposition": service.disposition(made.name, inline=file_format in {"svg", "png", "pdf"}),
        "Cache-Control": "no-store",
    }
    if made.warnings:
        headers["Powermap-Warnings"] = ", ".join(made.warnings)
    if file_format == "svg":
        headers["Content-Security-Policy"] = _SEALED
    return Response(made.body, media_type=made.media_type, headers=headers)
