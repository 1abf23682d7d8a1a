"""The people of the first slide: who they are, where their cards stand, and which influence lines run free of every card.

Pure geometry in points. Rows follow rank, so that a line between neighbouring rows or neighbours in a row meets no card;
every other line is drawn only where a straight one is free.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from app.map.map_view import Card, MapView
from graph.layout.layout import Box

FEWEST, MOST = 12, 15
MOST_LINES: Final = 12
_COLUMNS, _ROWS = 5, 4
_GAP_X: Final = 40.0  # room for the strength on a line between neighbours
_WIDEST: Final = 180.0
_LEAST_GAP_Y: Final = 28.0
_CLEAR: Final = 3.0  # a line keeps this far from cards it does not join
LABEL: Final = (25.0, 12.0)
_PLACES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)
_SWEEPS: Final = 6
_SITES: Final = 4  # top, left, bottom, right: the order in which a rectangle numbers its connection sites

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pull:
    """An influence line among those shown; `weight` is its effect on the decision."""

    source: str
    target: str
    strength: float
    weight: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Route:
    """A straight line from a connection site of one card to one of another, and where its strength stands."""

    pull: Pull
    start: int
    end: int
    label: Box


def chosen(view: MapView) -> tuple[Card, ...]:
    """Key deciders, vetoes, hidden influencers, approvers, voters, then the weightiest: 12 to 15 of so many."""
    votes = {vote.person for stage in view.map.stages for vote in stage.votes}
    tiers = (
        set(view.map.key_decision_makers),
        {person_id for person_id, person in view.person_of.items() if "VETO_HOLDER" in person.roles},
        set(view.map.hidden_influencers),
        {
            person_id
            for person_id, person in view.person_of.items()
            if {"APPROVER", "DECISION_MAKER"} & set(person.roles)
        },
        votes,
    )
    cards: dict[str, Card] = {}
    for tier in tiers:
        for card in view.ranked:
            if card.id in tier and len(cards) < MOST:
                cards.setdefault(card.id, card)
    for card in view.ranked:
        if len(cards) < FEWEST:
            cards.setdefault(card.id, card)
    return tuple(card for card in view.ranked if card.id in cards)


def pulls(view: MapView, shown: Sequence[Card]) -> tuple[Pull, ...]:
    """The influence among those shown, strongest on the decision first; two lines of one pair are told by the stronger."""
    share = {card.id: card.share for card in shown}
    strongest: dict[tuple[str, str], Pull] = {}
    for edge in view.map.edges:
        if edge.kind != "INFLUENCES" or edge.source not in share or edge.target not in share:
            continue
        strength = edge.strength or 0.0
        weight = strength * (share[edge.source] + share[edge.target])
        sentence = f"{view.name(edge.source)} → {view.name(edge.target)}: {strength:.2f}"
        stronger = strongest.get((edge.source, edge.target))
        if stronger is None or stronger.weight < weight:
            strongest[edge.source, edge.target] = Pull(edge.source, edge.target, strength, weight, sentence)
    return tuple(sorted(strongest.values(), key=lambda pull: (-pull.weight, pull.source, pull.target)))


# -- placing ----------------------------------------------------------------------------------------------------------


def placed(shown: Sequence[Card], among: Sequence[Pull], room: Box, managers: Mapping[str, str]) -> Mapping[str, Box]:
    """A box for everybody: rows by rank, nobody beside their manager, whoever pulls whom close to each other."""
    rows = _ordered(_rows(shown, managers), among)
    if not rows:
        return {}
    gap = _LEAST_GAP_Y
    high = min((room.h - gap * (len(rows) - 1)) / len(rows), 70.0)
    if len(rows) > 1:
        gap = min((room.h - high * len(rows)) / (len(rows) - 1), 72.0)
    top = room.y + (room.h - high * len(rows) - gap * (len(rows) - 1)) / 2
    most = max(len(row) for row in rows)
    wide = min((room.w - _GAP_X * (most - 1)) / most, _WIDEST)
    boxes = {}
    for i, row in enumerate(rows):
        step = wide + _GAP_X
        left = room.x + (room.w - step * len(row) + _GAP_X) / 2
        for j, person in enumerate(row):
            boxes[person] = Box(left + j * step, top + i * (high + gap), wide, high)
    return boxes


def _rows(shown: Sequence[Card], managers: Mapping[str, str]) -> list[list[str]]:
    """People of a rank together; neighbouring ranks share rows where there would be too many of them."""
    ordered = sorted(shown, key=lambda card: (card.rank, card.department, -card.share, card.id))
    groups = [[card.id for card in cards] for _, cards in groupby(ordered, key=lambda card: card.rank)]
    while sum(len(_lines(group, managers)) for group in groups) > _ROWS and len(groups) > 1:
        joined = [[*one, *two] for one, two in pairwise(groups)]
        apart = [len(_lines(one, managers)) + len(_lines(two, managers)) for one, two in pairwise(groups)]
        i = min(range(len(joined)), key=lambda i: (len(_lines(joined[i], managers)) - apart[i], len(joined[i])))
        groups[i : i + 2] = [joined[i]]
    return [row for group in groups for row in _lines(group, managers)]


def _lines(group: Sequence[str], managers: Mapping[str, str]) -> list[list[str]]:
    """Rows of about one length: whom others of the group report to in the first, nobody beside their manager."""
    heads = {managers[person] for person in group if person in managers}

    def depth(person: str) -> int:
        """How many of the group stand above somebody."""
        return depth(managers[person]) + 1 if managers.get(person) in group else 0

    ordered = sorted(group, key=lambda person: (depth(person), person not in heads))
    size = -(-len(group) // -(-len(group) // _COLUMNS))
    rows: list[list[str]] = []
    for person in ordered:
        fitting = (row for row in rows[-1:] if len(row) < size and managers.get(person) not in row)
        row = next(fitting, None)
        if row is None:
            rows.append(row := [])
        row.append(person)
    return rows


def _ordered(rows: list[list[str]], among: Sequence[Pull]) -> list[list[str]]:
    """Rows rearranged by exchanging two of a row as long as that makes the weighty lines shorter."""
    best = _strain(rows, among)
    for _ in range(_SWEEPS):
        before = best
        for row in rows:
            for i in range(len(row)):
                for j in range(i + 1, len(row)):
                    row[i], row[j] = row[j], row[i]
                    tried = _strain(rows, among)
                    if tried < best - 1e-12:
                        best = tried
                    else:
                        row[i], row[j] = row[j], row[i]
        if best == before:
            break
    return rows


def _strain(rows: list[list[str]], among: Sequence[Pull]) -> float:
    """Length of the lines to the side, weighted; in one row it counts more, as cards stand in between."""
    place = {person: (i, j - (len(row) - 1) / 2) for i, row in enumerate(rows) for j, person in enumerate(row)}
    total = 0.0
    for pull in among[: 2 * MOST_LINES]:
        (i, x), (j, y) = place[pull.source], place[pull.target]
        aside = abs(x - y)
        total += pull.weight * (4 * (aside - 1) if i == j else aside)
    return total


# -- lines ------------------------------------------------------------------------------------------------------------


def routed(boxes: Mapping[str, Box], among: Sequence[Pull]) -> tuple[Route, ...]:
    """The lines that can be drawn, weightiest first: none through a card or a strength, none upon another."""
    routes: list[Route] = []
    for pull in among:
        if len(routes) == MOST_LINES:
            break
        route = next(_ways(boxes, pull, routes), None)
        if route is not None:
            routes.append(route)
    return tuple(routes)


def _ways(boxes: Mapping[str, Box], pull: Pull, before: Sequence[Route]) -> Iterator[Route]:
    """Free ways of a line: those that cross fewest others first, then the shortest."""
    taken = [segment(boxes, route) for route in before]
    labels = [route.label for route in before]
    pairs = [(start, end) for start in range(_SITES) for end in range(_SITES)]
    ways = []
    for start, end in pairs:
        a, b = site(boxes[pull.source], start), site(boxes[pull.target], end)
        if not _clear(boxes, pull, a, b) or any(crosses(a, b, grown(label, 1.0)) for label in labels):
            continue
        if any(_together((a, b), way) for way in taken):
            continue
        met = sum(meet((a, b), way) for way in taken)
        ways.append((met, math.dist(a, b), start, end))
    for _, _, start, end in sorted(ways):
        a, b = site(boxes[pull.source], start), site(boxes[pull.target], end)
        label = _label(a, b, boxes, labels, taken)
        if label is not None:
            yield Route(pull, start, end, label)


def segment(boxes: Mapping[str, Box], route: Route) -> tuple[Point, Point]:
    """The ends of a line."""
    return site(boxes[route.pull.source], route.start), site(boxes[route.pull.target], route.end)


def site(box: Box, number: int) -> Point:
    """A connection site of a card: the middle of its top, left, bottom or right side."""
    x, y = box.x + box.w / 2, box.y + box.h / 2
    return ((x, box.y), (box.x, y), (x, box.y + box.h), (box.x + box.w, y))[number]


def grown(box: Box, by: float) -> Box:
    """The box larger by so much on each side."""
    return Box(box.x - by, box.y - by, box.w + 2 * by, box.h + 2 * by)


def crosses(a: Point, b: Point, box: Box) -> bool:
    """Whether a straight line has a part inside a box; to touch its border is not to cross it.

    >>> crosses((0, 0), (10, 10), Box(4, 4, 2, 2)), crosses((0, 0), (10, 0), Box(4, 0, 2, 2))
    (True, False)
    """
    low, high = 0.0, 1.0
    for start, end, near, far in ((a[0], b[0], box.x, box.x + box.w), (a[1], b[1], box.y, box.y + box.h)):
        if start == end:
            if not near < start < far:
                return False
            continue
        one, two = sorted(((near - start) / (end - start), (far - start) / (end - start)))
        low, high = max(low, one), min(high, two)
    return high - low > 1e-9  # noqa: PLR2004 - a point in common is a touch


def _clear(boxes: Mapping[str, Box], pull: Pull, a: Point, b: Point) -> bool:
    return not any(
        crosses(a, b, box if person in {pull.source, pull.target} else grown(box, _CLEAR))
        for person, box in boxes.items()
    )


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def meet(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    """Whether two lines cross between their ends."""
    (a, b), (c, d) = one, two
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _together(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    """Whether two lines run upon each other: one could not tell them apart."""
    (a, b), (c, d) = one, two
    if {a, b} == {c, d}:
        return True
    if abs(_turn(a, b, c)) > 1 or abs(_turn(a, b, d)) > 1:
        return False
    along = [((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / math.dist(a, b) ** 2 for p in (c, d)]
    return min(1.0, max(along)) - max(0.0, min(along)) > 1e-6  # noqa: PLR2004 - a common end is no common way


def _label(
    a: Point, b: Point, boxes: Mapping[str, Box], labels: Sequence[Box], lines: Sequence[tuple[Point, Point]]
) -> Box | None:
    """Room for the strength on a line, clear of cards, other strengths and other lines."""
    w, h = LABEL
    for t in _PLACES:
        box = Box(a[0] + (b[0] - a[0]) * t - w / 2, a[1] + (b[1] - a[1]) * t - h / 2, w, h)
        covered = any(
            overlap(box, obstacle) for obstacle in (*boxes.values(), *(grown(obstacle, 1.0) for obstacle in labels))
        )
        if not covered and not any(crosses(p, q, box) for p, q in lines):
            return box
    return None


def overlap(one: Box, two: Box) -> bool:
    """Whether two boxes share more than a border.

    >>> overlap(Box(0, 0, 2, 2), Box(1, 1, 2, 2)), overlap(Box(0, 0, 2, 2), Box(2, 0, 2, 2))
    (True, False)
    """
    return one.x < two.x + two.w and two.x < one.x + one.w and one.y < two.y + two.h and two.y < one.y + one.h
