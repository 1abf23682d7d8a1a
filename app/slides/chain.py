"""The slides of the decision chain: the stages in order, who votes with which power, who may veto, what wins them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from app.map import palette
from app.map.map_view import MapView, number, percent
from app.map.palette import Tint
from app.slides.deck import ROOM, SMALL, Deck, Page, nothing, paged
from app.slides.shapes import Row, Shape, fitted, height_of
from app.texts import review_pack as words
from app.texts import slides
from app.texts.codes import ROLES, STAGE_KINDS
from graph.analysis.decision_chain import StageView
from graph.layout.layout import Box

_SIZE: Final = 11.0
_SETS: Final = 5  # the cheapest; more choices help nobody decide
_STAGES_A_PAGE: Final = 5
_SIZES: Final = (11.0, 10.0, 9.0)
_HEAD, _GAP, _INSET = 30.0, 8.0, 8.0


def chain(deck: Deck) -> None:
    """The stages of the opportunity; none without one."""
    view = deck.view
    if view.map.opportunity is None:
        return
    title = view.say(words.SECTIONS["chain"])
    stages = sorted(view.map.stages, key=lambda stage: (stage.order, stage.id))
    pages = [stages[i : i + _STAGES_A_PAGE] for i in range(0, len(stages), _STAGES_A_PAGE)] or [[]]
    for i, held in enumerate(pages, 1):
        page = deck.page(paged(view, title, i, len(pages)))
        if held:
            _columns(page, [_rows(view, stage) for stage in held])
        else:
            nothing(page, view.say(words.NO_STAGES))


def _columns(page: Page, stages: Sequence[tuple[str, list[Row]]]) -> None:
    """A column a stage, in the largest text in which all of them fit."""
    wide = (ROOM.w - _GAP * (len(stages) - 1)) / len(stages)
    room = Box(ROOM.x, ROOM.y + _HEAD + _GAP, wide - 2 * _INSET, ROOM.h - _HEAD - _GAP - 2 * _INSET)
    for size in _SIZES:
        columns = [_spaced(rows, size) for _, rows in stages]
        highs = [_high(rows, room.w) for rows in columns]
        if max(highs) <= room.h:
            break
    columns = [_cut(rows, room.w, room.h) for rows in columns]
    high = min(max(highs), room.h) + 2 * _INSET
    for i, ((heading, _), rows) in enumerate(zip(stages, columns, strict=True)):
        x = ROOM.x + i * (wide + _GAP)
        tint = Tint(palette.HEADER, palette.BOX.line, palette.BOX.ink)
        name = fitted(Row(heading, 13, tint.ink, bold=True), wide - 26, _HEAD - 2)
        page.draw(
            Shape("stage", Box(x, ROOM.y, wide, _HEAD), (name,), tint, "homePlate", insets=(8, 0, 16), anchor="ctr"),
            Shape(
                "stage details", Box(x, room.y, wide, high), tuple(rows), palette.BOX, insets=(_INSET, _INSET, _INSET)
            ),
        )


def _spaced(rows: Sequence[Row], size: float) -> list[Row]:
    """The rows at a size, a little apart where a part begins."""
    found: list[Row] = []
    for row in rows:
        if row.bold and found:
            found.append(Row("", size / 2))
        found.append(replace(row, size=size))
    return found


def _high(rows: Sequence[Row], room: float) -> float:
    return sum(height_of(row, room) for row in rows)


def _cut(rows: list[Row], room: float, high: float) -> list[Row]:
    """The rows as far as they fit; how many do not is said."""
    if _high(rows, room) <= high:
        return rows
    kept = list(rows)
    more = Row("", SMALL, palette.QUIET)
    while kept and _high([*kept, more], room) > high:
        kept.pop()
    lost = sum(bool(row.text) for row in rows) - sum(bool(row.text) for row in kept)
    return [*kept, replace(more, text=f"… +{lost}")]


def _rows(view: MapView, stage: StageView) -> tuple[str, list[Row]]:
    """The heading of a stage, and its rows; a bold row begins a part."""
    kind = view.say(STAGE_KINDS[stage.kind])
    heading = view.say(words.STAGE_NAME).format(order=stage.order, kind=kind)
    parts = (_vote, _veto, _standing, _flips, _others)
    return heading, [row for part in parts for row in part(view, stage)]


def _vote(view: MapView, stage: StageView) -> Iterator[Row]:
    if not stage.votes:
        yield Row(view.say(slides.WITHOUT_VOTE), _SIZE, palette.QUIET)
        return
    votes = sum(vote.weight for vote in stage.votes)
    quota = view.say(words.QUOTA_OF).format(quota=stage.quota if stage.quota is not None else "—", all=votes)
    yield Row(quota, _SIZE, bold=True)
    yield Row(view.say(slides.VOTERS), _SIZE, bold=True)
    power = stage.voting_power
    for vote in sorted(stage.votes, key=lambda vote: (-power.get(vote.person, 0.0), vote.person)):
        held = view.card_of.get(vote.person)
        sign = f"  {held.sign}" if held and held.sign else ""
        yield Row(f"{view.name(vote.person)}: {vote.weight}, {percent(power.get(vote.person))}{sign}", _SIZE)


def _veto(view: MapView, stage: StageView) -> Iterator[Row]:
    if stage.veto:
        people = view.say(words.SEPARATOR).join(view.name(person) for person in stage.veto)
        yield Row("▣ " + view.say(words.VETOES).format(people=people), _SIZE, palette.SEVERITIES["CRITICAL"].ink)


def _standing(view: MapView, stage: StageView) -> Iterator[Row]:
    known = [(party, held.stages[stage.id]) for party, held in view.map.standing.items() if stage.id in held.stages]
    if known:
        yield Row(view.say(words.HEADINGS["stage_standing"]), _SIZE, bold=True)
    for party, held in known:
        told = view.say(words.RANGE).format(point=number(held.point), low=number(held.low), high=number(held.high))
        yield Row(f"{view.party(party)} {told}", _SIZE)


def _flips(view: MapView, stage: StageView) -> Iterator[Row]:
    if not view.shows_attitudes or not stage.votes:
        return
    yield Row(view.say(slides.CLIMB), _SIZE, bold=True)
    sets = stage.minimum_flip_sets
    if sets is None:
        yield Row(view.say(words.TOO_MANY), _SIZE)
    elif not sets:
        yield Row(view.say(words.NO_FLIP_SET), _SIZE)
    for held in (sets or [])[:_SETS]:
        if not held.people:
            yield Row(view.say(words.WON), _SIZE)
            continue
        names = " + ".join(view.name(person) for person in held.people)
        yield Row(f"{names} ({held.steps})", _SIZE)
    if len(sets or []) > _SETS:
        yield Row(view.say(words.MORE).format(count=len(sets or []) - _SETS), _SIZE, palette.QUIET)


def _others(view: MapView, stage: StageView) -> Iterator[Row]:
    """Who plays which part, part by part."""
    by_role: dict[str, list[str]] = defaultdict(list)
    for held in stage.participants:
        by_role[held.role].append(view.name(held.person))
    if by_role:
        yield Row(view.say(words.COLUMNS["participants"]), _SIZE, bold=True)
    for role, names in by_role.items():
        said = view.say(words.SEPARATOR).join(names)
        yield Row(f"{view.say(ROLES[role])}{view.say(words.COLON)}{said}", _SIZE, palette.QUIET)
