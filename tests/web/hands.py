"""What the flows in the browser share: reading what is stored, a sample account of one's own, and hands on the map."""

import asyncio
import re
from typing import Any
from uuid import uuid4

import httpx
from playwright.async_api import Locator, Page, expect

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
