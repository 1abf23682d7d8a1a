"""Special categories of data about people: whether a note that tells one is refused, warned of, or passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from app.records.schemas import Warned
from app.texts.catalogue import pick
from app.texts.special_words import CATEGORIES, category_told
from graph.document import AccountDocument
from graph.kinds import KINDS, Kind, Record
from graph.special import CODE, Special, notes_in


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


def _warnings(special: Special, kind: Kind, records: Iterable[Record]) -> Iterator[Warned]:
    for record in records:
        for at, text in notes_in(kind, record):
            if (category := special.told_by(text)) is not None:
                path = f"{kind.path_of(record)}{at}"
                en, zh = (pick(CATEGORIES[category], language) for language in ("en", "zh"))
                yield Warned(
                    code=CODE,
                    path=path,
                    value=category,
                    text_zh=f"{path} 涉及个人的{zh}，备注中不应记录",
                    text_en=f"{path} tells of a person's {en}, which no note should hold",
                )
