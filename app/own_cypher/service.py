"""Own Cypher: what a caller may see is projected, a worker of its own answers, and what was asked is noted."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

from pydantic import ValidationError

from app.auth.service import Actor
from app.own_cypher.errors import QueryTooLarge
from app.own_cypher.projection import Part, nothing, part_of
from app.own_cypher.schemas import CypherAnswer, CypherBody
from app.own_cypher.statement import Statement, place_in, read_statement
from app.power_map.service import analysis
from app.question.analysis_query import AnalysisQuery
from graph.accounts import Accounts
from graph.draft import faults_of, load_json
from graph.errors import Fault, InvalidDocument, NotFound, PowerMapError
from graph.tree import TreeRow

MOST_BYTES: Final = 5_000_000
MOST_ACCOUNTS: Final = 50
MOST_RECORDS: Final = 200_000
"""Nodes and relationships of one projection: what an engine of 256 MB holds and works with."""
_ALL: Final = 100_000
_FAULTS_OF_TEXT: Final = frozenset(
    {"CommandParsingException", "CommandSemanticException", "QueryNotIdempotentException"}
)
_UNKNOWN: Final = re.compile(r"Variable '(\w+)' not defined")
_PLACE: Final = re.compile(r"line (\d+)(?::|, column )(\d+)")


class Asking(Protocol):
    """Who answers questions about a projection: `app/own_cypher/workers.py`."""

    async def ask(self, key: tuple[str, ...], parts: list[bytes], question: dict[str, Any]) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Reading:
    """How a question is read: after how many rows its answer begins, which of its parameters are days."""

    skip: int = 0
    days: tuple[str, ...] = ()


class Noted(Protocol):
    """Where it is noted what was asked."""

    def append(self, event: str, **facts: Any) -> object: ...

    def masked(self, own: str) -> str: ...


def question_in(body: bytes) -> CypherBody:
    """The question of a request's body. Raises Malformed, InvalidDocument."""
    return question_of(load_json(body))


def question_of(data: object) -> CypherBody:
    """The question that data is. Raises InvalidDocument."""
    try:
        return CypherBody.model_validate(data)
    except ValidationError as error:
        raise InvalidDocument(faults_of(error)) from None


async def ask(
    accounts: Accounts,
    actor: Actor,
    workers: Asking,
    log: Noted,
    question: CypherBody,
    reading: Reading = Reading(),
) -> CypherAnswer:
    """The rows. Raises what `read_statement` raises, NotFound, InvalidDocument, QueryTimeout, QueryTooLarge, Overloaded."""
    note = partial(_note, log, actor, question)
    try:
        statement = read_statement(question.query)
        _check_parameters(statement, question.params)
        seen = await _seen(accounts, actor, question)
        parts = await _parts(accounts, seen, question)
        work = {"query": question.query, "params": dict(question.params), "rows": question.limit, "bytes": MOST_BYTES}
        work |= {"skip": reading.skip, "days": list(reading.days)}
        answer = await workers.ask(tuple(part.digest for part in parts), [part.body for part in parts], work)
        if "error" in answer:
            raise fault_of(answer["error"], answer["message"])
    except PowerMapError as error:
        await asyncio.to_thread(note, outcome=type(error).__name__)
        raise
    rows = answer["rows"]
    await asyncio.to_thread(note, outcome="answered", rows=len(rows), accounts=seen)
    return CypherAnswer(
        columns=list(rows[0]) if rows else [],
        rows=rows,
        truncated=answer["truncated"] is not None,
        truncated_by=answer["truncated"],
        as_of=question.as_of,
        accounts=seen,
    )


def _note(log: Noted, actor: Actor, question: CypherBody, **facts: Any) -> None:
    """Who asked what of which accounts; of the text, which may hold names, a hash that only the secret leads back from."""
    log.append("cypher", actor=actor.author.id, query=log.masked(question.query), **facts)


def _check_parameters(statement: Statement, params: Mapping[str, Any]) -> None:
    missing = sorted(statement.parameters - set(params))
    if missing:
        raise InvalidDocument(Fault(f"/params/{name[:100]}", "missing-field") for name in missing)


async def visible_to(accounts: Accounts, actor: Actor) -> set[str]:
    """The ids of the accounts that the actor may see."""
    rows = await accounts.list("", _ALL)
    return actor.visible(TreeRow(id=row.id, parent_id=row.parent_id) for row in rows)


async def _seen(accounts: Accounts, actor: Actor, question: CypherBody) -> list[str]:
    """The accounts asked of, each one that the actor may see. Raises NotFound, QueryTooLarge, InvalidDocument."""
    named = sorted({*question.accounts, *([question.account] if question.account else [])})
    visible = await visible_to(accounts, actor)
    for hidden in (own for own in named if own not in visible):
        raise NotFound("account", hidden)
    named = named or sorted(visible)
    if len(named) > MOST_ACCOUNTS:
        raise QueryTooLarge("projection-too-large", number=len(named), max=MOST_ACCOUNTS)
    if question.opportunity is not None and len(named) != 1:
        facts = {"expected": "with one account"}
        raise InvalidDocument((Fault("/opportunity", "wrong-type", question.opportunity[:100], facts),))
    return named


async def _parts(accounts: Accounts, seen: Iterable[str], question: CypherBody) -> list[Part]:
    parts: list[Part] = []
    query = AnalysisQuery(question.opportunity, question.as_of)
    for own in seen:
        analysed = await analysis(accounts, own, query)
        parts.append(await accounts.derived(analysed.power, "projection", partial(part_of, analysed)))
        if (size := sum(part.size for part in parts)) > MOST_RECORDS:
            raise QueryTooLarge("projection-too-large", number=size, max=MOST_RECORDS)
    return parts


async def try_out(workers: Asking, text: str, params: Mapping[str, Any], days: tuple[str, ...]) -> None:
    """Let the engine read a statement, of a graph with nothing in it; what the values of parameters cause is no fault of it.

    Raises InvalidDocument, QueryTimeout, QueryTooLarge, Overloaded.
    """
    work = {"query": text, "params": dict(params), "days": list(days), "rows": 1, "bytes": MOST_BYTES}
    empty = nothing()
    answer = await workers.ask((empty.digest,), [empty.body], work)
    if answer.get("error") not in _FAULTS_OF_TEXT or " cannot parse " in answer["message"]:
        return
    unknown = _UNKNOWN.search(answer["message"])
    at = re.search(rf"(?<![\w.$:]){re.escape(unknown[1])}(?!\w)", text) if unknown else None
    if unknown is not None and at is not None:
        facts = {
            **place_in(text, at.start()),
            "what": f"{unknown[1]} is not known here; name it in a pattern before",
        }
        raise InvalidDocument((Fault("/query", "cypher-syntax", None, facts),))
    raise fault_of(answer["error"], answer["message"])


def fault_of(error: str, message: str) -> PowerMapError:
    """What the engine found wrong, in a sentence and with its place; nothing of how it is made."""
    first = message.partition("\n")[0]
    told = re.sub(r"^(?:[\w$]+\.)+[\w$]+: ", "", first)[:300]
    place = _PLACE.search(told)
    if error == "QueryNotIdempotentException":
        return InvalidDocument((Fault("/query", "cypher-failed", None, {"what": "it would change something"}),))
    if place is None:
        return InvalidDocument((Fault("/query", "cypher-failed", None, {"what": told}),))
    what = (told[: place.start()] + told[place.end() :]).replace(" at ", " ").strip(" -:,")
    facts = {"line": int(place[1]), "column": int(place[2]) + 1, "what": " ".join(what.split())}
    return InvalidDocument((Fault("/query", "cypher-syntax", None, facts),))
