"""Own Cypher on both engines: what it answers, whom it shows what, what it refuses, and that the store never notices."""

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil
import pytest

from app import own_cypher
from app.audit.audit_log import files
from app.auth.keys import Grant, create_key
from app.own_cypher.projection import part_of
from app.own_cypher.statement import read_statement
from app.own_cypher.workers import Worker, Workers
from graph.analysis.pipeline import analyse
from graph.document import AccountDocument
from graph.power_graph import PowerGraph
from graph.store import Store
from tests import documents
from tests.commands import Commands
from tests.conftest import EMBEDDED_ONLY, Place, running
from tests.keys_at_hand import bearer, keyed_service
from tests.patience import at_most

REFUSED = [
    line.split("\t") for line in (Path(__file__).parent.parent / "data/cypher/refused.txt").read_text().splitlines()
]
SECONDS = 2.0
RUNAWAY = (
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b UNWIND range(1, 9000) AS c RETURN sum(a * b * c) AS n",
    "MATCH (a), (b), (c), (d), (e), (f) WHERE a.rank + b.rank + c.rank + d.rank + e.rank + f.rank < 0 RETURN count(*) AS n",
    "MATCH p = (:Person)-[*]-(:Person) RETURN count(p) AS n",
    "UNWIND range(1, 1000000) AS x UNWIND range(1, 100) AS y RETURN collect(toString(x) + 'abcdefghij') AS n",
    "WITH 'ab' AS s RETURN reduce(t = s, x IN range(1, 40) | t + t) = 'x' AS n",
    "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '((a+)+)+b' AS n",
)
STOPPED = {
    (408, "query-timeout"),
    (422, "query-too-large"),
    (422, "invalid"),
}  # the last by limits of the engine itself


@pytest.fixture
async def loaded(client: httpx.AsyncClient, account_id: str) -> str:
    document = json.loads((documents.DATA / "golden" / "jiangyuan.json").read_bytes())
    document["account"]["id"] = account_id
    answer = await client.put(f"/api/v1/accounts/{account_id}/document", json=document)
    assert answer.status_code == 200, answer.text
    return account_id


async def ask(
    client: httpx.AsyncClient, query: str, headers: dict[str, str] | None = None, **more: Any
) -> httpx.Response:
    return await client.post("/api/v1/cypher", json={"query": query, **more}, headers=headers)


async def rows(client: httpx.AsyncClient, query: str, headers: dict[str, str] | None = None, **more: Any) -> list[Any]:
    answer = await ask(client, query, headers, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


async def test_people_lines_scores_and_classes_are_those_of_the_map(client: httpx.AsyncClient, loaded: str) -> None:
    asked = {"account": loaded, "opportunity": "core-cloud-2027", "as_of": "2026-11-21"}
    shown = await client.get(
        f"/api/v1/accounts/{loaded}/power-map", params={"opportunity": "core-cloud-2027", "as_of": "2026-11-21"}
    )
    wanted = {
        one["id"]: (one["class"], one["scores"]["decision_influence"], one["coverage"]["level"])
        for one in shown.json()["people"]
    }
    found = await rows(
        client, "MATCH (p:Person) RETURN p.id AS id, p.class AS c, p.decision_influence AS d, p.coverage AS l", **asked
    )
    assert {row["id"]: (row["c"], row["d"], row["l"]) for row in found} == wanted
    lines = [(one["source"], one["target"]) for one in shown.json()["edges"] if one["kind"] == "INFLUENCES"]
    found = await rows(client, "MATCH (a:Person)-[r:INFLUENCES]->(b) RETURN a.id AS a, r, b.id AS b", **asked)
    assert sorted((row["a"], row["b"]) for row in found) == sorted(lines)
    assert {(row["r"]["source"], row["r"]["target"]) for row in found} == set(lines)
    query = "MATCH (p:Person {id: $id})-[s:STANDS]->(v:Party {role: 'VENDOR'}) RETURN s.x AS x, s.on AS on"
    query += ", s.on > date('2000-01-01') AS late"
    stance = next(one for one in shown.json()["people"] if shown.json()["vendor"] in one["attitudes"])
    told = stance["attitudes"][shown.json()["vendor"]]
    (row,) = await rows(client, query, params={"id": stance["id"]}, **asked)
    assert row == {"x": told["x"], "on": told["on"], "late": True}
    (row,) = await rows(
        client, "MATCH z = (:Person {id: 'P14'})-[:REPORTS_TO*1..9]->(h) WHERE h.rank = 1 RETURN z, h", **asked
    )
    assert (row["h"]["labels"], row["z"]["nodes"][0]["properties"]["id"]) == (["Person"], "P14")
    assert len(row["z"]["relationships"]) == len(row["z"]["nodes"]) - 1


async def test_limits_and_what_was_cut(client: httpx.AsyncClient, loaded: str) -> None:
    answer = (await ask(client, "MATCH (p:Person) RETURN p.id AS id ORDER BY id", account=loaded, limit=2)).json()
    assert (answer["rows"], answer["columns"]) == ([{"id": "P01"}, {"id": "P02"}], ["id"])
    assert (answer["truncated"], answer["truncated_by"], answer["accounts"]) == (True, "rows", [loaded])
    long = "UNWIND range(1, 9000) AS i RETURN reduce(t = 'ab', x IN range(1, 10) | t + t) AS t"
    answer = (await ask(client, long, account=loaded, limit=10_000)).json()
    assert (answer["truncated_by"], 2_000 < len(answer["rows"]) < 2_500) == ("bytes", True)
    assert await rows(client, "RETURN 0.0 / 0.0 AS n, [1, 2.5, null] AS l, {a: true} AS m", account=loaded) == [
        {"n": None, "l": [1, 2.5, None], "m": {"a": True}}
    ]


WRONG: list[tuple[dict[str, Any], int, str, str, tuple[str, ...]]] = [
    ({"query": "MATCH (p:Person)\nRETRUN p"}, 422, "cypher-syntax", "/query", ("line 2, column 1", "RETRUN")),
    ({"query": "MACH (p) RETURN p"}, 422, "cypher-syntax", "/query", ("line 1, column 1", "MATCH")),
    ({"query": "MATCH (p RETURN p"}, 422, "cypher-syntax", "/query", ("line 1, column 7", "not closed")),
    (
        {"query": "MATCH (p) WHERE p.name = 'x RETURN p"},
        422,
        "cypher-syntax",
        "/query",
        ("column 26", "not closed"),
    ),
    ({"query": "MATCH (p) RETURN cuont(p)"}, 422, "unknown-function", "/query", ("column 18", "count")),
    ({"query": "MATCH (p) RETURN {a: js('x')}"}, 422, "unknown-function", "/query", ("column 22",)),
    ({"query": "MATCH (p) RETURN q.name"}, 422, "cypher-failed", "/query", ("'q'",)),
    ({"query": "MATCH (p) RETURN 1 / 0"}, 422, "cypher-failed", "/query", ("zero",)),
    ({"query": "MATCH (p:Person {id: $id}) RETURN p"}, 422, "missing-field", "/params/id", ()),
    ({"query": ""}, 422, "cypher-syntax", "/query", ("no statement",)),
    ({"query": 1}, 422, "wrong-type", "/query", ()),
    ({}, 422, "missing-field", "/query", ()),
    ({"query": "RETURN 1", "limit": 10_001}, 422, "out-of-range", "/limit", ()),
    ({"query": "RETURN 1", "as_of": "yesterday"}, 422, "impossible-date", "/as_of", ()),
    ({"query": "RETURN 1", "more": 1}, 422, "unknown-field", "/more", ()),
    (
        {"query": "RETURN 1", "opportunity": "x", "account": None, "accounts": []},
        422,
        "wrong-type",
        "/opportunity",
        (),
    ),
    ({"query": f"RETURN {'(' * 1000}1{')' * 1000}"}, 400, "query-too-deep", "/query", ("50",)),
    ({"query": f"RETURN 1 IN [{','.join('1' * 20_000)}]"}, 400, "query-too-long", "/query", ("10000",)),
    ({"query": f"RETURN 1 IN [{','.join('1' * 501)}]"}, 400, "query-list-too-long", "/query", ("500",)),
    ({"query": f"RETURN '{'x' * 200_000}'"}, 400, "query-too-long", "/query", ()),
]


@EMBEDDED_ONLY
async def test_what_is_wrong_is_said_with_its_place(client: httpx.AsyncClient, loaded: str) -> None:
    for body, status, code, pointer, words in WRONG:
        answer = await client.post("/api/v1/cypher", json={"account": loaded, **body})
        (fault,) = answer.json()["errors"]
        assert (answer.status_code, fault["code"], fault["pointer"]) == (status, code, pointer), answer.text
        assert all(word in fault["message"] for word in words), fault["message"]
        assert "arcadedb" not in answer.text.lower()
        assert ".java" not in answer.text


@asynccontextmanager
async def trap() -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server on loopback, and what came to it."""
    came: list[bytes] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(await reader.read(1000))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na\n")
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], came


async def test_nothing_that_does_more_than_read_is_carried_out(client: httpx.AsyncClient, loaded: str) -> None:
    assert len(REFUSED) >= 84
    document = f"/api/v1/accounts/{loaded}/document"
    before = await client.get(document)
    async with trap() as (port, came):
        for wanted, query in REFUSED:
            answer = await ask(client, query.replace("{port}", str(port)), account=loaded)
            assert f"{answer.status_code} {answer.json()['code']}" == wanted, query
            (fault,) = answer.json()["errors"]
            assert fault["message"].startswith("line 1, column "), query
        assert came == []
    after = await client.get(document)
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
    assert len(await rows(client, "MATCH (p:Person) RETURN p.id AS id", account=loaded)) == len(before.json()["people"])


async def test_the_worker_stands_on_its_own(jiangyuan: AccountDocument, tmp_path: Path) -> None:
    """Sent what the first layer refuses, it writes nothing, reads no file, reaches nobody, and stays."""
    power = PowerGraph.of(jiangyuan, as_of=jiangyuan.interactions[0].on)
    held = part_of(analyse(power))
    secret = tmp_path / "secret.csv"
    secret.write_text("topsecret\n")
    worker = await Worker.start([held.body])
    try:
        async with trap() as (port, came):
            for _, query in [*REFUSED, ("", f"LOAD CSV FROM 'file://{secret}' AS row RETURN row")]:
                question = {"query": query.replace("{port}", str(port)), "params": {}, "rows": 10, "bytes": 10_000}
                answer = await worker.ask(question, at_most(work=2))
                assert "topsecret" not in json.dumps(answer), query
                assert "root:" not in json.dumps(answer), query
            assert came == []
        process = psutil.Process(worker._process.pid)
        assert process.net_connections() == []
        assert process.children() == []
        assert set(process.environ()) == {"PYTHONPATH", "PYTHONUTF8", "MALLOC_ARENA_MAX"}
        assert not worker._folder.exists()
        count = {
            "query": "MATCH (p:Person) RETURN count(p) AS n, max(p.name) AS m",
            "params": {},
            "rows": 10,
            "bytes": 10_000,
        }
        (row,) = (await worker.ask(count, at_most(work=2)))["rows"]
        assert row == {"n": len(power.ids), "m": max(one.name for one in power.people.values())}
        assert process.is_running()
    finally:
        await worker.end()
    assert not psutil.pid_exists(worker._process.pid)


@EMBEDDED_ONLY
@pytest.mark.slow
async def test_a_runaway_is_stopped_and_others_go_on(place: Place, store: Store, loaded: str) -> None:
    await store.ping()
    before = _workers()
    async with running(place.settings().model_copy(update={"cypher_seconds": SECONDS})) as client:
        await rows(client, "RETURN 1 AS n", account=loaded)
        for query in RUNAWAY:
            began = time.monotonic()
            stopping = asyncio.ensure_future(ask(client, query, account=loaded))
            await asyncio.sleep(0.2)
            other = await client.get(f"/api/v1/accounts/{loaded}/key-people")
            answer = await stopping
            took = time.monotonic() - began
            assert other.status_code == 200
            assert (answer.status_code, answer.json()["code"]) in STOPPED, query
            assert took < at_most(SECONDS + 1, 5), query
        assert await rows(client, "RETURN 1 AS n", account=loaded) == [{"n": 1}]
    assert _workers() <= before


def _workers() -> set[int]:
    return {one.pid for one in psutil.Process().children() if "app.own_cypher.engine" in one.cmdline()}


async def test_a_caller_sees_the_accounts_that_are_granted_and_nothing_else(place: Place, store: Store) -> None:
    await store.ping()
    run = uuid4().hex[:10]
    async with keyed_service(place) as service:
        admin = await service.key("admin")
        own, below, other = (f"{word}-{run}" for word in ("own", "below", "other"))
        for account, parent, name in ((own, None, "Own"), (below, own, "Below"), (other, None, "CANARY")):
            document = {
                "format": "powermap-account/1",
                "account": {"id": account, "name": name, "parent_id": parent},
                "people": [{"id": "p", "name": f"{name} person", "rank": 1, "note": "SECRETNOTE"}],
            }
            await service.desk(account, admin).load(document)
        reader = await service.key("analyst", own)
        query = "MATCH (n) RETURN n ORDER BY n.account_id, n.id"
        assert (await ask(service.client, query, await service.key("reader", own))).status_code == 403
        found = await ask(service.client, query, reader)
        assert "CANARY" not in found.text
        assert found.json()["accounts"] == [below, own]
        assert {row["n"]["properties"]["account_id"] for row in found.json()["rows"]} == {own, below}
        joined = "MATCH (a:Person), (b:Person) WHERE a.account_id < b.account_id RETURN a.name AS a, b.name AS b"
        assert await rows(service.client, joined, reader) == [{"a": "Below person", "b": "Own person"}]
        answers = [await ask(service.client, query, reader, account=account) for account in (other, "nobody")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json()["detail"].replace(other, "nobody") == answers[1].json()["detail"]
        assert "SECRETNOTE" in found.text
        grant = Grant("analyst", "Cleared for less", (own,), clearance="review")
        less = bearer(await create_key(service.app.state.accounts.store, service.app.state.key_secret, grant))
        for asked in ({}, {"account": own}):
            cut = await ask(service.client, query, less, **asked)
            assert ("Own person" in cut.text, "SECRETNOTE" in cut.text) == (True, False), cut.text
        assert (await ask(service.client, query, less, account=other)).status_code == 404
        changed = await service.client.patch(
            f"/api/v1/accounts/{own}/people/p", json={"name": "Changed"}, headers={**admin, "If-Match": "*"}
        )
        assert changed.status_code == 200
        assert await rows(service.client, "MATCH (p:Person) RETURN p.name AS n", reader, account=own) == [
            {"n": "Changed"}
        ]


@EMBEDDED_ONLY
async def test_what_was_asked_is_noted_without_its_words(client: httpx.AsyncClient, loaded: str) -> None:
    await rows(client, "MATCH (p:Person {name: '莫怀古'}) RETURN p.id AS i", account=loaded)
    await ask(client, "CREATE (:Secretname)", account=loaded)
    log = b"".join(path.read_bytes() for path in files(Path(os.environ["POWERMAP_AUDIT"]))).decode()
    noted = [line for line in map(json.loads, log.splitlines()) if line["event"] == "cypher"]
    assert (noted[-2]["outcome"], noted[-2]["rows"], noted[-2]["accounts"], noted[-2]["actor"]) == (
        "answered",
        1,
        [loaded],
        "demo",
    )
    assert noted[-1]["outcome"] == "ReadOnly"
    assert "Secretname" not in log
    assert "莫怀古" not in log


async def test_a_worker_is_kept_for_the_next_question(jiangyuan: AccountDocument) -> None:
    parts = [
        part_of(analyse(PowerGraph.of(jiangyuan, as_of=jiangyuan.interactions[0].on, opportunity=opportunity)))
        for opportunity in (None, "core-cloud-2027")
    ]
    workers = Workers(1, SECONDS)
    question = {"query": "MATCH (p:Person {class: 'A'}) RETURN count(p) AS n", "params": {}, "rows": 1, "bytes": 1000}
    try:
        await workers.ask((parts[0].digest,), [parts[0].body], question)
        (first,) = workers._of.values()
        for _ in range(3):
            await asyncio.gather(*(workers.ask((parts[0].digest,), [parts[0].body], question) for _ in range(3)))
        assert list(workers._of.values()) == [first]
        await workers.ask((parts[1].digest,), [parts[1].body], question)
        assert list(workers._of) == [(parts[1].digest,)]
        assert not first.is_alive
    finally:
        await workers.close()


async def test_every_declared_property_is_one_that_can_be_asked(client: httpx.AsyncClient, loaded: str) -> None:
    schema = (await client.get("/api/v1/cypher/schema")).json()
    known = {one["label"]: {p["name"] for p in one["properties"]} for one in schema["labels"]}
    types = {
        (one["type"], one["source"], one["target"]): {p["name"] for p in one["properties"]}
        for one in schema["relationships"]
    }
    assert all(one["meaning"] and all(p["meaning"] for p in one["properties"]) for one in schema["labels"])
    query = "MATCH (n) UNWIND keys(n) AS k RETURN DISTINCT labels(n)[0] AS label, k"
    found = await rows(client, query, account=loaded, limit=10_000)
    assert {(row["label"], row["k"]) for row in found} <= {
        (label, name) for label, names in known.items() for name in names
    }
    query = "MATCH (a)-[r]->(b) UNWIND [null] + keys(r) AS k RETURN DISTINCT type(r) AS t, labels(a)[0] AS a, labels(b)[0] AS b"
    query += ", k"
    for row in await rows(client, query, account=loaded, limit=10_000):
        assert row["k"] in {None, *types[row["t"], row["a"], row["b"]]}, row


@EMBEDDED_ONLY
async def test_the_command_asks_the_same(commands: Commands, loaded: str) -> None:
    query = "MATCH (p:Person) WHERE p.rank <= $rank RETURN p.id AS id, p.roles AS roles ORDER BY id"
    given = (query, "--account", loaded, "--param", "rank=1")
    assert json.loads(await commands.beside("cypher", *given, "--format", "json")) == [{"id": "P01", "roles": []}]
    assert await commands.beside("cypher", *given, "--format", "csv") == "id,roles\nP01,[]\n"
    assert "CREATE would change something" in await commands.beside("cypher", "CREATE (n)", code=1)
    assert "(:Person)-[:INFLUENCES" in await commands.beside("cypher", "--schema")


async def test_the_cookbook_is_answered(jiangyuan: AccountDocument) -> None:
    book = Path(own_cypher.__file__).with_name("README.md").read_text(encoding="utf-8")
    questions = re.findall(r"```cypher\n(.*?)```", book, re.DOTALL)
    assert len(questions) == 10
    day = max(one.on for one in jiangyuan.interactions)
    held = part_of(analyse(PowerGraph.of(jiangyuan, as_of=day, opportunity="core-cloud-2027")))
    workers = Workers(1, at_most(work=2))
    try:
        for query in questions:
            assert read_statement(query).parameters == frozenset()
            asked = {"query": query, "params": {}, "rows": 100, "bytes": 1_000_000}
            answer = await workers.ask((held.digest,), [held.body], asked)
            assert answer.get("rows"), (query, answer)
            assert all(value is not None for value in answer["rows"][0].values()), (query, answer["rows"][0])
    finally:
        await workers.close()
