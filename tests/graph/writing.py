"""A process that writes to an account until it is killed: run as `python -m tests.graph.writing URL ACCOUNT`.

Prints `ready` once the store answers and then the id of each person whose write was acknowledged, one a line. The store's
password comes in POWERMAP_STORE_PASSWORD, as for the service.
"""

import asyncio
import os
import sys
from contextlib import suppress
from itertools import count

from graph.accounts import Accounts, Edit
from graph.document import AccountDocument
from graph.errors import QueryTooSlow
from graph.graph_mapping import SCHEMA
from graph.kinds import Person
from graph.store import open_store
from tests.documents import AUTHOR, small


def adding(account_id: str, person_id: str) -> Edit:
    """The edit that adds a person; once more it changes nothing."""

    def apply(before: AccountDocument | None) -> AccountDocument:
        document = before or small(account_id, people=0)
        if any(person.id == person_id for person in document.people):
            return document
        return document.model_copy(update={"people": (*document.people, Person(id=person_id, name=person_id))})

    return Edit(apply)


async def write(url: str, account_id: str) -> None:
    store = open_store(url, SCHEMA, os.environ.get("POWERMAP_STORE_PASSWORD", ""))
    accounts = Accounts(store)
    await store.ping()
    print("ready", flush=True)  # noqa: T201 - it talks to the test
    for n in count():
        person_id = f"{os.getpid()}-{n:06}"
        while True:
            with suppress(QueryTooSlow):  # a slow machine: as a client would, ask again
                await accounts.edit(account_id, adding(account_id, person_id), AUTHOR)
                break
        print(person_id, flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(write(*sys.argv[1:]))
