"""The retention job: who is due by the operator's rules, and on request what these say, done through ordinary edits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol
from urllib.parse import quote

from pydantic import Field

from graph.accounts import Accounts, Edit
from graph.answer import Answer
from graph.changes import Author
from graph.computing import Lane, compute
from graph.document import AccountDocument
from graph.erasure import erase
from graph.errors import Conflict, NotFound
from graph.kinds import PEOPLE
from graph.retention import AUTHOR, Due, due_in
from graph.retention_rules import Rule
from graph.whole_accounts import WholeAccount, take_out

_BY = Author(AUTHOR, "retention")


class Noted(Protocol):
    """Where it is noted what was done."""

    def append(self, event: str, **facts: Any) -> object: ...

    def masked_path(self, path: str) -> str: ...


class Treated(Due):
    """Somebody who is due."""

    account: str = Field(description="Account id.")
    done: bool = Field(description="The deed is done.")


class RetentionReport(Answer):
    """What the job found and did."""

    as_of: date = Field(description="The day it asked about.")
    rules: list[str] = Field(description="Why, deed, months.")
    applied: bool = Field(description="False: only looked.")
    accounts: int = Field(description="Accounts looked at.")
    due: list[Treated] = Field(description="Whoever was erased: under the audit log's mask.")
    restricted: int = Field(description="People restricted now.")
    erased: int = Field(description="People erased now.")
    held: int = Field(description="People kept for a legal claim.")


async def run(
    accounts: Accounts, log: Noted, rules: Sequence[Rule], on: date, only: Sequence[str] = (), *, apply: bool
) -> RetentionReport:
    """Look through the accounts, of all or of those named, and with `apply` do what is due; again, it finds nothing more.

    Raises NotFound for an account there is none of, Conflict where one is changed at the same time again and again.
    """
    looked = list(only) or [row.id for row in await accounts.list("", 1_000_000)]
    treated: list[Treated] = []
    for account in looked:
        treated += await _treat(accounts, log, account, rules, on, apply=apply)
    done = [one.deed for one in treated if one.done]
    return RetentionReport(
        as_of=on,
        rules=[f"{rule.why} {rule.deed} {rule.months}" for rule in rules],
        applied=apply,
        accounts=len(looked),
        due=treated,
        restricted=done.count("restrict"),
        erased=done.count("erase"),
        held=sum(one.held for one in treated),
    )


async def _treat(
    accounts: Accounts, log: Noted, account: str, rules: Sequence[Rule], on: date, *, apply: bool
) -> list[Treated]:
    """Who is due in an account; erased one after the other, each time of what is there then, the others restricted at once."""
    treated: list[Treated] = []
    while True:
        whole = await take_out(accounts.store, account)
        if whole is None:
            raise NotFound("account", account)
        due = await compute(partial(due_in, whole, rules, on), Lane.DOCUMENT)
        if not apply:
            return [Treated(**dict(one), account=account, done=False) for one in due]
        erased = next((one for one in due if one.deed == "erase" and not one.held), None)
        if erased is None:
            break
        await asyncio.to_thread(_note, log, account, [erased], "begun")
        await erase(accounts.store, account, erased.person, _BY, stamp=whole.stamp)
        accounts.answers.clear()
        await asyncio.to_thread(_note, log, account, [erased], "done")
        treated.append(_masked(log, account, erased))
    restricted = [one for one in due if one.deed == "restrict" and not one.held]
    if restricted:
        await _restrict(accounts, account, whole, restricted, on)
        await asyncio.to_thread(_note, log, account, restricted, "done")
    treated += [Treated(**dict(one), account=account, done=one.deed == "restrict" and not one.held) for one in due]
    return sorted(treated, key=lambda one: one.person)


async def _restrict(accounts: Accounts, account: str, whole: WholeAccount, due: Iterable[Due], on: date) -> None:
    """Restrict the use of what is kept of people, in one edit of the document they were found in. Raises Conflict."""
    people = {one.person for one in due}
    seen = await compute(partial(AccountDocument.model_validate_json, whole.document), Lane.DOCUMENT)

    def apply(before: AccountDocument | None) -> AccountDocument:
        if before != seen:
            msg = f"account {account} was changed at the same time: run it again"
            raise Conflict(msg)
        changed = [
            one.model_copy(update={"restricted_on": on, "restricted_because": "RETENTION"}) if one.id in people else one
            for one in before.people
        ]
        return before.with_records(PEOPLE, changed)

    await accounts.edit(account, Edit(apply), _BY)


def _note(log: Noted, account: str, due: Iterable[Due], outcome: str) -> None:
    for one in due:
        about = [log.masked_path(_path(one.person))]
        log.append(
            "retention", actor=AUTHOR, account=account, records=about, why=one.why, deed=one.deed, outcome=outcome
        )


def _masked(log: Noted, account: str, due: Due) -> Treated:
    """Somebody who was erased: a report tells no more who they were."""
    mask = log.masked_path(_path(due.person)).partition("/")[2]
    return Treated(**dict(due) | {"person": mask}, account=account, done=True)


def _path(person: str) -> str:
    return f"{PEOPLE.name}/{quote(person, safe='')}"
