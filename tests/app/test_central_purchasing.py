"""Central purchasing: a stage names people of another account of the tree; both maps show it, one of them may only read."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from graph.store import Store
from graph.verify import verify_account
from tests.conftest import Place
from tests.keys_at_hand import KeyedService, keyed_service
from tests.records_at_hand import API

Json = dict[str, Any]
DAY = "2026-06-30"
BID = {"opportunity": "bid", "as_of": DAY}
PRIVATE = "what the group's team keeps to itself"


def group(account_id: str, parent_id: str | None = None) -> Json:
    """The lender: its head is for us, which it has evidence of; more is nobody's business."""
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": PRIVATE, "parent_id": parent_id},
        "vendor": {"id": "us", "name": "Us"},
        "competitors": [{"id": "rival", "name": "R"}, {"id": "unknown-below", "name": PRIVATE}],
        "departments": [{"id": "D", "name": PRIVATE}],
        "people": [
            {
                "id": "boss",
                "name": "Group Boss",
                "title": "CPO",
                "rank": 2,
                "department_id": "D",
                "note": PRIVATE,
                "former_ids": PRIVATE,
                "email": f"{PRIVATE}@x.example",
                "external_ids": [{"system": "crm", "id": PRIVATE}],
            },
            {"id": "other", "name": PRIVATE},
        ],
        "influence": [{"source": "other", "target": "boss", "strength": 0.9, "evidence": PRIVATE}],
        "attitudes": [
            {"person": "boss", "toward": "us", "level": "SUPPORT", "on": "2026-05-01", "evidence": PRIVATE},
            {"person": "boss", "toward": "unknown-below", "level": "OPPOSE", "on": "2026-05-01"},
            {"person": "boss", "toward": "rival", "level": "SUPPORT", "on": "2026-05-02", "opportunity_id": "own"},
        ],
        "team": [{"id": "gm", "name": PRIVATE}],
        "coverage": [{"member": "gm", "person": "boss", "owner": True}],
        "interactions": [{"id": "i", "on": "2026-06-20", "members": ["gm"], "people": ["boss"], "note": PRIVATE}],
        "opportunities": [{"id": "own", "name": PRIVATE}],
    }


def vote(lender: str, person: str = "boss", **more: Any) -> Json:
    return {"person": person, "account_id": lender, **more}


def city(account_id: str, lender: str, parent_id: str | None) -> Json:
    """The borrower: the group's boss holds two of three votes in the award, and a veto."""
    award = {
        "id": "award",
        "order": 1,
        "kind": "AWARD",
        "quota": 2,
        "votes": [{"person": "local", "weight": 1}, vote(lender, weight=2)],
        "borrowed_veto": [vote(lender)],
        "participants": [vote(lender, role="APPROVER")],
    }
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": "City", "parent_id": parent_id},
        "vendor": {"id": "us", "name": "Us"},
        "competitors": [{"id": "rival", "name": "R"}],
        "people": [{"id": "local", "name": "Local", "rank": 1}],
        "opportunities": [{"id": "bid", "name": "Bid", "stages": [award]}],
    }


@dataclass(frozen=True)
class Tree:
    """A group and a city below it."""

    client: httpx.AsyncClient
    group: str
    city: str

    async def load(self, document: Json, **headers: str) -> httpx.Response:
        return await self.client.put(
            f"{API}/accounts/{document['account']['id']}/document", json=document, headers=headers
        )

    async def map(self, account: str, **asked: Any) -> Json:
        answer = await self.client.get(f"{API}/accounts/{account}/power-map", params=asked)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def guest(self) -> tuple[Json, list[str]]:
        """The borrowed person on the city's map, and the codes of its warnings."""
        found = await self.map(self.city, **BID)
        (one,) = [person for person in found["people"] if person["account_id"]]
        return one, [warning["code"] for warning in found["warnings"]]


@pytest.fixture
async def tree(client: httpx.AsyncClient, account_id: str) -> Tree:
    made = Tree(client, f"{account_id}-group", f"{account_id}-city")
    for document in (group(made.group), city(made.city, made.group, made.group)):
        answer = await made.load(document)
        assert (answer.status_code, answer.json()["warnings"]) == (200, []), answer.text
    return made


async def test_both_maps_show_who_is_borrowed(tree: Tree) -> None:
    found = await tree.map(tree.city, **BID)
    people = {person["id"]: person for person in found["people"]}
    boss = people["boss"]
    assert (boss["account_id"], boss["name"], boss["title"], boss["rank"]) == (tree.group, "Group Boss", "CPO", 2)
    assert (boss["department_id"], boss["coverage"]["level"], boss["votes_elsewhere"]) == (None, "NONE", [])
    assert boss["roles"] == ["APPROVER", "VETO_HOLDER"]
    assert {party: held["level"] for party, held in boss["attitudes"].items()} == {"us": "SUPPORT"}
    assert (people["local"]["account_id"], people["local"]["votes_elsewhere"]) == (None, [])
    (stage,) = found["stages"]
    assert ({held["person"]: held["weight"] for held in stage["votes"]}, stage["veto"]) == (
        {"local": 1, "boss": 2},
        ["boss"],
    )
    assert stage["voting_power"] == {"boss": 1.0, "local": 0.0}
    assert stage["minimum_flip_sets"] == [{"people": [], "steps": 0}]
    assert found["standing"]["us"]["point"] == pytest.approx(0.75)
    assert {gap["kind"] for gap in found["gaps"] if gap["person"] == "boss"} == set()
    assert [warning["code"] for warning in found["warnings"]] == ["unshared_competitors"]
    lending = await tree.map(tree.group, as_of=DAY)
    places = {person["id"]: person["votes_elsewhere"] for person in lending["people"]}
    assert places == {"boss": [{"account_id": tree.city, "opportunity": "bid", "stage": "award"}], "other": []}
    assert {person["account_id"] for person in lending["people"]} == {None}
    plain = await tree.map(tree.city, as_of=DAY)
    assert ([person["id"] for person in plain["people"]], plain["basis"]) == (["local"], "rank")


async def test_every_answer_about_the_bid_knows_the_guest(tree: Tree) -> None:
    base = f"{API}/accounts/{tree.city}"
    key = (await tree.client.get(f"{base}/key-people", params=BID)).json()["people"]
    assert [(person["id"], person["account_id"]) for person in key] == [("boss", tree.group), ("local", None)]
    for call in (
        "people/boss/explanation",
        "paths?to=boss",
        "opportunities/bid/decision-chain",
        "opportunities/bid/outlook",
        "opportunities/bid/plans",
        "opportunities/bid/buying-centre",
        "opportunities/bid/review",
        "opportunities/bid/review-pack",
        "relationships",
        "plan",
        "measures",
        "evidence",
        "alliances",
        "calibration",
        "bus-factor",
        "key-set",
        "timeline",
    ):
        asked = {"as_of": DAY} if "opportunities" in call else BID
        answer = await tree.client.get(f"{base}/{call}", params=asked | ({"to": "boss"} if "paths" in call else {}))
        assert answer.status_code == 200, (call, answer.text)
        assert PRIVATE not in answer.text, call
    changes = [{"kind": "attitude", "person": "boss", "toward": "us", "level": "OPPOSE"}]
    supposed = await tree.client.post(f"{base}/what-if", params=BID, json={"changes": changes})
    assert supposed.json()["after"]["standing"]["us"]["point"] == pytest.approx(-1)
    kinds = {gap["kind"] for gap in supposed.json()["difference"]["gaps_opened"] if gap["person"] == "boss"}
    assert kinds == {"OPPOSED", "VETO_AT_RISK"}


async def test_the_borrowing_map_follows_the_lender(tree: Tree, store: Store) -> None:
    assert (await tree.guest())[0]["attitudes"]["us"]["level"] == "SUPPORT"
    group_ = f"{API}/accounts/{tree.group}"
    changed = {"person": "boss", "toward": "us", "level": "OPPOSE", "on": "2026-06-01"}
    assert (await tree.client.post(f"{group_}/attitudes", json=changed)).status_code == 201
    boss, warnings = await tree.guest()
    assert (boss["attitudes"]["us"]["level"], warnings) == ("OPPOSE", ["unshared_competitors"])
    assert (await tree.client.delete(f"{group_}/people/boss?cascade=true")).status_code == 204
    boss, warnings = await tree.guest()
    assert (boss["id"], boss["name"], boss["placeholder"], boss["attitudes"]) == ("boss", "?", True, {})
    assert warnings == ["person_gone"]
    assert [finding.code for finding in await verify_account(store, tree.city)] == ["person-gone"]
    renamed = {"name": "Bid 2"}
    edited = await tree.client.patch(
        f"{API}/accounts/{tree.city}/opportunities/bid", json=renamed, headers={"If-Match": "*"}
    )
    assert edited.status_code == 200, "what became of a guest keeps nobody from other edits"
    assert (await tree.load(group(tree.group))).status_code == 200
    assert (await tree.guest())[1] == ["unshared_competitors"]
    alone = await tree.client.patch(f"{API}/accounts/{tree.city}", json={"parent_id": None}, headers={"If-Match": "*"})
    assert alone.status_code == 200
    boss, warnings = await tree.guest()
    assert (boss["name"], warnings) == ("?", ["foreign_account"])
    assert [finding.code for finding in await verify_account(store, tree.city)] == ["foreign-account"]
    assert [person["votes_elsewhere"] for person in (await tree.map(tree.group, as_of=DAY))["people"]] == [[], []]
    assert (await tree.client.delete(group_, params={"cascade": True})).status_code == 204
    assert (await tree.guest())[1] == ["lender_not_loaded"]
    assert await verify_account(store, tree.city) == []


async def test_whom_one_may_not_borrow(tree: Tree) -> None:
    stranger = f"{tree.group}-stranger"
    assert (await tree.load(group(stranger))).status_code == 200
    stages = f"{API}/accounts/{tree.city}/opportunities/bid/stages"
    for order, (named, code, pointer, status) in enumerate(
        (
            (vote(tree.group, "nobody"), "dangling-id", "/participants/0/person", 422),
            (vote(stranger), "foreign-account", "/participants/0/account_id", 409),
            (vote(tree.city, "local"), "foreign-account", "/participants/0/account_id", 409),
        )
    ):
        stage = {"id": "new", "order": order + 5, "kind": "OTHER", "participants": [named]}
        answer = await tree.client.post(stages, json=stage)
        assert answer.status_code == status, answer.text
        (error,) = answer.json()["errors"]
        assert (error["code"], error["pointer"], named["person"] in error["message"]) == (code, pointer, code[0] == "d")
    twice = {"id": "new", "order": 5, "kind": "OTHER", "borrowed_veto": [vote(tree.group), vote(tree.group)]}
    assert (await tree.client.post(stages, json=twice)).json()["errors"][0]["code"] == "duplicate-id"
    whole = city(f"{tree.city}-2", tree.group, None)
    dry = await tree.client.put(f"{API}/accounts/{tree.city}-2/document", params={"dry_run": True}, json=whole)
    answer = await tree.load(whole)
    assert dry.json()["errors"] == answer.json()["errors"]
    assert (answer.status_code, {error["code"] for error in answer.json()["errors"]}) == (422, {"foreign-account"})
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        f"/opportunities/0/stages/0/{at}/account_id" for at in ("votes/1", "participants/0", "borrowed_veto/0")
    }


async def test_a_guest_is_read_only_here(tree: Tree) -> None:
    people = f"{API}/accounts/{tree.city}/people"
    if_match = {"If-Match": "*"}
    assert (await tree.client.get(f"{people}/boss")).status_code == 404
    assert (await tree.client.patch(f"{people}/boss", json={"rank": 1}, headers=if_match)).status_code == 404
    assert (await tree.client.delete(f"{people}/boss")).status_code == 404
    refused = [
        await tree.client.put(f"{people}/boss", json={"name": "Mine"}),
        await tree.client.post(people, json={"id": "boss", "name": "Mine"}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(409, "duplicate-id")}
    assert all("read-only" in answer.json()["detail"] for answer in refused)
    attitude = {"person": "boss", "toward": "us", "level": "OPPOSE", "on": DAY}
    answer = await tree.client.post(f"{API}/accounts/{tree.city}/attitudes", json=attitude)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "dangling-id")


async def test_documents_come_in_any_order_and_namesakes_are_told_apart(
    client: httpx.AsyncClient, account_id: str
) -> None:
    tree = Tree(client, f"{account_id}-group", f"{account_id}-city")
    document = city(tree.city, tree.group, tree.group)
    document["people"].append({"id": "boss", "name": "Local boss"})
    dry = await client.put(f"{API}/accounts/{tree.city}/document", params={"dry_run": True}, json=document)
    assert [warning["code"] for warning in dry.json()["warnings"]] == ["lender-not-loaded"]
    report = (await tree.load(document)).json()
    assert [warning["code"] for warning in report["warnings"]] == ["parent-not-loaded", "lender-not-loaded"]
    boss, warnings = await tree.guest()
    assert (boss["id"], boss["name"], warnings) == (f"{tree.group}/boss", "?", ["rank_assumed", "lender_not_loaded"])
    assert (await tree.load(group(tree.group))).status_code == 200
    boss, warnings = await tree.guest()
    assert (boss["id"], boss["name"], warnings) == (
        f"{tree.group}/boss",
        "Group Boss",
        ["rank_assumed", "unshared_competitors"],
    )
    (stage,) = (await tree.map(tree.city, **BID))["stages"]
    assert stage["voting_power"] == {f"{tree.group}/boss": 1.0, "local": 0.0}
    kept = (await client.get(f"{API}/accounts/{tree.city}/document")).json()
    votes = kept["opportunities"][0]["stages"][0]["votes"]
    assert votes == [{"person": "boss", "weight": 2, "account_id": tree.group}, {"person": "local", "weight": 1}]


async def test_a_snapshot_keeps_what_was_lent(
    embedded_client: httpx.AsyncClient, neo4j_client: httpx.AsyncClient, account_id: str
) -> None:
    tree = Tree(embedded_client, f"{account_id}-group", f"{account_id}-city")
    for document in (group(tree.group), city(tree.city, tree.group, tree.group)):
        assert (await tree.load(document)).status_code == 200
    base = f"{API}/accounts/{tree.city}"
    live = await embedded_client.get(f"{base}/power-map", params=BID)
    made = await embedded_client.post(f"{base}/snapshots", json={"id": "S", "name": "now", "as_of": DAY})
    assert made.status_code == 201, made.text
    assert (await embedded_client.delete(f"{API}/accounts/{tree.group}", params={"cascade": True})).status_code == 204
    whole = await embedded_client.get(f"{base}/document", params={"snapshots": True})
    assert whole.json()["snapshots"][0]["lent"][0]["person"]["name"] == "Group Boss"
    moved = await neo4j_client.put(f"{base}/document", content=whole.content)
    assert moved.status_code == 200, moved.text
    assert (await neo4j_client.get(f"{base}/document", params={"snapshots": True})).content == whole.content
    for client in (embedded_client, neo4j_client):
        kept = await client.get(f"{base}/power-map", params={"opportunity": "bid", "snapshot": "S"})
        assert kept.content == live.content
        pack = (await client.get(f"{base}/opportunities/bid/review-pack", params={"snapshot": "S"})).json()
        assert pack["power_map"] == live.json()
    forged = whole.json()
    forged["snapshots"][0] |= {"id": "T", "lent": [{"borrowed": {"person": "boss"}}]}
    answer = await neo4j_client.put(f"{base}/document", json=forged)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/snapshots/0/lent/0/borrowed/account_id"]


async def test_writers_of_both_accounts_never_wait_for_each_other(tree: Tree) -> None:
    group_, stages = f"{API}/accounts/{tree.group}/people", f"{API}/accounts/{tree.city}/opportunities/bid/stages"

    async def lend(i: int) -> list[int]:
        made = await tree.client.post(group_, json={"id": f"p{i}", "name": "P"})
        gone = await tree.client.delete(f"{group_}/p{i}")
        return [made.status_code, gone.status_code]

    async def borrow(i: int) -> list[int]:
        stage = {"id": f"s{i}", "order": 10 + i, "kind": "OTHER", "participants": [vote(tree.group, f"p{i}")]}
        answer = await tree.client.post(stages, json=stage)
        return [answer.status_code]

    done = await asyncio.gather(*(work(i) for i in range(6) for work in (lend, borrow)))
    assert {tuple(statuses) for statuses in done[::2]} == {(201, 204)}
    assert {status for statuses in done[1::2] for status in statuses} <= {201, 422}
    found = await tree.map(tree.city, **BID)
    borrowed = {warning["people"][0] for warning in found["warnings"] if warning["code"] == "person_gone"}
    assert borrowed == {f"p{i}" for i, statuses in enumerate(done[1::2]) if statuses == [201]}


# -- who may see what ---------------------------------------------------------------------------------------------------


async def related(service: KeyedService, run: str) -> tuple[str, str, dict[str, str]]:
    """Two cities of one region that the first lends to the second; the admin's key."""
    admin = await service.key("admin")
    lender, borrower = f"{run}-lender", f"{run}-borrower"
    for document in (
        {"format": "powermap-account/1", "account": {"id": run, "name": "Region"}},
        group(lender, run),
        city(borrower, lender, run),
    ):
        tree = Tree(service.client, lender, borrower)
        assert (await tree.load(document, **admin)).status_code == 200
    return lender, borrower, admin


async def test_a_grant_of_one_account_tells_the_borrowed_persons_record_and_nothing_else(
    embedded_place: Place, embedded_store: Store, account_id: str
) -> None:
    await embedded_store.ping()
    async with keyed_service(embedded_place) as service:
        lender, borrower, _ = await related(service, account_id)
        own = await service.key("editor", borrower)
        base = f"{API}/accounts/{borrower}"
        found = await service.client.get(f"{base}/power-map", params=BID, headers=own)
        assert "Group Boss" in found.text
        assert PRIVATE not in found.text
        document = await service.client.get(f"{base}/document", headers=own)
        assert "Group Boss" not in document.text
        stages = f"{base}/opportunities/bid/stages"
        kept = await service.client.patch(f"{stages}/award", json={"order": 2}, headers=own | {"If-Match": "*"})
        assert (kept.status_code, kept.json()["borrowed_veto"]) == (200, [vote(lender)]), "whom one has, one keeps"
        stage = {"id": "new", "order": 5, "kind": "OTHER"}
        answers = []
        for other in (lender, f"{account_id}-unknown"):
            body = stage | {"participants": [vote(other, "other")]}
            answer = await service.client.post(stages, json=body, headers=own)
            answers.append((answer.status_code, answer.json()["code"], answer.json()["detail"].replace(other, "?")))
        assert answers[0] == answers[1] == (404, "not-found", "no account '?'")
        whole = await service.key("editor", account_id)
        body = stage | {"participants": [vote(lender, "other")]}
        made = await service.client.post(stages, json=body, headers=whole)
        assert made.status_code == 201


async def test_the_lenders_map_tells_of_accounts_one_may_see_only(
    embedded_place: Place, embedded_store: Store, account_id: str
) -> None:
    await embedded_store.ping()
    async with keyed_service(embedded_place) as service:
        lender, borrower, admin = await related(service, account_id)
        for key, told in (
            (admin, 1),
            (await service.key("reader", account_id), 1),
            (await service.key("reader", lender), 0),
        ):
            answer = await service.client.get(f"{API}/accounts/{lender}/power-map", params={"as_of": DAY}, headers=key)
            people = {person["id"]: person["votes_elsewhere"] for person in answer.json()["people"]}
            assert (len(people["boss"]), borrower in answer.text) == (told, bool(told))


async def test_files_name_the_lender_on_both_maps_and_come_back_as_they_were(tree: Tree) -> None:
    place = f"{API}/accounts/{tree.city}"
    stored = (await tree.client.get(f"{place}/document")).json()
    for name in ("xlsx", "csv", "graphml"):
        body = (await tree.client.get(f"{place}/export.{name}", params=BID)).content
        answer = await tree.client.post(f"{place}/imports?mode=replace&dry_run=true", files={"file": ("x", body)})
        assert answer.status_code == 200, (name, answer.text)
        assert {answer.json()[count] for count in ("created", "updated", "deleted")} == {0}, name
    assert (await tree.client.get(f"{place}/export.json", params=BID)).json()["document"] == stored
    borrowing = (await tree.client.get(f"{place}/export.svg", params={"lang": "en", **BID})).text
    assert f"CPO · {tree.group}" in borrowing
    assert "of another account" in borrowing
    lending = (await tree.client.get(f"{API}/accounts/{tree.group}/export.svg", params={"lang": "en"})).text
    assert f"Group Boss also takes part in {tree.city}/bid/award" in lending


async def test_who_is_erased_at_the_lender_is_erased_where_they_were_borrowed(tree: Tree, store: Store) -> None:
    """Live, in snapshots and in the feed."""
    base = f"{API}/accounts/{tree.city}"
    note = {"id": "n", "on": "2026-06-01", "kind": "VISIT", "people": ["local"], "note": "Group Boss was not there"}
    assert (await tree.client.post(f"{base}/interactions", json=note)).status_code == 201
    for name in ("lent", "newest-lent"):
        kept = {"id": name, "name": name, "as_of": DAY, "opportunity": "bid"}
        assert (await tree.client.post(f"{base}/snapshots", json=kept)).status_code == 201
    before = await tree.map(tree.city, opportunity="bid", snapshot="lent")

    async def told() -> str:
        paths = ("document?snapshots=true", "changes?limit=200", "power-map?opportunity=bid&snapshot=lent")
        answers = [
            await tree.client.get(f"{base}/{path}") for path in (*paths, f"power-map?opportunity=bid&as_of={DAY}")
        ]
        assert {answer.status_code for answer in answers} == {200}
        return "\n".join(answer.text for answer in answers)

    words = ("Group Boss", '"boss"', "CPO")
    said = await told()
    assert [word for word in words if word not in said] == []
    done = await tree.client.post(f"{API}/accounts/{tree.group}/people/boss/erase")
    assert (done.status_code, done.json()["snapshots"]) == (200, 2), done.text
    said = await told()
    assert [word for word in words if word in said] == []
    after = await tree.map(tree.city, opportunity="bid", snapshot="lent")
    (stage,), (stood,) = after["stages"], before["stages"]
    assert (stage["quota"], sorted(one["weight"] for one in stage["votes"])) == (stood["quota"], [1, 2])
    assert [one["name"] for one in after["people"] if one["account_id"]] == ["?"]
    feed = (await tree.client.get(f"{base}/changes?limit=200")).json()["items"]
    assert feed[-1]["kind"] == "erased"
    assert [one.code for one in await verify_account(store, tree.city)] == ["person-gone"]
    assert await verify_account(store, tree.group) == []
    dumped = (await tree.client.get(f"{base}/document?snapshots=true")).json()
    again = await tree.load(dumped)
    assert (again.status_code, again.json()["created"], again.json()["updated"]) == (200, 0, 0), again.text
