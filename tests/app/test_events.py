"""An account followed: every write is told to whoever may read it, and nobody else; who goes leaves nothing behind."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from app.auth.key_secret import secret_of
from app.auth.keys import Grant, Role, create_key, revoke_key
from graph.store import Store
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import SECRET, bearer
from tests.patience import PATIENCE
from tests.records_at_hand import API
from tests.serving import Service, serving

Json = dict[str, Any]


@dataclass
class Heard:
    """A stream being read."""

    answer: httpx.Response
    lines: AsyncIterator[str]

    async def event(self) -> tuple[str, Json]:
        """The next event and its data."""
        name = "message"
        async with asyncio.timeout(PATIENCE):
            async for line in self.lines:
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    return name, json.loads(line[6:])
        return "over", {}


@dataclass(frozen=True)
class Follow:
    """A service, a store beside it, and an account both see."""

    service: Service
    store: Store
    client: httpx.AsyncClient
    account: str
    admin: dict[str, str]

    async def key(self, role: Role, *accounts: str) -> dict[str, str]:
        return bearer(
            await create_key(self.store, secret_of(self.service.settings), Grant(role, role.title(), accounts))
        )

    @asynccontextmanager
    async def stream(self, headers: dict[str, str], query: str = "", **more: str) -> AsyncIterator[Heard]:
        path = f"{API}/accounts/{self.account}/events{query}"
        async with self.client.stream("GET", path, headers=headers | more) as answer:
            assert answer.status_code == 200, await answer.aread()
            yield Heard(answer, answer.aiter_lines())

    async def add(self, person: str, headers: dict[str, str]) -> None:
        body = {"id": person, "name": person}
        made = await self.client.post(f"{API}/accounts/{self.account}/people", json=body, headers=headers)
        assert made.status_code == 201, made.text

    async def open_streams(self) -> int:
        text = (await self.client.get("/metrics", headers=self.admin)).text
        return int(float(text.partition("\npowermap_event_streams ")[2].partition("\n")[0]))

    async def until_open(self, number: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self.open_streams() != number:  # noqa: ASYNC110 - what another thread's loop does
                await asyncio.sleep(0.02)


@asynccontextmanager
async def followed(place: Place, store: Store, **settings: Any) -> AsyncIterator[Follow]:
    account = f"events-{uuid4().hex[:12]}"
    own = place.settings().model_copy(update={"demo": False, "key_secret": SECRET, **settings})
    with serving(own) as service:
        admin = bearer(await create_key(store, secret_of(own), Grant("admin", "Admin")))
        async with httpx.AsyncClient(base_url=service.url, timeout=PATIENCE) as client:
            made = await client.put(f"{API}/accounts/{account}", json={"name": "A"}, headers=admin)
            assert made.status_code == 201, made.text
            yield Follow(service, store, client, account, admin)


async def test_each_write_is_told_once_with_who_and_what_and_from_where_one_left(place: Place, store: Store) -> None:
    async with followed(place, store) as own:
        editor = await own.key("editor", own.account)
        async with own.stream(editor) as heard:
            assert heard.answer.headers["content-type"] == "text/event-stream"
            assert "content-encoding" not in heard.answer.headers
            await own.add("P01", editor)
            name, first = await heard.event()
            assert (name, first["actor"], first["kinds"], first["undoes"]) == ("message", "Editor", ["people"], None)
            undone = await own.client.post(f"{API}/accounts/{own.account}/undo", headers=editor)
            second = (await heard.event())[1]
            assert (second["revision"], second["undoes"]) == (undone.json()["revision"], first["revision"])
        with serving(own.service.settings) as beside:  # another process as far as the first one knows
            async with (
                own.stream(own.admin) as heard,
                httpx.AsyncClient(base_url=beside.url, timeout=PATIENCE) as other,
            ):
                await other.post(
                    f"{API}/accounts/{own.account}/people", json={"id": "P02", "name": "B"}, headers=editor
                )
                third = (await heard.event())[1]
        assert third["revision"] == second["revision"] + 1
        for query, more in (
            (f"?since={first['revision']}", {}),
            ("?since=0", {"Last-Event-ID": str(first["revision"])}),
        ):
            async with own.stream(editor, f"{query}&follow=false", **more) as heard:
                assert [(await heard.event())[1] for _ in "ab"] == [second, third]
                assert await heard.event() == ("over", {})
        async with own.stream(editor, "?since=2147483648") as heard:  # of an account that was there before
            await own.add("P03", editor)
            assert (await heard.event())[1]["revision"] == third["revision"] + 1
        for wrong in ({"Last-Event-ID": "x"}, {"Last-Event-ID": "-1"}):
            refused = await own.client.get(f"{API}/accounts/{own.account}/events", headers=editor | wrong)
            assert refused.status_code == 422
        head = await own.client.head(f"{API}/accounts/{own.account}/events", headers=editor)
        assert (head.status_code, head.content) == (200, b"")


async def test_who_may_read_no_more_hears_no_more(place: Place, store: Store) -> None:
    async with followed(place, store) as own:
        reader, other = await own.key("reader", own.account), await own.key("reader")
        async with own.stream(reader) as heard, own.stream(other) as stays:
            await revoke_key(store, reader["Authorization"].split()[1])
            await own.add("P01", own.admin)
            assert await heard.event() == ("end", {"code": "unauthorized"})
            assert await heard.event() == ("over", {})
            assert (await stays.event())[1]["kinds"] == ["people"]
            gone = await own.client.delete(f"{API}/accounts/{own.account}?cascade=true", headers=own.admin)
            assert gone.status_code == 204
            again = await own.client.put(f"{API}/accounts/{own.account}", json={"name": "A"}, headers=own.admin)
            assert again.status_code == 201
            assert await stays.event() == ("end", {"code": "not-found"})
        unknown = await own.client.get(f"{API}/accounts/{own.account}-no/events", headers=other)
        assert unknown.status_code == 404


@EMBEDDED_ONLY
async def test_streams_are_bounded_and_whoever_goes_makes_room(place: Place, store: Store) -> None:
    async with followed(place, store, event_streams=20) as own:
        keys = [await own.key("reader") for _ in range(10)]
        path = f"{API}/accounts/{own.account}/events"
        async with own.stream(keys[0]), own.stream(keys[0]):
            full = await own.client.get(path, headers=keys[0])
            assert (full.status_code, full.json()["code"]) == (429, "too-many-streams")
            assert "retry-after" in full.headers
        await own.until_open(0)
        streams = [own.stream(key) for key in keys for _ in "ab"]
        for stream in streams:
            await stream.__aenter__()
        crowded = await own.client.get(path, headers=own.admin)
        assert (crowded.status_code, "retry-after" in crowded.headers) == (503, True)
        for stream in streams:
            await stream.__aexit__(None, None, None)
        await own.until_open(0)
        async with own.stream(own.admin) as heard:
            await own.add("P01", own.admin)
            assert (await heard.event())[1]["actor"] == "Admin"


@EMBEDDED_ONLY
async def test_sigterm_ends_streams_at_once(place: Place, store: Store) -> None:
    account = f"events-{uuid4().hex[:12]}"
    environment = {name: text for name, text in os.environ.items() if not name.startswith("POWERMAP_TEST")}
    environment |= {"POWERMAP_STORE": place.url, "POWERMAP_KEY_SECRET": SECRET.get_secret_value()}
    key = bearer(await create_key(store, SECRET.get_secret_value().encode(), Grant("admin", "Admin")))
    command = (Path(sys.executable).with_name("powermap"), "serve", "--port", "0")
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        url = (await process.stdout.readline()).decode().split()[1]
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, headers=key) as client:
            assert (await client.put(f"{API}/accounts/{account}", json={"name": "A"})).status_code == 201
            async with client.stream("GET", f"{API}/accounts/{account}/events") as answer:
                lines = answer.aiter_lines()
                assert await anext(lines) == "retry: 2000"
                process.send_signal(signal.SIGTERM)
                async for _ in lines:
                    pass
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
    finally:
        if process.returncode is None:
            process.kill()
