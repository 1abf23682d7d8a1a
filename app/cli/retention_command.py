"""`powermap retention`: who is kept longer than the rules allow, and what they say done to them."""

from __future__ import annotations

from typing import Annotated

import typer

from app.analysts.rows import Form
from app.audit.place import audit_of
from app.cli.rows import print_rows
from app.cli.running import DayOption, StoreOption, fail, settings_for, with_accounts
from app.people import retention as job
from graph.accounts import Accounts
from graph.retention_rules import rules_of

_COLUMNS = ("account", "person", "why", "since", "deed", "done")


def retention(
    account: Annotated[
        list[str] | None, typer.Option("--account", help="An account's id; repeatable; default all.")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without, it is only listed.")] = False,
    rules: Annotated[
        str | None,
        typer.Option("--rules", help="In place of POWERMAP_RETENTION, e.g. `review restrict 0, left erase 12`."),
    ] = None,
    as_of: DayOption = None,
    format_: Annotated[Form, typer.Option("--format", help="How to print it; json is the whole report.")] = "table",
    store: StoreOption = None,
) -> None:
    """List who is kept longer than the rules allow and why; with --apply they are restricted or erased."""
    settings = settings_for(store)
    try:
        parsed = rules_of(settings.retention if rules is None else rules)
    except ValueError as error:
        fail(f"--rules: {error}")
    if not parsed:
        fail("there is no rule: set POWERMAP_RETENTION, e.g. `review restrict 0, left erase 12`")

    async def work(accounts: Accounts) -> job.RetentionReport:
        on = as_of.date() if as_of else accounts.today()
        return await job.run(accounts, audit_of(settings), parsed, on, account or (), apply=apply)

    report = with_accounts(settings, work)
    if format_ == "json":
        print(report.model_dump_json())  # noqa: T201
        return
    rows = [one.model_dump(mode="json", include=set(_COLUMNS)) for one in report.due]
    if format_ == "csv" or rows:
        print_rows(_COLUMNS, rows, format_)
    if format_ == "table":
        done = f"{report.restricted} restricted, {report.erased} erased" if apply else "nothing done, see --apply"
        print(f"{len(rows)} due in {report.accounts} accounts, {report.held} held; {done}")  # noqa: T201
