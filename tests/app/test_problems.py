"""Every error of the domain has its answer; statuses are pinned here, so that changing one is a decision."""

import asyncio
import gc
import json
import logging
import re
from collections.abc import Iterator

import httpx
import pytest
import structlog
from fastapi import FastAPI
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import app.logs
import app.problems
from app.imports.errors import UnreadableFile, WouldDelete
from app.imports.plan.invalid import InvalidFile
from app.jobs.service import JobUnfinished, TooManyJobs
from app.limited import TooHeavy
from app.own_cypher.errors import QueryTimeout, QueryTooComplex, QueryTooLarge, ReadOnly, StatementNotAllowed
from app.problems import TABLE, answer_to
from app.shares.service import ShareEnded
from app.webhooks.service import WebhooksOff
from graph import errors, spans
from graph.document import AccountDocument
from graph.errors import Fault, PowerMapError
from graph.jobs import LeaseLost
from tests import documents
from tests.conftest import EMBEDDED_ONLY, Place, client_of, running

STATUSES = {
    "Malformed": (400, "malformed"),
    "WhoAreYou": (401, "unauthorized"),
    "NotAllowed": (403, "not-allowed"),
    "ForeignOrigin": (403, "foreign-origin"),
    "QueryTooComplex": (400, "query-too-complex"),
    "ReadOnly": (403, "read-only"),
    "StatementNotAllowed": (403, "statement-not-allowed"),
    "QueryTimeout": (408, "query-timeout"),
    "QueryTooLarge": (422, "query-too-large"),
    "NotFound": (404, "not-found"),
    "Conflict": (409, "conflict"),
    "AlreadyExists": (409, "duplicate-id"),
    "StillReferenced": (409, "still-referenced"),
    "StillRunning": (409, "still-running"),
    "AlreadyDone": (409, "already-done"),
    "KeyReused": (422, "key-reused"),
    "Stale": (412, "stale"),
    "TooLarge": (413, "too-large"),
    "NotAcceptable": (406, "not-acceptable"),
    "TooSlow": (408, "too-slow"),
    "WouldDelete": (409, "conflict"),
    "WrongMediaType": (415, "wrong-media-type"),
    "TooHeavy": (422, "too-heavy"),
    "InvalidDocument": (422, "invalid"),
    "InvalidFile": (422, "invalid"),
    "UnreadableFile": (422, "unreadable-file"),
    "KeyInAddress": (400, "key-in-address"),
    "TooManyGuesses": (429, "too-many-guesses"),
    "TooManyRequests": (429, "too-many-requests"),
    "TooManyStreams": (429, "too-many-streams"),
    "ShareEnded": (410, "share-ended"),
    "WebhooksOff": (403, "webhooks-off"),
    "TooManyJobs": (429, "too-many-jobs"),
    "JobUnfinished": (409, "job-unfinished"),
    "LeaseLost": (409, "conflict"),
    "Restricted": (409, "restricted"),
    "PreconditionMissing": (428, "precondition-required"),
    "AuditUnavailable": (503, "audit-unavailable"),
    "ProviderUnavailable": (503, "identity-provider-unavailable"),
    "Overloaded": (503, "overloaded"),
    "StoreUnavailable": (503, "store-unavailable"),
    "OutcomeUnknown": (503, "outcome-unknown"),
    "QueryTooSlow": (503, "store-too-slow"),
    "StoreInconsistent": (503, "store-inconsistent"),
    "StoreDamaged": (503, "store-inconsistent"),
}
MADE: dict[str, PowerMapError] = {
    "ProviderUnavailable": app.problems.ProviderUnavailable(),
    "Malformed": errors.Malformed("not-json", "line 1"),
    "WhoAreYou": app.problems.WhoAreYou("no key"),
    "StillRunning": errors.StillRunning("wait"),
    "AlreadyDone": errors.AlreadyDone("read"),
    "KeyReused": errors.KeyReused("another"),
    "NotAllowed": errors.NotAllowed("no"),
    "ForeignOrigin": app.problems.ForeignOrigin("another page"),
    "QueryTooComplex": QueryTooComplex("query-too-long", max=1),
    "ReadOnly": ReadOnly("read-only", line=1, column=1, word="SET"),
    "StatementNotAllowed": StatementNotAllowed("statement-not-allowed", line=1, column=1, word="SHOW"),
    "QueryTimeout": QueryTimeout("query-timeout", seconds=5),
    "QueryTooLarge": QueryTooLarge("query-too-large", megabytes=512),
    "NotFound": errors.NotFound("person", "p"),
    "Conflict": errors.Conflict("no"),
    "AlreadyExists": errors.AlreadyExists("there"),
    "StillReferenced": errors.StillReferenced("named", ("people/p",)),
    "Stale": errors.Stale("changed", '"e"'),
    "Restricted": errors.Restricted("p", "2026-01-01", "OBJECTION"),
    "TooLarge": app.problems.TooLarge(1),
    "NotAcceptable": app.problems.NotAcceptable("it comes as application/json"),
    "TooSlow": app.problems.TooSlow(60),
    "WouldDelete": WouldDelete("acme", 3),
    "WrongMediaType": app.problems.WrongMediaType("text/plain"),
    "InvalidDocument": errors.InvalidDocument((Fault("/people/0/rank", "out-of-range", 9, {"le": 6}),)),
    "TooHeavy": TooHeavy("too long"),
    "KeyInAddress": app.problems.KeyInAddress("send it in the header"),
    "TooManyGuesses": app.problems.TooManyGuesses("wait"),
    "TooManyRequests": app.problems.TooManyRequests("wait"),
    "TooManyStreams": app.problems.TooManyStreams("wait"),
    "ShareEnded": ShareEnded("en"),
    "WebhooksOff": WebhooksOff(),
    "TooManyJobs": TooManyJobs(),
    "JobUnfinished": JobUnfinished("running"),
    "LeaseLost": LeaseLost(),
    "PreconditionMissing": app.problems.PreconditionMissing("If-Match"),
    "AuditUnavailable": app.problems.AuditUnavailable("its disk is full"),
    "Overloaded": errors.Overloaded("busy"),
    "StoreUnavailable": errors.StoreUnavailable("down"),
    "OutcomeUnknown": errors.OutcomeUnknown("away"),
    "InvalidFile": InvalidFile((Fault("/people/0/rank", "out-of-range", 9, {"le": 6}),)),
    "UnreadableFile": UnreadableFile(Fault("/file", "empty-file")),
    "QueryTooSlow": errors.QueryTooSlow("slow"),
    "StoreInconsistent": errors.StoreInconsistent("odd"),
    "StoreDamaged": errors.StoreDamaged("cut"),
}


def subclasses(cls: type[PowerMapError]) -> Iterator[type[PowerMapError]]:
    for below in cls.__subclasses__():
        if below.__module__.startswith(("app.", "graph.")):
            yield below
            yield from subclasses(below)


def test_every_error_of_the_domain_is_in_the_table() -> None:
    assert {cls.__name__ for cls in subclasses(PowerMapError)} == set(STATUSES) == set(MADE)
    answers = {name: answer_to(error) for name, error in MADE.items()}
    assert {name: (answer.status, answer.code) for name, answer in answers.items()} == STATUSES


def test_an_error_takes_the_answer_of_the_nearest_class_above() -> None:
    class Special(errors.Stale):
        pass

    assert answer_to(Special("x", "e")) is TABLE[errors.Stale]


@pytest.fixture(scope="module")
def raising() -> FastAPI:
    """The service's own problem handlers around one route that raises what its path names."""
    made = FastAPI()
    app.problems.install(made)

    @made.get("/raise/{name}")
    async def raise_it(name: str) -> None:
        if name not in MADE:
            raise RuntimeError("张总 thinks little of us")
        raise MADE[name]

    return made


@pytest.mark.parametrize("name", STATUSES)
async def test_each_error_is_answered_as_problem_details(raising: FastAPI, name: str) -> None:
    async with client_of(raising) as client:
        answer = await client.get(f"/raise/{name}")
    problem = answer.json()
    status, code = STATUSES[name]
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == ("not-json" if name == "Malformed" else code)
    assert problem["type"] == f"urn:powermap:problem:{problem['code']}"
    assert ("retry-after" in answer.headers) == (status in {429, 503} or name == "StillRunning")
    assert set(problem) == {"type", "title", "status", "code", "detail", "instance", "errors"}


async def test_a_fault_says_where_what_and_how_to_mend_it_in_both_languages(raising: FastAPI) -> None:
    async with client_of(raising) as client:
        (fault,) = (await client.get("/raise/InvalidDocument")).json()["errors"]
    assert (fault["pointer"], fault["code"], fault["value"]) == ("/people/0/rank", "out-of-range", 9)
    assert "≤ 6" in fault["message"]
    assert "≤ 6" in fault["message_zh"]


async def test_a_bug_tells_the_client_nothing_but_the_request(raising: FastAPI) -> None:
    transport = httpx.ASGITransport(raising, raise_app_exceptions=False)
    with structlog.testing.capture_logs() as lines:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            answer = await client.get("/raise/Bug")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "张总" not in answer.text + repr(lines)
    assert [line["event"] for line in lines] == ["bug"]
    assert lines[0]["error"] == "RuntimeError"
    assert lines[0]["id"] in answer.json()["instance"]
    assert re.fullmatch(r"tests\.app\.test_problems:\d+ \w+", lines[0]["frames"][-1])


async def test_what_libraries_log_of_errors_is_told_without_what_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    app.logs.configure("info", "json")

    async def fails() -> None:
        try:
            {}["张总"]
        except KeyError as error:
            raise ValueError("not 张总") from error

    lost = asyncio.ensure_future(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del lost
    gc.collect()
    logging.getLogger("uvicorn.error").error("cannot serve %s", "张总")
    logging.getLogger("uvicorn.error").info("started for %s", "张总")
    logging.getLogger("neo4j").error("[#%04X] %s", 7, "张总")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["library"], line["message"]) for line in lines] == [
        ("asyncio", "Task exception was never retrieved"),
        ("uvicorn.error", "cannot serve %s"),
        ("neo4j", "[#%04X] %s"),
    ]
    assert lines[0]["error"] == "ValueError"
    assert "KeyError led to ValueError" in lines[0]["frames"]
    assert "张总" not in repr(lines)


def test_an_error_is_logged_in_either_form(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "json"):
        app.logs.configure("info", form)
        try:
            int("张总")
        except ValueError as error:
            app.logs.log_failure("bug", error)
        told = capsys.readouterr().err
        assert "ValueError" in told
        assert "tests.app.test_problems" in told
        assert "张总" not in told


def test_an_error_is_logged_once(capsys: pytest.CaptureFixture[str]) -> None:
    app.logs.configure("info", "json")
    try:
        int("张总")
    except ValueError as error:
        app.logs.log_failure("bug", error)
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "bug"


@EMBEDDED_ONLY
async def test_each_answer_carries_the_id_of_its_request(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/accounts/none/document")
    assert answer.json()["instance"] == f"urn:powermap:request:{answer.headers['x-request-id']}"
    assert answer.headers["x-content-type-options"] == "nosniff"


@EMBEDDED_ONLY
async def test_a_request_is_part_of_the_trace_its_caller_names(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no trace is passed over, and begins none in the answer; the line stays one of JSON, with who asked."""
    app.logs.configure("info", "json")
    trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    wrong = ["", "x", f"00-{trace}-{parent}", f"ff-{trace}-{parent}-01", f"00-{trace}-{'0' * 16}-01"]
    wrong += [f"00-{'0' * 32}-{parent}-01", f"00-{trace}-{parent}-01-more", f"00-{trace.upper()}-{parent}-01"]
    for sent in (f"00-{trace}-{parent}-01", f"cc-{trace}-{parent}-01-what-is-to-come", *wrong):
        answer = await client.get("/api/v1/accounts/none", headers={"traceparent": sent})
        (line,) = [json.loads(one) for one in capsys.readouterr().err.splitlines()]
        assert (line["event"], line["status"], line["actor"]) == ("request", 404, "demo")
        if sent in wrong:
            assert "traceparent" not in answer.headers
            assert "trace" not in line
        else:
            version, same, own, flags = answer.headers["traceparent"].split("-")
            assert (version, same, flags, line["trace"]) == ("00", trace, "01", trace)
            assert re.fullmatch(r"[0-9a-f]{16}", own)
            assert own != parent


@EMBEDDED_ONLY
async def test_a_request_and_its_statements_are_spans_of_the_callers_trace(
    client: httpx.AsyncClient, account_id: str, tiny: AccountDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements lie within their request; no span holds a value, and the answer names the request's."""
    remembered, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(remembered))
    monkeypatch.setattr(spans, "_TRACER", provider.get_tracer("of this test"))
    trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    headers = {"traceparent": f"00-{trace}-{parent}-01"}
    document = tiny.model_dump(mode="json")
    document["account"]["id"] = account_id
    path = f"/api/v1/accounts/{account_id}/document"
    answer = await client.put(path, json=document, headers=headers)
    assert answer.status_code == 200
    *statements, request = remembered.get_finished_spans()
    assert request.name == "PUT /accounts/{account_id}/document"
    assert request.attributes == {"http.request.method": "PUT", "http.response.status_code": 200}
    assert answer.headers["traceparent"] == f"00-{trace}-{request.context.span_id:016x}-01"
    assert {f"{one.context.trace_id:032x}" for one in (request, *statements)} == {trace}
    assert "changes/append_changes" in {one.name for one in statements}
    assert {one.parent.span_id for one in statements if one.parent} == {request.context.span_id}
    assert {frozenset(one.attributes or ()) for one in statements} == {frozenset({"db.system.name"})}


@EMBEDDED_ONLY
async def test_one_line_a_request_and_no_name_or_note_in_any(
    client: httpx.AsyncClient, account_id: str, tiny: AccountDocument
) -> None:
    person = tiny.people[0].model_copy(update={"name": "张总", "title": "秘密职位"})
    note = tiny.interactions[0].model_copy(update={"note": "他不信任我们"})
    document = documents.named(tiny, account_id, name="机密客户").model_copy(
        update={"people": (person, *tiny.people[1:]), "interactions": (note,)}
    )
    path = f"/api/v1/accounts/{account_id}/document"
    wrong = documents.bytes_of(document).replace(b'"rank":1', b'"rank":7')
    with structlog.testing.capture_logs() as lines:
        await client.put(path, content=documents.bytes_of(document))
        await client.put(path, content=wrong)
        await client.put(path, content=b'{"\xe5\xbc\xa0\xe6\x80\xbb')
        await client.get(path)
        await client.get("/api/v1/accounts/张总/document")
        await client.get("/api/v1/accounts/张总/document?note=他不信任我们")
    text = repr(lines)
    assert [word for word in ("张总", "秘密职位", "他不信任我们", "机密客户", "Mia", "dinner") if word in text] == []
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["status"], line["account"]) for line in requests] == [
        (200, account_id),
        (422, None),
        (400, None),
        (200, account_id),
        (404, None),
        (422, None),
    ]
    assert all(line["route"].endswith("/accounts/{account_id}/document") for line in requests)


async def test_a_request_that_is_given_up_leaves_the_service_well(client: httpx.AsyncClient, account_id: str) -> None:
    body = documents.bytes_of(documents.small(account_id, people=500))
    for delay in (0.001, 0.02, 0.1):
        request = asyncio.ensure_future(client.put(f"/api/v1/accounts/{account_id}/document", content=body))
        await asyncio.sleep(delay)
        request.cancel()
        await asyncio.wait([request])
    answer = await client.put(f"/api/v1/accounts/{account_id}/document", content=body)
    assert answer.status_code == 200
    assert (await client.get(f"/api/v1/accounts/{account_id}/document")).content == documents.bytes_of(
        documents.small(account_id, people=500)
    )


async def test_a_service_starts_and_stops_without_its_store() -> None:
    async with running(Place("bolt://neo4j@127.0.0.1:1/neo4j").settings()) as client:
        assert (await client.get("/health/live")).status_code == 200
