"""The strategic sandbox: opportunities by attractiveness, and which of them the company pursues."""

from __future__ import annotations

from app.report import palette
from app.report.blocks import Cell, Section, Table, Text
from app.report.cells import column, count, word
from app.report.view import ReportView
from app.texts import report as words
from app.texts.codes import HORIZONS
from app.texts.relationship_codes import SELECTIONS, SOURCE_FUNCTIONS
from graph.analysis.sandbox import Ranked, SandboxView

_TINTS = {"SELECTED": "PASS", "PROPOSED": "CONDITIONAL", "REJECTED": "WAIVED", "DEFERRED": "WAIVED"}


def sandbox(view: ReportView, ranked: SandboxView) -> Section:
    """The ranking with horizon, choice and what the plan costs against what was granted."""
    columns = (
        column(view, "order", 5, "number", "narrow"),
        column(view, "opportunity", 34, room="narrow"),
        column(view, "horizon", 12),
        column(view, "attractiveness", 14, "number", "narrow"),
        column(view, "selection", 14, "level", "narrow"),
        column(view, "source", 12),
        column(view, "granted", 14, "number"),
        column(view, "cost", 14, "number"),
    )
    totals = view.say(words.FOUND_AND_SELECTED).format(found=ranked.found, selected=ranked.selected)
    notes = [Text(view.say(words.SANDBOX_WARNINGS[code])) for code in ranked.warnings]
    rows = tuple(_row(view, one) for one in ranked.ranking)
    table = Table(columns, rows, empty=view.say(words.NO_OPPORTUNITIES))
    return Section("sandbox", view.say(words.SECTIONS["sandbox"]), (Text(totals, quiet=True), *notes, table))


def _row(view: ReportView, one: Ranked) -> tuple[Cell, ...]:
    over = view.say(words.OVER_GRANT) if one.over_grant else ""
    return (
        count(one.place),
        Cell(view.called(one), strong=one.opportunity_id == view.map.opportunity),
        Cell(word(view, HORIZONS, one.horizon)),
        Cell(f"{one.attractiveness:.2f}", value=one.attractiveness),
        Cell(word(view, SELECTIONS, one.selection), tint=palette.VERDICTS[_TINTS[one.selection]]),
        Cell(word(view, SOURCE_FUNCTIONS, one.source_function)),
        _amount(one.granted),
        Cell(_amount(one.planned_cost).text, over, value=one.planned_cost),
    )


def _amount(value: float | None) -> Cell:
    return Cell("—" if value is None else f"{value:,.0f}", value=value)
