"""Gaps, next steps and whom to work on first, in words: the answers of the analysis with texts in both languages."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.texts.catalogue import Pair
from app.texts.codes import STAGE_KINDS
from app.texts.gaps import rule_texts, step_texts
from app.texts.priorities import NO_OWNER, first_texts
from graph.analysis.gaps import Gap
from graph.analysis.next_steps import NextStep
from graph.analysis.pipeline import Analysis
from graph.analysis.priorities import First
from graph.answer import Answer
from graph.power_graph import PowerGraph


class NextStepView(Answer):
    """What to do about a gap."""

    text_zh: str
    text_en: str
    owner: str | None = Field(description="Id of the member who should do it.")
    path: list[str] = Field(
        description="People through whom to get there, the target last; empty when none is needed or known."
    )
    approach: Literal["L", "I", "E", "F"] | None = Field(default=None, description="LIEF style to adapt to.")


class GapView(Gap):
    """Something missing in our coverage, with the rule that says so and what to do about it (method 4)."""

    rule: str = Field(description="The rule in one English sentence.")
    rule_zh: str = Field(description="The rule in one Chinese sentence.")
    next_step: NextStepView


class FirstView(Answer):
    """A person to work on first."""

    person: str
    reason: Literal["COMPLETES_QUOTA", "FIND_OUT", "IN_FLIP_SET", "CLOSE_GAP", "CONTAIN"] = Field(
        description="In this order: completes a quota alone; weighs much and is unknown; is in the cheapest smallest set that "
        "wins a stage; has other serious gaps; opposes us or is held by a competitor, so contain rather than convert."
    )
    decision_influence: float = Field(ge=0, le=1, description="Of the person (method 3).")
    stages: list[str] = Field(description="Stages the reason speaks of.")
    gaps: list[str] = Field(description="The person's gap kinds, most severe first.")
    needed_seniority: str = Field(description="Least seniority the owner needs for a person of this rank (method 4).")
    owner: str | None = Field(description="Id of the member who should do it; null only without a team.")
    owner_seniority: str | None = Field(description="That member's seniority.")
    approach: Literal["L", "I", "E", "F"] | None = Field(description="LIEF style to adapt to; null while unknown.")
    path: list[str] = Field(description="People through whom to get there, the target last; empty when none is known.")
    text_zh: str
    text_en: str


def gaps(analysis: Analysis) -> list[GapView]:
    """Every gap with its rule and next step."""
    return [_gap(analysis.power, gap, step) for gap, step in zip(analysis.gaps, analysis.next_steps, strict=True)]


def _gap(power: PowerGraph, gap: Gap, step: NextStep) -> GapView:
    names = {"person": name_of(power, step.person), "subject": _subject(power, gap)}
    if step.owner is not None:
        names["owner"] = (power.team[step.owner].name, power.team[step.owner].name)
    through = tuple(name_of(power, person) for person in step.path)
    english, chinese = step_texts(step.action, names, gap.facts, step.approach, through)
    rule_en, rule_zh = rule_texts(gap.kind)
    return GapView(
        **dict(gap),
        rule=rule_en,
        rule_zh=rule_zh,
        next_step=NextStepView(
            text_zh=chinese, text_en=english, owner=step.owner, path=list(step.path), approach=step.approach
        ),
    )


def do_first(analysis: Analysis) -> list[FirstView]:
    """Whom to work on first, with the step in words."""
    return [_first(analysis.power, priority) for priority in analysis.first]


def _first(power: PowerGraph, priority: First) -> FirstView:
    step = priority.step
    owner = power.team.get(step.owner or "")
    names = {
        "person": name_of(power, priority.person),
        "owner": (owner.name, owner.name) if owner else NO_OWNER,
        "stages": (_stages(power, priority, 0), _stages(power, priority, 1)),
        "path": (_along(power, step.path, 0), _along(power, step.path, 1)),
    }
    english, chinese = first_texts(priority.reason, names, step.approach)
    return FirstView(
        person=priority.person,
        reason=priority.reason,
        decision_influence=priority.decision_influence,
        stages=list(priority.stages),
        gaps=list(priority.gaps),
        needed_seniority=priority.needed,
        owner=step.owner,
        owner_seniority=owner.seniority if owner else None,
        approach=step.approach,
        path=list(step.path),
        text_zh=chinese,
        text_en=english,
    )


def _stages(power: PowerGraph, priority: First, side: int) -> str:
    """The stages by what they are; an own kind by its id."""
    kinds = {stage.id: stage.kind for stage in power.opportunity.stages} if power.opportunity else {}
    own = ("OTHER", None)
    names = (stage if kinds.get(stage) in own else STAGE_KINDS[kinds[stage]][side] for stage in priority.stages)
    return (", ", "、")[side].join(names)


def _along(power: PowerGraph, path: tuple[str, ...], side: int) -> str:
    return " → ".join(name_of(power, person)[side] for person in path)


def name_of(power: PowerGraph, person: str) -> Pair:
    """A person's name in English and in Chinese."""
    known = power.people[person]
    return known.name_en or known.name, known.name


def _subject(power: PowerGraph, gap: Gap) -> Pair:
    if gap.person is not None:
        return name_of(power, gap.person)
    for unit in power.document.departments:
        if unit.id == gap.department:
            return unit.name_en or unit.name, unit.name
    return gap.stage or "", gap.stage or ""
