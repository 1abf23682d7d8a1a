"""The OpenAPI document is whole: every operation told, every model and error with an example, and a client made of it works."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.main import create_app
from app.problems import TABLE
from app.records.record_routes import ROUTED
from app.settings import Settings
from tests.records_at_hand import API

Json = dict[str, Any]
PROBLEM = "application/problem+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARKED = (f"{API}/accounts/{{account_id}}/imports", "422")  # also to be had as a workbook with the faulty cells marked
ANYWHERE = {
    "400",
    "401",
    "403",
    "404",
    "406",
    "408",
    "409",
    "412",
    "413",
    "415",
    "422",
    "428",
    "503",
}  # `default` stands for them
BYTES = 409_600


@pytest.fixture(scope="module")
def document() -> Json:
    made: Json = json.loads(json.dumps(create_app(Settings(store="embedded:never-opened", demo=True)).openapi()))
    return made


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        shared = item.get("parameters", [])
        for method, operation in item.items():
            if method != "parameters":
                yield path, method, operation | {"parameters": [*shared, *operation.get("parameters", [])]}


def test_every_operation_is_told(document: Json) -> None:
    ids = []
    for path, method, operation in operations(document):
        ids.append(operation["operationId"])
        assert re.fullmatch(r"[a-z0-9_]+", operation["operationId"]), path
        for told in ("tags", "summary"):  # a description only where it says more
            assert operation.get(told), f"{method} {path} has no {told}"
        for declared in operation.get("parameters", ()):
            parameter = resolved(document, declared)
            known = parameter["in"] == "path" and "example" in parameter
            assert known or parameter.get("description") or "description" in parameter["schema"], (path, parameter)
    assert len(set(ids)) == len(ids)


def test_every_answer_is_declared(document: Json) -> None:
    for path, method, operation in operations(document):
        if path.startswith("/health/"):
            assert operation["security"] == []
            continue
        needed = {"default"}  # what a body or If-Match may be refused with, too
        parameters = [resolved(document, parameter) for parameter in operation.get("parameters", ())]
        if method == "get" and any(parameter["name"] == "If-None-Match" for parameter in parameters):
            needed |= {"304"}
        assert needed <= set(operation["responses"]), (method, path, needed - set(operation["responses"]))
        assert operation.get("security", document["security"]) == [{"key": []}]


def resolved(document: Json, part: Json) -> Json:
    """A part of the document, or the component it refers to."""
    for step in part.get("$ref", "").split("/")[1:]:
        document = document[step]
    return document if "$ref" in part else part


def test_every_error_is_a_shared_problem_with_an_example(document: Json) -> None:
    titles = {str(answer.status) for answer in TABLE.values()}
    shared = document["components"]["responses"]
    models = {name for name in shared if name in document["components"]["schemas"]}  # records, answered alike
    assert set(shared) == (titles - ANYWHERE) | {"default"} | models
    assert all(status in shared["default"]["description"] for status in ANYWHERE)
    for path, method, operation in operations(document):
        for status, declared in operation["responses"].items():
            response = resolved(document, declared)
            assert response["description"], (method, path, status)
            if status == "default" or status >= "400":
                assert ("$ref" in declared) is ((path, status) != MARKED), (method, path, status)
                media, *others = response["content"].items()
                assert [form for form, _ in others] == ([XLSX] if (path, status) == MARKED else [])
                assert media[0] == PROBLEM
                assert media[1]["schema"] == {"$ref": "#/components/schemas/Problem"}
                assert str(media[1]["example"]["status"]) == (status if status != "default" else "401")
            elif status in {"204", "304"}:
                assert "content" not in response


def test_answers_say_which_headers_they_have(document: Json) -> None:
    """What is read names itself, lists lead on, what was made says where it stands."""

    def headers(method: str, path: str, status: str) -> set[str]:
        answer = resolved(document, document["paths"][f"{API}{path}"][method]["responses"][status])
        told = {name: resolved(document, one) for name, one in answer["headers"].items()}
        assert all(one["schema"] and one["description"] for one in told.values())
        return set(told)

    person = "/accounts/{account_id}/people/{id}"
    assert headers("get", "/accounts/{account_id}/people", "200") == {"ETag", "Link"}
    assert headers("post", "/accounts/{account_id}/people", "201") == {"ETag", "Location"}
    assert headers("get", "/accounts/{account_id}/power-map", "200") == {"ETag"}
    assert all(headers(method, person, "200") == {"ETag", "Location"} for method in ("get", "put", "patch"))
    assert headers("get", person, "default") == {"ETag", "Retry-After", "X-Request-Id"}


def test_every_model_that_is_taken_and_every_body_has_an_example(document: Json) -> None:
    """Its own or, where it is made of other models, theirs."""
    schemas = document["components"]["schemas"]
    assert "HTTPValidationError" not in schemas
    taken = {name: schema for name, schema in schemas.items() if schema.get("additionalProperties") is False}
    assert len(taken) > 20
    for name, schema in taken.items():
        if "example" in schema:
            assert set(schema.get("required", ())) <= set(schema["example"]), name
        else:
            assert "#/components/schemas/" in json.dumps(schema["properties"]), name
    for path, method, operation in operations(document):
        for body in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media in resolved(document, body).get("content", {}).values():
                if media.get("schema"):
                    assert media.keys() & {"example", "examples"} or "$ref" in media["schema"], (method, path)


def test_what_is_said_often_is_said_once(document: Json) -> None:
    assert len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()) < BYTES
    inline = [
        (parameter["name"], json.dumps(parameter, sort_keys=True))
        for _, _, operation in operations(document)
        for parameter in operation.get("parameters", ())
        if "$ref" not in parameter
    ]
    assert len(inline) == len(set(inline))


def test_answers_may_gain_fields_and_what_is_taken_may_not(document: Json) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["Person"]["additionalProperties"] is False
    assert schemas["Stage"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["PowerMap"]


def test_every_field_says_what_it_means(document: Json) -> None:
    silent = [
        (name, field)
        for name, schema in document["components"]["schemas"].items()
        for field, held in schema.get("properties", {}).items()
        if not held.get("description")
    ]
    assert silent == []


def test_the_examples_of_records_are_records() -> None:
    for routed in ROUTED:
        read = routed.model.model_validate_json(json.dumps(routed.example))
        assert set(routed.example) <= set(type(read).model_fields)


def test_the_document_is_the_one_that_is_served(document: Json) -> None:
    assert document["openapi"].startswith("3.")
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert set(document["paths"]) >= {f"{API}/accounts", f"{API}/accounts/{{account_id}}/people/{{id}}", "/health/live"}
