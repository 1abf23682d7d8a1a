"""The service's OpenAPI document: FastAPI's, with errors and parameters shared as components, and an example everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from fastapi import FastAPI

from app.openapi_headers import tell_headers
from app.openapi_sharing import (
    COMPONENTS,
    SCHEMAS,
    SHARED_CODES,
    Json,
    lift_parameters,
    models_in,
    operations_of,
    share_answers,
    share_bases,
    share_codes,
    share_parameters,
    share_patches,
    shorten,
)
from app.problems import MEDIA_TYPE, TABLE, Problem, titles_of

_UNUSED: Final = ("HTTPValidationError", "ValidationError")
_WORDS: Final = {
    "person": "P01",
    "people": "P01",
    "member": "S2",
    "department_id": "PROC",
    "id": "P26",
    "code": "quota",
}
_TOLD: Final = {"query": "Its `{}`.", "path": "Its `{}`.", "header": "{}"}
_MERGE_PATCH: Final = {
    "type": "object",
    "description": "JSON merge patch (RFC 7396): fields to change; null resets to the default.",
    "additionalProperties": True,
    "example": {"name": "沈一"},
}
_SNAPSHOTS: Final = {
    "type": "array",
    "items": {"type": "object", "additionalProperties": True},
    "description": "Where asked for; what a document brings along is kept.",
}
_LISTED_ETAG: Final = {"type": "string", "readOnly": True, "description": "With `etags`."}
_UNCHANGED: Final = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of an answer you have: 304 and no body if you would read the same.",
}
_OPEN: Final = "/health/"
_ANYWHERE: Final = (  # whatever is asked; the last three where something is changed
    *("400", "401", "403", "404", "406", "408", "413", "415", "422", "503"),
    *("409", "412", "428"),
)
_LIKELIEST: Final = 401  # the example of what any request may meet
_FASTAPI_SAYS: Final = "Successful Response"
_OWN_FAULTS: Final = {  # what a problem of these statuses shows as an example of its errors: pointer, code
    409: ("/manager", "reporting-cycle"),
    422: ("/manager", "dangling-id"),
}


def describe(app: FastAPI, examples: Mapping[str, Json]) -> None:
    """Let the application answer this document as its own; `examples` are those of models, by name.

    Made once, when somebody first asks for it; no other request needs it.
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
    components: Json = document["components"]
    document["security"] = [{scheme: []} for scheme in components["securitySchemes"]]
    schemas: Json = components["schemas"]
    for name in _UNUSED:
        schemas.pop(name, None)
    schemas["MergePatch"] = dict(_MERGE_PATCH)
    schemas["AccountDocument"]["properties"]["snapshots"] = dict(_SNAPSHOTS)
    problem = Problem.model_json_schema(ref_template=f"{SCHEMAS}{{model}}")
    schemas.update(problem.pop("$defs"), Problem=problem)
    taken = _taken(document, schemas)
    _show_models(schemas, examples, taken)
    components["responses"] = _shared_answers()
    for path, operation in operations_of(document):
        if "304" in operation["responses"]:
            operation.setdefault("parameters", []).append(dict(_UNCHANGED))
        _declare_answers(operation, is_open=path.startswith(_OPEN))
        for parameter in operation.get("parameters", ()):
            _describe_parameter(parameter)
        _show_bodies(operation, schemas)
    tell_headers(document)
    components["responses"] |= share_answers(document)
    components["requestBodies"] = share_patches(document)
    components["parameters"] = share_parameters(document)
    for name in share_codes((schemas, components["parameters"], document["paths"])):
        codes = list(SHARED_CODES[name])
        schemas[name] = {"type": "string", "enum": codes, "description": f"Code of a {name}.", "example": codes[0]}
    share_bases(schemas, taken)
    components["schemas"] = dict(sorted(schemas.items()))
    lift_parameters(document)
    return document


def _show_models(schemas: Json, examples: Mapping[str, Json], taken: set[str]) -> None:
    """Say each thing once; what is taken has an example, what is only ever answered may gain fields: adding is free."""
    for name, example in examples.items():
        schemas[name]["example"] = example
        schemas[name]["properties"]["etag"] = dict(_LISTED_ETAG)
    for name, schema in schemas.items():
        schema.pop("title", None)  # it is the model's name again
        fields: Json = schema.get("properties", {})
        for field in fields.values():
            shorten(field)
        if name not in taken:
            if schema.get("additionalProperties") is False:
                del schema["additionalProperties"]
        elif schema.get("type") == "object" and "example" not in schema and "$ref" not in json.dumps(fields):
            schema["example"] = {name: _example(field, name) for name, field in fields.items()}


def _taken(document: Json, schemas: Json) -> set[str]:
    """The models that requests bring, and the parts of those."""
    taken: set[str] = set()
    ahead = {name for _, operation in operations_of(document) for name in models_in(operation.get("requestBody", {}))}
    while ahead:
        taken |= ahead
        ahead = {name for model in ahead for name in models_in(schemas[model])} - taken
    return taken


def _shared_answers() -> Json:
    """An answer a status, and one for all that may befall any request."""
    answers = {str(status): _problem(status) for status in sorted({row.status for row in TABLE.values()})}
    anywhere = "; ".join(f"{status}: {answers.pop(status)['description']}" for status in _ANYWHERE)
    return answers | {"default": _problem(_LIKELIEST) | {"description": f"What any request may meet. {anywhere}"}}


def _problem(status: int) -> Json:
    """The shared answer of a status: problem+json with an example of its own."""
    answer = next(answer for answer in TABLE.values() if answer.status == status)
    pointer, code = _OWN_FAULTS.get(status, ("", answer.code))
    fault = {"value": "P09", "message": "what is wrong and how to mend it", "message_zh": "问题所在及如何更正"}
    own_code = code if status == 409 else answer.code  # noqa: PLR2004 - a broken rule of the graph is named by its own code
    example = {
        "type": f"urn:powermap:problem:{own_code}",
        "title": answer.title,
        "status": status,
        "code": own_code,
        "detail": answer.title.lower(),
        "instance": "urn:powermap:request:4f0c7d1e",
        "errors": [{"pointer": pointer, "code": code, **fault}] if pointer else [],
    }
    content = {MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}Problem"}, "example": example}}
    return {"description": titles_of(status), "content": content}


def _declare_answers(operation: Json, *, is_open: bool) -> None:
    """Errors as the shared answers; one with a form of its own stands in the operation."""
    responses: Json = operation["responses"]
    for status, response in list(responses.items()):
        if status >= "400":
            del responses[status]
            own_forms = {
                form: media for form, media in response.get("content", {}).items() if not form.endswith("json")
            }
            if own_forms:
                shared = _problem(int(status))
                own = {"description": response["description"], "content": shared["content"] | own_forms}
                responses[status] = shared | own
            elif status not in _ANYWHERE:
                responses[status] = {"$ref": f"{COMPONENTS}/responses/{status}"}
        elif response["description"] == _FASTAPI_SAYS:
            response["description"] = "OK"
    operation["responses"] = dict(sorted(responses.items()))
    if is_open:
        operation["security"] = []
    else:
        operation.pop("security", None)  # the document's own
        operation["responses"]["default"] = {"$ref": f"{COMPONENTS}/responses/default"}


def _describe_parameter(parameter: Json) -> None:
    schema = parameter["schema"]
    description = schema.pop("description", None)
    parameter.setdefault("description", description or _TOLD[parameter["in"]].format(parameter["name"]))
    shorten(schema)
    if isinstance(schema.get("type"), list):  # what may be left out cannot be sent as null
        schema["type"] = schema["type"][0]
    others = [part for part in schema.get("anyOf", ()) if part != {"type": "null"}]
    if len(others) == 1:
        del schema["anyOf"]
        schema |= others[0]
    if not parameter.get("required"):
        parameter.pop("required", None)


def _drop_titles(part: Any) -> None:
    """A title of FastAPI's repeats a name; a field may be called so, too."""
    for own in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _drop_titles(own)
    if isinstance(part, dict) and isinstance(part.get("title"), str):
        del part["title"]


def _show_bodies(operation: Json, schemas: Json) -> None:
    """An example for every body that is not of a model, which has its own."""
    for body in (operation.get("requestBody", {}), *operation["responses"].values()):
        for media in body.get("content", {}).values():
            schema = media.get("schema", {})
            _drop_titles(schema)
            for field in schema.get("properties", {}).values():
                shorten(field)
            model = schemas.get(schema.get("$ref", "").removeprefix(SCHEMAS))
            if model and media.get("example") == model.get("example"):
                media.pop("example", None)
            elif schema and not model and not media.keys() & {"example", "examples"}:
                media["example"] = _example(schema)


def _example(schema: Json, name: str = "") -> Any:
    """A value of a schema without parts of other models, from the examples, choices and defaults it states."""
    for source in ("example", "const", "default"):
        if source in schema and not (source == "default" and schema[source] in (None, [])):
            return schema[source]
    for source in ("examples", "enum"):
        if schema.get(source):
            return schema[source][0]
    if schema.get("anyOf"):
        return _example(schema["anyOf"][0], name)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "string":
        dates = {"date": "2026-11-20", "date-time": "2026-11-20T08:00:00Z"}
        return dates.get(schema.get("format", ""), _WORDS.get(name, name.replace("_", " ") or "text"))
    if kind in {"integer", "number"}:
        return _number(schema)
    return {"object": {}, "array": [], "boolean": False}.get(kind or "")


def _number(schema: Json) -> int | float:
    low: Any = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    high: Any = schema.get("maximum", 1)
    value = 1 if schema.get("type") == "integer" else 0.5
    return value if low <= value <= high else (int(low) if low == int(low) else float(low))
