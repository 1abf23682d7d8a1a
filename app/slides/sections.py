"""Sections of the review pack on slides: headings, texts, tiles and native tables, going on to further slides as needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.map import palette
from app.pack.pages.blocks import (
    Block,
    Cell,
    Figure,
    Heading,
    Pair,
    Section,
    Spans,
    Table,
    Text,
    Tile,
    Tiles,
    Together,
)
from app.slides.deck import ROOM, Deck, Page, paged
from app.slides.shapes import CELL_INSET, Align, Row, Shape, TableCell, TableRow, fitted, height_of, table
from app.texts import slides
from graph.layout.layout import Box

MOST_ROWS: Final = 60  # of one table; who wants all of hundreds wants the workbook
_TEXT, _SECOND, _HEAD = 9.0, 8.0, 9.0
_HIGHEST: Final = 75.0  # of a cell; longer texts are set smaller
_GAP, _APART = 8.0, 20.0
_NO_BREAK: Final = "\u200b"  # the pack marks where words may break; slides break by themselves
_TILE: Final = (320.0, 44.0)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something on a slide below what came before: rows of text, tiles, rows of a table with these widths, or two columns."""

    height: float
    rows: tuple[Row, ...] = ()
    tiles: tuple[Tile, ...] = ()
    widths: tuple[float, ...] = ()
    body: tuple[TableRow, ...] = ()
    columns: tuple[tuple[_Piece, ...], ...] = ()


def section(deck: Deck, held: Section) -> None:
    """A section on as many slides as it takes; its tables' rows stay whole and headings are repeated."""
    pages = _pages(_pieces(deck, held.blocks, ROOM.w))
    for i, pieces in enumerate(pages, 1):
        page = deck.page(paged(deck.view, held.title, i, len(pages)))
        y = ROOM.y + 4
        for piece in pieces:
            _draw(page, piece, Box(ROOM.x, y, ROOM.w, piece.height), held.title)
            y += piece.height + _GAP


def _pieces(deck: Deck, blocks: Iterable[Block], wide: float) -> Iterator[_Piece]:
    for block in blocks:
        if isinstance(block, Heading):
            yield _text(Row(block.text, 12, bold=True), wide)
        elif isinstance(block, Text):
            yield _text(Row(block.text, 10, palette.QUIET if block.quiet else palette.INK), wide)
        elif isinstance(block, Tiles):
            yield _Piece(_TILE[1], tiles=block.tiles)
        elif isinstance(block, Together):
            yield from _pieces(deck, block.blocks, wide)
        elif isinstance(block, Pair):
            yield from _beside(deck, block, wide)
        elif isinstance(block, Spans):
            yield from (_text(Row(f"{span.name} {span.text}", 10), wide) for span in block.rows)
        elif isinstance(block, Figure):
            yield _text(Row(block.told, 10), wide)
        else:
            if len(block.rows) > MOST_ROWS:
                told = deck.view.say(slides.SOME_ROWS).format(shown=MOST_ROWS, all=len(block.rows))
                yield _text(Row(told, 10, palette.QUIET), wide)
            yield _table(block, wide)


def _beside(deck: Deck, block: Pair, wide: float) -> Iterator[_Piece]:
    """Two columns where both are short, else one after the other."""
    half = (wide - _APART) / 2
    columns = tuple(tuple(_pieces(deck, side, half)) for side in (block.left, block.right))
    high = max(sum(piece.height + _GAP for piece in column) for column in columns) - _GAP
    if high <= _room() / 2:
        yield _Piece(high, columns=columns)
    else:
        yield from _pieces(deck, (*block.left, *block.right), wide)


def _text(row: Row, wide: float) -> _Piece:
    return _Piece(height_of(row, wide), rows=(row,))


def _table(block: Table, wide: float) -> _Piece:
    """A whole table, however high."""
    shares = sum(column.share for column in block.columns)
    widths = tuple(wide * column.share / shares for column in block.columns)
    heads = [TableCell((Row(column.head, _HEAD, bold=True),), palette.HEADER) for column in block.columns]
    right = [column.right for column in block.columns]
    body = [
        _row([_cell(*held) for held in zip(row, widths, right, strict=True)], widths) for row in block.rows[:MOST_ROWS]
    ]
    rows = (_row(heads, widths), *body)
    return _Piece(sum(row.height for row in rows), widths=widths, body=rows)


def _cell(cell: Cell, wide: float, right: bool) -> TableCell:
    align: Align = "r" if right else "l"
    ink = cell.tint.ink if cell.tint else palette.INK
    first = Row(cell.text.replace(_NO_BREAK, ""), _TEXT, ink, bold=cell.strong, align=align)
    second = Row(cell.second.replace(_NO_BREAK, ""), _SECOND, ink if cell.tint else palette.QUIET, align=align)
    rows = [fitted(row, wide - 2 * CELL_INSET, _HIGHEST) for row in (first, second) if row.text]
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
        if part and head.height + sum(held.height for held in part) + row.height > room:
            yield _part(piece, head, part)
            part, room = [], _room()
        part.append(row)
    yield _part(piece, head, part)


def _part(piece: _Piece, head: TableRow, rows: Sequence[TableRow]) -> _Piece:
    body = (head, *rows)
    return _Piece(sum(row.height for row in body), widths=piece.widths, body=body)


def _draw(page: Page, piece: _Piece, box: Box, title: str) -> None:
    if piece.body:
        told = f"{title}: " + ", ".join(cell.rows[0].text for cell in piece.body[0].cells)
        page.put(table("table", box, piece.widths, piece.body, told, page.new_id))
        return
    for i, column in enumerate(piece.columns):
        half, y = (box.w - _APART) / 2, box.y
        for part in column:
            _draw(page, part, Box(box.x + i * (half + _APART), y, half, part.height), title)
            y += part.height + _GAP
    if piece.rows:
        page.draw(Shape("text", box, piece.rows))
    for i, tile in enumerate(piece.tiles):
        place = Box(box.x + i * (_TILE[0] + _GAP), box.y, *_TILE)
        ink = tile.tint.ink if tile.tint else palette.INK
        rows = [Row(f"{tile.label}  {tile.text}", 14, ink, bold=True), Row(tile.second, 10, ink)]
        fitting = tuple(fitted(row, _TILE[0] - 20, 20) for row in rows if row.text)
        page.draw(Shape("tile", place, fitting, tile.tint or palette.BOX, insets=(10, 0, 10), anchor="ctr"))
