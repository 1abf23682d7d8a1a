"""GraphML of other tools: nodes become a table of people, edges a table of lines; our own export carries its records."""

from __future__ import annotations

import json
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

from app.imports.parsed import MOST_ROWS, Parsed, Plain, PlainTable, Unreadable, require_size

LIST, RECORD = "list", "record"  # attributes under which our own export keeps each record whole
NODES, EDGES = "nodes", "edges"
_NUMBERS: Final = {"int", "long", "float", "double"}


def read_graphml(body: bytes) -> Parsed:
    """The nodes and edges of a GraphML file as tables. Raises Unreadable; a declared document type is refused unread."""
    try:
        root = ElementTree.fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable("doctype") from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable("broken-xml") from None
    if _name(root) != "graphml":
        raise Unreadable("unknown-file-format")
    keys = {item.get("id", ""): item for item in root if _name(item) == "key"}
    nodes = [(item, _data(item, keys)) for item in root.iter() if _name(item) == "node"]
    edges = [(item, _data(item, keys)) for item in root.iter() if _name(item) == "edge"]
    if lines := _own_records([held for _, held in (*nodes, *edges)]):
        return Parsed("graphml", lines=lines)
    return _tables(
        [{"id": item.get("id"), **held} for item, held in nodes],
        [{"from": item.get("source"), "to": item.get("target"), **held} for item, held in edges],
    )


def _own_records(found: list[dict[str, Plain]]) -> str:
    """The records of our own export as JSON Lines; empty for a file of another tool."""
    try:
        records = [
            {LIST: held[LIST], **json.loads(str(held[RECORD]))} for held in found if {LIST, RECORD} <= held.keys()
        ]
    except (ValueError, TypeError):
        raise Unreadable("broken-xml") from None
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records)


def _tables(nodes: list[dict[str, Plain]], edges: list[dict[str, Plain]]) -> Parsed:
    tables = [_table(NODES, nodes), _table(EDGES, edges)]
    require_size(tables)
    return Parsed("graphml", [table for table in tables if table.rows])


def _name(item: Element) -> str:
    return str(item.tag).rpartition("}")[2]


def _data(item: Element, keys: dict[str, Element]) -> dict[str, Plain]:
    """The attributes of a node or edge by name, typed as the file declares them."""
    found: dict[str, Plain] = {}
    for part in item:
        key = keys.get(part.get("key", "")) if _name(part) == "data" else None
        if key is not None and part.text is not None:
            found[key.get("attr.name", "") or key.get("id", "")] = _value(part.text, key.get("attr.type", "string"))
    return found


def _value(text: str, kind: str) -> Plain:
    if kind in _NUMBERS:
        try:
            return float(text)
        except ValueError:
            return text
    return text


def _table(name: str, records: list[dict[str, Plain]]) -> PlainTable:
    if len(records) >= MOST_ROWS:
        raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_ROWS:,} rows")
    headings = list(dict.fromkeys(heading for record in records for heading in record))
    rows: list[list[Plain]] = [list(headings)] if records else []
    rows += [[record.get(heading) for heading in headings] for record in records]
    return PlainTable(name, rows, loose=True)
