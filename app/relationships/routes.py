"""The three relationships of an account."""

from __future__ import annotations

from fastapi import APIRouter

from app.deps import AccountPath, AccountsDep, ReaderDep
from app.power_map.parameters import AskedDep
from app.problems import problems
from app.relationships import service
from graph.analysis.relationships import RelationshipsView

router = APIRouter(tags=["relationships"])


@router.get(
    "/accounts/{account_id}/relationships",
    operation_id="get_relationships",
    summary="General, key and organisation relationship",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_relationships(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, asked: AskedDep
) -> RelationshipsView:
    """Each with score, target, trend and its weakest part; organisation level, stage, phase, the mesh with its holes, falls."""
    return await service.relationships(accounts, account_id, asked)
