"""Rules of the account itself. Cycles through other accounts are found where the tree is, in `graph/accounts.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from graph.document import AccountDocument
from graph.kinds import ACCOUNT, COMPETITORS, PRODUCT_SHARES, VENDOR
from graph.rules.broken import Broken

_ROUNDING: Final = 1e-9


def account_is_not_its_own_parent(document: AccountDocument) -> Iterator[Broken]:
    account = document.account
    if account.parent_id == account.id:
        yield Broken(ACCOUNT, account, "/parent_id", "account-cycle", account.id, {"cycle": [account.id, account.id]})


def vendor_is_no_competitor(document: AccountDocument) -> Iterator[Broken]:
    vendor = document.vendor
    for party in document.competitors if vendor else ():
        if vendor and party.id == vendor.id:
            yield Broken(COMPETITORS, party, "", "duplicate-id", party.id, {"first": "/vendor"})


def only_a_competitor_is_judged_as_one(document: AccountDocument) -> Iterator[Broken]:
    """What is known of us comes from assessments."""
    vendor = document.vendor
    for field in ("organization_level", "share_of_wallet", "satisfaction", "judged_on") if vendor else ():
        if (given := getattr(vendor, field)) is not None:
            yield Broken(VENDOR, vendor, f"/{field}", "own-position", str(given))  # type: ignore[arg-type]


def shares_of_a_product_fit_into_one(document: AccountDocument) -> Iterator[Broken]:
    """What the parties have of one product on one day is no more than all of it."""
    taken: dict[tuple[str, date], float] = {}
    for record in document.product_shares:
        whole = taken.get((record.product, record.on), 0.0) + record.share
        taken[record.product, record.on] = whole
        if whole > 1 + _ROUNDING:
            facts = {"whole": f"{whole:g}", "product": record.product}
            yield Broken(PRODUCT_SHARES, record, "/share", "shares-over-one", str(record.share), facts)
