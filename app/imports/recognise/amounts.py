"""Sums of money as people write them: ¥1.2 亿, 1,2 Mio €, 3 w, $1.5M, and the unit in a heading (金额（万元）, in k€).

What a word can mean in one way is read so and said; what it can mean in several is a question, and one that changes the number
has no default.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Final

from app.imports.questions import Asking, Place
from app.imports.recognise.written_forms import Convention, in_plain_form
from app.sheets.cells import narrow
from app.sheets.columns import Column

MONEY: Final = frozenset({"amount", "cost", "market_space", "requested", "granted"})
_FACTORS: Final[dict[str, tuple[int, ...]]] = {  # what a word multiplies by, the likeliest first
    **dict.fromkeys(("千", "k", "tsd", "tsd.", "thousand", "thousands", "тыс", "тыс."), (10**3,)),
    **dict.fromkeys(("万", "萬", "만", "w"), (10**4,)),
    **dict.fromkeys(
        ("百万", "百萬", "백만", "mio", "mio.", "million", "millions", "millionen", "mln", "mn", "mm"), (10**6,)
    ),
    **dict.fromkeys(("mill", "mill.", "millones", "млн", "млн."), (10**6,)),
    **dict.fromkeys(("千万", "千萬", "천만"), (10**7,)),
    **dict.fromkeys(("亿", "億", "억"), (10**8,)),
    **dict.fromkeys(
        ("mrd", "mrd.", "milliarde", "milliarden", "milliard", "milliards", "млрд", "млрд.", "bn", "bln"), (10**9,)
    ),
    "m": (10**6, 10**3),
    "mil": (10**3, 10**6),
    "b": (10**9,),
    **dict.fromkeys(("billion", "billions", "billionen"), (10**9, 10**12)),
    "t": (10**3, 10**12),
}
_CODES: Final = (
    *("CNY", "USD", "EUR", "GBP", "JPY", "CHF", "HKD", "TWD", "KRW", "SGD", "AUD", "CAD", "INR", "BRL", "MXN", "RUB"),
    *("PLN", "CZK", "SEK", "NOK", "DKK", "HUF", "TRY", "ZAR", "AED", "SAR", "THB", "MYR", "IDR", "VND", "PHP", "KZT"),
)
_CURRENCIES: Final[dict[str, tuple[str, ...]]] = {
    "¥": ("CNY", "JPY"),
    **dict.fromkeys(("元", "人民币", "人民幣", "rmb", "圆"), ("CNY",)),
    **dict.fromkeys(("円", "日元", "yen"), ("JPY",)),
    **dict.fromkeys(("€", "euro", "euros", "欧元", "歐元"), ("EUR",)),
    "$": ("USD", "CAD", "AUD", "SGD", "HKD", "MXN"),
    **dict.fromkeys(("us$", "美元", "美金"), ("USD",)),
    **dict.fromkeys(("hk$", "港元", "港币", "港幣"), ("HKD",)),
    **dict.fromkeys(("nt$", "新台币", "新台幣", "台币", "台幣"), ("TWD",)),
    "r$": ("BRL",),
    "£": ("GBP",),
    **dict.fromkeys(("₩", "원"), ("KRW",)),
    "₹": ("INR",),
    **dict.fromkeys(("₽", "руб", "руб."), ("RUB",)),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "kr": ("SEK", "NOK", "DKK"),
    **{code.casefold(): (code,) for code in _CODES},
}
_WORDS: Final = sorted(_FACTORS.keys() | _CURRENCIES.keys(), key=len, reverse=True)
_NUMBER: Final = re.compile(r"(?P<before>[^\d+.,-]*)(?P<number>[+-]?\s*[\d.,][\d.,'’ ]*)(?P<after>.*)", re.DOTALL)
_BRACKET: Final = re.compile(r"[(（\[【](.*)[)）\]】]\s*$|\bin\s+(\S+)\s*$|[,，:：/]\s*(\S+)\s*$", re.IGNORECASE)
_SAMPLES: Final = 3


def is_unit(text: str) -> bool:
    """True for what is nothing but a unit or currency of sums, with brackets or without: 万元, (k€)."""
    bare = narrow(text).strip("()（）[] ")
    return bool(bare) and bool(_words_in(bare))


@dataclass(frozen=True)
class Money:
    """A cell's number as it is written, and the words around it."""

    number: str
    words: tuple[str, ...] = ()


def _words_in(text: str) -> tuple[str, ...] | None:
    """The units and currencies a text is made of; None where there is anything else in it."""
    rest, words = text.casefold().replace("人民币元", "人民币").strip(), []
    while rest:
        word = next((one for one in _WORDS if rest.startswith(one)), None)
        if word is None or (
            word.isascii() and word.isalpha() and rest[len(word) :][:1].isalpha() and word not in {"k", "m"}
        ):
            return None
        words.append(word)
        rest = rest[len(word) :].lstrip(" .-/")
    return tuple(words)


def money_in(text: str) -> Money | None:
    """The parts of a cell; None for one that holds anything beside a number, units and currencies.

    >>> money_in("¥1.2 亿"), money_in("about 3")
    (Money(number='1.2', words=('¥', '亿')), None)
    """
    parts = _NUMBER.fullmatch(narrow(text))
    if parts is None:
        return None
    before, after = _words_in(parts["before"]), _words_in(parts["after"])
    if before is None or after is None:
        return None
    return Money(parts["number"].replace("+ ", "+").replace("- ", "-").strip(), (*before, *after))


def _words_beside(text: str) -> tuple[str, ...]:
    money = money_in(text)
    return () if money is None else money.words


@dataclass(frozen=True)
class Amounts:
    """How a column of money is read: the factor and currency its heading tells, and what doubtful words were answered to be."""

    factor: int = 1
    currency: str = ""
    meanings: Mapping[str, str] = field(default_factory=dict)

    def number_of(self, text: str) -> str:
        """The cell without its units and currencies, as the convention of its column judges it."""
        money = money_in(text)
        return narrow(text) if money is None else money.number

    def read(self, text: str, way: Convention | None) -> float | str:
        """The amount of a cell; a text that is none stays as it is."""
        money = money_in(text)
        plain = in_plain_form(money.number, way) if money and way else money.number if money else None
        try:
            number = float((plain or "").replace(",", ""))
        except ValueError:
            return text
        units = [int(self.meanings[word]) for word in (money.words if money else ()) if word in _FACTORS]
        return self.rounded(number * (prod(units) if units else self.factor))

    @staticmethod
    def rounded(number: float) -> float:
        """Without what binary fractions add: 1.1 万 is 11,000."""
        return float(f"{number:.12g}")

    def scaled(self, number: float) -> float:
        """A cell that is a number, in the unit of its heading."""
        return self.rounded(number * self.factor) if self.factor != 1 else number


def currencies_in(text: str, amounts: Amounts) -> tuple[str, ...]:
    """The currencies a cell of money may be in, the one it was taken for first; none where it does not tell."""
    words = [word for word in _words_beside(text) if word in _CURRENCIES]
    if not words:
        return (amounts.currency,) if amounts.currency else ()
    return tuple(dict.fromkeys((amounts.meanings[words[0]], *_CURRENCIES[words[0]])))


def code_of(currency: str) -> str:
    """A currency's code; what is none stays as it is written."""
    return _CURRENCIES.get(narrow(currency).casefold(), (currency,))[0]


def amounts_of(table: str, heading: str, column: Column, texts: Iterable[str], asking: Asking) -> Amounts | None:
    """How a column of money is read; None for any other column, and for one of plain numbers."""
    if column.name not in MONEY:
        return None
    bracket = _BRACKET.search(narrow(heading))
    words = (_words_in(next(filter(None, bracket.groups()), "")) or ()) if bracket else ()
    cells: dict[str, list[str]] = {}
    for text in texts:
        for word in _words_beside(text):
            cells.setdefault(word, []).append(text)
    if not cells and not words:
        return None
    place = Place(sheet=table, column=heading)
    meanings = {
        word: _meaning(table, heading, word, cells.get(word, [heading]), place, asking)
        for word in dict.fromkeys((*words, *cells))
    }
    factor = prod(int(meanings[word]) for word in words if word in _FACTORS)
    currency = next((meanings[word] for word in words if word in _CURRENCIES), "")
    return Amounts(factor, currency, meanings)


def _meaning(table: str, heading: str, word: str, cells: list[str], place: Place, asking: Asking) -> str:
    own = f"{table}/{heading}/{word}"
    if word in _CURRENCIES:
        codes = _CURRENCIES[word]
        return codes[0] if len(codes) == 1 else asking.ask("currency", own, codes, place, word=word)
    factors = [f"{factor:d}" for factor in _FACTORS[word]]
    if len(factors) == 1:
        asking.note("unit", place, word, factor=f"{int(factors[0]):,}")
        return factors[0]
    readings = {factor: tuple(f"{cell} = … × {int(factor):,}" for cell in cells[:_SAMPLES]) for factor in factors}
    return asking.require("unit", own, readings, place)
