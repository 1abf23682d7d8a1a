"""Six pictures that a review opens with: do we win, who decides, how, what is missing, what we do, what is needed of whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from app.report import palette
from app.report.actions import gaps_by_subject
from app.report.blocks import Beside, Block, Cell, Heading, Section, Table, Text, Tiles
from app.report.cells import column, count, day, intervals, names, person_cell, stage_name, total_votes, word
from app.report.chain import flips, likelihood
from app.report.changes import series
from app.report.key_people import groups, people_table
from app.report.sentence import sentence
from app.report.standing import leads
from app.report.summary import first_rows, summary_tiles
from app.report.view import ReportView
from app.reviews.pack_schemas import ReviewPack
from app.texts import exports
from app.texts import report as words
from app.texts.relationship_codes import ACTIVITY_STATES
from graph.analysis.decision_chain import StageView
from graph.kinds import Activity

_PEOPLE: Final = 6
_NAME: Final = 44  # the share of names with titles
_GAPS: Final = 6
_ACTIVITIES: Final = 7
_ASKS: Final = 3
_CHECKS: Final = 5
_POINTS: Final = 5
_OPEN: Final = frozenset({"PLANNED", "IN_PROGRESS"})


def pictures(view: ReportView) -> tuple[Section, ...]:
    """The six, each on one page; those on chain and plan need an opportunity. None in an outline, nor without people."""
    if not view.map.people or not view.shows_attitudes:
        return ()
    shown: dict[str, tuple[Block, ...]] = {"win": (*_win(view),), "who": (*_who(view),)}
    if view.pack is not None:
        shown["how"] = (_how(view),)
    shown["missing"] = (*first_rows(view, gaps_by_subject(view, owned=True), _GAPS),) or (
        Text(view.say(words.NO_GAPS)),
    )
    if view.pack is not None:
        shown["doing"] = (*_doing(view, view.pack),)
    shown["ask"] = (*_ask(view),)
    return tuple(Section(name, view.say(words.PICTURES[name]), blocks, one_page=True) for name, blocks in shown.items())


def about(view: ReportView) -> str:
    """Whose pictures these are, of what, as of when."""
    as_of = view.say(exports.AS_OF).format(day=view.map.as_of.isoformat())
    return " · ".join(part for part in (view.called(view.map), view.opportunity, as_of) if part)


def _win(view: ReportView) -> Iterator[Block]:
    """The answer in a sentence; verdict, money, chance; where the bidders stand, and stood."""
    yield Heading(sentence(view))
    yield Tiles(tuple(summary_tiles(view)))
    stand: tuple[Block, ...] = (intervals(view, view.map.standing), *leads(view)) if view.map.standing else ()
    over_time = series(view, view.pack, _POINTS) if view.pack is not None else ()
    if stand and over_time:
        yield Beside((Heading(view.say(words.SECTIONS["standing"])), *stand), over_time)
    else:
        yield from (*stand, *over_time)


def _who(view: ReportView) -> Iterator[Block]:
    yield from groups(view)
    people = people_table(view).fitting("narrow")
    columns = tuple(replace(one, share=_NAME if one.kind == "person" else one.share) for one in people.columns)
    yield from first_rows(view, replace(people, columns=columns), _PEOPLE)


def _how(view: ReportView) -> Table:
    """A row a stage."""
    columns = (
        column(view, "stage", 16, room="narrow"),
        column(view, "quota", 18, room="narrow"),
        column(view, "voters", 34, room="narrow"),
        column(view, "veto", 14, room="narrow"),
        column(view, "chance", 14, room="narrow"),
        column(view, "wins_it", 34, room="narrow"),
    )
    return Table(columns, tuple(_stage(view, stage) for stage in view.stages), empty=view.say(words.NO_STAGES))


def _stage(view: ReportView, stage: StageView) -> tuple[Cell, ...]:
    voters = sorted(stage.voting_power, key=lambda person: (-stage.voting_power[person], person))
    ours = stage.chance.get(view.map.vendor or "")
    quota = view.say(words.WITHOUT_VOTE)
    if stage.quota is not None:
        quota = view.say(words.QUOTA_OF).format(quota=stage.quota, all=total_votes(stage))
    won = flips(view, stage) if stage.votes else "—"
    if stage.decided:
        winner = view.party(stage.winner) if stage.winner else view.say(words.NOBODY)
        won = view.say(words.DECIDED).format(winner=winner)
    return (
        Cell(stage_name(view, stage.id), strong=True),
        Cell(quota),
        Cell(names(view, voters) or "—"),
        Cell(names(view, stage.veto) or "—"),
        Cell(likelihood(view, ours.point) if ours and not stage.decided else "—"),
        Cell(won),
    )


def _doing(view: ReportView, pack: ReviewPack) -> Iterator[Block]:
    """What is planned next of the opportunity or the account, overdue first."""
    seen = {one.id: one for one in pack.plan.activities if one.status in _OPEN}
    listed = sorted(
        (one for one in view.document.activities if _belongs(view, one) and one.id in seen),
        key=lambda one: (one.due_on, one.id),
    )
    columns = (
        column(view, "by", 12, "date", "narrow"),
        column(view, "activity", 42, room="narrow"),
        column(view, "person", 32, room="narrow"),
        column(view, "state", 14, room="narrow"),
        column(view, "owner", 14, room="narrow"),
    )
    rows = tuple(
        (
            _due(view, one.due_on),
            Cell(view.called(one)),
            Cell(names(view, (person for person in one.people if person in view.person_of)) or "—"),
            Cell(word(view, ACTIVITY_STATES, seen[one.id].status)),
            Cell(view.member(seen[one.id].owner)),
        )
        for one in listed
    )
    yield from first_rows(view, Table(columns, rows), _ACTIVITIES)
    if not rows:
        yield Text(view.say(words.NO_ACTIVITIES))


def _belongs(view: ReportView, one: Activity) -> bool:
    return one.opportunity_id in {None, view.map.opportunity}


def _due(view: ReportView, due: date) -> Cell:
    late = due < view.map.as_of
    return Cell(due.isoformat(), value=due, tint=palette.VERDICTS["FAIL"]) if late else day(due)


def _ask(view: ReportView) -> Iterator[Block]:
    """Whom to work on first with owner and day, then the open checks of the gate with whom they are about."""
    columns = (
        column(view, "order", 5, "number", "narrow"),
        column(view, "person", 22, "person", "narrow"),
        column(view, "step", 66, room="narrow"),
        column(view, "owner", 18, room="narrow"),
        column(view, "by", 14, "date", "narrow"),
    )
    rows = tuple(
        (
            count(place),
            person_cell(view, step.person),
            Cell(view.say((step.text_en, step.text_zh))),
            Cell(view.member(step.owner)),
            day(_planned(view, step.person)),
        )
        for place, step in enumerate(view.map.do_first[:_ASKS], 1)
    )
    yield Table(columns, rows, empty=view.say(words.NO_GAPS))
    if view.pack is not None:
        yield Heading(view.say(words.CHECKS_OPEN))
        yield from first_rows(view, _open_checks(view, view.pack), _CHECKS)


def _planned(view: ReportView, person: str) -> date | None:
    """The day something open is planned with somebody."""
    days = (one.due_on for one in view.document.activities if one.status in _OPEN and person in one.people)
    return min(days, default=None)


def _open_checks(view: ReportView, pack: ReviewPack) -> Table:
    columns = (
        column(view, "check", 8, room="narrow"),
        column(view, "rule", 64, room="narrow"),
        column(view, "about", 36, room="narrow"),
        column(view, "owner", 20, room="narrow"),
    )
    rows = tuple(
        (
            Cell(check.id, strong=True),
            Cell(view.say((check.rule, check.rule_zh))),
            Cell(names(view, check.people) or "—"),
            Cell(", ".join(map(view.member, check.members)) or "—"),
        )
        for check in sorted(pack.review.checks, key=lambda one: (one.result != "FAIL", one.id))
        if check.id in pack.review.open_checks
    )
    return Table(columns, rows, empty=view.say(words.ALL_PASSED))
