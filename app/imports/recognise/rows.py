"""Rows of a table that are no records: examples, totals, footers, group headings, headings again, what is out of use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.imports.questions import Asking, Place
from app.imports.read.tables import Table
from app.imports.recognise.languages import footer_pattern, total_pattern, unit_pattern
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
    r"|internal use.*|©.*|\(c\) .*|制表.*|导出.*|打印.*|备注[:：].*|说明[:：].*|注[:：].*|数据来源.*|内部资料.*|第\s*\d+\s*页.*"
    r"|(end|eof)( of .*)?|结束|完|以上.*|人数[:：].*",
    re.IGNORECASE,
)
_HINT: Final = re.compile(r"[(（\[【].*[)）\]】]|必填|选填|required|optional", re.IGNORECASE)
_AROUND: Final = " -–—*=_#~·•.:："
_NAMELIKE: Final = re.compile(r"[^\W\d_]+(?:[\s.,'’·-]+[^\W\d_]+){0,4}\.?")
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
        if not parting.filled[number]:
            continue
        code = parting.why_no_record(number)
        if code == "group-heading":
            group = text_of(parting.filled[number][0]).strip()
        if code:
            found.skipped.append(SkippedRow(number, code, _shown(rows[number])))
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
        self.filled = [[cell for cell in row if not is_blank(cell)] for row in self.rows]
        self.headings = [fold(text_of(cell)) for cell in self.rows[self.at]]
        self.marks = [place for place, word in enumerate(self.headings) if word == "#"]
        self.plain_people = "name" in self.fields.values() or "last_name" in self.fields.values()
        self.last_full = self._last_full()
        self.groups = self._has_groups()

    def _last_full(self) -> int:
        """The last row with more than one filled cell that is no total."""
        for number in range(len(self.rows) - 1, self.at, -1):
            if len(self.filled[number]) > 1 and not self._is_total(number):
                return number
        return len(self.rows)

    def _has_groups(self) -> bool:
        """True if the list is parted by rows with one filled cell, and no column tells the department."""
        if len(self.fields) < _FEW or "department_id" in self.fields.values() or not self.plain_people:
            return False
        alone = [n for n in range(self.at + 1, self.last_full) if len(self.filled[n]) == 1]
        first = next((n for n in range(self.at + 1, len(self.rows)) if self.filled[n]), -1)
        units = sum(bool(unit_pattern().fullmatch(text_of(self.filled[n][0]).strip())) for n in alone)
        return bool(alone) and (first in alone or 2 * units >= len(alone))

    def _is_total(self, number: int) -> bool:
        first, *rest = self.filled[number]
        numbers = all(isinstance(cell, float) or text_of(cell).strip().replace(",", "").isdigit() for cell in rest)
        text = text_of(first).strip(_AROUND)
        return numbers and (_TOTAL.fullmatch(text) or total_pattern().fullmatch(text)) is not None

    def _repeats_headings(self, row: Sequence[Cell]) -> bool:
        if len(row) != len(self.headings):
            return False
        return all(fold(text_of(cell)) == heading for cell, heading in zip(row, self.headings, strict=True))

    def why_no_record(self, number: int) -> str:
        """The code of why a row is no record; empty for one that is."""
        row = self.rows[number]
        if any(i < len(row) and fold(text_of(row[i])) in _EXAMPLES for i in self.marks):
            return "example"
        if number == self.at + 1 and all(_HINT.fullmatch(text_of(cell).strip()) for cell in self.filled[number]):
            return "hint"
        if self._repeats_headings(row):
            return "repeated-headings"
        if any(i < len(row) and fold(text_of(row[i])) in values for i, values in self.drop.items()):
            return "dropped"
        if number in self.table.totals or (self.plain_people and self._is_total(number)):
            return "total"
        alone = self.plain_people and len(self.filled[number]) == 1
        return self._why_alone(number, text_of(self.filled[number][0]).strip()) if alone else ""

    def _why_alone(self, number: int, text: str) -> str:
        if number > self.last_full and _is_footer(text):
            return "footer"
        if len(self.fields) < _FEW:
            return ""
        place = Place(sheet=self.table.name, row=number + 1)
        after_gap = number > self.last_full and not all(self.filled[self.last_full + 1 : number])
        if after_gap:
            answer = self.asking.ask("row", text[:80], ("ignore", "person"), place, row=number + 1)
            return "footer" if answer == "ignore" else ""
        if number > self.last_full:
            choices = ("person", "ignore") if _NAMELIKE.fullmatch(text) else ("ignore", "person")
            return "footer" if self.asking.ask("row", text[:80], choices, place, row=number + 1) == "ignore" else ""
        if self.groups and number < self.last_full:
            answer = self.asking.ask("row", text[:80], ("group", "person", "ignore"), place, row=number + 1)
            return {"group": "group-heading", "ignore": "footer"}.get(answer, "")
        return ""


def _is_footer(text: str) -> bool:
    bare = text.strip(_AROUND)
    return (_FOOTER.fullmatch(bare) or footer_pattern().fullmatch(bare)) is not None


def depths(rows: Sequence[Sequence[Cell]], at: int) -> Iterator[SkippedRow]:
    """What stands above the headings."""
    for number in range(at):
        if text := _shown(rows[number]):
            yield SkippedRow(number, "above-headings", text)
