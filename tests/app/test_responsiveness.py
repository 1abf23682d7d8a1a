"""Nothing heavy happens on the event loop: while a heavy question is answered, the loop goes on turning.

Told by ratio, so that it holds on any machine: the longest time the loop stood still, as a share of the time the answer took.
Done on the loop, a computation makes that share nearly one.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest

from graph.computing import ready_the_interpreter
from tests.conftest import Place, running
from tests.records_at_hand import API

PEOPLE = 400
ACTIVITIES = 600
LONGEST_STANDSTILL = 0.5
Json = dict[str, Any]


def large(account_id: str) -> Json:
    """An account on which everything takes a while."""
    people = [
        {"id": f"p{i:04}", "name": f"Person {i}", "rank": min(6, 1 + i // 20), "department_id": f"d{i % 20}"}
        for i in range(PEOPLE)
    ]
    pairs = {(i, (i * step + step) % PEOPLE) for i in range(1, PEOPLE) for step in (3, 7, 11, 13)}
    influence = [
        {"source": f"p{source:04}", "target": f"p{target:04}", "strength": 0.4}
        for source, target in sorted(pairs)
        if source != target
    ]
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": "Large"},
        "vendor": {"id": "us", "name": "Us"},
        "competitors": [{"id": "them", "name": "Them"}],
        "departments": [{"id": f"d{i}", "name": f"Department {i}"} for i in range(20)],
        "people": people,
        "influence": influence,
        "attitudes": [
            {"person": f"p{i:04}", "toward": party, "level": level, "on": "2026-05-01"}
            for i in range(PEOPLE)
            for party, level in (("us", "SUPPORT"), ("them", "ACCEPT"))
        ],
        "team": [{"id": f"m{i}", "name": f"Member {i}"} for i in range(10)],
        "interactions": [
            {"id": f"i{i}", "on": "2026-06-01", "members": [f"m{i % 10}"], "people": [f"p{i % PEOPLE:04}"]}
            for i in range(400)
        ],
        "opportunities": [{"id": "bid", "name": "Bid"}],
        "activities": [
            {
                "id": f"a{i}",
                "opportunity_id": "bid",
                "kind": "VISIT",
                "name": f"Visit {i}",
                "owner": f"m{i % 10}",
                "due_on": "2026-06-01",
                "status": "DONE",
                "done_on": "2026-05-20",
            }
            for i in range(ACTIVITIES)
        ],
    }


@pytest.fixture(autouse=True)
def ready() -> Iterator[None]:
    """The interpreter as a serving process has it."""
    before = sys.getswitchinterval(), gc.get_threshold()
    ready_the_interpreter()
    yield
    gc.unfreeze()
    sys.setswitchinterval(before[0])
    gc.set_threshold(*before[1])


async def standstill(work: Callable[[], Awaitable[httpx.Response]]) -> tuple[float, int]:
    """The longest time in which the loop did not turn, as a share of all the time the work took; and how often it turned."""
    gaps: list[float] = []

    async def turn() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    turning = asyncio.ensure_future(turn())
    await asyncio.sleep(0.01)
    gaps.clear()
    started = time.perf_counter()
    answer = await work()
    took = time.perf_counter() - started
    turning.cancel()
    assert answer.status_code in {200, 422}, answer.text[:500]
    return max(gaps, default=took) / took, len(gaps)


async def test_the_loop_turns_while_heavy_questions_are_answered(neo4j_place: Place, account_id: str) -> None:
    document = large(account_id)
    wrong = {**document, "influence": [{**line, "strength": 7} for line in document["influence"]]}
    base = f"{API}/accounts/{account_id}"
    body, faulty = json.dumps(document).encode(), json.dumps(wrong).encode()
    async with running(neo4j_place.settings()) as client:
        heavy: dict[str, Callable[[], Awaitable[httpx.Response]]] = {
            "load": lambda: client.put(f"{base}/document", content=body),
            "faults": lambda: client.put(f"{base}/document", content=faulty),
            "map": lambda: client.get(f"{base}/power-map", params={"opportunity": "bid"}),
            "measures": lambda: client.get(f"{base}/measures", params={"as_of": "2026-06-30"}),
            "gaps": lambda: client.get(f"{base}/coverage-gaps", params={"as_of": "2026-06-29"}),
            "file": lambda: client.get(f"{base}/export.svg", params={"as_of": "2026-06-28"}),
            "workbook": lambda: client.get(f"{base}/export.xlsx", params={"as_of": "2026-06-28"}),
        }
        shares = {name: await standstill(work) for name, work in heavy.items()}
        # More heavy ones at once than there are threads: a light one waits for none of them.
        days = [
            asyncio.ensure_future(client.get(f"{base}/power-map", params={"as_of": f"2026-06-{day:02}"}))
            for day in range(1, 7)
        ]
        light = 0
        while not all(task.done() for task in days):
            assert (await client.get(f"{base}/people/p0001")).status_code == 200
            light += 1
    assert [task.result().status_code for task in days] == [200] * len(days)
    assert light > 2 * len(days)
    assert {name: share for name, (share, _) in shares.items() if share > LONGEST_STANDSTILL} == {}, shares


async def test_a_computation_on_the_loop_would_be_noticed() -> None:
    async def blocks() -> httpx.Response:
        time.sleep(0.2)  # noqa: ASYNC251 - what must be caught
        return httpx.Response(200)

    assert (await standstill(blocks))[0] > LONGEST_STANDSTILL
