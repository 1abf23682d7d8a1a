"""The commands about an account's records as a whole: which accounts there are, taking a change back, a copy, a document."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from app.auth.service import LOCAL
from app.cli.naming import MOST_ACCOUNTS, Named
from app.cli.running import (
    DayOption,
    JsonOption,
    LangOption,
    StoreOption,
    settings_for,
    with_accounts,
    with_named,
    writing,
)
from app.cli.terminal_map import console
from app.people import service as people
from app.records import account_service, documents
from app.records.record_service import Precondition
from app.reviews import service as reviews
from app.reviews.schemas import NewSnapshot, SnapshotItem
from app.texts.catalogue import names_of, pick
from app.texts.codes import TIERS
from app.texts.terminal import ACCOUNTS
from graph.accounts import Accounts

_Account = Annotated[str, typer.Argument(help="The account's id, or its name.")]


def accounts(json_: JsonOption = False, lang: LangOption = None, store: StoreOption = None) -> None:
    """List the accounts of the store."""
    settings = settings_for(store, language=lang)
    language = settings.language
    rows = with_accounts(settings, lambda opened: opened.list("", MOST_ACCOUNTS))
    if json_:
        print(json.dumps([row.model_dump(exclude={"stamp"}) for row in rows], ensure_ascii=False))  # noqa: T201
        return
    if not rows:
        print(pick(ACCOUNTS["none"], language))  # noqa: T201
        return
    table = Table(*(pick(ACCOUNTS[head], language) for head in ("id", "account", "tier", "parent", "revision")))
    for row in rows:
        name = pick(names_of(row), language)
        table.add_row(row.id, name, pick(TIERS[row.tier], language), row.parent_id or "", str(row.revision))
    console().print(table)


def undo(
    account: _Account,
    revision: Annotated[int | None, typer.Option(help="Take back this change, and no other.")] = None,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Take back the last change this command line made to an account and did not take back yet."""
    settings = settings_for(store, language=lang)
    done = with_named(
        settings,
        Named(account),
        lambda opened, named: account_service.undo_last_change(opened, LOCAL, named.account, revision),
    )
    facts = {"account": done.account, "undone": done.undone_revision, "revision": done.revision}
    text = ACCOUNTS["undone"].format(**facts, records=len(done.records))
    print(pick(text, settings.language))  # noqa: T201


def erase(
    account: _Account,
    person: Annotated[str, typer.Argument(help="The person's id, or their name.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Forget a person for good: in the document, in snapshots and in what was changed; nobody undoes it."""
    settings = settings_for(store, language=lang)
    if not yes and not typer.confirm(pick(ACCOUNTS["erase"], settings.language).format(person=person)):
        raise typer.Exit(1)
    done = with_named(
        settings,
        Named(account, person=person),
        lambda opened, named: people.erase_person(
            opened, LOCAL, named.account, named.person or person, Precondition(None)
        ),
    )
    facts = done.model_dump(include={"account", "snapshots", "entries", "texts"})
    print(pick(ACCOUNTS["erased"], settings.language).format(**facts))  # noqa: T201


def dump(
    account: _Account,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where to write; - is standard output.", allow_dash=True)
    ] = Path("-"),
    snapshots: Annotated[bool, typer.Option(help="With the account's snapshots.")] = True,
    store: StoreOption = None,
) -> None:
    """Write an account's document, which `powermap import` reads back as it is."""

    async def work(opened: Accounts, named: Named) -> str:
        return await documents.document_json(opened, await opened.current(named.account), snapshots=snapshots)

    _write(with_named(settings_for(store), Named(account), work), output)


def subject_file(
    account: _Account,
    person: Annotated[str, typer.Argument(help="The person's id, or their name.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where to write; - is standard output.", allow_dash=True)
    ] = Path("-"),
    store: StoreOption = None,
) -> None:
    """Write everything kept about a person as JSON: records, texts, snapshots, changes, figures."""
    kept = with_named(
        settings_for(store),
        Named(account, person=person),
        lambda opened, named: people.subject_file(opened, LOCAL, named.account, named.person or person),
    )
    _write(kept.model_dump_json(indent=2), output)


def _write(body: str, output: Path) -> None:
    if str(output) == "-":
        sys.stdout.write(f"{body}\n")
        return
    with writing(output):
        output.write_text(body, encoding="utf-8")
    print(f"{output}: {len(body.encode()):,} bytes")  # noqa: T201 - the command line talks on the terminal


def snapshot(
    account: _Account,
    name: Annotated[str, typer.Option(help="What it is called, e.g. before the bid review.")],
    reason: Annotated[str, typer.Option(help="Why it is taken.")] = "",
    opportunity: Annotated[str | None, typer.Option(help="The opportunity it is taken for.")] = None,
    as_of: DayOption = None,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Keep an account as it is now, under a name, for good; the review gate goes by snapshots."""
    settings = settings_for(store, language=lang)

    async def work(opened: Accounts, named: Named) -> SnapshotItem:
        new_snapshot = NewSnapshot(
            name=name, reason=reason, opportunity=named.opportunity, as_of=as_of.date() if as_of else None
        )
        return await reviews.take_snapshot(opened, LOCAL, named.account, new_snapshot)

    taken = with_named(settings, Named(account, opportunity), work)
    text = ACCOUNTS["snapshot"].format(id=taken.id, name=taken.name, revision=taken.revision)
    print(pick(text, settings.language))  # noqa: T201
