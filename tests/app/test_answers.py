"""Any answer that is read: named by an ETag, spared when it is known, packed for who takes it."""

import gzip
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from tests.conftest import EMBEDDED_ONLY
from tests.documents import small
from tests.records_at_hand import API

pytestmark = EMBEDDED_ONLY
READS = ("power-map", "coverage-gaps", "people", "changes", "document", "people/p00", "export.html")


@pytest_asyncio.fixture
async def account(client: httpx.AsyncClient, account_id: str) -> AsyncIterator[str]:
    document = small(account_id, people=3).model_dump(mode="json")
    answer = await client.put(f"{API}/accounts/{account_id}/document", json=document)
    assert answer.status_code == 200
    yield f"{API}/accounts/{account_id}"


@pytest.mark.parametrize("path", READS)
async def test_what_is_known_is_not_sent_again(client: httpx.AsyncClient, account: str, path: str) -> None:
    address = f"{account}/{path}"
    first = await client.get(address)
    assert first.status_code == 200, first.text
    etag = first.headers["etag"]
    for known in (etag, f'"x", {etag}', "*", etag.removeprefix("W/")):
        again = await client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        assert "content-type" not in again.headers
    other = await client.get(address, headers={"If-None-Match": '"x"'})
    assert (other.status_code, other.content) == (200, first.content)


async def test_a_write_gives_another_etag(client: httpx.AsyncClient, account: str) -> None:
    before = (await client.get(f"{account}/power-map")).headers["etag"]
    moved = await client.patch(f"{account}/people/p00", json={"title": "x"}, headers={"If-Match": "*"})
    assert moved.status_code == 200
    after = await client.get(f"{account}/power-map", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["etag"] != before


@pytest.mark.parametrize(
    ("takes", "packed"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.0", False), ("", False)],
)
async def test_an_answer_is_packed_for_who_takes_it(
    client: httpx.AsyncClient, account: str, takes: str, *, packed: bool
) -> None:
    plain = (await client.get(f"{account}/power-map", headers={"Accept-Encoding": "identity"})).content
    async with client.stream("GET", f"{account}/power-map", headers={"Accept-Encoding": takes}) as answer:
        sent = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(sent)
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert (gzip.decompress(sent) if packed else sent) == plain
    assert not packed or len(sent) < len(plain) / 3
