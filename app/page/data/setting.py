"""Blocks of the report as the page's scripts take them: the columns for a page, every row, fields that say nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from app.report.blocks import Beside, Block, Cell, Section, Table, Together

Json = dict[str, Any]


def set_section(section: Section) -> Json:
    """A section under its heading; `id` is what links lead to."""
    return {"id": section.name, "heading": section.title, "blocks": list(_set(section.blocks))}


def _set(blocks: Iterable[Block]) -> Iterator[Json]:
    for block in blocks:
        if isinstance(block, Table):
            yield _table(block)
        elif isinstance(block, Beside):
            yield {"kind": "beside", "left": list(_set(block.left)), "right": list(_set(block.right))}
        elif isinstance(block, Together):
            yield from _set(block.blocks)
        else:
            yield asdict(block)


def _table(table: Table) -> Json:
    shown = table.fitting("page")
    return {
        "kind": "table",
        "empty": table.empty,
        "columns": [{"head": column.head, "kind": column.kind} for column in shown.columns],
        "rows": [[set_cell(cell) for cell in row] for row in shown.rows],
    }


def set_cell(cell: Cell) -> Json:
    """A cell's text and what else it has."""
    fields = {
        "second": cell.second,
        "alias": cell.alias,
        "bar": cell.bar,
        "tint": asdict(cell.tint) if cell.tint else None,
        "person": cell.person,
    }
    return {"text": cell.text, **{name: value for name, value in fields.items() if value not in ("", None)}}
