"""How lists write people: first and last names, managers in every usual form, words for nobody, paths of departments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from app.imports.recognise.languages import nobody_words, without_salutation
from app.imports.resolve.names import plain

_SIGNS: Final = ("-", "--", "---", "–", "—", "/", "\\", ".", "n.a.", "-1", "0", "no_manager", "vacant manager")
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff·々]+")
_COMMON_NAME: Final = re.compile(r"^\s*cn\s*=\s*((?:\\.|[^,\\])*)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(.)")
_WITH_ID: Final = re.compile(r"(.+?)\s*[(（\[<]\s*([^()（）\[\]<>]+?)\s*[)）\]>]")
_UNIT: Final = re.compile(r".*(部|部门|处|科|室|中心|组|局|院|所|办|公司|集团|工厂|车间|分部|事业部|大区|区域|门店)")
_BETWEEN: Final = re.compile(r"[;；\n|、]")
_JOINED: Final = re.compile(r"[,，&+/／]|\s(?:and|und|et|y|e|и|with)\s|[和与與及と]|および", re.IGNORECASE)
_PATH: Final = re.compile(r"\s*[/／>＞\\]\s*")


def full_name(first: str, middle: str, last: str) -> str:
    """First and last name in the order of their language: Chinese, Japanese and Korean names begin with the last.

    >>> full_name("Orla", "", "Tandy"), full_name("若兰", "", "梁"), full_name("", "", "Rege")
    ('Orla Tandy', '梁若兰', 'Rege')
    """
    parts = [part.strip() for part in (first, middle, last) if part.strip()]
    if parts and all(_EAST_ASIAN.fullmatch(part) for part in parts):
        return "".join(part.strip() for part in (last, middle, first))
    return " ".join(parts)


def readings(written: str) -> Iterator[str]:
    r"""What a cell that names one person may be looked up as, best first.

    As it stands (of a directory path its name), an id in brackets, the name before it, without Mr., turned round at its comma.

    >>> list(readings("Rege, Sunil (HG-2)")), list(readings("CN=Rege\\, Sunil,OU=Staff"))
    (['Rege, Sunil (HG-2)', 'HG-2', 'Rege, Sunil', 'Sunil Rege'], ['Rege, Sunil', 'Sunil Rege'])
    """
    text = written.strip()
    if match := _COMMON_NAME.match(text):
        text = _ESCAPED.sub(r"\1", match[1]).strip()
    yield text
    if parts := _WITH_ID.fullmatch(text):
        yield parts[2]
        yield parts[1]
        text = parts[1]
    if (bare := without_salutation(text)) != text:
        yield bare
        text = bare
    if text.count(",") + text.count("，") == 1:
        last, first = re.split("[,，]", text)
        yield full_name(first, "", last)


def several(written: str) -> list[str]:
    """A cell that names several, parted; a directory path's own commas part nothing."""
    if _COMMON_NAME.match(written) and written.casefold().count("cn=") == 1:
        return [written.strip()]
    return [part.strip() for part in _BETWEEN.split(written) if part.strip()]


def joined(written: str) -> list[str]:
    """A cell that may name several people with a comma, a sign or a word between them; they are only where all are known.

    >>> joined("Orla Tandy & Sunil Rege"), joined("梁若兰和孟庭")
    (['Orla Tandy', 'Sunil Rege'], ['梁若兰', '孟庭'])
    """
    return [part.strip() for part in _JOINED.split(written) if part.strip()]


def is_nobody(written: str) -> bool:
    """True for a word that means there is none."""
    return plain(written) in _nobody()


@cache
def _nobody() -> frozenset[str]:
    return frozenset(map(plain, (*_SIGNS, *nobody_words())))


def steps_of(written: str, separators: str = "") -> list[str]:
    """The steps of what may be a path of departments."""
    parts = re.split(rf"\s*[{re.escape(separators)}]\s*", written) if separators else _PATH.split(written)
    return [part.strip() for part in parts if part.strip()]


def reads_as_path(steps: list[str]) -> bool:
    """True where every step ends like a Chinese unit's name: these are paths, `IT/OT` is a name."""
    return len(steps) > 1 and all(_UNIT.fullmatch(step) for step in steps)
