"""The chain: the cheapest way is played, the whole account is coloured by what is supposed, nothing is cut."""

import re

from playwright.async_api import expect

from tests.web.conftest import Served, Window
from tests.web.hands import copy_of_the_sample, read


async def test_the_cheapest_way_is_played_move_by_move_and_recolours_the_map(served: Served, window: Window) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window)
    (plan, *_) = read(served, f"{account}/opportunities/core-cloud-2027/plans")["plans"]
    power = read(served, f"{account}/power-map?opportunity=core-cloud-2027")
    await page.click(".rail >> text=Chain")
    way = page.locator(".stage.voting", has_text="Evaluation").locator(".way")
    await expect(way).to_contain_text(f"moves: {plan['steps']} · people: {len(plan['people'])}")
    await expect(page.locator(".small-map .key")).to_have_count(len(power["key_decision_makers"]))
    await expect(page.locator(".key-people li")).to_have_count(len(power["key_decision_makers"]))
    won = [page.locator(f".small-map [data-id={step['person']}]") for step in plan["people"]]
    for one in won:
        await expect(one).to_have_class(re.compile(r"\blv-(?!FAVORABLE)"))
    await way.locator("text=Play the cheapest way").click()
    await expect(way.locator("li.made")).to_have_count(plan["steps"])  # nobody presses anything any more
    for one in won:
        await expect(one).to_have_class(re.compile(r"\blv-FAVORABLE\b.* moved"))
    await expect(page.locator("[name=scenario]")).to_have_value("Cheapest way: evaluation")
    await expect(page.locator(".stage.voting .chance small").first).to_contain_text("was")
    await way.locator("li button").first.click()  # back to the first move
    await expect(way.locator("li.made")).to_have_count(1)
    await expect(way.locator("[aria-current=step]")).to_have_count(1)
    assert read(served, f"{account}/coverage-gaps")["revision"] == power["revision"]
    await page.click("text=Discard")
    await expect(page.locator(".small-map .moved")).to_have_count(0)


async def test_no_sign_of_the_scale_is_cut_where_stages_are_narrow(served: Served, window: Window) -> None:
    page = window.page
    for width in (1366, 1024, 390):
        await page.set_viewport_size({"width": width, "height": 768})
        await page.goto(f"{served.demo.url}/accounts/{served.account}/chain?lang=en")
        await expect(page.locator(".stage .scale button").first).to_be_visible()
        cut = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
        assert await page.locator(".stage .scale button").evaluate_all(cut) == [], width
