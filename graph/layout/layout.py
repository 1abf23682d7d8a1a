"""Where everybody stands on the power map: one layout for the page and for every export.

Each department has its people as a tidy tree in every useful proportion (`tidy_tree`); boxes are packed in rows, each box in the
shape that fits its row (`shelves`); of the pages of all widths the one is taken that shows cards large on a slide. Measured on
14 accounts of 16 to 200 people against other ways to pack the same trees; size is the card's on a 16:9 slide, against ours:

    packing                               size, mean   at 200   width/height   cards a newcomer moves by over 10 %
    rows, every box fitted to its row            100      100      1.25-2.04   0.11
    skyline, boxes in one shape                   93       83      1.25-2.88   0.12
    one row a level of departments                91       84      1.28-1.94   0.14
    first fit into rows of one height             95       98      0.92-2.26   0.18
    shelves, boxes in one shape                   87       78      1.13-2.57   0.11

Somebody who joins moves the median card by 2 to 3 % of the width on average, mostly not at all. Now and then another page becomes
the better one and much moves; departments all alike are the worst, as their rows break all at once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from graph.layout.blocks import CARD_HEIGHT, CARD_WIDTH, Block, Box, Part, Shapes, resolved
from graph.layout.hierarchy import Hierarchy, reports_among
from graph.layout.row_packing import Item, packed
from graph.layout.tidy_tree import shapes_of_forest
from graph.power_graph import PowerGraph

HEADER_HEIGHT: Final = 26.0  # the name of a department in one line
PADDING: Final = 14.0  # between the border of a department and what is in it; lines to the outermost cards run there
TOP: Final = HEADER_HEIGHT + PADDING / 2  # of the first card in a department below its upper border
BEST_PROPORTION: Final = 1.65  # width to height of the room for the map on a 16:9 slide below its title
NEARLY: Final = 1.15  # pages whose slide is at most this much wider than the best one's count as good
FLATTEST: Final = 2.1  # width to height; where no page is within these, the one nearest to the best is taken
STEEPEST: Final = 1.25
USUAL_WIDTH: Final = 260.0  # width of a good page, by the root of the number of people, as measured
USUAL_STEP: Final = 1.2  # usual widths are powers of this, so that one holds while the account grows by two fifths


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes in map units, rounded to 0.1, from (0, 0) to (width, height).

    `people`: everybody's card. `departments`: encloses its cards and the boxes of its child departments, below a band of
    HEADER_HEIGHT for its name.
    """

    people: Mapping[str, Box]
    departments: Mapping[str, Box]
    width: float
    height: float


def lay_out(power: PowerGraph) -> Layout:
    """Departments as boxes, the chief's on top, and in each the solid lines as a tree; all else moves nothing.

    >>> from graph.power_graph import tiny
    >>> lay_out(tiny("b=>a")).people["b"]
    Box(x=18.0, y=86.0, w=176.0, h=74.0)
    """
    whole = _whole(Hierarchy.of(power))
    people, departments = {}, {}
    for part in resolved(whole):
        box = Box(*(abs(round(side, 1)) for side in (part.x, part.y, part.block.w, part.block.h)))  # abs: no -0.0
        if part.block.person is not None:
            people[part.block.person] = box
        elif part.block.department is not None:
            departments[part.block.department] = box
    boxes = (*people.values(), *departments.values())
    return Layout(
        people=MappingProxyType(dict(sorted(people.items()))),
        departments=MappingProxyType(dict(sorted(departments.items()))),
        width=round(max((box.x + box.w for box in boxes), default=0.0), 1),
        height=round(max((box.y + box.h for box in boxes), default=0.0), 1),
    )


# -- departments within departments -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Content:
    """Something to place in a department, or on the page: its own people, or a department within. People in order."""

    shapes: Shapes
    people: tuple[str, ...]
    boxed: bool = True


def _whole(hierarchy: Hierarchy) -> Block:
    """Everything on one page: of all its shapes the one whose cards come out largest on a slide."""
    place = {person: i for i, person in enumerate(hierarchy.order)}
    contents: dict[str | None, list[_Content]] = defaultdict(list)
    for unit, members in hierarchy.members.items():
        shapes = _shapes_of_members(members, hierarchy)
        if unit is None and hierarchy.parent:
            shapes = [_below_header(shape) for shape in shapes]
        contents[unit].append(_Content(shapes, members, boxed=unit is not None))
    for unit in hierarchy.units_upwards:
        within = contents[unit]
        shapes = _shapes_of_unit(within, hierarchy, place) or (Block(CARD_WIDTH, 0.0),)
        boxed = tuple(_boxed(unit, shape) for shape in shapes)
        people = sorted((person for block in within for person in block.people), key=place.__getitem__)
        contents[hierarchy.parent[unit]].append(_Content(boxed, tuple(people)))
    pages = _shapes_of_unit(contents[None], hierarchy, place)
    return _chosen(pages, len(hierarchy.order)) if pages else Block(0.0, 0.0)


def _chosen(pages: Shapes, people: int) -> Block:
    """Of the pages nearly as good as the best the one nearest to the usual width, so that a newcomer rarely changes it."""
    usual = USUAL_STEP ** round(math.log(USUAL_WIDTH * math.sqrt(max(1, people)), USUAL_STEP))
    shaped = [page for page in pages if STEEPEST <= page.w / page.h <= FLATTEST] or [min(pages, key=_misshapen)]
    best = min(_slide_width(page) for page in shaped)
    good = (page for page in shaped if _slide_width(page) <= NEARLY * best)
    return min(good, key=lambda page: abs(math.log(page.w / usual)))


def _misshapen(page: Block) -> float:
    return abs(math.log(page.w / page.h / BEST_PROPORTION))


def _slide_width(page: Block) -> float:
    """The width of the slide of the best proportion that the page fits; the smaller, the larger the cards on it."""
    return max(page.w, page.h * BEST_PROPORTION)


def _shapes_of_members(members: Sequence[str], hierarchy: Hierarchy) -> Shapes:
    own = set(members)
    reports = reports_among(members, hierarchy.manager)
    return shapes_of_forest([person for person in members if hierarchy.manager.get(person) not in own], reports)


def _shapes_of_unit(contents: Sequence[_Content], hierarchy: Hierarchy, place: Mapping[str, int]) -> Shapes:
    """Who comes first on top; beside it who has no line to the same head; then the others."""
    if not contents:
        return ()
    lead, *others = sorted(contents, key=lambda block: place[block.people[0]] if block.people else len(place))
    roots = {hierarchy.root[person] for person in lead.people}
    rest = [
        block for block in others if block.boxed and any(hierarchy.root[person] in roots for person in block.people)
    ]
    beside = [block for block in others if block not in rest]
    holder = {person: i for i, block in enumerate(rest) for person in block.people}
    items = []
    for i, block in enumerate(rest):
        managers = (hierarchy.manager.get(person, "") for person in block.people)
        items.append(Item(block.shapes, frozenset(holder[m] for m in managers if m in holder) - {i}))
    return packed(lead.shapes, [block.shapes for block in beside], items)


def _boxed(unit: str, inner: Block) -> Block:
    parts = (Part(PADDING, TOP, inner),)
    return Block(inner.w + 2 * PADDING, TOP + inner.h + PADDING, parts, department=unit)


def _below_header(inner: Block) -> Block:
    """Cards without a department, on the level of those in the boxes beside them."""
    return Block(inner.w, TOP + inner.h, (Part(0.0, TOP, inner),))


__all__ = ["CARD_HEIGHT", "CARD_WIDTH", "HEADER_HEIGHT", "Box", "Layout", "lay_out"]
