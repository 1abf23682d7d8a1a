"""Cypher lives in `.cypher` files, one query a file; here they are loaded, checked and frozen.

That happens when the module that uses a query is imported: a wrong name, parameter or column fails at start-up and in every
test run, never on a request.

A file begins with five header lines (`name`, `purpose`, `access`, `params`, `returns`) and may add `scope: global` (the query
is not about one account) and `holes` (it is a template: each `<<hole>>` is filled with names from the declared kinds, never
with anything a user sent).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, NonNegativeInt

BATCH_ROWS: Final = 1_000
BATCH_CHARACTERS: Final = 2_000_000
LIBRARY = Path(__file__).resolve().parent.parent / "cypher"
_HEADER = ("name", "purpose", "access", "params", "returns")
_OPTIONAL_HEADER = ("scope", "holes")
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
_HOLE = re.compile(r"<<(\w+)>>")
_WRITE_CLAUSE = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|FOREACH)\b")
_COLUMN = re.compile(r"\bAS\s+(\w+)\s*$", re.IGNORECASE)
_STATEMENT_END = re.compile(r"\b(ORDER\s+BY|SKIP|LIMIT|UNION)\b")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Frozen(BaseModel):
    """A row of an answer: a column too many is an error, too."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Count(Frozen):
    """How many records a write touched."""

    count: NonNegativeInt


class Nothing(Frozen):
    """A statement that returns no rows."""


Row = TypeVar("Row", bound=Frozen)


class QueryFault(Exception):
    """A `.cypher` file does not keep the rules of the library; raised when the file is loaded."""


@dataclass(frozen=True)
class Query(Generic[Row]):
    """A named, checked query and the model of its rows."""

    name: str
    purpose: str
    access: Literal["read", "write"]
    params: Mapping[str, str]
    returns: str
    account_scoped: bool
    text: str
    row: type[Row]

    def refuse_wrong_params(self, given: Mapping[str, object]) -> None:
        """Raise before any input or output when the parameters are not exactly the declared ones."""
        if set(given) != set(self.params):
            msg = f"{self.name} takes {sorted(self.params)}, got {sorted(given)}"
            raise QueryFault(msg)


@dataclass(frozen=True)
class Template(Generic[Row]):
    """A query with holes for labels, relationship types and property names."""

    name: str
    holes: frozenset[str]
    row: type[Row]
    head: Mapping[str, str] = field(compare=False, repr=False)
    body: str = field(compare=False, repr=False)

    def fill(self, **names: str) -> Query[Row]:
        """The query for one kind. `names` come from the declared kinds; a hole too many or too few is refused."""
        if set(names) != self.holes:
            msg = f"{self.name} has the holes {sorted(self.holes)}, got {sorted(names)}"
            raise QueryFault(msg)
        filled = _HOLE.sub(lambda hole: names[hole.group(1)], self.body)
        instance = "-".join(name for hole, name in sorted(names.items()) if hole != "columns" and _NAME.fullmatch(name))
        return _checked(f"{self.name}[{instance}]", self.head, filled, self.row)


def query(name: str, row: type[Row], library: Path = LIBRARY) -> Query[Row]:
    """Load `cypher/<name>.cypher`, check it and bind it to the model of its rows."""
    head, body = _read(name, library)
    if "holes" in head:
        msg = f"{name} is a template"
        raise QueryFault(msg)
    return _checked(name, head, body, row)


def template(name: str, row: type[Row], library: Path = LIBRARY) -> Template[Row]:
    """Load a template; each instance is checked when it is filled."""
    head, body = _read(name, library)
    declared = frozenset(part.strip() for part in head.get("holes", "").split(",") if part.strip())
    if not declared or declared != set(_HOLE.findall(body)):
        msg = f"{name}: holes declared {sorted(declared)}, used {sorted(set(_HOLE.findall(body)))}"
        raise QueryFault(msg)
    return Template(name, declared, row, head, body)


def union(name: str, queries: tuple[Query[Row], ...]) -> Query[Row]:
    """Several reads of the same columns and parameters as one statement, in one round trip."""
    first = queries[0]
    if any(q.row is not first.row or q.params != first.params or q.access != "read" for q in queries):
        msg = f"{name}: only reads with the same columns and parameters can be joined"
        raise QueryFault(msg)
    text = "\nUNION ALL\n".join(q.text for q in queries)
    return Query(
        name,
        first.purpose,
        "read",
        first.params,
        first.returns,
        all(q.account_scoped for q in queries),
        text,
        first.row,
    )


def _read(name: str, library: Path) -> tuple[dict[str, str], str]:
    lines = (library / f"{name}.cypher").read_text(encoding="utf-8").splitlines()
    head: dict[str, str] = {}
    for line in lines:
        if not line.startswith("// "):
            break
        field, _, value = line[3:].partition(": ")
        head[field] = value.strip()
    order = list(head)
    if tuple(order[:5]) != _HEADER or not set(order[5:]) <= set(_OPTIONAL_HEADER):
        msg = f"{name}: header lines are {order}, expected {list(_HEADER)} and then any of {list(_OPTIONAL_HEADER)}"
        raise QueryFault(msg)
    if head["name"] != name:
        msg = f"{name}: the header says {head['name']}"
        raise QueryFault(msg)
    return head, "\n".join(lines[len(head) :]).strip()


def _checked(name: str, head: Mapping[str, str], body: str, row: type[Row]) -> Query[Row]:
    params = _declared_params(name, head["params"])
    used = set(_PARAMETER.findall(body))
    if used != set(params):
        msg = f"{name}: parameters declared {sorted(params)}, used {sorted(used)}"
        raise QueryFault(msg)
    access = head["access"]
    if access not in {"read", "write"} or (access == "write") != bool(_WRITE_CLAUSE.search(body)):
        msg = f"{name}: access is {access!r}, which its clauses contradict"
        raise QueryFault(msg)
    scoped = head.get("scope") != "global"
    if scoped and "account_id" not in params:
        msg = f"{name}: takes no $account_id and is not declared `scope: global`"
        raise QueryFault(msg)
    returns = head["returns"].partition(",")[0].strip()
    columns = _columns(name, body)
    if returns != row.__name__ or columns != list(row.model_fields):
        msg = f"{name}: returns {returns} {columns}, bound to {row.__name__} {list(row.model_fields)}"
        raise QueryFault(msg)
    kind: Literal["read", "write"] = "write" if access == "write" else "read"
    return Query(name, head["purpose"], kind, params, head["returns"], scoped, body, row)


def _declared_params(name: str, line: str) -> dict[str, str]:
    params: dict[str, str] = {}
    if line == "none":
        return params
    for part in re.split(r",\s*(?=\w+:)", line):
        param, separator, kind = part.partition(":")
        if not separator or not kind.strip():
            msg = f"{name}: the parameter {part!r} has no type"
            raise QueryFault(msg)
        params[param.strip()] = kind.strip()
    return params


def _columns(name: str, body: str) -> list[str]:
    """The names of the columns of the last RETURN; each must be given with AS."""
    _, keyword, tail = body.rpartition("RETURN ")
    if not keyword:
        return []
    clause = _STATEMENT_END.split(tail)[0].removeprefix("DISTINCT ")
    columns = []
    for part in _split_outside_brackets(clause):
        match = _COLUMN.search(part.strip())
        if match is None:
            msg = f"{name}: the column {part.strip()!r} has no AS"
            raise QueryFault(msg)
        columns.append(match.group(1))
    return columns


def _split_outside_brackets(clause: str) -> list[str]:
    parts, depth = [""], 0
    for character in clause:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


@dataclass(frozen=True)
class Schema:
    """What a store must hold before it is used. `migrations[n]` lead from version n + 1 to n + 2.

    `upkeep` completes, at every start, what an older program of the same version left out.
    """

    version: int
    constraints: tuple[Query[Nothing], ...]
    migrations: tuple[tuple[Query[Count], ...], ...] = ()
    upkeep: tuple[Query[Count], ...] = ()


def batches_of(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows in portions that one statement carries."""
    batches: list[list[dict[str, Any]]] = []
    characters = 0
    for row in rows:
        size = sum(len(value) for value in row.get("properties", {}).values() if isinstance(value, str))
        if not batches or len(batches[-1]) >= BATCH_ROWS or characters + size > BATCH_CHARACTERS:
            batches.append([])
            characters = 0
        batches[-1].append(row)
        characters += size
    return batches
