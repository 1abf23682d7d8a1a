"""A person is erased: nothing that is kept tells who they were, everything else goes on, and nobody brings them back."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from app.sample import SAMPLE
from graph.store import Store
from graph.verify import verify
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import KeyedService, keyed_service
from tests.records_at_hand import API

BID = "core-cloud-2027"
PATHS = (
    "document?snapshots=true",
    "snapshots",
    "people?limit=200",
    f"power-map?opportunity={BID}&as_of=2026-11-20",
    f"power-map?opportunity={BID}&snapshot=2026Q3",
    f"power-map?opportunity={BID}&snapshot=2026Q4",
    f"opportunities/{BID}/review-pack?snapshot=2026Q4",
    f"timeline?opportunity={BID}&as_of=2026-11-20",
    f"export.json?opportunity={BID}&as_of=2026-11-20&purpose=review",
)


async def feed_of(service: KeyedService, path: str, key: dict[str, str]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = (await service.client.get(f"{path}/changes?limit=200{cursor}", headers=key)).json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = f"&cursor={quote(page['next_cursor'])}"


async def told(service: KeyedService, path: str, key: dict[str, str]) -> str:
    """All that a key is answered about the account."""
    answers = [json.dumps(await feed_of(service, path, key), ensure_ascii=False)]
    for one in PATHS:
        answer = await service.client.get(f"{path}/{one}", headers=key)
        assert answer.status_code == 200, (one, answer.text)
        answers.append(answer.text)
    return "\n".join(answers)


async def test_nothing_tells_who_was_erased(place: Place, account_id: str) -> None:
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        document: dict[str, Any] = json.loads(SAMPLE)
        document["account"]["id"] = account_id
        (person,) = (one for one in document["people"] if one["id"] == "P06")
        person |= {"id": "rs.cheng", "email": "rs.cheng@customer.example", "note": "likes tea"}
        text = json.dumps(document, ensure_ascii=False).replace('"P06"', '"rs.cheng"')
        path = f"{API}/accounts/{account_id}"
        assert (await client.put(f"{path}/document", content=text, headers=admin)).status_code == 200
        note = {"id": "N1", "on": "2026-11-19", "kind": "VISIT", "members": ["S1"], "people": ["P05"]}
        note |= {"note": "谈及程若水 / of Cheng Ruoshui"}
        assert (await client.post(f"{path}/interactions", json=note, headers=admin)).status_code == 201
        patched = await client.patch(f"{path}/people/rs.cheng", json={"title": "x"}, headers=admin | {"If-Match": "*"})
        assert patched.status_code == 200
        before = await told(service, path, admin)
        words = ("程若水", "Cheng Ruoshui", "rs.cheng", "likes tea", "首席架构师")
        assert [word for word in words if word not in before] == []
        editor = await service.key("editor", account_id)
        assert (await client.post(f"{path}/people/rs.cheng/erase", headers=editor)).status_code == 403

        stale = await client.post(f"{path}/people/rs.cheng/erase", headers=admin | {"If-Match": '"another"'})
        assert (stale.status_code, await told(service, path, admin)) == (412, before)

        done = await client.post(f"{path}/people/rs.cheng/erase", headers=admin)
        assert done.status_code == 200, done.text
        report = done.json()
        assert (report["snapshots"], report["successor"] is None) == (2, False)
        assert report["entries"] > 5 < report["texts"]
        after = await told(service, path, admin)
        assert [word for word in words if word.lower() in after.lower()] == []
        assert after.count("erased-") > 10
        chain = (await client.get(f"{path}/opportunities/{BID}/decision-chain", headers=admin)).json()
        assert any(vote["person"] == report["successor"] for stage in chain["stages"] for vote in stage["votes"])
        feed = await feed_of(service, path, admin)
        assert feed[-1]["kind"] == "erased"
        assert {one["action"] for one in feed if one["before"] is None and one["after"] is None} == {"erased"}

        again = await client.post(f"{path}/people/rs.cheng/erase", headers=admin)
        assert (again.status_code, again.json()["code"]) == (404, "not-found")
        undone = await client.post(f"{path}/undo", headers=admin)
        assert "erased" not in undone.json().get("records", [])
        assert "程若水" not in await told(service, path, admin)
        made = await client.post(f"{path}/people", json={"id": "new", "name": "New"}, headers=admin)
        assert made.status_code == 201


async def test_the_store_holds_what_it_should_after_an_erasure(place: Place, store: Store, account_id: str) -> None:
    async with keyed_service(place) as service:
        admin = await service.key("admin")
        document = json.loads(SAMPLE)
        document["account"]["id"] = account_id
        path = f"{API}/accounts/{account_id}"
        assert (await service.client.put(f"{path}/document", json=document, headers=admin)).status_code == 200
        assert (await service.client.post(f"{path}/people/P25/erase", headers=admin)).status_code == 200
        findings, _ = await verify(store)
        assert [one for one in findings if one.account_id == account_id] == []
        snapshot = (await service.client.get(f"{path}/snapshots", headers=admin)).json()["items"][-1]
        dumped = (await service.client.get(f"{path}/document?snapshots=true", headers=admin)).json()
        same = await service.client.put(f"{path}/document", json=dumped, headers=admin)
        assert (same.status_code, same.json()["unchanged"] > 0, same.json()["created"]) == (200, True, 0)
        assert snapshot["digest"]


@EMBEDDED_ONLY
async def test_who_stands_in_a_snapshot_alone_is_erased_there(place: Place, account_id: str) -> None:
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        document = {
            "format": "powermap-account/1",
            "account": {"id": account_id, "name": "x"},
            "people": [{"id": "王/芳", "name": "王芳"}, {"id": "b", "name": "王芳华"}],
            "ties": [{"a": "b", "b": "王/芳", "kind": "CONFLICT", "note": "old"}],
        }
        path = f"{API}/accounts/{account_id}"
        assert (await client.put(f"{path}/document", json=document, headers=admin)).status_code == 200
        assert (
            await client.post(f"{path}/snapshots", json={"id": "s", "name": "王芳 s"}, headers=admin)
        ).status_code == 201
        person = f"{path}/people/{quote('王/芳', safe='')}"
        assert (await client.delete(f"{person}?cascade=true", headers=admin)).status_code == 204
        assert (await client.post(f"{person}/erase", headers=admin)).status_code == 200
        kept = (await client.get(f"{path}/document?snapshots=true", headers=admin)).json()
        assert kept["people"] == [kept["people"][0] | {"id": "b", "name": "王芳华"}]
        (snapshot,) = kept["snapshots"]
        assert [one["name"] for one in snapshot["document"]["people"]] == ["王芳华", "?"]
        assert snapshot["document"]["ties"][0]["note"] == ""
        feed = (await client.get(f"{path}/changes", headers=admin)).text
        assert '"王芳"' not in feed
        assert "王芳华" in feed


@pytest.mark.parametrize("person", ["nobody", "P06 "])
async def test_nobody_of_that_id_is_nothing_done(client: Any, account_id: str, person: str) -> None:
    document = {"format": "powermap-account/1", "account": {"id": account_id, "name": "x"}}
    path = f"{API}/accounts/{account_id}"
    assert (await client.put(f"{path}/document", json=document)).status_code == 200
    assert (await client.post(f"{path}/people/{quote(person)}/erase")).status_code == 404
