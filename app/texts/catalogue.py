"""The text catalogue: what people read, by code, English and Chinese together; a further language is one file in `languages`.

Every module of `app/texts` declares its part with `text` or `texts`; `catalogue()` is all of it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, Self

from app.texts import languages as further

Pair = tuple[str, str]  # English and Chinese of something that has no code: a person's names, a composed line
NAMELESS: Final = "?"
"""Name of somebody of whom only the post is known."""
_BESIDE: Final = {"en": 0, "zh": 1}
_PACKAGE: Final = __name__.rpartition(".")[0]


class Named(Protocol):
    """Whatever has a name, and maybe one in English."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def names_of(one: Named) -> Pair:
    """What it is called in English and in Chinese: by its name where it has no English one; a post without a name by its title.

    >>> from graph.kinds import Person
    >>> names_of(Person(id="P6:successor", name="?", placeholder=True, title="总监", title_en="Director"))
    ('? (Director)', '?（总监）')
    """
    english, chinese = one.name_en or one.name, one.name
    title = getattr(one, "title", "")
    if chinese == NAMELESS and title:
        return f"{NAMELESS} ({getattr(one, 'title_en', '') or title})", f"{NAMELESS}（{title}）"
    return english, chinese


class Text(tuple[str, str]):  # noqa: SLOT001 - a subclass of tuple has no room for slots
    """What people read, in every language: as a pair its English and Chinese.

    `code` is its place in the catalogue, empty for a composed text; `others` are the further languages of a composed one.
    """

    code: str
    others: Mapping[str, str]

    def __new__(cls, english: str, chinese: str, code: str = "", others: Mapping[str, str] | None = None) -> Self:
        made = super().__new__(cls, (english, chinese))
        made.code, made.others = code, others or {}
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (*self, self.code, self.others)

    def format(self, **values: object) -> Text:
        """Fill the placeholders in every language; values that are texts themselves are taken in that language.

        >>> Text("{who} leads by {by:.0%}", "{who}领先 {by:.0%}").format(who=Text("Ann", "安"), by=0.5)
        ('Ann leads by 50%', '安领先 50%')
        """
        return composed(lambda language: self.filled(language, values))

    def filled(self, language: str, values: Mapping[str, object]) -> str:
        """This text in one language with its placeholders filled."""
        return pick(self, language).format_map(_Values(values, language))

    def join(self, parts: Iterable[Pair | str]) -> Text:
        """The parts, this text between them.

        >>> COMMA.join([Text("Ann", "安"), "P02"])
        ('Ann, P02', '安、P02')
        """
        parts = tuple(parts)
        return composed(lambda language: pick(self, language).join([str(_in(part, language)) for part in parts]))


class _Values:
    """Values as they read in a language; only those that a text names are looked at."""

    __slots__ = ("_language", "_values")

    def __init__(self, values: Mapping[str, object], language: str) -> None:
        self._values, self._language = values, language

    def __getitem__(self, name: str) -> object:
        return _in(self._values[name], self._language)


Words = Mapping[str, Text]


def text(code: str, english: str, chinese: str) -> Text:
    """Declare one text."""
    return Text(english, chinese, code)


def texts(room: str, pairs: Mapping[str, Pair]) -> Words:
    """Declare the texts of a room by their codes in it; one that stands in the catalogue already keeps its own code."""
    return {
        code: pair if isinstance(pair, Text) and pair.code else Text(*pair, f"{room}.{code}")
        for code, pair in pairs.items()
    }


def composed(make: Callable[[str], str]) -> Text:
    """A text made in each language, as `make` makes it."""
    return Text(make("en"), make("zh"), others={language: make(language) for language in further_languages()})


def pick(pair: Pair, language: str) -> str:
    """A text, or a plain pair of names, in this language."""
    if (beside := _BESIDE.get(language)) is not None:
        return pair[beside]
    if not isinstance(pair, Text):
        return pair[0]
    if pair.code:
        return _translations(language).get(pair.code) or _lacking(pair.code, language, pair[0])
    return pair.others.get(language, pair[0])


def languages() -> tuple[str, ...]:
    """Every language people may choose."""
    return ("zh", "en", *further_languages())


@cache
def further_languages() -> tuple[str, ...]:
    """The languages that have a file of their own."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(further.__path__)))


@cache
def catalogue() -> Mapping[str, Text]:
    """All texts by code. Raises ValueError where one code stands for two texts, or a language's file has a code nobody uses."""
    entries: dict[str, Text] = {}
    for module in pkgutil.iter_modules(import_module(_PACKAGE).__path__):
        for value in vars(import_module(f"{_PACKAGE}.{module.name}")).values():
            for entry in _declared(value):
                if entries.setdefault(entry.code, entry) != entry:
                    message = f"{entry.code} stands for {entries[entry.code]} and for {entry}"
                    raise ValueError(message)
    for language in further_languages():
        if unused := sorted(_translations(language).keys() - entries.keys()):
            message = f"nothing has the codes {', '.join(unused)} of language {language}"
            raise ValueError(message)
    return entries


def _declared(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield from (value,) if value.code else ()
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _declared(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _declared(part)


def _in(value: object, language: str) -> object:
    return pick(value, language) if isinstance(value, tuple) else value


@cache
def _translations(language: str) -> Mapping[str, str]:
    """The texts of a further language by code; none for a language without a file."""
    if language not in further_languages():
        return {}
    translations: Mapping[str, str] = import_module(f"{further.__name__}.{language}").TEXTS
    return translations


@cache
def _lacking(code: str, language: str, english: str) -> str:
    """English instead of a text that the language lacks, logged once a code."""
    from app.logs import log  # noqa: PLC0415 - a language that lacks nothing needs no log

    log.warning("text missing", code=code, language=language)
    return english


if TYPE_CHECKING:
    Language = Literal["zh", "en"]
else:
    Language = Literal[languages()]  # with those that have a file of their own

COMMA: Final = text("list.comma", ", ", "、")
