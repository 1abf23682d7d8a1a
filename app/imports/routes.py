"""Files in: the template to fill, and the import of whatever was filled."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app.auth.service import Actor
from app.deps import DOCUMENT_BYTES, AccountPath, AccountsDep, AnyEditorDep, AnyReaderDep, IfMatch, body_chunks, in_time
from app.imports import service
from app.imports.error_workbook import marked_workbook
from app.imports.plan.invalid import InvalidFile
from app.imports.read.parsing import unreadable
from app.imports.schemas import ImportReport
from app.imports.template import template_workbook
from app.problems import Problem, WrongMediaType, problem_of, problems
from app.records.documents import Mode
from app.repeats import RepeatableRoute
from app.sheets.cells import Lang
from graph.accounts import Accounts
from graph.computing import compute
from graph.errors import Malformed, PowerMapError

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SSE: Final = "text/event-stream"
_FORM: Final = "multipart/form-data"
_FIELD_BYTES: Final = 2_000_000
_WORKBOOK: Final[dict[str, Any]] = {  # also as plain bytes: what generators of clients know
    XLSX: {},
    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}, "example": "PK…"},
}
_STEPS: Final = "\n".join(
    f"event: {name}\ndata: {json.dumps(data)}\n"
    for name, data in (
        ("received", {"bytes": 48213}),
        ("read", {"sheets": 12, "records": 225}),
        ("checked", {"created": 225, "updated": 0, "deleted": 0, "unchanged": 0}),
        ("written", {"created": 225, "updated": 0, "deleted": 0, "unchanged": 0}),
    )
)
_RUNNING: Final[set[asyncio.Task[None]]] = set()  # the event loop itself holds tasks weakly
router = APIRouter(route_class=RepeatableRoute)
LangQuery = Annotated[Lang, Query(description="Language of sheets, headings and notes.")]


async def upload_of(request: Request) -> service.Upload:
    """The form's file and mapping. Raises WrongMediaType, TooLarge, TooSlow, Malformed, UnreadableFile."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise WrongMediaType(_FORM)
    chunks = body_chunks(request, DOCUMENT_BYTES)
    try:
        async with in_time(request):
            parser = MultiPartParser(request.headers, chunks, max_files=1, max_fields=3, max_part_size=_FIELD_BYTES)
            form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise Malformed("not-a-form", str(error)[:200]) from None
    file, mapping, plan = form.get("file"), form.get("mapping"), form.get("plan")
    try:
        if not isinstance(file, UploadFile):
            raise unreadable("no-file")
        body = await file.read()
    finally:
        await form.close()
    import_mapping = service.read_mapping(mapping if isinstance(mapping, str) else "")
    answers = service.read_plan(plan if isinstance(plan, str) else "")
    return service.Upload(body, file.filename or "", import_mapping, answers)


class ImportQuery(BaseModel):
    """How a file is to be imported, and how its faults are to be told."""

    mode: Mode | None = Field(
        default=None,
        description="`replace` the account, or `merge` by key; default: replace for JSON documents, else merge.",
    )
    dry_run: bool = Field(default=False, description="Only say what would change.")
    lang: Lang = Field(default="zh", description="Language of the marked workbook.")
    errors: Literal["json", "xlsx"] = Field(
        default="json", description="`xlsx`: faults of rows as the workbook with its cells marked (422)."
    )


UploadDep = Annotated[service.Upload, Depends(upload_of)]
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "XLSX, CSV (one file or a zip of them), JSON, JSON Lines or GraphML.",
                        },
                        "mapping": {
                            "type": "string",
                            "description": "JSON saying what other tables mean: list and field by sheet and heading.",
                        },
                        "plan": {
                            "type": "string",
                            "description": "The plan of a dry run with answers to its questions (JSON).",
                        },
                    },
                },
                "example": {
                    "file": "people.csv",
                    "mapping": '{"sheets": {"people": {"columns": {"Chef": "manager"}}}}',
                },
            }
        },
    }
}


@router.get(
    "/import-template.xlsx",
    operation_id="get_import_template",
    summary="Workbook to fill",
    tags=["imports"],
    response_class=Response,
    responses={**problems(401, 403, 422, 503), 200: {"content": _WORKBOOK, "description": "The workbook."}},
)
async def get_import_template(_: AnyReaderDep, lang: LangQuery = "zh") -> Response:
    """One sheet a list, with drop-downs, notes and an example row that the import skips."""
    body = await compute(partial(template_workbook, lang))
    headers = {"Content-Disposition": f'attachment; filename="powermap-import-{lang}.xlsx"'}
    return Response(body, media_type=XLSX, headers=headers)


@router.post(
    "/accounts/{account_id}/imports",
    operation_id="import_file",
    summary="Import a file",
    tags=["imports"],
    response_model=ImportReport,
    responses={
        **problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 503),
        422: {"model": Problem, "content": {XLSX: {}}, "description": "Faults, or the workbook with its cells marked."},
        200: {"content": {SSE: {"schema": {"type": "string"}, "example": _STEPS}}, "description": "What it did."},
    },
    openapi_extra=_BODY,
)
async def import_file(
    request: Request,
    account_id: AccountPath,
    accounts: AccountsDep,
    actor: AnyEditorDep,
    upload: UploadDep,
    query: Annotated[ImportQuery, Query()],
    if_match: IfMatch = None,
) -> Response:
    """All is stored, or nothing and every fault listed with sheet, row and column.

    XLSX, CSV, JSON, JSON Lines and GraphML are told apart by content. A merge leaves alone what has no column; rows
    without id are matched by name. The same twice changes nothing. Accept `text/event-stream` to follow the steps
    received, read, checked, written, then `report` or `problem`.
    """
    options = service.ImportOptions(query.mode, query.dry_run, if_match)
    if SSE in request.headers.get("accept", ""):
        return EventSourceResponse(_events(request, accounts, actor, account_id, upload, options))
    try:
        report, etag = await service.import_file(accounts, actor, account_id, upload, options)
    except InvalidFile as error:
        if query.errors != "xlsx":
            raise
        body = await compute(partial(marked_workbook, error, query.lang))
        headers = {"Content-Disposition": 'attachment; filename="errors.xlsx"'}
        return Response(body, 422, media_type=XLSX, headers=headers)
    headers = {"ETag": etag} if etag else {}
    return Response(report.model_dump_json(), media_type="application/json", headers=headers)


async def _events(
    request: Request,
    accounts: Accounts,
    actor: Actor,
    account_id: str,
    upload: service.Upload,
    options: service.ImportOptions,
) -> AsyncIterator[bytes]:
    """The steps as they are done, then the report or the problem. A listener who leaves does not stop the import."""
    steps: asyncio.Queue[bytes | None] = asyncio.Queue()

    async def step(name: str, counts: dict[str, int]) -> None:
        steps.put_nowait(format_sse_event(event=name, data_str=json.dumps(counts)))

    async def work() -> None:
        try:
            report, _ = await service.import_file(accounts, actor, account_id, upload, options, step)
            steps.put_nowait(format_sse_event(event="report", data_str=report.model_dump_json()))
        except PowerMapError as error:
            problem = bytes((await problem_of(request, error)).body).decode()
            steps.put_nowait(format_sse_event(event="problem", data_str=problem))
        finally:
            steps.put_nowait(None)

    task = asyncio.create_task(work())
    _RUNNING.add(task)
    task.add_done_callback(_RUNNING.discard)
    while (event := await steps.get()) is not None:
        yield event
    await task
