"""The served page as it is committed: built of its sources, small enough, wordless and sealed; checked without Node."""

import gzip
import hashlib
import re
from pathlib import Path
from typing import get_args

import pytest

from app.texts import web as words
from app.web import routes
from tests.test_architecture import tracked

STATIC = Path(routes.__file__).with_name("static")
FRONTEND = STATIC.with_name("frontend")
SOURCES = [file for file in tracked("app/web/frontend") if file.suffix in {".ts", ".tsx"}]
TEXT = {file.relative_to(FRONTEND).as_posix(): file.read_text(encoding="utf-8") for file in SOURCES}
CHINESE = re.compile(r"[\u3400-\u9fff]")


def hash_of_sources() -> str:
    """As app/web/frontend/build.mjs makes it."""
    decisive = {"build.mjs", "package-lock.json", "package.json", "tsconfig.json"}
    names = {file.relative_to(FRONTEND).as_posix(): file for file in tracked("app/web/frontend")}
    digest = hashlib.sha256()
    for name in sorted(name for name in names if name in decisive or name.startswith("src/")):
        content = hashlib.sha256(names[name].read_bytes()).hexdigest()
        digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()


def built() -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in STATIC.iterdir() if file.suffix in {".js", ".css"}}


def test_every_file_is_built_of_these_sources() -> None:
    named = {name: re.search(r"sources sha256 ([0-9a-f]{64})", text[:300]) for name, text in built().items()}
    assert {name: found[1] if found else None for name, found in named.items()} == dict.fromkeys(
        built(), hash_of_sources()
    ), "app/web/static is not what its sources make: run scripts/page and commit"


def test_what_loads_first_is_small() -> None:
    first = {name: len(gzip.compress(text.encode())) for name, text in built().items()}
    screens = first.keys() - {"core.js", "shell.js", "shell.css", "viewer.js", "viewer.css"}
    assert len(screens) >= len(get_args(routes.Screen))
    assert {name for name in screens if first["core.js"] + first["shell.js"] + first[name] >= 60_000} == set()
    assert {name: size for name, size in first.items() if size > 42_000} == {}


def test_the_lock_holds_no_address() -> None:
    lock = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')
    assert not re.search(r"registry|npmjs", lock)


def asked_for(pattern: str) -> set[str]:
    return {key for text in TEXT.values() for found in re.findall(pattern, text) for key in found if key}


def test_every_word_is_there_and_used() -> None:
    text = "".join(TEXT.values())
    keys = asked_for(r'\bt\((?:[\w.!=<" ]+ \? )?"(\w+)"(?: : "(\w+)")?')
    starts = tuple(re.findall(r"\bt\(`(\w+)\$\{", text))
    assert keys - words.WORDS.keys() == set()
    assert {key for key in words.WORDS.keys() - keys if not key.startswith(starts)} == set()
    vocabularies = asked_for(r'\b(?:coded|codesOf)\("(\w+)"()')
    assert vocabularies - words.CODES.keys() == {"format", "sign", "value", "names"}


def test_words_are_in_both_languages_and_only_there() -> None:
    for table in (words.WORDS, words.FORMATS, *words.CODES.values()):
        for key, (english, chinese) in table.items():
            assert english, key
            assert chinese, key
            assert {*re.findall(r"\{\w+\}", english)} == {*re.findall(r"\{\w+\}", chinese)}, key
            assert not CHINESE.search(english), key
    named = {name for name, text in TEXT.items() if CHINESE.search(re.sub(r"//.*", "", text).replace('"中文"', ""))}
    assert named == set(), "texts belong into app/texts"


@pytest.mark.parametrize("name", sorted(TEXT))
def test_no_source_makes_markup_of_data_or_asks_elsewhere(name: str) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|dangerously|document\.write|\beval\b|new Function|sessionStorage",
        TEXT[name],
    )
    assert not re.search(r"https?://(?!www\.w3\.org/)", TEXT[name])
    assert len(TEXT[name].splitlines()) <= 400
