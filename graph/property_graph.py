"""An account as one property graph for other tools: every node, every relationship, as they lie in the store.

Each record besides goes whole, as JSON, with the node or relationship it is kept in (`record`, and `list` for its list in the
document), so that a file read back gives the same document whatever a tool made of the other attributes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias
from xml.etree import ElementTree as ET

import networkx as nx

from graph.document import AccountDocument
from graph.graph_mapping import EdgeTable, rows_of
from graph.kinds import KINDS, Edge

LIST: Final = "list"
RECORD: Final = "record"
Attributes = Mapping[str, str | int | float | bool]
Net: TypeAlias = "nx.MultiDiGraph[str]"


def property_graph(
    document: AccountDocument, of_people: Mapping[str, Attributes] | None = None, *, whole: bool = True
) -> Net:
    """Nodes named `Label/id`, relationships by type; `of_people` adds attributes to people, by id.

    Without `whole` no records go along: what was left out of a document must not come back as empty.

    Absent values have no attribute. `label` is what tools show beside a node: its name, or else its id.

    >>> from graph.power_graph import tiny
    >>> net = property_graph(tiny("a->b 0.9").document)
    >>> net.nodes["Person/a"]["label"], [data["type"] for _, _, data in net.edges(data=True) if data["type"] == "INFLUENCES"]
    ('a', ['INFLUENCES'])
    """
    net: Net = nx.MultiDiGraph(format=document.format, account=document.account.id)
    rows = rows_of(document.account.id, ((kind, record) for kind in KINDS for record in document.of(kind)))
    for (label, own_id), properties in rows.nodes.items():
        attributes_of_node = _flat(properties)
        net.add_node(
            f"{label}/{own_id}",
            **{**attributes_of_node, "type": label, "label": str(attributes_of_node.get("name") or own_id)},
        )
    for (table, source, target, key), properties in rows.edges.items():
        kept = {table.key: key} if table.key else {}
        net.add_edge(
            f"{table.source}/{source}",
            f"{table.target}/{target}",
            key=_name_of(table, source, target, key),
            **{**_flat(properties), **kept, "type": table.type},
        )
    for person, attributes in (of_people or {}).items():
        if f"Person/{person}" in net:  # who is borrowed is a node of another kind
            net.nodes[f"Person/{person}"].update(attributes)
    if whole:
        _add_records(net, document)
    return net


def _flat(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as plain values: no absent ones, days as text, lists as JSON."""
    return {name: _plain(value) for name, value in properties.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, (str, bool, int, float)):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, tuple)) else str(value)


def _name_of(table: EdgeTable, source: str, target: str, key: str) -> str:
    return f"{table.type}|{table.source}|{source}|{table.target}|{target}|{key}"


def _add_records(net: Net, document: AccountDocument) -> None:
    for kind in KINDS:
        for record in document.of(kind):
            rows = rows_of(document.account.id, ((kind, record),))
            whole = {LIST: kind.name, RECORD: record.model_dump_json()}
            if isinstance(kind.shape, Edge):
                ((table, source, target, key),) = rows.edges
                name = _name_of(table, source, target, key)
                net.edges[f"{table.source}/{source}", f"{table.target}/{target}", name].update(whole)
            else:
                label, own_id = next(iter(rows.nodes))
                net.nodes[f"{label}/{own_id}"].update(whole)


def graphml(net: Net) -> bytes:
    """The graph as GraphML (http://graphml.graphdrawing.org), for networkx, Gephi, yEd, Cytoscape and igraph."""
    out = io.BytesIO()
    nx.write_graphml_xml(net, out, named_key_ids=False)
    return out.getvalue()


def gexf(net: Net) -> bytes:
    """The graph as GEXF 1.2 (https://gexf.net), for Gephi.

    The format has meanings of its own for `id` and `type`; they are written as `own_id` and `relation`, and the place of a
    person also as a position for Gephi's canvas, whose y grows upwards.
    """
    named: Net = nx.MultiDiGraph(**net.graph)
    for node, data in net.nodes(data=True):
        named.add_node(node, **_gexf_attributes(data))
    for source, target, key, data in net.edges(keys=True, data=True):
        named.add_edge(source, target, key=key, **{**_gexf_attributes(data), "id": key})
    writer = nx.readwrite.gexf.GEXFWriter(version="1.2draft")
    writer.add_graph(named)
    body: bytes = ET.tostring(writer.xml, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body


def _gexf_attributes(data: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {"id": "own_id", "type": "relation"}
    kept: dict[str, Any] = {renamed.get(name, name): value for name, value in data.items()}
    if "x" in data and "y" in data:
        kept["viz"] = {"position": {"x": data["x"], "y": -data["y"], "z": 0.0}}
    return kept
