"""What the route of ways to a person answers."""

from __future__ import annotations

from pydantic import Field

from app.question.answer import QuestionAnswer
from graph.analysis.introductions import PathsTo


class Paths(PathsTo, QuestionAnswer):
    """Best paths of one kind to a person, or why there is none."""

    reason_en: str | None = Field(description="The reason in a sentence.")
    reason_zh: str | None = Field(description="In Chinese.")
