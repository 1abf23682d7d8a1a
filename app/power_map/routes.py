"""The power map and its parts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import AfterValidator

from app.deps import AccountPath, AccountsDep, ReaderDep
from app.power_map import service
from app.power_map.asked import DEFAULT_LAYERS, LAYERS, Asked
from app.power_map.schemas import CoverageGaps, DecisionChain, KeyPeople, PowerMap
from app.problems import problems
from app.requests import unescape
from graph.errors import Fault, InvalidDocument

router = APIRouter(tags=["power map"])

AsOf = Annotated[
    date | None,
    Query(description="The day the answer is about; attitudes and interactions after it do not count. Default today."),
]
Opportunity = Annotated[
    str | None,
    Query(
        max_length=64,
        description="The opportunity asked about; without one the basis is rank.",
        examples=["core-cloud-2027"],
    ),
]
MethodOverrides = Annotated[
    str,
    Query(
        max_length=2000,
        description="Parameters of the method that differ from the defaults, as `name:value,…`; every answer shows all of them.",
        examples=["openness:0.3,window_days:60,window_days_of_rank.1:45"],
    ),
]


def asked_of(as_of: AsOf = None, opportunity: Opportunity = None, method: MethodOverrides = "") -> Asked:
    """The question of a request."""
    return Asked(opportunity=opportunity, as_of=as_of or date.today(), method=method)  # noqa: DTZ011 - the server's day


AskedDep = Annotated[Asked, Depends(asked_of)]


def layers_of(
    layers: Annotated[
        str, Query(max_length=200, description="Which lines to show: a comma list of reporting, influence, ties.")
    ] = ",".join(sorted(DEFAULT_LAYERS)),
) -> frozenset[str]:
    """The layers of a request; an unknown one is refused."""
    asked = frozenset(part.strip() for part in layers.split(",") if part.strip())
    for unknown in sorted(asked - DEFAULT_LAYERS):
        facts = {"expected": ", ".join(LAYERS[:3])}
        raise InvalidDocument((Fault("/query/layers", "wrong-enum", unknown[:100], facts),))
    return asked


LayersDep = Annotated[frozenset[str], Depends(layers_of)]


@router.get(
    "/accounts/{account_id}/power-map",
    operation_id="get_power_map",
    summary="The power map",
    response_model=PowerMap,
    responses=problems(401, 403, 404, 422, 503),
)
async def get_power_map(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, asked: AskedDep, layers: LayersDep
) -> Response:
    """Who decides, who moves them, where we are not covered, and how each bidder stands; each number with its reason."""
    body = await service.power_map_json(accounts, account_id, asked, layers)
    return Response(body, media_type="application/json")


@router.get(
    "/accounts/{account_id}/key-people",
    operation_id="list_key_people",
    summary="Who decides",
    responses=problems(401, 403, 404, 422, 503),
)
async def list_key_people(account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, asked: AskedDep) -> KeyPeople:
    """Everyone in order of decision influence, each with the votes that make it."""
    return await service.key_people(accounts, account_id, asked)


@router.get(
    "/accounts/{account_id}/coverage-gaps",
    operation_id="list_coverage_gaps",
    summary="Where we are not covered",
    responses=problems(401, 403, 404, 422, 503),
)
async def list_coverage_gaps(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, asked: AskedDep
) -> CoverageGaps:
    """Every gap with its rule, its facts and a next step, most severe first."""
    return await service.coverage_gaps(accounts, account_id, asked)


@router.get(
    "/accounts/{account_id}/opportunities/{opportunity_id}/decision-chain",
    operation_id="get_decision_chain",
    summary="The decision chain of an opportunity",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_decision_chain(
    account_id: AccountPath,
    opportunity_id: Annotated[
        str, AfterValidator(unescape), Path(min_length=1, max_length=64, examples=["core-cloud-2027"])
    ],
    accounts: AccountsDep,
    _: ReaderDep,
    as_of: AsOf = None,
    method: MethodOverrides = "",
    veto_in_game: Annotated[bool, Query(description="Require veto holders' yes in the powers.")] = False,
) -> DecisionChain:
    """Stages in order with voting power (Shapley-Shubik, Banzhaf), vetoes, minimum flip sets and each party's standing."""
    asked = asked_of(as_of, opportunity_id, method)
    return await service.decision_chain(accounts, account_id, asked, veto_in_game=veto_in_game)
