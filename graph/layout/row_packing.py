"""Boxes packed into rows of about the same width, as lines of text are: in order, each row as low as it can be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from graph.layout.blocks import CARD_HEIGHT, CARD_WIDTH, Block, Part, Shapes, distinct, narrowest

BOX_GAP: Final = 24.0  # between boxes; room for lines that lead from one to another
WIDTH_STEP: Final = 1.08  # row widths tried are powers of this: the same ones before and after somebody joins
HEIGHT_STEP: Final = 1.02  # finer steps cost time and show no difference
WIDEN: Final = 1.3  # a box is stretched to this at most to make the rows of one width
LOWER: Final = 1.25  # a box may stand below another if it is not wider than this much of it
TALLER: Final = 1.7  # what stands beside the head's box may be this much taller, rather than go to the bottom
SIDEWAYS: Final = CARD_HEIGHT  # what it costs, in height, to have a department in one row with one it reports to
LOWEST: Final = 6.0  # proportions tried, width to height
TALLEST: Final = 0.25


@dataclass(frozen=True, slots=True)
class Item:
    """Something to pack: its shapes, and the places of the items whose people its people report to."""

    shapes: Shapes
    above: frozenset[int] = frozenset()


def packed(lead: Shapes, beside: Sequence[Shapes], rest: Sequence[Item]) -> Shapes:
    """`lead` on top in the middle, with what may stand `beside` it, the rest in rows below, in every useful proportion."""
    if not beside and not rest:
        return lead
    smallest = [min(shape.w * shape.h for shape in shapes) for shapes in (lead, *beside, *(i.shapes for i in rest))]
    return distinct(_arranged(lead, beside, rest, width) for width in _widths(sum(smallest)))


def _widths(area: float) -> Iterator[float]:
    first = math.floor(math.log(max(CARD_WIDTH, math.sqrt(area * TALLEST)), WIDTH_STEP))
    last = math.ceil(math.log(math.sqrt(area * LOWEST), WIDTH_STEP))
    for power in range(first, max(first, last) + 1):
        yield WIDTH_STEP**power


def _arranged(lead: Shapes, beside: Sequence[Shapes], rest: Sequence[Item], width: float) -> Block:
    top = next((shape for shape in lead if shape.w <= width), lead[-1])
    first = _Row(top.h)
    first.add(top)
    late: list[Item] = []
    for shapes in beside:
        tries = (narrowest(shapes, top.h), narrowest(shapes, top.h * TALLER))
        block = next(
            (candidate for candidate in tries if candidate.h <= top.h * TALLER and first.room_for(candidate, width)),
            None,
        )
        if block is None:
            late.append(Item(shapes))
        else:
            first.add(block)
    return _page([first, *_rows([*rest, *late], width)])


# -- rows -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """Columns of boxes side by side, most of one box; `limit` is how high boxes may be where they can be lower."""

    limit: float
    columns: list[list[Block]] = field(default_factory=list)
    wide: list[float] = field(default_factory=list)
    tall: list[float] = field(default_factory=list)
    width: float = -BOX_GAP
    height: float = 0.0

    @property
    def gaps(self) -> float:
        return BOX_GAP * (len(self.columns) - 1)

    def room_for(self, block: Block, width: float) -> bool:
        return self.width + BOX_GAP + block.w <= width

    def add(self, block: Block) -> None:
        """A box in a column of its own."""
        self.columns.append([block])
        self.wide.append(block.w)
        self.tall.append(block.h)
        self.width += BOX_GAP + block.w
        self.height = max(self.height, block.h)

    def put(self, item: Item) -> None:
        """A box at its narrowest for this row; a small one goes below the one before it if there is room."""
        if self.columns:
            room = self.limit - self.tall[-1] - BOX_GAP
            lower = narrowest(item.shapes, room)
            if lower.h <= room and lower.w <= LOWER * self.wide[-1]:
                self.columns[-1].append(lower)
                self.width += max(0.0, lower.w - self.wide[-1])
                self.wide[-1] = max(self.wide[-1], lower.w)
                self.tall[-1] += BOX_GAP + lower.h
                self.height = max(self.height, self.tall[-1])
                return
        self.add(narrowest(item.shapes, self.limit))


def _row(items: Sequence[Item], limit: float) -> _Row:
    row = _Row(limit)
    for item in items:
        row.put(item)
    return row


def _rows(items: Sequence[Item], width: float) -> list[_Row]:
    """The items in rows: of all ways to break the sequence the best (as Knuth and Plass 1981, doi:10.1002/spe.4380111102)."""
    limits = _limits(items)
    cost = [0.0] + [math.inf] * len(items)
    came = [(0, 0.0)] * (len(items) + 1)
    for start in range(len(items)):
        place = sideways = 0
        row = _Row(limits[0])
        for end in range(start + 1, len(items) + 1):
            sideways += any(start <= above < end for above in items[end - 1].above)
            row.put(items[end - 1])
            while row.width > width and place < len(limits) - 1:
                place += 1
                row = _row(items[start:end], limits[place])
            if row.width > width and end > start + 1:
                break
            total = cost[start] + _cost(row, width) + sideways * SIDEWAYS
            if total < cost[end]:
                cost[end], came[end] = total, (start, limits[place])
    rows, end = [], len(items)
    while end:
        start, limit = came[end]
        rows.append(_row(items[start:end], limit))
        end = start
    return rows[::-1]


def _limits(items: Sequence[Item]) -> list[float]:
    """Heights of rows to try, none within HEIGHT_STEP of another."""
    kept: list[float] = []
    for height in sorted({shape.h for item in items for shape in item.shapes}):
        if not kept or height >= HEIGHT_STEP * kept[-1]:
            kept.append(height)
    return kept


def _cost(row: _Row, width: float) -> float:
    """The height of a row, and once more for the part of it that stays empty although its boxes are stretched."""
    return (row.height + BOX_GAP) * (1 + max(0.0, 1 - WIDEN * row.width / width))


# -- the page ---------------------------------------------------------------------------------------------------------


def _page(rows: Sequence[_Row]) -> Block:
    """The rows below each other; all but the first stretched to one width where that is not far; in the middle."""
    width = max(row.width for row in rows)
    parts, y = [], 0.0
    for place, row in enumerate(rows):
        stretch = min(WIDEN, (width - row.gaps) / (row.width - row.gaps)) if place else 1.0
        x = (width - row.gaps - stretch * (row.width - row.gaps)) / 2
        for column, wide in zip(row.columns, row.wide, strict=True):
            parts += [Part(x, y + inner.y, inner.block) for inner in _filled(column, wide * stretch, row.height)]
            x += wide * stretch + BOX_GAP
        y += row.height + BOX_GAP
    return Block(width, y - BOX_GAP, tuple(parts))


def _filled(column: Sequence[Block], width: float, height: float) -> Iterator[Part]:
    """The boxes of a column below each other, all of one width, the last one down to the bottom; contents in the middle."""
    y = 0.0
    for place, block in enumerate(column):
        tall = height - y if place == len(column) - 1 else block.h
        aside = (width - block.w) / 2
        inner = tuple(Part(part.x + aside, part.y, part.block) for part in block.parts)
        yield Part(0.0, y, replace(block, w=width, h=tall, parts=inner))
        y += tall + BOX_GAP
