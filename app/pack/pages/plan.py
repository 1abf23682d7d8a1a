"""The relationship plan: targets, activities and what the analysis suggests next."""

from __future__ import annotations

from collections.abc import Iterator

from app.map.map_view import MapView, percent
from app.pack.pages.blocks import Block, Cell, Column, Heading, Section, Together, paragraph, table
from app.pack.pages.formatting import (
    column,
    gap_kind,
    joined,
    people,
    severity,
    word,
)
from app.texts import review_pack as words
from app.texts.codes import ACTIVITY_KINDS, LEVELS, STYLES
from app.texts.relationship_codes import ACTIVITY_STATES, ORGANIZATION_LEVELS
from graph.analysis.planning import PlanItem, RelationshipPlan


def plan(view: MapView, held: RelationshipPlan) -> Section:
    """Targets, then the open and done activities of the opportunity or the account, then suggestions."""
    blocks = [paragraph(view.say(words.FOCUS[held.plan_focus])), *_items(view, held), *_activities(view)]
    return Section(view.say(words.SECTIONS["plan"]), (*blocks, *_suggestions(view, held)))


def _items(view: MapView, held: RelationshipPlan) -> Iterator[Block]:
    yield Heading(view.say(words.HEADINGS["items"]))
    if not held.items:
        yield paragraph(view.say(words.NO_PLAN))
    else:
        columns = [
            column(view, "target", 38),
            column(view, "about", 20),
            column(view, "now", 14),
            column(view, "wanted", 14),
            column(view, "by", 12),
            column(view, "state", 18),
            column(view, "owner", 14),
        ]
        yield table(columns, [_item(view, item) for item in held.items])
    if held.unsupported:
        names = {target.id: target.name for target in view.document.market_targets}
        told = joined(view, (names.get(target, target) for target in held.unsupported))
        yield paragraph(view.say(words.UNSUPPORTED).format(names=told))


def _item(view: MapView, item: PlanItem) -> list[Cell]:
    about = {
        "KEY": view.name(item.subject or ""),
        "GENERAL": view.department(item.subject or ""),
        "ORGANIZATION": view.say(words.THE_ORGANIZATION),
    }
    state = "reached" if item.reached else "orphan" if item.orphan else "overdue" if item.overdue else "open"
    return [
        Cell(item.name),
        Cell(about[item.relationship], strong=True),
        Cell(_level(view, item.now)),
        Cell(_level(view, item.wanted)),
        Cell(item.by.isoformat()),
        Cell(view.say(words.STATES[state])),
        Cell(view.member(item.owner)),
    ]


def _level(view: MapView, value: str | float | None) -> str:
    """An attitude, a share or a level of the organisation, by what it is."""
    if isinstance(value, str):
        return word(view, LEVELS if value in LEVELS else ORGANIZATION_LEVELS, value)
    return percent(value)


def _activities(view: MapView) -> Iterator[Block]:
    yield Heading(view.say(words.HEADINGS["activities"]))
    shown = sorted(
        (held for held in view.document.activities if held.opportunity_id in {None, view.map.opportunity}),
        key=lambda held: (held.done_on or held.due_on, held.id),
    )
    if not shown:
        yield paragraph(view.say(words.NO_ACTIVITIES))
        return
    columns = [
        column(view, "day", 12),
        column(view, "activity", 42),
        Column(view.say(words.HEADINGS["kind"]), 18),
        column(view, "person", 32),
        column(view, "state", 12),
        column(view, "owner", 14),
    ]
    rows = [
        [
            Cell((held.done_on or held.due_on).isoformat()),
            Cell(held.name),
            Cell(word(view, ACTIVITY_KINDS, held.kind)),
            Cell(people(view, held.people) or "—"),
            Cell(word(view, ACTIVITY_STATES, held.status)),
            Cell(view.member(held.owner)),
        ]
        for held in shown
    ]
    yield table(columns, rows)


def _suggestions(view: MapView, held: RelationshipPlan) -> Iterator[Block]:
    if not held.suggestions:
        return
    columns = [
        column(view, "severity", 18),
        column(view, "person", 16),
        column(view, "gap", 26),
        column(view, "kinds", 46),
        column(view, "path", 42),
        column(view, "owner", 14),
        column(view, "planned", 12),
    ]
    rows = []
    for step in held.suggestions:
        kinds = joined(view, (word(view, ACTIVITY_KINDS, kind) for kind in step.activity_kinds))
        style = f"{step.style} {word(view, STYLES, step.style)}{view.say(words.COLON)}" if step.style else ""
        rows.append(
            [
                severity(view, step.severity),
                Cell(view.name(step.person), strong=True),
                Cell(gap_kind(view, step.gap)),
                Cell(style + kinds),
                Cell(" → ".join(view.name(person) for person in step.path) or "—"),
                Cell(view.member(step.owner)),
                Cell(view.say(words.YES_NO[step.planned])),
            ]
        )
    yield Together((Heading(view.say(words.HEADINGS["suggestions"])), table(columns, rows)))
