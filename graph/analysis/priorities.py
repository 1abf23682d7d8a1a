"""Whom to work on first, and why: the one list that map, plan, page and files read (method 5, do first)."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from pydantic import Field

from graph.analysis.advice import REASONS, WEIGHTY, Adviser, Decision, Reason, Style
from graph.analysis.coverage import seniority_for
from graph.analysis.decision_makers import falling
from graph.analysis.gaps import Gap, GapKind
from graph.analysis.goals import MeasuredBy
from graph.answer import Answer

MOST: Final = 10


class Priority(Answer):
    """A person to work on first (method 5)."""

    person: str = Field(description="Id of the person it is about.")
    reason: Reason = Field(
        description="In this order: CLEAR_OBJECTION, who can stop a stage, or without whom none is won, is against us or a "
        "competitor's; FIND_OUT, who weighs much, can stop a stage or is needed, is unknown; COMPLETES_QUOTA alone; "
        "IN_FLIP_SET, among the fewest whose yes wins a stage; PROTECT, who is with us and carries most, or much while contact "
        "has gaps; PERSUADE, who weighs much and is undecided; CLOSE_GAP, whom we do not look after; CONTAIN, who is against us "
        "and cannot be counted on."
    )
    decision_influence: float = Field(ge=0, le=1, description="Of the person (method 3).")
    gain: float = Field(
        ge=0,
        description="How much our point standing rises if it succeeds: won to FAVORABLE, an objection cleared or contained to "
        "0; of PROTECT how much it falls if the person comes to CONTACTED; 0 of FIND_OUT, which is worth what is learned.",
    )
    information_value: float = Field(
        ge=0,
        description="Width of our standing's interval that not knowing the person's attitude better causes (method 3).",
    )
    stages: list[str] = Field(description="Open stages the reason speaks of.")
    gaps: list[GapKind] = Field(description="The person's gap kinds, most severe first.")
    needed_seniority: str = Field(description="Least seniority the owner needs for a person of this rank (method 4).")
    owner: str | None = Field(description="Id of the member of ours who should do it; null only without a team.")
    owner_seniority: str | None = Field(description="That member's seniority.")
    approach: Style | None = Field(description="LIEF style to adapt to; null while unknown.")
    path: list[str] = Field(
        description="Way in: people through whom to get there, the target last; empty when none is needed or known."
    )
    measured_by: list[MeasuredBy] = Field(description="What the person answers for, and what we offer for it.")


def do_first(adviser: Adviser, gaps: tuple[Gap, ...]) -> tuple[Priority, ...]:
    """Up to ten people: by reason in the order of `Priority.reason`, then by what it is worth, then by id.

    One finds out before one persuades, and clears a veto first of its stage. Whose loss would cost most is always among them.
    When every voting stage is decided only who can stop a stage that is still open is left to work on.
    """
    stages = adviser.power.opportunity.stages if adviser.power.opportunity else ()
    voting = [stage for stage in stages if stage.votes]
    is_voted = bool(voting) and all(adviser.power.is_decided(stage) for stage in voting)
    kinds: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.person is not None:
            kinds[gap.person].append(gap)
    people = [person for person in adviser.power.ids if not is_voted or person in adviser.vetoes]
    champion = [] if is_voted else _champion(adviser)
    chosen = [person for person in people if _is_worth_it(adviser, person, kinds[person])]
    order = sorted({*chosen, *champion}, key=lambda person: _place(adviser, person))
    shown = order[:MOST]
    if champion and not set(champion) & set(shown):
        shown = [*shown[:-1], champion[0]]
    return tuple(_priority(adviser, adviser.about(person), kinds[person]) for person in shown)


def _champion(adviser: Adviser) -> list[str]:
    """Whoever of those with us carries most: whose loss would cost our standing most; none when nobody carries anything."""
    falls = {
        person: adviser.deciders.decision_influence[person] * stance.x
        for person, stance in adviser.power.stances_to_us.items()
        if adviser.reason(person) == "PROTECT"
    }
    most = min(falls, key=lambda person: (falling(falls[person]), person), default=None)
    return [most] if most is not None and falling(falls[most]) < 0 else []


def _is_worth_it(adviser: Adviser, person: str, gaps: list[Gap]) -> bool:
    reason, weighty = adviser.reason(person), adviser.deciders.class_of[person] in WEIGHTY
    if reason in {"CLEAR_OBJECTION", "COMPLETES_QUOTA", "IN_FLIP_SET"}:
        return True
    if reason == "FIND_OUT":
        return weighty or person in adviser.vetoes or person in adviser.needed
    # Who is with us and well looked after asks for nothing; the one who carries most is added whatever the contact.
    return weighty and (reason not in {"CLOSE_GAP", "PROTECT"} or bool(gaps))


def _place(adviser: Adviser, person: str) -> tuple[int, float, float, str]:
    decision = adviser.about(person)
    worth = adviser.deciders.information_value[person] if decision.reason == "FIND_OUT" else decision.gain
    influence = adviser.deciders.decision_influence[person]
    return REASONS.index(decision.reason), falling(worth), falling(influence), person


def _priority(adviser: Adviser, decision: Decision, gaps: list[Gap]) -> Priority:
    person, owner = decision.person, adviser.power.team.get(decision.owner or "")
    return Priority(
        person=person,
        reason=decision.reason,
        decision_influence=adviser.deciders.decision_influence[person],
        gain=decision.gain,
        information_value=adviser.deciders.information_value[person],
        stages=list(decision.stages),
        gaps=[gap.kind for gap in gaps],
        needed_seniority=seniority_for(adviser.power.people[person].rank),
        owner=decision.owner,
        owner_seniority=owner.seniority if owner else None,
        approach=decision.approach,
        path=list(decision.path),
        measured_by=list(decision.measured_by),
    )
