"""Named queries that a team saves: checked when saved, seen by right, asked of what the asker sees, kept with the account."""

import asyncio
import csv
import io
import json
import secrets
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.audit.audit_log import files
from app.backup.service import back_up, restore
from app.sample import SAMPLE
from graph.accounts import edit_document
from graph.saved_queries import SavedQuery, delete, find_queries, list_all, put_back, queries_by_key, save
from graph.store import Store
from tests import documents
from tests.app.test_backup import empty, say_nothing  # noqa: F401 - empty is a fixture
from tests.app.test_backup import settings as settings_of
from tests.commands import Commands
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import KeyedService, keyed_service

API = "/api/v1"
OF_RANK: dict[str, Any] = {
    "title": "People of a rank",
    "query": "MATCH (p:Person) WHERE p.rank <= $rank RETURN p.id AS id, '=' + p.id AS note, p.rank AS rank ORDER BY id",
    "parameters": [{"name": "rank", "type": "int", "default": 2}],
}


class Team:
    """A service with two accounts that know nothing of each other, and what a key is answered."""

    def __init__(self, service: KeyedService, own: str, other: str) -> None:
        self.service, self.own, self.other = service, own, other

    async def load(self, *accounts: str) -> None:
        admin = await self.service.key("admin")
        for account in accounts:
            document = json.loads(SAMPLE)
            document["account"]["id"] = account
            loaded = await self.service.client.put(f"{API}/accounts/{account}/document", json=document, headers=admin)
            assert loaded.status_code == 200, loaded.text

    async def ask(
        self, method: str, path: str, key: dict[str, str], body: Any = None, **headers: str
    ) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"json": body} if body is not None else {}
        return await self.service.client.request(method, f"{API}/queries{path}", headers=key | named, **sent)


async def test_saved_shown_changed_and_asked_by_right(place: Place, account_id: str) -> None:
    async with keyed_service(place) as service:
        team = Team(service, account_id, f"o-{account_id}")
        await team.load(team.own, team.other)
        admin, analyst = await service.key("admin"), await service.key("analyst", team.own, name="Ann")
        reader, stranger = await service.key("reader", team.own), await service.key("analyst", team.other)
        name = f"/{account_id}.of_rank"
        outline = await service.key("reader", team.own, clearance="outline")

        made = await team.ask("PUT", name, analyst, OF_RANK)
        assert (made.status_code, made.json()["account"], made.json()["saved_by"]) == (201, team.own, "Ann")
        etag = made.headers["etag"]
        for key, status in ((reader, 200), (admin, 200), (stranger, 404), (outline, 200)):
            answer = await team.ask("GET", name, key)
            assert answer.status_code == status, answer.text
            if status == 200:
                shown = answer.json()["query"]
                assert (answer.headers["etag"], shown) == (etag, None if key is outline else OF_RANK["query"])
        unknown = await team.ask("GET", "/nothing", stranger)
        assert unknown.text.replace("nothing", name[1:]).replace(unknown.headers["x-request-id"], "") == (
            hidden := await team.ask("GET", name, stranger)
        ).text.replace(hidden.headers["x-request-id"], "")

        renamed = OF_RANK | {"title": "Of a rank"}
        for key, headers, status in (
            (reader, {"If_Match": etag}, 403),
            (analyst, {}, 428),
            (analyst, {"If_Match": '"another"'}, 412),
            (analyst, {"If_Match": etag}, 200),
            (analyst, {"If_Match": etag}, 412),
        ):
            assert (await team.ask("PUT", f"{name}?account={team.own}", key, renamed, **headers)).status_code == status
        assert (await team.ask("PUT", "/list_superiors", admin, OF_RANK)).status_code == 409
        assert (await team.ask("PUT", f"/x?account={team.other}", analyst, OF_RANK)).status_code == 404

        wide = f"/{account_id}.everywhere"
        assert (await team.ask("PUT", wide, admin, OF_RANK | {"title": "Everywhere"})).status_code == 201
        several = await service.key("analyst", team.own, team.other)
        assert (await team.ask("PUT", f"/{account_id}.more", several, OF_RANK)).status_code == 403
        assert (await team.ask("DELETE", wide, analyst)).status_code == 403
        assert (await team.ask("GET", wide, analyst)).json()["query"] is None
        ids = await _ids(team, wide, analyst, {})
        assert ids == await _ids(team, wide, stranger, {})
        assert len(await _ids(team, wide, several, {})) == 2 * len(ids) > 0
        assert (await team.ask("POST", wide, analyst, {"params": {"account_id": team.other}})).status_code == 404
        assert (await team.ask("POST", name, stranger, {"params": {}})).status_code == 404

        listed = [one["name"] for one in await _list(team, analyst) if account_id in one["name"]]
        assert listed == [wide[1:], name[1:]]
        assert [one["name"] for one in await _list(team, stranger) if account_id in one["name"]] == [wide[1:]]
        assert (await team.ask("DELETE", name, analyst, If_Match=etag)).status_code == 412
        assert (await team.ask("DELETE", name, analyst)).status_code == 204
        assert (await team.ask("DELETE", name, analyst)).status_code == 404
        assert (await team.ask("DELETE", wide, admin)).status_code == 204
        log = b"".join(file.read_bytes() for file in files(service.app.state.audit.folder))
        noted = [line for line in log.splitlines() if b'"event":"query"' in line and account_id.encode() in line]
        assert [json.loads(line)["outcome"] for line in noted] == ["saved", "saved", "deleted"]
        assert account_id.encode() + b".of_rank" not in log


async def _ids(team: Team, name: str, key: dict[str, str], params: dict[str, Any]) -> list[str]:
    answer = await team.ask("POST", name, key, {"params": params})
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["rows"]]


async def _list(team: Team, key: dict[str, str]) -> list[dict[str, Any]]:
    """All, three a page."""
    items: list[dict[str, Any]] = []
    path = "?limit=3"
    while path:
        page = await team.ask("GET", path, key)
        items += page.json()["items"]
        cursor = page.json()["next_cursor"]
        assert (cursor is None) == ("link" not in page.headers)
        path = f"?limit=3&cursor={cursor}" if cursor else ""
    assert [one["name"] for one in items] == sorted(one["name"] for one in items)
    return items


async def test_rows_come_in_pages_and_forms(client: httpx.AsyncClient, account_id: str) -> None:
    document = json.loads(SAMPLE)
    document["account"]["id"] = account_id
    assert (await client.put(f"{API}/accounts/{account_id}/document", json=document)).status_code == 200
    path = f"{API}/queries/{account_id}"
    assert (await client.put(f"{path}?account={account_id}", json=OF_RANK)).status_code == 201
    everybody = (await client.post(path, json={"params": {"rank": 9}})).json()["rows"]
    assert [one["id"] for one in everybody] == sorted(one["id"] for one in document["people"])
    rows: list[Any] = []
    url = path
    while True:
        page = await client.post(url, json={"params": {"rank": 9, "limit": 10}})
        assert page.status_code == 200, page.text
        rows += page.json()["rows"]
        if not page.json()["truncated"]:
            break
        url = f"{path}?cursor={page.json()['next_cursor']}"
        assert page.headers["link"] == f'<{url}>; rel="next"'
    assert rows == everybody
    for cursor, params in ((url.partition("=")[2], {"rank": 3}), ("no", {}), ("WyJhIiwiLTEiXQ", {})):
        assert (await client.post(f"{path}?cursor={cursor}", json={"params": params})).status_code == 422
    answer = await client.post(f"{path}?format=csv", json={"params": {"rank": 1}})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head = next(one["id"] for one in everybody if one["rank"] == 1)
    assert list(csv.reader(io.StringIO(answer.text))) == [["id", "note", "rank"], [head, f"'={head}", "1"]]
    table = await client.post(f"{path}?format=table", json={"params": {"rank": 1}})
    assert (table.headers["content-type"], f" {head} " in table.text) == ("text/plain; charset=utf-8", True)
    ready = await client.post(
        f"{API}/queries/list_superiors?format=csv", json={"params": {"account_id": account_id, "person": "P14"}}
    )
    assert ready.text.startswith("person,name,steps\n")
    deleted = await client.delete(f"{API}/accounts/{account_id}?cascade=true")
    assert (deleted.status_code, (await client.get(path)).status_code) == (204, 404)


TYPED = {
    "title": "t",
    "query": "RETURN $s AS s, $i AS i, $f AS f, $b AS b, $d AS d, $d < date('2026-02-01') AS early, 'x' IN $l AS l",
    "parameters": [
        {"name": name, "type": kind}
        for name, kind in zip("sifbdl", ("str", "int", "float", "bool", "date", "list"), strict=True)
    ],
}
GIVEN: dict[str, Any] = {"s": "'}) x", "i": 3, "f": 0.5, "b": False, "d": "2026-01-31", "l": ["x", 2]}


@EMBEDDED_ONLY
async def test_parameters_have_types(client: httpx.AsyncClient, account_id: str) -> None:
    document = {"format": "powermap-account/1", "account": {"id": account_id, "name": "x"}}
    assert (await client.put(f"{API}/accounts/{account_id}/document", json=document)).status_code == 200
    path = f"{API}/queries/t-{account_id}"
    assert (await client.put(f"{path}?account={account_id}", json=TYPED)).status_code == 201
    (row,) = (await client.post(path, json={"params": GIVEN})).json()["rows"]
    assert row == GIVEN | {"early": True, "l": True}
    wrong: dict[str, Any] = {"s": 1, "i": 1.5, "f": "x", "b": 0, "d": "31.1.2026", "l": "x"}
    wrong |= {"limit": 0, "as_of": "x", "more": 1, "account_id": 3}
    refused = (await client.post(path, json={"params": wrong})).json()
    assert {fault["pointer"] for fault in refused["errors"]} == {f"/params/{name}" for name in wrong}
    missing = (await client.post(path, json={"params": {}})).json()
    assert [fault["code"] for fault in missing["errors"]] == ["missing-field"] * 6


@EMBEDDED_ONLY
@pytest.mark.parametrize(
    ("change", "status", "pointer", "said"),
    [
        ({"query": "MATCH (p:Person)\nRETURN q.id AS id"}, 422, "/query", "line 2, column 8: q is not known here"),
        ({"query": "MATCH (p:Person RETURN p"}, 422, "/query", "line 1, column 7"),
        ({"query": "MATCH (p) WHERE p.x = RETURN p"}, 422, "/query", "line 1, column 30"),
        ({"query": "MATCH (p) RETURN p.id AS id\nLIMIT $n"}, 422, "/query", "line 2, column 7: $n is not declared"),
        ({"query": "MACH (p) RETURN p"}, 422, "/query", "did you mean MATCH?"),
        ({"query": "MATCH (p) RETURN szie(p) AS n"}, 422, "/query", "did you mean size?"),
        ({"query": "MATCH (p) SET p.x = 1"}, 403, "/query", "SET"),
        ({"query": "LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x"}, 403, "/query", "LOAD CSV"),
        ({"query": "RETURN 1 AS n", "parameters": [{"name": "n", "type": "int"}]}, 422, "/parameters/0/name", "no such"),
        ({"query": "RETURN $limit AS n", "parameters": [{"name": "limit", "type": "int"}]}, 422, "/parameters/0/name", "limit"),
        ({"query": "RETURN $n", "parameters": [{"name": "n", "type": "int", "default": ""}]}, 422, "/parameters/0/default", ""),
        ({"query": "RETURN $n AS n", "parameters": [{"name": "n", "type": "text"}]}, 422, "/parameters/0/type", "str"),
        ({"title": " "}, 422, "/title", ""),
        ({"saved_by": "somebody"}, 422, "/saved_by", "no such field"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_when_it_is_saved(
    client: httpx.AsyncClient, change: dict[str, Any], status: int, pointer: str, said: str
) -> None:
    body = {"title": "t", "query": "RETURN 1 AS n", **change}
    answer = await client.put(f"{API}/queries/wrong", json=body)
    assert answer.status_code == status, answer.text
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    assert said in answer.json()["errors"][0]["message"]
    assert (await client.get(f"{API}/queries/wrong")).status_code == 404
    assert (await client.put(f"{API}/queries/a%20b", json={"title": "t", "query": "RETURN 1 AS n"})).status_code == 422


async def test_who_is_erased_is_struck_out_of_saved_queries(
    place: Place,
    store: Store,
    empty: tuple[Place, Store],  # noqa: F811
    account_id: str,
    tmp_path: Path,
) -> None:
    """And a backup has them all, the account's and those of all accounts."""
    async with keyed_service(place) as service:
        team = Team(service, account_id, "")
        await team.load(account_id)
        admin = await service.key("admin")
        # Queries of all accounts lose whomever anybody erases: nobody else in the store has this name and id.
        person, who = f"E{account_id[-12:]}", "慕容若水"
        added = {"id": person, "name": who, "name_en": "Murong Ruoshui", "department_id": "NETDEV", "rank": 4}
        made = await service.client.post(f"{API}/accounts/{account_id}/people", json=added, headers=admin)
        assert made.status_code == 201, made.text
        query = (
            f"MATCH (p:Person {{id: $p}}) // of {person}\n"
            f"WHERE p.id IN ['{person}', 'P05'] OR p.name = '{who}' RETURN p.id AS {person}"
        )
        body = {
            "title": f"{who} ({person})",
            "query": query,
            "parameters": [{"name": "p", "type": "str", "default": person}],
        }
        wide, own, named = (f"{word}-{account_id}" for word in ("wide", "own", "murong_ruoshui"))
        assert (await team.ask("PUT", f"/{wide}", admin, body)).status_code == 201
        for name in (own, named):
            assert (await team.ask("PUT", f"/{name}?account={account_id}", admin, body)).status_code == 201

        file = tmp_path / "all.backup"
        await back_up(store, settings_of(place), file, [account_id])
        there, other = empty
        await restore(other, settings_of(there), file, replace=False, say=say_nothing)
        assert await list_all(other, [account_id]) == (kept := await list_all(store, [account_id]))
        assert len(kept) == 2

        done = await service.client.post(f"{API}/accounts/{account_id}/people/{person}/erase", headers=admin)
        assert (done.status_code, done.json()["queries"]) == (200, 3)
        rows = await list_all(store, [account_id, ""])
        rows = [row for row in rows if account_id in row.account + row.name]
        assert len(rows) == 3
        for row in rows:
            assert who not in row.model_dump_json()
            assert "ruoshui" not in row.name
            assert (row.title, json.loads(row.parameters)[0]["default"]) == ("▇ (▇)", "▇")
            assert row.query == query.replace(f"of {person}", "of ▇").replace(f"'{person}'", "'▇'").replace(who, "▇")
        assert await _ids_of(team, f"/{own}", admin) == []
        assert (await team.ask("DELETE", f"/{wide}", admin)).status_code == 204


async def _ids_of(team: Team, name: str, key: dict[str, str]) -> list[Any]:
    answer = await team.ask("POST", name, key, {"params": {}})
    assert answer.status_code == 200, answer.text
    rows: list[Any] = answer.json()["rows"]
    return rows


@EMBEDDED_ONLY
async def test_those_of_all_accounts_are_in_a_backup_of_all(
    empty: tuple[Place, Store],  # noqa: F811
    tmp_path: Path,
) -> None:
    there, source = empty
    async with keyed_service(there) as service:
        admin = await service.key("admin")
        team = Team(service, "", "")
        assert (await team.ask("PUT", "/all", admin, OF_RANK)).status_code == 201
    file = tmp_path / "all.backup"
    await back_up(source, settings_of(there), file)
    place = Place(f"embedded:{tmp_path / 'second'}")
    second = place.open()
    try:
        await restore(second, settings_of(place), file, replace=False, say=say_nothing)
        assert await list_all(second, [""]) == await list_all(source, [""])
        assert len(await list_all(second, [""])) == 1
    finally:
        await second.close()


def saved(account: str, name: str, title: str) -> SavedQuery:
    at, stamp = "2026-01-01T00:00:00+00:00", secrets.token_hex(16)
    text = {"query": "RETURN 1 AS n", "parameters": "[]", "saved_by": "Kim", "saved_at": at, "stamp": stamp}
    return SavedQuery(account=account, name=name, title=title, **text)


async def test_a_backup_takes_the_place_of_the_queries_seen_before_it_and_of_no_later_word(
    store: Store, account_id: str
) -> None:
    """What was saved, deleted or made meanwhile stays so and is told; what the backup does not know of stays anyhow."""
    names = ("same", "seen", "changed", "deleted", "made", "beside")
    here = {name: saved(account_id, name, "here") for name in names if name != "made"}
    for one in here.values():
        assert await save(store, one, None)
    kept = [here["same"], *(saved(account_id, name, "kept") for name in ("seen", "changed", "deleted", "made", "new"))]
    seen = await queries_by_key(store, [account_id])
    assert await put_back(store, kept[:-2], seen, replace=False) == []
    assert await queries_by_key(store, [account_id]) == seen
    assert await save(store, saved(account_id, "changed", "later"), here["changed"])
    assert await delete(store, here["deleted"])
    assert await save(store, saved(account_id, "made", "later"), None)
    passed = await put_back(store, kept, seen, replace=True)
    assert [one.name for one in passed] == ["changed", "deleted", "made"]
    after = {name: one.title for (_, name), one in (await queries_by_key(store, [account_id])).items()}
    assert after == {
        "same": "here",
        "seen": "kept",
        "changed": "later",
        "made": "later",
        "beside": "here",
        "new": "kept",
    }
    again = await queries_by_key(store, [account_id])
    assert await put_back(store, kept, again, replace=True) == []


async def test_nothing_saved_while_a_restore_replaces_accounts_is_lost(
    store: Store,
    place: Place,
    empty: tuple[Place, Store],  # noqa: F811
    account_id: str,
    tmp_path: Path,
) -> None:
    there, source = empty
    ids, wide = [f"{account_id}-{n}" for n in range(8)], f"wide-{account_id}"
    for own in ids:
        await edit_document(source, own, documents.becoming(documents.small(own)), documents.AUTHOR)
        assert await save(source, saved(own, "q", "kept"), None)
    assert await save(source, saved("", wide, "kept"), None)
    file = tmp_path / "all.backup"
    await back_up(source, settings_of(there), file)
    for own in ids:
        await edit_document(store, own, documents.becoming(documents.small(own)), documents.AUTHOR)
        assert await save(store, saved(own, "beside", "here"), None)
    restoring = asyncio.create_task(restore(store, settings_of(place), file, replace=True, say=say_nothing))
    last: dict[tuple[str, str], SavedQuery] = {}
    while not restoring.done():
        for key in ((ids[-1], "q"), (ids[0], "q"), ("", wide)):
            before = next(iter(await find_queries(store, [key[0]], key[1])), None)
            if await save(store, one := saved(*key, f"later {len(last)}"), before):
                last[key] = one
    moved = await restoring
    assert (moved.written, moved.findings) == (len(ids), [])
    after = await queries_by_key(store, ["", *ids])
    assert {key: after[key] for key in last} == last
    assert {(one.account, one.name) for one in moved.passed} <= last.keys()
    assert (ids[-1], "q") in last
    assert all(after[own, "beside"].title == "here" for own in ids)
    assert all(after[own, "q"].title == "kept" for own in ids[1:-1])
    assert await delete(store, after["", wide])


@EMBEDDED_ONLY
async def test_on_the_command_line(
    commands: Commands, client: httpx.AsyncClient, account_id: str, tmp_path: Path
) -> None:
    document = json.loads(SAMPLE)
    document["account"]["id"] = account_id
    assert (await client.put(f"{API}/accounts/{account_id}/document", json=document)).status_code == 200
    text = tmp_path / "query.cypher"
    text.write_text(OF_RANK["query"], encoding="utf-8")
    name = f"cli-{account_id}"
    asked = ("queries", "save", name, str(text), "--title", "Of a rank", "--account", account_id)
    wrong = await commands.beside(*asked, code=1)
    assert "$rank is not declared" in wrong
    saving = (*asked, "--param", "rank:int=1")
    assert (await commands.beside(*saving), await commands.beside(*saving)) == ("saved\n", "replaced\n")
    assert name in await commands.beside("queries", "list")
    shown = json.loads(await commands.beside("queries", "show", name))
    assert (shown["purpose"], shown["query"], shown["parameters"][0]["default"]) == ("Of a rank", OF_RANK["query"], 1)
    rows = json.loads(await commands.beside("query", name, "--param", "rank=2", "--format", "json"))
    assert len(rows) > 1
    assert await commands.beside("queries", "delete", name) == ""
    assert "no query" in await commands.beside("query", name, code=1)
