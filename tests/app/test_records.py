"""Single records of every kind over REST, on both engines: create, read, list, replace, patch, delete."""

import json
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio

from app.records.record_routes import ROUTED
from tests.conftest import EMBEDDED_ONLY
from tests.records_at_hand import ODD_IDS, SAMPLES, Desk, Json, Sample, base_document, refused

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def desk(client: httpx.AsyncClient, account_id: str) -> Desk:
    return await Desk(client, account_id).load()


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Sample:
    return SAMPLES[request.param]


async def test_every_kind_is_tried() -> None:
    collections = {routed.path.removeprefix("/accounts/{account_id}/") for routed in ROUTED}
    tried = {sample.collection.replace("/o/", "/{opportunity_id}/") for sample in SAMPLES.values()}
    assert collections == tried | {"vendor"}


async def test_a_record_is_created_and_read(desk: Desk, sample: Sample) -> None:
    made = await desk.send("POST", sample.collection, sample.record)
    assert (made.status_code, made.json()) == (201, sample.whole)
    assert made.headers["location"] == desk.url(sample.path)
    read = await desk.client.get(made.headers["location"])
    assert (read.status_code, read.json()) == (200, sample.whole)
    assert read.headers["etag"] == made.headers["etag"]
    known = await desk.send("GET", sample.path, If_None_Match=read.headers["etag"])
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", read.headers["etag"])
    assert (await desk.send("GET", sample.path, If_None_Match='"other"')).status_code == 200
    assert sample.whole in await desk.items(sample.collection)
    refused(await desk.send("POST", sample.collection, sample.record), 409, "duplicate-id")
    assert (await desk.send("GET", sample.path)).json() == sample.whole


@EMBEDDED_ONLY
async def test_put_creates_without_if_match_and_updates_with_it(desk: Desk, sample: Sample) -> None:
    body = {name: value for name, value in sample.record.items() if name not in sample.key}
    missing = await desk.send("PUT", sample.path, sample.record, If_Match='"x"')
    refused(missing, 412, "stale")
    made = await desk.send("PUT", sample.path, body)
    assert (made.status_code, made.json()) == (201, sample.whole)
    changed = sample.record | sample.changed
    refused(await desk.send("PUT", sample.path, changed), 428, "precondition-required")
    stale = await desk.send("PUT", sample.path, changed, If_Match='"x"')
    refused(stale, 412, "stale")
    assert stale.headers["etag"] == made.headers["etag"]
    refused(await desk.send("PUT", sample.path, changed, If_None_Match="*"), 412, "stale")
    kept = await desk.send("PUT", sample.path, changed, If_Match=made.headers["etag"])
    assert (kept.status_code, kept.json()) == (200, sample.whole | sample.changed)
    assert kept.headers["etag"] != made.headers["etag"]
    refused(await desk.send("PUT", sample.path, sample.record, If_Match=made.headers["etag"]), 412, "stale")
    forced = await desk.send("PUT", sample.path, sample.record, If_Match="*")
    assert (forced.status_code, forced.json(), forced.headers["etag"]) == (200, sample.whole, made.headers["etag"])


@EMBEDDED_ONLY
async def test_a_body_that_names_another_key_is_refused(desk: Desk, sample: Sample) -> None:
    made = await desk.send("POST", sample.collection, sample.record)
    etag = made.headers["etag"]
    others = {"on": "2026-03-03", "since": "2026-03-03", "code": "FIT", "assessor": "SELF"}
    others |= {"kind": {"ties": "CONFLICT"}.get(sample.collection, "MENTOR")}
    for name in sample.key:
        if name in sample.in_query:
            continue
        other = others.get(name, "zz")
        for method in ("PUT", "PATCH"):
            answer = await desk.send(method, sample.path, sample.record | {name: other}, If_Match=etag)
            assert (f"/{name}", "id-mismatch") in refused(answer, 422, "invalid")
    assert (await desk.send("GET", sample.path)).json() == sample.whole


async def test_patch_is_a_merge_patch(desk: Desk, sample: Sample) -> None:
    refused(await desk.send("PATCH", sample.path, sample.changed, If_Match="*"), 404, "not-found")
    made = await desk.send("POST", sample.collection, sample.record)
    refused(await desk.send("PATCH", sample.path, sample.changed), 428, "precondition-required")
    refused(await desk.send("PATCH", sample.path, sample.changed, If_Match='"x"'), 412, "stale")
    body = {"json": sample.changed, "headers": {"If-Match": made.headers["etag"]}}
    body["headers"]["Content-Type"] = "application/merge-patch+json"
    patched = await desk.client.patch(desk.url(sample.path), **body)
    assert (patched.status_code, patched.json()) == (200, sample.whole | sample.changed)
    same = await desk.send("PATCH", sample.path, {}, If_Match=patched.headers["etag"])
    assert (same.status_code, same.headers["etag"]) == (200, patched.headers["etag"])
    reset = await desk.send("PATCH", sample.path, dict.fromkeys(sample.nulls), If_Match="*")
    assert (reset.status_code, reset.json()) == (200, sample.whole | sample.changed | sample.nulls)
    assert refused(await desk.send("PATCH", sample.path, {"nope": 1}, If_Match="*"), 422, "invalid") == [
        ("/nope", "unknown-field")
    ]
    for name in set(sample.key) - set(sample.in_query):
        faults = refused(await desk.send("PATCH", sample.path, {name: None}, If_Match="*"), 422, "invalid")
        assert faults in ([(f"/{name}", "missing-field")], [(f"/{name}", "id-mismatch")])
    for body_sent in ([], 1, None, "x"):
        content = json.dumps(body_sent)
        answer = await desk.client.patch(desk.url(sample.path), content=content, headers={"If-Match": "*"})
        assert refused(answer, 422, "invalid") == [("", "wrong-type")]


@EMBEDDED_ONLY
async def test_a_records_own_faults_are_422_and_store_nothing(desk: Desk, sample: Sample) -> None:
    before = await desk.document()
    ((wrong, _),) = sample.wrong.items()
    bodies: list[tuple[object, list[str]]] = [
        (sample.record | sample.wrong, [f"/{wrong}"]),
        (sample.record | {"account_id": "x", "version": 1}, ["/account_id", "/version"]),
        *((body, [""]) for body in ([], None, 1, "x")),
    ]
    for method, path in (("POST", sample.collection), ("PUT", sample.path)):
        for body, pointers in bodies:
            answer = await desk.client.request(method, desk.url(path), content=json.dumps(body))
            assert [pointer for pointer, _ in refused(answer, 422, "invalid")] == pointers
    missing = refused(await desk.send("POST", sample.collection, {}), 422, "invalid")
    assert {code for _, code in missing} == {"missing-field"}
    assert await desk.document() == before


async def test_delete(desk: Desk, sample: Sample) -> None:
    before = await desk.document()
    refused(await desk.send("DELETE", sample.path), 404, "not-found")
    made = await desk.send("POST", sample.collection, sample.record)
    refused(await desk.send("DELETE", sample.path, If_Match='"x"'), 412, "stale")
    gone = await desk.send("DELETE", sample.path, If_Match=made.headers["etag"])
    assert (gone.status_code, gone.content) == (204, b"")
    refused(await desk.send("GET", sample.path), 404, "not-found")
    assert await desk.document() == before


@EMBEDDED_ONLY
async def test_an_unknown_account_is_404_for_every_call(desk: Desk, sample: Sample) -> None:
    nowhere = Desk(desk.client, f"{desk.account_id}-no")
    calls = [
        await nowhere.send("GET", sample.collection),
        await nowhere.send("POST", sample.collection, sample.record),
        await nowhere.send("GET", sample.path),
        await nowhere.send("PUT", sample.path, sample.record),
        await nowhere.send("PATCH", sample.path, {}, If_Match="*"),
        await nowhere.send("DELETE", sample.path),
    ]
    for answer in calls:
        refused(answer, 404, "not-found")
    refused(await nowhere.send("GET", ""), 404, "not-found")


# -- the single vendor, the two ways to write a tie, and ids of all sorts -------------------------------------------------


async def test_the_vendor_is_a_single_object(desk: Desk) -> None:
    read = await desk.send("GET", "vendor")
    assert read.json() == {"id": "us", "name": "Us"}
    refused(await desk.send("PUT", "vendor", {"id": "we", "name": "We"}), 428, "precondition-required")
    renamed = await desk.send("PATCH", "vendor", {"name": "Ours"}, If_Match=read.headers["etag"])
    assert renamed.json() == {"id": "us", "name": "Ours"}
    other = await desk.send("PUT", "vendor", {"id": "we", "name": "We"}, If_Match=renamed.headers["etag"])
    assert (other.status_code, other.json()) == (200, {"id": "we", "name": "We"})
    clash = await desk.send("PUT", "vendor", {"id": "rival", "name": "We"}, If_Match="*")
    refused(clash, 409, "duplicate-id")
    refused(await desk.send("POST", "competitors", {"id": "we", "name": "We"}), 409, "duplicate-id")
    assert (await desk.send("DELETE", "vendor")).status_code == 204
    nothing = await desk.send("GET", "vendor")
    refused(nothing, 404, "not-found")
    assert nothing.json()["detail"] == "no vendor"
    refused(await desk.send("DELETE", "vendor"), 404, "not-found")
    refused(await desk.send("PATCH", "vendor", {"name": "Ours"}, If_Match="*"), 404, "not-found")
    refused(await desk.send("PUT", "vendor", {"name": "No id"}), 422, "invalid")
    made = await desk.send("PUT", "vendor", {"id": "us", "name": "Us"})
    assert (made.status_code, made.json()) == (201, {"id": "us", "name": "Us"})
    await desk.send("POST", "attitudes", SAMPLES["attitudes"].record)
    for answer in (
        await desk.send("PUT", "vendor", {"id": "we", "name": "We"}, If_Match="*"),
        await desk.send("PATCH", "vendor", {"id": "we"}, If_Match="*"),
        await desk.send("DELETE", "vendor"),
    ):
        assert refused(answer, 409, "still-referenced") == [("", "still-referenced")]
        assert answer.json()["errors"][0]["value"] == "attitudes/a/us/2026-01-31"
    assert (await desk.document())["vendor"] == {"id": "us", "name": "Us"}


async def test_a_tie_is_one_in_either_order(desk: Desk) -> None:
    made = await desk.send("POST", "ties", {"a": "b", "b": "a", "kind": "CONFLICT"})
    assert (made.json()["a"], made.json()["b"]) == ("a", "b")
    assert made.headers["location"] == desk.url("ties/CONFLICT/a/b")
    refused(await desk.send("POST", "ties", {"a": "a", "b": "b", "kind": "CONFLICT"}), 409, "duplicate-id")
    assert (await desk.send("GET", "ties/CONFLICT/b/a")).json() == made.json()
    body = {"note": "again"}
    put = await desk.send("PUT", "ties/CONFLICT/b/a", body, If_Match=made.headers["etag"])
    assert (put.status_code, put.json()["note"]) == (200, "again")
    assert (await desk.send("DELETE", "ties/CONFLICT/b/a")).status_code == 204
    assert (await desk.document())["ties"] == []


async def test_an_attitude_of_an_opportunity_is_another_than_the_general_one(desk: Desk) -> None:
    general, special = SAMPLES["attitudes"], SAMPLES["attitudes of an opportunity"]
    await desk.send("POST", "attitudes", general.record)
    made = await desk.send("POST", "attitudes", special.record | {"level": "OPPOSE"})
    assert made.headers["location"].endswith("attitudes/a/us/2026-01-31?opportunity_id=o")
    assert (await desk.send("GET", "attitudes/a/us/2026-01-31")).json()["level"] == "ACCEPT"
    assert (await desk.send("GET", "attitudes/a/us/2026-01-31?opportunity_id=o")).json()["level"] == "OPPOSE"
    assert (await desk.send("DELETE", "attitudes/a/us/2026-01-31")).status_code == 204
    gone = await desk.send("GET", "attitudes/a/us/2026-01-31")
    assert (gone.status_code, gone.json()["detail"]) == (404, "no attitude 'a/us/2026-01-31'")
    assert (await desk.send("GET", "attitudes/a/us/2026-01-31?opportunity_id=o")).status_code == 200
    answer = await desk.send("PUT", "attitudes/a/us/2026-01-31?opportunity_id=o", general.record, If_Match="*")
    assert answer.json()["opportunity_id"] == "o"


@pytest.mark.parametrize("odd", ODD_IDS)
async def test_ids_of_all_sorts_in_every_call(client: httpx.AsyncClient, account_id: str, odd: str) -> None:
    own = f"{account_id[:30]}{odd}"[:64]
    desk = await Desk(client, own).load(base_document(own))
    made = await desk.send("POST", "people", {"id": odd, "name": "Odd"})
    assert (made.status_code, made.json()["id"]) == (201, odd)
    assert made.headers["location"] == f"/api/v1/accounts/{quote(own, safe='')}/people/{quote(odd, safe='')}"
    if odd == "..":  # clients resolve dots in paths before they send them
        return
    assert (await client.get(made.headers["location"])).json() == made.json()
    await desk.send("POST", "people", {"id": "0", "name": "Zero"})
    one = quote(odd, safe="")
    line = await desk.send("PUT", f"reporting/{one}/0", {})
    assert (line.status_code, line.json()["subordinate"]) == (201, odd)
    assert (await desk.send("PUT", f"ties/ALLIANCE/{one}/0", {})).status_code == 201
    assert (await desk.send("GET", f"ties/ALLIANCE/0/{one}")).status_code == 200
    assert (await desk.items("reporting", subordinate=odd)) == [line.json()]
    page = await client.get(desk.url("people"), params={"limit": 1})
    following = await client.get(page.links["next"]["url"])
    assert following.status_code == 200
    assert following.json()["items"][0]["id"] != page.json()["items"][0]["id"]
    refers = await desk.send("DELETE", f"people/{one}")
    refused(refers, 409, "still-referenced")
    assert f"reporting/{one}/0" in [fault["value"] for fault in refers.json()["errors"]]
    changed = await desk.send("PATCH", f"people/{one}", {"rank": 1}, If_Match=made.headers["etag"])
    assert changed.json()["rank"] == 1
    assert (await desk.send("DELETE", f"people/{one}?cascade=true")).status_code == 204
    assert (await desk.document())["reporting"] == []


async def test_ids_are_trimmed_and_normalised_when_they_are_stored(desk: Desk) -> None:
    made = await desk.send("POST", "people", {"id": "  e\u0301  ", "name": " e\u0301 \t"})
    assert (made.json()["id"], made.json()["name"]) == ("é", "é")
    refused(await desk.send("POST", "people", {"id": "é", "name": "x"}), 409, "duplicate-id")
    for wrong in ("", " ", "x" * 65, None, 5):
        refused(await desk.send("POST", "people", {"id": wrong, "name": "x"}), 422, "invalid")


@EMBEDDED_ONLY
@pytest.mark.parametrize("word", ["\u200b", "\u202e", "\x00", "\ud800"])
async def test_names_that_cannot_be_seen_or_stored(desk: Desk, word: str) -> None:
    body = f'{{"id": "x", "name": "Ann\\u{ord(word):04x}a"}}'
    answer = await desk.client.post(desk.url("people"), content=body.encode())
    expected = {"\u200b": 201, "\ud800": 400}.get(word, 422)
    assert answer.status_code == expected
    assert answer.headers.get("powermap-warnings") == ("suspicious-text" if word == "\u200b" else None)


async def test_names_that_look_like_others_carry_a_warning(desk: Desk) -> None:
    latin, mixed = "Anna", "\u0410nna"
    plain = await desk.send("POST", "people", {"id": "x", "name": latin})
    assert "powermap-warnings" not in plain.headers
    odd = await desk.send("POST", "people", {"id": "y", "name": mixed})
    assert (odd.status_code, odd.headers["powermap-warnings"]) == (201, "suspicious-text")
    assert odd.json()["name"] == mixed
    document: Json = await desk.document()
    report = (await desk.send("PUT", "document", document)).json()
    assert [(item["code"], item["path"], item["value"]) for item in report["warnings"]] == [
        ("suspicious-text", "people/y", mixed)
    ]
    again = await desk.send("PUT", "people/y", {"name": "\u0410\u043d\u043d\u0430"}, If_Match="*")
    assert "powermap-warnings" not in again.headers
