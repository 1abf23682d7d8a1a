"""Which encoding a text has, decided by evidence over the whole file; where it is not plain, the two likeliest readings.

Each encoding in which the bytes are valid is a hypothesis. Its likelihood is that of all its characters that are not ASCII in
the language the encoding is for (`languages`); the share of the likeliest among all is the confidence. UTF-8 and UTF-16 are
told by their form: text in another encoding hardly ever is valid UTF-8.
"""

from __future__ import annotations

import math
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.imports.read.languages import language
from app.imports.read.tables import SURE, Choice, Question, Unreadable

BOM: Final = "\ufeff"
_CANDIDATES: Final = (  # name, codec, language
    ("GB18030", "gb18030", "zh-Hans"),
    ("Big5", "big5hkscs", "zh-Hant"),
    ("Shift-JIS", "cp932", "ja"),
    ("EUC-JP", "euc_jp", "ja"),
    ("EUC-KR", "cp949", "ko"),
    ("Windows-1251", "cp1251", "cyrillic"),
    ("Windows-1252", "cp1252", "western"),
    ("Windows-1250", "cp1250", "central"),
    ("Mac Roman", "mac_roman", "western"),
)
CODECS: Final = {name: codec for name, codec, _ in _CANDIDATES} | {"UTF-8": "utf-8-sig", "UTF-16": "utf-16"}
_SINGLE_BYTE: Final = {"cp1251", "cp1252", "cp1250", "mac_roman"}
_TEMPER: Final = 0.5  # characters of a word hang together: each is worth about half an independent one
_LEAST: Final = math.log(1e-6)  # per character that is not ASCII: below it no reading makes sense
_ODD_CASE: Final = math.log(0.01)  # a capital after a small letter, or a letter of another script beside one
_SAMPLES: Final = 5
_SCORED: Final = 200_000  # bytes that are not ASCII, at most
_ZEROS: Final = 0.2


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding it was read with, and the question where that is not plain."""

    text: str
    encoding: str
    question: Question | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """The question, if there is one."""
        return () if self.question is None else (self.question,)


def decode(body: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of a file; `encoding` is what its owner said it is. Raises Unreadable where no reading makes sense."""
    if encoding is not None and encoding in CODECS:
        return Decoded(_clean_start(_strictly(body, CODECS[encoding], name)), encoding)
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return Decoded(_clean_start(_strictly(body, "utf-16", name)), "UTF-16")
    if (wide := _without_mark(body)) is not None:
        return Decoded(_strictly(body, wide, name), "UTF-16")
    marked = body.startswith(BOM_UTF8)
    try:
        text, guess = body.decode(), "UTF-8 (BOM)" if marked else "UTF-8"
    except UnicodeDecodeError:
        if marked:
            raise Unreadable("unknown-encoding", sheet=name, guess="UTF-8") from None
        return _likeliest(body, name)
    if "\0" in text:
        raise Unreadable("unknown-encoding", sheet=name, guess=guess)
    return Decoded(_clean_start(text), guess)


def _clean_start(text: str) -> str:
    """Without byte order marks, of which each program that joined files may have written one."""
    return text.lstrip(BOM)


def _strictly(body: bytes, codec: str, name: str) -> str:
    try:
        text = body.decode(codec)
    except UnicodeDecodeError:
        raise Unreadable("unknown-encoding", sheet=name, guess=codec.upper()) from None
    if "\0" in text:
        raise Unreadable("unknown-encoding", sheet=name, guess=codec.upper())
    return text


def _without_mark(body: bytes) -> str | None:
    """UTF-16 that does not say so: every second byte of what is ASCII in it is zero."""
    if len(body) % 2 or not body:
        return None
    even, odd = body[::2].count(0), body[1::2].count(0)
    if max(even, odd) < _ZEROS * (len(body) // 2) or min(even, odd) > max(even, odd) // 10:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _likeliest(body: bytes, name: str) -> Decoded:
    words = _words(body)
    scored: list[tuple[float, str, str]] = []
    for encoding, codec, tongue in _CANDIDATES:
        try:
            body.decode(codec)
            score = _score(words, codec, tongue)
        except UnicodeDecodeError:
            continue
        scored.append((score, encoding, codec))
    count = sum(len([byte for byte in word if byte > 127]) * times for word, times in words.items())  # noqa: PLR2004 - ASCII
    scored.sort(reverse=True)
    if not scored or scored[0][0] < _LEAST * count:
        raise Unreadable("unknown-encoding", sheet=name, guess=scored[0][1] if scored else "GB18030")
    best = scored[0][0]
    text = _strictly(body, scored[0][2], name)
    rivals = [one for one in scored[1:] if body.decode(one[2]) != text]
    shares = [math.exp(max(-700.0, _TEMPER * (one[0] - best))) for one in rivals]
    confidence = 1 / (1 + sum(shares))
    if confidence >= SURE:
        return Decoded(text, scored[0][1])
    shown = [words_shown(text), words_shown(body.decode(rivals[0][2]))]
    choices = tuple(Choice(one[1], sample) for one, sample in zip((scored[0], rivals[0]), shown, strict=True))
    return Decoded(text, scored[0][1], Question("encoding", choices, None, confidence))


def words_shown(text: str) -> tuple[str, ...]:
    """Some of the words of a text that are not ASCII, in which its encoding can be seen."""
    parts = (part.strip('"') for part in text.replace(";", ",").replace("\t", ",").replace("\n", ",").split(","))
    return tuple(dict.fromkeys(part[:40] for part in parts if not part.isascii()))[:_SAMPLES]


def _words(body: bytes) -> Counter[bytes]:
    """The stretches of bytes between marks that no encoding uses inside a character, if not all of ASCII; each up to a count."""
    counts: Counter[bytes] = Counter()
    scored = 0
    for word in body.translate(_MARKS).split():
        if not word.isascii():
            counts[word] += 1
            scored += len(word)
            if scored > _SCORED:
                break
    return Counter({word: min(times, 3) for word, times in counts.items()})


_MARKS: Final = bytes(32 if byte in b" ,;\t\r\n\"'()./:" else byte for byte in range(256))


def _score(words: Counter[bytes], codec: str, tongue: str) -> float:
    """Log-likelihood of the words, those valid in their encoding only; a word heard often counts little more than once."""
    spoken = language(tongue)
    cased = codec in _SINGLE_BYTE
    whole = 0.0
    for word, times in words.items():
        text = word.decode(codec, "replace")
        likely = sum(spoken.likelihood(letter) for letter in text if letter > "\x7f")
        if cased:
            likely += _ODD_CASE * _odd_places(text, tongue)
        whole += likely * times
    return whole


def _odd_places(text: str, tongue: str) -> int:
    """How often in a word a capital follows a small letter, a mark stands among letters, or Cyrillic beside Latin."""
    odd = 0
    for one, other in pairwise(text):
        if one.isascii() and other.isascii():
            continue
        if one.islower() and other.isupper():
            odd += 1
        elif one.isalpha() and other.isalpha():
            odd += tongue == "cyrillic" and one.isascii() != other.isascii()
        elif one.isalpha() != other.isalpha() and not (one.isascii() and not one.isalpha()) and other not in "’–-_&":
            odd += 1
    return odd
