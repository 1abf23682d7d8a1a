"""What the law wants kept of a person: where from, what for, until when; and that what is restricted is used for nothing."""

import json
from typing import Any

from app.sample import SAMPLE
from tests.conftest import Place
from tests.keys_at_hand import KeyedService, keyed_service
from tests.records_at_hand import API

BID = "core-cloud-2027"
DUTIES = {
    "source": "their web page",
    "purpose": "the bid of 2027",
    "legal_basis": "LEGITIMATE_INTEREST",
    "collected_on": "2026-01-05",
    "review_on": "2027-01-05",
}
RESTRICTED = {"restricted_on": "2026-11-01", "restricted_because": "OBJECTION"}


async def sample(service: KeyedService, account_id: str, admin: dict[str, str]) -> str:
    document: dict[str, Any] = json.loads(SAMPLE)
    document["account"]["id"] = account_id
    path = f"{API}/accounts/{account_id}"
    assert (await service.client.put(f"{path}/document", json=document, headers=admin)).status_code == 200
    return path


async def test_source_purpose_basis_and_days_are_fields_of_a_person(place: Place, account_id: str) -> None:
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        path = await sample(service, account_id, admin)
        hashed = (await client.get(f"{path}/people/P06", headers=admin)).headers["ETag"]
        new = await client.patch(f"{path}/people/P06", json=DUTIES, headers=admin | {"If-Match": hashed})
        assert (new.status_code, {name: new.json()[name] for name in DUTIES}) == (200, DUTIES)
        kept = (await client.get(f"{path}/document", headers=admin)).json()
        (person,) = (one for one in kept["people"] if one["id"] == "P06")
        assert DUTIES.items() <= person.items()
        assert all(DUTIES.keys().isdisjoint(one) for one in kept["people"] if one["id"] != "P06")
        subject = (await client.get(f"{path}/people/P06/subject-file", headers=admin)).json()
        (own,) = (record["record"] for record in subject["records"] if record["path"] == "people/P06")
        assert DUTIES.items() <= own.items()
        listed = (await client.get(f"{path}/people?restricted_because=OBJECTION", headers=admin)).json()
        assert listed["items"] == []
        reader = await service.key("reader", account_id, clearance="review")
        seen = await client.get(f"{path}/people/P06", headers=reader)
        assert (seen.status_code, DUTIES.keys() & seen.json().keys()) == (200, set())
        wrong = DUTIES | {"legal_basis": "BECAUSE", "review_on": "soon"}
        refused = await client.patch(f"{path}/people/P06", json=wrong, headers=admin | {"If-Match": "*"})
        codes = [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
        assert codes == [("/legal_basis", "wrong-enum"), ("/review_on", "impossible-date")]
        lifted = await client.patch(f"{path}/people/P06", json=dict.fromkeys(DUTIES), headers=admin | {"If-Match": "*"})
        assert lifted.headers["ETag"] == hashed  # documents of before keep their hash


async def test_who_is_restricted_is_kept_and_not_used(place: Place, account_id: str) -> None:
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        path = await sample(service, account_id, admin)
        maps = [
            f"{path}/power-map?opportunity={BID}&as_of=2026-11-20",
            f"{path}/power-map?opportunity={BID}&snapshot=2026Q4",
        ]
        before = [(await client.get(one, headers=admin)).json() for one in maps]
        change = {"json": RESTRICTED, "headers": admin | {"If-Match": "*"}}
        lone = await client.patch(f"{path}/people/P06", json={"restricted_on": "2026-11-01"}, headers=change["headers"])
        assert (lone.status_code, lone.json()["errors"][0]["code"]) == (422, "restriction-unexplained")
        assert (await client.patch(f"{path}/people/P06", **change)).status_code == 200
        for one, then in zip(maps, before, strict=True):
            now = (await client.get(one, headers=admin)).json()
            assert any(person["id"] == "P06" for person in then["people"])
            assert all(person["id"] != "P06" for person in now["people"])
            assert all("P06" not in {edge["source"], edge["target"]} for edge in now["edges"])
            (warning,) = (one for one in now["warnings"] if one["code"] == "restricted")
            assert (warning["people"], "P06" in warning["text_en"]) == (["P06"], True)
        asked = (
            "people/P06/explanation",
            "paths?to=P06",
            "power-map?focus=P06",
            f"timeline?opportunity={BID}&person=P06",
        )
        for question in asked:
            answer = await client.get(f"{path}/{question}", headers=admin)
            assert (answer.status_code, answer.json()["code"]) == (409, "restricted"), question
            assert [word in answer.json()["detail"] for word in ("P06", "OBJECTION")] == [True, True]
        for name, params in {"list_superiors": {"person": "P06"}, "list_people_without_attitude": {}}.items():
            body = {"params": {"account_id": account_id, **params}}
            rows = (await client.post(f"{API}/queries/{name}", json=body, headers=admin)).json()["rows"]
            assert "P06" not in json.dumps(rows)
        own = {"query": "MATCH (p:Person) RETURN p.id AS id", "accounts": [account_id]}
        ids = [row["id"] for row in (await client.post(f"{API}/cypher", json=own, headers=admin)).json()["rows"]]
        assert ("P05" in ids, "P06" in ids) == (True, False)
        kept = (await client.get(f"{path}/people/P06", headers=admin)).json()
        assert (kept["name"], kept["restricted_because"]) == ("程若水", "OBJECTION")
        subject = (await client.get(f"{path}/people/P06/subject-file", headers=admin)).json()
        assert (subject["figures"], "程若水" in subject["names"]) == (None, True)
        cut = await service.key("reader", account_id, clearance="review")
        assert all(one["id"] != "P06" for one in (await client.get(maps[0], headers=cut)).json()["people"])
        lifted = await client.patch(f"{path}/people/P06", json=dict.fromkeys(RESTRICTED), headers=change["headers"])
        assert lifted.status_code == 200
        again = [(await client.get(one, headers=admin)).json()["people"] for one in maps]
        assert again == [then["people"] for then in before]
