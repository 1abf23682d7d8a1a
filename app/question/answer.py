"""What every answer about an account says of the question it answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.answer import Answer
from graph.method import Method
from graph.power_graph import PowerGraph


class QuestionAnswer(Answer):
    """An answer, with its question and parameters."""

    account: str = Field(description="Account id.")
    opportunity: str | None = Field(description="Opportunity id, or null.")
    as_of: date = Field(description="Day it is for.")
    revision: int = Field(description="Account revision.")
    method: Method = Field(description="The method's parameters.")


def question_of(power: PowerGraph) -> dict[str, Any]:
    """The fields of QuestionAnswer for a graph."""
    return {
        "account": power.document.account.id,
        "opportunity": power.opportunity_id,
        "as_of": power.as_of,
        "revision": power.revision,
        "method": power.method,
    }
