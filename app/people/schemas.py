"""What is sent and answered about single people beside their records."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.people.templates import TemplateName
from app.power_map.explain_schemas import PersonExplanationAnswer
from app.power_map.schemas import ElsewhereView
from graph.about_people import HeldOnPerson
from graph.analysis.behaviour import Behaviour
from graph.answer import Answer
from graph.kinds.fields import Confidence, Day, Id, Level, Name
from graph.merging import Merged


class Merge(BaseModel):
    """Which record of the same person falls into this one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"duplicate": "P26"}})

    duplicate: Id = Field(description="Id of the other record of the person; it goes.")


class MergeReport(Merged):
    """What a merge did, or would do."""

    account: str = Field(description="Account id.")
    preview: bool = Field(description="Nothing was written.")
    revision: int = Field(description="Revision of the write, which undo takes back; of a preview today's.")


class ObservedBehaviour(BaseModel):
    """What somebody was seen to do, by question; those not answered are left out."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "on": "2026-11-20",
                "observed": {"MEETS_US": True, "ADVISES_US": True, "DISADVANTAGES_RIVALS": False},
                "evidence": "told us the order of the talks",
                "reported_by": "S2",
            }
        },
    )

    toward: Id | None = Field(default=None, description="The party the attitude is to; default us.")
    on: Day = Field(description="Day observed.")
    observed: dict[Behaviour, bool] = Field(min_length=1, description="Question to answer.")
    evidence: Name = Field(description="What was seen, in a sentence; it becomes the evidence of the attitude.")
    confidence: Confidence = Field(default=3, description="Trust in it, 1 to 5.")
    reported_by: Id | None = Field(default=None, description="Our member who saw it.")
    opportunity_id: Id | None = Field(default=None, description="Only for this opportunity; null for all.")


class Question(Answer):
    """A question by which an attitude is told."""

    code: Behaviour = Field(description="Code of the question.")
    text_en: str = Field(description="The question in English.")
    text_zh: str = Field(description="In Chinese.")
    answer: bool | None = Field(description="The answer given; null where none was.")


class BehaviourReport(Answer):
    """The attitude that follows from behaviour."""

    account: str = Field(description="Account id.")
    person: str = Field(description="Person id.")
    preview: bool = Field(description="Nothing was written.")
    revision: int = Field(description="Of the write; of a preview today's.")
    level: Level = Field(description="On the six-level scale, as recorded; UNKNOWN if no answer tells it.")
    four_level: Level = Field(description="The same on the four-level scale.")
    because: list[Behaviour] = Field(description="The answers it follows from.")
    questions: list[Question] = Field(description="Every question, answered or not.")


class SubjectFile(HeldOnPerson):
    """All kept and computed about one person, to be looked through before they get it."""

    voting_elsewhere: list[ElsewhereView] = Field(description="Other accounts' stages they have a part in.")
    figures: PersonExplanationAnswer | None = Field(
        description="Computed today for the leading opportunity; null if not on the map."
    )


class TemplateChoice(BaseModel):
    """Which template, and for which opportunity its parts are."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"template": "OPERATOR", "opportunity_id": "core-cloud-2027", "lang": "zh"}},
    )

    template: TemplateName = Field(description="Kind of customer: OPERATOR, HOSPITAL or MANUFACTURER.")
    opportunity_id: Id | None = Field(
        default=None, description="The opportunity whose parts are filled by unnamed people; null: departments alone."
    )
    lang: Literal["zh", "en"] = Field(default="zh", description="Language of names and titles.")


class TemplateReport(Answer):
    """What a template adds. What was there stays as it is."""

    account: str = Field(description="Account id.")
    preview: bool = Field(description="Nothing was written.")
    revision: int = Field(description="Revision of the write, which undo takes back; of a preview today's.")
    departments: list[str] = Field(description="Departments added, by id.")
    people: list[str] = Field(description="Unnamed people added, by id.")
    departments_kept: list[str] = Field(description="Departments of the template already there, by their own id.")
    roles_kept: list[str] = Field(description="Parts of the template that somebody has.")
