"""Own Cypher: asked, and what there is to ask."""

from __future__ import annotations

from functools import partial
from typing import cast

from fastapi import APIRouter, Request

from app.answers import AnswerRoute
from app.deps import AccountsDep, AnalystDep, RecordBodyDep
from app.own_cypher import service
from app.own_cypher.projection import graph_schema
from app.own_cypher.schemas import CypherAnswer, CypherBody, GraphSchema
from app.own_cypher.service import Asking
from app.problems import problems
from graph.computing import Lane, compute

router = APIRouter(prefix="/cypher", tags=["analysts"], route_class=AnswerRoute)
_EXAMPLE = {"query": "MATCH line = (:Person {class: 'A'})-[:REPORTS_TO]->() RETURN line", "account": "jiangyuan"}
_BODY = {"schema": CypherBody.model_json_schema(), "example": _EXAMPLE}


@router.get("/schema", operation_id="get_graph_schema", summary="What to ask with", responses=problems(401, 403, 503))
async def get_graph_schema(_: AnalystDep) -> GraphSchema:
    """Labels, relationships with their properties and meanings, and functions."""
    return await compute(graph_schema, Lane.ANSWER)


@router.post(
    "",
    operation_id="ask_cypher",
    summary="Ask in Cypher",
    responses=problems(400, 401, 403, 404, 408, 413, 415, 422, 503),
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": _BODY}}},
)
async def ask_cypher(request: Request, accounts: AccountsDep, actor: AnalystDep, body: RecordBodyDep) -> CypherAnswer:
    """Rows of a read-only query on a copy of what you may see, bounded in rows, bytes, time and memory."""
    question = await compute(partial(service.question_in, body), Lane.DOCUMENT)
    state = request.app.state
    return await service.ask(accounts, actor, cast("Asking", state.workers), state.audit, question)
