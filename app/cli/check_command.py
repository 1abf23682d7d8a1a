"""`powermap check`: whether the store holds what it should."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.running import StoreOption, fail, settings_for, with_store
from graph.verify import verify


def check(
    store: StoreOption = None,
    accounts: Annotated[
        int | None, typer.Option(min=0, help="How many accounts there must be at least: a store that lost some fails.")
    ] = None,
) -> None:
    """Verify the store's invariants; lists what is broken and exits with 1."""
    findings, present = with_store(settings_for(store), verify)
    for finding in findings:
        print(f"{finding.account_id}: {finding.code}: {finding.detail}")  # noqa: T201
    if findings:
        fail(f"{len(findings)} invariants are broken")
    if accounts is not None and present < accounts:
        fail(f"{present} accounts are there, {accounts} at least were expected: is it the right store, and whole?")
    print(f"ok: {present} accounts, every invariant holds")  # noqa: T201
