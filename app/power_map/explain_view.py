"""Composes the explanation of one person: the numbers, and the sentences that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.power_map import view
from app.power_map.explain_schemas import PersonExplanationAnswer, VoiceView
from app.texts.codes import LEVELS, SEVERITIES
from app.texts.explain import EXPLAIN
from app.texts.gaps import KIND_NAMES
from graph.analysis.decision_makers import ExplanationPart
from graph.analysis.explanation import PersonExplanation, explain
from graph.analysis.pipeline import Analysis

SHOWN = 4


def explanation(analysis: Analysis, person: str) -> PersonExplanationAnswer:
    """Why one person has the score they have."""
    power = analysis.power
    found = explain(analysis, person)
    return PersonExplanationAnswer(
        **view.head(analysis),
        person=view.person(analysis, person),
        place=found.place,
        of_people=len(power.ids),
        parts=list(found.parts),
        parts_sum=min(1.0, sum(part.share for part in found.parts)),
        voices=[VoiceView(person=held.person, share=held.share, x=held.x, part=held.part) for held in found.voices],
        gaps=[gap for gap in view.gaps(analysis) if gap.person == person],
        text_en=list(_Sentences(analysis, found, 0)),
        text_zh=list(_Sentences(analysis, found, 1)),
    )


class _Sentences:
    """The sentences of one language: side 0 English, 1 Chinese."""

    def __init__(self, analysis: Analysis, found: PersonExplanation, side: int) -> None:
        self.analysis, self.found, self.side = analysis, found, side

    def __iter__(self) -> Iterator[str]:
        yield from self._place()
        yield from self._attitude()
        yield from self._gaps()

    def _say(self, key: str, **facts: Any) -> str:
        return EXPLAIN[key][self.side].format(**facts)

    def _name(self, person: str) -> str:
        held = self.analysis.power.people[person]
        return held.name if self.side else held.name_en or held.name

    def _voter(self, part: ExplanationPart) -> str:
        return self._say("voters", count=part.voters) if part.voter is None else self._name(part.voter)

    def _place(self) -> Iterator[str]:
        found, power = self.found, self.analysis.power
        yield self._say(
            "place",
            name=self._name(found.person),
            place=found.place,
            count=len(power.ids),
            share=found.decision_influence,
            basis=self._say(f"basis_{self.analysis.electorate.basis}"),
        )
        for part in found.parts[:SHOWN]:
            key = "own_vote" if part.voter == found.person else "part"
            yield self._say(key, share=part.share, stage=part.stage, voter=self._voter(part))
        if not found.decision_influence:
            yield self._say("none")
        elif (
            rest := found.decision_influence - sum(part.share for part in found.parts[:SHOWN])
        ) > power.method.explanation_share:
            yield self._say("rest", share=rest, count=max(1, len(found.parts) - SHOWN))
        stability = self.analysis.stability
        key = "key" if found.person in stability.key_decision_makers else "unstable"
        verdict = self._say(
            f"verdict_{key if found.person in (*stability.key_decision_makers, *stability.unstable) else 'no'}"
        )
        yield self._say("stable", share=found.key_share, draws=power.method.stability_draws, verdict=verdict)
        if found.hidden is not None:
            why = self._say("low_rank", rank=found.hidden.rank) if found.hidden.low_rank else self._say("outside")
            yield self._say("hidden", share=found.hidden.through_others, why=why)

    def _attitude(self) -> Iterator[str]:
        found, power = self.found, self.analysis.power
        if found.settled is None:
            return
        stance = power.stances_to_us.get(found.person)
        if stance is None:
            width = self.analysis.deciders.information_value[found.person]
            yield self._say("unknown", width=width, settled=found.settled + 0.0)
        else:
            level = LEVELS[stance.level][self.side]
            yield self._say("attitude", level=level, x=stance.x, on=stance.on, settled=found.settled + 0.0)
        for voice in found.voices[:SHOWN] if len(found.voices) > 1 else ():
            key = "voice_self" if voice.person == found.person else "voice"
            x = self._say("question") if voice.x is None else f"{voice.x:+.2f}"
            yield self._say(key, share=voice.share, name=self._name(voice.person), x=x)

    def _gaps(self) -> Iterator[str]:
        shown = [gap for gap in view.gaps(self.analysis) if gap.person == self.found.person]
        for gap in shown:
            yield self._say(
                "gap",
                severity=SEVERITIES[gap.severity][self.side],
                kind=KIND_NAMES[gap.kind][self.side],
                step=gap.next_step.text_zh if self.side else gap.next_step.text_en,
            )
        if not shown:
            yield self._say("no_gap")
