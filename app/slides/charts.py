"""The charts: native ones, whose numbers people may look up and change in the sheet behind them."""

from __future__ import annotations

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

from app.map.text_metrics import shorten
from app.report import palette
from app.report.blocks import Intervals, Table
from app.slides.deck import ROOM, Deck, Page, paged
from app.slides.shapes import CHINESE, LATIN, Row, Shape, emu, fitted, plain
from app.texts import slides
from graph.layout.layout import Box

BARS_A_CHART: Final = 14
BESIDE: Final = 300.0
"""Room to the right of a chart of intervals, for their figures."""
_SIGNED: Final = '+0.00;"−"0.00;0.00'
_NAME_ROOM: Final = 150.0
_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


def bars(deck: Deck, title: str, note: str, table: Table) -> None:
    """The shares of a table as bars, row by row; a row without any is left out."""
    first, shares = 0, [i for i, column in enumerate(table.columns) if column.kind == "share"]
    rows = [row for row in table.rows if any(row[i].value is not None for i in shares)]
    pages = [rows[i : i + BARS_A_CHART] for i in range(0, len(rows), BARS_A_CHART)]
    for number, shown in enumerate(pages, 1):
        said = [f"{row[first].value}: {', '.join(row[i].text for i in shares)}" for row in shown]
        page = deck.page(paged(deck.view, title, number, len(pages)), *said)
        _note(page, note)
        data = _data("0%")
        data.categories = [shorten(plain(str(row[first].value)), 11, _NAME_ROOM) for row in shown]
        for i in shares:
            data.add_series(table.columns[i].head, [row[i].value for row in shown])
        room = Box(ROOM.x, ROOM.y + 20, ROOM.w, min(ROOM.h - 24, 90 + 46 * len(shown)))
        chart = _chart(page, XL_CHART_TYPE.BAR_CLUSTERED, data, room, ("chart:bars", f"{title}: {'; '.join(said)}"))
        _as_bars(chart)


def _note(page: Page, text: str) -> None:
    page.draw(Shape("note", Box(ROOM.x, ROOM.y + 2, ROOM.w, 14), (fitted(Row(text, 11), ROOM.w, 14),)))


def _as_bars(chart: Any) -> None:
    """Bars from 0 to 1, the first row on top, each with its percentage."""
    chart.category_axis.reverse_order = True
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0.0, 1.0, 0.25
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # below, as the order of the categories is turned
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    for series, colour in zip(plot.series, (palette.CONTACT, palette.INFLUENCE_BAR), strict=False):
        _fill(series.format.fill, colour)
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0%", False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        _face(labels.font, 9)


def intervals(deck: Deck, title: str, block: Intervals) -> Page:
    """A slide with a chart of intervals and, to its right, room for their figures."""
    said = [f"{row.name} {row.text}" for row in block.rows]
    page = deck.page(title, *said)
    _note(page, block.note)
    data = _data(_SIGNED)
    data.categories = [shorten(plain(row.name), 11, _NAME_ROOM) for row in block.rows]
    for name, values in (
        (slides.HIGH, [row.high for row in block.rows]),
        (slides.LOW, [row.low for row in block.rows]),
        (slides.POINT, [row.point for row in block.rows]),
    ):
        data.add_series(deck.view.say(name), values)
    room = Box(ROOM.x, ROOM.y + 22, ROOM.w - BESIDE - 16, ROOM.h - 26)
    chart = _chart(page, XL_CHART_TYPE.LINE_MARKERS, data, room, ("chart:intervals", f"{title}: {'; '.join(said)}"))
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = -1.0, 1.0, 0.5
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _SIGNED, False
    chart.has_legend = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _high_low(chart)
    return page


def _high_low(chart: Any) -> None:
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
    elements = [part for part in lines if part.tag in {f"{{{_CHART}}}ser", f"{{{_CHART}}}axId"}]
    stock = parse_xml(
        f'<c:stockChart xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"><c:hiLowLines><c:spPr><a:ln w="{emu(3)}"><a:solidFill>'
        f'<a:srgbClr val="{palette.PARTIES[0][1:].upper()}"/></a:solidFill></a:ln></c:spPr></c:hiLowLines></c:stockChart>'
    )
    for part in elements:
        if part.tag.endswith("ser"):
            stock[-1].addprevious(part)
        else:
            stock.append(part)
    lines.getparent().replace(lines, stock)


def _chart(page: Page, kind: Any, data: Any, box: Box, named: tuple[str, str]) -> Any:
    """A chart with its legend below, in the faces and colours of the other shapes."""
    frame = page.native().add_chart(kind, *(Emu(emu(part)) for part in (box.x, box.y, box.w, box.h)), data)
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
    chinese = parse_xml(f'<a:ea xmlns:a="{_DRAWING}" typeface="{CHINESE}"/>')
    font._rPr.find(f"{{{_DRAWING}}}latin").addnext(chinese)  # noqa: SLF001 - the Chinese face has no call
