"""Checks of the phases are met, not met or not known; none is met without evidence."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest

from graph.analysis.judgements import Judgements
from graph.analysis.phases import phase_of
from graph.kinds.assessments import ASKED
from graph.kinds.codes import AssessmentCode
from graph.power_graph import PowerGraph
from tests.documents import from_bytes

DAY = date(2026, 11, 20)
Json = dict[str, Any]
ACCOUNT: Json = {"format": "powermap-account/1", "account": {"id": "a", "name": "a"}}


def checks(**content: Any) -> dict[str, bool | None]:
    content["assessments"] = [
        {"code": "PHASE", "on": "2026-11-01", "choice": "STRENGTHEN"},
        *content.get("assessments", []),
    ]
    power = PowerGraph.of(from_bytes(json.dumps(ACCOUNT | content).encode()), as_of=DAY)
    found = phase_of(power, Judgements.of(power.document, DAY))
    return {check.check: check.met for check in found.checks}


TEAM = [
    {"id": "K", "name": "k", "role": "KAM", "seniority": "DIRECTOR"},
    {"id": "X", "name": "x", "seniority": "EXECUTIVE"},
    {"id": "D", "name": "d"},
]
PEOPLE = [{"id": "boss", "name": "b", "rank": 2}, {"id": "clerk", "name": "c", "rank": 6}]


def test_nothing_is_met_on_an_empty_account() -> None:
    assert set(checks().values()) == {None}


def test_yes_without_evidence_is_not_known() -> None:
    """Whatever is ticked: all the codes at once, without a word of what they rest on."""
    ticked = [
        {"code": code, "on": "2026-11-01", "met": True, "holder": "D"}
        for code in get_args(AssessmentCode)
        if ASKED[code].field == "met"
    ]
    assert True not in checks(assessments=ticked).values()
    proven = checks(team=TEAM, assessments=[one | {"evidence": "e"} for one in ticked])
    assert [check for check, met in proven.items() if met is not True] == ["TWO_WAY_INFORMATION", "EXECUTIVE_MEETINGS"]


def channel(holder: str | None, on: str, *, met: bool = True, evidence: str = "e") -> Json:
    return {"code": "COMPLAINT_CHANNEL", "on": on, "met": met, "holder": holder, "evidence": evidence}


@pytest.mark.parametrize(
    ("channels", "met"),
    [
        ([], None),
        ([channel("K", "2026-01-01")], False),
        ([channel(None, "2026-01-01")], False),
        ([channel("D", "2026-01-01")], True),
        ([channel("D", "2026-01-01", evidence="")], False),
        ([channel("D", "2026-01-01"), channel("K", "2026-02-01")], True),
        ([channel("D", "2026-01-01"), channel("D", "2026-02-01", met=False)], False),
    ],
)
def test_complaint_channels_stand_side_by_side(channels: list[Json], met: bool | None) -> None:
    assert checks(team=TEAM, assessments=channels)["COMPLAINT_CHANNEL"] is met


def test_a_complaint_channel_of_who_left_does_not_work() -> None:
    gone = {"member": "D", "role": "SR", "since": "2025-01-01", "until": "2026-01-31"}
    held = checks(team=TEAM, memberships=[gone], assessments=[channel("D", "2026-01-01")])
    assert held["COMPLAINT_CHANNEL"] is False


def meeting(on: str, **changed: Any) -> Json:
    return {
        "id": on,
        "on": on,
        "kind": "EXECUTIVE_MEETING",
        "members": ["X"],
        "people": ["boss"],
        "two_way": True,
    } | changed


@pytest.mark.parametrize(
    ("second", "met"),
    [
        (lambda: meeting("2026-09-01"), True),
        (lambda: meeting("2026-09-01", two_way=False), False),
        (lambda: meeting("2026-09-01", people=["clerk"]), False),
        (lambda: meeting("2026-09-01", members=["K"]), False),
        (lambda: meeting("2026-04-01"), False),
    ],
)
def test_executive_meetings_are_of_both_tops_and_in_rhythm(second: Callable[[], Json], met: bool) -> None:
    held = [meeting("2026-02-01"), second()]
    assert checks(team=TEAM, people=PEOPLE, interactions=held)["EXECUTIVE_MEETINGS"] is met


def test_words_come_back_over_any_channel() -> None:
    out = {"id": "1", "on": "2026-11-01", "members": ["K"], "people": ["boss"], "two_way": False}
    back = out | {"id": "2", "kind": "REMOTE_CONTACT", "members": ["D"], "two_way": True}
    assert checks(team=TEAM, people=PEOPLE, interactions=[out])["TWO_WAY_INFORMATION"] is False
    assert checks(team=TEAM, people=PEOPLE, interactions=[out, back])["TWO_WAY_INFORMATION"] is True
