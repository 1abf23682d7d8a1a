"""Each check of the gate turns where it should: the sample's bid, changed in one thing at a time."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.reviews.policies import policy_of
from app.sample import SAMPLE
from graph.analysis.gate import Bid, CheckResult, SnapshotSeen, review
from graph.analysis.pipeline import analyse
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
    return {check.id: check for check in review(Bid(analysis, seen), policy_of(None)).checks}


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
    "one supporter lost": (lambda data: say(data, "P12", "ACCEPT"), "G09", "CONDITIONAL"),
    "support without evidence": (lambda data: say(data, "P07", "SUPPORT", evidence=""), "G10", "CONDITIONAL"),
    "everybody kind": (all_kind, "G11", "CONDITIONAL"),
    "a market target given up": (closed, "G12", "CONDITIONAL"),
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
