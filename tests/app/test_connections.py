"""Clients that are silent, slow or too many are cut off; the others do not notice."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from app.connections import Connection, most_connections
from tests.patience import PATIENCE

LONG = b"x" * 50_000_000
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Hasty(Connection):
    HEAD_SECONDS = 0.3
    WRITE_SECONDS = 0.3
    MOST = 4


@asynccontextmanager
async def served(answer: bytes) -> AsyncIterator[Callable[[], Awaitable[tuple[asyncio.StreamReader, Any]]]]:
    """How to connect to a server that answers every request with these bytes."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        length = str(len(answer)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": answer})

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http=Hasty, log_config=None, lifespan="off"))
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    writers: list[asyncio.StreamWriter] = []

    async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(*listener.getsockname()[:2])
        writers.append(writer)
        return reader, writer

    yield connect
    for writer in writers:
        writer.close()
    server.should_exit = True
    await serving


async def is_cut_off(reader: asyncio.StreamReader) -> bool:
    async with asyncio.timeout(PATIENCE):
        try:
            while await reader.read(65_536):
                pass
        except ConnectionError:
            pass
    return True


async def test_who_sends_no_head_in_time_is_cut_off() -> None:
    async with served(b"ok") as connect:
        silent, _silent = await connect()
        half, writer = await connect()
        writer.write(GET[:10])
        again, later = await connect()
        later.write(GET)
        assert (await again.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        later.write(GET[:10])
        assert [await is_cut_off(reader) for reader in (silent, half, again)] == [True] * 3


async def test_who_does_not_read_an_answer_is_cut_off() -> None:
    async with served(LONG) as connect:
        reader, writer = await connect()
        writer.write(GET)
        await asyncio.sleep(4 * Hasty.WRITE_SECONDS)
        received = 0
        try:
            while part := await reader.read(1_000_000):
                received += len(part)
        except ConnectionError:
            pass
        assert received < len(LONG)


async def test_where_there_is_no_room_the_longest_silent_one_goes() -> None:
    async with served(b"ok") as connect:
        readers = [(await connect())[0] for _ in range(Hasty.MOST)]
        newest, writer = await connect()
        writer.write(GET)
        assert (await newest.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        assert await is_cut_off(readers[0])


def test_room_is_kept_for_the_files_the_service_itself_needs() -> None:
    assert 0 < most_connections(20) <= 20
