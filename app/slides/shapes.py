"""Slide shapes as PresentationML: boxes with text, outlines, polylines, groups, tables. Lengths in points, y downwards.

A deck of a large account has thousands of shapes. Each is one text of XML here, which is parsed once; the same made through
an object a shape takes ten times as long. Every text has its Latin and its Chinese face and an exact line spacing, so that
what was measured is what is shown; no shape has the theme's shadow.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from app.map.outlines import Step
from app.map.text_metrics import LINE_HEIGHT, fit, shorten, width, wrap
from app.report import palette
from app.report.palette import Stroke, Tint
from graph.layout.layout import Box

LATIN, CHINESE = "Arial", "Microsoft YaHei"
NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
CELL_INSET: Final = 4.0
SPACING: Final = 1.2  # line to line, of the size
_SAFE: Final = 0.9  # of the room: Arial and its bold run up to a tenth wider than the font that measures
_SMALLEST, _SMALLER = 1.0, 0.9  # points, the least that a text can have; and the next size tried
_EMU: Final = 12700
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECORATIVE: Final = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)

_PEN: Final = {"moveTo": "moveTo", "lineTo": "lnTo", "curveTo": "cubicBezTo", "closePath": "close"}

NewId = Callable[[], int]
Align = Literal["l", "ctr", "r"]


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph in one face; `size` in points."""

    text: str
    size: float
    colour: str = palette.INK
    bold: bool = False
    align: Align = "l"


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of a preset geometry. `sentence` is its alternative text, by default what it says; empty and silent: decorative.

    `insets`: room between border and text left, top and right; `anchor`: where the text stands, t, ctr or b; `turn` in degrees;
    `adjust`: values of the geometry's handles; `placeholder`: which one of the layout it fills.
    """

    name: str
    box: Box
    rows: tuple[Row, ...] = ()
    tint: Tint | None = None
    geometry: str = "rect"
    sentence: str = ""
    insets: tuple[float, float, float] = (0.0, 0.0, 0.0)
    anchor: Literal["t", "ctr", "b"] = "t"
    turn: float = 0.0
    line_width: float = 1.0
    adjust: tuple[tuple[str, int], ...] = ()
    placeholder: str = ""


def emu(points: float) -> int:
    """Points in English metric units."""
    return round(points * _EMU)


def plain(text: str) -> str:
    """The text without characters that XML cannot hold.

    >>> plain("a" + chr(0) + "b")
    'ab'
    """
    return _UNWRITABLE.sub("", text)


def fitted(row: Row, room: float, height: float) -> Row:
    """The row at the size at which all of it fits, at most its own."""
    text = plain(row.text).replace("\n", " ")
    if width(text, row.size) <= room * _SAFE and row.size * SPACING <= height:
        return replace(row, text=text)
    wide, high = max(room * _SAFE, 1.0), height / SPACING * LINE_HEIGHT
    most = math.sqrt(
        wide * high / (LINE_HEIGHT * max(width(text, 1.0), 1.0))
    )  # larger, the text has more area than the room
    fitting = fit(text, min(row.size, max(most * 1.05, _SMALLEST)), wide, high)
    while len(fitting.lines) * fitting.size * LINE_HEIGHT > high and fitting.size > _SMALLEST:
        fitting = fit(text, fitting.size * _SMALLER, wide, high)
    return replace(row, text=text, size=fitting.size)


def one_line(row: Row, room: float) -> Row:
    """The row cut to one line; for what is not a name."""
    return replace(row, text=shorten(plain(row.text).replace("\n", " "), row.size, room * _SAFE))


def height_of(row: Row, room: float) -> float:
    """How high a row is once wrapped into the room."""
    if width(row.text, row.size) <= room * _SAFE:
        return row.size * SPACING
    return max(len(wrap(row.text, row.size, max(room * _SAFE, 1.0))), 1) * row.size * SPACING


# -- XML --------------------------------------------------------------------------------------------------------------


def shape(part: Shape, new_id: NewId) -> str:
    """A shape."""
    sentence = part.sentence or " ".join(row.text for row in part.rows)
    turned = f' rot="{round(part.turn * 60000)}"' if part.turn else ""
    guides = "".join(f'<a:gd name="{name}" fmla="val {value}"/>' for name, value in part.adjust)
    filled = f'<p:nvPr><p:ph type="{part.placeholder}"/></p:nvPr>' if part.placeholder else "<p:nvPr/>"
    return (
        f"<p:sp>{_named(new_id(), part.name, sentence)}<p:cNvSpPr/>{filled}</p:nvSpPr>"
        f"<p:spPr><a:xfrm{turned}>{_placed(part.box)}</a:xfrm>"
        f'<a:prstGeom prst="{part.geometry}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
        f"{_painted(part.tint, part.line_width)}<a:effectLst/></p:spPr>{_body(part)}</p:sp>"
    )


def polyline(name: str, points: Sequence[tuple[float, float]], stroke: Stroke, sentence: str, new_id: NewId) -> str:
    """An open line through points."""
    left, top = min(x for x, _ in points), min(y for _, y in points)
    w, h = max(x for x, _ in points) - left, max(y for _, y in points) - top
    steps = [f'<a:pt x="{emu(x - left)}" y="{emu(y - top)}"/>' for x, y in points]
    way = f"<a:moveTo>{steps[0]}</a:moveTo>" + "".join(f"<a:lnTo>{step}</a:lnTo>" for step in steps[1:])
    return (
        f"<p:sp>{_named(new_id(), name, sentence)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr><a:xfrm>{_placed(Box(left, top, w, h))}</a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{emu(w)}" h="{emu(h)}" fill="none">{way}</a:path>'
        f"</a:pathLst></a:custGeom><a:noFill/>{outline(stroke)}<a:effectLst/></p:spPr></p:sp>"
    )


def drawing(name: str, box: Box, steps: Iterable[Step], colour: str, turn: float, new_id: NewId) -> str:
    """A filled outline, its steps from the box's corner; it has no text."""
    way = []
    for step, points in steps:
        spots = "".join(f'<a:pt x="{emu(x)}" y="{emu(y)}"/>' for x, y in points)
        way.append(f"<a:{_PEN[step]}>{spots}</a:{_PEN[step]}>")
    drawn = "".join(way)
    return (
        f"<p:sp>{_named(new_id(), name, '')}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f'<p:spPr><a:xfrm rot="{round(turn * 60000)}">{_placed(box)}</a:xfrm>'
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{emu(box.w)}" h="{emu(box.h)}">{drawn}</a:path></a:pathLst></a:custGeom>'
        f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill><a:ln><a:noFill/></a:ln><a:effectLst/>'
        "</p:spPr></p:sp>"
    )


def group(name: str, box: Box, sentence: str, parts: Iterable[str], new_id: NewId) -> str:
    """Shapes that move as one; the parts keep the slide's coordinates."""
    place, inner = _placed(box), _placed(box, "ch")
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{new_id()}" name={_attribute(name)} descr={_attribute(sentence)}/>'
        f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>{place}{inner}</a:xfrm></p:grpSpPr>"
        f"{''.join(parts)}</p:grpSp>"
    )


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: paragraphs on a colour."""

    rows: tuple[Row, ...]
    fill: str = palette.PAPER


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells of one height, which holds their text."""

    height: float
    cells: tuple[TableCell, ...]


def table(
    name: str, box: Box, widths: Sequence[float], rows: Sequence[TableRow], sentence: str, new_id: NewId
) -> str:  # fmt: skip
    """A native table; its first row is the heading."""
    grid = "".join(f'<a:gridCol w="{emu(wide)}"/>' for wide in widths)
    body = "".join(f'<a:tr h="{emu(row.height)}">{"".join(map(_cell, row.cells))}</a:tr>' for row in rows)
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{new_id()}" name={_attribute(name)} descr={_attribute(sentence)}/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f"<p:xfrm>{_placed(box)}</p:xfrm><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


def outline(stroke: Stroke, *, arrow: bool = False) -> str:
    """A line's look; an arrow points at its end."""
    dash = ""
    if stroke.dash:
        dash = f'<a:prstDash val="{"dash" if stroke.dash[0] > 2 else "sysDot"}"/>'  # noqa: PLR2004 - dots are short
    head = '<a:tailEnd type="triangle" w="med" len="med"/>' if arrow else ""
    return f'<a:ln w="{emu(stroke.width)}">{_solid(stroke.colour)}{dash}<a:round/>{head}</a:ln>'


def _named(identity: int, name: str, sentence: str) -> str:
    silent = "" if sentence else _DECORATIVE
    return f'<p:nvSpPr><p:cNvPr id="{identity}" name={_attribute(name)} descr={_attribute(sentence)}>{silent}</p:cNvPr>'


def _attribute(text: str) -> str:
    return quoteattr(plain(text), {"\n": " "})


def _placed(box: Box, child: str = "") -> str:
    off, ext = ("chOff", "chExt") if child else ("off", "ext")
    return f'<a:{off} x="{emu(box.x)}" y="{emu(box.y)}"/><a:{ext} cx="{max(emu(box.w), 0)}" cy="{max(emu(box.h), 0)}"/>'


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'


def _painted(tint: Tint | None, width: float) -> str:
    """Fill and border; an empty colour is none."""
    if tint is None:
        return "<a:noFill/><a:ln><a:noFill/></a:ln>"
    fill = _solid(tint.fill) if tint.fill else "<a:noFill/>"
    if not tint.line:
        return f"{fill}<a:ln><a:noFill/></a:ln>"
    return fill + outline(Stroke(tint.line, width, (5, 3) if tint.border == "dashed" else ()))


def _body(part: Shape) -> str:
    paragraphs = "".join(_paragraph(row) for row in part.rows or (Row("", 9.0),))
    left, top, right = (emu(inset) for inset in part.insets)
    return (
        f'<p:txBody><a:bodyPr wrap="square" lIns="{left}" tIns="{top}" rIns="{right}" bIns="0" anchor="{part.anchor}" '
        f'rtlCol="0"><a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>'
    )


def _paragraph(row: Row) -> str:
    size = max(round(row.size * 100), 100)
    if not row.text:  # an empty paragraph is as high as its end mark
        end = f'<a:endParaRPr lang="en-US" sz="{size}"/>'
        return f'<a:p><a:pPr><a:lnSpc><a:spcPts val="{round(size * SPACING)}"/></a:lnSpc></a:pPr>{end}</a:p>'
    language = "en-US" if row.text.isascii() else "zh-CN"
    return (
        f'<a:p><a:pPr algn="{row.align}"><a:lnSpc><a:spcPts val="{round(size * SPACING)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef></a:pPr><a:r><a:rPr lang="{language}" altLang="zh-CN" sz="{size}" '
        f'b="{int(row.bold)}" dirty="0">{_solid(row.colour)}{faces()}</a:rPr>'
        f"<a:t>{escape(plain(row.text))}</a:t></a:r></a:p>"
    )


def faces() -> str:
    """The faces of a text, Latin and Chinese."""
    return f'<a:latin typeface="{LATIN}"/><a:ea typeface="{CHINESE}"/><a:cs typeface="{LATIN}"/>'


def _cell(cell: TableCell) -> str:
    border = "".join(
        f'<a:{side} w="6350">{_solid(palette.BOX.line)}</a:{side}>' for side in ("lnL", "lnR", "lnT", "lnB")
    )
    side, top = emu(CELL_INSET), emu(CELL_INSET / 2)
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{''.join(map(_paragraph, cell.rows))}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{top}" marB="{top}" anchor="ctr">{border}{_solid(cell.fill)}'
        "</a:tcPr></a:tc>"
    )
