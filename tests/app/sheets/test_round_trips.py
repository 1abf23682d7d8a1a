"""Every document goes through a workbook and through CSV files and comes back the same, in both languages."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from app.sample import EXAMPLE, SAMPLE
from app.sheets.cells import Lang
from app.sheets.tables import filled_sheets
from graph.document import AccountDocument
from graph.draft import parse
from graph.kinds import KINDS, Person
from graph.rules import check
from graph.snapshots import take_out
from tests import documents, strategies
from tests.sheets_at_hand import LANGS, RARE, csv_zip_of, document_in, drafted, large, tables_of, workbook_of

SAMPLES = {
    "sample": documents.from_bytes(take_out(SAMPLE)[0]),
    "krackhardt": documents.read("krackhardt"),
    "tiny": documents.read("tiny"),
    "example": documents.from_bytes(EXAMPLE),
    "large": large(),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_comes_back_from_its_workbook(name: str, lang: Lang) -> None:
    document = SAMPLES[name]
    assert document_in(workbook_of(document, lang), document.account.id) == document


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_comes_back_from_its_csv_files(name: str, lang: Lang) -> None:
    document = SAMPLES[name]
    assert document_in(csv_zip_of(document, lang), document.account.id) == document


def test_the_samples_hold_every_kind() -> None:
    held = {kind.name for kind in KINDS for document in SAMPLES.values() if document.of(kind)}
    assert held == {kind.name for kind in KINDS}
    assert check(SAMPLES["example"]) == ()


@given(strategies.documents())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_comes_back(document: AccountDocument) -> None:
    if "￾" in repr(document) or "￿" in repr(document):  # no XML holds these two
        return
    for body in (workbook_of(document, "zh"), csv_zip_of(document, "en")):
        draft = drafted(tables_of(body), document.account.id).draft
        assert draft.faults == ()
        assert draft.document is not None
        assert draft.document.canonical() == document


def test_no_cell_is_a_formula_for_a_second_reader() -> None:
    document = SAMPLES["large"]
    book = openpyxl.load_workbook(BytesIO(workbook_of(document, "en")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    names = {row[1].value for row in book["People"].iter_rows(min_row=2)}
    assert set(RARE) - {"''"} <= names | {"''"}
    assert {person.name for person in document.people} == names


def test_a_list_too_long_for_a_cell_goes_on_in_another() -> None:
    people = [f"{'人' * 60}{i:04}" for i in range(700)]
    meeting = {"id": "i", "on": "2026-01-01", "people": people}
    staff = [{"id": one, "name": one} for one in people]
    document = documents.small("long", 0, interactions=[meeting]).model_copy(
        update={"people": tuple(Person(**one) for one in staff)}
    )
    (filled,) = (one for one in filled_sheets(document, "zh") if one.sheet.name == "interactions")
    assert filled.headings.count("客户参与人") == 2
    for body in (workbook_of(document, "zh"), csv_zip_of(document, "zh")):
        assert document_in(body, "long") == document


def test_csv_cells_are_guarded() -> None:
    (people,) = (table for table in tables_of(csv_zip_of(SAMPLES["large"], "en")) if table.name == "people")
    assert any(str(row[1]).startswith("=") for row in people.rows)
    raw = csv_zip_of(SAMPLES["large"], "en")
    text = zipfile.ZipFile(BytesIO(raw)).read("people.csv").decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ",=" not in text


def test_parse_gives_the_same_as_the_sheets(tiny: AccountDocument) -> None:
    draft = drafted(tables_of(workbook_of(tiny, "zh")), "tiny").draft
    assert draft.pointers.keys() != parse(documents.bytes_of(tiny)).pointers.keys()
    assert set(draft.pointers.values()) == set(parse(documents.bytes_of(tiny)).pointers.values())
