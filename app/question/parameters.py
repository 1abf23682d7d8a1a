"""The parameters that questions about an account share: which opportunity, as of which day, which method, which lines."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import AfterValidator

from app.question.analysis_query import DEFAULT_LAYERS, LAYERS, AnalysisQuery
from app.requests import unescape
from graph.errors import Fault, InvalidDocument
from graph.kinds.fields import EARLIEST, LATEST

AsOf = Annotated[
    date | None,
    Query(
        ge=EARLIEST,
        le=LATEST,
        description="Nothing dated after this day counts. Default today, in the account's time zone.",
    ),
]
Opportunity = Annotated[
    str | None,
    Query(
        max_length=64,
        description="Without one the basis is rank.",
        examples=["core-cloud-2027"],
    ),
]
MethodOverrides = Annotated[
    str,
    Query(
        max_length=2000,
        description="Method parameters that differ from the defaults, as `name:value,…`; answers show all.",
        examples=["openness:0.3,window_days:60,window_days_of_rank.1:45"],
    ),
]

Snapshot = Annotated[
    str | None,
    Query(
        max_length=64,
        description="Ask this snapshot, as of its day; `newest` takes the newest not after `as_of`.",
        examples=["2026Q3"],
    ),
]


def analysis_query(
    as_of: AsOf = None, opportunity: Opportunity = None, method: MethodOverrides = "", snapshot: Snapshot = None
) -> AnalysisQuery:
    """The question of a request."""
    return AnalysisQuery(opportunity=opportunity, as_of=as_of, method=method, snapshot=snapshot)


AnalysisQueryDep = Annotated[AnalysisQuery, Depends(analysis_query)]


def layers_of(
    layers: Annotated[
        str,
        Query(
            max_length=200,
            description="A comma list of the lines reporting, influence, ties, and of layout, where all stand.",
        ),
    ] = ",".join(sorted(DEFAULT_LAYERS)),
) -> frozenset[str]:
    """The layers of a request; an unknown one is refused."""
    named = frozenset(part.strip() for part in layers.split(",") if part.strip())
    for unknown in sorted(named - set(LAYERS)):
        facts = {"expected": ", ".join(LAYERS)}
        raise InvalidDocument((Fault("/query/layers", "wrong-enum", unknown[:100], facts),))
    return named


LayersDep = Annotated[frozenset[str], Depends(layers_of)]
OpportunityPath = Annotated[
    str,
    AfterValidator(unescape),
    Path(description="The opportunity's id.", min_length=1, max_length=64, examples=["core-cloud-2027"]),
]
PersonPath = Annotated[
    str, AfterValidator(unescape), Path(description="The person's id.", min_length=1, max_length=64, examples=["P06"])
]


def opportunity_query(
    opportunity_id: OpportunityPath, as_of: AsOf = None, method: MethodOverrides = "", snapshot: Snapshot = None
) -> AnalysisQuery:
    """The question of a request whose path names the opportunity."""
    return analysis_query(as_of, opportunity_id, method, snapshot)


OpportunityQueryDep = Annotated[AnalysisQuery, Depends(opportunity_query)]
