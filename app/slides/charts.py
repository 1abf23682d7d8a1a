"""The charts: native ones, whose numbers people may look up and change in the sheet behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

from app.map import palette
from app.map.map_view import MapView, number, percent
from app.map.text_metrics import shorten
from app.power_map.schemas import DepartmentView
from app.slides.deck import ROOM, Deck, Page, paged
from app.slides.shapes import (
    CELL_INSET,
    CHINESE,
    LATIN,
    Row,
    Shape,
    TableCell,
    TableRow,
    emu,
    fitted,
    plain,
    table,
)
from app.texts import review_pack as words
from app.texts import slides
from app.texts.codes import STAGE_KINDS
from graph.analysis.standing import StageStanding
from graph.layout.layout import Box

DEPARTMENTS_A_CHART: Final = 14
_SIGNED: Final = '+0.00;"−"0.00;0.00'
_TABLE, _ROW = 290.0, 18.0
_NAME_ROOM: Final = 150.0
_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


def coverage(deck: Deck) -> None:
    """Who was met, department by department: of the people, and of the decision influence."""
    view = deck.view
    held = [unit for unit in view.map.departments if unit.people]
    pages = [held[i : i + DEPARTMENTS_A_CHART] for i in range(0, len(held), DEPARTMENTS_A_CHART)]
    for i, units in enumerate(pages, 1):
        page = deck.page(paged(view, view.say(slides.COVERAGE), i, len(pages)), *_told(view, units))
        total = view.say(words.COVERED).format(
            plain=percent(view.map.coverage.plain), weighted=percent(view.map.coverage.weighted)
        )
        page.draw(Shape("note", Box(ROOM.x, ROOM.y + 2, ROOM.w, 14), (fitted(Row(total, 11), ROOM.w, 14),)))
        _bars(page, view, units)


def _told(view: MapView, units: Sequence[DepartmentView]) -> list[str]:
    names = _names(view)
    return [f"{names[unit.id]}: {percent(unit.coverage_plain)}, {percent(unit.coverage_weighted)}" for unit in units]


def _names(view: MapView) -> dict[str, str]:
    drawn = {unit.id: unit.name for unit in view.units}
    return {unit.id: plain(drawn.get(unit.id, unit.name)) for unit in view.map.departments}


def _bars(page: Page, view: MapView, units: Sequence[DepartmentView]) -> None:
    names = _names(view)
    data = _data("0%")
    data.categories = [shorten(names[unit.id], 11, _NAME_ROOM) for unit in units]
    data.add_series(view.say(slides.PLAIN), [unit.coverage_plain for unit in units])
    data.add_series(view.say(slides.WEIGHTED), [unit.coverage_weighted for unit in units])
    room = Box(ROOM.x, ROOM.y + 20, ROOM.w, min(ROOM.h - 24, 90 + 46 * len(units)))
    told = f"{view.say(slides.COVERAGE)}: {'; '.join(_told(view, units))}"
    chart = _chart(page, XL_CHART_TYPE.BAR_CLUSTERED, data, room, ("chart:coverage", told))
    chart.category_axis.reverse_order = True
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0.0, 1.0, 0.25
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # below, as the order of the categories is turned
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    for series, colour in zip(plot.series, (palette.CONTACT, palette.INFLUENCE_BAR), strict=True):
        _fill(series.format.fill, colour)
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0%", False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        _face(labels.font, 9)


def standing(deck: Deck) -> None:
    """Every party's standing with its interval, over all stages and at each; nothing where there is none or it is not told."""
    view = deck.view
    if not view.map.standing:
        return
    spans = {view.party(party): (held.low, held.point, held.high) for party, held in view.map.standing.items()}
    told = [
        f"{party} {view.say(words.RANGE).format(point=number(point), low=number(low), high=number(high))}"
        for party, (low, point, high) in spans.items()
    ]
    page = deck.page(view.say(words.HEADINGS["standing"]), *told)
    note = fitted(Row(view.say(slides.STANDING_NOTE), 11), ROOM.w, 14)
    page.draw(Shape("note", Box(ROOM.x, ROOM.y + 2, ROOM.w, 14), (note,)))
    data = _data(_SIGNED)
    data.categories = [f"{shorten(plain(party), 11, _NAME_ROOM)}" for party in spans]
    for i, name in enumerate((slides.HIGH, slides.LOW, slides.POINT)):
        data.add_series(view.say(name), [held[(2, 0, 1)[i]] for held in spans.values()])
    room = Box(ROOM.x, ROOM.y + 22, ROOM.w - _TABLE - 16, ROOM.h - 26)
    heading = view.say(words.HEADINGS["standing"])
    chart = _chart(page, XL_CHART_TYPE.LINE_MARKERS, data, room, ("chart:standing", f"{heading}: {'; '.join(told)}"))
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = -1.0, 1.0, 0.5
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _SIGNED, False
    chart.has_legend = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _intervals(chart)
    _by_stage(page, view, Box(ROOM.x + ROOM.w - _TABLE, room.y, _TABLE, room.h))


def _by_stage(page: Page, view: MapView, box: Box) -> None:
    """The numbers as a table: every party over all stages and, where they fit, at each."""
    rows, deepest = [], sum(2 + len(held.stages) for held in view.map.standing.values()) * _ROW <= box.h
    kinds = {stage.id: view.say(STAGE_KINDS[stage.kind]) for stage in view.map.stages}
    for party, held in view.map.standing.items():
        name = fitted(Row(view.party(party), 11, bold=True), _TABLE / 2 - 2 * CELL_INSET, _ROW - CELL_INSET)
        told: list[tuple[Row, StageStanding]] = [(name, held)]
        if deepest:
            told += [(Row(kinds.get(stage, stage), 10, palette.QUIET), span) for stage, span in held.stages.items()]
        for first, span in told:
            text = view.say(words.RANGE).format(point=number(span.point), low=number(span.low), high=number(span.high))
            cells = (first, Row(text, 10, bold=first.bold, align="r"))
            fill = palette.HEADER if first.bold else palette.PAPER
            rows.append(TableRow(_ROW, tuple(TableCell((cell,), fill) for cell in cells)))
    shown = rows[: int(box.h / _ROW)]
    told_of = view.say(words.HEADINGS["standing"])
    place = Box(box.x, box.y, box.w, len(shown) * _ROW)
    page.put(table("table", place, (box.w / 2, box.w / 2), shown, told_of, page.new_id))


def _intervals(chart: Any) -> None:
    """A chart of highs, lows and points: no line from party to party, one from low to high at each; ends and point marked."""
    marks = ((XL_MARKER_STYLE.DASH, 14), (XL_MARKER_STYLE.DASH, 14), (XL_MARKER_STYLE.DIAMOND, 11))
    for series, (style, size) in zip(chart.plots[0].series, marks, strict=True):
        series.format.line.fill.background()
        series.smooth = False
        series.marker.style, series.marker.size = style, size
        _fill(series.marker.format.fill, palette.PARTIES[0])
        _fill(series.marker.format.line.fill, palette.PARTIES[0])
        labels = series.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.RIGHT
        labels.number_format, labels.number_format_is_linked = _SIGNED, False
        _face(labels.font, 10)
    lines = chart.plots[0]._element  # noqa: SLF001 - the library reads no chart of highs and lows, so it is made of another
    kept = [part for part in lines if part.tag in {f"{{{_CHART}}}ser", f"{{{_CHART}}}axId"}]
    stock = parse_xml(
        f'<c:stockChart xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"><c:hiLowLines><c:spPr><a:ln w="{emu(3)}"><a:solidFill>'
        f'<a:srgbClr val="{palette.PARTIES[0][1:].upper()}"/></a:solidFill></a:ln></c:spPr></c:hiLowLines></c:stockChart>'
    )
    for part in kept:
        if part.tag.endswith("ser"):
            stock[-1].addprevious(part)
        else:
            stock.append(part)
    lines.getparent().replace(lines, stock)


def _chart(page: Page, kind: Any, data: Any, box: Box, named: tuple[str, str]) -> Any:
    """A chart with its legend below, in the faces and colours of the other shapes."""
    frame = page.native().add_chart(kind, *(Emu(emu(held)) for held in (box.x, box.y, box.w, box.h)), data)
    page.adopt(frame, *named)
    chart = frame.chart
    _face(chart.font, 10)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    lines = chart.value_axis.major_gridlines.format.line
    _fill(lines.fill, palette.HEADER)
    chart.value_axis.format.line.fill.background()
    return chart


def _data(number_format: str) -> Any:
    untyped: Any = CategoryChartData
    return untyped(number_format=number_format)


def _fill(fill: Any, colour: str) -> None:
    fill.solid()
    untyped: Any = RGBColor
    fill.fore_color.rgb = untyped(*bytes.fromhex(colour[1:]))


def _face(font: Any, size: float) -> None:
    """Latin and Chinese face, size and ink."""
    font.size, font.name = Pt(size), LATIN
    _fill(font.fill, palette.INK)
    made = parse_xml(f'<a:ea xmlns:a="{_DRAWING}" typeface="{CHINESE}"/>')
    font._rPr.find(f"{{{_DRAWING}}}latin").addnext(made)  # noqa: SLF001 - the Chinese face has no call
