"""A document as tables: one a sheet, ready to be written as workbook or CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.sheets.cells import Cell, Lang, shown, shown_ids
from app.sheets.columns import SHEETS, Column, Sheet
from app.sheets.headings import heading, title
from app.texts.sheets import MARK
from graph.document import AccountDocument
from graph.kinds import Record
from graph.kinds.kind import value_at


@dataclass(frozen=True)
class FilledSheet:
    """A sheet with its rows. A list too long for one cell goes on in a second column of the same name."""

    sheet: Sheet
    title: str
    columns: tuple[Column, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def filled_sheets(document: AccountDocument, lang: Lang) -> Iterator[FilledSheet]:
    """Every sheet of the document, also those without a row."""
    for sheet in SHEETS:
        yield filled_sheet(sheet, document, lang)


def filled_sheet(sheet: Sheet, document: AccountDocument, lang: Lang) -> FilledSheet:
    """One sheet of the document."""
    own = [column for column in sheet.columns if not column.parent]
    rows = [
        [*_alone(parents), *(_cells(column, record, lang) for column in own)]
        for root in document.of(sheet.kind)
        for parents, record in _held(root, sheet.path, ())
    ]
    widths = [max([1, *(len(row[i]) for row in rows)]) for i in range(len(sheet.columns))]
    columns = tuple(column for column, width in zip(sheet.columns, widths, strict=True) for _ in range(width))
    return FilledSheet(
        sheet,
        title(sheet, lang),
        columns,
        tuple(heading(sheet, column, lang) for column in columns),
        tuple(
            tuple(
                cell
                for cells, width in zip(row, widths, strict=True)
                for cell in (*cells, *[None] * (width - len(cells)))
            )
            for row in rows
        ),
    )


def in_part(filled: FilledSheet) -> FilledSheet:
    """The sheet under a name that an import skips: what it holds is not the whole list."""
    return replace(filled, title=MARK + filled.title)


def _held(record: Record, path: tuple[str, ...], parents: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Record]]:
    """The records at a path inside a record, each with the ids of those it stands in."""
    if not path:
        yield parents, record
        return
    own: str = record.id  # type: ignore[attr-defined]  # what holds records has an id
    for part in value_at(record, path[0]) or ():
        yield from _held(part, path[1:], (*parents, own))


def _alone(parents: tuple[str, ...]) -> Iterator[list[Cell]]:
    for parent in parents:
        yield [parent]


def _cells(column: Column, record: Record, lang: Lang) -> list[Cell]:
    value = value_at(record, column.name)
    if column.form == "ids":
        return list(shown_ids(value)) or [None]
    return [shown(value, column, lang)]
