"""A kind of record is declared once: its model, its list in the document, its key, the shape it takes in the graph, its words.

Everything that is the same for all kinds follows from these declarations by plain functions: constraints, the Cypher of
plain reads and writes, the check for dangling ids, cascades, record routes and their filters, import sheets and exports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, Final, NamedTuple, Self, get_args, get_origin
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

NO_KEY = ""
GUEST: Final = "Guest"
_CHANGEABLE: Final = frozenset({list, set, dict})


class Record(BaseModel):
    """A typed fact of the account document: frozen, no unknown fields, no NaN, no silent conversion."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )
    unhashed: ClassVar[frozenset[str]] = frozenset()
    """Fields that do not change what a record's content hash names."""
    holds_without: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Fields that hold only as long as nobody gives another field, with that field."""

    def canonical(self) -> Self:
        """The same fact in the one order of its inner lists that is stored and compared."""
        return self


RecordModel = type[Record]


@dataclass(frozen=True)
class Property:
    """A field kept as a property. `field` may be dotted (`outcome.on`); `name` is the property's, `to` the label an id names."""

    field: str
    name: str = ""
    to: str = ""

    @property
    def column(self) -> str:
        return self.name or self.field


@dataclass(frozen=True)
class Ref:
    """A field that names another record and becomes a relationship of its own: `(this)-[:type]->(to)`, or incoming.

    An empty `field` names the account itself. A record goes with what a part of its key names, unless that is `outlived`.
    """

    field: str
    type: str
    to: str
    incoming: bool = False
    outlived: bool = False


@dataclass(frozen=True)
class Many:
    """A list field of ids (`person_field` empty) or of small records about one other node each, kept as relationships.

    `end` is the field of the small record that names the other node, `key` the one that tells two relationships between the
    same nodes apart, `properties` the rest. `lender` is the field of the small record that names another account, when the node
    is there: this account then keeps a `GUEST` node in its place. Without `to` every part names one of another account.
    """

    field: str
    type: str
    to: str
    incoming: bool = False
    end: str = ""
    key: str = NO_KEY
    properties: tuple[Property, ...] = ()
    lender: str = ""

    def lender_of(self, part: Any) -> str | None:
        """The account the other node is in; None for this one."""
        return getattr(part, self.lender) if self.lender else None


@dataclass(frozen=True)
class Node:
    """A record that is a node. `id` names the property that is unique within the account: the record's own id, or `key`.

    `marks` are properties with one value for the whole kind, where two kinds share a label.
    """

    label: str
    properties: tuple[Property, ...]
    refs: tuple[Ref, ...] = ()
    many: tuple[Many, ...] = ()
    children: tuple[Child, ...] = ()
    id: str = "id"
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Child:
    """A list field of records that are nodes themselves and belong to this one: `(this)-[:type]->(child)`.

    `key` are the fields that tell the children of one parent apart; without a `listing` a child has no route of its own.
    """

    field: str
    type: str
    node: Node
    listing: Listing | None = None
    key: tuple[str, ...] = ("id",)


@dataclass(frozen=True)
class Edge:
    """A record that is a relationship `(source)-[:type]->(target)`; `types` chooses the type by the value of one field."""

    source: str
    target: str
    source_label: str
    target_label: str
    types: tuple[tuple[str, str], ...]
    type_field: str = ""
    key: str = NO_KEY
    properties: tuple[Property, ...] = ()

    @cached_property
    def type_of(self) -> dict[str, str]:
        return dict(self.types)


@dataclass(frozen=True)
class Filter:
    """A question to a list: which records have the wanted value at one of `fields` (without any, at the one of its name).

    A dotted field leads into records held inside; a list holds the value when one of its items is it.
    """

    name: str
    fields: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True)
class Listing:
    """A list as callers know it: what one and many of its records are called, an example, and what may be asked of it.

    `searched` are the fields a search looks into, `day` the one that a span of days is about.
    """

    one: str
    many: str
    example: Mapping[str, Any] = field(hash=False)
    filters: tuple[Filter | str, ...] = ()
    searched: tuple[str, ...] = ()
    day: str = ""


Pair = tuple[str, str]


@dataclass(frozen=True)
class Words:
    """What people call a list and its fields in files, English and Chinese beside each other, and other words they type.

    `noun` is one of its records, as another record names it. Fields that are called alike everywhere need no name of their own.
    """

    title: Pair
    purpose: Pair
    noun: Pair | None = None
    also: tuple[str, ...] = ()
    fields: Mapping[str, Pair] = field(default_factory=dict)
    field_aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    meanings: Mapping[str, Pair] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One list (or, when `single`, one object) of the account document.

    `key_in_query` are the parts of the key that may be absent; in a path they stand behind the question mark. `appended` are
    those of them that joined the key when there were stored records already, each a reference. `unordered` parts stand in a key
    in the order of their ids, whichever way a record names them. `spans` are pairs of days of which the second is no earlier.
    `author` is the field that names whose statement a record is: a key tied to a member speaks as that member only.
    `words` are those of its list and of the lists its records hold, by the sheets they fill.
    `stands` tells whether a record that has lost something it named still says anything; one that does not goes, too.
    """

    name: str
    model: RecordModel
    key: tuple[str, ...]
    shape: Node | Edge
    single: bool = False
    key_in_query: tuple[str, ...] = ()
    appended: tuple[str, ...] = ()
    unordered: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()
    stands: Callable[[Any], bool] = lambda _: True
    author: str = ""
    listing: Listing | None = None
    words: Mapping[str, Words] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Raises TypeError for a field of the model whose values could be changed in place."""
        for name, declared in self.model.model_fields.items():
            for part in (declared.annotation, *get_args(declared.annotation)):
                if (form := get_origin(part) or part) in _CHANGEABLE:
                    said = "a record never changes; a list in it is declared as tuple[…, ...]"
                    raise TypeError(f"{self.model.__name__}.{name}: {said}, not {form.__name__}")

    def key_of(self, record: Record) -> tuple[str, ...]:
        """The record's key as text; an absent part is the empty string (ids are never empty)."""
        return self.key_from(getattr(record, field) for field in self.key)

    def key_from(self, values: Iterable[Any]) -> tuple[str, ...]:
        """The key of a record with these values of the key's fields."""
        parts = tuple("" if value is None else str(value) for value in values)
        if not self.unordered:
            return parts
        ends = iter(sorted(part for field, part in zip(self.key, parts, strict=True) if field in self.unordered))
        return tuple(
            next(ends) if field in self.unordered else part for field, part in zip(self.key, parts, strict=True)
        )

    def node_key(self, record: Record) -> str:
        """What the node of a record without an id of its own is unique by: its key as a path.

        Appended parts follow as they are, where they are given: without them stored keys are what they were.
        """
        parts = dict(zip(self.key, self.key_of(record), strict=True))
        path = "/".join(quote(parts[field], safe="") for field in self.key if field not in self.appended)
        return path + "".join(f"/{parts[field]}" for field in self.appended if parts[field])

    def nouns(self) -> Iterator[tuple[str, Pair]]:
        """What one record of each node label of the kind is called."""
        shape = self.shape
        if isinstance(shape, Node):
            labels = {self.name: shape.label} | {child.field: child.node.label for child in shape.children}
            for name, label in labels.items():
                if name in self.words and (noun := self.words[name].noun) is not None:
                    yield label, noun

    def references(self, record: Record) -> Iterator[Reference]:
        """Every id of this account the record names."""
        return references(self.shape, record, self.key)

    def path_of(self, record: Record) -> str:
        """The record's place in REST below its account, e.g. `influence/P06/P05/PROFESSIONAL`."""
        if self.single:
            return self.name
        parts = dict(zip(self.key, self.key_of(record), strict=True))
        path = "/".join(
            (self.name, *(quote(parts[field], safe="") for field in self.key if field not in self.key_in_query))
        )
        query = "&".join(f"{field}={quote(parts[field], safe='')}" for field in self.key_in_query if parts[field])
        return f"{path}?{query}" if query else path


def properties_of(model: RecordModel, links: set[str]) -> tuple[Property, ...]:
    """The fields of a model as properties, but for those that are relationships."""
    return tuple(Property(name) for name in model.model_fields if name not in links)


def value_at(record: Any, field: str) -> Any:
    """The value at a dotted field; None where a record on the way is absent."""
    for name in field.split("."):
        if record is None:
            return None
        record = getattr(record, name)
    return record


def field_at(model: RecordModel, dotted: str) -> FieldInfo:
    """The declaration of a dotted field."""
    owner, _, inner = dotted.partition(".")
    info = model.model_fields[owner]
    return field_at(record_in(info.annotation), inner) if inner else info


def record_in(annotation: Any) -> RecordModel:
    """The record model that is, or is inside, `Model`, `Model | None` or `tuple[Model, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next(record_in(part) for part in get_args(annotation) if part not in {Ellipsis, type(None)})


class Reference(NamedTuple):
    """An id a record names: where it stands in the record, the label of what it names, and what must go with it.

    `gone_with` is the pointer of what is given up when the named record goes: "" the whole record, the pointer itself for a
    field that may be empty, or the item of a list that names it.
    """

    pointer: str
    label: str
    id: str
    gone_with: str


def references(shape: Node | Edge, record: Any, key: tuple[str, ...] = (), at: str = "") -> Iterator[Reference]:
    """Every id of this account the record names. A reference in the record's `key` takes the record with it."""
    if isinstance(shape, Edge):
        yield Reference(f"{at}/{shape.source}", shape.source_label, getattr(record, shape.source), "")
        yield Reference(f"{at}/{shape.target}", shape.target_label, getattr(record, shape.target), "")
    for item in shape.properties:
        if item.to and (named := value_at(record, item.field)) is not None:
            pointer = f"{at}/{item.field.replace('.', '/')}"
            yield Reference(pointer, item.to, named, pointer)
    if isinstance(shape, Edge):
        return
    for ref in shape.refs:
        if ref.field and (named := value_at(record, ref.field)) is not None:
            pointer = f"{at}/{ref.field.replace('.', '/')}"
            yield Reference(pointer, ref.to, named, "" if ref.field in key and not ref.outlived else pointer)
    for many in shape.many:
        yield from _references_of_many(many, record, at)
    for child in shape.children:
        for i, part in enumerate(getattr(record, child.field)):
            yield from references(child.node, part, (), f"{at}/{child.field}/{i}")


def _references_of_many(many: Many, record: Any, at: str) -> Iterator[Reference]:
    base = f"{at}/{many.field.replace('.', '/')}"
    for i, part in enumerate(value_at(record, many.field) or ()):
        item_at = f"{base}/{i}"
        named = getattr(part, many.end) if many.end else part
        if many.lender_of(part) is None:
            yield Reference(f"{item_at}/{many.end}" if many.end else item_at, many.to, named, item_at)
        for item in many.properties:
            if item.to and (named := getattr(part, item.field)) is not None:
                yield Reference(f"{item_at}/{item.field}", item.to, named, item_at)
