"""The analysis of an account for a reader: what a report is composed from, and names in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from app.auth.profiles import Redaction
from app.power_map.schemas import DepartmentView, PersonView, PowerMap
from app.reviews.pack_schemas import ReviewPack
from app.texts import report as words
from app.texts.catalogue import Language, Named, names_of, pick
from graph.analysis.decision_chain import StageView
from graph.analysis.measures import MeasuresView
from graph.analysis.relationships import RelationshipsView
from graph.analysis.sandbox import SandboxView
from graph.analysis.structure import Structure
from graph.document import AccountDocument
from graph.kinds import Attitude, Person
from graph.stances import counting
from graph.validity import SUCCESSOR, known_on

Lang = Language
InfluenceShown = Literal["top", "all", "none"]


@dataclass(frozen=True, slots=True)
class Framing:
    """What a file is made for: language, profile, reader (a name people know), moment (UTC) and marking text."""

    lang: Lang
    redact: Redaction
    influence: InfluenceShown
    reader: str
    printed_at: datetime
    marking: str
    watermark: bool = True


@dataclass(frozen=True, slots=True)
class RelationshipMethod:
    """The account by the relationship method: relationships, level, stage and phase; how its map is built; sandbox, measures."""

    relationships: RelationshipsView
    structure: Structure
    sandbox: SandboxView
    measures: MeasuresView


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """All parts are redacted. `pack`: plan, gate and changes of the opportunity; None without one and in an outline.

    `relations`: None where it was not asked for, and in an outline.
    """

    framing: Framing
    document: AccountDocument
    map: PowerMap
    pack: ReviewPack | None = None
    relations: RelationshipMethod | None = None

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
    def person_of(self) -> Mapping[str, PersonView]:
        """People of the map by id."""
        return {person.id: person for person in self.map.people}

    @cached_property
    def unit_of(self) -> Mapping[str, DepartmentView]:
        """Departments of the map by id."""
        return {unit.id: unit for unit in self.map.departments}

    @cached_property
    def stages(self) -> tuple[StageView, ...]:
        """The stages in order."""
        return tuple(sorted(self.map.stages, key=lambda stage: (stage.order, stage.id)))

    @cached_property
    def by_influence(self) -> tuple[PersonView, ...]:
        """People by decision influence, largest first, then by id."""
        return tuple(sorted(self.map.people, key=lambda person: (-person.scores.decision_influence, person.id)))

    def say(self, pair: tuple[str, str]) -> str:
        """The half of an (English, Chinese) pair in the view's language."""
        return pick(pair, self.lang)

    def called(self, one: Named) -> str:
        """What something is called in the view's language."""
        return self.say(names_of(one))

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """What opportunities, targets and activities are called, by list and id."""
        return {
            name: {one.id: self.called(one) for one in getattr(self.document, name)}
            for name in ("opportunities", "market_targets", "targets", "activities")
        }

    @cached_property
    def counting(self) -> Mapping[tuple[str, str], Attitude]:
        """The statement that counts of each person and party on the day."""
        return counting(self.document.attitudes, self.map.as_of, self.map.opportunity)

    @property
    def opportunity(self) -> str:
        """What the opportunity asked about is called; empty for none."""
        return self.names["opportunities"].get(self.map.opportunity or "", "")

    def either(self, chinese: str, english: str) -> tuple[str, str]:
        """The form in the view's language and the other one, empty if there is none."""
        first, second = (english, chinese) if self.lang == "en" else (chinese, english)
        return (first, second) if first else (second, "")

    def name(self, person: str) -> str:
        """A person's name in the view's language, of who has left, too; an id that names nobody stands for itself."""
        someone = self.person_of.get(person) or self._recorded.get(person)
        if someone is None and SUCCESSOR in person and person in self._successors:
            return self.say(words.SUCCESSOR_OF).format(name=self.name(self._successors[person]))
        return self.called(someone) if someone else person

    @cached_property
    def _recorded(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.document.people}

    @cached_property
    def _successors(self) -> Mapping[str, str]:
        """Unnamed successors with whom they follow."""
        return {one.id: one.holds_for for one in known_on(self.document, self.map.as_of).successors.values()}

    def alias(self, person: str) -> str:
        """A person's name in the other script; empty without."""
        someone = self.person_of.get(person)
        return self.either(someone.name, someone.name_en)[1] if someone else ""

    def title_of(self, person: PersonView) -> str:
        """The title; of somebody borrowed also the account they come from."""
        title = self.either(person.title, person.title_en)[0]
        return " · ".join(part for part in (title, person.account_id) if part)

    def department(self, unit: str | None) -> str:
        """A department's name in the view's language; an id that names none stands for itself."""
        department = self.unit_of.get(unit or "")
        return self.called(department) if department else unit or ""

    def party(self, party: str) -> str:
        """A party's name in the view's language; an id that names none stands for itself."""
        return (
            self.say((self.map.parties_en.get(party) or name, name)) if (name := self.map.parties.get(party)) else party
        )

    def bidder(self, party: str) -> str:
        """A party as a bidder: its name, and that it is out where it gave the opportunity up by the day."""
        return self.say(words.OUT).format(party=self.party(party)) if self.is_out(party) else self.party(party)

    def is_out(self, party: str) -> bool:
        """Whether a party gave the opportunity up by the day."""
        bids = (one for one in self.document.opportunities if one.id == self.map.opportunity)
        given_up = (
            withdrawal
            for one in bids
            for withdrawal in one.withdrawn
            if withdrawal.on is None or withdrawal.on <= self.map.as_of
        )
        return any(withdrawal.party == party for withdrawal in given_up)

    def member(self, member: str | None) -> str:
        """A team member's name in the view's language; a dash for nobody."""
        if not member:
            return "—"
        name = self.map.team.get(member, member)
        return self.say((self.map.team_en.get(member) or name, name))


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
