"""Rows copied from a spreadsheet, pasted where one works."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.web.conftest import Served, Window
from tests.web.hands import CODE, copy_of_the_sample, document, paste, settled

HEADINGS = {"en": ("Name", "Department", "Title", "Manager"), "zh": ("姓名", "部门", "职务", "上级")}


def thirty_rows(stored: dict[str, Any], lang: str) -> list[tuple[str, ...]]:
    """Five who are there under their name, one under a name of the same sound, 24 who are new."""
    field = "name" if lang == "zh" else "name_en"
    departments = {one["id"]: one[field] for one in stored["departments"]}
    there = [
        (one[field], departments[one["department_id"]], f"Title {index}", "")
        for index, one in enumerate(stored["people"][:5])
    ]
    alike = "何镇东" if lang == "zh" else "Zhendong He"
    twice = (alike, there[0][1], "Twice", "")
    new = [(f"Newcomer {number}", "Fresh works", "Engineer", there[0][0]) for number in range(24)]
    return [HEADINGS[lang], *there, twice, *new]


@pytest.mark.parametrize(("lang", "screen"), [("en", "map"), ("zh", "people")])
async def test_flow_3_thirty_rows_pasted_doubles_merged_one_undo(
    served: Served, window: Window, lang: str, screen: str
) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window, lang)
    if screen == "people":
        await page.click(".rail a >> nth=4")
        await expect(page.locator(".grid tbody tr")).to_have_count(25)
    before = await document(served, account)
    await paste(page, thirty_rows(before, lang))
    plan = page.locator(".plan-of-import")
    await expect(plan.locator(".columns-read dt")).to_have_text(list(HEADINGS[lang]))
    assert CODE.findall(await page.inner_text("main")) == []
    assert await document(served, account) == before  # nothing is stored before it is confirmed
    if lang == "zh":
        await plan.locator("input[name=same]").check()
    else:
        await plan.locator("select[name=double]").select_option("same")
        await expect(plan.locator("[data-list=people] [data-count=created]")).to_have_text("24")
    await plan.locator("button.primary").click()
    await expect(page.locator(".card[data-id=P01]")).to_be_visible()
    await settled(page)
    stored = await document(served, account)
    assert len(stored["people"]) == 25 + 24
    people = {one["id"]: one for one in stored["people"]}
    assert [people[one["id"]]["title"] for one in before["people"][1:5]] == [
        f"Title {number}" for number in range(1, 5)
    ]
    await page.keyboard.press("Control+z")
    await settled(page)
    assert await document(served, account) == before
    await page.keyboard.press("Control+Shift+z")
    await settled(page)
    assert len((await document(served, account))["people"]) == 49
