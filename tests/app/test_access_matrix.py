"""Who may do what: every operation of the service × every sort of key × own, granted, other and unknown accounts.

The operations come from the service's own OpenAPI document; one without a rule in `RULES` fails the test.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from app.auth.keys import revoke_key
from app.records.record_routes import ROUTED
from app.roles import RIGHTS, ROLES, Right, Role
from graph.store import Store
from tests.conftest import Place, running
from tests.keys_at_hand import KeyedService, bearer, keyed_service
from tests.records_at_hand import API, SAMPLES, Desk, Json, base_document

CANARY = "CANARY"
Scope = Literal["open", "account", "tree", "service"]


@dataclass(frozen=True)
class Rule:
    """The right that calls an operation, one of several, and whether it is about one account, all, or open to anybody.

    What is about the service needs a key for all accounts.
    """

    right: Right | tuple[Right, ...]
    scope: Scope = "account"

    def may(self, role: Role) -> bool:
        rights = (self.right,) if isinstance(self.right, str) else self.right
        return not RIGHTS[role].isdisjoint(rights)


_CHANGED_BY: dict[str, tuple[Right, ...]] = {
    "waivers": ("decide",),
    "sandbox": ("edit", "decide"),
    "activities": ("edit", "mark"),
}
"""Who changes records of the kinds that not only editors do; the first of the rights makes and deletes them."""


def _records(one: str, many: str, kind: str) -> dict[str, Rule]:
    rights = _CHANGED_BY.get(kind, ("edit",))
    reading = {f"list_{many}": Rule("read"), f"get_{one}": Rule("read")}
    making = {f"{verb}_{one}": Rule(rights[0]) for verb in ("create", "delete")}
    return reading | making | {f"{verb}_{one}": Rule(rights) for verb in ("put", "patch")}


RULES: dict[str, Rule] = {
    "get_liveness": Rule("read", "open"),
    "get_readiness": Rule("read", "open"),
    "get_whoami": Rule("read", "tree"),
    "list_keys": Rule("administer", "service"),
    "create_key": Rule("administer", "service"),
    "rotate_key": Rule("administer", "service"),
    "revoke_key": Rule("administer", "service"),
    "list_accounts": Rule("read", "tree"),
    "create_account": Rule("edit", "tree"),
    "get_account": Rule("read"),
    "put_account": Rule("edit"),
    "patch_account": Rule(("edit", "decide")),
    "delete_account": Rule("edit"),
    "get_document": Rule("read"),
    "put_document": Rule("edit"),
    "get_import_template": Rule("read", "tree"),
    "import_file": Rule("edit"),
    "list_changes": Rule("read"),
    "follow_account": Rule("read"),
    "undo_last_change": Rule(("edit", "decide", "mark")),
    "get_power_map": Rule("read"),
    "list_key_people": Rule("read"),
    "list_coverage_gaps": Rule("read"),
    "get_decision_chain": Rule("read"),
    "list_paths": Rule("read"),
    "ask_what_if": Rule("read"),
    "explain_person": Rule("read"),
    "list_queries": Rule("read", "tree"),
    "run_query": Rule("read", "tree"),  # the account stands in the body: tests/app/test_queries.py
    "get_query": Rule("read", "tree"),  # whose a query is: tests/app/test_saved_queries.py
    "put_query": Rule("save", "tree"),
    "delete_query": Rule("save", "tree"),
    "get_graph_schema": Rule("query", "tree"),
    "ask_cypher": Rule("query", "tree"),  # its accounts stand in the body: tests/app/test_own_cypher.py
    "get_key_set": Rule("read"),
    "get_bus_factor": Rule("read"),
    "get_evidence": Rule("read"),
    "get_alliances": Rule("read"),
    "get_calibration": Rule("read"),
    "get_outlook": Rule("read"),
    "list_plans": Rule("read"),
    "get_buying_centre": Rule("read"),
    "get_relationships": Rule("read"),
    "get_portfolio": Rule("read", "tree"),
    "get_sandbox_ranking": Rule("read"),
    "get_company_sandbox": Rule("read", "tree"),
    "get_team_load": Rule("read", "tree"),
    "get_activity_portfolio": Rule("read"),
    "get_plan": Rule("read"),
    "get_calendar": Rule("read"),
    "get_measures": Rule("read"),
    "hand_over_account": Rule("edit"),
    "merge_people": Rule("edit"),
    "accept_proposal": Rule("edit"),
    "reject_proposal": Rule("edit"),
    "erase_person": Rule("administer"),
    "get_subject_file": Rule("administer"),
    "run_retention": Rule("administer"),
    "judge_behaviour": Rule("edit"),
    "use_template": Rule("edit"),
    "vacate_post": Rule("edit"),
    "list_snapshots": Rule("read"),
    "take_snapshot": Rule(("edit", "decide")),
    "get_snapshot": Rule("read"),
    "get_snapshot_document": Rule("read"),
    "compare_snapshots": Rule("read"),
    "get_timeline": Rule("read"),
    "review_opportunity": Rule("read"),
    "get_review_pack": Rule("read"),
    "export_account": Rule("export"),
    "get_pictures": Rule("read"),
    "list_webhooks": Rule("administer"),
    "create_webhook": Rule("administer"),
    "delete_webhook": Rule("administer"),
    "list_jobs": Rule("read", "tree"),  # whose they are: tests/app/test_jobs.py
    "get_job": Rule("read", "tree"),
    "get_job_result": Rule("read", "tree"),
    "cancel_job": Rule("read", "tree"),
    "list_shares": Rule("export"),
    "create_share": Rule("export"),
    "revoke_share": Rule("export"),
    "get_vendor": Rule("read"),
    "put_vendor": Rule("edit"),
    "patch_vendor": Rule("edit"),
    "delete_vendor": Rule("edit"),
}
for _kind in ROUTED:  # records of every kind come in one way, under one rule
    if not _kind.single:
        RULES |= _records(_kind.one, _kind.many, _kind.kind)


@dataclass(frozen=True)
class Operation:
    """One operation, with a path that leads to something in each of the accounts."""

    id: str
    method: str
    path: str

    @property
    def rule(self) -> Rule:
        return RULES[self.id]

    async def call(self, client: httpx.AsyncClient, account_id: str, headers: dict[str, str]) -> httpx.Response:
        """Send it such that it changes nothing even where it is allowed: nothing has the ETag it asks for."""
        parent = account_id.replace("below", "own") if account_id.startswith("below") else None
        account = {"id": account_id, "name": "x", "parent_id": parent}
        document = {"format": "powermap-account/1", "account": account}
        body = {"put_account": account, "put_document": document}.get(self.id, {})
        content: Any = {"json": body} if self.method in {"POST", "PUT", "PATCH"} else {}
        if self.id == "import_file":
            content = {"files": {"file": ("document.json", json.dumps(document))}}
        path = self.path.replace("{account_id}", account_id)
        if self.id == "follow_account":
            path += "?follow=false"
        return await client.request(self.method, path, headers={"If-Match": '"never"'} | headers, **content)


def _operations(document: Json) -> list[Operation]:
    found = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method == "parameters":  # those that all of the path's operations share
                continue
            found.append(Operation(operation["operationId"], method.upper(), _filled(path)))
    return found


def _filled(path: str) -> str:
    """The path with every parameter but the account named."""
    sample = next((one for one in ROUTED if API + one.item_path == path), None)
    own = {name: str(value) for name, value in (sample.example if sample else {}).items()}
    for name, value in (
        {
            "opportunity_id": "o",
            "person_id": "a",
            "name": "list_superiors",
            "key_id": "0tatgxj2ynqe",
            "share_id": "0tatgxj2ynqe",
            "webhook_id": "0tatgxj2ynqe",
            "job_id": "0tatgxj2ynqe",
            "id": "nothing",
            "snapshot_id": "s",
            "other_id": "s",
            "file_format": "svg",
        }
        | own
    ).items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    assert path.count("{") == path.count("{account_id}"), f"say what stands for the parameters of {path}"
    return path


def _full(account_id: str, parent_id: str | None, name: str) -> Json:
    """An account with every sample record in it; every text that may be told apart says whose it is."""
    document = base_document(account_id)
    document["account"] |= {"name": name, "parent_id": parent_id}
    for sample in SAMPLES.values():
        if sample.collection == "opportunities/o/stages":
            document["opportunities"][0]["stages"] = [sample.record]
        else:
            document.setdefault(sample.collection, []).append(dict(sample.record))
    for records in document.values():
        for record in records if isinstance(records, list) else ():
            record |= {field: f"{name} {record[field]}" for field in ("name", "note", "evidence") if field in record}
    return document


@dataclass(frozen=True)
class World:
    """A service with two customers' trees, and keys of one of them."""

    service: KeyedService
    operations: list[Operation]
    own: str
    below: str
    other: str
    unknown: str
    admin: dict[str, str]
    keys: dict[Role, dict[str, str]]
    refused: dict[str, dict[str, str]]


@pytest_asyncio.fixture(scope="module")
async def world(embedded_place: Place, embedded_store: Store) -> AsyncIterator[World]:
    await embedded_store.ping()  # so that the engine belongs to the run
    run = uuid4().hex[:12]
    own, below, other, unknown = (f"{word}-{run}" for word in ("own", "below", "other", "nobody"))
    async with keyed_service(embedded_place) as service:
        admin = await service.key("admin")
        for account, parent, name in ((own, None, "Own"), (below, own, "Below"), (other, None, CANARY)):
            await service.desk(account, admin).load(_full(account, parent, name))
        keys = {role: await service.key(role, own) for role in ROLES}
        revoked = await service.key("admin")
        await revoke_key(service.app.state.accounts.store, revoked["Authorization"].split()[1])
        living = keys["admin"]["Authorization"].split()[1]
        refused = {
            "none": {},
            "empty": {"Authorization": "Bearer "},
            "basic": {"Authorization": "Basic YTpi"},
            "malformed": bearer("admin"),
            "unknown": bearer(f"pm_{'a' * 12}_{'b' * 43}"),
            "cut": bearer(living[:-1]),
            "wrong secret": bearer(living[:-3] + ("aaa" if not living.endswith("aaa") else "bbb")),
            "other secret's prefix": bearer(living[:16] + revoked["Authorization"].split()[1][16:]),
            "revoked": revoked,
        }
        operations = _operations(service.app.openapi())
        yield World(service, operations, own, below, other, unknown, admin, keys, refused)


def shape(answer: httpx.Response, account_id: str) -> tuple[int, Any, dict[str, str]]:
    """What a client can tell of an answer, apart from the id it asked with and the request's own."""
    text = answer.text.replace(account_id, "ID").replace(answer.headers["x-request-id"], "REQUEST")
    headers = {name: value for name, value in answer.headers.items() if name not in {"x-request-id", "content-length"}}
    return answer.status_code, text, headers


async def test_every_operation_has_a_rule(world: World) -> None:
    missing = sorted({operation.id for operation in world.operations} - set(RULES))
    assert missing == [], "say in RULES who may call these"


async def test_without_an_accepted_key_everything_but_the_open_is_401(world: World) -> None:
    for operation in world.operations:
        seen = set()
        for headers in world.refused.values():
            for account in (world.own, world.unknown):
                answer = await operation.call(world.service.client, account, headers)
                if operation.rule.scope == "open":
                    assert answer.status_code == 200
                    continue
                assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), operation
                seen.add((answer.json()["code"], answer.json()["title"]))
        assert seen <= {("unauthorized", "Who are you?")}


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_does_what_it_may_in_granted_accounts_and_nothing_more(world: World, role: Role) -> None:
    for operation in world.operations:
        if operation.rule.scope != "account":
            continue
        may = operation.rule.may(role)
        for account in (world.own, world.below):
            answer = await operation.call(world.service.client, account, world.keys[role])
            if may:
                assert answer.status_code in {200, 400, 409, 412, 415, 422} or _no_such_record(answer), operation
            else:
                assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed"), operation
            assert CANARY not in answer.text + repr(answer.headers)


async def test_what_is_about_the_service_needs_an_admin_key_for_all_accounts(world: World) -> None:
    client = world.service.client
    about = [operation for operation in world.operations if operation.rule.scope == "service"]
    assert len(about) == 4
    for operation in about:
        for key in (*world.keys.values(), await world.service.key("editor"), await world.service.key("reader")):
            answer = await operation.call(client, world.own, key)
            assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed"), operation
            assert CANARY not in answer.text
        assert (await operation.call(client, world.own, world.admin)).status_code in {200, 404, 422}, operation


def _no_such_record(answer: httpx.Response) -> bool:
    """True for a 404 that is about a record of the account, and so tells that the account may be seen."""
    return answer.status_code == 404 and not answer.json()["detail"].startswith("no account")


@pytest.mark.parametrize("role", ROLES)
async def test_another_account_is_answered_as_an_unknown_one(world: World, role: Role) -> None:
    for operation in world.operations:
        if operation.rule.scope != "account":
            continue
        may = operation.rule.may(role)
        answers = [
            shape(await operation.call(world.service.client, account, world.keys[role]), account)
            for account in (world.other, world.unknown)
        ]
        assert answers[0] == answers[1], operation
        assert answers[0][0] in ({404} if may else {403, 404}), operation
        assert CANARY not in repr(answers)


async def test_nothing_of_all_that_changed_anything(world: World) -> None:
    for account, parent, name in ((world.own, None, "Own"), (world.below, world.own, "Below")):
        desk = world.service.desk(account, world.admin)
        report = await desk.send("PUT", "document?dry_run=true", _full(account, parent, name))
        assert (report.json()["created"], report.json()["updated"], report.json()["deleted"]) == (0, 0, 0)


# -- the tree: what a list shows, creating, moving ------------------------------------------------------------------------------


async def listed(client: httpx.AsyncClient, headers: dict[str, str], **query: Any) -> set[str]:
    found: set[str] = set()
    cursor: str | None = ""
    while cursor is not None:
        answer = await client.get(f"{API}/accounts", params={**query, "cursor": cursor}, headers=headers)
        assert answer.status_code == 200, answer.text
        found |= _ids(answer.json()["items"])
        cursor = answer.json()["next_cursor"]
    return found


def _ids(items: list[Json]) -> set[str]:
    below = [_ids(item["children"]) for item in items if item.get("children")]
    return {item["id"] for item in items}.union(*below)


async def test_the_list_shows_what_the_key_may_see(world: World) -> None:
    client = world.service.client
    for role in ROLES:
        for query in ({}, {"tree": True}, {"limit": 1}, {"q": CANARY}, {"q": world.other}, {"parent_id": world.own}):
            answer = await client.get(f"{API}/accounts", params=query, headers=world.keys[role])
            assert CANARY not in answer.text
            assert world.other not in answer.text
        assert await listed(client, world.keys[role]) == {world.own, world.below}
        assert await listed(client, world.keys[role], tree=True) == {world.own, world.below}
    assert {world.own, world.below, world.other} <= await listed(client, world.admin, limit=200)
    for headers in world.refused.values():
        assert (await client.get(f"{API}/accounts", headers=headers)).status_code == 401


async def test_a_key_for_some_accounts_creates_below_them_only(world: World) -> None:
    client, key = world.service.client, world.keys["editor"]
    new = f"new-{uuid4().hex[:12]}"

    async def create(headers: dict[str, str], **fields: Any) -> int:
        answer = await client.post(f"{API}/accounts", json={"name": "New", **fields}, headers=headers)
        assert CANARY not in answer.text
        return answer.status_code

    assert await create(world.keys["reader"], id=new, parent_id=world.own) == 403
    assert await create(key, id=new) == 403
    assert await create(key, id=world.other) == 403
    refused = [
        await client.post(f"{API}/accounts", json={"id": new, "name": "New", "parent_id": parent}, headers=key)
        for parent in (world.other, world.unknown)
    ]
    assert shape(refused[0], world.other) == shape(refused[1], world.unknown)
    assert refused[0].status_code == 404
    assert await create(key, id=world.other, parent_id=world.own) == 404
    assert await create(key, id=new, parent_id=world.below) == 201
    assert await create(key, id=new, parent_id=world.below) == 409
    assert (await client.get(f"{API}/accounts/{new}", headers=world.keys["reader"])).status_code == 200
    for body, status in (({"name": "Top"}, 404), ({"name": "Under", "parent_id": world.own}, 201)):
        put = await client.put(f"{API}/accounts/{new}-2", json=body, headers=key)
        assert put.status_code == status, put.text
    document: Json = {"format": "powermap-account/1", "account": {"id": f"{new}-3", "name": "N"}}
    for parent, status in ((None, 404), (world.other, 404), (world.own, 200)):
        document["account"]["parent_id"] = parent
        loaded = await client.put(f"{API}/accounts/{new}-3/document", json=document, headers=key)
        assert loaded.status_code == status, loaded.text
    for account in (new, f"{new}-2", f"{new}-3"):
        answer = await client.delete(f"{API}/accounts/{account}", headers=key)
        assert answer.status_code == 204


async def test_accounts_move_within_the_grants_only(world: World) -> None:
    client, key = world.service.client, world.keys["editor"]
    moving = f"move-{uuid4().hex[:12]}"
    made = await client.post(f"{API}/accounts", json={"id": moving, "name": "M", "parent_id": world.below}, headers=key)
    assert made.status_code == 201

    async def move(parent: str | None, headers: dict[str, str] = key) -> httpx.Response:
        named = headers | {"If-Match": "*"}
        return await client.patch(f"{API}/accounts/{moving}", json={"parent_id": parent}, headers=named)

    outside = [await move(world.other), await move(world.unknown)]
    assert shape(outside[0], world.other) == shape(outside[1], world.unknown)
    assert [answer.status_code for answer in (*outside, await move(None), await move(world.own))] == [
        404,
        404,
        403,
        200,
    ]
    for body, status in (({"name": "M"}, 403), ({"name": "M", "parent_id": world.other}, 404)):
        put = await client.put(f"{API}/accounts/{moving}", json=body, headers=key | {"If-Match": "*"})
        assert put.status_code == status
    assert (await move(world.other, world.admin)).status_code == 200
    assert (await client.get(f"{API}/accounts/{moving}", headers=key)).status_code == 404
    assert moving not in await listed(client, key)
    assert (await move(world.own)).status_code == 404
    undone = await client.post(f"{API}/accounts/{moving}/undo", headers=key)
    assert undone.status_code == 404
    assert (await move(world.below, world.admin)).status_code == 200
    assert (await client.get(f"{API}/accounts/{moving}", headers=key)).status_code == 200
    inside = await client.patch(
        f"{API}/accounts/{world.own}", json={"parent_id": moving}, headers=key | {"If-Match": "*"}
    )
    assert (inside.status_code, inside.json()["code"]) == (409, "account-cycle")
    assert (await client.delete(f"{API}/accounts/{moving}", headers=key)).status_code == 204


async def test_demo_mode_answers_on_loopback_only(embedded_place: Place, embedded_store: Store) -> None:
    await embedded_store.ping()
    async with running(embedded_place.settings()) as client:
        for host, status in (
            ("127.0.0.1", 200),
            ("localhost:8000", 200),
            ("[::1]:8000", 200),
            ("powermap.example", 401),
            ("10.0.0.1", 401),
            ("127.0.0.1.example", 401),
        ):
            for path in ("", "/nobody/people"):
                answer = await client.get(f"{API}/accounts{path}", headers={"Host": host})
                assert answer.status_code == (404 if path and status == 200 else status), host
        forwarded = {"Host": "powermap.example", "X-Forwarded-Host": "localhost", "X-Forwarded-For": "127.0.0.1"}
        assert (await client.get(f"{API}/accounts", headers=forwarded)).status_code == 401
        assert (await client.get("/health/live", headers={"Host": "powermap.example"})).status_code == 200


async def test_a_desk_outside_demo_mode_needs_its_key(world: World) -> None:
    assert (await Desk(world.service.client, world.own).send("GET", "people")).status_code == 401
    assert (await world.service.desk(world.own, world.keys["reader"]).send("GET", "people")).status_code == 200
