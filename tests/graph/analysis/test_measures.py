"""Measures of a span: what belongs to it, and how late work counts."""

from datetime import date

import pytest

from graph.analysis.measures import Scope, values_of
from graph.analysis.pipeline import analyse
from graph.analysis.relationships import scores_of
from graph.kinds import Activity, Assessment, Interaction
from graph.power_graph import PowerGraph
from tests import documents
from tests.accounts_at_hand import TODAY, met, person, power


def test_late_work_is_overdue_in_its_period_and_done_in_the_next() -> None:
    days = {"early": ("2026-06-01", "2026-05-20"), "late": ("2026-06-15", "2026-07-10"), "next": ("2026-07-20", None)}
    work = [
        {
            "id": name,
            "name": name,
            "due_on": due,
            "done_on": done,
            "status": "DONE" if done else "PLANNED",
            "goals": ["g"],
        }
        for name, (due, done) in days.items()
    ]
    document = documents.small("x", goals=[{"id": "g", "name": "G"}], activities=work)
    found = {}
    for end, scope in (
        (date(2026, 6, 30), Scope(since=date(2026, 1, 1), until=date(2026, 6, 30))),
        (date(2026, 12, 31), Scope(since=date(2026, 7, 1), until=date(2026, 12, 31))),
        (date(2026, 12, 31), Scope()),
    ):
        values = values_of(analyse(PowerGraph.of(document, as_of=end)), scope)
        found[scope] = tuple(values[f"activities_{state}"] for state in ("done", "open", "overdue"))
    assert list(found.values()) == [(1, 1, 1), (1, 1, 1), (2, 1, 1)]


def test_a_scope_is_of_one_project_and_one_owner() -> None:
    made = (
        Activity(id="a", name="a", due_on=date(2026, 1, 1), owner="m", opportunity_id="o"),
        Activity(id="b", name="b", due_on=date(2026, 1, 1), owner="m"),
        Activity(id="c", name="c", due_on=date(2026, 1, 1), opportunity_id="o", status="CANCELLED"),
        Activity(id="d", name="d", due_on=date(2026, 1, 1), opportunity_id="o", assigned_on=date(2026, 3, 1)),
    )
    document = documents.small("x").model_copy(update={"activities": made})
    asked = (Scope("o"), Scope("o", "m"), Scope(None, "m"), Scope(since=date(2026, 1, 2)))
    held = [[one.id for one in scope.activities(document, date(2026, 2, 1))] for scope in asked]
    assert held == [["a"], ["a"], ["a", "b"], []]


def test_attempts_are_measured_apart_from_contacts() -> None:
    mail = Interaction(id="m", on=TODAY, kind="REMOTE_CONTACT", members=("man",), people=("a",))
    visits = [met(["man"], ["a"], two_way=True), met(["dir"], ["b"], 3)]
    values = values_of(analyse(power("ab", interactions=[mail, *visits])), Scope())
    assert (values["contacts"], values["attempts"], values["two_way_share"], values["contact_pairs"]) == (2, 1, 0.5, 2)


@pytest.mark.parametrize(("two_way", "score"), [(None, 0.8 / 3), (False, 0.9 / 3), (True, 1.0 / 3)])
def test_a_visit_never_lowers_a_department(two_way: bool | None, score: float) -> None:
    """field/numbers/13: ten people, satisfaction 80 of 100; then one of them is visited."""
    people = [person(f"p{i}", department="d") for i in range(10)]
    surveyed = Assessment(code="SATISFACTION", assessor="CUSTOMER", department_id="d", value=80, on=TODAY)
    visits = [] if two_way is None else [met(["man"], ["p0"], two_way=two_way)]
    graph = power(people, departments=["d"], assessments=[surveyed], interactions=visits)
    assert scores_of(graph).general == pytest.approx(score)


def test_one_visit_to_one_of_ten_is_no_half_of_a_good_relationship() -> None:
    people = [person(f"p{i}", department="d") for i in range(10)]
    graph = power(people, departments=["d"], interactions=[met(["man"], ["p0"], two_way=True)])
    assert scores_of(graph).general == pytest.approx(0.2 / 3)


def test_an_attempt_is_no_contact_with_a_department_either() -> None:
    mail = Interaction(id="m", on=TODAY, kind="REMOTE_CONTACT", members=("man",), people=("a",))
    graph = power([person("a", department="d")], departments=["d"], interactions=[mail])
    assert scores_of(graph).general == 0
