"""Jobs: what was sent with `Prefer: respond-async`."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import FleetingAnswerRoute
from app.deps import AnyReaderDep, WholeAccountsDep
from app.jobs import service
from app.jobs.schemas import Job, JobList
from app.problems import problems
from app.records.pages import page_after
from app.requests import ANY_FORM
from graph.jobs import State

router = APIRouter(tags=["jobs"], route_class=FleetingAnswerRoute)
_ANY: Final[dict[str, Any]] = {
    form: {"schema": {"type": "string", "format": "binary"}, "example": "PK…"} for form in sorted(ANY_FORM)
}
JobPath = Annotated[str, Path(max_length=64, description="Its id.")]


@router.get("/jobs", operation_id="list_jobs", summary="List jobs")
async def list_jobs(
    request: Request,
    response: Response,
    accounts: WholeAccountsDep,
    actor: AnyReaderDep,
    state: Annotated[State | None, Query(description="Only these.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
    cursor: Annotated[str, Query(max_length=500, description="`next_cursor` of the page before.")] = "",
) -> JobList:
    """Your own, for an admin all of the accounts it is granted, newest first."""
    page = page_after(limit, cursor, f"jobs {actor.author.id} {state}")
    jobs = await service.list_jobs(accounts.store, actor, state, page)
    page.link(request, response, jobs.next_cursor)
    return jobs


@router.get("/jobs/{job_id}", operation_id="get_job", summary="How a job stands")
async def get_job(job_id: JobPath, accounts: WholeAccountsDep, actor: AnyReaderDep) -> Job:
    """Its state and progress."""
    return service.shown(await service.job_of(accounts.store, actor, job_id))


@router.get(
    "/jobs/{job_id}/result",
    operation_id="get_job_result",
    summary="What a job answered",
    response_class=Response,
    responses={**problems(409), 200: {"content": _ANY, "description": "The answer of its request."}},
)
async def get_job_result(
    request: Request, job_id: JobPath, accounts: WholeAccountsDep, actor: AnyReaderDep
) -> Response:
    """Status, headers and body as its request would have been answered."""
    answer = await service.answer_of(accounts.store, request.app.state.jobs.seal, actor, job_id)
    headers = {**answer.headers, "Cache-Control": "no-store"}
    return Response(answer.body, answer.head["status"], headers)


@router.delete("/jobs/{job_id}", operation_id="cancel_job", summary="Cancel a job")
async def cancel_job(job_id: JobPath, accounts: WholeAccountsDep, actor: AnyReaderDep) -> Job:
    """It does nothing any more, unless it is over or has written already: see its state."""
    return await service.cancel(accounts.store, actor, job_id)
