"""The layout of the map at 40, 200 and 1,000 people: time, proportion, area in use, and what a newcomer moves.

Run as `PYTHONPATH=. python scripts/bench/layout.py`. `as made`: departments across the lines, as `generate.py` makes them, which
is the worst there is; `by line`: every department is the people below one manager. Nothing is read from a store.
"""

from __future__ import annotations

import json
import math
import sys
import time
from datetime import date
from pathlib import Path
from statistics import mean, median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import generate

from graph.document import AccountDocument
from graph.layout.layout import CARD_HEIGHT, CARD_WIDTH, Layout, lay_out
from graph.power_graph import PowerGraph

AS_OF = date(2026, 11, 20)
RUNS = 5
NEWCOMERS = 10
ROW = "{:>6} {:8} {:>7} {:>7} {:>5} {:>12} {:>12} {:>12}"


def main() -> None:
    print(ROW.format("people", "units", "ms", "w/h", "used", "moved median", "moved mean", "moved > 10%"))
    for people in (40, 200, 1000):
        for units in ("as made", "by line"):
            body = generate.account("bench", people, people)
            if units == "by line":
                follow_the_lines(body)
            print(ROW.format(people, units, *figures(body)))


def figures(body: dict[str, Any]) -> list[str]:
    power = graph_of(body)
    placed, took = lay_out(power), math.inf
    for _ in range(RUNS):
        start = time.perf_counter()
        lay_out(power)
        took = min(took, time.perf_counter() - start)
    used = len(placed.people) * CARD_WIDTH * CARD_HEIGHT / (placed.width * placed.height)
    people = body["people"]
    moved = [share for i in range(NEWCOMERS) for share in moves(body, placed, people[i * len(people) // NEWCOMERS])]
    return [
        f"{took * 1e3:.0f}",
        f"{placed.width / placed.height:.2f}",
        f"{used:.0%}",
        f"{median(moved):.1%}",
        f"{mean(moved):.1%}",
        f"{mean(share > 0.1 for share in moved):.0%}",  # noqa: PLR2004 - as the head of the column says
    ]


def moves(body: dict[str, Any], before: Layout, boss: dict[str, Any]) -> list[float]:
    """How far each card moves, in widths of the map, when somebody joins below `boss`."""
    newcomer = {**boss, "id": "Q", "rank": min(6, boss["rank"] + 1)}
    line = {"subordinate": "Q", "manager": boss["id"]}
    after = lay_out(graph_of({**body, "people": [*body["people"], newcomer], "reporting": [*body["reporting"], line]}))
    return [
        math.dist((box.x, box.y), (after.people[name].x, after.people[name].y)) / before.width
        for name, box in before.people.items()
    ]


def follow_the_lines(body: dict[str, Any]) -> None:
    """The head and those next to them are one department, and all people below each of the next level are one."""
    manager = {line["subordinate"]: line["manager"] for line in body["reporting"]}
    home = {body["people"][0]["id"]: "D"}
    body["departments"] = [{"id": "D", "name": "Head"}]
    for person in body["people"][1:]:
        boss = manager[person["id"]]
        deputy = home[boss] == "D" and boss in manager
        home[person["id"]] = f"D-{person['id']}" if deputy else home[boss]
        if deputy:
            body["departments"].append({"id": home[person["id"]], "name": person["id"]})
    for person in body["people"]:
        person["department_id"] = home[person["id"]]


def graph_of(body: dict[str, Any]) -> PowerGraph:
    document = AccountDocument.model_validate_json(json.dumps(body))
    return PowerGraph.of(document.canonical(), as_of=AS_OF)


if __name__ == "__main__":
    main()
