"""Questions to the account in the browser: named ones and one's own, as a table, lit on the map, and as a file."""

import asyncio
import csv
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import expect

from app.auth.keys import Grant
from app.texts.queries import QUERY_COLUMNS, QUERY_TITLES
from graph.analyst_queries import ANALYST_QUERIES
from tests.web.conftest import Served, Window, sample_document
from tests.web.hands import CODE
from tests.web.test_rights import enter_as
from tests.web.test_served_page import FORBIDDEN


def test_every_ready_made_query_is_called_something_and_so_are_its_columns() -> None:
    assert QUERY_TITLES.keys() == ANALYST_QUERIES.keys()
    for query in ANALYST_QUERIES.values():
        assert {*query.params, *query.row.model_fields} <= QUERY_COLUMNS.keys() | {"account_id"}


async def with_a_formula(served: Served) -> str:
    """The sample with somebody, of influence on P05, whom a spreadsheet program would compute."""
    account = f"asked-{uuid4().hex[:12]}"
    document: dict[str, Any] = sample_document(account)
    source = next(line["source"] for line in document["influence"] if line["target"] == "P05")
    person = next(one for one in document["people"] if one["id"] == source)
    person |= {"name": "=1+1", "name_en": "=HYPERLINK(1)"}
    await asyncio.to_thread(served.demo.put, f"/accounts/{account}/document", document)
    return account


def cells_of(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheet programs know UTF-8 by its mark"
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_a_named_query_is_answered_lit_and_taken_along(served: Served, window: Window, lang: str) -> None:
    page, account = window.page, await with_a_formula(served)
    await page.goto(f"{served.demo.url}/accounts/{account}/queries?lang={lang}")
    await expect(page.locator(".queries .ready li")).to_have_count(len(ANALYST_QUERIES))
    await page.click(f"text={QUERY_TITLES['list_influence_on_person'][lang == 'zh']}")
    await expect(page.locator(".asked table")).to_have_count(0)
    await page.locator("select[name=person]").select_option("P05")
    await page.press("select[name=person]", "Enter")
    await page.click(".parameters .primary")
    await expect(page.locator(".asked tbody tr").first).to_be_visible()
    await page.reload()
    rows = page.locator(".asked tbody tr")
    await expect(rows.first).to_be_visible()
    assert CODE.findall(await page.inner_text("main")) == []
    lit = page.locator(".asked .light")
    async with page.expect_download() as waiting:
        await page.click(".asked .outcome button")
    cells = cells_of(Path(str(await (await waiting.value).path())))
    assert len(cells) - 1 == await rows.count()
    assert cells[0] == [
        QUERY_COLUMNS[name][lang == "zh"] for name in ANALYST_QUERIES["list_influence_on_person"].row.model_fields
    ]
    assert [cell for row in cells[1:] for cell in row if cell[:1] in set("=+-@")] == []
    assert {"'=HYPERLINK(1)", "'=1+1"} & {cell for row in cells[1:] for cell in row}
    count = await rows.count()
    await lit.click()
    await expect(page.locator(".card.chosen")).to_have_count(count)


async def test_ones_own_question_is_completed_placed_answered_and_cut(served: Served, window: Window) -> None:
    page = window.page
    await page.goto(f"{served.demo.url}/accounts/{served.account}/queries?lang=en&q=cypher")
    area = page.locator("textarea")
    await expect(page.locator(".schema")).to_be_visible()
    await area.fill("")
    await area.press_sequentially("MATCH (p:Per")
    await expect(page.locator("[role=option]")).to_have_text(["Period", "Person"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await area.press_sequentially(")-[r:REP")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await area.press_sequentially("]->() RETURN p.id AS id, p.titel_of_nobody.x +")
    await expect(area).to_have_value("MATCH (p:Person)-[r:REPORTS_TO]->() RETURN p.id AS id, p.titel_of_nobody.x +")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".wrong")).to_contain_text("line 1, column")
    await page.click(".wrong button")
    await expect(area).to_be_focused()
    window.complaints[:] = [text for text in window.complaints if FORBIDDEN not in text]
    await area.fill("MATCH (p:Person {rank: 1}) RETURN p, p.name AS name")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".asked tbody tr")).to_have_count(1)
    await expect(page.locator(".asked .light")).to_have_text("Show 1 on the map")
    await area.fill("UNWIND range(1, 2000) AS number RETURN number")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".asked .outcome .late")).to_contain_text("There are more")
    await page.reload()
    await expect(area).to_have_value("UNWIND range(1, 2000) AS number RETURN number")
    assert "UNWIND" not in page.url


async def test_who_may_not_ask_in_cypher_sees_the_named_ones_only(served: Served, window: Window) -> None:
    page = window.page
    await enter_as(served, window, Grant("reader", "Reader", (served.account,)))
    await page.goto(f"{served.keyed.url}/accounts/{served.account}/queries?lang=en&q=cypher")
    await expect(page.locator(".queries .ready li")).to_have_count(len(ANALYST_QUERIES))
    await expect(page.locator("textarea, .queries nav >> text=Cypher")).to_have_count(0)
    assert not any("/cypher" in address.partition("?")[0] for address in window.requests)


async def test_a_question_is_kept_for_the_team_asked_by_a_reader_and_taken_away(served: Served, window: Window) -> None:
    page, name = window.page, f"senior-{uuid4().hex[:8]}"
    base = f"/accounts/{served.account}/queries?lang=en"
    await enter_as(served, window, Grant("analyst", "Ann", (served.account,)))
    await page.goto(f"{served.keyed.url}{base}&q=cypher")
    await page.locator("textarea").fill("MATCH (p:Person) WHERE p.rank <= $rank RETURN p.id AS id, p.name AS name")
    await page.get_by_label("Type of rank").select_option("int")
    await page.fill("input[name=rank]", "2")
    await page.click(".cypher .primary")
    await expect(page.locator(".asked tbody tr")).to_have_count(3)
    await page.click(".save-it summary")
    await page.fill("input[name=title]", "Who is senior")
    await page.fill("input[name=name]", name)
    await page.locator(".save-it button").click()
    await expect(page.locator(".asked h2")).to_have_text("Who is senior")
    await expect(page.locator(".asked tbody tr")).to_have_count(3)
    await enter_as(served, window, Grant("reader", "Rea", (served.account,)))
    await page.goto(f"{served.keyed.url}{base}")
    await page.click(".saved >> text=Who is senior")
    await page.fill("input[name=rank]", "1")
    await page.click(".parameters .primary")
    await expect(page.locator(".asked tbody tr")).to_have_count(1)
    await expect(page.locator(".asked .danger")).to_have_count(0)
    await enter_as(served, window, Grant("analyst", "Ann", (served.account,)))
    await page.goto(f"{served.keyed.url}{base}&q={name}")
    await page.click(".asked .danger")
    await expect(page.locator(".saved li")).to_have_count(0)
