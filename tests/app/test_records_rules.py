"""What a single record must keep to: dangling ids, rules of the graph, and deleting what others name."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.conftest import EMBEDDED_ONLY, ON_BOTH
from tests.records_at_hand import Desk, Json, base_document, refused

pytestmark = EMBEDDED_ONLY


@pytest_asyncio.fixture
async def desk(client: httpx.AsyncClient, account_id: str) -> Desk:
    return await Desk(client, account_id).load()


DANGLING: list[tuple[str, Json, list[str]]] = [
    ("departments", {"id": "x", "name": "X", "parent_id": "no"}, ["/parent_id"]),
    ("people", {"id": "x", "name": "X", "department_id": "no"}, ["/department_id"]),
    ("reporting", {"subordinate": "a", "manager": "no"}, ["/manager"]),
    ("influence", {"source": "no", "target": "b", "strength": 0.5, "reported_by": "no"}, ["/source", "/reported_by"]),
    ("ties", {"a": "a", "b": "no"}, ["/b"]),
    ("attitudes", {"person": "a", "toward": "no", "level": "ACCEPT", "on": "2026-01-01"}, ["/toward"]),
    (
        "attitudes",
        {"person": "a", "toward": "us", "level": "ACCEPT", "on": "2026-01-01", "opportunity_id": "no"},
        ["/opportunity_id"],
    ),
    ("coverage", {"member": "no", "person": "a"}, ["/member"]),
    (
        "interactions",
        {"id": "x", "on": "2026-01-01", "members": ["m", "no"], "people": ["no"]},
        ["/members/1", "/people/0"],
    ),
    (
        "opportunities",
        {"id": "x", "name": "X", "stages": [{"id": "s", "order": 1, "kind": "NEED", "veto": ["no"]}]},
        ["/stages/0/veto/0"],
    ),
    (
        "opportunities/o/stages",
        {"id": "s", "order": 1, "kind": "NEED", "participants": [{"person": "a"}, {"person": "no"}]},
        ["/participants/1/person"],
    ),
]


@pytest.mark.parametrize(("collection", "record", "pointers"), DANGLING)
async def test_an_id_that_names_nothing_is_422(desk: Desk, collection: str, record: Json, pointers: list[str]) -> None:
    before = await desk.document()
    faults = refused(await desk.send("POST", collection, record), 422, "invalid")
    assert sorted(faults) == sorted((pointer, "dangling-id") for pointer in pointers)
    assert await desk.document() == before


async def test_an_edge_to_another_accounts_person_is_refused_like_one_to_nobody(desk: Desk) -> None:
    other = Desk(desk.client, f"{desk.account_id}-2")
    document = base_document(other.account_id)
    await other.load(document | {"people": [{"id": "theirs", "name": "CANARY"}]})
    answers = [
        await desk.send("POST", "reporting", {"subordinate": "a", "manager": manager})
        for manager in ("theirs", "nobody")
    ]
    texts = [answer.text.replace("theirs", "nobody") for answer in answers]
    instances = [answer.json()["instance"] for answer in answers]
    assert texts[0].replace(instances[0], "") == texts[1].replace(instances[1], "")
    refused(answers[0], 422, "invalid")


async def test_rules_of_the_graph_are_409_and_name_what_they_found(desk: Desk) -> None:
    await desk.send("PUT", "reporting/a/b", {})
    await desk.send("PUT", "reporting/b/c", {})
    before = await desk.document()
    ring = await desk.send("PUT", "reporting/c/a", {})
    assert refused(ring, 409, "reporting-cycle") == [("/manager", "reporting-cycle")]
    assert "a → b → c → a" in ring.json()["errors"][0]["message"]
    second = await desk.send("POST", "reporting", {"subordinate": "a", "manager": "c"})
    assert refused(second, 409, "second-manager") == [("/manager", "second-manager")]
    assert refused(await desk.send("PUT", "reporting/c/c", {}), 409, "self-edge") == [("/manager", "self-edge")]
    self_influence = await desk.send("PUT", "influence/a/a/MENTOR", {"strength": 1.0})
    assert refused(self_influence, 409, "self-edge") == [("/target", "self-edge")]
    assert refused(await desk.send("PUT", "ties/ALLIANCE/a/a", {}), 409, "self-edge") == [("/b", "self-edge")]
    stage: Json = {"id": "s", "order": 1, "kind": "AWARD"}
    for wrong in ({"quota": 1}, {"quota": 4, "votes": [{"person": "a", "weight": 3}]}, {"votes": [{"person": "a"}]}):
        answer = await desk.send("POST", "opportunities/o/stages", stage | wrong)
        assert refused(answer, 409, "quota") == [("/quota", "quota")]
    own = await desk.send("PATCH", f"../{desk.account_id}", {"parent_id": desk.account_id}, If_Match="*")
    assert refused(own, 409, "account-cycle") == [("/parent_id", "account-cycle")]
    await desk.send("PUT", "departments/E", {"name": "E", "parent_id": "D"})
    nested = await desk.send("PATCH", "departments/D", {"parent_id": "E"}, If_Match="*")
    assert "D → E → D" in nested.json()["errors"][0]["message"]
    refused(nested, 409, "department-cycle")
    await desk.send("DELETE", "departments/E")
    assert await desk.document() == before


async def test_a_patch_may_break_a_rule_of_the_graph_too(desk: Desk) -> None:
    await desk.send("PUT", "reporting/a/b", {})
    await desk.send("PUT", "reporting/a/c", {"kind": "DOTTED"})
    patched = await desk.send("PATCH", "reporting/a/c", {"kind": "SOLID"}, If_Match="*")
    assert refused(patched, 409, "second-manager") == [("/manager", "second-manager")]
    await desk.send("PUT", "reporting/b/a", {"kind": "DOTTED"})
    ring = await desk.send("PATCH", "reporting/b/a", {"kind": "SOLID"}, If_Match="*")
    assert refused(ring, 409, "reporting-cycle") == [("/manager", "reporting-cycle")]
    assert {line["kind"] for line in (await desk.document())["reporting"]} == {"SOLID", "DOTTED"}


async def test_a_line_of_fifty_may_not_close(desk: Desk) -> None:
    people = [{"id": f"p{i:02}", "name": "x"} for i in range(50)]
    lines = [{"subordinate": f"p{i:02}", "manager": f"p{i + 1:02}"} for i in range(49)]
    await desk.load({**base_document(desk.account_id), "people": people, "reporting": lines})
    answer = await desk.send("PUT", "reporting/p49/p00", {})
    refused(answer, 409, "reporting-cycle")
    assert answer.json()["errors"][0]["message"].count("→") == 50


async def test_a_stages_own_faults_point_into_the_stage(desk: Desk) -> None:
    await desk.send("POST", "opportunities/o/stages", {"id": "s0", "order": 1, "kind": "NEED"})
    stage: Json = {"id": "s", "order": 2, "kind": "AWARD"}
    twice = stage | {"quota": 1, "votes": [{"person": "a"}, {"person": "a"}]}
    cases: list[tuple[Json, list[tuple[str, str]]]] = [
        (stage | {"order": 1}, [("/order", "duplicate-id")]),
        (twice, [("/votes/1/person", "duplicate-id")]),
        (stage | {"quota": 1.5}, [("/quota", "quota")]),
        (stage | {"weight": 0}, [("/weight", "out-of-range")]),
        (stage | {"outcome": {"on": "2026-01-01", "winner": "no"}}, [("/outcome/winner", "dangling-id")]),
    ]
    for body, faults in cases:
        assert refused(await desk.send("POST", "opportunities/o/stages", body), 422, "invalid") == faults
    refused(await desk.send("GET", "opportunities/no/stages"), 404, "not-found")
    refused(await desk.send("POST", "opportunities/no/stages", stage), 404, "not-found")
    assert [item["id"] for item in await desk.items("opportunities/o/stages")] == ["s0"]


# -- deleting what others name ----------------------------------------------------------------------------------------------


def full_document(account_id: str) -> Json:
    """An account in which `a`, `D`, `m`, `rival` and `o` are named in every way there is."""
    stage = {
        "id": "s",
        "order": 1,
        "kind": "AWARD",
        "quota": 1,
        "votes": [{"person": "a", "weight": 1}, {"person": "b", "weight": 1}],
        "veto": ["a", "b"],
        "participants": [{"person": "a", "role": "USER"}, {"person": "a", "role": "COACH"}, {"person": "c"}],
        "outcome": {"on": "2026-01-01", "winner": "rival", "votes": [{"person": "a", "party": "rival"}]},
    }
    return base_document(account_id) | {
        "departments": [{"id": "D", "name": "D"}, {"id": "E", "name": "E", "parent_id": "D"}],
        "people": [{"id": p, "name": p, "department_id": "D"} for p in "abc"],
        "reporting": [{"subordinate": "a", "manager": "b"}, {"subordinate": "c", "manager": "a"}],
        "influence": [
            {"source": "a", "target": "b", "strength": 0.5, "reported_by": "m"},
            {"source": "b", "target": "a", "strength": 0.5},
            {"source": "b", "target": "c", "strength": 0.5, "reported_by": "m"},
        ],
        "ties": [{"a": "a", "b": "b"}, {"a": "b", "b": "c"}],
        "attitudes": [
            {"person": "a", "toward": "us", "level": "ACCEPT", "on": "2026-01-01"},
            {"person": "b", "toward": "rival", "level": "ACCEPT", "on": "2026-01-01", "reported_by": "m"},
            {"person": "b", "toward": "us", "level": "ACCEPT", "on": "2026-01-01", "opportunity_id": "o"},
        ],
        "team": [{"id": "m", "name": "Mia"}, {"id": "n", "name": "Nora"}],
        "coverage": [{"member": "m", "person": "a"}, {"member": "n", "person": "b"}],
        "interactions": [{"id": "i", "on": "2026-01-01", "members": ["m", "n"], "people": ["a", "b"]}],
        "opportunities": [{"id": "o", "name": "O", "stages": [stage]}],
    }


REFERRERS = {
    "people/a": {
        "reporting/a/b",
        "reporting/c/a",
        "influence/a/b/PROFESSIONAL",
        "influence/b/a/PROFESSIONAL",
        "ties/ACQUAINTANCE/a/b",
        "attitudes/a/us/2026-01-01",
        "coverage/m/a",
        "interactions/i",
        "opportunities/o",
    },
    "departments/D": {"departments/E", "people/a", "people/b", "people/c"},
    "team/m": {
        "influence/a/b/PROFESSIONAL",
        "influence/b/c/PROFESSIONAL",
        "attitudes/b/rival/2026-01-01?reported_by=m",
        "coverage/m/a",
        "interactions/i",
    },
    "competitors/rival": {"attitudes/b/rival/2026-01-01?reported_by=m", "opportunities/o"},
    "vendor": {"attitudes/a/us/2026-01-01", "attitudes/b/us/2026-01-01?opportunity_id=o"},
    "opportunities/o": {"attitudes/b/us/2026-01-01?opportunity_id=o"},
}


@pytest_asyncio.fixture
async def full(client: httpx.AsyncClient, account_id: str) -> Desk:
    return await Desk(client, account_id).load(full_document(account_id))


@pytest.mark.parametrize("path", REFERRERS)
async def test_a_record_that_others_name_is_not_deleted(full: Desk, path: str) -> None:
    before = await full.document()
    for query in ("", "?cascade=false"):
        answer = await full.send("DELETE", path + query)
        assert set(refused(answer, 409, "still-referenced")) == {("", "still-referenced")}
        assert {fault["value"] for fault in answer.json()["errors"]} == REFERRERS[path]
    assert await full.document() == before
    for referrer in REFERRERS[path]:
        assert (await full.send("GET", referrer)).status_code == 200


async def _cascade(full: Desk, path: str) -> tuple[Json, Json]:
    before = await full.document()
    assert (await full.send("DELETE", f"{path}?cascade=true")).status_code == 204
    return before, await full.document()


def _without(records: list[Json], **named: Any) -> list[Json]:
    return [one for one in records if not any(one.get(field) == value for field, value in named.items())]


@ON_BOTH
async def test_what_goes_with_a_person(full: Desk) -> None:
    before, after = await _cascade(full, "people/a")
    expected = before | {
        "people": _without(before["people"], id="a"),
        "reporting": [],
        "influence": _without(before["influence"], source="a", target="a"),
        "ties": _without(before["ties"], a="a"),
        "attitudes": _without(before["attitudes"], person="a"),
        "coverage": _without(before["coverage"], person="a"),
        "interactions": [before["interactions"][0] | {"people": ["b"]}],
    }
    stage = dict(before["opportunities"][0]["stages"][0])
    stage["votes"] = [{"person": "b", "weight": 1}]
    stage["veto"] = ["b"]
    stage["participants"] = [{"person": "c", "role": "INFLUENCER"}]
    stage["outcome"] = stage["outcome"] | {"votes": []}
    expected["opportunities"] = [before["opportunities"][0] | {"stages": [stage]}]
    assert after == expected


async def test_what_goes_with_a_department(full: Desk) -> None:
    before, after = await _cascade(full, "departments/D")
    assert after == before | {
        "departments": [{"id": "E", "name": "E", "name_en": "", "parent_id": None}],
        "people": [person | {"department_id": None} for person in before["people"]],
    }


@ON_BOTH
async def test_what_goes_with_a_member(full: Desk) -> None:
    before, after = await _cascade(full, "team/m")
    assert after == before | {
        "team": _without(before["team"], id="m"),
        "influence": [edge | {"reported_by": None} for edge in before["influence"]],
        "attitudes": [attitude | {"reported_by": None} for attitude in before["attitudes"]],
        "coverage": _without(before["coverage"], member="m"),
        "interactions": [before["interactions"][0] | {"members": ["n"]}],
    }


@ON_BOTH
async def test_an_outcome_without_a_day_is_stored_until_nothing_is_left_of_it(full: Desk) -> None:
    document = full_document(full.account_id)
    stage = document["opportunities"][0]["stages"][0]
    for outcome in ({"winner": "rival"}, {"votes": [{"person": "a", "party": "us"}]}):
        stage["outcome"] = outcome
        await full.load(document)
        stored = (await full.document())["opportunities"][0]["stages"][0]["outcome"]
        assert stored == {"on": None, "winner": None, "votes": []} | outcome
        for as_of in ("1990-01-01", "2026-01-01"):
            found = (await full.send("GET", f"power-map?opportunity=o&as_of={as_of}")).json()
            assert (found["basis"], found["stages"][0]["decided"]) == ("decided", True)
            assert found["stages"][0]["winner"] == outcome.get("winner")
        assert (await full.send("GET", "calibration")).json()["stages"] is None
    _, after = await _cascade(full, "people/a")
    assert after["opportunities"][0]["stages"][0]["outcome"] is None


async def test_what_goes_with_a_party(full: Desk) -> None:
    before, after = await _cascade(full, "competitors/rival")
    stage = before["opportunities"][0]["stages"][0]
    stage = stage | {"outcome": stage["outcome"] | {"winner": None, "votes": []}}
    assert after == before | {
        "competitors": [],
        "attitudes": _without(before["attitudes"], toward="rival"),
        "opportunities": [before["opportunities"][0] | {"stages": [stage]}],
    }
    _, last = await _cascade(full, "vendor")
    assert (last["vendor"], last["attitudes"]) == (None, [])


async def test_what_goes_with_an_opportunity_or_a_stage(full: Desk) -> None:
    before, after = await _cascade(full, "opportunities/o/stages/s")
    assert after == before | {"opportunities": [before["opportunities"][0] | {"stages": []}]}
    _, last = await _cascade(full, "opportunities/o")
    assert last == before | {
        "opportunities": [],
        "attitudes": _without(before["attitudes"], opportunity_id="o"),
    }


async def test_a_cascade_that_breaks_a_quota_is_refused_whole(full: Desk) -> None:
    raised = await full.send("PATCH", "opportunities/o/stages/s", {"quota": 2}, If_Match="*")
    assert raised.status_code == 200
    before = await full.document()
    answer = await full.send("DELETE", "people/a?cascade=true")
    assert refused(answer, 409, "quota") == [("/opportunities/o/stages/0/quota", "quota")]
    assert await full.document() == before


@ON_BOTH
async def test_an_account_that_holds_records_is_deleted_with_cascade_only(full: Desk) -> None:
    refers = await full.client.delete(full.url())
    refused(refers, 409, "still-referenced")
    assert {"people/a", "vendor"} <= {fault["value"] for fault in refers.json()["errors"]}
    assert (await full.client.delete(full.url(), params={"cascade": True})).status_code == 204
    for path in ("document", "people", "changes", "people/a"):
        refused(await full.send("GET", path), 404, "not-found")


async def test_a_fault_of_a_tie_is_said_at_the_end_its_caller_named(desk: Desk) -> None:
    """Ties are stored with their ends in order; whoever names them otherwise is answered in their own words."""
    for ends, pointer in (({"a": "zz", "b": "a"}, "/a"), ({"a": "a", "b": "zz"}, "/b"), ({"a": "c", "b": "0"}, "/b")):
        assert refused(await desk.send("POST", "ties", ends), 422, "invalid") == [(pointer, "dangling-id")]
        document = await desk.document() | {"ties": [ends]}
        answer = await desk.send("PUT", "document", document)
        assert refused(answer, 422, "invalid") == [(f"/ties/0{pointer}", "dangling-id")]
    wrong = {"a": "c", "b": "a", "kind": "RIVALRY", "since": "2026-13-01"}
    assert sorted(refused(await desk.send("POST", "ties", wrong), 422, "invalid")) == [
        ("/kind", "wrong-enum"),
        ("/since", "impossible-date"),
    ]
    made = await desk.send("POST", "ties", {"a": "c", "b": "a", "kind": "CONFLICT", "since": "2026-01-01"})
    assert (made.status_code, made.json()["a"], made.json()["b"]) == (201, "a", "c")
    moved = await desk.send("PUT", "ties/CONFLICT/a/c", {"a": "c", "b": "b"}, If_Match="*")
    assert refused(moved, 422, "invalid") == [("/b", "id-mismatch")]
    twice = await desk.document()
    twice["ties"] = [{"a": "c", "b": "a"}, {"a": "a", "b": "c"}]
    assert refused(await desk.send("PUT", "document", twice), 422, "invalid") == [("/ties/1", "duplicate-id")]
