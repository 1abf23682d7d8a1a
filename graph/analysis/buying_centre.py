"""The shape of the buying centre of an opportunity (Johnston & Bonoma 1981) and who in it weighs more than they show."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from pydantic import Field

from graph.analysis.classes import PersonClass
from graph.analysis.decision_makers import DecisionMakers, is_low, is_outside_line
from graph.analysis.goals import goals_of, measured_by
from graph.answer import Answer
from graph.power_graph import PowerGraph

_THEMES: Final = 5


class Shape(Answer):
    """The five dimensions (Johnston & Bonoma 1981) over all with a vote, a veto or a role."""

    people: tuple[str, ...] = Field(description="Ids of those who take part.")
    vertical: int = Field(ge=0, description="Ranks involved.")
    lateral: int = Field(ge=0, description="Departments involved.")
    extensivity: int = Field(ge=0, description="People involved.")
    connectedness: float | None = Field(description="Pairs with influence or reporting line, 0 to 1.")
    purchasing_centrality: float | None = Field(
        description="Share of the others linked to the best connected PROCUREMENT role; null without one."
    )
    purchasing: str | None = Field(description="Who that is.")


class HiddenPart(Answer):
    """Through whose vote the influence works."""

    stage: str = Field(description="Stage id; `rank` where the basis is rank.")
    voter: str | None = Field(description="Null: many small parts of a stage as one.")
    share: float = Field(description="Part of their decision influence, 0 to 1.")


class HiddenReason(Answer):
    """Why someone is a hidden influencer (method 3)."""

    person: str = Field(description="Person id.")
    decision_influence: float = Field(description="Share of the decision traced back to them, 0 to 1 (method 3).")
    person_class: PersonClass = Field(description="A or B by decision influence.")
    through_others: float = Field(description="Decision influence through others' votes.")
    rank: int = Field(description="1 head of the account to 6 staff.")
    low_rank: bool = Field(description="Rank 4 or below.")
    outside_line: bool = Field(description="No rank-1 person at or above them on SOLID lines.")
    has_vote: bool = Field(description="They hold a vote themselves.")
    through: tuple[HiddenPart, ...] = Field(description="The three largest parts beside their own vote.")


def buying_centre(power: PowerGraph) -> Shape:
    """The shape of the asked opportunity; nobody involved without one.

    A line is an influence record or a reporting line, either direction (Johnston & Bonoma 1981, doi:10.1177/002224298104500312).
    """
    stages = power.opportunity.stages if power.opportunity else ()
    roles: dict[str, set[str]] = {}
    for stage in stages:
        for person in (*(vote.person for vote in stage.votes), *stage.veto):
            roles.setdefault(person, set())
        for part in stage.participants:
            roles.setdefault(part.person, set()).add(part.role)
    people = tuple(sorted(roles))
    lines = {frozenset((record.source, record.target)) for record in power.document.influence}
    lines |= {frozenset((line.subordinate, line.manager)) for line in power.document.reporting}
    degree = {
        person: sum(frozenset((person, other)) in lines for other in people if other != person) for person in people
    }
    buyers = [person for person in people if "PROCUREMENT" in roles[person]]
    purchasing = min(buyers, key=lambda person: (-degree[person], person), default=None)
    n = len(people)
    joined = sum(frozenset(pair) in lines for pair in combinations(people, 2))
    departments = {unit for person in people for unit in power.holders[person].departments}
    return Shape(
        people=people,
        vertical=len({power.holders[person].rank for person in people}),
        lateral=len(departments),
        extensivity=n,
        connectedness=joined / (n * (n - 1) / 2) if n > 1 else None,
        purchasing_centrality=degree[purchasing] / (n - 1) if purchasing is not None and n > 1 else None,
        purchasing=purchasing,
    )


def hidden_reasons(power: PowerGraph, deciders: DecisionMakers) -> tuple[HiddenReason, ...]:
    """Every hidden influencer with the reason, largest first (method 3)."""
    stages = power.opportunity.stages if power.opportunity else ()
    voters = {vote.person for stage in stages for vote in stage.votes}
    return tuple(_reason(power, deciders, person, has_vote=person in voters) for person in deciders.hidden)


def _reason(power: PowerGraph, deciders: DecisionMakers, person: str, *, has_vote: bool) -> HiddenReason:
    through = [part for part in deciders.explanation[person] if part.voter != person][:3]
    return HiddenReason(
        person=person,
        decision_influence=deciders.decision_influence[person],
        person_class=deciders.class_of[person],
        through_others=deciders.through_others[person],
        rank=power.people[person].rank,
        low_rank=is_low(power, person),
        outside_line=is_outside_line(power, person),
        has_vote=has_vote,
        through=tuple(HiddenPart(stage=part.stage, voter=part.voter, share=part.share) for part in through),
    )


class Theme(Answer):
    """A goal several of a buying centre share: what one message may be about."""

    goal: str = Field(description="Goal id.")
    people: tuple[str, ...] = Field(description="Who of them is measured by it.")
    share: float = Field(description="Their decision influence.")
    served: bool = Field(description="This opportunity serves it.")


class Concern(Answer):
    """What those who take part are measured by, and how much of the decision this opportunity means something to."""

    interested: tuple[str, ...] = Field(description="Whose goals it serves.")
    interest: float = Field(description="Their share of the decision.")
    themes: tuple[Theme, ...] = Field(description="Goals of two or more, by share; the first 5.")


def concern(power: PowerGraph, deciders: DecisionMakers, people: tuple[str, ...]) -> Concern:
    """What the buying centre wants, and who of it this opportunity serves (features 3.24 and 3.25)."""
    opportunity = power.opportunity.id if power.opportunity else None
    goals = goals_of(power)
    influence = deciders.decision_influence
    wants = {
        person: {goal.id for goal in measured_by(power, goals, person)} for person in people if person in power.people
    }
    served = {goal.id for goal in goals if opportunity in goal.opportunities}
    interested = tuple(person for person, wanted in wants.items() if not served.isdisjoint(wanted))
    themes = []
    for goal in goals:
        sharing = tuple(person for person, wanted in wants.items() if goal.id in wanted)
        if len(sharing) > 1:
            share = sum(influence[person] for person in sharing)
            themes.append(Theme(goal=goal.id, people=sharing, share=share, served=goal.id in served))
    return Concern(
        interested=interested,
        interest=sum(influence[person] for person in interested),
        themes=tuple(sorted(themes, key=lambda theme: (-theme.share, theme.goal))[:_THEMES]),
    )
