"""Stability, paths and powers over REST."""

from typing import Any

import httpx
import pytest

from tests import documents
from tests.app.test_golden import AS_OF, ask, expected, load
from tests.conftest import EMBEDDED_ONLY, ON_BOTH

pytestmark = EMBEDDED_ONLY
BID = {"opportunity": "core-cloud-2027"}


@pytest.fixture
async def loaded(client: httpx.AsyncClient, account_id: str) -> str:
    await load(client, (documents.DATA / "golden" / "jiangyuan.json").read_bytes(), account_id)
    return account_id


async def refused(client: httpx.AsyncClient, account_id: str, part: str, status: int, **params: Any) -> dict[str, Any]:
    answer = await client.get(f"/api/v1/accounts/{account_id}/{part}", params={"as_of": AS_OF, **params})
    assert answer.status_code == status, answer.text
    problem: dict[str, Any] = answer.json()
    return problem


async def test_stability_in_the_map_and_among_key_people(client: httpx.AsyncClient, loaded: str) -> None:
    wanted = expected("expected.json")
    shown = await ask(client, loaded, "power-map", **BID)
    assert (shown["key_decision_makers"], shown["unstable"]) == (wanted["key_decision_makers"], wanted["unstable"])
    shares = {person["id"]: person["key_share"] for person in shown["people"]}
    assert shares == pytest.approx({name: held["key_share"] for name, held in wanted["people"].items()}, abs=0.08)
    people = (await ask(client, loaded, "key-people", **BID))["people"]
    assert {person["id"]: person["key_share"] for person in people} == shares
    again = await ask(client, loaded, "power-map", method="seed:7", **BID)
    assert {person["id"]: person["key_share"] for person in again["people"]} == shares


@ON_BOTH
async def test_golden_paths(client: httpx.AsyncClient, loaded: str) -> None:
    for target, wanted in expected("expected.json")["paths"].items():
        for kind in ("persuasion", "access"):
            found = await ask(client, loaded, "paths", to=target, kind=kind, k=3, **BID)
            assert [path["people"] for path in found["paths"]] == [path["people"] for path in wanted[kind]]
            strengths = [path["score"] for path in wanted[kind]]
            assert [path["strength"] for path in found["paths"]] == pytest.approx(strengths, abs=1e-6)
            assert found["disjoint_paths"] == wanted["disjoint_paths"]
            assert (found["reason"] is None) == bool(wanted[kind])


async def test_why_there_is_no_path_and_who_could_introduce_us(client: httpx.AsyncClient, loaded: str) -> None:
    found = await ask(client, loaded, "paths", to="P03", **BID)
    assert (found["paths"], found["reason"]) == ([], "NOT_CONNECTED")
    assert found["reason_en"].startswith("No chain of influence joins Luo Qiming")
    assert "罗启明" in found["reason_zh"]
    first = found["introductions"][0]
    assert (first["through"], first["knows"], first["strength"]) == ("P16", "INFLUENCES", 0.7)
    direct = await ask(client, loaded, "paths", to="P13", k=1, **BID)
    assert [(way["member"], way["through"]) for way in direct["introductions"]] == [("S4", None)]


@pytest.mark.parametrize(
    ("params", "status", "pointer"),
    [
        ({"to": "nobody"}, 404, None),
        ({}, 422, "/query/to"),
        ({"to": "P01", "k": 0}, 422, "/query/k"),
        ({"to": "P01", "k": 21}, 422, "/query/k"),
        ({"to": "P01", "k": "NaN"}, 422, "/query/k"),
        ({"to": "P01", "kind": "teleport"}, 422, "/query/kind"),
        ({"to": "P01", "opportunity": "none"}, 404, None),
    ],
)
async def test_paths_refuse(
    client: httpx.AsyncClient, loaded: str, params: dict[str, Any], status: int, pointer: str | None
) -> None:
    problem = await refused(client, loaded, "paths", status, **params)
    assert [fault["pointer"] for fault in problem["errors"]] == ([pointer] if pointer else [])


async def test_powers_with_the_veto_inside(client: httpx.AsyncClient, loaded: str) -> None:
    path = "opportunities/core-cloud-2027/decision-chain"
    plain, inside = [await ask(client, loaded, path, veto_in_game=asked) for asked in ("false", "true")]
    stages = [{stage["id"]: stage for stage in held["stages"]} for held in (plain, inside)]
    assert stages[0]["evaluation"]["banzhaf"]["P20"] < stages[1]["evaluation"]["banzhaf"]["P20"]
    assert sum(stages[1]["evaluation"]["banzhaf"].values()) == pytest.approx(1)
    assert stages[1]["evaluation"]["voting_power"]["P20"] == pytest.approx(0.552, abs=1e-3)
    assert stages[0]["award"]["banzhaf"] == stages[1]["award"]["banzhaf"]


async def test_the_layout_when_it_is_asked_for(client: httpx.AsyncClient, loaded: str) -> None:
    assert (await ask(client, loaded, "power-map", **BID))["layout"] is None
    shown = await ask(client, loaded, "power-map", layers="layout", **BID)
    placed = shown["layout"]
    assert shown["edges"] == []
    assert set(placed["people"]) == {person["id"] for person in shown["people"]}
    assert set(placed["departments"]) == {unit["id"] for unit in shown["departments"]}
    head, box = placed["people"]["P01"], placed["departments"]["EXEC"]
    assert box["y"] == 0 < head["y"] < head["y"] + head["h"] < box["h"]
    assert box["x"] < head["x"] < head["x"] + head["w"] < box["x"] + box["w"] < placed["width"]
    problem = await refused(client, loaded, "power-map", 422, layers="layout,chairs")
    assert [(fault["pointer"], fault["value"]) for fault in problem["errors"]] == [("/query/layers", "chairs")]
