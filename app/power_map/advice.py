"""Gaps, next steps and whom to work on first, in words: the answers of the analysis with texts in both languages."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from app.texts.catalogue import COMMA, Pair, Text, names_of
from app.texts.codes import STAGE_KINDS
from app.texts.gaps import FACE_TO_FACE, KIND_NAMES, RULES, business, manner, step_text
from app.texts.priorities import REASON_RULES, first_text
from graph.analysis.coverage import is_senior_enough
from graph.analysis.gaps import Gap
from graph.analysis.goals import MeasuredBy
from graph.analysis.next_steps import NextStep
from graph.analysis.pipeline import Analysis
from graph.analysis.priorities import Priority
from graph.power_graph import PowerGraph

MOST_GOALS: Final = 2


class NextStepView(NextStep):
    """What to do about a gap, in words."""

    text_zh: str = Field(description="In Chinese.")
    text_en: str = Field(description="What to do, in English.")


class GapView(Gap):
    """A lack in our coverage, with rule and remedy (method 4)."""

    rule: str = Field(description="The rule in one English sentence.")
    rule_zh: str = Field(description="The rule in one Chinese sentence.")
    next_step: NextStepView = Field(description="What to do about it.")


class FirstView(Priority):
    """A person to work on first, in words."""

    rule: str = Field(description="Why, in one English sentence.")
    rule_zh: str = Field(description="Why, in one Chinese sentence.")
    text_zh: str = Field(description="In Chinese.")
    text_en: str = Field(description="What to do, in English.")


def gaps(analysis: Analysis, person: str | None = None) -> list[GapView]:
    """Every gap, or every gap of a person, with its rule and next step."""
    steps = zip(analysis.gaps, analysis.next_steps, strict=True)
    return [_gap(analysis.power, gap, step) for gap, step in steps if person in {None, gap.person}]


def _gap(power: PowerGraph, gap: Gap, step: NextStep) -> GapView:
    names = {"subject": _subject(power, gap)}
    if step.person is not None:
        names["person"] = name_of(power, step.person)
    spoken_of = {"owner": step.owner, "current": gap.facts.get("owner"), "member": gap.facts.get("member")}
    names |= {name: _member(power, member) for name, member in spoken_of.items() if member is not None}
    if left := gap.facts.get("left"):
        names["left"] = COMMA.join(names_of(power.team[member]) for member in left)
    facts = {name: value for name, value in gap.facts.items() if name not in {"owner", "member", "left"}}
    if gap.facts.get("goals"):
        facts["goals"] = [names_of(goal) for goal in power.document.goals if goal.id in gap.facts["goals"]]
    how: list[Text] = []
    if step.action in FACE_TO_FACE:
        how = [*manner(_way(power, step.path), step.approach), *_business(power, step.measured_by)]
    wording = step_text(_wording(power, gap, step), names, facts, how)
    rule = RULES[gap.kind]
    return GapView(
        **vars(gap),
        rule=rule[0],
        rule_zh=rule[1],
        next_step=NextStepView(**vars(step), text_en=wording[0], text_zh=wording[1]),
    )


def _wording(power: PowerGraph, gap: Gap, step: NextStep) -> str:
    """The action as it is worded: some read otherwise in the light of the facts."""
    if step.action == "ASSIGN_OWNER" and "left" in gap.facts:
        return "REPLACE_OWNER"
    if step.action == "ADD_SECOND_MEMBER" and gap.facts["member"] not in power.present:
        return "REPLACE_MEMBER"
    if step.action == "IDENTIFY_HOLDER" and step.person is None:
        return "IDENTIFY_VOTERS"
    needed = gap.facts.get("needed_seniority", "")
    if step.action == "RAISE_OWNER_LEVEL" and not is_senior_enough(power.team[step.owner or ""], needed):
        return "FIND_SENIOR"
    return step.action


def do_first(analysis: Analysis) -> list[FirstView]:
    """Whom to work on first, with the step in words."""
    return [_first(analysis.power, priority) for priority in analysis.first]


def _first(power: PowerGraph, priority: Priority) -> FirstView:
    names: dict[str, object] = {
        "person": name_of(power, priority.person),
        "stages": COMMA.join(stage_of(power, stage) for stage in priority.stages),
        "gaps": COMMA.join(KIND_NAMES[kind] for kind in priority.gaps),
        "influence": priority.decision_influence,
    }
    if priority.owner is not None:
        names["owner"] = _member(power, priority.owner)
    to_name = priority.reason == "FIND_OUT" and power.people[priority.person].placeholder
    worth = priority.information_value if priority.reason == "FIND_OUT" else priority.gain
    how = (*manner(_way(power, priority.path), priority.approach), *_business(power, priority.measured_by))
    wording = first_text("IDENTIFY_HOLDER" if to_name else priority.reason, names, worth, how)
    rule = REASON_RULES[priority.reason]
    return FirstView(**vars(priority), rule=rule[0], rule_zh=rule[1], text_en=wording[0], text_zh=wording[1])


def _business(power: PowerGraph, goals: list[MeasuredBy]) -> list[Text]:
    """What the person is measured by, and what we offer for it: of the first goals, in words."""
    if not goals:
        return []
    opportunities = {one.id: names_of(one) for one in power.document.opportunities}
    activities = {one.id: names_of(one) for one in power.document.activities if one.done_on is None}
    shown = goals[:MOST_GOALS]
    offers = [opportunities[name] for goal in shown for name in goal.opportunities]
    offers += [activities[name] for goal in shown for name in goal.activities if name in activities]
    return business([names_of(goal) for goal in shown], list(dict.fromkeys(offers)))


def stage_of(power: PowerGraph, stage: str) -> Pair:
    """A stage by what it is; an own kind by its id."""
    kinds = {each.id: each.kind for each in power.opportunity.stages} if power.opportunity else {}
    kind = kinds.get(stage, "OTHER")
    return (stage, stage) if kind == "OTHER" else STAGE_KINDS[kind]


def name_of(power: PowerGraph, person: str) -> Pair:
    """A person's name in English and in Chinese."""
    return names_of(power.people[person])


def _way(power: PowerGraph, path: list[str]) -> tuple[Pair, ...]:
    """Who is on the way in, without the person it leads to."""
    return tuple(name_of(power, person) for person in path[:-1])


def _member(power: PowerGraph, member: str) -> Pair:
    return names_of(power.team[member])


def _subject(power: PowerGraph, gap: Gap) -> Pair:
    if gap.person is not None:
        return name_of(power, gap.person)
    for unit in power.document.departments:
        if unit.id == gap.department:
            return names_of(unit)
    return stage_of(power, gap.stage or "")
