"""The service's OpenAPI document: FastAPI's, with errors and parameters shared as components, and an example everywhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any, Final, get_args

from fastapi import FastAPI

from app.power_map.schemas import PersonSummary
from app.problems import MEDIA_TYPE, TABLE, FaultBody, Problem, titles_of
from app.question.answer import QuestionAnswer
from graph.analysis.advice import Reason
from graph.analysis.decision_chain import StageView
from graph.analysis.gaps import GapKind
from graph.analysis.priorities import Priority
from graph.analysis.sandbox import Ranked
from graph.analysis.standing import StageStanding
from graph.kinds.codes import AssessmentCode
from graph.kinds.fields import DecisionRole, InteractionKind, Level

Json = dict[str, Any]
_COMPONENTS: Final = "#/components"
_SCHEMAS: Final = f"{_COMPONENTS}/schemas/"
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
    "description": "A JSON merge patch (RFC 7396): the fields to change; null resets one to its default.",
    "additionalProperties": True,
    "example": {"name": "沈一"},
}
_SNAPSHOTS: Final = {
    "type": "array",
    "items": {"type": "object", "additionalProperties": True},
    "description": "The account's snapshots, where they are asked for; what a document brings along is kept.",
}
_UNCHANGED: Final = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of an answer you have: 304 and no body if you would read the same.",
}
_OPEN: Final = "/health/"
_ANYWHERE: Final = ("401", "403", "404", "406", "408", "413", "415", "422", "503")  # whatever is asked
_SHARED_CODES: Final = {
    "AttitudeLevel": get_args(Level),
    "AssessmentCode": get_args(AssessmentCode),
    "ContactKind": get_args(InteractionKind),
    "GapKind": get_args(GapKind),
    "DecisionRole": get_args(DecisionRole),
    "DoFirstReason": get_args(Reason),
}  # lists of codes that several answers give: said once
_BASES: Final = (FaultBody, QuestionAnswer, PersonSummary, Priority, Ranked, StageStanding, StageView)
_LIMITS: Final = frozenset({"minimum", "maximum"})  # FastAPI writes null for the one beside an exclusive one
_INT_OR_FLOAT: Final = [{"type": "integer"}, {"type": "number"}]
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
    problem = Problem.model_json_schema(ref_template=f"{_SCHEMAS}{{model}}")
    schemas.update(problem.pop("$defs"), Problem=problem)
    taken = _taken(document, schemas)
    _show_models(schemas, examples, taken)
    components["responses"] = _shared_answers()
    for path, operation in _operations(document):
        if "304" in operation["responses"]:
            operation.setdefault("parameters", []).append(dict(_UNCHANGED))
        _declare_answers(operation, is_open=path.startswith(_OPEN))
        for parameter in operation.get("parameters", ()):
            _describe_parameter(parameter)
        _show_bodies(operation, schemas)
    components["requestBodies"] = _share_patches(document)
    components["parameters"] = _share_parameters(document)
    for name in _share_codes((schemas, components["parameters"], document["paths"])):
        codes = list(_SHARED_CODES[name])
        schemas[name] = {"type": "string", "enum": codes, "description": f"Code of a {name}.", "example": codes[0]}
    _share_bases(schemas, taken)
    components["schemas"] = dict(sorted(schemas.items()))
    _lift_parameters(document)
    return document


def _operations(document: Json) -> Iterator[tuple[str, Json]]:
    return ((path, operation) for path, item in document["paths"].items() for operation in item.values())


def _show_models(schemas: Json, examples: Mapping[str, Json], taken: set[str]) -> None:
    """Say each thing once; what is taken has an example, what is only ever answered may gain fields: adding is free."""
    for name, example in examples.items():
        schemas[name]["example"] = example
    for name, schema in schemas.items():
        schema.pop("title", None)  # it is the model's name again
        fields: Json = schema.get("properties", {})
        for field in fields.values():
            _shorten(field)
        if name not in taken:
            if schema.get("additionalProperties") is False:
                del schema["additionalProperties"]
        elif schema.get("type") == "object" and "example" not in schema and "$ref" not in json.dumps(fields):
            schema["example"] = {name: _example(field, name) for name, field in fields.items()}


def _taken(document: Json, schemas: Json) -> set[str]:
    """The models that requests bring, and the parts of those."""
    taken: set[str] = set()
    ahead = {name for _, operation in _operations(document) for name in _models_in(operation.get("requestBody", {}))}
    while ahead:
        taken |= ahead
        ahead = {name for model in ahead for name in _models_in(schemas[model])} - taken
    return taken


def _models_in(part: Json) -> set[str]:
    return set(re.findall(rf'"{_SCHEMAS}(\w+)"', json.dumps(part)))


def _shorten(field: Json) -> None:
    """Leave out what a field says twice: its name, what its type means, that FastAPI found no limit."""
    field.pop("title", None)
    for part in (*field.get("anyOf", ()), field.get("items", {}), field.get("additionalProperties", {})):
        if isinstance(part, dict):
            part.pop("description", None)
            if part.get("anyOf") == _INT_OR_FLOAT:  # pydantic tells the limits of such a number in its own words
                part |= {"type": "number", "minimum": part.pop("ge"), "maximum": int(part.pop("le"))}
                del part["anyOf"]
    for keyword in _LIMITS & field.keys():
        if field[keyword] is None:
            del field[keyword]
        elif field[keyword] == int(field[keyword]):
            field[keyword] = int(field[keyword])
    either = field.get("anyOf", ())
    if len(either) == 2 and either[1] == {"type": "null"} and "type" in either[0] and "enum" not in either[0]:  # noqa: PLR2004
        del field["anyOf"]
        field |= either[0] | {"type": [either[0]["type"], "null"]}


def _shared_answers() -> Json:
    """An answer a status, and one for all that may befall any request."""
    answers = {str(status): _problem(status) for status in sorted({row.status for row in TABLE.values()})}
    anywhere = "; ".join(f"{status}: {answers.pop(status)['description']}" for status in _ANYWHERE)
    return answers | {
        "default": _problem(int(_ANYWHERE[0])) | {"description": f"What any request may meet. {anywhere}"}
    }


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
    content = {MEDIA_TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}, "example": example}}
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
                responses[status] = {"$ref": f"{_COMPONENTS}/responses/{status}"}
        elif response["description"] == _FASTAPI_SAYS:
            response["description"] = "OK"
    operation["responses"] = dict(sorted(responses.items()))
    if is_open:
        operation["security"] = []
    else:
        operation.pop("security", None)  # the document's own
        operation["responses"]["default"] = {"$ref": f"{_COMPONENTS}/responses/default"}


def _describe_parameter(parameter: Json) -> None:
    schema = parameter["schema"]
    description = schema.pop("description", None)
    parameter.setdefault("description", description or _TOLD[parameter["in"]].format(parameter["name"]))
    _shorten(schema)
    if isinstance(schema.get("type"), list):
        schema["type"] = schema["type"][0]  # what may be left out cannot be sent as null
    if not parameter.get("required"):
        parameter.pop("required", None)


def _share_parameters(document: Json) -> Json:
    """What several operations take alike is a component that they refer to."""
    places = [operation["parameters"] for _, operation in _operations(document) if "parameters" in operation]
    uses = Counter(_canonical(parameter) for place in places for parameter in place)
    shared: Json = {}
    names: dict[str, str] = {}
    for place in places:
        for index, parameter in enumerate(place):
            canonical = _canonical(parameter)
            if uses[canonical] == 1:
                continue
            if canonical not in names:
                alike = sum(1 for other in shared.values() if other["name"] == parameter["name"])
                names[canonical] = f"{parameter['name']}.{alike + 1}" if alike else parameter["name"]
                shared[names[canonical]] = parameter
            place[index] = {"$ref": f"{_COMPONENTS}/parameters/{names[canonical]}"}
    return shared


def _lift_parameters(document: Json) -> None:
    """What every operation of a path takes is said once, at the path."""
    for item in document["paths"].values():
        operations = list(item.values())
        first = operations[0].get("parameters", [])
        common = [one for one in first if all(one in operation.get("parameters", ()) for operation in operations)]
        if len(operations) == 1 or not common:
            continue
        for operation in operations:
            own = [one for one in operation.pop("parameters") if one not in common]
            if own:
                operation["parameters"] = own
        item["parameters"] = common


def _share_bases(schemas: Json, taken: set[str]) -> None:
    """What several answers extend is a model of its own: said once."""
    for base in _BASES:
        whole = base.model_json_schema(ref_template=f"{_SCHEMAS}{{model}}")
        fields: Json = whole["properties"]
        for field in fields.values():
            _shorten(field)
        _share_codes(fields)
        extending = [
            name
            for name, schema in schemas.items()
            if name not in taken | {base.__name__}
            and "example" not in schema
            and all(schema.get("properties", {}).get(field) == told for field, told in fields.items())
        ]
        for name in extending:
            schema = schemas[name]
            own = {field: told for field, told in schema["properties"].items() if field not in fields}
            required = [field for field in schema.get("required", ()) if field not in fields]
            schema |= {"allOf": [{"$ref": f"{_SCHEMAS}{base.__name__}"}], "properties": own, "required": required}
        if extending:
            _name_objects(schemas, base.__name__, fields)
            shown = {key: whole[key] for key in ("description", "properties", "required") if key in whole}
            schemas[base.__name__] = {"type": "object", **shown}


def _name_objects(schemas: Json, base: str, fields: Json) -> None:
    """Objects within what is extended are models by name: generators of clients would make each of them twice."""
    for field, told in fields.items():
        if told.get("type") == "object" and "additionalProperties" in told:
            schemas[name := f"{base}{field.title().replace('_', '')}"] = dict(told)
            fields[field] = {"$ref": f"{_SCHEMAS}{name}", "description": told["description"]}


def _share_codes(whole: Any) -> set[str]:
    """A list of codes that several fields may have is a model of its own; the names of those that are."""
    names = {codes: name for name, codes in _SHARED_CODES.items()}
    shared: set[str] = set()

    def walk(part: Any) -> None:
        if isinstance(part, list | tuple):
            for one in part:
                walk(one)
        if not isinstance(part, dict):
            return
        codes = part.get("enum")
        name = names.get(tuple(codes)) if isinstance(codes, list) else None
        if name is not None and "$ref" not in part:
            beside = {key: value for key, value in part.items() if key not in {"type", "enum", "title"}}
            part.clear()
            part |= {"$ref": f"{_SCHEMAS}{name}"} | beside
            shared.add(name)
            return
        for value in part.values():
            walk(value)

    walk(whole)
    return shared


def _share_patches(document: Json) -> Json:
    """Every merge patch is taken alike."""
    shared: Json = {}
    for _, operation in _operations(document):
        body = operation.get("requestBody", {})
        if any(media.get("schema") == {"$ref": f"{_SCHEMAS}MergePatch"} for media in body.get("content", {}).values()):
            content = {form: {"schema": media["schema"]} for form, media in body["content"].items()}
            shared = {"MergePatch": {"required": True, "content": content}}
            operation["requestBody"] = {"$ref": f"{_COMPONENTS}/requestBodies/MergePatch"}
    return shared


def _drop_titles(part: Any) -> None:
    """A title of FastAPI's repeats a name; a field may be called so, too."""
    for own in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _drop_titles(own)
    if isinstance(part, dict) and isinstance(part.get("title"), str):
        del part["title"]


def _canonical(parameter: Json) -> str:
    return json.dumps(parameter, sort_keys=True)


def _show_bodies(operation: Json, schemas: Json) -> None:
    """An example for every body that is not of a model, which has its own."""
    for body in (operation.get("requestBody", {}), *operation["responses"].values()):
        for media in body.get("content", {}).values():
            schema = media.get("schema", {})
            _drop_titles(schema)
            for field in schema.get("properties", {}).values():
                _shorten(field)
            model = schemas.get(schema.get("$ref", "").removeprefix(_SCHEMAS))
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
