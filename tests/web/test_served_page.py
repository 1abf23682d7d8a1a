"""The page of a running service: its headers, the demo without a key, and the key it asks for otherwise."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import httpx
import pytest_asyncio
from playwright.async_api import expect
from pydantic import SecretStr

from app.auth.keys import Grant, create_key, secret_of
from app.exports.service import FORMATS
from app.sample import OPPORTUNITY, SAMPLE, STORY_DATE, shifted
from app.settings import Settings
from app.texts import web as words
from graph.store import Store
from tests.conftest import Place
from tests.serving import Service, serving
from tests.web.conftest import Window

FORBIDDEN = "the server responded with a status of"  # how Chromium tells an answer that is not a success


@dataclass(frozen=True)
class Served:
    """A service in demo mode and one that asks for keys, on one store; `account` has `below` under it."""

    demo: Service
    keyed: Service
    account: str
    below: str
    key: str

    def address(self, service: Service) -> str:
        return f"{service.url}/accounts/{self.account}?opportunity={OPPORTUNITY}"


@pytest_asyncio.fixture(scope="module")
async def served(embedded_place: Place, embedded_store: Store) -> AsyncIterator[Served]:
    await embedded_store.ping()  # so that the engine belongs to the run
    run = uuid4().hex[:12]
    account, below = f"page-{run}", f"page-{run}-below"
    document = json.loads(shifted(SAMPLE, by=date.today() - STORY_DATE))  # noqa: DTZ011 - the service's day
    document["account"]["id"] = account
    del document["snapshots"]
    settings = Settings(store=embedded_place.url, key_secret=SecretStr("of these tests"))
    with ExitStack() as stack:
        demo = stack.enter_context(serving(settings.model_copy(update={"demo": True})))
        keyed = stack.enter_context(serving(settings))
        await asyncio.to_thread(demo.put, f"/accounts/{account}/document", document)
        await asyncio.to_thread(
            demo.put, f"/accounts/{below}", {"name": "下级", "name_en": "Below", "parent_id": account}
        )
        key = await create_key(embedded_store, secret_of(settings), Grant("reader", "Reader", (account,), None))
        yield Served(demo, keyed, account, below, key)


# -- headers ------------------------------------------------------------------------------------------------------------------


async def test_the_shell_is_sealed_and_holds_nothing(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.keyed.url) as client:
        shells = [await client.get(path) for path in ("/", f"/accounts/{served.account}", "/accounts/any%2Fthing")]
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
    async with httpx.AsyncClient(base_url=served.keyed.url) as client:
        for name in ("page.js", "page.css", "shell.js"):
            first = await client.get(f"/static/{name}")
            assert first.headers.get_list("cache-control") == ["no-cache"]
            again = await client.get(
                f"/static/{name}", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'}
            )
            assert (again.status_code, again.content) == (304, b"")
            other = await client.get(f"/static/{name}", headers={"If-None-Match": '"other"'})
            assert other.content == first.content
        for path in (
            "/static/none.js",
            "/static/shell.html",
            "/static/..%2Froutes.py",
            "/accounts",
            "/accounts/a/b",
            "/x",
        ):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), path
            assert answer.headers["content-type"] == "application/problem+json"
        refused = await client.post("/")
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
        assert (
            not {"/", "/shell.json", "/accounts/{page}"}
            & (await client.get("/api/v1/openapi.json")).json()["paths"].keys()
        )


# -- without a key ------------------------------------------------------------------------------------------------------------


async def test_the_demo_shows_an_account_and_its_choices(served: Served, window: Window) -> None:
    page = window.page
    await page.goto(served.address(served.demo))
    await expect(page.locator("h1")).to_have_text("Jiangyuan Provincial Telecom · Power map")
    assert await window.count("svg .person") == 25
    assert await window.texts("select[name=opportunity] option >> nth=0") == ["none: by rank"]
    asked = len(window.requests)
    await page.click(".contents a >> nth=2")
    assert page.url.endswith("#gaps")
    assert len(window.requests) == asked, "a jump within the page asks for nothing"
    await page.select_option("select[name=redact]", "outline")
    await expect(page.locator(".standing")).to_have_count(0)
    assert "redact=outline" in page.url
    await page.click("text=中文")
    await expect(page.locator("h1")).to_have_text("江源省电信 · 权力地图")
    await page.go_back()
    await expect(page.locator("h1")).to_have_text("Jiangyuan Provincial Telecom · Power map")
    await page.go_back()
    await expect(page.locator(".standing")).to_have_count(1)
    await page.select_option("select[name=opportunity]", "")
    await expect(page.locator(".facts dd >> nth=1")).to_have_text("rank, no votes known")
    await page.fill("input[name=as_of]", "2020-01-01")
    await expect(page.locator(".facts dd >> nth=0")).to_have_text("2020-01-01")


async def test_every_format_is_offered_and_comes_as_a_file(served: Served, window: Window, tmp_path: Path) -> None:
    await window.page.goto(served.address(served.demo))
    await window.page.click(".download summary")
    offered = await window.page.eval_on_selector_all("[data-format]", "found => found.map(item => item.dataset.format)")
    assert {*offered} == FORMATS.keys() - {"page"}
    assert {*offered} <= words.FORMATS.keys()
    async with window.page.expect_download() as waiting:
        await window.page.click("[data-format=html]")
    file = await waiting.value
    assert file.suggested_filename.startswith(f"powermap-{served.account}-{OPPORTUNITY}-")
    await file.save_as(tmp_path / "page.html")
    assert b"Jiangyuan Provincial Telecom" in (tmp_path / "page.html").read_bytes()


async def test_an_unknown_account_is_told(served: Served, window: Window) -> None:
    await window.page.goto(f"{served.demo.url}/accounts/nobody-{uuid4().hex}")
    await expect(window.page.locator("[role=alert]")).to_contain_text("There is no such account")
    window.complaints[:] = [text for text in window.complaints if FORBIDDEN not in text]


# -- with a key ---------------------------------------------------------------------------------------------------------------


async def enter(window: Window, key: str) -> None:
    await window.page.fill("input[type=password]", key)
    await window.page.press("input[type=password]", "Enter")


async def kept(window: Window) -> str:
    """Everything a browser keeps of a page, and what stands on it."""
    stored = await window.page.evaluate(
        "JSON.stringify([localStorage, sessionStorage, document.cookie, history.state])"
    )
    cookies = await window.page.context.cookies()
    values = await window.page.eval_on_selector_all("input", "found => found.map(field => field.value)")
    return " ".join((stored, str(cookies), window.page.url, await window.page.content(), *values))


async def test_a_key_is_asked_for_and_kept_nowhere(served: Served, window: Window) -> None:
    page = window.page
    await page.goto(f"{served.keyed.url}/?lang=en")
    await expect(page.locator("h1")).to_have_text("Which key?")
    assert not any("/api/" in address for address in window.requests)
    for wrong in (f"pm_{'a' * 12}_{'b' * 43}", "密钥", "two words"):
        await enter(window, wrong)
        await expect(page.locator(".wrong")).to_have_text("This key is not known or no longer valid.")
        await expect(page.locator("input[type=password]")).to_have_value("")
    window.complaints[:] = [text for text in window.complaints if FORBIDDEN not in text]
    await enter(window, served.key)
    await expect(page.locator("h1")).to_have_text("Accounts")
    assert served.key not in await kept(window)
    assert await window.texts(".accounts .name a") == ["Jiangyuan Provincial Telecom", "Below"]
    await expect(page.locator(".accounts tbody tr >> nth=0")).to_contain_text("province")
    await expect(page.locator(".accounts tbody tr >> nth=0 >> td >> nth=4")).to_contain_text(r"0.")
    await page.click(".fold")
    assert await window.visible(".accounts tbody tr") == 1
    await page.click("text=Jiangyuan Provincial Telecom")
    await expect(page.locator("h1")).to_have_text("Jiangyuan Provincial Telecom · Power map")
    assert page.url == f"{served.keyed.url}/accounts/{served.account}?lang=en"
    assert served.key not in await kept(window)
    assert served.key.split("_", 2)[2] not in " ".join(window.requests)
    await page.click("text=Forget key")
    await expect(page.locator("h1")).to_have_text("Which key?")
    assert "Jiangyuan" not in await page.content()
    await enter(window, served.key)
    await expect(page.locator("h1")).to_have_text("Jiangyuan Provincial Telecom · Power map")
    await page.reload()
    await expect(page.locator("h1")).to_have_text("Which key?")
