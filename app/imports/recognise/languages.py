"""How people write lists in their language: one data file a language in `app/imports/languages`.

`columns`: headings by field; `skip`: headings of what is not needed; `totals` and `footers`: words of rows that are no records;
`salutations` before or after a name; `nobody`: words for no manager; `units`: what departments' names end with or hold;
`vacant`: what stands in place of a name; `states`: headings of whether somebody works there, `former`: what says they do not.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.sheets.columns import fold

_FOLDER: Final = Path(__file__).parent.parent / "languages"
_COUNTED: Final = r"\s*[:：=]?\s*[\d.,\s]*\s*(人|名|명|件|条|位|pers\.?|чел\.?|people|records?)?"
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@cache
def _languages() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(file.read_text(encoding="utf-8")) for file in sorted(_FOLDER.glob("*.json")))


def _words(kind: str) -> list[str]:
    """The words of every language, the longest first."""
    return sorted({word for language in _languages() for word in language[kind]}, key=lambda word: (-len(word), word))


@cache
def fields_by_heading() -> dict[str, str]:
    """The field of people that a heading (folded) stands for."""
    return {
        fold(word): name for language in _languages() for name, words in language["columns"].items() for word in words
    }


@cache
def skipped_headings() -> frozenset[str]:
    """Headings (folded) of what lists of people hold and nobody needs."""
    return frozenset(map(fold, _words("skip")))


@cache
def nobody_words() -> tuple[str, ...]:
    """Words for nobody."""
    return tuple(_words("nobody"))


@cache
def vacant_words() -> frozenset[str]:
    """What stands (folded) in place of the name of somebody who is not there yet."""
    return frozenset(map(fold, _words("vacant")))


@cache
def state_headings() -> frozenset[str]:
    """Headings (folded) of columns that say whether somebody works there."""
    return frozenset(map(fold, _words("states")))


@cache
def former_words() -> frozenset[str]:
    """What such a column says (folded) of who does not."""
    return frozenset(map(fold, _words("former")))


@cache
def total_pattern() -> re.Pattern[str]:
    """What a cell with which a row of totals begins looks like: the word, and perhaps how many there are."""
    words = "|".join(map(re.escape, _words("totals")))
    counted = r"[총共全계計计]\s*\d+\s*[명人名位条件]"
    return re.compile(rf"(?:{words}){_COUNTED}|{counted}", re.IGNORECASE)


@cache
def footer_pattern() -> re.Pattern[str]:
    """What a line below a list begins with."""
    words = "|".join(rf"{re.escape(word)}(?!\w)" if word.isascii() else re.escape(word) for word in _words("footers"))
    return re.compile(rf"(?:{words})(?:[\s:：].*|\d.*|$)", re.IGNORECASE)


@cache
def unit_pattern() -> re.Pattern[str]:
    """What names of departments look like: they end with such a character, or hold such a word."""
    words = _words("units")
    endings = "|".join(re.escape(word) for word in words if _EAST_ASIAN.fullmatch(word))
    within = "|".join(re.escape(word) for word in words if not _EAST_ASIAN.fullmatch(word))
    return re.compile(rf".*(?:{endings})|(?:.*\b)?(?:{within})(?:\b.*)?", re.IGNORECASE)


@cache
def _salutations() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = _words("salutations")
    before = "|".join(re.escape(word) for word in words if not _EAST_ASIAN.fullmatch(word))
    after = "|".join(re.escape(word) for word in words if _EAST_ASIAN.fullmatch(word))
    return re.compile(rf"(?:{before})\s+(?=\S)", re.IGNORECASE), re.compile(rf"(?P<name>.*\S)\s*(?P<word>{after})")


def without_salutation(name: str) -> str:
    """A name without Mr. before it or 先生 after it, where what is left is still a name.

    >>> without_salutation("Herr Dr. Jan Vogt"), without_salutation("梁若兰女士"), without_salutation("张先生")
    ('Dr. Jan Vogt', '梁若兰', '张先生')
    """
    before, after = _salutations()
    if (match := before.match(name)) and len(name[match.end() :]) > 1:
        name = name[match.end() :]
    if (match := after.fullmatch(name)) and len(match["name"]) > 1:
        name = match["name"]
    return name
