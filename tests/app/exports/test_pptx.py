"""What stands where on the slides, in which size, and which lines are drawn."""

import io
import re

import pytest
from pptx import Presentation
from pptx.util import Pt

from app.report.pictures import pictures
from app.slides import executive_map, pptx
from app.slides.departments import superiors
from app.slides.executive_map import crosses, overlap
from tests.decks_at_hand import (
    VIEWS,
    A,
    P,
    all_shapes,
    box_of,
    cards_of,
    deck,
    department_slides,
    drawn,
    texts_of,
    titles,
    view,
)
from tests.views_at_hand import made_view

BESIDE = ("gaps", "note", "facts", "title", "about", "footnote", "stamp", "table", "tile", "chart:", "legend", "text")


@pytest.mark.parametrize(
    ("name", "first", "kinds"),
    [
        ("zh", ["谁影响谁", "组织全貌"], ["决策链", "关键人物", "覆盖缺口", "各部门覆盖率", "各方态势", "关系计划"]),
        (
            "en",
            ["Who moves whom", "The whole organisation"],
            ["Decision chain", "Key people", "Gaps", "Coverage by department"],
        ),
    ],
)
def test_the_slides_come_in_the_order_of_a_review(name: str, first: list[str], kinds: list[str]) -> None:
    found = titles(name)
    six = [picture.title for picture in pictures(view(name))]
    assert len(six) == 6
    assert found[:6] == six
    found = found[6:]
    assert found[:2] == first
    places = [next(i for i, title in enumerate(found) if title.startswith(kind)) for kind in kinds]
    assert places == sorted(places)
    units = {card.department for card in view(name).cards}
    assert set(found[2 : places[0]]) == units
    assert len(found) > places[-1]


def test_a_slide_is_16_to_9_and_framed() -> None:
    held, shown = deck("en"), view("en")
    assert round(held.slide_width / held.slide_height, 3) == round(16 / 9, 3)
    for number, slide in enumerate(held.slides, 1):
        text = texts_of(slide)
        for told in (
            shown.map.name_en,
            shown.subtitle,
            shown.map.as_of.isoformat(),
            shown.marking,
            shown.stamp,
            shown.footnote,
        ):
            assert told in text
        assert {shape.name: shape for shape in slide.shapes}["page"].text_frame.text == str(number)


@pytest.mark.parametrize("name", ["zh", "en", "forty", "crowd", "long", "one"])
def test_everybody_stands_once_on_the_whole_organisation(name: str) -> None:
    slide = drawn(name)[1]
    names = [shape.name for shape in slide.shapes if shape.name.startswith("person:")]
    assert sorted(names) == sorted(f"person:{card.id}" for card in view(name).cards)
    for card in view(name).cards:
        assert re.sub(r"\s", "", card.name) in re.sub(r"\s", "", cards_of(slide)[card.id].text_frame.text)


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_is_off_the_slide_and_everything_is_told(name: str) -> None:
    held = deck(name)
    for slide in held.slides:
        ids = []
        for shape in all_shapes(slide.shapes):
            box = box_of(shape)
            assert box.x >= 0, shape.name
            assert box.y >= 0, shape.name
            assert box.x + box.w <= held.slide_width / Pt(1), shape.name
            assert box.y + box.h <= held.slide_height / Pt(1), shape.name
            properties = next(iter(shape.element.iter(P + "cNvPr")))
            decorative = any(part.tag.endswith("}decorative") for part in properties.iter())
            assert properties.get("descr") or decorative, shape.name
            assert shape.name
            ids.append(shape.shape_id)
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", VIEWS)
def test_cards_and_boxes_beside_each_other_do_not_overlap(name: str) -> None:
    for slide in deck(name).slides:
        boxes = [box_of(card) for card in cards_of(slide).values()]
        boxes += [box_of(shape) for shape in slide.shapes if shape.name.startswith(BESIDE)]
        boxes = [executive_map.grown(box, -0.01) for box in boxes]  # lengths are rounded to a part of a point
        for i, one in enumerate(boxes):
            assert not any(overlap(one, two) for two in boxes[i + 1 :]), slide.shapes.title.text_frame.text


@pytest.mark.parametrize("name", ["zh", "en", "outline", "forty", "crowd"])
def test_text_on_the_executive_map_and_departments_is_9_points_or_more(name: str) -> None:
    slides = [drawn(name)[0], *department_slides(name)]
    assert len(slides) > 3
    for slide in slides:
        sizes = {int(held.get("sz")) for held in slide.element.iter(A + "rPr")}
        assert min(sizes) >= 900, slide.shapes.title.text_frame.text


def test_every_text_names_both_faces() -> None:
    for slide in deck("zh").slides:
        for held in slide.element.iter(A + "rPr"):
            assert {part.tag: part.get("typeface") for part in held}[A + "ea"] == "Microsoft YaHei"
            assert {part.tag: part.get("typeface") for part in held}[A + "latin"] == "Arial"


def test_no_shape_has_a_shadow_of_the_theme() -> None:
    for slide in deck("zh").slides:
        for shape in all_shapes(slide.shapes):
            if shape.element.tag in {P + "sp", P + "cxnSp"}:
                assert shape.element.find(f"{P}spPr/{A}effectLst") is not None
                assert shape.element.find(P + "style") is None


@pytest.mark.parametrize("name", ["zh", "en", "forty", "crowd", "long"])
def test_lines_are_glued_to_their_cards_and_run_through_none(name: str) -> None:
    glued = 0
    for slide in (drawn(name)[0], *department_slides(name)):
        frames = {shape.shape_id: shape for shape in all_shapes(slide.shapes) if shape.name.startswith("card:")}
        boxes = [box_of(frame) for frame in frames.values()]
        for line in (shape for shape in slide.shapes if shape.element.tag == P + "cxnSp"):
            ends = [line.element.find(f"{P}nvCxnSpPr/{P}cNvCxnSpPr/{A}{end}") for end in ("stCxn", "endCxn")]
            joined = {frames[int(end.get("id"))].name.removeprefix("card:") for end in ends}
            assert set(re.fullmatch(r"line:(.+)-(.+)", line.name).groups()) == joined
            a, b = ((line.begin_x / Pt(1), line.begin_y / Pt(1)), (line.end_x / Pt(1), line.end_y / Pt(1)))
            for end, (x, y) in zip(ends, (a, b), strict=True):
                box = box_of(frames[int(end.get("id"))])
                assert (x, y) == pytest.approx(executive_map.site(box, int(end.get("idx"))), abs=0.01)
            assert not any(crosses(a, b, executive_map.grown(box, -0.1)) for box in boxes), line.name
            glued += 1
    assert glued > 5


@pytest.mark.parametrize("name", ["zh", "en", "forty", "crowd"])
def test_influence_on_the_executive_map_is_the_strongest_that_runs_free(name: str) -> None:
    slide = drawn(name)[0]
    shown = executive_map.chosen(view(name))
    assert executive_map.FEWEST <= len(shown) <= executive_map.MOST
    assert set(cards_of(slide)) == {card.id for card in shown}
    assert set(view(name).map.key_decision_makers) | set(view(name).map.hidden_influencers) <= set(cards_of(slide))
    among = executive_map.pulls(view(name), shown)
    lines = [shape.name for shape in slide.shapes if shape.name.startswith("line:")]
    assert 5 <= len(lines) <= executive_map.MOST_LINES
    assert len(set(lines)) == len(lines)
    assert set(lines) <= {f"line:{pull.source}-{pull.target}" for pull in among}
    strengths = [shape for shape in slide.shapes if shape.name == "strength"]
    told = {f"line:{pull.source}-{pull.target}": f"{pull.strength:.2f}" for pull in among}
    assert sorted(told[line] for line in lines) == sorted(shape.text_frame.text for shape in strengths)
    boxes = [box_of(shape) for shape in (*cards_of(slide).values(), *strengths)]
    assert not any(overlap(one, two) for i, one in enumerate(boxes) for two in boxes[i + 1 :])


def test_influence_is_drawn_only_if_asked_for() -> None:
    made = Presentation(io.BytesIO(pptx.write(made_view(12, influence="none"))))
    assert not [shape for shape in drawn("zh", made)[0].shapes if shape.name.startswith("line:")]


@pytest.mark.parametrize("name", ["zh", "crowd"])
def test_reporting_lines_on_the_whole_organisation_are_those_of_the_map_and_lie_under_the_cards(name: str) -> None:
    names = [shape.name for shape in drawn(name)[1].shapes]
    wanted = [
        f"line:{line.source}-{line.target}" for line in view(name).lines if line.kind == "SOLID" and not line.tagged
    ]
    lines = [held for held in names if held.startswith("line:")]
    assert sorted(lines) == sorted(wanted)
    assert names.index(lines[-1]) < min(i for i, held in enumerate(names) if held.startswith("person:"))


@pytest.mark.parametrize("name", ["zh", "forty", "crowd", "below"])
def test_nobody_stands_beside_somebody_above_them(name: str) -> None:
    """On the executive map whoever they report to, in a department the whole line up; neither in cards close together."""
    managers = {line.source: line for line in view(name).lines if line.kind == "SOLID"}
    executive, departments = drawn(name)[0], department_slides(name)
    for slide in (executive, *departments):
        rows: dict[float, set[str]] = {}
        for person, shape in cards_of(slide).items():
            rows.setdefault(round(box_of(shape).y), set()).add(person)
        for row in rows.values():
            for person in row & managers.keys():
                above = {managers[person].target} if slide is executive else superiors(person, managers)
                assert not row & above, slide.shapes.title.text_frame.text


@pytest.mark.parametrize("name", ["zh", "forty"])
def test_a_department_shows_all_its_people_and_who_they_report_to(name: str) -> None:
    shown = view(name)
    slides = department_slides(name)
    found = [person for slide in slides for person in cards_of(slide)]
    assert sorted(found) == sorted(card.id for card in shown.cards)
    for line in (held for held in shown.lines if held.kind == "SOLID"):
        slide = next(held for held in slides if line.source in cards_of(held))
        drawn = f"line:{line.source}-{line.target}" in {shape.name for shape in slide.shapes}
        told = f"↑ {shown.name(line.target)}" in "".join(cards_of(slide)[line.source].element.itertext())
        assert drawn != told
