"""Requests sent again under their Idempotency-Key are done once and answered as the first time, on both engines."""

import asyncio
import hashlib
import json
import socket
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from app.repeats import LONGEST
from graph.accounts import edit_document
from graph.errors import AlreadyDone, KeyReused
from graph.repeats import CLAIM, CLAIM_OPERATION, FIND_OPERATION, FORGET_OPERATIONS, KEEP_ANSWER, Claim, Repeated
from graph.store import GET_VERSION, Store
from tests import documents
from tests.conftest import Place
from tests.keys_at_hand import KeyedService, keyed_service
from tests.patience import PATIENCE
from tests.records_at_hand import API, SAMPLES, Desk, Json, base_document
from tests.serving import serving

KEY = "Idempotency-Key"


@pytest_asyncio.fixture
async def desk(client: httpx.AsyncClient, account_id: str) -> Desk:
    desk = Desk(client, account_id)
    await desk.load(base_document(account_id))
    return desk


@pytest_asyncio.fixture
async def service(place: Place) -> AsyncIterator[KeyedService]:
    async with keyed_service(place) as made:
        yield made


async def revision(store: Store, account_id: str) -> int | None:
    rows = await store.read(GET_VERSION, account_id=account_id)
    return rows[0].revision if rows else None


async def twice(client: httpx.AsyncClient, method: str, path: str, **sent: Any) -> httpx.Response:
    """The answer to a request that is sent three times under one key, which must be one answer."""
    headers = {KEY: uuid4().hex, **sent.pop("headers", {})}
    first, *again = [await client.request(method, f"{API}{path}", headers=headers, **sent) for _ in range(3)]
    assert first.is_success, first.text
    assert "idempotent-replayed" not in first.headers
    for answer in again:
        assert (answer.status_code, answer.content) == (first.status_code, first.content), answer.text
        assert answer.headers["idempotent-replayed"] == "true"
        for name in ("etag", "location", "content-type"):
            assert answer.headers.get(name) == first.headers.get(name), name
    return first


@pytest.mark.parametrize("collection", ["people", "influence", "interactions", "attitudes"])
async def test_every_change_of_a_record_is_done_once(
    desk: Desk, store: Store, client: httpx.AsyncClient, collection: str
) -> None:
    sample, own = SAMPLES[collection], f"/accounts/{desk.account_id}"
    before = await revision(store, desk.account_id)
    assert before
    made = await twice(client, "POST", f"{own}/{sample.collection}", json=sample.record)
    assert made.status_code == 201
    etag = {"If-Match": made.headers["etag"]}
    changed = await twice(client, "PATCH", f"{own}/{sample.path}", json=sample.changed, headers=etag)
    etag = {"If-Match": changed.headers["etag"]}
    put = await twice(client, "PUT", f"{own}/{sample.path}", json=sample.record, headers=etag)
    assert put.json() == made.json()
    await twice(client, "DELETE", f"{own}/{sample.path}", headers={"If-Match": put.headers["etag"]})
    assert await revision(store, desk.account_id) == before + 4


async def test_whatever_else_writes_is_done_once(desk: Desk, store: Store, client: httpx.AsyncClient) -> None:
    own = f"/accounts/{desk.account_id}"
    document = base_document(desk.account_id)
    count = await revision(store, desk.account_id)
    assert count
    for method, path, body in (
        ("PUT", "document", document | {"goals": [{"id": "g", "name": "G", "kind": "GOAL", "person": "a"}]}),
        ("POST", "undo", None),
        ("POST", "snapshots", {"name": "Q1"}),
        ("POST", "people/a/merge", {"duplicate": "b"}),
        ("PATCH", "", {"name": "New name"}),
    ):
        headers = {"If-Match": "*"} if method == "PATCH" else {}
        await twice(client, method, f"{own}/{path}".rstrip("/"), headers=headers, **({"json": body} if body else {}))
        count += 1
        assert await revision(store, desk.account_id) == count, path
    file = {"file": ("more.json", json.dumps(base_document(desk.account_id) | {"team": [{"id": "k", "name": "K"}]}))}
    await twice(client, "POST", f"{own}/imports?mode=merge", files=file)  # each time with another boundary
    assert await revision(store, desk.account_id) == count + 1
    below = f"{desk.account_id}-new"
    await twice(client, "POST", "/accounts", json={"id": below, "name": "New"})
    await twice(client, "DELETE", f"/accounts/{below}?cascade=true")
    assert await revision(store, below) is None


async def test_a_change_of_nothing_stays_one(desk: Desk, client: httpx.AsyncClient) -> None:
    """What changed nothing the first time changes nothing later, when it would."""
    path, key = f"{API}/accounts/{desk.account_id}/document", {KEY: uuid4().hex}
    document = base_document(desk.account_id)
    first = await client.put(path, json=document, headers=key)
    assert (first.json()["created"], first.json()["deleted"]) == (0, 0)
    await desk.load(document | {"team": [{"id": "n", "name": "New"}]})
    again = await client.put(path, json=document, headers=key)
    assert again.content == first.content
    assert [one["id"] for one in (await client.get(path)).json()["team"]] == ["n"]


async def test_of_two_processes_one_carries_it_out_and_a_dead_one_keeps_nobody_from_it(
    place: Place, account_id: str
) -> None:
    """Two services on one store know of each other by what stands in it alone."""
    async with keyed_service(place) as one, keyed_service(place) as two:
        ann, key = await one.key("admin"), {KEY: uuid4().hex}
        await one.desk(account_id, ann).load(base_document(account_id))
        path, body = f"{API}/accounts/{account_id}/people", {"id": "n1", "name": "N"}
        store, actor = one.app.state.accounts.store, ann["Authorization"].split("_")[1]

        def claim_of(sent: str) -> str:
            return hashlib.sha256(f"{actor}\n{sent}".encode()).hexdigest()

        async with one.app.state.accounts.store.write_queue.take(account_id):
            first = asyncio.ensure_future(one.client.post(path, json=body, headers=ann | key))
            async with asyncio.timeout(PATIENCE):
                while not await store.read(FIND_OPERATION, id=claim_of(key[KEY])):  # noqa: ASYNC110 - it stands in the store
                    await asyncio.sleep(0.01)
                second = await two.client.post(path, json=body, headers=ann | key)
            assert second.json()["code"] == "still-running"
        assert (await first).status_code == 201
        again = await two.client.post(path, json=body, headers=ann | key)
        assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")

        claim = claim_of(f"{key[KEY]}-2")
        day = {"now": "2026-01-01", "until": "2999-01-01"}
        await store.change(CLAIM_OPERATION, id=claim, owner="dead", **day)
        other, lost = {"id": "n2", "name": "N"}, ann | {KEY: f"{key[KEY]}-2"}
        assert (await two.client.post(path, json=other, headers=lost)).json()["code"] == "still-running"
        await store.change(CLAIM_OPERATION, id=claim, owner="dead", now="2026-01-01", until="2026-01-02")
        assert (await two.client.post(path, json=other, headers=lost)).status_code == 201
        refused = {"id": "n3", "name": 1}, ann | {KEY: uuid4().hex}
        assert (await one.client.post(path, json=refused[0], headers=refused[1])).status_code == 422
        right = {"id": "n3", "name": "N"}
        assert (await two.client.post(path, json=right, headers=refused[1])).status_code == 201


async def test_a_key_stands_for_one_request_of_one_caller(service: KeyedService, account_id: str) -> None:
    client, key = service.client, {KEY: "order 66"}
    ann, bob = await service.key("admin", name="Ann"), await service.key("admin", name="Bob")
    await service.desk(account_id, ann).load(base_document(account_id))
    path = f"{API}/accounts/{account_id}/people"
    refused = await client.post(path, json={"id": "n1", "name": 1}, headers=ann | key)
    assert refused.status_code == 422
    made = await client.post(path, json={"id": "n1", "name": "N"}, headers=ann | key)
    assert made.status_code == 201, "what was refused was not done, so its key is free"
    for other in (
        client.post(path, json={"id": "n2", "name": "N"}, headers=ann | key),
        client.post(f"{path}?x=1", json={"id": "n1", "name": "N"}, headers=ann | key),
        client.put(f"{path}/n1", json={"id": "n1", "name": "N"}, headers=ann | key),
        client.delete(f"{path}/n1", headers=ann | key),
    ):
        answer = await other
        assert answer.status_code == 422, answer.text
        assert answer.json()["code"] in {"key-reused", "invalid"}
    taken = await client.post(path, json={"id": "n1", "name": "N"}, headers=bob | key)
    assert (taken.status_code, taken.json()["code"]) == (409, "duplicate-id"), "another's key is another key"
    nobody = await client.post(path, json={"id": "n1", "name": "N"}, headers=key)
    assert nobody.status_code == 401
    for wrong in ("", "x" * (LONGEST + 1)):
        assert (await client.post(path, json={}, headers=ann | {KEY: wrong})).status_code == 422
    assert {p["id"] for p in (await client.get(path, headers=ann)).json()["items"]} == {"a", "b", "c", "n1"}


async def test_of_many_at_once_one_is_done(desk: Desk, store: Store, client: httpx.AsyncClient) -> None:
    before = await revision(store, desk.account_id)
    assert before
    path, key = f"{API}/accounts/{desk.account_id}/people", {KEY: uuid4().hex}
    answers = await asyncio.gather(*(client.post(path, json={"id": "n", "name": "N"}, headers=key) for _ in range(8)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(201) >= 1
    assert set(codes) <= {201, 409}
    assert {a.json()["code"] for a in answers if a.status_code == 409} <= {"still-running"}
    assert all(a.headers["retry-after"] == "1" for a in answers if a.status_code == 409)
    assert await revision(store, desk.account_id) == before + 1


async def test_what_was_done_and_not_answered_is_not_done_again(
    store: Store, other_store: Store, account_id: str
) -> None:
    """As after a crash between the two: two processes, the second of which is asked again."""

    async def attempt(where: Store, body: str, people: int) -> Any:
        claim = Claim(f"op-{account_id}", lambda: body)
        token = CLAIM.set(claim)
        try:
            edit = documents.becoming(documents.small(account_id, people))
            return await edit_document(where, account_id, edit, documents.AUTHOR)
        finally:
            CLAIM.reset(token)

    await attempt(store, "one", 1)
    for where in (store, other_store):
        with pytest.raises(AlreadyDone, match="as revision 1"):
            await attempt(where, "one", 2)
        with pytest.raises(KeyReused):
            await attempt(where, "two", 2)
    await store.change(
        KEEP_ANSWER,
        id=f"op-{account_id}",
        properties={"status": 200, "headers": "[]", "answer": "é", "at": "2001-01-01"},
    )
    with pytest.raises(Repeated) as repeated:
        await attempt(other_store, "one", 2)
    assert repeated.value.row.answer == "é"
    assert await revision(store, account_id) == 1
    await store.change(FORGET_OPERATIONS, before="2001-01-02", limit=1000)
    await attempt(store, "one", 2)
    assert await revision(store, account_id) == 2
    await edit_document(store, account_id, documents.becoming(None), documents.AUTHOR)
    assert await store.read(FIND_OPERATION, id=f"op-{account_id}") == [], (
        "an account takes along what was answered of it"
    )


async def test_a_key_that_was_made_is_kept_nowhere(service: KeyedService) -> None:
    headers = await service.key("admin") | {KEY: uuid4().hex}
    made = [
        await service.client.post(f"{API}/keys", json={"role": "reader", "name": "x"}, headers=headers) for _ in (1, 2)
    ]
    assert len({answer.json()["key"] for answer in made}) == 2


async def test_a_question_is_answered_anew(desk: Desk, client: httpx.AsyncClient) -> None:
    path, key = f"{API}/accounts/{desk.account_id}/what-if", {KEY: uuid4().hex}
    body: Json = {"changes": []}
    for _ in range(2):
        answer = await client.post(path, json=body, headers=key)
        assert answer.status_code == 200
        assert "idempotent-replayed" not in answer.headers


@pytest.mark.engines("embedded")
def test_who_goes_before_the_answer_finds_it_when_asking_again(place: Place, store: Store, account_id: str) -> None:
    """The client hangs up as soon as all is sent: what it asked for is done, and its answer is there afterwards."""
    assert store
    with serving(place.settings()) as service:
        body = json.dumps(documents.small(account_id, people=600).model_dump(mode="json")).encode()
        path = f"{API}/accounts/{account_id}/document"
        head = f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{KEY}: once\r\n"
        with socket.create_connection(service.address, timeout=PATIENCE) as connection:
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        until = time.monotonic() + PATIENCE
        while True:  # it may not have been begun, may be running, or is done
            again = httpx.put(
                f"{service.url}{path}",
                content=body,
                headers={KEY: "once", "Content-Type": "application/json"},
                timeout=PATIENCE,
            )
            if again.status_code != 409:
                break
            assert again.json()["code"] == "still-running", again.text
            assert time.monotonic() < until
            time.sleep(0.05)
        assert (again.status_code, again.json()["revision"], again.json()["created"]) == (200, 1, 601)
