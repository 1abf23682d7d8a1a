"""A network that misbehaves between the service and Neo4j: lost answers to COMMIT, silence, delay and resets (F3, F4, F5)."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import pytest

from tests.conftest import Place
from tests.fault_scale import figures, times
from tests.faults.proxy import Proxy
from tests.faults.services import API, Service, holds_every_invariant
from tests.patience import at_most

pytestmark = [pytest.mark.slow, pytest.mark.neo4j]

CUTS = times(4, 250)
LATE_SECONDS = 0.5
DOWN_SECONDS = at_most(timers=5)
HEAL_SECONDS = at_most(timers=3)
SILENT_WRITERS = 6


def small(account_id: str, people: int = 2, name: str = "Small") -> dict[str, Any]:
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": name},
        "people": [{"id": f"p{i:02}", "name": f"Person {i}"} for i in range(people)],
    }


@pytest.fixture(autouse=True)
def well_behaved(proxy: Proxy) -> None:
    proxy.reset()


async def revision_of(service: Service, account_id: str) -> int:
    """The account's revision: how many writes have changed it."""
    answer = await service.client.get(f"{API}/accounts", params={"q": account_id})
    (item,) = answer.json()["items"]
    revision: int = item["revision"]
    return revision


@pytest.mark.parametrize("late", [0.0, LATE_SECONDS], ids=["answer-lost", "commit-late"])
async def test_a_write_whose_answer_is_lost_is_done_once_and_said_to_be_done(
    behind_proxy: Service, proxy: Proxy, account_id: str, late: float
) -> None:
    """Whether the database had finished when the link broke or finishes only while the service already asks."""
    client, people = behind_proxy.client, f"{API}/accounts/{account_id}/people"
    assert (await behind_proxy.put(small(account_id))).status_code == 200
    proxy.late = late
    for n in range(CUTS if not late else 3):
        proxy.cuts = 1
        made = await client.post(people, json={"id": f"n{n}", "name": "New"})
        assert (made.status_code, proxy.cut) == (201, 4 * n + 1), made.text
        proxy.cuts = 1
        changed = await client.patch(
            f"{people}/n{n}", json={"title": "Changed"}, headers={"If-Match": made.headers["etag"]}
        )
        assert (changed.status_code, proxy.cut) == (200, 4 * n + 2), changed.text
        assert changed.json()["title"] == "Changed"
        proxy.cuts = 1
        replaced = await client.put(
            f"{people}/n{n}", json={"name": "Replaced"}, headers={"If-Match": changed.headers["etag"]}
        )
        assert (replaced.status_code, proxy.cut) == (200, 4 * n + 3), replaced.text
        proxy.cuts = 1
        gone = await client.delete(f"{people}/n{n}", headers={"If-Match": replaced.headers["etag"]})
        assert (gone.status_code, proxy.cut) == (204, 4 * n + 4), gone.text
        assert await revision_of(behind_proxy, account_id) == 4 * n + 5
    figures("answers to COMMIT cut", cuts=proxy.cut, duplicates=0)
    proxy.cuts = 1
    removed = await client.delete(f"{API}/accounts/{account_id}?cascade=true")
    assert removed.status_code == 204, removed.text
    assert (await client.get(f"{API}/accounts/{account_id}")).status_code == 404


async def test_a_document_whose_answer_is_lost_is_loaded_once(
    behind_proxy: Service, proxy: Proxy, account_id: str
) -> None:
    for n in range(3):
        proxy.cuts = 1
        loaded = await behind_proxy.put(small(account_id, people=50, name=f"Small {n}"))
        assert loaded.status_code == 200, loaded.text
        assert loaded.json()["revision"] == n + 1
        assert loaded.json()["created"] == (51 if n == 0 else 0)
    assert len(await behind_proxy.people(account_id)) == 50


async def test_when_the_database_stays_away_the_outcome_is_said_to_be_unknown_and_a_repeat_makes_no_copy(
    behind_proxy: Service, proxy: Proxy, neo4j_place: Place, account_id: str
) -> None:
    document = small(account_id)
    assert (await behind_proxy.put(document)).status_code == 200
    document["people"].append({"id": "p99", "name": "Late"})
    record = f"{API}/accounts/{account_id}/people/p77"
    for repeat in (lambda: behind_proxy.put(document), lambda: behind_proxy.client.put(record, json={"name": "R"})):
        proxy.cuts, proxy.stays_away = 1, True
        started = time.monotonic()
        lost = await repeat()
        assert time.monotonic() - started < 2 * DOWN_SECONDS
        assert lost.status_code == 503, lost.text
        assert lost.json()["code"] == "outcome-unknown"
        assert int(lost.headers["retry-after"]) > 0
        proxy.reset()
        await behind_proxy.is_ready(HEAL_SECONDS)
        again = await repeat()
        if "p77" not in str(again.request.url):
            assert (again.status_code, again.json()["created"]) == (200, 0)
        else:
            assert again.status_code == 428  # it is there: replacing it needs its ETag
    assert await behind_proxy.people(account_id) == ["p00", "p01", "p77", "p99"]
    await holds_every_invariant(neo4j_place)


async def test_a_request_with_a_key_is_done_once_whatever_becomes_of_its_answer(
    behind_proxy: Service, proxy: Proxy, account_id: str
) -> None:
    """The COMMIT's answer is lost, or the database stays away and nobody knows: sent again, it makes no copy."""
    assert (await behind_proxy.put(small(account_id))).status_code == 200
    people = f"{API}/accounts/{account_id}/people"
    for n in range(CUTS):
        answers = []
        for cuts in (1, 0, 0):  # of the claim of the key, of what is done, or of the answer that is kept
            proxy.spared, proxy.cuts = n % 3, cuts
            key = {"Idempotency-Key": f"{account_id}-{n}"}
            answers.append(await behind_proxy.client.post(people, json={"id": f"n{n}", "name": "New"}, headers=key))
        assert {(answer.status_code, answer.text) for answer in answers} == {(201, answers[0].text)}
        assert await revision_of(behind_proxy, account_id) == n + 2
    undo, key = f"{API}/accounts/{account_id}/undo", {"Idempotency-Key": f"undo-{account_id}"}
    proxy.spared, proxy.cuts, proxy.stays_away = 1, 1, True
    lost = await behind_proxy.client.post(undo, headers=key)
    assert (lost.status_code, lost.json()["code"]) == (503, "outcome-unknown")
    proxy.reset()
    await behind_proxy.is_ready(HEAL_SECONDS)
    for _ in range(2):
        again = await behind_proxy.client.post(undo, headers=key)
        assert (again.status_code, again.json()["code"]) == (409, "already-done"), again.text
        assert f"as revision {CUTS + 2}" in again.json()["detail"]
    assert await revision_of(behind_proxy, account_id) == CUTS + 2


async def test_a_silent_database_is_reported_quickly_and_found_again(
    behind_proxy: Service, proxy: Proxy, account_id: str
) -> None:
    """However many wait for the same account, nobody waits longer than the store does; afterwards everything goes on."""
    assert (await behind_proxy.put(small(account_id))).status_code == 200
    base = f"{API}/accounts/{account_id}"
    client = behind_proxy.client

    async def timed(request: Any) -> tuple[httpx.Response, float]:
        started = time.monotonic()
        answer = await request
        return answer, time.monotonic() - started

    proxy.swallowing = True
    asked = [timed(client.post(f"{base}/people", json={"id": f"s{i}", "name": "S"})) for i in range(SILENT_WRITERS)]
    asked += [timed(client.get(f"{base}/people/p00")), timed(client.get(f"{base}/power-map"))]
    waiting = asyncio.gather(*asked)
    await asyncio.sleep(1)
    live, live_seconds = await timed(client.get("/health/live"))
    assert live.status_code == 200
    assert live_seconds < at_most(work=0.3)
    ready, ready_seconds = await timed(client.get("/health/ready"))
    assert ready.status_code == 503
    assert ready_seconds < DOWN_SECONDS
    for answer, seconds in await waiting:
        assert answer.status_code == 503, answer.text
        assert int(answer.headers["retry-after"]) > 0
        assert seconds < DOWN_SECONDS
    proxy.swallowing = False
    back = await behind_proxy.is_ready(HEAL_SECONDS)
    slowest = max(seconds for _, seconds in await waiting)
    figures("the database is silent", slowest_503_seconds=slowest, recovery_seconds=back)
    made, seconds = await timed(client.post(f"{base}/people", json={"id": "after", "name": "After"}))
    assert made.status_code == 201, made.text
    assert seconds < HEAL_SECONDS
    stored = await behind_proxy.people(account_id)
    assert {"p00", "p01", "after"} <= set(stored)
    assert len(stored) == len(set(stored))


async def test_delay_and_resets_cost_time_and_nothing_else(
    behind_proxy: Service, proxy: Proxy, account_id: str
) -> None:
    assert (await behind_proxy.put(small(account_id, people=0))).status_code == 200
    proxy.delay = 0.02
    acknowledged = []

    async def write(worker: int) -> None:
        for n in range(5):
            person = f"w{worker}-{n}"
            answer = await behind_proxy.client.post(
                f"{API}/accounts/{account_id}/people", json={"id": person, "name": person}
            )
            assert answer.status_code in {201, 503}, answer.text
            if answer.status_code == 201:
                acknowledged.append(person)

    writing = asyncio.gather(*(write(worker) for worker in range(4)))
    for _ in range(3):
        await asyncio.sleep(0.7)
        proxy.reset()
        proxy.delay = 0.02
    await writing
    stored = await behind_proxy.people(account_id)
    assert set(acknowledged) <= set(stored)
    assert len(acknowledged) >= 18
