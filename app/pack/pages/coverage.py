"""Coverage by department, and every gap with its rule and next step."""

from __future__ import annotations

from collections.abc import Iterator

from app.map.map_view import MapView, percent
from app.pack.pages.blocks import Cell, Section, paragraph, table
from app.pack.pages.formatting import column, gap_kind, severity, share_cell
from app.pack.pages.summary import subject
from app.power_map.schemas import DepartmentView
from app.texts import review_pack as words

_INDENT = "　"


def coverage(view: MapView) -> Section:
    """Departments as a tree, each with who was met and how many support us."""
    title = view.say(words.SECTIONS["coverage"])
    told = paragraph(
        view.say(words.COVERED).format(
            plain=percent(view.map.coverage.plain), weighted=percent(view.map.coverage.weighted)
        )
    )
    if not view.map.departments:
        return Section(title, (told, paragraph(view.say(words.NO_DEPARTMENTS))), fresh=False)
    columns = [
        column(view, "department", 40),
        column(view, "people", 10, right=True),
        column(view, "plain", 25),
        column(view, "weighted", 25),
    ]
    if view.shows_attitudes:
        columns.append(column(view, "supporters", 12, right=True))
    rows = []
    for unit, depth in _tree(view):
        row = [
            Cell(_INDENT * depth + view.department(unit.id), strong=depth == 0),
            Cell(str(unit.people)),
            share_cell(unit.coverage_plain),
            share_cell(unit.coverage_weighted),
        ]
        if view.shows_attitudes:
            row.append(Cell(str(unit.supporters)))
        rows.append(row)
    return Section(title, (told, table(columns, rows)), fresh=view.shows_attitudes)


def _tree(view: MapView) -> Iterator[tuple[DepartmentView, int]]:
    """Every department after the one above it, with its depth."""
    below: dict[str | None, list[DepartmentView]] = {}
    for unit in view.map.departments:
        below.setdefault(unit.parent_id if unit.parent_id in view.unit_of else None, []).append(unit)
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        yield unit, depth
        waiting += [(held, depth + 1) for held in reversed(below.get(unit.id, []))]


def gaps(view: MapView) -> Section:
    """All gaps, most severe first, each with the rule that says so."""
    title = view.say(words.SECTIONS["gaps"])
    if not view.map.gaps:
        return Section(title, (paragraph(view.say(words.NO_GAPS)),), fresh=False)
    columns = [
        column(view, "severity", 18),
        column(view, "about", 18),
        column(view, "influence", 16),
        column(view, "gap", 38),
        column(view, "step", 58),
        column(view, "owner", 13),
    ]
    largest = max(gap.decision_influence for gap in view.map.gaps)
    rows = [
        [
            severity(view, gap.severity),
            Cell(subject(view, gap), strong=True),
            share_cell(gap.decision_influence, largest),
            Cell(gap_kind(view, gap.kind), view.say((gap.rule, gap.rule_zh))),
            Cell(view.say((gap.next_step.text_en, gap.next_step.text_zh))),
            Cell(view.member(gap.next_step.owner)),
        ]
        for gap in view.map.gaps
    ]
    return Section(title, (table(columns, rows),), fresh=False)
