"""A telephone, 390 px wide: read, find somebody, set an attitude, log a contact; tables are cards, nothing scrolls sideways."""

import re

from playwright.async_api import Browser, expect

from tests.web.conftest import PATIENCE_MS, Served, Window
from tests.web.hands import LEAST_TEXT, card, copy_of_the_sample, document, settled, sideways, told


async def test_flow_12_a_phone_reads_finds_sets_an_attitude_and_logs_a_contact(
    served: Served, window: Window, browser: Browser
) -> None:
    account = await copy_of_the_sample(served, window)
    context = await browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-US"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    page.on("pageerror", lambda error: window.complaints.append(str(error)))
    for screen, shows in (
        ("", ".ask"),
        ("/chain", ".voter"),
        ("/plan", ".activity"),
        ("/review", ".gate-check"),
        ("/people", ".chip"),
    ):
        await page.goto(f"{served.demo.url}/accounts/{account}{screen}?lang=en")
        await expect(page.locator(shows).first).to_be_visible()
        assert await sideways(page) == 0, screen
        assert await page.evaluate(LEAST_TEXT) >= 10.99, screen
    await expect(page.locator(".grid thead")).to_be_hidden()
    boxes = [await one.bounding_box() for one in await page.locator(".grid tbody tr:nth-child(-n+3)").all()]
    assert all(box is not None and box["width"] > 340 for box in boxes)  # a card each, as wide as the screen
    await page.tap(".finder-open")
    await page.fill("dialog .sought", "Luo Qi")
    await page.tap("dialog li >> nth=0")
    await expect(card(page, "P03")).to_have_class(re.compile("chosen"))
    panel = page.locator(".panel")
    await expect(panel.locator("h2")).to_have_text("Luo Qiming")
    assert await sideways(page) == 0
    await panel.get_by_text("Attitude", exact=False).first.tap()
    await page.locator(".strip [role=radio][title=supports]").tap()
    await page.fill(".strip [name=evidence]", "said so on the phone")
    await page.locator(".strip .primary").tap()
    await told(page, re.compile("Luo Qiming: supports"))
    await settled(page)
    await panel.get_by_text("Contact", exact=False).first.tap()
    assert await sideways(page) == 0
    await page.fill(".strip [name=note]", "called on the way")
    await page.locator(".strip .primary").tap()
    await told(page, re.compile("Contact logged"))
    stored = await document(served, account)
    (learned,) = [one for one in stored["attitudes"] if one["evidence"] == "said so on the phone"]
    assert (learned["person"], learned["level"]) == ("P03", "SUPPORT")
    (contact,) = [one for one in stored["interactions"] if one["note"] == "called on the way"]
    assert contact["people"] == ["P03"]
    await context.close()
