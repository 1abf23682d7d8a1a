"""Rows of a table that are no records: examples, totals, footers, group headings, headings again, what is out of use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.imports.questions import Asking, Place
from app.imports.read.tables import Table
from app.sheets.cells import Cell, is_blank, text_of
from app.sheets.columns import fold
from app.texts.sheets import EXAMPLE

_TOTAL: Final = re.compile(
    r"(grand |sub-?|report )?totals?\b.*|sum|count|average|summe|gesamt|合计.*|总计.*|小计.*|总人数.*"
    r"|共\s*\d+\s*[条人名项].*|汇总"
    r"|(\d+|\w+) (records?|rows?|contacts?|people|entries)( .*)?",
    re.IGNORECASE,
)
_FOOTER: Final = re.compile(
    r"(generated|exported|printed|created|report run|report generated|confidential|copyright|source|note|notes|page)\b.*"
    r"|internal use.*|©.*|\(c\) .*|制表.*|导出.*|打印.*|备注[:：].*|说明[:：].*|注[:：].*|数据来源.*|内部资料.*|第\s*\d+\s*页.*",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(
    r".*[部处科室组局院所办]|.*中心|.*公司|.*(department|dept\.?|team|division|unit|office|group)", re.IGNORECASE
)
_FEW: Final = 3  # columns with a meaning below which a row with one filled cell is a record like any other
_EXAMPLES: Final = frozenset(fold(word) for word in EXAMPLE)


@dataclass(frozen=True)
class SkippedRow:
    """A row that is no record: its number from 0, why (a notice's code), and what stands in it."""

    row: int
    code: str
    text: str


@dataclass
class Rows:
    """The rows of a table below its headings: `records`, each with the group it stands under, and `skipped`."""

    records: list[tuple[int, str]]
    skipped: list[SkippedRow]


def records_in(
    table: Table,
    at: int,
    fields: Mapping[int, str],
    drop: Mapping[int, frozenset[str]],
    asking: Asking,
) -> Rows:
    """Part the rows below the headings at row `at`; `fields` are the columns that are read, `drop` values of rows out of use."""
    rows = table.rows
    parting = _Table(table, at, fields, drop, asking)
    found = Rows([], [])
    group = ""
    for number in range(at + 1, len(rows)):
        row = rows[number]
        if all(is_blank(cell) for cell in row):
            continue
        code = parting.why_no_record(number)
        if code == "group-heading":
            group = text_of(parting.only_cell(row)).strip()
        if code:
            found.skipped.append(SkippedRow(number, code, _shown(row)))
        else:
            found.records.append((number, group))
    return found


def _shown(row: Sequence[Cell]) -> str:
    return " | ".join(text_of(cell).strip() for cell in row if not is_blank(cell))[:200]


@dataclass
class _Table:
    table: Table
    at: int
    fields: Mapping[int, str]
    drop: Mapping[int, frozenset[str]]
    asking: Asking

    def __post_init__(self) -> None:
        self.rows = self.table.rows
        self.headings = [fold(text_of(cell)) for cell in self.rows[self.at]]
        self.marks = [place for place, word in enumerate(self.headings) if word == "#"]
        self.plain_people = "name" in self.fields.values() or "last_name" in self.fields.values()
        self.last_full = self._last_full()
        self.groups = self._has_groups()

    def only_cell(self, row: Sequence[Cell]) -> Cell:
        """The one filled cell; None where several or none are."""
        filled = [cell for cell in row if not is_blank(cell)]
        return filled[0] if len(filled) == 1 else None

    def _last_full(self) -> int:
        """The last row with more than one filled cell that is no total."""
        for number in range(len(self.rows) - 1, self.at, -1):
            row = self.rows[number]
            if sum(not is_blank(cell) for cell in row) > 1 and not self._is_total(row):
                return number
        return len(self.rows)

    def _has_groups(self) -> bool:
        """True if the list is parted by rows with one filled cell, and no column tells the department."""
        if len(self.fields) < _FEW or "department_id" in self.fields.values() or not self.plain_people:
            return False
        alone = [n for n in range(self.at + 1, self.last_full) if self.only_cell(self.rows[n]) is not None]
        first = next((n for n in range(self.at + 1, len(self.rows)) if any(not is_blank(c) for c in self.rows[n])), -1)
        units = sum(bool(_UNIT.fullmatch(text_of(self.only_cell(self.rows[n])).strip())) for n in alone)
        return bool(alone) and (first in alone or 2 * units >= len(alone))

    def _is_total(self, row: Sequence[Cell]) -> bool:
        first = next((text_of(cell).strip() for cell in row if not is_blank(cell)), "")
        rest = [cell for cell in row if not is_blank(cell)][1:]
        number = all(isinstance(cell, float) or text_of(cell).strip().replace(",", "").isdigit() for cell in rest)
        return number and _TOTAL.fullmatch(first.rstrip(":：")) is not None

    def why_no_record(self, number: int) -> str:
        """The code of why a row is no record; empty for one that is."""
        row = self.rows[number]
        if any(i < len(row) and fold(text_of(row[i])) in _EXAMPLES for i in self.marks):
            return "example"
        if [fold(text_of(cell)) for cell in row] == self.headings:
            return "repeated-headings"
        if any(i < len(row) and fold(text_of(row[i])) in values for i, values in self.drop.items()):
            return "dropped"
        if number in self.table.totals or (self.plain_people and self._is_total(row)):
            return "total"
        alone = self.only_cell(row)
        return self._why_alone(number, text_of(alone).strip()) if self.plain_people and alone is not None else ""

    def _why_alone(self, number: int, text: str) -> str:
        if _FOOTER.fullmatch(text) and number > self.last_full:
            return "footer"
        if len(self.fields) < _FEW:
            return ""
        place = Place(sheet=self.table.name, row=number + 1)
        after_gap = number > self.last_full and any(
            all(is_blank(cell) for cell in self.rows[n]) for n in range(self.last_full + 1, number)
        )
        if after_gap:
            answer = self.asking.ask("row", text[:80], ("ignore", "person"), place, row=number + 1)
            return "footer" if answer == "ignore" else ""
        if self.groups and number < self.last_full:
            answer = self.asking.ask("row", text[:80], ("group", "person", "ignore"), place, row=number + 1)
            return {"group": "group-heading", "ignore": "footer"}.get(answer, "")
        return ""


def depths(rows: Sequence[Sequence[Cell]], at: int) -> Iterator[SkippedRow]:
    """What stands above the headings."""
    for number in range(at):
        if text := _shown(rows[number]):
            yield SkippedRow(number, "above-headings", text)
