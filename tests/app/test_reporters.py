"""Two reporters on one day are two records: in REST, in documents and tables, in the store, and when a reporter leaves."""

from typing import Any

import httpx
import pytest_asyncio

from app.imports.template import template_files
from graph.accounts import edit_document, read_document
from graph.statement import run as run_statement
from graph.store import STATEMENT_SECONDS, Store
from tests import documents
from tests.documents import AUTHOR
from tests.queries import library
from tests.records_at_hand import Desk, Json, base_document, refused

SAID: Json = {"person": "a", "toward": "us", "on": "2026-11-20"}
BY_M = SAID | {"level": "SUPPORT", "reported_by": "m", "evidence": "told M he will sign"}
BY_N = SAID | {"level": "OPPOSE", "reported_by": "n", "evidence": "told N he will block us"}
PATH = "attitudes/a/us/2026-11-20"


def two_members(account_id: str, *attitudes: Json) -> Json:
    document = base_document(account_id)
    return document | {"team": [*document["team"], {"id": "n", "name": "Nia"}], "attitudes": list(attitudes)}


@pytest_asyncio.fixture
async def desk(client: httpx.AsyncClient, account_id: str) -> Desk:
    return await Desk(client, account_id).load(two_members(account_id, BY_M))


async def reports(desk: Desk) -> list[tuple[Any, ...]]:
    return [(one["reported_by"], one["level"]) for one in (await desk.document())["attitudes"]]


async def test_each_reporter_has_a_record_and_a_path(desk: Desk) -> None:
    made = await desk.send("POST", "attitudes", BY_N)
    assert made.status_code == 201
    assert made.headers["location"] == desk.url(f"{PATH}?reported_by=n")
    assert refused(await desk.send("POST", "attitudes", BY_N), 409, "duplicate-id") == []
    assert await reports(desk) == [("m", "SUPPORT"), ("n", "OPPOSE")]
    assert [one["level"] for one in await desk.items("attitudes", reported_by="n")] == ["OPPOSE"]
    changed = await desk.send("PATCH", f"{PATH}?reported_by=n", {"level": "ACCEPT"}, If_Match="*")
    assert (changed.status_code, changed.json()["reported_by"]) == (200, "n")
    assert (await desk.send("GET", PATH)).status_code == 404
    nobody = await desk.send("PUT", PATH, {"level": "CONTACTED"})
    assert (nobody.status_code, nobody.json()["reported_by"]) == (201, None)
    moved = await desk.send("PATCH", PATH, {"reported_by": "n"}, If_Match="*")
    assert refused(moved, 422, "invalid") == [("/reported_by", "id-mismatch")]
    assert await reports(desk) == [(None, "CONTACTED"), ("m", "SUPPORT"), ("n", "ACCEPT")]
    assert (await desk.send("DELETE", f"{PATH}?reported_by=m")).status_code == 204
    assert await reports(desk) == [(None, "CONTACTED"), ("n", "ACCEPT")]
    feed = (await desk.client.get(desk.url("changes"))).json()["items"]
    assert [item["path"] for item in feed][-1] == f"{PATH}?reported_by=m"


async def test_a_merge_adds_the_other_report_and_a_document_may_hold_both(desk: Desk) -> None:
    merged = await desk.send("PUT", "document?mode=merge", two_members(desk.account_id, BY_N))
    assert (merged.status_code, merged.json()["created"]) == (200, 1)
    assert await reports(desk) == [("m", "SUPPORT"), ("n", "OPPOSE")]
    again = await desk.send("PUT", "document", await desk.document())
    assert (again.json()["updated"], again.json()["created"], again.json()["deleted"]) == (0, 0, 0)
    evidence = (await desk.client.get(desk.url("evidence"), params={"as_of": "2026-11-21"})).json()
    assert [(one["person"], one["party"], one["levels"]) for one in evidence["contradictions"]] == [
        ("a", "us", {"m": "SUPPORT", "n": "OPPOSE"})
    ]
    twice = await desk.send("PUT", "document", two_members(desk.account_id, BY_M, BY_M))
    assert refused(twice, 422, "invalid") == [("/attitudes/1", "duplicate-id")]


async def test_what_was_reported_survives_the_reporter_and_is_lost_by_nobodys_leaving(desk: Desk) -> None:
    await desk.send("POST", "attitudes", BY_N)
    assert refused(await desk.send("DELETE", "team/m"), 409, "still-referenced") == [("", "still-referenced")]
    assert (await desk.send("DELETE", "team/m?cascade=true")).status_code == 204
    assert await reports(desk) == [(None, "SUPPORT"), ("n", "OPPOSE")]
    before = await desk.document()
    kept = await desk.send("DELETE", "team/n?cascade=true")
    assert kept.status_code == 409, kept.text
    assert {fault["value"] for fault in kept.json()["errors"]} == {PATH, f"{PATH}?reported_by=n"}
    assert await desk.document() == before
    assert (await desk.send("DELETE", PATH)).status_code == 204
    assert (await desk.send("DELETE", "team/n?cascade=true")).status_code == 204
    assert await reports(desk) == [(None, "OPPOSE")]


async def test_a_table_without_a_column_for_reporters_is_about_the_one_report_of_the_day(desk: Desk) -> None:
    assert "attitudes.csv" in template_files("en")
    rows = b"person,toward,level,on\na,us,ACCEPT,2026-11-20\n"

    async def merged() -> Json:
        files = {"file": ("attitudes.csv", rows, "text/csv")}
        answer = await desk.client.post(desk.url("imports"), params={"mode": "merge"}, files=files)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    assert (await merged())["updated"] == 1
    assert await reports(desk) == [("m", "ACCEPT")]
    await desk.send("POST", "attitudes", BY_N)
    assert (await merged())["created"] == 1
    assert await reports(desk) == [(None, "ACCEPT"), ("m", "ACCEPT"), ("n", "OPPOSE")]


async def test_two_reporters_of_one_day_are_no_movement(desk: Desk) -> None:
    later = {"on": "2026-11-21", "level": "ACCEPT"}
    await desk.load(two_members(desk.account_id, BY_M | {"confidence": 4}, BY_N | {"confidence": 2}, BY_N | later))
    points = (await desk.client.get(desk.url("timeline?as_of=2026-11-26"))).json()["attitudes"]
    assert [(point["level"], point["steps"]) for point in points] == [
        ("OPPOSE", None),
        ("SUPPORT", None),
        ("ACCEPT", -2),
    ]


async def test_attitudes_stored_before_reporters_were_part_of_the_key_are_read_changed_and_removed(
    store: Store, account_id: str
) -> None:
    """Such a store holds the node of a report under the key that it has without its reporter."""
    parties: dict[str, Any] = {"vendor": {"id": "us", "name": "Us"}, "team": [{"id": "m/1", "name": "M"}]}
    said = {"person": "p00", "toward": "us", "level": "SUPPORT", "on": "2026-11-20", "reported_by": "m/1"}
    one = documents.small(account_id, people=1, attitudes=[said], **parties)
    await edit_document(store, account_id, documents.becoming(one), AUTHOR)
    driver, database = await store._connected()
    async with driver.session(database=database) as session:
        aged = "MATCH (n:Attitude {account_id: $account_id}) SET n.key = 'p00/us/2026-11-20/' RETURN count(n)"
        assert await (await session.run(aged, account_id=account_id)).value() == [1]

    async def stored() -> Any:
        held = await read_document(store, account_id)
        return held and held.document

    assert await stored() == one
    without = {name: value for name, value in said.items() if name != "reported_by"}
    for attitudes in ([said, without | {"level": "ACCEPT"}], [said | {"level": "OPPOSE"}], []):
        after = documents.small(account_id, people=1, attitudes=attitudes, **parties)
        await edit_document(store, account_id, documents.becoming(after), AUTHOR)
        assert await stored() == after
    async with driver.session(database=database) as session:
        statement = library()["records/read_nodes[key-attitudes-Attitude]"]
        rows = await run_statement(session, statement, {"account_id": account_id}, STATEMENT_SECONDS)
        assert rows == [] or rows[0].rows == []
