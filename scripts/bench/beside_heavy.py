"""How long a light call takes beside a hundred heavy ones, over HTTP: never more than three times what it takes alone (p95).

Run as `python scripts/bench/beside_heavy.py [URL]`; without a URL on a temporary embedded store. POWERMAP_STORE_PASSWORD is the
password of a Neo4j named by the URL. `bench-heavy` (2,000 people) and `bench-light` are written there. Heavy calls are
maps of days that were not asked for before; those that are shed (503) are asked again when the answer says (Retry-After). The
callers step back behind the service where both want a processor.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import time
from collections import Counter
from datetime import date, timedelta
from itertools import count

import httpx
from generate import account
from service import on_a_service

HEAVY = 100
CALLS = 300
NICENESS = 10
ACCOUNTS = "/api/v1/accounts"


async def light_calls(client: httpx.AsyncClient, path: str) -> list[float]:
    times = []
    for _ in range(CALLS):
        started = time.perf_counter()
        (await client.get(path)).raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
    return times


async def measure(address: str) -> None:
    os.nice(NICENESS)
    limits = httpx.Limits(max_connections=HEAVY + 10)
    async with (
        httpx.AsyncClient(base_url=address, timeout=300, limits=limits) as crowd,
        httpx.AsyncClient(base_url=address, timeout=300) as client,
    ):
        for own, people in (("bench-heavy", 2_000), ("bench-light", 20)):
            document = account(own, people, people * 4, seed=1)
            (await client.put(f"{ACCOUNTS}/{own}/document", content=json.dumps(document))).raise_for_status()
        (person,) = (await client.get(f"{ACCOUNTS}/bench-light/people?limit=1")).json()["items"]
        light = f"{ACCOUNTS}/bench-light/people/{person['id']}"
        alone = await light_calls(client, light)
        answers: Counter[int] = Counter()
        days = count()

        async def ask_on() -> None:
            while True:
                day = date(2026, 11, 20) - timedelta(days=next(days))
                answer = await crowd.get(f"{ACCOUNTS}/bench-heavy/power-map?as_of={day}")
                answers[answer.status_code] += 1
                await asyncio.sleep(float(answer.headers.get("retry-after", 0)))

        asking = [asyncio.ensure_future(ask_on()) for _ in range(HEAVY)]
        await asyncio.sleep(2)
        beside = await light_calls(client, light)
        for one in asking:
            one.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    quantiles = [statistics.quantiles(times, n=20)[-1] for times in (alone, beside)]
    print(
        f"a light call alone p95 {quantiles[0]:.1f} ms, beside {HEAVY} heavy ones {quantiles[1]:.1f} ms, of {CALLS} each"
    )
    print(f"{quantiles[1] / quantiles[0]:.1f} times; heavy answers by status: {dict(answers)}")


if __name__ == "__main__":
    on_a_service(measure)
