"""The guides are run as they stand, in a shell and in Python, top to bottom, against a service that asks for keys."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Place
from tests.keys_at_hand import SECRET
from tests.patience import PATIENCE
from tests.serving import Service, serving
from tests.test_architecture import ROOT

pytestmark = pytest.mark.slow
GUIDES = ROOT / "scripts" / "guides"
ADDRESS = "http://127.0.0.1:8000"


def blocks(guide: str, language: str) -> str:
    """All a guide shows in a language, as one script."""
    text = (GUIDES / guide).read_text(encoding="utf-8")
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found, (guide, language)
    assert text.count("```") == 2 * len(re.findall(r"```(?:sh|python)\n", text)), "a block nothing runs"
    return "\n".join(found)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    place = Place(f"embedded:{tmp_path_factory.mktemp('guides') / 'store'}")
    with serving(place.settings().model_copy(update={"demo": False, "key_secret": SECRET})) as made:
        yield made


def run(service: Service, folder: Path, *command: str, key: str = "") -> str:
    """What a guide's script prints in a folder of its own, as whoever reads it would run it."""
    if not (folder / "app").exists():
        (folder / "app").symlink_to(ROOT / "app")
    environment = {
        **os.environ,
        "KEY": key,
        "POWERMAP_STORE": service.settings.store,
        "POWERMAP_KEY_SECRET": SECRET.get_secret_value(),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "NO_PROXY": "127.0.0.1",
    }
    script = command[-1].replace(ADDRESS, service.url)
    done = subprocess.run(
        [*command[:-1], script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


SHELL = ("bash", "-euo", "pipefail", "-c")
PYTHON = (sys.executable, "-c")


def test_the_guide_of_the_api(service: Service, tmp_path: Path) -> None:
    key = asyncio.run(service.key("editor"))
    said = run(service, tmp_path, *SHELL, blocks("api.md", "sh"), key=key)
    assert '"total":2' in said.replace(" ", "")
    assert "412: read it again" in said
    assert said.count('"id":"eve"') >= 2
    assert {person["id"] for person in json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))["people"]} == {
        "ann",
        "bob",
    }
    assert (tmp_path / "guide.svg").read_text(encoding="utf-8").startswith("<svg")
    said = run(service, tmp_path, *PYTHON, blocks("api.md", "python"), key=key)
    assert "409 reporting-cycle" in said
    assert said.splitlines()[-2:] == ["['ann']", "['bob']"]


def test_the_cookbook_of_analysts(service: Service, tmp_path: Path) -> None:
    said = run(service, tmp_path, *SHELL, blocks("analyst.md", "sh"))
    assert "list_superiors" in said
    assert len((tmp_path / "deciders.csv").read_text(encoding="utf-8").splitlines()) == 6
    assert json.loads((tmp_path / "superiors.json").read_text(encoding="utf-8"))
    said = run(service, tmp_path, *PYTHON, blocks("analyst.md", "python"))
    assert re.match(r"\d+ nodes, \d+ edges", said)


def test_the_guide_of_contributors(service: Service, tmp_path: Path) -> None:
    assert run(service, tmp_path, *PYTHON, blocks("contributing.md", "python")).startswith("{")
    for line in blocks("contributing.md", "sh").splitlines():
        script, *words = line.split("#")[0].split()
        assert os.access(ROOT / script, os.X_OK), line
        assert all((ROOT / word).exists() for word in words if "/" in word), line
