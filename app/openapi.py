"""The service's OpenAPI document: FastAPI's, with problems as they are answered, an example everywhere, and keys declared."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from fastapi import FastAPI

from app.problems import MEDIA_TYPE, TABLE
from app.texts.glossary import describe_fields

Json = dict[str, Any]
_SCHEMAS: Final = "#/components/schemas/"
_UNUSED: Final = ("HTTPValidationError", "ValidationError")
_WORDS: Final = {
    "person": "P01",
    "people": "P01",
    "member": "S2",
    "department_id": "PROC",
    "id": "P26",
    "code": "quota",
}
_TOLD: Final = {"query": "Only those whose `{}` is this.", "path": "`{}` of what is meant.", "header": "{}"}
_MERGE_PATCH: Final = {
    "type": "object",
    "title": "MergePatch",
    "description": "A JSON merge patch (RFC 7396): the fields to change; null resets one to its default.",
    "additionalProperties": True,
    "example": {"name": "沈一"},
}
_SNAPSHOTS: Final = {
    "type": "array",
    "items": {"type": "object", "additionalProperties": True},
    "description": "The account's snapshots, where they are asked for; what a document brings along is kept.",
}
_OPEN: Final = "/health/"
_EVERYWHERE: Final = (401, 406)
_WITH_BODY: Final = (408,)
_DEPTH: Final = 6
_LIMITS: Final = ("minimum", "maximum")  # FastAPI writes null for the one beside an exclusive one


def describe(app: FastAPI, examples: Mapping[str, Json]) -> None:
    """Let the application answer this document as its own; `examples` are those of models, by name.

    Made once, by whichever thread asks first: it takes a second, so who starts the service asks ahead of its callers.
    """
    plain = app.openapi
    making = Lock()

    def openapi() -> Json:
        with making:
            if not app.openapi_schema:
                app.openapi_schema = _finished(plain(), examples)
            return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _finished(document: Json, examples: Mapping[str, Json]) -> Json:
    schemas: Json = document["components"]["schemas"]
    for name in _UNUSED:
        schemas.pop(name, None)
    schemas["MergePatch"] = dict(_MERGE_PATCH)
    schemas["AccountDocument"]["properties"]["snapshots"] = dict(_SNAPSHOTS)
    _show_models(schemas, examples)
    for path, item in document["paths"].items():
        for operation in item.values():
            if not path.startswith(_OPEN):
                for status in _EVERYWHERE + (_WITH_BODY if "requestBody" in operation else ()):
                    operation["responses"].setdefault(str(status), {"description": ""})
            for status, response in operation["responses"].items():
                if status >= "400":
                    _tell(response, int(status))
            for parameter in operation.get("parameters", ()):
                parameter.setdefault("description", _TOLD[parameter["in"]].format(parameter["name"]))
            operation["responses"] = dict(sorted(operation["responses"].items()))
            _show_bodies(operation, schemas)
    return document


def _show_models(schemas: Json, examples: Mapping[str, Json]) -> None:
    """Give every model an example; fields that may be empty and that an example leaves out are shown as null."""
    for name, example in examples.items():
        schemas[name]["example"] = example
    for name, schema in schemas.items():
        describe_fields(name, schema)
        for held in schema.get("properties", {}).values():
            for keyword in [keyword for keyword in _LIMITS if held.get(keyword, 0) is None]:
                del held[keyword]
        if schema.get("type") == "object":
            example = schema.get("example") or _plain_example(schema, schemas, _DEPTH, "")
            schema["example"] = {field: None for field in schema.get("required", ()) if field not in example} | example


def _tell(response: Json, status: int) -> None:
    """A problem is problem+json and nothing else, with an example of its own."""
    answer = next(answer for answer in TABLE.values() if answer.status == status)
    code = answer.code
    errors: list[Json] = []
    if status in {409, 422}:
        code = "reporting-cycle" if status == 409 else code  # noqa: PLR2004 - the statuses are the point
        errors = [
            {
                "pointer": "/manager",
                "code": "reporting-cycle" if status == 409 else "dangling-id",  # noqa: PLR2004
                "value": "P09",
                "message": "what is wrong and how to mend it",
                "message_zh": "问题所在及如何更正",
            }
        ]
    example = {
        "type": f"urn:powermap:problem:{code}",
        "title": answer.title,
        "status": status,
        "code": code,
        "detail": answer.title.lower(),
        "instance": "urn:powermap:request:4f0c7d1e",
        "errors": errors,
    }
    response["description"] = response.get("description") or answer.title
    others = {form: held for form, held in response.get("content", {}).items() if not form.endswith("json")}
    response["content"] = {MEDIA_TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}, "example": example}, **others}


def _show_bodies(operation: Json, schemas: Json) -> None:
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    for body in bodies:
        for media in body.get("content", {}).values():
            if "schema" in media and "example" not in media and "examples" not in media:
                media["example"] = _example(media["schema"], schemas, _DEPTH)


def _example(schema: Json, schemas: Json, depth: int, name: str = "") -> Any:
    """A value of a schema, from the examples, choices and defaults it states."""
    for source in ("example", "const", "default"):
        if source in schema and not (source == "default" and schema[source] in (None, [])):
            return schema[source]
    for source in ("examples", "enum"):
        if schema.get(source):
            return schema[source][0]
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].removeprefix(_SCHEMAS)], schemas, depth, name) if depth else None
    for source in ("anyOf", "oneOf", "allOf"):
        if schema.get(source):
            return _example(schema[source][0], schemas, depth, name)
    return _plain_example(schema, schemas, depth, name)


def _plain_example(schema: Json, schemas: Json, depth: int, name: str) -> Any:
    kind = schema.get("type")
    if kind == "object":
        properties = schema.get("properties", {})
        if properties:
            return {field: _example(held, schemas, depth - 1, field) for field, held in properties.items()}
        held = schema.get("additionalProperties")
        return {"P01": _example(held, schemas, depth - 1)} if isinstance(held, dict) and depth > 1 else {}
    if kind == "array":
        parts = schema.get("prefixItems") or ([schema["items"]] if schema.get("items") and depth > 1 else [])
        return [_example(part, schemas, depth - 1, name) for part in parts]
    if kind == "string":
        dates = {"date": "2026-11-20", "date-time": "2026-11-20T08:00:00Z"}
        return dates.get(schema.get("format", ""), _WORDS.get(name, name.replace("_", " ") or "text"))
    if kind == "boolean":
        return False
    return _number(schema) if kind in {"integer", "number"} else None


def _number(schema: Json) -> int | float:
    low: Any = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    high: Any = schema.get("maximum", 1)
    value = 1 if schema.get("type") == "integer" else 0.5
    return value if low <= value <= high else (int(low) if low == int(low) else float(low))
