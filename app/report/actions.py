"""What to do: whom to work on first, and what is missing at whom, with rules and next step."""

from __future__ import annotations

from collections.abc import Iterable

from app.power_map.advice import FirstView, GapView
from app.report.blocks import Cell, Section, Table, Text
from app.report.cells import clauses, column, count, gap_kind, joined, person_cell, score, severity, share, subject
from app.report.view import ReportView
from app.texts import report as words


def do_first(view: ReportView) -> Section:
    """Whom to work on first, and how."""
    title = view.say(words.SECTIONS["first"])
    if not view.map.do_first:
        return Section("first", title, (Text(view.say(words.NO_GAPS)),))
    return Section("first", title, (first_table(view),))


def first_table(view: ReportView) -> Table:
    """A row a step."""
    columns = (
        column(view, "order", 5, "number", "narrow"),
        column(view, "person", 24, "person", "narrow"),
        column(view, "influence", 14, "share"),
        column(view, "step", 71, room="narrow"),
        column(view, "because", 40),
        column(view, "gain", 10, "number"),
        column(view, "information", 10, "number", "sheet"),
        column(view, "path", 26, room="sheet"),
        column(view, "owner", 16),
    )
    largest = max((step.decision_influence for step in view.map.do_first), default=0.0)
    rows = tuple(_step(view, place, step, largest) for place, step in enumerate(view.map.do_first, 1))
    return Table(columns, rows)


def _step(view: ReportView, place: int, step: FirstView, largest: float) -> tuple[Cell, ...]:
    return (
        count(place),
        person_cell(view, step.person),
        share(step.decision_influence, largest),
        Cell(view.say((step.text_en, step.text_zh))),
        Cell(view.say((step.rule, step.rule_zh))),
        score(step.gain, 3),
        score(step.information_value, 3),
        Cell(" → ".join(map(view.name, step.path)) or "—"),
        Cell(view.member(step.owner)),
    )


def gaps(view: ReportView) -> Section:
    """Whom or what something is missing at, most severe first, with the rules that say so."""
    title = view.say(words.SECTIONS["gaps"])
    if not view.map.gaps:
        return Section("gaps", title, (Text(view.say(words.NO_GAPS)),))
    return Section("gaps", title, (gaps_table(view),))


def by_subject(gaps: Iterable[GapView]) -> list[list[GapView]]:
    """The gaps of each person, department or stage together, the subject with the most severe one first."""
    groups: dict[tuple[str | None, ...], list[GapView]] = {}
    for gap in gaps:
        groups.setdefault((gap.person, gap.department, gap.stage), []).append(gap)
    return list(groups.values())


def gaps_table(view: ReportView) -> Table:
    """A row for each person, department or stage, with every rule that found something missing there."""
    columns = (
        column(view, "severity", 18, "level", "narrow"),
        column(view, "about", 18, "person", "narrow"),
        column(view, "gap", 52, room="narrow"),
        column(view, "influence", 16, "share"),
        column(view, "step", 58),
        column(view, "steps", 58, room="sheet"),
        column(view, "owner", 13),
    )
    largest = max((gap.decision_influence for gap in view.map.gaps), default=0.0)
    return Table(columns, tuple(_gaps(view, group, largest) for group in by_subject(view.map.gaps)))


def gaps_by_subject(view: ReportView, *, owned: bool = False) -> Table:
    """A row for each person, department or stage: what is missing there, in few words; with next step and owner."""
    columns = (
        column(view, "severity", 20, "level", "narrow"),
        column(view, "about", 28, "person", "narrow"),
        column(view, "gap", 52, room="narrow"),
        *((column(view, "step", 60, room="narrow"), column(view, "owner", 22, room="narrow")) if owned else ()),
    )
    rows = tuple(
        (
            severity(view, group[0].severity),
            _about(view, group[0]),
            Cell(_kinds(view, group)),
            *((Cell(_step_of(view, group[0])), Cell(view.member(group[0].next_step.owner))) if owned else ()),
        )
        for group in by_subject(view.map.gaps)
    )
    return Table(columns, rows)


def _about(view: ReportView, gap: GapView) -> Cell:
    return person_cell(view, gap.person) if gap.person else Cell(subject(view, gap), strong=True)


def _kinds(view: ReportView, group: list[GapView]) -> str:
    return joined(view, (gap_kind(view, gap.kind) for gap in group))


def _step_of(view: ReportView, gap: GapView) -> str:
    return view.say((gap.next_step.text_en, gap.next_step.text_zh))


def _gaps(view: ReportView, group: list[GapView], largest: float) -> tuple[Cell, ...]:
    first, *others = dict.fromkeys(_step_of(view, gap) for gap in group)
    kinds = _kinds(view, group)
    rules = clauses(view, dict.fromkeys(view.say((gap.rule, gap.rule_zh)) for gap in group))
    return (
        severity(view, group[0].severity),
        _about(view, group[0]),
        Cell(kinds, rules, value=kinds),
        share(group[0].decision_influence, largest),
        Cell(first),
        Cell(clauses(view, others)),
        Cell(view.member(group[0].next_step.owner)),
    )
