"""People with a manager among them, drawn as trees: managers above their reports, many reports stacked below each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapreplace
from itertools import count
from typing import Final

from graph.layout.blocks import (
    CARD_HEIGHT,
    CARD_WIDTH,
    COLUMN_GAP,
    INDENT,
    LEVEL_GAP,
    STACK_GAP,
    Block,
    Part,
    Shapes,
    card,
    distinct,
    in_column,
    resolved,
)

DEEPEST: Final = 50  # levels that may spread sideways; below them a tree is listed, so that no chain is too long
GROWTH: Final = 1.2  # beyond ten rows each height tried is this much more than the last: finer steps show no difference
OUTLINE_STEP: Final = 20  # map units; less than the gap above a card, so that nothing slips through


def shapes_of_forest(roots: Sequence[str], reports: Mapping[str, Sequence[str]]) -> Shapes:
    """The trees below the roots, side by side, in every useful proportion.

    `reports` names the reports of each person in the order they are drawn in; together they must form trees.

    >>> [(shape.w, shape.h) for shape in shapes_of_forest(["a"], {"a": ["b", "c"]})]
    [(372.0, 174.0), (194.0, 246.0)]
    """
    trees = _Trees(reports)
    highest = max((trees.listed(root).h for root in roots), default=0.0)
    total = sum(trees.listed(root).h + STACK_GAP for root in roots)
    return distinct(trees.columns(roots, limit) for limit in _limits(max(highest, total)))


def _limits(highest: float) -> Iterator[float]:
    """Heights to try, up to one at which everything stands in one column."""
    rows = 1.0
    for step in count(2):
        yield rows * (CARD_HEIGHT + LEVEL_GAP) - LEVEL_GAP
        if rows * (CARD_HEIGHT + STACK_GAP) >= highest:
            return
        rows = max(step, rows) if step <= 10 else rows * GROWTH  # noqa: PLR2004 - as GROWTH says


@dataclass(frozen=True, slots=True)
class _Trees:
    reports: Mapping[str, Sequence[str]]
    known: dict[str, Block] = field(default_factory=dict)

    def listed(self, person: str) -> Block:
        """A person above everybody below them in one column, each set in under their manager."""
        if person not in self.known:
            parts: list[Part] = []
            width, waiting = 0.0, [(person, 0.0)]
            while waiting:
                below, x = waiting.pop()
                parts.append(Part(x, len(parts) * (CARD_HEIGHT + STACK_GAP), card(below), aside=x))
                width = max(width, x + CARD_WIDTH)
                waiting += [(report, x + INDENT) for report in reversed(self.reports.get(below, ()))]
            height = len(parts) * (CARD_HEIGHT + STACK_GAP) - STACK_GAP
            self.known[person] = Block(width, height, tuple(parts))
        return self.known[person]

    def columns(self, people: Sequence[str], limit: float, level: int = 0) -> Block:
        """Trees side by side: those too large for a list of the height first, then the others in stacks of lists."""
        large = [person for person in people if self.listed(person).h > limit]
        small = [self.listed(person) for person in people if self.listed(person).h <= limit]
        spread = [self._spread(person, limit, level) for person in large]
        return _side_by_side([*spread, *_stacks(small, limit)])

    def _spread(self, person: str, limit: float, level: int) -> Block:
        """A person centred above the trees of their reports."""
        reports = self.reports.get(person, ())
        if not reports or level == DEEPEST:
            return self.listed(person)
        below = self.columns(reports, limit - CARD_HEIGHT - LEVEL_GAP, level + 1)
        last = below.parts[-1]
        lead = (below.lead + last.x + last.block.lead) / 2
        parts = (Part(lead, 0.0, card(person)), Part(0.0, CARD_HEIGHT + LEVEL_GAP, below))
        return Block(below.w, CARD_HEIGHT + LEVEL_GAP + below.h, parts, lead=lead)


def _stacks(blocks: Sequence[Block], limit: float) -> list[Block]:
    """As few stacks as keep within the height. Each block goes where there is most room, so the first stand on top."""
    if not blocks:
        return []
    total = sum(block.h + STACK_GAP for block in blocks)
    for columns in range(max(1, int(total // (limit + STACK_GAP))), len(blocks) + 1):
        stacks: list[list[Block]] = [[] for _ in range(columns)]
        heights = [(0.0, i) for i in range(columns)]
        for block in blocks:
            height, shortest = heights[0]
            stacks[shortest].append(block)
            heapreplace(heights, (height + block.h + STACK_GAP, shortest))
        if max(heights)[0] - STACK_GAP <= limit:
            break
    return [in_column(stack, STACK_GAP) for stack in stacks]


def _side_by_side(blocks: Sequence[Block]) -> Block:
    """Blocks level at the top, each as far left as its cards and lines allow, so that a short one stands over a deep one.

    After Reingold and Tilford 1981, doi:10.1109/TSE.1981.234519, with outlines in steps of OUTLINE_STEP.
    """
    if len(blocks) == 1:
        return Block(blocks[0].w, blocks[0].h, (Part(0.0, 0.0, blocks[0]),), lead=blocks[0].lead)
    parts: list[Part] = []
    edge: dict[int, float] = {}
    for block in blocks:
        cards = [(piece, _steps(piece)) for piece in resolved(block)]
        reach = (edge[step] - piece.x + piece.aside for piece, steps in cards for step in steps if step in edge)
        x = max(0.0, max(reach, default=0.0))
        parts.append(Part(x, 0.0, block))
        for piece, steps in cards:
            for step in steps:
                edge[step] = max(edge.get(step, 0.0), x + piece.x + CARD_WIDTH + COLUMN_GAP)
    width = max(part.x + part.block.w for part in parts)
    return Block(width, max(block.h for block in blocks), tuple(parts), lead=blocks[0].lead)


def _steps(part: Part) -> range:
    """The steps of height that a card and the line above it take."""
    return range(int((part.y - LEVEL_GAP) // OUTLINE_STEP), int((part.y + CARD_HEIGHT) // OUTLINE_STEP) + 1)
