"""`kill -9` of the service while it carries out jobs: each is done once by whoever comes next, and nothing is half there (F2)."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.conftest import Place
from tests.fault_scale import figures, times
from tests.faults.services import API, Service, holds_every_invariant, serving
from tests.faults.test_kills import large
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

JOB_KILLS = times(1, 20)
PREFER = {"Prefer": "respond-async"}


async def over(service: Service, job: str) -> dict[str, object]:
    async with asyncio.timeout(PATIENCE):
        while True:
            shown: dict[str, object] = (await service.client.get(f"{API}/jobs/{job}")).json()
            if shown["state"] not in {"queued", "running"}:
                return shown
            await asyncio.sleep(0.1)


async def test_killed_services_do_each_job_once(place: Place, account_id: str) -> None:
    """Killed at several points of an import; the next service takes the job over once its lease is out."""
    slowest = 0.0
    for i in range(JOB_KILLS):
        path = f"{API}/accounts/{account_id}"
        file = {"file": ("account.json", json.dumps(large(account_id, i % 2)).encode())}
        async with serving(place) as service:
            await service.is_ready()
            sent = await service.client.post(f"{path}/imports", files=file, headers=PREFER)
            assert sent.status_code == 202, sent.text
            job = sent.json()["id"]
            async with asyncio.timeout(PATIENCE):
                while (await service.client.get(f"{API}/jobs/{job}")).json()["state"] == "queued":
                    pass
            await asyncio.sleep(0.5 * i / JOB_KILLS)
            await service.kill()
        async with serving(place) as service:
            await service.is_ready()
            began = asyncio.get_running_loop().time()
            shown = await over(service, job)
            slowest = max(slowest, asyncio.get_running_loop().time() - began)
            assert (shown["state"], shown["revision"]) == ("done", i + 1)
            account = await service.client.get(f"{path}/relationships")
            assert account.json()["revision"] == i + 1, "done once"
            people = {person["title"] for person in (await service.document(account_id))["people"]}
            assert people == {f"version {i % 2}"}, "the whole import"
            answer = await service.client.get(f"{API}/jobs/{job}/result")
            assert answer.status_code in {200, 409}, answer.text
            assert answer.is_success or answer.json()["code"] == "already-done"
    await holds_every_invariant(place)
    figures("kills of the service in a job", kills=JOB_KILLS, done_twice=0, half_there=0, slowest_seconds=slowest)
