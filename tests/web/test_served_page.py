"""The page of a running service: its headers and files, and who is signed in."""

import re

import httpx
from playwright.async_api import expect

from app.auth.keys import revoke_key
from tests.web.conftest import Served, Window

FORBIDDEN = "the server responded with a status of"  # how Chromium tells an answer that is not a success


# -- headers ------------------------------------------------------------------------------------------------------------------


async def test_the_shell_is_sealed_and_holds_nothing(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.keyed.url, timeout=300) as client:
        paths = ("/", f"/accounts/{served.account}", f"/accounts/{served.account}/map", "/accounts/any%2Fthing")
        shells = [await client.get(path) for path in paths]
        assert {answer.status_code for answer in shells} == {200}
        assert len({answer.content for answer in shells}) == 1
        for answer in shells:
            policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
            assert policy["default-src"] == "'none'"
            assert {policy[name] for name in ("script-src", "style-src", "connect-src")} == {"'self'"}
            assert {policy[name] for name in ("frame-ancestors", "base-uri", "form-action")} == {"'none'"}
            assert answer.headers.get_list("cache-control") == ["no-store"]
            assert served.account not in answer.text
        head = await client.head("/")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(shells[0].content))


async def test_files_are_sent_once_and_asked_about_again(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.keyed.url, timeout=300) as client:
        for name in ("static/core.js", "static/shell.css", "words/zh.json"):
            first = await client.get(f"/{name}")
            assert first.headers.get_list("cache-control") == ["no-cache"]
            again = await client.get(f"/{name}", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
            assert (again.status_code, again.content) == (304, b"")
            other = await client.get(f"/{name}", headers={"If-None-Match": '"other"'})
            assert other.content == first.content
        for path in ("/static/none.js", "/static/shell.html", "/static/..%2Froutes.py", "/accounts", "/x"):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), path
            assert answer.headers["content-type"] == "application/problem+json"
        refused = await client.post("/")
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
        assert (
            not {"/", "/session", "/accounts/{page}"}
            & (await client.get("/api/v1/openapi.json")).json()["paths"].keys()
        )


# -- the session --------------------------------------------------------------------------------------------------------------


async def test_a_session_writes_from_its_own_page_only(served: Served) -> None:
    path, person = f"/api/v1/accounts/{served.account}/people", {"id": "S01", "name": "Session"}
    async with httpx.AsyncClient(base_url=served.keyed.url, timeout=300) as client:
        assert (await client.get("/session")).json()["signed_in"] is False
        assert (await client.post("/session", json={"key": f"pm_{'a' * 12}_{'b' * 43}"})).status_code == 401
        signed = await client.post("/session", json={"key": await served.key("editor")})
        assert ("edit" in signed.json()["rights"], signed.json()["role"]) == (True, "editor")
        cookie = signed.headers["set-cookie"].lower()
        assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/"))
        assert (await client.get(path)).status_code == 200
        assert (await client.post(path, json=person)).status_code == 401
        foreign = {"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
        assert (await client.post(path, json=person, headers=foreign)).status_code == 403
        own = {"Origin": served.keyed.url, "Sec-Fetch-Site": "same-origin"}
        assert (await client.post(path, json=person, headers=own)).status_code == 201
        assert (await client.delete(f"{path}/S01", headers=own)).status_code == 204
        assert (await client.delete("/session")).status_code == 204
        assert (await client.get(path)).status_code == 401


async def enter(window: Window, key: str) -> None:
    await window.page.fill("input[type=password]", key)
    await window.page.press("input[type=password]", "Enter")


async def test_flow_12_key_reload_new_tab_reader_revoked(served: Served, window: Window) -> None:
    page, reader = window.page, await served.key("reader")
    await page.goto(f"{served.keyed.url}/?lang=en")
    await expect(page.locator("h1")).to_have_text("Which key?")
    assert not any("/api/" in address for address in window.requests)
    for wrong in (f"pm_{'a' * 12}_{'b' * 43}", "密钥", "two words"):
        await enter(window, wrong)
        await expect(page.locator(".wrong")).to_have_text("This key is not known or no longer valid.")
        await expect(page.locator("input[type=password]")).to_have_value("")
    window.complaints[:] = [text for text in window.complaints if FORBIDDEN not in text]
    await enter(window, reader)
    await expect(page.locator("h1")).to_have_text("Accounts")
    kept = await page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, history.state])")
    assert reader not in f"{kept} {page.url} {await page.content()} {window.requests}"
    await page.click("text=Jiangyuan Provincial Telecom")
    await page.click(".rail >> text=Map")
    await page.click(".card >> nth=2")
    await expect(page.locator(".panel")).to_be_visible()
    await expect(page.locator(".panel input, .grip, .rail >> text=Import")).to_have_count(0)
    await page.keyboard.press("Enter")
    await page.keyboard.press("+")
    await expect(page.locator(".draft, .strip")).to_have_count(0)
    await page.reload()
    await expect(page.locator(".panel")).to_be_visible()
    assert re.search(r"/map\?lang=en&sel=\w+", page.url)
    tab = await page.context.new_page()
    await tab.goto(page.url)
    await expect(tab.locator(".panel")).to_be_visible()
    await tab.close()
    await revoke_key(served.store, reader.split("_")[1])
    await page.reload()
    await expect(page.locator("h1")).to_have_text("Which key?")
    assert "Jiangyuan" not in await page.content()
    window.complaints[:] = [text for text in window.complaints if FORBIDDEN not in text]
