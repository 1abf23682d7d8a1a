"""Whole documents over REST, on both engines: what is stored, what is refused, and that a refusal stores nothing."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from graph.document import AccountDocument
from graph.kinds import KINDS
from tests import documents
from tests.conftest import EMBEDDED_ONLY

Json = dict[str, Any]


def url(account_id: str) -> str:
    return f"/api/v1/accounts/{account_id}/document"


def json_of(document: AccountDocument) -> Json:
    made: Json = json.loads(documents.bytes_of(document))
    return made


async def put(
    client: httpx.AsyncClient, account_id: str, document: AccountDocument | Json, **params: Any
) -> httpx.Response:
    headers = params.pop("headers", {})
    body = json_of(document) if isinstance(document, AccountDocument) else document
    return await client.put(url(account_id), json=body, params=params, headers=headers)


def size(document: AccountDocument) -> int:
    """How many records it holds, an opportunity with its stages as one."""
    return sum(len(document.of(kind)) for kind in KINDS)


def counts(answer: httpx.Response) -> tuple[int, int, int, int]:
    report = answer.json()
    assert answer.status_code == 200, report
    assert report["errors"] == []
    return report["created"], report["updated"], report["deleted"], report["unchanged"]


@pytest.mark.parametrize("name", ["tiny", *documents.GOLDEN])
async def test_a_document_comes_back_as_it_was_loaded(client: httpx.AsyncClient, account_id: str, name: str) -> None:
    document = documents.named(documents.read(name), account_id)
    loaded = await put(client, account_id, document)
    assert counts(loaded)[1:] == (0, 0, 0)
    answer = await client.get(url(account_id))
    assert answer.json() == json_of(document)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["etag"] == loaded.headers["etag"]
    assert documents.from_bytes(answer.content) == document


async def test_the_same_document_twice_changes_nothing(
    client: httpx.AsyncClient, account_id: str, jiangyuan: AccountDocument
) -> None:
    document = documents.named(jiangyuan, account_id)
    first = await put(client, account_id, document)
    again = await put(client, account_id, document)
    assert counts(first) == (225, 0, 0, 0)
    assert counts(again) == (0, 0, 0, 225)
    assert (first.json()["revision"], again.json()["revision"]) == (1, 1)
    assert first.headers["etag"] == again.headers["etag"]


async def test_replace_deletes_what_is_not_named_and_counts_it(
    client: httpx.AsyncClient, account_id: str, tiny: AccountDocument
) -> None:
    await put(client, account_id, documents.named(tiny, account_id))
    body: Json = {"format": "powermap-account/1", "account": {"id": account_id, "name": "Tiny"}}
    body["people"] = [{"id": "p1", "name": "Anna"}, {"id": "p9", "name": "New"}]
    assert counts(await put(client, account_id, body)) == (1, 2, size(tiny) - 2, 0)
    assert (await client.get(url(account_id))).json() == json_of(documents.from_bytes(json.dumps(body).encode()))


async def test_merge_keeps_what_is_not_named(client: httpx.AsyncClient, account_id: str, tiny: AccountDocument) -> None:
    before = documents.named(tiny, account_id)
    await put(client, account_id, before)
    body: Json = {"format": "powermap-account/1", "account": json_of(before)["account"]}
    body["people"] = [{"id": "p1", "name": "Anna", "rank": 2}, {"id": "p9", "name": "New"}]
    body["opportunities"] = [{"id": "o1", "name": "Cloud", "stages": [{"id": "s9", "order": 1, "kind": "OTHER"}]}]
    assert counts(await put(client, account_id, body, mode="merge")) == (1, 2, 0, size(tiny) - 2)
    after = (await client.get(url(account_id))).json()
    assert [person["id"] for person in after["people"]] == ["p1", "p2", "p3", "p9"]
    assert (after["people"][0]["name"], after["people"][0]["department_id"]) == ("Anna", None)
    assert [stage["id"] for stage in after["opportunities"][0]["stages"]] == ["s9"]
    assert after["attitudes"] == json_of(before)["attitudes"]
    assert after["vendor"] == {"id": "us", "name": "Us"}


async def test_a_dry_run_reports_and_stores_nothing(
    client: httpx.AsyncClient, account_id: str, tiny: AccountDocument
) -> None:
    document = documents.named(tiny, account_id)
    tried = await put(client, account_id, document, dry_run=True)
    assert counts(tried) == (size(tiny), 0, 0, 0)
    assert (tried.json()["dry_run"], tried.json()["revision"]) == (True, 0)
    assert (await client.get(url(account_id))).status_code == 404
    await put(client, account_id, document)
    without_ties = document.model_copy(update={"ties": ()})
    assert counts(await put(client, account_id, without_ties, dry_run=True)) == (0, 0, 3, size(tiny) - 3)
    assert (await client.get(url(account_id))).json() == json_of(document)


async def test_if_match_lets_only_the_named_content_be_replaced(
    client: httpx.AsyncClient, account_id: str, tiny: AccountDocument
) -> None:
    document = documents.named(tiny, account_id)
    missing = await put(client, account_id, document, headers={"If-Match": "*"})
    assert (missing.status_code, missing.json()["code"]) == (412, "stale")
    first = (await put(client, account_id, document)).headers["etag"]
    changed = document.model_copy(update={"ties": ()})
    second = await put(client, account_id, changed, headers={"If-Match": first})
    assert counts(second) == (0, 0, 3, size(tiny) - 3)
    for dry_run in (False, True):
        stale = await put(client, account_id, document, headers={"If-Match": first}, dry_run=dry_run)
        assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert (await client.get(url(account_id))).json() == json_of(changed)
    assert counts(await put(client, account_id, document, headers={"If-Match": "*"})) == (3, 0, 0, size(tiny) - 3)


async def test_a_parent_that_is_not_loaded_is_a_warning(
    client: httpx.AsyncClient, account_id: str, tiny: AccountDocument
) -> None:
    answer = await put(client, account_id, documents.named(tiny, account_id, parent_id=f"{account_id}-above"))
    assert counts(answer)[0] == size(tiny)
    assert [(warning["code"], warning["value"]) for warning in answer.json()["warnings"]] == [
        ("parent-not-loaded", f"{account_id}-above"),
        ("lender-not-loaded", "tiny-group"),
    ]


async def test_a_cycle_through_other_accounts_is_refused(client: httpx.AsyncClient, account_id: str) -> None:
    below = f"{account_id}-below"
    await put(client, account_id, documents.small(account_id))
    await put(client, below, documents.named(documents.small(below), below, parent_id=account_id))
    answer = await put(client, account_id, documents.named(documents.small(account_id), account_id, parent_id=below))
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/account/parent_id", "account-cycle")
    ]


async def test_accounts_are_listed_page_by_page(client: httpx.AsyncClient, account_id: str) -> None:
    ids = [f"{account_id}-{i}" for i in range(3)]
    for one in ids:
        await put(client, one, documents.small(one, people=0))
    listed: list[Json] = []
    address: str | None = "/api/v1/accounts?limit=50"
    while address:
        page = await client.get(address)
        assert len(page.json()["items"]) <= 50
        listed += page.json()["items"]
        address = page.links["next"]["url"] if "next" in page.links else None
        assert (address is None) == (page.json()["next_cursor"] is None)
    found = [item["id"] for item in listed]
    assert found == sorted(set(found))
    expected: Json = {
        "name": "Small",
        "name_en": "",
        "tier": "OTHER",
        "parent_id": None,
        "revision": 1,
        "children": None,
    }
    own = [item for item in listed if item["id"] in ids]
    assert [item | {"etag": ""} for item in own] == [{"id": one, "etag": ""} | expected for one in ids]
    for item in own:
        assert (await client.get(f"/api/v1/accounts/{item['id']}")).headers["ETag"] == item["etag"]


@EMBEDDED_ONLY
@pytest.mark.parametrize(
    "params", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "%%%"}, {"cursor": "_w"}, {"x": 1}]
)
async def test_wrong_pages_are_refused(client: httpx.AsyncClient, params: dict[str, str]) -> None:
    answer = await client.get("/api/v1/accounts", params=params)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/query/{next(iter(params))}"]


# -- refusals -----------------------------------------------------------------------------------------------------------


def person(person_id: str, **fields: Any) -> Json:
    return {"id": person_id, "name": person_id, **fields}


def stage(**fields: Any) -> Json:
    return {"id": "s", "order": 1, "kind": "AWARD", **fields}


def opportunity(*stages: Json) -> list[Json]:
    return [{"id": "o", "name": "O", "stages": list(stages)}]


TWO = [person("a"), person("b")]
REFUSED: dict[str, tuple[Json, str, str]] = {
    "dangling-id": ({"reporting": [{"subordinate": "a", "manager": "no"}]}, "/reporting/0/manager", "dangling-id"),
    "duplicate-id": ({"people": [*TWO, person("a")]}, "/people/2", "duplicate-id"),
    "reporting-cycle": (
        {"reporting": [{"subordinate": "a", "manager": "b"}, {"subordinate": "b", "manager": "a"}]},
        "/reporting/1/manager",
        "reporting-cycle",
    ),
    "second-manager": (
        {
            "people": [*TWO, person("c")],
            "reporting": [{"subordinate": "a", "manager": "b"}, {"subordinate": "a", "manager": "c"}],
        },
        "/reporting/1/manager",
        "second-manager",
    ),
    "self-edge": ({"influence": [{"source": "a", "target": "a", "strength": 1.0}]}, "/influence/0/target", "self-edge"),
    "out-of-range": ({"people": [*TWO, person("c", rank=7)]}, "/people/2/rank", "out-of-range"),
    "quota": ({"opportunities": opportunity(stage(quota=1))}, "/opportunities/0/stages/0/quota", "quota"),
    "wrong-enum": ({"ties": [{"a": "a", "b": "b", "kind": "FRIENDS"}]}, "/ties/0/kind", "wrong-enum"),
    "impossible-date": (
        {"interactions": [{"id": "i", "on": "2026-02-30"}]},
        "/interactions/0/on",
        "impossible-date",
    ),
    "too-long": ({"people": [*TWO, person("c", title="x" * 201)]}, "/people/2/title", "too-long"),
    "unknown-field": ({"people": [*TWO, person("c", role="x")]}, "/people/2/role", "unknown-field"),
    "unknown-list": ({"persons": []}, "/persons", "unknown-field"),
    "unknown-format": ({"format": "powermap-account/2"}, "/format", "unknown-format"),
    "wrong-type": ({"people": [*TWO, person("c", rank="1")]}, "/people/2/rank", "wrong-type"),
    "control-character": ({"people": [*TWO, person("c", title="a\x00b")]}, "/people/2/title", "control-character"),
    "compliance-ref": (
        {"interactions": [{"id": "i", "on": "2026-01-01", "kind": "HOSPITALITY"}]},
        "/interactions/0/compliance_ref",
        "compliance-ref",
    ),
    "missing-field": ({"people": [*TWO, {"id": "c"}]}, "/people/2/name", "missing-field"),
    "account-cycle": ({"account": {"id": "ID", "name": "N", "parent_id": "ID"}}, "/account/parent_id", "account-cycle"),
    "id-mismatch": ({"account": {"id": "other", "name": "N"}}, "/account/id", "id-mismatch"),
    "role-of-account": (
        {"account": {"id": "ID", "name": "N", "account_id": "x"}},
        "/account/account_id",
        "unknown-field",
    ),
}


@EMBEDDED_ONLY
@pytest.mark.parametrize("mode", ["replace", "merge"])
@pytest.mark.parametrize("name", REFUSED)
async def test_a_fault_refuses_the_document_and_stores_nothing(
    client: httpx.AsyncClient, account_id: str, tiny: AccountDocument, name: str, mode: str
) -> None:
    before = documents.named(tiny, account_id)
    await put(client, account_id, before)
    lists, pointer, code = REFUSED[name]
    base = {"format": "powermap-account/1", "account": {"id": account_id, "name": "N"}, "people": TWO}
    body = json.loads(json.dumps(base | lists).replace('"ID"', f'"{account_id}"'))
    for dry_run in (False, True):
        answer = await put(client, account_id, body, mode=mode, dry_run=dry_run)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
        (error,) = answer.json()["errors"]
        assert error["message"]
        assert error["message_zh"]
    assert (await client.get(url(account_id))).json() == json_of(before)


MALFORMED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "not-json"),
    "word": (b"hello", "not-json"),
    "cut": (b'{"format": "powermap-account/1"', "not-json"),
    "two values": (b"{} {}", "not-json"),
    "not UTF-8": (b'{"format": "\xff"}', "not-utf-8"),
    "UTF-16": ("﻿{}".encode("utf-16-le"), "not-utf-8"),
    "repeated key": (b'{"format": "powermap-account/1", "format": "powermap-account/1"}', "repeated-key"),
    "repeated key deep inside": (b'{"people": [{"id": "a", "id": "b"}]}', "repeated-key"),
    "33 deep": (b"[" * 33 + b"]" * 33, "too-deep"),
    "10,000 deep": (b"[" * 10_000 + b"]" * 10_000, "too-deep"),
    "100,000 deep": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too-deep"),
    "5,000 digits": (b'{"a": ' + b"9" * 5_000 + b"}", "not-json"),
    "lone surrogate": (b'{"format": "powermap-account/1", "account": {"id": "x", "name": "\\ud800"}}', "not-json"),
}


@EMBEDDED_ONLY
@pytest.mark.parametrize("name", MALFORMED)
async def test_bytes_that_are_not_acceptable_json_are_400(
    client: httpx.AsyncClient, account_id: str, name: str
) -> None:
    body, code = MALFORMED[name]
    answer = await client.put(url(account_id), content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (await client.get(url(account_id))).status_code == 404


@EMBEDDED_ONLY
@pytest.mark.parametrize("body", [b"null", b"[]", b"1", b'"x"', b"true", b"NaN", b"1e999", b"[" * 32 + b"]" * 32])
async def test_json_that_is_no_object_is_422(client: httpx.AsyncClient, account_id: str, body: bytes) -> None:
    answer = await client.put(url(account_id), content=body)
    assert (answer.status_code, [error["code"] for error in answer.json()["errors"]]) == (422, ["wrong-type"])


NASTY_VALUES = [
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "9" * 400,
    '""',
    '" "',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00x"',
    '"\\u202e"',
    '"\\ufeff"',
    '"' + "x" * 100_000 + '"',
    "[]",
    "[[]]",
    "[null]",
    "{}",
    '{"id": null}',
    '[{"id": []}]',
    '[{"id": {}}]',
    '[{"id": "a", "name": "A", "x": "\\ud800"}]',
    '[{"\\ud800": 1}]',
    '[{"/~": 1}]',
    '"0000-00-00"',
]


@EMBEDDED_ONLY
@pytest.mark.parametrize(
    "field", ["format", "account", "vendor", "people", "attitudes", "opportunities", "ties", "nope"]
)
async def test_no_nasty_value_is_answered_with_500_or_stored(
    client: httpx.AsyncClient, account_id: str, field: str
) -> None:
    base = {"format": '"powermap-account/1"', "account": f'{{"id": "{account_id}", "name": "N"}}'}
    empty = {("vendor", "null")} | {(name, "[]") for name in ("people", "attitudes", "opportunities", "ties")}
    for value in NASTY_VALUES:
        body = "{" + ", ".join(f'"{name}": {text}' for name, text in (base | {field: value}).items()) + "}"
        answer = await client.put(url(account_id), content=body.encode(), params={"dry_run": True})
        assert answer.status_code in ({200} if (field, value) in empty else {400, 422}), value[:50]
        assert json.loads(answer.content.decode())  # what is answered is JSON again
    assert (await client.get(url(account_id))).status_code == 404


async def test_text_is_data_whatever_it_looks_like(client: httpx.AsyncClient, account_id: str) -> None:
    names = [
        "') DETACH DELETE n //",
        "`}) RETURN 1 //",
        "$account_id",
        "<<label>>",
        "\\u0041",
        "{{x}}",
        "=HYPERLINK(1)",
        "<svg onload=x>",
        "𠮷野家",
        "䶮",
        "豈",
        "ＡＢＣ",
        'O\'Brien "quoted"',
        "a/b~c%2Fd?e#f",
        "x" * 200,
        "字" * 200,
    ]
    people = [person(f"p{i:02}", name=name) for i, name in enumerate(names)]
    ids = [person(name) for name in names if len(name) <= 64]
    body = {"format": "powermap-account/1", "account": {"id": account_id, "name": "N"}, "people": [*people, *ids]}
    assert counts(await put(client, account_id, body)) == (1 + len(names) + len(ids), 0, 0, 0)
    stored = {one["id"]: one["name"] for one in (await client.get(url(account_id))).json()["people"]}
    assert stored == {one["id"]: one["name"] for one in [*people, *ids]}


# -- limits and addresses -----------------------------------------------------------------------------------------------


@EMBEDDED_ONLY
async def test_a_body_that_declares_more_than_20_mb_is_refused_unread(
    client: httpx.AsyncClient, account_id: str
) -> None:
    taken = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(30):
            taken += 1
            yield b" " * 1_000_000

    answer = await client.put(url(account_id), content=chunks(), headers={"Content-Length": "20000001"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert taken == 0


@EMBEDDED_ONLY
async def test_a_body_that_grows_beyond_20_mb_is_refused_as_soon_as_it_does(
    client: httpx.AsyncClient, account_id: str
) -> None:
    taken = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b" " * 1_000_000

    answer = await client.put(url(account_id), content=chunks())
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert taken == 21


@EMBEDDED_ONLY
@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "json"])
async def test_another_media_type_is_415(client: httpx.AsyncClient, account_id: str, media_type: str) -> None:
    answer = await client.put(url(account_id), content=b"{}", headers={"Content-Type": media_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong-media-type")


@EMBEDDED_ONLY
@pytest.mark.parametrize(
    "media_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"]
)
async def test_json_by_any_name_is_read(client: httpx.AsyncClient, account_id: str, media_type: str) -> None:
    answer = await client.put(
        url(account_id), content=documents.bytes_of(documents.small(account_id)), headers={"Content-Type": media_type}
    )
    assert counts(answer) == (4, 0, 0, 0)


@EMBEDDED_ONLY
async def test_a_byte_order_mark_is_let_pass(client: httpx.AsyncClient, account_id: str) -> None:
    answer = await client.put(
        url(account_id), content=b"\xef\xbb\xbf" + documents.bytes_of(documents.small(account_id))
    )
    assert counts(answer) == (4, 0, 0, 0)


async def test_unknown_accounts_are_answered_alike(client: httpx.AsyncClient, account_id: str) -> None:
    odd = ["no", "%00", "'", "%F0%A0%AE%B7", "..%2e", "a%20b", "%EF%BF%BF", "x" * 64, account_id]
    shapes = set()
    for one in odd:
        answer = await client.get(f"/api/v1/accounts/{one}/document")
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        shapes.add((answer.status_code, problem["code"], problem["type"], problem["title"], tuple(problem["errors"])))
    assert shapes == {(404, "not-found", "urn:powermap:problem:not-found", "No such thing", ())}


@EMBEDDED_ONLY
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("DELETE", "/api/v1/accounts/x/document", 405),
        ("GET", f"/api/v1/accounts/{'x' * 65}/document", 422),
        ("PUT", "/api/v1/accounts/x/document?mode=append", 422),
        ("PUT", "/api/v1/accounts/x/document?dry_run=perhaps", 422),
    ],
)
async def test_wrong_addresses_and_parameters_are_problems(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path, content=b"{}" if method == "PUT" else None)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
