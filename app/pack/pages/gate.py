"""The review gate: the verdict, and every check with its rule and what it went by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.map import palette
from app.map.map_view import MapView, number, percent
from app.pack.pages.blocks import HALF, Block, Cell, Heading, Pair, Section, Tile, Tiles, paragraph, table
from app.pack.pages.formatting import clauses, column, gap_kind, joined, stage_name, word
from app.texts import review_pack as words
from app.texts.codes import LEVELS, STAGE_KINDS
from app.texts.gate_facts import DAYS_OLD, FACTS, NONE, PHRASES, Shape
from graph.analysis.gate import CheckResult, ReviewView

_DAYS: Final = re.compile(r"(\d+) days old")
_OF_WAIVER: Final = frozenset({"waived_from", "waived_by", "reason", "on"})


def gate(view: MapView, held: ReviewView) -> Section:
    """The verdict over its checks."""
    open_checks = words.OPEN_CHECKS if held.open_checks else words.ALL_PASSED
    verdict = Tile(
        view.say(words.TILES["verdict"]),
        f"{words.RESULT_SIGNS[held.verdict]} {view.say(words.RESULTS[held.verdict])}",
        view.say(open_checks).format(checks=joined(view, held.open_checks)),
        palette.VERDICTS[held.verdict],
    )
    policy = view.say(words.POLICY).format(name=held.policy, version=held.policy_version)
    columns = [
        column(view, "check", 7),
        column(view, "result", 17),
        column(view, "rule", 52),
        column(view, "facts", 76),
    ]
    checks = table(columns, [_check(view, check) for check in held.checks])
    return Section(
        view.say(words.SECTIONS["gate"]),
        (Pair((Tiles((verdict,)), paragraph(policy, quiet=True)), _elements(view, held)), checks),
    )


def _check(view: MapView, check: CheckResult) -> list[Cell]:
    told = f"{words.RESULT_SIGNS[check.result]} {word(view, words.RESULTS, check.result)}"
    return [
        Cell(check.id, strong=True),
        Cell(told, tint=palette.VERDICTS[check.result]),
        Cell(view.say((check.rule, check.rule_zh))),
        Cell(clauses(view, _facts(view, check.facts))),
    ]


def _elements(view: MapView, held: ReviewView) -> tuple[Block, ...]:
    columns = [column(view, "element", 40), column(view, "value", 15, right=True), column(view, "note", 45)]
    rows = [
        [
            Cell(word(view, words.ELEMENTS, part.element)),
            Cell(number(part.value) if part.element == "RELATIONSHIP" else _mark(part.value)),
            Cell(part.note if part.element != "RELATIONSHIP" else ""),
        ]
        for part in held.elements
    ]
    return Heading(view.say(words.HEADINGS["elements"])), table(columns, rows, room=HALF)


def _mark(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


# -- facts in words ---------------------------------------------------------------------------------------------------


def _facts(view: MapView, facts: Mapping[str, Any]) -> Iterator[str]:
    """Each fact by its name; one that has no name yet stands under its own."""
    for name, value in facts.items():
        if name in _OF_WAIVER:
            continue
        pair, shape = FACTS.get(name, ((name, name), ("text",)))
        yield f"{view.say(pair)}{view.say(words.COLON)}{_told(view, value, shape)}"
    if set(facts) >= _OF_WAIVER:
        yield view.say(words.WAIVED_BY).format(on=facts["on"], by=facts["waived_by"], reason=facts["reason"])


def _told(view: MapView, value: Any, shape: tuple[Shape, ...]) -> str:
    """A value by its shape: what is looked up by key reads as `key (what is held)`."""
    if isinstance(value, list):
        return joined(view, (_told(view, part, shape[-1:]) for part in value)) or view.say(NONE)
    if isinstance(value, dict) and shape == ("gap",):
        return gap_kind(view, str(value.get("gap", "")))
    if isinstance(value, dict):
        mark = "{key}（{held}）" if view.lang == "zh" else "{key} ({held})"
        inner = shape[1:] or shape
        told = (
            mark.format(key=_one(view, key, shape[0]), held=_told(view, part, inner)) for key, part in value.items()
        )
        return joined(view, told) or view.say(NONE)
    return _one(view, value, shape[-1])


def _one(view: MapView, value: Any, shape: Shape) -> str:
    """A single id, code, number or phrase."""
    if value is None:
        return view.say(NONE)
    if isinstance(value, int | float):
        return percent(value) if shape == "share" else f"{value:g}"
    read = _READERS.get(shape)
    return read(view, value) if read else _phrase(view, value)


def _phrase(view: MapView, value: str) -> str:
    found = _DAYS.fullmatch(value)
    return view.say(DAYS_OLD).format(days=found[1]) if found else word(view, PHRASES, value)


def _item(view: MapView, value: str) -> str:
    return next((held.name for held in view.document.targets if held.id == value), value)


_READERS: Final[Mapping[Shape, Callable[[MapView, str], str]]] = {
    "person": MapView.name,
    "party": MapView.party,
    "stage": stage_name,
    "item": _item,
    "level": lambda view, code: word(view, LEVELS, code),
    "stage_kind": lambda view, code: word(view, STAGE_KINDS, code),
}
