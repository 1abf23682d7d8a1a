"""People on the read-only page: what the panel says about each, what search and filters go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from app.map.map_view import Card, MapView
from app.page.data.parts import Facts, Filter, Someone
from app.page.data.setting import set_cell
from app.power_map.advice import GapView
from app.power_map.schemas import EdgeView, PersonView
from app.report.blocks import Cell
from app.report.view import number, percent
from app.texts import exports, gaps
from app.texts.codes import CONTACT_LEVELS, LEVELS, ROLES, SIGNS, STAGE_KINDS, STYLES
from app.texts.page import PEOPLE

_NO_ROLE = "-"
_PARTS_SHOWN = 6


class People:
    """The people of a view, worded."""

    def __init__(self, view: MapView) -> None:
        self._view = view
        self._edges: dict[str, list[EdgeView]] = defaultdict(list)
        for edge in view.map.edges:
            self._edges[edge.source].append(edge)
            self._edges[edge.target].append(edge)
        self._gaps: dict[str, list[GapView]] = defaultdict(list)
        for gap in view.map.gaps:
            self._gaps[gap.person or ""].append(gap)

    def _say(self, key: str) -> str:
        return self._view.say(PEOPLE[key])

    @cached_property
    def _stages(self) -> dict[str, str]:
        return {stage.id: self._view.say(STAGE_KINDS[stage.kind]) for stage in self._view.map.stages}

    def everyone(self) -> Iterator[Someone]:
        """By decision influence, largest first."""
        for card in self._view.ranked:
            yield self._someone(self._view.person_of[card.id], card)

    def _someone(self, person: PersonView, card: Card) -> Someone:
        ends = {end for edge in self._edges[person.id] for end in (edge.source, edge.target)} - {person.id}
        texts = (person.name, person.name_en, person.title, person.title_en, card.department, person.id)
        return Someone(
            id=person.id,
            name=card.name,
            second=card.second,
            title=card.title,
            sentence=card.sentence,
            sign=card.sign,
            share=percent(card.share),
            box=card.box,
            near=tuple(sorted(ends & self._view.card_of.keys())),
            facets=self._facets(person),
            found_by="\n".join(text.casefold() for text in texts),
            facts=tuple(facts for facts in self._panel(person, card) if facts.rows),
        )

    def _facets(self, person: PersonView) -> dict[str, tuple[str, ...]]:
        facets = {
            "contact": (person.coverage.level,),
            "role": tuple(person.roles) or (_NO_ROLE,),
            "department": (person.department_id or "",),
        }
        return {"attitude": (self._view.card_of[person.id].level,), **facets} if self._view.shows_attitudes else facets

    def filters(self) -> Iterator[Filter]:
        """The choices that somebody fits."""
        codes_of: dict[str, set[str]] = defaultdict(set)
        for person in self._view.map.people:
            for facet, codes in self._facets(person).items():
                codes_of[facet].update(codes)
        departments = {unit.id: unit.name for unit in self._view.units} | {"": self._view.say(exports.NO_DEPARTMENT)}
        signed = {level: f"{SIGNS[level]}  {self._view.say(pair)}" for level, pair in LEVELS.items()}
        contacts = {level: self._view.say(pair) for level, pair in CONTACT_LEVELS.items()}
        roles = {role: self._view.say(pair) for role, pair in ROLES.items()} | {_NO_ROLE: self._say("no_role")}
        worded = {"attitude": signed, "contact": contacts, "role": roles, "department": departments}
        for facet, names in worded.items():
            options = tuple((code, text) for code, text in names.items() if code in codes_of[facet])
            if len(options) > 1:
                yield Filter(facet, self._say(facet), options)

    def _panel(self, person: PersonView, card: Card) -> Iterator[Facts]:
        yield self._under("", self._facts(person, card))
        if self._view.shows_attitudes:
            yield self._under(self._say("attitudes"), self._attitudes(person))
        yield self._under(self._say("scores"), self._scores(person, card))
        yield self._under(self._say("why"), self._reasons(person))
        yield self._under(self._say("gaps"), self._missing(person))
        yield self._under(self._say("lines"), self._lines(person))

    def _under(self, heading: str, rows: Iterable[tuple[str, Cell]]) -> Facts:
        return Facts(heading, tuple((label, set_cell(cell)) for label, cell in rows))

    def _facts(self, person: PersonView, card: Card) -> Iterator[tuple[str, Cell]]:
        covered = person.coverage
        yield self._say("department"), Cell(card.department)
        yield self._say("rank"), Cell(str(person.rank))
        if card.roles:
            yield self._say("roles"), Cell(card.roles)
        marks = {sign: self._view.say(exports.MARKS[mark]) for mark, sign in exports.MARK_SIGNS.items()}
        if card.marks:
            yield (
                self._say("marks"),
                Cell(self._view.say(("; ", "；")).join(f"{sign} {marks[sign]}" for sign in card.marks)),
            )
        if person.style:
            yield self._say("style"), Cell(f"{person.style} · {self._view.say(STYLES[person.style])}")
        met = self._say("contacts").format(count=covered.contacts_in_window)
        yield self._say("contact"), Cell(f"{self._view.say(CONTACT_LEVELS[covered.level])} · {met}")
        last = covered.last_contact.isoformat() if covered.last_contact else self._say("never")
        yield self._say("last_contact"), Cell(last)
        yield self._say("owner"), Cell(self._view.member(covered.owner))

    def _attitudes(self, person: PersonView) -> Iterator[tuple[str, Cell]]:
        for party in self._view.map.parties:
            attitude = person.attitudes.get(party)
            level = attitude.level if attitude else "UNKNOWN"
            said = [f"{SIGNS[level]} {self._view.say(LEVELS[level])}"]
            if attitude:
                said += (
                    [attitude.on.isoformat(), self._say("inferred")] if attitude.inferred else [attitude.on.isoformat()]
                )
            if party in person.settled:
                said.append(self._say("settled").format(x=number(person.settled[party])))
            yield self._view.party(party), Cell(" · ".join(said))

    def _scores(self, person: PersonView, card: Card) -> Iterator[tuple[str, Cell]]:
        scores = person.scores
        yield self._say("decision_influence"), Cell(percent(scores.decision_influence), bar=card.bar)
        yield self._say("class"), Cell(person.class_)
        yield self._say("key_share"), Cell(percent(person.key_share), bar=person.key_share)
        for key, value in (
            ("influence_source", scores.influence_source),
            ("decision_convergence", scores.decision_convergence),
            ("betweenness", scores.betweenness_control),
        ):
            yield self._say(key), Cell(percent(value), bar=value)
        yield self._say("closeness"), Cell(f"{scores.closeness_access:.2f}")
        yield self._say("constraint"), Cell("—" if scores.constraint is None else f"{scores.constraint:.2f}")
        if self._view.shows_attitudes and person.information_value > 0:
            yield self._say("information"), Cell(f"{person.information_value:.2f}")

    def _reasons(self, person: PersonView) -> Iterator[tuple[str, Cell]]:
        largest = max((part.share for part in person.explanation), default=1.0)
        for part in person.explanation[:_PARTS_SHOWN]:
            stage = self._stages.get(part.stage, self._say("by_rank"))
            own = part.voter == person.id
            way = self._say("own_vote") if own else self._say("through").format(name=self._view.name(part.voter or ""))
            bar = part.share / largest if largest > 0 else 0.0
            yield (
                stage + self._view.say((": ", "：")) + way,
                Cell(percent(part.share), person="" if own else part.voter or "", bar=bar),
            )

    def _missing(self, person: PersonView) -> Iterator[tuple[str, Cell]]:
        for gap in self._gaps[person.id]:
            step = self._view.say((gap.next_step.text_en, gap.next_step.text_zh))
            yield self._view.say(gaps.KIND_NAMES[gap.kind]), Cell(step)

    def _lines(self, person: PersonView) -> Iterator[tuple[str, Cell]]:
        for edge in sorted(self._edges[person.id], key=lambda line: -(line.strength or 2.0)):
            outward = edge.source == person.id
            other = edge.target if outward else edge.source
            directed = edge.kind in {"REPORTS_TO", "INFLUENCES"}
            arrow = ("→ " if outward else "← ") if directed else "↔ "
            said = [arrow + self._view.name(other)]
            said += [f"{edge.strength:.2f}"] if edge.strength is not None else []
            said += [edge.evidence] if edge.evidence else []
            code = edge.subkind or "SOLID" if edge.kind == "REPORTS_TO" else edge.kind
            yield self._view.say(exports.LINES[code]), Cell(" · ".join(said), person=other)
