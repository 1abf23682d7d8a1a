"""Files as people have them, read into tables: every case of `field/files` that is about reading, and files made at random."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
        ("02-decimal-comma.zip", 1, 1, [["o1", "Grid renewal", "2.5"], ["o2", "Cable frame", "12.50"]]),
        ("02-decimal-comma.zip", 2, 1, [["o1", "s1", "1", "EVALUATION", "0.25"], ["o1", "s2", "2", "AWARD", "1"]]),
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


@pytest.mark.parametrize(
    ("cells", "separator", "way", "read_as"),
    [
        (["2,5", "300.000"], ";", "comma", ["2.5", "300000"]),
        (["1.234,50", "7"], ";", "comma", ["1234.50", "7"]),
        (["1,234.50", "1,200"], ",", "point", ["1234.50", "1200"]),
        (["300.000"], ";", "doubtful", ["300.000"]),
        (["2,5", "2.5"], ";", "doubtful", ["2,5", "2.5"]),
        (["1.234.567"], ";", "comma", ["1234567"]),
        (["12 500,75"], ";", "comma", ["12500.75"]),
        (["5", "6"], ";", None, ["5", "6"]),
    ],
)
def test_numbers_are_read_in_the_convention_of_their_column(
    cells: list[str], separator: str, way: str | None, read_as: list[str]
) -> None:
    lines = ["Name" + separator + "Amount", *(f'x{separator}"{cell}"' for cell in cells)]
    (table,) = parse("\n".join(lines).encode()).tables
    assert (table.numbers.get(1), [row[1] for row in table.rows[1:]]) == (way, read_as)


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["03/04/2026", "31/12/2026"], ["2026-04-03", "2026-12-31"]),
        (["03/04/2026", "12/31/2026"], ["2026-03-04", "2026-12-31"]),
        (["3.4.2026"], ["2026-04-03"]),
        (["03/04/2026"], ["03/04/2026"]),
    ],
)
def test_days_are_read_in_the_convention_of_their_column(cells: list[str], read_as: list[str]) -> None:
    (table,) = parse("\n".join(["Since", *cells]).encode()).tables
    assert [row[0] for row in table.rows[1:]] == read_as


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
        ("Name;Openness\nAnn;0.125\nBob;1,5\n", [("doubtful-number", 1, 1), ("doubtful-number", 2, 1)]),
        ("Name,Title\nJÃ¼rgen,COO\n", [("garbled-text", 1, 0)]),
        ("Name,Title\nAnn,COO,,\n", []),
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
