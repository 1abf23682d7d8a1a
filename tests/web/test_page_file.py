"""The standalone page, opened from a folder as by a double click."""

import json
from pathlib import Path

import pytest

from app.map.map_view import TOP_LINES, MapView
from app.page import page
from app.report.actions import by_subject
from app.report.view import Lang
from tests.views_at_hand import made_view, sample_view
from tests.web.conftest import Window

HOSTILE = (
    "<img src=x onerror=window.hurt=1>",
    "</script><script>window.hurt=1</script>",
    "<!--<script>",
    "\"&'`${hurt}",
)


async def opened(window: Window, folder: Path, view: MapView) -> Window:
    """The window with the page of a view."""
    file = folder / "page.html"
    file.write_bytes(page.write(view))
    await window.page.goto(file.as_uri())
    await window.page.locator(".map").wait_for()
    assert window.requests == [file.as_uri()]
    return window


def card(person: str) -> str:
    return f'[id="person:{person}"]'


@pytest.mark.parametrize(("lang", "heading"), [("zh", "关键人物"), ("en", "Key people")])
async def test_all_that_the_view_tells_is_on_the_page(window: Window, tmp_path: Path, lang: Lang, heading: str) -> None:
    view = sample_view(lang=lang)
    await opened(window, tmp_path, view)
    assert await window.page.title() == view.title
    assert await window.page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert await window.texts("#people h2") == [heading]
    assert {*await window.texts("#people .person-link")} == {f"{held.name}  {held.second}" for held in view.cards}
    assert await window.count("#gaps tbody tr") == len(by_subject(view.map.gaps))
    assert await window.count("#first tbody tr") == len(view.map.do_first)
    assert await window.count("#chain table") == sum(bool(stage.votes) for stage in view.map.stages)
    assert view.pack is not None
    assert await window.count("#gate tbody tr") == len(view.pack.review.checks)
    rows = len(view.pack.plan.items) + len(view.pack.plan.goals)
    assert await window.count("#plan tbody tr") == rows
    assert await window.count("#changes tbody tr") >= len(view.map.standing)
    assert await window.count("svg .person") == len(view.cards)
    assert await window.texts(".standing .party") == [view.party(party) for party in view.map.standing]
    shown = await window.page.inner_text("body")
    for text in (view.subtitle, view.marking, view.stamp, view.footnote, view.map.as_of.isoformat()):
        assert text in shown


async def test_the_head_leaves_the_title_its_room(window: Window, tmp_path: Path) -> None:
    """Beside the bidders' standing the title takes two lines at most, and the map begins on the first screen."""
    await window.page.set_viewport_size({"width": 1366, "height": 768})
    await opened(window, tmp_path, sample_view(lang="en"))
    title = await window.page.locator("h1").bounding_box()
    shown = await window.page.locator(".map").bounding_box()
    assert title is not None
    assert shown is not None
    assert title["height"] < 80
    assert shown["y"] < 400


async def test_search_in_either_script_goes_from_one_to_the_next(window: Window, tmp_path: Path) -> None:
    await opened(window, tmp_path, sample_view(lang="en"))
    field = window.page.locator("input[type=search]")
    await field.fill("若水")
    assert await window.texts(f"{card('P06')}.hit .brief >> nth=0") == ["Cheng Ruoshui"]
    assert await window.count(".person.hit") == 1
    await field.fill("DIRECTOR")
    found = await window.count(".person.hit")
    assert found > 1
    seen = []
    for _ in range(found + 1):
        await field.press("Enter")
        seen.append((await window.texts(".panel h2"))[0])
    assert len(set(seen)) == found
    assert seen[0] == seen[-1]
    assert (await window.texts("[role=status]"))[0].startswith(f"1 of {found}: ")
    await field.fill("nobody of that name")
    assert await window.texts("[role=status]") == ["Nobody found"]


async def test_everything_can_be_done_by_keyboard(window: Window, tmp_path: Path) -> None:
    await opened(window, tmp_path, sample_view(lang="en"))
    keyboard = window.page.keyboard
    await keyboard.press("Tab")
    assert await window.page.evaluate("document.activeElement.getAttribute('href')") == "#people"
    assert await window.count("svg .person[tabindex='0']") == 1
    await window.page.locator("svg .person[tabindex='0']").focus()
    before = await window.texts(".panel h2")
    assert before[0].startswith("He Zhendong")
    await keyboard.press("ArrowDown")
    after = await window.texts(".panel h2")
    assert after != before
    assert {"Attitudes", "Scores", "Lines"} <= {*await window.texts(".panel h3")}
    whole = await window.page.get_attribute(".canvas svg", "viewBox")
    await keyboard.press("+")
    assert await window.page.get_attribute(".canvas svg", "viewBox") != whole
    await keyboard.press("0")
    assert await window.page.get_attribute(".canvas svg", "viewBox") == whole
    await keyboard.press("Escape")
    assert await window.texts(".panel h2") == ["Do first"]


async def test_pointing_shows_somebodys_lines_and_neighbours(window: Window, tmp_path: Path) -> None:
    view = sample_view(lang="en")
    await opened(window, tmp_path, view)
    near = {
        line.source if line.target == "P06" else line.target
        for line in view.lines
        if "P06" in {line.source, line.target}
    }
    await window.page.hover(card("P06"))
    assert (await window.texts(".panel h2"))[0].startswith("Cheng Ruoshui")
    marked = await window.page.eval_on_selector_all(".person.near", "found => found.map(card => card.id.slice(7))")
    assert near <= {*marked}
    ends = "found => found.every(line => [line.dataset.source, line.dataset.target].includes('P06'))"
    assert await window.page.eval_on_selector_all(".line.lit", ends)
    await window.page.hover("h1")
    assert await window.count(".line.lit") == 0


async def test_influence_lines_are_shown_as_asked(window: Window, tmp_path: Path) -> None:
    view = sample_view(lang="en")
    await opened(window, tmp_path, view)
    everyone = sum(edge.kind == "INFLUENCES" for edge in view.map.edges)
    for mode, shown in (("top", TOP_LINES), ("none", 0), ("all", everyone)):
        await window.page.select_option("[data-lines]", mode)
        assert await window.visible(".line.INFLUENCES") == shown, mode
    drawn = await window.page.eval_on_selector_all(
        ".line.top", "found => found.map(line => `${line.dataset.source} ${line.dataset.target}`)"
    )
    assert sorted(drawn) == sorted(f"{line.source} {line.target}" for line in view.lines if line.kind == "INFLUENCES")


async def test_filters_dim_the_map_and_shorten_the_table(window: Window, tmp_path: Path) -> None:
    view = sample_view(lang="en")
    await opened(window, tmp_path, view)
    never = {held.id for held in view.map.people if held.coverage.level == "NONE"}
    await window.page.select_option("[data-facet=contact]", "=NONE")
    kept = await window.page.eval_on_selector_all(".person:not(.out)", "found => found.map(card => card.id.slice(7))")
    assert {*kept} == never
    assert await window.visible("#people tbody tr") == len(never)
    assert await window.texts("[role=status]") == [f"{len(never)} of {len(view.cards)} people match"]
    await window.page.click("text=Clear")
    assert await window.count(".person.out") == 0


async def test_names_stay_text_whatever_they_hold(window: Window, tmp_path: Path) -> None:
    for i, name in enumerate(HOSTILE):
        held = name.replace("{", "{{").replace("}", "}}")
        view = made_view(4, lang="zh", name=held, title=held, department_id="D00")
        assert view.cards[0].name == name
        folder = tmp_path / str(i)
        folder.mkdir()
        window.requests.clear()
        await opened(window, folder, view)
        assert (await window.texts("#people .person-link"))[0].startswith(name)
        await window.page.hover(card("P000"))
        assert (await window.texts(".panel h2"))[0].startswith(name)
        assert await window.page.evaluate("window.hurt") is None
        assert await window.count("img, script:not([type])") == 0


async def test_an_outline_tells_no_attitude(window: Window, tmp_path: Path) -> None:
    view = sample_view(lang="en", redact="outline")
    await opened(window, tmp_path, view)
    await window.page.hover(card("P06"))
    shown = (await window.page.inner_text("body")).replace(view.footnote, "")
    telling = (
        "favorable",
        "opposes",
        "supports only",
        "Attitude",
        "Smallest sets",
        "Towards us",
        "nearer to a competitor",
    )
    assert [word for word in telling if word in shown] == []
    data = json.loads(page.write_data(view))
    assert {facet for person in data["people"] for facet in person["facets"]} == {"contact", "role", "department"}
    assert {person["sign"] for person in data["people"]} == {""}
    assert await window.count(".standing, #gaps, #first, #gate, [data-facet=attitude]") == 0


async def test_pages_without_opportunity_people_or_room(window: Window, tmp_path: Path) -> None:
    for i, view in enumerate(
        (sample_view(lang="en", opportunity=None), made_view(0, lang="en"), made_view(200, lang="zh"))
    ):
        folder = tmp_path / str(i)
        folder.mkdir()
        window.requests.clear()
        await window.page.set_viewport_size({"width": 390, "height": 800})
        await opened(window, folder, view)
        assert await window.count("#people tbody tr") == len(view.cards)
        assert await window.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert await window.count("svg.tiny .tile") == len(view.units)


async def test_print_shows_the_whole_map_and_every_row(window: Window, tmp_path: Path) -> None:
    view = sample_view(lang="en")
    await opened(window, tmp_path, view)
    assert await window.visible("#people tbody tr") < len(view.cards)
    await window.page.click(".zooming button >> nth=0")
    await window.page.emulate_media(media="print")
    await window.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert await window.visible("#people tbody tr") == len(view.cards)
    box = [float(part) for part in (await window.page.get_attribute(".canvas svg", "viewBox") or "").split()]
    assert box[2] >= view.layout.width
    assert box[3] >= view.layout.height
    assert await window.visible(":is(.tools, .panel)") == 0
