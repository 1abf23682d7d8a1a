"""From a gap over an activity to what came of it."""

import re
from datetime import date, timedelta

import pytest
from playwright.async_api import expect

from tests.web.conftest import Served, Window
from tests.web.hands import CODE, copy_of_the_sample, document, read, told

WORDS = {
    "en": ("never met", "Plan it", "Mark as done", "supports", "Store", "never met: Luo Qiming"),
    "zh": ("从未接触", "列入计划", "标为完成", "支持不排他", "保存", "从未接触：罗启明"),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_flow_8_a_gap_becomes_an_activity_and_is_gone_when_it_is_done(
    served: Served, window: Window, lang: str
) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window, lang)
    chip_text, plan_it, done, level, store, name = WORDS[lang]

    def gaps() -> set[str]:
        found = read(served, f"{account}/coverage-gaps?opportunity=core-cloud-2027")["gaps"]
        return {gap["kind"] for gap in found if gap["person"] == "P03"}

    assert {"NEVER_MET", "UNKNOWN_ATTITUDE"} <= gaps()
    await page.goto(page.url.replace("/map", "/people"))
    row = page.locator(".grid tbody tr", has=page.locator("a[href*='sel=P03']"))
    chip = row.locator(".chip", has_text=chip_text)
    await chip.click()
    due = (date.today() + timedelta(days=9)).isoformat()  # noqa: DTZ011 - the browser's day
    await row.locator(".close-gap select").select_option("S1")
    await row.locator(".close-gap input").fill(due)
    await row.get_by_text(plan_it, exact=True).click()
    await expect(row.locator(".planned")).to_be_visible()
    await told(page, name)
    await row.locator(".planned").click()
    activity = page.locator(".activity", has_text=name)
    await expect(page.locator(".week").last).to_be_visible()
    assert CODE.findall(await page.inner_text("main")) == []
    await activity.get_by_text(done, exact=True).click()
    await activity.locator("select").select_option(label=level)
    await activity.locator("[name=evidence]").fill("asked us to the hearing")
    await activity.get_by_text(store, exact=True).click()
    await told(page, re.compile(f"(Done: |已完成：){name}"))
    stored = await document(served, account)
    made = next(one for one in stored["activities"] if one["name"] == name)
    assert (made["status"], made["owner"], made["due_on"]) == ("DONE", "S1", due)
    contact = next(one for one in stored["interactions"] if one["note"] == "asked us to the hearing")
    assert (contact["people"], contact["members"]) == (["P03"], ["S1"])
    learned = next(one for one in stored["attitudes"] if one["evidence"] == "asked us to the hearing")
    assert (learned["person"], learned["level"], learned["toward"]) == ("P03", "SUPPORT", "NORTHGATE")
    assert not {"NEVER_MET", "UNKNOWN_ATTITUDE"} & gaps()
    await page.goto(page.url.replace("/plan", "/people"))
    await expect(row).to_be_visible()
    await expect(chip).to_have_count(0)
