"""The standalone page's words and its own text: what the scripts ask for is there, and nothing can end a script early."""

import base64
import hashlib
import html
import json
import re

from app.page import page
from app.texts import page as page_words
from tests.test_architecture import tracked
from tests.views_at_hand import made_view, sample_view


def asked_for() -> set[str]:
    """The keys of words that the viewer uses; a key put together at run time stands as its beginning and a star."""
    text = "".join(file.read_text(encoding="utf-8") for file in tracked("app/web/frontend") if "/viewer" in str(file))
    plain = re.findall(r"\bwords(?:\(\))?\.(\w+)", text) + re.findall(r"data\.words\.(\w+)", text)
    made = [f"{start}*" for start in re.findall(r"\bwords(?:\(\))?\[`(\w+)\$\{", text)]
    return {*plain, *made} - {"at", "map"}


def missing_and_unused(used: set[str], held: set[str]) -> tuple[set[str], set[str]]:
    starts = tuple(key[:-1] for key in used if key.endswith("*"))
    plain = {key for key in used if not key.endswith("*")}
    return plain - held, {key for key in held - plain if not (starts and key.startswith(starts))}


def test_every_word_is_there_and_used() -> None:
    missing, unused = missing_and_unused(asked_for(), {*page_words.SHOWN})
    assert missing == set()
    assert unused - {"map"} == set()


def test_words_are_in_both_languages() -> None:
    tables = (page_words.SHOWN, page_words.FACTS, page_words.PEOPLE)
    for table in tables:
        for key, (english, chinese) in table.items():
            assert english, key
            assert chinese, key
            assert {*re.findall(r"\{\w+\}", english)} == {*re.findall(r"\{\w+\}", chinese)}, key


def test_the_policy_allows_this_script_and_style_only() -> None:
    text = page.write(sample_view()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    for tag in ("style", 'script type="module"'):
        (held,) = re.findall(rf"<{tag}>(.*?)</{tag.split()[0]}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    without_data = re.sub(r"<script type=.application.*?</script>", "", text)
    assert not re.search(r"https?://(?!www\.w3\.org)|\bimport[ (]|\bfetch\(|XMLHttpRequest|WebSocket", without_data)
    assert not re.search(r"\bon\w+=", re.sub(r"<script.*?</script>", "", without_data, flags=re.DOTALL))


def test_data_cannot_leave_its_element() -> None:
    hostile = "</script><!--<script>&amp;"
    text = page.write(made_view(3, name=hostile, title=hostile)).decode()
    (held,) = re.findall(r'<script type="application/json" id="page-data">(.*?)</script>', text, re.DOTALL)
    assert not {*held} & {*"<>&\u2028\u2029"}
    assert {person["name"] for person in json.loads(held)["people"]} == {hostile}
    assert html.escape(hostile) not in text


def test_the_same_view_gives_the_same_bytes() -> None:
    assert page.write(sample_view()) == page.write(sample_view())
