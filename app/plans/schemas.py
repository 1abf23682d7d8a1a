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
    """What a hand-over moved. Everything else stays as it was: who did, said and saw what is history."""

    account: str = Field(description="Id of the account.")
    revision: int = Field(
        description="The revision of the one write that did it; the change feed has it record by record."
    )
    on: date = Field(description="Day of the hand-over.")
    reason: str = Field(description="Why it is handed over; empty when nobody said.")
    coverage: int = Field(ge=0, description="People handed to another owner or contact.")
    targets: int = Field(ge=0, description="Plan items handed over.")
    activities: int = Field(ge=0, description="Open activities handed over.")
    memberships: int = Field(ge=0, description="Memberships ended or begun.")


class VacancyReport(Answer):
    """A person left and their post is vacant."""

    account: str = Field(description="Id of the account.")
    revision: int = Field(description="The revision of the one write that did it; undo takes it back.")
    person: str = Field(description="Who left: gone with their lines, attitudes and coverage.")
    successor: str | None = Field(
        description="Id of the unnamed placeholder who has the post, votes and vetoes, of unknown attitude; null without any."
    )


class DefinedMeasure(Measure):
    """A measure with its definition in words."""

    definition_en: str = Field(description="What is counted, measured or assessed, and how.")
    definition_zh: str = Field(description="The same in Chinese.")


class DefinedMeasures(MeasuresView):
    """Three blocks of measures, each with its definition, by owner and by stage of the sales process."""

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
