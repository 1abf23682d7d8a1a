"""What the what-if route takes and answers."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from app.question.answer import QuestionAnswer
from graph.analysis.scenario import MOST_CHANGES, AnyChange
from graph.analysis.what_if import Side, WhatIfDifference
from graph.answer import Answer

WHAT_IF_EXAMPLE: Final[dict[str, Any]] = {
    "opportunity": "core-cloud-2027",
    "changes": [
        {"kind": "attitude", "person": "P06", "toward": "NORTHGATE", "level": "SUPPORT"},
        {"kind": "leave", "person": "P16"},
        {"kind": "influence", "source": "P13", "target": "P06", "influence_kind": "PROFESSIONAL", "strength": 0.6},
        {"kind": "reporting", "subordinate": "P22", "manager": "P21"},
        {"kind": "vote", "stage": "evaluation", "person": "P12", "weight": 2},
        {"kind": "quota", "stage": "evaluation", "quota": 5},
    ],
}


class WhatIfQuestion(Answer):
    """Changes to suppose, in order; they are checked together at the end."""

    opportunity: str | None = Field(default=None, description="Without one the basis is rank.")
    changes: list[AnyChange] = Field(default=[], max_length=MOST_CHANGES, description="Nothing of it is stored.")


def _inlined(schema: Any, models: dict[str, Any]) -> Any:
    """The schema with every reference replaced by what it names, as it stands in a body that the route reads itself."""
    if isinstance(schema, list):
        return [_inlined(part, models) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(models[schema["$ref"].rpartition("/")[2]], models)
    return {name: _inlined(part, models) for name, part in schema.items() if name not in {"$defs", "discriminator"}}


_SCHEMA: Final = WhatIfQuestion.model_json_schema()
WHAT_IF_BODY: Final[dict[str, Any]] = {
    "schema": _inlined(_SCHEMA, _SCHEMA["$defs"]),
    "example": WHAT_IF_EXAMPLE,
}


class WhatIfAnswer(QuestionAnswer):
    """An account as it is, as it would be, and the difference."""

    before: Side = Field(description="The account as it is.")
    after: Side = Field(description="The account with the changes.")
    difference: WhatIfDifference = Field(description="After less before.")
    successors: dict[str, str] = Field(
        description="Who left, to the unnamed successor with their votes and vetoes; empty: none."
    )
