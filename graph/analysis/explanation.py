"""Why one person has the scores they have: all that made them, for one person (method 2, 3)."""

from __future__ import annotations

from pydantic import Field

from graph.analysis.decision_makers import ExplanationPart, falling
from graph.analysis.pipeline import Analysis
from graph.analysis.propagation import Propagation
from graph.analysis.score_parts import ScoreParts, score_parts
from graph.answer import Answer

LEAST_SHARE = 1e-3


class Voice(Answer):
    """Whose attitude is part of a person's settled one."""

    person: str = Field(description="The person listened to.")
    share: float = Field(ge=0, le=1, description="Of the settled attitude (method 3).")
    x: float | None = Field(description="Their own attitude towards us; null: unknown, counted as 0.")
    part: float = Field(ge=-1, le=1, description="share times x.")


class PersonExplanation(Answer):
    """What the numbers of one person are made of."""

    place: int = Field(ge=1, description="By decision_influence, largest is 1, equal ones by id.")
    of_people: int = Field(ge=1, description="People on the map.")
    parts: tuple[ExplanationPart, ...] = Field(
        description="Of decision_influence; largest first, at least nine tenths of it."
    )
    parts_sum: float = Field(ge=0, le=1, description="Sum of the listed parts; smaller ones are the rest.")
    voices: tuple[Voice, ...] = Field(
        description="What the settled attitude towards us is made of, largest share first, without shares up to 0.001."
    )
    score_parts: ScoreParts = Field(description="What each of the other scores is made of.")


def explain(analysis: Analysis, person: str) -> PersonExplanation:
    """Everything that made the person's numbers. Raises NotFound for someone unknown.

    >>> from graph.analysis.pipeline import analyse
    >>> from graph.power_graph import tiny
    >>> explained = explain(analyse(tiny("a->b 0.5", ranks={"b": 1})), "b")
    >>> explained.place, round(explained.parts[0].share, 9), [round(voice.share, 9) for voice in explained.voices]
    (1, 0.7, [0.7, 0.3])
    """
    power, deciders = analysis.power, analysis.deciders
    power.require_person(person)
    parts = deciders.explanation[person]
    return PersonExplanation(
        place=deciders.order.index(person) + 1,
        of_people=len(power.ids),
        parts=parts,
        parts_sum=min(1.0, sum(part.share for part in parts)),
        voices=_voices(analysis, person),
        score_parts=score_parts(power, analysis.scores, person),
    )


def _voices(analysis: Analysis, person: str) -> tuple[Voice, ...]:
    power, voices = analysis.power, []
    for other, share in zip(power.ids, Propagation(power).rows([person])[0].tolist(), strict=True):
        stance = power.stances_to_us.get(other)
        if share > LEAST_SHARE:
            x = stance.x if stance else None
            voices.append(Voice(person=other, share=min(1.0, share), x=x, part=min(1.0, share) * (x or 0.0)))
    return tuple(sorted(voices, key=lambda voice: (falling(voice.share), voice.person)))
