"""A full file needs a purpose, which is noted; a redacted one is computed of what its profile leaves, snapshots too."""

import json
from typing import Any, get_args

from app.audit.audit_log import lines
from app.auth.profiles import Purpose
from app.sample import SAMPLE
from app.texts.exports import PURPOSES
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import keyed_service

API = "/api/v1"
ASKED = "opportunity=core-cloud-2027&as_of=2026-11-21"
pytestmark = EMBEDDED_ONLY


def figures(people: list[dict[str, Any]]) -> dict[str, Any]:
    return {one["id"]: (one["scores"], one["class"], one["key_share"], one["hidden_influencer"]) for one in people}


async def test_a_full_file_needs_a_purpose_and_a_redacted_one_rests_on_nothing_hidden(
    place: Place, account_id: str
) -> None:
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        document = json.loads(SAMPLE)
        document["account"]["id"] = account_id
        path = f"{API}/accounts/{account_id}"
        assert (await client.put(f"{path}/document", json=document, headers=admin)).status_code == 200
        reader = await service.key("reader", account_id)
        for query in ("", "&purpose=for%20He%20Zhendong", "&redact=full"):
            refused = await client.get(f"{path}/export.json?{ASKED}{query}", headers=reader)
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/query/purpose"), query
            assert "handover" in refused.json()["errors"][0]["message"]
        stated = f"{path}/export.json?{ASKED}&purpose=bid"
        assert (await client.get(stated, headers=reader)).status_code == 200
        noted = [line.facts() for line in lines(service.app.state.audit.folder)]
        assert [one.get("purpose") for one in noted if one.get("account") == account_id][-1] == "bid"
        assert not any(b"Zhendong" in line.raw for line in lines(service.app.state.audit.folder))

        for profile in ("review", "outline"):
            cleared = await service.key("reader", account_id, clearance=profile)
            assert (await client.get(f"{path}/export.json?{ASKED}&redact=full", headers=cleared)).status_code == 403
            own = await client.get(f"{path}/export.json?{ASKED}", headers=cleared)
            shown = await client.get(f"{path}/power-map?{ASKED}", headers=cleared)
            chosen = await client.get(f"{path}/export.json?{ASKED}&redact={profile}", headers=reader)
            assert (own.status_code, chosen.status_code) == (200, 200)
            assert figures(own.json()["map"]["people"]) == figures(shown.json()["people"])
            assert figures(chosen.json()["map"]["people"]) == figures(shown.json()["people"])
            for snapshot in ("", "&snapshot=2026Q4"):
                for file_format in ("xlsx", "pdf", "page"):
                    asked = f"{path}/export.{file_format}?opportunity=core-cloud-2027{snapshot}"
                    assert (await client.get(asked, headers=cleared)).status_code == 200, (profile, asked)


def test_every_purpose_has_words() -> None:
    assert tuple(PURPOSES) == get_args(Purpose)


async def test_numbers_of_an_outline_rest_on_no_attitude(place: Place, account_id: str) -> None:
    """Two accounts that differ in attitudes, in notes and in what snapshots say of them are one file."""
    made = []
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        for own, level in ((f"{account_id}a", "SUPPORT_EXCLUSIVE"), (f"{account_id}b", "OPPOSE")):
            document = json.loads(SAMPLE)
            document["account"]["id"] = own
            for attitude in document["attitudes"]:
                attitude["level"] = level
            path = f"{API}/accounts/{own}"
            loaded = await client.put(f"{path}/document", json=document, headers=admin)
            assert loaded.status_code == 200, loaded.text
            files = [
                (await client.get(f"{path}/export.{name}?{ASKED}&redact=outline&watermark=false", headers=admin)).text
                for name in ("json", "graphml", "svg", "dot")
            ]
            made.append([text.replace(own, "ACCOUNT") for text in files])
    assert [a == b for a, b in zip(*made, strict=True)] == [True] * 4
