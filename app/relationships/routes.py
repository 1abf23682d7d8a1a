"""The three relationships of an account, and the portfolio of accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.answers import AnswerRoute
from app.deps import AccountPath, AccountsDep, AnyReaderDep, ReaderDep
from app.problems import problems
from app.question.parameters import AnalysisQueryDep, AsOf
from app.records.pages import page_after
from app.records.record_routes import OrderedDep, binding_of
from app.relationships import portfolio_service, service
from app.relationships.portfolio_service import PortfolioQuery
from app.relationships.schemas import Portfolio
from graph.analysis.relationships import RelationshipsView
from graph.analysis.sandbox import CompanySandbox, CompanyWeights
from graph.analysis.team_load import TeamView

router = APIRouter(tags=["relationships"], route_class=AnswerRoute)


def portfolio_query(
    accounts: AccountsDep,
    as_of: AsOf = None,
    since: Annotated[date | None, Query(description="Show the movement since this day.")] = None,
    parent_id: Annotated[
        str | None, Query(max_length=64, description="The accounts under this one; default the topmost you see.")
    ] = None,
) -> PortfolioQuery:
    """The question of a request."""
    return PortfolioQuery(as_of or accounts.today(), since, parent_id)


PortfolioQueryDep = Annotated[PortfolioQuery, Depends(portfolio_query)]


@router.get(
    "/accounts/{account_id}/relationships",
    operation_id="get_relationships",
    summary="General, key and organisation relationship",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_relationships(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: AnalysisQueryDep
) -> RelationshipsView:
    """Each with score, target, trend and weakest part; organisation level, stage, phase, mesh with holes, falls."""
    return await service.relationships(accounts, account_id, query)


@router.get(
    "/portfolio",
    operation_id="get_portfolio",
    summary="Accounts at a glance",
    responses=problems(401, 403, 422, 503),
)
async def get_portfolio(
    request: Request,
    response: Response,
    accounts: AccountsDep,
    actor: AnyReaderDep,
    query: PortfolioQueryDep,
    ordered: OrderedDep,
    limit: Annotated[int, Query(ge=1, le=50, description="Items a page.")] = 20,
    cursor: Annotated[str, Query(max_length=1000, description="`next_cursor` of the page before.")] = "",
) -> Portfolio:
    """The leading opportunity, level, stage, coverage and gaps by account, rolled up over all below."""
    page = page_after(limit, cursor, binding_of(request))
    listed = await portfolio_service.portfolio(accounts, actor, replace(query, sort=ordered.sort), page)
    page.link(request, response, listed.next_cursor)
    return listed if ordered.total else listed.model_copy(update={"total": None})


@router.get(
    "/sandbox",
    operation_id="get_company_sandbox",
    summary="The strategic sandbox of all accounts, ranked",
    responses=problems(401, 403, 422, 503),
)
async def get_company_sandbox(
    accounts: AccountsDep, actor: AnyReaderDep, weights: Annotated[CompanyWeights, Query()]
) -> CompanySandbox:
    """Of every account you see, compared, with the line down to which the budget reaches."""
    return await portfolio_service.company_sandbox(accounts, actor, weights)


@router.get(
    "/team",
    operation_id="get_team_load",
    summary="Our people over all accounts",
    responses=problems(401, 403, 422, 503),
)
async def get_team_load(accounts: AccountsDep, actor: AnyReaderDep, as_of: AsOf = None) -> TeamView:
    """Who serves several accounts, and on each desk: people owned, activities open and overdue, days."""
    return await portfolio_service.team(accounts, actor, as_of or accounts.today())
