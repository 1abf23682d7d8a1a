"""GraphML and GEXF of other tools: nodes become a table of people, edges a table of lines; our own export carries its records.

networkx reads keys, types, defaults and yEd's labels. What it does not know is done on the XML before: edges of both sorts
in one graph, groups of any tool, number types that hold fractions.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element

from networkx import DiGraph, NetworkXException
from networkx.readwrite.gexf import GEXFReader
from networkx.readwrite.graphml import GraphMLReader

from app.imports.read.tables import MOST_ROWS, Plain, Reading, Table, Unreadable, require_size
from app.imports.read.xml_root import root_of

LIST, RECORD = "list", "record"  # attributes under which our own export keeps each record whole
NODES, EDGES = "nodes", "edges"
UNDIRECTED, DEPARTMENT = "undirected", "department"  # headings of what is told by structure and not by an attribute
_WHOLE: Final = {"int", "long", "integer"}  # read as fractions, too: some tools write 3.0 there

Record = dict[str, Plain]


def read_graph(body: bytes) -> Reading:
    """The nodes and edges of a file as tables. Raises Unreadable; a declared document type is refused unread."""
    root = root_of(body)
    kind = _local(root)
    if kind not in {"graphml", "gexf"}:
        raise Unreadable("unknown-file-format")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of keys without a type; they are text
            nodes, edges = _graphml(root) if kind == "graphml" else _gexf(root)
    except (NetworkXException, ValueError, LookupError, AttributeError, TypeError):
        raise Unreadable("broken-xml") from None
    if lines := _own_records([*nodes, *edges]):
        return Reading(kind, lines=lines)
    tables = [_table(NODES, nodes), _table(EDGES, edges)]
    require_size(tables)
    return Reading(kind, tuple(table for table in tables if table.rows))


def _graphml(root: Element) -> tuple[list[Record], list[Record]]:
    reader = GraphMLReader(node_type=str, edge_key_type=str, force_multigraph=True)
    for item in root.iter():
        if item.tag.rpartition("}")[0].removeprefix("{") != reader.NS_Y:
            item.tag = f"{{{reader.NS_GRAPHML}}}{_local(item)}"  # files with an older namespace or none
    for key in _children(root, "key"):
        _declare(key, "attr.type", "attr.name")
    groups = _groups(root)
    undirected = _make_directed(root, "edgedefault", "directed", "false")
    keys, defaults = reader.find_graphml_keys(root)  # type: ignore[no-untyped-call]
    graphs = [reader.make_graph(graph, keys, defaults) for graph in _children(root, "graph")]  # type: ignore[no-untyped-call]
    for graph in graphs:
        for _, _, number, data in graph.edges(keys=True, data=True):
            data["id"] = number
    labels = {node.get("id", ""): label for node in _all(root, "node") if (label := _yed_label(node))}
    return _records(graphs, groups, labels, undirected)


def _gexf(root: Element) -> tuple[list[Record], list[Record]]:
    graphs, undirected = [], set()
    for version in GEXFReader.versions:
        reader = GEXFReader(node_type=str, version=version)
        for graph in root.findall(f"{{{reader.NS_GEXF}}}graph"):
            graph.set("timeformat", "string")
            for attribute in _all(graph, "attribute"):
                _declare(attribute, "type", "title")
            undirected |= _make_directed(graph, "defaultedgetype", "type", "undirected")
            graphs.append(reader.make_graph(graph))  # type: ignore[no-untyped-call]
    groups = {node: str(data["pid"]) for graph in graphs for node, data in graph.nodes(data=True) if "pid" in data}
    return _records(graphs, groups, {}, undirected)


def _declare(key: Element, type_name: str, name: str) -> None:
    """An attribute's declaration as networkx wants it: with a name, and without a type that refuses what tools write."""
    if key.get(type_name) in _WHOLE:
        key.set(type_name, "double")
    if key.get(name) is None and key.get("yfiles.type") is None:
        key.set(name, key.get("id", ""))


def _make_directed(root: Element, default: str, of_edge: str, word: str) -> set[str]:
    """Number the edges, make every one directed, and answer the numbers of those that were not."""
    undirected: set[str] = set()
    number = 0
    for graph in _all(root, "graph"):
        sort = graph.get(default, "undirected")
        for edge in _edges(graph):
            number += 1
            edge.set("id", str(number))
            own = edge.attrib.pop(of_edge, None) if edge.get(of_edge) != "mutual" else ""
            if own == word or (own is None and sort == "undirected"):
                undirected.add(str(number))
        graph.set(default, "directed")
    return undirected


def _edges(graph: Element) -> Iterator[Element]:
    """The edges that stand in this graph and in no graph within it."""
    yield from _children(graph, "edge")
    for part in _children(graph, "edges"):
        yield from _children(part, "edge")


def _groups(root: Element) -> dict[str, str]:
    """The innermost group each node stands in: a node that holds a graph, whatever tool drew it."""
    group_of: dict[str, str] = {}
    for group in _all(root, "node"):
        for graph in _children(group, "graph"):
            group.set("yfiles.foldertype", "group")  # networkx goes into these only
            group_of |= {node.get("id", ""): group.get("id", "") for node in _children(graph, "node")}
    return group_of


def _yed_label(node: Element) -> str:
    """The first label yEd drew on a node; networkx knows those of some shapes only, and none of groups."""
    data = (part for item in _children(node, "data") for part in item.iter() if _local(part) == "NodeLabel")
    return next((part.text.strip() for part in data if part.text and part.text.strip()), "")


def _records(
    graphs: Iterable[DiGraph[str]], groups: dict[str, str], labels: dict[str, str], undirected: set[str]
) -> tuple[list[Record], list[Record]]:
    """Each node and edge with its attributes by name; groups become the departments of what stands in them."""
    nodes: dict[str, Record] = {}
    edges: list[Record] = []
    for graph in graphs:
        defaults = _plain(graph.graph.get("node_default", {}))
        for node, data in graph.nodes(data=True):
            first, _, below = labels.get(node, "").partition("\n")
            label: Record = {"label": first.strip()} if first else {}
            if below.strip() and not {"title", "position"} & data.keys():
                label["title"] = " ".join(below.split())  # yEd's boxes show the title below the name
            nodes[node] = {"id": node, **defaults, **_plain(data), **label}
        defaults = _plain(graph.graph.get("edge_default", {}))
        for source, target, data in graph.edges(data=True):
            sort: Record = {UNDIRECTED: True} if str(data.get("id")) in undirected else {}
            own = {name: value for name, value in _plain(data).items() if name != "id"}
            edges.append({"from": source, "to": target, **defaults, **own, **sort})
    for node, group in groups.items():
        name = nodes[group].get("label") or nodes[group].get("name")
        if name and node not in groups.values():
            nodes[node].setdefault(DEPARTMENT, name)
    return [row for node, row in nodes.items() if node not in groups.values()], edges


def _plain(data: dict[str, Any]) -> Record:
    return {name: _plain_value(value) for name, value in data.items() if value is not None and name != "pid"}


def _plain_value(value: Any) -> Plain:
    if isinstance(value, bool | str):
        return value
    return float(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False, default=str)


def _own_records(rows: list[Record]) -> str:
    """The records of our own export as JSON Lines; empty for a file of another tool."""
    try:
        records = [{LIST: row[LIST], **json.loads(str(row[RECORD]))} for row in rows if {LIST, RECORD} <= row.keys()]
    except (ValueError, TypeError):
        raise Unreadable("broken-xml") from None
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records)


def _table(name: str, records: list[Record]) -> Table:
    if len(records) >= MOST_ROWS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_ROWS:,} rows")
    headings = list(dict.fromkeys(heading for record in records for heading in record))
    rows: list[list[Plain]] = [list(headings)] if records else []
    rows += [[record.get(heading) for heading in headings] for record in records]
    return Table(name, rows, loose=True)


def _local(item: Element) -> str:
    return str(item.tag).rpartition("}")[2]


def _children(item: Element, name: str) -> Iterator[Element]:
    return (child for child in item if _local(child) == name)


def _all(item: Element, name: str) -> Iterator[Element]:
    return (element for element in item.iter() if _local(element) == name)
