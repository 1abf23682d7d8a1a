"""Who owns the embedded folder when several want it or the owner goes (F12), and a service that is told to stop (F15)."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.conftest import Place
from tests.faults.services import API, ROOT, Ledger, Service, holds_every_invariant, powermap, serving
from tests.patience import PATIENCE, at_most

pytestmark = pytest.mark.slow

STOP_SECONDS = at_most(timers=15, work=2)
TAKE_OVER_SECONDS = at_most(timers=10, work=5)
STOP_CLIENTS = 8


def empty(account_id: str) -> dict[str, Any]:
    return {"format": "powermap-account/1", "account": {"id": account_id, "name": "Small"}}


def folder_of(place: Place) -> Path:
    return Path(place.url.removeprefix("embedded:"))


def lease(place: Place) -> dict[str, int]:
    held: dict[str, int] = json.loads((folder_of(place) / "lease.json").read_text())
    return held


async def ended(process: psutil.Process) -> bool:
    deadline = time.monotonic() + at_most(timers=15)
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        await asyncio.sleep(0.05)
    return False


async def test_a_second_engine_waits_and_leaves_when_its_parent_does(embedded_place: Place, account_id: str) -> None:
    """It touches neither the lease nor the data of the one that lives, and it does not outlive who started it."""
    async with serving(embedded_place) as service:
        assert (await service.put(empty(account_id))).status_code == 200
        held = lease(embedded_place)
        second = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "graph.embedded", str(folder_of(embedded_place))),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
        )
        await asyncio.sleep(3)
        assert second.returncode is None
        assert not [c for c in psutil.Process(second.pid).net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        assert lease(embedded_place) == held
        assert second.stdin is not None
        second.stdin.close()
        assert await asyncio.wait_for(second.wait(), PATIENCE) == 0
        assert lease(embedded_place) == held
        await service.is_ready(at_most(work=0.3))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
async def test_when_the_owner_goes_whoever_shares_the_store_takes_it_over(
    embedded_place: Place, account_id: str, how: signal.Signals
) -> None:
    ledger, stop = Ledger(), asyncio.Event()
    async with serving(embedded_place) as owner:
        assert (await owner.put(empty(account_id))).status_code == 200
        engine = owner.engine()
        async with serving(embedded_place) as other:
            await other.is_ready()
            assert psutil.Process(other.process.pid).children() == []
            writing = [asyncio.ensure_future(ledger.write_until(stop, other, account_id, f"w{i}")) for i in range(3)]
            await ledger.has_grown_by(10, writing)
            owner.process.send_signal(how)
            await owner.process.wait()
            assert await ended(engine)
            started = time.monotonic()
            await ledger.has_grown_by(10, writing)
            assert time.monotonic() - started < TAKE_OVER_SECONDS
            stop.set()
            await asyncio.gather(*writing)
            assert other.engine().pid == lease(embedded_place)["pid"]
            await ledger.is_kept_by(other, account_id)
            await holds_every_invariant(embedded_place)


async def test_commands_beside_the_service_share_its_store(
    embedded_place: Place, tmp_path: Path, account_id: str
) -> None:
    async with serving(embedded_place) as service:
        await service.is_ready()
        held = lease(embedded_place)
        (tmp_path / "a.json").write_text(json.dumps(empty(account_id)))
        code, said = await powermap(embedded_place, "import", str(tmp_path / "a.json"))
        assert (code, said.startswith(f"{account_id}: 1 created")) == (0, True), said
        assert await service.people(account_id) == []
        assert lease(embedded_place) == held
        await service.is_ready(at_most(work=0.3))


async def load(
    service: Service, account_id: str, name: str, answers: list[tuple[float, int]], broken: list[float]
) -> None:
    """Write and read until the connection is refused; notes when each request began, and how it ended."""
    base = f"{API}/accounts/{account_id}"
    for n in range(10_000):
        for request in (
            service.client.build_request("POST", f"{base}/people", json={"id": f"{name}-{n}", "name": "N"}),
            service.client.build_request("GET", f"{base}/power-map"),
        ):
            began = time.monotonic()
            try:
                answers.append((began, (await service.client.send(request)).status_code))
            except httpx.ConnectError:
                return
            except httpx.TransportError:
                broken.append(began)
                return


async def have_begun(answers: list[tuple[float, int]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(answers) < 3 * STOP_CLIENTS:
        assert time.monotonic() < deadline, f"{len(answers)} answers"
        await asyncio.sleep(0.05)


async def test_a_service_told_to_stop_finishes_what_it_accepted(place: Place, account_id: str) -> None:
    answers: list[tuple[float, int]] = []
    broken: list[float] = []
    async with serving(place) as service:
        document = {**empty(account_id), "people": [{"id": f"p{i:03}", "name": "P"} for i in range(300)]}
        assert (await service.put(empty(account_id))).status_code == 200
        running = [
            asyncio.ensure_future(load(service, account_id, f"w{i}", answers, broken)) for i in range(STOP_CLIENTS)
        ]
        await have_begun(answers)
        importing = asyncio.ensure_future(service.put({**document, "account": {"id": f"{account_id}x", "name": "X"}}))
        await asyncio.sleep(0.1)
        told = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(service.process.wait(), STOP_SECONDS)
        await asyncio.gather(*running)
        assert code == 0
        assert {status for _, status in answers} == {200, 201}
        assert [began for began in broken if began < told] == []
        assert (await importing).status_code == 200
    async with serving(place) as service:
        written = sum(status == 201 for _, status in answers)
        assert len(await service.people(account_id)) >= written
        assert len(await service.people(f"{account_id}x")) == 300


async def test_a_client_that_never_finishes_does_not_hold_the_service_up(
    embedded_place: Place, account_id: str
) -> None:
    async with serving(embedded_place) as service:
        assert (await service.put(empty(account_id))).status_code == 200
        engine = service.engine()
        _, writer = await asyncio.open_connection("127.0.0.1", service.client.base_url.port)
        head = f"POST {API}/accounts/{account_id}/people HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{{"
        writer.write(head.encode())
        await writer.drain()
        await asyncio.sleep(0.3)
        service.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(service.process.wait(), STOP_SECONDS) == 0
        assert await ended(engine)
        assert not (folder_of(embedded_place) / "lease.json").exists()
        writer.close()


async def test_ctrl_c_ends_the_service_and_then_its_engine(embedded_place: Place) -> None:
    """On a terminal it reaches the service and not the engine, which has a session of its own."""
    async with serving(embedded_place) as service:
        await service.is_ready()
        engine = service.engine()
        assert os.getsid(engine.pid) == engine.pid
        service.process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(service.process.wait(), STOP_SECONDS) == 0
        assert await ended(engine)
        assert not (folder_of(embedded_place) / "lease.json").exists()
