"""The strategic sandbox, the relationship plan, its measures, handing an account over, and posts that fall vacant."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.answers import AnswerRoute
from app.bodies import read_body, shown_body
from app.deps import AccountPath, AccountsDep, EditorDep, IfMatch, ReaderDep, RecordBodyDep, SettingsDep
from app.plans import service
from app.plans.calendar import MEDIA_TYPE
from app.plans.schemas import DefinedMeasures, HandOver, HandOverReport, VacancyReport
from app.problems import problems
from app.question.parameters import AnalysisQueryDep, PersonPath
from app.records.record_service import Precondition
from app.report.view import Lang
from graph.analysis.planning import RelationshipPlan
from graph.analysis.portfolio import ActivityPortfolio, BudgetUnit
from graph.analysis.sandbox import SandboxView, Weights

router = APIRouter(tags=["plans"], route_class=AnswerRoute)


@router.get(
    "/accounts/{account_id}/sandbox-ranking",
    operation_id="get_sandbox_ranking",
    summary="The strategic sandbox, ranked",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_sandbox_ranking(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, weights: Annotated[Weights, Query()]
) -> SandboxView:
    """By attractiveness, horizon and who found them; what was selected without a target yet."""
    return await service.sandbox(accounts, account_id, weights)


@router.get(
    "/accounts/{account_id}/plan",
    operation_id="get_plan",
    summary="The relationship plan",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_plan(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: AnalysisQueryDep
) -> RelationshipPlan:
    """Each item's progress and aim, orphans, whom to work on first, and each period's loop."""
    return await service.plan(accounts, account_id, query)


@router.get(
    "/accounts/{account_id}/calendar.ics",
    operation_id="get_calendar",
    summary="Activities as a calendar",
    response_class=Response,
    responses={200: {"description": "iCalendar.", "content": {MEDIA_TYPE: {}}}, **problems(401, 403, 404, 422, 503)},
)
async def get_calendar(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    settings: SettingsDep,
    owner: Annotated[str | None, Query(max_length=64, description="Only this member's.")] = None,
    lang: Annotated[Lang | None, Query(description="Language; default that of the service.")] = None,
) -> Response:
    """All-day events with stable UIDs; whom of the customer's they are with stays out."""
    body = await service.calendar(accounts, account_id, owner, lang or settings.language)
    return Response(body, media_type=MEDIA_TYPE)


@router.get(
    "/accounts/{account_id}/activity-portfolio",
    operation_id="get_activity_portfolio",
    summary="Which activities to carry out under a budget",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_activity_portfolio(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    query: AnalysisQueryDep,
    budget: Annotated[
        float | None,
        Query(
            ge=0,
            le=1e15,
            allow_inf_nan=False,
            description="Money or days; default what is left of the money granted.",
            examples=[50000],
        ),
    ] = None,
    unit: Annotated[BudgetUnit, Query(description="What the budget is: MONEY or DAYS.")] = "MONEY",
) -> ActivityPortfolio:
    """Open activities that raise our standing most within it, exact up to 14, else greedy with a bound."""
    return await service.activity_portfolio(accounts, account_id, query, budget, unit)


@router.get(
    "/accounts/{account_id}/measures",
    operation_id="get_measures",
    summary="Process counted, result measured, value assessed",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_measures(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    query: AnalysisQueryDep,
    owner: Annotated[str | None, Query(max_length=64, description="Only this member's work.", examples=["S2"])] = None,
    since: Annotated[date | None, Query(description="Only work and contacts from this day on.")] = None,
    until: Annotated[
        date | None, Query(description="Only work done, or else due, up to this day; results as of it.")
    ] = None,
    period: Annotated[
        str | None,
        Query(max_length=64, description="The work of this period: its days go for `since` and `until`."),
    ] = None,
    baseline: Annotated[
        str | None, Query(max_length=64, description="Snapshot to compare with; default the newest before.")
    ] = None,
) -> DefinedMeasures:
    """Three blocks, each measure with definition and change against a snapshot; the margin series."""
    which = service.MeasuresQuery(owner, since, until, period, baseline)
    return DefinedMeasures.of(await service.measures(accounts, account_id, query, which))


@router.post(
    "/accounts/{account_id}/hand-over",
    operation_id="hand_over_account",
    summary="Hand the account over to other members",
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra=shown_body(HandOver),
)
async def hand_over_account(
    account_id: AccountPath, accounts: AccountsDep, actor: EditorDep, body: RecordBodyDep
) -> HandOverReport:
    """One write: coverage, plan items, open activities and roles pass on; what was done stays."""
    return await service.hand_over_account(accounts, actor, account_id, await read_body(HandOver, body))


@router.post(
    "/accounts/{account_id}/people/{person_id}/vacancy",
    operation_id="vacate_post",
    summary="A person leaves, their post is vacant",
    responses=problems(401, 403, 404, 409, 412, 422, 503),
)
async def vacate_post(
    account_id: AccountPath,
    person_id: PersonPath,
    accounts: AccountsDep,
    actor: EditorDep,
    if_match: IfMatch = None,
) -> VacancyReport:
    """One write, the what-if `leave` stored: votes and vetoes stay with an unnamed successor, quotas stay.

    The person's `If-Match` is honoured, not required.
    """
    return await service.vacate_post(accounts, actor, account_id, person_id, Precondition(if_match))
