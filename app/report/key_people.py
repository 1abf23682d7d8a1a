"""Key people: how much they decide, from where, where they stand, and how well we know them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.power_map.schemas import PersonView
from app.report.blocks import Cell, Column, Section, Table, Text
from app.report.cells import (
    attitude,
    clauses,
    column,
    contact,
    count,
    day,
    labelled,
    names,
    rivals,
    roles,
    score,
    share,
    stage_name,
    word,
    yes,
)
from app.report.view import ReportView, percent
from app.texts import report as words
from app.texts.codes import STYLES
from app.texts.exports import MARK_SIGNS, NO_DEPARTMENT

_PRINTED: Final = 20
_LEAST: Final = 5
_REASONS: Final = 3
_SMALLEST: Final = 0.005  # what rounds to nothing is not worth a line on paper


def key_people(view: ReportView) -> Section:
    """Everybody by decision influence; on paper those with most of it."""
    title = view.say(words.SECTIONS["people"])
    if not view.map.people:
        return Section("people", title, (Text(view.say(words.NO_PEOPLE)),))
    note = view.say(words.PEOPLE_NOTE)
    return Section("people", title, (Text(note, quiet=True), *groups(view), people_table(view)))


def people_table(view: ReportView) -> Table:
    """A row for everybody, by decision influence."""
    people = view.by_influence
    weighty = sum(person.scores.decision_influence >= _SMALLEST for person in people)
    largest = people[0].scores.decision_influence if people else 0.0
    rows = tuple(_row(view, place, person, largest) for place, person in enumerate(people, 1))
    return Table(_columns(view), rows, printed=max(min(weighty, _PRINTED), _LEAST))


def _columns(view: ReportView) -> tuple[Column, ...]:
    stances = (
        column(view, "attitude", 22, "level", "narrow"),
        column(view, "rivals", 18),
        column(view, "settled", 10.5, "number"),
        column(view, "margin", 8, "number"),
        column(view, "style", 10, room="sheet"),
        column(view, "information", 10, "number", "sheet"),
    )
    return (
        column(view, "order", 3.5, "number"),
        column(view, "id", 8, room="sheet"),
        column(view, "person", 22, "person", "narrow"),
        column(view, "title", 20, room="sheet"),
        column(view, "department", 14, room="sheet"),
        column(view, "rank", 6, "number", "sheet"),
        column(view, "roles", 13),
        column(view, "influence", 16, "share", "narrow"),
        column(view, "class", 6, room="narrow"),
        column(view, "key_share", 10, "share", "sheet"),
        column(view, "hidden", 8, room="sheet"),
        *(stances if view.shows_attitudes else ()),
        column(view, "contact", 16, room="narrow"),
        column(view, "last_contact", 10, "date", "sheet"),
        column(view, "owner", 10, room="sheet"),
        column(view, "why", 25),
    )


def _row(view: ReportView, place: int, person: PersonView, largest: float) -> tuple[Cell, ...]:
    department = view.department(person.department_id) or view.say(NO_DEPARTMENT)
    title = view.title_of(person)
    name = view.name(person.id)
    met = contact(view, person)
    owner = view.member(person.coverage.owner) if person.coverage.owner else ""
    ours = view.map.vendor or ""
    stances = (
        attitude(view, person.id, ours, _proof(view, person)),
        rivals(view, person),
        score(person.settled.get(ours)),
        score(person.margin),
        Cell(f"{person.style} {word(view, STYLES, person.style)}" if person.style else ""),
        score(person.information_value),
    )
    return (
        count(place),
        Cell(person.id),
        Cell(
            name,
            " · ".join(part for part in (title, department, *_remarks(view, person)) if part),
            value=name,
            alias=view.alias(person.id),
            strong=True,
            person=person.id,
        ),
        Cell(title),
        Cell(department),
        count(person.rank),
        roles(view, person),
        share(person.scores.decision_influence, largest, _stability(view, person)),
        Cell(person.class_, strong=person.class_ == "A"),
        share(person.key_share),
        yes(view, person.hidden_influencer),
        *(stances if view.shows_attitudes else ()),
        Cell(met.text, clauses(view, (met.second, owner)), value=met.text),
        day(person.coverage.last_contact),
        Cell(owner),
        Cell(_why(view, person)),
    )


def _remarks(view: ReportView, person: PersonView) -> tuple[str, ...]:
    """What sets someone apart, by sign and word."""
    remarks = []
    if person.hidden_influencer:
        remarks.append(f"{MARK_SIGNS['HIDDEN']} {view.say(words.HIDDEN)}")
    if "VETO_HOLDER" in person.roles:
        remarks.append(f"{MARK_SIGNS['VETO']} {view.say(words.MAY_VETO)}")
    if person.id in view.map.unstable:
        remarks.append(view.say(words.UNSTABLE))
    return tuple(remarks)


def _stability(view: ReportView, person: PersonView) -> str:
    return view.say(words.STABLE).format(share=percent(person.key_share)) if person.key_share > 0 else ""


def _proof(view: ReportView, person: PersonView) -> str:
    """The evidence of the day of the attitude to us, which a review does not hold."""
    known = (person.id, view.map.vendor or "") in view.counting and bool(person.attitudes.get(view.map.vendor or ""))
    return view.counting[person.id, view.map.vendor or ""].evidence if known else ""


def _why(view: ReportView, person: PersonView) -> str:
    """The largest parts of the explanation."""
    said: list[str] = []
    for part in person.explanation[:_REASONS]:
        if said and part.share < _SMALLEST:
            break
        pair = words.OWN_VOTE if part.voter == person.id else words.VIA
        stage, voter = stage_name(view, part.stage), view.name(part.voter or "")
        said.append(view.say(pair).format(stage=stage, voter=voter, share=percent(part.share)))
    return clauses(view, said) or "—"


def groups(view: ReportView) -> Iterator[Text]:
    """Who is key, who may stop an open stage, and who weighs much without showing it."""
    shown = view.map
    for pair, people in (
        (words.KEY_PEOPLE, shown.key_decision_makers),
        (words.VETO_HOLDERS, shown.veto_holders),
        (words.HIDDEN_INFLUENCERS, shown.hidden_influencers),
    ):
        if people:
            yield Text(labelled(view, view.say(pair), names(view, people)))
