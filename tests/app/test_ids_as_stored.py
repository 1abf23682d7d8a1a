"""Ids in paths, queries and bodies are normalised alike: what one system composes and another takes apart is one id."""

import unicodedata
from urllib.parse import quote

import httpx
import pytest_asyncio

from tests.records_at_hand import API, Desk, Json

COMPOSED = "김민수-é"
APART = unicodedata.normalize("NFD", COMPOSED)


def path(*parts: str) -> str:
    return "/".join(quote(part, safe="") for part in parts)


@pytest_asyncio.fixture
async def desk(embedded_client: httpx.AsyncClient, account_id: str) -> Desk:
    document: Json = {
        "format": "powermap-account/1",
        "account": {"id": f"{account_id}-{APART}", "name": "Apart"},
        "vendor": {"id": "us", "name": "Us"},
        "people": [{"id": APART, "name": "김민수", "rank": 1}, {"id": "b", "name": "B"}],
        "reporting": [{"subordinate": "b", "manager": APART}],
        "attitudes": [{"person": APART, "toward": "us", "level": "SUPPORT", "on": "2026-11-20"}],
        "opportunities": [{"id": APART, "name": "O", "stages": [{"id": APART, "order": 1, "kind": "NEED"}]}],
    }
    return await Desk(embedded_client, f"{account_id}-{APART}").load(document)


async def test_an_id_is_found_however_it_is_composed(desk: Desk) -> None:
    assert APART != COMPOSED
    stages = path("opportunities", APART, "stages", APART)
    records = (
        path("people", APART),
        path("reporting", "b", APART),
        path("attitudes", APART, "us", "2026-11-20"),
        stages,
    )
    for place in records:
        found = await desk.send("GET", place)
        assert (found.status_code, COMPOSED in found.text) == (200, True), place
        changed = await desk.send("PATCH", place, {}, If_Match=found.headers["etag"])
        assert changed.status_code == 200, changed.text
    assert (await desk.send("GET", path("people", f" {APART} "))).status_code == 200, "trimmed as in a body"
    for asked in (
        f"people/{quote(APART)}/explanation",
        f"paths?to={quote(APART)}",
        f"power-map?opportunity={quote(APART)}",
    ):
        answer = await desk.send("GET", asked)
        assert answer.status_code == 200, answer.text
    attitudes = await desk.items("attitudes", person=APART)
    assert [one["person"] for one in attitudes] == [COMPOSED]


async def test_what_is_put_at_an_id_may_name_it_either_way(desk: Desk) -> None:
    for own in (APART, COMPOSED):
        answer = await desk.send("PUT", path("people", APART), {"id": own, "name": "New"}, If_Match="*")
        assert (answer.status_code, answer.json()["id"]) == (200, COMPOSED)
    made = await desk.send("PUT", path("people", f"{APART}-2"), {"id": f"{APART}-2", "name": "New"})
    assert (made.status_code, made.json()["id"]) == (201, f"{COMPOSED}-2")
    document = await desk.document()
    again = await desk.send("PUT", "document", document)
    assert (again.status_code, again.json()["updated"]) == (200, 0)
    assert (await desk.send("DELETE", path("reporting", "b", APART))).status_code == 204


async def test_what_if_deletes_what_it_names_either_way(desk: Desk) -> None:
    change = {"kind": "delete", "collection": "attitudes", "key": [APART, "us", "2026-11-20", "", ""]}
    answer = await desk.send("POST", "what-if?as_of=2026-11-26", {"opportunity": APART, "changes": [change]})
    assert answer.status_code == 200, answer.text
    assert answer.json()["opportunity"] == COMPOSED
    assert answer.json()["difference"]["standing"]["us"] < 0


async def test_a_named_query_finds_what_it_names_either_way(desk: Desk) -> None:
    body = {"params": {"account_id": desk.account_id, "person": "b"}}
    answer = await desk.client.post(f"{API}/queries/list_superiors", json=body)
    assert (answer.status_code, COMPOSED in answer.text) == (200, True), answer.text


async def test_a_lowest_rank_given_later_is_given(desk: Desk) -> None:
    """Nobody gave b a rank; 6 by PATCH is what somebody says, and null takes it back."""
    place = path("people", "b")
    for patch, assumed in (
        ({"title": "CEO"}, True),
        ({"rank": 6}, False),
        ({"title": "Staff"}, False),
        ({"rank": None}, True),
    ):
        now = await desk.send("GET", place)
        changed = await desk.send("PATCH", place, patch, If_Match=now.headers["etag"])
        assert changed.status_code == 200, changed.text
        people = (await desk.send("GET", "power-map")).json()["people"]
        assert {one["id"]: one["rank_assumed"] for one in people}["b"] is assumed, patch


async def test_a_zone_that_does_not_exist_is_told_with_some_that_do(desk: Desk) -> None:
    now = await desk.document()
    answer = await desk.send("PUT", "document", now | {"account": now["account"] | {"time_zone": "Mars/Phobos"}})
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["pointer"], fault["code"]) == (422, "/account/time_zone", "wrong-enum")
    assert "Asia/Shanghai" in fault["message"]
    assert "Asia/Shanghai" in fault["message_zh"]


async def test_what_if_may_do_without_a_party(desk: Desk) -> None:
    change = {"kind": "delete", "collection": "vendor", "key": ["us"]}
    answer = await desk.send("POST", "what-if?as_of=2026-11-26", {"changes": [change]})
    assert answer.status_code == 200, answer.text
    assert answer.json()["difference"]["standing"] == {}
