"""Everything kept about a person is told in one file, and of others only what cannot be parted from it (GDPR 15, PIPL 45)."""

import json
from typing import Any

from app.sample import SAMPLE
from tests.conftest import Place
from tests.keys_at_hand import keyed_service
from tests.records_at_hand import API


async def test_everything_kept_about_a_person_is_told(place: Place, account_id: str) -> None:
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        document: dict[str, Any] = json.loads(SAMPLE)
        document["account"]["id"] = account_id
        path = f"{API}/accounts/{account_id}"
        assert (await client.put(f"{path}/document", json=document, headers=admin)).status_code == 200
        contact = {"id": "N1", "on": "2026-11-19", "kind": "VISIT", "members": ["S1"], "people": ["P05", "P06"]}
        other = {"id": "N2", "on": "2026-11-19", "kind": "VISIT", "members": ["S1"], "people": ["P05"]}
        for note in (contact, other | {"note": "谈及程若水"}):
            assert (await client.post(f"{path}/interactions", json=note, headers=admin)).status_code == 201
        renamed = await client.patch(f"{path}/people/P06", json={"name": "程水"}, headers=admin | {"If-Match": "*"})
        assert renamed.status_code == 200

        answer = await client.get(f"{path}/people/P06/subject-file", headers=admin)
        assert answer.status_code == 200, answer.text
        file = answer.json()
        assert {"程若水", "程水", "Cheng Ruoshui"} <= set(file["names"])
        told = {record["path"]: record for record in file["records"]}
        assert told["people/P06"]["record"]["name"] == "程水"
        assert told["interactions/N1"]["record"]["people"] == ["P06"]
        assert "interactions/N2" not in told
        lists = [records for name, records in document.items() if isinstance(records, list) and name != "snapshots"]
        named = sum('"P06"' in json.dumps(record) for records in lists for record in records)
        assert len([record for record in file["records"] if record["path"] != "interactions/N1"]) == named
        (bid,) = (record["record"] for record in file["records"] if record["kind"] == "opportunities")
        voters = [vote["person"] for stage in bid["stages"] for vote in stage["votes"]]
        assert voters
        assert set(voters) == {"P06"}
        assert [mention for mention in file["mentions"] if mention["path"] == "interactions/N2"] == [
            {"path": "interactions/N2", "field": "/note", "text": "谈及程若水"}
        ]
        assert {part["snapshot"] for part in file["snapshots"]} == {"2026Q3", "2026Q4"}
        assert all(record["record"].get("id") != "P05" for part in file["snapshots"] for record in part["records"])
        change = file["changes"][-1]
        assert (change["path"], change["before"]["name"], change["after"]["name"]) == ("people/P06", "程若水", "程水")
        assert file["figures"]["person"]["id"] == "P06"

        editor = await service.key("editor", account_id)
        assert (await client.get(f"{path}/people/P06/subject-file", headers=editor)).status_code == 403
        assert (await client.get(f"{path}/people/nobody/subject-file", headers=admin)).status_code == 404
        assert (await client.post(f"{path}/people/P06/erase", headers=admin)).status_code == 200
        assert (await client.get(f"{path}/people/P06/subject-file", headers=admin)).status_code == 404
        whole = await client.get(f"{path}/document?snapshots=true", headers=admin)
        assert "程若水" not in whole.text  # the name they had before the last one is struck out of texts, too
