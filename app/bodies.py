"""Bodies that are neither a document nor a record: read strictly, with the same faults, and shown in OpenAPI."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from graph.computing import Lane, compute
from graph.draft import faults_of, load_json
from graph.errors import InvalidDocument

Body = TypeVar("Body", bound=BaseModel)


async def read_body(model: type[Body], body: bytes) -> Body:
    """The body as a model. Raises Malformed, and InvalidDocument with every fault."""
    return await compute(partial(_read, model, body), Lane.DOCUMENT)


def _read(model: type[Body], body: bytes) -> Body:
    data = load_json(body)
    try:
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise InvalidDocument(faults_of(error)) from None


def shown_body(model: type[BaseModel]) -> dict[str, Any]:
    """How OpenAPI shows such a body: its schema with its example."""
    schema = model.model_json_schema()
    example = schema.pop("example", {})
    media = {"schema": schema, "example": example}
    return {"requestBody": {"required": True, "content": {"application/json": media}}}
