"""The decision chain: stages, votes and power, vetoes, what would win each stage, and how everybody stands there."""

from __future__ import annotations

from collections.abc import Iterator

from app.map.map_view import MapView
from app.pack.pages.blocks import (
    GUTTER,
    HALF,
    ROOM,
    Block,
    Cell,
    Heading,
    Pair,
    Section,
    Together,
    paragraph,
    table,
)
from app.pack.pages.formatting import attitude, clauses, column, intervals, people, share_cell, stage_name, word
from app.texts import review_pack as words
from app.texts.codes import ROLES
from app.texts.exports import MARK_SIGNS
from graph.analysis.decision_chain import StageView

_FLIP_SETS = 5
_KEPT_WHOLE = 14  # voters of a stage that is kept on one page


def chain(view: MapView) -> Section:
    """The stages in order, then one part for each that votes."""
    title = view.say(words.SECTIONS["chain"])
    if not view.map.stages:
        return Section(title, (paragraph(view.say(words.NO_STAGES)),), fresh=False)
    voting = [stage for stage in view.map.stages if stage.votes]
    return Section(title, (_overview(view), *(block for stage in voting for block in _stage(view, stage))))


def _overview(view: MapView) -> Block:
    columns = [
        column(view, "stage", 15),
        column(view, "quota", 12, right=True),
        column(view, "weight", 8, right=True),
        column(view, "veto", 20),
        column(view, "participants", 60),
    ]
    rows = [
        [
            Cell(stage_name(view, stage.id), strong=True),
            Cell(str(stage.quota) if stage.quota is not None else view.say(words.NO_VOTES)),
            Cell(f"{1.0 if stage.weight is None else stage.weight:g}"),
            Cell(people(view, stage.veto) or "—"),
            Cell(_participants(view, stage) or "—"),
        ]
        for stage in view.map.stages
    ]
    return table(columns, rows)


def _participants(view: MapView, stage: StageView) -> str:
    """Everybody with a part, role by role; voters without another part are named in the stage's own table."""
    held: dict[str, list[str]] = {}
    for part in stage.participants:
        held.setdefault(part.role, []).append(part.person)
    colon = view.say(words.COLON)
    return clauses(view, (f"{word(view, ROLES, role)}{colon}{people(view, ids)}" for role, ids in held.items()))


def _stage(view: MapView, stage: StageView) -> Iterator[Block]:
    blocks: list[Block] = [Heading(stage_name(view, stage.id)), paragraph(_rule(view, stage), quiet=True)]
    side = tuple(_outcome(view, stage))
    whole = len(stage.votes) <= _KEPT_WHOLE
    if side:
        blocks.append(Pair((_voters(view, stage, HALF),), side))
    else:
        blocks.append(_voters(view, stage, ROOM - GUTTER))
    if whole:
        yield Together(tuple(blocks))
    else:
        yield from blocks


def _rule(view: MapView, stage: StageView) -> str:
    every = sum(vote.weight for vote in stage.votes)
    told = view.say(words.QUOTA_OF).format(quota="—" if stage.quota is None else stage.quota, all=every)
    if stage.veto:
        told += " · " + view.say(words.VETOES).format(people=people(view, stage.veto))
    return told


def _voters(view: MapView, stage: StageView, room: float) -> Block:
    largest = max(stage.voting_power.values(), default=0.0)
    columns = [column(view, "person", 34), column(view, "votes", 11, right=True), column(view, "power", 27)]
    if view.shows_attitudes:
        columns.append(column(view, "attitude", 42))
    rows = []
    for vote in sorted(stage.votes, key=lambda held: (-stage.voting_power.get(held.person, 0.0), held.person)):
        veto = f" {MARK_SIGNS['VETO']}" if vote.person in stage.veto else ""
        row = [
            Cell(view.name(vote.person) + veto, strong=True),
            Cell(str(vote.weight)),
            share_cell(stage.voting_power.get(vote.person), largest),
        ]
        if view.shows_attitudes:
            row.append(attitude(view, view.person_of.get(vote.person), view.map.vendor))
        rows.append(row)
    return table(columns, rows, room=room)


def _outcome(view: MapView, stage: StageView) -> Iterator[Block]:
    """Standing and flip sets, which an outline does not tell."""
    if not view.shows_attitudes:
        return
    here = {party: held.stages[stage.id] for party, held in view.map.standing.items() if stage.id in held.stages}
    if here:
        yield Heading(view.say(words.HEADINGS["stage_standing"]))
        yield intervals(view, here)
    yield Heading(view.say(words.HEADINGS["flips"]))
    sets = stage.minimum_flip_sets
    if sets is None:
        yield paragraph(view.say(words.TOO_MANY))
    elif not sets:
        yield paragraph(view.say(words.NO_FLIP_SET))
    elif not sets[0].people:
        yield paragraph(view.say(words.WON))
    else:
        for held in sets[:_FLIP_SETS]:
            yield paragraph("• " + view.say(words.FLIP_SET).format(people=people(view, held.people), steps=held.steps))
        if len(sets) > _FLIP_SETS:
            yield paragraph(view.say(words.MORE).format(count=len(sets) - _FLIP_SETS), quiet=True)
