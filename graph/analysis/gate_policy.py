"""What the review gate is asked: a version of its policy, and the bid it is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.analysis.pipeline import Analysis
from graph.answer import Answer


class PolicyCheck(BaseModel):
    """One check as the policy asks it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    severity: Literal["CONDITIONAL", "FAIL"]
    rule_en: str
    rule_zh: str
    waivable: bool = True
    parameters: dict[str, float] = Field(default_factory=dict)

    def limit(self, name: str) -> float:
        """A limit of the policy; 0 where it does not ask."""
        return self.parameters.get(name, 0.0)


class Policy(BaseModel):
    """A version of the gate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: str
    checks: tuple[PolicyCheck, ...]


class SnapshotSeen(Answer):
    """A snapshot the gate may count: only what its head says."""

    id: str
    as_of: date
    opportunity: str | None


@dataclass(frozen=True)
class Bid:
    """What is reviewed: the analysis of an opportunity and the snapshots taken up to that day."""

    analysis: Analysis
    snapshots: tuple[SnapshotSeen, ...]
