"""Special categories of data about people: whether a note that tells one is refused, warned of, or passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Literal

from app.records.schemas import Warned
from app.texts.catalogue import pick
from app.texts.special_words import CATEGORIES, category_told
from graph.accounts import Accounts
from graph.computing import Lane, compute
from graph.document import AccountDocument
from graph.errors import Faults
from graph.kinds import KINDS, Kind, Record
from graph.snapshots import Snapshot, list_snapshots
from graph.special import CODE, Special, not_standing, notes_in


def special_of(policy: Literal["refuse", "warn", "off"]) -> Special | None:
    """What a setting asks for; None where anything passes."""
    return None if policy == "off" else Special(category_told, refuses=policy == "refuse")


def warnings_in(special: Special | None, document: AccountDocument | None) -> Iterator[Warned]:
    """A warning for each text that tells a category, where that is not refused."""
    if special is None or special.refuses or document is None:
        return
    for kind in KINDS:
        yield from _warnings(special, kind, document.of(kind))


def is_told(special: Special | None, kind: Kind, record: Record) -> bool:
    """True if a record that was stored tells a category, where that is warned of."""
    if special is None or special.refuses or not isinstance(record, kind.model):
        return False
    return any(_warnings(special, kind, [record]))


async def told_by_snapshots(
    accounts: Accounts, account_id: str, brought: tuple[Snapshot, ...]
) -> tuple[Faults, list[Warned]]:
    """What snapshots tell that a document brings along, as faults or, where that is the policy, as warnings.

    Those that are kept already, and texts that stand in the account's document, pass as they do elsewhere.
    """
    if accounts.special is None or not any(one.told for one in brought):
        return Faults(), []
    kept = {row.id: row.digest for row in await list_snapshots(accounts.store, account_id)}
    current = await accounts.find(account_id)
    told = [each for one in brought if kept.get(one.head.id) != one.digest for each in one.told]
    fresh = await compute(partial(not_standing, told, current.document if current else None), Lane.DOCUMENT)
    if accounts.special.refuses:
        return Faults(one.fault for one in fresh), []
    return Faults(), [_warned(one.pointer[1:], one.category) for one in fresh]


def _warnings(special: Special, kind: Kind, records: Iterable[Record]) -> Iterator[Warned]:
    for record in records:
        for at, text in notes_in(kind, record):
            if (category := special.told_by(text)) is not None:
                yield _warned(f"{kind.path_of(record)}{at}", category)


def _warned(path: str, category: str) -> Warned:
    en, zh = (pick(CATEGORIES[category], language) for language in ("en", "zh"))
    return Warned(
        code=CODE,
        path=path,
        value=category,
        text_zh=f"{path} 涉及个人的{zh}，备注中不应记录",
        text_en=f"{path} tells of a person's {en}, which no note should hold",
    )
