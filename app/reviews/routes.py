"""Snapshots of an account, what differs between them, time lines, and the review gate."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AfterValidator

from app.answers import AnswerRoute
from app.bodies import read_body, shown_body
from app.deps import AccountPath, AccountsDep, ReaderDep, RecordBodyDep, ReviewerDep
from app.problems import problems
from app.question.parameters import AnalysisQueryDep, MethodOverrides, Opportunity, OpportunityQueryDep
from app.records.pages import page_after
from app.records.record_routes import OrderedDep, binding_of
from app.requests import raw_path, unescape
from app.reviews import service
from app.reviews.pack import review_pack
from app.reviews.pack_schemas import ReviewPack
from app.reviews.schemas import NewSnapshot, SnapshotItem, SnapshotList, Timeline
from graph.analysis.comparison import Comparison
from graph.analysis.gate import ReviewView
from graph.document import AccountDocument

router = APIRouter(tags=["reviews"], route_class=AnswerRoute)


SnapshotPath = Annotated[
    str,
    AfterValidator(unescape),
    Path(description="The snapshot's id.", min_length=1, max_length=64, examples=["2026Q4"]),
]
PolicyVersion = Annotated[
    str | None,
    Query(
        max_length=64,
        description="Its name (newest version), NAME-VERSION, or a version of the standard one; "
        "default the account's own, else the newest standard one.",
        examples=["1"],
    ),
]


@router.get(
    "/accounts/{account_id}/snapshots",
    operation_id="list_snapshots",
    summary="List snapshots",
    responses=problems(401, 403, 404, 422, 503),
)
async def list_snapshots(
    request: Request,
    response: Response,
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    ordered: OrderedDep,
    limit: Annotated[int, Query(ge=1, le=200, description="Items a page.")] = 100,
    cursor: Annotated[str, Query(max_length=1000, description="`next_cursor` of the page before.")] = "",
) -> SnapshotList:
    """Oldest first, without their documents."""
    page = page_after(limit, cursor, binding_of(request))
    listed = await service.snapshots(accounts, account_id, ordered.sort, page)
    page.link(request, response, listed.next_cursor)
    return listed if ordered.total else listed.model_copy(update={"total": None})


@router.post(
    "/accounts/{account_id}/snapshots",
    operation_id="take_snapshot",
    summary="Take a snapshot",
    status_code=201,
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra=shown_body(NewSnapshot),
)
async def take_snapshot(
    request: Request,
    response: Response,
    account_id: AccountPath,
    accounts: AccountsDep,
    actor: ReviewerDep,
    body: RecordBodyDep,
) -> SnapshotItem:
    """Keeps the whole account as it is now. Never changed or deleted."""
    item = await service.take_snapshot(accounts, actor, account_id, await read_body(NewSnapshot, body))
    response.headers["Location"] = f"{raw_path(request)}/{service.quoted(item.id)}"
    return item


@router.get(
    "/accounts/{account_id}/snapshots/{snapshot_id}",
    operation_id="get_snapshot",
    summary="Read a snapshot's head",
    responses=problems(401, 403, 404, 503),
)
async def get_snapshot(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, snapshot_id: SnapshotPath
) -> SnapshotItem:
    """Name, reason, time, and the digest of its content."""
    return await service.snapshot(accounts, account_id, snapshot_id)


@router.get(
    "/accounts/{account_id}/snapshots/{snapshot_id}/document",
    operation_id="get_snapshot_document",
    summary="The account as a snapshot kept it",
    response_model=AccountDocument,
    responses=problems(401, 403, 404, 503),
)
async def get_snapshot_document(
    account_id: AccountPath, accounts: AccountsDep, _: ReaderDep, snapshot_id: SnapshotPath
) -> Response:
    """Byte for byte as it was kept."""
    content = await service.snapshot_document(accounts, account_id, snapshot_id)
    return Response(content, media_type="application/json")


@router.get(
    "/accounts/{account_id}/snapshots/{snapshot_id}/diff/{other_id}",
    operation_id="compare_snapshots",
    summary="What differs between two snapshots",
    responses=problems(401, 403, 404, 422, 503),
)
async def compare_snapshots(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    snapshot_id: SnapshotPath,
    other_id: SnapshotPath,
    opportunity: Opportunity = None,
    method: MethodOverrides = "",
) -> Comparison:
    """What came, went or changed, and what that did to scores and standing; `now` is the live map."""
    return await service.difference(accounts, account_id, (snapshot_id, other_id), opportunity, method)


@router.get(
    "/accounts/{account_id}/timeline",
    operation_id="get_timeline",
    summary="Attitudes and standing over time",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_timeline(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    query: AnalysisQueryDep,
    person: Annotated[
        str | None, Query(max_length=64, description="Only this person's attitudes.", examples=["P06"])
    ] = None,
) -> Timeline:
    """Attitudes as recorded, with evidence, and standings at each snapshot and now."""
    return await service.timeline(accounts, account_id, query, person)


@router.get(
    "/accounts/{account_id}/opportunities/{opportunity_id}/review",  # noqa: FAST003 - query holds it
    operation_id="review_opportunity",
    summary="The review gate",
    responses=problems(401, 403, 404, 422, 503),
)
async def review_opportunity(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    query: OpportunityQueryDep,
    policy: PolicyVersion = None,
) -> ReviewView:
    """PASS, CONDITIONAL or FAIL, with each check's rule, facts and values. FAIL without a fresh snapshot."""
    return await service.review(accounts, account_id, query, policy)


@router.get(
    "/accounts/{account_id}/opportunities/{opportunity_id}/review-pack",  # noqa: FAST003 - query holds it
    operation_id="get_review_pack",
    summary="The review pack",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_review_pack(
    account_id: AccountPath,
    accounts: AccountsDep,
    _: ReaderDep,
    query: OpportunityQueryDep,
    policy: PolicyVersion = None,
) -> ReviewPack:
    """Power map, decision chain, competition, plan, verdict and changes since the last snapshot, all of one map.

    That of a `snapshot` is byte for byte the same each time.
    """
    return await review_pack(accounts, account_id, query, policy)
