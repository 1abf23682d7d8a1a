"""How long a light call takes beside runaway queries of another analyst (own Cypher): its p95 rises by at most a fifth.

Run as `python scripts/bench/beside_query.py [URL]`, as beside_heavy.py. One after another the queries run until they are stopped;
alone and beside them are measured in turn, a few times, since both depend on what else the machine does.
"""

from __future__ import annotations

import asyncio
import json
import statistics
from collections import Counter
from itertools import cycle

import httpx
from beside_heavy import ACCOUNTS, light_calls
from generate import account
from service import on_a_service

RUNAWAY = (
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b UNWIND range(1, 9000) AS c RETURN sum(a * b * c) AS n",
    "MATCH (a), (b), (c), (d), (e), (f) WHERE a.rank + b.rank + c.rank + d.rank + e.rank + f.rank < 0 RETURN count(*) AS n",
    "MATCH p = (:Person)-[*]-(:Person) RETURN count(p) AS n",
)
ROUNDS = 3


async def measure(address: str) -> None:
    async with (
        httpx.AsyncClient(base_url=address, timeout=300) as analyst,
        httpx.AsyncClient(base_url=address, timeout=300) as client,
    ):
        for own, people in (("bench-graph", 200), ("bench-light", 20)):
            document = account(own, people, people * 4, seed=1)
            (await client.put(f"{ACCOUNTS}/{own}/document", content=json.dumps(document))).raise_for_status()
        (person,) = (await client.get(f"{ACCOUNTS}/bench-light/people?limit=1")).json()["items"]
        light = f"{ACCOUNTS}/bench-light/people/{person['id']}"
        answers: Counter[int] = Counter()

        async def ask(query: str) -> None:
            answer = await analyst.post("/api/v1/cypher", json={"account": "bench-graph", "query": query})
            answers[answer.status_code] += 1

        await ask("MATCH (p:Person) RETURN count(p) AS people")  # starts the worker
        await light_calls(client, light)
        alone, beside = [], []
        for _ in range(ROUNDS):
            alone += await light_calls(client, light)

            async def ask_on() -> None:
                for query in cycle(RUNAWAY):
                    await ask(query)

            asking = asyncio.ensure_future(ask_on())
            await asyncio.sleep(1)
            beside += await light_calls(client, light)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
    quantiles = [statistics.quantiles(times, n=20)[-1] for times in (alone, beside)]
    print(
        f"a light call alone p95 {quantiles[0]:.1f} ms, beside a runaway query {quantiles[1]:.1f} ms, of {len(alone)} each"
    )
    print(f"{quantiles[1] / quantiles[0]:.2f} times; answers of the queries by status: {dict(answers)}")


if __name__ == "__main__":
    on_a_service(measure)
