"""The review screen: its six pictures in the whole window, the same as the slides open with."""

import asyncio
import io
import re
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect
from pptx import Presentation

from app.page import page as page_file
from tests.patience import PATIENCE
from tests.views_at_hand import sample_view
from tests.web.conftest import Served, Window
from tests.web.hands import CODE, copy_of_the_sample, read

PICTURES = ["win", "who", "how", "missing", "doing", "ask"]
WHOLE = """() => { const box = document.querySelector(".presentation").getBoundingClientRect();
const body = document.querySelector(".picture-body");
return [box.width === innerWidth && box.height === innerHeight, body.scrollHeight <= body.clientHeight]; }"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".picture-body td")].map(
  (cell) => parseFloat(getComputedStyle(cell).fontSize) / document.querySelector(".picture").clientWidth * 960))"""


def words_of(text: str) -> list[str]:
    return text.replace("·", " ").split()


def slides_of(served: Served, lang: str) -> list[tuple[str, list[str]]]:
    """Title and texts of the six slides that the deck opens with."""
    query = f"opportunity=core-cloud-2027&lang={lang}&watermark=false"
    path = f"{served.demo.url}/api/v1/accounts/{served.account}/export.pptx?{query}"
    deck = Presentation(io.BytesIO(httpx.get(path, timeout=PATIENCE).content))
    found = []
    for slide in list(deck.slides)[: len(PICTURES)]:
        named = {shape.name: shape for shape in slide.shapes}
        texts = [
            paragraph.text
            for shape in slide.shapes
            if shape.has_text_frame and shape.name in {"text", "tile"}
            for paragraph in shape.text_frame.paragraphs
        ]
        texts += [
            paragraph.text
            for shape in slide.shapes
            if shape.has_table
            for row in shape.table.rows
            for cell in row.cells
            for paragraph in cell.text_frame.paragraphs
        ]
        found.append((named["title"].text_frame.text, [text for text in texts if text]))
    return found


async def picture_at(page: Page, at: int) -> None:
    await expect(page.locator(".picture-place")).to_have_text(f"{at} / {len(PICTURES)}")


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_pictures_are_those_of_the_slides(served: Served, window: Window, lang: str) -> None:
    """In the whole window, turned by arrows, kept in the address, in one language; all of each is in sight."""
    page = window.page
    slides = await asyncio.to_thread(slides_of, served, lang)
    await page.goto(f"{served.demo.url}/accounts/{served.account}?lang={lang}&opportunity=core-cloud-2027")
    await expect(page.locator("h1")).to_have_text(slides[0][1][0])
    await page.goto(f"{served.demo.url}/accounts/{served.account}/review?lang={lang}")
    await page.click(".present")
    for at, (name, (title, texts)) in enumerate(zip(PICTURES, slides, strict=True), 1):
        await picture_at(page, at)
        await expect(page).to_have_url(re.compile(f"picture={name}"))
        assert await page.locator("#picture-title").inner_text() == title
        assert await page.evaluate(WHOLE) == [True, True]
        shown = {*words_of(await page.inner_text(".picture-body"))}
        assert [text for text in texts if not {*words_of(text)} <= shown] == []
        assert CODE.findall(await page.inner_text(".presentation")) == []
        await page.keyboard.press("ArrowRight")
    await picture_at(page, 6)
    await page.keyboard.press("ArrowLeft")
    await picture_at(page, 5)
    await page.reload()
    await picture_at(page, 5)
    await page.keyboard.press("Escape")
    await expect(page.locator(".presentation")).to_have_count(0)
    await expect(page).to_have_url(re.compile(r"/review\?lang=\w\w$"))


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_any_two_snapshots_or_now_are_compared_in_names(served: Served, window: Window, lang: str) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window, lang)
    base = f"{served.demo.url}/api/v1/accounts/{account}"
    change = {"title_en": "Chief", "title": "总工"}
    await asyncio.to_thread(httpx.patch, f"{base}/people/P06", json=change, headers={"If-Match": "*"}, timeout=PATIENCE)
    diff = await asyncio.to_thread(read, served, f"{account}/snapshots/2026Q3/diff/now?opportunity=core-cloud-2027")
    await page.goto(page.url.replace("/map", "/review"))
    await expect(page.locator("[name=before]")).to_have_value("2026Q4")
    await page.select_option("[name=before]", "2026Q3")
    name, title = {"en": ("Cheng Ruoshui", "Chief"), "zh": ("程若水", "总工")}[lang]
    await expect(page.locator(".change-list li", has_text=name).filter(has_text=title)).to_be_visible()
    rows = await page.locator(".pairs").first.locator("tbody tr").all_inner_texts()
    figures = [[f"{value:+.2f}".replace("-", "−") for value in values] for values in diff["standing"].values()]
    assert [row.split("\t")[1:3] for row in rows] == [
        [text.replace("+0.00", "0.00") for text in two] for two in figures
    ]
    said = await page.inner_text(".compared")
    assert CODE.findall(said) == []
    assert not re.search(r"\bP\d\d\b|HALYARD|NORTHGATE", said)
    await page.reload()
    await expect(page.locator("[name=before]")).to_have_value("2026Q3")
    await page.select_option("[name=before]", "2026Q4")
    await page.select_option("[name=after]", "2026Q4")
    await expect(page.locator(".compared .note")).to_be_visible()


async def test_on_a_telephone_the_pictures_are_cards(served: Served, window: Window) -> None:
    page = window.page
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(f"{served.demo.url}/accounts/{served.account}/review?lang=en&picture=missing")
    await expect(page.locator(".picture-body td").first).to_be_visible()
    wide = "found => Math.max(...found.map(one => one.getBoundingClientRect().right))"
    assert await page.eval_on_selector_all(".picture-body td, .marking", wide) <= 390


async def test_a_file_presents_them_without_a_request(window: Window, tmp_path: Path) -> None:
    view = sample_view(lang="en")
    file = tmp_path / "page.html"
    file.write_bytes(page_file.write(view))
    page = window.page
    await page.goto(file.as_uri())
    await page.click(".present")
    await picture_at(page, 1)
    await page.keyboard.press("End")
    await picture_at(page, 6)
    assert page.url.endswith("#picture=ask")
    await page.keyboard.press("Escape")
    await expect(page.locator(".presentation")).to_have_count(0)
    assert window.requests == [file.as_uri()]
