"""Accounts and their documents."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.deps import AccountPath, AccountsDep, DocumentBodyDep, IfMatch
from app.problems import problems
from app.records import service
from app.records.pages import PageDep
from app.records.schemas import AccountItem, AccountList, DocumentReport
from graph.document import AccountDocument

router = APIRouter(tags=["accounts"])
_JSON_DOCUMENT: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AccountDocument"}}},
    }
}


@router.get("/accounts", operation_id="list_accounts", summary="Accounts", responses=problems(422, 503))
async def list_accounts(request: Request, response: Response, accounts: AccountsDep, page: PageDep) -> AccountList:
    """The accounts by id, with their place in the customers' own hierarchies."""
    rows = await accounts.list(page.after, page.limit + 1)
    items, next_cursor = page.cut(rows, lambda row: row.id)
    page.link(request, response, next_cursor)
    return AccountList(items=[AccountItem(**row.model_dump()) for row in items], next_cursor=next_cursor)


@router.get(
    "/accounts/{account_id}/document",
    operation_id="get_document",
    summary="The whole account",
    responses=problems(404, 503),
)
async def get_document(account_id: AccountPath, accounts: AccountsDep) -> AccountDocument:
    """Everything stored of the account in the format that loads it; loading it elsewhere gives an equal map."""
    held = await accounts.held(account_id)
    body = held.document.model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": service.etag_of(held)})  # type: ignore[return-value]


@router.put(
    "/accounts/{account_id}/document",
    operation_id="put_document",
    summary="Load a whole account",
    responses=problems(400, 409, 412, 413, 415, 422, 503),
    openapi_extra=_JSON_DOCUMENT,
)
async def put_document(
    account_id: AccountPath,
    accounts: AccountsDep,
    body: DocumentBodyDep,
    response: Response,
    mode: Annotated[service.Mode, Query(description="`replace` the account, or `merge` by key.")] = "replace",
    dry_run: Annotated[bool, Query(description="Only say what would change.")] = False,
    if_match: IfMatch = None,
) -> DocumentReport:
    """All or nothing: every fault is listed and nothing stored, or the whole document is. The same twice changes nothing."""
    report, etag = await service.load_document(
        accounts, account_id, body, mode=mode, dry_run=dry_run, if_match=if_match
    )
    if etag:
        response.headers["ETag"] = etag
    return report
