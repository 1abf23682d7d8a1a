"""The SDK's own client drives every tool, over standard input and output and over HTTP, with the rights of its key."""

import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from app.assistants.tools import TOOLS
from app.auth.keys import prefix_of
from app.sample import SAMPLE
from graph.store import Store
from tests.conftest import Place
from tests.keys_at_hand import SECRET, keyed_service
from tests.records_at_hand import API
from tests.serving import serving

Json = dict[str, Any]
BID = "core-cloud-2027"
ASKED = {"opportunity": BID, "as_of": "2026-11-20"}
CALLS: dict[str, Json] = {
    "accounts": {},
    "map": ASKED,
    "key_people": ASKED,
    "explain": {"person": "P06", **ASKED},
    "gaps": ASKED,
    "paths": {"to": "P05", "kind": "access", **ASKED},
    "what_if": {"changes": [{"kind": "leave", "person": "P06"}], **ASKED},
    "do_first": ASKED,
    "review": ASKED,
    "query": {},
    "propose": {
        "action": "CHANGE",
        "path": "people/P05",
        "record": {"rank": 2},
        "evidence": "her card",
        "confidence": 4,
    },
}
ROUTES: dict[str, tuple[str, str]] = {  # what the API is asked for the same
    "map": ("GET", f"/power-map?opportunity={BID}&as_of=2026-11-20"),
    "key_people": ("GET", f"/key-people?opportunity={BID}&as_of=2026-11-20"),
    "explain": ("GET", f"/people/P06/explanation?opportunity={BID}&as_of=2026-11-20"),
    "gaps": ("GET", f"/coverage-gaps?opportunity={BID}&as_of=2026-11-20"),
    "review": ("GET", f"/opportunities/{BID}/review?as_of=2026-11-20"),
}
Connect = Callable[[str], AbstractAsyncContextManager[Client]]


@pytest.fixture(params=["stdio", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def over_stdio(place: Place, audit: Path) -> Connect:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POWERMAP_")}
    environment |= {
        "POWERMAP_AUDIT": str(audit),
        "POWERMAP_STORE": place.url,
        "POWERMAP_KEY_SECRET": SECRET.get_secret_value(),
    }

    @asynccontextmanager
    async def connect(key: str) -> AsyncIterator[Client]:
        command = [str(Path(sys.executable).with_name("powermap")), "mcp"]
        server = StdioServerParameters(command=command[0], args=command[1:], env=environment | {"POWERMAP_KEY": key})
        async with Client(server) as client:
            yield client

    return connect


def over_http(url: str) -> Connect:
    @asynccontextmanager
    async def connect(key: str) -> AsyncIterator[Client]:
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            yield client

    return connect


@pytest.mark.slow
async def test_every_tool_answers_as_the_api_does(
    embedded_place: Place, embedded_store: Store, account_id: str, transport: str
) -> None:
    await embedded_store.ping()  # so that the engine belongs to the run
    async with keyed_service(embedded_place) as service:
        admin = await service.key("admin")
        for own in (account_id, f"{account_id}-other"):
            document = json.loads(SAMPLE)
            document["account"]["id"] = own
            loaded = await service.client.put(f"{API}/accounts/{own}/document", json=document, headers=admin)
            assert loaded.status_code == 200, loaded.text
        editor = await service.key("editor", account_id, name="Assistant")
        reader = await service.key("reader", account_id)
        path = f"{API}/accounts/{account_id}"
        settings = embedded_place.settings().model_copy(update={"demo": False, "key_secret": SECRET})
        with serving(settings) as running:
            connect = (
                over_stdio(embedded_place, service.app.state.audit.folder)
                if transport == "stdio"
                else over_http(running.url)
            )
            async with connect(editor["Authorization"].removeprefix("Bearer ")) as client:
                listed = (await client.list_tools()).tools
                assert [tool.name for tool in listed] == list(TOOLS) == list(CALLS)
                for name, given in CALLS.items():
                    own = {"account": account_id} if "account" in TOOLS[name].required else {}
                    result = await client.call_tool(name, own | given)
                    assert not result.is_error, (name, result.content)
                    assert json.loads(result.content[0].text) == result.structured_content
                    if name in ROUTES:
                        method, route = ROUTES[name]
                        same = (await service.client.request(method, path + route, headers=editor)).json()
                        told = result.structured_content
                        assert {
                            k: v for k, v in told.items() if k not in told.get("left_out", {}) | {"left_out": 0}
                        } == {k: v for k, v in same.items() if k not in told.get("left_out", {})}
                    if own:
                        refused = await client.call_tool(name, own | given | {"account": f"{account_id}-other"})
                        assert (refused.is_error, "not-found" in refused.content[0].text) == (True, True), name
                asked = {"name": "list_mentors_of_voters", "params": {"account_id": account_id, "limit": 3}}
                rows = await client.call_tool("query", asked)
                assert (rows.is_error, rows.structured_content["name"]) == (False, asked["name"])
                elsewhere = asked | {"params": {"account_id": f"{account_id}-other"}}
                assert (await client.call_tool("query", elsewhere)).is_error
                for name, given, word in (
                    ("explain", {"account": account_id, "person": "P0666"}, "P0666"),
                    ("map", {}, "/account: missing-field"),
                    ("map", {"account": account_id, "as_of": "tomorrow"}, "as_of"),
                    ("nothing", {}, "there is no tool"),
                    ("propose", {"account": account_id} | CALLS["propose"], "proposed-before"),
                ):
                    failed = await client.call_tool(name, given)
                    assert (failed.is_error, word in failed.content[0].text) == (True, True), failed.content
            async with connect(reader["Authorization"].removeprefix("Bearer ")) as client:
                refused = await client.call_tool("propose", {"account": account_id} | CALLS["propose"])
                assert (refused.is_error, "not-allowed" in refused.content[0].text) == (True, True)
        (proposal,) = (await service.client.get(f"{path}/proposals", headers=editor)).json()["items"]
        assert (proposal["source"], proposal["status"], proposal["record"]) == ("ASSISTANT", "PROPOSED", {"rank": 2})
        feed = (await service.client.get(f"{path}/changes?limit=200&since=1", headers=editor)).json()["items"]
        assert [(one["actor"], one["kind"]) for one in feed] == [("Assistant", "proposals")]
        log = "".join(file.read_text() for file in sorted(service.app.state.audit.folder.iterdir()) if file.is_file())
        noted = [json.loads(line) for line in log.splitlines() if "/explanation" in line]
        accounts = [(line.get("account"), line["status"]) for line in noted if line["actor"] == service_actor(editor)]
        assert accounts.count((account_id, 200)) == 2  # the tool's and ours
        assert [status for account, status in accounts if account is None] == [404, 404]


def service_actor(headers: dict[str, str]) -> str:
    """Who the audit log says it is: the key's prefix."""
    return str(prefix_of(headers["Authorization"].removeprefix("Bearer "))).removeprefix("pm_")


async def test_a_key_that_is_not_accepted_gets_nothing(embedded_place: Place) -> None:
    async with keyed_service(embedded_place) as service:
        for headers in ({}, {"Authorization": "Bearer pm_wrong"}):
            answer = await service.client.post(
                "/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"}, headers=headers
            )
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
