"""How the declared kinds lie in the graph: records to rows, rows to records, and the queries that move them.

Nothing here knows a particular kind. A record that is a node becomes one node row, one edge row for each reference and each
part of its lists, and the rows of its children; a record that is a relationship becomes one edge row. What changes between
two documents is worked out row by row, so that an edit writes what it changes and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final, TypeVar
from urllib.parse import quote

from pydantic import ValidationError

from graph.computing import Lane, compute
from graph.document import AccountDocument, Difference, sort_records
from graph.errors import StoreInconsistent
from graph.kinds import GUEST, KINDS, Child, Edge, Kind, Many, Node, Property, Record, Ref
from graph.kinds.kind import field_at, record_in, value_at
from graph.queries import Count, Frozen, Nothing, Query, Schema, query, template, union
from graph.store import Tx

Place = TypeVar("Place", bound=tuple[Any, ...])


class KindRows(Frozen):
    """Every record of one kind, each as the list of its columns."""

    kind: str
    rows: list[list[Any]]


_READ_NODES = template("records/read_nodes", KindRows)
_READ_EDGES = template("records/read_edges", KindRows)
_UPSERT_NODES = template("records/upsert_nodes", Count)
_DELETE_NODES = template("records/delete_nodes", Count)
_UPSERT_EDGES = template("records/upsert_edges", Count)
_UPSERT_KEYED_EDGES = template("records/upsert_keyed_edges", Count)
_DELETE_EDGES = template("records/delete_edges", Count)
_DELETE_KEYED_EDGES = template("records/delete_keyed_edges", Count)
_APPEND_TO_KEYS = template("records/append_to_keys", Count)
_UNIQUE_NODE = template("schema/unique_node", Nothing)
_UNIQUE_SCHEMA = query("schema/unique_schema", Nothing)
_GIVE_IDENTITIES = query("schema/give_identities", Count)
_BIND_GRANTS = query("schema/bind_grants", Count)
_UNIQUE = tuple(
    query(f"schema/unique_{what}", Nothing) for what in ("key", "operation", "share", "webhook", "job", "job_part")
)
_BESIDE: Final = {"Change": "id", "Snapshot": "id", "ImportAnswers": "id", "SavedQuery": "name"}


@dataclass(frozen=True)
class EdgeTable:
    """One relationship type between two labels; `key` is the property that tells parallel ones apart, if any."""

    type: str
    source: str
    target: str
    key: str = ""


@dataclass
class Rows:
    """Node rows by (label, id) and edge rows by (table, source id, target id, key), each with its properties."""

    nodes: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    edges: dict[tuple[EdgeTable, str, str, str], dict[str, Any]] = field(default_factory=dict)


def _all_nodes() -> Iterator[tuple[str, Node, Child | None, Node | None]]:
    """Every node shape: the name its rows are read under, the shape, and the child field and parent it hangs on."""
    for kind in KINDS:
        if isinstance(kind.shape, Node):
            yield kind.name, kind.shape, None, None
            for child in kind.shape.children:
                yield f"{kind.name}/{child.field}", child.node, child, kind.shape


ID_OF_LABEL: Final = {shape.label: shape.id for _, shape, _, _ in _all_nodes()} | {GUEST: "key"}


# -- records to rows --------------------------------------------------------------------------------------------------


def rows_of(account_id: str, records: Iterable[tuple[Kind, Record]]) -> Rows:
    """The rows of records of one account."""
    rows = Rows()
    for kind, record in records:
        if isinstance(kind.shape, Node):
            own_id = record.id if kind.shape.id == "id" else kind.node_key(record)  # type: ignore[attr-defined]
            _add_node(rows, account_id, kind.shape, record, own_id)
        else:
            _add_edge(rows, kind.shape, record)
    return rows


def _path(parts: Iterable[str]) -> str:
    return "/".join(quote(part, safe="") for part in parts)


def _add_node(rows: Rows, account_id: str, shape: Node, record: Any, own_id: str) -> None:
    properties = {item.column: value_at(record, item.field) for item in shape.properties}
    rows.nodes[shape.label, own_id] = {**properties, **dict(shape.marks)}
    for ref in shape.refs:
        named = value_at(record, ref.field) if ref.field else account_id
        if named is not None:
            rows.edges[_between(shape, ref, own_id, named, "", ref.to)] = {}
    for many in shape.many:
        for part in value_at(record, many.field) or ():
            named = getattr(part, many.end) if many.end else part
            key = getattr(part, many.key) if many.key else ""
            label = many.to
            if (lender := many.lender_of(part)) is not None:
                label, person, named = GUEST, named, _path((own_id, lender, named))
                rows.nodes[GUEST, named] = {"lender_id": lender, "person_id": person}
            rows.edges[_between(shape, many, own_id, named, key, label)] = {
                item.column: getattr(part, item.field) for item in many.properties
            }
    for child in shape.children:
        for part in getattr(record, child.field):
            child_id = _path((own_id, *(getattr(part, name) for name in child.key)))
            _add_node(rows, account_id, child.node, part, child_id)
            rows.edges[EdgeTable(child.type, shape.label, child.node.label), own_id, child_id, ""] = {}


def _between(
    shape: Node, link: Ref | Many, own_id: str, named: str, key: str, label: str
) -> tuple[EdgeTable, str, str, str]:
    table = table_of(shape, link, label)
    return (table, named, own_id, key) if link.incoming else (table, own_id, named, key)


@cache
def table_of(shape: Node, link: Ref | Many, label: str) -> EdgeTable:
    """The edge table a node's reference or list to nodes of a label lives in."""
    source, target = (label, shape.label) if link.incoming else (shape.label, label)
    return EdgeTable(link.type, source, target, link.key if isinstance(link, Many) else "")


def _add_edge(rows: Rows, shape: Edge, record: Any) -> None:
    type_ = shape.type_of[getattr(record, shape.type_field) if shape.type_field else ""]
    table = EdgeTable(type_, shape.source_label, shape.target_label, shape.key)
    key = getattr(record, shape.key) if shape.key else ""
    ends = getattr(record, shape.source), getattr(record, shape.target)
    rows.edges[table, *ends, key] = {item.column: getattr(record, item.field) for item in shape.properties}


# -- writing ----------------------------------------------------------------------------------------------------------


async def write_difference(tx: Tx, account_id: str, changes: Difference) -> None:
    """Write what changed, and only that: edges that go, nodes that go, nodes that come or change, edges likewise."""
    for kind in {change.kind.name: change.kind for change in changes.changes if change.kind.appended}.values():
        for statement in _appending(kind):
            await tx.run(statement, slashes=len(kind.key) - len(kind.appended) - 1)

    def both() -> tuple[Rows, Rows]:
        before = rows_of(account_id, ((change.kind, change.before) for change in changes.changes if change.before))
        return before, rows_of(account_id, ((change.kind, change.after) for change in changes.changes if change.after))

    before, after = await compute(both, Lane.DOCUMENT)
    gone_nodes = [place for place in before.nodes if place not in after.nodes]
    gone = set(gone_nodes)
    left = (place for place in before.edges if place not in after.edges)
    gone_edges = (e for e in left if gone.isdisjoint({(e[0].source, e[1]), (e[0].target, e[2])}))
    for table, edges in _by_first(gone_edges).items():
        await tx.run_rows(
            _edge_query(_DELETE_EDGES, _DELETE_KEYED_EDGES, table), [_edge_row(place, {}) for place in edges]
        )
    for label, nodes in _by_first(gone_nodes).items():
        statement = _DELETE_NODES.fill(label=label, id=ID_OF_LABEL[label])
        await tx.run_rows(statement, [{"id": own_id} for _, own_id in nodes])
    changed = [place for place, properties in after.nodes.items() if before.nodes.get(place) != properties]
    for label, nodes in _by_first(changed).items():
        rows = [{"id": place[1], "properties": after.nodes[place]} for place in nodes]
        await tx.run_rows(_UPSERT_NODES.fill(label=label, id=ID_OF_LABEL[label]), rows)
    new_edges = (place for place, properties in after.edges.items() if before.edges.get(place) != properties)
    for table, edges in _by_first(new_edges).items():
        rows = [_edge_row(place, after.edges[place]) for place in edges]
        await tx.run_rows(_edge_query(_UPSERT_EDGES, _UPSERT_KEYED_EDGES, table), rows)


def _appending(kind: Kind) -> Iterator[Query[Count]]:
    """What brings the stored keys of a kind up to date that are from before a reference joined its key."""
    if isinstance(kind.shape, Node):
        for ref in kind.shape.refs:
            if ref.field in kind.appended:
                yield _APPEND_TO_KEYS.fill(label=kind.shape.label, type=ref.type, target=ref.to)


def _by_first(places: Iterable[Place]) -> dict[Any, list[Place]]:
    """Places of nodes by their label, of edges by their table."""
    grouped: dict[Any, list[Place]] = {}
    for place in places:
        grouped.setdefault(place[0], []).append(place)
    return grouped


def _edge_row(place: tuple[EdgeTable, str, str, str], properties: dict[str, Any]) -> dict[str, Any]:
    _, source, target, key = place
    return {"source": source, "target": target, "key": key, "properties": properties}


@cache
def _edge_query(plain: Any, keyed: Any, table: EdgeTable) -> Query[Count]:
    names = {
        "type": table.type,
        "source": table.source,
        "source_id": ID_OF_LABEL[table.source],
        "target": table.target,
        "target_id": ID_OF_LABEL[table.target],
    }
    made: Query[Count] = keyed.fill(key=table.key, **names) if table.key else plain.fill(**names)
    return made


# -- reading ----------------------------------------------------------------------------------------------------------


def _column(item: Property, owner: str, model_field: Any) -> str:
    name = f"{owner}.{item.column}"
    return f"toString({name})" if _is_day(model_field) else name


def _is_day(annotation: Any) -> bool:
    return (
        annotation is date
        or date in getattr(annotation, "__args__", ())
        or any(_is_day(part) for part in getattr(annotation, "__args__", ()))
    )


def _node_columns(shape: Node, model: type[Record], parent: tuple[Child, Node] | None) -> list[str]:
    columns = [_column(item, "n", field_at(model, item.field).annotation) for item in shape.properties]
    columns += [f"{_pattern(ref, 'x')} | x.{ID_OF_LABEL[ref.to]}][0]" for ref in shape.refs if ref.field]
    columns += [_list_column(many, model) for many in shape.many]
    if parent is not None:
        child, owner = parent
        columns.append(f"[(n)<-[:{child.type}]-(x:{owner.label}) | x.{owner.id}][0]")
    return columns


def _list_column(many: Many, model: type[Record]) -> str:
    """The parts of a list field: of this account, then of others, each with who lends it."""
    if not many.end:
        return f"{_pattern(many, 'x')} | x.{ID_OF_LABEL[many.to]}]"
    part = record_in(field_at(model, many.field).annotation)
    about = [f"r.{many.key}"] if many.key else []
    about += [_column(item, "r", field_at(part, item.field).annotation) for item in many.properties]
    values = []
    if many.to:
        own = [f"x.{ID_OF_LABEL[many.to]}", *about, *(["null"] if many.lender else [])]
        values.append(f"{_pattern(many, 'x')} | [{', '.join(own)}]]")
    if many.lender:
        lent = ["x.person_id", *about, "x.lender_id"]
        values.append(f"{_pattern(many, 'x', GUEST)} | [{', '.join(lent)}]]")
    return " + ".join(values)


def _pattern(link: Ref | Many, far: str, label: str = "") -> str:
    left, right = ("<-", "-") if link.incoming else ("-", "->")
    return f"[(n){left}[r:{link.type}]{right}({far}:{label or link.to})"


def _read_queries() -> Iterator[Query[KindRows]]:
    for kind in KINDS:
        if isinstance(kind.shape, Node):
            yield _node_read(kind.name, kind.shape, kind.model, None)
            for child in kind.shape.children:
                model = record_in(kind.model.model_fields[child.field].annotation)
                yield _node_read(f"{kind.name}/{child.field}", child.node, model, (child, kind.shape))
        else:
            yield from _edge_reads(kind, kind.shape)


def _node_read(name: str, shape: Node, model: type[Record], parent: tuple[Child, Node] | None) -> Query[KindRows]:
    marks = "".join(f", {mark}: '{value}'" for mark, value in shape.marks)
    return _READ_NODES.fill(
        kind=name, label=shape.label, id=shape.id, marks=marks, columns=", ".join(_node_columns(shape, model, parent))
    )


def _edge_reads(kind: Kind, shape: Edge) -> Iterator[Query[KindRows]]:
    columns = [f"e.{shape.key}"] if shape.key else []
    columns += [_column(item, "e", field_at(kind.model, item.field).annotation) for item in shape.properties]
    for value, type_ in shape.types:
        yield _READ_EDGES.fill(
            kind=f"{kind.name}/{value}" if value else kind.name,
            type=type_,
            source=shape.source_label,
            target=shape.target_label,
            columns="".join(f", {column}" for column in columns),
        )


READ_QUERIES: Final = tuple(_read_queries())
READ_DOCUMENT: Final = union("records/read_document", READ_QUERIES)


def document_of(answers: Iterable[KindRows]) -> AccountDocument | None:
    """The document the rows of one whole read make; None when there is no account. Raises StoreInconsistent."""
    rows = {answer.kind: answer.rows for answer in answers}
    lists: dict[str, Any] = {}
    for kind in KINDS:
        try:
            records = [kind.model.model_validate(data, strict=False) for data in _records_of(kind, rows)]
        except (ValidationError, ValueError) as error:
            msg = f"a record of {kind.name} in the store cannot be read"
            raise StoreInconsistent(msg) from error
        lists[kind.name] = (records[0] if records else None) if kind.single else sort_records(kind, records)
    if lists["account"] is None:
        return None
    return AccountDocument.model_construct(format="powermap-account/1", **lists)


def _records_of(kind: Kind, rows: dict[str, list[list[Any]]]) -> Iterator[dict[str, Any]]:
    if isinstance(kind.shape, Node):
        children = {child.field: _children_of(kind, child, rows) for child in kind.shape.children}
        for row in rows.get(kind.name, []):
            data = _node_data(kind.shape, row)
            for name, by_parent in children.items():
                data[name] = by_parent.get(data.get("id"), [])  # a node that is just being made has no id yet
            yield data
    else:
        for value, _ in kind.shape.types:
            for row in rows.get(f"{kind.name}/{value}" if value else kind.name, []):
                yield _edge_data(kind.shape, row, value)


def _children_of(kind: Kind, child: Child, rows: dict[str, list[list[Any]]]) -> dict[str | None, list[dict[str, Any]]]:
    by_parent: dict[str | None, list[dict[str, Any]]] = {}
    for *row, parent in rows.get(f"{kind.name}/{child.field}", []):
        by_parent.setdefault(parent, []).append(_node_data(child.node, row))
    return by_parent


def _node_data(shape: Node, row: list[Any]) -> dict[str, Any]:
    values = iter(row)
    data: dict[str, Any] = {}
    for item in shape.properties:
        _put(data, item.field, next(values))
    for ref in shape.refs:
        if ref.field:
            _put(data, ref.field, next(values))
    for many in shape.many:
        names = [many.end, *([many.key] if many.key else []), *(item.field for item in many.properties)]
        names += [many.lender] if many.lender else []
        parts = next(values)
        _put(data, many.field, [dict(zip(names, part, strict=True)) for part in parts] if many.end else parts)
    return data


def _put(data: dict[str, Any], dotted: str, value: Any) -> None:
    """Set a dotted field; the inner record exists only once its first field has a value.

    What a store of before has not is left to the field's default.
    """
    outer, dot, inner = dotted.partition(".")
    if not dot:
        if value is not None:
            data[outer] = value
    elif outer in data:
        data[outer][inner] = value
    elif value is not None and value != []:
        data[outer] = {inner: value}


def _edge_data(shape: Edge, row: list[Any], value: str) -> dict[str, Any]:
    names = [
        shape.source,
        shape.target,
        *([shape.key] if shape.key else []),
        *(item.field for item in shape.properties),
    ]
    data = {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
    if shape.type_field:
        data[shape.type_field] = value
    return data


# -- schema -----------------------------------------------------------------------------------------------------------


def _constraints() -> Iterator[Query[Nothing]]:
    yield _UNIQUE_SCHEMA
    yield from _UNIQUE
    for label, own_id in (ID_OF_LABEL | _BESIDE).items():
        yield _UNIQUE_NODE.fill(constraint=f"powermap_{label.lower()}_{own_id}", label=label, id=own_id)


SCHEMA: Final = Schema(1, tuple(_constraints()), upkeep=(_GIVE_IDENTITIES, _BIND_GRANTS))
