"""Several processes that answer as one: writes on all of them, one audit log, one count, and one that is told to stop."""

from __future__ import annotations

import asyncio
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from tests.conftest import Place
from tests.faults.services import API, Service, holds_every_invariant, powermap, serving
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

WORKERS, PEOPLE = 2, 24


def workers_of(service: Service) -> list[psutil.Process]:
    """The processes that answer, beside the engine and what Python starts to look after them."""
    workers = []
    for child in psutil.Process(service.process.pid).children():
        with suppress(psutil.Error):  # it is just ending
            if "spawn_main" in " ".join(child.cmdline()):
                workers.append(child)
    return workers


async def until_there_are(service: Service, number: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(workers_of(service)) != number:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def test_workers_write_one_store_and_one_chain_and_stop_together(
    place: Place, account_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERMAP_AUDIT", str(tmp_path / "audit"))
    monkeypatch.setenv("POWERMAP_WORKERS", str(WORKERS))
    async with serving(place) as service:
        await service.is_ready()
        await until_there_are(service, WORKERS)
        document = {"format": "powermap-account/1", "account": {"id": account_id, "name": "Many"}}
        assert (await service.put(document)).status_code == 200

        async def write(n: int) -> int:
            """By a connection of its own, which one worker or the other takes."""
            async with httpx.AsyncClient(base_url=service.client.base_url, timeout=PATIENCE, trust_env=False) as client:
                body = {"id": f"p{n:02}", "name": "P"}
                return (await client.post(f"{API}/accounts/{account_id}/people", json=body)).status_code

        assert set(await asyncio.gather(*map(write, range(PEOPLE)))) == {201}
        assert await service.people(account_id) == [f"p{n:02}" for n in range(PEOPLE)]
        counted = (await service.client.get("/metrics")).text
        made = re.findall(r'_requests_total\{.*account_id\}/people",status="201"\} (\S+)$', counted, re.MULTILINE)
        assert sum(map(float, made)) == PEOPLE

        one, other = workers_of(service)
        one.kill()
        assert await write(PEOPLE) == 201
        await until_there_are(service, WORKERS)
        assert other.is_running()
        assert await write(PEOPLE + 1) == 201

        processes = psutil.Process(service.process.pid).children(recursive=True)
        service.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(service.process.wait(), PATIENCE) == 0
        assert psutil.wait_procs(processes, timeout=PATIENCE)[1] == []
    code, said = await powermap(place, "audit", "verify")
    assert code == 0, said
    await holds_every_invariant(place)


async def test_workers_do_not_outlive_who_started_them(embedded_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERMAP_WORKERS", str(WORKERS))
    async with serving(embedded_place) as service:
        await until_there_are(service, WORKERS)
        processes = psutil.Process(service.process.pid).children(recursive=True)
        await service.kill()
        assert psutil.wait_procs(processes, timeout=PATIENCE)[1] == []
