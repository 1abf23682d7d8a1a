"""The bundled font draws what people are called; text is measured in it."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from app import texts
from app.map.text_metrics import FONT_FILES, FONT_FOLDER, LINE_HEIGHT, fit, missing, shorten, width, wrap
from app.texts import codes, exports
from tests import documents

LIST = Path(__file__).parents[2] / "data" / "general_standard_characters.txt"


def gbk() -> str:
    """Every character of GBK beyond ASCII."""
    lows = (*range(0x40, 0x7F), *range(0x80, 0xFF))
    found = [bytes((high, low)).decode("gbk", "ignore") for high in range(0x81, 0xFF) for low in lows]
    return "".join(char for char in found if len(char) == 1 and ord(char) > 0x7F)


def test_it_covers_gbk() -> None:
    characters = gbk()
    assert len(set(characters)) > 21_000
    assert missing([characters]) == []


def test_it_covers_the_general_standard_characters() -> None:
    characters = "".join(row for row in LIST.read_text().splitlines() if not row.startswith("#"))
    assert len(characters) == 8_105
    assert missing([characters]) == []


def test_it_covers_minus_signs_and_every_sign_we_draw() -> None:
    signs = "−‒–—-+±○◎●★◇▣↘↗…↑→？?％%·　" + "".join(codes.SIGNS.values()) + "".join(exports.MARK_SIGNS.values())
    assert missing([signs]) == []


def test_it_covers_every_text_of_the_product() -> None:
    package = Path(inspect.getfile(texts)).parent
    assert missing(path.read_text() for path in package.rglob("*.py")) == []


@pytest.mark.parametrize("name", ["jiangyuan", "krackhardt"])
def test_it_covers_the_samples(name: str) -> None:
    assert missing([documents.read(name).model_dump_json()]) == []


def test_rare_characters_are_there_or_reported() -> None:
    assert missing(["𠮷䶮镕堃喆赟"]) == []
    assert missing(["Ann 한 \U0001f600", "한\n\u200d\u0301"]) == ["한", "\U0001f600"]


def test_its_licence_goes_with_it_and_its_name_is_its_own() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT_FOLDER / "OFL.txt").read_text()
    for file in FONT_FILES:
        with TTFont(file, lazy=True) as font:
            assert font["name"].getDebugName(1) == "Powermap Sans"
            assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_both_weights_draw_the_same_characters() -> None:
    held = []
    for file in FONT_FILES:
        with TTFont(file, lazy=True) as font:
            held.append(set(font.getBestCmap()))
    assert held[0] == held[1]


SOME_TEXT = st.text(st.sampled_from("王海 abcWi-/欧阳,𠮷"), max_size=60)


@settings(deadline=None, max_examples=200)
@given(SOME_TEXT, st.floats(6, 20), st.floats(30, 200))
def test_lines_are_no_wider_than_the_room_and_lose_nothing(text: str, size: float, room: float) -> None:
    lines = wrap(text, size, room)
    assert all(width(line, size) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("王海 abcWi-/欧阳,𠮷"), min_size=1, max_size=200))
def test_a_name_always_fits_whole(text: str) -> None:
    fitted = fit(text, 15, 120, 34)
    assert "".join("".join(fitted.lines).split()) == "".join(text.split())
    assert all(width(line, fitted.size) <= 120 for line in fitted.lines)
    assert len(fitted.lines) * fitted.size * LINE_HEIGHT <= 34 or fitted.size < 15 * 0.31


def test_a_shortened_text_fits_and_says_so() -> None:
    assert shorten("Director", 10, 200) == "Director"
    cut = shorten("Deputy general manager of everything", 10, 80)
    assert cut.endswith("…")
    assert width(cut, 10) <= 80
