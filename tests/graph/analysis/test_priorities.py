"""Whom to work on first: one decision a person, the same in the list, the next steps and the plan (method 5, do first)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.advice import REASONS, Adviser
from graph.analysis.gaps import vetoes_of
from graph.analysis.introductions import introductions
from graph.analysis.pipeline import Analysis, analyse
from graph.analysis.planning import plan_of
from graph.analysis.priorities import MOST, Priority
from graph.analysis.scenario import AttitudeChange
from graph.analysis.stage_plans import cheapest_plan
from graph.analysis.what_if import what_if
from graph.kinds import Membership, Outcome, Stage, Tie
from tests.accounts_at_hand import TODAY, met, moves, owns, person, power, reports, stage, thinks
from tests.graph.analysis.conftest import Golden

LEVELS = ("OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE")


def first_of(*arguments: Any, **lists: Any) -> list[Priority]:
    return list(analyse(power(*arguments, **lists)).first)


def reasons(priorities: Iterable[Priority]) -> list[tuple[str, str]]:
    return [(priority.person, priority.reason) for priority in priorities]


def test_an_unknown_voter_is_sounded_out_before_being_won() -> None:
    """field/numbers/07: one voter of whom nobody knows anything, although the yes alone would complete the quota."""
    analysis = analyse(power([person("cfo", 2), person("b", 3)], stages=[stage({"cfo": 1}, 1, kind="EVALUATION")]))
    (only,) = analysis.first
    assert (only.person, only.reason, only.gain, only.information_value) == ("cfo", "FIND_OUT", 0.0, pytest.approx(2.0))
    assert {step.action for step in analysis.next_steps if step.person == "cfo"} == {
        "ASSIGN_OWNER",
        "ARRANGE_FIRST_MEETING",
        "FIND_OUT_ATTITUDE",
        "FIND_SUPPORTER",
    }


def test_the_supporter_to_be_won_is_the_neutral_colleague_of_a_locked_opponent() -> None:
    """field/numbers/08: the director votes alone, opposes us and is the rival's; a buyer of the department is neutral."""
    analysis = analyse(
        power(
            [person("dir", 3, "d"), person("buy", 5, "d")],
            departments=["d"],
            stages=[stage({"dir": 1}, 1, kind="EVALUATION")],
            attitudes=[
                thinks("dir", "OPPOSE"),
                thinks("dir", "SUPPORT_EXCLUSIVE", "rival"),
                thinks("buy", "CONTACTED"),
            ],
        )
    )
    steps = {gap.kind: step for gap, step in zip(analysis.gaps, analysis.next_steps, strict=True) if gap.person is None}
    won = steps["DEPARTMENT_WITHOUT_SUPPORTER"]
    assert (won.action, won.person) == ("WIN_SUPPORTER", "buy")
    assert reasons(analysis.first) == [("dir", "CLEAR_OBJECTION")]
    assert steps["NO_INDEPENDENT_SUPPORTERS"].action == "CLEAR_OBJECTION"


def test_there_is_no_way_in_over_the_heads_of_somebody_whom_we_own_and_meet() -> None:
    """field/numbers/09: x is met weekly by an executive; a path of three steps leads through the boss."""
    people = [person("boss", 1), person("mine", 2), person("theirs", 2), person("x", 3)]
    lines = [moves("mine", "boss", 0.6), moves("theirs", "boss", 0.6), moves("x", "theirs", 0.6)]
    lists: dict[str, Any] = {
        "influence": lines,
        "attitudes": [thinks("mine", "SUPPORT"), thinks("boss", "CONTACTED"), thinks("x", "OPPOSE")],
        "stages": [stage({"x": 1}, 1, kind="EVALUATION")],
    }
    weekly = {"coverage": [owns("exec", "x")], "interactions": [met(["exec"], ["x"], day) for day in range(6)]}
    analysis = analyse(power(people, **lists, **weekly))
    assert all(not step.path for step in analysis.next_steps if step.person == "x")
    assert analysis.first[0].path == []
    ally = power(people, **lists | {"influence": [*lines, moves("mine", "x", 0.3)]}, **weekly)
    assert analyse(ally).first[0].path == ["mine", "x"]  # somebody with influence of their own may speak for us


def test_whom_we_have_yet_to_win_opens_no_door() -> None:
    lines = [moves("coach", "boss"), moves("boss", "x")]
    people = [person("boss", 1), person("coach", 5), person("x", 2)]
    for level, path in [("CONTACTED", []), ("ACCEPT", ["coach", "boss", "x"])]:
        attitudes = [thinks("coach", "SUPPORT"), thinks("boss", level)]
        analysis = analyse(power(people, influence=lines, attitudes=attitudes, stages=[stage({"x": 1}, 1)]))
        assert analysis.first[0].person == "x"
        assert analysis.first[0].path == path


def test_nobody_who_is_exclusively_a_competitors_opens_a_door() -> None:
    """The one path begins with somebody who is said to support us, and a rival exclusively: do first says to contain them."""
    thoughts = [thinks("torn", "SUPPORT"), thinks("torn", "SUPPORT_EXCLUSIVE", "rival"), thinks("boss", "CONTACTED")]
    lists: dict[str, Any] = {"influence": [moves("torn", "boss")], "stages": [stage({"boss": 1}, 1)]}
    ways = {
        end: {each.person: each.path for each in first_of(["torn", "boss"], attitudes=attitudes, **lists)}
        for end, attitudes in (("locked", thoughts), ("free", [thoughts[0], thoughts[2]]))
    }
    assert ways["free"]["boss"] == ["torn", "boss"]
    assert ways["locked"]["boss"] == []


def test_of_equal_plans_the_one_without_a_competitors_own_is_taken() -> None:
    """Two voters as heavy and as far away as each other, the first by id exclusively the rival's."""
    account = power(
        ["a", "b"],
        stages=[stage({"a": 1, "b": 1}, 1)],
        attitudes=[thinks("a", "ACCEPT"), thinks("b", "ACCEPT"), thinks("a", "SUPPORT_EXCLUSIVE", "rival")],
    )
    assert account.opportunity is not None
    plan = cheapest_plan(account, account.opportunity.stages[0], {})
    assert plan is not None
    assert [step.person for step in plan.people] == ["b"]


def test_an_introduction_leads_to_who_weighs_much_where_no_path_does() -> None:
    people = [person("x", 1), person("friend", 3)]
    known = {"attitudes": [thinks("friend", "ACCEPT")], "interactions": [met(["man"], ["friend"])]}
    tie = Tie(a="friend", b="x", kind="ACQUAINTANCE")
    assert first_of(people, **known, ties=[tie])[0].path == ["friend", "x"]
    assert first_of(people, **known, ties=[tie.model_copy(update={"kind": "CONFLICT"})])[0].path == []


def test_a_veto_is_cleared_first_of_its_stage_and_never_written_off() -> None:
    attitudes = [thinks("ceo", "ACCEPT"), thinks("sec", "OPPOSE"), thinks("sec", "SUPPORT_EXCLUSIVE", "rival")]
    analysis = analyse(
        power([person("ceo", 1), person("sec", 4)], stages=[stage({"ceo": 1}, 1, veto=["sec"])], attitudes=attitudes)
    )
    assert reasons(analysis.first) == [("sec", "CLEAR_OBJECTION"), ("ceo", "IN_FLIP_SET")]
    about = {
        gap.kind: step.action
        for gap, step in zip(analysis.gaps, analysis.next_steps, strict=True)
        if gap.person == "sec"
    }
    assert {about[kind] for kind in ("OPPOSED", "COMPETITOR_LOCKED", "VETO_AT_RISK")} == {"CLEAR_OBJECTION"}


def test_an_unknown_veto_holder_is_sounded_out_whatever_they_weigh() -> None:
    people = [person("ceo", 1), person("sec", 5)]
    first = first_of(people, stages=[stage({"ceo": 1}, 1, veto=["sec"])], attitudes=[thinks("ceo", "SUPPORT")])
    assert reasons(first) == [("sec", "FIND_OUT"), ("ceo", "PROTECT")]
    assert first[0].stages == ["s1"]


def test_the_cheapest_way_to_a_quota_goes_round_opponents_where_it_can() -> None:
    attitudes = [thinks("a", "ACCEPT"), thinks("a", "SUPPORT_EXCLUSIVE", "rival"), thinks("b", "CONTACTED")]
    first = first_of("ab", stages=[stage({"a": 1, "b": 1}, 1)], attitudes=attitudes)
    assert reasons(first) == [("b", "COMPLETES_QUOTA"), ("a", "CONTAIN")]


def test_who_carries_most_for_us_is_protected_even_behind_ten_others() -> None:
    names = [f"v{i:02d}" for i in range(12)]
    first = first_of([*names, "champion"], stages=[stage(dict.fromkeys([*names, "champion"], 1), 7)])
    assert {priority.reason for priority in first} == {"FIND_OUT"}
    first = first_of(
        [*names, "champion"],
        stages=[stage(dict.fromkeys([*names, "champion"], 1), 7)],
        attitudes=[thinks("champion", "SUPPORT")],
    )
    assert len(first) == MOST
    assert reasons(first)[-1] == ("champion", "PROTECT")
    assert first[-1].gain == pytest.approx(0.75 / 13)


def test_who_is_with_us_and_well_looked_after_asks_for_nothing() -> None:
    votes = stage({"a": 3, "b": 2, "c": 1}, 4)
    attitudes = [thinks(name, "SUPPORT") for name in "abc"]
    cared = {"coverage": [owns("exec", "b")], "interactions": [met(["exec"], ["b"])]}
    assert reasons(first_of("abc", stages=[votes], attitudes=attitudes)) == [(name, "PROTECT") for name in "abc"]
    assert reasons(first_of("abc", stages=[votes], attitudes=attitudes, **cared)) == [
        ("a", "PROTECT"),
        ("c", "PROTECT"),
    ]


def test_who_left_the_team_is_given_nothing_to_do() -> None:
    """field/situations/06: Kim left in June and nobody took over; until then Kim is the owner."""
    gone = Membership(member="exec", since=TODAY - timedelta(days=400), until=TODAY - timedelta(days=1))
    lists: dict[str, Any] = {"coverage": [owns("exec", "boss")], "interactions": [met(["exec"], ["boss"], 30)]}
    assert first_of([person("boss", 1)], **lists)[0].owner == "exec"
    assert first_of([person("boss", 1)], **lists, memberships=[gone])[0].owner not in {None, "exec"}


def test_who_left_the_team_introduces_nobody() -> None:
    gone = Membership(member="man", since=TODAY - timedelta(days=400), until=TODAY - timedelta(days=1))
    known = {"attitudes": [thinks("friend", "ACCEPT")], "interactions": [met(["man"], ["friend"], 30)]}
    tie = Tie(a="friend", b="x", kind="ACQUAINTANCE")
    graph = power([person("x", 1), person("friend", 3)], ties=[tie], memberships=[gone], **known)
    assert introductions(graph, analyse(graph).coverage.links, "x") == ()
    assert analyse(graph).first[0].path == []


def test_nothing_asks_for_the_votes_of_a_decided_stage() -> None:
    """field/situations/04."""
    people = [person("boss", 1), *(person(name, 4) for name in ("ev1", "ev2", "ev3"))]
    attitudes = [thinks("boss", "SUPPORT"), thinks("ev1", "OPPOSE"), thinks("ev2", "CONTACTED")]
    evaluation = stage(dict.fromkeys(("ev1", "ev2", "ev3"), 1), 2, name="eval", kind="EVALUATION", veto=["ev1"])
    award = stage({"boss": 1}, 1, name="award", order=2)
    before = {
        priority.person: priority for priority in first_of(people, attitudes=attitudes, stages=[evaluation, award])
    }
    assert before["ev1"].reason == "CLEAR_OBJECTION"
    assert before["ev2"].stages == ["eval"]
    over = evaluation.model_copy(update={"outcome": Outcome(on=TODAY, winner="us")})
    for priority in first_of(people, attitudes=attitudes, stages=[over, award]):
        assert "eval" not in priority.stages
        assert priority.reason not in {"CLEAR_OBJECTION", "IN_FLIP_SET", "COMPLETES_QUOTA"}
    done = award.model_copy(update={"outcome": Outcome(on=TODAY, winner="us")})
    assert first_of(people, attitudes=attitudes, stages=[over, done]) == []


def test_who_can_stop_an_open_stage_is_worked_on_though_every_vote_is_cast() -> None:
    people = [person("boss", 1), person("cfo", 2), person("ev", 4)]
    attitudes = [thinks("boss", "SUPPORT"), thinks("cfo", "OPPOSE"), thinks("ev", "CONTACTED")]
    over = stage({"boss": 1, "ev": 1}, 2).model_copy(update={"outcome": Outcome(winner="us")})
    budget = Stage(id="budget", order=2, kind="BUDGET", veto=("cfo",))
    first = first_of(people, attitudes=attitudes, stages=[over, budget])
    assert [(priority.person, priority.reason, priority.stages) for priority in first] == [
        ("cfo", "CLEAR_OBJECTION", ["budget"])
    ]
    signed = budget.model_copy(update={"outcome": Outcome(winner="us")})
    assert first_of(people, attitudes=attitudes, stages=[over, signed]) == []


def test_without_saying_who_we_are_only_contact_is_worked_on() -> None:
    assert reasons(first_of([person("boss", 1)], vendor=None)) == [("boss", "CLOSE_GAP")]
    locked = [thinks("boss", "SUPPORT_EXCLUSIVE", "rival")]
    assert reasons(first_of([person("boss", 1)], vendor=None, attitudes=locked)) == [("boss", "CONTAIN")]


def test_a_post_without_a_name_is_identified_before_anything_is_asked_of_it() -> None:
    analysis = analyse(power([person("boss", 1, placeholder=True)]))
    steps = {gap.kind: step.action for gap, step in zip(analysis.gaps, analysis.next_steps, strict=True)}
    assert steps["UNKNOWN_ATTITUDE"] == steps["PLACEHOLDER_ROLE"] == "IDENTIFY_HOLDER"


def test_supporters_who_hang_on_each_other_get_reasons_of_their_own() -> None:
    analysis = analyse(
        power(
            "ab",
            stages=[stage({"a": 1, "b": 1}, 1, kind="EVALUATION")],
            attitudes=[thinks("a", "SUPPORT"), thinks("b", "SUPPORT")],
            reporting=[reports("b", "a")],
        )
    )
    steps = {gap.kind: step for gap, step in zip(analysis.gaps, analysis.next_steps, strict=True)}
    step = steps["NO_INDEPENDENT_SUPPORTERS"]
    assert (step.action, step.person) == ("MAKE_INDEPENDENT", "b")


def test_the_plan_suggests_whom_to_work_on_first(jiangyuan: Golden) -> None:
    plan = plan_of(jiangyuan.found, {})
    assert [step.person for step in plan.suggestions] == [priority.person for priority in jiangyuan.found.first]
    assert all(step.activity_kinds and "HOSPITALITY" not in step.activity_kinds for step in plan.suggestions)


# -- what holds for every account -------------------------------------------------------------------------------------


@st.composite
def accounts(draw: st.DrawFn) -> Analysis:
    names = [f"p{i}" for i in range(draw(st.integers(1, 7)))]
    one = st.sampled_from(names)
    pairs = draw(st.lists(st.tuples(one, one).filter(lambda pair: pair[0] != pair[1]), unique=True, max_size=8))
    known = st.sampled_from((None, *LEVELS))
    drawn = [(name, party, draw(known)) for name in names for party in ("us", "rival")]
    attitudes = [thinks(name, level, party) for name, party, level in drawn if level is not None]
    stages = []
    for place in range(draw(st.integers(0, 2))):
        votes = {name: draw(st.integers(0, 3)) for name in draw(st.lists(one, unique=True))}
        quota = draw(st.integers(1, sum(votes.values()))) if sum(votes.values()) else None
        made = stage(
            votes if quota else {},
            quota,
            name=f"s{place}",
            order=place,
            veto=draw(st.lists(one, unique=True, max_size=2)),
            kind=draw(st.sampled_from(("EVALUATION", "AWARD"))),
        )
        outcome = Outcome(on=TODAY, winner="us") if draw(st.booleans()) else None
        stages.append(made.model_copy(update={"outcome": outcome}))
    owners = draw(st.lists(one, unique=True))
    visits = draw(st.lists(one, max_size=4))
    return analyse(
        power(
            [person(name, draw(st.integers(1, 6)), draw(st.sampled_from(("d", None)))) for name in names],
            departments=["d"],
            influence=[moves(a, b, draw(st.sampled_from((0.2, 0.9)))) for a, b in pairs],
            attitudes=attitudes,
            stages=stages,
            coverage=[owns("exec", name) for name in owners],
            interactions=[met(["exec"], [name], day) for day, name in enumerate(visits)],
        )
    )


@settings(max_examples=120, deadline=None)
@given(accounts())
def test_no_two_answers_disagree_about_a_person(analysis: Analysis) -> None:
    first = {priority.person: priority for priority in analysis.first}
    graph = analysis.power
    assert len(first) == len(analysis.first) <= MOST
    places = [REASONS.index(priority.reason) for priority in analysis.first]
    assert places == sorted(places)
    for gap, step in zip(analysis.gaps, analysis.next_steps, strict=True):
        if step.person in first:
            told = first[step.person]
            assert step.path == told.path
            assert step.approach == told.approach
            assert step.owner == told.owner or gap.kind == "SINGLE_THREAD"
            if step.action in {"CONTAIN", "CLEAR_OBJECTION"}:
                assert told.reason == step.action
            if step.action in {"FIND_OUT_ATTITUDE", "FIND_SUPPORTER"}:
                assert told.reason == "FIND_OUT"
            if step.action == "WIN_SUPPORTER":
                assert told.reason not in {"FIND_OUT", "CONTAIN", "CLEAR_OBJECTION"}
    for name, priority in first.items():
        stance = graph.stances_to_us.get(name)
        assert (priority.reason == "FIND_OUT") == (stance is None)
        if (
            priority.path
            and analysis.coverage.contacts[name].owner
            and analysis.coverage.contacts[name].contacts_in_window
        ):
            assert len(priority.path) == 2
    undecided = {each.id for each in graph.open_stages}
    for each in analysis.stages:
        if each.id in undecided and each.minimum_flip_sets:
            needed = set.intersection(*(set(flip.people) for flip in each.minimum_flip_sets))
            assert not any(name in first and first[name].reason == "CONTAIN" for name in needed)


@settings(max_examples=60, deadline=None)
@given(accounts())
def test_no_plan_asks_for_whom_do_first_contains(analysis: Analysis) -> None:
    graph = analysis.power
    adviser = Adviser(graph, analysis.stages, analysis.coverage, analysis.deciders)
    contained = {name for name in graph.ids if adviser.reason(name) == "CONTAIN"}
    for each in graph.open_stages:
        plan = cheapest_plan(graph, each, analysis.deciders.decision_influence, contained)
        if plan is not None:
            assert contained.isdisjoint(step.person for step in plan.people)
            assert plan.yes_weight >= plan.quota


def test_a_plan_goes_round_whom_do_first_contains_and_says_when_it_cannot() -> None:
    """The rival's own is one level away, everybody else two; with a higher quota there is no way round."""
    names = [f"v{i:02d}" for i in range(24)]
    attitudes = [thinks("own", "ACCEPT"), thinks("own", "SUPPORT_EXCLUSIVE", "rival")]
    attitudes += [thinks(name, "CONTACTED") for name in names]
    for quota, reason, at_least in ((3, "CONTAIN", 3), (25, "CLEAR_OBJECTION", 25)):
        account = power([*names, "own"], stages=[stage(dict.fromkeys([*names, "own"], 1), quota)], attitudes=attitudes)
        found = analyse(account)
        adviser = Adviser(account, found.stages, found.coverage, found.deciders)
        assert adviser.reason("own") == reason
        plan = cheapest_plan(
            account, account.open_stages[0], {}, [name for name in account.ids if adviser.reason(name) == "CONTAIN"]
        )
        assert plan is not None
        assert len(plan.people) == at_least
        assert ("own" in {step.person for step in plan.people}) == (reason == "CLEAR_OBJECTION")


@settings(max_examples=60, deadline=None)
@given(accounts())
def test_an_opposed_veto_holder_is_first_of_its_stage_and_champions_are_protected(analysis: Analysis) -> None:
    graph = analysis.power
    voting = [each for each in (graph.opportunity.stages if graph.opportunity else ()) if each.votes]
    if voting and not any(each in graph.open_stages for each in voting):
        assert {priority.person for priority in analysis.first} <= set(vetoes_of(graph))
        return
    first = [priority.person for priority in analysis.first]
    opposed = {
        holder
        for each in graph.open_stages
        for holder in each.veto
        if (stance := graph.stances_to_us.get(holder)) is not None and stance.opposes
    }
    assert opposed <= set(first[: len({p.person for p in analysis.first if p.reason == "CLEAR_OBJECTION"})])
    locked = {
        name for name, stances in graph.attitudes.items() if "rival" in stances and stances["rival"].level == LEVELS[-1]
    }
    falls = {
        name: analysis.deciders.decision_influence[name] * stance.x
        for name, stance in graph.stances_to_us.items()
        if stance.favors and name not in locked
    }
    if falls and max(falls.values()) > 1e-9:
        protected = [priority.gain for priority in analysis.first if priority.reason == "PROTECT"]
        assert protected
        assert max(protected) == pytest.approx(max(falls.values()))


@settings(max_examples=60, deadline=None)
@given(accounts())
def test_the_gain_is_what_a_what_if_says(analysis: Analysis) -> None:
    for priority in analysis.first:
        if priority.reason == "FIND_OUT":
            assert priority.gain == 0
            continue
        neutral, yes = (
            what_if(
                analysis, [AttitudeChange(kind="attitude", person=priority.person, toward="us", level=level)]
            ).standing_change("us")
            for level in ("CONTACTED", "FAVORABLE")
        )
        expected = {
            "PROTECT": {-neutral},
            "CONTAIN": {max(0.0, neutral)},
            "CLEAR_OBJECTION": {max(0.0, neutral), max(0.0, yes)},
        }
        assert any(priority.gain == pytest.approx(value, abs=1e-9) for value in expected.get(priority.reason, {yes})), (
            priority
        )
