"""Rows of a table that are no records: examples, totals, footers, group headings, headings again, what is out of use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from app.imports.questions import Asking, Place
from app.imports.read.tables import Table
from app.imports.recognise.amounts import is_unit
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
_RULER: Final = re.compile(r"[-=_:+*~–—]{2,}")
_DIGITS: Final = re.compile(r"\d+")
_LABEL: Final = re.compile(r"^\s*[^\W\d]{2,20}\.?\s*[:：]\s*")
_COUNT: Final = re.compile(
    r"\s*[(（\[]\s*\d+\s*(人|名|명|people|employees|persons|pers\.?|records?)?\s*[)）\]]$", re.IGNORECASE
)
_UNITS: Final = re.compile(
    r"[(（\[]?\s*(%|‰|years?|yrs?\.?|months?|days?|hours?|h|pcs\.?|text|date|jahre|ans|岁|年|月|天|日|人|个|人天|元|小时|歳|명|년|세|лет)\s*[)）\]]?",
    re.IGNORECASE,
)
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
    taken = Rows([], [])
    group = ""
    for number in range(at + 1, len(rows)):
        if not parting.filled[number]:
            continue
        code = parting.why_no_record(number)
        if code == "group-heading":
            group = group_in(text_of(parting.filled[number][0]).strip())
        if code:
            taken.skipped.append(SkippedRow(number, code, shown(rows[number])))
        else:
            taken.records.append((number, group))
    return taken


def shown(row: Sequence[Cell]) -> str:
    """A row as one line."""
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
        self.plain_people = not self.table.loose and (
            "name" in self.fields.values() or "last_name" in self.fields.values()
        )
        self.last_full = self._last_full()
        self.groups = self._groups()
        units = [place for place, name in self.fields.items() if name == "department_id"]
        self.units = {
            fold(text_of(row[place]))
            for row in self.rows[self.at + 1 :]
            for place in units
            if place < len(row) and row[place]
        }

    def _last_full(self) -> int:
        """The last row with more than one filled cell that is no total; without one the last that is no line below a list."""
        below = [number for number in range(len(self.rows) - 1, self.at, -1) if self.filled[number]]
        records = [number for number in below if not self._is_total(number)]
        full = (number for number in records if len(self.filled[number]) > 1)
        alone = (number for number in records if not is_footer(text_of(self.filled[number][0]).strip().strip(_AROUND)))
        return next(chain(full, alone), len(self.rows))

    def _groups(self) -> int:
        """How many rows with one filled cell part the list, where no column tells the department; 0 where they do not."""
        headed = sum(map(bool, self.headings))
        if headed < _FEW or "department_id" in self.fields.values() or not self.plain_people:
            return 0
        alone = [n for n in range(self.at + 1, self.last_full) if len(self.filled[n]) == 1]
        texts = {n: text_of(self.filled[n][0]).strip() for n in alone}
        filled = [n for n in range(self.at + 1, len(self.rows)) if self.filled[n]]
        followed = set(alone).isdisjoint(n for one, n in pairwise(filled) if one in texts)
        named = {fold(text_of(cell)) for n in filled if n not in texts for cell in self.filled[n]}
        units = sum(bool(unit_pattern().fullmatch(text)) for text in texts.values())
        likely = filled[:1] == alone[:1] or 2 * units >= len(alone)
        return len(alone) if likely and followed and named.isdisjoint(map(fold, texts.values())) else 0

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
        if number == self.at + 1 and (code := self._why_below_headings(number)):
            return code
        if self._repeats_headings(row):
            return "repeated-headings"
        if any(i < len(row) and fold(text_of(row[i])) in values for i, values in self.drop.items()):
            return "dropped"
        if number in self.table.totals or (self.plain_people and self._is_total(number)):
            return "total"
        alone = self.plain_people and len(self.filled[number]) == 1
        return self._why_alone(number, text_of(self.filled[number][0]).strip()) if alone else ""

    def _why_below_headings(self, number: int) -> str:
        if is_units_row(self.table, number):
            return "units"
        if all(_RULER.fullmatch(text_of(cell).strip()) for cell in self.filled[number]):
            return "ruler"
        return "hint" if all(_HINT.fullmatch(text_of(cell).strip()) for cell in self.filled[number]) else ""

    def _why_alone(self, number: int, text: str) -> str:
        bare = text.strip(_AROUND)
        if number > self.last_full and is_footer(bare):
            return "footer"
        if self._stands_between_pages(number):
            return self._of_a_page(number, bare)
        if fold(group_in(text)) in self.units:
            return "group-heading"  # of a list whose rows name their department: it says nothing more
        choices = self._choices(number, text, bare)
        return self._asked(number, text, choices) if choices else ""

    def _choices(self, number: int, text: str, bare: str) -> tuple[str, ...]:
        """What a row with one filled cell may be, the likeliest first; nothing where it is a record like any other."""
        if len(self.fields) < _FEW and not self.groups:
            return ()
        if number > self.last_full:
            after_gap = not all(self.filled[self.last_full + 1 : number])
            return ("person", "ignore") if _NAMELIKE.fullmatch(text) and not after_gap else ("ignore", "person")
        if self.groups:  # one name alone is a group only where it reads as one
            is_group = self.groups > 1 or unit_pattern().fullmatch(text) or group_in(text) != text
            return ("group", "person", "ignore") if is_group else ("person", "group", "ignore")
        return ("ignore", "person") if bare != text else ()

    def _asked(self, number: int, text: str, choices: tuple[str, ...]) -> str:
        """What a row with one filled cell is: a question, of which the first choice is the default."""
        place = Place(sheet=self.table.name, row=number + 1)
        answer = self.asking.ask("row", text[:80], choices, place, row=number + 1)
        return {"group": "group-heading", "ignore": "footer"}.get(answer, "")

    def _stands_between_pages(self, number: int) -> bool:
        """True for a row above which, or below which, only such rows part it from the headings that stand again."""
        after = number + 1
        while after < len(self.rows) and len(self.filled[after]) <= 1:
            after += 1
        return after < len(self.rows) and self._repeats_headings(self.rows[after])

    def _of_a_page(self, number: int, bare: str) -> str:
        """The foot of a page or the title of the next: known as such, or as it stands above the headings but for its numbers."""
        titles = {_DIGITS.sub("", text_of(cell)).strip() for row in self.filled[: self.at] for cell in row}
        text = text_of(self.filled[number][0]).strip()
        if is_footer(bare) or _DIGITS.sub("", text).strip() in titles:
            return "footer"
        return self._asked(number, text, ("person", "ignore") if _NAMELIKE.fullmatch(text) else ("ignore", "person"))


def is_units_row(table: Table, number: int) -> bool:
    """True for a row below the headings that says in what the columns are measured: %, 万元, k€, years."""
    row = table.rows[number] if number < len(table.rows) else ()
    texts = [text_of(cell).strip() for cell in row if not is_blank(cell)]
    return bool(texts) and all(_UNITS.fullmatch(text) or is_unit(text) for text in texts)


def group_in(text: str) -> str:
    """The department a group heading names, without what marks it as one: Department: Sales (12), — Sales —."""
    bare = _LABEL.sub("", text.strip(_AROUND))
    return _COUNT.sub("", bare).strip(_AROUND) or text


def is_footer(bare: str) -> bool:
    """True for a line as it stands below lists and pages, without the marks around it."""
    return (_FOOTER.fullmatch(bare) or footer_pattern().fullmatch(bare)) is not None


def depths(rows: Sequence[Sequence[Cell]], at: int) -> Iterator[SkippedRow]:
    """What stands above the headings."""
    for number in range(at):
        if text := shown(rows[number]):
            yield SkippedRow(number, "above-headings", text)
