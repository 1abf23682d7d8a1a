"""A Neo4j that is killed, and writers that are killed beside it: no acknowledged write is lost, and the store finds back.

The server is this file's own (scripts/neo4j --home), since the run's shared one must not go away.
"""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from graph.accounts import Accounts, read_document
from graph.errors import StoreUnavailable
from graph.store import Store
from graph.verify import verify_account
from tests.conftest import Place
from tests.documents import AUTHOR
from tests.fault_scale import times
from tests.graph.processes import ROOT, writer
from tests.graph.writing import adding
from tests.patience import at_most

pytestmark = [pytest.mark.slow, pytest.mark.neo4j]

WRITER_KILLS = times(4, 20)
SERVER_KILLS = times(1, 20)


def neo4j(command: str, home: Path, *more: str) -> str:
    """What scripts/neo4j says to a command about the server of this home."""
    done = subprocess.run(
        [ROOT / "scripts" / "neo4j", command, "--home", home, *more], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("neo4j")
    neo4j("start", folder, "--fresh")
    yield folder
    neo4j("stop", folder)


@pytest.fixture(scope="module")
def own_place(home: Path) -> Place:
    said = dict(line.split("=", 1) for line in neo4j("env", home).splitlines())
    return Place(said["POWERMAP_TEST_NEO4J_URI"], said["POWERMAP_TEST_NEO4J_PASSWORD"])


@pytest.fixture
async def own_store(own_place: Place) -> AsyncIterator[Store]:
    store = own_place.open()
    yield store
    await store.close()


def kill(home: Path) -> None:
    pid = int(neo4j("status", home).rpartition("pid ")[2].rstrip(")\n"))
    os.kill(pid, signal.SIGKILL)


async def people_of(store: Store, account_id: str) -> set[str]:
    held = await read_document(store, account_id)
    assert held is not None
    assert await verify_account(store, account_id) == []
    return {person.id for person in held.document.people}


async def test_kills_of_a_writer_lose_no_acknowledged_write(
    own_place: Place, own_store: Store, account_id: str
) -> None:
    acknowledged: list[str] = []

    async def one(i: int) -> None:
        async with writer(own_place, account_id) as process:
            await process.has_written(3)
            await asyncio.sleep(0.007 * i)
            await process.kill()
        acknowledged.extend(process.acknowledged)

    for i in range(0, WRITER_KILLS, 2):
        await asyncio.gather(one(i), one(i + 1))
    stored = await people_of(own_store, account_id)
    assert set(acknowledged) <= stored
    assert len(acknowledged) >= 3 * WRITER_KILLS
    assert len(stored) <= len(acknowledged) + WRITER_KILLS  # the last write of each may have arrived unheard


async def test_kills_of_the_server_lose_no_acknowledged_write(home: Path, own_store: Store, account_id: str) -> None:
    """Down, it is said within the store's five seconds; back, the same store object goes on without being told."""
    accounts = Accounts(own_store)
    acknowledged: list[str] = []
    for i in range(SERVER_KILLS):
        for n in range(5):
            await accounts.edit(account_id, adding(account_id, f"w{i}-{n}"), AUTHOR)
            acknowledged.append(f"w{i}-{n}")
        under_way = asyncio.ensure_future(accounts.edit(account_id, adding(account_id, f"w{i}-x"), AUTHOR))
        await asyncio.sleep(0.005 * i)
        await asyncio.to_thread(kill, home)
        started = time.monotonic()
        with pytest.raises(StoreUnavailable):
            await own_store.ping()
        assert time.monotonic() - started < at_most(timers=5)
        try:
            await under_way
            acknowledged.append(f"w{i}-x")
        except StoreUnavailable:
            pass
        await asyncio.to_thread(neo4j, "start", home)
        await own_store.ping()
        assert set(acknowledged) <= await people_of(own_store, account_id)
