"""Named queries for analysts: listed, saved, and carried out on what the caller may see."""

from __future__ import annotations

import json
from functools import partial
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.analysts import saved, service
from app.analysts.rows import csv_of, table_of
from app.analysts.saved import Desk
from app.analysts.schemas import NewQuery, QueryAnswer, QueryInfo, QueryList, QueryQuestion
from app.answers import AnswerRoute
from app.bodies import read_body, shown_body
from app.deps import AccountsDep, AnyReaderDep, IfMatch, QuerySaverDep, RecordBodyDep, WholeAccountsDep
from app.own_cypher.service import Asking
from app.problems import problems
from app.records.pages import page_after, wrong_cursor
from app.records.record_routes import binding_of
from graph.analyst_queries import ANALYST_QUERIES
from graph.computing import Lane, compute

router = APIRouter(tags=["analysts"], route_class=AnswerRoute)
_EXAMPLE = {"params": {"account_id": "jiangyuan", "limit": 20}}
_BODY = {"schema": QueryQuestion.model_json_schema(), "example": _EXAMPLE}
_SAVED = shown_body(NewQuery)
_PARAMETERS = _SAVED["requestBody"]["content"]["application/json"]["schema"]
_PARAMETERS["properties"]["parameters"]["items"]["$ref"] = "#/components/schemas/QueryParameter"
del _PARAMETERS["$defs"]
QueryName = Annotated[str, Path(max_length=100, description="The query's name.", examples=["list_mentors_of_voters"])]
Account = Annotated[str | None, Query(max_length=64, description="The account it is saved for; default all.")]
Cursor = Annotated[str, Query(max_length=1000, description="`next_cursor` of the page before.")]


async def _desk(request: Request, whole: WholeAccountsDep, accounts: AccountsDep, actor: AnyReaderDep) -> Desk:
    state = request.app.state
    return Desk(whole, accounts, actor, cast("Asking", state.workers), state.audit)


DeskDep = Annotated[Desk, Depends(_desk)]


@router.get("/queries", operation_id="list_queries", summary="Named queries", responses=problems(401, 403, 422, 503))
async def list_queries(
    request: Request,
    response: Response,
    desk: DeskDep,
    limit: Annotated[int, Query(ge=1, le=200, description="Items a page.")] = 200,
    cursor: Cursor = "",
) -> QueryList:
    """Ready-made and saved ones, with what each answers and its parameters."""
    page = page_after(limit, cursor, binding_of(request))
    own = [saved.info_of(one, desk.actor) for one in await saved.list_saved(desk, page.after, limit + 1)]
    ready = [one for one in service.ready_made() if saved.key_of(one.name, None) > page.after]
    listed = sorted([*own, *ready], key=lambda one: saved.key_of(one.name, one.account))
    items, next_cursor = page.cut(listed, lambda one: saved.key_of(one.name, one.account))
    page.link(request, response, next_cursor)
    return QueryList(items=items, next_cursor=next_cursor)


@router.get("/queries/{name}", operation_id="get_query", summary="A named query")
async def get_query(response: Response, name: QueryName, desk: DeskDep, account: Account = None) -> QueryInfo:
    """Without `account` that of all accounts, or the only one."""
    if name in ANALYST_QUERIES:
        return next(one for one in service.ready_made() if one.name == name)
    found = await saved.find(desk, name, account)
    response.headers["ETag"] = saved.etag_of(found)
    return saved.info_of(found, desk.actor)


@router.put(
    "/queries/{name}",
    operation_id="put_query",
    summary="Save a named query",
    responses=problems(400),
    openapi_extra=_SAVED,
)
async def put_query(
    response: Response,
    name: QueryName,
    desk: DeskDep,
    _: QuerySaverDep,
    body: RecordBodyDep,
    account: Account = None,
    if_match: IfMatch = None,
) -> QueryInfo:
    """Read and tried out first; what is wrong is told with its place. `If-Match` where there is one."""
    new_query = await read_body(NewQuery, body)
    kept, is_new = await saved.put(desk, name, account, new_query, if_match)
    response.headers["ETag"] = saved.etag_of(kept)
    info = saved.info_of(kept, desk.actor)
    if not is_new:
        return info
    content = info.model_dump_json()
    return Response(content, 201, {"ETag": saved.etag_of(kept)}, "application/json")  # type: ignore[return-value]


@router.delete(
    "/queries/{name}",
    operation_id="delete_query",
    summary="Delete a saved query",
    status_code=204,
)
async def delete_query(
    name: QueryName, desk: DeskDep, _: QuerySaverDep, account: Account = None, if_match: IfMatch = None
) -> Response:
    """`If-Match` is honoured."""
    await saved.remove(desk, name, account, if_match)
    return Response(status_code=204)


@router.post(
    "/queries/{name}",
    operation_id="run_query",
    summary="Run a named query",
    responses=problems(400, 401, 403, 404, 408, 413, 415, 422, 503),
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": _BODY}}},
)
async def run_query(
    request: Request,
    response: Response,
    name: QueryName,
    desk: DeskDep,
    body: RecordBodyDep,
    form: Annotated[Literal["json", "csv", "table"], Query(alias="format", description="How rows come.")] = "json",
    cursor: Cursor = "",
) -> QueryAnswer:
    """Rows on what you may see; read-only, bounded."""
    params = await compute(partial(service.params_in, body), Lane.DOCUMENT)
    if name in ANALYST_QUERIES:
        if cursor:
            raise wrong_cursor(cursor)
        found = await service.ask(desk.accounts, desk.actor, name, params)
    else:
        values = json.dumps(params, sort_keys=True)
        page = page_after(1, cursor, f"{desk.actor.author.id} {name} {values}")
        found = await saved.ask(desk, name, params, page)
        page.link(request, response, found.next_cursor)
    if form == "json":
        return found
    made = partial(csv_of if form == "csv" else table_of, found.columns, found.rows)
    text = await compute(made, Lane.ANSWER)
    headers = dict(response.headers)
    media = "text/csv" if form == "csv" else "text/plain"
    return Response(text, headers=headers, media_type=f"{media}; charset=utf-8")  # type: ignore[return-value]
