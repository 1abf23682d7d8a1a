"""The exported workbook and CSV files: the account comes back from them, and the analysis stands beside it as plain cells."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from app.report.actions import by_subject
from app.sheets.cells import Lang
from app.texts.workbook import ANALYSIS_SHEETS
from app.workbook import csv_folder, workbook
from tests.sheets_at_hand import LANGS, document_in, drafted, tables_of
from tests.views_at_hand import made_view, sample_view

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl drops bars


@pytest.mark.parametrize("lang", LANGS)
def test_the_account_comes_back_from_both(lang: Lang) -> None:
    view = sample_view(lang=lang)
    for body in (workbook.write(view), csv_folder.write(view)):
        assert document_in(body, view.document.account.id) == view.document.canonical()


def test_texts_are_never_formulas_or_addresses() -> None:
    view = made_view(30, name='=HYPERLINK("http://x/{i}")', title="http://x", lang="en")
    book = openpyxl.load_workbook(BytesIO(workbook.write(view)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    assert {row[0].value for row in book["People"].iter_rows(min_row=2, min_col=2)} >= {'=HYPERLINK("http://x/3")'}
    raw = zipfile.ZipFile(BytesIO(csv_folder.write(view))).read("people.csv").decode("utf-8-sig")
    assert "\"'=HYPERLINK(" in raw


@pytest.mark.parametrize("lang", LANGS)
def test_the_analysis_is_that_of_the_map(lang: Lang) -> None:
    view = sample_view(lang=lang)
    book = openpyxl.load_workbook(BytesIO(workbook.write(view)))
    titles = {name: pair[lang == "zh"] for name, pair in ANALYSIS_SHEETS.items()}
    shown = {title for name, title in titles.items() if name not in {"summary", "map"}}
    assert set(book.sheetnames[: len(shown)]) == shown
    people = list(book[titles["people"]].iter_rows(min_row=2, values_only=True))
    shown = {person.id: person for person in view.map.people}
    assert {row[1] for row in people} == set(shown)
    shares = sorted((one.scores.decision_influence for one in shown.values()), reverse=True)
    assert [row[7] for row in people] == pytest.approx(shares)
    standing = list(book[titles["standing"]].iter_rows(min_row=2, values_only=True))
    held = view.map.standing[view.map.vendor or ""]
    assert standing[0][2:5] == pytest.approx((held.point, held.low, held.high))
    missing = list(book[titles["gaps"]].iter_rows(min_row=2, values_only=True))
    assert len({row[1] for row in missing}) == len(missing) == len(by_subject(view.map.gaps))
    steps = " ".join(str(cell) for row in missing for cell in row)
    assert all(view.say((gap.next_step.text_en, gap.next_step.text_zh)) in steps for gap in view.map.gaps)
    about = [row[1] for row in book[titles["about"]].iter_rows(values_only=True) if row[1]]
    assert {view.reader, view.marking, view.footnote, "2026-11-22 09:30 UTC"} <= set(about)


def test_charts_are_native() -> None:
    with zipfile.ZipFile(BytesIO(workbook.write(sample_view()))) as held:
        charts = [held.read(name) for name in held.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert sum(b"errBars" in chart for chart in charts) == 1


def test_a_redacted_copy_is_never_taken_for_the_whole() -> None:
    for redact in ("review", "outline"):
        view = sample_view(redact=redact)
        for body in (workbook.write(view), csv_folder.write(view)):
            made = drafted(tables_of(body))
            assert (made.sheaf.entries, made.draft.faults) == ({}, ())
    titles = openpyxl.load_workbook(BytesIO(workbook.write(view))).sheetnames
    assert ANALYSIS_SHEETS["gaps"][1] not in titles
    assert "#人员" in titles
