"""What the README shows is run: its sample account, its commands, its settings table."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from app.settings import Settings

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
POWERMAP = Path(sys.executable).parent / "powermap"


def block(language: str, holding: str) -> str:
    """The README's code block in a language that holds some words."""
    found = [text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if holding in text]
    assert len(found) == 1, holding
    return found[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "acme.json").write_text(block("json", '"acme"'), encoding="utf-8")
    return tmp_path


def run(folder: Path, command: str) -> str:
    environment = {
        **os.environ,
        "POWERMAP_STORE": f"embedded:{folder / 'store'}",
        "XDG_DATA_HOME": str(folder),
        "LANG": "C.UTF-8",
    }
    words = command.split("#", maxsplit=1)[0].replace('"', "").split()
    assert words[0] == "powermap"
    done = subprocess.run(
        [POWERMAP, *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def test_a_workbook_is_filled_and_imported(folder: Path) -> None:
    template, imported = [line for line in block("sh", "powermap template").splitlines() if line.startswith("powermap")]
    run(folder, template)
    book = openpyxl.load_workbook(folder / "account.xlsx")
    sheet = book["People"]
    headings = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    for name, rank in (("Ann Chief", 1), ("Bob Plant", 3)):
        row = sheet.max_row + 1
        sheet.cell(row, headings["Name"], name)
        sheet.cell(row, headings["Rank"], rank)
    book.save(folder / "account.xlsx")
    assert run(folder, imported).startswith("acme: 3 created, 0 updated, 0 deleted, 0 unchanged, revision 1")


def test_the_five_minutes_to_a_first_account(folder: Path) -> None:
    commands = [line for line in block("sh", "powermap map").splitlines() if line.startswith("powermap")]
    imported, shown, as_json, explained, reviewed, exported, _, checked = [run(folder, command) for command in commands]
    assert imported == "acme: 17 created, 0 updated, 0 deleted, 0 unchanged, revision 1\n"
    assert "Eve Expert" in shown
    assert "Eve Expert" in explained
    assert "FAIL" in reviewed
    assert exported.startswith("acme.pptx: pptx, ")
    assert json.loads(as_json)["basis"] == "votes"
    assert checked == "ok: 1 accounts, every invariant holds\n"
    key = run(folder, block("sh", "keys create").splitlines()[0]).splitlines()[-1]
    assert re.fullmatch(r"pm_[a-z0-9]{12}_[A-Za-z0-9_-]{43}", key)


def test_every_setting_is_in_the_table() -> None:
    table = README.partition("## Settings")[2].partition("##")[0]
    missing = {name for name in Settings.model_fields if f"`POWERMAP_{name.upper()}`" not in table}
    assert missing == set()
