"""What the slides say: chain, tables, charts, notes, what a profile hides, and names of all sorts."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from pptx import Presentation

from app.report.actions import by_subject
from app.report.cells import gap_kind, joined, subject
from app.report.pictures import pictures
from app.slides import pptx
from app.texts.codes import LEVELS, SIGNS
from tests.decks_at_hand import (
    A,
    P,
    cards_of,
    deck,
    names_in_notes,
    slide_called,
    texts_of,
    titles,
    unpacked,
    view,
    written,
)
from tests.views_at_hand import made_view, sample_view

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ODD = ("<svg onload=alert(1)>{i}&amp;", "王👩‍🚀{i}", "𠮷田{i}", "مدير {i}", "Ann\u202eLee {i}", "\"quoted\" '{i}'")


def tables_called(name: str, title: str) -> list[list[list[str]]]:
    """The rows of every table on slides with this title, headings left out."""
    return [
        [[cell.text for cell in row.cells] for row in list(shape.table.rows)[1:]]
        for slide in deck(name).slides
        if slide.shapes.title.text_frame.text.startswith(title)
        for shape in slide.shapes
        if shape.has_table
    ]


def test_the_chain_tells_votes_power_vetoes_and_what_wins() -> None:
    shown = view("zh")
    slides = [slide for slide in deck("zh").slides if slide.shapes.title.text_frame.text.startswith("决策链")]
    text = "\n".join(map(texts_of, slides))
    rows = [row for table in tables_called("zh", "决策链") for row in table]
    for stage in shown.map.stages:
        for vote in stage.votes:
            power = f"{stage.voting_power[vote.person] * 100:.0f} %"
            assert [shown.name(vote.person), str(vote.weight), power] in [row[:3] for row in rows]
        for person in stage.veto:
            assert re.search(f"▣.*{shown.name(person)}", text)
        for held in stage.minimum_flip_sets or [] if stage.votes else []:
            assert f"{' + '.join(map(shown.name, held.people))} ({held.steps})" in text


@pytest.mark.parametrize(("name", "gaps", "people"), [("zh", "覆盖缺口", "关键人物"), ("en", "Gaps", "Key people")])
def test_tables_hold_every_row(name: str, gaps: str, people: str) -> None:
    def rows(title: str) -> list[list[str]]:
        return [row for table in tables_called(name, title) for row in table]

    shown = view(name)
    groups = by_subject(shown.map.gaps)
    found = [(row[1].split("\n")[0], row[2].split("\n")[0], row[4]) for row in rows(gaps)]
    assert found == [
        (
            subject(shown, group[0]),
            joined(shown, (gap_kind(shown, gap.kind) for gap in group)),
            shown.say((group[0].next_step.text_en, group[0].next_step.text_zh)),
        )
        for group in groups
    ]
    assert len(groups) < len(shown.map.gaps)
    found = [row[1].split("\n")[0] for row in rows(people)]
    assert found == [card.name for card in shown.ranked][: len(found)]
    assert len(found) >= 15


def test_of_a_long_table_the_first_rows_are_shown_and_it_is_said() -> None:
    many = view("crowd")
    about = len(by_subject(many.map.gaps))
    assert about > 60
    assert f"60 of {about} shown" in texts_of(slide_called("crowd", "Gaps"))


def test_charts_hold_the_numbers_of_the_map() -> None:
    shown = view("en")
    chart = next(shape.chart for shape in slide_called("en", "Coverage by").shapes if shape.has_chart)
    units = [unit for unit in shown.map.departments if unit.people]
    plain, weighted = chart.plots[0].series
    assert list(plain.values) == [unit.coverage_plain for unit in units]
    assert list(weighted.values) == [unit.coverage_weighted for unit in units]
    assert chart.part.chart_workbook.xlsx_part is not None
    standing = next(shape.chart for shape in slide_called("en", "Where the").shapes if shape.has_chart)
    element = standing._chartSpace
    assert next(element.iter(C + "hiLowLines")) is not None
    series = [[float(held.text) for held in one.findall(f"{C}val//{C}v")] for one in element.iter(C + "ser")]
    spans = list(shown.map.standing.values())
    assert series == [[span.high for span in spans], [span.low for span in spans], [span.point for span in spans]]


@pytest.mark.parametrize("name", ["zh", "en", "empty"])
def test_notes_name_the_sources(name: str) -> None:
    for slide in deck(name).slides:
        told = names_in_notes(slide)
        assert slide.shapes.title.text_frame.text in told
        assert view(name).map.as_of.isoformat() in told
        assert view(name).stamp in told
        assert "Shapley" in told


def test_notes_name_what_is_not_at_its_default() -> None:
    shown = view("one")
    method = shown.map.method.model_copy(update={"window_days": 45})
    made = Presentation(io.BytesIO(pptx.write(replace(shown, map=shown.map.model_copy(update={"method": method})))))
    assert "window_days = 45" in names_in_notes(made.slides[0])
    assert "window_days" not in names_in_notes(deck("one").slides[0])


def test_a_review_holds_no_note_and_no_source() -> None:
    document = view("zh").document
    secrets = {
        text
        for records in (document.attitudes, document.influence, document.ties, document.people, document.activities)
        for record in records
        for text in (getattr(record, "evidence", ""), getattr(record, "note", ""))
        if text and len(text) > 5
    }
    full, review = unpacked(written("zh")), unpacked(written("review"))
    assert any(text in full for text in secrets)
    assert [text for text in secrets if text in review] == []


def test_an_outline_holds_no_attitude() -> None:
    found = titles("outline")
    assert not [title for title in found if title.startswith(("Gaps", "Where", "Relationship", "Review", "Changes"))]
    words = {pair[0] for code, pair in LEVELS.items() if code != "CONTACTED"} - {"unknown"}
    signs = set(SIGNS.values()) - {"○", "+", "?"}
    for slide in deck("outline").slides:
        shown = [held.text or "" for held in slide.element.iter(A + "t")]
        shown += [held.get("descr") or "" for held in slide.element.iter(P + "cNvPr")]
        shown.append(names_in_notes(slide))
        said = re.sub(r"accepted|acceptance of", "", "\n".join(shown))
        assert not [word for word in words if re.search(rf"\b{word}\b", said)]
        assert not [sign for sign in signs if sign in said]


def test_strange_names_arrive_as_they_are() -> None:
    shown = made_view(len(ODD))
    people = [person.model_copy(update={"name": ODD[i]}) for i, person in enumerate(shown.map.people)]
    cards = tuple(replace(card, name=ODD[i] + "\x00\x0b") for i, card in enumerate(shown.cards))
    strange = replace(shown, cards=cards, map=shown.map.model_copy(update={"people": people}))
    body = pptx.write(strange)
    slide = Presentation(io.BytesIO(body)).slides[1 + len(pictures(shown))]
    for i, card in enumerate(cards):
        assert cards_of(slide)[card.id].text_frame.paragraphs[0].text == ODD[i]
    assert "<svg" not in unpacked(body)


def test_people_too_small_to_read_give_way_to_departments() -> None:
    shown = view("crowd")
    wide = replace(shown, layout=replace(shown.layout, width=shown.layout.width * 6, height=shown.layout.height * 6))
    slide = Presentation(io.BytesIO(pptx.write(wide))).slides[1 + len(pictures(wide))]
    assert not cards_of(slide)
    tiles = {shape.name: shape.text_frame.text for shape in slide.shapes if shape.name.startswith("department:")}
    assert set(tiles) == {f"department:{unit.id}" for unit in shown.map.departments}
    assert all(f"people: {unit.people}" in tiles[f"department:{unit.id}"] for unit in shown.map.departments)
    assert "70 people" in texts_of(slide)


def test_a_watermark_lies_under_everything_and_can_be_left_out() -> None:
    for slide in deck("zh").slides:
        assert slide.shapes[0].name == "watermark"
        named = [part.get("descr") or "" for part in slide.element.iter(P + "cNvPr")]
        assert "".join((texts_of(slide), *named)).count(view("zh").stamp) == 2  # at the foot, and its alternative text
    without = Presentation(io.BytesIO(pptx.write(sample_view(watermark=False))))
    assert not [shape for slide in without.slides for shape in slide.shapes if shape.name == "watermark"]


def test_the_same_view_gives_the_same_slides() -> None:
    def parts(body: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(body)) as held:
            return {name: held.read(name) for name in held.namelist() if not name.endswith(".xlsx")}

    assert parts(written("forty")) == parts(pptx.write(view("forty")))


def test_without_people_the_deck_says_so() -> None:
    assert "尚无人员" in texts_of(deck("empty").slides[0])
    assert "尚无人员" in texts_of(deck("empty").slides[1])
