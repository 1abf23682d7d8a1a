"""Lists of records: pages, filters, and parameters nobody knows."""

import base64
import json
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.records.record_routes import ROUTED
from app.records.sorting import sortable
from tests.conftest import EMBEDDED_ONLY, ON_BOTH
from tests.records_at_hand import API, SAMPLES, Desk, Json, base_document, refused

pytestmark = EMBEDDED_ONLY


def _document(account_id: str) -> Json:
    """People in a tree of departments, with attitudes, owners, meetings and an opportunity to filter by."""
    return base_document(account_id) | {
        "departments": [
            {"id": "top", "name": "总部", "name_en": "Head office"},
            {"id": "it", "name": "信息部", "name_en": "IT", "parent_id": "top"},
            {"id": "net", "name": "网络处", "name_en": "Networks", "parent_id": "it"},
            {"id": "law", "name": "法务部", "name_en": "Legal"},
        ],
        "people": [
            {"id": "p1", "name": "张伟", "name_en": "Zhang Wei", "department_id": "top", "rank": 1, "title": "总经理"},
            {"id": "p2", "name": "李娜", "name_en": "Li Na", "department_id": "it", "rank": 2},
            {"id": "p3", "name": "王芳", "name_en": "WANG Fang", "department_id": "net", "rank": 3, "external": True},
            {"id": "p4", "name": "Straße ＡＢＣ", "department_id": "law", "rank": 3, "title_en": "Counsel"},
            {"id": "p5", "name": "?", "rank": 6, "placeholder": True},
        ],
        "reporting": [
            {"subordinate": "p2", "manager": "p1", "kind": "SOLID"},
            {"subordinate": "p3", "manager": "p2", "kind": "SOLID"},
            {"subordinate": "p3", "manager": "p1", "kind": "DOTTED"},
        ],
        "influence": [
            {"source": "p1", "target": "p2", "strength": 0.5, "kind": "MENTOR", "reported_by": "m"},
            {"source": "p1", "target": "p3", "strength": 0.5},
        ],
        "ties": [{"a": "p1", "b": "p2", "kind": "CONFLICT"}, {"a": "p2", "b": "p3", "kind": "ALLIANCE"}],
        "team": [
            {"id": "m", "name": "许一", "role": "KAM", "seniority": "DIRECTOR", "function": "Sales"},
            {"id": "n", "name": "Nora", "role": "FR"},
        ],
        "attitudes": [
            {"person": "p1", "toward": "us", "level": "OPPOSE", "on": "2026-01-01"},
            {"person": "p1", "toward": "us", "level": "SUPPORT", "on": "2026-03-01", "reported_by": "m"},
            {"person": "p1", "toward": "rival", "level": "OPPOSE", "on": "2026-02-01"},
            {"person": "p2", "toward": "us", "level": "SUPPORT", "on": "2026-01-01", "opportunity_id": "o"},
            {"person": "p3", "toward": "us", "level": "SUPPORT", "on": "2026-01-01"},
            {"person": "p3", "toward": "us", "level": "UNKNOWN", "on": "2026-02-01"},
        ],
        "coverage": [
            {"member": "m", "person": "p1", "owner": True},
            {"member": "n", "person": "p1"},
            {"member": "n", "person": "p2", "owner": True},
        ],
        "interactions": [
            {"id": "i1", "on": "2026-01-10", "members": ["m"], "people": ["p1"]},
            {"id": "i2", "on": "2026-02-10", "kind": "WORKSHOP", "members": ["m", "n"], "people": ["p1", "p2"]},
            {"id": "i3", "on": "2026-03-10", "members": ["n"], "people": []},
        ],
        "opportunities": [
            {
                "id": "o",
                "name": "核心云",
                "horizon": "LONG",
                "stages": [
                    {"id": "s1", "order": 1, "kind": "NEED", "participants": [{"person": "p1", "role": "USER"}]},
                    {"id": "s2", "order": 2, "kind": "AWARD", "quota": 1, "votes": [{"person": "p1"}]},
                ],
            },
            {"id": "o2", "name": "Backup"},
        ],
    }


@pytest_asyncio.fixture
async def desk(client: httpx.AsyncClient, account_id: str) -> Desk:
    return await Desk(client, account_id).load(_document(account_id))


@pytest_asyncio.fixture(scope="session")
async def read_desks() -> dict[str, Desk]:
    """One filled account an engine, for tests that only read."""
    return {}


@pytest_asyncio.fixture
async def read_desk(client: httpx.AsyncClient, account_id: str, engine: str, read_desks: dict[str, Desk]) -> Desk:
    if engine not in read_desks:
        read_desks[engine] = await Desk(client, account_id).load(_document(account_id))
    return read_desks[engine]


FILTERED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("people", {}, ["p1", "p2", "p3", "p4", "p5"]),
    ("people", {"department": "top"}, ["p1", "p2", "p3"]),
    ("people", {"department": "it"}, ["p2", "p3"]),
    ("people", {"department": "net"}, ["p3"]),
    ("people", {"department": "nowhere"}, []),
    ("people", {"rank": 3}, ["p3", "p4"]),
    ("people", {"rank": 3, "department": "law"}, ["p4"]),
    ("people", {"attitude": "SUPPORT"}, ["p1"]),
    ("people", {"attitude": "UNKNOWN"}, ["p2", "p3", "p4", "p5"]),
    ("people", {"attitude": "OPPOSE", "toward": "rival"}, ["p1"]),
    ("people", {"owner": "m"}, ["p1"]),
    ("people", {"owner": "n"}, ["p2"]),
    ("people", {"owner": ""}, ["p3", "p4", "p5"]),
    ("people", {"external": "true"}, ["p3"]),
    ("people", {"placeholder": "false", "rank": 6}, []),
    ("people", {"q": "张"}, ["p1"]),
    ("people", {"q": "经理"}, ["p1"]),
    ("people", {"q": "wang"}, ["p3"]),
    ("people", {"q": "LI na"}, ["p2"]),
    ("people", {"q": "ＷＡＮＧ"}, ["p3"]),
    ("people", {"q": "abc"}, ["p4"]),
    ("people", {"q": "STRASSE"}, ["p4"]),
    ("people", {"q": "counsel"}, ["p4"]),
    ("people", {"q": "(a+)+$"}, []),
    ("people", {"q": "?"}, ["p5"]),
    ("people", {"q": ".*"}, []),
    ("departments", {"q": "网络"}, ["net"]),
    ("departments", {"q": "NETWORKS"}, ["net"]),
    ("departments", {"parent_id": "top"}, ["it"]),
    ("competitors", {"q": "riv"}, ["rival"]),
    ("reporting", {"kind": "DOTTED"}, ["p3"]),
    ("reporting", {"manager": "p1"}, ["p2", "p3"]),
    ("reporting", {"subordinate": "p3"}, ["p3", "p3"]),
    ("influence", {"source": "p1", "kind": "MENTOR"}, ["p1"]),
    ("influence", {"target": "p3"}, ["p1"]),
    ("influence", {"reported_by": "m"}, ["p1"]),
    ("ties", {"person": "p1"}, ["p1"]),
    ("ties", {"person": "p2"}, ["p2", "p1"]),
    ("ties", {"kind": "ALLIANCE"}, ["p2"]),
    ("attitudes", {"person": "p1", "since": "2026-02-01"}, ["p1", "p1"]),
    ("attitudes", {"since": "2026-01-02", "until": "2026-02-01"}, ["p1", "p3"]),
    ("attitudes", {"level": "UNKNOWN"}, ["p3"]),
    ("attitudes", {"toward": "rival"}, ["p1"]),
    ("attitudes", {"opportunity_id": "o"}, ["p2"]),
    ("attitudes", {"reported_by": "m"}, ["p1"]),
    ("team", {"role": "FR"}, ["n"]),
    ("team", {"seniority": "DIRECTOR"}, ["m"]),
    ("team", {"q": "许"}, ["m"]),
    ("team", {"q": "sales"}, ["m"]),
    ("coverage", {"person": "p1"}, ["m", "n"]),
    ("coverage", {"member": "n", "owner": "false"}, ["n"]),
    ("interactions", {"member": "n"}, ["i2", "i3"]),
    ("interactions", {"person": "p1"}, ["i1", "i2"]),
    ("interactions", {"kind": "WORKSHOP"}, ["i2"]),
    ("interactions", {"since": "2026-02-10"}, ["i2", "i3"]),
    ("interactions", {"until": "2026-01-31"}, ["i1"]),
    ("opportunities", {"horizon": "LONG"}, ["o"]),
    ("opportunities", {"q": "云"}, ["o"]),
    ("opportunities/o/stages", {"kind": "AWARD"}, ["s2"]),
    ("opportunities/o/stages", {"role": "USER"}, ["s1"]),
    ("opportunities/o2/stages", {}, []),
]


@pytest.mark.parametrize(("path", "query", "expected"), FILTERED)
async def test_filters(read_desk: Desk, path: str, query: dict[str, Any], expected: list[str]) -> None:
    assert [next(iter(item.values())) for item in await read_desk.items(path, **query)] == expected


@pytest.mark.parametrize(
    ("path", "query", "pointer", "code"),
    [
        ("people", {"rank": 7}, "/query/rank", "out-of-range"),
        ("people", {"rank": "x"}, "/query/rank", "wrong-type"),
        ("people", {"attitude": "LIKES"}, "/query/attitude", "wrong-enum"),
        ("people", {"q": "x" * 201}, "/query/q", "too-long"),
        ("people", {"limit": 0}, "/query/limit", "out-of-range"),
        ("people", {"limit": -1}, "/query/limit", "out-of-range"),
        ("people", {"limit": 201}, "/query/limit", "out-of-range"),
        ("people", {"limit": 10**9}, "/query/limit", "out-of-range"),
        ("people", {"limit": "9" * 400}, "/query/limit", "out-of-range"),
        ("people", {"sort": "name} RETURN n//"}, "/query/sort", "wrong-enum"),
        ("attitudes", {"since": "2026-02-30"}, "/query/since", "impossible-date"),
        ("attitudes", {"since": "10000-01-01"}, "/query/since", "impossible-date"),
        ("interactions", {"until": "0000-00-00"}, "/query/until", "impossible-date"),
        ("interactions", {"kind": "PARTY"}, "/query/kind", "wrong-enum"),
        ("coverage", {"owner": "perhaps"}, "/query/owner", "wrong-type"),
    ],
)
async def test_wrong_parameters_are_refused(
    read_desk: Desk, path: str, query: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await read_desk.client.get(read_desk.url(path), params=query)
    assert refused(answer, 422, "invalid") == [(pointer, code)]


async def test_an_unknown_parameter_names_those_that_there_are(desk: Desk) -> None:
    answer = await desk.client.get(desk.url("departments"), params={"colour": "red"})
    assert refused(answer, 422, "invalid") == [("/query/colour", "unknown-field")]
    assert "cursor, etags, limit, parent_id, q, sort, total" in answer.json()["errors"][0]["message"]
    for method, path in (("GET", "people/p1"), ("PUT", "people/p1"), ("DELETE", "people/p1"), ("POST", "people")):
        answer = await desk.client.request(method, desk.url(path) + "?force=1", json={"id": "p9", "name": "x"})
        assert refused(answer, 422, "invalid") == [("/query/force", "unknown-field")]
    assert len(await desk.items("people")) == 5


@pytest.mark.parametrize("collection", ["people", "attitudes", "reporting", "ties", "interactions"])
async def test_pages_follow_each_other(read_desk: Desk, collection: str) -> None:
    whole = await read_desk.items(collection)
    url, found = f"{read_desk.url(collection)}?limit=1", []
    for _ in range(len(whole)):
        page = await read_desk.client.get(url)
        found += page.json()["items"]
        assert len(page.json()["items"]) == 1
        following = page.links.get("next", {}).get("url")
        assert (following is None) == (page.json()["next_cursor"] is None)
        if following is None:
            break
        assert f"cursor={page.json()['next_cursor']}" in following
        assert following.startswith(read_desk.url(collection))
        url = following
    assert found == whole
    assert page.json()["next_cursor"] is None


async def test_a_page_starts_after_a_record_that_is_gone(desk: Desk) -> None:
    page = (await desk.client.get(desk.url("people"), params={"limit": 4})).json()
    assert (await desk.send("DELETE", "people/p4")).status_code == 204
    await desk.send("POST", "people", {"id": "p45", "name": "new"})
    rest = await desk.items("people", limit=4, cursor=page["next_cursor"])
    assert [item["id"] for item in rest] == ["p45", "p5"]


async def test_a_cursor_is_good_for_its_own_list_only(desk: Desk) -> None:
    async def ask(path: str, **query: Any) -> httpx.Response:
        return await desk.client.get(desk.url(path), params=query)

    cursor = (await ask("people", limit=1, rank=3)).json()["next_cursor"]
    assert (await ask("people", limit=200, rank=3, cursor=cursor)).json()["items"][0]["id"] == "p4"
    (bound, _) = json.loads(base64.b64decode(cursor + "=="))
    forged = [[bound, 5], [bound], {"a": 1}, bound, [bound, "p1", "p2"], None]
    wrong = [base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in forged]
    for one in (*wrong, "%%%", "x", "_w", "é", "null", cursor[:-2], "9" * 1000):
        answer = await ask("people", rank=3, cursor=one)
        assert refused(answer, 422, "invalid") == [("/query/cursor", "out-of-range")], one
    for path, query in (("people", {}), ("people", {"rank": 2}), ("team", {}), ("departments", {})):
        answer = await ask(path, cursor=cursor, **query)
        assert refused(answer, 422, "invalid") == [("/query/cursor", "out-of-range")]
    assert refused(await ask("people", rank=3, cursor="x" * 1001), 422, "invalid") == [("/query/cursor", "too-long")]
    other = Desk(desk.client, f"{desk.account_id}-2")
    await other.load(_document(other.account_id))
    answer = await desk.client.get(other.url("people"), params={"rank": 3, "cursor": cursor})
    refused(answer, 422, "invalid")
    feed = (await ask("changes", limit=1)).json()["next_cursor"]
    (bound, _) = json.loads(base64.b64decode(feed + "=="))
    for position in ("x", "1", "-1.0", "1.-1", "9" * 30 + ".0", "1.0.0", "", "１.0"):
        one = base64.urlsafe_b64encode(json.dumps([bound, position]).encode()).decode().rstrip("=")
        assert (await ask("changes", cursor=one)).status_code == (422 if position else 200), position


SORTED: list[tuple[str, str, list[str]]] = [
    ("people", "rank", ["p1", "p2", "p3", "p4", "p5"]),
    ("people", "-rank", ["p5", "p3", "p4", "p2", "p1"]),
    ("people", "-rank,-name_en", ["p5", "p3", "p4", "p2", "p1"]),
    ("people", "name_en", ["p2", "p3", "p1", "p4", "p5"]),
    ("people", "-name_en", ["p1", "p3", "p2", "p4", "p5"]),
    ("people", "-external, -id", ["p3", "p5", "p4", "p2", "p1"]),
    ("interactions", "-on", ["i3", "i2", "i1"]),
    ("interactions", "-kind", ["i2", "i1", "i3"]),
    ("opportunities", "-name", ["o", "o2"]),
    ("opportunities/o/stages", "-order", ["s2", "s1"]),
]


@pytest.mark.parametrize(("path", "sort", "wanted"), SORTED)
async def test_a_list_stands_in_the_order_asked_for_over_all_pages(
    read_desk: Desk, path: str, sort: str, wanted: list[str]
) -> None:
    found, cursor = [], ""
    for left in range(len(wanted), 0, -1):
        page = (
            await read_desk.client.get(read_desk.url(path), params={"sort": sort, "limit": 1, "cursor": cursor})
        ).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        assert (cursor is None) is (left == 1)
    assert found == wanted


async def test_every_field_with_one_value_is_one_to_sort_by(read_desk: Desk) -> None:
    """And what is none is refused with those there are, on every list there is."""
    for routed in ROUTED:
        if routed.single or routed.path.count("{") > 1:
            continue
        address = read_desk.url(routed.path.rpartition("/")[2])
        wrong = await read_desk.client.get(address, params={"sort": "nonsense"})
        assert refused(wrong, 422, "invalid") == [("/query/sort", "wrong-enum")]
        fields = sortable(routed.model)
        assert all(field in wrong.json()["errors"][0]["message"] for field in fields)
        for field in fields:
            answer = await read_desk.client.get(address, params={"sort": f"-{field}"})
            assert answer.status_code == 200, (field, answer.text)
    for sort in ("rank,", "--rank", "departments", "rank;name", ","):
        refused(await read_desk.client.get(read_desk.url("people"), params={"sort": sort}), 422, "invalid")


async def test_a_page_of_a_sorted_list_starts_after_a_record_that_is_gone(desk: Desk) -> None:
    asked = {"sort": "-rank,name", "limit": 2, "total": "true"}
    page = (await desk.client.get(desk.url("people"), params=asked)).json()
    assert ([item["id"] for item in page["items"]], page["total"]) == (["p5", "p4"], 5)
    assert (await desk.send("DELETE", "people/p4")).status_code == 204
    await desk.send(
        "POST", "people", {"id": "p0", "name": "new", "rank": 6}
    )  # before the page, and so on none that follows
    rest = (await desk.client.get(desk.url("people"), params={**asked, "cursor": page["next_cursor"]})).json()
    assert ([item["id"] for item in rest["items"]], rest["total"]) == (["p3", "p2"], 5)
    other = await desk.client.get(desk.url("people"), params={"sort": "name", "cursor": page["next_cursor"]})
    assert refused(other, 422, "invalid") == [("/query/cursor", "out-of-range")]
    (bound, _) = json.loads(base64.b64decode(page["next_cursor"] + "=="))
    for place in ("[]", "p1", '["x","y","p1"]', "[1]", '[1,2,"p1"]', "{}", '[[],{},"p1"]', "[null,null,1]"):
        forged = base64.urlsafe_b64encode(json.dumps([bound, place]).encode()).decode().rstrip("=")
        answer = await desk.client.get(desk.url("people"), params={**asked, "cursor": forged})
        assert refused(answer, 422, "invalid") == [("/query/cursor", "out-of-range")], place


async def test_how_many_there_are_is_told_where_it_is_asked(read_desk: Desk) -> None:
    async def ask(**query: Any) -> Json:
        return dict((await read_desk.client.get(read_desk.url("people"), params=query)).json())

    assert "total" not in await ask()
    assert (await ask(total="true", rank=3, limit=1))["total"] == 2
    assert (await ask(total="true", q="nobody")) == {"items": [], "next_cursor": None, "total": 0}


async def test_what_a_list_gives_is_changed_without_another_read(desk: Desk) -> None:
    """By its `etag` as If-Match, or in the record itself as it came from the list."""
    first, second, *_ = await desk.items("people", etags="true")
    etag = first.pop("etag")
    assert (await desk.send("PATCH", "people/p1", {"title": "x"}, If_Match=etag)).status_code == 200
    assert (await desk.send("PATCH", "people/p1", {"title": "y"}, If_Match=etag)).status_code == 412
    assert (await desk.send("PUT", "people/p2", {**second, "title": "z"})).status_code == 200
    refused(await desk.send("PUT", "people/p2", {**second, "title": "w"}), 412, "stale")
    patch = {"title": "w", "etag": second["etag"]}
    refused(await desk.send("PATCH", "people/p2", patch), 412, "stale")
    assert (await desk.send("PATCH", "people/p2", patch, If_Match="*")).json()["title"] == "w"
    again = {item["id"]: item["etag"] for item in await desk.items("people", etags="true")}
    assert (await desk.client.get(desk.url("people/p2"))).headers["etag"] == again["p2"]
    assert refused(await desk.send("PUT", "people/p2", {**second, "etag": 5}), 422, "invalid") == [
        ("/etag", "unknown-field")
    ]


@ON_BOTH
async def test_lists_are_sorted_by_key_and_show_whole_records(read_desk: Desk) -> None:
    document = await read_desk.document()
    for sample in SAMPLES.values():
        if sample.collection != "opportunities/o/stages":
            assert await read_desk.items(sample.collection) == document[sample.collection]
    assert await read_desk.items("opportunities/o/stages") == document["opportunities"][0]["stages"]


@ON_BOTH
async def test_accounts_are_listed_by_what_users_look_for(client: httpx.AsyncClient, account_id: str) -> None:
    for suffix, name, tier in (("a", f"江源省 {account_id}", "PROVINCE"), ("b", "Jiangyuan city", "CITY")):
        body = {"id": f"{account_id}{suffix}", "name": name, "tier": tier}
        assert (await client.post(f"{API}/accounts", json=body)).status_code == 201

    async def ids(**query: Any) -> list[str]:
        answer = await client.get(f"{API}/accounts", params={"q": account_id, **query})
        return [item["id"] for item in answer.json()["items"]]

    assert await ids() == [f"{account_id}a", f"{account_id}b"]
    assert await ids(tier="CITY") == [f"{account_id}b"]
    assert [f"{account_id}a"] == await ids(q=f"江源省　{account_id.upper()}")
    assert await ids(sort="-tier") == [f"{account_id}b", f"{account_id}a"][::-1]
    assert await ids(sort="name") == [f"{account_id}b", f"{account_id}a"]
    asked = {"q": account_id, "total": "true", "limit": "1"}
    page = (await client.get(f"{API}/accounts", params=asked)).json()
    (item,) = page["items"]
    assert page["total"] == 2
    assert item["etag"] == (await client.get(f"{API}/accounts/{account_id}a")).headers["etag"]
    answer = await client.get(f"{API}/accounts", params={"tier": "VILLAGE"})
    assert refused(answer, 422, "invalid") == [("/query/tier", "wrong-enum")]
