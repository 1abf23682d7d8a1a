"""Sheets as people lay them out: several lists on one, headings in two rows, pages, groups, units, hidden parts, tables."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter

from app.imports.plan.drafting import draft_of
from app.imports.questions import Asking
from app.imports.recognise.parts import parted
from app.imports.recognise.tables import FileMapping, Reading, read_tables
from graph.document import AccountDocument
from tests.sheets_at_hand import parsed

H = ["Name", "Title", "Department", "Manager"]
ORLA, SUNIL, ILSE = (
    ["Orla Tandy", "COO", "Executive", ""],
    ["Sunil Rege", "Lead", "Procurement", "Orla Tandy"],
    ["Ilse Brandt", "Buyer", "Procurement", "Sunil Rege"],
)
TOM = ["Tom Yarrow", "Head", "Operations", ""]
Rows = Sequence[Sequence[Any]]


def book(rows: Rows, *merged: str, also: Callable[[Any, Any], None] = lambda _book, _sheet: None) -> bytes:
    memory = io.BytesIO()
    made = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = made.add_worksheet("Sheet1")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell not in {"", None}:
                sheet.write(number, place, cell)
    for span in merged:
        first = span.split(":")[0]
        place = ord(first[0]) - 65
        sheet.merge_range(span, rows[int(first[1:]) - 1][place])
    also(made, sheet)
    made.close()
    return memory.getvalue()


def loaded(body: bytes, answers: dict[str, str] | None = None) -> tuple[AccountDocument, Reading]:
    reading = read_tables(list(parted(parsed(body)).tables), FileMapping(), Asking(answers or {}))
    draft = draft_of(reading, "a", None, merging=True).draft
    assert draft.document is not None
    assert (draft.faults, reading.faults) == ((), [])
    return draft.document, reading


def seen(document: AccountDocument) -> list[tuple[str, str, str, str]]:
    """Each person as a row: name, title, department, manager."""
    names, units = ({one.id: one.name for one in held} for held in (document.people, document.departments))
    bosses = {line.subordinate: names[line.manager] for line in document.reporting}
    return [
        (one.name, one.title, units.get(one.department_id or "", ""), bosses.get(one.id, "")) for one in document.people
    ]


def rows_of(*people: list[str]) -> list[tuple[str, ...]]:
    return [tuple(person) for person in people]


LAYOUTS: dict[str, tuple[bytes, list[tuple[str, ...]], int]] = {  # a file, its people, and how many lists it has
    "side by side": (
        book([[*H, "", *H], [*ORLA, "", *TOM], [*SUNIL], [*ILSE]]),
        rows_of(ORLA, SUNIL, ILSE, TOM),
        2,
    ),
    "side by side without a gap": (book([H + H, ORLA + TOM, SUNIL]), rows_of(ORLA, SUNIL, TOM), 2),
    "people beside lines": (
        book([["Board", "", "", "", "", "Lines"], [*H, "", "From", "To"], [*ORLA, "", "Sunil Rege", "Orla Tandy"], SUNIL]),
        rows_of(ORLA, SUNIL),
        2,
    ),
    "below one another": (
        book([["Board"], H, ORLA, [], ["Operations"], ["Name", "Position", "Reports to"], ["Tom Yarrow", "Head"]]),
        rows_of(ORLA, ["Tom Yarrow", "Head", "", ""]),
        2,
    ),
    "people above lines": (
        book([H, ORLA, SUNIL, [], ["From", "To", "Strength"], ["Sunil Rege", "Orla Tandy", 0.8]]),
        rows_of(ORLA, SUNIL),
        2,
    ),
    "the same headings again": (book([H, ORLA, SUNIL, [], H, TOM]), rows_of(ORLA, SUNIL, TOM), 1),
    "columns between that are empty": (
        book([["", "Name", "", "Title", "", "Department", "", "Manager"], ["", "Orla Tandy", "", "COO", "", "Executive"]]),
        rows_of(ORLA),
        1,
    ),
    "headings in two rows": (
        book([["Person", "", "Organisation", ""], H, ORLA, SUNIL], "A1:B1", "C1:D1"),
        rows_of(ORLA, SUNIL),
        1,
    ),
    "a group heading that says whose": (
        book(
            [["Employee", "", "Manager", ""], ["Name", "Title", "Name", "Email"],
             ["Orla Tandy", "COO"], ["Sunil Rege", "", "Orla Tandy"]],
            "A1:B1",
            "C1:D1",
        ),
        rows_of(["Orla Tandy", "COO", "", ""], ["Sunil Rege", "", "", "Orla Tandy"]),
        1,
    ),
    "headings after thirty lines": (book([*([f"line {i}"] for i in range(30)), H, ORLA]), rows_of(ORLA), 1),
    "pages": (
        book([["Staff list page 1"], H, ORLA, ["Page 1 of 2"], ["Staff list page 2"], H, SUNIL, ["Page 2 of 2"]]),
        rows_of(ORLA, SUNIL),
        1,
    ),
    "groups beside a column of departments": (
        book([H, ["— Executive —"], ORLA, ["Procurement (2)"], SUNIL, ILSE]),
        rows_of(ORLA, SUNIL, ILSE),
        1,
    ),
    "groups": (
        book(
            [["Name", "Title", "Phone"], ["Department: Executive"], ["Orla Tandy", "COO", "1"],
             ["Sales team (1)"], ["Sunil Rege", "Lead", "2"]]
        ),
        rows_of(["Orla Tandy", "COO", "Executive", ""], ["Sunil Rege", "Lead", "Sales team", ""]),
        1,
    ),
    "an Excel table below a title": (
        book(
            [["Some title"]],
            also=lambda _, sheet: sheet.add_table(4, 2, 6, 5, {"columns": [{"header": one} for one in H], "data": [ORLA, SUNIL]}),
        ),
        rows_of(ORLA, SUNIL),
        1,
    ),
    "struck through": (
        book([H, ORLA, SUNIL], also=lambda made, sheet: sheet.write(2, 0, SUNIL[0], made.add_format({"font_strikeout": True}))),
        rows_of(ORLA, SUNIL),
        1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lists_are_found_however_they_are_laid_out(layout: str) -> None:
    body, people, lists = LAYOUTS[layout]
    document, reading = loaded(body)
    assert seen(document) == people
    assert [read.sheet is not None for read in reading.reads] == [True] * lists
    for index, read in enumerate(reading.reads):
        rows = {number for number, row in enumerate(read.table.rows) if any(cell not in {None, ""} for cell in row)}
        entries = {entry.row for entry in reading.entries if entry.table == index}
        assert rows == entries | {one.row for one in read.skipped} | {read.heading_row}


def test_a_part_of_a_sheet_is_named_by_its_corner_and_its_faults_by_its_cells() -> None:
    body = book([[*H, "", *H], [*ORLA, "", *TOM], [*SUNIL, "", "", "Lead", "Operations"]])
    reading = read_tables(list(parted(parsed(body)).tables), FileMapping())
    draft = draft_of(reading, "a", None, merging=True)
    (fault,) = draft.draft.faults
    spot = draft.sheaf.spot(fault.pointer)
    assert (fault.code, spot and (spot.sheet, spot.row, spot.place)) == ("missing-field", ("Sheet1 (F1)", 3, 5))


def test_hidden_parts_are_told_and_hidden_sheets_left_out() -> None:
    def hide(made: Any, sheet: Any) -> None:
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        other = made.add_worksheet("Old")
        other.write_row(0, 0, H)
        other.write_row(1, 0, TOM)
        other.hide()

    told = parsed(book([H, ORLA, SUNIL], also=hide))
    assert {(one.code, one.table, one.row, one.column) for one in told.notices} == {
        ("hidden-row", 0, 2, None),
        ("hidden-column", 0, None, 1),
        ("hidden-sheet", 1, None, None),
    }
    assert [read.reason for read in read_tables(list(told.tables), FileMapping()).reads] == ["", "hidden"]


def test_a_row_of_units_below_the_headings_is_no_record_and_measures_sums() -> None:
    text = "id,name,amount\n,,万元\no1,Grid,120\n"
    reading = read_tables(list(parsed(text.encode(), "opportunities.csv").tables), FileMapping())
    assert [entry.values for entry in reading.entries] == [
        {"id": "o1", "name": "Grid", "amount": 1_200_000, "currency": "CNY"}
    ]
    assert [one.code for one in reading.reads[0].skipped] == ["units"]


TOTALS = [
    *(
        "Summe",
        "Gesamtsumme: 2",
        "Total général",
        "Nombre d'employés : 2",
        "Total general",
        "Итого",
        "Всего: 2",
        "合計",
        "総計",
    ),
    *(
        "合计",
        "總計",
        "小計",
        "합계",
        "총 2명",
        "共计2人",
        "Totale",
        "Totaal",
        "Razem",
        "Soma",
        "Grand Total",
        "Subtotal",
    ),
]


@pytest.mark.parametrize("number", ["", "2"])
@pytest.mark.parametrize("word", TOTALS)
def test_totals_of_any_language_are_no_people(word: str, number: str) -> None:
    document, reading = loaded(f"Name,Title,Department\nOrla Tandy,COO,Executive\n{word},{number},\n".encode())
    assert [person.name for person in document.people] == ["Orla Tandy"]
    assert [one.code for one in reading.reads[0].skipped] == ["total"]
    assert reading.asking.questions == {}
