"""How the map is built: its status, whom it would fall apart without, its groups with their votes, and what departments lack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.report import palette
from app.report.blocks import Block, Cell, Heading, Section, Table, Text, Together
from app.report.cells import column, count, joined, names, person_cell, score, share, stage_name, word
from app.report.view import ReportView
from app.texts import relationship_sheet as sheet
from app.texts import report as words
from app.texts.exports import NO_DEPARTMENT
from graph.analysis.structure import Structure

_SHOWN: Final = 8


def structure(view: ReportView, built: Structure) -> Section:
    """The status with its rule over the people a group falls apart without, the groups, and the departments' lacks."""
    blocks: list[Block] = [Text(view.say(sheet.STATUSES[built.status]))]
    for heading, table in (
        ("cut_points", _cut_points(view, built)),
        ("communities", _communities(view, built)),
        ("lacks", _departments(view, built)),
    ):
        if table.rows:
            blocks.append(Together((Heading(view.say(words.HEADINGS[heading])), table)))
    return Section("structure", view.say(words.SECTIONS["structure"]), tuple(blocks))


def _cut_points(view: ReportView, built: Structure) -> Table:
    columns = (column(view, "person", 40, "person", "narrow"), column(view, "cut_off", 40, "share", "narrow"))
    rows = tuple((person_cell(view, person), share(cut)) for person, cut in built.cut_points.items())
    return Table(columns, rows, printed=_SHOWN)


def _communities(view: ReportView, built: Structure) -> Table:
    columns = (
        column(view, "group", 60, room="narrow"),
        column(view, "influence", 24, "share", "narrow"),
        column(view, "blocs", 34),
        column(view, "attitude", 14, "number", "narrow"),
    )
    rows = tuple(
        (
            Cell(names(view, group.people)),
            share(group.decision_influence),
            Cell(joined(view, (f"{stage_name(view, stage)} {votes}" for stage, votes in group.votes.items())) or "—"),
            score(group.attitude),
        )
        for group in built.communities
    )
    return Table(columns, rows, printed=_SHOWN)


def _departments(view: ReportView, built: Structure) -> Table:
    columns = (
        column(view, "department", 40, room="narrow"),
        column(view, "people", 10, "number", "narrow"),
        column(view, "gap", 60, room="narrow"),
    )
    return Table(columns, tuple(_rows(view, built)), printed=_SHOWN)


def _rows(view: ReportView, built: Structure) -> Iterator[tuple[Cell, ...]]:
    for unit, lacks in built.missing.items():
        people = sum(built.grid.get(unit, {}).values())
        yield (
            Cell(view.department(unit) or view.say(NO_DEPARTMENT), strong=True),
            count(people),
            Cell(joined(view, (word(view, sheet.LACKS, lack) for lack in lacks)), tint=palette.VERDICTS["CONDITIONAL"]),
        )
