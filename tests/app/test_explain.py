"""Why a person has their score: over REST on both engines, and on the command line."""

import json
import re

import httpx
import pytest

from tests.app.test_golden import ask
from tests.app.test_power_map import BID, loaded, refused  # noqa: F401 - a fixture
from tests.commands import Commands
from tests.conftest import EMBEDDED_ONLY

pytestmark = EMBEDDED_ONLY


async def test_numbers_and_words(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = await ask(client, loaded, "people/P06/explanation", **BID)
    assert (found["place"], found["of_people"]) == (4, 25)
    score = found["person"]["scores"]["decision_influence"]
    assert sum(part["share"] for part in found["parts"]) == pytest.approx(found["parts_sum"])
    assert found["parts_sum"] == pytest.approx(score, rel=0.1)
    total = sum(voice["part"] for voice in found["voices"])
    assert total == pytest.approx(found["person"]["settled"]["NORTHGATE"], abs=0.02)
    assert found["text_en"][0].startswith("Cheng Ruoshui is number 4 of 25")
    assert found["text_zh"][0].startswith("程若水的决策影响力在 25 人中排第 4")
    assert any("Hidden influencer" in line for line in found["text_en"])
    assert len(found["text_en"]) == len(found["text_zh"])


async def test_every_other_score_is_explained(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    for person in ("P01", "P06", "P10"):
        answer = await ask(client, loaded, f"people/{person}/explanation", **BID)
        scores, parts = answer["person"]["scores"], answer["score_parts"]
        for name in ("influence_source", "decision_convergence"):
            lines = sum(line["share"] for line in parts[name]["lines"])
            assert parts[name]["base"] + lines == pytest.approx(scores[name])
        control = parts["betweenness_control"]
        through = control["rest"] + sum(way["share"] for way in control["ways"])
        assert through == pytest.approx(scores["betweenness_control"])
        for name in ("closeness_access", "constraint"):
            assert sum(part["share"] for part in parts[name]) == pytest.approx(scores[name])
    english, chinese = "\n".join(answer["text_en"]), "\n".join(answer["text_zh"])
    assert "the rest comes from who follows them: Qin Shouyi 1.1%, Fan Zhixing 1.1%." in english
    assert "其余来自追随者：秦守义 1.1%、范知行 1.1%。" in chinese
    assert "Paths through this person: on no strongest path between two others." in english


async def test_sentences_speak_of_people_and_stages_by_name(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    for asked in (BID, {}):
        for person in ("P01", "P06", "P20"):
            answer = await ask(client, loaded, f"people/{person}/explanation", **asked)
            english, chinese = "\n".join(answer["text_en"]), "\n".join(answer["text_zh"])
            assert not re.search(r"\bwill\b|key decision maker|\bP\d\d\b|in rank\b(?!,|\.)", english), english
            assert not re.search(r"关键决策人|evaluation|award|rank|\bP\d\d\b", chinese), chinese


async def test_every_person_can_be_explained(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    for person in (f"P{i:02}" for i in range(1, 26)):
        assert (await ask(client, loaded, f"people/{person}/explanation"))["basis"] == "rank"
    await refused(client, loaded, "people/P99/explanation", 404)


async def test_on_the_command_line(loaded: str, commands: Commands) -> None:  # noqa: F811
    asked = ("explain", loaded, "P06", "--opportunity", "core-cloud-2027", "--as-of", "2026-11-20")
    assert (await commands.beside(*asked, "--lang", "zh"))[:3] == "程若水"
    english = await commands.beside(*asked, "--lang", "en")
    assert "is number 4 of 25" in english
    assert "Constraint (low for who stands between groups)" in english
    assert json.loads(await commands.beside(*asked, "--json"))["place"] == 4
    nobody = await commands.beside("explain", loaded, "P99", code=1)
    assert nobody.strip().startswith("powermap: no such thing: no person 'P99'")
