"""One test a row of the feature table whose source is one of the five method texts, over REST, on the sample account.

`app/relationships/README.md` says which call serves which row and names the test.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest_asyncio

from app.sample import SAMPLE

API = "/api/v1"
AS_OF = "2026-11-20"
BID = "core-cloud-2027"
Json = dict[str, Any]


class Account:
    """An account of a test's own, loaded with the sample."""

    def __init__(self, client: httpx.AsyncClient, account_id: str) -> None:
        self.client, self.id = client, account_id

    async def get(self, path: str, **params: Any) -> Json:
        plain = path.partition("/")[0] in {"people", "snapshots"} or "items" in params
        params.pop("items", None)
        answer = await self.client.get(
            f"{API}/accounts/{self.id}/{path}", params=params if plain else {"as_of": AS_OF, **params}
        )
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def items(self, path: str, **params: Any) -> list[Json]:
        found: list[Json] = (await self.get(path, items=True, limit=200, **params))["items"]
        return found

    async def post(self, path: str, body: Json) -> httpx.Response:
        return await self.client.post(f"{API}/accounts/{self.id}/{path}", json=body)

    async def patch(self, path: str, body: Json) -> httpx.Response:
        return await self.client.patch(f"{API}/accounts/{self.id}/{path}", json=body, headers={"If-Match": "*"})

    async def refused(self, path: str, body: Json, *codes: str) -> None:
        answer = await self.post(path, body)
        assert answer.status_code in {409, 422}, answer.text
        assert {error["code"] for error in answer.json()["errors"]} == set(codes)


async def loaded(client: httpx.AsyncClient) -> Account:
    account_id = f"t{uuid4().hex}"
    document = json.loads(SAMPLE)
    document["account"]["id"] = account_id
    answer = await client.put(f"{API}/accounts/{account_id}/document", json=document)
    assert answer.status_code == 200, answer.text
    return Account(client, account_id)


@pytest_asyncio.fixture(scope="module")
async def account(embedded_client: httpx.AsyncClient) -> Account:
    """The sample, only read from."""
    return await loaded(embedded_client)


@pytest_asyncio.fixture
async def own(embedded_client: httpx.AsyncClient) -> Account:
    """The sample, to be changed."""
    return await loaded(embedded_client)


# -- model ----------------------------------------------------------------------------------------------------------


async def test_department_tree(own: Account) -> None:
    assert (await own.post("departments", {"id": "OM-N", "name": "夜班", "parent_id": "OM"})).status_code == 201
    assert (await own.patch("people/P14", {"department_id": "OM-N"})).status_code == 200
    assert [person["id"] for person in await own.items("people", department="OM")] == ["P12", "P13", "P14", "P15"]


async def test_three_relationship_kinds(account: Account) -> None:
    found = await account.get("relationships", opportunity=BID)
    for kind in ("general", "key", "organization"):
        assert {"score", "target", "trend"} <= set(found[kind])
    assert abs(found["key"]["score"] - 0.030754) < 1e-5
    assert found["general"]["weakest"] == "FIN"
    assert found["key"]["weakest"] == "P23"


async def test_organisation_level_with_criteria(own: Account) -> None:
    company = (await own.get("relationships"))["organization"]
    assert (company["level"], company["next"]) == ("SUPPLIER", "STRATEGIC_SUPPLIER")
    assert "FRAMEWORK_CONTRACT" in company["missing"]
    claim = {"code": "ORGANIZATION_LEVEL", "assessor": "SELF", "on": "2026-11-19", "choice": "STRATEGIC_SUPPLIER"}
    await own.refused("assessments", claim, "level-criteria")


async def test_level_judged_by_the_customer(own: Account) -> None:
    body = {"code": "PRODUCT_ADMITTED", "assessor": "CUSTOMER", "on": "2026-11-01", "met": False}
    await own.refused("assessments", body | {"on": "2026-10-15"}, "level-criteria")
    assert (await own.post("assessments", body)).status_code == 201
    company = (await own.get("relationships"))["organization"]
    assert (company["level"], company["level_by_customer"], company["difference"]) == ("SUPPLIER", "VENDOR", 1)
    assert company["by_self"]["criteria"] != company["by_customer"]["criteria"]


async def test_five_relationship_stages(own: Account) -> None:
    stage = (await own.get("relationships"))["stage"]
    assert (stage["suggested"], stage["confirmed"]) == ("WEDGE", "WEDGE")
    assert {"stage": "NETWORK", "fact": "TRUST", "value": False, "needed": True, "met": False} in stage["facts"]
    body = {"code": "TRUST", "assessor": "CUSTOMER", "on": "2026-11-19", "met": True}
    assert (await own.post("assessments", body)).status_code == 201
    assert (await own.get("relationships"))["stage"]["suggested"] == "NETWORK"
    body = {"code": "STAGE", "on": "2026-11-19", "choice": "POINT_TO_POINT", "evidence": "a rival's offer"}
    assert (await own.post("assessments", body)).status_code == 201
    fall = next(fall for fall in (await own.get("relationships"))["falls"] if fall["what"] == "STAGE")
    assert (fall["before"], fall["after"], fall["cause"]) == ("WEDGE", "POINT_TO_POINT", "a rival's offer")


async def test_participation_and_nature(account: Account) -> None:
    quadrant = (await account.get("relationships"))["stage"]["quadrant"]
    assert (quadrant["participation"], quadrant["nature"], quadrant["nature_on"]) == (
        "SIMPLE",
        "TRANSACTIONAL",
        "2026-04-15",
    )


async def test_build_stabilise_strengthen_phase(own: Account) -> None:
    phase = (await own.get("relationships"))["phase"]
    assert {check["phase"] for check in phase["checks"]} == {"BUILD"}
    assert (
        await own.post("assessments", {"code": "PHASE", "on": "2026-11-19", "choice": "STABILIZE"})
    ).status_code == 201
    checks = (await own.get("relationships"))["phase"]["checks"]
    assert "CRISIS_PROCESS" in {check["check"] for check in checks if not check["met"]}


async def test_lief_style_from_two_axes(own: Account) -> None:
    people = (await own.get("power-map", opportunity=BID))["people"]
    assert {person["id"]: person["style"] for person in people}["P06"] == "E"
    answer = await own.patch("people/P06", {"style": "L"})
    assert answer.json()["errors"][0]["code"] == "unknown-field"


async def test_attitude_four_levels(own: Account) -> None:
    body = {"person": "P12", "toward": "NORTHGATE", "level": "VALUED", "on": "2026-11-19"}
    assert (await own.post("attitudes", body)).status_code == 201
    people = {person["id"]: person for person in (await own.get("power-map", opportunity=BID))["people"]}
    held = people["P12"]["attitudes"]["NORTHGATE"]
    assert (held["x"], held["inferred"]) == (0.875, True)


async def test_attitude_six_levels(account: Account) -> None:
    people = {person["id"]: person for person in (await account.get("power-map", opportunity=BID))["people"]}
    assert people["P12"]["attitudes"]["NORTHGATE"]["x"] == 1.0
    assert "NORTHGATE" not in people["P03"]["attitudes"]


async def test_attitude_to_each_competitor(account: Account) -> None:
    people = {person["id"]: person for person in (await account.get("power-map", opportunity=BID))["people"]}
    assert set(people["P05"]["attitudes"]) == {"NORTHGATE", "HALYARD", "MERIDIAN"}
    assert people["P05"]["margin"] == 0.25


async def test_function_to_function_pairing(own: Account) -> None:
    mesh = (await own.get("relationships"))["mesh"]
    assert mesh["holes"] == []
    assert (await own.post("mesh", {"function": "DELIVERY", "department_id": "FIN"})).status_code == 201
    mesh = (await own.get("relationships"))["mesh"]
    assert [(hole["function"], hole["department_id"]) for hole in mesh["holes"]] == [("DELIVERY", "FIN")]
    gaps = (await own.get("coverage-gaps", opportunity=BID))["gaps"]
    hole = next(gap for gap in gaps if gap["kind"] == "EMPTY_MESH")
    assert (hole["department"], hole["facts"]["functions"]) == ("FIN", ["DELIVERY"])


async def test_key_account_qualification(own: Account) -> None:
    assert (await own.get("relationships"))["phase"]["qualification"]["verdict"] == "QUALIFIED"
    for code, verdict in (("PAYBACK", "WATCH"), ("FIT", "NOT_KEY")):
        body = {"code": code, "assessor": "SELF", "on": "2026-11-19", "met": False}
        assert (await own.post("assessments", body)).status_code == 201
        found = (await own.get("relationships"))["phase"]["qualification"]
        assert (found["verdict"], code in found["failing"]) == (verdict, True)


async def test_account_manager_and_virtual_team(own: Account) -> None:
    phase = (await own.get("relationships"))["phase"]
    assert phase["account_managers"] == ["S1"]
    assert (await own.post("memberships", {"member": "S2", "since": "2026-11-10", "role": "KAM"})).status_code == 201
    checks = {check["check"]: check for check in (await own.get("relationships"))["phase"]["checks"]}
    assert (checks["SINGLE_INTERFACE"]["met"], checks["SINGLE_INTERFACE"]["facts"]) == (
        False,
        {"account_managers": ["S1", "S2"]},
    )


async def test_client_and_vendor_profiles(own: Account) -> None:
    profiles = {profile["id"]: profile for profile in await own.items("profiles")}
    assert profiles["CP-2"]["opportunities"] == [BID, "edge-private", "joint-operations"]
    again = {"id": "CP-3", "kind": "CLIENT", "edition": 2, "on": "2026-11-19"}
    await own.refused("profiles", again, "duplicate-id")


# -- coverage and planning -----------------------------------------------------------------------------------------------


async def test_department_and_level_coverage(account: Account) -> None:
    general = (await account.get("relationships", opportunity=BID))["general"]
    departments = {held["department_id"]: held for held in general["departments"]}
    assert departments["FIN"]["contact"] == 0.0
    assert departments["OM"]["contact"] == 1.0
    assert general["balance"] == 0.0


async def test_activity_kinds(own: Account) -> None:
    body = {"id": "X1", "name": "Call", "kind": "REMOTE_CONTACT", "owner": "S2", "due_on": "2026-12-01"}
    await own.refused("activities", body, "unlinked-plan-item")
    assert (await own.post("activities", body | {"goals": ["G1"], "people": ["P05"]})).status_code == 201


async def test_activity_judged_on_quality_and_effect(own: Account) -> None:
    body = {"id": "X1", "name": "Call", "owner": "S2", "due_on": "2026-11-01", "opportunity_id": BID, "quality": 4}
    await own.refused("activities", body | {"assigned_by": "S1"}, "evaluation-before-execution")
    done = body | {"status": "DONE", "done_on": "2026-11-01"}
    await own.refused("activities", done | {"assigned_by": "S2"}, "marked-by-owner")
    assert (await own.post("activities", done | {"assigned_by": "S1", "effect": 3})).status_code == 201


async def test_plan_serves_a_market_target(own: Account) -> None:
    body = {"id": "X1", "name": "T", "person": "P06", "to_attitude": "SUPPORT", "by": "2026-12-31"}
    await own.refused("targets", body, "unlinked-plan-item")
    assert (await own.post("targets", body | {"market_target": "M3"})).status_code == 201
    assert (await own.patch("market_targets/M3", {"closed_on": "2026-11-01"})).status_code == 200
    assert (await own.get("plan", opportunity=BID))["orphans"] == ["T6", "T7", "X1"]


async def test_measures_differ_by_organisation_level(account: Account) -> None:
    plan = await account.get("plan", opportunity=BID)
    assert plan["plan_focus"] == "PERSONAL"
    kinds = {kind for step in plan["suggestions"] for kind in step["activity_kinds"]}
    assert kinds
    assert "HOSPITALITY" not in kinds
    assert "MANAGEMENT_SEMINAR" not in kinds


async def test_approach_per_lief_style(account: Account) -> None:
    steps = {step["person"]: step for step in (await account.get("plan", opportunity=BID))["suggestions"]}
    assert {step["approach"] for step in steps.values()} >= {"L", "E"}
    assert steps["P01"]["activity_kinds"] != steps["P02"]["activity_kinds"]


async def test_strategic_sandbox(own: Account) -> None:
    found = await own.get("sandbox-ranking", items=True)
    assert found["by_horizon"] == {"SHORT": [BID], "MID": ["edge-private"], "LONG": ["joint-operations"]}
    empty = json.loads(SAMPLE) | {"sandbox": [], "market_targets": [], "targets": [], "activities": [], "snapshots": []}
    empty["account"]["id"] = own.id
    assert (await own.client.put(f"{API}/accounts/{own.id}/document", json=empty)).status_code == 200
    assert (await own.get("sandbox-ranking", items=True))["warnings"] == ["EMPTY_AFTER_INSIGHT"]


async def test_opportunity_ranking(account: Account) -> None:
    even = await account.get("sandbox-ranking", items=True)
    assert [held["opportunity_id"] for held in even["ranking"]] == ["edge-private", "joint-operations", BID]
    size = {"growth_rate": 0, "profit_level": 0, "competition_intensity": 0}
    by_size = await account.get("sandbox-ranking", items=True, market_space=1, **size)
    assert [held["opportunity_id"] for held in by_size["ranking"]] == [BID, "edge-private", "joint-operations"]
    assert by_size["ranking"][0]["scaled"]["competition_intensity"] == 0.0


async def test_the_company_selects(own: Account) -> None:
    answer = await own.patch("sandbox/joint-operations", {"selection": "SELECTED"})
    assert {error["code"] for error in answer.json()["errors"]} == {"decision-without-decider"}
    decided = {"selection": "SELECTED", "selected_on": "2026-11-19"}
    answer = await own.patch("sandbox/joint-operations", decided | {"selected_by": "S4"})
    assert [error["code"] for error in answer.json()["errors"]] == ["self-selection"]
    answer = await own.patch("sandbox/joint-operations", decided | {"selected_by": "S5"})
    assert answer.status_code == 200


async def test_opportunity_source_by_function(own: Account) -> None:
    answer = await own.patch("sandbox/edge-private", {"scan_layer": None})
    assert [error["code"] for error in answer.json()["errors"]] == ["scan-layer"]
    found = await own.get("sandbox-ranking", items=True)
    assert (found["by_source"], found["by_layer"]) == (
        {"SALES": 1, "SERVICE": 1, "TECHNICAL": 1},
        {"ARCHITECTURE": 1},
    )


async def test_executive_rhythm_complaint_channel_joint_teams(own: Account) -> None:
    assert (
        await own.post("assessments", {"code": "PHASE", "on": "2026-11-19", "choice": "STABILIZE"})
    ).status_code == 201
    found = await own.get("relationships")
    checks = {check["check"]: check for check in found["phase"]["checks"]}
    assert checks["EXECUTIVE_MEETINGS"]["facts"]["needed"] == 2
    assert checks["COMPLAINT_CHANNEL"]["met"]
    assert "JOINT_TEAMS" in {fact["fact"] for fact in found["stage"]["facts"]}


async def test_four_marketing_elements(account: Account) -> None:
    elements = (await account.get(f"opportunities/{BID}/review"))["elements"]
    assert [held["element"] for held in elements] == ["RELATIONSHIP", "SOLUTION", "DELIVERY", "FINANCE"]
    assert [round(held["value"], 3) for held in elements] == [0.031, 4, 4, 3]


# -- review and history -----------------------------------------------------------------------------------------------------


async def test_no_power_map_no_approval(own: Account) -> None:
    found = await own.get(f"opportunities/{BID}/review")
    assert (found["verdict"], found["open_checks"]) == ("CONDITIONAL", ["G04", "G05", "G06", "G07"])
    document = json.loads(SAMPLE) | {"snapshots": []}
    document["account"]["id"] = f"{own.id}-2"
    await own.client.put(f"{API}/accounts/{own.id}-2/document", json=document)
    bare = await Account(own.client, f"{own.id}-2").get(f"opportunities/{BID}/review")
    assert (bare["verdict"], bare["checks"][0]["result"]) == ("FAIL", "FAIL")


async def test_review_pack(own: Account) -> None:
    pack = await own.get(f"opportunities/{BID}/review-pack", snapshot="2026Q4")
    assert (pack["snapshot"]["id"], pack["previous"]["id"], pack["review"]["verdict"]) == (
        "2026Q4",
        "2026Q3",
        "CONDITIONAL",
    )
    map_ = pack["power_map"]
    assert all(map_[part] for part in ("people", "stages", "standing", "gaps", "do_first"))
    assert any(person["roles"] for person in map_["people"])
    assert pack["plan"]["items"]
    assert [record["record"]["id"] for record in pack["changes"]["people"]["added"]] == ["P25"]
    assert [point["snapshot"] for point in pack["competitors"]] == ["2026Q3", "2026Q4"]
    assert (await own.post("people", {"id": "P26", "name": "新人", "department_id": "OM"})).status_code == 201
    taken = await own.post("snapshots", {"id": "next", "name": "next", "opportunity": BID, "as_of": AS_OF})
    assert taken.status_code == 201, taken.text
    again = await own.get(f"opportunities/{BID}/review-pack", snapshot="next")
    assert [record["record"]["id"] for record in again["changes"]["people"]["added"]] == ["P26"]


async def test_attitude_time_line(account: Account) -> None:
    points = (await account.get("timeline", person="P09"))["attitudes"]
    ours = [(point["on"], point["level"], point["steps"]) for point in points if point["toward"] == "NORTHGATE"]
    assert ours == [("2026-03-05", "CONTACTED", None), ("2026-10-06", "OPPOSE", -1)]


async def test_compare_with_competitors_over_time(account: Account) -> None:
    series = (await account.get("measures", opportunity=BID))["competitors"]
    assert [point["snapshot"] for point in series] == ["2026Q3", "2026Q4", None]
    assert abs(series[-1]["margin"] - (0.030754 - 0.315788)) < 1e-5
    assert set(series[-1]["stages"]) == {"evaluation", "award"}


async def test_a_time_line_says_how_fast_the_margin_moves_and_who_came_late(own: Account) -> None:
    line = await own.get("timeline", opportunity=BID)
    shape = await own.get(f"opportunities/{BID}/buying-centre")
    assert line["standing"][-1]["involved"] == shape["extensivity"]
    assert line["standing"][-1]["departments"] == shape["lateral"]
    weeks = [date.fromisoformat(point["as_of"]).toordinal() / 7 for point in line["standing"]]
    margins = [point["margin"] for point in line["standing"]]
    mid, mean = sum(weeks) / 3, sum(margins) / 3
    pairs = list(zip(weeks, margins, strict=True))
    slope = sum((week - mid) * (margin - mean) for week, margin in pairs) / sum((week - mid) ** 2 for week in weeks)
    moved = line["trend"]
    assert abs(moved.pop("margin_per_week") - slope) < 1e-9
    assert slope < -0.015
    assert moved == {"trend_days": 90, "since": "2026-08-20", "more_involved": 1, "more_departments": 0}
    won = {"person": "P05", "toward": "NORTHGATE", "level": "SUPPORT", "confidence": 5, "on": AS_OF}
    assert (await own.post("attitudes", won)).status_code == 201
    assert (await own.get("timeline", opportunity=BID))["trend"]["margin_per_week"] > slope


async def test_process_counted_result_measured_value_assessed(account: Account) -> None:
    found = await account.get("measures", opportunity=BID, baseline="2026Q3")
    held = {m["id"]: m for block in ("process", "result", "value") for m in found[block]}
    assert all(m["definition_en"] and m["definition_zh"] for m in held.values())
    assert held["activities_done"]["change"] > 0
    assert abs(held["coverage_weighted"]["value"] - 0.485184) < 1e-5
    assert 1 <= held["quality"]["value"] <= 5


# -- governance ---------------------------------------------------------------------------------------------------------------


async def test_customer_belongs_to_the_company(own: Account) -> None:
    before = await own.get("document", items=True)
    moved = await own.post("hand-over", {"members": {"S2": "S1"}, "on": "2026-12-01", "reason": "leaves"})
    assert moved.status_code == 200, moved.text
    after = await own.get("document", items=True)
    assert after["interactions"] == before["interactions"]
    assert after["attitudes"] == before["attitudes"]
    assert not [held for held in after["coverage"] if held["member"] == "S2"]
    assert moved.json()["coverage"] == sum(held["member"] == "S2" for held in before["coverage"])
    held = {(one["member"], one["since"]): one for one in after["memberships"]}
    assert held["S2", "2026-01-01"]["until"] == "2026-11-30"
    assert (held["S1", "2026-12-01"]["role"], held["S1", "2026-12-01"]["note"]) == ("AR", "leaves")
    changes = await own.items("changes", since=moved.json()["revision"] - 1)
    assert {change["revision"] for change in changes} == {moved.json()["revision"]}


async def test_anti_bribery_guard(own: Account) -> None:
    body = {"id": "X1", "name": "Dinner", "kind": "HOSPITALITY", "due_on": "2026-12-01", "opportunity_id": BID}
    await own.refused("activities", body, "compliance-ref")
    assert (await own.post("activities", body | {"compliance_ref": "C-1"})).status_code == 201


# -- remaining concepts -------------------------------------------------------------------------------------------------------


async def test_customer_goals_pressures_and_kpis(own: Account) -> None:
    assert [goal["id"] for goal in await own.items("goals", kind="PRESSURE")] == ["G2"]
    assert (await own.items("sandbox", selection="SELECTED"))[0]["goals"] == ["G1", "G2"]
    answer = await own.client.delete(f"{API}/accounts/{own.id}/goals/G2")
    assert answer.json()["code"] == "still-referenced"


async def test_five_mcr_areas(account: Account) -> None:
    areas = (await account.get("plan"))["by_mcr_area"]
    assert set(areas) == {"STRATEGY", "RELATIONSHIP", "CONTACT", "SATISFACTION", "INFORMATION"}
    assert sum(areas.values()) == len(await account.items("targets")) + len(await account.items("activities"))


async def test_relations_serve_market_sales_and_competition(own: Account) -> None:
    assert (await own.get("plan"))["by_market_kind"] == {"MARKET": 2, "SALES": 4, "COMPETITION": 1}
    await own.refused("market_targets", {"id": "X", "name": "X", "opportunity_id": "edge-private"}, "not-selected")


async def test_satisfaction(account: Account) -> None:
    general = (await account.get("relationships"))["general"]
    departments = {held["department_id"]: held for held in general["departments"]}
    assert (departments["PROC"]["satisfaction"], departments["PROC"]["satisfaction_trend"]) == (55, -7)


async def test_development_path_key_general_organisation(account: Account) -> None:
    maturity = (await account.get("relationships", opportunity=BID))["maturity"]
    assert (maturity["reached"], maturity["weakest"]) == (["KEY", "GENERAL"], "ORGANIZATION")


async def test_thick_customer_interface(account: Account) -> None:
    mesh = (await account.get("relationships"))["mesh"]
    assert (mesh["live_pairs"], mesh["functions"]) == (14, ["DELIVERY", "SALES", "SOLUTION"])
    assert mesh["contact_pairs"] >= mesh["live_pairs"]


async def test_share_of_purchase_and_reserve_suppliers(account: Account) -> None:
    facts = {fact["fact"]: fact for fact in (await account.get("relationships"))["stage"]["facts"]}
    assert (facts["SHARE_OF_WALLET"]["value"], facts["SHARE_OF_WALLET"]["met"]) == (0.46, False)  # of OTN
    assert facts["RESERVE_SUPPLIERS"]["value"] == 3


async def test_wedge_factors(account: Account) -> None:
    stage = (await account.get("relationships"))["stage"]
    assert {mark["code"]: mark["value"] for mark in stage["wedge_factors"]} == {
        "QUALITY": 4,
        "STABILITY": 3,
        "PREFERENCE": 2,
        "SERVICE": 4,
    }
    assert stage["weakest_factor"] == "PREFERENCE"


async def test_two_steps_forward_one_back(account: Account) -> None:
    falls = (await account.get("relationships"))["falls"]
    held = {fall["subject"]: fall for fall in falls}
    assert (held["P09 → NORTHGATE"]["before"], held["P09 → NORTHGATE"]["after"]) == ("CONTACTED", "OPPOSE")
    assert held["P09 → NORTHGATE"]["cause"]


async def test_joint_goals_per_department(own: Account) -> None:
    (goal,) = await own.items("goals", department_id="OM")
    assert (goal["function"], goal["measure"]) == ("DELIVERY", "min")


async def test_account_class_decides_the_team(own: Account) -> None:
    phase = (await own.get("relationships"))["phase"]
    assert (phase["account_class"], phase["missing_roles"]) == ("A", [])
    assert (await own.patch("memberships/S5/2026-01-01", {"until": "2026-10-31"})).status_code == 200
    assert (await own.get("relationships"))["phase"]["missing_roles"] == ["EXECUTIVE_SPONSOR"]


async def test_executive_sponsor_leads_the_cloud_stage(own: Account) -> None:
    body = {"code": "STAGE", "on": "2026-11-19", "choice": "CLOUD"}
    assert (await own.post("assessments", body)).status_code == 201
    assert (await own.patch("team/S5", {"role": "MEMBER"})).status_code == 200
    assert "EXECUTIVE_SPONSOR" in (await own.get("relationships"))["stage"]["failed_checks"]


async def test_value_to_the_customer(account: Account) -> None:
    marks = (await account.get("relationships"))["phase"]["value_marks"]
    assert {mark["code"] for mark in marks} == {"PEER_SIZE", "INDUSTRY_KNOWHOW", "TAILORED_OFFER", "REFERENCES"}
    assert all(mark["value"] for mark in marks)


async def test_two_way_information(account: Account) -> None:
    checks = {check["check"]: check for check in (await account.get("relationships"))["phase"]["checks"]}
    assert checks["TWO_WAY_INFORMATION"]["facts"] == {"one_way": ["P06", "P09"]}


async def test_presence_in_the_emergency_process(own: Account) -> None:
    await own.post("assessments", {"code": "PHASE", "on": "2026-11-19", "choice": "STABILIZE"})
    checks = {check["check"]: check for check in (await own.get("relationships"))["phase"]["checks"]}
    assert (checks["EMERGENCY_PRESENCE"]["met"], checks["EMERGENCY_PRESENCE"]["facts"]["on"]) == (True, "2026-08-12")


async def test_complaint_channel_outside_the_account_manager(own: Account) -> None:
    await own.post("assessments", {"code": "PHASE", "on": "2026-11-19", "choice": "STABILIZE"})
    assert (await own.patch("assessments/COMPLAINT_CHANNEL/SELF/2026-05-06", {"holder": "S1"})).status_code == 200
    checks = {check["check"]: check for check in (await own.get("relationships"))["phase"]["checks"]}
    assert not checks["COMPLAINT_CHANNEL"]["met"]


async def test_mutual_purchase_and_board_seats(own: Account) -> None:
    await own.post("assessments", {"code": "PHASE", "on": "2026-11-19", "choice": "STRENGTHEN"})
    await own.post("assessments", {"code": "MUTUAL_PURCHASE", "on": "2026-11-19", "met": True, "evidence": "e"})
    await own.post("assessments", {"code": "CONSULTING", "on": "2026-11-19", "met": True})
    checks = {check["check"]: check["met"] for check in (await own.get("relationships"))["phase"]["checks"]}
    assert (checks["MUTUAL_PURCHASE"], checks["CONSULTING"], checks["BOARD_SEATS"]) == (True, None, None)


async def test_loop_understand_plan_execute_evaluate(own: Account) -> None:
    loops = {loop["id"]: loop for loop in (await own.get("plan"))["loop"]}
    assert (loops["2026H1"]["next"], loops["2026H2"]["next"]) == (None, "EXECUTE")
    answer = await own.patch("periods/2026H2", {"evaluated_on": "2026-12-31"})
    assert [error["code"] for error in answer.json()["errors"]] == ["evaluation-before-execution"]


async def test_insight_output(own: Account) -> None:
    assert (await own.post("profiles", {"id": "VP-2", "kind": "VENDOR", "edition": 2, "on": "2026-11-19"})).is_success
    found = await own.get("sandbox-ranking", items=True)
    assert (found["void_profiles"], found["warnings"]) == (["VP-2"], ["VOID_PROFILE"])


async def test_resources_requested_and_granted(own: Account) -> None:
    ranked = {held["opportunity_id"]: held for held in (await own.get("sandbox-ranking", items=True))["ranking"]}
    assert (ranked[BID]["requested"], ranked[BID]["granted"], ranked[BID]["over_grant"]) == (3e6, 2.4e6, False)
    assert (await own.patch("sandbox/core-cloud-2027", {"granted": 1000})).status_code == 200
    assert "OVER_GRANT" in (await own.get("sandbox-ranking", items=True))["warnings"]


async def test_activity_through_the_sales_process(account: Account) -> None:
    stages = (await account.get("measures", opportunity=BID))["by_ltc_stage"]
    assert list(stages) == ["LEAD", "OPPORTUNITY", "BID", "CONTRACT", "DELIVERY", "PAYMENT"]
    assert stages["BID"] == 5


async def test_team_performance_by_project_and_owner(account: Account) -> None:
    whole = {held["owner"]: held for held in (await account.get("measures"))["by_owner"]}
    assert set(whole) == {"S1", "S2", "S3", "S4"}
    one = await account.get("measures", owner="S4", opportunity=BID)
    assert [held["owner"] for held in one["by_owner"]] == ["S4"]
    assert one["by_owner"][0]["effect"] == 5.0


async def test_measures_of_a_period(own: Account) -> None:
    halves = {}
    for half in ("2026H1", "2026H2"):
        found = await own.get("measures", period=half)
        values = {measure["id"]: measure["value"] for measure in found["process"]}
        halves[half] = (found["since"], found["until"], *(values[f"activities_{state}"] for state in ("done", "open")))
    assert halves == {"2026H1": ("2026-01-01", "2026-06-30", 7, 0), "2026H2": ("2026-07-01", AS_OF, 6, 3)}
    first = await own.get("measures", period="2026H1", owner="S3")
    span = await own.get("measures", since="2026-01-01", until="2026-06-30", owner="S3")
    assert (first["period"], span["period"], first | {"period": None}) == ("2026H1", None, span)
    assert [(held["owner"], held["done"]) for held in first["by_owner"]] == [("S3", 3)]
    on_time = {measure["id"]: measure["value"] for measure in first["process"]}["done_on_time"]
    assert on_time == 2 / 3
    then = await own.get("measures", as_of="2026-06-30")
    assert first["result"] == then["result"]
    answer = await own.client.get(f"{API}/accounts/{own.id}/measures", params={"period": "2020H1"})
    assert answer.status_code == 404
    more = {
        "id": "A99",
        "name": "x",
        "kind": "WORKSHOP",
        "owner": "S3",
        "assigned_on": "2026-05-01",
        "status": "PLANNED",
        "due_on": "2026-06-01",
    }
    planned = await own.post("activities", more | {"people": ["P16"], "opportunity_id": BID})
    assert planned.status_code == 201, planned.text
    later = await own.get("measures", period="2026H1", owner="S3")
    assert {measure["id"]: measure["value"] for measure in later["process"]}["activities_open"] == 1


async def test_process_indicators_enable(account: Account) -> None:
    found = await account.get("measures")
    fields = {name for block in ("process", "result", "value") for measure in found[block] for name in measure}
    assert not fields & {"penalty", "score", "rank"}


async def test_opportunity_sources_differ_by_post(account: Account) -> None:
    assert set((await account.get("sandbox-ranking", items=True))["by_source"]) == {"SALES", "SERVICE", "TECHNICAL"}


async def test_account_tiers_and_portfolio(own: Account) -> None:
    child = f"{own.id}-city"
    made = await own.client.post(
        f"{API}/accounts", json={"id": child, "name": "City", "tier": "CITY", "parent_id": own.id}
    )
    assert made.status_code == 201
    answer = await own.client.get(
        f"{API}/portfolio", params={"parent_id": own.id, "as_of": AS_OF, "since": "2026-08-20"}
    )
    (item,) = answer.json()["items"]
    assert (item["id"], item["tier"], item["roll_up"]["accounts"]) == (child, "CITY", 1)


async def test_central_negotiation_local_signing(own: Account) -> None:
    city = f"{own.id}-city"
    votes = [{"person": "P06", "account_id": own.id}, {"person": "buyer"}]
    bid = {
        "id": "local",
        "name": "Local",
        "stages": [{"id": "s", "order": 1, "kind": "AWARD", "quota": 2, "votes": votes}],
    }
    document = {"format": "powermap-account/1", "account": {"id": city, "name": "City", "parent_id": own.id}}
    document |= {
        "vendor": {"id": "NORTHGATE", "name": "N"},
        "people": [{"id": "buyer", "name": "B"}],
        "opportunities": [bid],
    }
    assert (await own.client.put(f"{API}/accounts/{city}/document", json=document)).status_code == 200
    found = await Account(own.client, city).get("power-map", opportunity="local")
    held = {person["id"]: (person["account_id"], person["scores"]["decision_influence"]) for person in found["people"]}
    assert held == {"P06": (own.id, 0.5), "buyer": (None, 0.5)}
    lending = {person["id"]: person["votes_elsewhere"] for person in (await own.get("power-map"))["people"]}
    assert lending["P06"] == [{"account_id": city, "opportunity": "local", "stage": "s"}]


# -- people as they are -----------------------------------------------------------------------------------------------------


async def test_own_member_and_person(own: Account) -> None:
    pairs = {(pair["member"], pair["person"]): pair for pair in (await own.get("relationships"))["pairs"]}
    pair = pairs["S1", "P05"]
    assert (pair["owner"], pair["level"], pair["computed_level"]) == (True, pair["computed_level"], pair["level"])
    answer = await own.patch("coverage/S1/P05", {"override_level": "DEEP"})
    assert {error["code"] for error in answer.json()["errors"]} == {"override-unexplained"}
    override = {"override_level": "NONE", "override_reason": "never in the room", "override_on": "2026-11-19"}
    assert (await own.patch("coverage/S1/P05", override)).status_code == 200
    people = {person["id"]: person["coverage"] for person in (await own.get("power-map"))["people"]}
    assert (people["P05"]["level"], people["P05"]["overridden_because"]) == ("NONE", "never in the room")


async def test_contested_people(account: Account) -> None:
    key = (await account.get("relationships", opportunity=BID))["key"]
    assert all(abs(close["margin"]) <= 0.25 and close["decision_influence"] >= 0.04 for close in key["contested"])
    assert "P05" in {close["person"] for close in key["contested"]}


async def test_two_records_of_one_person(own: Account) -> None:
    before = await own.get("document", items=True)
    twin = {"id": "P06x", "name": "程若水", "title_en": "architect"}
    assert (await own.post("people", twin)).status_code == 201
    line = {"source": "P06x", "target": "P01", "strength": 0.4}
    assert (await own.post("influence", line)).status_code == 201
    tried = await own.client.post(
        f"{API}/accounts/{own.id}/people/P06/merge", params={"preview": True}, json={"duplicate": "P06x"}
    )
    assert (tried.status_code, tried.json()["moved"]) == (200, ["influence/P06x/P01/PROFESSIONAL"])
    assert "P06x" in {person["id"] for person in await own.items("people")}
    assert (await own.post("people/P06/merge", {"duplicate": "P06x"})).status_code == 200
    after = await own.get("document", items=True)
    assert ("P06", "P01") in {(one["source"], one["target"]) for one in after["influence"]}
    assert next(person for person in after["people"] if person["id"] == "P06")["former_ids"] == "P06x"
    assert (await own.client.post(f"{API}/accounts/{own.id}/undo")).status_code == 200
    assert "P06x" in {person["id"] for person in await own.items("people")}
    assert len(after["people"]) == len(before["people"])


async def test_attitude_from_behaviour(own: Account) -> None:
    seen = {"on": "2026-11-19", "observed": {"MEETS_US": True, "ADVISES_US": True}, "evidence": "told us the order"}
    before = (await own.get("power-map", opportunity=BID))["standing"]["NORTHGATE"]["point"]
    answer = await own.post("people/P06/behaviour", seen)
    assert (answer.json()["level"], answer.json()["four_level"]) == ("SUPPORT", "VALUED")
    found = await own.get("power-map", opportunity=BID)
    assert found["standing"]["NORTHGATE"]["point"] > before
    stored = await own.items("attitudes", person="P06", toward="NORTHGATE")
    assert "ADVISES_US: told us the order" in {attitude["evidence"] for attitude in stored}


def test_the_table_names_every_test_of_a_row_and_no_other() -> None:
    table = (Path(__file__).parents[2] / "app" / "relationships" / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"\| `(test_\w+)` \| ", table, re.MULTILINE)
    defined = re.findall(r"^async def (test_\w+)\(", Path(__file__).read_text(encoding="utf-8"), re.MULTILINE)
    elsewhere = {"test_opening_an_account_is_in_its_feed"} | {
        path.stem for path in Path(__file__).parents[1].rglob("test_*.py")
    }
    assert sorted(name for name in named if name not in elsewhere) == sorted(defined)
