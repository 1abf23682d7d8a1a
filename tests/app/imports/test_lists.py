"""Lists as people have them: each case of `tests/data/field/files` and each source gives its people, departments and managers."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.imports.plan.drafting import draft_of
from app.imports.plan.replacing import draft_of_all
from app.imports.plan.view import PlanAnswers, plan_of
from app.imports.questions import Asking
from app.imports.read.tables import Table
from app.imports.recognise.sources import Source, sources
from app.imports.recognise.tables import FileMapping, Reading, read_tables
from graph.document import AccountDocument
from graph.draft import merge
from graph.rules import check
from tests.sheets_at_hand import tables_of

FILES = Path(__file__).parents[2] / "data" / "field" / "files"
SOURCES = Path(__file__).parents[3] / "app" / "imports" / "sources"
ORLA, SUNIL, ILSE = "Orla Tandy", "Sunil Rege", "Ilse Brandt"


def loaded(
    tables: Sequence[Table], stored: AccountDocument | None = None, answers: dict[str, str] | None = None
) -> tuple[AccountDocument, Reading]:
    """The account after the file is merged; the file must be without a fault."""
    reading = read_tables(list(tables), FileMapping(), Asking(answers or {}))
    draft = draft_of(reading, "a", stored, merging=True).draft
    assert draft.document is not None
    assert draft.faults == ()
    document = merge(stored, draft)
    assert tuple(check(document, draft)) == ()
    return document, reading


def of_file(name: str, stored: AccountDocument | None = None) -> tuple[AccountDocument, Reading]:
    return loaded(tables_of((FILES / name).read_bytes(), name), stored)


def units_of(document: AccountDocument) -> dict[str, str]:
    units = {unit.id: unit for unit in document.departments}

    def path(own: str) -> str:
        above = units[own].parent_id
        return (f"{path(above)} > " if above else "") + units[own].name

    return {own: path(own) for own in units}


def told(document: AccountDocument) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """The department of each person by name, and who reports to whom."""
    names = {person.id: person.name for person in document.people}
    units = units_of(document)
    people = {person.name: units.get(person.department_id or "", "") for person in document.people}
    dotted = {"SOLID": "", "DOTTED": " (dotted)"}
    return people, {(names[one.subordinate], names[one.manager] + dotted[one.kind]) for one in document.reporting}


THREE = {ORLA: "Executive", SUNIL: "Procurement", ILSE: "Procurement"}
TWO = {ORLA: "Executive", SUNIL: "Procurement"}
UNDER = {(SUNIL, ORLA)}
CASES = {
    "01-hash-heading.csv": ({**THREE, "Tom Yarrow": "Operations"}, UNDER),
    "01b-hash-by-advice.csv": (THREE, UNDER),
    "01c-hash-numbering.csv": (TWO, UNDER),
    "05-report-footer.csv": (THREE, {(SUNIL, ORLA), (ILSE, SUNIL)}),
    "05b-table-total-row.xlsx": (THREE, {(SUNIL, ORLA), (ILSE, SUNIL)}),
    "07-slash-in-department.csv": (
        {ORLA: "Executive", SUNIL: "IT/OT", "Ada Coyle": "A/P", ILSE: "HR / Payroll", "Tom Yarrow": ""},
        {(name, ORLA) for name in (SUNIL, "Ada Coyle", ILSE, "Tom Yarrow")},
    ),
    "15-linkedin.csv": ({ORLA: "", "Piet van Doorn": "", SUNIL: ""}, set()),
    "15b-hubspot.csv": ({ORLA: "", SUNIL: ""}, set()),
    "15c-google-contacts.csv": (TWO, UNDER),
    "15d-outlook-contacts.csv": (TWO, UNDER),
    "16-salesforce-contact.csv": (THREE, {(SUNIL, ORLA), (ILSE, SUNIL)}),
    "18-manager-outside.csv": (
        {"Hana Oduya": "", SUNIL: "Procurement", ILSE: "Procurement", "Tom Yarrow": "Procurement"},
        {(SUNIL, "Hana Oduya"), (ILSE, SUNIL), ("Tom Yarrow", SUNIL)},
    ),
    "18b-manager-forms.csv": (
        {
            "Tandy, Orla": "Executive",
            **dict.fromkeys(("Rege, Sunil", "Brandt, Ilse", "Yarrow, Tom", "Coyle, Ada"), "Procurement"),
        },
        {
            ("Rege, Sunil", "Tandy, Orla"),
            ("Brandt, Ilse", "Rege, Sunil"),
            ("Yarrow, Tom", "Rege, Sunil"),
            ("Coyle, Ada", "Rege, Sunil"),
            ("Coyle, Ada", "Tandy, Orla (dotted)"),
        },
    ),
    "20-six-line-preamble.csv": ({"梁若兰": "某电力", "孟庭": "某电力 > 网络部"}, {("孟庭", "梁若兰")}),
    "20b-sheet-name-misleads.xlsx": ({"梁若兰": "总经办", "孟庭": "网络部"}, {("孟庭", "梁若兰")}),
    "20c-hr-list-zh.xlsx": ({"梁若兰": "总经办", "孟庭": "网络中心 > 规划部"}, {("孟庭", "梁若兰")}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_list_as_people_have_it_gives_its_people(name: str) -> None:
    document, reading = of_file(name)
    assert told(document) == CASES[name]
    again, _ = of_file(name, document)
    assert told(again) == told(document)
    for read in (
        reading.reads
    ):  # nothing silent: every row is a record or skipped with its reason, every column taken or listed
        rows = {number for number, row in enumerate(read.table.rows) if any(cell not in {None, ""} for cell in row)}
        entries = {entry.row for entry in reading.entries if entry.table == reading.reads.index(read)}
        assert rows == entries | {one.row for one in read.skipped} | {read.heading_row}
        assert all(one.column or one.reason for one in read.taken)


def test_details_of_the_cases() -> None:
    linkedin, reading = of_file("15-linkedin.csv")
    assert {person.title for person in linkedin.people} == {
        "Chief Operating Officer", "Director, Grid Operations", "Procurement Lead",
    }  # fmt: skip
    assert [one.heading for one in reading.reads[0].taken if one.column is None] == [
        "URL", "Email Address", "Company", "Connected On",
    ]  # fmt: skip
    salesforce, _ = of_file("16-salesforce-contact.csv")
    assert {person.id for person in salesforce.people} == {f"0035g00000QwEr{letter}AAV" for letter in "TUV"}
    assert {person.id for person in of_file("15b-hubspot.csv")[0].people} == {"501", "502"}
    outlook, _ = of_file("15d-outlook-contacts.csv")
    assert {person.title for person in outlook.people} == {"COO", "Lead"}
    (hana,) = [person for person in of_file("18-manager-outside.csv")[0].people if person.name == "Hana Oduya"]
    assert hana.placeholder
    slashes = of_file("07-slash-in-department.csv")[1].asking.questions
    assert {one.value: one.default for one in slashes.values()} == dict.fromkeys(
        ("IT/OT", "A/P", "HR / Payroll"), "whole"
    )
    split, _ = loaded(
        tables_of((FILES / "07-slash-in-department.csv").read_bytes(), "x"), None, {"department/IT/OT": "split"}
    )
    assert "IT > OT" in units_of(split).values()


def test_who_changed_department_is_moved_and_not_doubled() -> None:
    first, _ = of_file("10-moved-1.csv")
    second, reading = of_file("10-moved-2.csv", first)
    people, lines = told(second)
    assert people == {**THREE, ILSE: "Operations"}
    assert lines == {(SUNIL, ORLA), (ILSE, ORLA)}
    assert [one.default for one in reading.asking.questions.values()] == ["same"]
    other, _ = loaded(tables_of((FILES / "10-moved-2.csv").read_bytes(), "x"), first, {f"moved/{ILSE}": "different"})
    assert len(other.people) == 4


def rows_as_table(rows: list[list[str]], name: str = "list") -> Table:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return tables_of(text.getvalue().encode(), f"{name}.csv")[0]


def test_ids_and_e_mail_find_a_person_whatever_the_name_says() -> None:
    headings = ["Record ID", "First Name", "Last Name", "Email", "Job Title"]
    first, _ = loaded([rows_as_table([headings, ["501", "Orla", "Tandy", "o@x.invalid", "COO"]])])
    married, _ = loaded([rows_as_table([headings, ["501", "Orla", "Marsh", "o2@x.invalid", "CEO"]])], first)
    assert [(person.id, person.name, person.title) for person in married.people] == [("501", "Orla Marsh", "CEO")]
    mailed, _ = loaded(
        [rows_as_table([["Name", "Work Email", "Title"], ["O. Marsh", "O2@x.invalid", "Chair"]])], married
    )
    assert [(person.id, person.title, person.external_ids[0].system) for person in mailed.people] == [
        ("501", "Chair", "hubspot")
    ]
    namesake, _ = loaded([rows_as_table([headings, ["777", "Orla", "Marsh", "other@x.invalid", "Clerk"]])], married)
    assert len(namesake.people) == 2


def test_who_is_missing_from_everybody_has_left_and_what_is_known_of_them_stays() -> None:
    first, _ = of_file("05-report-footer.csv")
    rows = rows_as_table(
        [["Name", "Title", "Department", "Manager"], [ORLA, "COO", "Executive", ""], [SUNIL, "L", "Procurement", ORLA]]
    )
    reading = read_tables([rows], FileMapping())
    draft = draft_of_all(reading, "a", first, date(2026, 5, 1)).draft
    document = merge(first, draft)
    assert {person.name: person.until for person in document.people} == {
        ORLA: None,
        SUNIL: None,
        ILSE: date(2026, 5, 1),
    }
    assert len(document.reporting) == 2


def test_a_foreign_column_is_an_offer() -> None:
    rows = [["Name", "Title", "Parking", "Chief"], [ORLA, "COO", "B2", ""], [SUNIL, "Lead", "B3", ORLA]]
    document, reading = loaded([rows_as_table(rows)])
    assert [one.reason for one in reading.reads[0].taken if one.column is None] == ["not-asked", "not-asked"]
    plan = json.loads(plan_of(reading, "s").model_dump_json())
    assert [one["samples"] for one in plan["tables"][0]["columns"]] == [
        [ORLA, SUNIL],
        ["COO", "Lead"],
        ["B2", "B3"],
        [ORLA],
    ]
    for question in plan["questions"]:
        question["answer"] = "note" if "Parking" in question["id"] else "manager"
    answers = PlanAnswers.model_validate(plan).given
    document, _ = loaded([rows_as_table(rows)], None, answers)
    assert [person.note for person in document.people] == ["Parking: B2", "Parking: B3"]
    assert told(document)[1] == UNDER


# -- sources ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [5, 300])
@pytest.mark.parametrize("source", [one for one in sources() if one.list == "people"], ids=lambda one: one.name)
def test_a_source_goes_in_as_it_is(source: Source, size: int) -> None:
    body = json.loads((SOURCES / f"{source.name}.json").read_text(encoding="utf-8"))
    for signature in body["signatures"]:
        headings = list(signature)
        known = {heading: field for field, words in body["columns"].items() for heading in words}
        chinese = any(not heading.isascii() for heading in headings)
        for field, words in body["columns"].items():  # the headings of the same language that its signature leaves out
            fitting = [word for word in words if word.isascii() != chinese]
            if fitting and not any(known.get(heading) == field for heading in headings):
                headings.append(fitting[0])
        when = {word: held["values"][0] for held in body.get("when", {}).values() for word in held["headings"]}
        headings += [word for word in when if word not in headings]
        fields = [known.get(heading, "") for heading in headings]
        rows = [headings]
        for i in range(size):
            first, last = f"F{i}", "Rege"
            manager = "" if i == 0 else (i - 1) // 4
            of = {
                "external_id": f"x{i}", "name": f"{first} {last}", "first_name": first, "last_name": last, "title": f"T{i}",
                "department_id": f"Unit {i % 3}", "email": f"p{i}@x.invalid", "note": "",
            }  # fmt: skip
            boss = f"F{manager} Rege" if manager != "" else ""
            of |= {
                "manager": boss,
                "manager_id": f"x{manager}" if boss else "",
                "dotted_manager": "",
                "node_type": "Person",
            }
            rows.append(
                [of.get(field, "") or when.get(heading, "") for heading, field in zip(headings, fields, strict=True)]
            )
        document, reading = loaded([rows_as_table(rows)])
        assert reading.reads[0].source is not None, headings
        assert len(document.people) == size, (headings, rows[:3])
        assert {person.name for person in document.people} == {f"F{i} Rege" for i in range(size)}
        if {"manager", "manager_id"} & set(fields):
            assert len(document.reporting) == size - 1
        if "department_id" in fields:
            assert sorted(unit.name for unit in document.departments) == ["Unit 0", "Unit 1", "Unit 2"][: min(3, size)]
        assert not document.influence
