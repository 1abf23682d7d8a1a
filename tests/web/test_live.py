"""What others write is pushed to the page; a service that stopped and came back is found again."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx
from playwright.async_api import Browser, Route, expect
from pydantic import SecretStr

from app.settings import Settings
from graph.store import Store
from tests.conftest import Place
from tests.patience import PATIENCE
from tests.serving import serving
from tests.web.conftest import PATIENCE_MS, Served, Window, sample_document
from tests.web.hands import card, document, settled


async def test_flow_10_two_browsers_pushed_and_a_service_that_comes_back(
    embedded_place: Place, embedded_store: Store, browser: Browser, window: Window
) -> None:
    await embedded_store.ping()
    account, mine = f"live-{uuid4().hex[:12]}", window.page
    settings = Settings(store=embedded_place.url, key_secret=SecretStr("of these tests"), demo=True)
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    theirs = await context.new_page()
    await theirs.add_init_script("window.setInterval = () => 0")  # so that nothing is looked at from time to time
    asked: list[str] = []
    theirs.on("request", lambda request: asked.append(request.url.partition("/api/v1")[2]))

    async def entitle(title: str) -> None:
        await mine.fill(".panel .title_en input", title)
        await mine.keyboard.press("Enter")
        await expect(mine.locator(".saving")).to_have_count(0)

    with serving(settings) as service:
        await asyncio.to_thread(service.put, f"/accounts/{account}/document", sample_document(account))
        async with theirs.expect_response(lambda answer: answer.url.endswith("/events")):
            await theirs.goto(f"{service.url}/accounts/{account}/map?sel=P05&lang=en")
        await mine.goto(f"{service.url}/accounts/{account}/map?sel=P05&lang=en")
        title = theirs.locator(".panel .title_en input")
        await expect(title).to_be_visible()
        await expect(mine.locator(".panel .title_en input")).to_be_visible()
        async with mine.expect_response(lambda answer: answer.request.method == "PUT"):
            asked.clear()
            await entitle("Head of pushing")
        await expect(theirs.locator(".toast")).to_contain_text("Somebody else changed: People. You see it now.")
        await expect(title).to_have_value("Head of pushing")
        assert {path for path in asked if path.endswith(("/document", "/events"))} == {f"/accounts/{account}/document"}
        await expect(mine.locator(".toast", has_text="Somebody else")).to_have_count(0)
    for page in (mine, theirs):
        await expect(page.locator(".offline")).to_be_visible()
    for title_now, person in (("One waits", "P05"), ("Two waits", "P04"), ("Three waits", "P05")):
        await mine.click(f".card[data-id={person}]")
        await mine.fill(".panel .title_en input", title_now)
        await mine.keyboard.press("Enter")
    await expect(mine.locator(".offline")).to_contain_text("Your edits wait here (3)")
    await expect(mine.locator(".panel .title_en input")).to_have_value("Three waits")
    with serving(settings, service.address[1]):
        for page in (mine, theirs):
            await expect(page.locator(".offline")).to_have_count(0)
        await expect(title).to_have_value("Three waits")
        feed = (await asyncio.to_thread(httpx.get, f"{service.url}/api/v1/accounts/{account}/changes?since=2")).json()
        titles = [(one["path"], one["after"]["title_en"]) for one in feed["items"]]
        assert titles == [("people/P05", "One waits"), ("people/P04", "Two waits"), ("people/P05", "Three waits")]
        await entitle("Head of coming back")
        await expect(title).to_have_value("Head of coming back")
        await context.close()
        await mine.goto("about:blank")
    window.complaints[:] = [text for text in window.complaints if "net::ERR_" not in text]


async def test_what_others_wrote_is_told_beside_ones_own_edit_and_never_of_ones_own(
    served: Served, window: Window
) -> None:
    """Each notice stands until a newer one of its kind, so that neither an edit's way back nor the news of others is lost."""
    page = window.page
    await page.add_init_script(
        "const wait = setTimeout; window.setTimeout = (work, ms) => wait(work, ms === 7000 ? 3600000 : ms)"
    )
    account = f"told-{uuid4().hex[:12]}"
    await asyncio.to_thread(served.demo.put, f"/accounts/{account}/document", sample_document(account))
    people = f"{served.demo.url}/api/v1/accounts/{account}/people"
    patch = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
    await page.goto(f"{served.keyed.url}/?lang=en")
    await page.fill("input[type=password]", await served.key("editor", account))
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Accounts")
    await page.goto(f"{served.keyed.url}/accounts/{account}/map?lang=en")
    mine = page.locator(".toast", has_text="Changed Gu Changfeng")
    theirs = page.locator(".toast", has_text="demo changed: People.")

    async def entitle(title: str) -> None:
        await page.fill(".panel .title_en input", title)
        await page.keyboard.press("Enter")
        await expect(page.locator(".saving")).to_have_count(0)
        await settled(page)

    async with httpx.AsyncClient(timeout=PATIENCE) as other:
        await card(page, "P05").click()
        await entitle("Head of networks")
        await expect(mine.locator("text=Undo")).to_be_visible()
        await expect(theirs).to_have_count(0)
        await other.patch(f"{people}/P04", json={"title_en": "Chief of staff"}, headers=patch)
        await expect(theirs).to_be_visible()  # after one's own
        await mine.locator("text=Undo").click()
        await expect(page.locator(".toast", has_text="Taken back: Changed Gu Changfeng")).to_be_visible()
        await expect(theirs).to_be_visible()
        await settled(page)
        await theirs.locator("[aria-label=Close]").click()
        # Theirs is found by one's own write, before the page hears of it.
        await page.route("**/events*", lambda route: route.abort())
        await page.reload()
        await expect(page.locator(".panel .title_en input")).to_be_visible()
        await page.route(re.compile(r"/document$"), once_theirs_is_written(other, people, patch))
        await entitle("Head of all networks")
        await expect(mine.locator("text=Undo")).to_be_visible()
        await expect(page.locator(".toast", has_text="changed: ")).to_be_visible()
        await expect(page.locator(".toast", has_text="Editor changed")).to_have_count(0)
    stored = {one["id"]: one["title_en"] for one in (await document(served, account))["people"]}
    assert (stored["P04"], stored["P05"]) == ("Chief of all staff", "Head of all networks")
    window.complaints[:] = [text for text in window.complaints if "412" not in text and "ERR_FAILED" not in text]


def once_theirs_is_written(
    other: httpx.AsyncClient, people: str, patch: dict[str, str]
) -> Callable[[Route], Awaitable[None]]:
    """Lets the page's first write go only after somebody else wrote."""
    written: list[str] = []

    async def hold(route: Route) -> None:
        if route.request.method == "PUT" and not written:
            written.append(route.request.url)
            answer = await other.patch(f"{people}/P04", json={"title_en": "Chief of all staff"}, headers=patch)
            assert answer.is_success, answer.text
        await route.continue_()

    return hold


async def test_flow_12_a_shared_link_opens_without_a_key_and_closes_when_revoked(
    served: Served, window: Window, browser: Browser
) -> None:
    page = window.page
    await page.goto(f"{served.keyed.url}/?lang=en")
    await page.fill("input[type=password]", await served.key("editor"))
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Accounts")
    await page.goto(f"{served.keyed.url}/accounts/{served.account}?lang=en")
    await page.click(".exports summary")
    await page.click("text=Share a link")
    await page.fill("dialog [name=purpose]", "Bid team")
    await page.select_option("dialog [name=profile]", "outline")
    await page.click("text=Make the link")
    link = await page.input_value("dialog [name=link]")
    assert link.startswith(f"{served.keyed.url}/shared/ps_")
    context = await browser.new_context(locale="en-US")  # somebody without a key
    context.set_default_timeout(PATIENCE_MS)
    theirs, asked = await context.new_page(), list[str]()
    theirs.on("request", lambda request: asked.append(request.url))
    await theirs.goto(link)
    await expect(theirs.locator("body")).to_contain_text("He Zhendong")
    await expect(theirs.locator("body")).to_contain_text("Bid team")
    assert asked == [link]  # one file, which asks for nothing
    assert await theirs.locator("input[type=date], .grip").count() == 0
    row = page.locator("dialog .shares li", has_text="Bid team")
    await row.locator("button").click()
    await expect(row).to_contain_text("ended")
    await theirs.reload()
    await expect(theirs.locator("p")).to_contain_text("it was revoked or has expired")
    await expect(theirs.locator("body")).not_to_contain_text("He Zhendong")
    await context.close()
