"""Share of each product: whose it is on a day, and our largest, which the stage asks for."""

from __future__ import annotations

from datetime import date

from graph.document import AccountDocument


def product_shares(document: AccountDocument, party: str | None, as_of: date) -> dict[str, float]:
    """By product the newest share of a party, of those known on the day."""
    known = [record for record in document.product_shares if record.party == party and record.on <= as_of]
    newest = {record.product: record.share for record in sorted(known, key=lambda record: record.on)}
    return dict(sorted(newest.items()))


def largest_share(document: AccountDocument, as_of: date) -> float | None:
    """Our largest share of a product; None where none is known."""
    vendor = document.vendor.id if document.vendor else None
    return max(product_shares(document, vendor, as_of).values(), default=None)
