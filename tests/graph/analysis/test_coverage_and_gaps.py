"""Contact, coverage, gaps and next steps, rule by rule, at the edges of each rule."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from graph.analysis.coverage import Contact, Coverage, cover
from graph.analysis.gaps import Gap
from graph.analysis.pipeline import analyse
from graph.kinds import Interaction, Membership, Outcome, Reporting
from graph.kinds.fields import InteractionKind
from graph.method import Method
from graph.power_graph import PowerGraph
from tests.accounts_at_hand import TODAY, met, moves, owns, person, power, reports, stage, thinks
from tests.graph.analysis.conftest import Golden


def contact_of(
    *interactions: Interaction, rank: int = 6, method: Method | None = None, coverage: Iterable[Coverage] = ()
) -> Contact:
    graph = power([person("a", rank), "b"], interactions=interactions, coverage=coverage, method=method or Method())
    return cover(graph, {"a": 0.5, "b": 0.5}).contacts["a"]


@pytest.mark.parametrize(("days", "level"), [(0, "BRIEF"), (90, "BRIEF"), (91, "STALE")])
def test_the_window_holds_both_its_ends(days: int, level: str) -> None:
    assert contact_of(met(["man"], ["a"], days)).level == level


@pytest.mark.parametrize(
    ("count", "level"), [(0, "NONE"), (1, "BRIEF"), (2, "BRIEF"), (3, "REGULAR"), (5, "REGULAR"), (6, "DEEP")]
)
def test_levels_of_contact(count: int, level: str) -> None:
    assert contact_of(*(met(["man"], ["a"], day) for day in range(count))).level == level


def test_an_interaction_without_one_of_us_is_no_contact() -> None:
    assert contact_of(met([], ["a"])).level == "NONE"
    assert contact_of(met(["man"], ["b"])).level == "NONE"


def test_the_window_can_differ_by_rank() -> None:
    method = Method(window_days_of_rank={1: 30})
    assert contact_of(met(["man"], ["a"], 31), rank=1, method=method).level == "STALE"
    assert contact_of(met(["man"], ["a"], 31), rank=2, method=method).level == "BRIEF"


def test_the_most_senior_owner_counts_then_the_first_by_id() -> None:
    assert contact_of(coverage=[owns("man2", "a"), owns("dir", "a")]).owner == "dir"
    assert contact_of(coverage=[owns("man2", "a"), owns("man", "a")]).owner == "man"


@pytest.mark.parametrize(
    ("kind", "two_way", "others", "contact"),
    [
        ("REMOTE_CONTACT", True, 0, True),
        ("REMOTE_CONTACT", False, 0, False),
        ("REMOTE_CONTACT", True, 3, True),
        ("REMOTE_CONTACT", True, 4, False),
        ("VISIT", False, 0, True),
        ("EXHIBITION", False, 9, True),
    ],
)
def test_a_message_nobody_answers_and_a_broadcast_are_attempts(
    kind: InteractionKind, two_way: bool, others: int, contact: bool
) -> None:
    names = ["a", *(f"p{i}" for i in range(others))]
    tried = Interaction(id="i", on=TODAY, kind=kind, members=("man",), people=tuple(names), two_way=two_way)
    graph = power(names, interactions=[tried])
    reached = cover(graph, dict.fromkeys(names, 0.1)).contacts["a"]
    assert (reached.level, reached.contacts_in_window, reached.attempts) == (
        ("BRIEF", 1, 0) if contact else ("NONE", 0, 1)
    )
    assert reached.last_contact == (TODAY if contact else None)


def test_attempts_are_counted_in_the_window_alone() -> None:
    mail = Interaction(id="i", on=TODAY - timedelta(days=91), kind="REMOTE_CONTACT", members=("man",), people=("a",))
    assert contact_of(mail).attempts == 0
    assert contact_of(mail.model_copy(update={"on": TODAY - timedelta(days=90)})).attempts == 1


@pytest.mark.parametrize(
    ("spans", "owner"),
    [
        ([], "exec"),
        ([(-9, None)], "exec"),
        ([(-9, 0)], "exec"),
        ([(0, 0)], "exec"),
        ([(-9, -1)], None),
        ([(1, None)], None),
        ([(-99, -50), (-9, None)], "exec"),
        ([(-99, -50), (-9, -1)], None),
    ],
)
def test_an_owner_is_one_whose_membership_covers_the_day(spans: list[Any], owner: str | None) -> None:
    """field/situations/06: who left is nobody's owner, and takes no next step."""
    memberships = [
        Membership(
            member="exec",
            since=TODAY + timedelta(days=since),
            until=None if until is None else TODAY + timedelta(days=until),
        )
        for since, until in spans
    ]
    graph = power([person("a", 1)], coverage=[owns("exec", "a")], memberships=memberships)
    analysis = analyse(graph)
    assert analysis.coverage.contacts["a"].owner == owner
    gaps = {gap.kind: gap for gap in analysis.gaps}
    assert ("NO_OWNER" in gaps) == (owner is None)
    if owner is None:
        assert gaps["NO_OWNER"].facts["left"] == ["exec"]
        assert all(step.owner not in {None, "exec"} for step in analysis.next_steps)


def test_links() -> None:
    twice = [met(["man"], ["a"], 0, two_way=True), met(["man"], ["a"], 90)]
    graph = power("abcdef", interactions=[*twice, met(["dir"], list("abcde")), met(["exec"], list("abcd"))])
    links = cover(graph, dict.fromkeys("abcdef", 0.0)).links["a"]
    assert links == pytest.approx({"man": 2.5 / 3.5, "exec": 0.5})


def test_coverage_is_null_without_people_or_weight() -> None:
    graph = power([person("a", department="d")], departments=["d", "empty"])
    found: Coverage = cover(graph, {"a": 0.0})
    assert (found.departments["empty"].covered.plain, found.departments["empty"].covered.weighted) == (None, None)
    assert (found.departments["d"].covered.plain, found.departments["d"].covered.weighted) == (0.0, None)


def gaps_of(graph: PowerGraph) -> dict[tuple[str, str], Gap]:
    return {(gap.kind, gap.subject): gap for gap in analyse(graph).gaps}


QUIET = {"coverage": [owns("exec", "a")], "interactions": [met(["exec"], ["a"])], "attitudes": [thinks("a", "SUPPORT")]}


def test_a_person_well_looked_after_has_no_gap() -> None:
    assert analyse(power([person("a", 1)], **QUIET)).gaps == ()


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"coverage": []}, {"NO_OWNER"}),
        ({"coverage": [owns("dir", "a")]}, {"LEVEL_MISMATCH"}),
        ({"coverage": [owns("dir", "a"), owns("exec", "a")]}, set()),
        ({"interactions": []}, {"NEVER_MET"}),
        ({"interactions": [met(["exec"], ["a"], 91)]}, {"STALE_CONTACT"}),
        ({"attitudes": []}, {"UNKNOWN_ATTITUDE"}),
        ({"attitudes": [thinks("a", "UNKNOWN")]}, {"UNKNOWN_ATTITUDE"}),
        ({"attitudes": [thinks("a", "OPPOSE")]}, {"OPPOSED"}),
        ({"attitudes": [thinks("a", "THREAT")]}, {"OPPOSED"}),
        ({"attitudes": [thinks("a", "CONTACTED")]}, set()),
        ({"attitudes": [thinks("a", "SUPPORT"), thinks("a", "SUPPORT_EXCLUSIVE", "rival")]}, {"COMPETITOR_LOCKED"}),
        ({"attitudes": [thinks("a", "SUPPORT"), thinks("a", "VALUED", "rival")]}, set()),
        ({"coverage": [owns("exec", "a", "REGULAR")]}, {"BELOW_TARGET"}),
        ({"coverage": [owns("exec", "a", "BRIEF")]}, set()),
        ({"coverage": [owns("exec", "a", "NONE")]}, set()),
        ({"coverage": [owns("exec", "a", "BRIEF"), owns("dir", "a", "DEEP")]}, {"BELOW_TARGET"}),
        (
            {"coverage": [owns("exec", "a", "BRIEF")], "interactions": [met(["exec"], ["a"], 91)]},
            {"BELOW_TARGET", "STALE_CONTACT"},
        ),
        ({"stages": [stage({"a": 1}, 1, veto=["a"])]}, set()),
        ({"stages": [stage({"a": 1}, 1, veto=["a"])], "attitudes": []}, {"UNKNOWN_ATTITUDE", "VETO_AT_RISK"}),
        ({"stages": [stage({}, None, veto=["a"])], "attitudes": [thinks("a", "OPPOSE")]}, {"OPPOSED", "VETO_AT_RISK"}),
        ({"vendor": None, "attitudes": []}, set()),
    ],
)
def test_each_rule_about_a_person(changes: dict[str, Any], kinds: set[str]) -> None:
    assert {kind for kind, _ in gaps_of(power([person("a", 1)], **QUIET | changes))} == kinds


def test_a_placeholder_is_a_gap() -> None:
    assert {kind for kind, _ in gaps_of(power([person("a", 1, placeholder=True)], **QUIET))} == {"PLACEHOLDER_ROLE"}


@pytest.mark.parametrize(
    ("rank", "owner", "fits"),
    [(2, "exec", True), (2, "dir", False), (3, "dir", True), (3, "man", False), (4, "man", True), (6, "man", True)],
)
def test_level_matching(rank: int, owner: str, fits: bool) -> None:
    graph = power([person("a", rank)], **QUIET | {"coverage": [owns(owner, "a")]})
    assert (("LEVEL_MISMATCH", "a") not in gaps_of(graph)) == fits


def split(shares: dict[str, int], **lists: Any) -> PowerGraph:
    """Voters of these shares, each alone in a stage of that weight; nobody has a line, so the shares are what they weigh."""
    stages = [
        stage({name: 1}, 1, name=f"s-{name}", order=place, weight=float(share))
        for place, (name, share) in enumerate(shares.items(), start=1)
    ]
    people = lists.pop("people", [person(name, 6) for name in shares])
    return power(people, stages=[*stages, *lists.pop("stages", [])], **lists)


SPREAD = {"a": 50, "b": 25, "c": 15, "d": 7, "e": 3}


@pytest.mark.parametrize(
    ("name", "severity", "lower"),
    [("a", "CRITICAL", "HIGH"), ("b", "HIGH", "MEDIUM"), ("c", "MEDIUM", "LOW"), ("d", "LOW", "LOW")],
)
def test_severity_by_class_and_contact_that_lags_behind_one_step_lower(name: str, severity: str, lower: str) -> None:
    never = gaps_of(split(SPREAD))
    assert {never[kind, name].severity for kind in ("NEVER_MET", "NO_OWNER", "UNKNOWN_ATTITUDE")} == {severity}
    people = [person(each, 3, placeholder=True) for each in SPREAD]
    lagging = gaps_of(
        split(SPREAD, people=people, coverage=[owns("man", name, "DEEP")], interactions=[met(["man"], [name], 91)])
    )
    kinds = ("LEVEL_MISMATCH", "STALE_CONTACT", "BELOW_TARGET", "PLACEHOLDER_ROLE")
    assert {lagging[kind, name].severity for kind in kinds} == {lower}


def test_several_gaps_of_a_person_do_not_raise_each_other() -> None:
    gaps = gaps_of(split(SPREAD, attitudes=[thinks("b", "OPPOSE"), thinks("b", "SUPPORT_EXCLUSIVE", "rival")]))
    assert {gap.severity for (_, subject), gap in gaps.items() if subject == "b"} == {"HIGH"}


@pytest.mark.parametrize(("name", "severity"), [("a", "CRITICAL"), ("b", "CRITICAL"), ("c", "HIGH"), ("e", "HIGH")])
@pytest.mark.parametrize("attitudes", [[], [thinks(name, "OPPOSE") for name in SPREAD]])
def test_a_veto_at_risk_is_at_least_high(name: str, severity: str, attitudes: list[Any]) -> None:
    veto = stage({}, None, name="v", order=9, veto=[name])
    assert gaps_of(split(SPREAD, stages=[veto], attitudes=attitudes))["VETO_AT_RISK", name].severity == severity


def test_a_committee_of_equals_has_equal_severities() -> None:
    gaps = gaps_of(power([f"b{i}" for i in range(9)], stages=[stage({f"b{i}": 1 for i in range(9)}, 5)]))
    assert {gap.severity for (kind, _), gap in gaps.items() if kind == "NEVER_MET"} == {"CRITICAL"}
    many = {f"b{i:02d}": 1 for i in range(60)}
    gaps = gaps_of(power(list(many), stages=[stage(many, 31)]))
    assert {gap.severity for (kind, _), gap in gaps.items() if kind == "NEVER_MET"} == {"MEDIUM"}


def department(**lists: Any) -> dict[str, Gap]:
    people = [person("a", 4, "d"), person("b", 4, "d"), person("c", 4)]
    graph = power(people, departments=["d", "empty"], **lists)
    return {kind: gap for (kind, subject), gap in gaps_of(graph).items() if subject in {"d", "empty"}}


def test_rules_about_a_department() -> None:
    assert department().keys() == {"UNCOVERED_DEPARTMENT", "DEPARTMENT_WITHOUT_SUPPORTER"}
    both = [met(["man"], ["a"]), met(["dir"], ["b"])]
    assert department(interactions=both, attitudes=[thinks("a", "SUPPORT")]) == {}
    assert department(interactions=both, attitudes=[thinks("a", "FAVORABLE")]).keys() == {
        "DEPARTMENT_WITHOUT_SUPPORTER"
    }
    one = department(interactions=[met(["man"], ["a"]), met(["man"], ["b"], 90)], attitudes=[thinks("a", "VALUED")])
    assert one.keys() == {"SINGLE_THREAD"}
    assert one["SINGLE_THREAD"].facts == {"people": 2, "member": "man", "contacts": 2}
    old = [met(["man"], ["a"]), met(["dir"], ["b"], 91)]
    assert "SINGLE_THREAD" in department(interactions=old)


def test_a_department_of_one_is_no_single_thread() -> None:
    graph = power([person("a", department="d")], departments=["d"], interactions=[met(["man"], ["a"])])
    assert ("SINGLE_THREAD", "d") not in gaps_of(graph)


@pytest.mark.parametrize(
    ("heavy", "severity"), [("a", "HIGH"), ("b", "MEDIUM"), ("c", "LOW"), ("d", "LOW"), ("e", "LOW")]
)
def test_a_department_goes_by_its_highest_class_one_step_lower(heavy: str, severity: str) -> None:
    people = [person(name, 6, "d" if name in {heavy, "e"} else None) for name in SPREAD]
    gap = gaps_of(split(SPREAD, people=people, departments=["d"]))["UNCOVERED_DEPARTMENT", "d"]
    weight = sum(SPREAD[name] for name in {heavy, "e"}) / 100
    assert (gap.severity, gap.decision_influence) == (severity, pytest.approx(weight))


def independent(attitudes: Iterable[str], *lines: Reporting, kind: str = "EVALUATION") -> bool:
    held = stage(dict.fromkeys("abc", 1), 2, kind=kind)
    graph = power("abcd", stages=[held], attitudes=[thinks(name, "FAVORABLE") for name in attitudes], reporting=lines)
    return ("NO_INDEPENDENT_SUPPORTERS", "s1") not in gaps_of(graph)


def test_an_evaluation_needs_two_supporters_who_do_not_just_follow_each_other() -> None:
    assert not independent("")
    assert not independent("a")
    assert not independent("ad")  # d has no vote
    assert independent("ab")
    assert not independent("ab", reports("b", "a"))
    assert independent("ab", reports("b", "d"))
    assert independent("abc", reports("b", "a"), reports("c", "d"))
    assert independent("a", kind="AWARD")


def test_the_gap_of_a_stage_is_high_whatever_its_voters_weigh() -> None:
    evaluation = stage({"e": 1}, 1, name="x", order=9, kind="EVALUATION", weight=0.001)
    gap = gaps_of(split({"a": 100, "e": 1}, stages=[evaluation]))["NO_INDEPENDENT_SUPPORTERS", "x"]
    assert gap.severity == "HIGH"


def test_observers_with_a_vote_of_nothing_are_no_supporters() -> None:
    """field/situations/05: the one vote is v's; a and b hold weight 0."""
    held = stage({"v": 3, "a": 0, "b": 0}, 3, kind="EVALUATION")
    gap = gaps_of(power("vab", stages=[held], attitudes=[thinks("a", "SUPPORT"), thinks("b", "SUPPORT")]))
    assert gap["NO_INDEPENDENT_SUPPORTERS", "s1"].facts == {"supporters": [], "voters": 1}


def test_a_decided_stage_raises_no_gap_until_the_day_it_was_decided() -> None:
    """field/situations/04: the evaluation is over on 2026-03-01, its veto holder is against us."""
    outcome = Outcome(on=TODAY, winner="us")
    held = stage({"a": 1, "b": 1}, 2, kind="EVALUATION", veto=["a"])
    over = held.model_copy(update={"outcome": outcome})
    later = held.model_copy(update={"outcome": outcome.model_copy(update={"on": TODAY + timedelta(days=1)})})
    kinds = {"VETO_AT_RISK", "NO_INDEPENDENT_SUPPORTERS"}
    for shown, expected in [(held, kinds), (later, kinds), (over, set())]:
        gaps = gaps_of(power("ab", stages=[shown], attitudes=[thinks("a", "OPPOSE")]))
        assert kinds & {kind for kind, _ in gaps} == expected


def test_two_voters_with_another_leader_beside_are_independent() -> None:
    held = stage({"a": 1, "b": 1}, 1, kind="EVALUATION")
    influence = [moves("a", "b"), moves("c", "b", 0.1)]
    attitudes = [thinks("a", "FAVORABLE"), thinks("b", "FAVORABLE")]
    assert ("NO_INDEPENDENT_SUPPORTERS", "s1") not in gaps_of(
        power("abc", stages=[held], influence=influence, attitudes=attitudes)
    )


def test_gaps_are_in_order_and_their_facts_are_json(golden: Golden) -> None:
    gaps = golden.found.gaps
    ranks = ["CRITICAL", "HIGH", "MEDIUM", "LOW"]
    group = {"person": 0, "stage": 1, "department": 2}

    def place(gap: Gap) -> tuple[Any, ...]:
        (about,) = (name for name in group if getattr(gap, name) is not None)
        return ranks.index(gap.severity), group[about], -round(gap.decision_influence, 12), gap.subject, gap.kind

    assert [place(gap) for gap in gaps] == sorted(place(gap) for gap in gaps)
    assert len({(gap.kind, gap.person, gap.department, gap.stage) for gap in gaps}) == len(gaps)
    assert [json.loads(json.dumps(gap.facts)) for gap in gaps] == [gap.facts for gap in gaps]


def test_next_steps_of_the_sample_account(jiangyuan: Golden) -> None:
    steps = {
        (gap.kind, gap.subject): step
        for gap, step in zip(jiangyuan.found.gaps, jiangyuan.found.next_steps, strict=True)
    }
    raised = steps["LEVEL_MISMATCH", "P02"]
    assert (raised.owner, raised.approach, raised.path) == ("S5", "E", ["P05", "P02"])
    assert steps["BELOW_TARGET", "P06"].owner == "S2"  # the owner is of the right level
    assert steps["NEVER_MET", "P21"].owner == "S3"  # nobody knows P21; S3 knows the colleagues
    won = steps["DEPARTMENT_WITHOUT_SUPPORTER", "EXEC"]
    assert (won.action, won.person, won.path) == ("WIN_SUPPORTER", "P01", ["P05", "P02", "P01"])
    found_out = steps["DEPARTMENT_WITHOUT_SUPPORTER", "DI"]  # its chief engineer is lost to us, its adviser unknown
    assert (found_out.action, found_out.person) == ("FIND_SUPPORTER", "P25")


def test_who_of_us_does_it() -> None:
    def owner(rank: int, *interactions: Interaction, coverage: Iterable[Coverage] = ()) -> dict[str, str | None]:
        found = analyse(power([person("a", rank)], interactions=interactions, coverage=coverage))
        return {gap.kind: step.owner for gap, step in zip(found.gaps, found.next_steps, strict=True)}

    assert owner(5)["NEVER_MET"] == "man"  # nobody has a link: the least senior who is senior enough
    assert owner(5, met(["man2"], ["a"]))["NO_OWNER"] == "man2"
    assert owner(3, met(["man2"], ["a"]))["NO_OWNER"] == "dir"
    assert owner(1)["NO_OWNER"] == "exec"
    assert owner(5, met(["man2"], ["a"]), coverage=[owns("dir", "a")])["UNKNOWN_ATTITUDE"] == "dir"


def test_a_second_thread_is_for_someone_else() -> None:
    people = [person("a", 5, "d"), person("b", 5, "d")]
    found = analyse(power(people, departments=["d"], interactions=[met(["man"], ["a"])], coverage=[owns("man", "a")]))
    steps = {gap.kind: step for gap, step in zip(found.gaps, found.next_steps, strict=True)}
    assert steps["SINGLE_THREAD"].owner == "man2"
