"""The text catalogue: both languages everywhere, one word for one thing, and a further language in one file."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.texts import languages as further
from app.texts.catalogue import (
    COMMA,
    Text,
    _lacking,
    _translations,
    catalogue,
    composed,
    further_languages,
    languages,
    pick,
    text,
    texts,
)

PLACEHOLDER = re.compile(r"\{(\w+)")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def tiny_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A third language of two texts: what adding one takes is this file."""
    (tmp_path / "eo.py").write_text('TEXTS = {"level.OPPOSE": "kontraŭas", "list.comma": " kaj "}\n', encoding="utf-8")
    monkeypatch.setattr(further, "__path__", [*further.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    _forget()
    yield "eo"
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for cached in (further_languages, catalogue, _translations, _lacking):
        cached.cache_clear()
    for language in ("eo", "ia"):
        sys.modules.pop(f"{further.__name__}.{language}", None)


def test_every_code_has_both_languages() -> None:
    for code, entry in catalogue().items():
        english, chinese = entry
        assert english.strip(), code
        assert chinese.strip(), code
        assert not CHINESE.search(english), code


def test_both_languages_fill_the_same_places() -> None:
    def places(words: str) -> set[str]:
        return {re.sub(r"_(en|zh)$", "", name) for name in PLACEHOLDER.findall(words)}

    assert {code: entry for code, entry in catalogue().items() if places(entry[0]) != places(entry[1])} == {}


def test_a_code_stands_for_one_text() -> None:
    entries = catalogue()
    assert len(entries) > 200
    assert all(entry.code == code for code, entry in entries.items())


def test_nothing_is_foretold() -> None:
    """Settled attitudes and chances are a model's state of rest, no forecast (method 3)."""
    told = {code: entry for code, entry in catalogue().items() if re.search(r"\bwill\b|将会", " ".join(entry))}
    assert told == {}


def test_a_further_language_is_one_file(tiny_language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert languages() == ("zh", "en", tiny_language)
    level = catalogue()["level.OPPOSE"]
    assert [pick(level, language) for language in languages()] == ["反对", "opposes", "kontraŭas"]
    filled = Text("{who}: {level}", "{who}：{level}").format(who=("Ann", "安"), level=level)
    assert [pick(filled, language) for language in languages()] == ["安：反对", "Ann: opposes", "Ann: kontraŭas"]
    assert pick(COMMA.join([level, "Ann", ("Bea", "贝")]), tiny_language) == "kontraŭas kaj Ann kaj Bea"
    assert "".join(capsys.readouterr()) == ""


def test_what_a_further_language_lacks_is_english_and_logged(
    tiny_language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = catalogue()["level.ACCEPT"]
    assert pick(lacking, tiny_language) == "accepts"
    told = "".join(capsys.readouterr())
    assert "level.ACCEPT" in told
    assert tiny_language in told


def test_a_further_language_has_no_code_that_nobody_uses(tiny_language: str, tmp_path: Path) -> None:
    (tmp_path / "ia.py").write_text('TEXTS = {"level.GONE": "x"}\n', encoding="utf-8")
    _forget()
    assert "ia" in languages()
    with pytest.raises(ValueError, match=r"level\.GONE of language ia"):
        catalogue()
    assert tiny_language in languages()


def test_a_text_stays_a_pair_with_its_code() -> None:
    word = text("x.y", "yes", "是")
    assert word == ("yes", "是")
    assert word.code == "x.y"
    room = texts("other", {"YES": word, "NO": ("no", "否")})
    assert [entry.code for entry in room.values()] == ["x.y", "other.NO"]
    assert composed(lambda language: language) == ("en", "zh")
