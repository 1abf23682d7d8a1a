"""A service that listens on a real port, in a thread with a loop of its own, as `powermap serve` runs it."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn

from app.auth.key_secret import secret_of
from app.auth.keys import Grant, create_key
from app.connections import Connection
from app.main import create_app
from app.roles import Role
from app.settings import Settings
from graph.graph_mapping import SCHEMA
from graph.store import open_store
from tests.patience import PATIENCE, at_most


class Service:
    """A running service and how to reach it."""

    def __init__(self, settings: Settings, address: tuple[str, int]) -> None:
        self.settings = settings
        self.address = address
        self.url = f"http://{address[0]}:{address[1]}"

    async def key(self, role: Role) -> str:
        """A new key, made past the service as the command line does."""
        store = open_store(self.settings.store, SCHEMA, self.settings.store_password.get_secret_value())
        try:
            return await create_key(store, secret_of(self.settings), Grant(role, role))
        finally:
            await store.close()

    def put(self, path: str, body: Any, key: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        answer = httpx.put(f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=PATIENCE)
        assert answer.is_success, answer.text
        return answer

    def raw(self, data: bytes, seconds: float = at_most(work=3)) -> bytes:
        """What the service answers to these bytes before it closes or falls silent."""
        with socket.create_connection(self.address, timeout=seconds) as connection:
            connection.sendall(data)
            return received(connection)


def received(connection: socket.socket) -> bytes:
    """Everything that arrives until the other side closes or falls silent."""
    found = b""
    with contextlib.suppress(TimeoutError, ConnectionResetError):
        while part := connection.recv(65_536):
            found += part
    return found


@contextmanager
def serving(settings: Settings, port: int = 0) -> Iterator[Service]:
    listener = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(
        create_app(settings),
        http=Connection,
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=65_536,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
            assert thread.is_alive()
        yield Service(settings, listener.getsockname()[:2])
    finally:
        server.should_exit = True
        thread.join(timeout=PATIENCE)
        listener.close()
