"""Each query does what its cases say, on both engines alike.

A case is data (tests/cypher_cases/<query>.json): `query`, its `params` and the expected `rows`. It runs on the account
`dataset` (a document of tests/data, loaded through the store's own write path) or on an empty account, after the statements
`before`, in a transaction that is rolled back. What a write did is told by `leaves`: further queries with their rows.
`refused` is for constraints: statements that must break on the constraint at the latest when they are committed. A date is
written {"$date": "2026-01-31"}. No key makes a case differ between engines or leaves it out on one.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import neo4j
import pytest
from neo4j.exceptions import ConstraintError

from graph.accounts import edit_document
from graph.queries import Frozen
from graph.statement import run as run_statement
from graph.store import STATEMENT_SECONDS, Store
from tests import documents
from tests.documents import AUTHOR
from tests.queries import library

FOLDER = Path(__file__).resolve().parent.parent / "cypher_cases"
KEYS = {"query", "dataset", "before", "params", "rows", "leaves", "refused"}
STEP_KEYS = {"query", "params", "rows"}
EMPTY = "~case"
LIBRARY = library()

Case = dict[str, Any]


def with_dates(value: Any) -> Any:
    if isinstance(value, list):
        return [with_dates(item) for item in value]
    if isinstance(value, dict):
        return (
            date.fromisoformat(value["$date"])
            if set(value) == {"$date"}
            else {k: with_dates(v) for k, v in value.items()}
        )
    return value


def cases() -> Iterator[tuple[str, Case]]:
    for file in sorted(FOLDER.glob("**/*.json")):
        for i, case in enumerate(json.loads(file.read_text(encoding="utf-8"))):
            yield f"{case['query']}-{i}", case


CASES = dict(cases())


def test_every_query_has_a_case_in_the_file_of_its_name() -> None:
    files = {case["query"]: FOLDER / f"{case['query'].partition('[')[0]}.json" for case in CASES.values()}
    assert set(LIBRARY) - {"records/read_document"} == set(files)  # the whole read has test_tables.py
    assert set(files.values()) == set(FOLDER.glob("**/*.json"))


def faults_of_case(case: Case) -> list[str]:
    """What is wrong with a case as data."""
    steps = [*case.get("before", ()), *case.get("leaves", ()), *case.get("refused", ())]
    checked = case.get("leaves") or case.get("refused") or LIBRARY[case["query"]].access != "write"
    rules = {
        "has no key of its own": set(case) <= KEYS and all(set(step) <= STEP_KEYS for step in steps),
        "has a query and its rows": {"query", "rows"} <= set(case),
        "what a write did is checked by a read": bool(checked),
    }
    return [rule for rule, holds in rules.items() if not holds]


def test_each_case_has_no_key_but_those_of_every_case() -> None:
    assert {name: faults_of_case(case) for name, case in CASES.items() if faults_of_case(case)} == {}
    write = next(name for name, query in LIBRARY.items() if query.access == "write")
    for wrong in ({"rows": [], "skip": "neo4j"}, {}, {"rows": [], "leaves": []}):
        assert faults_of_case({"query": write, **wrong}) != []


@pytest.fixture
async def dataset(store: Store, case: Case) -> str:
    """The id of the account the case runs on."""
    if "dataset" not in case:
        await store.ping()
        return EMPTY
    document = documents.read(case["dataset"])
    account_id = document.account.id
    if account_id not in LOADED.setdefault(id(store), set()):
        for made in (None, document):  # from scratch, so that its revision is 1 in a store that was used before, too
            await edit_document(store, account_id, documents.becoming(made), AUTHOR)
        LOADED[id(store)].add(account_id)
    return account_id


LOADED: dict[int, set[str]] = {}


async def run(transaction: neo4j.AsyncTransaction, account_id: str, step: Case) -> list[dict[str, Any]]:
    query = LIBRARY[step["query"]]
    params = {"account_id": account_id, **with_dates(step.get("params", {}))}
    rows = await run_statement(transaction, query, params, STATEMENT_SECONDS)
    return [shown(row) for row in rows]


def shown(row: Frozen) -> dict[str, Any]:
    """A row as plain data. Collected lists have no order of their own; where one is inside a record it is sorted, too."""
    data = row.model_dump()
    if set(data) == {"kind", "rows"}:
        records = [
            [sorted(cell, key=json.dumps) if isinstance(cell, list) else cell for cell in row] for row in data["rows"]
        ]
        data["rows"] = sorted(records, key=json.dumps)
    return data


def expected(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if rows and set(rows[0]) == {"kind", "rows"}:
        return [{**row, "rows": sorted(row["rows"], key=json.dumps)} for row in rows]
    return rows


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_case(store: Store, dataset: str, case: Case) -> None:
    driver, database = await store._connected()
    async with driver.session(database=database) as session:
        if case["query"].startswith("schema/unique_"):  # changes of the schema share a transaction with nothing
            assert await run_statement(session, LIBRARY[case["query"]], {}, STATEMENT_SECONDS) == case["rows"]
        if "refused" in case:
            await assert_refused(session, dataset, case["refused"])
            return
        transaction = await session.begin_transaction()
        async with transaction:
            for step in case.get("before", ()):
                await run(transaction, dataset, step)
            if not case["query"].startswith("schema/unique_"):
                assert await run(transaction, dataset, case) == expected(case["rows"])
            for step in case.get("leaves", ()):
                assert await run(transaction, dataset, step) == expected(step["rows"])
            await transaction.rollback()
    query = LIBRARY[case["query"]]
    if query.access == "read" and "before" not in case:
        scope = {"account_id": dataset} if "account_id" in query.params else {}
        rows = await store.read(query, **scope, **with_dates(case.get("params", {})))
        assert [shown(row) for row in rows] == expected(case["rows"])


async def assert_refused(session: neo4j.AsyncSession, account_id: str, steps: list[Case]) -> None:
    transaction = await session.begin_transaction()
    try:
        with pytest.raises(ConstraintError):  # noqa: PT012 - one engine refuses the statement, the other its commit
            for step in steps:
                await run(transaction, account_id, step)
            await transaction.commit()
    finally:
        await transaction.close()
