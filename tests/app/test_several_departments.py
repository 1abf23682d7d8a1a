"""A person who works in several departments: found, listed, let go, merged and imported in each of them."""

import httpx
import pytest
import pytest_asyncio

from tests.conftest import EMBEDDED_ONLY

API = "/api/v1/accounts"
STAR = {"If-Match": "*"}
UNITS = [{"id": unit, "name": unit.upper()} for unit in ("net", "ops", "it")] + [
    {"id": "field", "name": "FIELD", "parent_id": "ops"}
]
PEOPLE = [
    {"id": "p", "name": "Orla", "department_id": "net", "also_in": ["field", "it"]},
    {"id": "q", "name": "Sunil", "department_id": "ops"},
    {"id": "r", "name": "Orla R", "department_id": "ops", "also_in": ["net"]},
]


@pytest_asyncio.fixture
async def path(client: httpx.AsyncClient, account_id: str) -> str:
    document = {"format": "powermap-account/1", "account": {"id": account_id, "name": "x"}}
    document |= {"departments": UNITS, "people": PEOPLE}
    assert (await client.put(f"{API}/{account_id}/document", json=document)).status_code == 200
    return f"{API}/{account_id}"


async def who(client: httpx.AsyncClient, path: str, department: str) -> list[str]:
    items = (await client.get(f"{path}/people", params={"department": department})).json()["items"]
    return [one["id"] for one in items]


async def test_they_are_found_in_each_and_in_what_is_above(client: httpx.AsyncClient, path: str) -> None:
    assert await who(client, path, "net") == ["p", "r"]
    assert await who(client, path, "it") == ["p"]
    assert await who(client, path, "ops") == ["p", "q", "r"]  # through the department below


@EMBEDDED_ONLY
async def test_a_department_that_goes_lets_go_of_them(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.delete(f"{path}/departments/it")).status_code == 409
    assert (await client.delete(f"{path}/departments/it?cascade=true")).status_code == 204
    person = (await client.get(f"{path}/people/p")).json()
    assert (person["department_id"], person["also_in"]) == ("net", ["field"])
    undone = await client.post(f"{path}/undo")
    assert undone.status_code == 200
    assert (await client.get(f"{path}/people/p")).json()["also_in"] == ["field", "it"]


@EMBEDDED_ONLY
async def test_merged_records_work_where_either_did(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.post(f"{path}/people/p/merge", json={"duplicate": "r"})).status_code == 200
    person = (await client.get(f"{path}/people/p")).json()
    assert (person["department_id"], person["also_in"]) == ("net", ["field", "it", "ops"])


@EMBEDDED_ONLY
async def test_a_column_says_where_else(client: httpx.AsyncClient, path: str) -> None:
    rows = "id,name,department,other departments\np,Orla,NET,IT; OPS\nq,Sunil,OPS,\n"
    answer = await client.post(
        f"{path}/imports", files={"file": ("people.csv", rows.encode())}, params={"mode": "merge"}
    )
    assert answer.status_code == 200, answer.text
    person = (await client.get(f"{path}/people/p")).json()
    assert (person["department_id"], person["also_in"]) == ("net", ["it", "ops"])
    assert "also_in" not in (await client.get(f"{path}/people/q")).json()


@EMBEDDED_ONLY
@pytest.mark.parametrize(
    ("also_in", "code"), [(["net"], "duplicate-id"), (["no"], "dangling-id"), (["it", "it"], "duplicate-id")]
)
async def test_what_makes_no_sense_is_refused(
    client: httpx.AsyncClient, path: str, also_in: list[str], code: str
) -> None:
    refused = await client.patch(f"{path}/people/p", json={"also_in": also_in}, headers=STAR)
    assert refused.status_code in {409, 422}
    assert refused.json()["errors"][0]["code"] == code
