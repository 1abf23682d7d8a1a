"""Blocks: what the layout of the power map is built of, from single cards to the whole, each placed within the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

CARD_WIDTH: Final = 176.0  # a name of eight Chinese or sixteen Latin characters a line, and the sign of the attitude
CARD_HEIGHT: Final = 74.0  # a name in up to two lines, the title, a line of signs
INDENT: Final = 18.0  # reports listed under their manager stand this far right of it; the line runs down between
COLUMN_GAP: Final = 20.0  # between cards side by side; a line to a stacked card runs down in its middle
STACK_GAP: Final = 12.0  # between cards below each other in a list
LEVEL_GAP: Final = 26.0  # between a manager and reports that stand side by side; their common line runs in its middle


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in map units: (x, y) is its upper left corner, y grows downwards."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle that holds others. A card has its `person`, the box of a department its `department`.

    `lead` is how far right of its left edge its leading card stands: that of the manager of all in it, or the first.
    """

    w: float
    h: float
    parts: tuple[Part, ...] = ()
    person: str | None = None
    department: str | None = None
    lead: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """A block at its place within another; `aside` is the room to its left that lines to others need."""

    x: float
    y: float
    block: Block
    aside: float = 0.0


Shapes = Sequence[Block]
"""The forms that the same content can take, from low and wide to tall and narrow."""


def card(person: str) -> Block:
    """The card of a person."""
    return Block(CARD_WIDTH, CARD_HEIGHT, person=person)


def in_column(blocks: Sequence[Block], gap: float) -> Block:
    """Blocks below each other, level at the left."""
    parts, y = [], 0.0
    for block in blocks:
        parts.append(Part(0.0, y, block))
        y += block.h + gap
    return Block(max(block.w for block in blocks), y - gap, tuple(parts), lead=blocks[0].lead)


def distinct(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The shapes that none of the others beats in width and height at once, low and wide first."""
    best: list[Block] = []
    for block in sorted(blocks, key=lambda block: (block.h, block.w)):
        if not best or block.w < best[-1].w:
            best.append(block)
    return tuple(best)


def narrowest(shapes: Shapes, height: float) -> Block:
    """The narrowest shape that is at most so high; where none is, the lowest."""
    fitting = bisect_right(shapes, height, key=lambda block: block.h)
    return shapes[max(0, fitting - 1)]


def resolved(block: Block) -> Iterator[Part]:
    """Every card and department box within, at its place within the whole."""
    waiting = [Part(0.0, 0.0, block)]
    while waiting:
        part = waiting.pop()
        if part.block.person is not None or part.block.department is not None:
            yield part
        waiting += [Part(part.x + inner.x, part.y + inner.y, inner.block, inner.aside) for inner in part.block.parts]
