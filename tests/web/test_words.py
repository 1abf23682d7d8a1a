"""The page's words and its own text: what the scripts ask for is there, and nothing can end a script early."""

import base64
import hashlib
import html
import json
import re
from pathlib import Path

import pytest

from app.page import page
from app.page.assets import SCRIPTS, source
from app.texts import page as page_words
from app.texts import web as shell_words
from app.web import routes
from tests.views_at_hand import made_view, sample_view

STATIC = Path(routes.__file__).with_name("static")
PAGE = SCRIPTS
SHELL = ("shell.js", "accounts.js")


def asked_for(*names: str) -> set[str]:
    """The keys of words that scripts use; a key put together at run time stands as its beginning and a star."""
    text = "".join(source(name) if name in PAGE else (STATIC / name).read_text(encoding="utf-8") for name in names)
    plain = re.findall(r"\bwords(?:\(\))?\.(\w+)", text) + re.findall(r"data\.words\.(\w+)", text)
    made = [f"{start}*" for start in re.findall(r"\bwords(?:\(\))?\[`(\w+)\$\{", text)]
    return {*plain, *made} - {"codes", "formats", "at", "map"}


def missing_and_unused(used: set[str], held: set[str]) -> tuple[set[str], set[str]]:
    starts = tuple(key[:-1] for key in used if key.endswith("*"))
    plain = {key for key in used if not key.endswith("*")}
    return plain - held, {key for key in held - plain if not (starts and key.startswith(starts))}


@pytest.mark.parametrize(
    ("names", "held", "elsewhere"),
    [
        (PAGE, {*page_words.SHOWN}, {"map"}),
        (SHELL, {*shell_words.WORDS}, {"account", "tier", "level", "stage", "standing", "coverage", "gaps"}),
    ],
    ids=["page", "shell"],
)
def test_every_word_is_there_and_used(names: tuple[str, ...], held: set[str], elsewhere: set[str]) -> None:
    missing, unused = missing_and_unused(asked_for(*names), held)
    assert missing == set()
    assert unused - elsewhere == set()


def test_words_are_in_both_languages() -> None:
    tables = (page_words.SHOWN, page_words.FACTS, page_words.PEOPLE)
    for table in (*tables, shell_words.WORDS, shell_words.FORMATS):
        for key, (english, chinese) in table.items():
            assert english, key
            assert chinese, key
            assert {*re.findall(r"\{\w+\}", english)} == {*re.findall(r"\{\w+\}", chinese)}, key


def test_no_script_makes_markup_of_data() -> None:
    for file in (*PAGE, *SHELL):
        text = source(file) if file in PAGE else (STATIC / file).read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|Storage", text
        ), file
        assert all(line.endswith('.js";') for line in text.splitlines() if line.startswith("import ")), file


def test_the_policy_allows_this_script_and_style_only() -> None:
    text = page.write(sample_view()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    for tag in ("style", 'script type="module"'):
        (held,) = re.findall(rf"<{tag}>(.*?)</{tag.split()[0]}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not re.search(
        r"\bon\w+=|https?://(?!www\.w3\.org)|^import ",
        re.sub(r"<script type=.application.*?</script>", "", text),
        re.MULTILINE,
    )


def test_data_cannot_leave_its_element() -> None:
    hostile = "</script><!--<script>&amp;"
    text = page.write(made_view(3, name=hostile, title=hostile)).decode()
    (held,) = re.findall(r'<script type="application/json" id="page-data">(.*?)</script>', text, re.DOTALL)
    assert not {*held} & {*"<>&\u2028\u2029"}
    assert {person["name"] for person in json.loads(held)["people"]} == {hostile}
    assert html.escape(hostile) not in text


def test_the_same_view_gives_the_same_bytes() -> None:
    assert page.write(sample_view()) == page.write(sample_view())
