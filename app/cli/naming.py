"""Accounts, opportunities and people in the words of whoever sits at the terminal: their ids, or a name that only one has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Final, TypeVar

from app.question.analysis_query import AnalysisQuery
from graph.accounts import Accounts
from graph.errors import NotFound

T = TypeVar("T")
MOST_ACCOUNTS: Final = 100_000
NEAR: Final = 3  # suggestions
Choice = tuple[str, Sequence[str]]  # an id and the names it goes by


@dataclass(frozen=True)
class Named:
    """What a command is about, as it was written or, once looked up, by id."""

    account: str
    opportunity: str | None = None
    person: str | None = None

    def query(self, as_of: datetime | None, snapshot: str | None = None) -> AnalysisQuery:
        """What is asked about it, of a day or a snapshot."""
        return AnalysisQuery(opportunity=self.opportunity, as_of=as_of.date() if as_of else None, snapshot=snapshot)


async def in_names(accounts: Accounts, named: Named, work: Callable[[Named], Awaitable[T]]) -> T:
    """Do the work; what is not found by id is looked for by name. Raises NotFound where no single one has that name."""
    while True:
        try:
            return await work(named)
        except NotFound as error:
            named = await _by_name(accounts, named, error)


async def _by_name(accounts: Accounts, named: Named, error: NotFound) -> Named:
    if error.kind == "account" and error.id == named.account:
        rows = await accounts.list("", MOST_ACCOUNTS)
        account = single("account", named.account, ((row.id, (row.name, row.name_en)) for row in rows))
        return replace(named, account=account)
    if error.kind == "opportunity" and named.opportunity and error.id == named.opportunity:
        document = (await accounts.current(named.account)).document
        known = ((one.id, (one.name, one.name_en)) for one in document.opportunities)
        return replace(named, opportunity=single("opportunity", named.opportunity, known))
    if error.kind == "person" and named.person and error.id == named.person:
        document = (await accounts.current(named.account)).document
        people = ((one.id, (one.name, one.name_en)) for one in document.people)
        return replace(named, person=single("person", named.person, people))
    raise error


def single(kind: str, wanted: str, known: Iterable[Choice]) -> str:
    """The id of the only one of that name. Raises NotFound naming those who share it, else those whose id or name is near.

    >>> single("person", "ann chief", [("p1", ("Ann Chief", "")), ("p2", ("Bob", ""))])
    'p1'
    >>> single("person", "Ann Chef", [("p1", ("Ann Chief", "")), ("p2", ("Bob", ""))])
    Traceback (most recent call last):
    graph.errors.NotFound: no person 'Ann Chef': did you mean p1 (Ann Chief)?
    """
    names = {id_: [name for name in given if name] for id_, given in known}
    same = [id_ for id_, given in names.items() if wanted.casefold() in map(str.casefold, given)]
    if len(same) == 1 and same[0] != wanted:
        return same[0]
    words = {word.casefold(): id_ for id_, given in names.items() for word in (id_, *given) if id_ != wanted}
    near = same or [words[word] for word in get_close_matches(wanted.casefold(), words, NEAR)]
    raise NotFound(kind, wanted, [f"{id_} ({names[id_][0]})" if names[id_] else id_ for id_ in dict.fromkeys(near)])
