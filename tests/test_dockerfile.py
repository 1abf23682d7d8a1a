"""The image's build steps, carried out without Docker: a folder is the file system, a virtual environment its Python.

COPY and `RUN pip` are done as they stand, for both stages; steps that only an image can do (users, folders at the root)
are NOT_DONE_HERE, so that a new one is noticed.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
# The record is made by scripts/setup here, and tests/graph/test_embedded.py sees what came of it.
NOT_DONE_HERE = "powermap warm-up && useradd --system --no-create-home --uid 10001 powermap && install -d"


@dataclass
class Stage:
    root: Path
    workdir: str = "/"
    settings: dict[str, str] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        return self.root / (Path(self.workdir) / name).relative_to("/")

    def run(self, command: str) -> str:
        python = self.root / "usr" / "bin"
        done = subprocess.run(
            ["/bin/sh", "-ec", command],
            cwd=self.path("."),
            env={**pip_environment(), "PATH": f"{python}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout


def pip_environment() -> dict[str, str]:
    """What pip needs of this machine's environment, and nothing of the project's."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL", "POWERMAP"))}


def instructions() -> list[tuple[str, str]]:
    with (ROOT / "Dockerfile").open("rb") as file:
        return [
            (step["instruction"], step["value"])
            for step in DockerfileParser(fileobj=file).structure
            if step["instruction"] != "COMMENT"
        ]


def copy(value: str, stage: Stage, stages: dict[str, Stage]) -> None:
    words = shlex.split(value)
    source_stage = stages[words.pop(0).removeprefix("--from=")] if words[0].startswith("--from=") else None
    *sources, target = words
    for source in sources:
        origin = source_stage.root / source.lstrip("/") if source_stage else ROOT / source
        goal = stage.path(target) / origin.name if target.endswith("/") else stage.path(target)
        goal.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(
                origin, goal, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
            )
        else:
            shutil.copy(origin, goal)


def build(folder: Path) -> Stage:
    stages: dict[str, Stage] = {}
    for instruction, value in instructions():
        if instruction == "FROM":
            name = value.partition(" AS ")[2] or "final"
            stage = stages[name] = Stage(folder / name)
            subprocess.run([sys.executable, "-m", "venv", stage.root / "usr"], check=True)
        elif instruction == "WORKDIR":
            stage.workdir = value
            stage.path(".").mkdir(parents=True, exist_ok=True)
        elif instruction == "COPY":
            copy(value, stage, stages)
        elif instruction == "RUN" and not value.startswith(NOT_DONE_HERE):
            assert value.startswith("pip "), f"a step this test does not know: {value}"
            stage.run(value)
        else:
            stage.settings[instruction] = value
    return stages["final"]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return build(tmp_path_factory.mktemp("image"))


def test_image_holds_the_command(image: Stage) -> None:
    assert {"serve", "demo", "import"} <= set(image.run("powermap --help").split())


def test_image_holds_queries_beside_the_code(image: Stage) -> None:
    where = "import graph, pathlib; print(pathlib.Path(graph.__file__).parent.parent)"
    site = Path(image.run(f'python -c "{where}"').strip())
    queries = {str(file.relative_to(ROOT)) for file in ROOT.glob("cypher/**/*.cypher")}
    assert site.is_relative_to(image.root)
    assert {str(file.relative_to(site)) for file in site.glob("cypher/**/*.cypher")} == queries


def test_image_serves_as_a_nobody_with_its_data_outside(image: Stage) -> None:
    assert image.settings["USER"] == "10001"
    assert image.settings["EXPOSE"] == "8000"
    assert image.settings["VOLUME"] == "/data"
    assert "POWERMAP_STORE=embedded:/data/" in image.settings["ENV"]
    assert "/health/live" in image.settings["HEALTHCHECK"]
    assert json.loads(image.settings["CMD"])[:2] == ["powermap", "serve"]


def test_what_is_copied_is_not_ignored() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [shlex.split(value)[:-1] for instruction, value in instructions() if instruction == "COPY"]
    assert {source for sources in copied if not sources[0].startswith("--from=") for source in sources} == kept
