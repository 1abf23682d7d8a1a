"""Propagation, decision influence, standing and stages on accounts small enough to do by hand."""

import time
from collections.abc import Iterable

import numpy as np
import pytest

from graph.analysis import decision_makers
from graph.analysis.decision_chain import FlipSet, minimum_flip_sets, roles
from graph.analysis.pipeline import Analysis, analyse
from graph.analysis.propagation import Propagation, openness
from graph.method import Method
from graph.power_graph import Floats, PowerGraph, tiny
from tests.accounts_at_hand import moves, person, power, reports, stage, thinks
from tests.graph.analysis.conftest import Golden
from tests.patience import at_most


def rows(graph: PowerGraph) -> Floats:
    return Propagation(graph).rows(graph.ids)


def test_a_chain_of_followers() -> None:
    assert rows(tiny("a->b 0.9, b->c 0.5")) == pytest.approx(
        np.array([[1, 0, 0], [0.54, 0.46, 0], [0.162, 0.138, 0.7]])
    )


def test_two_leaders_count_by_what_each_is_deferred_to() -> None:
    assert rows(tiny("a->c 0.6, b->c 0.2"))[2] == pytest.approx([0.306, 0.102, 0.592])


def test_openness_is_the_persons_own_as_far_as_their_lines_are_strong() -> None:
    people = [person("a", openness=0.9), person("b", openness=0.2), "c"]
    graph = power(people, influence=[moves("a", "b"), moves("a", "c")])
    assert openness(graph) == pytest.approx(np.array([0.0, 0.1, 0.3]))
    assert rows(graph)[1] == pytest.approx([0.1, 0.9, 0])


def test_the_default_openness_is_the_methods() -> None:
    graph = power(["a", "b"], influence=[moves("a", "b")], method=Method(openness=0.3))
    assert rows(graph)[1] == pytest.approx([0.15, 0.85])


@pytest.mark.parametrize("own", [0.0, 0.5, 0.999999, float(np.nextafter(1, 0))])
def test_rows_sum_to_one_for_any_openness(own: float) -> None:
    people = [person(name, openness=own) for name in "abc"]
    graph = power(people, influence=[moves("a", "b"), moves("b", "a", 0.9), moves("b", "c"), moves("c", "a", 0.1)])
    assert rows(graph).sum(axis=1) == pytest.approx(np.ones(3), abs=1e-6)
    assert (rows(graph) >= 0).all()


def test_decision_influence_of_a_vote_and_of_who_moves_the_voter() -> None:
    found = analyse(power(["mover", "voter"], influence=[moves("mover", "voter")], stages=[stage({"voter": 1}, 1)]))
    assert found.electorate.basis == "votes"
    assert found.deciders.decision_influence == pytest.approx({"mover": 0.3, "voter": 0.7})
    (part,) = found.deciders.explanation["mover"]
    assert (part.stage, part.voter, part.share) == ("s1", "voter", pytest.approx(0.3))


def test_stages_count_by_their_weight_and_a_missing_one_as_one() -> None:
    stages = [stage({"a": 1}, 1), stage({"b": 1}, 1, name="s2", order=2, weight=3.0)]
    found = analyse(power("ab", stages=stages, attitudes=[thinks("a", "SUPPORT_EXCLUSIVE")]))
    assert found.deciders.decision_influence == pytest.approx({"a": 0.25, "b": 0.75})
    standing = found.standing["us"]
    assert (standing.point, standing.low, standing.high) == pytest.approx((0.25, -0.6, 1.0))
    assert (standing.stages["s2"].low, standing.stages["s2"].high) == pytest.approx((-1, 1))


def test_without_votes_the_best_rank_present_decides() -> None:
    found = analyse(power([person("a", 3), person("b", 3), person("c", 5)], stages=[]))
    assert found.electorate.basis == "rank"
    assert found.deciders.decision_influence == {"a": 0.5, "b": 0.5, "c": 0.0}
    assert [part.stage for part in found.deciders.explanation["a"]] == ["rank"]
    assert found.standing["us"].stages == {}


def reached(found: Analysis, name: str) -> float:
    """The share of a score that its explanation names."""
    return sum(part.share for part in found.deciders.explanation[name]) / found.deciders.decision_influence[name]


def test_explanations_reach_nine_tenths_also_where_every_part_is_small() -> None:
    voters = [f"p{i:04}" for i in range(600)]
    votes = stage(dict.fromkeys(voters, 1), 301)
    influence = [moves("adviser", voter, 0.8) for voter in voters]
    found = analyse(power(["adviser", *voters], influence=influence, stages=[votes]))
    assert found.deciders.decision_influence["adviser"] == pytest.approx(0.48)
    parts = found.deciders.explanation["adviser"]
    assert len(parts) == 541  # 540 are nine tenths but for rounding
    assert all(part.voter in voters and part.share < 0.001 for part in parts)
    assert all(0.9 <= reached(found, name) <= 1 + 1e-9 for name in found.power.ids)


def test_small_parts_beyond_what_can_be_listed_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision_makers, "MOST_PARTS", 100)
    voters = [f"p{i:04}" for i in range(600)]
    influence = [moves("adviser", voter, 0.8) for voter in voters]
    found = analyse(power(["adviser", *voters], influence=influence, stages=[stage(dict.fromkeys(voters, 1), 301)]))
    *singly, together = found.deciders.explanation["adviser"]
    assert (len(singly), together.voter, together.voters) == (50, None, 550)
    assert reached(found, "adviser") == pytest.approx(1)


def test_how_the_parts_are_computed_changes_nothing(jiangyuan: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision_makers, "MOST_ENTRIES", 10)
    again = analyse(jiangyuan.found.power).deciders
    assert again.through_others == pytest.approx(jiangyuan.found.deciders.through_others)
    for name, parts in jiangyuan.found.deciders.explanation.items():
        assert [(part.stage, part.voter) for part in again.explanation[name]] == [
            (part.stage, part.voter) for part in parts
        ]


def test_margin_needs_us_and_a_competitor() -> None:
    attitudes = [
        thinks("a", "ACCEPT"),
        thinks("a", "OPPOSE", "rival"),
        thinks("b", "ACCEPT"),
        thinks("c", "ACCEPT", "rival"),
    ]
    assert analyse(power("abcd", attitudes=attitudes)).deciders.margin == {"a": 1.25, "b": None, "c": None, "d": None}


def test_information_value_is_the_width_it_causes() -> None:
    found = analyse(power("ab", attitudes=[thinks("a", "ACCEPT")]))
    assert found.deciders.information_value == pytest.approx({"a": 0.2, "b": 1.0})  # confidence 3 leaves a width of 0.4
    standing = found.standing["us"]
    assert standing.high - standing.low == pytest.approx(1.2)


def test_hidden_influencers() -> None:
    people = [person("boss", 1), person("near", 3), person("low", 4), person("outside", 2)]
    influence = [moves(name, "boss", 1.0) for name in ("near", "low", "outside")]
    graph = power(people, influence=influence, reporting=[reports("near", "boss"), reports("low", "boss")])
    influence_of = analyse(graph).deciders.decision_influence
    assert influence_of["near"] == influence_of["low"]
    assert analyse(graph).deciders.hidden == ("outside", "low")
    much = graph.method.model_copy(update={"hidden_through_others": 0.5})
    again = power(people, influence=influence, reporting=[reports("near", "boss"), reports("low", "boss")], method=much)
    assert analyse(again).deciders.hidden == ()


def test_staff_without_a_line_make_nobody_a_hidden_influencer() -> None:
    people = [person("boss", 1), person("adviser", 5), person("clerk", 6)]
    influence = [moves("adviser", "boss", 0.6), moves("clerk", "boss", 0.02)]
    staff = [person(f"z{i:03}") for i in range(175)]
    few, many = (analyse(power(list(held), influence=influence)) for held in (people, [*people, *staff]))
    assert few.deciders.hidden == many.deciders.hidden == ("adviser",)
    assert all(many.deciders.class_of[one.id] == few.deciders.class_of[one.id] for one in people)


def test_the_own_vote_alone_hides_nobody() -> None:
    found = analyse(power([person("a", 5), person("b", 5)], stages=[stage({"a": 1, "b": 1}, 2)]))
    assert found.deciders.through_others == {"a": 0.0, "b": 0.0}
    assert found.deciders.hidden == ()


def flips(
    votes: dict[str, int], quota: int, attitudes: dict[str, str], veto: Iterable[str] = ()
) -> tuple[FlipSet, ...] | None:
    held = stage(votes, quota, veto=veto)
    people = sorted({*votes, *veto})
    graph = power(people, stages=[held], attitudes=[thinks(*attitude) for attitude in attitudes.items()])
    return minimum_flip_sets(graph, held)


def test_flip_sets_prefer_few_people_then_few_steps_then_ids() -> None:
    votes = {"a": 1, "b": 1, "c": 1, "d": 1}
    assert flips(votes, 2, {"a": "FAVORABLE", "b": "OPPOSE", "c": "ACCEPT", "d": "ACCEPT"}) == (
        FlipSet(people=("c",), steps=1),
        FlipSet(people=("d",), steps=1),
        FlipSet(people=("b",), steps=3),
    )
    assert flips({"a": 3, "b": 1, "c": 1, "d": 1}, 3, {"b": "ACCEPT", "c": "ACCEPT", "d": "ACCEPT"}) == (
        FlipSet(people=("a",), steps=3),
    )


def test_a_stage_already_won_needs_nobody() -> None:
    assert flips({"a": 1, "b": 1}, 1, {"a": "VALUED"}) == (FlipSet(people=(), steps=0),)


def test_the_four_level_scale_counts_as_the_level_below() -> None:
    assert flips({"a": 1}, 1, {"a": "ACCEPTANCE"}) == (FlipSet(people=("a",), steps=1),)
    assert flips({"a": 1}, 1, {"a": "THREAT"}) == (FlipSet(people=("a",), steps=3),)


def test_a_veto_holder_opposed_is_in_every_set() -> None:
    assert flips({"a": 1, "b": 1}, 1, {"a": "FAVORABLE", "v": "OPPOSE"}, ["v"]) == (FlipSet(people=("v",), steps=3),)
    assert flips({"a": 1, "b": 2}, 2, {"a": "OPPOSE", "b": "OPPOSE"}, ["a"]) == (FlipSet(people=("a", "b"), steps=6),)
    assert flips({"a": 2, "b": 1}, 2, {"a": "OPPOSE"}, ["a"]) == (FlipSet(people=("a",), steps=3),)
    assert flips({"a": 1}, 1, {"a": "FAVORABLE"}, ["unknown"]) == (FlipSet(people=(), steps=0),)


def test_at_most_twenty_sets_and_twenty_voters() -> None:
    votes = {f"v{i:02}": 1 for i in range(20)}
    started = time.process_time()
    found = flips(votes, 10, {})
    assert time.process_time() - started < at_most(work=0.2)
    assert len(found) == 20
    assert found[0] == FlipSet(people=tuple(f"v{i:02}" for i in range(10)), steps=30)
    assert found[1].people == (*(f"v{i:02}" for i in range(9)), "v10")
    assert flips(votes | {"v20": 1}, 10, {}) is None


def test_roles_are_distinct_and_hold_the_veto() -> None:
    graph = power("ab", stages=[stage({"a": 1}, 1, veto=["b"]), stage({}, None, name="s2", order=2, veto=["b"])])
    assert roles(graph) == {"a": (), "b": ("VETO_HOLDER",)}
