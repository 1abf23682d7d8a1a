"""A real Chromium for the pages. One for the run; each test has a window of its own that must see no error and no request
but those the test expects."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect

from tests.patience import PATIENCE

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 1000 * PATIENCE


@dataclass
class Window:
    """A browser window; `complaints` are console errors (a violated content security policy is one) and script errors."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    async def texts(self, selector: str) -> list[str]:
        return await self.page.locator(selector).all_text_contents()

    async def count(self, selector: str) -> int:
        return await self.page.locator(selector).count()

    async def visible(self, selector: str) -> int:
        return await self.page.locator(f"{selector}:visible").count()


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("these tests need Chromium: run scripts/test, which installs it", pytrace=False)
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        await started.close()


@pytest_asyncio.fixture
async def window(browser: Browser) -> AsyncIterator[Window]:
    """An English window of 1440 by 900; what it complains of fails the test unless the test takes it off the list."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    context.set_default_timeout(PATIENCE_MS)
    opened = Window(await context.new_page())

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            opened.complaints.append(message.text)

    def sent(request: Request) -> None:
        opened.requests.append(request.url)

    opened.page.on("console", heard)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on("request", sent)
    yield opened
    await context.close()
    assert opened.complaints == []
