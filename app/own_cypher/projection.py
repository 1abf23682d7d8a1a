"""The graph that own Cypher is asked of: an account as it lies in the store, cut to the day, with what the analysis says.

Everything here comes of the declared kinds and of the answers' own models: names, meanings, which properties are days. An account
becomes JSON once per analysis; whatever the caller may not see is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson
from pydantic.fields import FieldInfo

from app.own_cypher.schemas import GraphLabel, GraphProperty, GraphRelationship, GraphSchema
from app.own_cypher.statement import FUNCTIONS
from app.power_map.schemas import AttitudeView, PersonView, Scores
from app.power_map.view import person as person_view
from graph.analysis.coverage import Contact
from graph.analysis.pipeline import Analysis
from graph.graph_mapping import ID_OF_LABEL, EdgeTable, rows_of, table_of
from graph.kinds import GUEST, KINDS, Edge, Node
from graph.kinds.kind import field_at, record_in

STANDS: Final = EdgeTable("STANDS", "Person", "Party")
_ACCOUNT: Final = ("account_id", "text", "Id of the account it is in.")


@dataclass(frozen=True)
class Figure:
    """What the analysis says of a person, as a property: where its meaning is declared, and how to read it."""

    name: str
    declared: FieldInfo
    read: Callable[[PersonView], Any]


def _figures() -> Iterator[Figure]:
    for name, field in Scores.model_fields.items():
        yield Figure(name, field, lambda view, name=name: getattr(view.scores, name))  # type: ignore[misc]
    for name in ("class_", "margin", "key_share", "hidden_influencer", "information_value", "style", "roles"):
        field = PersonView.model_fields[name]
        yield Figure(field.alias or name, field, lambda view, name=name: getattr(view, name))  # type: ignore[misc]
    for name in ("level", "last_contact", "owner", "contacts_in_window", "attempts"):
        plain = "coverage" if name == "level" else name
        yield Figure(plain, Contact.model_fields[name], lambda view, name=name: getattr(view.coverage, name))  # type: ignore[misc]


FIGURES: Final = tuple(_figures())
_STANCE: Final = ("level", "x", "on", "inferred", "trust")


class Part(NamedTuple):
    """One account of a projection: its JSON, how many nodes and relationships it has, and what names its content."""

    body: bytes
    size: int
    digest: str


def part_of(analysis: Analysis) -> Part:
    """The account of an analysis."""
    power = analysis.power
    account = power.document.account.id
    rows = rows_of(account, ((kind, record) for kind in KINDS for record in power.document.of(kind)))
    for person in power.ids:
        rows.nodes["Person", person].update(_figures_of(analysis, person, rows.edges))
    index = {place: i for i, place in enumerate(rows.nodes)}
    nodes = [
        [label, _known({"account_id": account, ID_OF_LABEL[label]: own_id, **properties})]
        for (label, own_id), properties in rows.nodes.items()
    ]
    edges = [
        [table.type, index[table.source, source], index[table.target, target], _known({table.key: key, **properties})]
        for (table, source, target, key), properties in rows.edges.items()
        if (table.source, source) in index and (table.target, target) in index
    ]
    body = orjson.dumps({"labels": _days_of_labels(), "types": _days_of_types(), "nodes": nodes, "edges": edges})
    return Part(body, len(nodes) + len(edges), sha256(body).hexdigest())


def _figures_of(analysis: Analysis, person: str, edges: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    view = person_view(analysis, person)
    for party, stance in view.attitudes.items():
        edges[STANDS, person, party, ""] = {
            **{name: getattr(stance, name) for name in _STANCE},
            "settled": view.settled.get(party),
        }
    vendor = analysis.power.vendor
    towards_us = {"attitude": view.attitudes[vendor].level} if vendor in view.attitudes else {}
    lender = {"lender_id": view.account_id} if view.account_id else {}
    return {**towards_us, **lender, **{figure.name: figure.read(view) for figure in FIGURES}}


def _known(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties that have a value and a name."""
    return {name: value for name, value in properties.items() if name and value is not None}


# -- the declaration, which is also the help ----------------------------------------------------------------------------------


@cache
def graph_schema() -> GraphSchema:
    """Every label, relationship and function there is to ask with."""
    labels: dict[str, GraphLabel] = {}
    relationships: dict[EdgeTable, GraphRelationship] = {}
    for kind in KINDS:
        if isinstance(kind.shape, Node):
            _declare(kind.shape, kind.model, labels, relationships)
        else:
            _declare_edge(kind.shape, kind.model, relationships)
    if GUEST not in labels:
        told = [
            ("key", "text", "Its own."),
            ("lender_id", "text", "The account that lends the person."),
            ("person_id", "text", "Their id there."),
        ]
        labels[GUEST] = _label(GUEST, "A person of another account in a stage.", [*told, _ACCOUNT])
    figures = [_property(figure.name, figure.declared) for figure in FIGURES]
    attitude = GraphProperty(
        name="attitude", type="text", meaning="Level towards us that counts on the day; absent when unknown."
    )
    person = labels["Person"]
    labels["Person"] = person.model_copy(update={"properties": [*person.properties, attitude, *figures]})
    stance = [_property(name, AttitudeView.model_fields[name]) for name in _STANCE]
    settled = GraphProperty(name="settled", type="number", meaning="The attitude after listening to whom they follow.")
    relationships[STANDS] = GraphRelationship(
        type="STANDS", source="Person", target="Party", properties=[*stance, settled]
    )
    ordered = sorted(relationships.values(), key=lambda one: (one.type, one.source, one.target))
    return GraphSchema(
        labels=sorted(labels.values(), key=lambda one: one.label), relationships=ordered, functions=sorted(FUNCTIONS)
    )


def _label(name: str, meaning: str, told: list[tuple[str, str, str]]) -> GraphLabel:
    return GraphLabel(
        label=name, meaning=meaning, properties=[GraphProperty(name=n, type=t, meaning=m) for n, t, m in told]
    )


def _property(name: str, field: FieldInfo) -> GraphProperty:
    return GraphProperty(
        name=name, type=_type_of(field.annotation), meaning=(field.description or "").partition("\n")[0]
    )


def _type_of(annotation: Any) -> str:
    text = str(annotation)
    if date in _parts(annotation):
        return "date"
    if "tuple" in text or "list" in text:
        return "list"
    if bool in _parts(annotation):
        return "boolean"
    return "number" if {int, float} & _parts(annotation) else "text"


def _parts(annotation: Any) -> set[Any]:
    inner = [_parts(part) for part in getattr(annotation, "__args__", ())]
    return {annotation}.union(*inner) if not isinstance(annotation, list) else set()


def _declare(
    shape: Node, model: Any, labels: dict[str, GraphLabel], relationships: dict[EdgeTable, GraphRelationship]
) -> None:
    properties = [_property(item.column, field_at(model, item.field)) for item in shape.properties]
    known = {one.name for one in properties}
    own = (
        [(ID_OF_LABEL[shape.label], "text", "Unique in its account.")] if ID_OF_LABEL[shape.label] not in known else []
    )
    marks = [(name, "text", f"Always {value}.") for name, value in shape.marks]
    added = [GraphProperty(name=n, type=t, meaning=m) for n, t, m in [*own, *marks, _ACCOUNT]]
    meaning = (model.__doc__ or "").partition("\n")[0]
    before = labels.get(shape.label)
    labels[shape.label] = before or GraphLabel(label=shape.label, meaning=meaning, properties=[*properties, *added])
    for ref in shape.refs:
        _declare_table(relationships, table_of(shape, ref, ref.to), [])
    for many in shape.many:
        part = record_in(field_at(model, many.field).annotation) if many.end else None
        told = [_property(item.column, field_at(part, item.field)) for item in many.properties] if part else []
        if many.key:
            told.append(GraphProperty(name=many.key, type="text", meaning="Tells several between the same two apart."))
        for label in filter(None, (many.to, GUEST if many.lender else "")):
            _declare_table(relationships, table_of(shape, many, label), told)
    for child in shape.children:
        _declare(child.node, record_in(field_at(model, child.field).annotation), labels, relationships)
        _declare_table(relationships, EdgeTable(child.type, shape.label, child.node.label), [])


def _declare_edge(shape: Edge, model: Any, relationships: dict[EdgeTable, GraphRelationship]) -> None:
    told = [_property(item.column, field_at(model, item.field)) for item in shape.properties]
    if shape.key:
        told.append(_property(shape.key, field_at(model, shape.key)))
    for _, type_ in shape.types:
        _declare_table(relationships, EdgeTable(type_, shape.source_label, shape.target_label, shape.key), told)


def _declare_table(
    relationships: dict[EdgeTable, GraphRelationship], table: EdgeTable, told: list[GraphProperty]
) -> None:
    relationships[table] = GraphRelationship(type=table.type, source=table.source, target=table.target, properties=told)


@cache
def _days_of_labels() -> dict[str, list[str]]:
    return {one.label: _days(one.properties) for one in graph_schema().labels}


@cache
def _days_of_types() -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for one in graph_schema().relationships:
        found.setdefault(one.type, set()).update(_days(one.properties))
    return {type_: sorted(days) for type_, days in sorted(found.items())}


def _days(properties: list[GraphProperty]) -> list[str]:
    return [one.name for one in properties if one.type == "date"]


@cache
def nothing() -> Part:
    """A graph with nothing in it, of the same labels and relationships."""
    body = orjson.dumps({"labels": _days_of_labels(), "types": _days_of_types(), "nodes": [], "edges": []})
    return Part(body, 0, sha256(body).hexdigest())
