"""The relationship method: three relationships, organisation level, stage and phase, and the mesh between the companies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.report import palette
from app.report.blocks import Beside, Block, Cell, Heading, Section, Table, Text, Tile, Tiles, Together
from app.report.cells import column, count, day, joined, labelled, score, share, word, yes
from app.report.view import ReportView, number, percent
from app.texts import relationship_sheet as sheet
from app.texts import report as words
from app.texts.codes import LEVELS
from app.texts.relationship_codes import (
    ASSESSMENTS,
    ASSESSORS,
    ORGANIZATION_LEVELS,
    PHASES,
    QUALIFICATIONS,
    RELATIONSHIP_CHECKS,
    RELATIONSHIP_STAGES,
    RELATIONSHIPS,
)
from graph.analysis.falls import Fall
from graph.analysis.relationships import RelationshipsView

_HOLES: Final = 8
_FALLS: Final = 6
_CODES: Final = {**ASSESSMENTS, **RELATIONSHIP_CHECKS}
_RUNGS: Final = {**ORGANIZATION_LEVELS, **RELATIONSHIP_STAGES, **PHASES, **LEVELS, **sheet.FALLS}


def relationships(view: ReportView, seen: RelationshipsView) -> Section:
    """The whole method on one sheet: three relationships, level, stage, phase, what fell, and what is next."""
    left: list[Block] = [Heading(view.say(words.HEADINGS["departments"])), _departments(view, seen)]
    whole = seen.general.satisfaction
    if whole.value is not None:
        said = {"value": f"{whole.value:g}", "assessor": word(view, ASSESSORS, whole.assessor)}
        left.append(Text(view.say(sheet.SATISFIED).format(**said)))
    right: list[Block] = [
        Heading(view.say(words.HEADINGS["falls"])),
        _falls(view, seen),
        Heading(view.say(words.HEADINGS["next"])),
        *_next(view, seen),
    ]
    blocks = (Tiles(tuple(_tiles(view, seen))), Together((_three(view, seen),)), Beside(tuple(left), tuple(right)))
    return Section("relationships", view.say(words.SECTIONS["relationships"]), blocks, one_page=True)


def relationship_facts(view: ReportView, seen: RelationshipsView) -> Section:
    """What stages and phase ask for, the four elements, and the mesh with its holes."""
    blocks: list[Block] = [_facts(view, seen)]
    if view.pack is not None:
        blocks += [Heading(view.say(words.HEADINGS["elements"])), _elements(view)]
    if len(seen.positions) > 1:
        blocks.append(Together((Heading(view.say(sheet.POSITIONS)), _positions(view, seen))))
    mesh = seen.mesh
    said = view.say(words.MESH).format(live=mesh.live_pairs, contacts=mesh.contact_pairs, holes=len(mesh.holes))
    holes = [f"{hole.function} × {view.department(hole.department_id)}" for hole in mesh.holes[:_HOLES]]
    if len(mesh.holes) > _HOLES:
        holes.append(view.say(words.MORE).format(count=len(mesh.holes) - _HOLES))
    blocks.append(Text(labelled(view, said, joined(view, holes)) if holes else said))
    return Section("relationship_facts", view.say(words.SECTIONS["relationship_facts"]), tuple(blocks))


def _tiles(view: ReportView, seen: RelationshipsView) -> Iterator[Tile]:
    company, stage, phase = seen.organization, seen.stage, seen.phase
    levels = {"by_us": company.level, "counted": company.level_counted}
    by_us = view.say(sheet.COUNTED).format(
        **{name: word(view, ORGANIZATION_LEVELS, level) for name, level in levels.items()}
    )
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


def _falls(view: ReportView, seen: RelationshipsView) -> Table:
    """The newest falls first, each with its cause; what somebody thinks less of a competitor is no loss of ours."""
    columns = (
        column(view, "day", 20, "date", "narrow"),
        column(view, "fall", 30, room="narrow"),
        column(view, "change", 40, room="narrow"),
        column(view, "cause", 40),
    )
    rows = tuple(
        (
            day(fall.on),
            Cell(joined(view, (word(view, sheet.FALLS, fall.what), _subject(view, fall)))),
            Cell(f"{_rung(view, fall.before)} → {_rung(view, fall.after)}"),
            Cell(fall.cause or joined(view, (word(view, _CODES, code) for code in fall.causes)) or "—"),
        )
        for fall in reversed(seen.falls)
        if fall.what != "ATTITUDE" or fall.subject.endswith(f"→ {view.map.vendor}")
    )
    return Table(columns, rows, empty=view.say(sheet.NO_FALLS), printed=_FALLS)


def _subject(view: ReportView, fall: Fall) -> str:
    """Whose attitude to whom, or which criterion; a ladder names itself."""
    if fall.what == "ATTITUDE":
        person, _, party = fall.subject.partition(" → ")
        return f"{view.name(person)} → {view.party(party)}"
    return word(view, ASSESSMENTS, fall.subject.partition(" ")[2]) if fall.what == "CRITERION" else ""


def _rung(view: ReportView, value: str) -> str:
    return word(view, _RUNGS, value)


def _next(view: ReportView, seen: RelationshipsView) -> Iterator[Text]:
    """The techniques of stage, nature and participation; what to ask the customer; what only we say."""
    for technique in seen.stage.techniques:
        yield Text(f"• {word(view, sheet.TECHNIQUES, technique.code)}")
    company = seen.organization
    for said, codes in ((sheet.ASK_AGAIN, company.ask_again), (sheet.BY_OURSELVES, company.self_declared)):
        if codes:
            named = joined(view, (word(view, ASSESSMENTS, code) for code in codes))
            yield Text(view.say(said).format(names=named), quiet=True)


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
                Cell(word(view, _CODES, check)),
                Cell(yes(view, met).text, tint=palette.VERDICTS["PASS" if met else "CONDITIONAL"]),
            )
            for step, check, met in checks
        ),
    )


def _positions(view: ReportView, seen: RelationshipsView) -> Table:
    """Us first, then each competitor and in what it is ahead; products where a share of one is known."""
    sold = any(one.products for one in seen.positions)
    columns = (
        column(view, "party", 24, room="narrow"),
        column(view, "to_it", 14, "number", "narrow"),
        column(view, "level", 22),
        column(view, "wallet", 14, "number"),
        column(view, "satisfaction", 14, "number"),
        *((column(view, "products", 30),) if sold else ()),
        column(view, "ahead", 30, room="narrow"),
    )
    rows = tuple(
        (
            Cell(view.party(one.party), strong=one.party == view.map.vendor),
            score(one.attitude),
            Cell(word(view, ORGANIZATION_LEVELS, one.level)),
            Cell(percent(one.share), value=one.share),
            count(one.satisfaction),
            *(
                (Cell(joined(view, (f"{name} {percent(part)}" for name, part in one.products.items())) or "—"),)
                if sold
                else ()
            ),
            Cell(joined(view, (*(word(view, sheet.ASPECTS, aspect) for aspect in one.ahead), *one.ahead_in)) or "—"),
        )
        for one in seen.positions
    )
    return Table(columns, rows)


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
