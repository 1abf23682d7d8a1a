"""What a key is granted: accounts as they were when it was made, by their identity, and not whatever has their ids later."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from app.auth.keys import Grant, create_key, find_key, list_keys, prefix_in, rotate_key
from graph.errors import NotFound
from graph.store import Store
from tests.conftest import EMBEDDED_ONLY, ON_BOTH, Place
from tests.keys_at_hand import KeyedService, bearer, keyed_service
from tests.records_at_hand import API, Json, base_document, refused

SECRET = b"of these tests"


@pytest_asyncio.fixture
async def service(place: Place, store: Store) -> AsyncIterator[KeyedService]:
    await store.ping()
    async with keyed_service(place) as running:
        yield running


def ids(*words: str) -> list[str]:
    run = uuid4().hex[:12]
    return [f"{word}-{run}" for word in words]


def document(account_id: str, parent_id: str | None = None, name: str = "CANARY") -> Json:
    whole = base_document(account_id)
    return {**whole, "account": {**whole["account"], "name": name, "parent_id": parent_id}}


@pytest.mark.parametrize("deleted", [False, True], ids=["never loaded", "deleted"])
async def test_nobody_adopts_an_orphan_they_do_not_see(service: KeyedService, deleted: bool) -> None:
    own, branch, headquarters = ids("own", "branch", "hq")
    admin = await service.key("admin")
    await service.desk(own, admin).load(document(own))
    if deleted:
        await service.desk(headquarters, admin).load(document(headquarters))
    await service.desk(branch, admin).load(document(branch, headquarters))
    if deleted:
        gone = await service.client.delete(f"{API}/accounts/{headquarters}?cascade=true", headers=admin)
        assert gone.status_code == 204
    for role in ("editor", "admin"):
        key = await service.key(role, own)
        account = {"id": headquarters, "name": "x", "parent_id": own}
        whole = document(headquarters, own, "x")
        path = f"{API}/accounts/{headquarters}"
        files = {"file": ("document.json", service.client.build_request("PUT", "/", json=whole).content)}
        for answer in (
            await service.client.post(f"{API}/accounts", json=account, headers=key),
            await service.client.put(path, json=account, headers=key),
            await service.client.put(f"{path}/document", json=whole, headers=key),
            await service.client.put(f"{path}/document?dry_run=true", json=whole, headers=key),
            await service.client.post(f"{path}/imports", files=files, headers=key),
        ):
            refused(answer, 404, "not-found")
        assert (await service.client.get(f"{API}/accounts/{branch}/document", headers=key)).status_code == 404
    both = await service.key("editor", own, branch)
    made = await service.client.post(
        f"{API}/accounts", json={"id": headquarters, "name": "x", "parent_id": own}, headers=both
    )
    assert made.status_code == 201, "who sees what hangs below may put it there"


async def test_a_deleted_id_made_again_is_another_account(service: KeyedService) -> None:
    own, other = ids("own", "other")
    admin = await service.key("admin")
    for account in (own, other):
        await service.desk(account, admin).load(document(account))
    old = await service.key("editor", own, other)
    assert (await service.client.delete(f"{API}/accounts/{own}?cascade=true", headers=admin)).status_code == 204
    await service.desk(own, admin).load(document(own))
    path = f"{API}/accounts/{own}/document"
    refused(await service.client.get(path, headers=old), 404, "not-found")
    refused(await service.client.put(path, json=document(own), headers=old), 404, "not-found")
    listed = (await service.client.get(f"{API}/accounts", headers=old)).json()["items"]
    assert [item["id"] for item in listed] == [other]
    assert (await service.client.delete(f"{API}/accounts/{other}?cascade=true", headers=admin)).status_code == 204
    listed = (await service.client.get(f"{API}/accounts", headers=old)).json()["items"]
    assert listed == [], "who was granted what is no more sees nothing, not everything"


async def test_a_key_of_a_child_account_loads_its_document_and_moves_it_nowhere(service: KeyedService) -> None:
    parent, child, other = ids("parent", "child", "other")
    admin = await service.key("admin")
    for account, above in ((parent, None), (child, parent), (other, None)):
        await service.desk(account, admin).load(document(account, above))
    key = await service.key("editor", child)
    path = f"{API}/accounts/{child}/document"
    again = await service.client.put(path, json=document(child, parent, "changed"), headers=key)
    assert (again.status_code, again.json()["updated"]) == (200, 1)
    refused(await service.client.put(path, json=document(child, other), headers=key), 404, "not-found")
    refused(await service.client.put(path, json=document(child, None), headers=key), 403, "not-allowed")


@EMBEDDED_ONLY
async def test_a_key_is_for_its_scopes_and_reads_up_to_its_clearance(service: KeyedService) -> None:
    (own,) = ids("own")
    admin = await service.key("admin")
    await service.desk(own, admin).load(document(own))
    store, secret = service.app.state.accounts.store, service.app.state.key_secret

    async def status(grant: Grant, path: str, method: str = "GET") -> int:
        headers = bearer(await create_key(store, secret, grant)) | {"If-Match": '"never"'}
        return (await service.client.request(method, f"{API}/accounts/{own}{path}", headers=headers)).status_code

    reading = Grant("editor", "Reads", (own,), scopes=("read",))
    assert [await status(reading, path) for path in ("/power-map", "/export.json")] == [200, 403]
    assert await status(reading, "", "DELETE") == 403
    outlined = Grant("reader", "Outline", (own,), clearance="outline")
    for path, expected in {
        "/export.json": 200,
        "/export.json?redact=outline": 200,
        "/export.json?redact=review": 403,
        "/export.json?redact=full": 403,
        "/power-map": 200,  # without what it may not see: tests/app/test_clearance.py
        "/document": 200,
        "/changes": 403,
    }.items():
        assert await status(outlined, path) == expected, path


@ON_BOTH
async def test_a_key_expires_is_rotated_and_tells_when_it_was_used(store: Store) -> None:
    now = datetime.now(UTC)
    dead = await create_key(store, SECRET, Grant("reader", "Dead", expires_at=now - timedelta(seconds=1)))
    assert await find_key(store, SECRET, dead) is None
    key = await create_key(store, SECRET, Grant("editor", "Living", expires_at=now + timedelta(hours=1)))
    row = await find_key(store, SECRET, key)
    assert row
    assert row.last_used_on is None
    rows = {row.id: row for row in await list_keys(store)}
    assert rows[prefix_in(key)].last_used_on == now.date().isoformat()
    fresh = await rotate_key(store, SECRET, key, timedelta(minutes=5))
    old, new = await find_key(store, SECRET, key), await find_key(store, SECRET, fresh)
    assert old
    assert new
    assert (new.role, new.name, new.expires_at) == ("editor", "Living", row.expires_at)
    assert datetime.fromisoformat(str(old.expires_at)) <= now + timedelta(minutes=6)
    last = await rotate_key(store, SECRET, fresh, timedelta(0))
    assert await find_key(store, SECRET, fresh) is None
    assert await find_key(store, SECRET, last)
    with pytest.raises(NotFound):
        await rotate_key(store, SECRET, fresh, timedelta(0))
    with pytest.raises(NotFound):
        await create_key(store, SECRET, Grant("reader", "Of what is not there", ("no-such-account",)))
