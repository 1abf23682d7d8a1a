"""What the relationship method refuses, each with its stable code, and what it lets pass."""

import json
from datetime import date
from typing import Any

import pytest

from graph.analysis.falls import Fall, falls
from graph.analysis.judgements import Judgements
from graph.analysis.levels import OrganizationView, organization
from graph.analysis.relationships import mature
from graph.analysis.sandbox import Weights, rank_sandbox
from graph.document import AccountDocument
from graph.draft import parse
from graph.kinds.assessments import CRITERIA, LEVELS
from graph.power_graph import PowerGraph
from graph.rules import check
from tests.documents import from_bytes

Json = dict[str, Any]
BASE: Json = {
    "format": "powermap-account/1",
    "account": {"id": "a", "name": "A"},
    "vendor": {"id": "us", "name": "Us"},
    "departments": [{"id": "D", "name": "D"}],
    "people": [{"id": "p", "name": "P", "department_id": "D"}],
    "team": [{"id": "m", "name": "M"}, {"id": "n", "name": "N"}],
    "opportunities": [{"id": "o", "name": "O"}, {"id": "q", "name": "Q"}],
    "market_targets": [{"id": "mt", "name": "T"}],
}


def judged(code: str, on: str = "2026-01-31", assessor: str = "SELF", **answer: Any) -> Json:
    return {"code": code, "assessor": assessor, "on": on} | (answer or {"met": True})


def met(*levels: str, on: str = "2026-01-31", assessor: str = "SELF") -> list[Json]:
    return [judged(code, on, assessor) for level in levels for code in CRITERIA[level]]


def claim(level: str, on: str = "2026-01-31", assessor: str = "SELF") -> Json:
    return judged("ORGANIZATION_LEVEL", on, assessor, choice=level)


PLAN = {"id": "t", "name": "T", "by": "2026-06-30", "market_target": "mt"}
DO = {"id": "x", "name": "X", "due_on": "2026-06-30", "opportunity_id": "o"}
DONE = DO | {"status": "DONE", "done_on": "2026-06-01", "owner": "m"}
SPAN = {"id": "h", "name": "H", "starts_on": "2026-01-01", "ends_on": "2026-06-30"}
CHOSEN = {"opportunity_id": "o", "selection": "SELECTED", "selected_by": "n", "selected_on": "2026-02-01"}
REFUSED: dict[str, tuple[str, Json, str, str]] = {
    "own proposal": ("sandbox", CHOSEN | {"proposed_by": "n"}, "/selected_by", "self-selection"),
    "nobody decided": ("sandbox", CHOSEN | {"selected_by": None}, "/selected_by", "decision-without-decider"),
    "no day": ("sandbox", CHOSEN | {"selected_on": None}, "/selected_on", "decision-without-decider"),
    "decided and proposed": ("sandbox", CHOSEN | {"selection": "PROPOSED"}, "/selected_by", "no-decision"),
    "decided before": ("sandbox", CHOSEN | {"proposed_on": "2026-02-02"}, "/selected_on", "dates-out-of-order"),
    "no layer": ("sandbox", CHOSEN | {"source_function": "TECHNICAL"}, "/scan_layer", "scan-layer"),
    "layer of sales": ("sandbox", CHOSEN | {"scan_layer": "COST"}, "/scan_layer", "scan-layer"),
    "not chosen": (
        "market_targets",
        {"id": "z", "name": "Z", "opportunity_id": "q"},
        "/opportunity_id",
        "not-selected",
    ),
    "unlinked": (
        "targets",
        PLAN | {"market_target": None, "to_level": "SUPPLIER"},
        "/market_target",
        "unlinked-plan-item",
    ),
    "two subjects": (
        "targets",
        PLAN | {"person": "p", "department_id": "D", "to_attitude": "SUPPORT"},
        "/department_id",
        "target-mismatch",
    ),
    "no aim": ("targets", PLAN | {"person": "p"}, "/to_attitude", "target-mismatch"),
    "other aim": (
        "targets",
        PLAN | {"person": "p", "to_attitude": "SUPPORT", "to_share": 1},
        "/to_share",
        "target-mismatch",
    ),
    "two levels up": ("targets", PLAN | {"from_level": "VENDOR", "to_level": "PARTNER"}, "/to_level", "level-jump"),
    "plan backwards": ("targets", PLAN | {"to_level": "VENDOR", "since": "2026-07-01"}, "/by", "dates-out-of-order"),
    "purposeless": ("activities", DO | {"opportunity_id": None}, "/target", "unlinked-plan-item"),
    "gift": ("activities", DO | {"kind": "HOSPITALITY"}, "/compliance_ref", "compliance-ref"),
    "done never": ("activities", DO | {"status": "DONE"}, "/done_on", "done-without-day"),
    "done too soon": ("activities", DONE | {"status": "PLANNED"}, "/done_on", "done-without-day"),
    "marked early": ("activities", DO | {"assigned_by": "n", "quality": 3}, "/quality", "evaluation-before-execution"),
    "marked by owner": ("activities", DONE | {"assigned_by": "m", "effect": 3}, "/effect", "marked-by-owner"),
    "marked by nobody": ("activities", DONE | {"quality": 3}, "/quality", "marked-by-owner"),
    "done before assigned": ("activities", DONE | {"assigned_on": "2026-06-02"}, "/done_on", "dates-out-of-order"),
    "twice with": ("activities", DO | {"people": ["p", "p"]}, "/people/1", "duplicate-id"),
    "nobody there": ("activities", DO | {"people": ["z"]}, "/people/0", "dangling-id"),
    "loop skipped": ("periods", SPAN | {"planned_on": "2026-02-01"}, "/planned_on", "loop-order"),
    "judged before done": (
        "periods",
        SPAN | {"understood_on": "2026-01-31", "planned_on": "2026-02-01", "evaluated_on": "2026-06-30"},
        "/evaluated_on",
        "evaluation-before-execution",
    ),
    "loop backwards": (
        "periods",
        SPAN | {"understood_on": "2026-02-02", "planned_on": "2026-02-01"},
        "/planned_on",
        "dates-out-of-order",
    ),
    "period backwards": ("periods", SPAN | {"ends_on": "2025-12-31"}, "/ends_on", "dates-out-of-order"),
    "left before": (
        "memberships",
        {"member": "m", "since": "2026-02-01", "until": "2026-01-31"},
        "/until",
        "dates-out-of-order",
    ),
    "no answer": ("assessments", {"code": "TRUST", "on": "2026-01-31"}, "/met", "wrong-answer"),
    "two answers": ("assessments", judged("TRUST", met=True, value=1), "/value", "wrong-answer"),
    "mark of six": ("assessments", judged("QUALITY", value=6), "/value", "wrong-answer"),
    "stage as phase": ("assessments", judged("PHASE", choice="WEDGE"), "/choice", "wrong-answer"),
    "trust of one department": (
        "assessments",
        judged("TRUST") | {"department_id": "D"},
        "/department_id",
        "wrong-answer",
    ),
    "bare claim": ("assessments", claim("VENDOR"), "/choice", "level-criteria"),
    "goal of two": (
        "goals",
        {"id": "g", "name": "G", "person": "p", "department_id": "D"},
        "/department_id",
        "target-mismatch",
    ),
}


def faults_of(**lists: Any) -> list[tuple[str, str]]:
    draft = parse(json.dumps(BASE | lists).encode())
    assert draft.document is not None
    return [(fault.pointer, fault.code) for fault in (*draft.faults, *check(draft.document, draft))]


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_code(name: str) -> None:
    kind, record, pointer, code = REFUSED[name]
    found = faults_of(**{kind: [*([] if kind != "market_targets" else BASE[kind]), record]})
    place = 1 if kind == "market_targets" else 0
    assert (f"/{kind}/{place}{pointer}", code) in found
    assert {fault for _, fault in found} == {code}


def test_levels_are_claimed_with_their_criteria_and_climbed_in_steps() -> None:
    everything = met(*LEVELS)
    assert faults_of(assessments=[*everything, claim("SUPPLIER")]) == []
    early = faults_of(assessments=[*met("VENDOR"), *met("SUPPLIER", on="2026-02-28"), claim("SUPPLIER")])
    assert early == [("/assessments/4/choice", "level-criteria")]
    theirs = faults_of(assessments=[*everything, claim("VENDOR", assessor="CUSTOMER")])
    assert theirs == [("/assessments/14/choice", "level-criteria")]
    climb = [claim(level, f"2026-0{i + 2}-01") for i, level in enumerate(LEVELS)]
    assert faults_of(assessments=[*everything, *climb]) == []
    assert faults_of(assessments=[*everything, climb[0], climb[2]]) == [("/assessments/15/choice", "level-jump")]
    assert faults_of(assessments=[*everything, climb[3], claim("VENDOR", "2026-12-01")]) == []


def document(**lists: Any) -> AccountDocument:
    return from_bytes(json.dumps(BASE | lists).encode())


def test_the_level_is_the_highest_whole_one_and_the_missing_are_named() -> None:
    held = document(assessments=[*met("VENDOR", "SUPPLIER", "PARTNER"), *met("VENDOR", assessor="CUSTOMER")])
    found = level_of(held)
    assert (found.level, found.level_by_customer, found.difference) == ("SUPPLIER", "VENDOR", 1)
    assert (found.level_counted, found.missing) == ("SUPPLIER", list(CRITERIA["STRATEGIC_SUPPLIER"]))
    assert found.by_customer.missing == list(CRITERIA["SUPPLIER"])
    assert (found.score, found.score_by_self, found.score_by_customer) == (8 / 20, 8 / 20, 1 / 20)
    assert (found.by_self.share, found.score_difference) == (8 / 14, 8 / 20 - 1 / 20)
    assert len(found.self_declared) == 7
    nothing = level_of(held, date(2026, 1, 30))
    assert (nothing.level, nothing.level_by_customer, nothing.next) == (None, None, "VENDOR")
    whole = level_of(document(assessments=met(*LEVELS)))
    assert (whole.level, whole.next, whole.missing, whole.plan_focus) == ("PARTNER", None, [], "ORGANIZATION")


def test_the_customers_answer_to_a_criterion_outranks_ours_however_old_and_is_asked_for_again() -> None:
    ours, theirs = met("VENDOR", "SUPPLIER"), [judged("PRICE_CANDIDATE", "2025-01-01", met=False, assessor="CUSTOMER")]
    found = level_of(document(assessments=[*ours, *theirs]))
    assert (found.level, found.level_counted, found.missing) == ("SUPPLIER", "VENDOR", ["PRICE_CANDIDATE"])
    assert found.ask_again == ["PRICE_CANDIDATE"]
    asked = level_of(document(assessments=[*ours, judged("PRICE_CANDIDATE", "2026-06-01", assessor="CUSTOMER")]))
    assert (asked.level_counted, asked.ask_again) == ("SUPPLIER", [])


ALONE = ("MUTUAL_PURCHASE", "BOARD_SEATS", "CONSULTING", "OUTSOURCING", "PROCESS_PARTICIPATION")


@pytest.mark.parametrize("code", [*ALONE, *(code for level in LEVELS for code in CRITERIA[level])])
@pytest.mark.parametrize("assessor", ["CUSTOMER", "SELF"])
def test_no_more_good_news_lowers_the_level_or_the_score(code: str, assessor: str) -> None:
    held = [
        *met("VENDOR", "SUPPLIER"),
        judged("TENDER_INVITED", assessor="CUSTOMER"),
        judged("STRATEGY_MATCH", value=3),
    ]
    before = level_of(document(assessments=held))
    after = level_of(document(assessments=[*held, judged(code, "2026-06-29", assessor=assessor)]))
    ranks = [(*LEVELS, None).index(view.level_counted) % len(LEVELS) for view in (before, after)]
    assert after.score >= before.score
    assert ranks == sorted(ranks)


def level_of(held: AccountDocument, as_of: date = date(2026, 6, 30)) -> OrganizationView:
    return organization(Judgements.of(held, as_of), as_of)


def falls_of(held: AccountDocument, as_of: date, since: date | None = None) -> list[Fall]:
    return falls(PowerGraph.of(held, as_of=as_of), since)


def test_a_fall_of_the_counted_level_or_the_suggested_stage_is_an_event_with_its_cause() -> None:
    """Nobody claims a level or a stage here: both fall by what no longer holds, a channel by nobody meeting any more."""
    wedge = [judged(code, value=4) for code in ("QUALITY", "STABILITY", "PREFERENCE", "SERVICE")]
    network = [*wedge, *(judged(code) for code in ("REPEAT_ORDERS", "REGULAR_EVALUATION", "TRUST"))]
    channels = {
        "departments": [{"id": name, "name": name} for name in "abc"],
        "people": [{"id": f"p{name}", "name": name, "department_id": name} for name in "abc"],
        "team": [{"id": "t", "name": "t", "function": "SOLUTION"}],
        "interactions": [
            {"id": f"i{i}", "on": f"2026-02-{10 + i}", "kind": "VISIT", "members": ["t"], "people": [f"p{name}"]}
            for i, name in enumerate("abc")
        ],
    }
    denied = judged("PRODUCT_ADMITTED", "2026-03-01", met=False, assessor="CUSTOMER", evidence="two failed tests")
    held = document(**channels, attitudes=[], assessments=[*met("VENDOR", "SUPPLIER"), *network, denied])
    told = [(f.what, f.before, f.after, f.causes, f.cause, str(f.on)) for f in falls_of(held, date(2026, 6, 30))]
    assert told == [
        ("LEVEL", "SUPPLIER", "VENDOR", ["PRODUCT_ADMITTED"], "two failed tests", "2026-03-01"),
        ("STAGE", "NETWORK", "WEDGE", ["OWN_CHANNELS"], "", "2026-05-12"),
    ]


def test_two_reporters_of_one_day_are_no_fall_but_the_one_that_counts_is() -> None:
    def said(reporter: str, level: str, on: str, confidence: int) -> Json:
        words = {"reported_by": reporter, "level": level, "on": on, "confidence": confidence}
        return {"person": "p", "toward": "us", "evidence": on} | words

    team = [{"id": name, "name": name} for name in "ab"]
    first = [said("a", "SUPPORT", "2026-01-01", 4), said("b", "OPPOSE", "2026-01-01", 2)]
    later = [said("a", "OPPOSE", "2026-02-01", 2), said("b", "ACCEPT", "2026-02-01", 4)]
    for records in (first + later, (first + later)[::-1]):
        (fall,) = falls_of(document(team=team, attitudes=records), date(2026, 6, 30))
        assert (fall.before, fall.after, str(fall.on)) == ("SUPPORT", "ACCEPT", "2026-02-01")


def test_falls_are_steps_down_and_nothing_else() -> None:
    def thinks(level: str, on: str) -> Json:
        return {"person": "p", "toward": "us", "level": level, "on": on, "evidence": on}

    held = document(
        attitudes=[
            thinks(*one) for one in [("SUPPORT", "2026-01-01"), ("UNKNOWN", "2026-02-01"), ("OPPOSE", "2026-03-01")]
        ],
        assessments=[
            judged("STAGE", "2026-01-01", choice="NETWORK"),
            judged("STAGE", "2026-02-01", choice="DIAMOND"),
            judged("STAGE", "2026-04-01", choice="WEDGE"),
            judged("TRUST", "2026-01-01"),
            judged("TRUST", "2026-05-01", met=False),
        ],
    )
    found = falls_of(held, date(2026, 6, 30))
    assert [(fall.what, fall.before, fall.after, fall.steps) for fall in found] == [
        ("ATTITUDE", "SUPPORT", "OPPOSE", 4),
        ("STAGE", "DIAMOND", "WEDGE", 2),
        ("CRITERION", "true", "false", 1),
    ]
    assert falls_of(held, date(2026, 6, 30), since=date(2026, 4, 1)) == found[2:]
    assert falls_of(held, date(2026, 2, 28)) == []


def test_candidates_are_scaled_weighted_and_ties_stand_by_id() -> None:
    held = document(
        market_targets=[],
        sandbox=[
            {"opportunity_id": "q", "market_space": 10, "growth_rate": 0.1, "competition_intensity": 1},
            {"opportunity_id": "o", "market_space": 20, "growth_rate": 0.1, "competition_intensity": 0.5},
        ],
    )
    found = rank_sandbox(held, Weights())
    assert [(one.opportunity_id, one.attractiveness) for one in found.ranking] == [("o", 0.625), ("q", 0.125)]
    assert found.ranking[0].scaled == {
        "market_space": 1.0,
        "growth_rate": 0.5,
        "profit_level": None,
        "competition_intensity": 1.0,
    }
    tied = rank_sandbox(held, Weights(market_space=0, competition_intensity=0))
    assert [one.opportunity_id for one in tied.ranking] == ["o", "q"]
    nothing = Weights(market_space=0, growth_rate=0, profit_level=0, competition_intensity=0)
    assert {one.attractiveness for one in rank_sandbox(held, nothing).ranking} == {0.0}


def test_maturity_goes_key_general_organisation() -> None:
    assert mature(0.9, -0.2, 0.9).reached == []
    assert mature(0.5, 0.0, 0.5).reached == ["KEY", "GENERAL", "ORGANIZATION"]
    assert mature(None, None, 0.0).weakest == "KEY"
