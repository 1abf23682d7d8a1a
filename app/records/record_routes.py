"""The routes of single records, the same for every kind: list, create, read, replace, patch, delete."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import BaseModel, Field

from app.answers import AnswerRoute
from app.auth.service import Actor
from app.deps import AccountsDep, IfMatch, ReaderDep, RecordBodyDep, may
from app.problems import problems
from app.records import record_service as service
from app.records.filters import LONGEST, SORT, TOTAL, ListQuery, query_of
from app.records.pages import page_after
from app.records.people_filters import PEOPLE_PARAMETERS
from app.records.record_service import Kept, Place, Precondition
from app.records.schemas import ListPage
from app.requests import path_param, raw_path
from graph.edits import Collection, child_collection, collection_of
from graph.kinds import KINDS, PEOPLE, Child, Kind, Listing, Node, Record
from graph.kinds.kind import record_in
from graph.rules.authorship import deeds_on

IfNoneMatch = Annotated[
    str | None, Header(alias="If-None-Match", description="`*` to create only; an ETag to read only what changed.")
]


@dataclass(frozen=True)
class Ordered:
    """In which order a list is asked for, and whether with the number of all."""

    sort: Annotated[str, Query(max_length=LONGEST, description=SORT)] = ""
    total: Annotated[bool, Query(description=TOTAL)] = False


OrderedDep = Annotated[Ordered, Depends(Ordered)]
UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "Unchanged."}}
_SAME_LIST: Final = frozenset({"cursor", "limit", "total", "etags"})
PATCH_BODY = "application/merge-patch+json"


@dataclass(frozen=True)
class Routed:
    """A list of records in REST: where it stands, what is in it, what may be asked of it."""

    path: str
    model: type[Record]
    key: tuple[str, ...]
    listing: Listing
    collection: Callable[[Request], Collection]
    query: type[ListQuery]
    key_in_query: tuple[str, ...] = ()
    single: bool = False
    kind: str = ""

    @property
    def one(self) -> str:
        """What one of them is called."""
        return self.listing.one

    @property
    def many(self) -> str:
        """What several of them are called."""
        return self.listing.many

    @property
    def example(self) -> Mapping[str, Any]:
        """One of them."""
        return self.listing.example

    @property
    def item_path(self) -> str:
        """Where one of them stands."""
        named = [field for field in self.key if field not in self.key_in_query]
        return self.path if self.single else self.path + "".join(f"/{{{field}}}" for field in named)


_FURTHER: Final = {PEOPLE.name: PEOPLE_PARAMETERS}


def _routed() -> Iterator[Routed]:
    """Every declared list, each followed by the lists its records hold."""
    for kind in KINDS:
        if kind.listing is None:
            continue
        collection = collection_of(kind)
        query = query_of(kind.model, kind.listing, _FURTHER.get(kind.name))
        path = f"/accounts/{{account_id}}/{kind.name}"
        yield Routed(
            path,
            kind.model,
            kind.key,
            kind.listing,
            lambda _, own=collection: own,  # type: ignore[misc]
            query,
            kind.key_in_query,
            kind.single,
            kind.name,
        )
        for child in kind.shape.children if isinstance(kind.shape, Node) else ():
            if child.listing is not None:
                yield _routed_child(path, kind, child, child.listing)


def _routed_child(path: str, kind: Kind, child: Child, listing: Listing) -> Routed:
    owner = f"{kind.listing.one}_id" if kind.listing else ""
    model = record_in(kind.model.model_fields[child.field].annotation)

    def collection(request: Request) -> Collection:
        return child_collection(kind, child, path_param(request, owner))

    own_path = f"{path}/{{{owner}}}/{child.field}"
    return Routed(own_path, model, ("id",), listing, collection, query_of(model, listing), kind=kind.name)


ROUTED: Final[tuple[Routed, ...]] = tuple(_routed())
RECORD_EXAMPLES: Final[dict[str, dict[str, Any]]] = {routed.model.__name__: dict(routed.example) for routed in ROUTED}


def _list_model(routed: Routed) -> type[BaseModel]:
    """The model of a page of these records, with a name of its own in OpenAPI."""
    name = "".join(part.capitalize() for part in routed.many.split("_")) + "Page"
    namespace = {
        "__annotations__": {"items": list[routed.model]},  # type: ignore[name-defined]
        "items": Field(description="This page."),
        "__module__": __name__,
    }
    return type(name, (ListPage,), namespace)


def _query_dependency(model: type[ListQuery]) -> Callable[..., ListQuery]:
    def list_query(query: Any) -> Any:
        return query

    list_query.__annotations__ = {"query": Annotated[model, Query()], "return": model}
    return list_query


def _key_parameters(routed: Routed, *, item: bool) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in (routed.item_path if item else routed.path).split("/") if part.startswith("{")]
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _text(name), "example": _example(routed, name)}
        for name in names
    ]
    if item:
        parameters += [
            {"name": name, "in": "query", "required": False, "schema": _text(name)} for name in routed.key_in_query
        ]
    return parameters


def _text(name: str) -> dict[str, Any]:
    return {"type": "string", "format": "date"} if name == "on" else {"type": "string", "minLength": 1, "maxLength": 64}


def _example(routed: Routed, name: str) -> str:
    fixed = {"account_id": "jiangyuan", "opportunity_id": "core-cloud-2027"}
    return fixed.get(name) or str(routed.example.get(name, ""))


def body_of(model: str, example: dict[str, Any] | None, *, patch: bool = False) -> dict[str, Any]:
    """How OpenAPI describes a body that the route reads itself: JSON of a model, or a merge patch."""
    schema: dict[str, Any] = {"$ref": f"#/components/schemas/{model}"}
    if patch:
        schema = {"$ref": "#/components/schemas/MergePatch"}
    media_type = {"schema": schema} | ({"example": example} if example else {})
    media = ("application/merge-patch+json", "application/json") if patch else ("application/json",)
    return {"requestBody": {"required": True, "content": dict.fromkeys(media, media_type)}}


def _extra(routed: Routed, *, item: bool, body: str | None = None) -> dict[str, Any]:
    extra: dict[str, Any] = {"parameters": _key_parameters(routed, item=item)}
    if body is not None:
        extra |= body_of(routed.model.__name__, dict(routed.example), patch=body == PATCH_BODY)
    return extra


def _place(routed: Routed, request: Request) -> Place:
    key = tuple(
        request.query_params.get(field, "") if field in routed.key_in_query else path_param(request, field)
        for field in routed.key
    )
    collection = routed.collection(request)
    if routed.single:
        return Place(path_param(request, "account_id"), collection)
    return Place(path_param(request, "account_id"), collection, collection.key_from(key))


def answer_record(kept: Kept, status: int = 200, location: str | None = None) -> Response:
    """A record with its ETag."""
    headers = {"ETag": kept.etag} | ({"Location": location} if location else {})
    warnings = {"suspicious-text": kept.is_suspicious, "special-category": kept.is_special}
    if any(warnings.values()):
        headers["Powermap-Warnings"] = ", ".join(code for code, is_so in warnings.items() if is_so)
    return Response(kept.record.model_dump_json(), status, headers, "application/json")


def record_router() -> APIRouter:
    """All record routes."""
    router = APIRouter(route_class=AnswerRoute)
    for routed in ROUTED:
        if not routed.single:
            _add_collection(router, routed)
        _add_item(router, routed)
    return router


def _add_collection(router: APIRouter, routed: Routed) -> None:
    query_of_request = _query_dependency(routed.query)
    words = routed.many.replace("_", " ")
    maker = may(deeds_on(routed.kind)[0])

    async def list_records(
        request: Request,
        response: Response,
        accounts: AccountsDep,
        _: ReaderDep,
        query: Annotated[ListQuery, Depends(query_of_request)],
    ) -> Any:
        page = page_after(query.limit, query.cursor, binding_of(request))
        listed = await service.list_records(accounts, _place(routed, request), query, page)
        items = [json.loads(kept.record.model_dump_json()) for kept in listed.items]
        if query.etags:
            items = [{**item, service.ETAG: kept.etag} for item, kept in zip(items, listed.items, strict=True)]
        body = {"items": items, "next_cursor": listed.next_cursor} | ({"total": listed.total} if query.total else {})
        answer = Response(json.dumps(body, ensure_ascii=False), media_type="application/json")
        page.link(request, answer, listed.next_cursor)
        del response
        return answer

    async def create_record(
        request: Request, accounts: AccountsDep, actor: Annotated[Actor, Depends(maker)], body: RecordBodyDep
    ) -> Response:
        kept = await service.create_record(accounts, _place(routed, request), body, actor.author)
        key = routed.collection(request).key_of(kept.record)
        return answer_record(kept, 201, _location(request, routed, key))

    router.add_api_route(
        routed.path,
        list_records,
        response_model=_list_model(routed),
        operation_id=f"list_{routed.many}",
        summary=f"List {words}",
        tags=["records"],
        responses=problems(401, 403, 404, 422, 503),
        openapi_extra=_extra(routed, item=False),
    )
    router.add_api_route(
        routed.path,
        create_record,
        methods=["POST"],
        status_code=201,
        response_model=routed.model,
        operation_id=f"create_{routed.one}",
        summary=f"Add {_article(routed)}",
        tags=["records"],
        responses={
            **problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
            201: {"description": "OK"},  # as of a record that is put: said once for both
        },
        openapi_extra=_extra(routed, item=False, body="application/json"),
    )


def _article(routed: Routed) -> str:
    words = routed.one.replace("_", " ")
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def binding_of(request: Request) -> str:
    """What a cursor is good for: this list with these filters, asked by this actor."""
    filters = sorted((name, value) for name, value in request.query_params.multi_items() if name not in _SAME_LIST)
    return json.dumps([request.url.path, filters, getattr(request.state, "actor_id", "")])


def _location(request: Request, routed: Routed, key: tuple[str, ...]) -> str:
    parts = dict(zip(routed.key, key, strict=True))
    named = [field for field in routed.key if field not in routed.key_in_query]
    path = "/".join((raw_path(request), *(service.quoted(parts[field]) for field in named)))
    query = "&".join(f"{field}={service.quoted(parts[field])}" for field in routed.key_in_query if parts[field])
    return f"{path}?{query}" if query else path


def _add_item(router: APIRouter, routed: Routed) -> None:
    maker, writer = may(deeds_on(routed.kind)[0]), may(*deeds_on(routed.kind))

    async def get_record(request: Request, accounts: AccountsDep, _: ReaderDep) -> Response:
        return answer_record(await service.get_record(accounts, _place(routed, request)))

    async def replace_record(
        request: Request,
        accounts: AccountsDep,
        actor: Annotated[Actor, Depends(writer)],
        body: RecordBodyDep,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        precondition = Precondition(if_match, if_none_match)
        kept = await service.replace_record(accounts, _place(routed, request), body, precondition, actor.author)
        return answer_record(kept, 201 if kept.created else 200)

    async def patch_record(
        request: Request,
        accounts: AccountsDep,
        actor: Annotated[Actor, Depends(writer)],
        body: RecordBodyDep,
        if_match: IfMatch = None,
    ) -> Response:
        precondition = Precondition(if_match)
        return answer_record(
            await service.patch_record(accounts, _place(routed, request), body, precondition, actor.author)
        )

    async def delete_record(
        request: Request,
        accounts: AccountsDep,
        actor: Annotated[Actor, Depends(maker)],
        cascade: Annotated[bool, Query(description="What names the record goes with it or lets go of it.")] = False,
        if_match: IfMatch = None,
    ) -> Response:
        place = _place(routed, request)
        await service.delete_record(accounts, place, Precondition(if_match), actor.author, cascade=cascade)
        return Response(status_code=204)

    _add(router, routed, "GET", get_record, "Read", (401, 403, 404, 422, 503))
    changing = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503)
    _add(router, routed, "PUT", replace_record, "Put", changing)
    _add(router, routed, "PATCH", patch_record, "Change", changing)
    _add(router, routed, "DELETE", delete_record, "Delete", (401, 403, 404, 409, 412, 422, 503))


_BODIES = {"PUT": "application/json", "PATCH": PATCH_BODY}
_VERBS = {"GET": "get", "PUT": "put", "PATCH": "patch", "DELETE": "delete"}


def _add(
    router: APIRouter,
    routed: Routed,
    method: str,
    handler: Callable[..., Any],
    verb: str,
    statuses: tuple[int, ...],
) -> None:
    responses = problems(*statuses)
    if method == "PUT":
        responses[201] = {"model": routed.model, "description": "OK"}  # as 200: said once for both
    if method == "GET":
        responses |= UNCHANGED
    router.add_api_route(
        routed.item_path,
        handler,
        methods=[method],
        status_code=204 if method == "DELETE" else 200,
        response_model=None if method == "DELETE" else routed.model,
        operation_id=f"{_VERBS[method]}_{routed.one}",
        summary=f"{verb} {_article(routed)}",
        tags=["records"],
        responses=responses,
        openapi_extra=_extra(routed, item=not routed.single, body=_BODIES.get(method)),
    )
