"""What each role may do to records: the change itself decides, whichever route brings it."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest_asyncio

from app.roles import Role
from graph.store import Store
from tests.conftest import Place
from tests.keys_at_hand import KeyedService, keyed_service
from tests.records_at_hand import base_document

Json = dict[str, Any]


@pytest_asyncio.fixture(scope="module")
async def service(embedded_place: Place, embedded_store: Store) -> AsyncIterator[KeyedService]:
    await embedded_store.ping()
    async with keyed_service(embedded_place) as running:
        yield running


class Team:
    """An account, and what one member of our team is answered in each role."""

    def __init__(self, service: KeyedService, account: str, keys: dict[Role, dict[str, str]]) -> None:
        self._service, self._account, self._keys = service, account, keys

    async def status(self, role: Role, method: str, path: str, body: Json, *, part: bool = False) -> int:
        own = f"/api/v1/accounts/{self._account}"
        now = await self._service.client.get(f"{own}/{path}".rstrip("/"), headers=self._keys["admin"])
        headers = self._keys[role] | ({"If-Match": now.headers["etag"]} if "etag" in now.headers else {})
        sent = body if part or now.status_code != 200 else {**now.json(), **body}
        answer = await self._service.client.request(method, f"{own}/{path}".rstrip("/"), json=sent, headers=headers)
        assert answer.status_code != 422, answer.text
        return answer.status_code


async def team_of(service: KeyedService, *roles: Role) -> Team:
    account = f"roles-{uuid4().hex[:8]}"
    admin = await service.key("admin")
    document = base_document(account) | {
        "team": [{"id": "m", "name": "Mia"}, {"id": "n", "name": "Noor"}],
        "activities": [
            {
                "id": "A",
                "name": "Talk",
                "kind": "WORKSHOP",
                "owner": "n",
                "assigned_by": "m",
                "due_on": "2026-12-05",
                "done_on": "2026-11-20",
                "status": "DONE",
                "opportunity_id": "o",
            }
        ],
        "sandbox": [{"opportunity_id": "o"}],
    }
    await service.desk(account, admin).load(document)
    keys: dict[Role, dict[str, str]] = {"admin": admin}
    for role in roles:
        keys[role] = await service.key(role, account, member="m")
    return Team(service, account, keys)


WAIVER = {"id": "W", "check": "G07", "name": "Mia", "by": "m", "reason": "agreed", "on": "2026-11-01"}
SELECTED = {"selection": "SELECTED", "selected_by": "m", "selected_on": "2026-11-20"}


async def test_a_reviewer_decides_and_edits_nothing(service: KeyedService) -> None:
    team = await team_of(service, "reviewer")
    assert await team.status("reviewer", "PATCH", "", {"policy": "POWER_MAP_GATE-1"}, part=True) == 200
    assert await team.status("reviewer", "PATCH", "", {"name": "Other"}, part=True) == 403
    assert await team.status("reviewer", "PUT", "waivers/W", WAIVER) == 201
    assert await team.status("reviewer", "PUT", "sandbox/o", SELECTED) == 200
    assert await team.status("reviewer", "PATCH", "sandbox/o", {"note": "mine"}, part=True) == 403
    assert await team.status("reviewer", "PATCH", "sandbox/o", {"selection": "REJECTED", "note": "x"}, part=True) == 403
    assert await team.status("reviewer", "PUT", "activities/A", {"quality": 3}) == 403
    assert await team.status("reviewer", "PUT", "people/a", {"name": "Other"}) == 403
    assert await team.status("reviewer", "DELETE", "waivers/W", {}, part=True) == 204
    assert await team.status("reviewer", "PUT", "document", {"account": {"id": "x", "name": "x"}}) == 403
    assert await team.status("reviewer", "POST", "undo", {}, part=True) == 200
    assert await team.status("reviewer", "POST", "snapshots", {"name": "S", "reason": "REVIEW"}, part=True) == 201


async def test_a_manager_marks_and_edits_nothing(service: KeyedService) -> None:
    team = await team_of(service, "manager")
    assert await team.status("manager", "PUT", "activities/A", {"quality": 3}) == 200
    assert await team.status("manager", "PUT", "activities/A", {"quality": 4, "name": "Other"}) == 403
    assert await team.status("manager", "PATCH", "activities/A", {"name": "Other"}, part=True) == 403
    assert await team.status("manager", "DELETE", "activities/A", {}, part=True) == 403
    assert await team.status("manager", "PUT", "waivers/W", WAIVER) == 403
    assert await team.status("manager", "PUT", "sandbox/o", SELECTED) == 403


async def test_an_analyst_reads_and_an_editor_does_all_of_it(service: KeyedService) -> None:
    team = await team_of(service, "analyst", "editor")
    for path, body, made in (
        ("waivers/W", WAIVER, 201),
        ("sandbox/o", SELECTED, 200),
        ("activities/A", {"quality": 3}, 200),
        ("people/a", {"name": "Other"}, 200),
    ):
        assert await team.status("analyst", "PUT", path, body) == 403
        assert await team.status("editor", "PUT", path, body) == made, path
    assert await team.status("analyst", "GET", "power-map", {}, part=True) == 200
