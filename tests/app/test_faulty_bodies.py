"""Bodies full of faults: at most a hundred are told, with their number; long documents are read by a process of its own."""

import json
from typing import Any

import httpx
import pytest

from app.records.screening import UNSCREENED_BYTES
from graph.draft import MOST_RECORDS, parse
from graph.errors import FAULTS_KEPT, FAULTS_TOLD, Fault, Faults
from tests.records_at_hand import API

Json = dict[str, Any]
LONG = "one of the texts that make a value long " * 100_000


def document(account_id: str, **lists: Any) -> Json:
    return {"format": "powermap-account/1", "account": {"id": account_id, "name": "N"}, **lists}


def test_faults_are_counted_beyond_those_that_are_kept() -> None:
    many = Faults(Fault(f"/{i}", "x") for i in range(FAULTS_KEPT + 5))
    assert (len(many), many.number) == (FAULTS_KEPT, FAULTS_KEPT + 5)
    assert Faults(many, [Fault("", "y")]).number == FAULTS_KEPT + 6
    assert Faults(iter(many), number=many.number) == many == Faults(many)


@pytest.mark.parametrize("value", [LONG, {"a": [LONG] * 9}, {"a": {"b": {"c": {"d": LONG}}}}, {LONG: 1}])
def test_a_value_is_shown_in_part_however_large(value: Any) -> None:
    faults = parse(json.dumps(document("a", people=value)).encode()).faults
    assert [(fault.pointer, fault.code, len(str(fault.value)) <= 101) for fault in faults] == [
        ("/people", "wrong-type", True)
    ]


def test_a_list_longer_than_any_account_is_one_fault() -> None:
    (fault,) = parse(json.dumps(document("a", people=[{}] * (MOST_RECORDS + 1))).encode()).faults
    assert (fault.pointer, fault.code, fault.value) == ("/people", "too-many-records", MOST_RECORDS + 1)


async def told(answer: httpx.Response, number: int) -> Json:
    problem: Json = answer.json()
    assert (answer.status_code, len(problem["errors"]), problem["errors_total"]) == (422, FAULTS_TOLD, number)
    assert len(answer.content) < 100_000
    return problem


@pytest.mark.parametrize("records", [200, 1 + UNSCREENED_BYTES // 9], ids=["short", "long"])
async def test_a_faulty_document_is_told_in_part(
    neo4j_client: httpx.AsyncClient, account_id: str, records: int
) -> None:
    body = json.dumps(document(account_id, people=[{"id": 1}] * records))
    answer = await neo4j_client.put(f"{API}/accounts/{account_id}/document", content=body)
    problem = await told(answer, 2 * records)
    assert [(one["pointer"], one["code"]) for one in problem["errors"][:2]] == [
        ("/people/0/id", "wrong-type"),
        ("/people/0/name", "missing-field"),
    ]


@pytest.mark.parametrize("records", [200, 1 + UNSCREENED_BYTES // 9], ids=["short", "long"])
async def test_faulty_json_lines_are_told_in_part_with_their_lines(
    neo4j_client: httpx.AsyncClient, account_id: str, records: int
) -> None:
    lines = "\n".join(['{"list": "people", "id": 1}'] * records)
    answer = await neo4j_client.post(f"{API}/accounts/{account_id}/imports", files={"file": ("a.jsonl", lines)})
    problem = await told(answer, 2 * records)
    assert [(one["row"], one["code"]) for one in problem["errors"][:3]] == [
        (1, "wrong-type"),
        (1, "missing-field"),
        (2, "wrong-type"),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[" * UNSCREENED_BYTES * 2, "too-deep"),
        (b'{"a":' * UNSCREENED_BYTES, "too-deep"),
        (b"9" * UNSCREENED_BYTES * 2, "not-json"),
        (b'{"a": "' + b"x" * UNSCREENED_BYTES * 2, "not-json"),
    ],
)
async def test_a_long_body_that_is_no_document_is_malformed(
    neo4j_client: httpx.AsyncClient, account_id: str, body: bytes, code: str
) -> None:
    answer = await neo4j_client.put(f"{API}/accounts/{account_id}/document", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize(
    ("path", "fields"),
    [("/queries/list_reporters", "params"), ("/accounts/ID/what-if", None), ("/accounts/ID/people", None)],
)
async def test_unknown_fields_of_a_body_are_told_in_part(
    neo4j_client: httpx.AsyncClient, account_id: str, path: str, fields: str | None
) -> None:
    stored = await neo4j_client.put(f"{API}/accounts/{account_id}/document", json=document(account_id))
    assert stored.is_success
    unknown = {f"k{i}": 1 for i in range(500)}
    body = {fields: unknown} if fields else unknown
    answer = await neo4j_client.post(f"{API}{path.replace('ID', account_id)}", json=body)
    assert (answer.status_code, len(answer.json()["errors"])) == (422, FAULTS_TOLD)
    assert answer.json()["errors_total"] >= 500
