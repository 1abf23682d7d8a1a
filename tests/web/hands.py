"""What the flows in the browser share: reading what is stored, a sample account of one's own, and hands on the map."""

import asyncio
import re
from typing import Any
from uuid import uuid4

import httpx
import pypdfium2
from playwright.async_api import Locator, Page, expect
from pptx import Presentation

from tests.patience import PATIENCE
from tests.web.conftest import Served, Window, sample_document

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z]{2,}_[A-Z_]+\b")


def read(served: Served, path: str) -> Any:
    answer = httpx.get(f"{served.demo.url}/api/v1/accounts/{path}", timeout=PATIENCE)
    assert answer.is_success, answer.text
    return answer.json()


async def document(served: Served, account: str) -> dict[str, Any]:
    found: dict[str, Any] = await asyncio.to_thread(read, served, f"{account}/document")
    return found


async def copy_of_the_sample(served: Served, window: Window, lang: str = "en") -> str:
    """The map of a sample account of the test's own."""
    account = f"flow-{uuid4().hex[:12]}"
    await asyncio.to_thread(served.demo.put, f"/accounts/{account}/document", sample_document(account))
    await window.page.goto(f"{served.demo.url}/accounts/{account}/map?lang={lang}")
    await expect(window.page.locator(".card")).to_have_count(25)
    return account


def card(page: Page, person: str) -> Locator:
    return page.locator(f".card[data-id={person}]")


async def told(page: Page, text: str | re.Pattern[str]) -> None:
    await expect(page.locator(".toast", has_text=text).last).to_be_visible()


async def settled(page: Page) -> None:
    """Every edit is stored, and the map shown is the one after it."""
    await expect(page.locator(".map")).to_have_attribute("aria-busy", "false")


async def drag(page: Page, source: Locator, target: Locator) -> None:
    await target.hover(trial=True)  # once cards stand still
    start, end = await source.bounding_box(), await target.bounding_box()
    assert start is not None
    assert end is not None
    await page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=4)
    await page.mouse.up()


async def paste(page: Page, rows: list[tuple[str, ...]]) -> None:
    """Rows of a spreadsheet are pasted where the page is."""
    await page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true })) }""",
        "\n".join("\t".join(row) for row in rows),
    )


LEAST_TEXT = """() => {
  const sizes = [];
  for (const element of document.querySelectorAll("main *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const box = element.getBoundingClientRect();
    if (!own || !box.width || !element.checkVisibility()) continue;
    const scale = element.closest(".layer") ? new DOMMatrix(getComputedStyle(document.querySelector(".layer")).transform).a : 1;
    sizes.push(parseFloat(getComputedStyle(element).fontSize) * scale);
  }
  return Math.min(...sizes);
}"""
"""The size in pixels of the smallest text in sight."""


def large_document(account: str, people: int = 200) -> dict[str, Any]:
    """Ten departments under one head; the heads vote."""
    units, each = 10, people // 10
    everyone, lines = [], []
    for number in range(people):
        unit, within = divmod(number, each)
        person = {"id": f"N{number:03}", "name": f"成员{number}", "name_en": f"Maria-Fernanda Member {number}"}
        everyone.append({**person, "department_id": f"U{unit}", "rank": 1 if number == 0 else 3 if within == 0 else 5})
        if number:
            lines.append({"subordinate": f"N{number:03}", "manager": "N000" if within == 0 else f"N{unit * each:03}"})
    votes = [{"person": f"N{unit * each:03}", "weight": 1} for unit in range(units)]
    return {
        "format": "powermap-account/1",
        "account": {"id": account, "name": "大客户", "name_en": "Large"},
        "vendor": {"id": "US", "name": "Us"},
        "competitors": [{"id": "THEM", "name": "Them"}],
        "departments": [{"id": f"U{unit}", "name": f"部门{unit}", "name_en": f"Unit {unit}"} for unit in range(units)],
        "people": everyone,
        "reporting": lines,
        "attitudes": [{"person": "N020", "toward": "US", "level": "SUPPORT", "on": "2026-01-31"}],
        "opportunities": [
            {
                "id": "o",
                "name": "Deal",
                "stages": [{"id": "s", "order": 1, "kind": "AWARD", "quota": 6, "votes": votes}],
            }
        ],
    }


async def downloaded(page: Page, name: str) -> str:
    """The words of a file that is taken along from the screen one is at, without its line breaks."""
    await page.click(".exports summary")
    async with page.expect_download() as waiting:
        await page.click(f".exports [data-format={name}]")
    path = await (await waiting.value).path()
    await expect(page.locator(".exports .menu")).to_be_hidden()
    if name == "pptx":
        slides = Presentation(str(path)).slides
        shapes = [shape for slide in slides for shape in slide.shapes]
        parts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
        parts += [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    else:
        with pypdfium2.PdfDocument(path) as pack:
            parts = [leaf.get_textpage().get_text_range() for leaf in pack]
    return " ".join(" ".join(parts).split())


async def sideways(page: Page) -> int:
    """How many pixels of the screen one would have to scroll sideways for."""
    wider = "[document.documentElement, document.querySelector('main')].map(one => one.scrollWidth - one.clientWidth)"
    return int(max(await page.evaluate(wider)))
