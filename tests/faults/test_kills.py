"""`kill -9` of the service, of the embedded engine and of Neo4j while they write: what was acknowledged stays (F1, F2)."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import pytest

from tests.conftest import Place
from tests.fault_scale import figures, times
from tests.faults.conftest import Neo4j
from tests.faults.services import Ledger, Service, holds_every_invariant, serving
from tests.patience import at_most

pytestmark = pytest.mark.slow

SERVICE_KILLS = times(2, 20)
ENGINE_KILLS = times(3, 20)
IMPORT_KILLS = times(1, 20)
WRITERS = 4
WRITES_BETWEEN = times(12, 500)
IMPORTED_PEOPLE = 400
RECOVERY_SECONDS = at_most(timers=10, work=5)


def empty(account_id: str) -> dict[str, Any]:
    return {"format": "powermap-account/1", "account": {"id": account_id, "name": "Small"}}


def large(account_id: str, version: int) -> dict[str, Any]:
    """An account of which every person differs from version to version, and some exist in one version only."""
    ids = [f"p{i:04}" for i in range(version * 50, version * 50 + IMPORTED_PEOPLE)]
    return {
        **empty(account_id),
        "people": [{"id": p, "name": p, "title": f"version {version}"} for p in ids],
        "reporting": [{"subordinate": p, "manager": ids[i // 7]} for i, p in enumerate(ids) if i],
        "influence": [
            {"source": p, "target": ids[(i * 13 + version) % len(ids)], "strength": 0.5}
            for i, p in enumerate(ids)
            if (i * 13 + version) % len(ids) != i
        ],
    }


def begin_writing(
    ledger: Ledger, stop: asyncio.Event, service: Service, account_id: str, name: str
) -> list[asyncio.Task[None]]:
    return [
        asyncio.ensure_future(ledger.write_until(stop, service, account_id, f"{name}-{worker}"))
        for worker in range(WRITERS)
    ]


async def test_kills_of_the_service_lose_no_acknowledged_write(engine: str, place: Place, account_id: str) -> None:
    ledger = Ledger()
    for i in range(SERVICE_KILLS):
        async with serving(place) as service:
            if i == 0:
                assert (await service.put(empty(account_id))).status_code == 200
            else:
                await ledger.is_kept_by(service, account_id)
            writing = begin_writing(ledger, asyncio.Event(), service, account_id, f"k{i}")
            await ledger.has_grown_by(WRITES_BETWEEN, writing)
            await asyncio.sleep(0.007 * i)
            await service.kill()
            await asyncio.gather(*writing)
    async with serving(place) as service:
        await ledger.is_kept_by(service, account_id)
        assert len(ledger.acknowledged) >= SERVICE_KILLS * WRITES_BETWEEN
        await holds_every_invariant(place)
    figures(f"kills of the service, {engine}", kills=SERVICE_KILLS, acknowledged=len(ledger.acknowledged), lost=0)


async def test_kills_of_the_embedded_engine_lose_no_acknowledged_write(embedded_place: Place, account_id: str) -> None:
    """The service starts the engine anew by itself and goes on; most writers do not even notice."""
    ledger, stop = Ledger(), asyncio.Event()
    async with serving(embedded_place) as service:
        assert (await service.put(empty(account_id))).status_code == 200
        writing = begin_writing(ledger, stop, service, account_id, "e")
        for i in range(ENGINE_KILLS):
            await ledger.has_grown_by(WRITES_BETWEEN, writing)
            await asyncio.sleep(0.011 * i)
            service.engine().kill()
        await ledger.has_grown_by(WRITES_BETWEEN, writing)
        stop.set()
        await asyncio.gather(*writing)
        await ledger.is_kept_by(service, account_id)
        await holds_every_invariant(embedded_place)
    figures("kills of the embedded engine", kills=ENGINE_KILLS, acknowledged=len(ledger.acknowledged), lost=0)


async def kill_database(engine: str, service: Service, own_neo4j: Neo4j) -> None:
    if engine == "embedded":
        service.engine().kill()
    else:
        await asyncio.to_thread(own_neo4j.kill)


async def test_a_killed_database_holds_the_old_document_or_the_new_one(
    engine: str, place: Place, own_neo4j: Neo4j, account_id: str
) -> None:
    """Killed at several points of an import; the caller hears 200 or 503, and the same import once more completes."""
    async with serving(place) as service:
        contents = []
        for version in (0, 1):
            started = time.monotonic()
            assert (await service.put(large(account_id, version))).status_code == 200
            contents.append(await service.document(account_id))
        takes = time.monotonic() - started
        held = 1
        recovered: list[float] = []
        for i in range(IMPORT_KILLS):
            wanted = 1 - held
            importing = asyncio.ensure_future(service.put(large(account_id, wanted)))
            await asyncio.sleep(takes * (i + 0.7) / IMPORT_KILLS)
            await kill_database(engine, service, own_neo4j)
            answer: httpx.Response = await importing
            assert answer.status_code in {200, 503}, answer.text
            if engine == "neo4j":
                await asyncio.to_thread(own_neo4j.tell, "start")
            recovered.append(await service.is_ready(RECOVERY_SECONDS))
            found = await service.document(account_id)
            assert found in contents, "neither the old state nor the new one"
            if answer.status_code == 200:
                assert found == contents[wanted]
            assert (await service.put(large(account_id, wanted))).status_code == 200
            assert await service.document(account_id) == contents[wanted]
            held = wanted
        await holds_every_invariant(place)
    figures(
        f"kills of {engine} in an import", kills=IMPORT_KILLS, half_there=0, slowest_recovery_seconds=max(recovered)
    )
