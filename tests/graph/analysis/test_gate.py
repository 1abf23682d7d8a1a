"""Each check of the gate turns where it should: the sample's bid, changed in one thing at a time."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reviews.policies import POLICIES, policies_of
from app.sample import SAMPLE
from graph.analysis.gate import CHECKS, Bid, CheckResult, Policy, PolicyCheck, ReviewView, SnapshotSeen, review
from graph.analysis.gate_limits import LIMITS, fault_of
from graph.analysis.pipeline import analyse
from graph.kinds import KIND_OF
from graph.power_graph import PowerGraph
from graph.snapshots import take_out
from tests.documents import from_bytes

Json = dict[str, Any]
DAY = date(2026, 11, 20)
BID = "core-cloud-2027"
SEEN = (SnapshotSeen(id="s", as_of=date(2026, 10, 21), opportunity=BID),)


def checks(change: Callable[[Json], object], seen: tuple[SnapshotSeen, ...] = SEEN) -> dict[str, CheckResult]:
    data = json.loads(take_out(SAMPLE)[0])
    change(data)
    document = from_bytes(json.dumps(data).encode())
    analysis = analyse(PowerGraph.of(document, as_of=DAY, opportunity=BID))
    return {check.id: check for check in review(Bid(analysis, seen), POLICIES.chosen(None, None)).checks}


def as_it_is(_: Json) -> None:
    """No change."""


def stages(data: Json) -> dict[str, Json]:
    return {stage["id"]: stage for stage in data["opportunities"][0]["stages"]}


def say(
    data: Json, person: str, level: str, on: str = "2026-11-19", toward: str = "NORTHGATE", evidence: str = "e"
) -> None:
    data["attitudes"].append({"person": person, "toward": toward, "level": level, "on": on, "evidence": evidence})


def aim(data: Json, person: str) -> None:
    item = {"id": f"X{person}", "name": "X", "person": person, "to_attitude": "SUPPORT", "by": "2026-12-31"}
    data["targets"].append(item | {"market_target": "M1"})


def unnamed(data: Json) -> None:
    for stage in stages(data).values():
        stage["participants"] = [part for part in stage["participants"] if part["role"] != "APPROVER"]


def all_kind(data: Json) -> None:
    for person in data["people"]:
        say(data, person["id"], "ACCEPT")


def planned(data: Json) -> None:
    for person in ("P06", "P01", "P02"):
        aim(data, person)


def opposed(data: Json) -> None:
    say(data, "P20", "OPPOSE")
    data["targets"] = [target for target in data["targets"] if target.get("person") != "P20"]
    for activity in data["activities"]:
        if activity.get("target") == "T4":
            del activity["target"]


def opposed_but_planned(data: Json) -> None:
    opposed(data)
    aim(data, "P20")


def nobody_left(data: Json) -> None:
    stages(data)["need"]["participants"] = []


def unvoted(data: Json) -> None:
    stages(data)["award"] |= {"votes": [], "quota": None}


def closed(data: Json) -> None:
    data["market_targets"][1]["closed_on"] = "2026-11-01"


def lowered(data: Json) -> None:
    planned(data)
    for item in data["targets"]:
        item["to_attitude"] = "CONTACTED" if item["id"].startswith("X") else item.get("to_attitude")


def overdue(data: Json) -> None:
    planned(data)
    for item in data["targets"]:
        item["by"] = "2026-11-19" if item["id"].startswith("X") else item["by"]


def opposed_and_left(data: Json) -> None:
    opposed(data)
    aim(data, "P20")
    data["targets"][-1]["to_attitude"] = "OPPOSE"


def without_lines(data: Json) -> None:
    data["reporting"], data["influence"] = [], []


def alone(data: Json) -> None:
    data["reporting"] = [line for line in data["reporting"] if "P16" not in line.values()]
    data["influence"] = [line for line in data["influence"] if "P16" not in line.values()]


def kind_but_a_clerk(data: Json) -> None:
    all_kind(data)
    say(data, "P11", "UNKNOWN", on="2026-11-20")


TURNS: dict[str, tuple[Callable[[Json], object], str, str]] = {
    "a stage without people": (nobody_left, "G02", "FAIL"),
    "an award without votes": (unvoted, "G02", "FAIL"),
    "no approver": (unnamed, "G03", "FAIL"),
    "the unknown voter known": (lambda data: say(data, "P03", "CONTACTED"), "G04", "PASS"),
    "the approver unknown": (lambda data: say(data, "P01", "UNKNOWN"), "G04", "FAIL"),
    "the rival known": (lambda data: say(data, "P03", "ACCEPT", toward="HALYARD"), "G06", "PASS"),
    "plan items for the flip sets": (planned, "G07", "PASS"),
    "a veto against us": (opposed, "G08", "FAIL"),
    "a veto against us, planned for": (opposed_but_planned, "G08", "PASS"),
    "a veto against us, planned to stay": (opposed_and_left, "G08", "FAIL"),
    "the approver's mind unknown": (lambda data: say(data, "P01", "UNKNOWN"), "G03", "FAIL"),
    "one supporter lost": (lambda data: say(data, "P12", "ACCEPT"), "G09", "CONDITIONAL"),
    "support without evidence": (lambda data: say(data, "P07", "SUPPORT", evidence=""), "G10", "CONDITIONAL"),
    "everybody kind": (all_kind, "G11", "CONDITIONAL"),
    "everybody kind but a clerk": (kind_but_a_clerk, "G11", "CONDITIONAL"),
    "a market target given up": (closed, "G12", "CONDITIONAL"),
    "a market target of the bid nobody serves": (
        lambda data: data["market_targets"].append(data["market_targets"][0] | {"id": "M9"}),
        "G12",
        "CONDITIONAL",
    ),
    "every line deleted": (without_lines, "G13", "FAIL"),
    "a voter joined to nobody": (alone, "G14", "CONDITIONAL"),
    "no departments": (lambda data: [one.update(department_id=None) for one in data["people"]], "G15", "CONDITIONAL"),
    "lines without evidence": (
        lambda data: [one.update(evidence="") for one in data["influence"]],
        "G15",
        "CONDITIONAL",
    ),
    "a weak element": (
        lambda data: data["assessments"].append({"code": "DELIVERY", "on": "2026-11-19", "value": 2}),
        "G16",
        "CONDITIONAL",
    ),
    "no plan": (lambda data: data.update(targets=[], activities=[]), "G12", "CONDITIONAL"),
}


@pytest.fixture(scope="module")
def untouched() -> dict[str, CheckResult]:
    return checks(as_it_is)


@pytest.mark.parametrize("name", TURNS)
def test_a_check_turns(name: str, untouched: dict[str, CheckResult]) -> None:
    change, check, result = TURNS[name]
    found = checks(change)
    assert found[check].result == result
    if "planned for" not in name:
        assert untouched[check].result != result


@pytest.mark.parametrize(
    ("as_of", "opportunity", "result"),
    [
        ("2026-10-21", BID, "PASS"),
        ("2026-10-20", BID, "FAIL"),
        ("2026-11-20", None, "PASS"),
        ("2026-11-20", "edge-private", "FAIL"),
        ("2026-11-21", BID, "FAIL"),
    ],
)
def test_a_snapshot_counts_for_thirty_days(as_of: str, opportunity: str | None, result: str) -> None:
    seen = SnapshotSeen(id="s", as_of=date.fromisoformat(as_of), opportunity=opportunity)
    assert checks(as_it_is, (seen,))["G01"].result == result


def test_an_owner_of_the_right_level_and_a_visit_close_a_persons_part_of_g05() -> None:
    def visited(data: Json) -> None:
        data["interactions"].append(
            {"id": "X", "on": "2026-11-19", "kind": "VISIT", "members": ["S5"], "people": ["P01"], "two_way": True}
        )

    assert "P01" not in checks(visited)["G05"].facts["open"]


@pytest.mark.parametrize("change", [lowered, overdue])
def test_a_plan_that_lowers_or_is_past_its_day_wins_no_stage(change: Callable[[Json], object]) -> None:
    assert checks(change)["G07"].facts["without_plan_item"] == ["P06", "P01", "P02"]


def verdict(document: Json, version: str, seen: tuple[SnapshotSeen, ...] = SEEN) -> ReviewView:
    read = from_bytes(json.dumps({"format": "powermap-account/1", **document}).encode())
    return review(Bid(analyse(PowerGraph.of(read, as_of=DAY, opportunity=BID)), seen), POLICIES.chosen(version, None))


ACCOUNT = {"account": {"id": "a", "name": "a"}, "opportunities": [{"id": BID, "name": "b"}]}


@pytest.mark.parametrize("version", sorted(POLICIES.by_id))
@pytest.mark.parametrize(
    "content", [{}, {"people": [{"id": "p", "name": "p"}]}, {"vendor": {"id": "NORTHGATE", "name": "n"}}]
)
def test_no_check_of_any_policy_passes_on_an_empty_account(version: str, content: Json) -> None:
    answer = verdict({**ACCOUNT, **content}, version)
    assert answer.verdict == "FAIL"
    assert [check.id for check in answer.checks if check.result == "PASS"] == []
    lists = {*KIND_OF, "snapshots"}
    assert all(check.mend_in and lists.issuperset(check.mend_in) for check in answer.checks)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A company's own policy: some checks, each with whatever limits it takes."""
    asked = draw(st.lists(st.sampled_from(sorted(CHECKS)), min_size=1, unique=True))
    checks = []
    for one in asked:
        limits = {
            name: draw(st.one_of(st.sampled_from([limit.low, limit.high]), st.floats(limit.low, limit.high)))
            for name, limit in LIMITS.get(one, {}).items()
            if limit.needed or draw(st.booleans())
        }
        severity = draw(st.sampled_from(["CONDITIONAL", "FAIL"]))
        check = PolicyCheck(id=one, severity=severity, rule_en="r", rule_zh="r", parameters=limits)
        assert fault_of(check) is None
        checks.append(check)
    return Policy(name="OWN", version="1", checks=tuple(checks))


@given(policies())
@settings(max_examples=60, deadline=None)
def test_no_check_of_any_own_policy_passes_on_an_empty_account(policy: Policy) -> None:
    read = from_bytes(json.dumps({"format": "powermap-account/1", **ACCOUNT}).encode())
    bid = Bid(analyse(PowerGraph.of(read, as_of=DAY, opportunity=BID)), SEEN)
    assert {check.result for check in review(bid, policy).checks} <= {"CONDITIONAL", "FAIL"}


def test_a_policys_limits_severities_and_texts_are_what_the_gate_goes_by() -> None:
    rule = {"rule_en": "Proof of a week", "rule_zh": "一周内的证据"}
    week = PolicyCheck(id="G09", severity="FAIL", parameters={"evidence_days": 7}, **rule)
    proof = PolicyCheck(id="G10", severity="FAIL", parameters={"max_age_days": 7}, **rule)
    policy = Policy(name="OWN", version="1", checks=(week, proof))
    bid = Bid(analyse(PowerGraph.of(from_bytes(take_out(SAMPLE)[0]), as_of=DAY, opportunity=BID)), SEEN)
    nine, ten = review(bid, policy).checks
    assert set(nine.facts["weak_evidence"]) == {"P05"}
    assert (ten.result, ten.severity, ten.rule, ten.rule_zh) == ("FAIL", "FAIL", *rule.values())


GOOD = {"id": "G13", "severity": "FAIL", "rule_en": "r", "rule_zh": "r", "parameters": {"min_lined": 0.5}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "own.json: the file: Invalid JSON"),
        ({"checks": []}, "own.json: checks: Tuple should have at least 1 item"),
        ({"checks": [GOOD, GOOD]}, "asked twice: G13; leave one of each"),
        ({"checks": [GOOD | {"id": "G99"}]}, "own.json: G99 is no check; there are G01, "),
        ({"checks": [GOOD | {"parameters": {}}]}, "own.json: G13 needs min_lined, from 0 to 1"),
        ({"checks": [GOOD | {"parameters": {"min_line": 1}}]}, "own.json: G13 takes no min_line; it takes min_lined"),
        ({"checks": [GOOD | {"parameters": {"min_lined": 2}}]}, "own.json: G13: min_lined is 2; it goes from 0 to 1"),
        ({"name": "POWER_MAP_GATE", "version": "2"}, "own.json: POWER_MAP_GATE-2 is there already"),
        ({"version": "two"}, "own.json: version: String should match pattern"),
        ({"extra": 1}, "own.json: extra: Extra inputs are not permitted"),
    ],
)
def test_a_wrong_policy_file_is_refused_saying_what_and_how_to_mend_it(tmp_path: Path, content: Any, said: str) -> None:
    whole = (
        content if isinstance(content, str) else json.dumps({"name": "OWN", "version": "1", "checks": [GOOD]} | content)
    )
    (tmp_path / "own.json").write_text(whole, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(said)):
        policies_of(str(tmp_path))
    with pytest.raises(ValueError, match="is no folder"):
        policies_of(str(tmp_path / "own.json"))


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_three_people_without_a_line_never_pass(data: st.DataObject) -> None:
    """Whatever is thought of us, claimed, planned and marked."""
    people = ["a", "b", "c"]
    levels = st.sampled_from(["OPPOSE", "CONTACTED", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE"])
    votes = [{"person": one, "weight": data.draw(st.integers(1, 3))} for one in people]
    parts = [{"person": "a", "role": "APPROVER"}, {"person": "b", "role": "DECISION_MAKER"}]
    stages = [
        {"id": kind, "order": i, "kind": kind, "votes": votes, "quota": 2, "participants": parts}
        for i, kind in enumerate(("EVALUATION", "AWARD"))
    ]
    document = ACCOUNT | {
        "vendor": {"id": "NORTHGATE", "name": "n"},
        "people": [{"id": one, "name": one, "rank": data.draw(st.integers(1, 6))} for one in people],
        "opportunities": [{"id": BID, "name": "b", "stages": stages}],
        "attitudes": [
            {"person": one, "toward": "NORTHGATE", "level": data.draw(levels), "on": "2026-11-19", "evidence": "said"}
            for one in people
        ],
    }
    answer = verdict(document, "2")
    assert answer.verdict == "FAIL"
    lines = next(check for check in answer.checks if check.id == "G13")
    assert (lines.result, set(lines.people)) == ("FAIL", set(people))


def test_an_open_check_names_people_who_mends_it_and_where(untouched: dict[str, CheckResult]) -> None:
    stale = untouched["G05"]
    assert set(stale.people) == set(stale.facts["open"])
    assert (stale.members, stale.mend_in) == (["S1", "S2", "S3", "S5"], ["coverage", "interactions"])
    assert (untouched["G01"].people, untouched["G01"].mend_in) == ([], [])
