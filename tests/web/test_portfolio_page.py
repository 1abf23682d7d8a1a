"""The sandbox and the portfolio over all accounts: what is where, what the budget reaches, who decides."""

import asyncio
import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import expect

from app.auth.keys import Grant
from tests.web.conftest import Served, Window, sample_document
from tests.web.hands import CODE, document, told
from tests.web.test_rights import enter_as


async def two_accounts(served: Served) -> tuple[str, str]:
    """A province with a city below it, each with the sample's sandbox; nobody of its counties is mapped."""
    province = f"prov-{uuid4().hex[:8]}"
    city = f"{province}-city"
    for account, tier, parent in ((province, "PROVINCE", None), (city, "CITY", province)):
        made: dict[str, Any] = sample_document(account)
        made["account"] |= {"tier": tier, "parent_id": parent}
        await asyncio.to_thread(served.demo.put, f"/accounts/{account}/document", made)
    return province, city


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_sandbox_of_all_is_ranked_against_a_budget_and_decided_on(
    served: Served, window: Window, lang: str
) -> None:
    page, (province, city) = window.page, await two_accounts(served)
    await enter_as(served, window, Grant("reviewer", "Rev", (province,), "S1"))
    await page.goto(f"{served.keyed.url}/?lang={lang}")
    await page.click(".rail a[href^='/portfolio']")
    await expect(page.locator(".tiers tbody tr")).to_have_count(2)
    await expect(page.locator(f".tiers a[href*='{city}']")).to_be_visible()
    await expect(page.locator(".tier-gaps li").first).to_be_visible()
    rows = page.locator(".sandbox tbody tr:not(.line)")
    await expect(rows).to_have_count(6)
    await page.fill("input[name=budget]", "3000000")
    await page.click(".parameters .primary >> nth=0")
    await expect(page.locator(".sandbox .line")).to_have_count(1)
    await page.reload()
    await expect(page.locator(".sandbox .line")).to_have_count(1)
    await expect(page.locator(".tiers tbody tr")).to_have_count(2)
    assert lang == "zh" or not re.search("[\u4e00-\u9fff]", await page.inner_text("main"))
    row = page.locator(".sandbox tbody tr", has=page.locator(f"a[href*='{city}?'][href*='opportunity=edge-private']"))
    await row.locator("button").first.click()
    await row.locator("select[name=selection]").select_option("SELECTED")
    await row.locator("form button").click()
    await told(page, "Edge sites" if lang == "en" else "：")
    stored = next(one for one in (await document(served, city))["sandbox"] if one["opportunity_id"] == "edge-private")
    assert (stored["selection"], stored["selected_by"]) == ("SELECTED", "S1")
    await page.click(".portfolio summary >> nth=0")
    await expect(page.locator(".portfolio details tbody tr").first).to_be_visible()
    assert CODE.findall(await page.inner_text("main")) == []


async def test_a_reader_sees_the_portfolio_and_decides_nothing(served: Served, window: Window) -> None:
    page, (province, _) = window.page, await two_accounts(served)
    await enter_as(served, window, Grant("reader", "Rea", (province,)))
    await page.goto(f"{served.keyed.url}/portfolio?lang=en")
    await expect(page.locator(".sandbox tbody tr")).to_have_count(6)
    await expect(page.locator(".sandbox button")).to_have_count(0)
