"""Every file of `tests/data/field/files`, sent to the service as it is: what is stated of it is what is stored or refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from app.imports.plan.view import ImportPlan
from tests import documents
from tests.conftest import EMBEDDED_ONLY

FILES = documents.DATA / "field" / "files"
ORLA, SUNIL, ILSE, TOM, HANA = "Orla Tandy", "Sunil Rege", "Ilse Brandt", "Tom Yarrow", "Hana Oduya"
TWO, THREE = {ORLA: "Executive", SUNIL: "Procurement"}, {ORLA: "Executive", SUNIL: "Procurement", ILSE: "Procurement"}
CHAIN = {(SUNIL, ORLA), (ILSE, SUNIL)}
pytestmark = EMBEDDED_ONLY


@dataclass(frozen=True)
class Case:
    """What a file gives: departments by person, managers, and whatever else its statement names."""

    people: Mapping[str, str | None]
    managers: set[tuple[str, str]] = field(default_factory=set)
    after: str = ""
    also: Callable[[dict[str, Any], ImportPlan], bool] = lambda _document, _plan: True


def left_out(plan: ImportPlan, table: int = 0) -> list[str]:
    return [column.heading for column in plan.tables[table].columns if column.field is None]


def skipped(plan: ImportPlan) -> set[str]:
    return {row.code for row in plan.tables[0].skipped_rows}


def by_name(document: dict[str, Any], attribute: str) -> dict[str, Any]:
    return {person["name"]: person.get(attribute) for person in document["people"]}


def no_lines(document: dict[str, Any], _plan: ImportPlan) -> bool:
    return not document.get("influence")


def salesforce(document: dict[str, Any], plan: ImportPlan) -> bool:
    ids = {f"0035g00000QwEr{letter}AAV" for letter in "TUV"}
    return {person["id"] for person in document["people"]} == ids and {"AccountId", "Phone"} <= set(left_out(plan))


def amounts(document: dict[str, Any], _plan: ImportPlan) -> bool:
    deals = {deal["id"]: deal for deal in document["opportunities"]}
    stages = {stage["id"]: stage["weight"] for stage in deals["o1"]["stages"]}
    return {own: deal["amount"] for own, deal in deals.items()} == {"o1": 2.5, "o2": 12.5, "o3": 300000} and stages == {
        "s1": 0.25,
        "s2": 1,
    }


CASES: dict[str, Case] = {
    "01-hash-heading.csv": Case(
        {**THREE, TOM: "Operations"}, {(SUNIL, ORLA)}, also=lambda _, plan: left_out(plan) == ["# of reports"]
    ),
    "01b-hash-by-advice.csv": Case(THREE, {(SUNIL, ORLA)}, also=lambda _, plan: left_out(plan) == ["#Email"]),
    "01c-hash-numbering.csv": Case(TWO, {(SUNIL, ORLA)}),
    "02-decimal-comma.zip": Case(THREE, also=amounts),
    "03-korean-cp949.csv": Case(
        {"김도현": "경영진", "이서연": "구매부", "박준호": "구매부"}, {("이서연", "김도현"), ("박준호", "이서연")}
    ),
    "05-report-footer.csv": Case(THREE, CHAIN, also=lambda _, plan: skipped(plan) == {"total", "footer"}),
    "05b-table-total-row.xlsx": Case(THREE, CHAIN, also=lambda _, plan: skipped(plan) == {"total"}),
    "06-merged-department.xlsx": Case(
        {**dict.fromkeys(("梁若兰", "孟庭", "易航"), "网络部"), **dict.fromkeys(("裴宁", "卓雅"), "采购部")},
        {("孟庭", "梁若兰"), ("易航", "孟庭"), ("卓雅", "裴宁")},
    ),
    "07-slash-in-department.csv": Case(
        {ORLA: "Executive", SUNIL: "IT/OT", "Ada Coyle": "A/P", ILSE: "HR / Payroll", TOM: None},
        {(name, ORLA) for name in (SUNIL, "Ada Coyle", ILSE, TOM)},
        also=lambda _, plan: [one.code for one in plan.questions] == ["department"] * 3,
    ),
    "08-neo4j-apoc.graphml": Case({ORLA: None, SUNIL: "Procurement"}, {(SUNIL, ORLA)}, also=no_lines),
    "10-moved-1.csv": Case(THREE, CHAIN),
    "10-moved-2.csv": Case(
        {**THREE, ILSE: "Operations"},
        {(SUNIL, ORLA), (ILSE, ORLA)},
        after="10-moved-1.csv",
        also=lambda document, _: by_name(document, "title")[ILSE] == "Planner",
    ),
    "11-two-graphs-1.graphml": Case(dict.fromkeys((ORLA, SUNIL))),
    "11-two-graphs-2.graphml": Case(dict.fromkeys((ORLA, SUNIL, HANA, TOM)), after="11-two-graphs-1.graphml"),
    "12-graphml-default.graphml": Case(TWO, {(SUNIL, ORLA)}, also=no_lines),
    "13-yed-orgchart.graphml": Case({ORLA: None, SUNIL: "Procurement", ILSE: "Procurement"}, CHAIN),
    "14-gephi-weights.graphml": Case(
        dict.fromkeys((ORLA, SUNIL, ILSE)),
        {(SUNIL, ORLA)},
        also=lambda document, plan: (
            [line["strength"] for line in document["influence"]] == [1]
            and [(one.code, one.value) for one in plan.notices] == [("scaled", "4")]
        ),
    ),
    "15-linkedin.csv": Case(
        dict.fromkeys((ORLA, "Piet van Doorn", SUNIL)),
        also=lambda document, plan: (
            by_name(document, "title")[SUNIL] == "Procurement Lead"
            and left_out(plan) == ["URL", "Email Address", "Company", "Connected On"]
        ),
    ),
    "15b-hubspot.csv": Case(
        dict.fromkeys((ORLA, SUNIL)),
        also=lambda document, plan: (
            by_name(document, "id") == {ORLA: "501", SUNIL: "502"}
            and by_name(document, "title") == {ORLA: "COO", SUNIL: "Lead"}
            and "Lead Status" in left_out(plan)
        ),
    ),
    "15c-google-contacts.csv": Case(
        TWO, {(SUNIL, ORLA)}, also=lambda document, _: by_name(document, "title") == {ORLA: "COO", SUNIL: "Lead"}
    ),
    "15d-outlook-contacts.csv": Case(
        TWO,
        {(SUNIL, ORLA)},
        also=lambda document, plan: (
            by_name(document, "title") == {ORLA: "COO", SUNIL: "Lead"}
            and by_name(document, "note")[SUNIL].split() == ["Notes:", "met", "at", "fair", "calls", "on", "Fridays"]
            and "Title" in left_out(plan)
        ),
    ),
    "16-salesforce-contact.csv": Case(THREE, CHAIN, also=salesforce),
    "17-dynamics365.xlsx": Case(
        TWO,
        {(SUNIL, ORLA)},
        also=lambda _, plan: (
            [(table.name, table.reason) for table in plan.tables[1:]] == [("hiddenSheet", "hidden")]
            and "hidden-sheet" in {one.code for one in plan.notices}
        ),
    ),
    "18-manager-outside.csv": Case(
        {HANA: None, SUNIL: "Procurement", ILSE: "Procurement", TOM: "Procurement"},
        {(SUNIL, HANA), (ILSE, SUNIL), (TOM, SUNIL)},
        also=lambda document, plan: (
            by_name(document, "placeholder")[HANA] is True
            and [(one.code, one.default) for one in plan.questions] == [("manager", "placeholder")]
        ),
    ),
    "18b-manager-forms.csv": Case(
        {
            "Tandy, Orla": "Executive",
            **dict.fromkeys(("Rege, Sunil", "Brandt, Ilse", "Yarrow, Tom", "Coyle, Ada"), "Procurement"),
        },
        {
            ("Rege, Sunil", "Tandy, Orla"),
            ("Brandt, Ilse", "Rege, Sunil"),
            ("Yarrow, Tom", "Rege, Sunil"),
            ("Coyle, Ada", "Rege, Sunil"),
            ("Coyle, Ada", "Tandy, Orla, dotted"),
        },
    ),
    "19-crlf-in-quotes.csv": Case(
        TWO, {(SUNIL, ORLA)}, also=lambda document, _: by_name(document, "title")[ORLA] == "COO (acting CEO)"
    ),
    "19b-zero-width.csv": Case(THREE, CHAIN),
    "19c-bom-twice.csv": Case({ORLA: "Executive"}),
    "20-six-line-preamble.csv": Case(
        {"梁若兰": "某电力", "孟庭": "某电力/网络部"},
        {("孟庭", "梁若兰")},
        also=lambda _, plan: skipped(plan) == {"above-headings"},
    ),
    "20b-sheet-name-misleads.xlsx": Case({"梁若兰": "总经办", "孟庭": "网络部"}, {("孟庭", "梁若兰")}),
    "20c-hr-list-zh.xlsx": Case(
        {"梁若兰": "总经办", "孟庭": "网络中心/规划部"},
        {("孟庭", "梁若兰")},
        also=lambda _, plan: left_out(plan) == ["序号", "手机"],
    ),
    "21-report-html.xls": Case({ORLA: "Executive", SUNIL: "R&D"}, {(SUNIL, ORLA)}),
    "22-semicolon-heading-break.csv": Case(TWO, {(SUNIL, ORLA)}),
    "22b-preamble-comma-semicolon.csv": Case(TWO, {(SUNIL, ORLA)}),
}
REFUSED: dict[str, list[tuple[str, int, str | None]]] = {
    "04-unquoted-comma.csv": [("cell-without-heading", 3, "D"), ("cell-without-heading", 4, "D")],
    "09-na-manager-x-prefix.xlsx": [("cell-error", 3, "D")],
    "09c-na-manager-plain.xlsx": [("cell-error", 3, "D")],
}


def test_every_file_is_a_case() -> None:
    assert {file.name for file in FILES.iterdir()} == CASES.keys() | REFUSED.keys()


async def sent(client: httpx.AsyncClient, account: str, name: str) -> httpx.Response:
    body = (FILES / name).read_bytes()
    return await client.post(f"/api/v1/accounts/{account}/imports", files={"file": (name, body)})


def paths(document: dict[str, Any]) -> dict[str | None, str]:
    units = {unit["id"]: unit for unit in document.get("departments", ())}

    def path(own: str) -> str:
        above = units[own].get("parent_id")
        return (f"{path(above)}/" if above else "") + str(units[own]["name"])

    return {own: path(own) for own in units}


@pytest.mark.parametrize("name", CASES)
async def test_a_file_gives_what_is_stated_of_it(client: httpx.AsyncClient, account_id: str, name: str) -> None:
    case = CASES[name]
    if case.after:
        assert (await sent(client, account_id, case.after)).status_code == 200
    answer = await sent(client, account_id, name)
    assert answer.status_code == 200, answer.text
    document = (await client.get(f"/api/v1/accounts/{account_id}/document")).json()
    names, units = {person["id"]: person["name"] for person in document["people"]}, paths(document)
    assert {person["name"]: units.get(person.get("department_id")) for person in document["people"]} == case.people
    assert len(names) == len(case.people)
    dotted = {"SOLID": "", "DOTTED": ", dotted"}
    assert {
        (names[line["subordinate"]], names[line["manager"]] + dotted[line.get("kind", "SOLID")])
        for line in document.get("reporting", ())
    } == case.managers
    assert case.also(document, ImportPlan.model_validate(answer.json()["plan"]))
    again = (await sent(client, account_id, name)).json()
    assert (again["created"], again["updated"], again["deleted"]) == (0, 0, 0)


@pytest.mark.parametrize("name", REFUSED)
async def test_a_file_is_refused_at_the_cells_stated(client: httpx.AsyncClient, account_id: str, name: str) -> None:
    answer = await sent(client, account_id, name)
    assert answer.status_code == 422
    faults = [(one["code"], one["row"], one["cell"].rstrip("0123456789")) for one in answer.json()["errors"]]
    assert faults == REFUSED[name]
    assert (await client.get(f"/api/v1/accounts/{account_id}/document")).status_code == 404


async def test_votes_with_decimal_commas_decide_as_they_are_written(client: httpx.AsyncClient, account_id: str) -> None:
    assert (await sent(client, account_id, "02-decimal-comma.zip")).status_code == 200
    answer = (await client.get(f"/api/v1/accounts/{account_id}/power-map", params={"opportunity": "o1"})).json()
    shares = {person["name"]: round(person["scores"]["decision_influence"], 2) for person in answer["people"]}
    assert (shares[SUNIL], shares[ILSE]) == (0.8, 0.2)
