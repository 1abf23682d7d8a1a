"""The process that answers own Cypher: an engine of its own, holding the projection and nothing else.

Run as a program (`python -m app.own_cypher.engine FOLDER SECONDS`) with an empty environment. It reads the projection, loads
it, reopens it to be read only, removes its folder, seals itself and answers one statement after another; after so many seconds
without one, or when its input closes, it ends. Messages both ways are JSON behind four bytes of length. It has no key, no
password, no way to the store.
"""

from __future__ import annotations

import json
import math
import os
import select
import shutil
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from app.own_cypher.sealing import seal
from graph.embedded import BRIEF, start_record

HEAP: Final = "256m"
MOST_MEMORY: Final = 512_000_000
"""Bytes of memory from which the parent ends it."""
_ADDRESSES: Final = 6_000_000_000
_CPU_SECONDS: Final = 600
_JAVA: Final = (
    *(
        BRIEF,
        "-XX:+UseSerialGC",
        "-Xss2m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        "-XX:-UseContainerSupport",
    ),
    *("-XX:MaxDirectMemorySize=64m", "-XX:ReservedCodeCacheSize=64m", "-XX:-CreateCoredumpOnCrash"),
)
_LENGTH: Final = struct.Struct(">I")
_DEEPEST: Final = 20
_NICENESS: Final = 5


class Channel:
    """Messages over the standard input and output that the process began with; whatever prints, prints nowhere."""

    def __init__(self) -> None:
        self._in, self._out = os.dup(0), os.dup(1)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)

    def receive(self, seconds: float | None = None) -> Any:
        """The next message; None when there is none any more, or none came in time."""
        if seconds is not None and not select.select([self._in], [], [], seconds)[0]:
            return None
        head = self._read(_LENGTH.size)
        return json.loads(self._read(_LENGTH.unpack(head)[0])) if head else None

    def send(self, message: dict[str, Any]) -> None:
        """Answer."""
        body = json.dumps(message, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
        left = memoryview(_LENGTH.pack(len(body)) + body)
        while left:
            left = left[os.write(self._out, left) :]

    def _read(self, length: int) -> bytes:
        parts = []
        while length and (part := os.read(self._in, min(length, 1 << 20))):
            parts.append(part)
            length -= len(part)
        return b"".join(parts) if not length else b""


class Engine:
    """The engine with the projection in it."""

    def __init__(self, folder: Path, parts: list[dict[str, Any]]) -> None:
        import jpype  # noqa: PLC0415 - only the child runs Java

        self._class = jpype.JClass
        self._nodes: dict[str, dict[str, Any]] = {}
        java = self._class
        self._day = java("java.time.LocalDate")
        self._forms: tuple[tuple[Any, Callable[[Any, int], Any]], ...] = (
            (java("java.lang.String"), lambda text, _: str(text)),
            ((bool, java("java.lang.Boolean")), lambda truth, _: bool(truth)),
            ((int, float, java("java.lang.Number")), lambda number, _: _number(number)),
            (java("com.arcadedb.graph.Vertex"), self._node),
            (java("com.arcadedb.graph.Edge"), self._relationship),
            (java("com.arcadedb.query.opencypher.traversal.TraversalPath"), self._path),
            (
                java("java.util.Map"),
                lambda of, depth: {str(e.getKey()): self._plain(e.getValue(), depth) for e in of.entrySet()},
            ),
            (java("java.util.Collection"), lambda parts, depth: [self._plain(part, depth) for part in parts]),
        )
        configuration = self._class("com.arcadedb.GlobalConfiguration")
        configuration.DATE_IMPLEMENTATION.setValue(self._day.class_)
        configuration.TX_WAL.setValue(False)
        factory = self._class("com.arcadedb.database.DatabaseFactory")(str(folder))
        self._json = self._class("com.arcadedb.serializer.json.JSONObject")
        database = factory.create()
        self._load(database, parts)
        database.close()
        self._database = factory.open(self._class("com.arcadedb.engine.ComponentFile$MODE").READ_ONLY)

    def _load(self, database: Any, parts: list[dict[str, Any]]) -> None:
        schema, day = database.getSchema(), self._class("com.arcadedb.schema.Type").DATE
        for name, days in parts[0]["labels"].items():
            label = schema.createVertexType(name, 1)
            for property_ in days:
                label.createProperty(property_, day)
        for name, days in parts[0]["types"].items():
            type_ = schema.createEdgeType(name, 1)
            for property_ in days:
                type_.createProperty(property_, day)
        database.begin()
        for part in parts:
            nodes = []
            for label, properties in part["nodes"]:
                node = database.newVertex(label)
                node.fromMap(self._json(json.dumps(properties)).toMap())
                node.save()
                nodes.append(node)
                self._nodes[str(node.getIdentity())] = {"labels": [label], "properties": properties}
            for type_, source, target, properties in part["edges"]:
                edge = nodes[source].newEdge(type_, nodes[target])
                edge.fromMap(self._json(json.dumps(properties)).toMap())
                edge.save()
        database.commit()

    def answer(self, work: dict[str, Any]) -> dict[str, Any]:
        """The rows of a statement, or what is wrong with it."""
        try:
            return self._answer(work)
        # reason: whatever the engine throws becomes its message; there is nobody here to mend a bug
        except Exception as error:  # noqa: BLE001
            return {"error": str(type(error).__name__).rpartition(".")[2], "message": str(error)}

    def _answer(self, work: dict[str, Any]) -> dict[str, Any]:
        given = self._json(json.dumps(work["params"])).toMap()
        for name in work.get("days", ()):
            given.put(name, self._day.parse(str(given.get(name))))
        result = self._database.query("opencypher", work["query"], given)
        rows: list[dict[str, Any]] = []
        left, truncated = work["bytes"], None
        for _ in range(work.get("skip", 0)):
            if not result.hasNext():
                break
            result.next()
        while result.hasNext():
            if len(rows) == work["rows"]:
                truncated = "rows"
                break
            row = result.next()
            plain = {str(name): self._plain(row.getProperty(name)) for name in row.getPropertyNames()}
            left -= len(json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace"))
            if left < 0:
                truncated = "bytes"
                break
            rows.append(plain)
        return {"rows": rows, "truncated": truncated}

    def _plain(self, value: Any, depth: int = 0) -> Any:
        """A value as JSON has it; nodes and relationships with their properties."""
        if value is None or depth > _DEEPEST:
            return None
        for types, plain in self._forms:
            if isinstance(value, types):
                return plain(value, depth + 1)
        return str(value)

    def _path(self, path: Any, depth: int) -> dict[str, Any]:
        nodes, edges = path.getVertices(), path.getEdges()
        return {
            "nodes": [self._node(node, depth) for node in nodes],
            "relationships": [self._relationship(edge, depth) for edge in edges],
        }

    def _node(self, vertex: Any, _: int) -> dict[str, Any]:
        return self._nodes[str(vertex.getIdentity())]

    def _relationship(self, edge: Any, depth: int) -> dict[str, Any]:
        held = edge.asEdge(True)  # noqa: FBT003 - Java knows no names
        ends = [self._nodes[str(end)]["properties"] for end in (held.getOut(), held.getIn())]
        source, target = (end.get("id", end.get("key")) for end in ends)
        properties = {str(name): self._plain(held.get(name), depth) for name in held.getPropertyNames()}
        return {"type": str(held.getTypeName()), "source": source, "target": target, "properties": properties}


def _number(value: Any) -> int | float | None:
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(value) if number.is_integer() and not _is_fraction(value) else number


def _is_fraction(value: Any) -> bool:
    return isinstance(value, float) or type(value).__name__.rpartition(".")[2] in {"Double", "Float", "BigDecimal"}


def _limit() -> None:
    import resource  # noqa: PLC0415 - not on every system

    for what, most in (
        (resource.RLIMIT_AS, _ADDRESSES),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a system that does not know the limit, or has a lower one
            resource.setrlimit(what, (most, most))


def _start_java() -> None:
    import arcadedb_embedded  # noqa: PLC0415 - only the child loads the engine

    record = start_record()
    options = [*_JAVA, f"-XX:AOTCache={record}"] if record.is_file() else _JAVA
    arcadedb_embedded.jvm.start_jvm(heap_size=HEAP, jvm_args=options)


def main(folder: Path, idle_seconds: float) -> None:
    """Load what comes first, answer what comes then."""
    channel = Channel()
    _limit()
    parts = list(_parts(channel))
    _start_java()
    engine = Engine(folder / "graph", parts)
    engine.answer({"query": "RETURN 1", "params": {}, "rows": 1, "bytes": 100})  # what a first one loads is loaded
    os.chdir("/")
    shutil.rmtree(folder)
    with suppress(OSError):
        os.nice(_NICENESS)  # now, not while somebody waits for the start
    seal()
    channel.send({"ready": True})
    while (work := channel.receive(idle_seconds)) is not None:
        channel.send(engine.answer(work))
    os._exit(0)


def _parts(channel: Channel) -> Iterator[dict[str, Any]]:
    """The accounts of the projection, one message each, after their number."""
    for _ in range(channel.receive()["accounts"]):
        yield channel.receive()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
