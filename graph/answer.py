"""What every answer is made of: frozen models whose fields carry their own meaning, computed here and shown as they are."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """A part of an answer: never changed, no field beyond those it declares, never NaN or infinite.

    An analysis returns its answer; words by language are added by a subclass where the service shows it.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True, serialize_by_alias=True
    )
