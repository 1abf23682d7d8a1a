"""Accounts, their documents, and what was changed in them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.answers import AnswerRoute
from app.deps import (
    AccountPath,
    AccountsDep,
    AnyEditorDep,
    AnyReaderDep,
    DocumentBodyDep,
    EditorDep,
    IfMatch,
    ReaderDep,
    RecordBodyDep,
    ReviewerDep,
    WriterDep,
)
from app.problems import problems
from app.records import account_service
from app.records import documents as service
from app.records.pages import page_after
from app.records.record_routes import UNCHANGED, IfNoneMatch, OrderedDep, answer_record, binding_of, body_of
from app.records.record_service import Precondition
from app.records.schemas import AccountList, ChangeList, DocumentReport, UndoReport
from app.requests import raw_path
from graph.document import AccountDocument
from graph.kinds import Account

router = APIRouter(route_class=AnswerRoute)

Limit = Annotated[int, Query(ge=1, le=200, description="Items a page.")]
Cursor = Annotated[str, Query(max_length=1000, description="`next_cursor` of the page before.")]
_ACCOUNT = {
    "id": "jiangyuan-city",
    "name": "江源市分公司",
    "name_en": "Jiangyuan city branch",
    "tier": "CITY",
    "parent_id": "jiangyuan",
}
_CHANGING = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503)


@router.get(
    "/accounts",
    operation_id="list_accounts",
    summary="List accounts",
    tags=["accounts"],
    responses=problems(401, 403, 422, 503),
)
async def list_accounts(
    request: Request,
    response: Response,
    accounts: AccountsDep,
    actor: AnyReaderDep,
    account_filter: Annotated[account_service.AccountFilter, Query()],
) -> AccountList:
    """The accounts you may see, by id.

    As a `tree` the items are the topmost you see (or those that fit), each with all below it.
    """
    page = page_after(account_filter.limit, account_filter.cursor, binding_of(request))
    listed = await account_service.list_accounts(accounts, actor, account_filter, page)
    page.link(request, response, listed.next_cursor)
    return listed


@router.post(
    "/accounts",
    operation_id="create_account",
    summary="Add an account",
    tags=["accounts"],
    status_code=201,
    response_model=Account,
    responses={
        **problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
        201: {"description": "OK"},
    },
    openapi_extra=body_of("Account", _ACCOUNT),
)
async def create_account(request: Request, accounts: AccountsDep, actor: AnyEditorDep, body: RecordBodyDep) -> Response:
    """Without people yet. A key granted some accounts adds only below them."""
    kept = await account_service.create_account(accounts, actor, body)
    return answer_record(kept, 201, f"{raw_path(request)}/{account_service.quoted(kept.record)}")


@router.get(
    "/accounts/{account_id}",
    operation_id="get_account",
    summary="Read an account",
    tags=["accounts"],
    response_model=Account,
    responses=problems(401, 403, 404, 422, 503) | UNCHANGED,
)
async def get_account(account_id: AccountPath, accounts: AccountsDep, _: ReaderDep) -> Response:
    """Its names, tier and parent."""
    return answer_record(await account_service.get_account(accounts, account_id))


@router.put(
    "/accounts/{account_id}",
    operation_id="put_account",
    summary="Put an account",
    tags=["accounts"],
    response_model=Account,
    responses={**problems(*_CHANGING), 201: {"model": Account, "description": "OK"}},
    openapi_extra=body_of("Account", _ACCOUNT),
)
async def put_account(
    account_id: AccountPath,
    accounts: AccountsDep,
    actor: AnyEditorDep,
    body: RecordBodyDep,
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Creates, or replaces names, tier and parent (then with If-Match); what it holds stays."""
    precondition = Precondition(if_match, if_none_match)
    kept = await account_service.put_account(accounts, actor, account_id, body, precondition)
    return answer_record(kept, 201 if kept.created else 200)


@router.patch(
    "/accounts/{account_id}",
    operation_id="patch_account",
    summary="Change or move an account",
    tags=["accounts"],
    response_model=Account,
    responses=problems(*_CHANGING),
    openapi_extra=body_of("Account", {"parent_id": "jiangyuan"}, patch=True),
)
async def patch_account(
    account_id: AccountPath, accounts: AccountsDep, actor: ReviewerDep, body: RecordBodyDep, if_match: IfMatch = None
) -> Response:
    """Needs If-Match. A new `parent_id` moves it in the tree."""
    return answer_record(await account_service.patch_account(accounts, actor, account_id, body, Precondition(if_match)))


@router.delete(
    "/accounts/{account_id}",
    operation_id="delete_account",
    summary="Delete an account",
    tags=["accounts"],
    status_code=204,
    responses=problems(401, 403, 404, 409, 412, 422, 503),
)
async def delete_account(
    account_id: AccountPath,
    accounts: AccountsDep,
    actor: EditorDep,
    cascade: Annotated[bool, Query(description="Delete everything the account holds, too.")] = False,
    if_match: IfMatch = None,
) -> Response:
    """Refused while it holds anything, unless `cascade`. Its history goes, too; accounts below stay."""
    await account_service.delete_account(accounts, actor, account_id, Precondition(if_match), cascade=cascade)
    return Response(status_code=204)


@router.get(
    "/accounts/{account_id}/document",
    operation_id="get_document",
    summary="The whole account",
    tags=["accounts"],
    response_model=AccountDocument,
    responses=problems(401, 403, 404, 422, 503),
)
async def get_document(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    snapshots: Annotated[bool, Query(description="Bring the snapshots along, as `snapshots[]`.")] = False,
) -> Response:
    """All that is stored, in the format that loads it; loaded elsewhere it gives an equal map."""
    account = await accounts.current(account_id)
    body = await service.document_json(accounts, account, snapshots=snapshots)
    return Response(body, media_type="application/json", headers={"ETag": service.etag_of(account)})


@router.put(
    "/accounts/{account_id}/document",
    operation_id="put_document",
    summary="Load a whole account",
    tags=["accounts"],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 503),
    openapi_extra=body_of("AccountDocument", None),
)
async def put_document(
    account_id: AccountPath,
    accounts: AccountsDep,
    actor: AnyEditorDep,
    body: DocumentBodyDep,
    response: Response,
    mode: Annotated[service.Mode, Query(description="`replace` the account, or `merge` by key.")] = "replace",
    dry_run: Annotated[bool, Query(description="Only say what would change.")] = False,
    if_match: IfMatch = None,
) -> DocumentReport:
    """All is stored, or nothing and every fault listed. The same twice changes nothing."""
    load = service.Load(mode=mode, dry_run=dry_run, if_match=if_match)
    report, etag = await service.load_document(accounts, actor, account_id, body, load)
    if etag:
        response.headers["ETag"] = etag
    return report


@router.get(
    "/accounts/{account_id}/changes",
    operation_id="list_changes",
    summary="What was changed",
    tags=["accounts"],
    responses=problems(401, 403, 404, 422, 503),
)
async def list_changes(
    request: Request,
    response: Response,
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    ordered: OrderedDep,
    since: Annotated[int, Query(ge=0, le=2**31, description="Only changes of later revisions than this one.")] = 0,
    limit: Limit = 100,
    cursor: Cursor = "",
) -> ChangeList:
    """Changes to records, oldest first: who, when, before and after."""
    page = page_after(limit, cursor, binding_of(request))
    query = account_service.ChangesQuery(since, ordered.sort, ordered.total)
    listed = await account_service.list_changes(accounts, account_id, query, page)
    page.link(request, response, listed.next_cursor)
    return listed


@router.post(
    "/accounts/{account_id}/undo",
    operation_id="undo_last_change",
    summary="Take your last change back",
    tags=["accounts"],
    responses=problems(401, 403, 404, 409, 503),
)
async def undo_last_change(
    account_id: AccountPath,
    accounts: AccountsDep,
    actor: WriterDep,
    revision: Annotated[
        int | None,
        Query(ge=1, le=2**31, description="Refused unless it is your last one not undone yet."),
    ] = None,
) -> UndoReport:
    """Takes back your newest write not undone yet; refused when something later depends on it.

    Sent twice with its `revision` it takes back one change, without it two.
    """
    return await account_service.undo_last_change(accounts, actor, account_id, revision)
