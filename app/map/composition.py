"""Puts a map, its layout and its words together into the view that page and exports draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.auth.profiles import Redaction
from app.map.map_view import TOP_LINES, Card, Legend, LegendItem, Line, MapView, Unit
from app.map.text_metrics import missing
from app.power_map.schemas import DepartmentView, EdgeView, PersonView, PowerMap
from app.report import palette
from app.report.redaction import redact_document, redact_map, redact_pack, redact_relationships
from app.report.view import Framing, RelationshipMethod, ReportView, number, percent
from app.reviews.pack_schemas import ReviewPack
from app.texts import exports as words
from app.texts.codes import CONTACT_LEVELS, LEVELS, ROLES, SIGNS
from graph.document import AccountDocument
from graph.kinds import Opportunity
from graph.layout.layout import Layout

_MOST_ORDERED: Final = 5


def report_view(
    document: AccountDocument,
    power_map: PowerMap,
    framing: Framing,
    pack: ReviewPack | None = None,
    relations: RelationshipMethod | None = None,
) -> ReportView:
    """What a reader may see of an account's analysis."""
    return ReportView(
        framing=framing,
        document=redact_document(document, framing.redact),
        map=redact_map(power_map, framing.redact),
        pack=redact_pack(pack, framing.redact) if pack else None,
        relations=_redacted(relations, framing.redact) if relations and framing.redact != "outline" else None,
    )


def _redacted(relations: RelationshipMethod, profile: Redaction) -> RelationshipMethod:
    return replace(relations, relationships=redact_relationships(relations.relationships, profile))


def compose(
    document: AccountDocument,
    power_map: PowerMap,
    layout: Layout,
    framing: Framing,
    pack: ReviewPack | None = None,
    relations: RelationshipMethod | None = None,
) -> MapView:
    """The view of a whole account for a reader, drawn."""
    return drawn(report_view(document, power_map, framing, pack, relations), layout)


def drawn(view: ReportView, layout: Layout) -> MapView:
    """The view with its map drawn."""
    composer, shown, framing = _Composer(view, layout), view.map, view.framing
    opportunity = next((one for one in view.document.opportunities if one.id == shown.opportunity), None)
    lines = tuple(composer.lines())
    return MapView(
        framing=framing,
        document=view.document,
        map=shown,
        pack=view.pack,
        relations=view.relations,
        layout=layout,
        title=f"{view.called(shown)} · {view.say(words.POWER_MAP)}",
        subtitle=composer.subtitle(opportunity),
        facts=tuple(composer.facts()),
        footnote=view.say(words.FOOTNOTE if view.shows_attitudes else words.FOOTNOTE_OUTLINE).format(
            days=shown.method.window_days
        ),
        stamp=view.say(words.STAMP).format(
            marking=framing.marking, reader=framing.reader, time=f"{framing.printed_at:%Y-%m-%d %H:%M}"
        ),
        cards=tuple(composer.card(person) for person in shown.people),
        units=tuple(composer.unit(unit) for unit in shown.departments if unit.id in layout.departments),
        lines=lines,
        legends=tuple(composer.legends(lines)),
        notes=tuple(composer.notes(lines)),
        missing_glyphs=composer.missing_glyphs(),
    )


def with_every_line(view: MapView) -> MapView:
    """The view with all its influence lines, for a page that shows and hides them itself."""
    return drawn(replace(view, framing=replace(view.framing, influence="all")), view.layout)


class _Composer:
    """Puts names, words and colours to the parts of one map."""

    def __init__(self, view: ReportView, layout: Layout) -> None:
        self._view = view
        self._map = view.map
        self._layout = layout
        self._told = view.shows_attitudes
        self._people = view.person_of
        self._units = view.unit_of
        self._order = {person.id: i for i, person in enumerate(view.by_influence[:_MOST_ORDERED], 1)}
        self._largest = view.by_influence[0].scores.decision_influence if view.map.people else 0.0
        self._manager = {edge.source: edge.target for edge in view.map.edges if self._tagged(edge)}

    def _tagged(self, edge: EdgeView) -> bool:
        """Whether it is a solid line from one department to another."""
        if edge.kind != "REPORTS_TO" or edge.subkind != "SOLID":
            return False
        ends = self._people.get(edge.source), self._people.get(edge.target)
        return None not in ends and len({end.department_id for end in ends if end}) > 1

    def subtitle(self, opportunity: Opportunity | None) -> str:
        return self._view.called(opportunity) if opportunity else self._view.say(words.BY_RANK)

    def facts(self) -> Iterator[str]:
        yield self._view.say(words.AS_OF).format(day=self._map.as_of.isoformat())
        for party, standing in self._map.standing.items():
            yield self._view.say(words.STANDING).format(
                party=self._view.bidder(party),
                point=number(standing.point),
                low=number(standing.low),
                high=number(standing.high),
            )
        covered = self._map.coverage
        yield self._view.say(words.COVERED).format(plain=percent(covered.plain), weighted=percent(covered.weighted))

    def unit(self, unit: DepartmentView) -> Unit:
        depth = 0
        above = unit.parent_id
        while above is not None and above in self._layout.departments and depth < len(self._units):
            depth += 1
            above = self._units[above].parent_id
        return Unit(
            id=unit.id,
            box=self._layout.departments[unit.id],
            name=self._view.called(unit),
            note=percent(unit.coverage_plain) if unit.people else "",
            depth=depth,
        )

    def card(self, person: PersonView) -> Card:
        name, second = self._view.either(person.name, person.name_en)
        level = self._level(person)
        unit = self._units.get(person.department_id or "")
        share = person.scores.decision_influence
        roles = self._view.say((", ", "、")).join(self._view.say(ROLES[role]) for role in person.roles)
        return Card(
            id=person.id,
            box=self._layout.people[person.id],
            name=name,
            second=second,
            title=self._view.title_of(person),
            roles=roles,
            department_id=person.department_id,
            department=self._view.called(unit) if unit else self._view.say(words.NO_DEPARTMENT),
            rank=person.rank,
            level=level,
            tint=palette.LEVELS[level] if self._told else palette.NOT_TOLD,
            sign=SIGNS[level] if self._told else "",
            contact=person.coverage.level,
            share=share,
            bar=share / self._largest if self._largest > 0 else 0.0,
            order=self._order.get(person.id, 0) if share > 0 else 0,
            marks=tuple(words.MARK_SIGNS[mark] for mark in self._marks(person)),
            rival=self._rival(person),
            manager=self._view.name(self._manager[person.id]) if person.id in self._manager else "",
            sentence=self._sentence(person, name, level, roles),
        )

    def _level(self, person: PersonView) -> str:
        attitude = person.attitudes.get(self._map.vendor or "")
        return attitude.level if attitude else "UNKNOWN"

    def _rival(self, person: PersonView) -> str:
        """The competitor a person is nearer to than to us, with their sign; empty for none."""
        others = {party: attitude for party, attitude in person.attitudes.items() if party != self._map.vendor}
        if not others or person.margin is None or person.margin >= 0:
            return ""
        party = max(sorted(others), key=lambda other: others[other].x)
        return f"{self._view.party(party)} {SIGNS[others[party].level]}"

    def _marks(self, person: PersonView) -> Iterator[str]:
        if person.hidden_influencer:
            yield "HIDDEN"
        if "VETO_HOLDER" in person.roles:
            yield "VETO"
        if self._rival(person):
            yield "RIVAL"
        if person.external:
            yield "EXTERNAL"
        if person.placeholder:
            yield "PLACEHOLDER"
        if person.account_id is not None:
            yield "GUEST"
        if person.votes_elsewhere:
            yield "LENT"

    def _sentence(self, person: PersonView, name: str, level: str, roles: str) -> str:
        said = [
            name,
            self._view.title_of(person),
            roles,
            self._view.say(LEVELS[level]) if self._told else "",
            self._view.say(CONTACT_LEVELS[person.coverage.level]),
            percent(person.scores.decision_influence),
            *(self._view.say(words.MARKS[mark]) for mark in self._marks(person)),
        ]
        return self._view.say((", ", "，")).join(part for part in said if part)

    def lines(self) -> Iterator[Line]:
        """Reporting, then ties, then the influence asked for: later ones are drawn above earlier ones."""
        edges = [edge for edge in self._map.edges if edge.source in self._people and edge.target in self._people]
        yield from (self._line(edge) for edge in edges if edge.kind == "REPORTS_TO")
        yield from (self._line(edge) for edge in edges if edge.kind not in {"REPORTS_TO", "INFLUENCES"})
        yield from (self._line(edge) for edge in self._influence(edges))

    def _influence(self, edges: list[EdgeView]) -> list[EdgeView]:
        """Those asked for, weakest first. Weight of a line: its strength times the decision influence at both its ends."""
        lines = [edge for edge in edges if edge.kind == "INFLUENCES"]
        lines.sort(key=lambda edge: (self._weight(edge), edge.source, edge.target, edge.subkind or ""))
        most = {"none": 0, "top": TOP_LINES, "all": len(lines)}[self._view.framing.influence]
        return lines[len(lines) - min(most, len(lines)) :]

    def _weight(self, edge: EdgeView) -> float:
        ends = (self._people[edge.source], self._people[edge.target])
        return (edge.strength or 0.0) * sum(person.scores.decision_influence for person in ends)

    def _line(self, edge: EdgeView) -> Line:
        code = edge.subkind or "SOLID" if edge.kind == "REPORTS_TO" else edge.kind
        strength = f" {edge.strength:.2f}" if edge.strength is not None else ""
        ends = f"{self._view.name(edge.source)} → {self._view.name(edge.target)}"
        return Line(
            kind=code,
            source=edge.source,
            target=edge.target,
            stroke=palette.STROKES[code],
            strength=edge.strength,
            tagged=self._tagged(edge),
            sentence=f"{ends}: {self._view.say(words.LINES[code])}{strength}",
        )

    def legends(self, lines: tuple[Line, ...]) -> Iterator[Legend]:
        """Only what the map shows is explained."""
        if self._told:
            vendor = self._view.party(self._map.vendor) if self._map.vendor else self._view.say(words.US)
            levels = {self._level(person) for person in self._people.values()}
            yield Legend(
                self._view.say(words.LEGEND_ATTITUDE).format(vendor=vendor),
                tuple(
                    LegendItem(self._view.say(text), sign=SIGNS[level], tint=palette.LEVELS[level])
                    for level, text in LEVELS.items()
                    if level in levels
                ),
            )
        contacts = {person.coverage.level for person in self._people.values()}
        yield Legend(
            self._view.say(words.LEGEND_CONTACT),
            tuple(
                LegendItem(self._view.say(text), contact=contact)
                for contact, text in CONTACT_LEVELS.items()
                if contact in contacts
            ),
        )
        kinds = {line.kind for line in lines}
        yield Legend(
            self._view.say(words.LEGEND_LINES),
            tuple(
                LegendItem(self._view.say(text), stroke=palette.STROKES[kind])
                for kind, text in words.LINES.items()
                if kind in kinds
            ),
        )
        marks = {mark for person in self._people.values() for mark in self._marks(person)}
        if self._manager:
            marks.add("MANAGER")
        yield Legend(
            self._view.say(words.LEGEND_MARKS),
            (
                LegendItem(self._view.say(words.MARKS["ORDER"]), sign="1"),
                *(
                    LegendItem(self._view.say(words.MARKS[mark]), sign=sign)
                    for mark, sign in words.MARK_SIGNS.items()
                    if mark in marks
                ),
            ),
        )

    def missing_glyphs(self) -> tuple[str, ...]:
        """Characters of the account's, people's and departments' names and titles that the font cannot draw."""
        texts = [text for person in self._map.people for text in (person.name, person.name_en, person.title)]
        texts += [unit.name for unit in self._map.departments]
        return tuple(missing([self._map.name, self._map.name_en, *texts]))

    def notes(self, lines: tuple[Line, ...]) -> Iterator[str]:
        """What a reader should know about this drawing."""
        total = sum(edge.kind == "INFLUENCES" for edge in self._map.edges)
        shown = sum(line.kind == "INFLUENCES" for line in lines)
        if 0 < shown < total:
            yield self._view.say(words.NOT_SHOWN).format(shown=shown, all=total)
        for person in self._map.people:
            if person.votes_elsewhere:
                held_at = {f"{vote.account_id}/{vote.opportunity}/{vote.stage}" for vote in person.votes_elsewhere}
                places = self._view.say((", ", "、")).join(sorted(held_at))
                yield self._view.say(words.LENT_TO).format(person=self._view.name(person.id), places=places)
        for warning in self._map.warnings:
            yield self._view.say((warning.text_en, warning.text_zh))
        if lacking := self.missing_glyphs():
            codes = ", ".join(f"U+{ord(char):04X}" for char in lacking)
            yield self._view.say(words.MISSING_GLYPHS).format(characters=codes)
