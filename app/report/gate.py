"""The review gate: the verdict, and every check with its rule and what it went by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.report import palette
from app.report.blocks import Cell, Section, Table, Text, Tiles
from app.report.cells import clauses, column, gap_kind, joined, labelled, stage_name, verdict_tile, word
from app.report.view import ReportView, percent
from app.texts import report as words
from app.texts.codes import LEVELS, STAGE_KINDS
from app.texts.columns import COLUMNS
from app.texts.gate_facts import DAYS_OLD, FACTS, NONE, PHRASES, Shape
from graph.analysis.gate import CheckResult, ReviewView
from graph.kinds import KINDS

_DAYS: Final = re.compile(r"(\d+) days old")
_LISTS: Final = {kind.name: kind.words[kind.name].title for kind in KINDS if kind.name in kind.words} | {
    "snapshots": COLUMNS["snapshot"]
}
_OF_WAIVER: Final = frozenset({"waived_from", "waived_by", "reason", "on"})


def gate(view: ReportView, review: ReviewView) -> Section:
    """The verdict over its checks."""
    policy = view.say(words.POLICY).format(name=review.policy, version=review.policy_version)
    columns = (
        column(view, "check", 7, room="narrow"),
        column(view, "result", 17, "level", "narrow"),
        column(view, "rule", 52, room="narrow"),
        column(view, "facts", 76),
    )
    checks = Table(columns, tuple(_check(view, check) for check in review.checks))
    verdict = Tiles((verdict_tile(view, review),))
    return Section("gate", view.say(words.SECTIONS["gate"]), (verdict, Text(policy, quiet=True), checks))


def _check(view: ReportView, check: CheckResult) -> tuple[Cell, ...]:
    result = word(view, words.RESULTS, check.result)
    return (
        Cell(check.id, strong=True),
        Cell(f"{words.RESULT_SIGNS[check.result]} {result}", value=result, tint=palette.VERDICTS[check.result]),
        Cell(view.say((check.rule, check.rule_zh))),
        Cell(clauses(view, (*_facts(view, check.facts), *_mending(view, check)))),
    )


def _mending(view: ReportView, check: CheckResult) -> Iterator[str]:
    """Who of us mends an open check, and in which lists of records."""
    if check.mend_in and check.result != "WAIVED":
        members = joined(view, map(view.member, check.members))
        lists = joined(view, (view.say(_LISTS[name]) for name in check.mend_in))
        yield view.say(words.MEND_IN).format(lists=lists, members=members or "—")


# -- facts in words ---------------------------------------------------------------------------------------------------


def _facts(view: ReportView, facts: Mapping[str, Any]) -> Iterator[str]:
    """Each fact by its name; one that has no name yet stands under its own."""
    for name, value in facts.items():
        if name in _OF_WAIVER:
            continue
        pair, shape = FACTS.get(name, ((name, name), ("text",)))
        yield labelled(view, view.say(pair), _in_words(view, value, shape))
    if set(facts) >= _OF_WAIVER:
        yield view.say(words.WAIVED_BY).format(on=facts["on"], by=facts["waived_by"], reason=facts["reason"])


def _in_words(view: ReportView, value: Any, shape: tuple[Shape, ...]) -> str:
    """A value by its shape: what is looked up by key reads as `key (what it has)`."""
    if isinstance(value, list):
        return joined(view, (_in_words(view, part, shape[-1:]) for part in value)) or view.say(NONE)
    if isinstance(value, dict) and shape == ("gap",):
        return gap_kind(view, str(value.get("gap", "")))
    if isinstance(value, dict):
        mark = "{key}（{part}）" if view.lang == "zh" else "{key} ({part})"
        inner = shape[1:] or shape
        said = (
            mark.format(key=_one(view, key, shape[0]), part=_in_words(view, part, inner)) for key, part in value.items()
        )
        return joined(view, said) or view.say(NONE)
    return _one(view, value, shape[-1])


def _one(view: ReportView, value: Any, shape: Shape) -> str:
    """A single id, code, number or phrase."""
    if value is None:
        return view.say(NONE)
    if isinstance(value, int | float):
        return percent(value) if shape == "share" else f"{value:g}"
    read = _READERS.get(shape)
    return read(view, value) if read else _phrase(view, value)


def _phrase(view: ReportView, value: str) -> str:
    days = _DAYS.fullmatch(value)
    return view.say(DAYS_OLD).format(days=days[1]) if days else word(view, PHRASES, value)


def _item(view: ReportView, value: str) -> str:
    return view.names["market_targets"].get(value) or view.names["targets"].get(value, value)


def _stage(view: ReportView, stage: str) -> str:
    """A stage by its kind, with its place where another is of that kind, too."""
    kinds = [one.kind for one in view.stages]
    named = next((one for one in view.stages if one.id == stage), None)
    alone = named is not None and named.kind != "OTHER" and kinds.count(named.kind) == 1
    return word(view, STAGE_KINDS, named.kind) if named and alone else stage_name(view, stage)


_READERS: Final[Mapping[Shape, Callable[[ReportView, str], str]]] = {
    "person": ReportView.name,
    "party": ReportView.party,
    "stage": _stage,
    "item": _item,
    "element": lambda view, code: word(view, words.ELEMENT_NAMES, code),
    "level": lambda view, code: word(view, LEVELS, code),
    "stage_kind": lambda view, code: word(view, STAGE_KINDS, code),
}
