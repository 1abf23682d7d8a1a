"""What the what-if route takes and answers."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from pydantic import Field

from graph.analysis.coverage import Covered
from graph.analysis.decision_chain import StageView
from graph.analysis.scenario import MOST_CHANGES, AnyChange
from graph.analysis.standing import Standing
from graph.analysis.what_if import Dependence, Swing
from graph.answer import Answer
from graph.method import Method

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

    opportunity: str | None = Field(
        default=None, description="The opportunity asked about; without one the basis is rank."
    )
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


class GapRef(Answer):
    """A gap by kind and subject."""

    kind: str = Field(description="Kind of the gap (method 4).")
    severity: str = Field(description="CRITICAL, HIGH, MEDIUM or LOW, by class (method 4).")
    person: str | None = Field(default=None, description="Id of the person it is about; null for another.")
    department: str | None = Field(default=None, description="Id of the department it is about; null for another.")
    stage: str | None = Field(default=None, description="Id of the stage it is about; null for another.")


class Side(Answer):
    """The account before or after."""

    standing: dict[str, Standing] = Field(description="By party (method 3).")
    key_decision_makers: list[str] = Field(
        description="Confirmed by stability, largest decision_influence first (method 3)."
    )
    decision_influence: dict[str, float] = Field(description="By person; sums to 1 (method 3).")
    settled: dict[str, dict[str, float]] = Field(
        description="By person and party: their attitude after listening, -1 to 1 (method 3)."
    )
    stages: list[StageView] = Field(description="With voting powers and minimum flip sets (method 3).")
    coverage: Covered = Field(description="Coverage, plain and weighted (method 4).")
    gaps: list[GapRef] = Field(description="Most severe first (method 4).")
    tornado: tuple[Swing, ...] = Field(
        description="Whose attitude moves our standing most, widest swing first (method 5)."
    )
    largest_dependence: Dependence | None = Field(description="Null when nobody is for us.")


class KeyPeopleChange(Answer):
    """Who joins and who leaves the key decision makers."""

    added: list[str] = Field(description="Ids of those who become key people.")
    removed: list[str] = Field(description="Ids of those who are no longer.")


class WhatIfDifference(Answer):
    """After minus before."""

    standing: dict[str, float] = Field(description="By party, combined over the stages; -2 to 2.")
    stages: dict[str, dict[str, float]] = Field(description="By voting stage and party.")
    decision_influence: dict[str, float] = Field(description="By person; people without a change are absent.")
    settled: dict[str, dict[str, float]] = Field(
        description="By person and party; who is on one side only and what does not change is absent."
    )
    coverage: dict[str, float | None] = Field(description="Of plain and weighted; null where one side has none.")
    key_decision_makers: KeyPeopleChange = Field(description="Who becomes one of the key people, and who is no longer.")
    gaps_opened: list[GapRef] = Field(description="Gaps that the changes open.")
    gaps_closed: list[GapRef] = Field(description="Gaps that the changes close.")


class WhatIfAnswer(Answer):
    """The account as it is, as it would be, and what lies between."""

    account: str = Field(description="Id of the account.")
    opportunity: str | None = Field(description="Id of the opportunity asked about; null for none.")
    as_of: date = Field(description="The day it is about; nothing dated later counts (method 1).")
    revision: int = Field(description="The account's revision: one revision, one answer, while borrowed people stay.")
    method: Method = Field(description="Every parameter of the method it was computed with.")
    before: Side = Field(description="The account as it is.")
    after: Side = Field(description="The account with the changes.")
    difference: WhatIfDifference = Field(description="After less before.")
    successors: dict[str, str] = Field(
        description="Who left, to the id of the unnamed successor who holds their votes and vetoes; empty without any."
    )
