"""Which records of a list are asked for: query parameters made of what each list declares, every one with its test."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict, Field, create_model

from graph.document import AccountDocument
from graph.kinds import Filter, Listing
from graph.kinds.kind import RecordModel, field_at
from graph.validity import holds

Keeps = Callable[[Any], bool]
LONGEST: Final = 200
SORT: Final = (
    "Fields to sort by, with commas between, `-` before descending ones; absent values last, then by key, as without."
)
TOTAL: Final = "Tell how many there are on all pages, as `total`."


def search_key(text: str) -> str:
    """Text as searched: full-width forms, case and surrounding space make no difference."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


class ListQuery(BaseModel):
    """What is asked of a list. Each parameter besides these has a test of its own in `parameters`."""

    model_config = ConfigDict(frozen=True)
    parameters: ClassVar[Mapping[str, Parameter]] = MappingProxyType({})
    limit: int = Field(default=100, ge=1, le=200, description="Items a page.")
    cursor: str = Field(default="", max_length=1000, description="`next_cursor` of the page before.")
    sort: str = Field(default="", max_length=LONGEST, description=SORT)
    total: bool = Field(default=False, description=TOTAL)
    etags: bool = Field(
        default=False, description="Give each its `etag`, which a change sends as If-Match or in its body."
    )

    def keeps(self, document: AccountDocument, today: date) -> Keeps:
        """What a record must be to be listed: every parameter that is given fits, as of the day asked for or today."""
        given = self.model_dump(exclude_none=True)
        values = {"as_of": today, **given}
        tests = [one.test(document, values) for name, one in self.parameters.items() if name in given]
        return lambda record: all(test(record) for test in tests)


@dataclass(frozen=True)
class Parameter:
    """A query parameter: its type, and the test that it makes of a document and all that is given, `as_of` in any case."""

    type: Any
    description: str
    test: Callable[[AccountDocument, Mapping[str, Any]], Keeps]


def query_of(model: RecordModel, listing: Listing, further: Mapping[str, Parameter] | None = None) -> type[ListQuery]:
    """The query parameters of a list: its search, its declared filters, its span of days, and `further` ones."""
    declared = [one if isinstance(one, Filter) else Filter(one) for one in listing.filters]
    parameters = dict(_search(listing)) | {one.name: _equal(model, one) for one in declared}
    if listing.day:
        parameters |= {"since": _from(listing.day), "until": _up_to(listing.day)}
    elif {"since", "until"} <= set(model.model_fields):
        parameters["as_of"] = _valid()
    parameters |= further or {}
    fields: dict[str, Any] = {
        name: (one.type | None, Field(default=None, description=one.description)) for name, one in parameters.items()
    }
    made = create_model(f"{listing.many.title().replace('_', '')}Query", __base__=ListQuery, **fields)
    made.parameters = MappingProxyType(parameters)
    return made


def _search(listing: Listing) -> Iterator[tuple[str, Parameter]]:
    def test(_: AccountDocument, given: Mapping[str, Any]) -> Keeps:
        wanted = search_key(given["q"])
        return lambda record: any(wanted in search_key(getattr(record, field) or "") for field in listing.searched)

    if listing.searched:
        kind = Annotated[str, Field(max_length=LONGEST)]
        yield "q", Parameter(kind, "Part of a name, title or id, in either script.", test)


def _equal(model: RecordModel, declared: Filter) -> Parameter:
    fields = declared.fields or (declared.name,)

    def test(_: AccountDocument, given: Mapping[str, Any]) -> Keeps:
        wanted = given[declared.name]
        return lambda record: any(value == wanted for field in fields for value in _values(record, field.split(".")))

    info = field_at(model, fields[0])
    description = declared.description or f"Its `{declared.name}`."
    return Parameter(_type_of(info.annotation, info.metadata), description, test)


def _values(record: Any, way: list[str]) -> Iterator[Any]:
    """What stands at a dotted field, item by item where lists are on the way."""
    if isinstance(record, tuple):
        for item in record:
            yield from _values(item, way)
    elif not way:
        yield record
    elif record is not None:
        yield from _values(getattr(record, way[0]), way[1:])


def _type_of(annotation: Any, metadata: list[Any]) -> Any:
    """The type of a parameter that is compared with a field: its codes, bounds or yes and no; texts of any content."""
    if get_origin(annotation) is Annotated:
        return _type_of(get_args(annotation)[0], [*annotation.__metadata__, *metadata])
    if get_origin(annotation) is tuple:
        return _type_of(get_args(annotation)[0], [])
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if len(parts) == 1 and type(None) in get_args(annotation):
        return _type_of(parts[0], metadata)
    if annotation is str:
        return Annotated[str, Field(max_length=LONGEST)]
    bounds = [item for item in metadata if isinstance(item, Ge | Le)]
    return Annotated[annotation, *bounds] if bounds else annotation


def _from(day: str) -> Parameter:
    def test(_: AccountDocument, given: Mapping[str, Any]) -> Keeps:
        return lambda record: (on := getattr(record, day)) is not None and on >= given["since"]

    return Parameter(date, "On this day or later.", test)


def _up_to(day: str) -> Parameter:
    def test(_: AccountDocument, given: Mapping[str, Any]) -> Keeps:
        return lambda record: (on := getattr(record, day)) is not None and on <= given["until"]

    return Parameter(date, "On this day or earlier.", test)


def _valid() -> Parameter:
    def test(_: AccountDocument, given: Mapping[str, Any]) -> Keeps:
        return lambda record: holds(record, given["as_of"])

    return Parameter(date, "What held on this day and was known.", test)
