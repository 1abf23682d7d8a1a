"""`powermap template` and `powermap import`: from an empty folder of CSV files to an account, faults as table and workbook."""

from pathlib import Path

import openpyxl
import pytest

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
