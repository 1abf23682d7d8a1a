"""What tests share. The strategy:

- One embedded engine a worker (scripts/test shares the files out), in a temporary folder, and one Neo4j for all, named by
  POWERMAP_TEST_NEO4J_URI, serve the whole run; each is started or connected to by the first test that needs it. `store`,
  `accounts` and `client` come once for each of the two, so whatever uses them runs on both. Without the variable the
  Neo4j half fails and says so; nothing is skipped.
- An answer is computed from the document, and what is refused is refused before the store is asked: no engine can make a
  difference there, so tests of that are marked `EMBEDDED_ONLY`. Whatever writes, reads back or queries stays on both, and
  each part of the service keeps at least one test that does (`ON_BOTH` within a marked file).
- Tests share the stores and never data: each takes an `account_id` of its own, and what a test says of a store as a whole
  it says of its own accounts. Nothing is cleaned up, and the order of tests does not matter.
- One event loop for the run (see pyproject.toml), since connections belong to a loop.
- No mocks of our own code, nothing patched: a test that needs another engine, folder or setting makes one and passes it in.
- Tests that kill or break an engine start their own (test_embedded.py, test_neo4j_faults.py).
"""

import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
import structlog
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from graph.accounts import Accounts
from graph.document import AccountDocument
from graph.embedded import BRIEF
from graph.graph_mapping import SCHEMA
from graph.store import Store, open_store
from tests import documents
from tests.commands import Commands

_AUDIT = TemporaryDirectory(prefix="powermap-audit-")
os.environ["POWERMAP_AUDIT"] = _AUDIT.name  # one a worker, and not that of whoever runs the tests
os.environ.setdefault("ARCADEDB_JVM_ARGS", BRIEF)  # no engine of a test runs for long, processes' own included
ENGINES = ("embedded", "neo4j")
EMBEDDED_ONLY = pytest.mark.engines("embedded")
ON_BOTH = pytest.mark.engines(*ENGINES)


@dataclass(frozen=True)
class Place:
    """Where a store is, as the settings say it."""

    url: str
    password: str = ""

    def open(self) -> Store:
        return open_store(self.url, SCHEMA, self.password)

    def settings(self) -> Settings:
        return Settings(store=self.url, store_password=self.password, demo=True)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that has been started with these settings and stops afterwards."""
    app = create_app(settings)
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client


def client_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", timeout=60)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever uses an engine, directly or not, runs once for each that its nearest `engines` mark names, or for both.

    A file whose services live as long as it does has an `engine` of its own.
    """
    if "engine" in metafunc.fixturenames and not hasattr(metafunc.module, "engine"):
        metafunc.parametrize("engine", (metafunc.definition.get_closest_marker("engines") or ON_BOTH).args)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first: whoever is left with one at the end would keep all others waiting."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """What a command configures of the logs ends with its test."""
    loggers = [logging.getLogger(name) for name in ("neo4j", "uvicorn.error", "uvicorn.access", "asyncio")]
    before = [(logger.handlers, logger.propagate, logger.level) for logger in loggers]
    yield
    structlog.reset_defaults()
    for logger, (handlers, propagate, level) in zip(loggers, before, strict=True):
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.fixture(scope="session")
def embedded_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(f"embedded:{tmp_path_factory.mktemp('embedded') / 'store'}")


@pytest.fixture(scope="session")
def neo4j_place() -> Place:
    url = os.environ.get("POWERMAP_TEST_NEO4J_URI")
    if not url:
        pytest.fail("POWERMAP_TEST_NEO4J_URI names no Neo4j: run scripts/test, which starts one", pytrace=False)
    return Place(url, os.environ.get("POWERMAP_TEST_NEO4J_PASSWORD", ""))


@pytest_asyncio.fixture(scope="session")
async def embedded_store(embedded_place: Place) -> AsyncIterator[Store]:
    store = embedded_place.open()
    yield store
    await store.close()


@pytest_asyncio.fixture(scope="session")
async def neo4j_store(neo4j_place: Place) -> AsyncIterator[Store]:
    store = neo4j_place.open()
    yield store
    await store.close()


@pytest_asyncio.fixture(scope="session")
async def embedded_client(embedded_place: Place, embedded_store: Store) -> AsyncIterator[httpx.AsyncClient]:
    await embedded_store.ping()  # so that the engine belongs to the run and not to this service
    async with running(embedded_place.settings()) as client:
        yield client


@pytest_asyncio.fixture(scope="session")
async def neo4j_client(neo4j_place: Place) -> AsyncIterator[httpx.AsyncClient]:
    async with running(neo4j_place.settings()) as client:
        yield client


@pytest_asyncio.fixture(scope="session")
async def commands(embedded_place: Place, embedded_store: Store) -> Commands:
    """Commands on the run's own embedded engine."""
    await embedded_store.ping()  # so that the engine belongs to the run and not to a command
    return Commands(embedded_place.url)


@pytest.fixture
def place(engine: str, request: pytest.FixtureRequest) -> Place:
    """Where the store of this engine is."""
    found: Place = request.getfixturevalue(f"{engine}_place")
    return found


@pytest.fixture
def store(engine: str, request: pytest.FixtureRequest) -> Store:
    opened: Store = request.getfixturevalue(f"{engine}_store")
    return opened


@pytest.fixture
def client(engine: str, request: pytest.FixtureRequest) -> httpx.AsyncClient:
    """A client of a running service on this engine."""
    made: httpx.AsyncClient = request.getfixturevalue(f"{engine}_client")
    return made


@pytest_asyncio.fixture
async def other_store(place: Place, store: Store) -> AsyncIterator[Store]:
    """A second store at the same place, with a driver of its own, as another process would have."""
    await store.ping()
    opened = place.open()
    yield opened
    await opened.close()


@pytest.fixture
def accounts(store: Store) -> Accounts:
    return Accounts(store)


@pytest.fixture
def account_id() -> str:
    return f"t{uuid4().hex}"


@pytest.fixture(scope="session")
def jiangyuan() -> AccountDocument:
    return documents.read("jiangyuan")


@pytest.fixture(scope="session")
def krackhardt() -> AccountDocument:
    return documents.read("krackhardt")


@pytest.fixture(scope="session")
def tiny() -> AccountDocument:
    return documents.read("tiny")
