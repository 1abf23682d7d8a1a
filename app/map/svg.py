"""The map as SVG 1.1: accessible, one file, nothing outside it needed but the font it names."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from app.map.edge_routing import Wire, curved_wire, reporting_wire, straight_wire
from app.map.map_view import Card, Legend, LegendItem, Line, MapView, Unit
from app.map.text_metrics import FAMILY, LINE_HEIGHT, fit, shorten, width, wrap
from app.report import palette
from app.report.palette import Stroke, Tint
from app.report.view import percent
from graph.layout.blocks import Box
from graph.layout.layout import HEADER_HEIGHT

_MARGIN: Final = 28.0
_TITLE, _SUBTITLE, _FACT, _SMALL = 25.0, 15.0, 12.5, 11.0
_NARROWEST: Final = 760.0  # title, legend and footnote need this much, however small the map
_LEGEND_WIDTH: Final = 1400.0  # the legend of a figure wider than this grows with it
_SIGN_ROOM: Final = 38.0
_LEGEND_ROW: Final = 19.0
_EDGE: Final = 12.0
_BOLD: Final = 'font-weight="700"'
_HALO: Final = f'stroke="{palette.PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
_HALO_OF_HEADER: Final = f'stroke="{palette.HEADER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
_FONTS: Final = f"'{FAMILY}', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"


def write(view: MapView) -> bytes:
    """The whole sheet: heading, map, legend, notes, footnote, marking."""
    return drawing(view).encode()


def drawing(view: MapView) -> str:
    """The sheet as text."""
    wide = max(view.layout.width, _NARROWEST)
    head, top = _heading(view, wide)
    foot, bottom = _footing(view, wide, top + view.layout.height + 18)
    w, h = wide + 2 * _MARGIN, bottom + _MARGIN
    shift = _MARGIN + (wide - view.layout.width) / 2
    label = f"{view.title}. {view.subtitle}. {view.stamp}"
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.1f} {h:.1f}" width="{w:.1f}" height="{h:.1f}" ',
            f'role="group" aria-labelledby="title desc" lang="{"zh-CN" if view.lang == "zh" else "en"}" ',
            f"font-family={quoteattr(_FONTS)}>",
            f'<title id="title">{escape(view.title)}</title><desc id="desc">{escape(label)}</desc>',
            _defs(view),
            f'<rect width="{w:.1f}" height="{h:.1f}" fill="{palette.PAPER}"/>',
            *_watermark(view, w, h),
            *head,
            f'<g id="map" transform="translate({shift:.1f} {top:.1f})">',
            *map_parts(view),
            "</g>",
            *foot,
            "</svg>\n",
        )
    )


def map_alone(view: MapView) -> str:
    """The map in its own coordinates, without heading, legend and stamp, for a page that has its own."""
    w, h = view.layout.width + 2 * _EDGE, view.layout.height + 2 * _EDGE
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-_EDGE:g} {-_EDGE:g} {w:.1f} {h:.1f}" role="group" ',
            f"aria-label={quoteattr(view.title)} font-family={quoteattr(_FONTS)}>{_defs(view)}",
            *_watermark(view, view.layout.width, view.layout.height),
            *map_parts(view),
            "</svg>",
        )
    )


def figure(view: MapView) -> str:
    """The map over its legend, for a page that has heading, notes and footing of its own; a large map has a large legend."""
    wide = max(view.layout.width, _NARROWEST)
    scale = max(1.0, wide / _LEGEND_WIDTH)
    legend: list[str] = []
    high = 0.0
    for legend_block in view.legends:
        high = _legend(legend, legend_block, high, wide / scale)
    top = view.layout.height + 14
    w, h = wide + 4, top + high * scale + 16
    shift = (wide - view.layout.width) / 2
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -14 {w:.1f} {h:.1f}" width="{w:.1f}" ',
            f'height="{h:.1f}" font-family={quoteattr(_FONTS)}>{_defs(view)}',
            f'<g transform="translate({shift:.1f} 0)">',
            *map_parts(view),
            f'</g><g transform="translate(0 {top:.1f}) scale({scale:.3f})">',
            *legend,
            "</g></svg>",
        )
    )


def map_parts(view: MapView) -> Iterator[str]:
    """Boxes, then lines, then cards above them: no line hides a name."""
    for unit in sorted(view.units, key=lambda unit: unit.depth):
        yield _frame_of_unit(unit)
    boxes = [card.box for card in view.cards]
    labels: list[str] = []
    for line in view.lines:
        if line.tagged:
            continue
        wire = _wire(view, line, boxes)
        yield _line(line, wire)
        if line.strength is not None and wire.label is not None:
            x, y = wire.label
            named = f'class="strength" data-source={quoteattr(line.source)} data-target={quoteattr(line.target)}'
            labels.append(
                _text(x, y + 3.5, f"{line.strength:.2f}", 10, line.stroke.colour, "middle", f"{_HALO} {named}")
            )
    yield from (_name_of_unit(unit) for unit in view.units)
    yield "".join(labels)
    for card in view.ranked:
        yield _card(card)


def _defs(view: MapView) -> str:
    heads = "".join(
        f'<marker id="head-{kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.8 L8 4 L0 7.2 Z" fill="{stroke.colour}"/></marker>'
        for kind, stroke in palette.STROKES.items()
        if any(line.kind == kind for line in view.lines)
    )
    return f"<defs>{heads}</defs>"


def _text(x: float, y: float, text: str, size: float, fill: str, anchor: str = "start", more: str = "") -> str:
    anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{fill}"{anchored} {more}>{escape(text)}</text>'


# -- around the map ---------------------------------------------------------------------------------------------------


def _heading(view: MapView, wide: float) -> tuple[list[str], float]:
    """Title, opportunity, facts and marking; and where the map begins."""
    marking = view.marking
    room = wide - width(marking, _SUBTITLE) - 30
    parts, y = [], _MARGIN
    for text, size, colour in ((view.title, _TITLE, palette.INK), (view.subtitle, _SUBTITLE, palette.QUIET)):
        for row in wrap(text, size, room, bold=size == _TITLE):
            y += size * LINE_HEIGHT
            parts.append(_text(_MARGIN, y, row, size, colour, more=_BOLD if size == _TITLE else ""))
        y += 4
    parts.append(
        _text(_MARGIN + wide, _MARGIN + _TITLE, marking, _SUBTITLE, palette.SEVERITIES["CRITICAL"].line, "end")
    )
    y += 5
    for row in _joined(view.facts, _FACT, wide):
        y += _FACT * 1.4
        parts.append(_text(_MARGIN, y, row, _FACT, palette.INK))
    return parts, y + 16


def _joined(texts: tuple[str, ...], size: float, room: float) -> list[str]:
    """Texts in as few rows as fit, none broken unless it is wider than a row."""
    rows: list[str] = []
    for text in texts:
        longer = f"{rows[-1]}   |   {text}" if rows else text
        if rows and width(longer, size) <= room:
            rows[-1] = longer
        else:
            rows.extend(wrap(text, size, room))
    return rows


def _footing(view: MapView, wide: float, top: float) -> tuple[list[str], float]:
    """Legends, notes, footnote and stamp; and where they end."""
    parts: list[str] = [f'<g id="legend" transform="translate({_MARGIN} {top:.1f})">']
    y = 0.0
    for legend in view.legends:
        y = _legend(parts, legend, y, wide)
    parts.append("</g>")
    y += top + 6
    for text in (*view.notes, view.footnote):
        for row in wrap(text, _SMALL, wide):
            y += _SMALL * 1.4
            parts.append(_text(_MARGIN, y, row, _SMALL, palette.QUIET))
    y += 20
    parts.append(_text(_MARGIN + wide, y, view.stamp, _SMALL, palette.QUIET, "end"))
    return parts, y


def _legend(parts: list[str], legend: Legend, y: float, wide: float) -> float:
    """One legend in rows behind its heading; returns where the next begins."""
    if not legend.items:
        return y
    parts.append(_text(0, y + 13, legend.heading, 12, palette.INK, more=_BOLD))
    start = x = max(120.0, width(legend.heading, 12, bold=True) + 16)
    for item in legend.items:
        needs = 36 + width(item.text, 12) + 18
        if x > start and x + needs > wide:
            x, y = start, y + _LEGEND_ROW
        parts.append(_legend_item(item, x, y))
        x += needs
    return y + _LEGEND_ROW + 3


def _legend_item(item: LegendItem, x: float, y: float) -> str:
    text = _text(x + 36, y + 13, item.text, 12, palette.INK)
    if item.stroke is not None:
        return f'<path d="M{x:.1f} {y + 9:.1f}h28" {_stroked(item.stroke)}/>{text}'
    if item.contact:
        return _contact(item.contact, x + 16, y + 9, 6.5) + text
    if item.tint is None:
        return (
            _badge(item.sign, x + 16, y + 9) + text
            if item.sign == "1"
            else _text(x + 16, y + 13.5, item.sign, 13, palette.INK, "middle") + text
        )
    return (
        _frame(Box(x, y + 1, 30, 16), item.tint, 3)
        + _text(x + 15, y + 13, item.sign, 11, item.tint.ink, "middle")
        + text
    )


def _watermark(view: MapView, w: float, h: float) -> Iterator[str]:
    """Reader and moment across the sheet, under everything and pale enough to read over."""
    if not view.framing.watermark:
        return
    step = width(view.stamp, 16) + 90
    yield f'<g id="watermark" aria-hidden="true" fill="{palette.INK}" fill-opacity="0.055" font-size="16">'
    reach = math.hypot(w, h)
    yield f'<g transform="rotate(-24 {w / 2:.1f} {h / 2:.1f})">'
    for i in range(int(2 * reach / 120) + 1):
        for j in range(int(2 * reach / step) + 1):
            x, y = w / 2 - reach + j * step + (i % 2) * step / 2, h / 2 - reach + i * 120
            if math.hypot(x + step / 2 - w / 2, y - h / 2) < reach / 2 + step / 2:
                yield f'<text x="{x:.0f}" y="{y:.0f}">{escape(view.stamp)}</text>'
    yield "</g></g>"


# -- the map ----------------------------------------------------------------------------------------------------------


def _frame(box: Box, tint: Tint, radius: float) -> str:
    """A box in its tint; a double border is a second line inside, so that it shows without colour."""
    dash = ' stroke-dasharray="5 3"' if tint.border == "dashed" else ""
    frame = (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.w:.1f}" height="{box.h:.1f}" rx="{radius:g}" '
        f'fill="{tint.fill}" stroke="{tint.line}" stroke-width="1.4"{dash}/>'
    )
    if tint.border != "double":
        return frame
    return frame + (
        f'<rect x="{box.x + 3:.1f}" y="{box.y + 3:.1f}" width="{box.w - 6:.1f}" height="{box.h - 6:.1f}" '
        f'rx="{max(radius - 2, 1):g}" fill="none" stroke="{tint.line}" stroke-width="1"/>'
    )


def _frame_of_unit(unit: Unit) -> str:
    box = unit.box
    band = (
        f'<path d="M{box.x:.1f} {box.y + HEADER_HEIGHT:.1f}v{8 - HEADER_HEIGHT:g}q0 -8 8 -8h{box.w - 16:.1f}'
        f'q8 0 8 8v{HEADER_HEIGHT - 8:g}z" fill="{palette.HEADER}"/>'
    )
    return (
        f'<g id={quoteattr("department:" + unit.id)} class="department" role="img" '
        f"aria-label={quoteattr(unit.name)}>{_frame(box, palette.BOX, 8)}{band}</g>"
    )


def _name_of_unit(unit: Unit) -> str:
    """The name above the lines, which may cross its band."""
    box, ink = unit.box, palette.BOX.ink
    note = width(unit.note, 11) + 14 if unit.note else 0.0
    fitted = fit(unit.name, 13, box.w - 20 - note, HEADER_HEIGHT - 4, bold=True)
    step = fitted.size * LINE_HEIGHT
    first = box.y + (HEADER_HEIGHT - (len(fitted.lines) - 1) * step) / 2 + fitted.size * 0.36
    rows = "".join(
        _text(box.x + 10, first + i * step, row, fitted.size, ink, more=f"{_BOLD} {_HALO_OF_HEADER}")
        for i, row in enumerate(fitted.lines)
    )
    title = (
        _text(box.x + box.w - 9, box.y + 17, unit.note, 11, palette.QUIET, "end", _HALO_OF_HEADER) if unit.note else ""
    )
    return f'<g class="unit-name" aria-hidden="true" data-unit={quoteattr(unit.id)}>{rows}{title}</g>'


def _wire(view: MapView, line: Line, boxes: list[Box]) -> Wire:
    source, target = view.card_of[line.source].box, view.card_of[line.target].box
    if line.kind == "SOLID":
        return reporting_wire(target, source)
    if line.strength is not None or line.kind == "DOTTED":
        return curved_wire(source, target, boxes)
    return straight_wire(source, target, boxes)


def _stroked(stroke: Stroke) -> str:
    dash = f' stroke-dasharray="{" ".join(f"{part:g}" for part in stroke.dash)}"' if stroke.dash else ""
    return f'fill="none" stroke="{stroke.colour}" stroke-width="{stroke.width:g}" stroke-linejoin="round"{dash}'


def _line(line: Line, wire: Wire) -> str:
    (x, y), *rest = wire.points
    if wire.control is not None:
        way = f"M{x:.1f} {y:.1f}Q{wire.control[0]:.1f} {wire.control[1]:.1f} {rest[-1][0]:.1f} {rest[-1][1]:.1f}"
    else:
        way = f"M{x:.1f} {y:.1f}" + "".join(f"L{px:.1f} {py:.1f}" for px, py in rest)
    head = f' marker-end="url(#head-{line.kind})"' if line.strength is not None else ""
    stroke = line.stroke
    if line.strength is not None:
        stroke = Stroke(stroke.colour, 0.8 + 2.2 * line.strength, stroke.dash)
    return (
        f'<path class="line {line.kind}" data-source={quoteattr(line.source)} data-target={quoteattr(line.target)} '
        f'd="{way}" {_stroked(stroke)}{head}><title>{escape(line.sentence)}</title></path>'
    )


def _card(card: Card) -> str:
    box = card.box
    return (
        f'<g id={quoteattr("person:" + card.id)} class="person" role="img" tabindex="0" '
        f"aria-label={quoteattr(card.sentence)}>"
        f"<title>{escape(card.sentence)}</title>{_frame(box, card.tint, 7)}"
        f"{''.join(_card_texts(card))}{''.join(_card_signs(card))}</g>"
    )


def _card_texts(card: Card) -> Iterator[str]:
    """Name in both scripts if there is room, then the title."""
    box, ink = card.box, palette.INK
    room = box.w - 16 - (_SIGN_ROOM if card.sign else 6) - (16 if card.order else 0)
    left = box.x + 9 + (16 if card.order else 0)
    named = fit(card.name, 15, room, 34, bold=True)
    y = box.y + 7
    for row in named.lines:
        y += named.size * LINE_HEIGHT
        yield _text(left, y - named.size * 0.12, row, named.size, ink, more=_BOLD)
    if card.second and len(named.lines) == 1 and width(card.second, 10) <= room:
        y += 12
        yield _text(left, y - 1, card.second, 10, palette.QUIET)
    base = min(max(y + 13, box.y + 49), box.y + 54)
    tag = shorten(f"↑ {card.manager}", 9.5, box.w * 0.5) if card.manager else ""
    yield _text(box.x + 9, base, shorten(card.title, 10.5, box.w - 24 - width(tag, 9.5)), 10.5, palette.QUIET)
    if tag:
        yield _text(box.x + box.w - 9, base, tag, 9.5, palette.INK, "end")


def _card_signs(card: Card) -> Iterator[str]:
    """Attitude, place, contact, influence and marks, each by shape and text as well as by colour."""
    box = card.box
    if card.sign:
        yield _text(box.x + box.w - 10, box.y + 21, card.sign, 14, card.tint.ink, "end", _BOLD)
    if card.order:
        yield _badge(str(card.order), box.x + 14, box.y + 16)
    base = box.y + box.h - 11
    yield _contact(card.contact, box.x + 14, base, 5)
    length = 52.0
    yield (
        f'<rect x="{box.x + 25:.1f}" y="{base - 3:.1f}" width="{length:g}" height="6" rx="2" fill="{palette.PAPER}" '
        f'stroke="{palette.INFLUENCE_BAR}" stroke-width="0.6"/>'
        f'<rect x="{box.x + 25:.1f}" y="{base - 3:.1f}" width="{max(card.bar * length, 0.5):.1f}" height="6" rx="2" '
        f'fill="{palette.INFLUENCE_BAR}"/>'
    )
    yield _text(box.x + 82, base + 3.6, percent(card.share), 10, palette.INK)
    if card.marks:
        yield _text(box.x + box.w - 9, base + 4, " ".join(card.marks), 11, palette.INK, "end")


def _badge(text: str, x: float, y: float) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7.5" fill="{palette.INK}"/>'
        f"{_text(x, y + 3.6, text, 10, palette.PAPER, 'middle')}"
    )


def _contact(level: str, x: float, y: float, r: float) -> str:
    """A disc filled by how well we know someone: empty, quarter, half, full; a dashed ring where contact has lapsed."""
    share = palette.CONTACT_SHARE[level]
    dash = ' stroke-dasharray="2 2"' if level == "STALE" else ""
    fill = palette.CONTACT if share >= 1 else palette.PAPER
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{fill}" stroke="{palette.CONTACT}" stroke-width="1.3"{dash}/>'
    if share in {0.0, 1.0}:
        return ring
    angle = 2 * math.pi * share
    px, py = x + r * math.sin(angle), y - r * math.cos(angle)
    return (
        f'{ring}<path d="M{x:.1f} {y:.1f}V{y - r:.1f}A{r:g} {r:g} 0 0 1 {px:.1f} {py:.1f}Z" fill="{palette.CONTACT}"/>'
    )


__all__ = ["drawing", "map_alone", "map_parts", "write"]
