"""Workbooks of other programs, address cards and lists of objects: the same people as from a CSV file."""

import json
import struct
import zipfile
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.read.objects import is_list_of_objects
from app.imports.read.tables import Unreadable
from app.imports.recognise.tables import FileMapping, read_tables
from app.imports.unread import unread_faults
from tests import documents
from tests.app.imports.test_lists import loaded, told
from tests.sheets_at_hand import parsed, tables_of, zipped

BOOKS = documents.DATA / "workbooks"
CHINESE = ({"梁若兰": "总经办", "孟庭": "网络部", "易航": "网络部"}, {("孟庭", "梁若兰"), ("易航", "孟庭")})
ENGLISH = ({"Orla Tandy": "Executive", "Sunil Rege": "Procurement"}, {("Sunil Rege", "Orla Tandy")})
CARDS = """BEGIN:VCARD
VERSION:3.0
N:Tandy;Orla;;;
FN:Orla Tandy
ORG:Somewhere;Executive
TITLE:COO
EMAIL;TYPE=WORK:o@x.invalid
UID:u-1
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=A2=81;=E8=8B=A5=E5=85=B0;;;
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:X;=E9=87=87=E8=B4=AD=E9=83=A8
X-MANAGER:Orla Tandy
END:VCARD
"""


@pytest.mark.parametrize(("name", "expected"), [("people.xls", CHINESE), ("people.ods", ENGLISH)])
def test_workbooks_of_other_programs_give_their_people(name: str, expected: object) -> None:
    document, _ = loaded(tables_of((BOOKS / name).read_bytes(), name))
    assert told(document) == expected


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of a binary workbook: its type, its length, its bytes."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return head + bytes([len(body) & 127 | 128, len(body) >> 7]) + body


def binary_sheet(rows: list[list[str | None]], hidden_row: int) -> bytes:
    """A binary sheet of texts, None for a cell with #N/A; the third column is hidden, and A2 is merged with A3."""
    told = [record(129), record(148, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1))]
    told += [record(390), record(60, struct.pack("<4IH", 2, 2, 2304, 0, 1)), record(391), record(145)]
    for number, row in enumerate(rows):
        flags = bytes([0, 0x10 if number == hidden_row else 0, 0])
        told.append(record(0, struct.pack("<IIH", number, 0, 300) + flags + struct.pack("<I", 0)))
        for place, text in enumerate(row):
            head = struct.pack("<II", place, 0)
            if text is None:
                told.append(record(3, head + bytes([0x2A])))
            elif text:
                told.append(record(6, head + struct.pack("<I", len(text)) + text.encode("utf-16-le")))
    told += [record(146), record(177, struct.pack("<I", 1)), record(176, struct.pack("<4I", 1, 2, 0, 0)), record(178)]
    return b"".join((*told, record(130)))


def test_a_binary_workbook_is_read_as_any_other() -> None:
    days = parsed((BOOKS / "days.xlsb").read_bytes())
    assert (days.format, [row[0] for row in days.tables[0].rows[:2]]) == ("xlsb", ["2021-01-01", "2021-01-02"])
    sheets = parsed((BOOKS / "sheets.xlsb").read_bytes())
    assert [(table.name, table.hidden) for table in sheets.tables] == [
        ("Visible", False), ("Hidden", True), ("VeryHidden", True),
    ]  # fmt: skip
    rows = [
        ["部门", "姓名", "手机", "直接上级"],
        ["网络部", "梁若兰", "1", ""],
        ["", "孟庭", "2", "梁若兰"],
        ["采购部", "易航", "3", None],
    ]
    with zipfile.ZipFile(BOOKS / "days.xlsb") as held:
        parts = {name: held.read(name) for name in held.namelist()}
    read = parsed(zipped(parts | {"xl/worksheets/sheet1.bin": binary_sheet(rows, hidden_row=3)}))
    (table,) = read.tables
    assert (table.errors, table.merged, table.hidden_rows, table.hidden_columns) == ({(3, 3)}, {(2, 0)}, {3}, {2})
    faults = unread_faults(read, read_tables([table], FileMapping()).reads)
    assert [(fault.code, fault.pointer) for fault in faults] == [("cell-error", "/tables/0/3/3")]
    rows[3][3] = "孟庭"
    document, _ = loaded(tables_of(zipped(parts | {"xl/worksheets/sheet1.bin": binary_sheet(rows, hidden_row=9)})))
    assert told(document) == (
        {"梁若兰": "网络部", "孟庭": "网络部", "易航": "采购部"}, {("孟庭", "梁若兰"), ("易航", "孟庭")},
    )  # fmt: skip
    broken = zipped({name: body for name, body in parts.items() if name != "xl/_rels/workbook.bin.rels"})
    with pytest.raises(Unreadable):
        parsed(broken)


@pytest.mark.parametrize(("name", "place"), [("error.xls", (4, 3)), ("error.ods", (2, 3))])
def test_a_cell_with_an_error_is_refused_and_not_read_as_empty(name: str, place: tuple[int, int]) -> None:
    reading = parsed((BOOKS / name).read_bytes(), name)
    reads = read_tables(list(reading.tables), FileMapping()).reads
    row, column = place
    assert [(one.code, one.pointer) for one in unread_faults(reading, reads)] == [
        ("cell-error", f"/tables/0/{row}/{column}")
    ]


def test_hidden_sheets_of_an_old_workbook_are_told() -> None:
    reading = parsed((BOOKS / "people.xls").read_bytes(), "people.xls")
    assert [table.hidden for table in reading.tables] == [False, True]
    assert [(one.code, one.table) for one in reading.notices] == [("hidden-sheet", 1)]


def test_address_cards_are_people() -> None:
    document, _ = loaded(tables_of(CARDS.encode(), "contacts.vcf"))
    assert told(document) == ({"Orla Tandy": "Executive", "梁若兰": "采购部"}, {("梁若兰", "Orla Tandy")})
    (orla,) = (person for person in document.people if person.name == "Orla Tandy")
    assert (orla.title, orla.email, orla.external_ids[0].system) == ("COO", "o@x.invalid", "vcard")


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_list_of_objects_is_a_table(wrapped: bool) -> None:
    users = [
        {"id": "1", "displayName": "Orla Tandy", "userPrincipalName": "o@x.invalid", "department": "Executive"},
        {
            "id": "2",
            "displayName": "Sunil Rege",
            "userPrincipalName": "s@x.invalid",
            "department": "Procurement",
            "manager": {"displayName": "Orla Tandy"},
        },
    ]
    body = json.dumps({"@odata.context": "x", "value": users} if wrapped else users).encode()
    assert is_list_of_objects(body)
    assert told(loaded(tables_of(body, "users.json"))[0]) == ENGLISH


def test_what_is_no_list_of_objects_is_told() -> None:
    assert not is_list_of_objects(documents.bytes_of(documents.read("tiny")))
    for body, code in (
        (b"[1, 2]", "unknown-file-format"),
        (b"[{", "broken-json"),
        (b"BEGIN:VCARD\nN:x\n", "broken-cards"),
    ):
        with pytest.raises(Unreadable) as caught:
            parsed(body)
        assert caught.value.code == code


@given(st.sampled_from(["people.xls", "people.ods"]), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(name: str, chance: Random) -> None:
    body = bytearray((BOOKS / name).read_bytes())
    for _ in range(chance.randint(1, 30)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    with suppress(Unreadable):
        parsed(bytes(body[: chance.randrange(8, len(body) + 1)]), name)


SHEET_XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Staff"><Table>
<Row><Cell><Data ss:Type="String">Name</Data></Cell><Cell ss:MergeAcross="1"><Data ss:Type="String">Title</Data></Cell>
<Cell><Data ss:Type="String">Rank</Data></Cell><Cell><Data ss:Type="String">Department</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell><Data ss:Type="String">Orla <B>Tandy</B></Data></Cell>
<Cell ss:Index="4"><Data ss:Type="Number">2</Data></Cell>
<Cell ss:MergeDown="1"><Data ss:Type="String">Board</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Sunil Rege</Data></Cell>
<Cell ss:Index="4" ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_xml_spreadsheets_are_read_with_their_places_errors_and_merged_cells() -> None:
    told = parsed(SHEET_XML.encode(), "export.xls")
    (table,) = told.tables
    assert [list(row) for row in table.rows] == [
        ["Name", "Title", None, "Rank", "Department"],
        [None] * 5,
        ["Orla Tandy", None, None, 2.0, "Board"],
        ["Sunil Rege", None, None, None, "Board"],
    ]
    assert (table.name, table.errors, table.hidden_rows, told.formulas) == ("Staff", {(3, 3)}, {2}, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("<?mso", '<!DOCTYPE x [<!ENTITY e "x">]><?mso'), "doctype"),
        (("</Workbook>", ""), "broken-xml"),
        (('ss:Index="3"', 'ss:Index="60000"'), "too-many-rows"),
        (('ss:Index="4"', 'ss:Index="501"'), "too-many-rows"),
        (('ss:Index="4"', 'ss:Index="0"'), "too-many-rows"),
    ],
)
def test_xml_spreadsheets_that_are_none_or_too_large_are_refused(change: tuple[str, str], code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parsed(SHEET_XML.replace(*change).encode(), "export.xls")
    assert caught.value.code == code


def test_a_list_deep_inside_an_answer_is_read() -> None:
    items = [{"name": "Orla Tandy", "manager": None}, {"name": "Sunil Rege", "manager": {"name": "Orla Tandy"}}]
    body = json.dumps({"data": {"items": items}}).encode()
    assert parsed(body, "people.json").tables[0].rows == [
        ["name", "manager.name"],
        ["Orla Tandy", None],
        ["Sunil Rege", "Orla Tandy"],
    ]
