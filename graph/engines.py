"""Where the database is: a server somebody else runs, or the embedded engine, by the store's URL."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

from graph.embedded import EmbeddedEngine, Endpoint, start_record
from graph.errors import StoreUnavailable

_URL: Final = re.compile(r"(neo4j|bolt)(\+s|\+ssc)?://")
_PORT: Final = 7687


class Engine(Protocol):
    """Where the database is. May start one; asked again whenever the store does not answer."""

    async def endpoint(self) -> Endpoint:
        """The address to connect to now. Raises StoreUnavailable."""

    async def refuse_when_full(self) -> None:
        """Raise StoreUnavailable where the disk has no room for another write."""

    async def close(self) -> None:
        """End what was started; idempotent."""


@dataclass(frozen=True)
class Server:
    """A Neo4j server somebody else runs."""

    address: Endpoint

    async def endpoint(self) -> Endpoint:
        return self.address

    async def refuse_when_full(self) -> None:
        """A server watches its own disk."""

    async def close(self) -> None:
        return None


def engine_at(url: str, password: str, *, brief: bool = False) -> Engine:
    """The engine a store's URL names. Raises ValueError; see `graph.store.open_store`."""
    if url.startswith("embedded:"):
        return EmbeddedEngine.at(url.removeprefix("embedded:"), brief=brief)
    parts = urlsplit(url)
    if not _URL.match(url) or not parts.hostname:
        msg = "the store's URL must be embedded:PATH, neo4j://user@host:port/database or bolt://user@host:port/database"
        raise ValueError(msg)
    if parts.password is not None:
        msg = "put the store's password into POWERMAP_STORE_PASSWORD, not into its URL"
        raise ValueError(msg)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    uri = f"{parts.scheme}://{host}:{parts.port or _PORT}"
    return Server(Endpoint(uri, parts.username or "neo4j", password, parts.path.strip("/") or "neo4j"))


def where(url: str) -> str:
    """What a store's URL names, for people: the folder, or host, port and database.

    >>> where("embedded:/data/store"), where("bolt://neo4j@db.internal/sales")
    ('/data/store', 'db.internal:7687, database sales')
    """
    parts = urlsplit(url)
    if url.startswith("embedded:") or not parts.hostname:
        return url.removeprefix("embedded:")
    return f"{parts.hostname}:{parts.port or _PORT}, database {parts.path.strip('/') or 'neo4j'}"


def folder_of(url: str) -> Path | None:
    """The folder of an embedded store; None for a server."""
    path = url.removeprefix("embedded:")
    return EmbeddedEngine.at(path).folder if path and path != url else None


@asynccontextmanager
async def recorded_engine(folder: Path) -> AsyncIterator[Engine]:
    """An embedded engine in a folder of its own whose run becomes this installation's record of how an engine starts.

    With it engines start in about half the time. Raises OSError where the installation cannot be written to, and
    StoreUnavailable where nothing was recorded.
    """
    record = start_record()
    record.parent.mkdir(parents=True, exist_ok=True)
    unfinished = record.with_suffix(".unfinished")
    engine = EmbeddedEngine(folder, record=unfinished, records=True)
    try:
        unfinished.touch()
        yield engine
        await engine.close()
        if not unfinished.stat().st_size:
            msg = f"Java recorded nothing; its log is {folder / 'engine.log'}"
            raise StoreUnavailable(msg)
        unfinished.chmod(0o644)
        unfinished.replace(record)
    finally:
        await engine.close()
        unfinished.unlink(missing_ok=True)


__all__ = ["Endpoint", "Engine", "Server", "engine_at", "folder_of", "recorded_engine", "where"]
