"""Keys over REST: shown once, never more than who makes them may do, and what a key may do told to who has it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.auth.keys import Grant, create_key, find_key, stored_key
from app.main import create_app
from tests import documents
from tests.conftest import Place, client_of, running
from tests.keys_at_hand import SECRET, KeyedService, bearer, keyed_service
from tests.records_at_hand import API


@pytest_asyncio.fixture
async def service(place: Place) -> AsyncIterator[KeyedService]:
    async with keyed_service(place) as made:
        yield made


async def whoami(client: httpx.AsyncClient, headers: dict[str, str]) -> Any:
    answer = await client.get(f"{API}/whoami", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_key_is_made_used_rotated_and_revoked(service: KeyedService, account_id: str) -> None:
    client, admin = service.client, await service.key("admin", name="Admin")
    await service.desk(account_id, admin).load(documents.small(account_id).model_dump(mode="json"))
    expires = datetime.now(UTC) + timedelta(days=30)
    asked = {
        "role": "editor",
        "name": "CRM sync",
        "accounts": [account_id],
        "member": "kim",
        "expires_at": expires.isoformat(),
        "scopes": ["write", "read"],
    }
    made = await client.post(f"{API}/keys", json=asked, headers=admin)
    assert made.status_code == 201, made.text
    shown = made.json()
    key = shown.pop("key")
    told = {
        "role": "editor",
        "name": "CRM sync",
        "accounts": [account_id],
        "member": "kim",
        "scopes": ["read", "write"],
    }
    assert {name: shown[name] for name in told} == told
    assert abs(datetime.fromisoformat(shown["expires_at"]) - expires) < timedelta(seconds=1)
    own = await whoami(client, bearer(key))
    assert {name: own[name] for name in told} == told
    assert (own["key"], own["id"]) == (None, shown["id"])

    rotated = (await client.post(f"{API}/keys/{shown['id']}/rotation?hours=1", headers=admin)).json()
    for living in (key, rotated["key"]):
        assert (await whoami(client, bearer(living)))["name"] == "CRM sync"
    (old,) = [
        one for one in (await client.get(f"{API}/keys", headers=admin)).json()["items"] if one["id"] == shown["id"]
    ]
    assert old["last_used_on"] == datetime.now(UTC).date().isoformat()
    assert datetime.fromisoformat(old["expires_at"]) < datetime.now(UTC) + timedelta(hours=1, minutes=1)
    for living in (key, rotated["key"]):
        assert key not in (await client.get(f"{API}/keys", headers=admin)).text
        assert (await client.delete(f"{API}/keys/{living[:15]}", headers=admin)).status_code == 204
        assert (await client.get(f"{API}/whoami", headers=bearer(living))).status_code == 401
    assert (await client.post(f"{API}/keys/{rotated['id']}/rotation", headers=admin)).status_code == 404


async def test_what_is_not_granted_or_not_there_is_refused(service: KeyedService) -> None:
    client, admin = service.client, await service.key("admin")
    for wrong, status in (
        ({"role": "reader", "name": "x", "accounts": ["nobody-has-it"]}, 404),
        ({"role": "boss", "name": "x"}, 422),
        ({"role": "reader", "name": "  "}, 422),
        ({"role": "reader", "name": "x", "expires_at": "2027-01-01T00:00:00"}, 422),
        ({"role": "reader", "name": "x", "expires_at": "2020-01-01T00:00:00Z"}, 422),
        ({"role": "reader", "name": "x", "more": 1}, 422),
        ([], 422),
    ):
        before = len((await client.get(f"{API}/keys", headers=admin)).json()["items"])
        answer = await client.post(f"{API}/keys", json=wrong, headers=admin)
        assert answer.status_code == status, answer.text
        assert len((await client.get(f"{API}/keys", headers=admin)).json()["items"]) == before
    store, secret = service.app.state.accounts.store, service.app.state.key_secret
    writer = bearer(await create_key(store, secret, Grant("admin", "w", scopes=("write",))))
    assert (await client.post(f"{API}/keys", json={"role": "admin", "name": "x"}, headers=writer)).status_code == 403
    whole = await create_key(store, secret, Grant("admin", "All"))
    assert (await client.post(f"{API}/keys/{whole[:15]}/rotation", headers=writer)).status_code == 403
    narrow = {"role": "reader", "name": "x", "scopes": ["write"]}
    assert (await client.post(f"{API}/keys", json=narrow, headers=writer)).status_code == 201
    assert (await whoami(client, writer))["scopes"] == ["write"]
    assert (await client.delete(f"{API}/keys/pm_nobodyhas000", headers=admin)).status_code == 404


@pytest.mark.engines("embedded")
async def test_the_last_admin_key_is_kept(tmp_path: Any) -> None:
    async with keyed_service(Place(f"embedded:{tmp_path / 'store'}")) as service:
        admin = await service.key("admin")
        own = (await whoami(service.client, admin))["id"]
        answer = await service.client.delete(f"{API}/keys/{own}", headers=admin)
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
        assert (await whoami(service.client, admin))["accounts"] is None
        await service.key("admin")
        assert (await service.client.delete(f"{API}/keys/{own}", headers=admin)).status_code == 204


async def test_a_new_secret_takes_over_the_keys_of_the_old_one(place: Place, service: KeyedService) -> None:
    key = (await service.key("reader", name="Old"))["Authorization"].split()[1]
    other = (await service.key("reader", name="Unused"))["Authorization"].split()[1]
    own = {"demo": False, "key_secret": "new", "key_guesses": 1_000_000}
    both = place.settings().model_copy(
        update={name: type(SECRET)(value) if name == "key_secret" else value for name, value in own.items()}
        | {"key_secret_old": SECRET}
    )
    app = create_app(both)
    async with app.router.lifespan_context(app), client_of(app) as client:
        assert (await whoami(client, bearer(key)))["name"] == "Old"
    store = service.app.state.accounts.store
    assert await find_key(store, b"new", key), "hashed anew when it was used"
    assert await find_key(store, b"new", other) is None
    assert await find_key(store, b"new", key[:-3] + "aaa", SECRET.get_secret_value().encode()) is None
    row = await stored_key(store, other)
    assert row
    assert row.fits(other, SECRET.get_secret_value().encode())


async def test_the_demo_has_no_keys(place: Place) -> None:
    async with running(place.settings()) as client:
        assert (await whoami(client, {}))["id"] == "demo"
        for method, path in (("GET", "/keys"), ("POST", "/keys"), ("DELETE", "/keys/x")):
            answer = await client.request(method, API + path, json={"role": "admin", "name": "x"})
            assert answer.status_code == 403
