"""The flows of people who work on the map, in a real browser against a running service."""

import asyncio
import re
from uuid import uuid4

import httpx
from playwright.async_api import Page, Route, expect

from tests.patience import PATIENCE
from tests.web.conftest import Served, Window
from tests.web.hands import (
    CODE,
    LEAST_TEXT,
    card,
    copy_of_the_sample,
    document,
    downloaded,
    drag,
    large_document,
    paste,
    read,
    settled,
    told,
)


async def test_flow_2_twelve_people_from_nothing_by_keyboard(served: Served, window: Window) -> None:
    page, name = window.page, f"Works {uuid4().hex[:8]}"
    await page.goto(f"{served.demo.url}/?lang=en")
    await page.fill("input[name=name]", name)
    await page.keyboard.press("Enter")
    await expect(page.locator(".empty h1")).to_have_text("Who works here?")
    keys = page.keyboard
    await keys.press("Enter")
    await keys.type("Ann Chief, CEO")
    await keys.press("Enter")
    await keys.press("Enter")
    for number in range(1, 6):
        await keys.type(f"Head {number}, Director")
        await keys.press("Tab")
    await keys.type("? Head of purchasing")
    await keys.press("Enter")
    await keys.press("Enter")
    for number in range(1, 6):
        await keys.type(f"Staff {number}")
        await keys.press("Tab" if number < 5 else "Enter")
    await expect(page.locator(".card")).to_have_count(12)
    await settled(page)
    await page.reload()
    await expect(page.locator(".card")).to_have_count(12)
    stored = await document(served, page.url.split("/accounts/")[1].split("/")[0])
    people = {person["id"]: person for person in stored["people"]}
    assert [people["P01"][field] for field in ("name", "title", "rank")] == ["Ann Chief", "CEO", 1]
    assert [person["name"] for person in people.values() if person["placeholder"]] == ["Head of purchasing"]
    below = [line["manager"] for line in stored["reporting"]]
    assert (below.count("P01"), below.count("P07")) == (6, 5)


async def test_flow_4_a_new_manager_by_drag_and_key_with_undo_and_redo(served: Served, window: Window) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window)

    async def manager_of(person: str) -> list[str]:
        lines = (await document(served, account))["reporting"]
        return [line["manager"] for line in lines if line["subordinate"] == person and line["kind"] == "SOLID"]

    await drag(page, card(page, "P22"), card(page, "P05"))
    await told(page, "Wei Ming now reports to Gu Changfeng")
    await settled(page)
    assert await manager_of("P22") == ["P05"]
    await drag(page, card(page, "P01"), card(page, "P22"))
    await told(page, re.compile("a ring: Wei Ming → Gu Changfeng → .* → Wei Ming"))
    assert await manager_of("P01") == []
    await page.keyboard.press("Control+z")
    await told(page, "Taken back: Wei Ming now reports")
    await settled(page)
    assert await manager_of("P22") == ["P20"]
    await page.keyboard.press("Control+Shift+z")
    await settled(page)
    assert await manager_of("P22") == ["P05"]
    await card(page, "P22").click()
    await card(page, "P18").click(modifiers=["Shift"])
    await page.keyboard.press("m")
    await told(page, "Wei Ming now reports to Shao Yunfei")
    await settled(page)
    await page.reload()
    await expect(page.locator(".panel li", has_text="Wei Ming")).to_be_visible()
    assert await manager_of("P22") == ["P18"]


async def test_flow_5_influence_drawn_changed_deleted_taken_back(served: Served, window: Window) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window)

    async def strength() -> list[float]:
        lines = (await document(served, account))["influence"]
        return [line["strength"] for line in lines if (line["source"], line["target"]) == ("P04", "P10")]

    await card(page, "P04").click()
    await drag(page, card(page, "P04").locator(".grip"), card(page, "P10"))
    await page.keyboard.press("7")
    await page.keyboard.press("Enter")
    await settled(page)
    assert await strength() == [0.7]
    await page.click(".panel [aria-label='Change the influence of Bai Lu'], .panel li:has-text('Bai Lu') >> text=✎")
    await page.keyboard.press("3")
    await page.fill(".strip [name=evidence]", "seen in the tender meeting")
    await page.keyboard.press("Enter")
    await settled(page)
    assert await strength() == [0.3]
    await page.click(".panel li:has-text('Bai Lu') >> text=✎")
    await page.click(".strip .danger")
    await settled(page)
    assert await strength() == []
    await page.keyboard.press("Control+z")
    await settled(page)
    assert await strength() == [0.3]


async def test_flow_6_an_attitude_by_key_changes_standing_and_history(served: Served, window: Window) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window, "zh")
    before = read(served, f"{account}/power-map?opportunity=core-cloud-2027")["standing"]["NORTHGATE"]["point"]
    await card(page, "P03").click()
    await page.keyboard.press("+")
    await page.keyboard.type("会上明确支持我方方案")
    await page.keyboard.press("Enter")
    await settled(page)
    await expect(card(page, "P03")).to_have_class(re.compile("lv-ACCEPT"))
    await expect(page.locator(".evidence", has_text="会上明确支持我方方案")).to_be_visible()
    after = read(served, f"{account}/power-map?opportunity=core-cloud-2027")["standing"]["NORTHGATE"]["point"]
    assert after > before
    last = read(served, f"{account}/changes?since=1")["items"][-1]
    assert (last["kind"], last["after"]["evidence"]) == ("attitudes", "会上明确支持我方方案")
    await page.click(".toast >> text=撤销")
    await settled(page)
    await expect(card(page, "P03")).to_have_class(re.compile("lv-UNKNOWN"))


async def reads_late(page: Page) -> None:
    """The account is not read again before a write of the page's own was refused as stale: theirs is not seen too early."""
    refused = asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method == "GET":
            await refused.wait()
        await route.continue_()

    page.on("response", lambda answer: refused.set() if answer.status == 412 else None)
    await page.route("**/document", hold)


async def test_flow_10_theirs_stands_beside_yours_and_a_stopped_service_is_told(served: Served, window: Window) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window)
    person = f"{served.demo.url}/api/v1/accounts/{account}/people"
    patch = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
    async with httpx.AsyncClient(timeout=PATIENCE) as other:
        await other.patch(f"{person}/P04", json={"title_en": "Chief of staff"}, headers=patch)
        await card(page, "P05").click()
        await page.fill(".panel .title_en input", "Head of networks")
        await page.keyboard.press("Enter")
        await told(page, "Changed Gu Changfeng")  # they changed somebody else: both hold
        await settled(page)
        stored = {one["id"]: one["title_en"] for one in (await document(served, account))["people"]}
        assert (stored["P04"], stored["P05"]) == ("Chief of staff", "Head of networks")
        await reads_late(page)
        await other.patch(f"{person}/P05", json={"title_en": "Network chief"}, headers=patch)
    await page.fill(".panel .title_en input", "Networks")
    await page.keyboard.press("Enter")
    row = page.locator(".conflict tbody tr")
    await expect(row).to_have_count(1)
    assert await row.all_text_contents() == ["English titleNetwork chiefNetworks"]
    await page.click("text=Use mine")
    await settled(page)
    assert {one["id"]: one["title_en"] for one in (await document(served, account))["people"]}["P05"] == "Networks"
    window.complaints[:] = [text for text in window.complaints if "412" not in text]
    async with httpx.AsyncClient(timeout=PATIENCE) as other:
        await other.patch(f"{person}/P06", json={"name_en": "Cheng the Chief"}, headers=patch)
    await expect(card(page, "P06")).to_contain_text("Cheng the Chief")  # shown without being asked for
    await page.context.set_offline(offline=True)
    await page.fill(".panel .title_en input", "Kept")
    await page.keyboard.press("Enter")
    await expect(page.locator(".offline")).to_be_visible()
    await expect(page.locator(".panel .title_en input")).to_have_value("Kept")
    await page.context.set_offline(offline=False)
    await expect(page.locator(".offline")).to_have_count(0)
    await told(page, "Changed Gu Changfeng")
    window.complaints[:] = [text for text in window.complaints if "ERR_INTERNET_DISCONNECTED" not in text]


async def test_the_account_opens_with_the_answer_on_one_screen(served: Served, window: Window) -> None:
    page = window.page
    await page.set_viewport_size({"width": 1366, "height": 768})
    for lang, opening in (
        ("en", r"^Halyard leads by 0\.\d\d \(.+: 0\.\d\d\)\. Evaluation: \d+ %, Halyard \d+ %\.$"),
        ("zh", r"^Halyard领先 0\.\d\d（.+：0\.\d\d）。评标：我方 \d+ %，Halyard \d+ %。$"),
    ):
        await page.goto(f"{served.demo.url}/accounts/{served.account}?lang={lang}")
        await expect(page.locator("h1")).to_have_text(re.compile(opening))
        await expect(page.locator(".ask")).to_have_count(3)
        await expect(page.locator(".gate-check .names a").first).to_be_visible()
        await expect(page.locator(".trend circle").first).to_be_visible()
        await expect(page.locator(".gauge")).to_have_count(2)
        await expect(page.locator("select[name=opportunity]")).to_have_value("core-cloud-2027")
        assert (
            await page.evaluate("(main => main.scrollHeight - main.clientHeight)(document.querySelector('main'))") == 0
        )
        assert CODE.findall(await page.inner_text("main")) == []
    await page.click(".ask a >> nth=0")
    await expect(page.locator(".card.chosen")).to_have_count(1)


async def rounded_place(page: Page) -> list[int]:
    transform = await page.locator(".layer").evaluate("layer => layer.style.transform")
    return [
        round(float(number) * (100 if index == 2 else 1))
        for index, number in enumerate(re.findall(r"[\d.-]+", transform))
    ]


async def test_what_is_looked_at_is_in_the_address(served: Served, window: Window) -> None:
    page = window.page
    await page.goto(served.map())
    await card(page, "P06").click()
    await page.keyboard.press("3")
    await page.select_option("[aria-label='Every role']", "USER")
    await page.mouse.move(500, 400)
    await page.keyboard.down("Control")
    await page.mouse.wheel(0, 300)
    await page.keyboard.up("Control")
    await page.mouse.wheel(0, 120)
    await page.wait_for_url(re.compile("at="))
    place = await rounded_place(page)
    await page.reload()
    await expect(page.locator(".card.chosen[data-id=P06].in-3")).to_be_visible()
    assert await rounded_place(page) == place
    assert await window.count(".card.dim") > 0
    await page.click("text=中文")
    await expect(page.locator(".card.chosen[data-id=P06] .name")).to_contain_text("程若水")
    assert await rounded_place(page) == place
    assert CODE.findall(await page.inner_text("main")) == []


async def test_the_fifth_lens_shows_what_changed_since_a_snapshot(served: Served, window: Window) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window)
    async with httpx.AsyncClient(timeout=PATIENCE) as other:
        taken = {"name": "Before", "reason": "lens", "opportunity": "core-cloud-2027"}
        await other.post(f"{served.demo.url}/api/v1/accounts/{account}/snapshots", json=taken)
    for person, step in (("P03", "+"), ("P05", "-")):
        await card(page, person).click()
        await page.keyboard.press(step)
        await page.keyboard.press("Enter")
        await settled(page)
    await page.keyboard.press("Enter")
    await page.keyboard.type("Newcomer")
    await page.keyboard.press("Enter")
    await settled(page)
    await page.keyboard.press("5")
    chosen = page.locator("select.since")
    await expect(chosen.locator("option")).to_have_count(3)
    await expect(chosen).to_have_value("2026Q3")  # a month old, where the others are of this week
    await chosen.select_option(label=await chosen.locator("option").last.inner_text())
    await page.wait_for_url(re.compile("since="))
    await expect(card(page, "P03")).to_have_class(re.compile("ch-better"))
    await expect(card(page, "P03").locator(".foot")).to_contain_text("? → +")
    await expect(card(page, "P05")).to_have_class(re.compile("ch-worse"))
    await expect(page.locator(".card.ch-new")).to_contain_text("Newcomer")
    await expect(page.locator(".card.ch-same")).to_have_count(23)
    await page.keyboard.press("Escape")
    await card(page, "P05").click()
    await page.keyboard.press("Delete")
    await expect(page.locator(".tools .note")).to_have_text("no longer here: Gu Changfeng")


async def test_no_text_is_smaller_than_eleven_pixels_however_far(served: Served, window: Window) -> None:
    page = window.page
    await page.goto(served.map())
    await expect(page.locator(".card")).to_have_count(25)
    for _ in range(7):
        assert await page.evaluate(LEAST_TEXT) >= 10.99
        await page.click("[aria-label='Zoom out']")
    for index in range(await window.count(".department-name")):
        await expect(page.locator(".department-name").nth(index)).to_be_visible()


async def test_flow_7_what_if_stores_nothing_until_it_is_made_the_plan(served: Served, window: Window) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window)
    await page.click(".rail >> text=Chain")
    ours = page.locator(".parties .us")
    await expect(page.locator(".stage.voting")).to_have_count(2)
    revision = read(served, f"{account}/coverage-gaps")["revision"]
    chief = page.locator(".voter", has_text="Cheng Ruoshui")
    await chief.locator("[aria-label='supports only']").click()
    await expect(ours.locator("small")).to_have_text(re.compile(r"\+0\.\d\d"))
    await expect(page.locator(".stage.voting .chance small").first).to_contain_text("was")
    await page.click("text=Discard")
    await expect(page.locator(".supposed")).to_have_count(0)
    assert read(served, f"{account}/coverage-gaps")["revision"] == revision
    await chief.locator("[aria-label=supports]").click()
    await page.fill(".plan-it input", "2030-01-31")
    await page.click("text=Make it the plan")
    await told(page, "1 targets made")
    new = [target for target in (await document(served, account))["targets"] if target["by"] == "2030-01-31"]
    assert [(one["person"], one["from_attitude"], one["to_attitude"]) for one in new] == [
        ("P06", "CONTACTED", "SUPPORT")
    ]


async def test_scenarios_have_names_and_stay_until_one_is_adopted_or_discarded(served: Served, window: Window) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window)
    await page.click(".rail >> text=Chain")
    revision = read(served, f"{account}/coverage-gaps")["revision"]
    chief, tabs, name = (
        page.locator(one) for one in (".voter:has-text('Cheng Ruoshui')", ".scenarios .group button", "[name=scenario]")
    )
    await chief.first.locator("[aria-label='supports only']").click()
    await expect(tabs).to_contain_text(["Now", re.compile(r"Scenario 1 [+\u2212]0\.\d\d")])
    await name.fill("Win the chief")
    await name.press("Enter")
    await page.click("text=Another from here")
    await expect(name).to_have_value("Scenario 1")
    await page.locator(".voter:has-text('He Zhendong')").first.locator("[aria-label=supports]").click()
    standings = [await page.locator(".scenarios small").nth(index).inner_text() for index in (0, 1)]
    await page.reload()
    await expect(tabs).to_have_text(["Now", f"Win the chief {standings[0]}", f"Scenario 1 {standings[1]}"])
    await expect(tabs.nth(2)).to_have_attribute("aria-pressed", "true")
    ours = page.locator(".parties .us b")
    await expect(ours).to_have_text(standings[1])
    await page.click(".rail >> text=Map")
    await page.click(".rail >> text=Chain")
    await tabs.nth(0).click()
    await expect(page.locator(".voter.supposed")).to_have_count(0)
    await tabs.nth(1).click()
    await expect(ours).to_have_text(standings[0])
    assert standings[0] != standings[1]
    assert read(served, f"{account}/coverage-gaps")["revision"] == revision
    await page.fill(".plan-it input", "2030-01-31")
    await page.click("text=Make it the plan")
    await expect(tabs).to_have_text(["Now", re.compile("Scenario 1")])
    targets = (await document(served, account))["targets"]
    assert [one["person"] for one in targets if one["by"] == "2030-01-31"] == ["P06"]
    await tabs.nth(1).click()
    await page.click("text=Discard")
    await expect(tabs).to_have_count(0)
    assert "what_if" not in page.url


async def test_flow_9_an_open_check_leads_to_who_mends_it_and_a_snapshot_is_taken(
    served: Served, window: Window
) -> None:
    page = window.page
    account = await copy_of_the_sample(served, window)
    await page.click(".rail >> text=Review")
    await expect(page.locator(".verdict")).to_have_text("conditional")
    await page.click('.gate-check:has-text("Every voter\'s attitude") >> a.button')
    await expect(card(page, "P03")).to_have_class(re.compile("chosen"))
    await page.keyboard.press("+")
    await page.keyboard.type("asked for our figures")
    await page.keyboard.press("Enter")
    await settled(page)
    await page.click(".rail >> text=Review")
    await expect(page.locator(".gate-check", has_text="Every voter's attitude").locator(".result")).to_have_text("pass")
    await page.fill(".freeze [name=name]", "Before the bid")
    await page.fill(".freeze [name=reason]", "flow 9")
    await page.keyboard.press("Enter")
    await expect(page.locator(".snapshots li >> nth=0")).to_contain_text("Before the bid")
    assert [one["reason"] for one in read(served, f"{account}/snapshots")["items"]][-1] == "flow 9"
    slides, pack = [await downloaded(page, name) for name in ("pptx", "pdf")]
    first = read(served, f"{account}/power-map?opportunity=core-cloud-2027")["do_first"][0]
    deals = [re.findall(r"Verdict (△ .+?) Our standing (\S+)", text) for text in (slides, pack)]
    assert deals[0][:1] == deals[1][:1]  # verdict, what is open, amount, day, chance and stage, standing
    deal = deals[0][0][0]
    assert await page.locator(".verdict").inner_text() in deal
    assert re.search(r"Amount 420,000,000 CNY \d{4}-\d\d-\d\d Our chance \D+$", deal)
    for text in (slides, pack):
        for fact in ("He Zhendong", "Cheng Ruoshui", first["text_en"]):
            assert fact in text, fact


async def test_flow_1_a_file_with_faults_then_mended_becomes_a_map(served: Served, window: Window) -> None:
    page, account = window.page, f"flow-{uuid4().hex[:12]}"
    await asyncio.to_thread(served.demo.put, f"/accounts/{account}", {"name": "Filled"})
    await page.goto(f"{served.demo.url}/accounts/{account}/import?lang=en")
    wrong = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"id,name,rank\nA,Ann,1\nB,Bob,99\n"}
    await page.set_input_files("input[type=file]", wrong)  # type: ignore[arg-type]
    await expect(page.locator(".faults tbody tr")).to_have_count(1)
    await expect(page.locator(".faults tbody tr")).to_contain_text("99")
    window.complaints[:] = [text for text in window.complaints if "422" not in text]
    assert (await document(served, account))["people"] == []
    await paste(page, [("id", "name", "rank"), ("A", "Ann", "1"), ("B", "Bob", "4")])
    await page.click(".plan-of-import button.primary")
    await expect(page.locator(".card")).to_have_count(2)
    assert [person["name"] for person in (await document(served, account))["people"]] == ["Ann", "Bob"]


async def test_flow_11_two_hundred_people_fold_are_found_and_stay_legible(served: Served, window: Window) -> None:
    page, account = window.page, f"flow-{uuid4().hex[:12]}"
    await asyncio.to_thread(served.demo.put, f"/accounts/{account}/document", large_document(account))
    await page.goto(f"{served.demo.url}/accounts/{account}/map?lang=en")
    await expect(page.locator(".tile")).to_have_count(10)
    assert 10 <= await window.count(".card") <= 60
    assert await page.evaluate(LEAST_TEXT) >= 10.99
    for _ in range(3):
        await page.click("[aria-label='Zoom in']")
    small = await page.locator(".overview").bounding_box()
    assert small is not None
    before = await rounded_place(page)
    await page.mouse.click(small["x"] + small["width"] - 4, small["y"] + small["height"] - 4)
    await page.wait_for_url(re.compile("at="))
    after = await rounded_place(page)
    assert after[2] == before[2]
    assert after[0] < before[0]
    assert after[1] < before[1]  # its lower right is in the middle now
    framed = await page.locator(".overview .in-sight").evaluate("one => one.x.baseVal.value + one.width.baseVal.value")
    assert framed > await page.locator(".overview").evaluate("one => one.viewBox.baseVal.x + one.viewBox.baseVal.width")
    await page.click("[aria-label='Show all']")
    await expect(page.locator(".overview")).to_have_count(0)  # all is in sight
    await page.keyboard.press("Control+k")
    await expect(page.locator(".sought")).to_be_focused()
    await page.keyboard.type("member 137")
    await page.keyboard.press("Enter")
    await expect(page.locator(".card.chosen[data-id=N137]")).to_be_visible()
    await page.keyboard.press("f")
    await expect(card(page, "N120")).not_to_have_class(re.compile("dim"))
    await expect(card(page, "N020")).to_have_class(re.compile("dim"))
    await page.keyboard.press("Escape")
    await page.goto(f"{page.url.split('?')[0]}?lang=en&sel=N137%20N020")
    await expect(page.locator(".card.chosen")).to_have_count(2)
    await page.keyboard.press("p")
    await expect(page.locator(".card.on-route")).to_have_count(4)
    await page.click(".tile >> nth=0")
    await expect(page.locator(".tile")).to_have_count(9)
