"""Exports over REST and on the command line: the right type, a safe name, the right account."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
import vobject

from app.exports.service import FORMATS, disposition
from tests.app.test_reviews import AS_OF, BID, load
from tests.commands import Commands
from tests.conftest import EMBEDDED_ONLY, ON_BOTH
from tests.records_at_hand import API, base_document

pytestmark = EMBEDDED_ONLY
BEGINS = {
    "json": b"{\n", "xlsx": b"PK\x03\x04", "csv": b"PK\x03\x04", "svg": b"<svg ", "png": b"\x89PNG", "pdf": b"%PDF-",
    "pptx": b"PK\x03\x04", "html": b"<!doctype html>", "page": b"{", "graphml": b"<?xml", "gexf": b"<?xml",
    "mermaid": b"%% ", "dot": b"// ", "ics": b"BEGIN:VCALENDAR",
}  # fmt: skip


async def test_every_format_is_written(client: httpx.AsyncClient, account_id: str) -> None:
    await load(client, account_id)
    assert set(FORMATS) == set(BEGINS)
    for name, held in FORMATS.items():
        answer = await client.get(
            f"{API}/accounts/{account_id}/export.{name}", params={"opportunity": BID, "as_of": AS_OF, "lang": "en"}
        )
        assert answer.status_code == 200, (name, answer.text)
        assert answer.headers["content-type"] == held.media_type
        assert answer.content[:20].lower().startswith(BEGINS[name].lower()), name
        assert answer.headers["cache-control"] == "no-store"
        assert f"powermap-{account_id}-{BID}-{AS_OF}.{held.suffix}" in answer.headers["content-disposition"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@ON_BOTH
async def test_a_snapshot_gives_the_same_json_whatever_came_after(client: httpx.AsyncClient, account_id: str) -> None:
    await load(client, account_id)
    place = f"{API}/accounts/{account_id}/export.json"
    params = {"opportunity": BID, "snapshot": "2026Q2"}
    known = (await client.get(f"{API}/accounts/{account_id}/snapshots")).json()["items"]
    params["snapshot"] = known[0]["id"]
    before = await client.get(place, params=params)
    await client.patch(f"{API}/accounts/{account_id}/people/P06", json={"rank": 1}, headers={"If-Match": "*"})
    after = await client.get(place, params=params)
    assert before.status_code == 200
    assert before.content == after.content
    live = await client.get(place, params={"opportunity": BID, "as_of": AS_OF})
    assert live.content != after.content


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("export.bmp", 422),
        ("export.svg?opportunity=none", 404),
        ("export.svg?redact=everything", 422),
        ("export.svg?lang=fr", 422),
        ("export.svg?influence=some", 422),
        ("export.svg?snapshot=none", 404),
        ("export.svg?nonsense=1", 422),
    ],
)
async def test_what_cannot_be_written_is_refused(
    client: httpx.AsyncClient, account_id: str, path: str, status: int
) -> None:
    await load(client, account_id, snapshots=[])
    answer = await client.get(f"{API}/accounts/{account_id}/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_file_names_hold_nothing_that_a_header_or_a_path_could_mean() -> None:
    for name in ("../../x.svg", 'a"b.svg', "a\r\nSet-Cookie: x.svg", "江源.svg", "CON;.svg"):
        header = disposition(name, inline=False)
        assert header.isascii()
        assert not set(header) & set('\r\n"/\\')
        assert "/" not in unquote(header.rpartition("''")[2])
    assert "%E6%B1%9F%E6%BA%90" in disposition("江源.svg", inline=True)


def test_the_command_writes_files_by_their_names(commands: Commands, account_id: str, tmp_path: Path) -> None:
    from app.sample import SAMPLE

    body = json.loads(SAMPLE) | {"snapshots": []}
    body["account"]["id"] = account_id
    source = tmp_path / "in.json"
    source.write_text(json.dumps(body))
    commands.run("import", str(source))
    asked = ("--opportunity", BID, "--as-of", AS_OF)
    for name in ("map.svg", "map.graphml", "map.json"):
        commands.run("export", account_id, "-o", str(tmp_path / name), *asked)
        assert (tmp_path / name).stat().st_size > 10_000
    wrong = commands.run("export", account_id, "-o", str(tmp_path / "map.bmp"), *asked, code=1)
    assert "there is no format for '.bmp': one of json, xlsx" in wrong
    nowhere = commands.run("export", account_id, "-o", str(tmp_path / "no" / "map.svg"), *asked, code=1)
    assert "cannot write" in nowhere


async def test_activities_are_a_calendar(client: httpx.AsyncClient, account_id: str) -> None:
    """Read back by another's reader: a day each, whoever does it, never whom it is with nor what is noted."""
    document = base_document(account_id)
    document["activities"] = [
        {
            "id": "A1",
            "name": "Talk; with, all\\n",
            "due_on": "2026-03-31",
            "owner": "m",
            "people": ["a"],
            "note": "SECRET",
        },
        {
            "id": "A2",
            "name": "长" * 80,
            "name_en": "Done",
            "due_on": "2026-04-01",
            "status": "DONE",
            "done_on": "2026-03-02",
        },
        {"id": "A3", "name": "Off", "due_on": "2026-05-01", "status": "CANCELLED"},
    ]
    for activity in document["activities"]:
        activity["opportunity_id"] = "o"
    loaded = await client.put(f"{API}/accounts/{account_id}/document", json=document)
    assert loaded.status_code == 200, loaded.text
    place = f"{API}/accounts/{account_id}/calendar.ics"
    answer = await client.get(place, params={"lang": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert "SECRET" not in answer.text
    assert "Person a" not in answer.text
    read = vobject.readOne(answer.text)
    told = [
        (one.uid.value, one.dtstart.value, one.dtend.value, one.summary.value, one.status.value)
        for one in read.vevent_list
    ]
    days = [date(2026, 3, 31), date(2026, 3, 2), date(2026, 5, 1)]
    names, states = ["Talk; with, all\\n", "✓ Done", "Off"], ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert told == [
        (f"A{n}@{account_id}.powermap", day, day + timedelta(days=1), name, state)
        for n, day, name, state in zip((1, 2, 3), days, names, states, strict=True)
    ]
    assert (
        "长" * 80 in vobject.readOne((await client.get(place, params={"lang": "zh"})).text).vevent_list[1].summary.value
    )
    assert len(vobject.readOne((await client.get(place, params={"owner": "m"})).text).vevent_list) == 1
    assert (await client.get(place, params={"owner": "nobody"})).status_code == 404
    again = await client.get(place, params={"lang": "en"}, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
