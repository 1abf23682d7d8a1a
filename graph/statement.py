"""One statement over the driver: its parameters, its time, and its rows as their model."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

import neo4j
from opentelemetry.trace import SpanKind
from pydantic import ValidationError

from graph.errors import StoreInconsistent
from graph.queries import Frozen, Query
from graph.spans import span

Row = TypeVar("Row", bound=Frozen)


async def run(
    runner: neo4j.AsyncSession | neo4j.AsyncTransaction,
    statement: Query[Row],
    params: dict[str, Any],
    seconds: float,
) -> list[Row]:
    """The rows of one statement within its time. Raises the driver's errors, and StoreInconsistent for rows of another shape."""
    names = set(statement.params)
    sent = {name: value for name, value in params.items() if name in names}
    statement.refuse_wrong_params(sent)
    # The text comes from a .cypher file of ours, checked when it was loaded; the driver wants that said as a literal.
    text: Any = statement.text
    if isinstance(runner, neo4j.AsyncSession):
        text = neo4j.Query(text, timeout=seconds)

    async def fetch() -> list[list[Any]]:
        result = await runner.run(text, sent)
        return [record.values() async for record in result]

    with span(statement.name, SpanKind.CLIENT, db_system_name="neo4j"):
        rows = await asyncio.wait_for(fetch(), seconds)
    fields = tuple(statement.row.model_fields)
    try:
        return [statement.row.model_validate(dict(zip(fields, row, strict=True))) for row in rows]
    except ValidationError as error:
        msg = f"{statement.name} found a record of another shape than this service writes"
        raise StoreInconsistent(msg) from error
