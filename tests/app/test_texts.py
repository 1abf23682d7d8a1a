"""The text catalogue: both languages everywhere, one word for one thing, and a further language in one file."""

import importlib
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.power_map.advice import gaps
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
from graph.analysis.pipeline import analyse
from graph.kinds import Membership
from tests.accounts_at_hand import TODAY, met, person, power

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


def test_a_thread_of_who_left_is_taken_over_and_not_joined() -> None:
    def step(*memberships: Membership) -> str:
        lists = {"interactions": [met(["man"], ["x"], 30)], "memberships": memberships}
        graph = power([person("x", 1, "d"), person("y", 3, "d")], departments=["d"], **lists)
        (gap,) = (gap for gap in gaps(analyse(graph)) if gap.kind == "SINGLE_THREAD")
        return gap.next_step.text_en

    gone = Membership(member="man", since=TODAY - timedelta(days=400), until=TODAY - timedelta(days=1))
    assert "beside man" in step()
    assert "takes over in d from man, no longer in the team" in step(gone)


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


SHORT = 30  # longest English of a term; what is longer is a sentence
HEADINGS = ("sheet.", "guide.")  # headings of workbooks are short for their sheet, and files people keep go by them
OTHER_THING: dict[str, str] = {  # codes whose term reads like another's and means something else, and why
    "activity_state.PLANNED": "a state, not a place in the plan",
    "assessment.FIT": "strategic fit, not fitting a picture to its frame",
    "assessment.STABILITY": "of what we deliver, not of a rank among draws",
    "ltc_stage.OPPORTUNITY": "a step of the sales process, after the lead",
    "scan_layer.COST": "what a product costs to make, not what a plan spends",
    "report.columns.high": "upper end of a range, not a severity",
    "report.columns.low": "lower end of a range, not a severity",
    "style.I": "a LIEF style, not a decision role",
    "report.columns.votes": "how many votes, not that votes are the basis",
    "page.facts.people": "how many",
    "report.columns.people": "how many",
    "report.tiles.departments": "how many",
    "report.columns.by": "by which day",
    "workbook.about": "name of a sheet that imports skip",
    "report.columns.wanted": "the state that is wanted, a column of its own",
}
BROADER_CHINESE: dict[str, str] = {  # one Chinese word for two English ones
    "客户": "customer and account",
    "目标": "goal and target",
    "接触": "contact, and the attitude of who was contacted and no more",
    "技术": "technology and technical",
    "汇报": "reporting, and who reports to whom on a line",
    "相识": "acquaintance, and that two are acquainted",
    "久未接触": "a contact level, and the gap it makes",
    "依据": "basis of the numbers, and the facts of a check",
    "对象": "what a gap is about, and towards whom an attitude is",
    "无": "none and nobody",
}


def terms() -> Iterator[tuple[str, str, str]]:
    """Code, English without its plural, and Chinese of every short text outside the headings of workbooks."""
    for code, (english, chinese) in catalogue().items():
        if len(english) <= SHORT and not code.startswith(HEADINGS):
            singular = re.sub(r"(?<=[a-z]{3})s$", "", re.sub(r"ies$", "y", english.casefold()))
            yield code, singular, chinese


def test_one_english_term_has_one_chinese() -> None:
    chinese_of: dict[str, dict[str, list[str]]] = {}
    for code, english, chinese in terms():
        if code not in OTHER_THING:
            chinese_of.setdefault(english, {}).setdefault(chinese, []).append(code)
    assert {english: found for english, found in chinese_of.items() if len(found) > 1} == {}


def test_one_chinese_term_has_one_english() -> None:
    english_of: dict[str, dict[str, list[str]]] = {}
    for code, english, chinese in terms():
        if code not in OTHER_THING and chinese not in BROADER_CHINESE:
            english_of.setdefault(chinese, {}).setdefault(english, []).append(code)
    assert {chinese: found for chinese, found in english_of.items() if len(found) > 1} == {}


def test_every_exception_is_one() -> None:
    entries = list(terms())
    assert OTHER_THING.keys() <= {code for code, _, _ in entries}
    assert BROADER_CHINESE.keys() <= {chinese for _, _, chinese in entries}
