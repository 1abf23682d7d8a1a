"""What is suggested is listed with what it rests on, accepted as an ordinary edit, and rejected for good."""

import asyncio
import re
from typing import Any

import httpx
import pytest
from playwright.async_api import expect

from app.auth.keys import Grant
from tests.patience import PATIENCE
from tests.web.conftest import Served, Window
from tests.web.hands import CODE, copy_of_the_sample, document, told
from tests.web.test_rights import enter_as

ATTITUDE = {"person": "P03", "toward": "HALYARD", "level": "SUPPORT", "on": "2026-01-31", "reported_by": "S2"}
SUGGESTED: list[dict[str, Any]] = [
    {"id": "1", "action": "CHANGE", "path": "people/P05", "record": {"rank": 1, "title": "总经理"}, "source": "MAIL"},
    {"id": "2", "action": "ADD", "path": "attitudes", "record": ATTITUDE, "source": "ASSISTANT", "confidence": 2},
    {"id": "3", "action": "REMOVE", "path": "ties/CONFLICT/P04/P05", "source": "IMPORT"},
]


async def suggested(served: Served, window: Window, lang: str) -> str:
    account = await copy_of_the_sample(served, window, lang)
    ties = [{"kind": "CONFLICT", "a": "P04", "b": "P05"}]
    path = f"{served.demo.url}/api/v1/accounts/{account}"

    def propose() -> None:
        with httpx.Client(base_url=path, timeout=PATIENCE) as client:
            client.post(f"{path}/ties", json=ties[0])
            for one in SUGGESTED:
                answer = client.post(
                    f"{path}/proposals", json=one | {"evidence": "from the minutes", "on": "2026-02-01"}
                )
                assert answer.status_code == 201, answer.text

    await asyncio.to_thread(propose)
    return account


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_suggestions_are_accepted_and_rejected(served: Served, window: Window, lang: str) -> None:
    page, account = window.page, await suggested(served, window, lang)
    await expect(page.locator(".rail .count")).to_have_attribute("data-count", "3")
    await page.click(".rail a[href*='/proposals']")
    await expect(page.locator(".proposal")).to_have_count(3)
    change, addition, removal = (page.locator(f".proposal[data-id='{number}']") for number in "123")
    await expect(change.locator("tbody tr")).to_have_count(2)
    await expect(change).to_contain_text("from the minutes")
    await expect(addition.locator("tbody")).to_contain_text("Luo Qiming" if lang == "en" else "罗启明")
    await expect(removal.locator("tbody tr").first).to_be_visible()
    text = await page.inner_text("main")
    assert CODE.findall(text) == []
    assert not re.search(r"\b(P0\d|S2|HALYARD|SUPPORT|MAIL|ASSISTANT|CONFLICT)\b", text)
    for one in (change, addition, removal):
        await one.locator(".primary").click()
        await expect(one).to_have_count(0)
    stored = await document(served, account)
    assert next(one for one in stored["people"] if one["id"] == "P05")["rank"] == 1
    assert [one["reported_by"] for one in stored["attitudes"] if one["person"] == "P03" and one["toward"] == "HALYARD"]
    assert not [one for one in stored["ties"] if (one["a"], one["b"]) == ("P04", "P05")]
    assert {one["status"] for one in stored["proposals"]} == {"ACCEPTED"}
    await page.click(".bar button[aria-keyshortcuts] ~ .spring ~ button.icon")
    await expect(removal).to_be_visible()
    await expect(page.locator(".rail .count")).to_have_attribute("data-count", "1")
    await removal.locator(".danger").click()
    await expect(removal).to_have_count(0)
    await told(page, re.compile("Rejected: |已否决："))
    stored = await document(served, account)
    assert [one["status"] for one in stored["proposals"]] == ["ACCEPTED", "ACCEPTED", "REJECTED"]
    assert [one for one in stored["ties"] if (one["a"], one["b"]) == ("P04", "P05")]
    await expect(page.locator(".rail .count")).to_have_count(0)


async def test_a_reader_reads_suggestions_and_decides_on_none(served: Served, window: Window) -> None:
    page, account = window.page, await suggested(served, window, "en")
    await enter_as(served, window, Grant("reader", "Reader", (account,)))
    await page.goto(f"{served.keyed.url}/accounts/{account}/proposals?lang=en")
    await expect(page.locator(".proposal tbody tr").first).to_be_visible()
    await expect(page.locator(".proposal button")).to_have_count(0)
