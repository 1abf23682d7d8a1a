"""The headers of answers in the OpenAPI document, each told once."""

from __future__ import annotations

from typing import Final

from app.openapi_sharing import COMPONENTS, Json, models_in

_ETAG: Final = "ETag"
_TOLD: Final = {
    _ETAG: "Send it as If-None-Match to read only what is new, as If-Match to change it.",
    "Link": "The next page, as `rel=next`; none on the last.",
    "Location": "Where what was made stands (201).",
    "Retry-After": "Seconds after which to ask again, where that helps.",
    "X-Request-Id": "Names the request in the service's log; every answer has it.",
}
_OF_PROBLEMS: Final[dict[str, tuple[str, ...]]] = {"default": (_ETAG, "Retry-After", "X-Request-Id")}
_JSON: Final = "application/json"


def tell_headers(document: Json) -> None:
    """Say in each answer which headers it has."""
    components: Json = document["components"]
    components["headers"] = {name: {"schema": {"type": "string"}, "description": told} for name, told in _TOLD.items()}
    for status, names in _OF_PROBLEMS.items():
        components["responses"][status]["headers"] = _named(names)
    records = {
        model
        for item in document["paths"].values()
        for answer in [item.get("post", {}).get("responses", {}).get("201", {})]
        for model in models_in(answer)
    }
    for item in document["paths"].values():
        for method, operation in item.items():
            parameters = {one.get("name") for one in operation.get("parameters", ())}
            for response in operation["responses"].values():
                if _JSON in response.get("content", {}) and (
                    names := _headers_of(method, response, parameters, records)
                ):
                    response["headers"] = _named(names)


def _headers_of(method: str, response: Json, parameters: set[str], records: set[str]) -> tuple[str, ...]:
    if models_in(response) & records:
        return (_ETAG, "Location")  # in one answer, shared by all that answer with the record
    if method == "get":
        return (_ETAG, "Link") if "cursor" in parameters else (_ETAG,)
    return (_ETAG,) if "If-Match" in parameters else ()


def _named(names: tuple[str, ...]) -> Json:
    return {name: {"$ref": f"{COMPONENTS}/headers/{name}"} for name in names}
