"""What the customer is measured by: how far it is, what we offer for it, and where we offer nothing."""

import json
from datetime import date
from typing import Any

import pytest

from graph.analysis.goals import GoalView, goals_of, measured_by
from graph.analysis.pipeline import analyse
from graph.power_graph import PowerGraph
from tests.documents import from_bytes

Json = dict[str, Any]
BASE: Json = {
    "format": "powermap-account/1",
    "account": {"id": "a", "name": "A"},
    "vendor": {"id": "us", "name": "Us"},
    "departments": [{"id": "D", "name": "D"}],
    "people": [{"id": "head", "name": "H", "rank": 1}, {"id": "p", "name": "P", "rank": 3, "department_id": "D"}],
    "team": [{"id": "m", "name": "M"}],
    "opportunities": [{"id": "o", "name": "O"}],
}


def power(*goals: Json, **lists: Any) -> PowerGraph:
    named = [{"id": f"g{i}", "name": "G"} | goal for i, goal in enumerate(goals)]
    return PowerGraph.of(from_bytes(json.dumps(BASE | {"goals": named} | lists).encode()), as_of=date(2026, 6, 30))


def view(goal: Json, **lists: Any) -> GoalView:
    return goals_of(power(goal, **lists))[0]


@pytest.mark.parametrize(
    ("values", "trend", "improving", "reached"),
    [
        ({"wanted": 60, "actual": 22, "before": 15}, 7, True, False),
        ({"wanted": 30, "actual": 28, "before": 58}, -30, True, True),
        ({"wanted": 30, "actual": 61, "before": 58}, 3, False, False),
        ({"wanted": 30, "actual": 47}, None, None, None),
        ({"wanted": 30, "actual": 30}, None, None, True),
        ({"actual": 2, "before": 1}, 1, None, None),
        ({}, None, None, None),
    ],
)
def test_better_is_towards_what_is_wanted(
    values: Json, trend: float | None, improving: bool | None, reached: bool | None
) -> None:
    goal = view(values)
    assert (goal.trend, goal.improving, goal.reached) == (trend, improving, reached)


def test_a_rejected_find_and_a_cancelled_activity_serve_nothing() -> None:
    find = {"opportunity_id": "o", "goals": ["g0"]}
    decided = {"selection": "REJECTED", "selected_by": "m", "selected_on": "2026-05-01"}
    do = {"id": "x", "name": "X", "due_on": "2026-07-01", "goals": ["g0"]}
    assert view({}, sandbox=[find]).issues == []
    assert view({}, activities=[do]).activities == ["x"]
    assert view({}, sandbox=[find | decided], activities=[do | {"status": "CANCELLED"}]).issues == ["NOBODY_SERVES"]


def test_goals_reach_who_answers_for_them_in_every_step() -> None:
    graph = power({"person": "p"}, {"department_id": "D", "function": "SALES"}, {})
    goals = goals_of(graph)
    assert [goal.id for goal in measured_by(graph, goals, "p")] == ["g0", "g1"]
    assert [goal.id for goal in measured_by(graph, goals, "head")] == ["g2"]
    analysis = analyse(graph)
    about = {(gap.kind, gap.subject): gap.facts["goals"] for gap in analysis.gaps if "GOAL" in gap.kind}
    assert about == {
        ("GOAL_UNSERVED", "p"): ["g0"],
        ("GOAL_UNSERVED", "D"): ["g1"],
        ("JOINT_GOAL_UNMEASURED", "D"): ["g1"],
        ("GOAL_UNSERVED", "head"): ["g2"],
    }
    steps = {(gap.kind, gap.subject): step for gap, step in zip(analysis.gaps, analysis.next_steps, strict=True)}
    assert steps["GOAL_UNSERVED", "p"].action == "SERVE_GOAL"
    assert [goal.id for goal in steps["UNKNOWN_ATTITUDE", "p"].measured_by] == ["g0", "g1"]
