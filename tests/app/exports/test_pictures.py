"""The six pictures a review opens with: the same words on slides and paper, each on one page."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest
from pptx import Presentation

from app.map.map_view import MapView
from app.pack import pdf
from app.report.blocks import Section, Table, Tiles, flat
from app.report.pictures import pictures
from app.report.sentence import sentence
from app.report.view import Lang
from app.slides import pptx
from tests.decks_at_hand import texts_of
from tests.views_at_hand import made_view, sample_view


def plain(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\x02", "-").split())


def said(picture: Section) -> Iterator[str]:
    """Every text of a picture but notes and intervals, which slides word otherwise."""
    yield picture.title
    for block in flat(picture.blocks):
        if isinstance(block, Table):
            yield from (column.head for column in block.columns)
            yield from (text for row in block.rows for cell in row for text in (cell.text, cell.second, cell.alias))
        elif isinstance(block, Tiles):
            yield from (text for tile in block.tiles for text in (tile.label, tile.text, tile.second))
        elif block.kind in ("heading", "text"):
            yield block.text  # type: ignore[union-attr]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_slides_and_paper_open_with_the_same_six(lang: Lang) -> None:
    view = sample_view(lang=lang)
    six = pictures(view)
    assert [picture.name for picture in six] == ["win", "who", "how", "missing", "doing", "ask"]
    slides = Presentation(io.BytesIO(pptx.write(view))).slides
    paper = pypdfium2.PdfDocument(pdf.write(view))
    for i, picture in enumerate(six):
        slide, page = plain(texts_of(slides[i])), plain(paper[i].get_textpage().get_text_bounded())
        texts = [plain(text) for text in said(picture) if text]
        assert len(texts) > 3
        assert [text for text in texts if text not in slide] == []
        assert [text for text in texts if text not in page] == []


def test_they_say_verdict_money_chance_trend_gaps_by_person_and_what_is_needed() -> None:
    view = sample_view(lang="en")
    told = {picture.name: " ".join(said(picture)) for picture in pictures(view)}
    assert sentence(view) == "Halyard leads by 0.29 (August: 0.04). Evaluation: 2 %, Halyard 31 %."
    for text in (
        sentence(view),
        "conditional",
        "420,000,000 CNY",
        "2027-02-26",
        "Our chance very low",
        "2026-08-20",
        "−0.29",
    ):
        assert text in told["win"], text
    people = [row[1].text for block in pictures(view)[3].blocks if isinstance(block, Table) for row in block.rows]
    assert len(people) == len(set(people)) == 6
    for step in view.map.do_first[:3]:
        assert step.text_en in told["ask"]
        assert view.member(step.owner) in told["ask"]
    assert view.pack is not None
    for check in view.pack.review.checks:
        assert (check.rule in told["ask"]) == (check.id in view.pack.review.open_checks)


@pytest.mark.parametrize("view", [made_view(70, lang="en"), made_view(9, name="欧阳" * 40, name_en="Wolfe stein " * 9)])
def test_each_is_one_slide_however_long(view: MapView) -> None:
    titles = [picture.title for picture in pictures(view)]
    slides = Presentation(io.BytesIO(pptx.write(view))).slides
    assert [slide.shapes.title.text_frame.text for slide in list(slides)[:6]] == titles


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_their_type_is_as_large_as_fits(lang: Lang) -> None:
    """On a projector 18 points are read from the back: few rows have them, many no less than 12."""
    slides = list(Presentation(io.BytesIO(pptx.write(sample_view(lang=lang)))).slides)[:6]
    sizes = [
        {
            run.font.size.pt
            for shape in slide.shapes
            if shape.has_table
            for row in shape.table.rows
            for cell in row.cells
            for run in cell.text_frame.paragraphs[0].runs
        }
        for slide in slides
    ]
    assert [min(found) >= 12 for found in sizes] == [True] * 6
    assert [min(sizes[at]) >= 18 for at in (2, 4)] == [True] * 2


def test_the_sentence_opens_them_without_an_opportunity_too() -> None:
    view = sample_view(lang="en", opportunity=None)
    first = Presentation(io.BytesIO(pptx.write(view))).slides[0]
    assert sentence(view).startswith("We lead ") or " leads by " in sentence(view)
    assert sentence(view) in texts_of(first)


def test_an_outline_and_an_empty_account_have_none() -> None:
    assert pictures(sample_view(redact="outline")) == ()
    assert pictures(made_view(0)) == ()
