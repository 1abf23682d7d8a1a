"""Notes about people that tell of health, belief, origin and the like are refused, with field and category and never the text."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.main import create_app
from app.settings import Settings
from app.texts.special_words import CATEGORIES, category_told
from tests.conftest import EMBEDDED_ONLY, Place, client_of

API = "/api/v1"
DATA = Path(__file__).parent.parent / "data" / "special"
TOLD = [line.split("\t") for line in (DATA / "told.txt").read_text(encoding="utf-8").splitlines()]
PASSES = (DATA / "passes.txt").read_text(encoding="utf-8").splitlines()
DAY = "2026-01-01"
NOTE = "据说患有糖尿病，少安排晚宴"


def test_what_is_told_of_a_person_is_found_and_what_only_sounds_like_it_passes() -> None:
    assert [(text, category_told(text)) for _, text in TOLD] == [(text, category) for category, text in TOLD]
    assert {category for category, _ in TOLD} == set(CATEGORIES)
    assert [(text, found) for text in PASSES if (found := category_told(text))] == []


def document(account_id: str, **person: Any) -> dict[str, Any]:
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": "x"},
        "departments": [{"id": "d", "name": "Health-care division of the cancer hospital"}],
        "people": [{"id": "a", "name": "A", "title": "has diabetes care"}, {"id": "b", "name": "B", **person}],
        "vendor": {"id": "us", "name": "Us"},
    }


async def test_nothing_is_stored_and_field_and_category_are_named(client: httpx.AsyncClient, account_id: str) -> None:
    path = f"{API}/accounts/{account_id}"
    refused = await client.put(f"{path}/document", json=document(account_id, note=NOTE, rank=9))
    assert refused.status_code == 422
    faults = {fault["pointer"]: fault for fault in refused.json()["errors"]}
    assert set(faults) == {"/people/1/note", "/people/1/rank"} or set(faults) == {"/people/1/rank"}
    refused = await client.put(f"{path}/document", json=document(account_id, note=NOTE))
    (fault,) = refused.json()["errors"]
    assert (fault["pointer"], fault["code"], fault["value"]) == ("/people/1/note", "special-category", None)
    assert "health" in fault["message"]
    assert "健康" in fault["message_zh"]
    assert "糖尿病" not in refused.text
    assert (await client.get(path)).status_code == 404
    assert (await client.put(f"{path}/document", json=document(account_id))).status_code == 200
    for method, place, body, pointer in (
        ("POST", "people", {"id": "c", "name": "C", "note": NOTE}, "/note"),
        ("PATCH", "people/a", {"note": "is a practising Muslim"}, "/note"),
        ("POST", "ties", {"a": "a", "b": "b", "kind": "CONFLICT", "note": "having an affair"}, "/note"),
        ("POST", "attitudes", {"person": "a", "toward": "us", "level": "SUPPORT", "on": DAY, "evidence": NOTE}, "/evidence"),
        ("POST", "proposals", {"id": "p", "action": "CHANGE", "path": "people/a", "record": {"note": NOTE}}, "/record"),
        ("POST", "people/a/behaviour", {"on": DAY, "observed": {}, "evidence": NOTE}, None),
    ):  # fmt: skip
        answer = await client.request(
            method, f"{path}/{place}", json=body, headers={"If-Match": "*"} if method == "PATCH" else {}
        )
        assert (answer.status_code, "糖尿病" in answer.text) == (422, False), place
        if pointer is not None:
            assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


@EMBEDDED_ONLY
async def test_an_import_says_it_at_the_cell(client: httpx.AsyncClient, account_id: str) -> None:
    path = f"{API}/accounts/{account_id}"
    assert (await client.put(f"{path}/document", json=document(account_id))).status_code == 200
    sheet = f"id,name,note\na,A,likes tea\nb,B,{NOTE}\n".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("people.csv", sheet)
    answer = await client.post(f"{path}/imports", files={"file": ("people.zip", packed.getvalue())})
    assert answer.status_code == 422, answer.text
    (fault,) = [one for one in answer.json()["errors"] if one["code"] == "special-category"]
    assert (fault["row"], fault["column"], fault["cell"], fault["value"]) == (3, "note", "C3", None)
    assert "糖尿病" not in answer.text


def past(account_id: str, snapshot_id: str, **person: Any) -> dict[str, Any]:
    """A snapshot as a document brings it along."""
    head = {"id": snapshot_id, "name": snapshot_id, "as_of": DAY, "taken_at": f"{DAY}T00:00:00Z", "revision": 1}
    return head | {"document": document(account_id, **person)}


async def test_snapshots_that_a_document_brings_along_are_looked_at_too(
    client: httpx.AsyncClient, place: Place, account_id: str
) -> None:
    path = f"{API}/accounts/{account_id}"
    guest = {"borrowed": {"account_id": "l", "person": "g"}, "person": {"id": "g", "name": "G", "note": NOTE}}
    lent = past(account_id, "lent") | {"lent": [guest]}
    told = past(account_id, "told", note=NOTE)
    sent = document(account_id) | {"snapshots": [past(account_id, "fine", note="likes tea"), told, lent]}
    for answer in (
        await client.put(f"{path}/document", json=sent),
        await client.put(f"{path}/document?dry_run=true", json=sent),
        await client.post(f"{path}/imports", files={"file": ("x.json", json.dumps(sent).encode())}),
    ):
        assert answer.status_code == 422, answer.text
        faults = [(fault["pointer"], fault["code"], fault["value"]) for fault in answer.json()["errors"]]
        assert faults == [
            ("/snapshots/1/document/people/1/note", "special-category", None),
            ("/snapshots/2/lent/0/person/note", "special-category", None),
        ]
        assert "糖尿病" not in answer.text
    assert (await client.get(path)).status_code == 404

    app = create_app(place.settings().model_copy(update={"special_categories": "warn"}))
    async with app.router.lifespan_context(app), client_of(app) as lenient:
        loaded = await lenient.put(f"{path}/document", json=document(account_id) | {"snapshots": [told]})
        assert loaded.status_code == 200, loaded.text
        warned = [(one["path"], one["code"], one["value"]) for one in loaded.json()["warnings"]]
        assert warned == [("snapshots/0/document/people/1/note", "special-category", "health")]
    again = await client.put(f"{path}/document", json=document(account_id) | {"snapshots": [told]})
    assert again.status_code == 200, "what is kept already stops nothing"
    anew = document(account_id) | {"snapshots": [past(account_id, "anew", note=NOTE)]}
    assert (await client.put(f"{path}/document", json=anew)).status_code == 422


@EMBEDDED_ONLY
async def test_a_policy_may_warn_or_let_pass(place: Place, account_id: str) -> None:
    path = f"{API}/accounts/{account_id}"
    warned = {"path": "people/b/note", "code": "special-category", "value": "health"}
    for policy in ("warn", "off", "refuse"):
        app = create_app(place.settings().model_copy(update={"special_categories": policy}))
        async with app.router.lifespan_context(app), client_of(app) as client:
            loaded = await client.put(f"{path}/document", json=document(account_id, note=NOTE))
            assert loaded.status_code == 200, "what stands there already stops nothing"
            told = [{name: one[name] for name in warned} for one in loaded.json()["warnings"]]
            assert told == ([warned] if policy == "warn" else [])
            assert "糖尿病" not in json.dumps(loaded.json()["warnings"], ensure_ascii=False)
            put = await client.patch(f"{path}/people/b", json={"rank": 3}, headers={"If-Match": "*"})
            assert (put.status_code, put.headers.get("powermap-warnings")) == (
                200,
                "special-category" if policy == "warn" else None,
            )


@pytest.mark.parametrize("policy", ["refused", ""])
def test_a_wrong_policy_is_refused(policy: str) -> None:
    with pytest.raises(ValueError, match="special_categories"):
        Settings(special_categories=policy)  # type: ignore[arg-type]
