"""Activities: who was met in them, what they are worth, what they claim, and which to spend a budget on."""

import json
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.activities import activity_views, ltc_views, recoveries
from graph.analysis.falls import Fall
from graph.analysis.judgements import Judgements
from graph.analysis.measures import Scope, values_of
from graph.analysis.pipeline import Analysis, analyse
from graph.analysis.planning import loop_of
from graph.analysis.portfolio import EXACT_UP_TO, GREEDY_SHARE, granted_left, portfolio_of
from graph.analysis.rivals import positions
from graph.analysis.role_goals import role_goals
from graph.analysis.warning_hits import Warned, warning_record
from graph.kinds import Period
from graph.method import ACTIVITY_WEIGHTS, Method
from graph.power_graph import PowerGraph
from tests.documents import from_bytes

Json = dict[str, Any]
DAY = date(2026, 11, 20)
PEOPLE = [f"p{i}" for i in range(5)]
VOTES = [{"person": person, "weight": i + 1} for i, person in enumerate(PEOPLE)]
ACCOUNT: Json = {
    "format": "powermap-account/1",
    "account": {"id": "a", "name": "a"},
    "vendor": {"id": "us", "name": "us"},
    "people": [{"id": person, "name": person, "rank": 3} for person in PEOPLE],
    "team": [{"id": "m", "name": "m"}, {"id": "n", "name": "n"}],
    "opportunities": [
        {"id": "o", "name": "o", "stages": [{"id": "s", "order": 1, "kind": "AWARD", "votes": VOTES, "quota": 8}]}
    ],
}


def activity(name: str, **fields: Any) -> Json:
    made = {"id": name, "name": name, "kind": "VISIT", "owner": "m", "assigned_by": "n", "due_on": "2026-11-30"}
    return made | {"opportunity_id": "o", "people": ["p0"]} | fields


def done(name: str, on: str = "2026-11-10", **fields: Any) -> Json:
    return activity(name, status="DONE", done_on=on, **fields)


def analysed(*activities: Json, **content: Any) -> Analysis:
    read = from_bytes(json.dumps(ACCOUNT | {"activities": list(activities)} | content).encode())
    return analyse(PowerGraph.of(read, as_of=DAY, opportunity="o", method=Method(stability_draws=1)))


def test_who_was_met_in_an_activity_was_met() -> None:
    visit = done("a", people=["p0", "p1"])
    noted = {"id": "i", "on": "2026-11-10", "kind": "VISIT", "members": ["m"], "people": ["p1"], "two_way": True}
    for notes, counts in (
        ([], [1, 1, 0, 0, 0]),
        ([noted], [0, 1, 0, 0, 0]),
        ([noted | {"members": ["n"]}], [1, 2, 0, 0, 0]),
    ):
        contacts = analysed(visit, interactions=notes).coverage.contacts
        assert [contacts[person].contacts_in_window for person in PEOPLE] == counts
    contacts = analysed(visit).coverage.contacts
    assert contacts["p0"].last_contact == date(2026, 11, 10)
    for other in (activity("a"), done("a", "2026-12-01"), visit | {"owner": None}):
        assert analysed(other).coverage.contacts["p0"].level == "NONE"
    mail = analysed(done("a", kind="REMOTE_CONTACT")).coverage.contacts["p0"]
    assert (mail.level, mail.attempts) == ("NONE", 1)


def test_an_activity_is_worth_its_kind_by_its_marks_and_nothing_without() -> None:
    analysis = analysed(
        done("talk", kind="WORKSHOP", quality=5, effect=3),
        done("dinner", kind="HOSPITALITY", compliance_ref="C", quality=5, effect=5),
        done("owed", kind="WORKSHOP", quality=5),
        done("alone", assigned_by="m"),
        activity("nobody", owner=None),
        activity("late", due_on="2026-11-01"),
        activity("off", status="CANCELLED"),
    )
    views = {view.id: view for view in activity_views(analysis.power)}
    assert {name: view.worth for name, view in views.items()} == {
        "late": None, "nobody": None, "talk": pytest.approx(0.8), "dinner": pytest.approx(0.1), "owed": 0, "alone": 0,
    }  # fmt: skip
    assert {name: view.issues for name, view in views.items() if view.issues} == {
        "owed": ["UNMARKED"], "alone": ["NO_ASSIGNER"], "nobody": ["NOBODY_DOES"], "late": ["OVERDUE"],
    }  # fmt: skip
    values = values_of(analysis, Scope())
    assert (values["activity_worth"], values["marked"]) == (pytest.approx(0.9), 0.5)


@pytest.mark.parametrize(
    ("level", "on", "proven"),
    [
        ("SUPPORT", "2026-11-12", 2),
        ("FAVORABLE", "2026-11-10", 2),
        ("ACCEPT", "2026-11-12", 0),
        ("SUPPORT", "2026-11-09", 0),
        ("UNKNOWN", "2026-11-12", 0),
    ],
)
def test_a_step_counts_where_a_record_says_so(level: str, on: str, proven: int) -> None:
    claim = done("a", attitude_before="CONTACTED", attitude_after="FAVORABLE")
    said = {"person": "p0", "toward": "us", "level": level, "on": on}
    other = said | {"person": "p1", "level": "SUPPORT", "on": "2026-11-12"}
    analysis = analysed(claim, attitudes=[said, other])
    (view,) = activity_views(analysis.power)
    assert (view.steps_claimed, view.steps_proven) == (2, proven)
    assert ("STEPS_UNPROVEN" in view.issues) == (not proven)
    assert values_of(analysis, Scope())["attitude_steps"] == proven


def test_a_period_that_is_over_says_what_was_not_done() -> None:
    span = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)}
    period = Period(id="p", name="p", understood_on=date(2026, 1, 5), **span)
    assert loop_of(period, date(2026, 6, 30)).missed == []
    assert loop_of(period, date(2026, 7, 1)).missed == ["PLAN", "EXECUTE", "EVALUATE"]


def gain_of(analysis: Analysis, chosen: tuple[Json, ...]) -> float:
    """By hand: each person's way to FAVORABLE, gone at most once."""
    total = 0.0
    for person in PEOPLE:
        share = sum(ACTIVITY_WEIGHTS[one["kind"]] for one in chosen if person in one["people"])
        total += analysis.deciders.decision_influence[person] * 0.5 * min(1.0, share)
    return total


def choices(activities: list[Json], sizes: range, budget: float) -> list[tuple[Json, ...]]:
    every = [chosen for size in sizes for chosen in combinations(activities, size)]
    return [chosen for chosen in every if sum(one["days"] for one in chosen) <= budget]


OPTION = st.tuples(
    st.integers(0, 9), st.sets(st.sampled_from(PEOPLE), max_size=3), st.sampled_from(sorted(ACTIVITY_WEIGHTS))
)


@given(st.lists(OPTION, max_size=8), st.integers(0, 20))
@settings(max_examples=50, deadline=None)
def test_the_best_choice_within_a_budget_is_found(given: list[tuple[int, set[str], str]], budget: int) -> None:
    activities = [
        activity(f"a{i}", days=cost, people=sorted(people), kind=kind, compliance_ref="C")
        for i, (cost, people, kind) in enumerate(given)
    ]
    analysis = analysed(*activities)
    found = portfolio_of(analysis, budget, "DAYS")
    best = max(gain_of(analysis, chosen) for chosen in choices(activities, range(len(activities) + 1), budget))
    picked = {one.activity for one in found.chosen}
    assert (found.method, found.spent <= budget, picked.isdisjoint(found.left_out)) == ("EXACT", True, True)
    assert found.gain == pytest.approx(best) == pytest.approx(found.most)
    assert gain_of(analysis, tuple(one for one in activities if one["id"] in picked)) == pytest.approx(found.gain)


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(PEOPLE)), min_size=15, max_size=18), st.integers(9, 40))
@settings(max_examples=15, deadline=None)
def test_many_activities_are_chosen_greedily_within_the_stated_bound(given: list[tuple[int, str]], budget: int) -> None:
    activities = [activity(f"a{i:02}", days=cost, people=[person]) for i, (cost, person) in enumerate(given)]
    assert len(activities) > EXACT_UP_TO
    analysis = analysed(*activities)
    found = portfolio_of(analysis, budget, "DAYS")
    some = max(gain_of(analysis, chosen) for chosen in choices(activities, range(4), budget))
    assert (found.method, found.spent <= budget) == ("GREEDY", True)
    assert max(found.gain, some) <= found.most + 1e-9
    assert found.gain >= GREEDY_SHARE * some


def test_what_cannot_be_weighed_or_brings_nothing_is_said() -> None:
    analysis = analysed(
        activity("a", cost=5),
        activity("b"),
        activity("c", cost=1, people=[]),
        activity("d", cost=1, owner=None),
        done("e", cost=30),
        sandbox=[{"opportunity_id": "o", "granted": 40}],
    )
    assert granted_left(analysis.power) == 10
    found = portfolio_of(analysis, 10, "MONEY")
    assert [one.activity for one in found.chosen] == ["a"]
    assert (found.without_cost, found.without_gain, found.left_out) == (["b"], ["c"], [])
    wanted = {"id": "t", "name": "t", "person": "p0", "to_attitude": "SUPPORT_EXCLUSIVE", "by": "2027-01-01"}
    plan = {"targets": [wanted | {"market_target": "m"}], "market_targets": [{"id": "m", "name": "m"}]}
    assert portfolio_of(analysed(activity("a", cost=5), **plan), 10, "MONEY").gain == pytest.approx(2 * found.gain)


def test_each_stage_of_the_sales_process_says_what_it_lacks() -> None:
    analysis = analysed(
        done("a", ltc_stage="LEAD"),
        activity("b", ltc_stage="BID", kind="WORKSHOP"),
        activity("c", ltc_stage="BID", kind="EXECUTIVE_MEETING", owner=None),
        activity("d", ltc_stage="PAYMENT", status="CANCELLED"),
    )
    views = {view.stage: view for view in ltc_views(analysis.power)}
    assert {stage: view.missing for stage, view in views.items()} == {
        "LEAD": ["TECH_EXCHANGE"], "OPPORTUNITY": ["TECH_EXCHANGE", "SITE_TOUR"], "BID": ["EXECUTIVE_MEETING"],
        "CONTRACT": [], "DELIVERY": [], "PAYMENT": [],
    }  # fmt: skip
    later = analysed(activity("e", ltc_stage="LEAD", assigned_on="2026-11-21", cost=1))
    assert not any(view.reached for view in ltc_views(later.power))
    assert portfolio_of(later, 10, "MONEY").chosen == activity_views(later.power) == []
    assert [(view.done, view.open) for view in views.values()][:3] == [(1, 0), (0, 0), (0, 2)]


def test_complaints_and_crises_have_an_owner_a_deadline_and_a_closure() -> None:
    kind = {"kind": "SERVICE_RECOVERY"}
    analysis = analysed(
        done("closed", "2026-11-10", due_on="2026-11-10", **kind),
        done("late", "2026-11-10", due_on="2026-11-09", **kind),
        activity("open", **kind),
        activity("past", due_on="2026-11-19", **kind),
    )
    views = [(view.activity, view.late, view.closed_on is None) for view in recoveries(analysis.power)]
    assert views == [("past", True, True), ("open", False, True), ("late", True, False), ("closed", False, False)]
    assert values_of(analysis, Scope())["recovered_in_time"] == pytest.approx(1 / 3)


def test_rivals_are_compared_in_what_is_known_of_both() -> None:
    rival = {"id": "r", "name": "r", "share_of_wallet": 0.5, "organization_level": "PARTNER", "satisfaction": 40}
    said = [{"code": "SHARE_OF_WALLET", "on": "2026-11-01", "value": 0.2}]
    said.append({"code": "SATISFACTION", "on": "2026-11-01", "value": 60})
    content = {"assessments": said, "attitudes": [
        {"person": "p0", "toward": party, "level": level, "on": "2026-11-01"}
        for party, level in (("us", "ACCEPT"), ("r", "SUPPORT"))
    ]}  # fmt: skip

    def rivals(**more: Any) -> list[tuple[float | None, float | None, list[Any]]]:
        analysis = analysed(competitors=[rival | more], **content)
        judgements = Judgements.of(analysis.power.document, DAY)
        views = positions(analysis.power, judgements, analysis.deciders.decision_influence)
        return [(view.attitude, view.share, list(view.ahead)) for view in views]

    assert rivals() == [(0.25, 0.2, []), (0.75, 0.5, ["ATTITUDE", "SHARE"])]
    assert rivals(judged_on="2026-12-01")[1] == (0.75, None, ["ATTITUDE"])


def fall(person: str, on: date, toward: str = "us") -> Fall:
    parts = {"before": "SUPPORT", "after": "ACCEPT", "on": on, "steps": 2, "cause": ""}
    return Fall(what="ATTITUDE", subject="worded anyhow", person=person, toward=toward, **parts)


def test_warnings_are_held_against_the_falls_that_followed() -> None:
    march, june = date(2026, 3, 1), date(2026, 6, 1)
    series = [
        Warned(march, frozenset({("STALE_CONTACT", "p0"), ("STALE_CONTACT", "p1"), ("NO_OWNER", "p0")})),
        Warned(june, frozenset({("STALE_CONTACT", "p1")})),
    ]
    falls = [
        fall("p0", march), fall("p0", date(2026, 5, 1)), fall("p0", date(2026, 8, 1)),
        fall("p1", date(2026, 12, 1)), fall("p2", june), fall("p1", june, "rival"),
    ]  # fmt: skip
    record = warning_record(series, falls, "us")
    assert [(one.kind, one.raised, one.hits, one.lead_days) for one in record.kinds] == [
        ("NO_OWNER", 1, 1, 61), ("STALE_CONTACT", 2, 1, 61),
    ]  # fmt: skip
    assert (record.falls, record.unforetold) == (4, ["p1", "p2"])  # p1 fell three days too late to count
    assert warning_record([], falls, "us").kinds == []


def test_a_bid_wants_parts_filled_by_the_kind_of_purchase() -> None:
    parts = [{"person": "p0", "role": "APPROVER"}, {"person": "p1", "role": "USER"}, {"person": "p2", "role": "USER"}]
    people = [one | {"placeholder": one["id"] == "p2"} for one in ACCOUNT["people"]]

    def missing(**bid: Any) -> dict[str, tuple[int, int]]:
        stage = {"id": "s", "order": 1, "kind": "AWARD", "votes": VOTES, "quota": 8, "participants": parts}
        analysis = analysed(people=people, opportunities=[{"id": "o", "name": "o", "stages": [stage], **bid}])
        return {goal.role: (goal.present, goal.missing) for goal in role_goals(analysis)}

    assert missing(purchase="RENEWAL") == {
        "PROCUREMENT": (0, 1),
        "USER": (1, 1),
        "CHAMPION": (0, 1),
        "APPROVER": (1, 0),
    }
    assert missing() == missing(purchase="TENDER")
    assert missing()["EVALUATOR"] == (0, 3)
    assert role_goals(analyse(analysed().power.as_known(DAY, None))) == []
