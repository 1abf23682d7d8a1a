"""`powermap review`, `relationships`, `plan`, `sandbox` and `team` on the sample account."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.sample import SAMPLE
from tests.commands import Commands, engine_of


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Commands]:
    """Commands on a store with no account but this test's, since portfolios tell of all."""
    with engine_of(tmp_path / "store") as commands:
        yield commands


@pytest.mark.slow
def test_the_gate_and_the_relationships_in_the_terminal(tmp_path: Path, own: Commands) -> None:
    full, bare, run = tmp_path / "full.json", tmp_path / "bare.json", own.run
    full.write_bytes(SAMPLE)
    document = json.loads(SAMPLE) | {"snapshots": []}
    document["account"]["id"] = "bare"
    wrong_policy = tmp_path / "wrong.json"
    wrong_policy.write_text(
        json.dumps(document | {"account": document["account"] | {"policy": "NOBODY"}}), encoding="utf-8"
    )
    bare.write_text(json.dumps(document), encoding="utf-8")
    assert run("import", str(full)).startswith("jiangyuan: 367 created")
    assert run("import", str(bare)).startswith("bare: 365 created")
    assert "POWER_MAP_GATE-2" in run("import", str(wrong_policy), "--dry-run", code=1)
    assert "unknown-policy" in run("import", str(wrong_policy), code=1)
    asked = ("--opportunity", "core-cloud-2027", "--as-of", "2026-11-20")
    shown = run("review", "jiangyuan", *asked, "--lang", "zh")
    assert "结论 △ 有条件通过" in shown
    rows = re.findall(r"^ (G\d\d)\s+(\S)", shown, re.MULTILINE)
    assert len(rows) == 16
    assert [check for check, sign in rows if sign != "√"] == ["G04", "G05", "G06", "G07"]
    assert "定标（罗启明（17" in shown, "an open check names people"
    assert "由林望舒负责" in shown, "and who mends it"
    assert "Verdict × fail" in run("review", "bare", *asked, "--lang", "en")
    assert json.loads(run("review", "jiangyuan", *asked, "--snapshot", "2026Q4", "--json"))["snapshot"] == "2026Q4"
    relations = run("relationships", "jiangyuan", "--as-of", "2026-11-20", "--lang", "en")
    assert "Level, by the customer supplier" in relations
    assert re.search(r"Halyard[^\n]*attitude", relations)
    assert (
        json.loads(run("relationships", "jiangyuan", "--json", "--as-of", "2026-11-20"))["stage"]["confirmed"]
        == "WEDGE"
    )
    plan = run("plan", "jiangyuan", *asked, "--budget", "5", "--unit", "DAYS", "--lang", "zh")
    assert "预算 5 人天" in plan
    assert re.search("莫怀古 +摸清态度", plan)
    assert not re.search("FAVORABLE|IN_PROGRESS|PERSONAL", plan)
    assert json.loads(run("plan", "jiangyuan", *asked, "--json"))["portfolio"]["unit"] == "MONEY"
    assert "共发现 6 个商机" in run("sandbox", "--lang", "zh")
    ranked = run("sandbox", "--budget", "1000000", "--lang", "en")
    assert ranked.startswith("Opportunities found: 6, in accounts: 2; selected: 2")
    assert "the budget reaches to here" in ranked
    assert "--currency: three capital letters" in run("sandbox", "--currency", "yuan", "--lang", "en", code=1)
    assert run("team", "--as-of", "2026-11-20", "--lang", "en").startswith("2026-11-20  5 serve several accounts")
    (tmp_path / "own.json").write_text("{}", encoding="utf-8")
    own.environment["POWERMAP_POLICIES"] = str(tmp_path)
    assert "POWERMAP_POLICIES: " in run("review", "jiangyuan", *asked, code=1)
    del own.environment["POWERMAP_POLICIES"]
    assert "no opportunity" in run("review", "jiangyuan", "--opportunity", "nope", code=1)
