"""The real service as a process of its own, its command line, and what tests ask of both."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.conftest import Place
from tests.documents import DATA
from tests.patience import PATIENCE

ROOT = DATA.parent.parent
POWERMAP = Path(sys.executable).with_name("powermap")
API = "/api/v1"


@dataclass
class Service:
    """A running service and a client of it."""

    process: asyncio.subprocess.Process
    client: httpx.AsyncClient

    async def document(self, account_id: str) -> dict[str, Any]:
        answer = await self.client.get(f"{API}/accounts/{account_id}/document")
        assert answer.status_code == 200, answer.text
        held: dict[str, Any] = answer.json()
        return held

    async def people(self, account_id: str) -> list[str]:
        return [person["id"] for person in (await self.document(account_id))["people"]]

    async def put(self, document: dict[str, Any]) -> httpx.Response:
        return await self.client.put(f"{API}/accounts/{document['account']['id']}/document", json=document)

    async def is_ready(self, within: float = PATIENCE) -> float:
        """The seconds until the store answers."""
        started = time.monotonic()
        while (await self.client.get("/health/ready")).status_code != 200:
            assert time.monotonic() - started < within, "the service does not become ready"
            await asyncio.sleep(0.05)
        return time.monotonic() - started

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()

    def engine(self) -> psutil.Process:
        """The embedded engine this service started."""
        (child,) = psutil.Process(self.process.pid).children()
        return child


def environment(place: Place, store_seconds: float = PATIENCE) -> dict[str, str]:
    """Whatever a slow machine needs, unless a test is about how soon the service gives up."""
    return {
        **os.environ,
        "POWERMAP_DEMO": "true",
        "POWERMAP_STORE": place.url,
        "POWERMAP_STORE_PASSWORD": place.password,
        "POWERMAP_STORE_SECONDS": str(store_seconds),
        "POWERMAP_LOG_LEVEL": "error",
    }


@asynccontextmanager
async def serving(place: Place, store_seconds: float = PATIENCE) -> AsyncIterator[Service]:
    """`powermap serve` on a free port; killed at the end if it still lives."""
    process = await asyncio.create_subprocess_exec(
        *(POWERMAP, "serve", "--port", "0"),
        cwd=ROOT,
        env=environment(place, store_seconds),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    said = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(
        base_url=said.split()[-1].removesuffix("/docs"), timeout=PATIENCE, limits=limits, trust_env=False
    ) as client:
        service = Service(process, client)
        try:
            yield service
        finally:
            if process.returncode is None:
                await service.kill()


async def powermap(place: Place, *arguments: str) -> tuple[int, str]:
    """Exit code and output of a command of `powermap` on this store."""
    process = await asyncio.create_subprocess_exec(
        *(POWERMAP, *arguments),
        cwd=ROOT,
        env=environment(place),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, output.decode()


async def holds_every_invariant(place: Place) -> None:
    """`powermap check` finds nothing, from a process of its own beside whatever runs."""
    code, output = await powermap(place, "check")
    assert code == 0, output
    assert output.startswith("ok: "), output


@dataclass
class Ledger:
    """What writers were told: people whose creation was acknowledged, and those whose fate they were not told."""

    acknowledged: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    async def write_until(self, stop: asyncio.Event, service: Service, account_id: str, name: str) -> None:
        """Add people one after the other; an answer other than 201 or 503 is a failure of the service."""
        n = 0
        while not stop.is_set():
            n += 1
            person = f"{name}-{n:05}"
            try:
                answer = await service.client.post(
                    f"{API}/accounts/{account_id}/people", json={"id": person, "name": person}
                )
            except httpx.TransportError:
                self.unanswered.append(person)
                return
            if answer.status_code == 201:
                self.acknowledged.append(person)
            else:
                self.refused.append(answer.status_code)
                self.unanswered.append(person)
                assert answer.status_code == 503, answer.text

    async def has_grown_by(self, more: int, writing: list[asyncio.Task[None]]) -> None:
        """Return when so many more writes were acknowledged."""
        wanted = len(self.acknowledged) + more
        deadline = time.monotonic() + PATIENCE
        while len(self.acknowledged) < wanted:
            for task in writing:
                if task.done():
                    task.result()
            assert time.monotonic() < deadline, f"{len(self.acknowledged)} of {wanted} writes acknowledged"
            await asyncio.sleep(0.01)

    async def is_kept_by(self, service: Service, account_id: str) -> None:
        """Everything acknowledged is there once, and nothing that nobody wrote."""
        stored = await service.people(account_id)
        assert len(set(stored)) == len(stored)
        assert set(self.acknowledged) <= set(stored)
        assert set(stored) <= {*self.acknowledged, *self.unanswered}
