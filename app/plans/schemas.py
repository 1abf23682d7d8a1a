"""What the plans room is sent and answers beside the analyses."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from app.texts.measures import DEFINITIONS
from graph.analysis.measures import Measure, MeasuresView
from graph.answer import Answer
from graph.kinds.fields import Day, Id, OptionalName


class HandOver(BaseModel):
    """Who takes over from whom."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"members": {"S2": "S1"}, "on": "2026-12-01", "reason": "moves to another region"}
        },
    )

    members: dict[Id, Id] = Field(min_length=1, description="Each leaving member and who takes over; both in the team.")
    on: Day = Field(description="The first day of the new team.")
    reason: OptionalName = ""


class HandOverReport(BaseModel):
    """What moved. What was done, said and seen stays as it was."""

    account: str = Field(description="Account id.")
    revision: int = Field(description="Revision of the write; the change feed has each record.")
    on: date = Field(description="Day of the hand-over.")
    reason: str = Field(description="Why it is handed over; empty: nobody said.")
    coverage: int = Field(ge=0, description="People handed to another owner or contact.")
    targets: int = Field(ge=0, description="Plan items handed over.")
    activities: int = Field(ge=0, description="Open activities handed over.")
    memberships: int = Field(ge=0, description="Memberships ended or begun.")


class VacancyReport(Answer):
    """A person left and their post is vacant."""

    account: str = Field(description="Account id.")
    revision: int = Field(description="Revision of the write; undo takes it back.")
    person: str = Field(description="Who left, with lines, attitudes and coverage.")
    successor: str | None = Field(
        description="Unnamed placeholder with the post, votes and vetoes, of unknown attitude; or null."
    )


class DefinedMeasure(Measure):
    """A measure with its definition in words."""

    definition_en: str = Field(description="What is counted, measured or assessed, and how.")
    definition_zh: str = Field(description="In Chinese.")


class DefinedMeasures(MeasuresView):
    """Measures by owner and by stage of the sales process, with definitions."""

    process: tuple[DefinedMeasure, ...] = Field(description="Counted: what was done.")
    result: tuple[DefinedMeasure, ...] = Field(description="Measured: what it came to.")
    value: tuple[DefinedMeasure, ...] = Field(description="Assessed: what it was worth.")

    @classmethod
    def of(cls, measures: MeasuresView) -> DefinedMeasures:
        """The measures with their definitions."""
        blocks = {
            name: tuple(
                DefinedMeasure(
                    **dict(measure), definition_en=DEFINITIONS[measure.id][0], definition_zh=DEFINITIONS[measure.id][1]
                )
                for measure in getattr(measures, name)
            )
            for name in ("process", "result", "value")
        }
        return cls(**{**dict(measures), **blocks})
