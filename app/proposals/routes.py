"""Proposals accepted and rejected; they are made, listed and withdrawn like any record."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import AfterValidator

from app.answers import AnswerRoute
from app.deps import AccountPath, AccountsDep, EditorDep, IfMatch
from app.problems import problems
from app.proposals import service
from app.records.record_routes import answer_record
from app.records.record_service import Precondition
from app.requests import readable
from graph.kinds import Proposal

router = APIRouter(tags=["records"], route_class=AnswerRoute)
ProposalPath = Annotated[str, AfterValidator(readable), Path(min_length=1, max_length=64, examples=["PR1"])]


@router.post(
    "/accounts/{account_id}/proposals/{id}/accept",
    operation_id="accept_proposal",
    summary="Accept a proposal",
    response_model=Proposal,
    responses=problems(401, 403, 404, 409, 412, 422, 428, 503),
)
async def accept_proposal(
    account_id: AccountPath,
    id: ProposalPath,  # noqa: A002 - as in the path of the record
    accounts: AccountsDep,
    actor: EditorDep,
    cascade: Annotated[bool, Query(description="As of a deletion.")] = False,
    if_match: IfMatch = None,
) -> Response:
    """Its edit is made in your name; `If-Match` is of the record to be changed."""
    return answer_record(
        await service.accept(accounts, account_id, id, Precondition(if_match), actor.author, cascade=cascade)
    )


@router.post(
    "/accounts/{account_id}/proposals/{id}/reject",
    operation_id="reject_proposal",
    summary="Reject a proposal",
    response_model=Proposal,
    responses=problems(401, 403, 404, 409, 422, 503),
)
async def reject_proposal(
    account_id: AccountPath,
    id: ProposalPath,  # noqa: A002
    accounts: AccountsDep,
    actor: EditorDep,
) -> Response:
    """For good: the same is not taken again."""
    return answer_record(await service.reject(accounts, account_id, id, actor.author))
