"""Files from strangers: each format is read or refused with a stated word for why, within limits, in a process of its own."""

import io
import re
import struct
import time
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from app.imports.errors import UnreadableFile
from app.imports.read import archive, tables
from app.imports.read.encodings import decode
from app.imports.read.parsing import parse_file
from app.imports.read.tables import Reading, Unreadable
from app.imports.template import template_files, template_workbook
from app.sheets.cells import Lang
from tests import documents
from tests.sheets_at_hand import LANGS, drafted, tables_of, zipped
from tests.sheets_at_hand import parsed as parse

FIELD = documents.DATA / "field" / "files"
_END = b"</sheetData>"
GBK = "编号,姓名\np1,何振东\n".encode("gb18030")


def workbook(write: Any) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    write(book, book.add_worksheet("People"))
    book.close()
    return memory.getvalue()


def refusal(body: bytes, name: str = "people.csv") -> str:
    with pytest.raises(Unreadable) as caught:
        parse(body, name)
    return caught.value.code


def replaced(body: bytes, entry: str, change: Any) -> bytes:
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(body)) as held:
        return zipped({name: change(held.read(name)) if name == entry else held.read(name) for name in held.namelist()})


def plain(_: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ["id", "name"])
    sheet.write_row(1, 0, ["p1", "Ann"])


# -- CSV ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "encoding", "separator"),
    [
        ("id,name\np1,何振东\n".encode(), "UTF-8", ","),
        ("id;name\np1;何振东\n".encode("utf-8-sig"), "UTF-8 (BOM)", ";"),
        ("id\tname\np1\t何振东\n".encode("utf-16"), "UTF-16", "tab"),
        ("id\tname\np1\t何振东\n".encode("utf-16-be").join([b"\xfe\xff", b""]), "UTF-16", "tab"),
        (GBK, "GB18030", ","),
        ('"id;x",name\np1,何振东\n'.encode(), "UTF-8", ","),
    ],
)
def test_encoding_and_separator_are_found_and_stated(body: bytes, encoding: str, separator: str) -> None:
    found = parse(body)
    assert (found.format, found.tables[0].encoding, found.tables[0].separator) == ("csv", encoding, separator)
    assert found.tables[0].name == "people"
    assert found.tables[0].rows[1] == ["p1", "何振东"]


@pytest.mark.parametrize(
    "body",
    [
        "id,name\np1,Ærø\n".encode("cp1252"),
        b"id,name\np1,\xff\xfe\xfd\n",
    ],
)
def test_an_encoding_that_is_not_plain_is_asked_about_with_both_readings(body: bytes) -> None:
    (question,) = parse(body).questions
    assert (question.code, question.default, len(question.choices)) == ("encoding", None, 2)
    assert question.choices[0].sample != question.choices[1].sample
    assert question.confidence < tables.SURE
    first = question.choices[0]
    assert parse(body, answers={"encoding/people": first.value}).questions == ()


def test_rare_characters_of_gb18030_are_read() -> None:
    text = "编号,姓名,部门\np1,䶮𠮷,采购部\n"
    found = decode(text.encode("gb18030"), "x")
    assert (found.text, found.encoding, found.question) == (text, "GB18030", None)


def test_line_breaks_in_cells_stay() -> None:
    assert parse(b'id,note\np1,"a\r\nb,""c"""\n').tables[0].rows[1] == ["p1", 'a\r\nb,"c"']
    assert refusal(b'id,note\np1,"a\n') == "broken-csv"


def test_a_zip_of_csv_files_is_read_by_list() -> None:
    found = parse(
        zipped({"f/people.csv": GBK, "f/readme.md": b"x", "__MACOSX/._people.csv": b"\0", "../../ties.csv": b"a;b"})
    )
    assert [table.name for table in found.tables] == ["people", "ties"]
    assert found.tables[0].encoding == "GB18030"
    assert found.tables[1].separator == ";"


def test_a_list_too_long_is_refused() -> None:
    assert refusal(b"a\n" * (tables.MOST_ROWS + 1)) == "too-many-rows"
    assert refusal(b"," * tables.MOST_COLUMNS) == "too-many-rows"


# -- archives ---------------------------------------------------------------------------------------------------------------


def overlapping() -> bytes:
    """Two entries of the central directory that name the same data."""
    body = bytearray(zipped({"people.csv": b"id,name\n" * 9, "teamtt.csv": b"id,name\n" * 9}))
    second = body.rindex(b"PK\x01\x02")
    struct.pack_into("<L", body, second + 42, 0)
    return bytes(body)


def claiming(size: int) -> bytes:
    """An entry that says it is another size than it is."""
    body = bytearray(zipped({"people.csv": b"id,name\n" * 900}))
    for start in (body.index(b"PK\x03\x04") + 22, body.rindex(b"PK\x01\x02") + 24):
        struct.pack_into("<L", body, start, size)
    return bytes(body)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (zipped({"people.csv": b"\0" * 10_000_000}), "too-dense"),
        (zipped({f"{i}.csv": b"" for i in range(archive.MOST_ENTRIES + 1)}), "too-many-entries"),
        (zipped({"inner.csv": zipped({"people.csv": GBK})}), "nested-archive"),
        (overlapping(), "overlapping-entries"),
        (claiming(10), "broken-archive"),
        (claiming(archive.MOST_BYTES + 1), "unpacks-too-large"),
        (zipped({"notes.md": b"hello"}), "unknown-file-format"),
        (b"PK\x03\x04 and no more", "broken-archive"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "broken-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "broken-workbook"),
    ],
    ids=["dense", "many", "nested", "overlapping", "smaller", "huge", "no list", "cut", "no workbook", "xls"],
)
def test_archives_that_no_honest_program_writes_are_refused(body: bytes, code: str) -> None:
    assert refusal(body) == code


# -- workbooks --------------------------------------------------------------------------------------------------------------


def test_cells_are_read_as_they_were_computed() -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["id", "name", "rank"])
        sheet.write_formula(1, 0, '="p"&1', None, "p1")
        sheet.write_row(1, 1, ["Ann", 3])
        sheet.write_datetime(2, 0, date(2026, 1, 31), book.add_format({"num_format": "d.m.yy"}))
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")

    found = parse(workbook(write))
    assert found.tables[0].rows == [["id", "name", "rank"], ["p1", "Ann", 3.0], ["2026-01-31", None, None]]
    assert (found.formulas, found.tables[0].errors) == (2, {(2, 1)})


def test_a_formula_nobody_computed_is_an_error_and_an_empty_result_is_not() -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "name"])
    book.active.append(["p1", "=1+1"])
    out = io.BytesIO()
    book.save(out)
    assert parse(out.getvalue()).tables[0].errors == {(1, 1)}
    excel = b'<c r="B2" t="str"><f>IF(1=2,"a","")</f><v></v></c>'  # computed, and the result is an empty text
    for cell, wrong in ((excel, set()), (excel.replace(b' t="str"', b""), {(1, 1)})):
        body = replaced(workbook(plain), "xl/worksheets/sheet1.xml", lambda part, cell=cell: with_cell_b2(part, cell))
        assert parse(body).tables[0].errors == wrong


def with_cell_b2(sheet: bytes, cell: bytes) -> bytes:
    changed, count = re.subn(rb'<c r="B2".*?</c>', cell, sheet)
    assert count == 1
    return changed


TRANSITIONAL = b"http://schemas.openxmlformats.org/"
STRICT = {
    TRANSITIONAL + b"spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    TRANSITIONAL + b"officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


def strict(part: bytes) -> bytes:
    """A part as Excel saves it as "Strict Open XML Spreadsheet"."""
    for old, new in STRICT.items():
        part = part.replace(old, new)
    return part


def without_places(part: bytes) -> bytes:
    """A sheet whose rows and cells do not say where they are, which the standard lets a program leave out."""
    return re.sub(rb'(<(?:row|c)) r="[A-Z]*[0-9]+"', rb"\1", part) if b"<sheetData>" in part else part


def as_it_is(part: bytes) -> bytes:
    return part


@pytest.mark.parametrize("name", ["09-na-manager-x-prefix", "09c-na-manager-plain"])
@pytest.mark.parametrize("written", [as_it_is, strict])
def test_an_error_of_a_formula_is_seen_however_the_workbook_is_written(name: str, written: Any) -> None:
    with zipfile.ZipFile(FIELD / f"{name}.xlsx") as held:
        found = parse(zipped({part: written(held.read(part)) for part in held.namelist()}))
    assert found.tables[0].rows[2][0] == "Sunil Rege"
    assert (found.formulas, found.tables[0].errors) == (1, {(2, 3)})


def test_cells_that_do_not_say_where_they_are_follow_each_other() -> None:
    with zipfile.ZipFile(FIELD / "09c-na-manager-plain.xlsx") as held:
        found = parse(zipped({part: without_places(held.read(part)) for part in held.namelist()}))
    assert found.tables[0].errors == {(2, 3)}


def test_a_sheet_whose_xml_is_damaged_or_gone_is_refused() -> None:
    body = workbook(plain)
    assert refusal(replaced(body, "xl/worksheets/sheet1.xml", lambda part: part[:-30])) == "broken-workbook"
    assert refusal(replaced(body, "xl/_rels/workbook.xml.rels", lambda _: b"<Relationships/>")) == "broken-workbook"


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        "<!doctype x>",
    ],
)
@pytest.mark.parametrize("entry", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_declared_document_type_is_refused(declared: str, entry: str) -> None:
    def declare(part: bytes) -> bytes:
        return part.replace(b"?>", b"?>" + declared.encode(), 1)

    assert refusal(replaced(workbook(plain), entry, declare)) == "doctype"


def test_blank_formatted_rows_are_no_rows() -> None:
    blank = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(3, 600_000)
    ).encode()
    began = time.process_time()
    body = replaced(workbook(plain), "xl/worksheets/sheet1.xml", lambda part: part.replace(_END, blank + _END))
    found = parse(body)
    assert found.tables[0].rows == [["id", "name"], ["p1", "Ann"]]
    assert time.process_time() - began < 20


def test_a_stray_cell_far_below_is_refused() -> None:
    assert refusal(workbook(lambda _, sheet: (plain(_, sheet), sheet.write(1_048_575, 0, "x")))) == "too-many-rows"
    assert refusal(workbook(lambda _, sheet: (plain(_, sheet), sheet.write(0, 16_383, "x")))) == "too-many-rows"
    assert refusal(workbook(lambda _, sheet: (plain(_, sheet), sheet.write(49_000, 60, "x")))) == "too-many-rows"


# -- the process ------------------------------------------------------------------------------------------------------------


async def test_the_parser_answers_from_a_process_of_its_own() -> None:
    found = await parse_file(GBK, "../../people.csv")
    assert (type(found), found.tables[0].name, found.tables[0].rows[1]) == (Reading, "people", ["p1", "何振东"])
    with pytest.raises(UnreadableFile) as caught:
        await parse_file(b"PK\x03\x04", "x.xlsx")
    assert caught.value.faults[0].code == "broken-archive"


async def test_a_sheet_as_large_as_they_get_ends_the_parser_alone() -> None:
    far = workbook(lambda _, sheet: (plain(_, sheet), sheet.write(9, 9, "x")))
    moved = replaced(far, "xl/worksheets/sheet1.xml", lambda part: part.replace(b'r="J10"', b'r="XFD1048576"'))
    with pytest.raises(UnreadableFile) as caught:
        await parse_file(moved, "x.xlsx")
    assert caught.value.faults[0].code in {"parser-ended", "too-many-rows"}


# -- the template -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_template_is_understood_and_empty(lang: Lang) -> None:
    for body in (template_workbook(lang), zipped(template_files(lang))):
        made = drafted(tables_of(body))
        assert made.draft.faults == ()
        assert made.sheaf.entries == {}
        read = [one for one in made.sheaf.reads if one.sheet is not None]
        assert {one.sheet.name for one in read if one.sheet} == {
            name.removesuffix(".csv") for name in template_files(lang)
        }
        assert all([row.code for row in one.skipped] == ["example"] for one in read)
