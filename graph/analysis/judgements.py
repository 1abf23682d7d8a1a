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
        held = sorted((held for held in document.assessments if held.on <= as_of), key=lambda held: held.on)
        return cls({(held.code, held.assessor, held.department_id): held for held in held})

    def find(self, code: str, assessor: str | None = None, department: str | None = None) -> Assessment | None:
        """The newest of a code, by one assessor or by whoever judged last."""
        found = [
            self.newest[key]
            for who in (("CUSTOMER", "SELF") if assessor is None else (assessor,))
            if (key := (code, who, department)) in self.newest
        ]
        return max(found, key=lambda held: held.on, default=None)

    def met(self, code: str, assessor: str | None = None) -> bool | None:
        """Yes, no, or None when nobody said."""
        held = self.find(code, assessor)
        return held.met if held else None

    def value(self, code: str, assessor: str | None = None, department: str | None = None) -> float | None:
        """The newest number."""
        held = self.find(code, assessor, department)
        return held.value if held else None

    def choice(self, code: str, assessor: str | None = None) -> str | None:
        """The newest choice."""
        held = self.find(code, assessor)
        return held.choice if held else None


class Mark(Answer):
    """A mark that was given."""

    code: str = Field(description="Code of what is judged.")
    value: float | None = Field(description="The newest mark; null when nobody gave one.")
    on: date | None = Field(description="Day of the judgement; null when nobody gave one.")
    assessor: str | None = Field(description="CUSTOMER or SELF: who judged; null when nobody did.")
    evidence: str = Field(description="What the judgement rests on; empty when nobody said.")


def marks(judgements: Judgements, codes: Iterable[str]) -> list[Mark]:
    """The newest mark of each code."""
    found = []
    for code in codes:
        held = judgements.find(code)
        found.append(
            Mark(
                code=code,
                value=held.value if held else None,
                on=held.on if held else None,
                assessor=held.assessor if held else None,
                evidence=held.evidence if held else "",
            )
        )
    return found


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
    found = [*_attitude_falls(document, as_of), *_judgement_falls(document, as_of)]
    kept = [fall for fall in found if since is None or fall.on > since]
    return sorted(kept, key=lambda fall: (fall.on, fall.what, fall.subject))


def _attitude_falls(document: AccountDocument, as_of: date) -> Iterable[Fall]:
    last: dict[tuple[str, str, str | None], str] = {}
    known = [held for held in document.attitudes if held.on <= as_of and held.level != "UNKNOWN"]
    for held in sorted(known, key=lambda held: (held.on, held.person, held.toward)):
        key = (held.person, held.toward, held.opportunity_id)
        before = last.get(key)
        if before is not None and STEP_OF_LEVEL[held.level] < STEP_OF_LEVEL[before]:
            steps = STEP_OF_LEVEL[before] - STEP_OF_LEVEL[held.level]
            subject = f"{held.person} → {held.toward}"
            yield Fall(
                what="ATTITUDE",
                subject=subject,
                before=before,
                after=held.level,
                on=held.on,
                steps=steps,
                cause=held.evidence,
            )
        last[key] = held.level


def _judgement_falls(document: AccountDocument, as_of: date) -> Iterable[Fall]:
    last: dict[tuple[str, str], Assessment] = {}
    for held in sorted((held for held in document.assessments if held.on <= as_of), key=lambda held: held.on):
        before = last.get((held.code, held.assessor))
        last[held.code, held.assessor] = held
        if before is None:
            continue
        subject = f"{held.assessor} {held.code}"
        if held.code in _LADDERS and before.choice and held.choice:
            what, ladder = _LADDERS[held.code]
            steps = ladder.index(before.choice) - ladder.index(held.choice)
            if steps > 0:
                yield Fall(
                    what=what,
                    subject=subject,
                    before=before.choice,
                    after=held.choice,
                    on=held.on,
                    steps=steps,
                    cause=held.evidence,
                )
        elif before.met and held.met is False:
            yield Fall(
                what="CRITERION",
                subject=subject,
                before="true",
                after="false",
                on=held.on,
                steps=1,
                cause=held.evidence,
            )
