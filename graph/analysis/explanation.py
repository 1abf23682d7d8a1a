"""Why one person has the score they have: all that made it, for one person (method 3)."""

from __future__ import annotations

from dataclasses import dataclass

from graph.analysis.buying_centre import HiddenReason, hidden_reasons
from graph.analysis.decision_makers import ExplanationPart, falling
from graph.analysis.gaps import Gap
from graph.analysis.pipeline import Analysis
from graph.analysis.propagation import Propagation
from graph.errors import NotFound

LEAST_SHARE = 1e-3


@dataclass(frozen=True, slots=True)
class Voice:
    """Whom a person's settled attitude comes from: `share` of it is `person`'s own x (None: unknown, counted as 0).

    `part` is share times x; all voices' parts together are the settled attitude, but for shares of 0.001 and below.
    """

    person: str
    share: float
    x: float | None
    part: float


@dataclass(frozen=True, slots=True)
class PersonExplanation:
    """One person: their place by decision influence from 1, its parts, and whom their attitude towards us comes from."""

    person: str
    place: int
    decision_influence: float
    key_share: float
    parts: tuple[ExplanationPart, ...]
    settled: float | None
    voices: tuple[Voice, ...]
    hidden: HiddenReason | None
    gaps: tuple[Gap, ...]


def explain(analysis: Analysis, person: str) -> PersonExplanation:
    """Everything that made the person's numbers. Raises NotFound for someone unknown.

    >>> from graph.analysis.pipeline import analyse
    >>> from graph.power_graph import tiny
    >>> found = explain(analyse(tiny("a->b 0.5", ranks={"b": 1})), "b")
    >>> found.place, round(found.parts[0].share, 9), [round(voice.share, 9) for voice in found.voices]
    (1, 0.7, [0.7, 0.3])
    """
    power, deciders = analysis.power, analysis.deciders
    if person not in power.people:
        raise NotFound("person", person)
    shares = Propagation(power).rows([person])[0].tolist()
    voices = []
    for other, share in zip(power.ids, shares, strict=True):
        stance = power.stances_to_us.get(other)
        if share > LEAST_SHARE:
            voices.append(Voice(other, share, stance.x if stance else None, share * (stance.x if stance else 0.0)))
    return PersonExplanation(
        person=person,
        place=deciders.order.index(person) + 1,
        decision_influence=deciders.decision_influence[person],
        key_share=analysis.stability.key_share[person],
        parts=deciders.explanation[person],
        settled=analysis.settled[person][power.vendor] if power.vendor is not None else None,
        voices=tuple(sorted(voices, key=lambda voice: (falling(voice.share), voice.person))),
        hidden=next((reason for reason in hidden_reasons(power, deciders) if reason.person == person), None),
        gaps=tuple(gap for gap in analysis.gaps if gap.person == person),
    )
