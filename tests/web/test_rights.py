"""The page shows what the caller's rights allow, and no more; what has no address is said in words."""

import asyncio
import re
from dataclasses import replace

import httpx
import pytest
from playwright.async_api import expect

from app.auth.key_secret import secret_of
from app.auth.keys import Grant, create_key
from app.roles import RIGHTS, Right, Role
from tests.web.conftest import Served, Window, sample_document
from tests.web.hands import document, told
from tests.web.test_served_page import FORBIDDEN

CONTROLS: list[tuple[str, str, set[Right]]] = [
    ("/", ".new-account", {"edit"}),
    ("", ".ask .who button, .ask .planned", {"edit"}),
    ("", ".bar [aria-label=Undo]", {"edit", "decide", "mark"}),
    ("", ".exports", {"export"}),
    ("", ".rail a[href*='/import']", {"edit"}),
    ("/import", ".drop", {"edit"}),
    ("/map?sel=P06", ".panel input", {"edit"}),
    ("/map?sel=P06", ".panel .danger, .grip", {"edit"}),
    ("/chain", ".outcome input[name=by]", {"edit"}),
    ("/people", ".grid input[type=checkbox]", {"edit"}),
    ("/plan", ".activity > button", {"edit"}),
    ("/plan", ".done li button", {"mark"}),
    ("/review", ".freeze", {"edit", "decide"}),
]
"""A screen, a control on it, and the rights of which one shows it."""
THERE = {"/": "tbody", "": ".ask", "/import": "h1", "/map?sel=P06": ".panel .gaps", "/chain": ".voter"}
THERE |= {"/people": ".chip", "/plan": ".activity", "/review": ".gate-check"}


async def enter_as(served: Served, window: Window, grant: Grant) -> None:
    key = await create_key(served.store, secret_of(served.keyed.settings), grant)
    answer = await window.page.request.post(f"{served.keyed.url}/session", data={"key": key})
    assert answer.ok


async def shown(
    served: Served, window: Window, account: str, without: tuple[str, ...] = ()
) -> dict[tuple[str, str], bool]:
    """Which of the controls are in sight."""
    page, found = window.page, {}
    for path in dict.fromkeys(path for path, _, _ in CONTROLS if path not in without):
        address = path if path == "/" else f"/accounts/{account}{path}"
        await page.goto(f"{served.keyed.url}{address}{'&' if '?' in path else '?'}lang=en")
        await expect(page.locator(THERE[path]).first).to_be_visible()
        if path == "/chain":
            await page.locator(".voter .scale button[aria-checked=false]").first.click()
            await expect(page.locator(".outcome >> text=Discard")).to_be_visible()
        if path == "/plan":
            await page.click(".plan summary")
        found |= {(at, control): await window.visible(control) > 0 for at, control, _ in CONTROLS if at == path}
    return found


async def own_account(served: Served) -> str:
    account = f"{served.account}-rights"
    await asyncio.to_thread(served.demo.put, f"/accounts/{account}/document", sample_document(account))
    return account


@pytest.mark.parametrize("role", ["reader", "reviewer", "manager", "editor"])
async def test_every_control_stands_where_the_right_to_it_is(served: Served, window: Window, role: Role) -> None:
    account = await own_account(served)
    await enter_as(served, window, Grant(role, "Somebody", (account,), "S1"))
    found = await shown(served, window, account)
    assert found == {(path, control): bool(rights & RIGHTS[role]) for path, control, rights in CONTROLS}
    window.complaints[:] = [text for text in window.complaints if FORBIDDEN not in text]
    reads_only = await window.visible(".bar .reader") > 0
    assert reads_only is (role == "reader")


async def test_who_is_cleared_for_less_changes_nothing_and_takes_less_along(served: Served, window: Window) -> None:
    account = await own_account(served)
    grant = replace(Grant("editor", "Somebody", (account,), "S1"), clearance="review")
    await enter_as(served, window, grant)
    found = await shown(served, window, account, without=("/chain", "/review"))
    assert {control for control, is_shown in found.items() if is_shown} == {("", ".exports")}
    await window.page.click(".exports summary")
    assert await window.texts(".exports select option") == ["review: no free text, no sources", "outline: no attitudes"]
    window.complaints[:] = [text for text in window.complaints if FORBIDDEN not in text]


async def test_a_manager_marks_what_they_assigned_and_takes_it_back(served: Served, window: Window) -> None:
    page, account = window.page, await own_account(served)
    await enter_as(served, window, Grant("manager", "Somebody", (account,), "S1"))
    await page.goto(f"{served.keyed.url}/accounts/{account}/plan?lang=en")
    await page.click(".plan summary")

    async def qualities() -> dict[str, int | None]:
        return {one["id"]: one["quality"] for one in (await document(served, account))["activities"]}

    before = await qualities()
    row = page.locator(".done li", has=page.locator("button")).first
    await row.get_by_text("Say how it went", exact=True).click()
    await row.locator("[name=quality]").select_option("1")
    await row.get_by_text("Store", exact=True).click()
    await told(page, re.compile("How it went: "))
    after = await qualities()
    assert [after[one] for one in after if after[one] != before[one]] == [1]
    await page.click(".bar [aria-label=Undo]")
    await told(page, re.compile("Taken back: "))
    assert await qualities() == before


async def test_an_address_of_nothing_is_said_in_words(served: Served, window: Window) -> None:
    page = window.page
    for path in (
        f"accounts/{served.account}/no-such-screen",
        "nothing",
        f"accounts/{served.account}/map/x",
        "accounts",
    ):
        answer = await page.goto(f"{served.demo.url}/{path}?lang=zh")
        assert answer is not None
        assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8"), path
        await expect(page.locator("main h1")).to_have_text("没有这个页面。")
    await page.goto(f"{served.demo.url}/accounts/{served.account}/no-such-screen?lang=en")
    await page.click("main .button")
    await expect(page.locator(".ask").first).to_be_visible()
    window.complaints[:] = [text for text in window.complaints if FORBIDDEN not in text]
    async with httpx.AsyncClient(base_url=served.demo.url, headers={"Accept": "text/html"}, timeout=300) as client:
        for path in ("/api/v1/nothing", "/static/nothing.js"):
            assert (await client.get(path)).headers["content-type"] == "application/problem+json"
