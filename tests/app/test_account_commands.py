"""The commands about an account as a whole, and accounts, opportunities and people in the caller's words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Commands, engine_of

STAGE = {"id": "s1", "order": 1, "kind": "AWARD", "quota": 1, "votes": [{"person": "ann", "weight": 1}]}
ACME = {
    "format": "powermap-account/1",
    "account": {"id": "acme", "name": "Acme Power"},
    "vendor": {"id": "us", "name": "Northgate"},
    "people": [
        {"id": "ann", "name": "Ann Chief", "rank": 1},
        {"id": "bob", "name": "Bob Plant", "rank": 3},
        {"id": "bob2", "name": "Bob Plant", "rank": 4},
    ],
    "opportunities": [{"id": "grid", "name": "Grid control", "stages": [STAGE]}],
}


def written(folder: Path, document: object, name: str = "acme.json") -> str:
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    folder = tmp_path_factory.mktemp("commands")
    with engine_of(folder / "store") as running:
        running.run("import", written(folder, ACME))
        yield running


def test_what_has_one_name_goes_by_it(commands: Commands) -> None:
    by_id = commands.run("explain", "acme", "ann", "--opportunity", "grid", "--lang", "en")
    assert commands.run("explain", "acme power", "ANN CHIEF", "--opportunity", "grid control", "--lang", "en") == by_id
    assert "Grid control" in commands.run("map", "Acme Power", "--opportunity", "Grid control", "--lang", "en")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("map", "acm"), "no account 'acm': did you mean acme (Acme Power)?"),
        (("explain", "acme", "Ann Chef"), "no person 'Ann Chef': did you mean ann (Ann Chief)?"),
        (("explain", "acme", "Bob Plant"), "no person 'Bob Plant': did you mean bob (Bob Plant) or bob2 (Bob Plant)?"),
        (("review", "acme", "--opportunity", "gird"), "no opportunity 'gird': did you mean grid (Grid control)?"),
        (("export", "acme", "-o", "x.docx"), "there is no format for '.docx'"),
        (("map", "zzz"), "no account 'zzz'\n"),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(commands: Commands, words: tuple[str, ...], meant: str) -> None:
    assert meant in commands.run(*words, code=1)


def test_a_file_deletes_only_what_somebody_lets_it(commands: Commands, tmp_path: Path) -> None:
    fewer = written(tmp_path, {**ACME, "people": ACME["people"][:2], "account": {"id": "acme", "name": "Acme Power"}})
    before = commands.run("dump", "acme")
    assert "Records the file lacks: 1;" in commands.run("import", fewer, "--lang", "en", code=1)
    assert commands.run("dump", "acme") == before
    assert "1 deleted" in commands.run("import", fewer, "--yes")
    assert "is taken back (records: 1)" in commands.run("undo", "acme", "--lang", "en")
    assert commands.run("dump", "acme") == before
    assert "the creation of an account is not undone" in commands.run("undo", "acme", code=1)


def _audited(commands: Commands, folder: Path) -> str:
    commands.run("audit", "export", "-o", str(folder / "audit.jsonl"))
    return (folder / "audit.jsonl").read_text(encoding="utf-8")


def test_a_dump_and_our_own_export_load_as_they_are(commands: Commands, tmp_path: Path) -> None:
    assert "snapshot" in commands.run("snapshot", "acme", "--name", "before", "--opportunity", "grid", "--lang", "en")
    dumped, exported, outline = tmp_path / "d.json", tmp_path / "e.json", tmp_path / "o.json"
    commands.run("dump", "acme", "-o", str(dumped))
    assert [one["name"] for one in json.loads(dumped.read_text())["snapshots"]] == ["before"]
    commands.run("export", "acme", "-o", str(exported))
    commands.run("export", "acme", "-o", str(outline), "--redact", "outline")
    commands.run("export", "acme", "-o", str(tmp_path / "again.json"), "--purpose", "handover")
    noted = [json.loads(line) for line in _audited(commands, tmp_path).splitlines()]
    assert [(one["actor"], one.get("purpose")) for one in noted if one["event"] == "export"][-2:] == [
        ("local", None),
        ("local", "handover"),
    ]
    assert "archive" in commands.run("export", "acme", "-o", str(exported), "--purpose", "for Bob", code=2)
    for file in (dumped, exported):
        assert "0 created, 0 updated, 0 deleted" in commands.run("import", str(file))
    assert "export it in full" in commands.run("import", str(outline), code=1)


def test_the_accounts_are_listed(commands: Commands) -> None:
    assert "Acme Power" in commands.run("accounts")
    assert [row["id"] for row in json.loads(commands.run("accounts", "--json"))] == ["acme"]


def test_a_misspelt_setting_is_refused_with_the_nearest(commands: Commands) -> None:
    misspelt = Commands(commands.store, {"POWERMAP_SOTRE": "embedded:elsewhere"})
    said = misspelt.run("accounts", code=1)
    assert "POWERMAP_SOTRE: there is no such setting; did you mean POWERMAP_STORE?" in said


def test_the_version_is_told() -> None:
    assert Commands("").run("--version").startswith("powermap ")
