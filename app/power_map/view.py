"""Composes the answers from an analysis: names what it found, adds the texts, computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.power_map import layout_view
from app.power_map.advice import do_first, gaps, name_of
from app.power_map.schemas import (
    AttitudeView,
    CoverageGaps,
    DecisionChain,
    DepartmentView,
    EdgeView,
    ElsewhereView,
    KeyPeople,
    KeyPerson,
    PersonSummary,
    PersonView,
    PowerMap,
    Scores,
    WarningView,
)
from app.question.answer import question_of
from app.texts.gaps import closed_group_text
from app.texts.warnings import (
    assumed_texts,
    guest_texts,
    hostile_guide_texts,
    later_texts,
    restricted_texts,
    sampled_texts,
    successor_texts,
)
from graph.analysis.advice import style_of
from graph.analysis.centrality import sampled_sources
from graph.analysis.decision_chain import ChainStage, veto_holders
from graph.analysis.gaps import hostile_guides
from graph.analysis.pipeline import Analysis
from graph.borrowing import VoteElsewhere
from graph.kinds import Party
from graph.layout.layout import Layout
from graph.power_graph import PowerGraph


def power_map(
    analysis: Analysis, layers: frozenset[str], elsewhere: Iterable[VoteElsewhere] = (), placed: Layout | None = None
) -> PowerMap:
    """The main answer; `elsewhere` are the stages of other accounts that people of this one have a part in."""
    power = analysis.power
    lent: dict[str, list[ElsewhereView]] = {}
    for vote in elsewhere:
        place = ElsewhereView(account_id=vote.account_id, opportunity=vote.opportunity, stage=vote.stage)
        lent.setdefault(vote.person, []).append(place)
    document = power.document
    parties = _parties(power)
    return PowerMap(
        **head(analysis),
        name=document.account.name,
        name_en=document.account.name_en,
        vendor=power.vendor,
        parties={party.id: party.name for party in parties},
        parties_en={party.id: party.name_en for party in parties if party.name_en},
        people=[person(analysis, each, () if each in power.guests else lent.get(each, ())) for each in power.ids],
        departments=list(_departments(analysis)),
        edges=list(_edges(power, layers)),
        stages=analysis.stages,
        key_decision_makers=list(analysis.stability.key_decision_makers),
        unstable=list(analysis.stability.unstable),
        hidden_influencers=list(analysis.deciders.hidden),
        veto_holders=list(veto_holders(power)),
        standing=dict(analysis.standing),
        coverage=analysis.coverage.whole,
        gaps=gaps(analysis),
        do_first=do_first(analysis),
        warnings=list(_warnings(analysis)),
        team={member.id: member.name for member in power.team.values()},
        team_en={member.id: member.name_en for member in power.team.values() if member.name_en},
        layout=None if placed is None else layout_view.layout(placed),
    )


def key_people(analysis: Analysis) -> KeyPeople:
    """Everyone, by decision influence falling."""
    people = []
    for view in (person(analysis, each) for each in analysis.deciders.order):
        summary = {name: getattr(view, name) for name in PersonSummary.model_fields}
        people.append(KeyPerson(decision_influence=view.scores.decision_influence, **summary))
    return KeyPeople(**head(analysis), people=people)


def coverage_gaps(analysis: Analysis) -> CoverageGaps:
    """The gaps alone."""
    return CoverageGaps(
        **head(analysis),
        coverage=analysis.coverage.whole,
        gaps=gaps(analysis),
        do_first=do_first(analysis),
    )


def decision_chain(analysis: Analysis, stages: tuple[ChainStage, ...], *, veto_in_game: bool) -> DecisionChain:
    """The stages with everything known of their vote."""
    return DecisionChain(
        **question_of(analysis.power),
        veto_in_game=veto_in_game,
        stages=stages,
        standing=dict(analysis.standing),
    )


# -- parts ------------------------------------------------------------------------------------------------------------


def head(analysis: Analysis) -> dict[str, Any]:
    """The fields of MapAnswer."""
    return {**question_of(analysis.power), "basis": analysis.electorate.basis}


def _parties(power: PowerGraph) -> tuple[Party, ...]:
    """The parties of the graph as recorded, us first."""
    document = power.document
    recorded = {party.id: party for party in (document.vendor, *document.competitors) if party is not None}
    return tuple(recorded[party] for party in power.parties)


def person(analysis: Analysis, person: str, elsewhere: Iterable[ElsewhereView] = ()) -> PersonView:
    """A person on the map."""
    power, deciders = analysis.power, analysis.deciders
    record = power.people[person]
    scores = analysis.scores[person]
    guest = power.guests.get(person)
    return PersonView(
        id=record.id,
        account_id=guest.account_id if guest else None,
        votes_elsewhere=list(elsewhere),
        name=record.name,
        name_en=record.name_en,
        department_id=record.department_id,
        rank=record.rank,
        rank_assumed=bool(record.rank_assumed),
        title=record.title,
        title_en=record.title_en,
        external=record.external,
        placeholder=record.placeholder,
        also_in=record.also_in,
        roles=list(analysis.roles[person]),
        style=style_of(record),
        attitudes={
            party: AttitudeView(
                level=stance.level,
                x=stance.x,
                on=stance.on,
                inferred=stance.inferred,
                confidence=stance.confidence,
                trust=stance.trust,
                low=stance.low,
                high=stance.high,
            )
            for party in power.parties
            if (stance := power.stance(person, party)) is not None
        },
        settled=dict(analysis.settled[person]),
        class_=deciders.class_of[person],
        margin=deciders.margin[person],
        coverage=analysis.coverage.contacts[person],
        scores=Scores(
            decision_influence=deciders.decision_influence[person],
            influence_source=scores.influence_source,
            decision_convergence=scores.decision_convergence,
            betweenness_control=scores.betweenness_control,
            closeness_access=scores.closeness_access,
            constraint=scores.constraint,
        ),
        key_share=analysis.stability.key_share[person],
        hidden_influencer=person in deciders.hidden,
        information_value=deciders.information_value[person],
        explanation=list(deciders.explanation[person]),
    )


def _departments(analysis: Analysis) -> Iterator[DepartmentView]:
    for unit in sorted(analysis.power.document.departments, key=lambda unit: unit.id):
        coverage = analysis.coverage.departments[unit.id]
        yield DepartmentView(
            id=unit.id,
            parent_id=unit.parent_id,
            name=unit.name,
            name_en=unit.name_en,
            people=coverage.people,
            coverage_plain=coverage.covered.plain,
            coverage_weighted=coverage.covered.weighted,
            supporters=coverage.supporters,
        )


def _edges(power: PowerGraph, layers: frozenset[str]) -> Iterator[EdgeView]:
    document = power.document
    if "reporting" in layers:
        for line in document.reporting:
            yield EdgeView(kind="REPORTS_TO", source=line.subordinate, target=line.manager, subkind=line.kind)
    if "influence" in layers:
        for edge in document.influence:
            yield EdgeView(
                kind="INFLUENCES",
                source=edge.source,
                target=edge.target,
                subkind=edge.kind,
                strength=edge.strength,
                confidence=edge.confidence,
                evidence=edge.evidence,
                on=edge.on,
            )
    if "ties" in layers:
        for tie in document.ties:
            yield EdgeView(kind=tie.kind, source=tie.a, target=tie.b, evidence=tie.note)


def _warnings(analysis: Analysis) -> Iterator[WarningView]:
    for group in analysis.closed_groups:
        names = tuple(name_of(analysis.power, person) for person in group.people)
        english, chinese = closed_group_text(names, group.mass)
        yield WarningView(code="closed_group", people=list(group.people), text_zh=chinese, text_en=english)
    if (pivots := sampled_sources(analysis.power)) is not None:
        english, chinese = sampled_texts(len(pivots), len(analysis.power.ids))
        yield WarningView(code="sampled_betweenness", people=[], text_zh=chinese, text_en=english)
    if later := analysis.power.later:
        english, chinese = later_texts(later, analysis.power.as_of)
        yield WarningView(code="records_after_as_of", people=[], text_zh=chinese, text_en=english)
    if assumed := [person for person in analysis.power.own_ids if analysis.power.people[person].rank_assumed]:
        english, chinese = assumed_texts(len(assumed))
        yield WarningView(code="rank_assumed", people=assumed, text_zh=chinese, text_en=english)
    if guides := hostile_guides(analysis.power, analysis.roles):
        english, chinese = hostile_guide_texts(tuple(name_of(analysis.power, person) for person in guides))
        yield WarningView(code="hostile_guide", people=list(guides), text_zh=chinese, text_en=english)
    if restricted := analysis.power.restricted:
        english, chinese = restricted_texts(tuple((one.id, one.id) for one in restricted))
        people = [one.id for one in restricted]
        yield WarningView(code="restricted", people=people, text_zh=chinese, text_en=english)
    yield from _warnings_of_seats(analysis)


def _warnings_of_seats(analysis: Analysis) -> Iterator[WarningView]:
    stages = analysis.power.opportunity.stages if analysis.power.opportunity else ()
    named = {person for stage in stages for person in (*(vote.person for vote in stage.votes), *stage.veto)}
    hidden = {one.id for one in analysis.power.restricted}
    for successor in analysis.power.successors.values():
        if successor.id in named and successor.holds_for not in hidden:
            english, chinese = successor_texts(successor.called_before)
            yield WarningView(code="unnamed_successor", people=[], text_zh=chinese, text_en=english)
    for guest in analysis.power.guests.values():
        if reason := guest.missing or ("unshared-competitors" if guest.unshared else ""):
            called = (guest.id, guest.id) if guest.missing else name_of(analysis.power, guest.id)
            english, chinese = guest_texts(reason, called, guest.account_id)
            code = reason.replace("-", "_")
            yield WarningView(code=code, people=[guest.id], text_zh=chinese, text_en=english)


__all__ = [
    "coverage_gaps",
    "decision_chain",
    "gaps",
    "head",
    "key_people",
    "person",
    "power_map",
]
