"""What the plans room is sent and answers beside the analyses."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

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
