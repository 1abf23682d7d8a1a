"""The SVG sheet and its picture: everything on it, nothing hidden, nothing that text can break."""

from __future__ import annotations

import struct
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring

from app.map import png, svg
from app.map.edge_routing import curved_wire, reporting_wire, straight_wire
from app.map.map_view import MapView
from graph.layout.blocks import CARD_HEIGHT, CARD_WIDTH, INDENT, LEVEL_GAP, Box
from tests import documents
from tests.views_at_hand import made_view, sample_view, view_of

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ["<svg onload=alert(1)>", "&amp; \"'", "𠮷野 家", "王" * 200, "W" * 200]


def drawn(view: MapView) -> ET.Element:
    root: ET.Element = fromstring(svg.write(view))
    return root


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [part for part in root.iter() if name in part.get("class", "").split()]


def texts(part: ET.Element) -> str:
    return "".join("".join(held.itertext()) for held in part.iter(f"{SVG}text"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_person_and_department_is_there_with_a_name_and_a_sentence(lang: Any) -> None:
    view = sample_view(lang=lang)
    root = drawn(view)
    cards = {part.get("id"): part for part in of_class(root, "person")}
    assert set(cards) == {f"person:{person.id}" for person in view.map.people}
    for card in view.cards:
        held = cards[f"person:{card.id}"]
        assert card.name.replace(" ", "") in texts(held).replace(" ", "")
        assert held.get("aria-label") == card.sentence
        assert held.get("tabindex") == "0"
    assert len(of_class(root, "department")) == len(view.map.departments)
    assert root.get("role") == "group"
    assert root.find(f"{SVG}title") is not None
    shown = texts(root)
    for told in (view.title, view.subtitle, view.marking, view.stamp, view.footnote[:20], *view.facts):
        assert told.replace(" ", "") in shown.replace(" ", "")


def test_signs_tell_attitudes_without_colour_and_an_outline_has_none() -> None:
    view = sample_view()
    signs = {card.name: card.sign for card in view.cards}
    assert signs["秦守义"] == "−−"
    assert all(signs.values())
    outline = sample_view(redact="outline")
    assert {card.sign for card in outline.cards} == {""}
    assert {card.tint for card in outline.cards} == {outline.cards[0].tint}
    assert "Northgate" not in texts(drawn(outline))


def test_only_the_lines_asked_for_are_drawn_below_the_cards() -> None:
    counts = {}
    for shown in ("none", "top", "all"):
        view = sample_view(influence=shown)  # type: ignore[arg-type]
        root = drawn(view)
        lines = of_class(root, "INFLUENCES")
        counts[shown] = len(lines)
        parts = list(root.iter())
        if lines:
            assert max(parts.index(line) for line in lines) < min(
                parts.index(card) for card in of_class(root, "person")
            )
    assert counts == {"none": 0, "top": 12, "all": len([e for e in view.map.edges if e.kind == "INFLUENCES"])}


def test_a_manager_in_another_department_is_named_on_the_card() -> None:
    view = sample_view(lang="en")
    card = next(card for card in view.cards if card.name == "He Lan")
    assert card.manager == "Shen Yanqiu"
    assert f"↑ {card.manager}" in texts(drawn(view))
    reported = {line.source for line in view.lines if line.kind == "SOLID" and not line.tagged}
    assert card.id not in reported


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_drawn_whole_and_stay_text(name: str) -> None:
    view = made_view(5, name=name, name_en="")
    root = drawn(view)
    assert {part.tag for part in root.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "defs", "marker", "path", "rect", "g", "text", "circle")
    }
    for part in of_class(root, "person"):
        assert name.replace(" ", "") in texts(part).replace(" ", "")
        assert not {key for key in part.keys() if key.startswith("on")}  # noqa: SIM118 - an Element is no mapping


def test_it_is_the_same_twice_and_nothing_outside_is_named() -> None:
    body = svg.write(sample_view())
    assert body == svg.write(sample_view())
    assert body.count(b"http") == 1  # the namespace
    assert b"<script" not in body
    assert b"url(#head-INFLUENCES)" in body


@pytest.mark.parametrize("people", [0, 1, 40])
def test_accounts_of_any_size_are_drawn(people: int) -> None:
    root = drawn(made_view(people))
    assert len(of_class(root, "person")) == people
    wide, high = (float(root.get(side, "0")) for side in ("width", "height"))
    for part in root.iter(f"{SVG}rect"):
        assert float(part.get("x", "0")) + float(part.get("width", "0")) <= wide
        assert float(part.get("height", "0")) <= high


def test_what_the_font_cannot_draw_is_reported_by_code_point() -> None:
    view = made_view(2, name="Ann 한")
    assert any("U+D55C" in note for note in view.notes)
    assert not any("U+" in note for note in made_view(2).notes)


def test_the_picture_is_a_png_of_the_sheet_in_the_bundled_font() -> None:
    body = png.write(sample_view())
    assert body.startswith(b"\x89PNG\r\n")
    wide, high = struct.unpack(">II", body[16:24])
    assert wide == png.WIDTH_PIXELS
    assert 0.5 < wide / high < 2.5


def test_a_watermark_is_drawn_when_asked() -> None:
    with_one, without = sample_view(), sample_view(watermark=False)
    assert any(part.get("id") == "watermark" for part in drawn(with_one).iter())
    assert not any(part.get("id") == "watermark" for part in drawn(without).iter())


# -- the ways of lines ------------------------------------------------------------------------------------------------

MANAGER = Box(100, 100, CARD_WIDTH, CARD_HEIGHT)


def test_a_listed_report_hangs_on_its_managers_trunk() -> None:
    report = Box(100 + INDENT, 186, CARD_WIDTH, CARD_HEIGHT)
    assert reporting_wire(MANAGER, report).points == ((109, 174), (109, 223), (118, 223))


def test_a_report_below_hangs_on_the_common_line() -> None:
    report = Box(300, 174 + LEVEL_GAP, CARD_WIDTH, CARD_HEIGHT)
    assert reporting_wire(MANAGER, report).points == ((188, 174), (188, 187), (388, 187), (388, 200))


def test_a_report_straight_below_has_a_straight_line() -> None:
    assert reporting_wire(MANAGER, Box(100, 200, CARD_WIDTH, CARD_HEIGHT)).points == ((188, 174), (188, 200))


def test_lines_of_a_tree_run_through_no_card() -> None:
    view = made_view(40)
    boxes = {card.id: card.box for card in view.cards}
    for line in view.lines:
        if line.kind != "SOLID" or line.tagged:
            continue
        points = reporting_wire(boxes[line.target], boxes[line.source]).points
        for (ax, ay), (bx, by) in pairwise(points):
            for person, box in boxes.items():
                inside = (
                    min(ax, bx) < box.x + box.w - 1
                    and max(ax, bx) > box.x + 1
                    and min(ay, by) < box.y + box.h - 1
                    and max(ay, by) > box.y + 1
                )
                assert not inside, (line.source, person)


def test_curves_and_ties_end_at_the_borders() -> None:
    other = Box(500, 400, CARD_WIDTH, CARD_HEIGHT)
    for wire in (curved_wire(MANAGER, other, ()), straight_wire(MANAGER, other, ())):
        for (x, y), box in zip((wire.points[0], wire.points[-1]), (MANAGER, other), strict=True):
            on_side = abs(x - box.x) < 1e-6 or abs(x - box.x - box.w) < 1e-6
            on_top = abs(y - box.y) < 1e-6 or abs(y - box.y - box.h) < 1e-6
            assert on_side or on_top


def test_a_label_stands_where_no_card_is() -> None:
    between = Box(280, 220, CARD_WIDTH, CARD_HEIGHT)
    other = Box(500, 400, CARD_WIDTH, CARD_HEIGHT)
    label = straight_wire(MANAGER, other, (MANAGER, between, other)).label
    assert label is not None
    assert not any(b.x <= label[0] <= b.x + b.w and b.y <= label[1] <= b.y + b.h for b in (MANAGER, between, other))


def test_cards_do_not_overlap_on_the_sample() -> None:
    for one, other in combinations([card.box for card in sample_view().cards], 2):
        apart = (
            one.x + one.w <= other.x
            or other.x + other.w <= one.x
            or one.y + one.h <= other.y
            or other.y + other.h <= one.y
        )
        assert apart


def test_composing_needs_no_opportunity() -> None:
    view = view_of(documents.read("krackhardt"), sample_view().framing)
    assert view.subtitle
    assert len(view.cards) == 21
