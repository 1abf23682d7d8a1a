"""Imports over REST, on both engines: what is stored, what is refused and how it is told."""

import json
from io import BytesIO
from typing import Any

import httpx
import openpyxl
import pytest

from app.sheets.tables import filled_sheets
from app.sheets.workbook import open_book, write_sheet
from graph.document import AccountDocument
from tests.conftest import EMBEDDED_ONLY
from tests.documents import bytes_of, named
from tests.records_at_hand import API, Json
from tests.sheets_at_hand import csv_zip_of, workbook_of

PEOPLE = "编号,姓名,部门,直接上级\np1,何振东,公司领导,\np2,程若水,网络部,何振东\n"


class Importer:
    """Sends files for one account."""

    def __init__(self, client: httpx.AsyncClient, account_id: str) -> None:
        self.client, self.account_id = client, account_id
        self.url = f"{API}/accounts/{account_id}"

    async def send(self, body: bytes | str, name: str = "people.csv", **query: Any) -> httpx.Response:
        mapping, plan, headers = query.pop("mapping", None), query.pop("plan", None), query.pop("headers", {})
        return await self.client.post(
            f"{self.url}/imports",
            params=query,
            files={"file": (name, body if isinstance(body, bytes) else body.encode())},
            data={name: json.dumps(told) for name, told in (("mapping", mapping), ("plan", plan)) if told},
            headers=headers,
        )

    async def report(self, body: bytes | str, name: str = "people.csv", **query: Any) -> Json:
        answer = await self.send(body, name, **query)
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told

    async def refused(self, body: bytes | str, name: str = "people.csv", **query: Any) -> Json:
        answer = await self.send(body, name, **query)
        assert answer.status_code == 422, answer.text
        told: Json = answer.json()
        return told

    async def document(self) -> AccountDocument:
        answer = await self.client.get(f"{self.url}/document")
        return AccountDocument.model_validate_json(answer.content)


@pytest.fixture
def importer(client: httpx.AsyncClient, account_id: str) -> Importer:
    return Importer(client, account_id)


def counts(report: Json) -> tuple[int, int, int, int]:
    return report["created"], report["updated"], report["deleted"], report["unchanged"]


@pytest.mark.slow
async def test_files_of_every_format_give_the_same_account(importer: Importer, tiny: AccountDocument) -> None:
    document = named(tiny, importer.account_id, parent_id=None)
    document = AccountDocument.model_validate_json(bytes_of(document).replace(b"tiny-group", b"tiny-group"))
    lines = "\n".join(
        json.dumps({"list": name, **record})
        for name, held in json.loads(bytes_of(document)).items()
        if name != "format" and held
        for record in (held if isinstance(held, list) else [held])
    )
    bodies = {"xlsx": workbook_of(document, "zh"), "csv": csv_zip_of(document, "en"), "jsonl": lines.encode()}
    total = sum(counts(first := await importer.report(bodies["xlsx"], mode="replace", dry_run=True)))
    assert (first["dry_run"], counts(first)[0]) == (True, total)
    assert (await importer.client.get(f"{importer.url}/document")).status_code == 404
    assert (await importer.report(bodies["xlsx"]))["created"] == total
    assert await importer.document() == document
    for file_format, body in (*bodies.items(), ("json", bytes_of(document))):
        report = await importer.report(body)
        assert (report["format"], counts(report)) == (file_format, (0, 0, 0, total)), file_format
        assert report["revision"] == 1


async def test_our_own_graph_comes_back(importer: Importer, tiny: AccountDocument) -> None:
    from graph.property_graph import graphml, property_graph

    document = named(tiny, importer.account_id, parent_id=None)
    report = await importer.report(graphml(property_graph(document)), "x.graphml")
    assert report["format"] == "graphml"
    assert await importer.document() == document


@EMBEDDED_ONLY
async def test_a_plain_list_makes_an_account_and_again_changes_nothing(importer: Importer) -> None:
    report = await importer.report(PEOPLE.encode("gb18030"))
    assert report["lists"] == {
        "account": {"created": 1, "updated": 0, "unchanged": 0, "removed": 0},
        "departments": {"created": 2, "updated": 0, "unchanged": 0, "removed": 0},
        "people": {"created": 2, "updated": 0, "unchanged": 0, "removed": 0},
        "reporting": {"created": 1, "updated": 0, "unchanged": 0, "removed": 0},
    }
    (sheet,) = report["sheets"]
    assert (sheet["list"], sheet["rows"], sheet["encoding"], sheet["separator"]) == ("people", 2, "GB18030", ",")
    assert counts(await importer.report(PEOPLE)) == (0, 0, 0, 6)
    again = await importer.report("姓名,职务\n程若水,总工\n张伟,\n程箬水,\n", dry_run=True)
    assert (counts(again), again["revision"]) == ((2, 1, 0, 5), 1)
    assert [(pair["names"], pair["same"]) for pair in again["duplicates"]] == [(["程若水", "程箬水"], ["pinyin"])]
    gone = await importer.report("姓名\n何振东\n,", mode="replace", dry_run=True)
    assert gone["lists"]["people"] == {"created": 0, "updated": 1, "unchanged": 1, "removed": 0}
    assert [(one["code"], one["value"], one["default"]) for one in gone["plan"]["questions"]] == [
        ("left", "程若水", "left")
    ]


async def test_a_list_with_other_managers_moves_people_and_keeps_the_rest(importer: Importer) -> None:
    await importer.report(PEOPLE + "p3,陆知微,网络部,程若水\n")
    line = {"subordinate": "p3", "manager": "p1", "kind": "DOTTED"}
    assert (await importer.client.post(f"{importer.url}/reporting", json=line)).status_code == 201
    report = await importer.report(
        PEOPLE.replace("程若水,网络部,何振东", "程若水,网络部,") + "p3,陆知微,网络部,何振东\n"
    )
    assert counts(report)[:3] == (0, 1, 2)
    lines = [(held.subordinate, held.manager, held.kind) for held in (await importer.document()).reporting]
    assert lines == [("p3", "p1", "SOLID")]
    without = await importer.report("编号,姓名\np3,陆知微\n")
    assert counts(without)[1:3] == (0, 0)


@EMBEDDED_ONLY
async def test_rows_are_refused_with_their_cells_and_nothing_is_stored(importer: Importer) -> None:
    body = "编号,姓名,职级,直接上级\np1,张伟,9,\np2,张伟,2,\np3,李娜,3,张伟\n"
    problem = await importer.refused(body)
    assert problem["code"] == "invalid"
    told = [
        (one["sheet"], one["row"], one["column"], one["cell"], one["code"], one["value"]) for one in problem["errors"]
    ]
    assert told == [
        ("people", 4, "直接上级", "D4", "ambiguous-name", "张伟"),
        ("people", 2, "职级", "C2", "out-of-range", 9),
    ]
    assert "p1, p2" in problem["errors"][0]["message_en"]
    assert "请填写其编号" in problem["errors"][0]["message_zh"]
    assert (await importer.client.get(importer.url)).status_code == 404
    right = body.replace(",9,", ",1,")
    looked = await importer.report(right, dry_run=True)
    (asked,) = [one for one in looked["plan"]["questions"] if one["code"] == "namesake"]
    assert (asked["default"], [choice["value"] for choice in asked["choices"]]) == (None, ["p1", "p2", "none"])
    await importer.report(right, plan={"answers": {asked["id"]: "p2"}})
    assert [line.manager for line in (await importer.document()).reporting] == ["p2"]


@EMBEDDED_ONLY
async def test_faults_come_as_the_workbook_with_its_cells_marked(importer: Importer, tiny: AccountDocument) -> None:
    document = named(tiny, importer.account_id, parent_id=None)
    book = open_book("zh")
    for filled in filled_sheets(document, "zh"):
        sheet = write_sheet(book, filled, "zh")
        if filled.sheet.name == "people":
            sheet.write_string(1, 4, "十级")
    answer = await importer.send(book.bytes(), "b.xlsx", errors="xlsx", lang="zh")
    assert answer.status_code == 422
    marked = openpyxl.load_workbook(BytesIO(answer.content))
    assert [cell.value for cell in marked["错误清单"][2]][:5] == ["人员", "E2", "职级", "十级", "wrong-type"]
    cell = marked["人员"]["E2"]
    assert (cell.value, cell.fill.bgColor.rgb or cell.fill.fgColor.rgb) == ("十级", cell.fill.bgColor.rgb)
    assert cell.fill.fill_type == "solid"
    assert "wrong-type" in cell.comment.text
    marked["人员"]["E2"].value = "3"
    mended = BytesIO()
    marked.save(mended)
    assert (await importer.report(mended.getvalue(), "b.xlsx"))["created"] > 20
    expected = document.people[0].model_copy(update={"rank": 3})
    assert (await importer.document()).people[0] == expected


@EMBEDDED_ONLY
async def test_the_steps_can_be_followed(importer: Importer) -> None:
    async def events(body: str) -> dict[str, Json]:
        answer = await importer.send(body, headers={"Accept": "text/event-stream"})
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = [line.partition(": ") for line in answer.text.splitlines() if line]
        names = [value for field, _, value in lines if field == "event"]
        return dict(zip(names, (json.loads(value) for field, _, value in lines if field == "data"), strict=True))

    done = await events(PEOPLE)
    assert list(done) == ["received", "read", "checked", "written", "report"]
    assert (done["read"], done["report"]["created"]) == ({"sheets": 1, "records": 5}, 6)
    refused = await events("姓名,职级\n王芳,8\n")
    assert list(refused) == ["received", "read", "problem"]
    assert refused["problem"]["errors"][0]["cell"] == "B2"


async def test_what_is_no_form_or_no_file_is_refused(embedded_client: httpx.AsyncClient, account_id: str) -> None:
    importer = Importer(embedded_client, account_id)
    for body, name, code, fault in (
        (b"", "a.csv", "unreadable-file", "empty-file"),
        (b"PK\x03\x04", "../../a.xlsx", "unreadable-file", "broken-archive"),
        (b"id,name\n", "people.csv", "unreadable-file", "empty-file"),
        (b"a,b\n1,2\n", "CON", "invalid", "unknown-sheet"),
        (b'{"list": "nobody"}', "a.jsonl", "invalid", "unknown-list"),
    ):
        problem = await importer.refused(body, name)
        assert (problem["code"], problem["errors"][0]["code"]) == (code, fault)
    assert (await importer.refused(PEOPLE, mapping={"x": 1}))["errors"][0]["code"] == "bad-mapping"
    url, send = f"{importer.url}/imports", embedded_client.post
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await send(url, json={})).status_code == 415
    assert (await send(url, content=b"no form", headers=form)).status_code == 400
    assert (await send(url, content=b"", headers={"Content-Type": "multipart/form-data"})).status_code == 400
    assert (await send(url, files={"other": ("a", b"x")})).json()["errors"][0]["code"] == "no-file"
    assert (await send(url, files={"file": ("a", b"x" * 20_000_001)})).status_code == 413
    assert (await importer.send(b"[" * 40 + b"]" * 40)).status_code == 400
    assert (await importer.refused(PEOPLE, errors="pdf"))["errors"][0]["pointer"] == "/query/errors"


async def test_the_template_is_there_in_both_languages(embedded_client: httpx.AsyncClient) -> None:
    for lang, sheet in (("zh", "人员"), ("en", "People")):
        answer = await embedded_client.get(f"{API}/import-template.xlsx", params={"lang": lang})
        assert answer.status_code == 200
        book = openpyxl.load_workbook(BytesIO(answer.content))
        people = book[sheet]
        assert people.freeze_panes == "C2"
        assert people.data_validations.dataValidation
        assert all(cell.comment for cell in people[1][1:])
    assert (await embedded_client.get(f"{API}/import-template.xlsx?lang=fr")).status_code == 422


async def test_an_encoding_that_is_not_plain_is_a_question_of_the_plan(importer: Importer) -> None:
    body = "Name,Title\nАнна,x\n".encode("cp1251")
    looked = await importer.report(body, dry_run=True)
    (question,) = looked["plan"]["questions"]
    assert (question["id"], question["default"]) == ("encoding/people", None)
    assert {one["value"]: one["text_en"] for one in question["choices"]} == {
        "Windows-1251": "Windows-1251: Анна",
        "Windows-1252": "Windows-1252: Àííà",
    }
    refused = await importer.refused(body)
    assert [one["code"] for one in refused["errors"]] == ["doubtful-encoding"]
    question["answer"] = "Windows-1251"
    assert counts(await importer.report(body, plan=looked["plan"]))[0] == 2
    assert [person.name for person in (await importer.document()).people] == ["Анна"]


@EMBEDDED_ONLY
async def test_a_doubtful_convention_is_asked_once_for_files_of_a_shape(importer: Importer) -> None:
    body = "Name;Title;Since\nAnn;COO;03/04/2026\n"
    looked = await importer.report(body, "people-may.csv", dry_run=True)
    (question,) = looked["plan"]["questions"]
    assert (question["id"], question["default"]) == ("days/people-may/Since", None)
    assert [one["text_en"] for one in question["choices"]] == [
        "day first: 03/04/2026 → 2026-04-03",
        "month first: 03/04/2026 → 2026-03-04",
    ]
    (fault,) = (await importer.refused(body, "people-may.csv"))["errors"]
    assert (fault["code"], "2026-03-04" in fault["message"], "2026-04-03" in fault["message_zh"]) == (
        "doubtful-days", True, True,
    )  # fmt: skip
    question["answer"] = "month-first"
    done = await importer.report(body, "people-may.csv", plan=looked["plan"])
    assert done["plan"]["tables"][0]["columns"][2]["convention"] == "month-first"
    again = await importer.report(body.replace("03/04", "05/06"), "people-june.csv")
    assert [one["answer"] for one in again["plan"]["questions"]] == ["month-first"]
    assert [str(person.since) for person in (await importer.document()).people] == ["2026-05-06"]
