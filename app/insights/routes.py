"""Insights: key sets, plans, bus factors, outlook, calibration, evidence, alliances and the buying centre."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from app.answers import AnswerRoute
from app.deps import AccountPath, AccountsDep, ReaderDep
from app.insights import service
from app.insights.schemas import (
    AlliancesAnswer,
    BusFactors,
    BuyingCentreAnswer,
    CalibrationAnswer,
    EvidenceAnswer,
    KeySetAnswer,
    OutlookAnswer,
    Plans,
)
from app.problems import problems
from app.question.parameters import AnalysisQueryDep, OpportunityQueryDep

router = APIRouter(tags=["insights"], responses=problems(401, 403, 404, 422, 503), route_class=AnswerRoute)
_OF_OPPORTUNITY = "/accounts/{account_id}/opportunities/{opportunity_id}"


@router.get("/accounts/{account_id}/key-set", operation_id="get_key_set", summary="Whom to choose together")
async def get_key_set(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    query: AnalysisQueryDep,
    k: Annotated[int, Query(ge=1, le=10, description="How many people.")] = 3,
    reach_alone: Annotated[
        bool, Query(description="Also people who oppose us or support a competitor exclusively.")
    ] = False,
) -> KeySetAnswer:
    """The k people who reach the most decision influence within two influence hops."""
    return await service.key_set(accounts, account_id, query, k, reach_alone=reach_alone)


@router.get("/accounts/{account_id}/bus-factor", operation_id="get_bus_factor", summary="Whose leaving hurts")
async def get_bus_factor(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: AnalysisQueryDep
) -> BusFactors:
    """The fewest members whose leaving halves coverage, and each supporter's loss."""
    return await service.bus_factors(accounts, account_id, query)


@router.get("/accounts/{account_id}/evidence", operation_id="get_evidence", summary="How far the map can be trusted")
async def get_evidence(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: AnalysisQueryDep
) -> EvidenceAnswer:
    """Age, reporters and contradictions, unsupported supporters, and the map's quality."""
    return await service.weigh_evidence(accounts, account_id, query)


@router.get("/accounts/{account_id}/alliances", operation_id="get_alliances", summary="Conflicts and alliances")
async def get_alliances(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    query: AnalysisQueryDep,
    leaving: Annotated[str | None, Query(max_length=64, description="Id of who is supposed to go.")] = None,
    whole: Annotated[bool, Query(description="Every entry of each list.")] = False,
) -> AlliancesAnswer:
    """Unstable triads, sides, camps, coalitions; levels, cut points, communities, peers; a departure's cost."""
    return await service.alliances(accounts, account_id, query, leaving, whole=whole)


@router.get("/accounts/{account_id}/calibration", operation_id="get_calibration", summary="How good the model was")
async def get_calibration(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: AnalysisQueryDep
) -> CalibrationAnswer:
    """Brier score and bias of the outlook model and of each reporter, by recorded outcomes."""
    return await service.calibration(accounts, account_id, query)


@router.get(
    f"{_OF_OPPORTUNITY}/outlook",
    operation_id="get_outlook",
    summary="How likely each stage is won",
)
async def get_outlook(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: OpportunityQueryDep
) -> OutlookAnswer:
    """A model: chances to reach each quota, over the chain, and the weakest stage."""
    return await service.win_outlook(accounts, account_id, query)


@router.get(f"{_OF_OPPORTUNITY}/plans", operation_id="list_plans", summary="The cheapest way to win each stage")
async def list_plans(account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: OpportunityQueryDep) -> Plans:
    """Whom to win in each voting stage, by how many levels and which path.

    Without those in do-first.
    """
    return await service.plans(accounts, account_id, query)


@router.get(
    f"{_OF_OPPORTUNITY}/buying-centre", operation_id="get_buying_centre", summary="The shape of the buying centre"
)
async def get_buying_centre(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: OpportunityQueryDep
) -> BuyingCentreAnswer:
    """Johnston and Bonoma's five dimensions, and hidden influencers with reasons."""
    return await service.centre(accounts, account_id, query)
