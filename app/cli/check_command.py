"""`powermap check`: whether the store holds what it should."""

from __future__ import annotations

from app.cli.running import StoreOption, fail, settings_for, with_store
from graph.verify import verify


def check(store: StoreOption = None) -> None:
    """Verify the store's invariants; lists what is broken and exits with 1."""
    findings, accounts = with_store(settings_for(store), verify)
    for finding in findings:
        print(f"{finding.account_id}: {finding.code}: {finding.detail}")  # noqa: T201
    if findings:
        fail(f"{len(findings)} invariants are broken")
    print(f"ok: {accounts} accounts, every invariant holds")  # noqa: T201
