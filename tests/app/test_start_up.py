"""What a command imports: the help next to nothing, the service nothing that only some answers need."""

import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import typer
from typer.testing import CliRunner

from app.cli.commands import COMMANDS, app, command
from tests.commands import engine_of
from tests.conftest import Place

HEAVY = ("app.main", "fastapi", "networkx", "numpy", "neo4j", "pydantic", "rich", "scipy")
MODULES_OF_THE_HELP = 250


def imported_by(code: str) -> set[str]:
    """The modules a new interpreter has loaded once it has run the code."""
    told = "\nimport sys\nsys.stderr.write(chr(10).join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code + told], capture_output=True, check=True, text=True)
    return set(done.stderr.splitlines())


def test_the_help_imports_next_to_nothing() -> None:
    code = "from app.cli import main\nimport sys\nsys.argv = ['powermap', '--help']\ntry:\n    main()\nexcept SystemExit: pass"
    modules = imported_by(code)
    assert "app.cli.commands" in modules
    assert len(modules) < MODULES_OF_THE_HELP, len(modules)
    assert [name for name in HEAVY if name in modules] == []


def test_the_engine_starts_before_the_service_is_imported() -> None:
    modules = imported_by("import app.cli.serve_commands")
    assert "graph.embedded" in modules
    assert [name for name in ("app.main", "fastapi", "networkx", "neo4j", "scipy") if name in modules] == []


def test_the_service_imports_nothing_that_only_some_answers_need() -> None:
    modules = imported_by("import app.cli.serving")
    assert "app.main" in modules
    assert [name for name in ("pptx", "pypinyin") if name in modules] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_the_command_says(name: str) -> None:
    module, _, attribute = COMMANDS[name][0].partition(":")
    target = getattr(__import__(f"app.cli.{module}", fromlist=[attribute]), attribute)
    told = target.info.help if isinstance(target, typer.Typer) else inspect.getdoc(target)
    assert COMMANDS[name][1] == told
    assert command(name).get_short_help_str(1000) in {told, told.rstrip(".")}


def test_a_command_that_is_not_there_is_refused_in_one_line() -> None:
    done = CliRunner().invoke(app, ["nothing"])
    assert done.exit_code == 2
    assert "nothing" in done.stderr
    listed = CliRunner().invoke(app, ["--help"]).stdout
    assert [name for name in COMMANDS if name not in listed] == []


def test_a_wrong_store_is_named_in_one_line() -> None:
    done = CliRunner().invoke(app, ["serve", "--store", "sqlite:x"])
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "the store's URL must be embedded:PATH" in line


def test_spans_without_their_extra_are_refused_in_one_line(tmp_path: Path) -> None:
    environment = {"POWERMAP_SPANS": "http://127.0.0.1:9", "POWERMAP_STORE": f"embedded:{tmp_path / 'store'}"}
    done = CliRunner(env=environment).invoke(app, ["serve", "--port", "0"])
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.endswith("install the extra powermap[otel]")


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"database": "nowhere"}, "the store has no such database"),
        ({"password": "not the one"}, "the store refuses our user or password"),
        ({"port": 9}, "the store does not answer"),
    ],
    ids=["database", "password", "host"],
)
def test_a_neo4j_that_does_not_serve_is_named_in_one_line(
    neo4j_place: Place, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], told: str
) -> None:
    """By its host and database, whatever is wrong with it, and without the password."""
    parts = urlsplit(neo4j_place.url)
    port, database = change.get("port", parts.port), change.get("database", parts.path.strip("/"))
    monkeypatch.setenv("POWERMAP_STORE_PASSWORD", change.get("password", neo4j_place.password))
    done = CliRunner().invoke(app, ["check", "--store", f"bolt://neo4j@{parts.hostname}:{port}/{database}"])
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert told in line
    assert line.endswith(f"({parts.hostname}:{port}, database {database})")


def test_check_fails_where_accounts_are_missing(tmp_path: Path) -> None:
    with engine_of(tmp_path / "store") as commands:
        short = commands.try_("check", "--accounts", "1")
        assert (short.exit_code, short.stderr.count("\n")) == (1, 1)
        assert "0 accounts are there, 1 at least" in short.stderr
        commands.run("check", "--accounts", "0")
