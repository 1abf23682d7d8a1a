"""Every query the program can send: those its modules hold by name, and each instance of the templates."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import app
import graph
from graph.graph_mapping import (
    _DELETE_EDGES,
    _DELETE_KEYED_EDGES,
    _DELETE_NODES,
    _UPSERT_EDGES,
    _UPSERT_KEYED_EDGES,
    _UPSERT_NODES,
    ID_OF_LABEL,
    READ_QUERIES,
    SCHEMA,
    EdgeTable,
    _appending,
    _edge_query,
    table_of,
)
from graph.kinds import GUEST, KINDS, Kind, Node
from graph.queries import Query, Template
from graph.store import Schema


def values() -> Iterator[Any]:
    """What the modules of the project hold by name."""
    for package in (graph, app):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield from vars(importlib.import_module(found.name)).values()


def loaded() -> tuple[dict[str, Query[Any]], dict[str, Template[Any]]]:
    """The queries and templates that the modules of the project hold by name."""
    queries: dict[str, Query[Any]] = {}
    templates: dict[str, Template[Any]] = {}
    for value in values():
        if isinstance(value, Query):
            queries[value.name] = value
        elif isinstance(value, Template):
            templates[value.name] = value
        elif isinstance(value, Schema):
            plain = [query for query in value.constraints if "[" not in query.name]
            queries |= {query.name: query for step in (plain, *value.migrations) for query in step}
    return queries, templates


def edge_tables(kind: Kind) -> Iterator[EdgeTable]:
    """Every relationship type a kind's records are kept in."""
    if not isinstance(kind.shape, Node):
        for _, type_ in kind.shape.types:
            yield EdgeTable(type_, kind.shape.source_label, kind.shape.target_label, kind.shape.key)
        return
    shapes = [kind.shape]
    for child in kind.shape.children:
        yield EdgeTable(child.type, kind.shape.label, child.node.label)
        shapes.append(child.node)
    for shape in shapes:
        yield from (table_of(shape, link, link.to) for link in (*shape.refs, *shape.many) if link.to)
        yield from (table_of(shape, link, GUEST) for link in shape.many if link.lender)


def instances() -> dict[str, Query[Any]]:
    """Each query that the templates are filled to."""
    found: list[Query[Any]] = [*READ_QUERIES, *SCHEMA.constraints]
    for label, own_id in ID_OF_LABEL.items():
        found += [template.fill(label=label, id=own_id) for template in (_UPSERT_NODES, _DELETE_NODES)]
    for kind in KINDS:
        found += _appending(kind) if kind.appended else ()
        for table in edge_tables(kind):
            found.append(_edge_query(_UPSERT_EDGES, _UPSERT_KEYED_EDGES, table))
            found.append(_edge_query(_DELETE_EDGES, _DELETE_KEYED_EDGES, table))
    return {query.name: query for query in found if "[" in query.name}


def library() -> dict[str, Query[Any]]:
    """Every query by name."""
    return loaded()[0] | instances()
