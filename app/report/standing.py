"""Where the bidders stand: over all stages and at each."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.blocks import Cell, Section, Table, Text
from app.report.cells import column, intervals, score, stage_name
from app.report.view import ReportView, number, percent
from app.texts import report as words
from graph.analysis.standing import StageStanding, Standing


def standing(view: ReportView) -> Section:
    """Every party's standing with its interval, then the figures by stage."""
    title = view.say(words.SECTIONS["standing"])
    drawn = intervals(view, view.map.standing, view.say(words.RANGE_NOTE))
    return Section("standing", title, (drawn, *leads(view), _figures(view)))


def leads(view: ReportView) -> Iterator[Text]:
    """In how many redraws we are ahead; nothing without a competitor."""
    ours = view.map.standing.get(view.map.vendor or "")
    if ours is not None and ours.leads is not None:
        yield Text(view.say(words.LEADS).format(share=percent(ours.leads), draws=view.map.method.stability_draws))


def _figures(view: ReportView) -> Table:
    columns = (
        column(view, "party", 20, room="narrow"),
        column(view, "stage", 20, room="narrow"),
        column(view, "point", 14, "number", "narrow"),
        column(view, "low", 10, "number"),
        column(view, "high", 10, "number"),
        column(view, "stated", 12, "number"),
        column(view, "likely", 20),
    )
    of_parties = view.map.standing.items()
    rows = [_row(view, party, "", whole) for party, whole in of_parties]
    for stage in view.stages:
        staged = ((party, whole.stages.get(stage.id)) for party, whole in of_parties)
        rows += [_row(view, party, stage_name(view, stage.id), part) for party, part in staged if part is not None]
    return Table(columns, tuple(rows))


def _row(view: ReportView, party: str, stage: str, at: StageStanding) -> tuple[Cell, ...]:
    likely = [number(end) for end in at.likely] if isinstance(at, Standing) else []
    return (
        Cell(view.party(party), strong=not stage),
        Cell(stage or view.say(words.ALL_STAGES)),
        score(at.point),
        score(at.low),
        score(at.high),
        score(at.stated),
        Cell(view.say(words.ENDS).format(low=likely[0], high=likely[1]) if likely else "—"),
    )
