"""The first page: what a review wants to know before it turns the page."""

from __future__ import annotations

from collections.abc import Iterator

from app.map import palette
from app.map.map_view import MapView, number, percent
from app.pack.pages.blocks import HALF, Block, Cell, Heading, Pair, Section, Tile, Tiles, paragraph, table
from app.pack.pages.formatting import (
    attitude,
    column,
    contact,
    gap_kind,
    intervals,
    joined,
    severity,
    share_cell,
    stage_name,
)
from app.power_map.advice import GapView
from app.texts import review_pack as words

_DECIDERS = 8
_FIRST = 6
_TOP_GAPS = 7


def summary(view: MapView) -> Section:
    """Verdict, standing, coverage, who decides, what to do first, on one page however long the names are."""
    title = view.say(words.SECTIONS["summary"])
    if not view.cards:
        return Section(title, (paragraph(view.say(words.NO_PEOPLE)),))
    left: list[Block] = list(_standing(view))
    if view.shows_attitudes:
        left += _first(view)
    right: list[Block] = [*_deciders(view)]
    if view.shows_attitudes and view.map.gaps:
        right += _top_gaps(view)
    blocks: list[Block] = [Tiles(tuple(_tiles(view)))]
    if left:
        blocks.append(Pair(tuple(left), tuple(right)))
    else:
        blocks += right
    return Section(title, tuple(blocks), fitted=True)


def _tiles(view: MapView) -> Iterator[Tile]:
    if view.pack is not None:
        held = view.pack.review
        still = words.OPEN_CHECKS if held.open_checks else words.ALL_PASSED
        yield Tile(
            view.say(words.TILES["verdict"]),
            f"{words.RESULT_SIGNS[held.verdict]} {view.say(words.RESULTS[held.verdict])}",
            view.say(still).format(checks=joined(view, held.open_checks)),
            palette.VERDICTS[held.verdict],
        )
    ours = view.map.standing.get(view.map.vendor or "")
    if ours is not None:
        low, high = number(ours.low), number(ours.high)
        yield Tile(
            view.say(words.TILES["standing"]), number(ours.point), view.say(words.UNSURE).format(low=low, high=high)
        )
    if view.pack is not None:
        yield Tile(view.say(words.TILES["margin"]), number(view.pack.competitors[-1].margin), view.say(words.OVER_BEST))
    yield Tile(view.say(words.TILES["plain"]), percent(view.map.coverage.plain))
    yield Tile(view.say(words.TILES["weighted"]), percent(view.map.coverage.weighted))
    yield Tile(view.say(words.TILES["people"]), str(len(view.cards)))
    if view.shows_attitudes:
        critical = sum(gap.severity == "CRITICAL" for gap in view.map.gaps)
        count = view.say(words.OF_GAPS).format(count=len(view.map.gaps))
        yield Tile(view.say(words.TILES["gaps"]), str(critical), count)
    else:
        yield Tile(view.say(words.TILES["departments"]), str(len(view.map.departments)))


def _standing(view: MapView) -> Iterator[Block]:
    if view.map.standing:
        yield Heading(view.say(words.HEADINGS["standing"]))
        yield intervals(view, view.map.standing)
        yield paragraph(view.say(words.RANGE_NOTE), quiet=True)


def _deciders(view: MapView) -> Iterator[Block]:
    """Those of the five that are confirmed and, marked so, those that are not; then hidden influencers."""
    people = view.person_of
    confirmed, others = view.map.key_decision_makers, view.map.unstable
    five = sorted({*confirmed, *others}, key=lambda held: (-people[held].scores.decision_influence, held))
    shown = [*five, *(held for held in view.map.hidden_influencers if held not in five)][:_DECIDERS]
    largest = max((people[held].scores.decision_influence for held in shown), default=0.0)
    columns = [column(view, "person", 36), column(view, "influence", 26)]
    if view.shows_attitudes:
        columns.append(column(view, "attitude", 36))
    columns.append(column(view, "contact", 20))
    rows = []
    for held in shown:
        card, person = view.card_of[held], people[held]
        remarks = [view.say(words.UNSTABLE)] if held in others else []
        remarks += [view.say(words.HIDDEN)] if person.hidden_influencer else []
        row = [
            Cell(card.name, joined(view, [text for text in (card.title, *remarks) if text]), strong=True),
            share_cell(card.share, largest),
        ]
        if view.shows_attitudes:
            row.append(attitude(view, person, view.map.vendor))
        row.append(contact(view, person, counted=False))
        rows.append(row)
    yield Heading(view.say(words.HEADINGS["deciders"]))
    yield table(columns, rows, room=HALF)


def _first(view: MapView) -> Iterator[Block]:
    if not view.map.do_first:
        return
    yield Heading(view.say(words.HEADINGS["first"]))
    columns = [column(view, "order", 5, right=True), column(view, "person", 24), column(view, "step", 71)]
    rows = [
        [Cell(str(i)), Cell(view.name(held.person), strong=True), Cell(view.say((held.text_en, held.text_zh)))]
        for i, held in enumerate(view.map.do_first[:_FIRST], 1)
    ]
    yield table(columns, rows, room=HALF)


def _top_gaps(view: MapView) -> Iterator[Block]:
    yield Heading(view.say(words.HEADINGS["top_gaps"]))
    columns = [column(view, "severity", 22), column(view, "about", 34), column(view, "gap", 44)]
    rows = [
        [severity(view, gap.severity), Cell(subject(view, gap), strong=True), Cell(gap_kind(view, gap.kind))]
        for gap in view.map.gaps[:_TOP_GAPS]
    ]
    yield table(columns, rows, room=HALF)
    if len(view.map.gaps) > _TOP_GAPS:
        yield paragraph(view.say(words.MORE).format(count=len(view.map.gaps) - _TOP_GAPS), quiet=True)


def subject(view: MapView, gap: GapView) -> str:
    """Whom or what a gap is about."""
    if gap.person:
        return view.name(gap.person)
    if gap.department:
        return view.department(gap.department)
    return stage_name(view, gap.stage) if gap.stage else ""
