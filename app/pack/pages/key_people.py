"""Key people: how much they decide, from where, and where they stand."""

from __future__ import annotations

from app.map.map_view import Card, MapView, number, percent
from app.pack.pages.blocks import Cell, Column, Section, paragraph, table
from app.pack.pages.formatting import (
    attitude,
    clauses,
    column,
    contact,
    joined,
    share_cell,
    stage_name,
    word,
)
from app.power_map.schemas import PersonView
from app.texts import review_pack as words
from app.texts.codes import LEVELS, ROLES, SIGNS
from app.texts.exports import MARK_SIGNS
from graph.analysis.decision_makers import ExplanationPart

_MOST = 20
_LEAST = 5
_REASONS = 3
_SMALLEST = 0.005  # what rounds to nothing is not worth a line


def key_people(view: MapView) -> Section:
    """Those with most decision influence, largest first; below the first few, who weighs next to nothing is left out."""
    title = view.say(words.SECTIONS["people"])
    shown = [card for i, card in enumerate(view.ranked[:_MOST]) if i < _LEAST or card.share >= _SMALLEST]
    if not shown:
        return Section(title, (paragraph(view.say(words.NO_PEOPLE)),), fresh=False)
    rows = [_row(view, i, card, view.person_of[card.id], shown[0].share) for i, card in enumerate(shown, 1)]
    told = view.say(words.MOST_IMPORTANT).format(shown=len(shown), all=len(view.cards))
    return Section(title, (paragraph(told, quiet=True), table(_columns(view), rows)))


def _columns(view: MapView) -> list[Column]:
    columns = [
        column(view, "order", 3.5, right=True),
        column(view, "person", 21),
        column(view, "influence", 15),
        column(view, "roles", 13),
    ]
    if view.shows_attitudes:
        columns += [
            column(view, "attitude", 22),
            column(view, "rivals", 18),
            column(view, "predicted", 10.5, right=True),
            column(view, "margin", 8, right=True),
        ]
    return [*columns, column(view, "contact", 15), column(view, "why", 25)]


def _row(view: MapView, place: int, card: Card, person: PersonView, largest: float) -> list[Cell]:
    about = [card.second, card.title, card.department]
    if person.hidden_influencer:
        about.append(f"{MARK_SIGNS['HIDDEN']} {view.say(words.HIDDEN)}")
    influence = share_cell(card.share, largest)
    stable = view.say(words.STABLE).format(share=percent(person.key_share)) if person.key_share > 0 else ""
    row = [
        Cell(str(place)),
        Cell(card.name, " · ".join(held for held in about if held), strong=True),
        Cell(influence.text, stable, bar=influence.bar),
        Cell(joined(view, (word(view, ROLES, role) for role in person.roles)) or "—"),
    ]
    if view.shows_attitudes:
        row += [
            _attitude(view, person),
            Cell(_rivals(view, person)),
            Cell(number(person.settled.get(view.map.vendor or ""))),
            Cell(number(person.margin)),
        ]
    return [*row, contact(view, person), Cell(_why(view, card.id, person.explanation))]


def _attitude(view: MapView, person: PersonView) -> Cell:
    """The attitude to us with the evidence of that day, which a review does not hold."""
    told = attitude(view, person, view.map.vendor)
    held = person.attitudes.get(view.map.vendor or "")
    proofs = [
        record.evidence
        for record in view.document.attitudes
        if held is not None
        and (record.person, record.toward, record.on, record.level) == (person.id, view.map.vendor, held.on, held.level)
        and record.opportunity_id in {None, view.map.opportunity}
    ]
    proof = proofs[0] if proofs else ""
    return Cell(told.text, clauses(view, [part for part in (told.second, proof) if part]), told.tint)


def _rivals(view: MapView, person: PersonView) -> str:
    told = [
        f"{view.party(party)}\u00a0{SIGNS[held.level]}\u00a0{word(view, LEVELS, held.level)}"
        for party, held in person.attitudes.items()
        if party != view.map.vendor
    ]
    return joined(view, told) or "—"


def _why(view: MapView, identity: str, parts: list[ExplanationPart]) -> str:
    """The largest parts of the explanation."""
    told: list[str] = []
    for part in parts[:_REASONS]:
        if told and part.share < _SMALLEST:
            break
        pair = words.OWN_VOTE if part.voter == identity else words.VIA
        stage, voter = stage_name(view, part.stage), view.name(part.voter or "")
        told.append(view.say(pair).format(stage=stage, voter=voter, share=percent(part.share)))
    return clauses(view, told) or "—"
