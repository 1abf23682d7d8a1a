"""Documents that tests work on: the golden ones, the tiny one with everything in it, and ways to make others of them."""

import json
from pathlib import Path
from typing import Any

from graph.accounts import Edit
from graph.changes import Author
from graph.document import AccountDocument
from graph.draft import parse

DATA = Path(__file__).resolve().parent / "data"
GOLDEN = ("jiangyuan", "krackhardt")
AUTHOR = Author("tests", "Tests")


def read(name: str) -> AccountDocument:
    """A document of tests/data as it is stored: every list in the order of its keys."""
    folder = DATA / "golden" if name in GOLDEN else DATA
    return from_bytes((folder / f"{name}.json").read_bytes())


def from_bytes(body: bytes) -> AccountDocument:
    draft = parse(body)
    assert draft.faults == ()
    assert draft.document is not None
    return draft.document.canonical()


def bytes_of(document: AccountDocument) -> bytes:
    return document.model_dump_json().encode()


def named(document: AccountDocument, account_id: str, **account: Any) -> AccountDocument:
    """The same document for another account."""
    own = document.account.model_copy(update={"id": account_id, **account})
    return document.model_copy(update={"account": own})


def small(account_id: str, people: int = 3, **lists: Any) -> AccountDocument:
    """An account with people p00, p01, … and whatever lists are given as JSON values."""
    data = {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": "Small"},
        "people": [{"id": f"p{i:02}", "name": f"Person {i}"} for i in range(people)],
        **lists,
    }
    return from_bytes(json.dumps(data).encode())


def becoming(document: AccountDocument | None) -> Edit:
    """The edit that makes an account this document, or deletes it."""
    return Edit(lambda _before: document)
