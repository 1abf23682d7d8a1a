"""Faults with real processes. Each file has stores of its own, since it kills what it uses: an embedded store in a temporary
folder, and a Neo4j that is started for the whole folder of tests and started again by whoever killed it.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.conftest import Place
from tests.faults.proxy import Proxy
from tests.faults.services import ROOT, Service, serving


@dataclass(frozen=True)
class Neo4j:
    """A Neo4j of these tests' own, by its home folder."""

    home: Path

    def tell(self, command: str, *more: str) -> str:
        done = subprocess.run(
            [ROOT / "scripts" / "neo4j", command, "--home", self.home, *more],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def place(self) -> Place:
        said = dict(line.split("=", 1) for line in self.tell("env").splitlines())
        return Place(said["POWERMAP_TEST_NEO4J_URI"], said["POWERMAP_TEST_NEO4J_PASSWORD"])

    def kill(self) -> None:
        os.kill(int(self.tell("status").rpartition("pid ")[2].rstrip(")\n")), signal.SIGKILL)


@pytest.fixture(scope="session")
def own_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4j]:
    server = Neo4j(tmp_path_factory.mktemp("faults") / "neo4j")
    server.tell("start", "--fresh")
    yield server
    server.tell("stop")


@pytest.fixture(scope="module")
def neo4j_place(own_neo4j: Neo4j) -> Place:
    return own_neo4j.place()


@pytest.fixture(scope="module")
def embedded_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(f"embedded:{tmp_path_factory.mktemp('embedded') / 'store'}")


@pytest_asyncio.fixture(scope="module")
async def proxy(neo4j_place: Place) -> AsyncIterator[Proxy]:
    host, _, port = neo4j_place.url.rpartition("@")[2].partition("/")[0].partition(":")
    made = Proxy(host, int(port))
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="module")
async def behind_proxy(neo4j_place: Place, proxy: Proxy) -> AsyncIterator[Service]:
    """A service that reaches its Neo4j through the proxy."""
    place = Place(f"bolt://neo4j@127.0.0.1:{await proxy.listen()}/neo4j", neo4j_place.password)
    async with serving(place, store_seconds=5) as service:
        await service.is_ready()
        yield service


@pytest.fixture
def account_id() -> str:
    return f"f{uuid4().hex[:12]}"
