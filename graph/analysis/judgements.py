"""What was judged of the relationship: the newest assessment of each code, by the customer and by ourselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from graph.answer import Answer
from graph.document import AccountDocument
from graph.kinds import Assessment


@dataclass(frozen=True)
class Judgements:
    """The newest assessments as of a day; the customer's word on a code outranks ours, however old it is."""

    newest: Mapping[tuple[str, str, str | None], Assessment]

    @classmethod
    def of(cls, document: AccountDocument, as_of: date) -> Judgements:
        """Those of a document up to and including a day."""
        records = by_day(document, as_of)
        return cls({(record.code, record.assessor, record.department_id): record for record in records})

    def find(self, code: str, assessor: str | None = None, department: str | None = None) -> Assessment | None:
        """The newest of a code by one assessor; else the customer's, which outranks ours, else ours."""
        judges = ("CUSTOMER", "SELF") if assessor is None else (assessor,)
        return next((self.newest[key] for who in judges if (key := (code, who, department)) in self.newest), None)

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
    on: date | None = Field(description="Day of judgement, or null.")
    assessor: str | None = Field(description="CUSTOMER or SELF, or null.")
    evidence: str = Field(description="What the judgement rests on; empty: nobody said.")


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


def by_day(document: AccountDocument, as_of: date) -> list[Assessment]:
    """The judgements up to and including a day, oldest first."""
    return sorted((record for record in document.assessments if record.on <= as_of), key=lambda record: record.on)
