"""Named queries of a team: saved in the dialect of own Cypher, checked then, and asked like own Cypher of what the asker may see.

A query is of one account, for whoever sees that, or of all. One of all shows its title and parameters to everybody and its text
to keys for all accounts: it may speak of accounts that others do not know of.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import orjson
from pydantic import ValidationError

from app.analysts.parameters import MOST_ROWS, fault_of_value, trial_value
from app.analysts.schemas import NewQuery, QueryAnswer, QueryInfo, QueryParameter
from app.answers import is_named
from app.auth.service import Actor
from app.own_cypher import service as own_cypher
from app.own_cypher.service import Asking, Noted, Reading
from app.own_cypher.statement import place_in, read_statement
from app.problems import PreconditionMissing
from app.records.pages import Page, wrong_cursor
from graph.accounts import Accounts
from graph.analyst_queries import ANALYST_QUERIES
from graph.draft import faults_of
from graph.errors import Conflict, Fault, InvalidDocument, NotAllowed, NotFound, Stale
from graph.kinds.fields import composed
from graph.saved_queries import ALL, SavedQuery, delete, find_queries, list_page, save

ASKED_WITH: Final = ("account_id", "as_of", "limit", "opportunity")
"""Parameters of every saved query, which say what it is asked of; a query has none of its own of these names."""
USUAL_ROWS: Final = 100
_MOST_DIGITS: Final = 7
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class Desk:
    """What saved queries need: the store's accounts, what the actor may read of them, who answers, where it is noted."""

    whole: Accounts
    accounts: Accounts
    actor: Actor
    workers: Asking
    log: Noted

    async def seen(self) -> list[str]:
        """The accounts whose queries the actor may see."""
        return [ALL, *sorted(await own_cypher.visible_to(self.whole, self.actor))]


def etag_of(saved: SavedQuery) -> str:
    """A hash of the content."""
    told = [saved.account, saved.name, saved.title, saved.query, saved.parameters]
    return f'"{hashlib.sha256(orjson.dumps(told)).hexdigest()[:32]}"'


def info_of(saved: SavedQuery, actor: Actor) -> QueryInfo:
    """The query as the actor may read it."""
    return QueryInfo(
        name=saved.name,
        purpose=saved.title,
        parameters=_parameters(saved),
        columns=[],
        order="as the query says",
        saved=True,
        account=saved.account or None,
        query=saved.query if _reads_text(saved, actor) else None,
        saved_by=saved.saved_by,
        saved_at=datetime.fromisoformat(saved.saved_at),
    )


def _reads_text(saved: SavedQuery, actor: Actor) -> bool:
    return actor.clearance == "full" and (saved.account != ALL or actor.sees_all)


def _parameters(saved: SavedQuery) -> list[QueryParameter]:
    return [QueryParameter.model_validate(part) for part in orjson.loads(saved.parameters)]


async def list_saved(desk: Desk, after: str, limit: int) -> list[SavedQuery]:
    """So many queries that the actor may see, after a key of the list."""
    name, _, account = after.partition("\x1f")
    return await list_page(desk.whole.store, await desk.seen(), (name, account), limit)


def key_of(name: str, account: str | None) -> str:
    """Where a query stands in the list."""
    return f"{name}\x1f{account or ALL}"


async def find(desk: Desk, name: str, account: str | None) -> SavedQuery:
    """The query of that name of an account; without one that of all accounts, or the only one there is.

    Raises NotFound, and InvalidDocument where several accounts have one.
    """
    known = await find_queries(desk.whole.store, await desk.seen(), name)
    fitting = [one for one in known if one.account == account] if account is not None else known
    if not fitting:
        raise NotFound("query", name)
    if len(fitting) > 1 and fitting[0].account != ALL:
        expected = ", ".join(one.account for one in fitting)
        raise InvalidDocument((Fault("/query/account", "missing-field", None, {"expected": expected}),))
    return fitting[0]


# -- saving -------------------------------------------------------------------------------------------------------------------


def new_query(data: object) -> NewQuery:
    """The query that data is. Raises InvalidDocument."""
    try:
        return NewQuery.model_validate(data)
    except ValidationError as error:
        raise InvalidDocument(faults_of(error)) from None


async def put(
    desk: Desk, name: str, account: str | None, new_query: NewQuery, if_match: str | None
) -> tuple[SavedQuery, bool]:
    """Save a query, new or in place of what is there; answers it, and whether it is new.

    Raises InvalidDocument with the place of what is wrong, ReadOnly, StatementNotAllowed, QueryTooComplex, QueryTimeout,
    NotFound for an account, NotAllowed, Conflict, PreconditionMissing, Stale.
    """
    _refuse_name(name)
    place = await _place(desk, account)
    await _check(desk.workers, new_query)
    before = next(iter(await find_queries(desk.whole.store, [place], name)), None)
    _require(before, if_match)
    saved = SavedQuery(
        account=place,
        name=name,
        title=new_query.title,
        query=new_query.query,
        parameters=orjson.dumps([part.model_dump() for part in new_query.parameters]).decode(),
        saved_by=desk.actor.author.name,
        saved_at=datetime.now(UTC).isoformat(timespec="seconds"),
        stamp=secrets.token_hex(16),
    )
    if before is not None and etag_of(before) == etag_of(saved):
        return before, False
    if not await save(desk.whole.store, saved, before):
        raise Conflict("somebody else saved that query at the same time: read it, then try again")
    await _note(desk, saved, "saved")
    return saved, before is None


async def remove(desk: Desk, name: str, account: str | None, if_match: str | None) -> None:
    """Delete a query. Raises NotFound, NotAllowed, Stale, Conflict."""
    _refuse_name(name)
    saved = await find(desk, name, account)
    if saved.account == ALL and not desk.actor.sees_all:
        raise NotAllowed("a query of all accounts is changed with a key for all accounts")
    if if_match is not None:
        _require(saved, if_match)
    if not await delete(desk.whole.store, saved):
        raise Conflict("somebody else changed that query at the same time: read it, then try again")
    await _note(desk, saved, "deleted")


def _refuse_name(name: str) -> None:
    if name in ANALYST_QUERIES:
        raise Conflict(f"{name} is a ready-made query: save yours under another name")
    if not _NAME.fullmatch(name):
        facts = {"range": "1 to 100 of A-Z, a-z, 0-9, . _ -"}
        raise InvalidDocument((Fault("/name", "out-of-range", name[:100], facts),))


async def _place(desk: Desk, account: str | None) -> str:
    """Whose the query is to be: of an account the actor sees; without one of all, or of the only one a key is granted."""
    actor = desk.actor
    if account is None:
        if actor.sees_all:
            return ALL
        if len(actor.accounts or ()) != 1:
            raise NotAllowed("a query of all accounts is saved with a key for all accounts: name yours with ?account=")
        account = next(iter(actor.accounts or ()))
    if account not in await desk.seen() or account == ALL:
        raise NotFound("account", account)
    return account


def _require(before: SavedQuery | None, if_match: str | None) -> None:
    if if_match is None:
        if before is not None:
            raise PreconditionMissing("send the query's ETag as If-Match, or `*` to take whatever is there")
    elif before is None or not is_named(if_match, etag_of(before)):
        raise Stale("the query is not the one If-Match names", etag_of(before) if before else "")


async def _check(workers: Asking, new_query: NewQuery) -> None:
    """The text reads, and takes the parameters that are declared. Raises as `put` says."""
    statement = read_statement(new_query.query)
    names = [part.name for part in new_query.parameters]
    faults = []
    for i, part in enumerate(new_query.parameters):
        at = f"/parameters/{i}"
        if part.name in names[:i]:
            faults.append(Fault(f"{at}/name", "duplicate-id", part.name))
        if part.name in ASKED_WITH:
            faults.append(
                Fault(f"{at}/name", "wrong-enum", part.name, {"expected": f"no name of {', '.join(ASKED_WITH)}"})
            )
        elif part.name not in statement.parameters:
            facts = {"expected": ", ".join(sorted(statement.parameters))}
            faults.append(Fault(f"{at}/name", "unknown-field", part.name, facts))
        if part.default is not None and (fault := fault_of_value(part.type, f"{at}/default", part.default)):
            faults.append(fault)
    for name in sorted(statement.parameters - set(names)):
        at_text = re.search(rf"\$`?{re.escape(name)}(?!\w)", new_query.query)
        what = f"${name} is not declared; add it to parameters with its type"
        told: dict[str, Any] = {**place_in(new_query.query, at_text.start() if at_text else 0), "what": what}
        faults.append(Fault("/query", "cypher-syntax", None, told))
    if faults:
        raise InvalidDocument(faults)
    given = {
        part.name: part.default if part.default is not None else trial_value(part.type) for part in new_query.parameters
    }
    await own_cypher.try_out(workers, new_query.query, given, _days(new_query.parameters))


def _days(parameters: Sequence[QueryParameter]) -> tuple[str, ...]:
    return tuple(part.name for part in parameters if part.type == "date")


async def _note(desk: Desk, saved: SavedQuery, outcome: str) -> None:
    facts = {"account": saved.account or None, "name": desk.log.masked(saved.name), "outcome": outcome}
    await asyncio.to_thread(partial(desk.log.append, "query", actor=desk.actor.author.id, **facts))


# -- asking -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Question:
    """Parameters of a question, apart: what it is asked of, and the query's own."""

    of: Mapping[str, Any]
    own: Mapping[str, Any]


async def ask(desk: Desk, name: str, params: Mapping[str, Any], page: Page) -> QueryAnswer:
    """A page of the rows, of what the actor may see. Raises NotFound, InvalidDocument and as own Cypher does."""
    named = composed(params["account_id"]).strip() if isinstance(params.get("account_id"), str) else None
    known = await find_queries(desk.whole.store, await desk.seen(), name)
    fitting = [one for one in known if named is None or one.account in {named, ALL}]
    if not fitting:
        raise NotFound("query", name)
    if named is None and len(fitting) > 1 and fitting[0].account != ALL:
        raise InvalidDocument((Fault("/params/account_id", "missing-field"),))
    if not (page.after or "0").isdecimal() or len(page.after) > _MOST_DIGITS:
        raise wrong_cursor(page.after)
    saved = fitting[0] if named is None else fitting[-1]  # that of the account before that of all
    parameters = _parameters(saved)
    question = _checked(parameters, params)
    account = question.of.get("account_id", saved.account or None)
    skip, limit = int(page.after or 0), question.of.get("limit", USUAL_ROWS)
    own_question = own_cypher.question_of(
        {
            "query": saved.query,
            "params": dict(question.own),
            "account": account,
            "opportunity": question.of.get("opportunity"),
            "as_of": question.of.get("as_of"),
            "limit": limit,
        }
    )
    reading = Reading(skip, _days(parameters))
    try:
        found = await own_cypher.ask(desk.accounts, desk.actor, desk.workers, desk.log, own_question, reading)
    except InvalidDocument as error:
        if _reads_text(saved, desk.actor) or all(fault.pointer != "/query" for fault in error.faults):
            raise
        told = {"what": "whoever may read its text is told why"}
        raise InvalidDocument((Fault("/query", "cypher-failed", None, told),)) from None
    following = None
    if found.truncated and found.rows:
        whole = replace(page, limit=len(found.rows))
        following = whole.cut([*found.rows, {}], lambda _: str(skip + len(found.rows)))[1]
    return QueryAnswer(
        name=name, columns=found.columns, rows=found.rows, truncated=found.truncated, next_cursor=following
    )


def _checked(parameters: Sequence[QueryParameter], params: Mapping[str, Any]) -> _Question:
    """The parameters of a question. Raises InvalidDocument with every fault."""
    known = {part.name for part in parameters}
    faults = [
        Fault(f"/params/{name[:100]}", "unknown-field", name[:100], {"expected": ", ".join([*known, *ASKED_WITH])})
        for name in params
        if name not in known and name not in ASKED_WITH
    ]
    types = {"account_id": "str", "as_of": "date", "opportunity": "str", "limit": "int"}
    of = {
        name: composed(value).strip() if isinstance(value, str) else value
        for name in ASKED_WITH
        if (value := params.get(name)) is not None
    }
    own: dict[str, Any] = {}
    for part in parameters:
        value = params.get(part.name, part.default)
        if value is None:
            faults.append(Fault(f"/params/{part.name}", "missing-field"))
            continue
        own[part.name] = composed(value) if isinstance(value, str) else value
        types[part.name] = part.type
    for name, value in (of | own).items():
        if (fault := fault_of_value(types[name], f"/params/{name}", value)) is not None:
            faults.append(fault)
        elif name == "limit" and isinstance(value, int) and not 1 <= value <= MOST_ROWS:
            faults.append(Fault("/params/limit", "out-of-range", value, {"ge": 1, "le": MOST_ROWS}))
    if faults:
        raise InvalidDocument(faults)
    return _Question(of, own)
