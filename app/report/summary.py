"""The first page: what a review wants to know before it turns the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.report.actions import first_table, gaps_by_subject
from app.report.blocks import Beside, Block, Heading, Section, Table, Text, Tile, Tiles
from app.report.cells import intervals, verdict_tile, word
from app.report.chain import least_likely, likelihood
from app.report.key_people import groups, people_table
from app.report.standing import leads
from app.report.view import ReportView, number, percent
from app.texts import report as words
from app.texts.codes import STAGE_KINDS
from graph.analysis.standing import StageStanding

_PEOPLE: Final = 8
_STEPS: Final = 6
_GAPS: Final = 7


def summary(view: ReportView) -> Section:
    """Verdict, standing, coverage, who decides, what to do first, on one page however long the names are."""
    title = view.say(words.SECTIONS["summary"])
    if not view.map.people:
        return Section("summary", title, (Text(view.say(words.NO_PEOPLE)),))
    tiles = Tiles(tuple(summary_tiles(view)))
    deciders = (*_under(view, "deciders", people_table(view), _PEOPLE), *groups(view))
    if not view.shows_attitudes:
        return Section("summary", title, (tiles, *deciders), one_page=True)
    left = (*_standing(view), *_under(view, "first", first_table(view), _STEPS))
    right = (*deciders, *_under(view, "top_gaps", gaps_by_subject(view), _GAPS))
    return Section("summary", title, (tiles, Beside(left, right)), one_page=True)


def summary_tiles(view: ReportView) -> Iterator[Tile]:
    """Verdict, money, chance, standing, coverage, people, gaps."""
    if view.pack is not None:
        yield verdict_tile(view, view.pack.review)
        yield from _deal(view)
    ours = view.map.standing.get(view.map.vendor or "")
    if ours is not None:
        yield Tile(view.say(words.TILES["standing"]), number(ours.point), _ends(view, ours))
    if view.pack is not None:
        margin = number(view.pack.competitors[-1].margin)
        yield Tile(view.say(words.TILES["margin"]), margin, view.say(words.OVER_BEST))
    yield Tile(view.say(words.TILES["plain"]), percent(view.map.coverage.plain))
    yield Tile(view.say(words.TILES["weighted"]), percent(view.map.coverage.weighted))
    yield Tile(view.say(words.TILES["people"]), str(len(view.map.people)))
    if view.shows_attitudes:
        critical = sum(gap.severity == "CRITICAL" for gap in view.map.gaps)
        total = view.say(words.OF_GAPS).format(count=len(view.map.gaps))
        yield Tile(view.say(words.TILES["gaps"]), str(critical), total)
    else:
        yield Tile(view.say(words.TILES["departments"]), str(len(view.map.departments)))


def _deal(view: ReportView) -> Iterator[Tile]:
    """What is at stake, when it is decided, and how likely we carry the open stage where that is least likely."""
    deal = next(one for one in view.document.opportunities if one.id == view.map.opportunity)
    if deal.amount is not None:
        amount = f"{deal.amount:,.0f} {deal.currency or ''}".strip()
        decided = deal.decided_on.isoformat() if deal.decided_on else ""
        yield Tile(view.say(words.TILES["amount"]), amount, decided)
    if stage := least_likely(view):
        chance = stage.chance[view.map.vendor or ""].point
        yield Tile(view.say(words.TILES["chance"]), likelihood(view, chance), word(view, STAGE_KINDS, stage.kind))


def _ends(view: ReportView, interval: StageStanding) -> str:
    return view.say(words.UNSURE).format(low=number(interval.low), high=number(interval.high))


def _standing(view: ReportView) -> Iterator[Block]:
    if view.map.standing:
        yield Heading(view.say(words.SECTIONS["standing"]))
        yield intervals(view, view.map.standing, view.say(words.RANGE_NOTE))
        yield from leads(view)


def _under(view: ReportView, heading: str, table: Table, rows: int) -> Iterator[Block]:
    """The first rows of a table under a heading."""
    if table.rows:
        yield Heading(view.say(words.HEADINGS[heading]))
        yield from first_rows(view, table.fitting("narrow"), rows)


def first_rows(view: ReportView, table: Table, rows: int) -> Iterator[Block]:
    """The first rows of a table, and how many more there are."""
    if not table.rows:
        return
    yield replace(table, rows=table.rows[:rows])
    if len(table.rows) > rows:
        yield Text(view.say(words.MORE).format(count=len(table.rows) - rows), quiet=True)
