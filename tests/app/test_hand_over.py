"""The customer belongs to the company: what one team recorded, the next one has, and nothing is anybody's own."""

import json
from datetime import date
from itertools import permutations, product
from typing import Any

import pytest

from app.plans.handing_over import Moved, hand_over
from app.records.record_routes import ROUTED
from app.sample import SAMPLE
from graph.document import AccountDocument
from graph.store import Store
from tests import documents
from tests.conftest import Place
from tests.keys_at_hand import KeyedService, keyed_service
from tests.records_at_hand import API

AS_OF = "2026-11-20"
BID = "core-cloud-2027"
ANSWERS = ("power-map", "relationships", "plan", "measures", "timeline", "coverage-gaps")
Headers = dict[str, str]


async def everything(service: KeyedService, account_id: str, key: Headers) -> dict[str, Any]:
    """All that a key is answered about an account: the document, each list, each question, the feed."""
    base = f"{API}/accounts/{account_id}"
    lists = [API + routed.path for routed in ROUTED if not routed.single]
    asked = {"account_id": account_id, "opportunity_id": BID}
    paths = {path: f"{path.format(**asked)}?limit=200" for path in lists}
    paths |= {name: f"{base}/{name}" for name in ("changes", "snapshots", "document")}
    paths |= {name: f"{base}/{name}?as_of={AS_OF}&opportunity={BID}" for name in ANSWERS}
    paths["pack"] = f"{base}/opportunities/{BID}/review-pack?as_of={AS_OF}"
    found = {}
    for name, path in paths.items():
        answer = await service.client.get(path, headers=key)
        assert answer.status_code == 200, (path, answer.text)
        found[name] = answer.json()
        found[name].pop("next_cursor", None)  # it is signed for the key it was given to
    return found


async def test_the_new_team_has_every_record_and_nobody_has_one_of_their_own(
    embedded_place: Place, embedded_store: Store, account_id: str
) -> None:
    await embedded_store.ping()
    async with keyed_service(embedded_place) as service:
        document = json.loads(SAMPLE)
        document["account"]["id"] = account_id
        admin = await service.key("admin")
        loaded = await service.client.put(f"{API}/accounts/{account_id}/document", json=document, headers=admin)
        assert loaded.status_code == 200
        old = await service.key("editor", account_id, member="S2")
        new = await service.key("editor", account_id, member="S4")
        note = {"id": "mine", "on": AS_OF, "members": ["S2"], "people": ["P06"], "note": "between him and me"}
        path = f"{API}/accounts/{account_id}"
        assert (await service.client.post(f"{path}/interactions", json=note, headers=old)).status_code == 201
        before = await everything(service, account_id, old)
        assert before == await everything(service, account_id, new) == await everything(service, account_id, admin)
        assert note["note"] in repr(before[f"{API}/accounts/{{account_id}}/interactions"])
        body = {"members": {"S2": "S4"}, "on": "2026-12-01", "reason": "new territory"}
        report = await service.client.post(f"{path}/hand-over", json=body, headers=admin)
        assert report.status_code == 200, report.text
        after = await everything(service, account_id, new)
        assert after == await everything(service, account_id, old) == await everything(service, account_id, admin)
        one, two = before["document"], after["document"]
        moved = {"coverage", "targets", "activities", "memberships"}
        assert {name for name in one if one[name] != two[name]} == moved
        assert all(len(two[name]) >= len(one[name]) for name in moved - {"coverage"})
        assert {held["person"] for held in one["coverage"]} == {held["person"] for held in two["coverage"]}
        assert "S2" not in {held["member"] for held in two["coverage"]}
        assert report.json()["revision"] == after["measures"]["revision"] == before["measures"]["revision"] + 1


def team_of(*lines: dict[str, Any], **lists: Any) -> AccountDocument:
    members = [{"id": one, "name": one.upper(), "role": role} for one, role in (("a", "AR"), ("b", "KAM"), ("n", "SR"))]
    return documents.small("team", people=2, team=members, coverage=list(lines), **lists)


def covering(document: AccountDocument) -> list[dict[str, Any]]:
    return [line.model_dump(mode="json", exclude_defaults=True) for line in document.coverage]


@pytest.mark.parametrize(("old", "new"), [("a", "n"), ("n", "a")])
def test_the_higher_target_stays_and_nobody_gets_a_membership_that_nobody_had(old: str, new: str) -> None:
    deep = {"member": old, "person": "p00", "owner": True, "target_level": "DEEP"}
    brief = {"member": new, "person": "p00", "target_level": "BRIEF"}
    for lines in ((deep, brief), (brief, deep)):
        after, moved = hand_over(team_of(*lines), {old: new}, date(2026, 11, 26), "left")
        assert covering(after) == [{"member": new, "person": "p00", "owner": True, "target_level": "DEEP"}]
        assert (after.memberships, moved) == ((), Moved(coverage=1, targets=0, activities=0, memberships=0))
    lowered = deep | {"target_level": None}
    after, _ = hand_over(team_of(lowered, brief), {old: new}, date(2026, 11, 26), "left")
    assert covering(after) == [{"member": new, "person": "p00", "owner": True, "target_level": "BRIEF"}]


def test_it_makes_no_difference_in_which_order_people_hand_over() -> None:
    lines = [
        {"member": "a", "person": "p00", "target_level": "REGULAR", "since": "2026-01-01"},
        {"member": "b", "person": "p00", "owner": True, "target_level": "BRIEF"},
        {"member": "b", "person": "p01", "target_level": "NONE", "until": "2026-03-31"},
    ]
    served = [
        {"member": "a", "since": "2026-01-01", "role": "AR"},
        {"member": "b", "since": "2026-01-01", "role": "KAM"},
    ]
    found = set()
    for order, to in product(permutations(lines), ({"a": "n", "b": "n"}, {"b": "n", "a": "n"})):
        after, moved = hand_over(team_of(*order, memberships=served), to, date(2026, 11, 26), "left")
        found.add((after.canonical().model_dump_json(), moved))
    assert len(found) == 1
    after = after.canonical()
    assert covering(after) == [
        {"member": "a", "person": "p00", "target_level": "REGULAR", "since": "2026-01-01", "until": "2026-11-25"},
        {"member": "b", "person": "p01", "target_level": "NONE", "until": "2026-03-31"},
        {"member": "n", "person": "p00", "owner": True, "target_level": "REGULAR"},
    ]
    assert [
        (one.member, one.since.isoformat(), one.until and one.until.isoformat(), one.role) for one in after.memberships
    ] == [
        ("a", "2026-01-01", "2026-11-25", "AR"),
        ("b", "2026-01-01", "2026-11-25", "KAM"),
        ("n", "2026-11-26", None, "KAM"),
    ]


def test_who_has_the_role_already_gets_no_second_membership_and_two_may_change_places() -> None:
    served = [
        {"member": one, "since": "2026-01-01", "role": role} for one, role in (("a", "AR"), ("n", "AR"), ("b", "KAM"))
    ]
    after, _ = hand_over(team_of(memberships=served), {"a": "n"}, date(2026, 11, 26), "left")
    assert sorted(one.member for one in after.memberships if one.until is None) == ["b", "n"]
    lines = [{"member": "a", "person": "p00", "owner": True}, {"member": "b", "person": "p01", "owner": True}]
    swapped, _ = hand_over(team_of(*lines, memberships=served), {"a": "b", "b": "a"}, date(2026, 11, 26), "swap")
    assert sorted((line.member, line.person) for line in swapped.coverage) == [("a", "p01"), ("b", "p00")]
    running = {(one.member, one.role) for one in swapped.memberships if one.until is None}
    assert running == {("a", "KAM"), ("b", "AR"), ("n", "AR")}
