"""What the OpenAPI document says often, said once: parameters, answers, codes and models as components referred to."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, get_args

from app.power_map.schemas import PersonSummary
from app.problems import FaultBody
from app.question.answer import QuestionAnswer
from app.records.schemas import ListPage
from graph.analysis.advice import Reason
from graph.analysis.decision_chain import StageView
from graph.analysis.gaps import GapKind
from graph.analysis.priorities import Priority
from graph.analysis.sandbox import Ranked
from graph.analysis.standing import StageStanding
from graph.kinds.codes import AssessmentCode
from graph.kinds.fields import DecisionRole, InteractionKind, Level

Json = dict[str, Any]
COMPONENTS: Final = "#/components"
SCHEMAS: Final = f"{COMPONENTS}/schemas/"
SHARED_CODES: Final = {
    "AttitudeLevel": get_args(Level),
    "AssessmentCode": get_args(AssessmentCode),
    "ContactKind": get_args(InteractionKind),
    "GapKind": get_args(GapKind),
    "DecisionRole": get_args(DecisionRole),
    "DoFirstReason": get_args(Reason),
}  # lists of codes that several answers give: said once
_BASES: Final = (FaultBody, ListPage, QuestionAnswer, PersonSummary, Priority, Ranked, StageStanding, StageView)
_LIMITS: Final = frozenset({"minimum", "maximum"})  # FastAPI writes null for the one beside an exclusive one
_INT_OR_FLOAT: Final = [{"type": "integer"}, {"type": "number"}]


def operations_of(document: Json) -> Iterator[tuple[str, Json]]:
    return ((path, operation) for path, item in document["paths"].items() for operation in item.values())


def models_in(part: Json) -> set[str]:
    return set(re.findall(rf'"{SCHEMAS}(\w+)"', json.dumps(part)))


def shorten(field: Json) -> None:
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


def _canonical(parameter: Json) -> str:
    return json.dumps(parameter, sort_keys=True)


def share_parameters(document: Json) -> Json:
    """What several operations take alike is a component that they refer to."""
    places = [operation["parameters"] for _, operation in operations_of(document) if "parameters" in operation]
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
            place[index] = {"$ref": f"{COMPONENTS}/parameters/{names[canonical]}"}
    return shared


def lift_parameters(document: Json) -> None:
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


def share_bases(schemas: Json, taken: set[str]) -> None:
    """What several answers extend is a model of its own: said once."""
    for base in _BASES:
        whole = base.model_json_schema(ref_template=f"{SCHEMAS}{{model}}")
        fields: Json = whole["properties"]
        for field in fields.values():
            field.pop("default", None)
            shorten(field)
        share_codes(fields)
        extending = [
            name
            for name, schema in schemas.items()
            if name not in taken | {base.__name__}
            and "example" not in schema
            and all(schema.get("properties", {}).get(field) == part for field, part in fields.items())
        ]
        for name in extending:
            schema = schemas[name]
            own = {field: part for field, part in schema["properties"].items() if field not in fields}
            required = [field for field in schema.get("required", ()) if field not in fields]
            schema.setdefault("allOf", []).append({"$ref": f"{SCHEMAS}{base.__name__}"})
            schema |= {"properties": own, "required": required}
        if extending:
            _name_objects(schemas, base.__name__, fields)
            shown = {key: whole[key] for key in ("description", "properties", "required") if key in whole}
            schemas[base.__name__] = {"type": "object", **shown}
    for schema in schemas.values():  # generators of clients read what stands beside one single model as nothing
        if "allOf" in schema:
            schema["allOf"].append(
                {key: schema.pop(key) for key in ("type", "properties", "required") if key in schema}
            )


def _name_objects(schemas: Json, base: str, fields: Json) -> None:
    """Objects within what is extended are models by name: generators of clients would make each of them twice."""
    for field, part in fields.items():
        if part.get("type") == "object" and "additionalProperties" in part:
            schemas[name := f"{base}{field.title().replace('_', '')}"] = dict(part)
            fields[field] = {"$ref": f"{SCHEMAS}{name}", "description": part["description"]}


def share_codes(whole: Any) -> set[str]:
    """A list of codes that several fields may have is a model of its own; the names of those that are."""
    names = {codes: name for name, codes in SHARED_CODES.items()}
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
            part |= {"$ref": f"{SCHEMAS}{name}"} | beside
            shared.add(name)
            return
        for value in part.values():
            walk(value)

    walk(whole)
    return shared


def share_answers(document: Json) -> Json:
    """What several operations answer alike, a record of a kind, is a component that they refer to."""
    shared: Json = {}
    places = [operation["responses"] for _, operation in operations_of(document)]
    uses = Counter(_canonical(answer) for place in places for answer in place.values())
    for place in places:
        for status, answer in place.items():
            models = models_in(answer)
            if uses[_canonical(answer)] > 1 and len(models) == 1:
                name = models.pop()
                if shared.setdefault(name, answer) == answer:
                    place[status] = {"$ref": f"{COMPONENTS}/responses/{name}"}
    return shared


def share_patches(document: Json) -> Json:
    """Every merge patch is taken alike."""
    shared: Json = {}
    for _, operation in operations_of(document):
        body = operation.get("requestBody", {})
        if any(media.get("schema") == {"$ref": f"{SCHEMAS}MergePatch"} for media in body.get("content", {}).values()):
            content = {form: {"schema": media["schema"]} for form, media in body["content"].items()}
            shared = {"MergePatch": {"required": True, "content": content}}
            operation["requestBody"] = {"$ref": f"{COMPONENTS}/requestBodies/MergePatch"}
    return shared
