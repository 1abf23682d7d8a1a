"""The lists of the account document as tables: which sheets there are and which columns they have.

Everything follows from the kinds: a field is a column, a list of ids is one cell (`P01; P02`), a record held inside is columns
with a dotted name (`outcome.on`), and a list of records held inside is a sheet of its own that names its parent by id.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le
from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from app.texts.catalogue import Words
from app.texts.codes import ALSO_TYPED, LINES, STYLES, VOCABULARIES
from graph.kinds import KIND_OF, KINDS, Edge, Kind, Node, Record
from graph.kinds.fields import clean_lines
from graph.kinds.kind import RecordModel

Form = Literal["text", "code", "yes", "whole", "number", "day", "ids"]
_FORMS: Final[dict[Any, Form]] = {str: "text", bool: "yes", int: "whole", float: "number", date: "day"}
_PARENTS: Final = {  # records that may hold lists: what one is called, and its label
    name: (listing.one, node.label)
    for kind in KINDS
    if isinstance(kind.shape, Node)
    for name, listing, node in (
        (kind.name, kind.listing, kind.shape),
        *((child.field, child.listing, child.node) for child in kind.shape.children),
    )
    if listing is not None
}


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    `name` is the field's in the record (dotted where it stands in a record held inside), `form` what its cells hold,
    `words` the names of its codes, `label` what its ids name. `least` and `most` bound a number. An `extra` column is
    understood and never written. Texts of more than one line stand in those with `lines`.
    """

    name: str
    form: Form
    required: bool = False
    nullable: bool = False
    words: Words = field(default_factory=dict)
    label: str = ""
    least: float | None = None
    most: float | None = None
    description: str = ""
    parent: bool = False
    extra: bool = False
    lines: bool = False

    @cached_property
    def codes(self) -> dict[str, str]:
        """What may be typed, folded, and the code it stands for: the codes, their names in both languages, other words."""
        typed = {fold(word): code for code in self.words for word in ALSO_TYPED.get(code, ())}
        typed |= {fold(name): code for code, pair in self.words.items() for name in pair}
        return typed | {fold(code): code for code in self.words}


@dataclass(frozen=True)
class Sheet:
    """One list as a table: its name, the kind it belongs to, where in the kind's record it stands, and its columns."""

    name: str
    kind: Kind
    path: tuple[str, ...]
    model: RecordModel
    columns: tuple[Column, ...]

    @cached_property
    def parents(self) -> tuple[Column, ...]:
        """The columns that name the records this one stands in, outermost first."""
        return tuple(column for column in self.columns if column.parent)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def naming(self) -> dict[str, Column]:
        """The columns that hold ids of other records."""
        return {column.name: column for column in self.columns if column.label}


_NO_DIFFERENCE: Final = dict.fromkeys(map(ord, "_-*"))


def fold(text: str) -> str:
    """A word as it is compared: width, case, spaces, underscores, hyphens and a star for `required` make no difference.

    >>> fold(" Target_Level＊ "), fold("支持 并排他")
    ('targetlevel', '支持并排他')
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(plain.casefold().translate(_NO_DIFFERENCE).split())


def _inner(annotation: Any) -> tuple[Any, bool]:
    """The annotation without Annotated and None, and whether None was there; of `int | float` the wider."""
    if get_origin(annotation) is Annotated:
        return _inner(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        parts = [part for part in get_args(annotation) if part is not type(None)]
        nullable = len(parts) < len(get_args(annotation))
        inner, deeper = _inner(parts[-1])
        return inner, nullable or deeper
    return annotation, False


def _bounds(annotation: Any, metadata: list[Any]) -> tuple[float | None, float | None]:
    least: float | None = None
    most: float | None = None
    for item in metadata:
        if isinstance(item, FieldInfo):
            inner_least, inner_most = _bounds(None, item.metadata)
            least, most = (inner_least if least is None else least, inner_most if most is None else most)
        elif isinstance(item, Ge | Gt):
            bound: Any = item.ge if isinstance(item, Ge) else item.gt
            least = float(bound)
        elif isinstance(item, Le):
            upper: Any = item.le
            most = float(upper)
    for part in get_args(annotation):
        if get_origin(part) is Annotated:
            inner_least, inner_most = _bounds(None, list(part.__metadata__))
            least, most = (inner_least if least is None else least, inner_most if most is None else most)
    return least, most


def _words_of(codes: tuple[str, ...]) -> Words:
    return next(words for words in VOCABULARIES if set(words) == set(codes))


def _labels(shape: Node | Edge, at: str = "") -> Iterator[tuple[str, str]]:
    """The fields of a kind's record that hold ids, dotted, and the label of what they name."""
    yield from ((at + item.field, item.to) for item in shape.properties if item.to)
    if isinstance(shape, Edge):
        yield at + shape.source, shape.source_label
        yield at + shape.target, shape.target_label
        return
    yield from ((at + ref.field, ref.to) for ref in shape.refs if ref.field)
    for many in shape.many:
        yield f"{at}{many.field}.{many.end}" if many.end else at + many.field, many.to
        yield from ((f"{at}{many.field}.{item.field}", item.to) for item in many.properties if item.to)
    for child in shape.children:
        yield from _labels(child.node, f"{at}{child.field}.")


def _is_record(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Record)


def _takes_lines(annotation: Any, metadata: Iterable[Any]) -> bool:
    if any(isinstance(item, AfterValidator) and item.func is clean_lines for item in metadata):
        return True
    return any(_takes_lines(part, getattr(part, "__metadata__", ())) for part in get_args(annotation))


def _column(field: str, info: FieldInfo, label: str) -> Column:
    inner, nullable = _inner(info.annotation)
    form: Form = "ids" if get_origin(inner) is tuple else "code" if get_origin(inner) is Literal else _FORMS[inner]
    least, most = _bounds(info.annotation, info.metadata) if form in {"whole", "number"} else (None, None)
    return Column(
        field,
        form,
        required=info.is_required(),
        nullable=nullable,
        words=_words_of(get_args(inner)) if form == "code" else {},
        label=label,
        least=least,
        most=most,
        description=info.description or "",
        lines=_takes_lines(info.annotation, info.metadata),
    )


def _columns(model: RecordModel, labels: dict[str, str], at: str, prefix: str = "") -> Iterator[Column]:
    """The columns of a record: lists of records inside it are left out, a record inside it is taken in."""
    for name, info in model.model_fields.items():
        inner, _ = _inner(info.annotation)
        if _is_record(inner):
            yield from _columns(inner, labels, f"{at}{name}.", f"{prefix}{name}.")
        elif not (get_origin(inner) is tuple and _is_record(get_args(inner)[0])):
            column = _column(prefix + name, info, labels.get(at + name, ""))
            yield replace(column, required=False) if prefix else column


def _held_lists(model: RecordModel, prefix: str = "") -> Iterator[tuple[str, RecordModel]]:
    for name, info in model.model_fields.items():
        inner, _ = _inner(info.annotation)
        if _is_record(inner):
            yield from _held_lists(inner, f"{prefix}{name}.")
        elif get_origin(inner) is tuple and _is_record(get_args(inner)[0]):
            yield prefix + name, get_args(inner)[0]


def _sheets(kind: Kind, model: RecordModel, path: tuple[str, ...], parents: tuple[Column, ...]) -> Iterator[Sheet]:
    name = path[-1].replace(".", "_") if path else kind.name
    at = "".join(f"{part}." for part in path)
    yield Sheet(name, kind, path, model, (*parents, *_columns(model, dict(_labels(kind.shape)), at)))
    if not path or name in _PARENTS:
        for inner_field, inner in _held_lists(model):
            field, label = _PARENTS[name]
            own = Column(field, "text", required=True, label=label, parent=True)
            yield from _sheets(kind, inner, (*path, inner_field), (*parents, own))


SHEETS: Final[tuple[Sheet, ...]] = tuple(sheet for kind in KINDS for sheet in _sheets(kind, kind.model, (), ()))
SHEET_OF: Final[dict[str, Sheet]] = {sheet.name: sheet for sheet in SHEETS}

_STYLE = Column("style", "code", words=STYLES, extra=True)
_MANAGER = Column("manager", "text", label="Person", extra=True)
_PEOPLE = SHEET_OF["people"]
_OF_LISTS: Final = tuple(  # columns that lists of other systems have
    Column(name, "text", extra=True)
    for name in (
        *("first_name", "middle_name", "last_name", "external_id", "manager_id", "dotted_manager", "node_type"),
        *("unit_2", "unit_3", "unit_4", "unit_5"),
    )
)
PEOPLE_READ: Final = Sheet("people", _PEOPLE.kind, (), _PEOPLE.model, (*_PEOPLE.columns, _STYLE, _MANAGER, *_OF_LISTS))
LINES_READ: Final = (
    Sheet(  # one table of all lines between people; each becomes a record of the list its relation names
        "lines",
        KIND_OF["influence"],
        (),
        SHEET_OF["influence"].model,
        (
            Column("from", "text", required=True, label="Person"),
            Column("to", "text", required=True, label="Person"),
            Column("line", "code", words=LINES),
            Column("kind", "text"),
            Column("undirected", "yes"),
            Column("direction", "text"),
            *(
                SHEET_OF["influence"].by_name[name]
                for name in ("strength", "confidence", "evidence", "reported_by", "on", "since", "until")
            ),
            Column("note", "text", lines=True),
        ),
    )
)
READ: Final[dict[str, Sheet]] = SHEET_OF | {"people": PEOPLE_READ, "lines": LINES_READ}
