"""Between accounts: may this one borrow that person, what is known of whom it borrows, and who borrows people of it.

Nothing of the store joins two accounts: a borrower keeps the lender's and the person's id, and what they name is looked up
whenever a map is asked for. So no writer of one account ever waits for another account, or is refused because of it.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable
from itertools import groupby
from typing import Final

from graph.borrowed_people import Lent, borrowed_by, lend
from graph.changes import Author
from graph.document import AccountDocument
from graph.errors import NotFound
from graph.kinds import OPPORTUNITIES, Borrowed
from graph.queries import Frozen, query
from graph.rules import Broken
from graph.tree import Reading, line_above

MOST: Final = 10_000
Finding = Callable[[str], Awaitable[AccountDocument | None]]


class PersonRow(Frozen):
    """A person that is there."""

    id: str


class VoteElsewhere(Frozen):
    """A stage of another account that a person of this one has a vote, a veto or a part in."""

    person: str
    account_id: str
    opportunity: str
    stage: str


_LENT_PEOPLE = query("lending/list_lent_people", PersonRow)


class Borrower(Frozen):
    """An account that names somebody of another, or did in a snapshot."""

    account: str


_BORROWERS = query("lending/list_borrowers", Borrower)
_LENT = query("snapshots/list_lent", Borrower)
_VOTES_ELSEWHERE = query("lending/list_votes_elsewhere", VoteElsewhere)


async def check_newly_borrowed(
    read: Reading, before: AccountDocument | None, after: AccountDocument, author: Author
) -> tuple[list[Broken], list[str]]:
    """What is wrong with those an edit comes to borrow, and the lenders among them that are not loaded yet.

    Who was borrowed before is not asked about again: what became of them since is told by the map and by `powermap check`, and
    must not keep anybody from other edits. An author who may not see the lender is told what is told of an unknown account:
    NotFound.
    """
    known = frozenset(borrowed_by(before)) if before else frozenset()
    fresh = [guest for guest in borrowed_by(after) if guest not in known and guest.account_id != after.account.id]
    if not fresh:
        return [], []
    top = await _top(read, after.account.id, after.account.parent_id)
    wrong: dict[Borrowed, str] = {}
    unloaded = []
    for lender in sorted({guest.account_id for guest in fresh}):
        above = await line_above(read, lender)
        if author.accounts is not None and author.accounts.isdisjoint((lender, *(above or ()))):
            raise NotFound("account", lender)
        own = [guest for guest in fresh if guest.account_id == lender]
        if above is None:
            unloaded.append(lender)
        elif (above[-1] if above else lender) != top:
            wrong |= dict.fromkeys(own, "foreign-account")
        else:
            ids = [guest.person for guest in own]
            there = {row.id for row in await read(_LENT_PEOPLE, account_id=lender, ids=ids, limit=len(ids))}
            wrong |= {guest: "dangling-id" for guest in own if guest.person not in there}
    return _blamed(after, wrong), unloaded


def _blamed(document: AccountDocument, wrong: dict[Borrowed, str]) -> list[Broken]:
    faults = []
    for opportunity in document.opportunities:
        for at, guest in opportunity.borrowed():
            if (code := wrong.get(guest)) == "dangling-id":
                faults.append(
                    Broken(OPPORTUNITIES, opportunity, f"{at}/person", code, guest.person, {"label": "Person"})
                )
            elif code is not None:
                faults.append(Broken(OPPORTUNITIES, opportunity, f"{at}/account_id", code, guest.account_id))
    return faults


async def _top(read: Reading, account_id: str, parent_id: str | None) -> str:
    """The topmost account named above one, loaded or not."""
    if parent_id is None:
        return account_id
    above = await line_above(read, parent_id)
    return above[-1] if above else parent_id


async def lent_to(read: Reading, find: Finding, document: AccountDocument) -> tuple[Lent, ...]:
    """What is known now of everyone a document borrows, by account and id; `find` gives the document of an account."""
    borrowed = borrowed_by(document)
    if not borrowed:
        return ()
    top = await _top(read, document.account.id, document.account.parent_id)
    lent: list[Lent] = []
    for account_id, people in groupby(borrowed, key=lambda guest: guest.account_id):
        lender = await find(account_id)
        if lender is None:
            lent += [Lent(borrowed=guest, missing="lender-not-loaded") for guest in people]
        elif await _top(read, account_id, lender.account.parent_id) != top:
            lent += [Lent(borrowed=guest, missing="foreign-account") for guest in people]
        else:
            lent += [lend(lender, person, document) for person in people]
    return tuple(lent)


async def votes_elsewhere(read: Reading, account_id: str, parent_id: str | None) -> list[VoteElsewhere]:
    """Where people of an account vote in other accounts of its tree."""
    rows: list[VoteElsewhere] = await read(_VOTES_ELSEWHERE, lender_id=account_id, limit=MOST)
    top = await _top(read, account_id, parent_id) if rows else ""
    related = await _of_tree(read, {row.account_id for row in rows}, top)
    return [row for row in rows if row.account_id in related]


async def _of_tree(read: Reading, accounts: Iterable[str], top: str) -> set[str]:
    of_tree = set()
    for account in accounts:
        above = await line_above(read, account)
        if above is not None and (above[-1] if above else account) == top:
            of_tree.add(account)
    return of_tree


async def borrowers_of(read: Reading, account_id: str, person: str) -> list[str]:
    """The accounts that name somebody of an account, and those whose snapshots hold what it lent."""
    rows: list[Borrower] = await read(_BORROWERS, lender_id=account_id, person=person, limit=MOST)
    part = f'"account_id":{json.dumps(account_id, ensure_ascii=False)}'
    rows += await read(_LENT, part=part, limit=MOST)
    return sorted({row.account for row in rows})
