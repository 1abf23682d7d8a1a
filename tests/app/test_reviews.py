"""Snapshots, replay, diff, time and the review gate, on both engines."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings

from app.reviews.policies import POLICIES
from app.sample import SAMPLE
from graph.analysis.comparison import applied, differences
from graph.analysis.gate import CHECKS
from graph.document import AccountDocument
from graph.kinds import KIND_OF
from graph.snapshots import ContentRow, content_of, document_in, take_out
from graph.store import Store
from tests import strategies
from tests.conftest import EMBEDDED_ONLY, Place, running
from tests.keys_at_hand import keyed_service
from tests.records_at_hand import API

AS_OF = "2026-11-20"
BID = "core-cloud-2027"
Json = dict[str, Any]


async def load(client: httpx.AsyncClient, account_id: str, **changed: Any) -> Json:
    document = json.loads(SAMPLE) | changed
    document["account"]["id"] = account_id
    answer = await client.put(f"{API}/accounts/{account_id}/document", json=document)
    assert answer.status_code == 200, answer.text
    report: Json = answer.json()
    return report


async def test_a_snapshot_replays_to_the_same_bytes(client: httpx.AsyncClient, account_id: str) -> None:
    base = f"{API}/accounts/{account_id}"
    await load(client, account_id, snapshots=[])
    live = await client.get(f"{base}/power-map", params={"opportunity": BID, "as_of": AS_OF})
    body = {"id": "S", "name": "now", "reason": "review", "opportunity": BID, "as_of": AS_OF}
    made = await client.post(f"{base}/snapshots", json=body)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"{base}/snapshots/S"
    assert made.json().items() >= {**body, "revision": 1}.items()
    again = await client.post(f"{base}/snapshots", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate-id")
    changed = await client.patch(f"{base}/people/P06", json={"rank": 1}, headers={"If-Match": "*"})
    assert changed.status_code == 200
    gone = await client.delete(f"{base}/people/P25?cascade=true")
    assert gone.status_code == 204
    replayed = await client.get(f"{base}/power-map", params={"opportunity": BID, "snapshot": "S"})
    assert replayed.content == live.content
    newest = await client.get(
        f"{base}/power-map", params={"opportunity": BID, "snapshot": "newest", "as_of": "2026-12-24"}
    )
    assert newest.content == live.content
    for params, status in (({"snapshot": "nope"}, 404), ({"snapshot": "newest", "as_of": "2026-01-01"}, 404)):
        assert (await client.get(f"{base}/power-map", params=params)).status_code == status
    feed = (await client.get(f"{base}/changes", params={"since": 1})).json()["items"]
    assert feed[0]["path"] == "snapshots/S"
    undone = await client.post(f"{base}/undo")
    assert "people/P25" in undone.json()["records"]


async def test_a_snapshot_is_compared_with_the_live_map(client: httpx.AsyncClient, account_id: str) -> None:
    base = f"{API}/accounts/{account_id}"
    await load(client, account_id)
    before = await client.post(f"{base}/snapshots", json={"id": "S", "name": "before"})
    assert before.status_code == 201
    await client.patch(f"{base}/people/P06", json={"title_en": "Chief"}, headers={"If-Match": "*"})
    there = (await client.get(f"{base}/snapshots/S/diff/now", params={"opportunity": BID})).json()
    assert [(one["before"]["title_en"] != "Chief", one["after"]["title_en"]) for one in there["people"]["changed"]] == [
        (True, "Chief")
    ]
    back = (await client.get(f"{base}/snapshots/now/diff/S", params={"opportunity": BID})).json()
    assert [one["before"]["title_en"] for one in back["people"]["changed"]] == ["Chief"]
    assert {party: values[::-1] for party, values in back["standing"].items()} == there["standing"]
    reserved = await client.post(f"{base}/snapshots", json={"id": "now", "name": "now"})
    assert (reserved.status_code, reserved.json()["errors"][0]["pointer"]) == (422, "/id")


async def test_snapshots_are_sorted_and_counted_where_it_is_asked_for(
    client: httpx.AsyncClient, account_id: str
) -> None:
    base = f"{API}/accounts/{account_id}/snapshots"
    await load(client, account_id, snapshots=[])
    for name, day in (("b", "2026-11-20"), ("A", "2026-11-19"), ("c", "2026-11-21"), ("a", "2026-11-20")):
        taken = await client.post(base, json={"id": f"S{name}", "name": name, "as_of": day})
        assert taken.status_code == 201, taken.text
    for sort, names in (("", "Abac"), ("name", "Aabc"), ("-revision", "acAb"), ("-as_of,name", "cabA")):
        page = (await client.get(base, params={"sort": sort, "total": "true", "limit": 3})).json()
        rest = (await client.get(base, params={"sort": sort, "limit": 3, "cursor": page["next_cursor"]})).json()
        assert "".join(one["name"] for one in (*page["items"], *rest["items"])) == names, sort
        assert (page["total"], "total" in rest) == (4, False)
    assert (await client.get(base, params={"sort": "document"})).status_code == 422


async def test_an_accounts_past_moves_with_it(
    embedded_client: httpx.AsyncClient, neo4j_client: httpx.AsyncClient, account_id: str
) -> None:
    path = f"{API}/accounts/{account_id}"
    report = await load(embedded_client, account_id)
    assert (report["created"], (await load(embedded_client, account_id))["unchanged"]) == (367, 367)
    whole = await embedded_client.get(f"{path}/document", params={"snapshots": True})
    answer = await neo4j_client.put(f"{path}/document", content=whole.content)
    assert answer.json()["created"] == 367
    assert (await neo4j_client.get(f"{path}/document", params={"snapshots": True})).content == whole.content
    for question in ("power-map", "relationships", "plan", "key-people"):
        params = {"opportunity": BID, "snapshot": "2026Q3"}
        answers = [
            (await client.get(f"{path}/{question}", params=params)).content
            for client in (embedded_client, neo4j_client)
        ]
        assert answers[0] == answers[1], question
    diffs = [
        (await client.get(f"{path}/snapshots/2026Q3/diff/2026Q4", params={"opportunity": BID})).json()
        for client in (embedded_client, neo4j_client)
    ]
    assert diffs[0] == diffs[1]
    assert [one["record"]["id"] for one in diffs[0]["people"]["added"]] == ["P25"]
    assert diffs[0]["scores"]["P25"]["decision_influence"][0] is None
    assert set(diffs[0]["standing"]) == {"NORTHGATE", "HALYARD", "MERIDIAN"}
    assert abs(diffs[0]["standing"]["NORTHGATE"][1] - 0.030754) < 1e-5
    document = json.loads(SAMPLE)
    document["account"]["id"] = account_id
    document["snapshots"][0]["name"] = "forged"
    forged = await neo4j_client.put(f"{path}/document", json=document)
    assert (forged.status_code, forged.json()["code"]) == (409, "duplicate-id")
    document["snapshots"][0] |= {"id": "other", "taken_at": "yesterday"}
    document["snapshots"][1]["document"]["people"][0]["rank"] = 9
    faults = {e["pointer"] for e in (await neo4j_client.put(f"{path}/document", json=document)).json()["errors"]}
    assert faults == {"/snapshots/0/taken_at", "/snapshots/1/document/people/0/rank"}
    gone = await neo4j_client.delete(path, params={"cascade": True})
    assert gone.status_code == 204
    assert (await load(neo4j_client, account_id, snapshots=[]))["created"] == 365
    assert (await neo4j_client.get(f"{path}/snapshots")).json()["items"] == []


@EMBEDDED_ONLY
async def test_the_gate_and_its_waivers(client: httpx.AsyncClient, account_id: str) -> None:
    base = f"{API}/accounts/{account_id}"
    await load(client, account_id)
    review = f"{base}/opportunities/{BID}/review"
    found = (await client.get(review, params={"as_of": AS_OF})).json()
    held = {check["id"]: check for check in found["checks"]}
    assert (found["verdict"], found["policy_version"], list(held)) == ("CONDITIONAL", "2", sorted(CHECKS))
    assert found["open_checks"] == ["G04", "G05", "G06", "G07"]
    assert round(held["G04"]["facts"]["unknown"]["award"]["P03"], 3) == 0.167
    assert set(held["G05"]["facts"]["open"]) == {"P01", "P02", "P03", "P16", "P25", "P23"}
    assert held["G07"]["facts"]["without_plan_item"] == ["P06", "P01", "P02"]
    assert held["G09"]["facts"]["supporters"] == {"evaluation": ["P05", "P12"]}
    old = (await client.get(review, params={"snapshot": "2026Q4"})).json()
    assert (old["as_of"], old["snapshot"], old["verdict"]) == ("2026-11-18", "2026Q4", "CONDITIONAL")
    stale = (await client.get(review, params={"as_of": "2027-01-20"})).json()
    assert (stale["verdict"], stale["checks"][0]["facts"]["age_days"]) == ("FAIL", 63)
    waiver = {"check": "G07", "name": "周总", "reason": "items follow on Monday", "on": AS_OF, "until": "2026-11-30"}
    for i, check in enumerate(("G07", "G01")):
        body = waiver | {"id": f"W{i}", "check": check}
        assert (await client.post(f"{base}/waivers", json=body)).status_code == 201
    waived = (await client.get(review, params={"as_of": AS_OF})).json()
    result = next(check for check in waived["checks"] if check["id"] == "G07")
    assert (result["result"], result["waiver"], result["facts"]["waived_by"]) == ("WAIVED", "W0", "周总")
    assert (await client.get(review, params={"as_of": "2027-01-20"})).json()["checks"][0]["result"] == "FAIL"
    assert (await client.get(review, params={"policy": "9"})).status_code == 404
    assert (await client.get(f"{base}/opportunities/nope/review")).status_code == 404


async def test_a_verdict_and_its_pack_can_be_had_again_years_later(client: httpx.AsyncClient, account_id: str) -> None:
    base = f"{API}/accounts/{account_id}"
    await load(client, account_id)
    asked = {"snapshot": "2026Q4", "policy": "1"}
    calls = [f"{base}/opportunities/{BID}/{call}" for call in ("review", "review-pack")]
    then = [(await client.get(call, params=asked)).content for call in calls]
    for i, day in enumerate(("2026-08-01", "2026-11-18", "2029-03-01")):
        body = {"id": f"later-{i}", "name": "later", "as_of": day, "opportunity": BID}
        assert (await client.post(f"{base}/snapshots", json=body)).status_code == 201
    waiver = {"id": "W", "check": "G04", "name": "周总", "reason": "late", "on": "2026-11-01"}
    assert (await client.post(f"{base}/waivers", json=waiver)).status_code == 201
    emptied = {"format": "powermap-account/1", "account": {"id": account_id, "name": "x"}}
    assert (await client.put(f"{base}/document", json=emptied)).status_code == 200
    assert [(await client.get(call, params=asked)).content for call in calls] == then
    assert [(await client.get(call)).status_code for call in calls] == [404, 404]
    verdict, pack = map(json.loads, then)
    assert (verdict["policy_version"], verdict["verdict"], pack["review"]) == ("1", "CONDITIONAL", verdict)


@EMBEDDED_ONLY
async def test_the_review_pack_is_made_of_the_answers_there_are(client: httpx.AsyncClient, account_id: str) -> None:
    base = f"{API}/accounts/{account_id}"
    await load(client, account_id)
    bid = f"{base}/opportunities/{BID}"
    for params, previous in (({"snapshot": "2026Q4"}, "2026Q3"), ({"as_of": AS_OF}, "2026Q4")):
        pack = (await client.get(f"{bid}/review-pack", params=params)).json()
        shared = {**params, "opportunity": BID}
        assert pack["power_map"] == (await client.get(f"{base}/power-map", params=shared)).json()
        assert pack["decision_chain"] == (await client.get(f"{bid}/decision-chain", params=params)).json()
        assert pack["plan"] == (await client.get(f"{base}/plan", params=shared)).json()
        assert pack["review"] == (await client.get(f"{bid}/review", params=params)).json()
        shown = params.get("snapshot")
        assert (pack["snapshot"] and pack["snapshot"]["id"], pack["previous"]["id"]) == (shown, previous)
        assert [point["snapshot"] for point in pack["competitors"]][-2:] == [previous, shown]
    diff = await client.get(f"{base}/snapshots/2026Q3/diff/2026Q4", params={"opportunity": BID})
    pack = (await client.get(f"{bid}/review-pack", params={"snapshot": "newest", "as_of": "2026-12-01"})).json()
    assert (pack["snapshot"]["id"], pack["changes"]) == ("2026Q4", diff.json())
    first = (await client.get(f"{bid}/review-pack", params={"snapshot": "2026Q3"})).json()
    assert (first["previous"], first["changes"], len(first["competitors"])) == (None, None, 1)
    for params in ({"snapshot": "nope"}, {"policy": "9"}):
        assert (await client.get(f"{bid}/review-pack", params=params)).status_code == 404


async def test_a_key_judges_as_its_own_member_only(embedded_place: Place, account_id: str) -> None:
    async with keyed_service(embedded_place) as service:
        admin = await service.key("admin")
        document = json.loads(SAMPLE)
        document["account"]["id"] = account_id
        path = f"{API}/accounts/{account_id}"
        client = service.client
        assert (await client.put(f"{path}/document", json=document, headers=admin)).status_code == 200
        editor = await service.key("editor", account_id) | {"If-Match": "*"}
        decision = {"selection": "SELECTED", "selected_by": "S5", "selected_on": AS_OF}
        refused = await client.patch(f"{path}/sandbox/joint-operations", json=decision, headers=editor)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
        marked = await client.patch(f"{path}/activities/A01", json={"effect": 5}, headers=editor)
        assert marked.status_code == 403
        waiver = {"id": "W", "check": "G07", "name": "x", "reason": "y", "on": AS_OF}
        assert (await client.post(f"{path}/waivers", json=waiver, headers=editor)).status_code == 403
        plain = await client.patch(f"{path}/sandbox/joint-operations", json={"note": "n"}, headers=editor)
        assert plain.status_code == 200
        named = await client.patch(f"{path}/sandbox/joint-operations", json=decision, headers=admin | {"If-Match": "*"})
        assert named.status_code == 200


@pytest.mark.parametrize(
    ("path", "record", "author"),
    [
        ("attitudes", {"person": "p", "toward": "us", "level": "SUPPORT", "on": AS_OF}, "reported_by"),
        ("influence", {"source": "p", "target": "q", "strength": 0.5}, "reported_by"),
        ("assessments", {"code": "TRUST", "assessor": "SELF", "on": AS_OF, "met": True, "evidence": "e"}, "by"),
        ("profiles", {"id": "f", "kind": "CLIENT", "on": AS_OF, "text": "t"}, "by"),
    ],
)
async def test_nobody_speaks_in_anothers_name(
    embedded_place: Place, account_id: str, path: str, record: dict[str, object], author: str
) -> None:
    """Singly, in a document and in its dry run alike; what is carried over stays whose it was."""
    assert author == KIND_OF[path].author
    async with keyed_service(embedded_place) as service:
        client, admin = service.client, await service.key("admin")
        document: dict[str, object] = {
            "format": "powermap-account/1",
            "account": {"id": account_id, "name": "x"},
            "vendor": {"id": "us", "name": "us"},
            "team": [{"id": "A", "name": "a"}, {"id": "B", "name": "b"}],
            "people": [{"id": one, "name": one} for one in ("p", "q", "r")],
        }
        base = f"{API}/accounts/{account_id}"
        assert (await client.put(f"{base}/document", json=document, headers=admin)).status_code == 200
        tied, untied = await service.key("editor", account_id, member="A"), await service.key("editor", account_id)
        for key in (tied, untied):
            forged = await client.post(f"{base}/{path}", json=record | {author: "B"}, headers=key)
            assert (forged.status_code, forged.json()["code"]) == (403, "not-allowed")
            whole = document | {path: [record | {author: "B"}]}
            for params in ({"dry_run": "true"}, {}):
                put = await client.put(f"{base}/document", json=whole, params=params, headers=key)
                assert (put.status_code, put.json()["code"]) == (403, "not-allowed")
            listed = await client.get(f"{base}/{path}", headers=admin)
            assert listed.json()["items"] == []
        said = await client.post(f"{base}/{path}", json=record | {author: "A"}, headers=tied)
        assert said.status_code == 201
        changed = {"text": "other"} if path == "profiles" else {"evidence": "other"}
        star = {"If-Match": "*"}
        other = await service.key("editor", account_id, member="B")
        assert (await client.patch(said.headers["Location"], json=changed, headers=other | star)).status_code == 403
        if path in {"attitudes", "influence"}:
            merged = await client.post(f"{base}/people/r/merge", json={"duplicate": "p"}, headers=other | star)
            assert merged.status_code == 200
            kept = (await client.get(f"{base}/{path}", headers=admin)).json()["items"]
            assert [one[author] for one in kept] == ["A"]


async def test_a_snapshot_brought_along_says_so_and_only_an_admin_brings_one(place: Place, account_id: str) -> None:
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        document = {"format": "powermap-account/1", "account": {"id": account_id, "name": "x"}}
        head = {"name": "Review", "taken_by": "Chief Executive", "taken_at": "2026-03-01T00:00:00Z", "revision": 1}
        forged = document | {"snapshots": [head | {"id": "s", "as_of": "2026-03-01", "document": document}]}
        base = f"{API}/accounts/{account_id}"
        assert (await client.put(f"{base}/document", json=document, headers=admin)).status_code == 200
        editor = await service.key("editor", account_id)
        for params in ({"dry_run": "true"}, {}):
            refused = await client.put(f"{base}/document", json=forged, params=params, headers=editor)
            assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
        assert (await client.get(f"{base}/snapshots", headers=admin)).json()["items"] == []
        assert (await client.put(f"{base}/document", json=forged, headers=admin)).status_code == 200
        taken = await client.post(f"{base}/snapshots", json={"name": "here"}, headers=editor)
        marks = {
            one["name"]: one["brought_by"]
            for one in (await client.get(f"{base}/snapshots", headers=admin)).json()["items"]
        }
        assert marks == {"Review": "Key", "here": None}
        assert taken.json()["brought_by"] is None
        again = (await client.get(f"{base}/document", params={"snapshots": "true"}, headers=admin)).json()
        assert (
            await client.put(f"{base}/document", json=again, headers=editor)
        ).status_code == 200  # all are kept already


@pytest.mark.parametrize("tied", [True, False])
async def test_who_wrote_an_opportunity_into_the_sandbox_does_not_select_it(
    place: Place, account_id: str, tied: bool
) -> None:
    """By who wrote it, not by whom the record names: leaving out the proposer changes nothing."""
    async with keyed_service(place) as service:
        admin = await service.key("admin")
        document = {
            "format": "powermap-account/1",
            "account": {"id": account_id, "name": "x"},
            "team": [{"id": "A", "name": "a"}, {"id": "B", "name": "b"}],
            "opportunities": [{"id": "o/甲", "name": "o"}, {"id": "p", "name": "p"}],
        }
        path, star = f"{API}/accounts/{account_id}", {"If-Match": "*"}
        client = service.client
        assert (await client.put(f"{path}/document", json=document, headers=admin)).status_code == 200
        author = await service.key("editor", account_id, member="A")
        again = await service.key("editor", account_id, member="A") if tied else author
        other = await service.key("editor", account_id, member="B")
        decision = {"selection": "SELECTED", "selected_by": "A", "selected_on": AS_OF}
        at_once = await client.post(f"{path}/sandbox", json={"opportunity_id": "p", **decision}, headers=author)
        assert (at_once.status_code, at_once.json()["code"]) == (403, "not-allowed")
        for one in ("p", "o/甲"):
            found = await client.post(f"{path}/sandbox", json={"opportunity_id": one, "requested": 1}, headers=author)
            assert found.status_code == 201
        entry = f"{path}/sandbox/{quote('o/甲', safe='')}"
        refused = await client.patch(entry, json=decision, headers=again | star)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
        assert "who wrote an opportunity" in refused.json()["detail"]
        chosen = await client.patch(entry, json=decision | {"selected_by": "B"}, headers=other | star)
        assert chosen.status_code == 200
        assert (await client.patch(entry, json={"note": "n"}, headers=author | star)).status_code == 200


@given(before=strategies.documents(), after=strategies.documents())
@settings(max_examples=40, deadline=None)
def test_a_diff_of_snapshots_applied_to_the_first_gives_the_second(
    before: AccountDocument, after: AccountDocument
) -> None:
    one, two = (document_in(ContentRow(content=content_of(held), lent=None)) for held in (before, after))
    apart = {"people": {"people"}, "edges": {"reporting", "influence", "ties"}, "attitudes": {"attitudes"}}
    apart["other"] = set(KIND_OF) - set().union(*apart.values())
    parts = [differences(one, two, kinds) for kinds in apart.values()]
    assert applied(one, parts) == two
    assert content_of(applied(one, parts)) == content_of(after)
    assert applied(two, [differences(two, two, KIND_OF)]) == two


def test_the_samples_diff_applied_to_the_first_gives_the_second() -> None:
    rest, (august, now), faults = take_out(SAMPLE)
    assert faults == ()
    one, two = (AccountDocument.model_validate_json(held.content) for held in (august, now))
    parts = [differences(one, two, {name}) for name in KIND_OF]
    assert applied(one, parts) == two
    assert json.loads(rest)["account"]["id"] == "jiangyuan"
    assert now.head.as_of - august.head.as_of == date(2026, 11, 18) - date(2026, 8, 20)


def test_a_policy_says_every_check_in_both_languages() -> None:
    policy = POLICIES.chosen(None, None)
    assert [check.id for check in policy.checks] == [f"G{i:02}" for i in range(1, 17)]
    assert all(check.rule_en and check.rule_zh for check in policy.checks)


async def test_an_account_has_the_policy_it_chooses_and_a_request_another(
    embedded_place: Place, embedded_store: Store, account_id: str, tmp_path: Path
) -> None:
    check = {"id": "G13", "severity": "FAIL", "rule_en": "lines", "rule_zh": "连线", "parameters": {"min_lined": 0.5}}
    for version in ("1", "10"):
        own = {"name": "OWN", "version": version, "checks": [check]}
        (tmp_path / f"own-{version}.json").write_text(json.dumps(own), encoding="utf-8")
    await embedded_store.ping()
    settings = embedded_place.settings().model_copy(update={"policies": str(tmp_path)})
    base = f"{API}/accounts/{account_id}"
    review, star = f"{base}/opportunities/{BID}/review", {"If-Match": "*"}
    async with running(settings) as client:
        await load(client, account_id)
        refused = await client.patch(base, json={"policy": "OTHER"}, headers=star)
        (fault,) = refused.json()["errors"]
        assert (refused.status_code, fault["pointer"], fault["code"]) == (422, "/policy", "unknown-policy")
        assert "OWN-1, OWN-10, POWER_MAP_GATE-1" in fault["message"]
        for chosen, asked, expected in (
            ("OWN", {}, ("OWN", "10", "PASS")),
            ("OWN-1", {}, ("OWN", "1", "PASS")),
            ("OWN-1", {"policy": "2"}, ("POWER_MAP_GATE", "2", "CONDITIONAL")),
            (None, {"policy": "OWN"}, ("OWN", "10", "PASS")),
            (None, {}, ("POWER_MAP_GATE", "2", "CONDITIONAL")),
        ):
            assert (await client.patch(base, json={"policy": chosen}, headers=star)).status_code == 200
            for call in (review, f"{review}-pack"):
                answer = (await client.get(call, params={"as_of": AS_OF, **asked})).json()
                found = answer.get("review", answer)
                assert (found["policy"], found["policy_version"], found["verdict"]) == expected
        assert (await client.get(review, params={"policy": "NONE"})).status_code == 404
