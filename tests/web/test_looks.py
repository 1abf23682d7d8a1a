"""What the screens look like: no barrier that axe knows, nothing over something else, no small print, everything where it was.

Where cards, tiles, departments and lines of the map stand is kept in looks.json, in units of the map and not in pixels, which
fonts of a machine would change. Whoever means to move them deletes the entry, runs the test, looks, and commits what it wrote.
"""

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import expect

from tests.web.conftest import Served, Window, sample_document
from tests.web.hands import CODE, LEAST_TEXT, large_document

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "app/web/frontend/node_modules/axe-core/axe.min.js"
LOOKS = Path(__file__).with_name("looks.json")
SHOWS = {
    "": ".ask",
    "/map": ".card",
    "/map?sel=P06&lens=gaps": ".panel .gaps",
    "/map?lens=influence": ".wire.influence",
    "/map?lens=coverage": ".ct-REGULAR",
    "/map?lens=change": ".ch-same",
    "/chain": ".voter",
    "/people": ".chip",
    "/plan": ".activity",
    "/proposals": ".proposal tbody tr",
    "/review?before=2026Q3": ".pairs",
    "/review?picture=missing": ".picture-body td",
    "/queries?q=list_voters_by_attitude": ".asked tbody tr",
    "/queries?q=cypher": ".schema",
    "/import": ".drop",
}
BARRIERS = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`));
}"""
CROOKED = """() => {
  const lefts = (row) => [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().left));
  const [shown, crooked] = [(one) => one.offsetParent && one.tHead && one.tBodies[0]?.rows.length, (one) => {
    const [head, body] = [lefts(one.tHead.rows[0]), lefts(one.tBodies[0].rows[0])];
    return head.length === body.length && head.join() !== body.join();
  }];
  return [...document.querySelectorAll("main table")].filter(shown).filter(crooked).map((one) => one.className);
}"""
OVERLAPS = """() => {
  const layers = ".layer, .departments, .tools, .zooms, .legend, .panel, .strip, .bar, .rail, main";
  const shown = [];
  for (const element of document.querySelectorAll("#page *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || element.closest("svg, select, .unseen, .skip") || !element.checkVisibility()) continue;
    for (let { left, top, right, bottom } of element.getClientRects()) {
      for (let above = element.parentElement; above; above = above.parentElement) {
        if (getComputedStyle(above).overflow === "visible") continue;
        const box = above.getBoundingClientRect();
        [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
        [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
      }
      if (right - left > 2 && bottom - top > 2) shown.push({ element, left, top, right, bottom, layer: element.closest(layers) });
    }
  }
  const over = [];
  for (const [index, one] of shown.entries())
    for (const other of shown.slice(index + 1)) {
      if (one.layer !== other.layer || one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (wide > 2 && high > 3) over.push(`${one.element.textContent.trim()} | ${other.element.textContent.trim()}`);
    }
  return over;
}"""
GEOMETRY = """() => {
  const rounded = (text) => (text.match(/-?[\\d.]+/g) ?? []).map((number) => Math.round(Number(number)));
  const box = ({ transform, width, height }) => [...rounded(transform).slice(0, 2), ...rounded(width), ...rounded(height)];
  const placed = (selector, name) =>
    Object.fromEntries([...document.querySelectorAll(selector)].map((one, index) => [name(one, index), box(one.style)]));
  return {
    cards: placed(".card", (one) => one.dataset.id),
    tiles: placed(".tile", (_, index) => index),
    departments: placed(".department", (_, index) => index),
    lines: [...document.querySelectorAll(".wire")].map((line) => rounded(line.getAttribute("d")).join(" ")),
  };
}"""


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker of the lock, MPL-2.0, for tests only."""
    if not AXE.exists():
        subprocess.run([ROOT / "scripts/page", "--packages"], check=False)
    if not AXE.exists():
        pytest.skip("axe-core comes with Node's packages, which cannot be had here")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("zh", "dark")])
async def test_no_screen_has_a_barrier(served: Served, window: Window, axe: str, lang: str, theme: Any) -> None:
    page = window.page
    await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    account = f"/accounts/{served.account}"
    suggested = {"action": "CHANGE", "path": "people/P05", "record": {"title": lang}, "source": "MAIL"}
    await asyncio.to_thread(served.demo.put, f"{account}/proposals/looks-{lang}", suggested)
    found: list[tuple[str, Any]] = []
    of_all = (("/", "tbody"), ("/portfolio", ".sandbox tbody tr"))
    for path, shows in (*of_all, *((account + path, shows) for path, shows in SHOWS.items())):
        await page.goto(f"{served.demo.url}{path}{'&' if '?' in path else '?'}lang={lang}")
        await expect(page.locator(shows).first).to_be_visible()
        await page.evaluate(axe)
        broken = await page.evaluate(BARRIERS)
        found += [(path, one) for one in (*broken, *await page.evaluate(OVERLAPS))]
        found += [(path, "columns", one) for one in await page.evaluate(CROOKED)]
        found += [(path, code) for code in CODE.findall(await page.inner_text("main"))]
        assert await page.evaluate(LEAST_TEXT) >= 10.99, path
    assert found == []


def twelve(account: str) -> dict[str, Any]:
    """One head, six below them in two departments, five below one of these."""
    people = [
        {"id": f"N{number:02}", "name": f"Person {number}", "rank": rank, "department_id": f"U{unit}"}
        for number, (rank, unit) in enumerate([(1, 0), *[(3, unit % 2) for unit in range(6)], *[(5, 1)] * 5])
    ]
    above = [*["N00"] * 6, *["N02"] * 5]
    lines = [{"subordinate": one["id"], "manager": manager} for one, manager in zip(people[1:], above, strict=True)]
    return large_document(account) | {
        "people": people,
        "departments": [{"id": f"U{unit}", "name": f"Unit {unit}"} for unit in range(2)],
        "reporting": lines,
        "attitudes": [],
        "opportunities": [],
    }


@pytest.mark.parametrize("people", [12, 25, 200])
async def test_the_map_stands_where_it_stood(served: Served, window: Window, people: int) -> None:
    page, account = window.page, f"looks-{uuid4().hex[:12]}"
    made = {12: twelve, 25: sample_document, 200: large_document}[people](account)
    await asyncio.to_thread(served.demo.put, f"/accounts/{account}/document", made)
    await page.goto(f"{served.demo.url}/accounts/{account}/map?lang=en&lens=influence")
    await expect(page.locator(".card").first).to_be_visible()
    assert await page.evaluate(OVERLAPS) == []
    assert await page.evaluate(LEAST_TEXT) >= 10.99
    now = await page.evaluate(GEOMETRY)
    boxes = [*now["cards"].values(), *now["tiles"].values()]
    apart = [
        a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]
        for index, a in enumerate(boxes)
        for b in boxes[index + 1 :]
    ]
    assert len(boxes) >= min(people, 20)
    assert all(apart)
    kept = json.loads(LOOKS.read_text(encoding="utf-8")) if LOOKS.exists() else {}
    if str(people) not in kept:
        LOOKS.write_text(
            json.dumps(kept | {str(people): now}, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
        )
    assert kept.get(str(people)) == now
