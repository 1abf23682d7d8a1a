"""Files as people have them, read into tables: every case of `field/files` that is about reading, and files made at random."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.plan.drafting import draft_of
from app.imports.questions import Asking
from app.imports.read.encodings import CODECS
from app.imports.read.tables import Reading, Unreadable
from app.imports.recognise.tables import FileMapping, TableMapping, read_tables
from app.imports.unread import unread_faults
from tests import documents
from tests.sheets_at_hand import parsed as parse
from tests.sheets_at_hand import tables_of, zipped

FIELD = documents.DATA / "field" / "files"
PEOPLE = [["Orla Tandy", "COO", "Executive", ""], ["Sunil Rege", "Lead", "Procurement", "Orla Tandy"]]


def read(name: str) -> Reading:
    return parse((FIELD / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("name", "table", "first", "rows"),
    [
        ("02-decimal-comma.zip", 1, 1, [["o1", "Grid renewal", "2,5"], ["o2", "Cable frame", "12,50"]]),
        ("02-decimal-comma.zip", 2, 1, [["o1", "s1", "1", "EVALUATION", "0,25"], ["o1", "s2", "2", "AWARD", "1"]]),
        ("03-korean-cp949.csv", 0, 1, [["김도현", "대표이사"], ["이서연", "구매팀장"], ["박준호", "대리"]]),
        ("06-merged-department.xlsx", 0, 3, [["网络部", "易航"], ["采购部", "裴宁"], ["采购部", "卓雅"]]),
        ("19b-zero-width.csv", 0, 1, [*PEOPLE, ["Ilse Brandt", "Buyer", "Procurement", "Sunil Rege"]]),
        ("19c-bom-twice.csv", 0, 0, [["Name", "Title", "Department", "Manager"]]),
        ("21-report-html.xls", 0, 1, [["Orla Tandy", "COO", "Executive", None], ["Sunil Rege", "Lead", "R&D", "Orla Tandy"]]),
        ("22-semicolon-heading-break.csv", 0, 1, PEOPLE),
        ("22b-preamble-comma-semicolon.csv", 0, 3, PEOPLE),
    ],
)  # fmt: skip
def test_files_are_read_as_a_person_sees_them(name: str, table: int, first: int, rows: list[list[Any]]) -> None:
    seen = read(name).tables[table].rows[first : first + len(rows)]
    assert [list(row[: len(rows[0])]) for row in seen] == rows


def test_hidden_sheets_and_columns_are_told() -> None:
    told = read("17-dynamics365.xlsx")
    assert [(one.code, one.table, one.column) for one in told.notices] == [
        ("hidden-column", 0, 0),
        ("hidden-column", 0, 1),
        ("hidden-column", 0, 2),
        ("hidden-sheet", 1, None),
    ]
    assert [table.hidden for table in told.tables] == [False, True]


Numbers = tuple[list[str], str, str | None, list[float] | None]
SETTLED: list[Numbers] = [
    (["2,5", "300.000"], ";", "comma", [2.5, 300000]),
    (["1.234,50", "7"], ";", "comma", [1234.5, 7]),
    (["1,234.50", "1,200"], ",", "point", [1234.5, 1200]),
    (["1.234.567"], ";", "comma", [1234567]),
    (["12\u00a0500,75"], ";", "comma", [12500.75]),
    (["12 500"], "\t", "point", [12500]),
    (["１，２００．５", "2"], ",", "point", [1200.5, 2]),
    (["5", "6"], ";", None, [5, 6]),
    (["300.000"], ";", "asked", None),
    (["1,234"], "\t", "asked", None),
    (["1,234", "n/a", "n/a", "-"], "|", "asked", None),
    (["2,5", "2.5"], ";", "asked", None),
]


def deals(cells: list[str], separator: str, column: str = "amount") -> bytes:
    lines = separator.join(("id", "name", column))
    return "\n".join([lines, *(f'o{i}{separator}x{separator}"{cell}"' for i, cell in enumerate(cells))]).encode()


@pytest.mark.parametrize(("cells", "separator", "way", "values"), SETTLED)
def test_numbers_are_read_in_the_convention_of_their_column(
    cells: list[str], separator: str, way: str | None, values: list[float] | None
) -> None:
    body = deals(cells, separator)
    reading = read_tables(tables_of(body, "opportunities.csv"), FileMapping())
    if way != "asked":
        assert reading.reads[0].conventions.get(2) == way
        assert [entry.values["amount"] for entry in reading.entries] == values
        assert not reading.asking.questions
        return
    (question,) = reading.asking.open
    assert (question.id, question.default) == ("numbers/opportunities/amount", None)
    assert [choice.value for choice in question.choices] == ["point", "comma"]
    for answer in ("point", "comma"):
        asking = Asking({question.id: answer})
        told = read_tables(tables_of(body, "opportunities.csv"), FileMapping(), asking)
        assert (told.reads[0].conventions[2], asking.open) == (answer, [])
        assert [fault.code for fault in unread_faults(parse(body, "opportunities.csv"), told.reads)] == (
            ["doubtful-number"] if cells == ["2,5", "2.5"] else []
        )


def test_a_convention_that_the_field_does_not_take_is_none() -> None:
    reading = read_tables(tables_of(b"from\tto\tstrength\tconfidence\na\tb\t1,000\t3\n"), FileMapping())
    assert ([entry.values["strength"] for entry in reading.entries], reading.asking.questions) == ([1], {})


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["03/04/2026", "31/12/2026"], ["2026-04-03", "2026-12-31"]),
        (["03/04/2026", "12/31/2026"], ["2026-03-04", "2026-12-31"]),
        (["3.4.2026"], ["2026-04-03"]),
        (["２０２６年４月３日"], ["2026-04-03"]),
        (["03/04/2026"], None),
        (["13/04/2026", "04/13/2026"], None),
        (["31.12.26"], ["2026-12-31"]),
        (["12/31/98", "1/2/03"], ["1998-12-31", "2003-01-02"]),
        (["98-12-31", "99-01-05"], ["1998-12-31", "1999-01-05"]),
        (["03/04/05"], None),
        (["13/12/26"], None),
    ],
)
def test_days_are_read_in_the_convention_of_their_column(cells: list[str], days: list[str] | None) -> None:
    body = "\n".join(["Name,Since", *(f"Ann,{cell}" for cell in cells)]).encode()
    reading = read_tables(tables_of(body), FileMapping())
    if days is not None:
        assert ([entry.values["since"] for entry in reading.entries], reading.asking.questions) == (days, {})
        return
    (question,) = reading.asking.open
    asking = Asking({question.id: "day-first"})
    first = next(iter(read_tables(tables_of(body), FileMapping(), asking).entries)).values["since"]
    wanted = {"03/04/2026": "04-03", "13/04/2026": "04-13", "03/04/05": "04-03", "13/12/26": "12-13"}
    assert (question.id, question.default, first[5:]) == ("days/people/Since", None, wanted[cells[0]])
    assert len(question.choices) == (3 if cells[0] == "03/04/05" else 2)


def test_the_century_of_short_years_is_told() -> None:
    notices = read_tables(tables_of(b"Name,Since\nAnn,31.12.26\n"), FileMapping()).asking.notices
    assert [(one.code, one.value) for one in notices] == [("short-years", "31.12.26")]


SUMS = [
    (
        "金额",
        ["¥1.2 亿", "25万", "3 w", "300万元"],
        [120_000_000, 250_000, 30_000, 3_000_000],
        "CNY",
        {"currency": "CNY"},
    ),
    ("Amount", ["1,2 Mio €", "300 Tsd. EUR", "€ 1.234,50"], [1_200_000, 300_000, 1234.5], "EUR", {}),
    ("Amount", ["US$ 1,200,000.00", "$3 bn"], [1_200_000, 3_000_000_000], "USD", {"currency": "USD"}),
    ("Amount", ["CHF 1'200'000", "CHF 300"], [1_200_000, 300], "CHF", {}),
    ("Amount", ["12,5 млн руб."], [12_500_000], "RUB", {}),
    ("金额（万元）", ["120", "1.5"], [1_200_000, 15_000], "CNY", {}),
    ("Amount (k€)", ["120", "85"], [120_000, 85_000], "EUR", {}),
    ("Amount", ["$1.5M", "2.5m"], [1_500_000, 2_500_000], "USD", {"currency": "USD", "unit": None}),
]


@pytest.mark.parametrize(("heading", "cells", "amounts", "currency", "asked"), SUMS)
def test_sums_are_read_with_their_units_and_currencies(
    heading: str, cells: list[str], amounts: list[float], currency: str, asked: dict[str, str | None]
) -> None:
    reading = read_tables(tables_of(deals(cells, "\t", heading), "opportunities.csv"), FileMapping())
    assert [entry.values["amount"] for entry in reading.entries] == amounts
    assert reading.entries[0].values["currency"] == currency
    assert {one.code: one.default for one in reading.asking.questions.values()} == asked
    assert (len(reading.asking.open), reading.faults) == (list(asked.values()).count(None), [])


def test_a_doubtful_unit_is_what_it_is_answered_to_be_and_another_currency_is_refused() -> None:
    body = deals(["3 m"], "\t", "Amount")
    asking = Asking({"unit/opportunities/Amount/m": "1000"})
    assert read_tables(tables_of(body, "opportunities.csv"), FileMapping(), asking).entries[0].values["amount"] == 3000
    body = "id\tname\tAmount\tCurrency\no1\tx\t€300\tUSD\no2\ty\t$5\tCAD\no3\tz\t7\t欧元\n".encode()
    reading = read_tables(tables_of(body, "opportunities.csv"), FileMapping())
    assert [(fault.code, fault.pointer) for fault in reading.faults] == [("doubtful-currency", "/tables/0/1/2")]
    assert [entry.values["currency"] for entry in reading.entries] == ["USD", "CAD", "EUR"]


def test_what_looks_like_a_number_or_day_elsewhere_stays_what_it_is() -> None:
    body = b"Employee ID;Name;Title\n1.234;Ann;1,5\n2.345;Bob;03/04/2026\n7;Cleo;31/12/2026\n"
    entries = read_tables(tables_of(body), FileMapping()).entries
    assert [entry.values["external_id"] for entry in entries] == ["1.234", "2.345", "7"]
    assert [entry.values["title"] for entry in entries] == ["1,5", "03/04/2026", "31/12/2026"]


def test_garbled_cells_are_told_with_their_place() -> None:
    told = parse("Name,Title\nJÃ¼rgen MÃ¼ller,COO\nAna \ufffdxy,Lead\nÂngela,Lead\n".encode()).notices
    assert [(one.code, one.row, one.column) for one in told] == [("garbled-text", 1, 0), ("garbled-text", 2, 0)]


def test_a_page_is_a_table_whatever_tags_are_missing_and_a_page_without_one_is_refused() -> None:
    page = b"<HTML><table><tr><th>Name<th>Title<tr><td rowspan=2>Ann<td>A<br>B<tr><td>C</table><script>var x='<td>y'</script>"
    assert parse(page, "report.xls").tables[0].rows == [["Name", "Title"], ["Ann", "A\nB"], ["Ann", "C"]]
    with pytest.raises(Unreadable):
        parse(b"<html><body>Please log in</body></html>")


def test_what_a_zip_holds_beside_lists_is_told() -> None:
    told = parse(zipped({"people.csv": b"Name\nAnn\n", "readme.md": b"x"})).notices
    assert [(one.code, one.facts) for one in told] == [("file-skipped", {"file": "readme.md"})]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Name,Title,Department\nAnn,COO,A\nRege, Sunil,Lead,B\n", [("cell-without-heading", 2, 3)]),
        ("Name;Openness\nAnn;0.125\nBob;1,5\n", [("doubtful-number", 2, 1)]),
        ("Name,Title\nJÃ¼rgen,COO\n", [("garbled-text", 1, 0)]),
        ("Name,Title\nAnn,COO,,\n", []),
        ("Employee ID,Name,Manager ID\n1.38E+10,Ann,\n7,Bob,2.5E+09\n", [("lost-digits", 1, 0), ("lost-digits", 2, 2)]),
    ],
)
def test_what_cannot_be_read_as_it_stands_is_a_fault_of_its_cell(text: str, faults: list[tuple[str, int, int]]) -> None:
    told = parse(text.encode())
    reads = read_tables(tables_of(text.encode()), FileMapping()).reads
    places = [(fault.code, *map(int, fault.pointer.split("/")[3:])) for fault in unread_faults(told, reads)]
    assert places == faults


def test_a_row_with_more_cells_than_headings_is_refused() -> None:
    body = (FIELD / "04-unquoted-comma.csv").read_bytes()
    reads = read_tables(tables_of(body), FileMapping(sheets={"people": TableMapping(list="people")})).reads
    assert [fault.pointer for fault in unread_faults(parse(body), reads)] == ["/tables/0/2/3", "/tables/0/3/3"]


def test_a_line_break_in_a_name_or_title_is_a_space() -> None:
    reading = read_tables(tables_of((FIELD / "19-crlf-in-quotes.csv").read_bytes()), FileMapping())
    assert [entry.values["title"] for entry in reading.entries] == ["COO (acting CEO)", "Lead"]


WORDS = {
    "GB18030": ["梁若兰", "孟庭", "采购部", "总经理", "何振东", "网络部", "规划", "程若水"],
    "Big5": ["陳怡君", "林志豪", "採購部", "協理", "黃雅婷", "資訊部", "財務處"],
    "Shift-JIS": ["佐藤健", "鈴木一郎", "営業部", "課長", "さくら", "システム部"],
    "EUC-JP": ["佐藤健", "鈴木一郎", "営業部", "課長", "さくら", "システム部"],
    "EUC-KR": ["김도현", "이서연", "구매팀", "대표이사", "박준호", "경영진"],
    "Windows-1251": ["Иванов", "Закупки", "Директор", "Анна", "Пётр"],
    "Windows-1252": ["Müller", "García", "Lefèvre", "Geschäftsführung", "Weiß", "Conceição"],
    "Windows-1250": ["Łukasz", "Dvořák", "Żółć", "Nákup", "Wiśniewski", "Ředitel"],
    "Mac Roman": ["Müller", "García", "Lefèvre", "Geschäftsführung", "Weiß", "Conceição"],
    "UTF-8": ["Müller", "陳怡君", "김도현", "Иванов", "梁若兰"],
    "UTF-16": ["Müller", "陳怡君", "김도현", "Иванов", "梁若兰"],
}
PLAIN = ["Ann Lee", "Bob, Jr.", 'the "boss"', "Head; Towers", "a|b", "two\nlines", "x"]


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[list[str]], bytes]:
    """A table below a preamble, and its bytes in any encoding and with any separator."""
    encoding = draw(st.sampled_from(sorted(WORDS)))
    separator = draw(st.sampled_from([",", ";", "\t", "|"]))
    width = draw(st.integers(2, 5))
    word = st.sampled_from(WORDS[encoding] + PLAIN)
    rows = draw(st.lists(st.lists(word, min_size=width, max_size=width), min_size=2, max_size=12))
    preamble = draw(st.lists(st.sampled_from([["Staff list, November"], []]), max_size=2))
    table = [*preamble, [f"H{place}" for place in range(width)], *rows]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table]
    text = draw(st.sampled_from(["\n", "\r\n"])).join(quoted) + "\n"
    return table, text.encode({"UTF-8": "utf-8"}.get(encoding, CODECS[encoding]))


@given(lists())
@settings(max_examples=60, deadline=None)
def test_no_list_is_read_wrongly_without_a_question(made: tuple[list[list[str]], bytes]) -> None:
    table, body = made
    told = parse(body)
    assert told.questions or [list(row) for row in told.tables[0].rows] == table


FOOTERS = [
    [],
    ["合计", "3"],
    ["— end of report —"],
    [None, "Page 1 of 3"],
    [None, "Grand total: 30"],
    [None, "第1页 共3页"],
]
PREAMBLES = [[], ["Staff list, November"], ["某电力通讯录", "", "请勿外传"]]


@st.composite
def people_lists(draw: st.DrawFn) -> tuple[list[tuple[str, str, str, str]], bytes]:
    """People with units, days and managers, as a file of any encoding, separator, convention, preamble and footer."""
    encoding = draw(st.sampled_from(["UTF-8", "UTF-16", "GB18030", "Windows-1252", "EUC-KR", "xlsx"]))
    words = WORDS["UTF-8" if encoding in {"UTF-16", "xlsx"} else encoding]
    names = [f"{words[i % len(words)]} {chr(65 + i)}" for i in range(draw(st.integers(2, 8)))]
    units = draw(st.lists(st.sampled_from(["IT/OT", "Sales", "R&D"]), min_size=len(names), max_size=len(names)))
    way = draw(st.sampled_from(["%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d"]))
    days = [date(2020, 1, draw(st.integers(1, 28))) for _ in names]
    people = [(name, units[i], days[i].isoformat(), names[0] if i else "") for i, name in enumerate(names)]
    shown = [[name, unit, days[i].strftime(way), boss] for i, (name, unit, _, boss) in enumerate(people)]
    chinese = encoding in {"UTF-8", "UTF-16", "GB18030", "xlsx"}
    around = [
        [lines for lines in kind if chinese or all((line or "").isascii() for line in lines)]
        for kind in (PREAMBLES, FOOTERS)
    ]
    rows: list[list[str]] = [[line] for line in draw(st.sampled_from(around[0]))]
    rows += [["Name", "Department", "Since", "Manager"], *shown]
    rows += [[line or ""] for line in draw(st.sampled_from(around[1]))]
    if encoding == "xlsx":
        return people, sheet_of(rows, merged=draw(st.booleans()))
    separator = draw(st.sampled_from([",", ";", "\t", "|"]))
    text = "\n".join(separator.join(row) + separator * (4 - len(row)) for row in rows)
    return people, text.encode({"UTF-8": "utf-8"}.get(encoding, CODECS[encoding]))


def sheet_of(rows: list[list[str]], *, merged: bool) -> bytes:
    """The rows as a workbook; where asked, equal units below each other are one merged cell."""
    memory = BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet("Liste")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    start = 0
    while merged and start < len(rows):
        end = start
        while end + 1 < len(rows) and len(rows[start]) > 1 and rows[end + 1][1:2] == rows[start][1:2]:
            end += 1
        if end > start:
            sheet.merge_range(start, 1, end, 1, rows[start][1])
        start = end + 1
    book.close()
    return memory.getvalue()


@given(people_lists())
@settings(max_examples=40, deadline=None)
def test_a_list_goes_in_as_it_is_or_something_is_asked(made: tuple[list[tuple[str, str, str, str]], bytes]) -> None:
    people, body = made
    told = parse(body)
    reading = read_tables(list(told.tables), FileMapping())
    if told.questions or reading.asking.open:
        return
    assert unread_faults(told, reading.reads) == []
    drafted = draft_of(reading, "a", None, merging=True).draft
    assert (drafted.document is not None, drafted.faults) == (True, ())
    names = {person.id: person.name for person in drafted.document.people}
    units = {unit.id: unit.name for unit in drafted.document.departments}
    bosses = {line.subordinate: names[line.manager] for line in drafted.document.reporting}
    assert [
        (one.name, units[one.department_id], str(one.since), bosses.get(one.id, "")) for one in drafted.document.people
    ] == people
    skipped = {one.row for one in reading.reads[0].skipped}
    entries = {entry.row for entry in reading.entries if entry.sheet.name == "people"}
    filled = {
        number for number, row in enumerate(reading.reads[0].table.rows) if any(cell not in {None, ""} for cell in row)
    }
    assert filled == skipped | entries | {reading.reads[0].heading_row}
