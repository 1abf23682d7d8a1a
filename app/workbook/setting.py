"""Sections of the report as sheets: every column and row as values, with filters, bars and native charts.

A section of one table (or of several with the same columns) becomes a plain table from the first row; in any other, headings,
texts and tables stand under each other.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from app.report.blocks import Block, Cell, Column, Heading, Intervals, Section, Table, Text, Tiles, flat
from app.sheets.workbook import Book, breadth, letter_of, set_print, write_cell

_BAR: Final = "#7FA7D6"
_BARS: Final = (_BAR, "#1F3A5F")
_WIDEST: Final = 40
_LONG: Final = 35.0  # share of a table's width from which a column wraps
_WRAP_WIDTH: Final = 56


def write_section(book: Book, section: Section) -> None:
    """The section as a sheet of its own; none where it has no tables."""
    blocks = tuple(flat(section.blocks))
    tables = [block for block in blocks if isinstance(block, Table) and block.rows]
    if not tables:
        return
    sheet = book.add(section.title)
    set_print(sheet)
    alike = {table.columns for table in tables}
    if len(alike) == 1 and not any(isinstance(block, Tiles) for block in blocks):
        rows = tuple(row for table in tables for row in table.rows)
        whole = Table(tables[0].columns, rows, charted=tables[0].charted)
        _write_table(book, sheet, 0, whole)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(whole.columns) - 1)
        _add_charts(book, sheet, section, whole)
    else:
        _write_stacked(book, sheet, blocks)


def _write_stacked(book: Book, sheet: Worksheet, blocks: tuple[Block, ...]) -> None:
    row = 0
    for block in blocks:
        if isinstance(block, Heading):
            row += 1
            sheet.write_string(row, 0, block.text, book.formats["strong"])
            row += 1
        elif isinstance(block, Text):
            sheet.write_string(row, 0, block.text, book.formats["text"])
            row += 1
        elif isinstance(block, Tiles):
            for tile in block.tiles:
                for place, text in enumerate((tile.label, tile.text, tile.second)):
                    sheet.write_string(row, place, text, book.formats["strong" if place == 1 else "text"])
                row += 1
        elif isinstance(block, Table) and block.rows:
            row = _write_table(book, sheet, row, block) + 1


def _write_table(book: Book, sheet: Worksheet, top: int, table: Table) -> int:
    """Headings and rows from a row on; the row after the last."""
    for place, column in enumerate(table.columns):
        sheet.write_string(top, place, column.head, book.formats["heading"])
        for number, row in enumerate(table.rows, top + 1):
            _write(book, sheet, number, place, row[place], column)
        texts = [column.head, *(str(row[place].value or row[place].text) for row in table.rows)]
        wide = max(map(breadth, texts)) + 2
        wraps = column.share >= _LONG and wide > _WRAP_WIDTH
        sheet.set_column(place, place, _WRAP_WIDTH if wraps else max(8, min(_WIDEST, wide)))
        if column.kind == "share":
            bar = {"type": "data_bar", "bar_color": _BAR, "bar_solid": True, "min_type": "num", "min_value": 0}
            sheet.conditional_format(top + 1, place, top + max(len(table.rows), 1), place, bar)
    return top + 1 + len(table.rows)


def _write(book: Book, sheet: Worksheet, row: int, place: int, cell: Cell, column: Column) -> None:
    """A cell as what it is: a number by how people read it, a day as a day, anything else as text."""
    value = cell.value
    if value is None:
        value = "" if cell.text == "—" else cell.text
    if isinstance(value, str):
        if cell.tint is not None:
            style = {"bg_color": cell.tint.fill, "font_color": cell.tint.ink, "valign": "top", "font_size": 10}
            sheet.write_string(row, place, value, book.workbook.add_format(style))
        elif value:
            write_cell(book, sheet, row, place, value, "plain")
    elif isinstance(value, date):
        write_cell(book, sheet, row, place, value, "plain")
    else:
        sheet.write_number(row, place, value, book.formats[_number_style(cell, column)])


def _number_style(cell: Cell, column: Column) -> str:
    if column.kind == "share" or cell.text.endswith("%"):
        return "percent"
    if cell.text[:1] in "+−" or cell.text == "0.00":
        return "score"
    return "amount" if "," in cell.text else "number" if isinstance(cell.value, float) else "count"


# -- charts -----------------------------------------------------------------------------------------------------------


def _add_charts(book: Book, sheet: Worksheet, section: Section, table: Table) -> None:
    """Bars of a charted table's shares; intervals as bars with their ends, drawn from the table's first rows."""
    intervals = next((block for block in section.blocks if isinstance(block, Intervals)), None)
    if table.charted:
        shares = [place for place, column in enumerate(table.columns) if column.kind == "share"]
        chart = book.workbook.add_chart({"type": "bar"})
        for place, colour in zip(shares, _BARS, strict=False):
            chart.add_series(
                {
                    "name": f"='{section.title}'!${letter_of(place)}$1",
                    "categories": _range(section, 0, len(table.rows)),
                    "values": _range(section, place, len(table.rows)),
                    "fill": {"color": colour},
                }
            )
        _place(sheet, chart, section, table, {"min": 0, "max": 1, "num_format": "0%"})
    elif intervals is not None:
        rows = intervals.rows
        point = next(place for place, column in enumerate(table.columns) if column.kind == "number")
        chart = book.workbook.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": section.title,
                "categories": _range(section, 0, len(rows)),
                "values": _range(section, point, len(rows)),
                "fill": {"color": _BAR},
                "gap": 60,
                "x_error_bars": {
                    "type": "custom",
                    "plus_values": [row.high - row.point for row in rows],
                    "minus_values": [row.point - row.low for row in rows],
                },
            }
        )
        _place(sheet, chart, section, table, {"min": -1, "max": 1, "num_format": "0.0"})


def _range(section: Section, place: int, rows: int) -> str:
    letter = letter_of(place)
    return f"='{section.title}'!${letter}$2:${letter}${rows + 1}"


def _place(sheet: Worksheet, chart: Any, section: Section, table: Table, axis: dict[str, Any]) -> None:
    chart.set_title({"name": section.title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"} if table.charted else {"none": True})
    chart.set_x_axis({**axis, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    scale = {"x_scale": 1.3, "y_scale": max(1.2, len(table.rows) / 9) if table.charted else 1.2}
    sheet.insert_chart(1, len(table.columns) + 1, chart, scale)
