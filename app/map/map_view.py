"""The one view that page and exports draw: what stands where, in which colours and words.

`composing.compose` chooses everything; a writer only draws: it computes no score, picks no colour, asks no store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, Literal

from app.map.palette import Stroke, Tint
from app.map.redaction import Redaction
from app.power_map.schemas import DepartmentView, PersonView, PowerMap
from app.reviews.pack_schemas import ReviewPack
from app.texts.catalogue import pick
from graph.document import AccountDocument
from graph.layout.blocks import Box
from graph.layout.layout import Layout

Lang = Literal["zh", "en"]
InfluenceShown = Literal["top", "all", "none"]
TOP_LINES: Final = 12  # more cannot be followed by eye


@dataclass(frozen=True, slots=True)
class Framing:
    """What a drawing is made for: language, profile, reader (a name people know), moment (UTC) and marking text."""

    lang: Lang
    redact: Redaction
    influence: InfluenceShown
    reader: str
    printed_at: datetime
    marking: str
    watermark: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """A person: where, and what the card says. `share` is decision influence 0 to 1, `bar` the same over the largest.

    `level` is the code of the attitude to us (UNKNOWN where it is not told), shown by `sign` and `tint`; `order` the place by
    decision influence, 0 below the fifth; `marks` are signs of MARK_SIGNS, `rival` the competitor they are nearer to, `manager`
    the solid manager where that is somebody of another department, `told` everything in one sentence for those who cannot see
    it.
    """

    id: str
    box: Box
    name: str
    second: str
    title: str
    roles: str
    department_id: str | None
    department: str
    rank: int
    level: str
    tint: Tint
    sign: str
    contact: str
    share: float
    bar: float
    order: int
    marks: tuple[str, ...]
    rival: str
    manager: str
    told: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A department's box; `note` gives its people and coverage in one short text."""

    id: str
    box: Box
    name: str
    note: str
    depth: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two cards. `strength` above 0 to 1 for influence, else None; `told` says it in words.

    `tagged`: a solid line between departments, which the report's card tells by its `manager`; drawn, such lines run through
    everything in between.
    """

    kind: str
    source: str
    target: str
    stroke: Stroke
    strength: float | None
    tagged: bool
    told: str


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry: a `tint` with a `sign`, a `stroke`, or a `contact` level, and what it means."""

    text: str
    sign: str = ""
    tint: Tint | None = None
    stroke: Stroke | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries under a heading."""

    heading: str
    items: tuple[LegendItem, ...]


@dataclass(frozen=True)
class MapView:
    """Everything a writer needs. `document`, `map` and `pack` are redacted; `layout` places every person of the map.

    `pack`: the decision chain, plan, gate verdict and changes of the opportunity; None without one and in an outline.
    """

    framing: Framing
    document: AccountDocument
    map: PowerMap
    layout: Layout
    title: str
    subtitle: str
    facts: tuple[str, ...]
    footnote: str
    stamp: str
    cards: tuple[Card, ...]
    units: tuple[Unit, ...]
    lines: tuple[Line, ...]
    legends: tuple[Legend, ...]
    notes: tuple[str, ...]
    pack: ReviewPack | None = None

    @property
    def lang(self) -> Lang:
        return self.framing.lang

    @property
    def redact(self) -> Redaction:
        return self.framing.redact

    @property
    def reader(self) -> str:
        return self.framing.reader

    @property
    def printed_at(self) -> datetime:
        return self.framing.printed_at

    @property
    def marking(self) -> str:
        return self.framing.marking

    @property
    def shows_attitudes(self) -> bool:
        """False in an outline: standing, gaps and attitudes are left out then, not unknown."""
        return self.redact != "outline"

    @cached_property
    def card_of(self) -> Mapping[str, Card]:
        """Cards by person."""
        return {card.id: card for card in self.cards}

    @cached_property
    def person_of(self) -> Mapping[str, PersonView]:
        """People of the map by id."""
        return {person.id: person for person in self.map.people}

    @cached_property
    def unit_of(self) -> Mapping[str, DepartmentView]:
        """Departments of the map by id."""
        return {unit.id: unit for unit in self.map.departments}

    @cached_property
    def ranked(self) -> tuple[Card, ...]:
        """Cards by decision influence, largest first, then by id."""
        return tuple(sorted(self.cards, key=lambda card: (-card.share, card.id)))

    def say(self, pair: tuple[str, str]) -> str:
        """The half of an (English, Chinese) pair in the view's language."""
        return pick(pair, self.lang)

    def name(self, person: str) -> str:
        """A person's name in the view's language; an id that names nobody stands for itself."""
        held = self.card_of.get(person)
        return held.name if held else person

    def department(self, unit: str) -> str:
        """A department's name in the view's language; an id that names none stands for itself."""
        held = self.unit_of.get(unit)
        return self.say((held.name_en or held.name, held.name)) if held else unit

    def party(self, party: str) -> str:
        """A party's name."""
        return self.map.parties.get(party, party)

    def member(self, member: str | None) -> str:
        """A team member's name; a dash for nobody."""
        return self.map.team.get(member, member) if member else "—"


def number(value: float | None, digits: int = 2) -> str:
    """A signed number with a true minus sign; a dash for none.

    >>> number(-0.126), number(None), number(0)
    ('−0.13', '—', '0.00')
    """
    if value is None:
        return "—"
    rounded = round(value, digits) or 0.0
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{abs(rounded):.{digits}f}"


def percent(value: float | None) -> str:
    """A share as a whole percentage; a dash for none.

    >>> percent(0.127), percent(None), percent(0.004)
    ('13 %', '—', '<1 %')
    """
    if value is None:
        return "—"
    return "<1 %" if 0 < value < 0.005 else f"{value * 100:.0f} %"  # noqa: PLR2004 - what rounds to nothing
