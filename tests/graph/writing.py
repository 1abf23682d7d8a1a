"""A process that writes to an account until it is killed: run as `python -m tests.graph.writing URL ACCOUNT`.

Prints `ready` once the store answers and then the id of each person whose write was acknowledged, one a line. The store's
password comes in POWERMAP_STORE_PASSWORD, as for the service.
"""

import asyncio
import os
import sys
from itertools import count

from graph.accounts import Accounts, Edit
from graph.document import AccountDocument
from graph.graph_mapping import SCHEMA
from graph.kinds import Person
from graph.store import PATIENT_SECONDS, open_store
from tests.documents import AUTHOR, small


def adding(account_id: str, person_id: str) -> Edit:
    def apply(before: AccountDocument | None) -> AccountDocument:
        document = before or small(account_id, people=0)
        return document.model_copy(update={"people": (*document.people, Person(id=person_id, name=person_id))})

    return Edit(apply)


async def write(url: str, account_id: str) -> None:
    store = open_store(url, SCHEMA, os.environ.get("POWERMAP_STORE_PASSWORD", ""), PATIENT_SECONDS)
    accounts = Accounts(store)
    await store.ping()
    print("ready", flush=True)  # noqa: T201 - it talks to the test
    for n in count():
        person_id = f"{os.getpid()}-{n:06}"
        await accounts.edit(account_id, adding(account_id, person_id), AUTHOR)
        print(person_id, flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(write(*sys.argv[1:]))
