"""The list of accounts: sorted by the figures of leading opportunities, rolled up by tier, on a desk and on a phone."""

import asyncio
import re
from uuid import uuid4

from playwright.async_api import expect

from tests.web.conftest import Served, Window, sample_document
from tests.web.hands import CODE, LEAST_TEXT, sideways

DEALS = {
    "a": ("CITY", 90e6, "CNY"),
    "b": ("CITY", 7e6, "EUR"),
    "c": ("PROVINCE", 210e6, "CNY"),
    "d": ("OTHER", None, "CNY"),
}


async def test_accounts_are_sorted_by_their_leading_opportunity_and_summed_by_tier(
    served: Served, window: Window
) -> None:
    page, run = window.page, f"list-{uuid4().hex[:8]}"
    for own, (tier, amount, currency) in DEALS.items():
        made = sample_document(f"{run}-{own}")
        made["account"] |= {"name": f"Customer {own.upper()}", "name_en": "", "tier": tier}
        made["opportunities"] = [one | {"amount": amount, "currency": currency} for one in made["opportunities"]]
        if own == "d":
            made |= {key: [] for key, value in made.items() if isinstance(value, list)}
        await asyncio.to_thread(served.demo.put, f"/accounts/{run}-{own}/document", made)
    await page.goto(f"{served.keyed.url}/?lang=en")
    await page.fill("input[type=password]", await served.key("reader", *(f"{run}-{own}" for own in DEALS)))
    await page.keyboard.press("Enter")
    window.complaints[:] = [text for text in window.complaints if "401" not in text]
    rows = page.locator(".accounts tbody tr")
    await expect(page.locator(".accounts .margin svg")).to_have_count(3)

    async def stand(order: str) -> None:
        await expect(rows.locator("th a")).to_have_text([f"Customer {letter}" for letter in order])

    by_amount = page.locator(".accounts thead button", has_text="Amount")
    await by_amount.click()
    await stand("ACBD")  # each currency by itself, and who has none last, either way
    await expect(page.locator(".home > .note")).to_contain_text("not compared")
    await by_amount.click()
    await stand("CABD")
    await expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    await page.reload()
    await expect(page.locator("th[aria-sort=descending]")).to_contain_text("Amount")
    await stand("CABD")
    city = page.locator(".by-tier tr", has=page.get_by_role("rowheader", name="city", exact=True))
    await expect(city.locator("[data-head='Sum of amounts'] .one")).to_have_text(["90m CNY", "7m EUR"])
    await expect(page.locator(".by-tier tfoot [data-head='Sum of amounts'] .one")).to_have_text(["300m CNY", "7m EUR"])
    shown = await rows.first.locator("[data-head='People with critical gaps']").inner_text()
    total = page.locator(".by-tier tfoot [data-head='Sum of people with critical gaps']")
    await expect(total).to_have_text(str(3 * int(shown)))
    await expect(city.locator("[data-head='Mean margin']")).to_have_text(
        await rows.first.locator("[data-head=Margin]").inner_text()
    )
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator(".accounts thead")).to_be_hidden()
    assert await sideways(page) == 0
    assert await page.evaluate(LEAST_TEXT) >= 10.99
    await page.select_option(".sort-by select", "account")
    await stand("ABCD")
    assert CODE.findall(await page.inner_text("main")) == []
    await rows.first.locator("[data-head=Gate] a").click()
    await page.wait_for_url(re.compile(f"{run}-a/review"))
    await expect(page.locator(".gate-check").first).to_be_visible()
