"""Named queries over REST on both engines, and on the command line."""

import json
from typing import Any

import httpx
import pytest

from graph.store import Store
from tests.app.test_power_map import loaded  # noqa: F401 - a fixture
from tests.commands import Commands
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import keyed_service


async def ask(client: httpx.AsyncClient, name: str, **params: Any) -> httpx.Response:
    return await client.post(f"/api/v1/queries/{name}", json={"params": params})


async def test_every_query_is_listed_and_runs(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    listed = (await client.get("/api/v1/queries")).json()["items"]
    assert len(listed) >= 20
    more = {"level": "SUPPORT", "person": "P14", "opportunity": "core-cloud-2027"}
    for held in listed:
        names = [part["name"] for part in held["parameters"]]
        answer = await ask(
            client, held["name"], account_id=loaded, **{name: more[name] for name in names if name in more}
        )
        assert answer.status_code == 200, answer.text
        assert all(list(row) == held["columns"] == answer.json()["columns"] for row in answer.json()["rows"])


async def test_rows_and_limit(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = (await ask(client, "list_people_near_approver_without_owner", account_id=loaded)).json()
    assert [row["person"] for row in found["rows"]] == ["P03", "P25"]
    assert found["truncated"] is False
    found = (await ask(client, "list_superiors", account_id=loaded, person="P14", limit=2)).json()
    assert ([row["person"] for row in found["rows"]], found["truncated"]) == (["P13", "P12"], True)


@pytest.mark.parametrize(
    ("name", "params", "status", "pointers"),
    [
        ("list_everything", {}, 404, []),
        ("list_superiors", {"account_id": "no such account", "person": "P1"}, 404, []),
        ("list_superiors", {}, 422, ["/params/account_id", "/params/person"]),
        ("list_superiors", {"account_id": "x", "person": 3}, 422, ["/params/person"]),
        ("list_veto_holders", {"account_id": "x", "limit": 0}, 422, ["/params/limit"]),
        ("list_veto_holders", {"account_id": "x", "limit": 1001}, 422, ["/params/limit"]),
        ("list_veto_holders", {"account_id": "x", "limit": True}, 422, ["/params/limit"]),
        ("list_veto_holders", {"account_id": "x", "more": 1}, 422, ["/params/more"]),
    ],
)
async def test_refused(
    client: httpx.AsyncClient, name: str, params: dict[str, Any], status: int, pointers: list[str]
) -> None:
    answer = await ask(client, name, **params)
    assert answer.status_code == status, answer.text
    assert [fault["pointer"] for fault in answer.json()["errors"]] == pointers


async def test_an_account_not_granted_is_answered_like_an_unknown_one(
    place: Place, store: Store, account_id: str
) -> None:
    await store.ping()
    async with keyed_service(place) as service:
        admin = await service.key("admin")
        other = f"o{account_id}"
        for held in (account_id, other):
            document = {"format": "powermap-account/1", "account": {"id": held, "name": "x"}}
            url = f"/api/v1/accounts/{held}/document"
            assert (await service.client.put(url, json=document, headers=admin)).status_code == 200
        reader = await service.key("reader", account_id)
        answers = {}
        for asked in (account_id, other, "nobody"):
            body = {"params": {"account_id": asked}}
            answers[asked] = await service.client.post("/api/v1/queries/list_veto_holders", json=body, headers=reader)
        assert (answers[account_id].status_code, answers[account_id].json()["rows"]) == (200, [])
        for asked in (other, "nobody"):
            assert (answers[asked].status_code, answers[asked].json()["detail"]) == (404, f"no account {asked!r}")


@EMBEDDED_ONLY
async def test_on_the_command_line(loaded: str, commands: Commands) -> None:  # noqa: F811
    assert "list_mentors_of_voters" in await commands.beside("query")
    asked = (
        "query",
        "list_superiors",
        "--param",
        f"account_id={loaded}",
        "--param",
        "person=P14",
        "--param",
        "limit=1",
    )
    shown = json.loads(await commands.beside(*asked, "--format", "json"))
    assert shown == [{"person": "P13", "name": "丁一舟", "steps": 1}]
    assert await commands.beside(*asked, "--format", "csv") == "person,name,steps\nP13,丁一舟,1\n"
    assert "丁一舟" in await commands.beside(*asked)
    wrong = await commands.beside("query", "list_superiors", "--param", "person", code=1)
    assert wrong.strip() == "powermap: --param 'person' is not name=value"
