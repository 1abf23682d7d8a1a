"""How long readers wait beside a writer that replaces a whole document, over HTTP.

Run as `python scripts/bench/readers.py [URL]`; without a URL on a temporary embedded store. POWERMAP_STORE_PASSWORD is the
password of a Neo4j named by the URL. The account `bench-readers` is written there.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time

import httpx
from generate import TODAY, account
from service import on_a_service

READERS = 4
REPLACEMENTS = 25
BASE = "/api/v1/accounts/bench-readers"
MAP = f"{BASE}/power-map?opportunity=bid&as_of={TODAY}"


async def read(client: httpx.AsyncClient, writing: asyncio.Event, waits: list[float], revisions: set[int]) -> None:
    while not writing.is_set() or not waits:
        started = time.perf_counter()
        answer = await client.get(MAP)
        waits.append((time.perf_counter() - started) * 1000)
        answer.raise_for_status()
        revisions.add(answer.json()["revision"])


async def replace(client: httpx.AsyncClient, version: int) -> float:
    document = account("bench-readers", 200, 800, seed=version)
    started = time.perf_counter()
    (await client.put(f"{BASE}/document", content=json.dumps(document))).raise_for_status()
    return (time.perf_counter() - started) * 1000


def told(name: str, times: list[float]) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{name:24} p50 {statistics.median(times):7.1f}  p95 {p95:7.1f}  max {max(times):7.1f} ms  of {len(times)}")


async def measure(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        await replace(client, 0)
        alone = []
        for _ in range(50):
            started = time.perf_counter()
            (await client.get(MAP)).raise_for_status()
            alone.append((time.perf_counter() - started) * 1000)
        told("a reader alone", alone)
        waits: list[float] = []
        revisions: set[int] = set()
        done = asyncio.Event()
        reading = [asyncio.ensure_future(read(client, done, waits, revisions)) for _ in range(READERS)]
        writes = [await replace(client, version) for version in range(1, REPLACEMENTS + 1)]
        done.set()
        await asyncio.gather(*reading)
        told(f"{READERS} readers beside it", waits)
        told("the writer", writes)
        print(f"revisions seen: {len(revisions)} of {REPLACEMENTS + 1}")


if __name__ == "__main__":
    on_a_service(measure)
