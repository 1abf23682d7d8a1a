"""A mixed load over HTTP: nine reads to one write, at a fixed rate, over many accounts, embedded engine.

Run as `python scripts/bench/load.py [SECONDS] [REQUESTS_A_SECOND]`. Requests are sent on a clock whether or not earlier
ones have been answered, so that a slow answer does not hide the wait of those behind it.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter

import httpx
from generate import TODAY, account
from service import service

ACCOUNTS = 20
PEOPLE, EDGES = 50, 200
WRITE_SHARE = 0.1


def chosen(rng: random.Random) -> tuple[str, str, dict[str, str] | None]:
    """One request: method, path and body."""
    base = f"/api/v1/accounts/bench-{rng.randrange(ACCOUNTS)}"
    person = f"P{rng.randrange(PEOPLE):05}"
    if rng.random() < WRITE_SHARE:
        return "PATCH", f"{base}/people/{person}", {"title": f"Title {rng.randrange(1_000_000)}"}
    paths = (f"/people/{person}", "/people", f"/power-map?opportunity=bid&as_of={TODAY}", f"/key-people?as_of={TODAY}")
    return "GET", base + rng.choice(paths), None


async def run(address: str, seconds: float, rate: float) -> None:
    rng = random.Random(1)  # noqa: S311 - reproducible, no secret
    answers: Counter[int] = Counter()
    times: dict[str, list[float]] = {"GET": [], "PATCH": []}
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        for i in range(ACCOUNTS):
            document = json.dumps(account(f"bench-{i}", PEOPLE, EDGES, seed=i))
            (await client.put(f"/api/v1/accounts/bench-{i}/document", content=document)).raise_for_status()

        async def send(method: str, path: str, body: dict[str, str] | None) -> None:
            started = time.perf_counter()
            answer = await client.request(method, path, json=body, headers={"If-Match": "*"} if body else None)
            times[method].append((time.perf_counter() - started) * 1000)
            answers[answer.status_code] += 1

        began = time.perf_counter()
        sent: list[asyncio.Future[None]] = []
        while (elapsed := time.perf_counter() - began) < seconds:
            while len(sent) < elapsed * rate:
                sent.append(asyncio.ensure_future(send(*chosen(rng))))
            await asyncio.sleep(0.005)
        await asyncio.gather(*sent)
    print(f"{len(sent)} requests at {rate:.0f} a second; answers {dict(answers)}")
    for method, held in times.items():
        cuts = statistics.quantiles(held, n=100)
        print(f"{method:6} p50 {cuts[49]:7.1f}  p95 {cuts[94]:7.1f}  p99 {cuts[98]:7.1f}  max {max(held):7.1f} ms")


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 50.0  # noqa: PLR2004 - the second argument
    with tempfile.TemporaryDirectory(prefix="powermap-bench-") as folder, service(f"embedded:{folder}/s") as address:
        asyncio.run(run(address, seconds, rate))


if __name__ == "__main__":
    main()
