"""Coverage by department: whom we met, plainly and by decision influence."""

from __future__ import annotations

from collections.abc import Iterator

from app.power_map.schemas import DepartmentView
from app.report.blocks import Cell, Section, Table, Text
from app.report.cells import column, count, share
from app.report.view import ReportView, percent
from app.texts import report as words

_INDENT = "　"


def coverage(view: ReportView) -> Section:
    """Departments as a tree, each with who was met and how many support us."""
    title = view.say(words.SECTIONS["coverage"])
    met = view.say(words.COVERED).format(
        plain=percent(view.map.coverage.plain), weighted=percent(view.map.coverage.weighted)
    )
    if not view.map.departments:
        return Section("coverage", title, (Text(met), Text(view.say(words.NO_DEPARTMENTS))))
    columns = (
        column(view, "department", 40, room="narrow"),
        column(view, "people", 10, "number"),
        column(view, "plain", 25, "share", "narrow"),
        column(view, "weighted", 25, "share", "narrow"),
        *((column(view, "supporters", 12, "number"),) if view.shows_attitudes else ()),
    )
    rows = tuple(_row(view, unit, depth) for unit, depth in _tree(view))
    return Section("coverage", title, (Text(met), Table(columns, rows, charted=True)))


def _row(view: ReportView, unit: DepartmentView, depth: int) -> tuple[Cell, ...]:
    name = view.department(unit.id)
    return (
        Cell(_INDENT * depth + name, value=name, strong=depth == 0),
        count(unit.people),
        share(unit.coverage_plain),
        share(unit.coverage_weighted),
        *((count(unit.supporters),) if view.shows_attitudes else ()),
    )


def _tree(view: ReportView) -> Iterator[tuple[DepartmentView, int]]:
    """Every department after the one above it, with its depth."""
    below: dict[str | None, list[DepartmentView]] = {}
    for unit in view.map.departments:
        below.setdefault(unit.parent_id if unit.parent_id in view.unit_of else None, []).append(unit)
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        yield unit, depth
        waiting += [(part, depth + 1) for part in reversed(below.get(unit.id, []))]
