"""The power map and its parts."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from app.answers import AnswerRoute
from app.deps import AccountPath, AccountsDep, ReaderDep, RecordBodyDep
from app.power_map import service
from app.power_map.explain_schemas import PersonExplanationAnswer
from app.power_map.focus import Focus
from app.power_map.path_schemas import Paths
from app.power_map.schemas import CoverageGaps, DecisionChain, KeyPeople, PowerMap
from app.power_map.service import MOST_PATHS, PathsQuery
from app.power_map.what_if_schemas import WHAT_IF_BODY, WhatIfAnswer
from app.problems import problems
from app.question.parameters import AnalysisQueryDep, LayersDep, OpportunityQueryDep, PersonPath
from graph.analysis.paths import PathKind
from graph.kinds.fields import DecisionRole


def focus_of(
    focus: Annotated[
        str | None, Query(max_length=64, description="Only people around this one.", examples=["P06"])
    ] = None,
    hops: Annotated[int, Query(ge=0, le=10, description="How many lines away from `focus`, either way.")] = 2,
    role: Annotated[
        DecisionRole | Literal["VETO_HOLDER"] | None, Query(description="Only people of this part.")
    ] = None,
    department: Annotated[
        str | None, Query(max_length=64, description="Only people of this department and those within it.")
    ] = None,
    whole: Annotated[bool, Query(description="Everybody, not only the 1,000 who weigh most.")] = False,
) -> Focus:
    """What of the map is asked for."""
    return Focus(focus, hops, role, department, whole)


FocusDep = Annotated[Focus, Depends(focus_of)]
router = APIRouter(tags=["power map"], route_class=AnswerRoute)


@router.get(
    "/accounts/{account_id}/power-map",
    operation_id="get_power_map",
    summary="The power map",
    response_model=PowerMap,
    responses=problems(401, 403, 404, 422, 503),
)
async def get_power_map(
    account_id: AccountPath,
    accounts: AccountsDep,
    actor: ReaderDep,
    query: AnalysisQueryDep,
    layers: LayersDep,
    focus: FocusDep,
) -> Response:
    """Who decides, who moves them, where we are not covered, how bidders stand, each number with its reason."""
    body = await service.power_map_json(accounts, actor, account_id, query, layers, focus)
    return Response(body, media_type="application/json")


@router.get(
    "/accounts/{account_id}/key-people",
    operation_id="list_key_people",
    summary="Who decides",
    responses=problems(401, 403, 404, 422, 503),
)
async def list_key_people(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: AnalysisQueryDep
) -> KeyPeople:
    """By decision influence, with the votes that make it."""
    return await service.key_people(accounts, account_id, query)


@router.get(
    "/accounts/{account_id}/coverage-gaps",
    operation_id="list_coverage_gaps",
    summary="Where we are not covered",
    responses=problems(401, 403, 404, 422, 503),
)
async def list_coverage_gaps(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: AnalysisQueryDep
) -> CoverageGaps:
    """With rule, facts and next step, most severe first."""
    return await service.coverage_gaps(accounts, account_id, query)


@router.get(
    "/accounts/{account_id}/opportunities/{opportunity_id}/decision-chain",  # noqa: FAST003 - query holds it
    operation_id="get_decision_chain",
    summary="The decision chain of an opportunity",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_decision_chain(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    query: OpportunityQueryDep,
    veto_in_game: Annotated[bool, Query(description="Require veto holders' yes in the powers.")] = False,
) -> DecisionChain:
    """Stages with voting power (Shapley-Shubik, Banzhaf), vetoes, minimum flip sets and standings."""
    return await service.decision_chain(accounts, account_id, query, veto_in_game=veto_in_game)


@router.get(
    "/accounts/{account_id}/paths",
    operation_id="list_paths",
    summary="Ways to a person",
    responses=problems(401, 403, 404, 422, 503),
)
async def list_paths(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    query: AnalysisQueryDep,
    to: Annotated[str, Query(min_length=1, max_length=64, description="The person to get to.", examples=["P06"])],
    kind: Annotated[
        PathKind, Query(description="Along influence to persuade, or in either direction to get access.")
    ] = "persuasion",
    k: Annotated[int, Query(ge=1, le=MOST_PATHS, description="How many paths at most, best first.")] = 3,
) -> Paths:
    """From well disposed people to someone, or why there is none, and who of us could be introduced by whom."""
    return await service.paths(accounts, account_id, query, PathsQuery(to, kind, k))


@router.get(
    "/accounts/{account_id}/people/{person_id}/explanation",
    operation_id="explain_person",
    summary="Why a person has their scores",
    responses=problems(401, 403, 404, 422, 503),
)
async def explain_person(
    account_id: AccountPath, person_id: PersonPath, accounts: AccountsDep, _: ReaderDep, query: AnalysisQueryDep
) -> PersonExplanationAnswer:
    """What a person's scores and settled attitude are made of, in numbers and sentences."""
    return await service.explanation(accounts, account_id, query, person_id)


@router.post(
    "/accounts/{account_id}/what-if",
    operation_id="ask_what_if",
    summary="What would change",
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": WHAT_IF_BODY}}},
)
async def ask_what_if(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, query: AnalysisQueryDep, body: RecordBodyDep
) -> WhatIfAnswer:
    """Before and after supposed changes, and whose attitude our standing depends on.

    Kinds: attitude, leave, influence (strength 0 removes), reporting (manager null removes), vote (weight 0 removes),
    quota, and put and delete for any record.

    One that breaks a rule of the graph is refused with its pointer. Nothing is stored.
    """
    return await service.what_if(accounts, account_id, query, body)
