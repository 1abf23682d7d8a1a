"""What was judged of the relationship: the newest assessment of each code, and the falls from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from graph.answer import Answer
from graph.document import AccountDocument
from graph.kinds import Assessment
from graph.kinds.assessments import LEVELS, PHASES, STAGES
from graph.method import STEP_OF_LEVEL


@dataclass(frozen=True)
class Judgements:
    """The newest assessments as of a day; on the same day the customer's word counts before ours."""

    newest: Mapping[tuple[str, str, str | None], Assessment]

    @classmethod
    def of(cls, document: AccountDocument, as_of: date) -> Judgements:
        """Those of a document up to and including a day."""
        records = _by_day(document, as_of)
        return cls({(record.code, record.assessor, record.department_id): record for record in records})

    def find(self, code: str, assessor: str | None = None, department: str | None = None) -> Assessment | None:
        """The newest of a code, by one assessor or by whoever judged last."""
        fitting = [
            self.newest[key]
            for who in (("CUSTOMER", "SELF") if assessor is None else (assessor,))
            if (key := (code, who, department)) in self.newest
        ]
        return max(fitting, key=lambda assessment: assessment.on, default=None)

    def met(self, code: str, assessor: str | None = None) -> bool | None:
        """Yes, no, or None when nobody said."""
        assessment = self.find(code, assessor)
        return assessment.met if assessment else None

    def value(self, code: str, assessor: str | None = None, department: str | None = None) -> float | None:
        """The newest number."""
        assessment = self.find(code, assessor, department)
        return assessment.value if assessment else None

    def choice(self, code: str, assessor: str | None = None) -> str | None:
        """The newest choice."""
        assessment = self.find(code, assessor)
        return assessment.choice if assessment else None


class Mark(Answer):
    """A mark that was given."""

    code: str = Field(description="Code of what is judged.")
    value: float | None = Field(description="The newest mark; null when nobody gave one.")
    on: date | None = Field(description="Day of the judgement; null when nobody gave one.")
    assessor: str | None = Field(description="CUSTOMER or SELF: who judged; null when nobody did.")
    evidence: str = Field(description="What the judgement rests on; empty when nobody said.")


def marks(judgements: Judgements, codes: Iterable[str]) -> list[Mark]:
    """The newest mark of each code."""
    answers = []
    for code in codes:
        assessment = judgements.find(code)
        answers.append(
            Mark(
                code=code,
                value=assessment.value if assessment else None,
                on=assessment.on if assessment else None,
                assessor=assessment.assessor if assessment else None,
                evidence=assessment.evidence if assessment else "",
            )
        )
    return answers


class Fall(Answer):
    """A step back: an attitude, the organisation level, the stage or the phase is lower than it was."""

    what: Literal["ATTITUDE", "LEVEL", "STAGE", "PHASE", "CRITERION"] = Field(description="What fell.")
    subject: str = Field(description="The person (with the party), or who judged and what.")
    before: str = Field(description="The value before.")
    after: str = Field(description="The later value.")
    on: date = Field(description="Day of the later value.")
    steps: int = Field(ge=1, description="How many levels it fell by.")
    cause: str = Field(description="The evidence given with the lower value; empty when nobody said why.")


_LADDERS: Mapping[str, tuple[Literal["LEVEL", "STAGE", "PHASE"], tuple[str, ...]]] = {
    "ORGANIZATION_LEVEL": ("LEVEL", LEVELS),
    "STAGE": ("STAGE", STAGES),
    "PHASE": ("PHASE", PHASES),
}


def falls(document: AccountDocument, as_of: date, since: date | None = None) -> list[Fall]:
    """Every fall up to a day, oldest first: two steps forward, one back, and falling is easy."""
    falls = [*_attitude_falls(document, as_of), *_judgement_falls(document, as_of)]
    later = [fall for fall in falls if since is None or fall.on > since]
    return sorted(later, key=lambda fall: (fall.on, fall.what, fall.subject))


def _attitude_falls(document: AccountDocument, as_of: date) -> Iterable[Fall]:
    last: dict[tuple[str, str, str | None], str] = {}
    known = [attitude for attitude in document.attitudes if attitude.on <= as_of and attitude.level != "UNKNOWN"]
    for attitude in sorted(known, key=lambda attitude: (attitude.on, attitude.person, attitude.toward)):
        key = (attitude.person, attitude.toward, attitude.opportunity_id)
        before = last.get(key)
        if before is not None and STEP_OF_LEVEL[attitude.level] < STEP_OF_LEVEL[before]:
            steps = STEP_OF_LEVEL[before] - STEP_OF_LEVEL[attitude.level]
            subject = f"{attitude.person} → {attitude.toward}"
            yield Fall(
                what="ATTITUDE",
                subject=subject,
                before=before,
                after=attitude.level,
                on=attitude.on,
                steps=steps,
                cause=attitude.evidence,
            )
        last[key] = attitude.level


def _judgement_falls(document: AccountDocument, as_of: date) -> Iterable[Fall]:
    last: dict[tuple[str, str], Assessment] = {}
    for assessment in _by_day(document, as_of):
        before = last.get((assessment.code, assessment.assessor))
        last[assessment.code, assessment.assessor] = assessment
        if before is None:
            continue
        subject = f"{assessment.assessor} {assessment.code}"
        if assessment.code in _LADDERS and before.choice and assessment.choice:
            what, ladder = _LADDERS[assessment.code]
            steps = ladder.index(before.choice) - ladder.index(assessment.choice)
            if steps > 0:
                yield Fall(
                    what=what,
                    subject=subject,
                    before=before.choice,
                    after=assessment.choice,
                    on=assessment.on,
                    steps=steps,
                    cause=assessment.evidence,
                )
        elif before.met and assessment.met is False:
            yield Fall(
                what="CRITERION",
                subject=subject,
                before="true",
                after="false",
                on=assessment.on,
                steps=1,
                cause=assessment.evidence,
            )


def _by_day(document: AccountDocument, as_of: date) -> list[Assessment]:
    return sorted((record for record in document.assessments if record.on <= as_of), key=lambda record: record.on)
