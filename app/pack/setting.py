"""Blocks of the report as the template takes them: what fits which width, where words may break, which rows stay together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, Final

from app.map.text_metrics import width
from app.report.blocks import Beside, Block, Cell, Intervals, Section, Table, Text, Together, flat
from app.report.view import ReportView
from app.texts.report import SOME_ROWS

ROOM: Final = 762.0  # points between the margins of the page
GUTTER: Final = 18.0
HALF: Final = (ROOM - GUTTER) / 2
SIZE: Final = 8.5  # points of a table's text
INSET: Final = 4.0
_SLACK: Final = 4.0  # a stroke makes words a little wider than measured
_NAME_ROOM: Final = 0.2 * HALF  # before an interval
_TOGETHER: Final = 3  # rows that are not parted at the ends of a table
_TALL: Final = 8.0  # lines; three rows so tall may not fit on a page together
_BAR: Final = 46.0  # a bar and what parts it from its text
_SCALES: Final = (2.1, 1.9, 1.7, 1.55, 1.4, 1.3, 1.2, 1.1, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46)
_FEW: Final = 12  # rows of a section that begins no page of its own
_LATIN_RUN: Final = re.compile(r"[^\s\u2e80-\uffef\u200b-]{6,}")
_UNBROKEN: Final = re.compile(r"[^\s\u2e80-\uffef\u200b]+")
_BREAK: Final = "\u200b"  # allows a line break and has no width


def set_section(view: ReportView, section: Section, *, fresh: bool = False) -> dict[str, Any]:
    """A bookmarked part. `fresh` begins a page; with `scales` it is set on one, in the first that fits; `paper`: its size."""
    rows = sum(len(block.rows) for block in flat(section.blocks) if isinstance(block, Table))
    return {
        "title": section.title,
        "blocks": list(_set(view, section.blocks, ROOM)),
        "paper": "a4",
        "fresh": fresh or rows > _FEW,
        "scales": [scale for scale in _SCALES if scale <= max(_largest(section.blocks, ROOM), 1.0)]
        if section.one_page
        else [],
    }


def _largest(blocks: Iterable[Block], room: float) -> float:
    """How many times the usual size the type may have with no word wider than its column."""
    most = _SCALES[0]
    for block in blocks:
        if isinstance(block, Beside):
            most = min(most, _largest((*block.left, *block.right), HALF))
        elif isinstance(block, Together):
            most = min(most, _largest(block.blocks, room))
        elif isinstance(block, Intervals):
            most = min(most, *(_NAME_ROOM / width(row.name, SIZE, bold=True) for row in block.rows if row.name))
        elif isinstance(block, Table) and block.rows:
            shown = block.fitting("page", block.printed)
            for column, wide in zip(shown.columns, _rooms(shown, room), strict=True):
                most = min(most, wide / _widest_word(column.head, bold=True))
            for row in shown.rows:
                for cell, wide in zip(row, _rooms(shown, room), strict=True):
                    bar = _BAR if cell.bar is not None else 0.0
                    most = min(most, (wide - bar) / _widest_word(cell.text, bold=cell.strong))
                    most = min(most, wide / _widest_word(_below(cell), bold=False))
    return most


def _widest_word(text: str, *, bold: bool) -> float:
    return max((width(run, SIZE, bold=bold) for run in _UNBROKEN.findall(text)), default=SIZE)


def _rooms(table: Table, room: float) -> list[float]:
    """What a table's columns leave to their texts."""
    shares = sum(column.share for column in table.columns)
    return [room * column.share / shares - 2 * INSET - _SLACK for column in table.columns]


def _set(view: ReportView, blocks: Iterable[Block], room: float) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _table(view, block, room)
        elif isinstance(block, Text):
            yield _text(block.text, quiet=block.quiet)
        elif isinstance(block, Intervals):
            rows = [{**asdict(row), "name": breakable(row.name, _NAME_ROOM)} for row in block.rows]
            yield {"kind": "intervals", "rows": rows}
            if block.note:
                yield _text(block.note, quiet=True)
        elif isinstance(block, Beside):
            left, right = (list(_set(view, side, HALF)) for side in (block.left, block.right))
            yield {"kind": "beside", "left": left, "right": right}
        elif isinstance(block, Together):
            yield {"kind": "together", "blocks": list(_set(view, block.blocks, room))}
        else:
            yield asdict(block)


def _text(text: str, *, quiet: bool) -> dict[str, Any]:
    """A paragraph in which no word is wider than half a page."""
    return {"kind": "text", "text": breakable(text, HALF - _SLACK), "quiet": quiet}


def _table(view: ReportView, table: Table, room: float) -> Iterator[dict[str, Any]]:
    """A table in which no word is wider than its column; above it how many of its rows are shown if not all."""
    if not table.rows:
        yield _text(table.empty, quiet=False)
        return
    shown = table.fitting("page", table.printed)
    if len(shown.rows) < len(table.rows):
        yield _text(view.say(SOME_ROWS).format(shown=len(shown.rows), all=len(table.rows)), quiet=True)
    rooms = _rooms(shown, room)
    lines = [
        width(_below(cell) + cell.text, SIZE) / wide
        for row in shown.rows
        for cell, wide in zip(row, rooms, strict=True)
    ]
    yield {
        "kind": "table",
        "columns": [
            {"head": breakable(column.head, wide), "share": column.share, "right": column.right}
            for column, wide in zip(shown.columns, rooms, strict=True)
        ],
        "rows": [[_cell(cell, wide) for cell, wide in zip(row, rooms, strict=True)] for row in shown.rows],
        "room": room,
        "kept": _TOGETHER if max(lines, default=0.0) < _TALL else 1,
    }


def _below(cell: Cell) -> str:
    return " · ".join(part for part in (cell.alias, cell.second) if part)


def _cell(cell: Cell, room: float) -> dict[str, Any]:
    whole = cell.bar is not None
    return {
        "text": cell.text if whole else breakable(cell.text, room),
        "second": breakable(_below(cell), room),
        "tint": asdict(cell.tint) if cell.tint else None,
        "bar": cell.bar,
        "strong": cell.strong,
    }


def breakable(text: str, room: float, size: float = SIZE) -> str:
    r"""The text with places to break in words that are wider than the room.

    >>> breakable("Li Wei", 30.0)
    'Li Wei'
    >>> breakable("Wolfeschlegelstein", 30.0).replace("\u200b", "|")
    'W|o|l|f|e|s|c|h|l|e|g|e|l|s|t|e|i|n'
    """
    return _LATIN_RUN.sub(
        lambda run: _BREAK.join(run.group()) if width(run.group(), size) > room else run.group(), text
    )
