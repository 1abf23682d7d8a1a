"""Many writers at once over REST: two services on one Neo4j, one service and the command line on the embedded engine."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.conftest import ENGINES, Place
from tests.fault_scale import figures, times
from tests.faults.services import API, Service, holds_every_invariant, powermap, serving
from tests.patience import at_most

pytestmark = pytest.mark.slow

WRITERS = 20
ROUNDS = times(2, 50)
SERVICES = {"embedded": 1, "neo4j": 2}
IMPORTS = 2
MOVES = times(5, 50)
SAME_VERSION_ROUNDS, RING_ROUNDS, RING = times(2, 1_000), times(2, 1_000), 5
READERS, READS, REPLACEMENTS = 4, times(60, 300), times(12, 60)
PEOPLE, EDGES = 200, 800


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest_asyncio.fixture(scope="module")
async def services(engine: str, request: pytest.FixtureRequest) -> AsyncIterator[list[Service]]:
    place: Place = request.getfixturevalue(f"{engine}_place")
    async with AsyncExitStack() as stack:
        started = [await stack.enter_async_context(serving(place)) for _ in range(SERVICES[engine])]
        for service in started:
            await service.is_ready()
        yield started


def ring(account_id: str) -> dict[str, Any]:
    """As many people as writers, and a stage whose one weight is the counter."""
    stage = {"id": "s", "order": 1, "kind": "AWARD", "quota": 1, "votes": [{"person": "p00", "weight": 1}]}
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": "Many hands"},
        "people": [{"id": f"p{i:02}", "name": "P"} for i in range(WRITERS)],
        "opportunities": [{"id": "o", "name": "O", "stages": [stage]}],
    }


async def increment(client: httpx.AsyncClient, url: str) -> Counter[int]:
    """Add one to the counter, starting over whenever somebody else was first; the answers by status."""
    answers: Counter[int] = Counter()
    while answers[200] == 0:
        held = await client.get(url)
        weight = held.json()["votes"][0]["weight"]
        patch = {"votes": [{"person": "p00", "weight": weight + 1}]}
        answer = await client.patch(url, json=patch, headers={"If-Match": held.headers["etag"]})
        answers[answer.status_code] += 1
        assert answer.status_code in {200, 409, 412}, answer.text
    return answers


async def test_twenty_writers_lose_nothing_and_break_no_rule(
    place: Place, services: list[Service], tmp_path: Path, account_id: str
) -> None:
    base = f"{API}/accounts/{account_id}"
    assert (await services[0].put(ring(account_id))).status_code == 200
    clients = [services[i % len(services)].client for i in range(WRITERS)]
    counter, lines = f"{base}/opportunities/o/stages/s", f"{base}/reporting"
    answers: Counter[int] = Counter()
    for n in range(ROUNDS):
        commands = range(IMPORTS if n % 10 == 0 else 0)
        merged = [asyncio.ensure_future(merge(place, tmp_path, account_id, f"c{n}-{i}")) for i in commands]
        for counted in await asyncio.gather(*(increment(client, counter) for client in clients)):
            answers += counted
        assert (await clients[n % WRITERS].get(counter)).json()["votes"][0]["weight"] == answers[200] + 1

        closing = await posted(clients, lines, [(i, (i + 1) % WRITERS) for i in range(WRITERS)])
        assert Counter(answer.status_code for answer in closing) == {201: WRITERS - 1, 409: 1}
        assert [answer.json()["code"] for answer in closing if answer.status_code == 409] == ["reporting-cycle"]
        await removed(clients, lines)

        bosses = await posted(clients[1:], lines, [(0, i) for i in range(1, WRITERS)])
        assert Counter(answer.status_code for answer in bosses) == {201: 1, 409: WRITERS - 2}
        assert {answer.json()["code"] for answer in bosses if answer.status_code == 409} == {"second-manager"}
        await removed(clients, lines)
        await asyncio.gather(*merged)
    people = await services[0].people(account_id)
    assert {f"c{n}-{i}" for n in range(0, ROUNDS, 10) for i in range(IMPORTS)} <= set(people)
    assert answers[200] == ROUNDS * WRITERS
    await holds_every_invariant(place)


async def test_of_twenty_who_change_the_same_version_one_does(
    engine: str, services: list[Service], account_id: str
) -> None:
    assert (await services[0].put(ring(account_id))).status_code == 200
    clients = [services[i % len(services)].client for i in range(WRITERS)]
    person = f"{API}/accounts/{account_id}/people/p00"
    etag = (await clients[0].get(person)).headers["etag"]
    for n in range(SAME_VERSION_ROUNDS):
        headers = {"If-Match": etag}
        answers = await asyncio.gather(
            *(client.patch(person, json={"title": f"{n} {i}"}, headers=headers) for i, client in enumerate(clients))
        )
        assert Counter(answer.status_code for answer in answers) == {200: 1, 412: WRITERS - 1}
        (etag,) = [answer.headers["etag"] for answer in answers if answer.status_code == 200]
        assert {answer.headers["etag"] for answer in answers} == {etag}
    figures(f"twenty writers of one version, {engine}", rounds=SAME_VERSION_ROUNDS, lost_updates=0)


async def test_whoever_closes_a_ring_last_is_refused(engine: str, services: list[Service], account_id: str) -> None:
    assert (await services[0].put(ring(account_id))).status_code == 200
    clients = [services[i % len(services)].client for i in range(RING)]
    lines = f"{API}/accounts/{account_id}/reporting"
    for _ in range(RING_ROUNDS):
        closing = await posted(clients, lines, [(i, (i + 1) % RING) for i in range(RING)])
        assert Counter(answer.status_code for answer in closing) == {201: RING - 1, 409: 1}
        await removed(clients, lines)
    figures(f"five writers close a ring, {engine}", rounds=RING_ROUNDS, cycles=0)


async def merge(place: Place, folder: Path, account_id: str, person: str) -> None:
    """Add a person by `powermap import`, from a process of its own."""
    file = folder / f"{person}.json"
    account = {"id": account_id, "name": "Many hands"}
    file.write_text(
        json.dumps(
            {"format": "powermap-account/1", "account": account, "people": [{"id": person, "name": "By command"}]}
        )
    )
    code, said = await powermap(place, "import", str(file), "--mode", "merge")
    assert code == 0, said


async def posted(clients: list[httpx.AsyncClient], url: str, pairs: list[tuple[int, int]]) -> list[httpx.Response]:
    """Every line added at the same time, each by its own client."""
    bodies = [{"subordinate": f"p{low:02}", "manager": f"p{high:02}"} for low, high in pairs]
    return await asyncio.gather(*(client.post(url, json=body) for client, body in zip(clients, bodies, strict=True)))


async def removed(clients: list[httpx.AsyncClient], url: str) -> None:
    held = (await clients[0].get(url)).json()["items"]
    gone = await asyncio.gather(
        *(
            client.delete(f"{url}/{line['subordinate']}/{line['manager']}")
            for client, line in zip(clients, held, strict=False)
        )
    )
    assert {answer.status_code for answer in gone} == {204}


async def test_accounts_moved_under_each_other_from_both_sides_form_no_ring(
    place: Place, services: list[Service], account_id: str
) -> None:
    """Crossing writers lock two accounts in opposite orders: a deadlock is resolved inside five seconds, and unseen (F10)."""
    ids = [f"{account_id}{letter}" for letter in "abc"]
    for own in ids:
        document = {"format": "powermap-account/1", "account": {"id": own, "name": own}}
        assert (await services[0].put(document)).status_code == 200
    slowest = 0.0

    async def move(client: httpx.AsyncClient, own: str, parent: str | None) -> int:
        nonlocal slowest
        started = time.monotonic()
        answer = await client.patch(f"{API}/accounts/{own}", json={"parent_id": parent}, headers={"If-Match": "*"})
        slowest = max(slowest, time.monotonic() - started)
        assert answer.status_code in {200, 409}, answer.text
        assert answer.status_code == 200 or answer.json()["code"] == "account-cycle"
        return answer.status_code

    for n in range(MOVES):
        ends = list(zip(ids, ids[1:] + ids[:1], strict=True))
        moves = [move(services[(i + n) % len(services)].client, own, above) for i, (own, above) in enumerate(ends)]
        assert Counter(await asyncio.gather(*moves)) == {200: 2, 409: 1}
        pair = [(ids[0], ids[1]), (ids[1], ids[0])]
        await asyncio.gather(*(move(services[0].client, own, None) for own in ids))
        moves = [move(services[(i + n) % len(services)].client, own, above) for i, (own, above) in enumerate(pair)]
        assert Counter(await asyncio.gather(*moves)) == {200: 1, 409: 1}
        await asyncio.gather(*(move(services[-1].client, own, None) for own in ids))
    assert slowest < at_most(timers=5)
    await holds_every_invariant(place)


def version_of(account_id: str, version: int) -> dict[str, Any]:
    """An account in which every person's title and every edge's end depend on the version."""
    ids = [f"p{i:03}" for i in range(PEOPLE)]
    ends = [(i, (i * 7 + k * 31 + version) % PEOPLE) for i in range(PEOPLE) for k in range(1, EDGES // PEOPLE + 1)]
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": f"v{version}"},
        "people": [{"id": p, "name": p, "title": f"v{version}", "rank": 1 + i % 6} for i, p in enumerate(ids)],
        "influence": [
            {"source": ids[i], "target": ids[j], "strength": 0.5, "evidence": f"v{version}"}
            for i, j in sorted(set(ends))
            if i != j
        ],
    }


async def test_readers_beside_a_writer_see_whole_states_only(services: list[Service], account_id: str) -> None:
    documents = [version_of(account_id, version) for version in range(REPLACEMENTS + 1)]
    edges = [{(e["source"], e["target"]) for e in document["influence"]} for document in documents]
    assert (await services[0].put(documents[0])).status_code == 200
    seen: Counter[int] = Counter()
    writing = True

    async def read(client: httpx.AsyncClient) -> None:
        while writing or sum(seen.values()) < READS:
            answer = await client.get(f"{API}/accounts/{account_id}/power-map")
            assert answer.status_code == 200, answer.text
            held = answer.json()
            titles = {person["title"] for person in held["people"]}
            assert len(titles) == 1
            version = int(titles.pop()[1:])
            assert held["revision"] == version + 1
            found = {(e["source"], e["target"]) for e in held["edges"] if e["kind"] == "INFLUENCES"}
            assert found == edges[version]
            seen[version] += 1

    reading = [asyncio.ensure_future(read(services[i % len(services)].client)) for i in range(READERS)]
    for document in documents[1:]:
        answer = await services[0].put(document)
        assert answer.status_code == 200, answer.text
    writing = False
    await asyncio.gather(*reading)
    assert sum(seen.values()) >= READS
    assert len(seen) > REPLACEMENTS // 3
