"""What every answer about an account says of the question it answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.answer import Answer
from graph.method import Method
from graph.power_graph import PowerGraph


class QuestionAnswer(Answer):
    """An answer about an account, with the question and the parameters it was computed for."""

    account: str = Field(description="Id of the account.")
    opportunity: str | None = Field(description="The opportunity's id, or null.")
    as_of: date = Field(description="The day it is about.")
    revision: int = Field(description="The account's revision.")
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
