"""A suggested edit says nothing before it is accepted, is then the ordinary edit, and once rejected is not made again."""

import json
from typing import Any

import httpx
import pytest

from graph.document import fingerprint
from tests import documents
from tests.conftest import Place
from tests.keys_at_hand import keyed_service
from tests.records_at_hand import API, base_document

Json = dict[str, Any]
ANY = {"If-Match": "*"}


async def load(client: httpx.AsyncClient, account_id: str, headers: dict[str, str] | None = None) -> str:
    path = f"{API}/accounts/{account_id}"
    assert (await client.put(f"{path}/document", json=base_document(account_id), headers=headers)).status_code == 200
    return path


async def propose(client: httpx.AsyncClient, base: str, status: int = 201, /, **fields: Any) -> Json:
    answer = await client.post(f"{base}/proposals", json=fields)
    assert answer.status_code == status, answer.text
    made: Json = answer.json()
    return made


ATTITUDE = {"person": "a", "toward": "us", "level": "SUPPORT", "on": "2026-01-31"}


async def test_each_way_to_suggest_is_taken_over_in_one_write(client: httpx.AsyncClient, account_id: str) -> None:
    path = await load(client, account_id)
    before = (await client.get(f"{path}/power-map?as_of=2026-03-01")).json()
    await propose(
        client, path, id="1", action="ADD", path="attitudes", record=ATTITUDE, source="ASSISTANT", confidence=2
    )
    await propose(
        client, path, id="2", action="CHANGE", path="people/b", record={"rank": 2}, source="MAIL", evidence="m"
    )
    await propose(client, path, id="3", action="REMOVE", path="people/c")
    stage = {"id": "s", "order": 1, "kind": "NEED"}
    await propose(client, path, id="4", action="ADD", path="opportunities/o/stages", record=stage)
    await propose(client, path, id="5", action="CHANGE", path="vendor", record={"name": "Ourselves"})
    after = (await client.get(f"{path}/power-map?as_of=2026-03-01")).json()
    assert after | {"revision": 0} == before | {"revision": 0}
    listed = (await client.get(f"{path}/proposals?status=PROPOSED&source=MAIL")).json()["items"]
    assert [(one["id"], one["record"], one["evidence"]) for one in listed] == [("2", {"rank": 2}, "m")]
    for number in "12345":
        answer = await client.post(f"{path}/proposals/{number}/accept", headers=ANY)
        assert (answer.status_code, answer.json()["status"]) == (200, "ACCEPTED"), answer.text
        assert (answer.json()["decided_by"], bool(answer.json()["decided_on"])) == ("demo", True)
    document = (await client.get(f"{path}/document")).json()
    assert [one["level"] for one in document["attitudes"]] == ["SUPPORT"]
    assert [(one["id"], one["rank"]) for one in document["people"]] == [("a", 6), ("b", 2)]
    assert document["opportunities"][0]["stages"][0]["id"] == "s"
    assert document["vendor"]["name"] == "Ourselves"
    feed = (await client.get(f"{path}/changes?limit=200")).json()["items"]
    last = {one["path"] for one in feed if one["revision"] == feed[-1]["revision"]}
    assert last == {"vendor", "proposals/5"}
    undone = (await client.post(f"{path}/undo")).json()
    assert set(undone["records"]) == last
    assert (await client.get(f"{path}/proposals/5")).json()["status"] == "PROPOSED"


async def test_accepting_meets_what_the_edit_would_meet(client: httpx.AsyncClient, account_id: str) -> None:
    path = await load(client, account_id)
    await propose(client, path, id="1", action="CHANGE", path="people/a", record={"rank": 2})
    assert (await client.post(f"{path}/proposals/1/accept")).json()["code"] == "precondition-required"
    stale = {"If-Match": '"0"'}
    assert (await client.post(f"{path}/proposals/1/accept", headers=stale)).status_code == 412
    await propose(client, path, id="2", action="ADD", path="attitudes", record=ATTITUDE | {"person": "nobody"})
    await propose(client, path, id="3", action="ADD", path="reporting", record={"subordinate": "a", "manager": "a"})
    await propose(client, path, id="4", action="CHANGE", path="people/gone", record={"rank": 2})
    await propose(client, path, id="5", action="ADD", path="people", record={"id": "a", "name": "Again"})
    expected = {
        "2": (422, "dangling-id", "/person"),
        "3": (409, "self-edge", ""),
        "4": (404, "", ""),
        "5": (409, "", ""),
    }
    for number, (status, code, pointer) in expected.items():
        answer = await client.post(f"{path}/proposals/{number}/accept", headers=ANY)
        assert answer.status_code == status, answer.text
        if code:
            fault = answer.json()["errors"][0]
            assert (fault["code"], fault["pointer"].startswith(pointer)) == (code, True)
        assert (await client.get(f"{path}/proposals/{number}")).json()["status"] == "PROPOSED"
    tag = (await client.get(f"{path}/people/a")).headers["etag"]
    assert (await client.post(f"{path}/proposals/1/accept", headers={"If-Match": tag})).status_code == 200
    again = await client.post(f"{path}/proposals/1/accept", headers=ANY)
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "already-decided")
    assert (await client.post(f"{path}/proposals/none/accept", headers=ANY)).status_code == 404


async def test_what_was_rejected_is_not_taken_again(client: httpx.AsyncClient, account_id: str) -> None:
    path = await load(client, account_id)
    same: Json = {"action": "CHANGE", "path": "people/a", "record": {"rank": 2, "title": "x"}}
    await propose(client, path, id="1", **same)
    twice = await propose(client, path, 409, id="2", **same)
    assert twice["errors"][0]["code"] == "proposed-before"
    rejected = (await client.post(f"{path}/proposals/1/reject")).json()
    assert rejected["status"] == "REJECTED"
    turned = same | {"record": {"title": "x", "rank": 2}, "source": "ASSISTANT", "evidence": "again"}
    refused = await propose(client, path, 409, id="2", **turned)
    assert refused["errors"][0]["code"] == "rejected-before"
    for word in ("demo", rejected["decided_on"], "rejected"):
        assert word in refused["errors"][0]["message"]
    assert (await client.post(f"{path}/proposals/1/accept", headers=ANY)).status_code == 409
    assert (await client.get(f"{path}/people/a")).json()["rank"] == 6
    await propose(client, path, id="2", **same | {"record": {"rank": 3}})
    whole = (await client.get(f"{path}/document")).json()
    for proposals in ([], [{**whole["proposals"][0], "status": "PROPOSED", "decided_by": "", "decided_on": None}]):
        loaded = await client.put(f"{path}/document", json=whole | {"proposals": proposals})
        assert loaded.status_code == 200, loaded.text
        assert (await client.get(f"{path}/proposals/1")).json()["status"] == "REJECTED"
        refused = await propose(client, path, 409, id="3", **turned)
        assert refused["errors"][0]["code"] == "rejected-before"


async def test_a_rejection_is_not_forgotten_by_any_change_of_the_record(
    client: httpx.AsyncClient, account_id: str
) -> None:
    path = await load(client, account_id)
    same: Json = {"action": "CHANGE", "path": "people/a", "record": {"rank": 2}}
    await propose(client, path, id="1", **same)
    as_open = (await client.get(f"{path}/document")).json()
    assert (await client.post(f"{path}/proposals/1/reject")).status_code == 200
    rejected = (await client.get(f"{path}/proposals/1")).json()
    decided = rejected["decided_on"]
    for method, body in (
        ("DELETE", None),
        ("PATCH", {"record": {"rank": 3}}),
        ("PATCH", {"path": "people/b"}),
        ("PATCH", {"status": "ACCEPTED"}),
    ):
        refused = await client.request(method, f"{path}/proposals/1", json=body, headers=ANY)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "already-decided"), refused.text
        assert decided in refused.json()["errors"][0]["message"]
    merged = await client.put(f"{path}/document?mode=merge", json=as_open)
    assert (merged.status_code, merged.json()["updated"]) == (200, 0), merged.text
    assert (await client.get(f"{path}/proposals/1")).json() == rejected
    await propose(client, path, 409, id="2", **same)
    assert (await client.patch(f"{path}/proposals/1", json={"evidence": "e"}, headers=ANY)).status_code == 200

    brought = as_open | {"proposals": [{**rejected, "id": "3", "record": {"rank": 4}}]}
    assert (await client.put(f"{path}/document?mode=merge", json=brought)).status_code == 200
    assert (await client.post(f"{path}/undo")).status_code == 200
    assert (await client.get(f"{path}/proposals/3")).status_code == 404, "what one brought along is taken back"
    assert (await client.delete(f"{path}?cascade=true")).status_code == 204


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"action": "ADD", "path": "nothing", "record": {}}, "/path", "no-such-path"),
        ({"action": "ADD", "path": "people/a", "record": {}}, "/path", "no-such-path"),
        ({"action": "CHANGE", "path": "people", "record": {}}, "/path", "no-such-path"),
        ({"action": "REMOVE", "path": "proposals/x"}, "/path", "no-such-path"),
        ({"action": "REMOVE", "path": "attitudes/a/us"}, "/path", "no-such-path"),
        (
            {"action": "ADD", "path": "people", "record": {"id": "n", "name": "N", "rank": 9}},
            "/record/rank",
            "out-of-range",
        ),
        ({"action": "ADD", "path": "people"}, "/record", "missing-field"),
        ({"action": "CHANGE", "path": "people/a", "record": {"rnak": 2}}, "/record/rnak", "unknown-field"),
        ({"action": "CHANGE", "path": "people/a", "record": [1]}, "/record", "wrong-type"),
        ({"action": "REMOVE", "path": "people/a", "record": {"rank": 2}}, "/record", "unknown-field"),
        ({"action": "CHANGE", "path": "people/a", "record": {"title": "x" * 20_001}}, "/record", "too-long"),
    ],
)
@pytest.mark.engines("embedded")
async def test_what_cannot_be_meant_is_refused_at_once(
    client: httpx.AsyncClient, account_id: str, fields: Json, pointer: str, code: str
) -> None:
    path = await load(client, account_id)
    fault = (await propose(client, path, 422, id="1", **fields))["errors"][0]
    assert (fault["pointer"], fault["code"]) == (pointer, code)
    assert fault["message"] != code
    assert "{" not in fault["message"].replace("{'", "").replace('{"', "")


async def test_a_key_proposes_and_decides_in_its_own_name(embedded_place: Place, account_id: str) -> None:
    async with keyed_service(embedded_place) as service:
        client, admin = service.client, await service.key("admin")
        path = await load(client, account_id, admin)
        assert (await client.post(f"{path}/team", json={"id": "n", "name": "Ned"}, headers=admin)).status_code == 201
        mia, ned = (
            await service.key("editor", account_id, member="m"),
            await service.key("editor", account_id, member="n"),
        )
        reader = await service.key("reader", account_id)
        proposal = {"id": "1", "action": "ADD", "path": "attitudes", "record": ATTITUDE, "author": "m"}
        assert (await client.post(f"{path}/proposals", json=proposal, headers=ned)).status_code == 403
        assert (await client.post(f"{path}/proposals", json=proposal, headers=mia)).status_code == 201
        by_hand = {"status": "ACCEPTED"}
        for change in (by_hand, {"record": ATTITUDE | {"level": "OPPOSE"}}):
            refused = await client.patch(f"{path}/proposals/1", json=change, headers=mia | ANY)
            assert refused.status_code == 403, refused.text
        assert (await client.patch(f"{path}/proposals/1", json={"evidence": "e"}, headers=mia | ANY)).status_code == 200
        assert (await client.post(f"{path}/proposals/1/accept", headers=reader)).status_code == 403
        accepted = await client.post(f"{path}/proposals/1/accept", headers=ned)
        assert (accepted.status_code, accepted.json()["decided_by"], accepted.json()["author"]) == (200, "n", "m")
        feed = (await client.get(f"{path}/changes", headers=admin)).json()["items"]
        assert feed[-1]["member"] == "n"
        other = proposal | {"id": "2", "record": ATTITUDE | {"reported_by": "m", "on": "2026-02-28"}}
        assert (await client.post(f"{path}/proposals", json=other, headers=mia)).status_code == 201
        assert (await client.post(f"{path}/proposals/2/accept", headers=ned)).status_code == 403
        assert (await client.post(f"{path}/proposals/2/reject", headers=ned)).status_code == 200
        for key in (mia, admin):
            assert (await client.delete(f"{path}/proposals/2", headers=key)).status_code == 409
        reopened = {"status": "PROPOSED", "decided_by": "", "decided_on": None}
        assert (await client.patch(f"{path}/proposals/2", json=reopened, headers=mia | ANY)).status_code == 403
        assert (await client.patch(f"{path}/proposals/2", json=reopened, headers=admin | ANY)).status_code == 200
        assert (await client.delete(f"{path}/proposals/2", headers=admin)).status_code == 204


async def test_with_a_person_go_the_proposals_about_them(client: httpx.AsyncClient, account_id: str) -> None:
    path = await load(client, account_id)
    await propose(client, path, id="1", action="CHANGE", path="people/a", record={"title": "secret chief"})
    await propose(client, path, id="2", action="ADD", path="attitudes", record=ATTITUDE | {"evidence": "secret words"})
    await propose(client, path, id="3", action="CHANGE", path="people/b", record={"note": "lunch with Person a"})
    kept = {"name": "now", "reason": "r"}
    assert (await client.post(f"{path}/snapshots", json=kept)).status_code in {200, 201}
    assert (await client.post(f"{path}/people/a/erase")).status_code == 200
    told = [(await client.get(f"{path}/{one}")).text for one in ("document?snapshots=true", "changes?limit=200")]
    for word in ("secret", "Person a", "people/a"):
        assert word not in "".join(told)
    left = json.loads(told[0])["proposals"]
    assert [(one["id"], one["record"]) for one in left] == [("3", {"note": "lunch with ▇"})]


def test_documents_without_proposals_keep_their_content_hash() -> None:
    document = documents.read("jiangyuan")
    assert document.proposals == ()
    proposals = documents.read("tiny").proposals
    assert fingerprint(document.model_copy(update={"proposals": proposals})) != fingerprint(document)
    assert json.loads(proposals[0].model_dump_json())["record"] == {"note": "«new» role\n", "rank": 2}
