"""The one table from what went wrong in the domain to an answer: RFC 9457 problem details with a stable `code`.

Errors of a room are defined there and say themselves how they are answered (`answered`): this module imports no room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from app.limited import TooHeavy
from app.logs import REQUEST_ID, log_failure
from app.texts.faults import fault_message
from graph import errors
from graph.computing import Lane, compute
from graph.draft import faults_of_list
from graph.errors import FAULTS_TOLD, Fault, Faults

E = TypeVar("E", bound=errors.PowerMapError)
MEDIA_TYPE = "application/problem+json"


class TooLarge(errors.PowerMapError):
    """The body is longer than allowed; `limit` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the body is longer than {limit:,} bytes")


class TooSlow(errors.PowerMapError):
    """The body did not arrive in time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the body did not arrive within {seconds:g} seconds")


class WrongMediaType(errors.PowerMapError):
    """The body is declared as something else than JSON."""


class NotAcceptable(errors.PowerMapError):
    """The caller accepts none of the media types the route answers in; it names those."""


class WhoAreYou(errors.PowerMapError):
    """The request carries no key, or one that is not accepted."""


class ForeignOrigin(errors.PowerMapError):
    """A page of another origin sent the request."""


class TooManyGuesses(errors.PowerMapError):
    """Too many keys that are not accepted came from one address."""


class KeyInAddress(errors.PowerMapError):
    """A key stands in the address, which logs of proxies and browsers keep."""


class TooManyRequests(errors.PowerMapError):
    """One key asks more often than it may."""


class TooManyStreams(errors.PowerMapError):
    """One key follows as many accounts as it may."""


class AuditUnavailable(errors.PowerMapError):
    """What would have to be noted in the audit log cannot be, so it is not done."""


class ProviderUnavailable(errors.PowerMapError):
    """The identity provider does not answer, or not as one."""

    def __init__(self) -> None:
        super().__init__("the identity provider does not answer; keys are accepted meanwhile")


class PreconditionMissing(errors.PowerMapError):
    """An update of an existing record needs If-Match."""


class FaultBody(BaseModel):
    """One fault: where, what, and how to mend it."""

    pointer: str = Field(description="JSON pointer into the body, or `/query/NAME`.", examples=["/people/3/rank"])
    code: str = Field(description="Stable code.", examples=["out-of-range"])
    value: Any = Field(default=None, description="The faulty value, cut if long.", examples=[9])
    message: str = Field(description="What is wrong and how to mend it.", examples=["must be at most 6"])
    message_zh: str = Field(description="In Chinese.", examples=["不能大于 6"])


class RowFaultBody(FaultBody):
    """A fault of an imported file, with its cell."""

    sheet: str = Field(description="Name of the sheet, file or list.", examples=["People"])
    row: int = Field(description="As spreadsheet programs count, or line of a JSON Lines file.", examples=[4])
    column: str | None = Field(description="Its heading as the file has it.", examples=["Rank"])
    cell: str | None = Field(description="The cell as spreadsheet programs name it.", examples=["E4"])
    message_en: str = Field(description="What is wrong and how to mend it.", examples=["must be at most 6"])


@dataclass(frozen=True)
class RowFault(Fault):
    """A fault whose place in an imported file is known; `row` counts from 1, `place` is the column's letters."""

    sheet: str = ""
    row: int = 0
    heading: str | None = None
    place: str | None = None


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:powermap:problem:not-found",
                "title": "No such thing",
                "status": 404,
                "code": "not-found",
                "detail": "no account 'acme'",
                "instance": "urn:powermap:request:4f0c",
                "errors": [],
            }
        }
    )

    type: str = Field(description="Names the kind of problem.")
    title: str = Field(description="The kind of problem in a few words.")
    status: int = Field(description="HTTP status.")
    code: str = Field(description="Stable code of the problem.")
    detail: str = Field(description="What happened here, in one sentence.")
    instance: str = Field(description="Names this request in the service's log.")
    errors: list[RowFaultBody | FaultBody] = Field(
        default_factory=list,
        description=f"The first {FAULTS_TOLD} faults; those of imported files with their cell.",
    )
    errors_total: int | None = Field(default=None, description="Number of faults, where not all are listed.")


@dataclass(frozen=True)
class Answer:
    """How one class of errors is answered."""

    status: int
    code: str
    title: str
    headers: Mapping[str, str]


def _answer(status: int, code: str, title: str, **headers: str) -> Answer:
    return Answer(status, code, title, {name.replace("_", "-"): value for name, value in headers.items()})


TABLE: dict[type[errors.PowerMapError], Answer] = {
    KeyInAddress: _answer(400, "key-in-address", "A key stands in the address"),
    errors.Malformed: _answer(400, "malformed", "The body cannot be read"),
    WhoAreYou: _answer(401, "unauthorized", "Who are you?", WWW_Authenticate="Bearer"),
    errors.NotAllowed: _answer(403, "not-allowed", "You may not do that"),
    ForeignOrigin: _answer(403, "foreign-origin", "It comes from a page of another origin"),
    errors.NotFound: _answer(404, "not-found", "No such thing"),
    NotAcceptable: _answer(406, "not-acceptable", "There is no such form of it"),
    errors.Conflict: _answer(409, "conflict", "It does not fit what is stored"),
    errors.AlreadyExists: _answer(409, "duplicate-id", "There is one already"),
    errors.Restricted: _answer(409, "restricted", "It is kept and not used"),
    errors.StillRunning: _answer(409, "still-running", "The same is being done", Retry_After="1"),
    errors.AlreadyDone: _answer(409, "already-done", "It was done before"),
    errors.KeyReused: _answer(422, "key-reused", "The Idempotency-Key is of another request"),
    errors.StillReferenced: _answer(409, "still-referenced", "Other records refer to it"),
    errors.Stale: _answer(412, "stale", "It was changed meanwhile"),
    TooSlow: _answer(408, "too-slow", "The body did not arrive in time", Connection="close"),
    TooLarge: _answer(413, "too-large", "The body is too long", Connection="close"),
    WrongMediaType: _answer(415, "wrong-media-type", "The body is of a media type that is not taken here"),
    TooHeavy: _answer(422, "too-heavy", "It takes too much time or memory"),
    errors.InvalidDocument: _answer(422, "invalid", "It has faults"),
    TooManyGuesses: _answer(429, "too-many-guesses", "Too many keys that are not accepted", Retry_After="60"),
    TooManyRequests: _answer(429, "too-many-requests", "Too many requests", Retry_After="5"),
    TooManyStreams: _answer(429, "too-many-streams", "Too many streams of events", Retry_After="10"),
    PreconditionMissing: _answer(428, "precondition-required", "Say which version you change"),
    AuditUnavailable: _answer(503, "audit-unavailable", "The audit log cannot be written", Retry_After="60"),
    ProviderUnavailable: _answer(
        503, "identity-provider-unavailable", "The identity provider does not answer", Retry_After="10"
    ),
    errors.Overloaded: _answer(503, "overloaded", "Too much is asked for at once", Retry_After="5"),
    errors.StoreUnavailable: _answer(503, "store-unavailable", "The store does not answer", Retry_After="3"),
    errors.OutcomeUnknown: _answer(503, "outcome-unknown", "Nobody knows whether it was stored", Retry_After="3"),
    errors.QueryTooSlow: _answer(503, "store-too-slow", "The store answers too slowly", Retry_After="3"),
    errors.StoreInconsistent: _answer(
        503, "store-inconsistent", "The store holds what cannot be read", Retry_After="60"
    ),
}
_OF_ROOMS: dict[type[errors.PowerMapError], Answer] = {}
_OTHER = {404: "not-found", 405: "method-not-allowed"}


def answered(status: int, code: str, title: str, **headers: str) -> Callable[[type[E]], type[E]]:
    """Says of an error of a room how it is answered; the table knows the domain's own."""

    def register(error: type[E]) -> type[E]:
        _OF_ROOMS[error] = _answer(status, code, title, **headers)
        return error

    return register


def answer_to(error: errors.PowerMapError) -> Answer:
    """How an error is answered: as its own class, or as the nearest above it."""
    known = TABLE | _OF_ROOMS
    return next(known[cls] for cls in type(error).__mro__ if cls in known)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that may answer with these statuses; what they look like says `app/openapi.py`."""
    return {status: {"description": ""} for status in statuses}


def titles_of(status: int) -> str:
    """What a problem of this status may be."""
    titles = [answer.title for answer in TABLE.values() if answer.status == status]
    return " / ".join(titles)


def install(
    app: FastAPI,
    methods_at: Callable[[Request], list[str]] | None = None,
    page_of: Callable[[Request], Response | None] = lambda _: None,
) -> None:
    """Answer every error of the domain, of a request's parameters and of routing as problem details.

    `methods_at` says which methods a path has, for the Allow header; `page_of` what a browser sees where there is nothing.
    """

    async def of_domain(request: Request, error: errors.PowerMapError) -> Response:
        return await problem_of(request, error)

    async def of_parameters(request: Request, error: RequestValidationError) -> Response:
        faults = faults_of_list(list(error.errors()))
        return await _problem(request, TABLE[errors.InvalidDocument], "the request's parameters have faults", faults)

    async def of_routing(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and (page := page_of(request)) is not None:  # noqa: PLR2004 - Not Found
            return page
        code = _OTHER.get(error.status_code, "refused")
        headers = dict(error.headers or {})
        if error.status_code == 405 and methods_at and (known := methods_at(request)):  # noqa: PLR2004 - Method Not Allowed
            headers["Allow"] = ", ".join(known)
        answer = Answer(error.status_code, code, str(error.detail), headers)
        return await _problem(request, answer, str(error.detail), Faults())

    async def of_bug(request: Request, error: Exception) -> Response:
        log_failure("bug", error, id=_request_id(request))
        answer = Answer(500, "internal", "Something went wrong here", {})
        return await _problem(request, answer, "The fault is ours; the log has it under this request's id.", Faults())

    app.add_exception_handler(errors.PowerMapError, of_domain)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, of_parameters)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, of_routing)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, of_bug)


async def problem_of(request: Request, error: errors.PowerMapError) -> Response:
    """The answer to an error of the domain."""
    answer = answer_to(error)
    if isinstance(error, errors.Stale) and error.current:
        answer = replace(answer, headers={**answer.headers, "ETag": error.current})
    return await _problem(request, answer, str(error), Faults(getattr(error, "faults", ())), code=_own_code(error))


def _own_code(error: errors.PowerMapError) -> str | None:
    if isinstance(error, errors.Malformed):
        return error.reason
    if isinstance(error, errors.Conflict) and error.faults:
        return error.faults[0].code
    return None


async def _problem(
    request: Request, answer: Answer, detail: str, faults: Faults, *, code: str | None = None
) -> Response:
    def make() -> bytes:
        body = Problem(
            type=f"urn:powermap:problem:{code or answer.code}",
            title=answer.title,
            status=answer.status,
            code=code or answer.code,
            detail=detail,
            instance=f"urn:powermap:request:{_request_id(request)}",
            errors=[fault_body(fault) for fault in faults[:FAULTS_TOLD]],
            errors_total=faults.number if faults.number > FAULTS_TOLD else None,
        )
        return orjson.dumps(body.model_dump(exclude={"errors_total"} if body.errors_total is None else None))

    body = await compute(make, Lane.ANSWER) if faults else make()
    return Response(body, answer.status, dict(answer.headers), MEDIA_TYPE)


def fault_body(fault: Fault) -> FaultBody:
    """A fault with its message in both languages, and its cell where it has one."""
    english = fault_message(fault, "en")
    body = FaultBody(
        pointer=fault.pointer,
        code=fault.code,
        value=fault.value,
        message=english,
        message_zh=fault_message(fault, "zh"),
    )
    if not isinstance(fault, RowFault):
        return body
    cell = f"{fault.place}{fault.row}" if fault.place else None
    return RowFaultBody(
        **dict(body), sheet=fault.sheet, row=fault.row, column=fault.heading, cell=cell, message_en=english
    )


def _request_id(request: Request) -> str:
    return str(getattr(request.state, REQUEST_ID, ""))
