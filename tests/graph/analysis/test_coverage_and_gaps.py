"""Contact, coverage, gaps and next steps, rule by rule, at the edges of each rule."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from graph.analysis.coverage import Contact, Coverage, cover
from graph.analysis.gaps import Gap
from graph.analysis.pipeline import analyse
from graph.kinds import Interaction, Reporting
from graph.method import Method
from graph.power_graph import PowerGraph
from tests.accounts_at_hand import met, moves, owns, person, power, reports, stage, thinks
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


def severity_at(weight: int, total: int = 1_000, gaps: int = 1, veto: Iterable[str] = ()) -> str:
    """The severity of the never-met voter who holds that much of all votes; independent voters, quota of all."""
    stages = [
        stage({"a": 1}, 1, weight=float(weight)),
        stage({"b": 1}, 1, name="s2", order=2, weight=float(total - weight)),
    ]
    stages.append(stage({}, None, name="s3", order=3, veto=veto))
    attitudes = [] if gaps > 1 or veto else [thinks("a", "ACCEPT")]
    graph = power([person("a", 6), person("b", 6)], stages=stages, coverage=[owns("man", "a")], attitudes=attitudes)
    found = gaps_of(graph)
    return found["VETO_AT_RISK" if veto else "NEVER_MET", "a"].severity


@pytest.mark.parametrize(
    ("weight", "severity"),
    [(80, "CRITICAL"), (79, "HIGH"), (40, "HIGH"), (39, "MEDIUM"), (15, "MEDIUM"), (14, "LOW"), (1, "LOW")],
)
def test_severity_by_decision_influence(weight: int, severity: str) -> None:
    assert severity_at(weight) == severity


@pytest.mark.parametrize(("weight", "severity"), [(80, "CRITICAL"), (79, "CRITICAL"), (39, "HIGH"), (14, "MEDIUM")])
def test_two_gaps_raise_each_other(weight: int, severity: str) -> None:
    assert severity_at(weight, gaps=2) == severity


@pytest.mark.parametrize(("weight", "severity"), [(1, "HIGH"), (39, "HIGH"), (40, "CRITICAL")])
def test_a_veto_at_risk_is_at_least_high(weight: int, severity: str) -> None:
    assert severity_at(weight, veto=["a"]) == severity


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


def test_a_department_weighs_what_its_members_weigh_and_is_not_raised() -> None:
    stages = [stage({"a": 1}, 1, weight=0.02), stage({"b": 1}, 1, name="s2", order=2, weight=0.02)]
    stages.append(stage({"c": 1}, 1, name="s3", order=3, weight=0.96))
    gap = department(stages=stages)["UNCOVERED_DEPARTMENT"]
    assert (gap.severity, gap.decision_influence) == ("HIGH", pytest.approx(0.04))


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
    keys = [(ranks.index(g.severity), -round(g.decision_influence, 12), g.subject, g.kind) for g in gaps]
    assert keys == sorted(keys)
    assert [json.loads(json.dumps(gap.facts)) for gap in gaps] == [gap.facts for gap in gaps]


def test_next_steps_of_the_sample_account(jiangyuan: Golden) -> None:
    steps = {
        (gap.kind, gap.subject): step
        for gap, step in zip(jiangyuan.found.gaps, jiangyuan.found.next_steps, strict=True)
    }
    raised = steps["LEVEL_MISMATCH", "P02"]
    assert (raised.owner, raised.approach, raised.path) == ("S5", "E", ("P12", "P02"))
    assert steps["BELOW_TARGET", "P06"].owner == "S2"  # the owner is of the right level
    assert steps["NEVER_MET", "P21"].owner == "S3"  # nobody knows P21; S3 knows the colleagues
    won = steps["DEPARTMENT_WITHOUT_SUPPORTER", "EXEC"]
    assert (won.person, won.path_kind, won.path) == ("P01", "persuasion", ("P05", "P02", "P01"))


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
