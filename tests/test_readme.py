"""What the README shows is run: its sample account, its commands, its settings table."""

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import openpyxl
import pytest

from app.settings import Settings
from tests.commands import Commands, engine_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, holding: str) -> str:
    """The README's code block in a language that holds some words."""
    found = [text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if holding in text]
    assert len(found) == 1, holding
    return found[0]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """One terminal in an empty folder, its store's engine running as beside a service.

    Commands that are processes and start the engine themselves are in tests/faults.
    """
    folder = tmp_path_factory.mktemp("readme")
    (folder / "acme.json").write_text(block("json", '"acme"'), encoding="utf-8")
    with chdir(folder), engine_of(folder / "store") as commands:
        commands.environment["XDG_DATA_HOME"] = str(folder)
        yield commands


def run(commands: Commands, command: str) -> str:
    words = shlex.split(command, comments=True)
    assert words.pop(0) == "powermap"
    return commands.run(*words)


def test_a_workbook_is_filled_and_imported(here: Commands) -> None:
    template, imported = [line for line in block("sh", "powermap template").splitlines() if line.startswith("powermap")]
    run(here, template)
    book = openpyxl.load_workbook("account.xlsx")
    sheet = book["People"]
    headings = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    for name, rank in (("Ann Chief", 1), ("Bob Plant", 3)):
        row = sheet.max_row + 1
        sheet.cell(row, headings["Name"], name)
        sheet.cell(row, headings["Rank"], rank)
    book.save("account.xlsx")
    assert run(here, imported).startswith("globex: 3 created, 0 updated, 0 deleted, 0 unchanged, revision 1")


def test_the_five_minutes_to_a_first_account(here: Commands) -> None:
    commands = [line for line in block("sh", "powermap map").splitlines() if line.startswith("powermap")]
    imported, shown, as_json, explained, reviewed, exported, _, own, checked = [
        run(here, command) for command in commands
    ]
    assert imported == "acme: 17 created, 0 updated, 0 deleted, 0 unchanged, revision 1\n"
    assert "Eve Expert" in shown
    assert "Eve Expert" in explained
    assert "fail" in reviewed
    assert exported.startswith("acme.pptx: pptx, ")
    assert json.loads(as_json)["basis"] == "votes"
    assert "Ann Chief" in own
    assert checked == "ok: 2 accounts, every invariant holds\n"
    key = run(here, block("sh", "keys create").splitlines()[0]).splitlines()[-1]
    assert re.fullmatch(r"pm_[a-z0-9]{12}_[A-Za-z0-9_-]{43}", key)


def test_a_backup_is_written_and_restored(here: Commands) -> None:
    written, restored = [run(here, line) for line in block("sh", "powermap backup").splitlines()]
    assert re.match(r"powermap\.backup: \d+ accounts, ", written)
    assert re.match(r"ok: \d+ accounts, ", restored)


def test_every_setting_is_in_the_table() -> None:
    table = README.partition("## Settings")[2].partition("##")[0]
    missing = {name for name in Settings.model_fields if f"`POWERMAP_{name.upper()}`" not in table}
    assert missing == set()
