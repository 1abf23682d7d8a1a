"""Jobs as they are shown."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from graph.jobs import State


class Job(BaseModel):
    """A request that nobody waits for."""

    id: str = Field(description="Its id.")
    kind: str = Field(description="The operation it carries out.", examples=["import_file"])
    account: str | None = Field(description="Account it is about.")
    made_by: str = Field(description="Id of who sent it.")
    state: State = Field(description="How it stands.")
    created_at: datetime = Field(description="When it was sent.")
    started_at: datetime | None = Field(description="When it was first begun.")
    ended_at: datetime | None = Field(description="When it ended; kept for a week after.")
    step: str = Field(description="What was done last.")
    progress: float = Field(description="How far it is, 0 to 1.")
    status: int | None = Field(description="HTTP status of its answer.")
    code: str | None = Field(description="Why it failed.")
    revision: int | None = Field(description="Revision it made of the account.")


class JobList(BaseModel):
    """Jobs, newest first."""

    items: list[Job] = Field(description="By time.")
    next_cursor: str | None = Field(description="Cursor of the next page.")
