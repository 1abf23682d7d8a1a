"""Other cases of the kinds that strangers met: many observers, a rival that is out, half of the votes among any number."""

import json
from datetime import date
from typing import Any

import pytest

from graph.analysis.pipeline import Analysis, analyse
from graph.power_graph import PowerGraph
from tests import documents

Json = dict[str, Any]
DAY = date(2026, 11, 26)


def said(person: str, toward: str, level: str) -> Json:
    return {"person": person, "toward": toward, "level": level, "on": "2026-11-01", "confidence": 5, "evidence": "x"}


def analysed(votes: dict[str, int], quota: int, attitudes: list[Json], **bid: Any) -> Analysis:
    stage = {"id": "s", "order": 1, "kind": "EVALUATION", "quota": quota}
    stage["votes"] = [{"person": person, "weight": weight} for person, weight in votes.items()]
    data = {
        "format": "powermap-account/1",
        "account": {"id": "a", "name": "A"},
        "vendor": {"id": "us", "name": "Us"},
        "competitors": [{"id": "c", "name": "C"}, {"id": "d", "name": "D"}],
        "people": [{"id": person, "name": person, "rank": 3} for person in votes],
        "attitudes": attitudes,
        "opportunities": [{"id": "o", "name": "O", "stages": [stage], **bid}],
    }
    return analyse(PowerGraph.of(documents.from_bytes(json.dumps(data).encode()), as_of=DAY, opportunity="o"))


def test_observers_stand_in_the_way_of_no_answer() -> None:
    observers = {f"o{i:02}": 0 for i in range(45)}
    found = analysed(
        {"v": 1, "w": 1, **observers}, 2, [said("v", "us", "ACCEPT"), *(said(o, "us", "SUPPORT") for o in observers)]
    )
    (stage,) = found.stages
    assert stage.minimum_flip_sets is not None
    assert [one.people for one in stage.minimum_flip_sets] == [("v", "w")]
    assert [gap.stage for gap in found.gaps if gap.kind == "NO_INDEPENDENT_SUPPORTERS"] == ["s"]
    assert {first.person for first in found.first} == {"v", "w"}


@pytest.mark.parametrize(("holders", "half"), [(3, 500_000), (4, 999_999), (46, 500_000), (251, 500_000)])
def test_who_has_exactly_half_needs_one_of_the_others(holders: int, half: int) -> None:
    weights = [half // (holders - 1)] * (holders - 1)
    weights[-1] += half - sum(weights)
    votes = {"f": half} | {f"h{i:03}": weight for i, weight in enumerate(weights)}
    found = analysed(votes, half + 1, [])
    (stage,) = found.stages
    assert stage.voting_power["f"] == pytest.approx((holders - 1) / holders, abs=stage.error_bound + 1e-9)


@pytest.mark.parametrize(
    ("on", "out"), [("2026-11-25", True), ("2026-11-26", True), ("2026-11-27", False), (None, True)]
)
def test_a_rival_that_is_out_locks_nobody_and_is_compared_with_no_more(on: str | None, *, out: bool) -> None:
    attitudes = [
        said("v", "c", "SUPPORT_EXCLUSIVE"),
        said("v", "us", "ACCEPT"),
        said("v", "d", "CONTACTED"),
        said("w", "us", "SUPPORT"),
    ]
    withdrawn = [{"party": "c"} | ({"on": on} if on else {})]
    found = analysed({"v": 1, "w": 1}, 2, attitudes, withdrawn=withdrawn)
    assert any(gap.kind == "COMPETITOR_LOCKED" for gap in found.gaps) is not out
    assert {first.person: first.reason for first in found.first}["v"] == (
        "COMPLETES_QUOTA" if out else "CLEAR_OBJECTION"
    )
    assert found.deciders.margin["v"] == pytest.approx(0.25 if out else -0.75)
