"""Requests that nobody waits for: kept, carried out once whoever dies, cancelled before they do anything, read by who may."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from app.auth.keys import revoke_key, stored_key
from app.auth.service import LOCAL, actor_of_key
from app.backup.service import back_up, restore
from app.jobs import service as jobs
from app.jobs.messages import Kept
from graph import jobs as kept
from graph.accounts import Accounts
from graph.jobs import JobClaim, JobRow, LeaseLost
from graph.repeats import CLAIM
from graph.store import GET_VERSION
from tests import documents
from tests.commands import Commands
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import SECRET, KeyedService, keyed_service
from tests.patience import PATIENCE
from tests.records_at_hand import API, Json, base_document

WHO = "沈从不可说"
PREFER = {"Prefer": "respond-async"}
OVER = {"done", "failed", "cancelled"}


@pytest_asyncio.fixture
async def service(place: Place) -> AsyncIterator[KeyedService]:
    async with keyed_service(place) as made:
        yield made


def document_of(account_id: str) -> Json:
    document = base_document(account_id)
    document["people"][0]["name"] = WHO
    return document


async def ended(service: KeyedService, job: str, headers: dict[str, str]) -> Json:
    """The job once it is over."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await service.client.get(f"{API}/jobs/{job}", headers=headers)
            assert answer.status_code == 200, answer.text
            shown: Json = answer.json()
            if shown["state"] in OVER:
                return shown
            await asyncio.sleep(0.05)


async def result(service: KeyedService, job: str, headers: dict[str, str]) -> httpx.Response:
    return await service.client.get(f"{API}/jobs/{job}/result", headers=headers)


async def waiting_import(service: KeyedService, key: dict[str, str], account_id: str, **changed: Any) -> JobRow:
    """An import that is kept as a job, which no process looks for yet."""
    store = service.app.state.accounts.store
    row = await stored_key(store, key["Authorization"].split()[1])
    assert row
    path = f"{API}/accounts/{account_id}/document"
    body = json.dumps(document_of(account_id) | changed).encode()
    asked = Kept({"method": "PUT", "path": path}, {"content-type": "application/json"}, body)
    actor = await actor_of_key(store, row)
    made = await jobs.create(store, service.app.state.jobs.seal, actor, asked, "put_document", account_id, None)
    assert made.state == "queued"
    found = await kept.find_job(store, made.id)
    assert found
    return found


async def revision(service: KeyedService, account_id: str) -> int:
    rows = await service.app.state.accounts.store.read(GET_VERSION, account_id=account_id)
    return rows[0].revision if rows else 0


def past() -> str:
    return kept.moment(datetime.now(UTC) - timedelta(seconds=1))


async def test_an_import_and_an_export_are_done_while_nobody_waits(service: KeyedService, account_id: str) -> None:
    client, key, path = service.client, await service.key("editor"), f"{API}/accounts/{account_id}"
    file = {"file": ("account.json", json.dumps(document_of(account_id)).encode())}
    sent = key | PREFER | {"Idempotency-Key": uuid4().hex}
    first, again = [await client.post(f"{path}/imports", files=file, headers=sent) for _ in range(2)]
    assert (first.status_code, first.headers["preference-applied"]) == (202, "respond-async"), first.text
    job = first.json()["id"]
    assert first.headers["location"] == f"{API}/jobs/{job}"
    assert again.json()["id"] == job
    other = await client.post(f"{path}/imports?mode=merge", files=file, headers=sent)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")

    over = await ended(service, job, key)
    told = ("kind", "account", "state", "step", "progress", "status", "code", "revision")
    assert [over[name] for name in told] == ["import_file", account_id, "done", "written", 1.0, 200, None, 1]
    report = await result(service, job, key)
    assert (report.status_code, report.json()["created"] > 5) == (200, True)
    assert (await client.get(f"{path}/people/a", headers=key)).json()["name"] == WHO

    export = await client.get(f"{path}/export.svg?purpose=review", headers=key | PREFER)
    over = await ended(service, export.json()["id"], key)
    assert (over["kind"], over["state"], over["revision"]) == ("export_account", "done", None)
    drawn = await result(service, over["id"], key)
    assert (drawn.headers["content-type"], WHO in drawn.text) == ("image/svg+xml", True)
    assert drawn.headers["content-disposition"].startswith("inline; filename=powermap-")

    missing = await client.get(f"{path}/power-map?opportunity=nothing", headers=key | PREFER)
    over = await ended(service, missing.json()["id"], key)
    assert (over["state"], over["status"], over["code"]) == ("failed", 404, "not-found")
    assert (await result(service, over["id"], key)).json()["code"] == "not-found"
    refused = await client.get(f"{path}/power-map?layers=nonsense", headers=key | PREFER)
    assert refused.status_code == 422, "what is wrong with the request itself is told at once"

    listed = (await client.get(f"{API}/jobs?limit=2", headers=key)).json()
    assert [one["kind"] for one in listed["items"]] == ["get_power_map", "export_account"]
    rest = (await client.get(f"{API}/jobs?limit=2&cursor={listed['next_cursor']}", headers=key)).json()
    assert ([one["id"] for one in rest["items"]], rest["next_cursor"]) == ([job], None)
    store = service.app.state.accounts.store
    stored = [await store.read(kept._GET_PART, id=f"{one}/answer/0") for one in (job, export.json()["id"])]
    rows = [await kept.find_job(store, one["id"]) for one in (*listed["items"], *rest["items"])]
    assert all(stored)
    assert WHO not in repr((stored, rows))
    assert await store.read(kept._GET_PART, id=f"{job}/asked/0") == []
    metrics = (await client.get("/metrics", headers=key)).text
    assert ("powermap_jobs_done 2.0" in metrics, "powermap_jobs_failed 1.0" in metrics) == (True, True)


async def test_sent_many_times_at_once_it_is_one_job_with_what_one_of_them_asked(
    service: KeyedService, account_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PART_CHARACTERS", 2_000)  # several parts each, sealed apart: a mixture opens nothing
    client, key = service.client, await service.key("editor")
    sent = key | PREFER | {"Idempotency-Key": uuid4().hex}
    path, body = f"{API}/accounts/{account_id}/document", json.dumps(document_of(account_id)).encode()

    async def send() -> httpx.Response:
        return await client.put(path, content=body, headers=sent | {"Content-Type": "application/json"})

    answers = await asyncio.gather(*(send() for _ in range(8)))
    assert {answer.status_code for answer in answers} == {202}, [answer.text for answer in answers]
    (job,) = {answer.json()["id"] for answer in answers}
    over = await ended(service, job, key)
    assert (over["state"], over["status"], over["revision"]) == ("done", 200, 1)
    assert await service.app.state.accounts.store.read(kept._GET_PART, id=f"{job}/asked/0") == []


async def test_a_job_is_there_for_who_sent_it_and_for_admins_of_its_account(
    service: KeyedService, account_id: str
) -> None:
    client, admin, other = service.client, await service.key("admin"), f"{account_id}-2"
    for account in (account_id, other):
        await service.desk(account, admin).load(document_of(account))
    key = await service.key("reader", account_id)
    sent = await client.get(f"{API}/accounts/{account_id}/document", headers=key | PREFER)
    assert (await ended(service, sent.json()["id"], admin))["state"] == "done"
    for path in ("", "/result"):
        place = f"{API}/jobs/{sent.json()['id']}{path}"
        for stranger in (await service.key("reader"), await service.key("admin", other)):
            answer = await client.get(place, headers=stranger)
            assert (answer.status_code, WHO in answer.text) == (404, False)
            assert (await client.delete(f"{API}/jobs/{sent.json()['id']}", headers=stranger)).status_code == 404
            assert sent.json()["id"] not in (await client.get(f"{API}/jobs?limit=200", headers=stranger)).text
        for may in (key, admin, await service.key("admin", account_id)):
            assert (await client.get(place, headers=may)).status_code == 200
    narrow = await service.key("reader", account_id, clearance="outline")
    outline = (await client.get(f"{API}/accounts/{account_id}/document", headers=narrow | PREFER)).json()
    assert (await ended(service, outline["id"], narrow))["state"] == "done"
    assert (await result(service, outline["id"], narrow)).status_code == 200

    await client.delete(f"{API}/accounts/{account_id}?cascade=true", headers=admin | {"If-Match": "*"})
    await service.desk(account_id, admin).load(base_document(account_id))
    assert (await result(service, sent.json()["id"], key)).status_code == 404, "it is another account now"
    gone = await result(service, sent.json()["id"], admin)
    assert (gone.status_code, gone.json()["detail"]) == (404, f"no answer of job '{sent.json()['id']}'")

    row = await waiting_import(service, leaving := await service.key("editor"), account_id)
    await revoke_key(service.app.state.accounts.store, leaving["Authorization"].split()[1])
    service.app.state.jobs.begin()
    over = await ended(service, row.id, admin)
    assert (over["state"], over["code"], over["revision"]) == ("failed", "rights-ended", None)


async def test_a_cancelled_job_does_nothing_whoever_runs_it(service: KeyedService, account_id: str) -> None:
    client, key = service.client, await service.key("editor")
    store = service.app.state.accounts.store
    queued, running = [await waiting_import(service, key, account_id) for _ in range(2)]
    assert await kept.claim(store, running, "lease")
    for row in (queued, running):
        answer = await client.delete(f"{API}/jobs/{row.id}", headers=key)
        assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert not await kept.claim(store, queued, "lease")
    token = CLAIM.set(JobClaim(running.id, lambda: "", lease="lease"))
    try:  # as whoever runs it would, who does not know yet
        with pytest.raises(LeaseLost):
            await Accounts(store).edit(account_id, documents.becoming(documents.small(account_id)), LOCAL.author)
    finally:
        CLAIM.reset(token)
    assert await revision(service, account_id) == 0
    with pytest.raises(LeaseLost):
        await kept.end(store, running, "lease", "done", "answer")
    service.app.state.jobs.begin()
    assert (await ended(service, queued.id, key))["state"] == "cancelled"
    assert (await result(service, queued.id, key)).status_code == 404


async def test_a_job_that_was_left_is_taken_over_and_done_once(service: KeyedService, account_id: str) -> None:
    key, store = await service.key("editor"), service.app.state.accounts.store
    untouched, written, deadly = [await waiting_import(service, key, f"{account_id}-{n}") for n in range(3)]
    accounts = Accounts(store)
    for row in (untouched, written):
        assert await kept.claim(store, row, "lost")
        assert not await kept.claim(store, row, "second"), "one runs it"
    token = CLAIM.set(JobClaim(written.id, lambda: "", lease="lost"))
    try:
        assert written.account
        edit = documents.becoming(documents.small(written.account))
        await accounts.edit(written.account, edit, LOCAL.author)
    finally:
        CLAIM.reset(token)
    for _ in range(3):
        due = await kept.find_job(store, deadly.id)
        assert due
        assert await kept.claim(store, due, "lost")
    running = await result(service, untouched.id, key)
    assert (running.status_code, running.json()["code"]) == (409, "job-unfinished")
    for row in (untouched, written, deadly):
        await store.change(kept._RENEW, id=row.id, lease="lost", until=past(), step="", progress=0.0)
    service.app.state.jobs.begin()
    over = await ended(service, untouched.id, key)
    assert (over["state"], over["revision"]) == ("done", 1)
    over = await ended(service, written.id, key)
    assert (over["state"], over["revision"], await revision(service, over["account"])) == ("done", 1, 1)
    known = await result(service, written.id, key)
    assert (known.status_code, known.json()["code"]) == (409, "already-done")
    over = await ended(service, deadly.id, key)
    assert (over["state"], over["code"], await revision(service, over["account"])) == ("failed", "process-lost", 0)


async def test_jobs_are_bounded_and_forgotten(service: KeyedService, account_id: str) -> None:
    key = await service.key("editor")
    made = [await waiting_import(service, key, account_id) for _ in range(jobs.MOST_OF_ONE)]
    path = f"{API}/accounts/{account_id}"
    file = {"file": ("account.json", json.dumps(document_of(account_id)).encode())}
    answer = await service.client.post(f"{path}/imports", files=file, headers=key | PREFER)
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-jobs")
    store = service.app.state.accounts.store
    for row in made:
        await kept.cancel(store, row)
    long_ago = kept.moment(datetime.now(UTC) - kept.KEPT - timedelta(hours=1))
    old = made[0].model_copy(update={"id": f"old-{made[0].id}", "state": "done", "ended_at": long_ago})
    await kept.put_job(store, old)
    await kept.forget_old(store)
    assert await kept.find_job(store, old.id) is None
    assert await kept.find_job(store, made[0].id)


async def test_who_is_erased_is_in_no_answer(service: KeyedService, account_id: str) -> None:
    client, admin = service.client, await service.key("admin")
    await service.desk(account_id, admin).load(document_of(account_id))
    sent = await client.get(f"{API}/accounts/{account_id}/document", headers=admin | PREFER)
    assert (await ended(service, sent.json()["id"], admin))["state"] == "done"
    assert WHO in (await result(service, sent.json()["id"], admin)).text
    other = f"{account_id}-2"
    await service.desk(other, admin).load(document_of(other))
    kept_on = (await client.get(f"{API}/accounts/{other}/document", headers=admin | PREFER)).json()
    assert (await ended(service, kept_on["id"], admin))["state"] == "done"
    await service.app.state.jobs.close()
    row = await waiting_import(service, admin, account_id)
    erased = await client.post(f"{API}/accounts/{account_id}/people/a/erase", headers=admin)
    assert erased.status_code == 200, erased.text
    assert (await ended(service, row.id, admin))["state"] == "cancelled"
    assert (await ended(service, sent.json()["id"], admin))["state"] == "done"
    assert (await result(service, sent.json()["id"], admin)).status_code == 404
    assert (await result(service, kept_on["id"], admin)).status_code == 200
    store = service.app.state.accounts.store
    for part in (f"{row.id}/asked/0", f"{sent.json()['id']}/answer/0"):
        assert await store.read(kept._GET_PART, id=part) == []


@EMBEDDED_ONLY
async def test_jobs_go_into_a_backup_and_on_from_there(tmp_path: Path, account_id: str) -> None:
    first, second = (Place(f"embedded:{tmp_path / name}") for name in ("first", "second"))
    file, settings = tmp_path / "all.backup", first.settings()
    async with keyed_service(first) as service:
        admin = await service.key("admin")
        await service.desk(account_id, admin).load(document_of(account_id))
        sent = (await service.client.get(f"{API}/accounts/{account_id}/document", headers=admin | PREFER)).json()
        await ended(service, sent["id"], admin)
        await service.app.state.jobs.close()
        waiting = await waiting_import(service, admin, f"{account_id}-2")
        late = await waiting_import(service, admin, account_id)
        store = service.app.state.accounts.store
        assert await kept.claim(store, late, "lease")
        claim = JobClaim(late.id, lambda: "", lease="lease")
        await store.change(kept._NOTE_EFFECT, id=late.id, lease="lease", until=past(), revision=99)
        assert not claim.is_noted
        own = settings.model_copy(update={"key_secret": service.app.state.settings.key_secret})
        assert (await back_up(store, own, file))[0] == 1
    opened = second.open()
    moved = await restore(opened, second.settings(), file, replace=False, say=print)
    assert moved.findings == []
    await opened.close()
    async with keyed_service(second) as service:
        assert WHO in (await result(service, sent["id"], admin)).text
        service.app.state.jobs.begin()
        assert (await ended(service, waiting.id, admin))["state"] == "done"
        assert await revision(service, f"{account_id}-2") == 1
        over = await ended(service, late.id, admin)
        assert (over["state"], over["code"]) == ("failed", "not-in-backup")
        commands = Commands(second.url, {"POWERMAP_KEY_SECRET": SECRET.get_secret_value()})
        assert sent["id"] in await commands.beside("jobs", "list", "--state", "done")
        assert f'"revision": {over["revision"]}' in await commands.beside("jobs", "show", late.id)
        assert await commands.beside("jobs", "cancel", waiting.id) == "done\n"
        assert WHO in await commands.beside("jobs", "result", sent["id"], "-o", "-")
        assert "no job 'none'" in await commands.beside("jobs", "show", "none", code=1)
