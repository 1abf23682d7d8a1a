"""Requests that are wrong as requests: methods, media types, Accept, HEAD and OPTIONS, bodies too large or too slow, headers."""

import json
import select
import socket
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from app.settings import Settings
from tests.conftest import EMBEDDED_ONLY, ON_BOTH
from tests.patience import PATIENCE, at_most
from tests.records_at_hand import API, Desk, refused
from tests.serving import Service, received, serving

pytestmark = EMBEDDED_ONLY


@pytest_asyncio.fixture
async def desk(client: httpx.AsyncClient, account_id: str) -> Desk:
    return await Desk(client, account_id).load()


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "people", "GET, HEAD, POST"),
        ("PUT", "people", "GET, HEAD, POST"),
        ("POST", "people/a", "DELETE, GET, HEAD, PATCH, PUT"),
        ("OPTIONS", "people/a", "DELETE, GET, HEAD, PATCH, PUT"),
        ("TRACE", "people", "GET, HEAD, POST"),
        ("BREW", "people", "GET, HEAD, POST"),
        ("POST", "vendor", "DELETE, GET, HEAD, PATCH, PUT"),
        ("GET", "undo", "POST"),
        ("HEAD", "undo", "POST"),
        ("DELETE", "document", "GET, HEAD, PUT"),
    ],
)
async def test_another_method_is_405_with_those_there_are(desk: Desk, method: str, path: str, allowed: str) -> None:
    answer = await desk.send(method, path, X_HTTP_Method_Override="DELETE")
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert method == "HEAD" or answer.json()["code"] == "method-not-allowed"
    assert len(await desk.items("people")) == 3


async def test_head_is_get_without_the_body(desk: Desk) -> None:
    for path in ("people", "people/a", "document", "changes"):
        got, head = await desk.send("GET", path), await desk.send("HEAD", path)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("etag", "content-type", "content-length"):
            assert head.headers.get(name) == got.headers.get(name)
    assert (await desk.send("HEAD", "people/no")).status_code == 404


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("", 200),
        ("application/json", 200),
        ("application/*;q=0.5, text/html", 200),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("APPLICATION/JSON; charset=utf-8", 200),
        ("text/html", 406),
        ("application/xml, text/*", 406),
        ("application/json;q=0", 406),
        (",;,", 406),
    ],
)
async def test_a_form_that_there_is_not_is_406(desk: Desk, accept: str, status: int) -> None:
    answer = await desk.send("GET", "people", Accept=accept)
    assert answer.status_code == status
    if status == 406:
        refused(answer, 406, "not-acceptable")


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "multipart/form-data", "json", ""])
async def test_another_media_type_is_415(desk: Desk, media_type: str) -> None:
    for method, path in (("POST", "people"), ("PUT", "people/x"), ("PATCH", "people/a")):
        answer = await desk.client.request(
            method, desk.url(path), content=b'{"id": "x", "name": "X"}', headers={"Content-Type": media_type}
        )
        refused(answer, 415, "wrong-media-type")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b'{"id": "\xff"}', "not-utf-8"),
        (b'{"id": "x", "id": "y"}', "repeated-key"),
        (b'{"id": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "too-deep"),
        (b'{"id": "\\ud800", "name": "x"}', "not-json"),
        (b'{"rank": ' + b"9" * 5000 + b"}", "not-json"),
    ],
)
async def test_bytes_that_are_not_acceptable_json_are_400(desk: Desk, body: bytes, code: str) -> None:
    for method, path in (("POST", "people"), ("PUT", "people/x"), ("PATCH", "people/a")):
        answer = await desk.client.request(method, desk.url(path), content=body, headers={"If-Match": "*"})
        refused(answer, 400, code)


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400, "0", "1.1", "-1", '"0.5"', "true"]
)
async def test_numbers_that_are_none_reach_no_store(desk: Desk, number: str) -> None:
    body = f'{{"source": "a", "target": "b", "strength": {number}}}'.encode()
    answer = await desk.client.post(desk.url("influence"), content=body)
    faults = refused(answer, 422, "invalid")
    assert [pointer for pointer, _ in faults] == ["/strength"]
    assert json.loads(answer.text, parse_constant=pytest.fail)
    stage = f'{{"id": "s", "order": 1, "kind": "NEED", "weight": {number}}}'.encode()
    answer = await desk.client.post(desk.url("opportunities/o/stages"), content=stage)
    assert answer.status_code == (201 if number == "1.1" else 422)


async def test_a_record_of_more_than_1_mb_is_413(desk: Desk) -> None:
    taken = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(50):
            taken += 1
            yield b" " * 100_000

    for method, path in (("POST", "people"), ("PUT", "people/x"), ("PATCH", "people/a")):
        taken = 0
        grown = await desk.client.request(method, desk.url(path), content=chunks())
        refused(grown, 413, "too-large")
        assert taken == 11
        declared = await desk.client.request(
            method, desk.url(path), content=chunks(), headers={"Content-Length": "50000000"}
        )
        refused(declared, 413, "too-large")
        assert taken == 11
    within = b'{"id": "x", "name": "X"' + b" " * 990_000 + b"}"
    assert (await desk.client.post(desk.url("people"), content=within)).status_code == 201


@ON_BOTH
@pytest.mark.parametrize(
    "text", ["') DETACH DELETE n //", "`}) RETURN 1", "$account_id", "<svg onload=x>", "=HYPERLINK(1)"]
)
async def test_text_is_data_in_every_place(desk: Desk, text: str) -> None:
    made = await desk.send("POST", "people", {"id": text, "name": text, "title": text})
    assert made.status_code == 201
    assert (await desk.client.get(made.headers["location"])).json()["name"] == text
    assert made.headers["x-content-type-options"] == "nosniff"
    found = await desk.items("people", q=text)
    assert [person["id"] for person in found] == [text]
    assert len(await desk.items("people")) == 4


# -- over a real connection -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = tmp_path_factory.mktemp("slow")
    with serving(Settings(store=f"embedded:{folder / 'store'}", demo=True, body_seconds=3)) as running:
        running.put("/accounts/acme", {"name": "Acme"})
        yield running


def _head(path: str, length: int) -> bytes:
    lines = (f"PUT {API}{path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json")
    return "\r\n".join((*lines, f"Content-Length: {length}", "", "")).encode()


def test_a_body_that_trickles_in_is_given_up_and_nobody_else_waits(service: Service) -> None:
    with socket.create_connection(service.address, timeout=PATIENCE) as slow:
        slow.sendall(_head("/accounts/acme/people/x", 1000))
        started = time.monotonic()
        meanwhile = 0  # answers to others before this one is given up; whoever waited for it would be answered after it
        while time.monotonic() - started < 1.2:
            slow.sendall(b" ")
            assert httpx.get(f"{service.url}{API}/accounts/acme/people", timeout=PATIENCE).status_code == 200
            meanwhile += not select.select([slow], [], [], 0)[0]
            time.sleep(0.1)
        answer = received(slow)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "too-slow"
    assert time.monotonic() - started < at_most(timers=3)
    assert meanwhile
    assert httpx.get(f"{service.url}{API}/accounts/acme/people/x", timeout=PATIENCE).status_code == 404


def test_a_body_that_is_cut_off_stores_nothing(service: Service) -> None:
    with socket.create_connection(service.address, timeout=PATIENCE) as cut:
        cut.sendall(_head("/accounts/acme/people/y", 1000) + b'{"id": "y", "name": "Y"}')
    time.sleep(0.3)
    assert httpx.get(f"{service.url}{API}/accounts/acme/people/y", timeout=PATIENCE).status_code == 404


def test_headers_without_end_are_refused(service: Service) -> None:
    huge = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Big: " + b"x" * 200_000
    answer = service.raw(huge)
    assert answer == b"" or answer.split()[1] in {b"400", b"431"}
    for nonsense in (b"\x00" * 100 + b"\r\n\r\n", b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"):
        assert service.raw(nonsense).split()[1:2] in ([], [b"400"])
    assert httpx.get(f"{service.url}/health/live", timeout=PATIENCE).status_code == 200


async def test_a_path_that_is_not_utf_8_names_no_account(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{API}/accounts/%ff%fe/document")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "control-character")


@pytest.mark.parametrize(
    ("query", "code"),
    [("lang=en&lang=zh", "wrong-type"), ("as_of=1899-12-31", "out-of-range"), ("as_of=2200-01-01", "out-of-range")],
)
async def test_questions_with_two_answers_or_none_are_refused(
    embedded_client: httpx.AsyncClient, account_id: str, query: str, code: str
) -> None:
    document = {"format": "powermap-account/1", "account": {"id": account_id, "name": "x"}}
    await embedded_client.put(f"{API}/accounts/{account_id}/document", json=document)
    answer = await embedded_client.get(f"{API}/accounts/{account_id}/export.svg?{query}")
    assert (answer.status_code, [fault["code"] for fault in answer.json()["errors"]]) == (422, [code])
