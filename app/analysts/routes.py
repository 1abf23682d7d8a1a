"""Named queries for analysts: listed, and carried out on one account."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path

from app.analysts import service
from app.analysts.schemas import QueryAnswer, QueryList, QueryQuestion
from app.answers import AnswerRoute
from app.deps import AccountsDep, AnyReaderDep, RecordBodyDep
from app.problems import problems
from graph.computing import Lane, compute

router = APIRouter(tags=["analysts"], route_class=AnswerRoute)
_EXAMPLE = {"params": {"account_id": "jiangyuan", "limit": 20}}
_BODY = {"schema": QueryQuestion.model_json_schema(), "example": _EXAMPLE}


@router.get("/queries", operation_id="list_queries", summary="Named queries", responses=problems(401, 403, 422, 503))
async def list_queries(_: AnyReaderDep) -> QueryList:
    """With what each answers, its parameters and columns."""
    return service.list_queries()


@router.post(
    "/queries/{name}",
    operation_id="run_query",
    summary="Run a named query",
    responses=problems(400, 401, 403, 404, 413, 415, 422, 503),
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": _BODY}}},
)
async def run_query(
    name: Annotated[str, Path(max_length=100, description="The query's name.", examples=["list_mentors_of_voters"])],
    accounts: AccountsDep,
    actor: AnyReaderDep,
    body: RecordBodyDep,
) -> QueryAnswer:
    """Rows of a query on an account you may see; read-only, ordered and bounded."""
    params = await compute(partial(service.params_in, body), Lane.DOCUMENT)
    return await service.ask(accounts, actor, name, params)
