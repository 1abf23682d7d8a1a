"""Measures of the relationship work: the process counted, the result measured, the value assessed."""

from __future__ import annotations

from collections.abc import Sequence

from app.report.blocks import Beside, Block, Cell, Heading, Section, Table, Text
from app.report.cells import column, count, gap_kind, joined, mark, score
from app.report.view import ReportView, number, percent
from app.texts import plan_report
from app.texts import report as words
from app.texts.measures import DEFINITIONS
from graph.analysis.measures import Measure, MeasuresView


def measures(view: ReportView, measured: MeasuresView) -> Section:
    """Three groups of measures, each against our own past, and whose work it was."""
    blocks: list[Block] = []
    if measured.baseline:
        blocks.append(Text(view.say(words.AGAINST).format(name=measured.baseline), quiet=True))
    process, result, value = (
        (Heading(view.say(words.HEADINGS[name])), _group(view, group, compared=measured.baseline is not None))
        for name, group in (("process", measured.process), ("results", measured.result), ("values", measured.value))
    )
    blocks.append(Beside((*process, *value), (*result, *_owners(view, measured), *_warnings(view, measured))))
    return Section("measures", view.say(words.SECTIONS["measures"]), tuple(blocks))


def _group(view: ReportView, group: Sequence[Measure], *, compared: bool) -> Table:
    columns = (
        column(view, "measure", 54, room="narrow"),
        column(view, "value", 16, "number", "narrow"),
        column(view, "declared", 15, "number", "sheet"),
        *((column(view, "before", 15, "number"), column(view, "change", 15, "number", "narrow")) if compared else ()),
    )
    return Table(columns, tuple(_row(view, one)[: len(columns)] for one in group))


def _row(view: ReportView, one: Measure) -> tuple[Cell, ...]:
    def figure(value: float | None) -> Cell:
        if one.unit == "share":
            return Cell(percent(value), value=value)
        if one.unit == "mark":
            return mark(value)
        return score(value) if one.unit == "score" else count(value)

    digits = 0 if one.unit in {"count", "steps"} else 2
    change = Cell(number(one.change, digits), value=one.change)
    return (
        Cell(view.say(DEFINITIONS[one.id])),
        figure(one.value),
        Cell(percent(one.self_declared), value=one.self_declared),
        figure(one.baseline),
        change,
    )


def _owners(view: ReportView, measured: MeasuresView) -> tuple[Block, ...]:
    if not measured.by_owner:
        return ()
    columns = (
        column(view, "owner", 30, room="narrow"),
        column(view, "done", 14, "number", "narrow"),
        column(view, "open", 14, "number", "narrow"),
        column(view, "overdue", 14, "number", "narrow"),
        column(view, "quality", 14, "number"),
        column(view, "effect", 14, "number"),
    )
    rows = tuple(
        (
            Cell(view.member(one.owner), strong=True),
            *(count(value) for value in (one.done, one.open, one.overdue)),
            *(mark(value) for value in (one.quality, one.effect)),
        )
        for one in measured.by_owner
    )
    return Heading(view.say(words.HEADINGS["owners"])), Table(columns, rows)


def _warnings(view: ReportView, measured: MeasuresView) -> tuple[Block, ...]:
    """Which warnings of earlier snapshots came true, and how long before."""
    record = measured.warnings
    if not record.kinds:
        return ()
    columns = (
        column(view, "gap", 52, room="narrow"),
        column(view, "raised", 16, "number", "narrow"),
        column(view, "hits", 16, "number", "narrow"),
        column(view, "lead", 16, "number", "narrow"),
    )
    rows = tuple(
        (Cell(gap_kind(view, one.kind)), count(one.raised), count(one.hits), count(one.lead_days))
        for one in record.kinds
    )
    blocks: list[Block] = [Heading(view.say(plan_report.WARNINGS)), Table(columns, rows)]
    if record.unforetold:
        named = joined(view, map(view.name, record.unforetold))
        blocks.append(Text(view.say(plan_report.UNFORETOLD).format(names=named), quiet=True))
    return tuple(blocks)
