"""Cards, department boxes and the legend on slides; the same signs as on the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.map.map_view import Card, Legend, LegendItem, MapView
from app.map.text_metrics import width
from app.report import palette
from app.report.palette import Tint
from app.report.view import percent
from app.slides.shapes import NewId, Row, Shape, fitted, group, height_of, one_line, polyline, shape
from app.texts import exports as words
from graph.layout.layout import Box

NAME, DETAIL = 12.0, 9.0
_LINE: Final = 1.2
_NO_FILL: Final = Tint("", "", "")
_DARK: Final = Tint(palette.INK, palette.INK, palette.PAPER)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card as XML, and the id of the frame that lines are glued to."""

    xml: str
    frame: int


def full_card(card: Card, box: Box, details: Sequence[str], scale: float, new_id: NewId) -> Drawn:
    """A card with everything: text in 9 points times `scale` or more, but for a name that is too long for that.

    `details` are lines below the name, dropped from the last where a long name needs their room.
    """
    left = (22.0 if card.order else 7.0) * scale
    right = (34.0 if card.sign else 6.0) * scale
    foot = 15.0 * scale
    room = box.h - 4 * scale - foot
    name = _name(card, box.w - left - right, room, scale)
    high = height_of(name, box.w - left - right)
    frame = new_id()
    kept = [text for text in details if text][: int((room - high) / (DETAIL * _LINE * scale))]
    base = Shape(
        f"card:{card.id}", box, (name,), card.tint, "roundRect", card.sentence, (left, 3 * scale, right),
        line_width=1.2, adjust=(("adj", 8000),),
    )  # fmt: skip
    rows = tuple(one_line(Row(text, DETAIL * scale, card.tint.ink), box.w - 12 * scale) for text in kept)
    texts = Box(box.x + 6 * scale, box.y + 3 * scale + high, box.w - 12 * scale, len(rows) * DETAIL * _LINE * scale)
    parts = [
        shape(base, lambda: frame),
        *(shape(part, new_id) for part in _inner(card, box)),
        *((shape(Shape("details", texts, rows), new_id),) if rows else ()),
        *(shape(part, new_id) for part in _signs(card, box, scale)),
    ]
    return Drawn(group(f"person:{card.id}", box, card.sentence, parts, new_id), frame)


def _name(card: Card, room: float, height: float, scale: float) -> Row:
    """The name in a line, in two, or as small as it takes."""
    whole = Row(card.name, NAME * scale, bold=True)
    for lines in (1, 2):
        row = fitted(whole, room, lines * NAME * _LINE * scale)
        if row.size >= DETAIL * scale and height_of(row, room) <= height:
            return row
    return fitted(whole, room, height)


def _inner(card: Card, box: Box) -> Iterator[Shape]:
    """The second line of a double border, which shows without colour."""
    if card.tint.border == "double":
        inside = Box(box.x + 2.5, box.y + 2.5, box.w - 5, box.h - 5)
        tint = Tint("", card.tint.line, card.tint.ink)
        yield Shape("border", inside, (), tint, "roundRect", line_width=0.75, adjust=(("adj", 7000),))


def _signs(card: Card, box: Box, scale: float) -> Iterator[Shape]:
    """Attitude, place, contact, influence and marks, each by shape and text as well as by colour."""
    size = DETAIL * scale
    if card.sign:
        place = Box(box.x + box.w - 36 * scale, box.y + 3 * scale, 31 * scale, 15 * scale)
        yield Shape("attitude", place, (Row(card.sign, 11 * scale, card.tint.ink, bold=True, align="r"),))
    if card.order:
        yield badge(str(card.order), box.x + 13 * scale, box.y + 11 * scale, scale)
    base = box.y + box.h - 9 * scale
    yield from contact(card.contact, box.x + 11 * scale, base, 4.5 * scale)
    bar = Box(box.x + 21 * scale, base - 2.5 * scale, 40 * scale, 5 * scale)
    yield Shape("influence", bar, (), Tint(palette.PAPER, palette.INFLUENCE_BAR, palette.INK), line_width=0.5)
    filled = replace(bar, w=max(card.bar * bar.w, 0.5))
    yield Shape("influence share", filled, (), Tint(palette.INFLUENCE_BAR, "", palette.INK))
    share_box = Box(bar.x + bar.w + 4 * scale, base - size * _LINE / 2, 32 * scale, size * _LINE)
    yield Shape("influence value", share_box, (Row(percent(card.share), size),))
    if card.marks:
        row = Row(" ".join(card.marks), size, align="r")
        yield Shape(
            "marks",
            Box(
                share_box.x + share_box.w,
                share_box.y,
                box.x + box.w - 6 * scale - share_box.x - share_box.w,
                share_box.h,
            ),
            (row,),
        )


def badge(text: str, x: float, y: float, scale: float) -> Shape:
    """A number in a dark disc."""
    disc = Box(x - 6.5 * scale, y - 6.5 * scale, 13 * scale, 13 * scale)
    return Shape("place", disc, (Row(text, 9 * scale, palette.PAPER, align="ctr"),), _DARK, "ellipse", anchor="ctr")


def contact(level: str, x: float, y: float, r: float) -> Iterator[Shape]:
    """A disc filled by how well we know someone; a dashed ring where contact has lapsed."""
    share = palette.CONTACT_SHARE[level]
    disc = Box(x - r, y - r, 2 * r, 2 * r)
    fill = palette.CONTACT if share >= 1 else palette.PAPER
    border: Tint = Tint(fill, palette.CONTACT, palette.INK, "dashed" if level == "STALE" else "solid")
    yield Shape("contact", disc, (), border, "ellipse")
    if 0 < share < 1:
        turn = (("adj1", 16_200_000), ("adj2", round((share * 360 - 90) % 360 * 60_000)))
        yield Shape("contact share", disc, (), Tint(palette.CONTACT, "", palette.INK), "pie", adjust=turn)


# -- small ------------------------------------------------------------------------------------------------------------


def small_card(card: Card, box: Box, scale: float, new_id: NewId) -> str:
    """A card of the whole organisation: one shape with the name, and below it attitude and share."""
    inset = 5 * scale
    below = " ".join(part for part in (card.sign, percent(card.share) if card.order else "", *card.marks) if part)
    size = 15 * scale
    name = fitted(
        Row(card.name, 25 * scale, bold=True, align="ctr"), box.w - 2 * inset, box.h - size * _LINE - 2 * scale
    )
    rows = (name, Row(below, size, card.tint.ink, bold=True, align="ctr")) if below else (name,)
    thick = max(scale * (3.2 if card.tint.border == "double" else 1.4), 0.4)
    part = Shape(
        f"person:{card.id}", box, rows, card.tint, "roundRect", card.sentence, (inset, 0, inset), "ctr",
        line_width=thick, adjust=(("adj", 8000),),
    )  # fmt: skip
    return shape(part, new_id)


# -- legend -----------------------------------------------------------------------------------------------------------

_LEGEND_ROW: Final = 13.5
_KEY: Final = 28.0


def legend(legends: Iterable[Legend], box: Box, new_id: NewId) -> list[str]:
    """Legends behind their headings in as few rows as fit, from the top of the box."""
    parts: list[str] = []
    x, y = box.x, box.y
    for block in legends:
        if not block.items:
            continue
        head = max(width(block.heading, DETAIL) * 1.15 + 10, 60.0)
        if x > box.x and x + head + sum(map(_needs, block.items)) > box.x + box.w:
            x, y = box.x, y + _LEGEND_ROW
        heading = Row(block.heading, DETAIL, bold=True)
        parts.append(shape(Shape("legend", Box(x, y, head, _LEGEND_ROW), (heading,)), new_id))
        x = start = x + head
        for item in block.items:
            if x > start and x + _needs(item) > box.x + box.w:
                x, y = box.x + head, y + _LEGEND_ROW
            parts += _entry(item, x, y, _needs(item), new_id)
            x += _needs(item)
        x += 14
    return parts


def _needs(item: LegendItem) -> float:
    return _KEY + width(item.text, DETAIL) * 1.12 + 10


def _entry(item: LegendItem, x: float, y: float, wide: float, new_id: NewId) -> Iterator[str]:
    middle = y + _LEGEND_ROW / 2 - 1
    key = Box(x, y, _KEY - 4, 11)
    if item.stroke is not None:
        yield polyline("legend", ((x, middle), (x + _KEY - 6, middle)), item.stroke, item.text, new_id)
    elif item.contact:
        for part in contact(item.contact, x + _KEY / 2, middle, 4.5):
            yield shape(part, new_id)
    elif item.tint is not None:
        row = Row(item.sign, DETAIL, item.tint.ink, bold=True, align="ctr")
        yield shape(Shape("legend", key, (row,), item.tint, anchor="ctr", line_width=0.8), new_id)
        if item.tint.border == "double":
            inside = Box(key.x + 1.5, key.y + 1.5, key.w - 3, key.h - 3)
            yield shape(Shape("border", inside, (), Tint("", item.tint.line, ""), line_width=0.5), new_id)
    elif item.sign == "1":
        yield shape(badge(item.sign, x + _KEY / 2, middle, 1.0), new_id)
    else:
        yield shape(Shape("legend", key, (Row(item.sign, DETAIL, align="ctr"),)), new_id)
    yield shape(Shape("legend", Box(x + _KEY, y, wide - _KEY - 2, 11), (Row(item.text, DETAIL),)), new_id)


def explained(view: MapView, kinds: Iterable[str], *, above: bool = False) -> list[Legend]:
    """The legends of the view with lines of these kinds only, and the arrow before a manager's name only where it is used."""
    strokes = [palette.STROKES[kind] for kind in kinds]
    arrow = words.MARK_SIGNS["MANAGER"]
    blocks = [
        Legend(
            one.heading,
            tuple(item for item in one.items if (item.stroke is None or item.stroke in strokes) and item.sign != arrow),
        )
        for one in view.legends
    ]
    if above:
        named = LegendItem(view.say(words.LINES["SOLID"]), sign=arrow)
        blocks[-1] = Legend(blocks[-1].heading, (*blocks[-1].items, named))
    return blocks
