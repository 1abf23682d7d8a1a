"""`powermap template` and `powermap import`: from an empty folder of CSV files to an account, faults as table and workbook."""

import asyncio
import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from app.cli.commands import app
from app.imports.patience import patiently
from graph.errors import OutcomeUnknown, QueryTooSlow, StoreUnavailable
from tests.commands import Commands


@pytest.mark.slow
async def test_a_folder_is_filled_and_imported(tmp_path: Path, account_id: str, commands: Commands) -> None:
    folder, errors = tmp_path / "csv", tmp_path / "errors.xlsx"
    asked = ["import", str(folder), "--account", account_id, "--lang", "en"]
    run = commands.beside

    await run("template", "--csv", str(folder), "--lang", "zh")
    people = folder / "people.csv"
    empty = people.read_text(encoding="utf-8-sig")
    people.write_text(empty + ",p1,张伟,,,九\n", encoding="gb18030")
    said = await run(*asked, "--errors-to", str(errors), code=1)
    assert "F3" in said
    assert "expected Whole number 1 – 6" in " ".join(said.split())
    assert "1 fault, nothing was stored" in said
    assert openpyxl.load_workbook(errors)["Errors"]["B2"].value == "F3"
    people.write_text(empty + ",p1,张伟,,,3\n,,李娜,,,\n", encoding="gb18030")
    said = await run(*asked)
    assert said.startswith(f"{account_id}: 3 created, 0 updated, 0 deleted, 0 unchanged, revision 1")
    assert "1 CSV files read as GB18030, separator ," in said
    assert "0 created, 0 updated, 0 deleted, 3 unchanged" in await run(*asked)
    assert (await run("template", "-o", str(tmp_path / "t.xlsx"), "--lang", "en")).strip() == str(tmp_path / "t.xlsx")
    assert "People" in openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames


LIST = "Name,Title,Department,Manager\nOrla Tandy,COO,IT/OT,\nSunil Rege,Lead,IT/OT,Hana Oduya\n"


def in_a_terminal(commands: Commands, typed: str, *words: str) -> str:
    """What a command says that runs in a terminal where somebody types these lines."""
    ours, theirs = pty.openpty()
    code = "from app.cli.commands import app; app()"
    environment = {**os.environ, "POWERMAP_STORE": commands.store, **commands.environment, "COLUMNS": "120"}
    os.write(ours, typed.encode())
    with subprocess.Popen(
        [sys.executable, "-c", code, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as running:
        os.close(theirs)
        said = b""
        with suppress(OSError):  # the terminal is gone when the command is
            while part := os.read(ours, 10_000):
                said += part
    os.close(ours)
    assert running.returncode == 0, said
    return said.decode()


async def test_in_a_terminal_the_questions_are_asked_one_by_one(
    tmp_path: Path, account_id: str, commands: Commands
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    words = ("import", str(file), "--account", account_id, "--lang", "en")
    said = await asyncio.to_thread(in_a_terminal, commands, "2\n\n", *words)  # a path; the default for the manager
    assert said.index("'IT/OT'") < said.index("'Hana Oduya'")
    dumped = json.loads(await commands.beside("dump", account_id))
    assert {unit["name"] for unit in dumped["departments"]} == {"IT", "OT"}
    assert [one["name"] for one in dumped["people"] if one.get("placeholder")] == ["Hana Oduya"]


async def test_answers_come_from_a_file_and_a_paste_from_standard_input(
    tmp_path: Path, account_id: str, commands: Commands
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"answers": {"manager/Hana Oduya": "none"}}), encoding="utf-8")
    pasted = LIST.replace(",", "\t")
    done = await asyncio.to_thread(
        lambda: CliRunner().invoke(
            app,
            ["import", "-", "--account", account_id, "--answers", str(answers), "--lang", "en"],
            input=pasted,
            env={"POWERMAP_STORE": commands.store, **commands.environment},
        )
    )
    assert done.exit_code == 0, done.output
    dumped = json.loads(await commands.beside("dump", account_id))
    assert sorted(one["name"] for one in dumped["people"]) == ["Orla Tandy", "Sunil Rege"]
    assert "reporting" not in dumped or dumped["reporting"] == []


@pytest.mark.slow
async def test_what_was_pasted_and_answered_is_kept_where_the_store_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text('{"answers": {"manager/Hana Oduya": "none"}}', encoding="utf-8")
    away = {"POWERMAP_STORE": "neo4j://nobody@127.0.0.1:1/neo4j"}
    words = ["import", "-", "--account", "globex", "--answers", "a.json", "--lang", "en"]
    done = await asyncio.to_thread(lambda: CliRunner().invoke(app, words, input=LIST, env=away))
    assert done.exit_code == 1
    again = "powermap import powermap-pasted.txt --account globex --answers powermap-answers.json"
    assert again in " ".join(done.output.split())
    assert (tmp_path / "powermap-pasted.txt").read_text(encoding="utf-8") == LIST
    assert json.loads((tmp_path / "powermap-answers.json").read_text(encoding="utf-8")) == {
        "answers": {"manager/Hana Oduya": "none"}
    }
    (tmp_path / "wrong.csv").write_text("Name,Title\nAnn,COO,x\n", encoding="utf-8")
    done = await asyncio.to_thread(
        lambda: CliRunner().invoke(app, ["import", "wrong.csv", "--account", "globex", "--lang", "en"], env=away)
    )
    assert "1 fault, nothing was stored" in done.output  # what is wrong with the file is told all the same


async def test_a_store_that_is_away_for_a_moment_is_asked_again() -> None:
    failures = [StoreUnavailable("away"), QueryTooSlow("slow")]

    async def ask() -> str:
        if failures:
            raise failures.pop()
        return "answer"

    assert await patiently(ask, (0, 0)) == "answer"
    failures = [StoreUnavailable("away")] * 3
    with pytest.raises(StoreUnavailable):
        await patiently(ask, (0, 0))
    assert failures == []
    failures = [OutcomeUnknown("a write")] * 2
    with pytest.raises(OutcomeUnknown):
        await patiently(ask, (0, 0))
    assert len(failures) == 1  # not written twice
