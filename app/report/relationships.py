"""The relationship method: three relationships, organisation level, stage and phase, and the mesh between the companies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.report import palette
from app.report.blocks import Beside, Block, Cell, Heading, Section, Table, Text, Tile, Tiles, Together
from app.report.cells import column, count, joined, labelled, score, share, word, yes
from app.report.view import ReportView, number, percent
from app.texts import report as words
from app.texts.relationship_codes import (
    ASSESSMENTS,
    ORGANIZATION_LEVELS,
    PHASES,
    QUALIFICATIONS,
    RELATIONSHIP_CHECKS,
    RELATIONSHIP_STAGES,
    RELATIONSHIPS,
)
from graph.analysis.relationships import RelationshipsView

_HOLES: Final = 8


def relationships(view: ReportView, seen: RelationshipsView) -> Section:
    """Where the two companies are with each other, and what is missing for the next step."""
    blocks = (Tiles(tuple(_tiles(view, seen))), Together((_three(view, seen),)), *_steps(view, seen))
    return Section("relationships", view.say(words.SECTIONS["relationships"]), blocks)


def _tiles(view: ReportView, seen: RelationshipsView) -> Iterator[Tile]:
    company, stage, phase = seen.organization, seen.stage, seen.phase
    by_us = view.say(words.BY_US).format(level=word(view, ORGANIZATION_LEVELS, company.level))
    yield Tile(view.say(words.TILES["level"]), word(view, ORGANIZATION_LEVELS, company.level_by_customer), by_us)
    suggested = view.say(words.SUGGESTED).format(code=word(view, RELATIONSHIP_STAGES, stage.suggested))
    yield Tile(view.say(words.TILES["stage"]), word(view, RELATIONSHIP_STAGES, stage.confirmed), suggested)
    suggested = view.say(words.SUGGESTED).format(code=word(view, PHASES, phase.suggested))
    yield Tile(view.say(words.TILES["phase"]), word(view, PHASES, phase.confirmed), suggested)
    verdict = view.say(QUALIFICATIONS[phase.qualification.verdict])
    rank = view.say(words.ACCOUNT_CLASS).format(code=phase.account_class or "—")
    yield Tile(view.say(words.TILES["key_account"]), verdict, rank)
    yield Tile(view.say(words.TILES["weakest"]), view.say(RELATIONSHIPS[seen.weakest]))


def _three(view: ReportView, seen: RelationshipsView) -> Table:
    """General, key and organisation relationship with score, target, trend and the weakest part of each."""
    columns = (
        column(view, "relationship", 24, room="narrow"),
        column(view, "score", 14, "number", "narrow"),
        column(view, "wanted", 18, room="narrow"),
        column(view, "trend", 14, "number", "narrow"),
        column(view, "weakest", 30),
    )
    general, key, company = seen.general, seen.key, seen.organization
    missing = joined(view, (word(view, ASSESSMENTS, code) for code in company.missing))
    rows = (
        (
            Cell(view.say(RELATIONSHIPS["GENERAL"]), strong=True),
            Cell(percent(general.score), value=general.score),
            Cell(percent(general.target)),
            score(general.trend),
            Cell(view.department(general.weakest) or "—"),
        ),
        (
            Cell(view.say(RELATIONSHIPS["KEY"]), strong=True),
            score(key.score),
            Cell(number(key.target)),
            score(key.trend),
            Cell(view.name(key.weakest) if key.weakest else "—", person=key.weakest or ""),
        ),
        (
            Cell(view.say(RELATIONSHIPS["ORGANIZATION"]), strong=True),
            Cell(percent(company.score), value=company.score),
            Cell(word(view, ORGANIZATION_LEVELS, company.target)),
            score(company.trend),
            Cell(view.say(words.LACKING).format(names=missing) if missing else "—"),
        ),
    )
    return Table(columns, rows)


def _steps(view: ReportView, seen: RelationshipsView) -> Iterator[Block]:
    """Departments beside the checks of the stage and the phase; the holes of the mesh."""
    left: list[Block] = [Heading(view.say(words.HEADINGS["departments"])), _departments(view, seen)]
    right: list[Block] = [Heading(view.say(words.HEADINGS["stage_facts"])), _facts(view, seen)]
    if view.pack is not None:
        left += [Heading(view.say(words.HEADINGS["elements"])), _elements(view)]
    yield Beside(tuple(left), tuple(right))
    mesh = seen.mesh
    said = view.say(words.MESH).format(live=mesh.live_pairs, contacts=mesh.contact_pairs, holes=len(mesh.holes))
    holes = [f"{hole.function} × {view.department(hole.department_id)}" for hole in mesh.holes[:_HOLES]]
    if len(mesh.holes) > _HOLES:
        holes.append(view.say(words.MORE).format(count=len(mesh.holes) - _HOLES))
    yield Text(labelled(view, said, joined(view, holes)) if holes else said)


def _departments(view: ReportView, seen: RelationshipsView) -> Table:
    columns = (
        column(view, "department", 34, room="narrow"),
        column(view, "score", 26, "share", "narrow"),
        column(view, "plain", 18, "number"),
        column(view, "satisfaction", 22, "number"),
    )
    rows = tuple(
        (
            Cell(view.department(one.department_id), strong=True),
            share(one.score),
            Cell(percent(one.contact), value=one.contact),
            count(one.satisfaction),
        )
        for one in sorted(seen.general.departments, key=lambda one: (one.score, one.department_id))
    )
    return Table(columns, rows, empty=view.say(words.NO_DEPARTMENTS))


def _facts(view: ReportView, seen: RelationshipsView) -> Table:
    """What the stages ask for, and whether it holds; then the checks of the phase."""
    columns = (
        column(view, "stage", 26, room="narrow"),
        column(view, "check", 48, room="narrow"),
        column(view, "result", 18, "level", "narrow"),
    )
    checks = [
        *((word(view, RELATIONSHIP_STAGES, one.stage), one.fact, one.met) for one in seen.stage.facts),
        *((word(view, PHASES, one.phase), one.check, one.met) for one in seen.phase.checks),
    ]
    return Table(
        columns,
        tuple(
            (
                Cell(step),
                Cell(word(view, {**ASSESSMENTS, **RELATIONSHIP_CHECKS}, check)),
                Cell(yes(view, met).text, tint=palette.VERDICTS["PASS" if met else "CONDITIONAL"]),
            )
            for step, check, met in checks
        ),
    )


def _elements(view: ReportView) -> Table:
    """Why the customer chooses us: relationship from the map, the others as marked."""
    columns = (
        column(view, "element", 50, room="narrow"),
        column(view, "value", 16, "number", "narrow"),
        column(view, "note", 34),
    )
    marks = view.pack.review.elements if view.pack else []
    rows = tuple(
        (
            Cell(word(view, words.ELEMENTS, mark.element)),
            score(mark.value) if mark.element == "RELATIONSHIP" else count(mark.value),
            Cell(mark.note if mark.element != "RELATIONSHIP" else ""),
        )
        for mark in marks
    )
    return Table(columns, rows)
