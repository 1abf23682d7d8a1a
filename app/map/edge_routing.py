"""Which way the lines of the map run between cards: pure geometry in map units, y downwards."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph.layout.blocks import COLUMN_GAP, INDENT, LEVEL_GAP, Box

Point = tuple[float, float]
_NEAR: Final = 1.0
_BEND: Final = 0.16  # of the length, sideways: enough to tell two opposite lines apart
_STEPS: Final = 24
_LABEL_ROOM: Final = 7.0


@dataclass(frozen=True, slots=True)
class Wire:
    """A line's way: an open polygon (`control` None) or a quadratic curve from the first point to the last.

    `label` is where a short text is not under a card; None where there is no such place.
    """

    points: tuple[Point, ...]
    control: Point | None = None
    label: Point | None = None


def middle(box: Box) -> Point:
    """The centre of a box."""
    return box.x + box.w / 2, box.y + box.h / 2


def reporting_wire(manager: Box, report: Box) -> Wire:
    """From a manager down to a report, along the gaps that the layout keeps for it where the two stand in one tree.

    >>> reporting_wire(Box(0, 0, 176, 74), Box(18, 86, 176, 74)).points
    ((9.0, 74), (9.0, 123.0), (18, 123.0))
    """
    bottom = manager.y + manager.h
    centre, side = manager.x + manager.w / 2, report.y + report.h / 2
    if abs(report.x - manager.x - INDENT) < _NEAR and report.y > bottom:
        trunk = manager.x + INDENT / 2
        return Wire(((trunk, bottom), (trunk, side), (report.x, side)))
    level = bottom + LEVEL_GAP / 2
    if abs(report.y - bottom - LEVEL_GAP) < _NEAR:
        top = report.x + report.w / 2
        if abs(top - centre) < _NEAR:
            return Wire(((centre, bottom), (centre, report.y)))
        return Wire(((centre, bottom), (centre, level), (top, level), (top, report.y)))
    if report.y > bottom:
        gap = report.x - COLUMN_GAP / 2
        return Wire(((centre, bottom), (centre, level), (gap, level), (gap, side), (report.x, side)))
    return Wire((_border(manager, middle(report)), _border(report, middle(manager))))


def curved_wire(source: Box, target: Box, cards: Iterable[Box]) -> Wire:
    """From border to border in a slight bow to the left of its direction; its label where no card hides it."""
    (ax, ay), (bx, by) = middle(source), middle(target)
    control = ((ax + bx) / 2 + (by - ay) * _BEND, (ay + by) / 2 - (bx - ax) * _BEND)
    start, end = _border(source, control), _border(target, control)
    return Wire((start, end), control, _label(start, control, end, tuple(cards)))


def straight_wire(source: Box, target: Box, cards: Iterable[Box]) -> Wire:
    """From border to border; for ties, which have no direction."""
    start, end = _border(source, middle(target)), _border(target, middle(source))
    half = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return Wire((start, end), None, _label(start, half, end, tuple(cards)))


def at(start: Point, control: Point, end: Point, t: float) -> Point:
    """The point of a quadratic curve at t, 0 to 1."""
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]


def _border(box: Box, toward: Point) -> Point:
    """Where the line from the centre of a box to a point leaves it."""
    x, y = middle(box)
    dx, dy = toward[0] - x, toward[1] - y
    reach = max(abs(dx) / (box.w / 2), abs(dy) / (box.h / 2))
    if reach < 1e-9:  # noqa: PLR2004 - one card on the other has no direction
        return x, box.y
    return x + dx / reach, y + dy / reach


def _label(start: Point, control: Point, end: Point, cards: Sequence[Box]) -> Point | None:
    """The free point nearest to the middle of the curve."""
    length = math.dist(start, end)
    near = [card for card in cards if math.dist(middle(card), at(start, control, end, 0.5)) < length + card.w]
    for step in sorted(range(2, _STEPS - 1), key=lambda step: abs(step - _STEPS / 2)):
        x, y = at(start, control, end, step / _STEPS)
        if not any(
            card.x - 2 * _LABEL_ROOM <= x <= card.x + card.w + 2 * _LABEL_ROOM
            and card.y - _LABEL_ROOM <= y <= card.y + card.h + _LABEL_ROOM
            for card in near
        ):
            return x, y
    return None
