"""Insights over REST: the golden account, recorded outcomes, and accounts with next to nothing in them."""

import json
from typing import Any

import httpx
import pytest

from tests import documents
from tests.app.test_golden import ask, load
from tests.app.test_power_map import BID, loaded, refused  # noqa: F401 - a fixture
from tests.conftest import EMBEDDED_ONLY, ON_BOTH

pytestmark = EMBEDDED_ONLY
OF_BID = "opportunities/core-cloud-2027"


async def test_key_set_and_plans(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = await ask(client, loaded, "key-set", k=2, **BID)
    assert (found["people"], found["exact"]) == (["P24", "P25"], True)
    assert found["reached"] == pytest.approx(found["bound"])
    plans = (await ask(client, loaded, f"{OF_BID}/plans"))["plans"]
    chosen = [(plan["stage"], [step["person"] for step in plan["people"]], plan["steps"]) for plan in plans]
    assert chosen == [("evaluation", ["P06"], 2), ("award", ["P02", "P01"], 3)]
    assert plans[0]["people"][0]["path"] == ["P13", "P06"]


async def test_bus_factors(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = await ask(client, loaded, "bus-factor", **BID)
    own = found["own"]
    assert own["coverage"] == pytest.approx(0.485184, abs=1e-6)
    assert own["left"] < own["coverage"] / 2
    assert found["customer"][0] == {"person": "P12", "contacted": pytest.approx(-0.044397, abs=1e-6)}


async def test_outlook_is_a_model_and_says_so(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = await ask(client, loaded, f"{OF_BID}/outlook")
    assert (found["model"], found["weakest"]) == ("settled-attitude", "evaluation")
    assert "model" in found["note_en"]
    for stage in found["stages"]:
        for chance in stage["parties"].values():
            assert 0 <= chance["low"] <= chance["point"] <= chance["high"] <= 1
    product = 1.0
    for stage in found["stages"]:
        product *= stage["parties"]["NORTHGATE"]["point"]
    assert found["chain"]["NORTHGATE"]["point"] == pytest.approx(product)


@ON_BOTH
async def test_calibration_by_recorded_outcomes(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    empty = await ask(client, loaded, "calibration")
    assert (empty["votes"], empty["stages"], empty["reporters"], empty["base_rate"]) == (None, None, {}, None)
    document = json.loads((documents.DATA / "golden" / "jiangyuan.json").read_bytes())
    award = next(stage for stage in document["opportunities"][0]["stages"] if stage["id"] == "award")
    votes = [{"person": name, "party": party} for name, party in [("P01", "HALYARD"), ("P02", "HALYARD")]]
    award["outcome"] = {"on": "2026-11-19", "winner": "HALYARD", "votes": votes}
    for held in document["attitudes"]:
        if held["person"] == "P02":
            held["reported_by"] = "S1"
    await load(client, json.dumps(document).encode(), loaded)
    found = await ask(client, loaded, "calibration")
    assert (found["votes"]["count"], found["stages"]["count"], found["base_rate"]) == (6, 3, pytest.approx(1 / 3))
    assert found["reporters"]["S1"]["count"] == 3
    assert 0 < found["votes"]["brier"] < 0.25
    before = await ask(client, loaded, "calibration", as_of="2026-11-18")
    assert before["votes"] is None


async def test_evidence(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = await ask(client, loaded, "evidence", **BID)
    parts = [part for part in found["parts"].values() if part is not None]
    assert found["map_quality"] == pytest.approx(sum(parts) / len(parts))
    assert found["happy_ears"] == 0
    old = await ask(client, loaded, "evidence", as_of="2027-06-01", **BID)
    assert old["happy_ears"] == 1
    assert old["parts"]["attitudes_fresh"] < found["parts"]["attitudes_fresh"]


async def test_alliances_and_buying_centre(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = await ask(client, loaded, "alliances", **BID)
    assert (found["sides"]["P09"]["against"], found["sides"]["P06"]["together"]) == (["P12"], ["P13"])
    assert ["P06", "P13"] in [held["people"] for held in found["coalitions"]]
    shape = await ask(client, loaded, f"{OF_BID}/buying-centre")
    assert (shape["vertical"], shape["lateral"], shape["extensivity"]) == (6, 8, 25)
    assert [held["person"] for held in shape["hidden_influencers"]] == ["P25", "P23", "P06"]
    assert [held["outside_line"] for held in shape["hidden_influencers"]] == [True, True, False]


async def test_what_the_buying_centre_wants_and_how_much_of_it_the_bid_serves(
    client: httpx.AsyncClient, account_id: str
) -> None:
    """Two voters of equal weight: the bid serves a goal of the one, and not that of the department of both."""
    base = f"/api/v1/accounts/{account_id}"
    document = {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": "x"},
        "departments": [{"id": "d", "name": "d"}],
        "people": [{"id": one, "name": one, "department_id": "d"} for one in ("a", "b")] + [{"id": "c", "name": "c"}],
        "opportunities": [
            {"id": "o", "name": "o", "stages": [{"id": "s", "order": 1, "kind": "AWARD", "quota": 2, "votes": [
                {"person": "a", "weight": 1}, {"person": "b", "weight": 1}]}]}
        ],
        "goals": [
            {"id": "own", "name": "own", "person": "a"},
            {"id": "both", "name": "both", "department_id": "d"},
            {"id": "other", "name": "other", "person": "c"},
        ],
        "sandbox": [{"opportunity_id": "o", "goals": ["own", "other"]}],
    }  # fmt: skip
    assert (await client.put(f"{base}/document", json=document)).status_code == 200
    found = await ask(client, account_id, "opportunities/o/buying-centre")
    assert (found["interested"], found["interest"]) == (["a"], pytest.approx(0.5))
    assert found["themes"] == [{"goal": "both", "people": ["a", "b"], "share": pytest.approx(1), "served": False}]
    served = {"goals": ["both"]}
    assert (await client.patch(f"{base}/sandbox/o", json=served, headers={"If-Match": "*"})).status_code == 200
    found = await ask(client, account_id, "opportunities/o/buying-centre")
    assert (found["interested"], found["interest"], found["themes"][0]["served"]) == (
        ["a", "b"],
        pytest.approx(1),
        True,
    )


async def test_whom_to_work_on_first(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    first = (await ask(client, loaded, "coverage-gaps", **BID))["do_first"]
    reasons = {step["person"]: step["reason"] for step in first}
    assert {reasons["P03"], reasons["P25"]} == {"FIND_OUT"}
    assert (reasons["P06"], reasons["P01"], reasons["P02"]) == ("COMPLETES_QUOTA", "IN_FLIP_SET", "IN_FLIP_SET")
    assert (reasons["P12"], reasons["P23"]) == ("PROTECT", "CONTAIN")
    assert [step["reason"] for step in first[:2]] == ["FIND_OUT", "FIND_OUT"]
    for step in first:
        assert all(step[text] for text in ("rule", "rule_zh", "text_en", "text_zh"))
        assert (step["gain"] > 0) == (step["reason"] != "FIND_OUT")
    assert (await ask(client, loaded, "power-map", **BID))["do_first"] == first
    suggestions = (await ask(client, loaded, "plan", **BID))["suggestions"]
    assert [step["person"] for step in suggestions] == [step["person"] for step in first]


ACCOUNT_WIDE = [
    "power-map",
    "key-people",
    "coverage-gaps",
    "key-set",
    "bus-factor",
    "evidence",
    "alliances",
    "calibration",
]
OF_OPPORTUNITY = ["decision-chain", "outlook", "plans", "buying-centre"]
SPARSE: list[dict[str, Any]] = [
    {},
    {"people": [{"id": "a", "name": "A"}]},
    {
        "people": [{"id": name, "name": name} for name in "abcd"],
        "influence": [{"source": "a", "target": "b", "strength": 1}],
    },
    {"vendor": {"id": "us", "name": "Us"}, "people": [{"id": name, "name": name} for name in "abcd"]},
]


@pytest.mark.parametrize("lists", SPARSE, ids=["empty", "one person", "disconnected, no vendor", "all unknown"])
async def test_next_to_nothing_is_answered(client: httpx.AsyncClient, account_id: str, lists: dict[str, Any]) -> None:
    document = {"format": "powermap-account/1", "account": {"id": account_id, "name": "x"}, **lists}
    stages = [{"id": "n", "order": 1, "kind": "NEED"}]
    if lists.get("people"):
        stages.append({"id": "v", "order": 2, "kind": "AWARD", "quota": 1, "votes": [{"person": "a"}]})
    document["opportunities"] = [{"id": "o", "name": "o", "stages": stages}, {"id": "bare", "name": "bare"}]
    await load(client, json.dumps(document).encode(), account_id)
    for opportunity in ({}, {"opportunity": "o"}, {"opportunity": "bare"}):
        for part in ACCOUNT_WIDE:
            text = json.dumps(await ask(client, account_id, part, **opportunity))
            assert "NaN" not in text
            assert "Infinity" not in text
    for part in OF_OPPORTUNITY:
        for opportunity_id in ("o", "bare"):
            await ask(client, account_id, f"opportunities/{opportunity_id}/{part}")
        await refused(client, account_id, f"opportunities/none/{part}", 404)
    for person in (held["id"] for held in lists.get("people", ())):
        await ask(client, account_id, f"people/{person}/explanation", opportunity="o")
        assert (await ask(client, account_id, "paths", to=person))["reason"] is not None


@pytest.mark.parametrize("k", [0, 11, "x", "NaN"])
async def test_k_out_of_range(client: httpx.AsyncClient, loaded: str, k: Any) -> None:  # noqa: F811
    problem = await refused(client, loaded, "key-set", 422, k=k)
    assert problem["errors"][0]["pointer"] == "/query/k"
