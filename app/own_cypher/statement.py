"""Own Cypher before any engine sees it: what is not known to read the graph, and only that, is refused.

The text is cut into tokens, so that words in texts, comments and backticked names mean nothing. Allowed are the clauses that
read, subqueries, and the functions listed here; every other clause, procedure and function is refused by name, with its place.
The worker that carries statements out stands on its own: this is the layer whose errors people understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from app.own_cypher.errors import QueryTooComplex, ReadOnly, StatementNotAllowed
from graph.errors import Fault, InvalidDocument

MOST_BYTES: Final = 10_000
DEEPEST: Final = 50
MOST_ITEMS: Final = 500
_TOKEN: Final = re.compile(
    r"(?P<blank>\s+|//[^\n\r]*|/\*.*?\*/)"
    r"|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<quoted>`(?:[^`]|``)*`)"
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_SIGNS: Final = frozenset("()[]{}<>=+-*/%^.,:;|&!$_~")
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSING: Final = frozenset(_OPENING.values())
STARTS: Final = ("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL")


def _words(text: str) -> list[str]:
    return text.split()


_WRITES: Final = frozenset({"CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "DROP", "INSERT"})
_WRITES_FIRST: Final = frozenset(
    {"ALTER", "DENY", "ENABLE", "DISABLE", "GRANT", "RENAME", "REVOKE", "START", "STOP", "TRUNCATE", "UPDATE", "UPSERT"}
)
_OTHERS: Final = frozenset(
    {"LOAD", "CSV", "YIELD", "SHOW", "TERMINATE", "USE", "PROFILE", "EXPLAIN", "CYPHER", "TRANSACTIONS", "PERIODIC"}
)
_BEFORE_BRACKETS: Final = frozenset(
    _words("""
    ALL AND ANY AS ASC BY CALL CASE CONTAINS DESC DISTINCT ELSE END ENDS EXISTS IN IS LIMIT MATCH NONE NOT ON OPTIONAL OR
    ORDER RETURN SINGLE SKIP OFFSET STARTS THEN UNION UNWIND WHEN WHERE WITH XOR
""")
)
FUNCTIONS: Final = frozenset(
    _words("""
    abs acos allShortestPaths asin atan atan2 avg ceil char_length character_length coalesce collect cos cot count date
    date.truncate datetime datetime.truncate degrees duration duration.between duration.inDays duration.inMonths
    duration.inSeconds e elementId endNode exp floor head id isEmpty isNaN keys labels last left length localdatetime
    localtime log log10 lower ltrim max min nodes normalize nullIf percentileCont percentileDisc pi point point.distance
    properties radians rand randomUUID range reduce relationships replace reverse right round rtrim shortestPath sign sin
    size split sqrt startNode stDev stDevP substring sum tail tan time toBoolean toBooleanList toBooleanOrNull toFloat
    toFloatList toFloatOrNull toInteger toIntegerList toIntegerOrNull toLower toString toStringList toStringOrNull toUpper
    trim type upper valueType
""")
)
_FUNCTIONS: Final = {name.lower() for name in FUNCTIONS}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text that means something; `kind` is text, quoted, number, word or sign."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that only reads, and the parameters it names."""

    text: str
    parameters: frozenset[str]


def place_in(text: str, at: int) -> dict[str, int]:
    r"""Line and column, both from 1.

    >>> place_in("MATCH (n)\nRETURN n", 10)
    {'line': 2, 'column': 1}
    """
    return {"line": text.count("\n", 0, at) + 1, "column": at - text.rfind("\n", 0, at)}


def read_statement(text: str) -> Statement:
    """The statement of a text.

    Raises QueryTooComplex, ReadOnly, StatementNotAllowed, and InvalidDocument for what is no Cypher.

    >>> sorted(read_statement("MATCH (p:Person {id: $id}) WHERE p.rank < $r RETURN p.name AS `set`").parameters)
    ['id', 'r']
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise QueryTooComplex("query-too-long", max=MOST_BYTES)
    tokens = list(_tokens(text))
    if not tokens:
        raise _syntax(text, 0, "there is no statement")
    _check_brackets(text, [token for token in tokens if token.kind == "sign"])
    if any(token.text == ";" for token in tokens[:-1]):
        second = next(token for token in tokens if token.text == ";")
        raise StatementNotAllowed("statement-not-allowed", **place_in(text, second.at), word="a second statement (;)")
    _check_words(text, tokens)
    _check_functions(text, tokens)
    named = {
        after.text.strip("`")
        for token, after in pairwise(tokens)
        if token.text == "$" and after.kind in {"word", "quoted", "number"}
    }
    return Statement(text, frozenset(named))


def _syntax(text: str, at: int, what: str) -> InvalidDocument:
    return InvalidDocument((Fault("/query", "cypher-syntax", None, {**place_in(text, at), "what": what}),))


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind, part, at = str(found.lastgroup), found.group(), found.start()
        if "\\u" in part or "\\U" in part:
            raise _syntax(text, at + part.lower().index("\\u"), "write the character itself in place of \\u…")
        if kind == "sign" and (part not in _SIGNS or text.startswith("/*", at)):
            closing = part in "'\"`/"
            raise _syntax(text, at, "this is not closed" if closing else f"{part!r} has no meaning here")
        if kind != "blank":
            yield Token(kind, part, at)


def _check_brackets(text: str, tokens: list[Token]) -> None:
    open_: list[Token] = []
    commas: list[int] = []
    for token in tokens:
        if token.text in _OPENING:
            open_.append(token)
            commas.append(0)
            if len(open_) > DEEPEST:
                raise QueryTooComplex("query-too-deep", **place_in(text, token.at), max=DEEPEST)
        elif token.text in _CLOSING:
            if not open_ or _OPENING[open_.pop().text] != token.text:
                raise _syntax(text, token.at, f"{token.text} closes nothing")
            commas.pop()
        elif token.text == "," and open_:
            commas[-1] += 1
            if commas[-1] >= MOST_ITEMS:
                raise QueryTooComplex("query-list-too-long", **place_in(text, open_[-1].at), max=MOST_ITEMS)
    if open_:
        raise _syntax(text, open_[-1].at, f"{open_[-1].text} is not closed")


def _check_words(text: str, tokens: list[Token]) -> None:
    for i, token in enumerate(tokens):
        if token.kind != "word" or _is_named(tokens, i):
            continue
        word, after = token.text.upper(), tokens[i + 1].text if i + 1 < len(tokens) else ""
        if word in _WRITES or (i == 0 and word in _WRITES_FIRST):
            raise ReadOnly("read-only", **place_in(text, token.at), word=word)
        if word in _OTHERS or (word == "CALL" and after not in {"(", "{"}):
            told = "CALL of a procedure" if word == "CALL" else "LOAD CSV" if word == "LOAD" else word
            raise StatementNotAllowed("statement-not-allowed", **place_in(text, token.at), word=told)
    first = tokens[0]
    if first.text.upper() not in STARTS:
        near = get_close_matches(first.text.upper(), STARTS, 1, 0.6)
        meant = f"did you mean {near[0]}?" if near else f"begin with {', '.join(STARTS[:-1])} or {STARTS[-1]}"
        raise _syntax(text, first.at, meant)


def _is_named(tokens: list[Token], i: int) -> bool:
    """True of a property, a label, a type or a parameter: after these signs any word is a name; not after `1.`."""
    before = tokens[i - 1].text if i else ""
    return before in {":", "$"} or (before == "." and i > 1 and tokens[i - 2].kind != "number")


def _check_functions(text: str, tokens: list[Token]) -> None:
    for i, token in enumerate(tokens[:-1]):
        if tokens[i + 1].text != "(" or token.kind not in {"word", "quoted"}:
            continue
        name, first = token.text, i
        while first > 1 and tokens[first - 1].text == "." and tokens[first - 2].kind in {"word", "quoted"}:
            first -= 2
            name = f"{tokens[first].text}.{name}"
        if name.lower() in _FUNCTIONS or name.upper() in _BEFORE_BRACKETS:
            continue
        near = get_close_matches(name.lower(), _FUNCTIONS, 1)
        meant = next((known for known in FUNCTIONS if near and known.lower() == near[0]), "")
        facts = {
            **place_in(text, tokens[first].at),
            "word": name[:100],
            "near_en": f"; did you mean {meant}?" if meant else "",
            "near_zh": f"；是否为 {meant}？" if meant else "",
        }
        raise InvalidDocument((Fault("/query", "unknown-function", name[:100], facts),))
