"""Where the bidders stand: over all stages and at each."""

from __future__ import annotations

from app.report.blocks import Cell, Section, Table
from app.report.cells import column, intervals, score, stage_name
from app.report.view import ReportView
from app.texts import report as words
from graph.analysis.standing import StageStanding


def standing(view: ReportView) -> Section:
    """Every party's standing with its interval, then the figures by stage."""
    title = view.say(words.SECTIONS["standing"])
    drawn = intervals(view, view.map.standing, view.say(words.RANGE_NOTE))
    return Section("standing", title, (drawn, _figures(view)))


def _figures(view: ReportView) -> Table:
    columns = (
        column(view, "party", 24, room="narrow"),
        column(view, "stage", 20, room="narrow"),
        column(view, "point", 12, "number", "narrow"),
        column(view, "low", 12, "number"),
        column(view, "high", 12, "number"),
    )
    of_parties = view.map.standing.items()
    rows = [_row(view, party, "", whole) for party, whole in of_parties]
    for stage in view.stages:
        staged = ((party, whole.stages.get(stage.id)) for party, whole in of_parties)
        rows += [_row(view, party, stage_name(view, stage.id), part) for party, part in staged if part is not None]
    return Table(columns, tuple(rows))


def _row(view: ReportView, party: str, stage: str, interval: StageStanding) -> tuple[Cell, ...]:
    return (
        Cell(view.party(party), strong=not stage),
        Cell(stage or view.say(words.ALL_STAGES)),
        score(interval.point),
        score(interval.low),
        score(interval.high),
    )
