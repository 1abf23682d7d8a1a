"""Lists as people have them: nothing is taken in silently, and each source gives its people, departments and managers."""

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
UNDER = {(SUNIL, ORLA)}


@pytest.mark.parametrize(
    "name", [name for name in sorted(one.name for one in FILES.iterdir()) if name[:2] not in {"04", "09"}]
)
def test_every_row_and_column_is_taken_in_or_told_with_its_reason(name: str) -> None:
    reading = read_tables(tables_of((FILES / name).read_bytes(), name), FileMapping(), Asking())
    for read in reading.reads:
        if read.sheet is None:
            assert read.reason
            continue
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


HEADINGS = ["Name", "Title", "Department"]


@pytest.mark.parametrize(
    ("line", "default"),
    [
        *(
            (line, "skipped")
            for line in ("— end of report —", "*** End ***", "-- 2 records --", "人数：2", "以上共2人", "第1页 共3页")
        ),
        *((line, "skipped") for line in ("Grand total: 30", "合计", "Page 1 of 3", "End of list")),
        ("Region: EMEA / 2026", "ignore"),
        ("Tom Yarrow", "person"),
    ],
)
@pytest.mark.parametrize("gap", [[], [["", "", ""]]], ids=["below", "after a gap"])
def test_a_line_below_a_list_is_skipped_or_asked_about(line: str, default: str, gap: list[list[str]]) -> None:
    rows = [HEADINGS, [ORLA, "COO", "Executive"], [SUNIL, "Lead", "IT"], *gap, [line, "", ""]]
    document, reading = loaded([rows_as_table(rows)])
    asked = [one.default for one in reading.asking.questions.values()]
    assert asked == ([] if default == "skipped" else ["ignore" if gap else default])
    assert len(document.people) == (3 if asked == ["person"] else 2)


@pytest.mark.parametrize(
    ("row", "asked", "default"),
    [
        (["Rege, Sunil", "Lead", "IT"], True, "same"),  # the same words, the same title
        (["Rege Sunil", "Clerk", "IT"], True, "different"),
        (["Sunil Rege", "Clerk", "IT"], False, None),  # the one of that name: moved is its question
        (["Sunil Regge", "Lead", "Procurement"], True, "different"),  # a letter more
        (["程箬水", "总工", "网络部"], True, "different"),  # the same sound
        (["Tom Yarrow", "Buyer", "Procurement"], False, None),
    ],
)
def test_another_spelling_of_somebody_stored_is_a_question(row: list[str], asked: bool, default: str | None) -> None:
    stored, _ = loaded([rows_as_table([HEADINGS, [SUNIL, "Lead", "Procurement"], ["程若水", "总工", "网络部"]])])
    document, reading = loaded([rows_as_table([HEADINGS, row])], stored)
    questions = [one for one in reading.asking.questions.values() if one.code == "double"]
    assert [one.default for one in questions] == ([default] if asked else [])
    if asked:
        for answer, count in (("same", 2), ("different", 3)):
            after, _ = loaded([rows_as_table([HEADINGS, row])], stored, {questions[0].id: answer})
            assert len(after.people) == count
            again, asking = loaded([rows_as_table([HEADINGS, row])], after)
            assert (len(again.people), [one.code for one in asking.asking.questions.values()]) == (count, [])
    assert len(document.people) == (3 if default == "different" or row[0].startswith("Tom") else 2)


def test_an_id_in_full_width_and_a_line_that_explains_the_headings() -> None:
    rows = [["工号", "姓名", "职务", "上级工号"], ["(必填)", "必填", "", "【选填】"]]
    rows += [
        ["Ｅ００１", "梁若兰", "总经理", ""],
        ["E002", "孟庭", "经理", "E001"],
        ["E003", "易航", "专员", "Ｅ００１"],
    ]
    document, reading = loaded([rows_as_table(rows)])
    assert told(document)[1] == {("孟庭", "梁若兰"), ("易航", "梁若兰")}
    assert [one.code for one in reading.reads[0].skipped] == ["hint"]


def test_rows_of_one_name_are_a_question() -> None:
    rows = [
        HEADINGS,
        [SUNIL, "Lead", "IT"],
        ["Rege, Sunil", "Lead", "IT"],
        [SUNIL, "Clerk", "IT"],
        [ILSE, "", "HR"],
        [ILSE, "", "HR"],
    ]
    document, reading = loaded([rows_as_table(rows)])
    defaults = {one.id: one.default for one in reading.asking.questions.values()}
    assert defaults == {
        "double/Rege, Sunil (2, 3)": "same",
        "double/Sunil Rege (2, 4)": "different",
        "double/Ilse Brandt (5, 6)": "different",
    }
    assert sorted((person.name, person.title) for person in document.people) == [
        (ILSE, ""), (ILSE, ""), (SUNIL, "Clerk"), (SUNIL, "Lead"),
    ]  # fmt: skip
    one, told_of = loaded([rows_as_table(rows)], None, dict.fromkeys(defaults, "same"))
    assert {person.name for person in one.people} == {SUNIL, ILSE}
    assert [one.value for one in told_of.asking.notices if one.code == "double"] == [
        "Rege, Sunil", "Sunil Rege, title: Clerk", ILSE,
    ]  # fmt: skip
    numbered = [["Employee ID", *HEADINGS], ["1", SUNIL, "Lead", "IT"], ["2", SUNIL, "Lead", "IT"]]
    assert loaded([rows_as_table(numbered)])[1].asking.questions == {}


def test_namesakes_of_several_departments_are_several_people_without_a_question() -> None:
    rows = [HEADINGS, [SUNIL, "Lead", "IT"], [SUNIL, "Lead", "HR"], [SUNIL, "Lead", ""]]
    document, reading = loaded([rows_as_table(rows)])
    assert [one.id for one in reading.asking.questions.values()] == [
        "double/Sunil Rege (2, 4)",
        "double/Sunil Rege (3, 4)",
    ]
    assert sorted(told(document)[0]) == [SUNIL]
    assert len(document.people) == 3


NAMESAKES = [
    ["Name", "Department", "Manager"],
    [SUNIL, "IT", ""],
    [SUNIL, "HR", ""],
    [ILSE, "IT", SUNIL],
    ["Tom Yarrow", "Board", SUNIL],
]


def test_a_manager_whose_name_several_bear_is_a_question() -> None:
    reading = read_tables([rows_as_table(NAMESAKES)], FileMapping())
    draft_of(reading, "a", None, merging=True)
    near, open_one = reading.asking.questions.values()
    assert (near.id, open_one.id) == ("namesake/Sunil Rege (IT)", "namesake/Sunil Rege (Board)")
    assert near.default is not None  # who works where the row does
    assert open_one.default is None
    assert [(fault.code, fault.pointer) for fault in reading.asking.unanswered] == [("ambiguous-name", "/tables/0/4/2")]
    assert [choice.value for choice in open_one.choices[:2]] == [choice.value for choice in near.choices[:2]]
    for answer, lines in ((open_one.choices[1].value, 2), ("none", 1)):
        document, again = loaded([rows_as_table(NAMESAKES)], None, {open_one.id: answer})
        assert (len(document.reporting), again.asking.unanswered) == (lines, [])
        assert near.default in {line.manager for line in document.reporting}


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
