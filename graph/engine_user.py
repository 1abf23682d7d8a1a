"""The user our service is to the embedded engine, made over the engine's own HTTP port by the process that runs it."""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Final

LOOPBACK: Final = "127.0.0.1"
ROOT: Final = "root"
HTTP_SECONDS: Final = 30.0


def own_user(password: str, database: str, http_port: int) -> str:
    """A user whose name nobody can guess: wrong passwords, which anybody on this machine may send, lock `root` alone.

    Made where it is not there yet; it has the same password, which its name is hashed from.
    """
    user = f"powermap-{hashlib.blake2b(password.encode(), digest_size=12).hexdigest()}"
    made = {"name": user, "password": password, "databases": {database: ["admin"]}}
    with closing(HTTPConnection(LOOPBACK, http_port, timeout=HTTP_SECONDS)) as connection:
        if _answer(connection, user, password, "GET", "/api/v1/databases") != HTTPStatus.OK:
            command = json.dumps({"command": f"create user {json.dumps(made)}"})
            status = _answer(connection, ROOT, password, "POST", "/api/v1/server", command)
            if status != HTTPStatus.OK:
                msg = f"the engine made no user for us: {status}"
                raise RuntimeError(msg)
    return user


def _answer(connection: HTTPConnection, user: str, password: str, method: str, path: str, body: str = "") -> int:
    """The status of the engine's own answer."""
    login = base64.b64encode(f"{user}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
    connection.request(method, path, body or None, headers)
    response = connection.getresponse()
    response.read()
    return response.status
