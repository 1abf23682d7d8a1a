"""One slide a department, or more: its people with their reporting lines, and what is missing there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.map.map_view import Card, Line, MapView
from app.power_map.advice import GapView
from app.report import palette
from app.report.actions import by_subject
from app.report.cells import gap_kind, joined
from app.report.view import percent
from app.slides.cards import explained, full_card, legend
from app.slides.deck import BELOW, MARGIN, ROOM, SMALL, Deck, Page, paged
from app.slides.executive_map import Point, crosses, meet, site
from app.slides.shapes import Row, Shape, fitted, height_of, one_line
from app.texts import exports as words
from app.texts import report as pack_words
from app.texts import slides
from app.texts.codes import CONTACT_LEVELS, SEVERITIES
from graph.layout.layout import Box

MOST_DEPARTMENTS: Final = 30
_CARD: Final = (148.0, 70.0)
_GAP: Final = (14.0, 20.0)
_SCALES: Final = (1.3, 1.15, 1.0)
_REACH: Final = 2.5  # card widths to the side; a flatter line can hardly be told from its neighbours
_MOST_GAP: Final = 44.0
_PANEL: Final = 240.0
_TOP: Final = 21.0  # of the room, for the line of facts
_DOWN = (2, 0)  # sites at manager and report: who reports stands below


@dataclass(frozen=True, slots=True)
class Grid:
    """Cards in rows: how many across and down, and how large."""

    across: int
    down: int
    scale: float

    @property
    def cards(self) -> int:
        """How many fit a page."""
        return self.across * self.down


def departments(deck: Deck) -> None:
    """The departments with people, those with most decision influence if there are many, in the order of the map."""
    view = deck.view
    cards_of: dict[str, list[Card]] = defaultdict(list)
    for card in view.cards:
        cards_of[card.department_id or ""].append(card)
    weights = {unit: sum(card.share for card in cards) for unit, cards in cards_of.items()}
    kept = sorted(cards_of, key=lambda unit: (-weights[unit], unit))[:MOST_DEPARTMENTS]
    order = [unit.id for unit in view.map.departments] + [""]
    dropped = ""
    if len(kept) < len(cards_of):
        dropped = view.say(slides.SOME_PAGES).format(shown=len(kept), all=len(cards_of))
    for unit in sorted(kept, key=order.index):
        _department(deck, unit, cards_of[unit], dropped)


def _department(deck: Deck, unit: str, cards: list[Card], dropped: str) -> None:
    view = deck.view
    gaps = _gaps(view, unit, cards)
    narrow, wide = (_grid(len(cards), ROOM.w - room) for room in (_PANEL + 16, 0.0))
    panel = view.shows_attitudes and -(-len(cards) // narrow.cards) <= -(-len(cards) // wide.cards)
    grid = narrow if panel else wide
    managers = {line.source: line for line in view.lines if line.kind == "SOLID"}
    rows = _rows(cards, managers, grid)
    pages = [rows[i : i + grid.down] for i in range(0, len(rows), grid.down)]
    for number, shown in enumerate(pages, 1):
        title = paged(view, cards[0].department, number, len(pages))
        page = deck.page(title, *(card.sentence for row in shown for card in row))
        facts = _facts(view, unit, dropped)
        page.draw(Shape("facts", Box(MARGIN, ROOM.y, ROOM.w, 12), (fitted(Row(facts, 10), ROOM.w, 12),)))
        room = Box(ROOM.x, ROOM.y + _TOP, ROOM.w - (_PANEL + 16 if panel else 0), BELOW.y - ROOM.y - _TOP - 8)
        above = _people(page, view, _placed(shown, grid, room), managers, grid.scale)
        if panel:
            _missing(page, view, gaps, Box(ROOM.x + ROOM.w - _PANEL, room.y, _PANEL, room.h))
        page.put(*legend(explained(view, ("SOLID",) if managers else (), above=above), BELOW, page.new_id))


def _grid(people: int, wide: float) -> Grid:
    """The largest cards that all fit the page, or the smallest allowed."""
    high = BELOW.y - ROOM.y - _TOP - 8
    grids = []
    for scale in _SCALES:
        across = int((wide + _GAP[0]) / (_CARD[0] * scale + _GAP[0]))
        down = int((high + _GAP[1]) / (_CARD[1] * scale + _GAP[1]))
        grids.append(Grid(across, down, scale))
    return next((grid for grid in grids if grid.cards >= people), grids[-1])


def _rows(cards: Sequence[Card], managers: Mapping[str, Line], grid: Grid) -> list[list[Card]]:
    """Managers above reports, never beside them; close together where a row for each level would take more pages."""
    card_of = {card.id: card for card in cards}
    level: dict[str, int] = {}
    order: list[str] = []
    reports: dict[str, list[str]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: (card.rank, -card.share, card.id)):
        line = managers.get(card.id)
        if line is not None and line.target in card_of:
            reports[line.target].append(card.id)
        else:
            order.append(card.id)
            level[card.id] = 0
    for person in order:  # grows while it runs: breadth first
        for report in reports[person]:
            level[report] = level[person] + 1
            order.append(report)
    by_level: dict[int, list[Card]] = defaultdict(list)
    for person in order:
        by_level[level[person]].append(card_of[person])
    rows = [row[i : i + grid.across] for _, row in sorted(by_level.items()) for i in range(0, len(row), grid.across)]
    dense = _close([card_of[person] for person in order], managers, grid.across)
    return rows if -(-len(rows) // grid.down) <= -(-len(dense) // grid.down) else dense


def _close(cards: Sequence[Card], managers: Mapping[str, Line], across: int) -> list[list[Card]]:
    """Rows as full as they get without anybody beside somebody above them; `cards` has managers before reports."""
    rows: list[list[Card]] = []
    for card in cards:
        if not rows or len(rows[-1]) == across or {one.id for one in rows[-1]} & superiors(card.id, managers):
            rows.append([])
        rows[-1].append(card)
    return rows


def superiors(person: str, managers: Mapping[str, Line]) -> set[str]:
    """The manager, the manager's manager and so on."""
    above: set[str] = set()
    while (line := managers.get(person)) is not None and line.target not in above:
        person = line.target
        above.add(person)
    return above


def _placed(rows: Sequence[Sequence[Card]], grid: Grid, room: Box) -> list[tuple[Card, Box]]:
    """Each row in the middle, rows from the top."""
    w, h = _CARD[0] * grid.scale, _CARD[1] * grid.scale
    gap = min((room.h - len(rows) * h) / max(len(rows) - 1, 1), _MOST_GAP)
    placed = []
    for i, row in enumerate(rows):
        left = room.x + (room.w - len(row) * (w + _GAP[0]) + _GAP[0]) / 2
        placed += [(card, Box(left + j * (w + _GAP[0]), room.y + i * (h + gap), w, h)) for j, card in enumerate(row)]
    return placed


def _people(
    page: Page, view: MapView, placed: Sequence[tuple[Card, Box]], managers: Mapping[str, Line], scale: float
) -> bool:
    """Cards, and the reporting lines that run free; a card whose line does not, names the manager. Whether any does."""
    boxes = {card.id: box for card, box in placed}
    ways = _ways(boxes, managers)
    frames = {}
    drawings = []
    for card, box in placed:
        line = managers.get(card.id)
        above = f"↑ {view.name(line.target)}" if line and card.id not in ways else ""
        contact = view.say(CONTACT_LEVELS[card.contact])
        owner = view.person_of[card.id].coverage.owner
        met = f"{contact} · {view.member(owner)}" if owner else contact
        drawn = full_card(
            card, box, [text for text in (card.title, above, card.roles, met) if text], scale, page.new_id
        )
        drawings.append(drawn.xml)
        frames[card.id] = drawn.frame
    page.put(*drawings)
    for person in (one for one in frames if one in ways):
        line = managers[person]
        name = f"line:{line.source}-{line.target}"
        page.glue((frames[line.target], frames[person]), _DOWN, name, line.sentence, line.stroke, arrow=False)
    return any(card.id in managers and card.id not in ways for card, _ in placed)


def _ways(boxes: Mapping[str, Box], managers: Mapping[str, Line]) -> set[str]:
    """The reports to whom a straight line from the manager is short, meets no card and crosses no other."""
    ways: set[str] = set()
    drawn: list[tuple[Point, Point]] = []
    for person in boxes:
        line = managers.get(person)
        if line is None or line.target not in boxes:
            continue
        ends = (site(boxes[line.target], _DOWN[0]), site(boxes[person], _DOWN[1]))
        near = abs(ends[0][0] - ends[1][0]) <= _REACH * boxes[person].w
        free = near and not any(crosses(*ends, box) for box in boxes.values())
        if free and not any(meet(ends, way) for way in drawn):
            ways.add(person)
            drawn.append(ends)
    return ways


def _facts(view: MapView, unit: str, dropped: str) -> str:
    unit_facts = view.unit_of.get(unit)
    if unit_facts is None:
        return dropped
    covered = view.say(words.COVERED).format(
        plain=percent(unit_facts.coverage_plain), weighted=percent(unit_facts.coverage_weighted)
    )
    facts = [view.say(slides.PEOPLE_COUNT).format(count=unit_facts.people), covered]
    if view.shows_attitudes:
        facts.append(view.say(slides.SUPPORTERS).format(count=unit_facts.supporters))
    return "   |   ".join([*facts, *([dropped] if dropped else [])])


def _gaps(view: MapView, unit: str, cards: Sequence[Card]) -> list[GapView]:
    people = {card.id for card in cards}
    return [gap for gap in view.map.gaps if gap.person in people or (unit and gap.department == unit)]


def _missing(page: Page, view: MapView, gaps: Sequence[GapView], box: Box) -> None:
    """What is missing at whom in the department, with the next step, as far as it fits."""
    room = box.w - 16
    rows = [Row(view.say(slides.MISSING_HERE), 11, bold=True)]
    rest = box.h - 16 - height_of(rows[0], room)
    if not gaps:
        rows.append(Row(view.say(pack_words.NO_GAPS), SMALL, palette.QUIET))
    groups = by_subject(gaps)
    for i, (gap, *others) in enumerate(groups):
        about = f"{view.name(gap.person)}: " if gap.person else ""
        kinds = joined(view, (gap_kind(view, one.kind) for one in (gap, *others)))
        severity = f"{pack_words.SEVERITY_SIGNS[gap.severity]} {view.say(SEVERITIES[gap.severity])}"
        step = view.say((gap.next_step.text_en, gap.next_step.text_zh))
        lacking = [
            Row("", 4),
            Row(
                f"{severity} · {about}{kinds}",
                SMALL,
                palette.SEVERITIES[gap.severity].ink,
                bold=True,
            ),
            Row(step, SMALL),
        ]
        more = Row(view.say(pack_words.MORE).format(count=len(groups) - i), SMALL, palette.QUIET)
        needs = sum(height_of(row, room) for row in lacking)
        if needs + height_of(more, room) > rest:
            rows.append(one_line(more, room))
            break
        rest -= needs
        rows += lacking
    page.draw(Shape("gaps", box, tuple(rows), palette.BOX, insets=(8, 7, 8)))
