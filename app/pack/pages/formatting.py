"""Cells and names that several pages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from app.map import palette
from app.map.map_view import MapView, number, percent
from app.pack.pages.blocks import HALF, Cell, Column, Span, Spans, breakable
from app.power_map.schemas import PersonView
from app.texts.codes import CONTACT_LEVELS, LEVELS, SEVERITIES, SIGNS, STAGE_KINDS
from app.texts.gaps import KIND_NAMES, Pair
from app.texts.review_pack import (
    BY_RANK,
    CLAUSE,
    COLUMNS,
    IN_WINDOW,
    LAST_CONTACT,
    RANGE,
    SEPARATOR,
    SEVERITY_SIGNS,
    STAGE_NAME,
)
from graph.analysis.standing import StageStanding

_PARTY_ROOM: Final = 0.2 * HALF


def word(view: MapView, words: Mapping[str, Pair], code: str) -> str:
    """A code as people read it; one that has no words stands for itself."""
    return view.say(words[code]) if code in words else code


def column(view: MapView, name: str, share: float, *, right: bool = False) -> Column:
    """A column headed by its word."""
    return Column(view.say(COLUMNS[name]), share, right=right)


def joined(view: MapView, texts: Iterable[str]) -> str:
    """Texts as a list in one line."""
    return view.say(SEPARATOR).join(texts)


def clauses(view: MapView, texts: Iterable[str]) -> str:
    """Texts that hold lists themselves, in one line."""
    return view.say(CLAUSE).join(texts)


def people(view: MapView, ids: Iterable[str]) -> str:
    """Names in one line."""
    return joined(view, (view.name(person) for person in ids))


def stage_name(view: MapView, stage: str) -> str:
    """A stage by its place and kind; `rank` where the basis is rank."""
    held = next((held for held in view.map.stages if held.id == stage), None)
    if held is None:
        return view.say(BY_RANK) if stage == "rank" else stage
    return view.say(STAGE_NAME).format(order=held.order, kind=word(view, STAGE_KINDS, held.kind))


def attitude(view: MapView, person: PersonView | None, party: str | None) -> Cell:
    """What someone thinks of a party: sign, word, tint and day."""
    held = person.attitudes.get(party or "") if person else None
    level = held.level if held else "UNKNOWN"
    return Cell(
        f"{SIGNS[level]} {word(view, LEVELS, level)}", held.on.isoformat() if held else "", palette.LEVELS[level]
    )


def contact(view: MapView, person: PersonView, *, counted: bool = True) -> Cell:
    """How well we know someone: level, day of the last contact and, if `counted`, how many there were in the window."""
    held = person.coverage
    told = []
    if held.last_contact:
        told.append(view.say(LAST_CONTACT).format(day=held.last_contact.isoformat()))
    if counted and held.contacts_in_window:
        days = view.map.method.window_days_of_rank.get(person.rank, view.map.method.window_days)
        told.append(view.say(IN_WINDOW).format(count=held.contacts_in_window, days=days))
    return Cell(word(view, CONTACT_LEVELS, held.level), clauses(view, told))


def severity(view: MapView, code: str) -> Cell:
    """A gap's severity by sign, word and tint."""
    return Cell(f"{SEVERITY_SIGNS[code]} {word(view, SEVERITIES, code)}", tint=palette.SEVERITIES[code])


def gap_kind(view: MapView, kind: str) -> str:
    """What is missing, in a few words."""
    return word(view, KIND_NAMES, kind)


def share_cell(share: float | None, largest: float = 1.0) -> Cell:
    """A share as a bar, over the largest, and a percentage."""
    return Cell(percent(share), bar=min(share / largest, 1.0) if share is not None and largest > 0 else None)


def intervals(view: MapView, held: Mapping[str, StageStanding]) -> Spans:
    """Every party's interval, us first, as on the map."""
    order = {party: i for i, party in enumerate(view.map.parties)}
    rows = [
        Span(
            name=breakable(view.party(party), _PARTY_ROOM),
            text=view.say(RANGE).format(point=number(found.point), low=number(found.low), high=number(found.high)),
            low=found.low,
            point=found.point,
            high=found.high,
            colour=palette.PARTIES[order.get(party, 0) % len(palette.PARTIES)],
        )
        for party, found in held.items()
    ]
    return Spans(tuple(rows))
