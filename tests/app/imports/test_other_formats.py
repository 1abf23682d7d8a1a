"""Workbooks of other programs, address cards and lists of objects: the same people as from a CSV file."""

import json
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
from tests.sheets_at_hand import parsed, tables_of

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
