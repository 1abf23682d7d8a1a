"""The order of a list: by fields of its records that the caller names, then by key.

Which fields those are follows from the model: each that holds one value. Codes come in the order they are declared in,
text whatever its case and width; what is not recorded comes last in either direction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from app.records.filters import search_key
from app.records.pages import Page, wrong_cursor
from graph.errors import Fault, InvalidDocument

_CHARACTERS: Final = 120
"""Of texts that decide, shared by the fields: a cursor says them again. What is the same so far is ordered by key."""
_VALUES: Final = (str, bool, int, float, date, datetime)
Item = TypeVar("Item", bound=BaseModel)
Place = list[Any]


@dataclass(frozen=True)
class _Down:
    """A value that comes before the smaller ones."""

    value: Any

    def __lt__(self, other: _Down) -> bool:
        return bool(other.value < self.value)


@dataclass(frozen=True)
class Order:
    """The fields to sort by, each with its codes, if it has any, and whether it descends."""

    fields: tuple[tuple[str, tuple[Any, ...], bool], ...]

    def cut(self, fitting: Iterable[Item], page: Page, key_of: Callable[[Item], str]) -> tuple[list[Item], str | None]:
        """The items of a page in this order, and the cursor of the next page. Raises InvalidDocument for a wrong cursor."""

        def place_of(item: Item) -> str:
            return json.dumps(self._place_of(item, key_of(item)), ensure_ascii=False)

        ranked = [(self._rank(self._place_of(item, key_of(item))), item) for item in fitting]
        if page.after:
            after = self._after(page.after)
            try:
                ranked = [one for one in ranked if one[0] > after]
            except TypeError:  # values of other fields stand in it
                raise wrong_cursor(page.after) from None
        ranked.sort(key=itemgetter(0))
        return page.cut([item for _, item in ranked], place_of)

    def _place_of(self, record: BaseModel, key: str) -> Place:
        """Where a record stands, as plain values that a cursor can say."""
        longest = _CHARACTERS // max(1, len(self.fields))
        return [*(_plain(getattr(record, name), codes, longest) for name, codes, _ in self.fields), key]

    def _rank(self, place: Place) -> tuple[Any, ...]:
        """What places are compared by."""
        ranks = [
            (value is None, _Down(value) if descends and value is not None else value)
            for value, (_, _, descends) in zip(place, self.fields, strict=False)
        ]
        return (*ranks, place[-1])

    def _after(self, place: str) -> tuple[Any, ...]:
        """The rank a page starts after. Raises InvalidDocument for what is no place of this order."""
        try:
            found = json.loads(place)
        except ValueError:
            found = None
        if not isinstance(found, list) or len(found) != len(self.fields) + 1 or not isinstance(found[-1], str):
            raise wrong_cursor(place)
        return self._rank(found)


def order_of(model: type[BaseModel], sort: str) -> Order:
    """The order that `sort` names: fields with commas between, `-` before those that descend. Raises InvalidDocument."""
    known = sortable(model)
    names = [name.strip() for name in sort.split(",")] if sort else []
    for name in names:
        if name.removeprefix("-") not in known:
            facts = {"expected": ", ".join(known)}
            raise InvalidDocument((Fault("/query/sort", "wrong-enum", name[:100], facts),))
    return Order(tuple((own := name.removeprefix("-"), known[own], own != name) for name in names))


def sortable(model: type[BaseModel]) -> dict[str, tuple[Any, ...]]:
    """The fields that hold one value, each with the codes it may have."""
    found = {name: _codes(field.annotation) for name, field in model.model_fields.items()}
    return {name: codes for name, codes in found.items() if codes is not None}


def _codes(annotation: Any) -> tuple[Any, ...] | None:
    """The codes of a field, none for one of any value; None for a field that holds several values or records."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _codes(parts[0])
    if origin is Literal:
        return parts
    if origin in {Union, UnionType}:
        either = [part for part in parts if part is not NoneType]
        return _codes(either[0]) if len(either) == 1 else None
    return () if annotation in _VALUES else None


def _plain(value: Any, codes: Sequence[Any], longest: int) -> Any:
    if value is None or value == "":
        return None
    if codes:
        return codes.index(value)
    if isinstance(value, date):
        return value.isoformat()
    return search_key(value)[:longest] if isinstance(value, str) else value
