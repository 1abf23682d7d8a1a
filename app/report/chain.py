"""The decision chain: stages, votes and power, vetoes, and what would win each stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.report.blocks import Beside, Block, Cell, Heading, Section, Table, Text, Together
from app.report.cells import (
    attitude,
    clauses,
    column,
    count,
    intervals,
    labelled,
    names,
    person_cell,
    share,
    stage_name,
    total_votes,
    word,
    yes,
)
from app.report.view import ReportView
from app.texts import report as words
from app.texts.codes import ROLES
from app.texts.exports import MARK_SIGNS
from graph.analysis.decision_chain import StageView

_SETS: Final = 5  # the cheapest; more choices help nobody decide
_WHOLE: Final = 14  # voters of a stage that is kept on one page


def chain(view: ReportView) -> Section:
    """The stages in order: who votes with which power, who may stop it, who has a part, what wins it."""
    title = view.say(words.SECTIONS["chain"])
    if not view.map.stages:
        return Section("chain", title, (Text(view.say(words.NO_STAGES)),))
    return Section("chain", title, tuple(block for stage in view.stages for block in _stage(view, stage)))


def _stage(view: ReportView, stage: StageView) -> Iterator[Block]:
    blocks: list[Block] = [Heading(stage_name(view, stage.id)), *_rules(view, stage)]
    if stage.votes:
        voters, outcome = _voters(view, stage), tuple(_outcome(view, stage))
        blocks.append(Beside((voters,), outcome) if outcome else voters)
    if len(stage.votes) <= _WHOLE:
        yield Together(tuple(blocks))
    else:
        yield from blocks


def _rules(view: ReportView, stage: StageView) -> Iterator[Text]:
    """How it was decided, what carries it, who has which part in it; then who may stop it."""
    if stage.decided:
        winner = view.party(stage.winner) if stage.winner else view.say(words.NOBODY)
        yield Text(view.say(words.DECIDED).format(winner=winner))
    if stage.quota is None:
        rules = [view.say(words.WITHOUT_VOTE)]
    else:
        weight = 1.0 if stage.weight is None else stage.weight
        rules = [
            view.say(words.QUOTA_OF).format(quota=stage.quota, all=total_votes(stage)),
            view.say(words.STAGE_WEIGHT).format(weight=f"{weight:g}"),
        ]
    by_role: dict[str, list[str]] = {}
    for part in stage.participants:
        by_role.setdefault(part.role, []).append(part.person)
    rules += [labelled(view, word(view, ROLES, role), names(view, people)) for role, people in by_role.items()]
    yield Text(clauses(view, rules), quiet=True)
    if stage.veto and not stage.decided:
        yield Text(f"{MARK_SIGNS['VETO']} {view.say(words.VETOES).format(people=names(view, stage.veto))}")


def _voters(view: ReportView, stage: StageView) -> Table:
    largest = max(stage.voting_power.values(), default=0.0)
    columns = (
        column(view, "stage", 20, room="sheet"),
        column(view, "person", 34, "person", "narrow"),
        column(view, "votes", 11, "number", "narrow"),
        column(view, "power", 27, "share", "narrow"),
        *((column(view, "attitude", 34, "level", "narrow"),) if view.shows_attitudes else ()),
        column(view, "veto", 12, room="sheet"),
        column(view, "quota", 10, "number", "sheet"),
    )
    rows = []
    weights = {vote.person: vote.weight for vote in stage.votes}
    voters = sorted(weights, key=lambda person: (-stage.voting_power.get(person, 0.0), person))
    for person in dict.fromkeys((*voters, *stage.veto)):
        veto = person in stage.veto
        rows.append(
            (
                Cell(stage_name(view, stage.id)),
                person_cell(view, person),
                count(weights.get(person)),
                share(stage.voting_power.get(person), largest),
                *((attitude(view, person, view.map.vendor),) if view.shows_attitudes else ()),
                yes(view, veto),
                count(stage.quota),
            )
        )
    return Table(columns, tuple(rows))


def _outcome(view: ReportView, stage: StageView) -> Iterator[Block]:
    """Standing and flip sets, which an outline does not tell."""
    if not view.shows_attitudes:
        return
    of_parties = view.map.standing.items()
    here = {party: standing.stages[stage.id] for party, standing in of_parties if stage.id in standing.stages}
    if here:
        yield intervals(view, here)
    if stage.decided:
        return
    if stage.chance:
        yield Text(labelled(view, view.say(words.CHANCES), clauses(view, _chances(view, stage))))
    yield Text(labelled(view, view.say(words.HEADINGS["flips"]), flips(view, stage)))


def _chances(view: ReportView, stage: StageView) -> Iterator[str]:
    """How likely each party, and nobody, carries the stage by the model, in words: no forecast."""
    for party, chance in stage.chance.items():
        yield labelled(view, view.party(party), likelihood(view, chance.point))
    if stage.nobody is not None:
        yield labelled(view, view.say(words.NOBODY), likelihood(view, stage.nobody))


def likelihood(view: ReportView, chance: float) -> str:
    """A chance, 0 to 1, in words."""
    return view.say(next(pair for code, pair in words.LIKELIHOODS.items() if chance <= words.UP_TO[code]))


def least_likely(view: ReportView) -> StageView | None:
    """The open stage that we carry least likely; the first of several, None where no chance is known."""
    us = view.map.vendor or ""
    stages = (stage for stage in view.stages if not stage.decided and us in stage.chance)
    return min(stages, key=lambda stage: stage.chance[us].point, default=None)


def flips(view: ReportView, stage: StageView) -> str:
    """The cheapest sets of people who would carry a stage, with the levels to climb."""
    sets = stage.minimum_flip_sets
    if sets is None:
        return view.say(words.TOO_MANY)
    if not sets:
        return view.say(words.NO_FLIP_SET)
    if not sets[0].people:
        return view.say(words.WON)
    said = [f"{' + '.join(map(view.name, one.people))} ({one.steps})" for one in sets[:_SETS]]
    if len(sets) > _SETS:
        said.append(view.say(words.MORE).format(count=len(sets) - _SETS))
    return clauses(view, said)
