"""A real Chromium for the pages. One for the run; each test has a window of its own that must see no error and no request
but those the test expects."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect
from pydantic import SecretStr

from app.auth.key_secret import secret_of
from app.auth.keys import Grant, create_key
from app.roles import Role
from app.sample import SAMPLE, STORY_DATE, shifted
from app.settings import Settings
from graph.store import Store
from tests.conftest import Place
from tests.patience import PATIENCE
from tests.serving import Service, serving

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


@dataclass(frozen=True)
class Served:
    """A service in demo mode and one that asks for keys, on one store; `account` is the sample and has `below` under it."""

    demo: Service
    keyed: Service
    store: Store
    account: str
    below: str

    async def key(self, role: Role, *accounts: str) -> str:
        grant = Grant(role, role.title(), accounts or (self.account,), None)
        return await create_key(self.store, secret_of(self.keyed.settings), grant)

    def map(self, more: str = "", lang: str = "en") -> str:
        return f"{self.demo.url}/accounts/{self.account}/map?lang={lang}{more}"


def sample_document(account: str) -> dict[str, Any]:
    """The sample account under another id, as of today."""
    document: dict[str, Any] = json.loads(shifted(SAMPLE, by=date.today() - STORY_DATE))  # noqa: DTZ011 - the service's day
    document["account"]["id"] = account
    return document


@pytest_asyncio.fixture(scope="session")
async def served(embedded_place: Place, embedded_store: Store) -> AsyncIterator[Served]:
    await embedded_store.ping()  # so that the engine belongs to the run
    run = uuid4().hex[:12]
    account, below = f"page-{run}", f"page-{run}-below"
    settings = Settings(store=embedded_place.url, key_secret=SecretStr("of these tests"))
    with ExitStack() as stack:
        demo = stack.enter_context(serving(settings.model_copy(update={"demo": True})))
        keyed = stack.enter_context(serving(settings))
        await asyncio.to_thread(demo.put, f"/accounts/{account}/document", sample_document(account))
        await asyncio.to_thread(
            demo.put, f"/accounts/{below}", {"name": "下级", "name_en": "Below", "parent_id": account}
        )
        yield Served(demo, keyed, embedded_store, account, below)
