"""A map around somebody, of a part or of a department: who is shown, what is hidden, and that no number moves."""

import json
from functools import cache

import pytest

from app.power_map.focus import Focus, people_in, restrict
from app.power_map.schemas import PowerMap
from app.power_map.view import power_map
from app.question.analysis_query import DEFAULT_LAYERS
from app.sample import OPPORTUNITY, SAMPLE, STORY_DATE
from graph.analysis.pipeline import Analysis, analyse
from graph.errors import NotFound
from graph.method import Method
from graph.power_graph import PowerGraph, tiny
from tests.documents import from_bytes


@cache
def sample() -> tuple[Analysis, PowerMap]:
    data = {name: part for name, part in json.loads(SAMPLE).items() if name != "snapshots"}
    power = PowerGraph.of(
        from_bytes(json.dumps(data).encode()),
        as_of=STORY_DATE,
        opportunity=OPPORTUNITY,
        method=Method(stability_draws=1),
    )
    analysis = analyse(power)
    return analysis, power_map(analysis, DEFAULT_LAYERS)


@pytest.mark.parametrize(
    ("focus", "people"),
    [
        (Focus("P14", 0), {"P14"}),
        (Focus("P14", 1), {"P14", "P13"}),
        (Focus(role="COACH"), {"P13"}),
        (Focus(role="VETO_HOLDER", department="IT"), {"P20"}),
        (Focus("P14", 1, department="OM", role="COACH"), {"P13"}),
    ],
)
def test_who_is_shown(focus: Focus, people: set[str]) -> None:
    analysis, whole = sample()
    shown = restrict(whole, people_in(analysis, focus))
    assert {person.id for person in shown.people} == people
    assert {end for edge in shown.edges for end in (edge.source, edge.target)} <= people
    assert shown.hidden is not None
    assert shown.hidden.people == len(whole.people) - len(people) == sum(shown.hidden.departments.values())
    assert shown.hidden.edges == len(whole.edges) - len(shown.edges)
    assert [person for person in whole.people if person.id in people] == shown.people
    assert (shown.standing, shown.coverage) == (whole.standing, whole.coverage)


def test_a_department_shows_those_within_it_and_nobody_unknown_is_asked_for() -> None:
    analysis, _ = sample()
    assert people_in(analysis, Focus(department="OM")) == {"P12", "P13", "P14", "P15"}
    for focus in (Focus("nobody"), Focus(department="nowhere")):
        with pytest.raises(NotFound):
            people_in(analysis, focus)


def test_a_large_map_is_bounded_unless_the_whole_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.power_map.focus.MOST_PEOPLE", 2)
    analysis = analyse(tiny("a->b 0.9, b=>c, d", ranks={"c": 1}))
    assert people_in(analysis, Focus()) == set(analysis.deciders.order[:2])
    assert len(people_in(analysis, Focus(whole=True))) == len(analysis.power.ids)
