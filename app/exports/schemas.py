"""What the files room answers as data."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Presentation(BaseModel):
    """A review in pictures, worded."""

    sentence: str = Field(description="Do we win?")
    about: str = Field(description="Account, opportunity, day.")
    marking: str = Field(description="Marking.")
    pictures: list[dict[str, Any]] = Field(description="`id`, `heading` and `blocks` each; none in an outline.")
