"""Sections of the report on slides: headings, texts, tiles and native tables, going on to further slides as needed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.report import palette
from app.report.blocks import Beside, Block, Cell, Heading, Intervals, Section, Table, Text, Tile, Tiles, Together, flat
from app.slides import charts
from app.slides.deck import ROOM, Deck, Page, paged
from app.slides.shapes import CELL_INSET, SPACING, Align, Row, Shape, TableCell, TableRow, fitted, height_of, table
from app.texts.report import SOME_ROWS
from graph.layout.layout import Box

MOST_ROWS: Final = 60  # of one table; who wants all of hundreds wants the workbook
_HIGHEST: Final = 75.0  # of a cell; longer texts are set smaller
_LINES: Final = 6  # that a cell of larger type may have
_GAP, _APART = 8.0, 20.0
_SECOND: Final = 8 / 9  # the size of what stands below, to that of a cell's text
_USUAL: Final = 9.0
"""Points of a table's text; all other sizes follow it."""
_PROJECTED: Final = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, _USUAL)
"""The same on a slide of its own, as large as it fits."""
_ACROSS: Final = 5  # tiles of larger type


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something on a slide below what came before: rows of text, tiles, rows of a table with these widths, or two columns."""

    height: float
    rows: tuple[Row, ...] = ()
    tiles: tuple[Tile, ...] = ()
    widths: tuple[float, ...] = ()
    body: tuple[TableRow, ...] = ()
    columns: tuple[tuple[_Piece, ...], ...] = ()


def set_section(deck: Deck, section: Section) -> None:
    """A section on as many slides as it takes; its tables' rows stay whole and headings are repeated."""
    if section.one_page:
        pages = _one_page(deck, section)
    elif _charted(deck, section):
        return
    else:
        pages = _pages(_pieces(deck, section.blocks, ROOM.w))
    for i, pieces in enumerate(pages, 1):
        page = deck.page(paged(deck.view, section.title, i, len(pages)))
        y = ROOM.y + 4
        for piece in pieces:
            _draw(page, piece, Box(ROOM.x, y, ROOM.w, piece.height), section.title)
            y += piece.height + _GAP


def _one_page(deck: Deck, section: Section) -> list[list[_Piece]]:
    """All of it in the largest type with which it is one slide; in the smallest as many rows of its tables as fit."""
    rows = max((len(block.rows) for block in flat(section.blocks) if isinstance(block, Table)), default=0)
    tries = [*((size, rows) for size in _PROJECTED), *((_USUAL, fewer) for fewer in range(rows - 1, 0, -1))]

    def laid(size: float, shown: int) -> list[list[_Piece]]:
        return _pages(_pieces(deck, _first(section.blocks, shown), ROOM.w, size))

    # Each takes less room than the one before, so the first that fits is found by halving.
    fitting = bisect_left(tries, -1, key=lambda tried: -len(laid(*tried)))
    return laid(*tries[min(fitting, len(tries) - 1)])


def _first(blocks: Iterable[Block], rows: int) -> tuple[Block, ...]:
    """The blocks with at most so many rows in each table."""
    return tuple(
        replace(block, printed=rows)
        if isinstance(block, Table)
        else replace(block, left=_first(block.left, rows), right=_first(block.right, rows))
        if isinstance(block, Beside)
        else block
        for block in blocks
    )


def _charted(deck: Deck, section: Section) -> bool:
    """Bars or intervals as a native chart, with what else the section says around it; whether the section has either."""
    notes = [block.text for block in section.blocks if isinstance(block, Text)]
    tables = [block for block in section.blocks if isinstance(block, Table)]
    drawn = next((block for block in section.blocks if isinstance(block, Intervals)), None)
    if drawn is not None:
        page = charts.intervals(deck, section.title, drawn)
        y = ROOM.y + 22
        for table in tables:
            for piece in _table(deck, table, charts.BESIDE):
                part = next(_parts(piece, _room() - 22)) if piece.body else piece
                if y + part.height <= ROOM.y + ROOM.h:
                    _draw(
                        page, part, Box(ROOM.x + ROOM.w - charts.BESIDE, y, charts.BESIDE, part.height), section.title
                    )
                    y += part.height + _GAP
        return True
    if any(table.charted for table in tables):
        for table in tables:
            charts.bars(deck, section.title, " ".join(notes), table)
        return True
    return False


def _pieces(deck: Deck, blocks: Iterable[Block], wide: float, size: float = _USUAL) -> Iterator[_Piece]:
    prose = size + 1
    for block in blocks:
        if isinstance(block, Heading):
            yield _text(Row(block.text, size + 3, bold=True), wide)
        elif isinstance(block, Text):
            yield _text(Row(block.text, prose, palette.QUIET if block.quiet else palette.INK), wide)
        elif isinstance(block, Tiles):
            yield from _tiles(block.tiles, wide, size)
        elif isinstance(block, Together):
            yield from _pieces(deck, block.blocks, wide, size)
        elif isinstance(block, Beside):
            yield from _beside(deck, block, wide, size)
        elif isinstance(block, Intervals):
            yield from (_text(Row(f"{row.name} {row.text}", prose), wide) for row in block.rows)
        else:
            yield from _table(deck, block, wide, size)


def _tiles(tiles: Sequence[Tile], wide: float, size: float) -> Iterator[_Piece]:
    """Tiles in rows of equal length."""
    rows = -(-len(tiles) // _ACROSS)
    across = -(-len(tiles) // max(rows, 1))
    for i in range(0, len(tiles), across):
        yield _Piece(4.4 * size, tiles=tuple(tiles[i : i + across]), widths=((wide + _GAP) / across - _GAP,))


def _beside(deck: Deck, block: Beside, wide: float, size: float) -> Iterator[_Piece]:
    """Two columns where both are short, else one after the other."""
    half = (wide - _APART) / 2
    columns = tuple(tuple(_pieces(deck, side, half, size)) for side in (block.left, block.right))
    high = max(sum(piece.height + _GAP for piece in column) for column in columns) - _GAP
    if high <= _room():
        yield _Piece(high, columns=columns)
    else:
        yield from _pieces(deck, (*block.left, *block.right), wide, size)


def _text(row: Row, wide: float) -> _Piece:
    """A paragraph, set smaller where it would take more than a quarter of a slide."""
    row = fitted(row, wide, max(_room() / 4, row.size * SPACING))
    return _Piece(height_of(row, wide), rows=(row,))


def _table(deck: Deck, table: Table, wide: float, size: float = _USUAL) -> Iterator[_Piece]:
    """A whole table, however high; above it how many of its rows are shown if not all."""
    if not table.rows:
        yield _text(Row(table.empty, size + 1), wide)
        return
    shown = table.fitting("page", min(table.printed or MOST_ROWS, MOST_ROWS))
    if len(shown.rows) < len(table.rows):
        said = deck.view.say(SOME_ROWS).format(shown=len(shown.rows), all=len(table.rows))
        yield _text(Row(said, size + 1, palette.QUIET), wide)
    shares = sum(column.share for column in shown.columns)
    widths = tuple(wide * column.share / shares for column in shown.columns)
    heads = [TableCell((Row(column.head, size, bold=True),), palette.HEADER) for column in shown.columns]
    right = [column.right for column in shown.columns]
    body = [
        _row([_cell(cell, room, size, right=far) for cell, room, far in zip(row, widths, right, strict=True)], widths)
        for row in shown.rows
    ]
    rows = (_row(heads, widths), *body)
    yield _Piece(sum(row.height for row in rows), widths=widths, body=rows)


def _cell(cell: Cell, wide: float, size: float, *, right: bool) -> TableCell:
    align: Align = "r" if right else "l"
    ink = cell.tint.ink if cell.tint else palette.INK
    below = " · ".join(part for part in (cell.alias, cell.second) if part)
    first = Row(cell.text, size, ink, bold=cell.strong, align=align)
    second = Row(below, size * _SECOND, ink if cell.tint else palette.QUIET, align=align)
    highest = max(_HIGHEST, _LINES * size * SPACING) if size > _USUAL else _HIGHEST
    rows = [fitted(row, wide - 2 * CELL_INSET, highest) for row in (first, second) if row.text]
    return TableCell(tuple(rows) or (first,), cell.tint.fill if cell.tint else palette.PAPER)


def _row(cells: Sequence[TableCell], widths: Sequence[float]) -> TableRow:
    highs = [
        sum(height_of(row, wide - 2 * CELL_INSET) for row in cell.rows)
        for cell, wide in zip(cells, widths, strict=True)
    ]
    return TableRow(max(highs) + CELL_INSET, tuple(cells))


def _pages(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Pieces put on pages; a table is cut between rows, and a heading goes with what it heads."""
    pages: list[list[_Piece]] = [[]]
    left = _room()
    waiting = list(pieces)
    for i, piece in enumerate(waiting):
        ahead = _least(waiting[i + 1]) if piece.rows and i + 1 < len(waiting) else 0.0
        for part in _parts(piece, left - ahead):
            if part.height + ahead > left and pages[-1]:
                pages.append([])
                left = _room()
            pages[-1].append(part)
            left -= part.height + _GAP
    return pages


def _room() -> float:
    return ROOM.h - 8


def _least(piece: _Piece) -> float:
    """The height that a piece needs to begin."""
    return _GAP + (sum(row.height for row in piece.body[:2]) if piece.body else piece.height)


def _parts(piece: _Piece, left: float) -> Iterator[_Piece]:
    """A table in parts: the first for what is left of a page, the others for whole pages."""
    if not piece.body:
        yield piece
        return
    head, *rows = piece.body
    part: list[TableRow] = []
    room = left if sum(row.height for row in piece.body[:2]) <= left else _room()
    for row in rows:
        if part and head.height + sum(one.height for one in part) + row.height > room:
            yield _part(piece, head, part)
            part, room = [], _room()
        part.append(row)
    yield _part(piece, head, part)


def _part(piece: _Piece, head: TableRow, rows: Sequence[TableRow]) -> _Piece:
    body = (head, *rows)
    return _Piece(sum(row.height for row in body), widths=piece.widths, body=body)


def _draw(page: Page, piece: _Piece, box: Box, title: str) -> None:
    if piece.body:
        sentence = f"{title}: " + ", ".join(cell.rows[0].text for cell in piece.body[0].cells)
        page.put(table("table", box, piece.widths, piece.body, sentence, page.new_id))
        return
    for i, column in enumerate(piece.columns):
        half, y = (box.w - _APART) / 2, box.y
        for part in column:
            _draw(page, part, Box(box.x + i * (half + _APART), y, half, part.height), title)
            y += part.height + _GAP
    if piece.rows:
        page.draw(Shape("text", box, piece.rows))
    for i, tile in enumerate(piece.tiles):
        (wide,) = piece.widths
        place = Box(box.x + i * (wide + _GAP), box.y, wide, box.h)
        ink = tile.tint.ink if tile.tint else palette.INK
        shares = ((tile.label, 0.25, False), (tile.text, 0.42, True), (tile.second, 0.25, False))
        fitting = tuple(
            fitted(Row(text, box.h * share / SPACING, ink, bold=bold), wide - 20, box.h * share)
            for text, share, bold in shares
            if text
        )
        page.draw(Shape("tile", place, fitting, tile.tint or palette.BOX, insets=(10, 0, 10), anchor="ctr"))
