"""The customer belongs to the company: what one team recorded, the next one has, and nothing is anybody's own."""

import json
from typing import Any

from app.records.record_routes import ROUTED
from app.sample import SAMPLE
from graph.store import Store
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
