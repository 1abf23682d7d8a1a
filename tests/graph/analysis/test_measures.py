"""Measures of a span: what belongs to it, and how late work counts."""

from datetime import date

from graph.analysis.measures import Scope, values_of
from graph.analysis.pipeline import analyse
from graph.kinds import Activity
from graph.power_graph import PowerGraph
from tests import documents


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
