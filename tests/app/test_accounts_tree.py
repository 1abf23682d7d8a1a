"""Accounts as records and as a tree, on both engines: create, read, move, delete, and the list with tiers."""

import httpx
import pytest

from tests.conftest import EMBEDDED_ONLY
from tests.records_at_hand import API, Json, refused


async def make(client: httpx.AsyncClient, own: str, parent: str | None = None, **fields: str) -> httpx.Response:
    body = {"id": own, "name": own, "parent_id": parent} | fields
    return await client.post(f"{API}/accounts", json=body)


async def items(client: httpx.AsyncClient, **query: object) -> list[Json]:
    answer = await client.get(f"{API}/accounts", params=query)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["items"]
    return found


async def test_an_account_is_a_record(client: httpx.AsyncClient, account_id: str) -> None:
    url = f"{API}/accounts/{account_id}"
    refused(await client.get(url), 404, "not-found")
    made = await make(client, account_id, tier="GROUP", name_en="Group")
    whole = {"id": account_id, "name": account_id, "name_en": "Group", "tier": "GROUP", "parent_id": None}
    assert (made.status_code, made.json(), made.headers["location"]) == (201, whole, url)
    refused(await make(client, account_id), 409, "duplicate-id")
    etag = made.headers["etag"]
    known = await client.get(url, headers={"If-None-Match": etag})
    assert (known.status_code, known.content) == (304, b"")
    refused(await client.put(url, json={"name": "N"}), 428, "precondition-required")
    refused(await client.patch(url, json={"name": "N"}), 428, "precondition-required")
    refused(await client.put(url, json={"name": "N"}, headers={"If-Match": '"x"'}), 412, "stale")
    refused(await client.put(url, json={"id": "other", "name": "N"}, headers={"If-Match": "*"}), 422, "invalid")
    refused(await client.patch(url, json={"id": "other"}, headers={"If-Match": "*"}), 422, "invalid")
    refused(await client.patch(url, json={"account_id": "x"}, headers={"If-Match": "*"}), 422, "invalid")
    patched = await client.patch(url, json={"name": "N", "name_en": None}, headers={"If-Match": etag})
    assert patched.json() == whole | {"name": "N", "name_en": ""}
    put = await client.put(url, json={"name": "P"}, headers={"If-Match": patched.headers["etag"]})
    assert (put.status_code, put.json()) == (200, whole | {"name": "P", "name_en": "", "tier": "OTHER"})
    refused(await client.delete(url, headers={"If-Match": etag}), 412, "stale")
    assert (await client.delete(url, headers={"If-Match": put.headers["etag"]})).status_code == 204
    refused(await client.delete(url), 404, "not-found")
    again = await client.put(url, json={"name": "Q"})
    assert (again.status_code, again.json()["name"]) == (201, "Q")


@EMBEDDED_ONLY
@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, [("/id", "missing-field"), ("/name", "missing-field")]),
        ({"id": "", "name": " "}, [("/id", "out-of-range"), ("/name", "out-of-range")]),
        ({"id": "x", "name": "x", "tier": "VILLAGE"}, [("/tier", "wrong-enum")]),
        ({"id": "x", "name": "x", "role": "admin"}, [("/role", "unknown-field")]),
        ({"id": "x", "name": "x", "parent_id": 5}, [("/parent_id", "wrong-type")]),
        ([], [("", "wrong-type")]),
    ],
)
async def test_wrong_accounts_are_refused(
    client: httpx.AsyncClient, body: object, faults: list[tuple[str, str]]
) -> None:
    assert refused(await client.post(f"{API}/accounts", json=body), 422, "invalid") == faults


async def test_the_list_is_a_tree_with_tiers(client: httpx.AsyncClient, account_id: str) -> None:
    group, province, city, county = (f"{account_id}-{i}" for i in range(4))
    await make(client, group, tier="GROUP")
    await make(client, county, parent=city, tier="COUNTY")  # its parent is not loaded yet
    await make(client, province, parent=group, tier="PROVINCE")
    assert [item["id"] for item in await items(client, q=account_id)] == [group, province, county]
    await make(client, city, parent=province, tier="CITY")
    (tree,) = await items(client, tree=True, q=group)
    line = [(tree["id"], tree["tier"])]
    while tree["children"]:
        (tree,) = tree["children"]
        line.append((tree["id"], tree["tier"]))
    assert line == [(group, "GROUP"), (province, "PROVINCE"), (city, "CITY"), (county, "COUNTY")]
    assert [item["id"] for item in await items(client, parent_id=province)] == [city]
    assert [item["id"] for item in await items(client, q=account_id, tier="COUNTY")] == [county]
    flat = await items(client, q=county)
    assert flat[0]["revision"] == 1
    first = await client.get(f"{API}/accounts", params={"q": account_id, "limit": 3})
    rest = await client.get(first.links["next"]["url"])
    assert [item["id"] for item in first.json()["items"] + rest.json()["items"]] == [group, province, city, county]
    other = await client.get(f"{API}/accounts", params={"q": "other", "cursor": first.json()["next_cursor"]})
    assert refused(other, 422, "invalid") == [("/query/cursor", "out-of-range")]


async def test_an_account_moves_but_not_below_itself(client: httpx.AsyncClient, account_id: str) -> None:
    top, middle, low = (f"{account_id}-{i}" for i in range(3))
    for own, parent in ((top, None), (middle, top), (low, middle)):
        await make(client, own, parent)

    async def move(own: str, parent: str | None) -> httpx.Response:
        url = f"{API}/accounts/{own}"
        return await client.patch(url, json={"parent_id": parent}, headers={"If-Match": "*"})

    ring = await move(top, low)
    assert refused(ring, 409, "account-cycle") == [("/parent_id", "account-cycle")]
    refused(await move(top, top), 409, "account-cycle")
    assert (await move(low, top)).json()["parent_id"] == top
    assert (await move(middle, low)).status_code == 200
    assert (await move(middle, None)).json()["parent_id"] is None
    assert [item["id"] for item in await items(client, parent_id=top)] == [low]
    assert (await client.delete(f"{API}/accounts/{top}")).status_code == 204
    kept = await client.get(f"{API}/accounts/{low}")
    assert (kept.status_code, kept.json()["parent_id"]) == (200, top)


async def test_a_line_of_accounts_deeper_than_is_shown_is_answered(client: httpx.AsyncClient, account_id: str) -> None:
    for i in range(60):
        made = await make(client, f"{account_id}-{i:02}", f"{account_id}-{i - 1:02}" if i else None)
        assert made.status_code == 201
    (tree,) = await items(client, tree=True, q=f"{account_id}-00")
    depth = 1
    while tree.get("children"):
        (tree,) = tree["children"]
        depth += 1
    assert depth == 51
    assert tree["children"] is None
    answer = await client.patch(
        f"{API}/accounts/{account_id}-00", json={"parent_id": f"{account_id}-59"}, headers={"If-Match": "*"}
    )
    refused(answer, 409, "account-cycle")
