"""The drawn slides of everybody: the executive map, and the whole organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from app.map.edge_routing import reporting_wire
from app.map.map_view import MapView, Unit
from app.report import palette
from app.report.palette import Stroke, Tint
from app.report.view import percent
from app.slides import executive_map
from app.slides.cards import explained, full_card, legend, small_card
from app.slides.deck import BELOW, MARGIN, PALE, ROOM, SMALL, Deck, Page, nothing
from app.slides.executive_map import Route
from app.slides.shapes import Row, Shape, fitted, one_line, polyline, shape
from app.texts import report as pack_words
from app.texts import slides
from graph.layout.layout import HEADER_HEIGHT, Box

_LEAST_NAME: Final = 3.0  # points; names smaller than this on the whole organisation are no help
_NAME_UNITS: Final = 25.0  # size of a name on a small card, in map units
_TILE, _TILE_GAP = (140.0, 62.0), 10.0


def executive(deck: Deck) -> None:
    """Those that matter, with the influence among them."""
    view = deck.view
    shown = executive_map.chosen(view)
    page = deck.page(view.say(slides.EXECUTIVE), _facts(view), *(card.sentence for card in shown))
    page.draw(Shape("facts", Box(MARGIN, ROOM.y, ROOM.w, 12), (fitted(Row(_facts(view), 10), ROOM.w, 12),)))
    if not shown:
        nothing(page, view.say(pack_words.NO_PEOPLE))
        return
    among = executive_map.pulls(view, shown)
    room = Box(ROOM.x, ROOM.y + 30, ROOM.w, BELOW.y - ROOM.y - 38)
    managers = {line.source: line.target for line in view.lines if line.kind == "SOLID"}
    boxes = executive_map.placed(shown, among, room, managers)
    routes = executive_map.routed(boxes, among) if view.framing.influence != "none" else ()
    if among or len(shown) < len(view.cards):
        facts = view.say(slides.SHOWN_LINES).format(
            people=len(shown), total=len(view.cards), shown=len(routes), all=len(among)
        )
        note = fitted(Row(facts, SMALL, palette.QUIET), ROOM.w, 12)
        page.draw(Shape("note", Box(MARGIN, ROOM.y + 13, ROOM.w, 12), (note,)))
    frames = {}
    for card in shown:
        details = (card.title, card.department, card.roles)
        drawn = full_card(card, boxes[card.id], details, 1.0, page.new_id)
        page.put(drawn.xml)
        frames[card.id] = drawn.frame
    _influence(page, routes, frames)
    kinds = ("INFLUENCES",) if routes else ()
    page.put(*legend(explained(view, kinds), BELOW, page.new_id))


def _influence(page: Page, routes: Iterable[Route], frames: Mapping[str, int]) -> None:
    """Glued lines, and each one's strength on top of it."""
    stroke = palette.STROKES["INFLUENCES"]
    all_routes = list(routes)
    for route in all_routes:
        pull = route.pull
        ends = (frames[pull.source], frames[pull.target])
        width = 0.8 + 1.6 * pull.strength
        name = f"line:{pull.source}-{pull.target}"
        page.glue(ends, (route.start, route.end), name, pull.sentence, Stroke(stroke.colour, width), arrow=True)
    for route in all_routes:
        row = Row(f"{route.pull.strength:.2f}", SMALL, stroke.colour, align="ctr")
        page.draw(Shape("strength", route.label, (row,), PALE, sentence=route.pull.sentence, anchor="ctr"))


def _facts(view: MapView) -> str:
    return "   |   ".join(view.facts)


# -- the whole organisation -------------------------------------------------------------------------------------------


def organisation(deck: Deck) -> None:
    """Everybody where the map has them; departments as tiles where the cards would be too small to read."""
    view = deck.view
    room = Box(ROOM.x, ROOM.y, ROOM.w, BELOW.y - ROOM.y - 6)
    page = deck.page(view.say(slides.ORGANISATION))
    if not view.cards and not view.units:
        nothing(page, view.say(pack_words.NO_PEOPLE))
        return
    scale = min(room.w / view.layout.width, room.h / view.layout.height, 1.0)
    if scale * _NAME_UNITS < _LEAST_NAME:
        _tiles(page, view)
        return
    left = room.x + (room.w - view.layout.width * scale) / 2

    def at(box: Box) -> Box:
        return Box(left + box.x * scale, room.y + box.y * scale, box.w * scale, box.h * scale)

    parts = []
    for unit in sorted(view.units, key=lambda unit: unit.depth):
        parts += _department(unit, at(unit.box), scale, page)
    wires = [line for line in view.lines if line.kind == "SOLID" and not line.tagged]
    for line in wires:
        wire = reporting_wire(view.card_of[line.target].box, view.card_of[line.source].box)
        points = [(left + x * scale, room.y + y * scale) for x, y in wire.points]
        stroke = Stroke(line.stroke.colour, max(line.stroke.width * scale, 0.3))
        parts.append(polyline(f"line:{line.source}-{line.target}", points, stroke, line.sentence, page.new_id))
    parts += [small_card(card, at(card.box), scale, page.new_id) for card in view.cards]
    page.put(*parts)
    page.put(*legend(explained(view, ("SOLID",) if wires else ()), BELOW, page.new_id))


def _department(unit: Unit, box: Box, scale: float, page: Page) -> list[str]:
    """A department's box under the band with its name and coverage."""
    high = HEADER_HEIGHT * scale
    band = Box(box.x, box.y, box.w, high)
    note = 46 * scale if unit.note else 0.0
    name = fitted(Row(unit.name, 14 * scale, palette.BOX.ink, bold=True), box.w - 16 * scale - note, high * 0.92)
    heading = f"{unit.name} {unit.note}".strip()
    parts = [
        shape(Shape(f"department:{unit.id}", box, (), palette.BOX, sentence=heading, line_width=0.6), page.new_id),
        shape(Shape("band", band, (name,), Tint(palette.HEADER, "", ""), insets=(8 * scale, 0, note + 8 * scale),
                    anchor="ctr"), page.new_id),
    ]  # fmt: skip
    if unit.note:
        row = Row(unit.note, 11 * scale, palette.QUIET, align="r")
        place = Box(box.x + box.w - note - 8 * scale, box.y, note, high)
        parts.append(shape(Shape("coverage", place, (row,), anchor="ctr"), page.new_id))
    return parts


def _tiles(page: Page, view: MapView) -> None:
    """Departments as tiles of one size, the largest first."""
    units = sorted(view.map.departments, key=lambda unit: (-unit.people, unit.id))
    across = int((ROOM.w + _TILE_GAP) / (_TILE[0] + _TILE_GAP))
    down = int((ROOM.h - 20 + _TILE_GAP) / (_TILE[1] + _TILE_GAP))
    shown = units[: across * down]
    facts = [view.say(slides.TILES).format(people=len(view.cards))]
    if len(shown) < len(units):
        facts.append(view.say(slides.SOME_TILES).format(shown=len(shown), all=len(units)))
    row = fitted(Row(" ".join(facts), 10, palette.QUIET), ROOM.w, 14)
    page.draw(Shape("note", Box(ROOM.x, ROOM.y, ROOM.w, 14), (row,)))
    names = {unit.id: unit.name for unit in view.units}
    for i, unit in enumerate(shown):
        x = ROOM.x + (i % across) * (_TILE[0] + _TILE_GAP)
        y = ROOM.y + 20 + (i // across) * (_TILE[1] + _TILE_GAP)
        covered = f"{percent(unit.coverage_plain)} / {percent(unit.coverage_weighted)}"
        rows = (
            fitted(Row(names.get(unit.id, unit.name), 12, palette.BOX.ink, bold=True), _TILE[0] - 12, 29),
            Row(view.say(slides.PEOPLE_COUNT).format(count=unit.people), 10),
            one_line(
                Row(f"{view.say(pack_words.SECTIONS['coverage'])} {covered}", SMALL, palette.QUIET), _TILE[0] - 12
            ),
        )
        page.draw(Shape(f"department:{unit.id}", Box(x, y, *_TILE), rows, palette.BOX, insets=(6, 5, 6)))
