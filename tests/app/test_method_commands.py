"""`powermap review` and `powermap relationships` on the sample account."""

import json
from pathlib import Path

import pytest

from app.sample import SAMPLE
from tests.commands import Commands


@pytest.mark.slow
def test_the_gate_and_the_relationships_in_the_terminal(tmp_path: Path, account_id: str, commands: Commands) -> None:
    full, bare = tmp_path / "full.json", tmp_path / "bare.json"
    own, other, run = account_id, f"{account_id}-bare", commands.run
    document = json.loads(SAMPLE)
    document["account"]["id"] = own
    full.write_text(json.dumps(document), encoding="utf-8")
    document["account"]["id"] = other
    bare.write_text(json.dumps(document | {"snapshots": []}), encoding="utf-8")

    assert run("import", str(full)).startswith(f"{own}: 361 created")
    assert run("import", str(bare)).startswith(f"{other}: 359 created")
    asked = ("--opportunity", "core-cloud-2027", "--as-of", "2026-11-20")
    shown = run("review", own, *asked, "--lang", "zh")
    assert shown.startswith(f"CONDITIONAL  {own} / core-cloud-2027  2026-11-20  POWER_MAP_GATE 2")
    opened = [line.split()[0] for line in shown.splitlines()[1:] if "PASS" not in line]
    assert opened == ["G04", "G05", "G06", "G07"]
    assert run("review", other, *asked).startswith("FAIL")
    assert json.loads(run("review", own, *asked, "--snapshot", "2026Q4", "--json"))["snapshot"] == "2026Q4"
    relations = run("relationships", own, "--as-of", "2026-11-20")
    assert "SUPPLIER by the customer, SUPPLIER by us" in relations
    assert json.loads(run("relationships", own, "--json", "--as-of", "2026-11-20"))["stage"]["confirmed"] == "WEDGE"
    assert "no opportunity" in run("review", own, "--opportunity", "nope", code=1)
