"""Alive, ready, and what is said while the store is away."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from graph.store import RETRY_SECONDS
from tests import documents
from tests.conftest import Place, running
from tests.patience import at_most


async def test_a_service_with_its_store_is_alive_and_ready(client: httpx.AsyncClient) -> None:
    for path in ("/health/live", "/health/ready"):
        answer = await client.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is taken and on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
async def silent_port() -> AsyncIterator[int]:
    """A port that accepts connections and never says a word."""
    writers: list[asyncio.StreamWriter] = []

    async def swallow(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    for writer in writers:
        writer.close()
    server.close()
    await server.wait_closed()


async def assert_unavailable(url: str) -> None:
    """503 with Retry-After within the store's five seconds for whatever needs the store; alive all the same."""
    body = documents.bytes_of(documents.small("away"))
    async with running(Place(url).settings()) as client:
        started = time.monotonic()
        answers = await asyncio.gather(
            client.get("/health/ready"),
            client.get("/api/v1/accounts"),
            client.get("/api/v1/accounts/away/document"),
            client.put("/api/v1/accounts/away/document", content=body),
        )
        took = time.monotonic() - started
        alive = await client.get("/health/live")
    assert [answer.status_code for answer in answers] == [503] * 4
    assert {answer.json()["code"] for answer in answers} <= {"store-unavailable", "store-too-slow"}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in answers)
    assert took < at_most(timers=5)
    assert alive.status_code == 200


async def test_a_store_that_is_down_is_503_in_time(closed_port: int) -> None:
    await assert_unavailable(f"bolt://neo4j@127.0.0.1:{closed_port}/neo4j")


async def test_a_store_that_never_answers_is_503_in_time(silent_port: int) -> None:
    await assert_unavailable(f"bolt://neo4j@127.0.0.1:{silent_port}/neo4j")


async def test_a_wrong_password_is_503_and_not_tried_again_and_again(neo4j_place: Place) -> None:
    took = {}
    for password in (neo4j_place.password, "wrong"):
        started = time.monotonic()
        async with running(Place(neo4j_place.url, password).settings()) as client:
            answer = await client.get("/health/ready")
        took[password] = time.monotonic() - started
    assert (answer.status_code, answer.json()["detail"]) == (503, "the store refuses our user or password")
    assert took["wrong"] < took[neo4j_place.password] + RETRY_SECONDS


async def test_a_folder_that_cannot_be_used_is_503(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("folder") / "file"
    file.write_text("in the way")
    async with running(Place(f"embedded:{file}").settings()) as client:
        answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "store-unavailable")
    assert str(file.parent) not in answer.text
