"""A link shows one account under its profile, to whoever has it, until it is revoked, has expired, or its maker's key ended."""

import json
from datetime import UTC, datetime, timedelta

from app.auth.keys import Grant, create_key, revoke_key
from app.shares.service import _FIND
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import bearer, keyed_service
from tests.records_at_hand import API, Json, base_document

ENDED = "This link shows nothing any more"
NOTE = "said in the lift"


def account_with_a_note(account_id: str) -> Json:
    document = base_document(account_id)
    document["activities"] = [
        {"id": "v", "name": "Visit", "due_on": "2026-01-09", "opportunity_id": "o", "people": ["a"]}
    ]
    document["attitudes"] = [{"person": "a", "toward": "us", "on": "2026-01-02", "level": "SUPPORT", "evidence": NOTE}]
    return document


async def test_a_link_opens_one_account_redacted_until_it_ends(place: Place, account_id: str) -> None:
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        await service.desk(account_id, admin).load(account_with_a_note(account_id))
        below = base_document(f"{account_id}-below")
        below["account"] |= {"parent_id": account_id, "name": "ELSEWHERE"}
        await service.desk(f"{account_id}-below", admin).load(below)
        maker, reader = await service.key("reader", account_id, name="Maker"), await service.key("reader", account_id)
        path = f"{API}/accounts/{account_id}/shares"

        async def made(key: dict[str, str] = maker, **asked: object) -> Json:
            answer = await client.post(path, json={"purpose": "bid team", "lang": "en", **asked}, headers=key)
            assert answer.status_code == 201, answer.text
            return answer.json()  # type: ignore[no-any-return]

        full, review = await made(redact="full", opportunity="o"), await made()
        assert (review["redact"], review["made_by"]) == ("review", "Maker")
        for link, told in ((full, True), (review, False)):
            shown = await client.get(link["path"])
            assert (shown.status_code, shown.headers["cache-control"]) == (200, "no-store")
            assert "Person a" in shown.text
            assert (NOTE in shown.text) is told
            assert "bid team" in shown.text
            assert "ELSEWHERE" not in shown.text
            assert "SUMMARY:Visit" in (await client.get(f"{link['path']}/calendar.ics")).text
            secret = link["path"].removeprefix("/shared/")
            for refused in (f"/accounts/{account_id}", f"/accounts/{account_id}/export.json"):
                assert (await client.get(f"{API}{refused}", headers=bearer(secret))).status_code == 401
        await client.patch(
            f"{API}/accounts/{account_id}/people/a", json={"name": "Renamed"}, headers=admin | {"If-Match": "*"}
        )
        assert "Renamed" in (await client.get(review["path"])).text  # as it is when it is opened
        listed = (await client.get(path, headers=reader)).json()["items"]
        assert {one["id"]: one["path"] for one in listed} == {full["id"]: None, review["id"]: None}
        assert (await client.delete(f"{path}/{full['id']}", headers=reader)).status_code == 403
        assert (await client.delete(f"{path}/{full['id']}", headers=maker)).status_code == 204
        gone = await client.get(full["path"])
        assert (gone.status_code, ENDED in gone.text, "Person" in gone.text) == (410, True, False)
        chinese = await made(lang="zh")
        await revoke_key(service.app.state.accounts.store, maker["Authorization"].split()[1])
        assert [(await client.get(one["path"])).status_code for one in (review, chinese)] == [410, 410]
        assert "此链接已失效" in (await client.get(chinese["path"])).text
        other = await made(admin)
        await client.delete(f"{API}/accounts/{account_id}?cascade=true", headers=admin)
        await service.desk(account_id, admin).load(base_document(account_id))
        assert (await client.get(other["path"])).status_code == 410  # that account was another


@EMBEDDED_ONLY
async def test_what_is_asked_of_a_link_is_bounded_and_noted(place: Place, account_id: str) -> None:
    async with keyed_service(place, key_guesses=3) as service:
        client, admin, store = service.client, await service.key("admin"), service.app.state.accounts.store
        await service.desk(account_id, admin).load(base_document(account_id))
        path = f"{API}/accounts/{account_id}/shares"
        narrow = Grant("reader", "N", (account_id,), clearance="outline", scopes=("export",))
        cleared = bearer(await create_key(store, service.app.state.key_secret, narrow))
        unfit = bearer(await create_key(store, service.app.state.key_secret, Grant("reader", "R", scopes=("read",))))
        late = (datetime.now(UTC) + timedelta(days=91)).isoformat()
        for key, asked, status in (
            (admin, {"expires_at": late}, 422),
            (admin, {"expires_at": "2020-01-01T00:00:00Z"}, 422),
            (admin, {"purpose": " "}, 422),
            (admin, {"opportunity": "none"}, 404),
            (cleared, {}, 403),
            (unfit, {}, 403),
            (cleared, {"redact": "outline"}, 201),
        ):
            answer = await client.post(path, json={"purpose": "p", "lang": "en", **asked}, headers=key)
            assert answer.status_code == status, (asked, answer.text)
        link = answer.json()
        (row,) = await store.read(_FIND, id=link["id"])
        assert link["path"].rpartition("_")[2] not in row.model_dump_json()
        secret = link["path"].removeprefix("/shared/")
        assert (await client.get(link["path"])).status_code == 200
        calendar = await client.get(f"{link['path']}/calendar.ics")
        assert (calendar.status_code, calendar.text[:15], "VEVENT" in calendar.text) == (200, "BEGIN:VCALENDAR", False)
        wrong = [f"/shared/{secret[:-3]}aaa", "/shared/x", f"/shared/ps_{'a' * 12}_{'b' * 43}", "/shared/y"]
        assert [(await client.get(one)).status_code for one in wrong] == [404, 404, 404, 429]
        assert (await client.get(link["path"])).status_code == 200  # guessing beside it locks nobody out
        lines = [
            json.loads(line)
            for file in service.app.state.audit.folder.glob("*.jsonl")
            for line in file.read_text().splitlines()
        ]
        opened = [one for one in lines if one.get("actor") == f"share-{link['id']}"]
        assert [(one["account"], one["redact"], one["status"]) for one in opened] == [(account_id, "outline", 200)] * 3
        assert secret not in repr(lines)
