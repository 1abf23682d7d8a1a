"""Composes the explanation of one person: the numbers, and the sentences that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.power_map import view
from app.power_map.advice import GapView, do_first, name_of, stage_of
from app.power_map.explain_schemas import PersonExplanationAnswer
from app.texts.catalogue import COMMA, Pair, Text
from app.texts.codes import LEVELS, SEVERITIES
from app.texts.explain import EXPLAIN, SCORES
from app.texts.gaps import KIND_NAMES
from graph.analysis.buying_centre import hidden_reasons
from graph.analysis.decision_makers import ExplanationPart
from graph.analysis.explanation import PersonExplanation, explain
from graph.analysis.pipeline import Analysis

SHOWN = 4


def explanation(analysis: Analysis, person: str) -> PersonExplanationAnswer:
    """Why one person has the scores they have. Raises NotFound for someone unknown."""
    explained = explain(analysis, person)
    gaps = view.gaps(analysis, person)
    sentences = list(_Sentences(analysis, person, explained, gaps))
    return PersonExplanationAnswer(
        **dict(explained),
        **view.head(analysis),
        person=view.person(analysis, person),
        gaps=gaps,
        text_en=[english for english, _ in sentences],
        text_zh=[chinese for _, chinese in sentences],
    )


class _Sentences:
    """What the numbers say, sentence by sentence."""

    def __init__(self, analysis: Analysis, person: str, explained: PersonExplanation, gaps: list[GapView]) -> None:
        self.analysis, self.power, self.person, self.explained, self.gaps = (
            analysis,
            analysis.power,
            person,
            explained,
            gaps,
        )

    def __iter__(self) -> Iterator[Text]:
        yield from self._decision_influence()
        yield from self._class()
        if self.power.vendor is not None:
            yield from self._attitude(self.analysis.settled[self.person][self.power.vendor] + 0.0)
        yield from self._scores()
        yield from self._first()
        yield from self._gaps()

    def _decision_influence(self) -> Iterator[Text]:
        explained, influence = self.explained, self.analysis.deciders.decision_influence[self.person]
        yield EXPLAIN["place"].format(
            name=name_of(self.power, self.person),
            place=explained.place,
            count=explained.of_people,
            share=influence,
            basis=EXPLAIN[f"basis_{self.analysis.electorate.basis}"],
        )
        for part in explained.parts[:SHOWN]:
            yield self._part(part)
        if not influence:
            yield EXPLAIN["none"]
        rest = influence - sum(part.share for part in explained.parts[:SHOWN])
        if rest > self.power.method.explanation_share:
            yield EXPLAIN["rest"].format(share=rest)

    def _part(self, part: ExplanationPart) -> Text:
        by_rank = "_rank" if self.analysis.electorate.basis == "rank" else ""
        if part.voter == self.person:
            return EXPLAIN[f"own_vote{by_rank}"].format(share=part.share, stage=stage_of(self.power, part.stage))
        voter: Pair = (
            EXPLAIN["voters"].format(count=part.voters) if part.voter is None else name_of(self.power, part.voter)
        )
        return EXPLAIN[f"part{by_rank}"].format(share=part.share, stage=stage_of(self.power, part.stage), voter=voter)

    def _class(self) -> Iterator[Text]:
        stability, deciders = self.analysis.stability, self.analysis.deciders
        if self.person in stability.key_decision_makers:
            verdict = EXPLAIN["verdict_key"]
        else:
            verdict = EXPLAIN["verdict_unstable" if self.person in stability.unstable else "verdict_no"]
        yield EXPLAIN["stable"].format(
            of=deciders.class_of[self.person],
            share=stability.key_share[self.person],
            draws=self.power.method.stability_draws,
            verdict=verdict,
        )
        for reason in hidden_reasons(self.power, deciders):
            if reason.person == self.person:
                why = EXPLAIN["low_rank"].format(rank=reason.rank) if reason.low_rank else EXPLAIN["outside"]
                yield EXPLAIN["hidden"].format(share=reason.through_others, why=why)

    def _attitude(self, settled: float) -> Iterator[Text]:
        stance = self.power.stances_to_us.get(self.person)
        if stance is None:
            width = self.analysis.deciders.information_value[self.person]
            yield EXPLAIN["unknown"].format(width=width, settled=settled)
        else:
            yield EXPLAIN["attitude"].format(
                level=LEVELS[stance.level],
                x=stance.x + 0.0,
                on=stance.on,
                low=stance.low,
                high=stance.high,
                settled=settled,
            )
        for voice in self.explained.voices[:SHOWN] if len(self.explained.voices) > 1 else ():
            key = "voice_self" if voice.person == self.person else "voice"
            x = EXPLAIN["question"] if voice.x is None else f"{voice.x + 0.0:+.2f}"
            yield EXPLAIN[key].format(share=voice.share, name=name_of(self.power, voice.person), x=x)

    def _scores(self) -> Iterator[Text]:
        """One sentence a network score: its largest parts, and what is left of it."""
        parts, scores = self.explained.score_parts, self.analysis.scores[self.person]
        for key, rank, score in (
            ("influence_source", parts.influence_source, scores.influence_source),
            ("decision_convergence", parts.decision_convergence, scores.decision_convergence),
        ):
            lines = [(SCORES["line"].format(name=self._name(line.person), share=line.share)) for line in rank.lines]
            wording = SCORES[key if lines else f"{key}_none"]
            yield wording.format(score=score, base=rank.base, parts=_largest(lines))
        control = parts.betweenness_control
        ways = [
            SCORES["way"].format(
                before=self._name(way.before), after=self._name(way.after), share=way.share, pairs=way.pairs
            )
            for way in control.ways
        ]
        wording = SCORES["betweenness_control" if ways else "betweenness_control_none"]
        yield wording.format(
            score=scores.betweenness_control, pairs=control.pairs, parts=_largest(ways, control.rest_ways)
        )
        rings = [
            SCORES["ring"].format(count=len(ring.people), hops=ring.hops, share=ring.share)
            for ring in parts.closeness_access
        ]
        wording = SCORES["closeness_access" if rings else "closeness_access_none"]
        yield wording.format(score=scores.closeness_access, parts=_largest(rings))
        contacts = [
            SCORES["contact"].format(name=self._name(contact.person), share=contact.share)
            for contact in parts.constraint
        ]
        wording = SCORES["constraint" if contacts else "constraint_none"]
        yield wording.format(score=scores.constraint or 0.0, parts=_largest(contacts))

    def _name(self, person: str) -> Pair:
        return name_of(self.power, person)

    def _first(self) -> Iterator[Text]:
        for place, first in enumerate(do_first(self.analysis), 1):
            if first.person == self.person:
                yield EXPLAIN["first"].format(place=place, step=(first.text_en, first.text_zh))

    def _gaps(self) -> Iterator[Text]:
        for gap in self.gaps:
            yield EXPLAIN["gap"].format(
                severity=SEVERITIES[gap.severity],
                kind=KIND_NAMES[gap.kind],
                step=(gap.next_step.text_en, gap.next_step.text_zh),
            )
        if not self.gaps:
            yield EXPLAIN["no_gap"]


def _largest(parts: Sequence[Text], unlisted: int = 0) -> Text:
    """The first few parts in a row, and how many more there are."""
    row, more = COMMA.join(parts[:SHOWN]), max(0, len(parts) - SHOWN) + unlisted
    return SCORES["more"].format(parts=row, count=more) if more else row
