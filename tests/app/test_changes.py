"""The change feed and undo over REST, on both engines: who did what when, and taking back one's own last write."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from graph.store import Store
from tests.conftest import Place
from tests.keys_at_hand import KeyedService, keyed_service
from tests.records_at_hand import Desk, Json, base_document, refused


@pytest_asyncio.fixture(scope="module")
async def embedded_service(embedded_place: Place, embedded_store: Store) -> AsyncIterator[KeyedService]:
    await embedded_store.ping()  # so that the engine belongs to the run
    async with keyed_service(embedded_place) as running:
        yield running


@pytest_asyncio.fixture(scope="module")
async def neo4j_service(neo4j_place: Place) -> AsyncIterator[KeyedService]:
    async with keyed_service(neo4j_place) as running:
        yield running


@pytest.fixture
def service(engine: str, request: pytest.FixtureRequest) -> KeyedService:
    found: KeyedService = request.getfixturevalue(f"{engine}_service")
    return found


@pytest_asyncio.fixture
async def desks(service: KeyedService, account_id: str) -> tuple[Desk, Desk]:
    """The same account as two people see it; loaded by a third."""
    await service.desk(account_id, await service.key("admin", name="Loader")).load()
    ann = await service.key("editor", name="Ann", member="m")
    bob = await service.key("editor", name="Bob")
    return service.desk(account_id, ann), service.desk(account_id, bob)


async def feed(desk: Desk, **query: Any) -> list[Json]:
    """The whole feed, page by page."""
    found: list[Json] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = await desk.client.get(desk.url("changes"), params={**query, "cursor": cursor}, headers=desk.headers)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        cursor = answer.json()["next_cursor"]
    return found


async def test_the_feed_tells_who_did_what_in_order(desks: tuple[Desk, Desk]) -> None:
    ann, bob = desks
    started = datetime.now(UTC)
    made = (await ann.send("POST", "people", {"id": "x", "name": "X", "rank": 2})).json()
    changed = (await bob.send("PATCH", "people/x", {"rank": 1}, If_Match="*")).json()
    await bob.send("PUT", "people/x", changed, If_Match="*")  # changes nothing and is not told
    await ann.send("DELETE", "people/x")
    told = await feed(ann, since=1)
    assert [(item["revision"], item["actor"], item["member"], item["action"]) for item in told] == [
        (2, "Ann", "m", "created"),
        (3, "Bob", None, "updated"),
        (4, "Ann", "m", "deleted"),
    ]
    assert [(item["before"], item["after"]) for item in told] == [(None, made), (made, changed), (changed, None)]
    assert {(item["kind"], item["path"], item["undoes"]) for item in told} == {("people", "people/x", None)}
    times = [datetime.fromisoformat(item["at"]) for item in told]
    assert times == sorted(times)
    assert started - timedelta(seconds=1) <= times[0]
    assert times[-1] <= datetime.now(UTC) + timedelta(seconds=1)
    assert [item["revision"] for item in await feed(ann, since=3)] == [4]
    assert await feed(ann, since=4) == []
    whole = await feed(ann)
    assert [item["path"] for item in whole if item["revision"] == 1][:9] == [
        "account",
        "vendor",
        "competitors/rival",
        "departments/D",
        "people/a",
        "people/b",
        "people/c",
        "team/m",
        "opportunities/o",
    ]
    assert {item["actor"] for item in whole if item["revision"] == 1} == {"Loader"}
    for wrong in ("-1", "x", str(2**31 + 1)):
        assert (await ann.send("GET", f"changes?since={wrong}")).status_code == 422


async def test_the_feed_is_sorted_and_counted_where_it_is_asked_for(desks: tuple[Desk, Desk]) -> None:
    ann, bob = desks
    for n in range(2, 14):  # so that places in the feed are of different lengths, within one write, too
        await (ann if n % 2 else bob).send("PATCH", "people/a", {"rank": n % 6 + 1}, If_Match="*")
    whole = await feed(ann)
    for sort, key in (
        ("-revision", lambda item: (-item["revision"], whole.index(item))),
        ("action,-at", lambda item: (item["action"] != "created", -item["revision"], whole.index(item))),
        ("actor,kind", lambda item: (item["actor"], item["kind"].casefold(), whole.index(item))),
    ):
        assert await feed(ann, sort=sort, limit=5) == sorted(whole, key=key), sort  # type: ignore[no-untyped-call]
    counted = (await ann.send("GET", "changes?total=true&since=1&limit=2&sort=-revision")).json()
    assert (counted["total"], [item["revision"] for item in counted["items"]]) == (12, [13, 12])
    assert (await ann.send("GET", "changes?total=true&limit=1")).json()["total"] == len(whole)
    assert "total" not in (await ann.send("GET", "changes")).json()
    wrong = (await ann.send("GET", "changes?sort=before")).json()
    assert (wrong["errors"][0]["code"], wrong["errors"][0]["pointer"]) == ("wrong-enum", "/query/sort")


async def test_a_cascade_is_one_write_that_tells_every_record(desks: tuple[Desk, Desk]) -> None:
    ann, _ = desks
    await ann.send("PUT", "reporting/a/b", {})
    await ann.send("PUT", "coverage/m/a", {})
    await ann.send("DELETE", "people/a?cascade=true")
    told = await feed(ann, since=3)
    assert {item["revision"] for item in told} == {4}
    assert [(item["path"], item["action"]) for item in told] == [
        ("people/a", "deleted"),
        ("reporting/a/b", "deleted"),
        ("coverage/m/a", "deleted"),
    ]


async def test_a_large_write_is_told_in_parts_and_pages(desks: tuple[Desk, Desk]) -> None:
    ann, _ = desks
    document = base_document(ann.account_id)
    document["people"] += [{"id": f"n{i:04}", "name": f"N{i}"} for i in range(450)]
    await ann.load(document)
    for limit in (200, 130, 7):
        told = await feed(ann, since=1, limit=limit)
        assert [item["path"] for item in told] == [f"people/n{i:04}" for i in range(450)]
        assert len({item["id"] for item in told}) == 450
    page = await ann.client.get(ann.url("changes"), params={"since": 1, "limit": 200}, headers=ann.headers)
    following = await ann.client.get(page.links["next"]["url"], headers=ann.headers)
    assert following.json()["items"][0]["path"] == "people/n0200"
    undone = await ann.send("POST", "undo")
    assert (undone.status_code, len(undone.json()["records"])) == (200, 450)
    assert len(await ann.items("people")) == 3


async def test_the_history_goes_with_the_account(desks: tuple[Desk, Desk]) -> None:
    ann, _ = desks
    gone = await ann.client.delete(ann.url(), params={"cascade": True}, headers=ann.headers)
    assert gone.status_code == 204
    for method, path in (("GET", "changes"), ("POST", "undo")):
        refused(await ann.send(method, path), 404, "not-found")
    await ann.load()
    assert {item["actor"] for item in await feed(ann)} == {"Ann"}


async def test_undo_takes_back_ones_own_last_change_only(desks: tuple[Desk, Desk]) -> None:
    ann, bob = desks
    before = await ann.document()
    await ann.send("POST", "people", {"id": "x", "name": "X"})
    await bob.send("POST", "people", {"id": "y", "name": "Y"})
    undone = await ann.send("POST", "undo")
    assert undone.json() == {
        "account": ann.account_id,
        "undone_revision": 2,
        "revision": 4,
        "records": ["people/x"],
    }
    assert [person["id"] for person in (await ann.document())["people"]] == ["a", "b", "c", "y"]
    refused(await ann.send("POST", "undo"), 409, "conflict")
    assert (await bob.send("POST", "undo")).json()["records"] == ["people/y"]
    assert await ann.document() == before
    told = await feed(ann, since=1)
    assert [(item["actor"], item["action"], item["undoes"]) for item in told] == [
        ("Ann", "created", None),
        ("Bob", "created", None),
        ("Ann", "deleted", 2),
        ("Bob", "deleted", 3),
    ]


async def test_undo_goes_back_write_by_write(desks: tuple[Desk, Desk]) -> None:
    ann, _ = desks
    documents = [await ann.document()]
    for method, path, body in (
        ("PATCH", "people/a", {"rank": 1}),
        ("PUT", "reporting/a/b", {}),
        ("PATCH", "people/a", {"rank": 2}),
        ("PUT", "vendor", {"id": "we", "name": "We"}),
        ("DELETE", "people/a?cascade=true", None),
    ):
        answer = await ann.send(method, path, body, **({} if path.startswith("reporting") else {"If_Match": "*"}))
        assert answer.status_code < 300, answer.text
        documents.append(await ann.document())
    for expected in reversed(documents[:-1]):
        assert (await ann.send("POST", "undo")).status_code == 200
        assert await ann.document() == expected
    refused(await ann.send("POST", "undo"), 409, "conflict")
    await ann.send("PATCH", "people/a", {"rank": 3}, If_Match="*")
    assert (await ann.send("POST", "undo")).json()["records"] == ["people/a"]
    assert await ann.document() == documents[0]


async def test_an_undo_that_names_its_change_and_is_sent_twice_takes_back_one(desks: tuple[Desk, Desk]) -> None:
    ann, _ = desks
    await ann.send("POST", "people", {"id": "x", "name": "X"})
    once = await ann.document()
    await ann.send("POST", "people", {"id": "y", "name": "Y"})
    refused(await ann.send("POST", "undo?revision=2"), 409, "conflict")
    both = [await ann.send("POST", "undo?revision=3") for _ in range(2)]
    assert both[0].json()["undone_revision"] == 3
    refused(both[1], 409, "conflict")
    assert await ann.document() == once
    assert (await ann.send("POST", "undo?revision=2")).json()["records"] == ["people/x"]


async def test_two_undos_of_one_change_at_once_take_back_one(desks: tuple[Desk, Desk]) -> None:
    ann, _ = desks
    for name in "xyz":
        await ann.send("POST", "people", {"id": name, "name": name})
    statuses = [
        answer.status_code for answer in await asyncio.gather(*(ann.send("POST", "undo?revision=4") for _ in range(4)))
    ]
    assert sorted(statuses) == [200, 409, 409, 409]
    assert [person["id"] for person in (await ann.document())["people"]] == ["a", "b", "c", "x", "y"]


async def test_undo_is_refused_when_the_record_was_changed_since(desks: tuple[Desk, Desk]) -> None:
    ann, bob = desks
    await ann.send("PATCH", "people/a", {"rank": 1}, If_Match="*")
    await bob.send("PATCH", "people/a", {"rank": 2}, If_Match="*")
    refused(await ann.send("POST", "undo"), 409, "conflict")
    assert (await ann.send("GET", "people/a")).json()["rank"] == 2
    assert (await bob.send("POST", "undo")).status_code == 200
    assert (await ann.send("POST", "undo")).status_code == 200
    assert (await ann.send("GET", "people/a")).json()["rank"] == 6


async def test_undo_is_refused_when_something_depends_on_it(desks: tuple[Desk, Desk]) -> None:
    ann, bob = desks
    await ann.send("POST", "people", {"id": "x", "name": "X"})
    await bob.send("PUT", "reporting/a/x", {})
    faults = refused(await ann.send("POST", "undo"), 409, "dangling-id")
    assert faults == [("/reporting/a/x/manager", "dangling-id")]
    assert (await bob.send("DELETE", "reporting/a/x")).status_code == 204
    assert (await ann.send("POST", "undo")).status_code == 200


async def test_undo_may_not_break_a_rule_that_holds_now(desks: tuple[Desk, Desk]) -> None:
    ann, bob = desks
    await ann.send("PUT", "reporting/a/b", {})
    await ann.send("DELETE", "reporting/a/b")
    await bob.send("PUT", "reporting/b/a", {})
    refused(await ann.send("POST", "undo"), 409, "reporting-cycle")
    assert [line["subordinate"] for line in await ann.items("reporting")] == ["b"]


async def test_the_making_of_an_account_is_not_undone(service: KeyedService, account_id: str) -> None:
    desk = service.desk(account_id, await service.key("admin"))
    await desk.load()
    refused(await desk.send("POST", "undo"), 409, "conflict")
    assert (await desk.send("GET", "people/a")).status_code == 200


@pytest.mark.parametrize("role", ["reader", "editor"])
async def test_a_key_that_may_not_write_may_not_undo(service: KeyedService, account_id: str, role: Any) -> None:
    await service.desk(account_id, await service.key("admin")).load()
    desk = service.desk(account_id, await service.key(role, account_id))
    answer = await desk.send("POST", "undo")
    assert answer.status_code == (403 if role == "reader" else 409)
    assert (await desk.send("GET", "changes")).status_code == 200
