"""What a key without full clearance reads: none of the classes of fields it is not cleared for, and it changes nothing.

Every operation of the service is asked; the canaries stand in every field that is marked with a class.
"""

from collections.abc import AsyncIterator, Iterable
from typing import Any, get_args
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from pydantic import BaseModel

from app.auth.keys import Grant, create_key
from app.auth.profiles import Redaction
from graph.document import AccountDocument
from graph.kinds.fields import class_of
from graph.store import Store
from tests.app.test_access_matrix import RULES, Operation, _full, _operations
from tests.conftest import Place
from tests.keys_at_hand import KeyedService, bearer, keyed_service
from tests.records_at_hand import API

NOTE, CONTACT = "CANARYNOTE", "CANARYCONTACT"
Json = dict[str, Any]


def _record_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for part in get_args(annotation) if (found := _record_in(part)) is not None), None)


def marked(document: Json, model: type[BaseModel] = AccountDocument, note: str = NOTE) -> int:
    """Puts a canary into every text of a class, at whatever depth; answers how many."""
    count = 0
    for name, field in model.model_fields.items():
        inner = _record_in(field.annotation) if name in document else None
        if inner is not None and name != "external_ids":
            held = document[name]
            count += sum(
                marked(one, inner, note)
                for one in (held if isinstance(held, list) else [held])
                if isinstance(one, dict)
            )
        elif class_of(field) == "note" and isinstance(document.get(name, ""), str):
            document[name] = note
            count += 1
        elif class_of(field) == "contact":
            document[name] = [{"system": "crm", "id": CONTACT}] if name == "external_ids" else f"{CONTACT}@example.com"
            count += 1
    return count


def styled(people: Iterable[Json]) -> None:
    for person in people:
        person |= {"assertiveness": "DIRECT", "orientation": "TASK"}


class World:
    def __init__(self, service: KeyedService, account: str, other: str, operations: list[Operation]) -> None:
        self.service, self.account, self.other, self.operations = service, account, other, operations

    async def key(self, clearance: Redaction) -> dict[str, str]:
        store, secret = self.service.app.state.accounts.store, self.service.app.state.key_secret
        return bearer(await create_key(store, secret, Grant("admin", "Cleared", (self.account,), clearance=clearance)))

    async def answers(self, clearance: Redaction) -> dict[str, httpx.Response]:
        headers = await self.key(clearance)
        asked = [one for one in self.operations if one.rule.scope != "open"]
        return {one.id: await one.call(self.service.client, self.account, headers) for one in asked}


@pytest_asyncio.fixture(scope="module")
async def world(embedded_place: Place, embedded_store: Store) -> AsyncIterator[World]:
    await embedded_store.ping()
    account, other = (f"cleared-{uuid4().hex[:8]}" for _ in range(2))
    async with keyed_service(embedded_place) as service:
        admin = await service.key("admin")
        for own in (account, other):
            document = _full(own, None, "Plain")
            assert marked(document) > 15
            for person in document["people"]:  # an id or an address is one person's
                person["external_ids"][0]["id"] += person["id"]
                person["email"] = f"{person['id']}.{person['email']}"
            styled(document["people"])
            document["coverage"][0] |= {"override_level": "BRIEF", "override_on": "2026-11-20"}
            await service.desk(own, admin).load(document)
        yield World(service, account, other, _operations(service.app.openapi()))


async def test_with_full_clearance_all_of_it_is_read(world: World) -> None:
    answers = await world.answers("full")
    for canary in (NOTE, CONTACT, '"TASK"'):
        assert sum(canary in answer.text for answer in answers.values()) >= 3, canary


@pytest.mark.parametrize("clearance", ["review", "outline"])
async def test_without_it_no_class_of_fields_leaves_and_nothing_is_changed(world: World, clearance: Redaction) -> None:
    answers = await world.answers(clearance)
    for own, answer in answers.items():
        assert NOTE not in answer.text + repr(answer.headers), own
        assert CONTACT not in answer.text + repr(answer.headers), own
        assert clearance == "review" or '"TASK"' not in answer.text, own
        rights = RULES[own].right
        if rights not in {"read", "export", "query"}:
            assert answer.status_code == 403, own
    read = {own for own, answer in answers.items() if answer.status_code == 200}
    assert {
        "get_document",
        "list_people",
        "get_power_map",
        "list_coverage_gaps",
        "export_account",
    } <= read
    assert {"list_changes", "get_snapshot_document", "list_snapshots", "run_query"}.isdisjoint(read)
    attitudes = answers["list_attitudes"].json()["items"]
    assert attitudes == [] if clearance == "outline" else all(one.get("reported_by") is None for one in attitudes)
    headers = await world.key(clearance)
    assert (await world.service.client.get(f"{API}/accounts/{world.other}", headers=headers)).status_code == 404


async def test_numbers_rest_on_what_may_be_read(world: World) -> None:
    path = f"{API}/accounts/{world.account}/power-map"
    full, outline = [
        (await world.service.client.get(path, params={"opportunity": "o"}, headers=await world.key(clearance))).json()
        for clearance in ("full", "outline")
    ]
    assert any(person["attitudes"] for person in full["people"])
    known = [one for person in outline["people"] for one in person["attitudes"].values() if not one["inferred"]]
    assert known == []
    again = (await world.service.client.get(path, params={"opportunity": "o"}, headers=await world.key("full"))).json()
    assert again["people"] == full["people"]  # what one was answered is nobody else's answer
