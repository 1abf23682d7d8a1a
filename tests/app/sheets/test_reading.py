"""What people write into sheets is understood: headings, codes, days and numbers in both languages, names in place of ids."""

from typing import Any, get_args

import pytest

from app.imports.plan.drafting import Drafted
from app.imports.read.tables import Table
from app.imports.recognise.tables import FileMapping, read_tables
from app.sheets.cells import Cell, value_of
from app.sheets.columns import READ, SHEET_OF, SHEETS, fold
from app.sheets.headings import column_named, heading, names_of, sheet_named, title
from app.sheets.workbook import note_of
from app.texts.codes import STYLE_AXES, STYLES
from app.texts.sheets import SHEET_NAMES
from graph.document import AccountDocument
from graph.kinds import Department, Person
from graph.kinds.fields import Level
from tests.documents import from_bytes, small
from tests.sheets_at_hand import LANGS, Rows, drafted, faults_in

PEOPLE = [["编号", "姓名 *", "部门", "职级"], ["p1", "张伟", None, 1.0], ["p2", "李娜", None, "3级"]]


def read(*tables: Table, **asked: Any) -> AccountDocument:
    made: Drafted = drafted(tables, **asked)
    assert made.draft.faults == ()
    assert made.draft.document is not None
    return made.draft.document


def people_of(*rows: list[Cell], headings: list[Cell], **asked: Any) -> tuple[Person, ...]:
    return read(Table("people", [headings, *rows]), **asked).people


# -- names of sheets, columns and codes -------------------------------------------------------------------------------------


def test_every_sheet_and_column_has_names_that_lead_back_to_it() -> None:
    for sheet in SHEETS:
        assert sheet.name in SHEET_NAMES, f"say in its kind what the sheet {sheet.name} is called"
        for lang in LANGS:
            assert sheet_named(title(sheet, lang)) is READ[sheet.name]
            assert len(title(sheet, lang)) <= 31
            for column in sheet.columns:
                found = column_named(READ[sheet.name], heading(sheet, column, lang))
                assert found == column, (sheet.name, column.name, lang)
                assert note_of(sheet, column, lang).endswith(f"[{column.name}]")
        for column in sheet.columns:
            assert column_named(READ[sheet.name], column.name) == column
            assert column_named(READ[sheet.name], names_of(sheet, column)[0].upper()) == column


def test_every_code_has_names_that_lead_back_to_it() -> None:
    for sheet in READ.values():
        for column in sheet.columns:
            names = [fold(name) for pair in column.words.values() for name in pair]
            assert len(set(names)) >= len(names) - sum(len(set(pair)) == 1 for pair in column.words.values())
            for code, pair in column.words.items():
                assert {value_of(written, column) for written in (code, code.lower(), *pair)} == {code}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("支持不排他", "SUPPORT"),
        ("支持", "SUPPORT"),
        ("支持并排他", "SUPPORT_EXCLUSIVE"),
        (" Supports　only ", "SUPPORT_EXCLUSIVE"),
        ("support_exclusive", "SUPPORT_EXCLUSIVE"),
        ("Ｏｐｐｏｓｅｓ", "OPPOSE"),
        ("接受", "ACCEPT"),
        ("接受（四级）", "ACCEPTANCE"),
        ("接受(四级)", "ACCEPTANCE"),
        ("Mentor", "SUPPORT_EXCLUSIVE"),
        ("热爱", "热爱"),
    ],
)
def test_levels_are_read_in_both_languages(written: str, code: str) -> None:
    assert value_of(written, SHEET_OF["attitudes"].by_name["level"]) == code
    assert code in get_args(Level) or code == written


@pytest.mark.parametrize(
    ("sheet", "column", "written", "value"),
    [
        ("people", "external", "是", True),
        ("people", "external", "No", False),
        ("people", "external", 1.0, True),
        ("people", "external", False, False),
        ("people", "external", "perhaps", "perhaps"),
        ("people", "rank", "3级", 3),
        ("people", "rank", 3.0, 3),
        ("people", "rank", 3.5, 3.5),
        ("people", "name", 5.0, "5"),
        ("influence", "strength", "80%", 0.8),
        ("influence", "strength", "0.30000000000000004", 0.30000000000000004),
        ("influence", "strength", "nan", "nan"),
        ("influence", "strength", "1e999", "1e999"),
        ("opportunities", "amount", "1,200.5", 1200.5),
        ("opportunities", "amount", "4.2 亿", 420_000_000),
        ("opportunities", "amount", "300万", 3_000_000),
        ("attitudes", "on", "2026/1/5", "2026-01-05"),
        ("attitudes", "on", "2026年01月05日", "2026-01-05"),
        ("attitudes", "on", "20260105", "2026-01-05"),
        ("attitudes", "on", "2026-01-05 00:00:00", "2026-01-05"),
        ("attitudes", "on", "05.01.26", "05.01.26"),
        ("interactions", "people", 'a; b、c\n"d;e"', ["a", "b", "c", "d;e"]),
        ("interactions", "compliance_ref", '""', ""),
    ],
)
def test_cells_are_read_as_people_write_them(sheet: str, column: str, written: Cell, value: Any) -> None:
    found = value_of(written, SHEET_OF[sheet].by_name[column])
    assert (found, type(found)) == (value, type(value))


# -- rows that are no records --------------------------------------------------------------------------------------------


def test_examples_blank_rows_and_titles_are_skipped() -> None:
    rows: Rows = [
        ["客户名单", None],
        [],
        ["#", "编号", "姓名"],
        ["示例", "p0", "例"],
        [None, "p1", "张伟"],
        [None, None, " "],
    ]
    assert [person.id for person in people_of(*rows[1:], headings=rows[0])] == ["p1"]


def test_own_sheets_are_skipped_and_others_are_not() -> None:
    own = [Table(name, [["x"], ["y"]]) for name in ("说明", "Guide", "Errors", "谁决定", "#my notes")]
    assert len(read(Table("人员", PEOPLE), *own, Table("Sheet2", [])).people) == 2
    assert faults_in(Table("Peple", [["a"], ["b"]])) == [("unknown-sheet", "Peple", 1, "a")]


def test_headings_nobody_knows_are_offered_and_a_second_of_one_name_is_refused() -> None:
    reading = read_tables(
        [Table("people", [["id", "name", "departmnt", "#mine", None, "name"], ["p", "P", "x", "y", "z", "Q"]])],
        FileMapping(),
    )
    assert [(fault.code, fault.pointer) for fault in reading.faults] == [("duplicate-column", "/tables/0/0/5")]
    assert [(one.column, one.default) for one in reading.asking.questions.values()] == [
        ("departmnt", "ignore"),
        ("E", "ignore"),
    ]
    assert [one.reason for one in reading.reads[0].taken[2:]] == ["not-asked", "marked", "not-asked", "duplicate"]


def test_a_mapping_says_what_other_tables_mean() -> None:
    mapping = {
        "Liste": {"list": "people", "columns": {"Kennung": "id", "Wer": "name", "Farbe": None, "Chef": "manager"}}
    }
    rows: Rows = [["Kennung", "Wer", "Farbe", "Chef"], ["a", "Ann", "red", None], ["b", "Bob", "blue", "Ann"]]
    document = read(Table("Liste", rows), mapping=mapping)
    assert [(line.subordinate, line.manager) for line in document.reporting] == [("b", "a")]
    made = drafted([Table("Liste", rows)], mapping={**mapping, "Other": {}})
    assert [(fault.code, fault.value) for fault in made.draft.faults] == [("unknown-sheet", "Other")]


# -- names in place of ids ---------------------------------------------------------------------------------------------------


PLAIN: Rows = [
    ["姓名", "所在部门", "职务", "直接上级", "风格"],
    ["何振东", "公司领导", "总经理", None, "领导型"],
    ["程若水", "网络部/规划处", "处长", "何振东", "E"],
    ["孙晓", "网络部/规划处", "工程师", "程若水", None],
]
LINES: Rows = [
    ["起点", "终点", "关系类型", "强度", "说明"],
    ["程若水", "何振东", "影响", 0.8, "先由其定稿"],
    ["孙晓", "程若水", "同盟", None, "校友"],
    ["孙晓", "何振东", None, "50%", None],
]


def test_two_plain_lists_make_an_account() -> None:
    document = read(Table("名单", PLAIN), Table("连线", LINES))
    names = {person.id: person.name for person in document.people}
    units = {unit.id: (unit.name, unit.parent_id) for unit in document.departments}
    assert sorted(name for name, _ in units.values()) == ["公司领导", "网络部", "规划处"]
    (planning,) = (own for own, (name, _) in units.items() if name == "规划处")
    assert units[units[planning][1] or ""] == ("网络部", None)
    assert [person.department_id for person in document.people[1:]] == [planning, planning]
    assert [(names[line.subordinate], names[line.manager]) for line in document.reporting] == [
        ("程若水", "何振东"),
        ("孙晓", "程若水"),
    ]
    assert [(names[edge.source], edge.strength, edge.evidence) for edge in document.influence] == [
        ("程若水", 0.8, "先由其定稿"),
        ("孙晓", 0.5, ""),
    ]
    assert [(tie.kind, tie.note) for tie in document.ties] == [("ALLIANCE", "校友")]
    assert [(person.assertiveness, person.orientation) for person in document.people[:2]] == [
        ("DIRECT", "TASK"),
        ("PASSIVE", "TASK"),
    ]
    assert set(STYLES) == set(STYLE_AXES)


def test_the_same_lists_again_change_nothing() -> None:
    first = read(Table("名单", PLAIN), Table("连线", LINES))
    assert read(Table("名单", PLAIN), Table("连线", LINES)) == first
    again = drafted([Table("名单", PLAIN), Table("连线", LINES)], stored=first, merging=True).draft.document
    assert again is not None
    assert again.people == first.people
    assert again.reporting == first.reporting
    assert set(again.departments) <= set(first.departments)


def test_rows_without_id_find_the_stored_person_of_their_name() -> None:
    stored = small("a").model_copy(
        update={
            "departments": (Department(id="d1", name="东"), Department(id="d2", name="西")),
            "people": (
                Person(id="P01", name="张伟", department_id="d1", title="主任"),
                Person(id="P02", name="张伟", department_id="d2"),
                Person(id="P03", name="李娜"),
            ),
        }
    )
    rows: Rows = [["姓名", "部门"], ["张伟", "西"], ["李娜", None], ["王芳", None]]
    people = read(Table("people", rows), stored=stored, merging=True).people
    assert [person.id for person in people[:2]] == ["P02", "P03"]
    assert people[2].id.startswith("people-")


def test_names_that_several_bear_are_told_with_their_ids() -> None:
    people = [*PEOPLE, ["p3", "张 伟", "d1", 4.0]]
    units: Rows = [["id", "name"], ["d1", "采购部"]]
    lines: Rows = [["下级", "上级"], ["李娜", "张伟"], ["张伟（采购部）", "p1"], ["nobody", "p1"]]
    made = drafted([Table("部门", units), Table("人员", people), Table("汇报关系", lines)])
    (fault,) = made.draft.faults
    assert (fault.code, fault.pointer, fault.value) == ("ambiguous-name", "/tables/2/1/1", "张伟")
    assert fault.facts["candidates"] == "p1, p3 (采购部)"
    assert made.draft.document is not None
    assert made.draft.document.reporting[1].subordinate == "p3"
    assert ("dangling-id", "汇报关系", 4, "下级") in faults_in(
        Table("部门", units), Table("人员", people), Table("汇报关系", lines)
    )


def test_an_id_goes_before_a_name() -> None:
    people: Rows = [["id", "name"], ["a", "b"], ["b", "c"]]
    lines: Rows = [["subordinate", "manager"], ["a", "b"]]
    assert read(Table("people", people), Table("reporting", lines)).reporting[0].manager == "b"


# -- merging ---------------------------------------------------------------------------------------------------------------


def test_a_merge_keeps_what_the_file_has_no_column_or_sheet_for() -> None:
    stage = {"id": "s", "order": 1, "kind": "AWARD", "quota": 1, "votes": [{"person": "p00", "weight": 1}]}
    stored = small("a", opportunities=[{"id": "o", "name": "O", "amount": 5, "stages": [stage]}])
    stored = from_bytes(stored.model_dump_json().replace('"title":""', '"title":"T"').encode())
    people: Rows = [["id", "name", "rank"], ["p00", "New", 2.0]]
    bids: Rows = [["id", "name"], ["o", "Renamed"]]
    merged = read(Table("people", people), Table("opportunities", bids), stored=stored, merging=True)
    assert merged.people[0] == stored.people[0].model_copy(update={"name": "New", "rank": 2, "rank_assumed": None})
    assert merged.opportunities[0] == stored.opportunities[0].model_copy(update={"name": "Renamed"})
    stages: Rows = [["商机", "编号", "顺序", "类型"], ["Renamed", "s", 2.0, "定标"]]
    merged = read(Table("opportunities", bids), Table("stages", stages), stored=stored, merging=True)
    assert merged.opportunities[0].stages[0] == stored.opportunities[0].stages[0].model_copy(update={"order": 2})


def test_an_empty_cell_of_a_given_column_empties_the_field() -> None:
    stored = from_bytes(small("a").model_dump_json().replace('"title":""', '"title":"T"').encode())
    people: Rows = [["id", "name", "title"], ["p00", "P", None]]
    assert read(Table("people", people), stored=stored, merging=True).people[0].title == ""


# -- faults ------------------------------------------------------------------------------------------------------------------


def test_faults_of_rules_are_told_with_their_cells() -> None:
    people: Rows = [["id", "name", "rank"], ["p1", "A", 9.0], ["p1", "B", "x"], ["p2", None, 1.0]]
    bids: Rows = [["id", "name"], ["o", "O"]]
    stages: Rows = [["opportunity", "id", "order", "kind", "veto"], ["o", "s", 1.0, "定标", "p2; gone"]]
    votes: Rows = [["opportunity", "stage", "person", "votes"], ["o", "s", "p2", 1.0], ["o", "t", "p2", 1.0], ["q"]]
    found = faults_in(
        Table("people", people), Table("opportunities", bids), Table("stages", stages), Table("votes", votes)
    )
    assert sorted(found, key=str) == sorted(
        [
            ("out-of-range", "people", 2, "rank"),
            ("wrong-type", "people", 3, "rank"),
            ("missing-field", "people", 4, "name"),
            ("dangling-id", "stages", 2, "veto"),
            ("quota", "stages", 2, ""),
            ("dangling-id", "votes", 3, "stage"),
            ("dangling-id", "votes", 4, "opportunity"),
        ],
        key=str,
    )


def test_the_9999th_of_10000_rows_is_told() -> None:
    rows: Rows = [["id", "name", "rank"], *([f"p{i}", f"n{i}", 3.0] for i in range(10_000))]
    rows[9_999] = ["p9998", "n", 7.0]
    assert faults_in(Table("people", rows)) == [("out-of-range", "people", 10_000, "rank")]


def test_two_rows_for_one_account_are_one_too_many() -> None:
    assert faults_in(Table("客户", [["编号", "名称"], ["a", "A"], ["b", "B"]])) == [("one-row-only", "客户", 3, "编号")]
