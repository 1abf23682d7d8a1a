"""The tables of the read-only page: the same as the map, for those who read rather than look."""

from __future__ import annotations

from collections.abc import Iterator

from app.map.map_view import MapView
from app.page.data.parts import Cell, Column, Row, Section, Table
from app.power_map.advice import GapView
from app.report import palette
from app.report.view import number, percent
from app.reviews.pack_schemas import ReviewPack
from app.reviews.schemas import SnapshotItem
from app.texts.codes import CONTACT_LEVELS, LEVELS, ROLES, SEVERITIES, SIGNS, STAGE_KINDS, VOCABULARIES
from app.texts.gaps import KIND_NAMES
from app.texts.page import PEOPLE, SECTIONS, VERDICTS
from graph.analysis.comparison import Comparison
from graph.analysis.decision_chain import StageView

_FLIPS_SHOWN = 3
_CHANGES_SHOWN = 8
_WORDS = {key: PEOPLE[key] for key in ("roles", "contact", "owner")} | SECTIONS
_CODES = {code: pair for vocabulary in VOCABULARIES for code, pair in vocabulary.items()}


def sections(view: MapView) -> Iterator[Section]:
    """All that the view tells, in the order of a review."""
    made = _Sections(view)
    yield made.people()
    if view.shows_attitudes:
        yield made.first()
        yield made.gaps()
    if view.map.stages:
        yield made.chain()
    if view.pack is not None:
        yield made.plan(view.pack)
        yield made.gate(view.pack)
        if view.pack.changes is not None:
            yield made.changes(view.pack.changes, view.pack.previous)


def steps(view: MapView) -> Iterator[tuple[str, str]]:
    """Whom to work on first, and how."""
    for held in view.map.do_first:
        yield held.person, view.say((held.text_en, held.text_zh))


class _Sections:
    """The tables of one view."""

    def __init__(self, view: MapView) -> None:
        self._view = view

    def _say(self, key: str) -> str:
        return self._view.say(_WORDS[key])

    def _columns(self, *keys: str, numbers: tuple[str, ...] = ()) -> tuple[Column, ...]:
        return tuple(Column(self._say(key), key in numbers) for key in keys)

    def _person(self, person: str | None) -> Cell:
        return (
            Cell(self._view.name(person), person=person)
            if person and person in self._view.card_of
            else Cell(person or "—")
        )

    def _attitude(self, person: str) -> Cell:
        card = self._view.card_of.get(person)
        level = card.level if card else "UNKNOWN"
        return Cell(f"{SIGNS[level]} {self._view.say(LEVELS[level])}", tint=palette.LEVELS[level])

    # -- everybody ----------------------------------------------------------------------------------------------------

    def people(self) -> Section:
        told = self._view.shows_attitudes
        attitude = ("us", "rival") if told else ()
        keys = ("number", "person", "title", "roles", *attitude, "contact", "share", "stable")
        columns = self._columns(*keys, numbers=("number", "share", "stable"))
        rows = tuple(self._row(i + 1, card.id) for i, card in enumerate(self._view.ranked))
        return Section("people", self._say("people"), self._say("people_note"), (Table("", columns, rows),))

    def _row(self, place: int, person: str) -> Row:
        card, held = self._view.card_of[person], self._view.person_of[person]
        about = f"{card.title} · {card.department}" if card.title else card.department
        told = (self._attitude(person), Cell(card.rival)) if self._view.shows_attitudes else ()
        owner = f" · {self._view.member(held.coverage.owner)}" if held.coverage.owner else ""
        cells = (
            Cell(str(place)),
            Cell(f"{card.name}  {card.second}".strip(), person=person),
            Cell(about),
            Cell(card.roles),
            *told,
            Cell(self._view.say(CONTACT_LEVELS[held.coverage.level]) + owner),
            Cell(percent(card.share), bar=card.bar),
            Cell(percent(held.key_share)),
        )
        return Row(cells, person)

    # -- what to do ---------------------------------------------------------------------------------------------------

    def first(self) -> Section:
        rows = tuple(
            Row((Cell(str(i)), self._person(person), Cell(text)), person)
            for i, (person, text) in enumerate(steps(self._view), start=1)
        )
        columns = self._columns("number", "person", "next", numbers=("number",))
        return Section("first", self._say("first"), "", (Table("", columns, rows, empty=self._say("no_gaps")),))

    def gaps(self) -> Section:
        rows = tuple(self._gap(gap) for gap in self._view.map.gaps)
        columns = self._columns("severity", "about", "what", "next", "weight", numbers=("weight",))
        return Section("gaps", self._say("gaps"), "", (Table("", columns, rows, empty=self._say("no_gaps")),))

    def _gap(self, gap: GapView) -> Row:
        severity = Cell(self._view.say(SEVERITIES[gap.severity]), tint=palette.SEVERITIES[gap.severity])
        what = f"{self._view.say(KIND_NAMES[gap.kind])} — {self._view.say((gap.rule, gap.rule_zh))}"
        step = self._view.say((gap.next_step.text_en, gap.next_step.text_zh))
        cells = (severity, self._subject(gap), Cell(what), Cell(step), Cell(percent(gap.decision_influence)))
        return Row(cells, gap.person or "")

    def _subject(self, gap: GapView) -> Cell:
        if gap.person is not None:
            return self._person(gap.person)
        if gap.department is not None:
            return Cell(self._view.department(gap.department))
        stage = next((held for held in self._view.map.stages if held.id == gap.stage), None)
        return Cell(self._stage(stage) if stage else gap.stage or "—")

    # -- the chain ----------------------------------------------------------------------------------------------------

    def chain(self) -> Section:
        stages = sorted(self._view.map.stages, key=lambda stage: stage.order)
        return Section("chain", self._say("chain"), "", tuple(self._votes(stage) for stage in stages))

    def _stage(self, stage: StageView) -> str:
        return self._say("stage").format(order=stage.order, kind=self._view.say(STAGE_KINDS[stage.kind]))

    def _votes(self, stage: StageView) -> Table:
        told = self._view.shows_attitudes
        caption = self._stage(stage)
        if stage.quota is not None:
            total = sum(vote.weight for vote in stage.votes)
            caption = self._say("quota").format(kind=caption, quota=stage.quota, total=total)
        keys = ("person", *(("us",) if told else ()), "votes", "power", "veto")
        ordered = sorted(stage.votes, key=lambda vote: (-stage.voting_power.get(vote.person, 0.0), vote.person))
        rows = []
        for vote in ordered:
            power = stage.voting_power.get(vote.person, 0.0)
            attitude = (self._attitude(vote.person),) if told else ()
            veto = Cell(self._say("yes") if vote.person in stage.veto else "")
            figures = (Cell(str(vote.weight)), Cell(percent(power), bar=power), veto)
            rows.append(Row((self._person(vote.person), *attitude, *figures), vote.person))
        columns = self._columns(*keys, numbers=("votes", "power"))
        return Table(caption, columns, tuple(rows), tuple(self._stage_notes(stage)), self._say("no_votes"))

    def _stage_notes(self, stage: StageView) -> Iterator[str]:
        joined, colon = self._view.say((", ", "、")), self._view.say((": ", "："))
        outside = [
            self._view.name(person) for person in stage.veto if person not in {vote.person for vote in stage.votes}
        ]
        if outside:
            yield f"{self._say('veto')}{colon}{joined.join(outside)}"
        parts = [f"{self._view.name(held.person)} ({self._view.say(ROLES[held.role])})" for held in stage.participants]
        if parts:
            yield f"{self._say('participants')}{colon}{joined.join(parts)}"
        if not stage.minimum_flip_sets or not self._view.shows_attitudes:
            return
        if not stage.minimum_flip_sets[0].people:
            yield self._say("won")
            return
        sets = [
            self._say("steps").format(people=joined.join(map(self._view.name, held.people)), steps=held.steps)
            for held in stage.minimum_flip_sets[:_FLIPS_SHOWN]
        ]
        yield f"{self._say('flips')}{colon}{' / '.join(sets)}"

    # -- the pack -----------------------------------------------------------------------------------------------------

    def plan(self, pack: ReviewPack) -> Section:
        rows = []
        for item in pack.plan.items:
            state = "reached" if item.reached else "overdue" if item.overdue else "open"
            tint = palette.VERDICTS[{"reached": "PASS", "overdue": "FAIL", "open": "CONDITIONAL"}[state]]
            subject = (
                self._person(item.subject) if item.subject in self._view.card_of else Cell(self._unit(item.subject))
            )
            cells = (
                Cell(item.name),
                subject,
                Cell(self._value(item.wanted)),
                Cell(self._value(item.now)),
                Cell(item.by.isoformat()),
                Cell(self._view.member(item.owner)),
                Cell(self._say(state), tint=tint),
            )
            rows.append(Row(cells, item.subject or ""))
        columns = self._columns("target", "about", "wanted", "now", "by", "owner", "state")
        table = Table("", columns, tuple(rows), empty=self._say("no_plan"))
        return Section("plan", self._say("plan"), "", (table,))

    def _unit(self, subject: str | None) -> str:
        return self._view.department(subject) if subject else self._say("organisation")

    def _value(self, value: str | float | None) -> str:
        if isinstance(value, str):
            return self._view.say(_CODES.get(value, (value, value)))
        return "—" if value is None else f"{round(value, 2):g}"

    def gate(self, pack: ReviewPack) -> Section:
        held = pack.review
        rows = tuple(
            Row(
                (
                    Cell(check.id),
                    Cell(self._view.say(VERDICTS[check.result]), tint=palette.VERDICTS[check.result]),
                    Cell(self._view.say((check.rule, check.rule_zh))),
                )
            )
            for check in held.checks
        )
        verdict = Cell(self._view.say(VERDICTS[held.verdict]), tint=palette.VERDICTS[held.verdict])
        note = self._say("gate_note").format(policy=held.policy, version=held.policy_version)
        table = Table("", self._columns("check", "result", "rule"), rows)
        return Section("gate", self._say("gate"), note, (table,), verdict)

    def changes(self, held: Comparison, previous: SnapshotItem | None) -> Section:
        columns = self._columns("before", "after", "change", numbers=("before", "after", "change"))
        standing = tuple(
            Row((Cell(self._view.party(party)), *_figures(before, after)))
            for party, (before, after) in held.standing.items()
        )
        moved = [
            (person, *measures["decision_influence"])
            for person, measures in held.scores.items()
            if "decision_influence" in measures
        ]
        moved.sort(key=lambda row: (-abs((row[2] or 0.0) - (row[1] or 0.0)), row[0]))
        people = tuple(
            Row((self._person(person), *_shares(before, after)), person)
            for person, before, after in moved[:_CHANGES_SHOWN]
        )
        tables = (
            Table(self._say("changed_standing"), (*self._columns("party"), *columns), standing),
            Table(
                self._say("changed_people"), (*self._columns("person"), *columns), people, empty=self._say("unchanged")
            ),
        )
        note = self._say("changes_note").format(name=previous.name, day=previous.as_of) if previous else ""
        return Section("changes", self._say("changes"), note, tables)


def _figures(before: float | None, after: float | None) -> tuple[Cell, ...]:
    """Two standings and their difference."""
    moved = None if before is None or after is None else after - before
    return tuple(Cell(number(value)) for value in (before, after, moved))


def _shares(before: float | None, after: float | None) -> tuple[Cell, ...]:
    """Two shares and their difference in percentage points; who was not there had none."""
    moved = ((after or 0.0) - (before or 0.0)) * 100
    return Cell(percent(before)), Cell(percent(after)), Cell(number(moved, 1))
