"""The review pack, reopened by two independent readers: what it says, what it must not say, and how it looks."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pypdfium2
import pytest
from pypdf import PdfReader

from app.auth.profiles import PROFILES, Redaction
from app.map.map_view import MapView
from app.map.text_metrics import FAMILY
from app.pack import pdf
from app.report.actions import by_subject
from app.report.view import Framing, Lang
from app.texts.catalogue import pick
from app.texts.codes import LEVELS
from app.texts.gaps import KIND_NAMES
from app.texts.report import HEADINGS, PICTURES, SECTIONS
from graph.kinds import Attitude, Party, Person
from graph.snapshots import SnapshotRow
from tests.views_at_hand import MARKING, PRINTED_AT, READER, made_document, made_view, sample_view, view_of

LANGS: tuple[Lang, ...] = ("zh", "en")
ALL = tuple(name for name in SECTIONS if name != "summary")


@cache
def sample(lang: Lang, redact: Redaction = "full", known: tuple[str, ...] = ("2026Q3", "2026Q4")) -> bytes:
    return pdf.write(sample_view(lang=lang, redact=redact, known=known))


def opened(body: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(body))


@cache
def pages_text(body: bytes) -> tuple[str, ...]:
    """Each page's text without white space and places to break: lines break anywhere between Han characters."""
    return tuple(plain(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(body))


def text_of(body: bytes) -> str:
    return "".join(pages_text(body))


def plain(text: str) -> str:
    return "".join(
        text.replace("\u200b", "").replace("\x02", "-").split()
    )  # pdfium's sign for a hyphen at a line's end


def bookmarks(body: bytes) -> list[Any]:
    return [held.title for held in opened(body).outline]


def pages_of(body: bytes, scale: float = 0.5) -> list[Any]:
    """Each page as grey values, 0 black to 255 white."""
    return [np.asarray(page.render(scale=scale, grayscale=True).to_numpy()) for page in pypdfium2.PdfDocument(body)]


def ink(picture: Any) -> float:
    """Share of a picture that is darker than the watermark."""
    return float((picture < 200).mean())


@pytest.mark.parametrize("lang", LANGS)
def test_sections_stand_in_order_with_bookmarks(lang: Lang) -> None:
    body = sample(lang)
    assert bookmarks(body) == [pick(pair, lang) for pair in (*PICTURES.values(), *(SECTIONS[name] for name in ALL))]
    first_page_of = [opened(body).get_destination_page_number(held) for held in opened(body).outline]  # type: ignore[arg-type]
    assert first_page_of[:8] == [*range(8)]
    assert first_page_of == sorted(first_page_of)


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_says_what_and_for_whom_it_is(lang: Lang) -> None:
    view = sample_view(lang=lang)
    pages = pages_text(sample(lang))
    for i, text in enumerate(pages, 1):
        number = f"第{i}页，共{len(pages)}页" if lang == "zh" else f"page{i}of{len(pages)}"
        for wanted in (view.title, view.subtitle, view.facts[0], MARKING, READER, "2026-11-22 09:30 UTC", number):
            assert plain(wanted) in text


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_analysis_says_is_on_paper(lang: Lang) -> None:
    view, text = sample_view(lang=lang), text_of(sample(lang))
    assert view.pack is not None
    told = [
        *(card.name for card in view.cards),
        *map(view.party, view.map.parties),
        *(held.text_en if lang == "en" else held.text_zh for held in view.map.do_first[:6]),
        *(pick((group[0].next_step.text_en, group[0].next_step.text_zh), lang) for group in by_subject(view.map.gaps)),
        *(pick((gap.rule, gap.rule_zh), lang) for gap in view.map.gaps),
        *(pick(KIND_NAMES[gap.kind], lang) for gap in view.map.gaps),
        *(pick((check.rule, check.rule_zh), lang) for check in view.pack.review.checks),
        *map(view.called, view.pack.plan.items),
        *(view.called(held) for held in view.document.activities if held.opportunity_id == view.map.opportunity),
        *view.map.method.model_dump(),
        "Friedkin & Johnsen 1990",
    ]
    assert [missing for missing in told if plain(missing) not in text] == []


def test_key_people_stand_in_both_scripts() -> None:
    for lang in LANGS:
        text = text_of(sample(lang))
        assert all(
            plain(card.name) in text and plain(card.second) in text for card in sample_view(lang=lang).ranked[:20]
        )


def test_a_second_reader_reads_the_same_names() -> None:
    page = plain(opened(sample("zh")).pages[1].extract_text())
    assert all(plain(card.name) in page and plain(card.second) in page for card in sample_view().ranked[:6])


def test_gate_facts_are_told_in_words_not_codes() -> None:
    section = text_of(sample("en"))
    assert "LuoQiming(nevermet,noowner)" in section
    assert "voltersunknown" not in section
    assert "votersunknown,withvotingpower:award(LuoQiming(17%))" in section
    assert "P03" not in section


def test_changes_are_told_with_what_they_follow() -> None:
    text = text_of(sample("en", known=("2026Q3",)))
    assert plain("Compared with 2026 Q3, 2026-08-20.") in text
    assert plain("+++ supports → ★ supports only") in text
    assert plain("Decision influence, largest movements") in text
    quiet = text_of(sample("en"))
    assert plain("Nothing changed since then.") in quiet


def test_what_is_gone_is_named_as_it_was() -> None:
    now = made_document(6)
    gone = Attitude(person="P001", toward="gone", level="SUPPORT", on=date(2026, 2, 1))
    before = now.model_copy(
        update={
            "competitors": (*now.competitors, Party(id="gone", name="Gone Ltd")),
            "people": (*now.people, Person(id="left", name="离任者")),
            "attitudes": (*now.attitudes, gone),
            "influence": tuple(line.model_copy(update={"strength": 0.1}) for line in now.influence),
        }
    )
    row = SnapshotRow(
        id="spring", name="三月", reason="", opportunity=None, as_of="2026-03-01", taken_at="2026-03-01T09:00:00+00:00",
        taken_by="", member=None, revision=1, digest="0" * 32,
    )  # fmt: skip
    framing = Framing("zh", "full", "top", READER, PRINTED_AT, MARKING)
    text = text_of(pdf.write(view_of(now, framing, opportunity="bid", known=((row, before.canonical()),))))
    assert plain("删除 离任者 人员") in text
    assert plain("删除 2026-02-01 王小丁 gone +++ 支持不排他") in text
    assert plain("变更 王小丁 → 王小一 影响关系 强度：0.1 → 0.3") in text


@pytest.mark.parametrize("redact", PROFILES)
def test_a_profile_shows_no_more_than_it_may(redact: Redaction) -> None:
    full = sample_view()
    proofs = {plain(held.evidence) for held in full.document.attitudes if len(held.evidence) > 8}
    text = text_of(sample("zh", redact, ("2026Q3",)))
    assert any(proof in text for proof in proofs) == (redact == "full")
    words = [pick(LEVELS[level], "zh") for level in ("OPPOSE", "FAVORABLE", "SUPPORT_EXCLUSIVE")]
    words += [
        pick(SECTIONS["standing"], "zh"),
        pick(HEADINGS["flips"], "zh"),
        pick(SECTIONS["first"], "zh"),
    ]
    assert [held in text for held in words] == [redact != "outline"] * len(words)


def test_an_outline_leaves_out_sections_that_tell_attitudes() -> None:
    kept = ("summary", "map", "chain", "people", "coverage", "method")
    assert bookmarks(sample("en", "outline")) == [SECTIONS[name][0] for name in kept]


def test_texts_are_never_markup() -> None:
    names = [
        '#read("/etc/hostname")',
        "$ x^2 $ #panic()",
        r"\u{41} \ *bold* _it_ `raw`",
        '"] + sys.inputs.pack + ["',
        "<a> @b #{",
    ]
    document = made_document(len(names))
    people = tuple(
        person.model_copy(update={"name": name, "name_en": name})
        for person, name in zip(document.people, names, strict=True)
    )
    opportunity = document.opportunities[0].model_copy(update={"name": '#include "x.typ"'})
    document = document.model_copy(update={"people": people, "opportunities": (opportunity,)})
    framing = Framing("en", "full", "top", "#sys.version", PRINTED_AT, "$pay$")
    text = text_of(pdf.write(view_of(document, framing, opportunity="bid")))
    for told in (*names, '#include "x.typ"', "#sys.version", "$pay$"):
        assert plain(told) in text


def test_only_the_bundled_font_and_all_of_it_embedded() -> None:
    fonts: dict[str, bool] = {}
    for page in opened(sample("zh")).pages:
        resources = page["/Resources"]
        for held in [resources, *_forms(resources)]:
            for font in held.get("/Font", {}).values():
                (inner,) = font.get_object()["/DescendantFonts"]
                descriptor = inner.get_object()["/FontDescriptor"]
                fonts[str(descriptor["/FontName"])] = "/FontFile3" in descriptor or "/FontFile2" in descriptor
    assert fonts
    assert all(fonts.values())
    assert {name.rpartition("+")[2].replace("-", " ").split()[0] for name in fonts} == {FAMILY.replace(" ", "")}


def _forms(resources: Any) -> list[Any]:
    """Resources of the drawings within a page, at whatever depth."""
    found = []
    for held in (resources.get("/XObject") or {}).values():
        inner = held.get_object().get("/Resources")
        if inner is not None:
            found += [inner.get_object(), *_forms(inner.get_object())]
    return found


def test_metadata_name_the_account_the_language_and_no_author() -> None:
    reader = opened(sample("zh"))
    assert reader.metadata is not None
    assert reader.metadata.title == f"{sample_view().title} · {sample_view().subtitle}"
    assert reader.metadata.author is None
    assert reader.metadata.creation_date_raw is not None
    assert reader.metadata.creation_date_raw.startswith("D:20261122093000")
    assert str(reader.trailer["/Root"]["/Lang"]) == "zh-CN"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(opened(sample("en")).trailer["/Root"]["/Lang"]) == "en"


def test_the_map_is_drawn_and_no_page_is_empty() -> None:
    pages = pages_of(sample("en"))
    body = [picture[int(picture.shape[0] * 0.1) : int(picture.shape[0] * 0.92)] for picture in pages]
    assert min(ink(picture) for picture in body) > 0.002
    tall, wide = pages[1].shape
    assert ink(pages[1][tall // 4 : tall * 3 // 4, wide // 4 : wide * 3 // 4]) > 0.03


def test_nothing_is_set_outside_the_page_however_long_the_names() -> None:
    long = {
        "name": "欧阳" * 40 + "{i}",
        "name_en": "Wolfeschlegelstein" * 8 + "{i}",
        "title_en": "Deputy director " * 6,
    }
    view = made_view(6, lang="en", **long)
    body = pdf.write(view)
    for picture in pages_of(body):
        margin = picture.shape[1] // 30
        assert ink(picture[:, :margin]) == ink(picture[:, -margin:]) == 0
    assert len(opened(body).outline) == len(PICTURES) + len(ALL)
    text = text_of(body)
    assert all(plain(card.name) in text for card in view.cards)


def test_the_watermark_is_there_when_asked_for() -> None:
    """It is seen, and neither found nor copied."""
    bare, stamped = pdf.write(sample_view(lang="en", watermark=False)), sample("en")
    assert {text.count(plain(READER)) for text in pages_text(stamped)[:-1]} == {
        1
    }  # at the foot; the last page names all it is of
    assert pages_text(stamped) == pages_text(bare)
    pale = [float(((page > 225) & (page < 250)).mean()) for page in (pages_of(bare)[2], pages_of(stamped)[2])]
    assert pale[1] > pale[0] + 0.005


def test_characters_without_a_glyph_are_reported_and_kept() -> None:
    text = text_of(pdf.write(made_view(2, name="王𪚥{i}", name_en="")))
    assert "U+2A6A5" in text
    assert "字体缺少以下字形" in text
    assert "字体缺少以下字形" not in text_of(sample("zh"))


def test_an_empty_account_one_person_and_no_opportunity() -> None:
    empty = pdf.write(made_view(0, opportunity=None))
    assert bookmarks(empty) == [SECTIONS[name][1] for name in ("summary", "method")]
    assert "尚无人员记录" in text_of(empty)
    one = pdf.write(made_view(1, lang="en"))
    assert bookmarks(one) == [pair[0] for pair in (*PICTURES.values(), *(SECTIONS[name] for name in ALL))]
    assert plain("There is no earlier snapshot to compare with.") in text_of(one)
    kept = (
        "map",
        "people",
        "first",
        "gaps",
        "coverage",
        "standing",
        "structure",
        "relationships",
        "relationship_facts",
        "sandbox",
        "measures",
        "method",
    )
    four = [PICTURES[name][0] for name in ("win", "who", "missing", "ask")]
    shown = bookmarks(pdf.write(sample_view(lang="en", opportunity=None)))
    assert shown == [*four, *(SECTIONS[name][0] for name in kept)]


def test_forty_people_are_quick_and_small() -> None:
    view = made_view(40)
    pdf.write(view)
    start = time.process_time()
    body = pdf.write(view)
    assert time.process_time() - start < 2
    assert len(body) < 1_000_000


def test_the_same_view_gives_the_same_bytes_from_any_thread() -> None:
    views: list[MapView] = [made_view(2), made_view(2, lang="en")]
    alone = [pdf.write(view) for view in views]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(pdf.write, views * 2))
    assert together == alone * 2
    later = replace(views[0], framing=replace(views[0].framing, printed_at=PRINTED_AT.replace(hour=10)))
    assert pdf.write(later) != alone[0]


def test_large_maps_get_a_larger_page() -> None:
    sizes = {
        tuple(round(float(side)) for side in page.mediabox[2:]) for page in opened(pdf.write(made_view(200))).pages
    }
    assert sizes == {(842, 595), (1191, 842)}
