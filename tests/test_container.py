"""The image's last steps without Docker: a plain folder is /data, and each start has a new home, as each container has."""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from dockerfile_parse import DockerfileParser

from tests.patience import PATIENCE
from tests.test_architecture import ROOT

pytestmark = pytest.mark.slow
KEY = re.compile(r"pm_[a-z0-9]{12}_[A-Za-z0-9_-]{43}")


def image() -> dict[str, str]:
    with (ROOT / "Dockerfile").open("rb") as file:
        return {step["instruction"]: step["value"] for step in DockerfileParser(fileobj=file).structure}


def environment(data: Path, home: Path | None, **settings: str) -> dict[str, str]:
    """What the image sets, with the folder in place of /data; where there is a home, nothing else leads to the folder."""
    here = {name: value for name, value in os.environ.items() if not name.startswith(("POWERMAP_", "XDG_"))}
    image_own = dict(word.split("=", 1) for word in shlex.split(image()["ENV"].replace("/data", str(data))))
    if home is not None:
        image_own["HOME"] = str(home)
        del image_own["XDG_DATA_HOME"]
    return here | image_own | {"POWERMAP_PORT": "0", **settings}


@contextmanager
def started(environment: dict[str, str], cwd: Path) -> Iterator[tuple[str, list[str]]]:
    """The image's command: its address on loopback, and all it printed once it has ended, as told to."""
    command = json.loads(image()["CMD"])
    said: list[str] = []
    with (
        tempfile.TemporaryFile("w+") as output,
        subprocess.Popen(
            [Path(sys.executable).with_name(command[0]), *command[1:]],
            cwd=cwd,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            said.append(process.stdout.readline())
            port = said[0].strip().rpartition(":")[2]
            yield f"http://127.0.0.1:{port}", said
        finally:
            process.terminate()
            said += process.stdout.readlines()
            assert process.wait(PATIENCE) == 0, said
        output.seek(0)
        said += output.readlines()


def answers(address: str, key: str) -> int:
    with httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE) as ask:
        return ask.get("/api/v1/accounts", headers={"Authorization": f"Bearer {key}"}).status_code


def test_every_key_outlives_its_container(tmp_path: Path) -> None:
    data, homes = tmp_path / "data", [tmp_path / "one", tmp_path / "two"]
    for folder in (data, *homes):
        folder.mkdir()
    with started(environment(data, homes[0]), data) as (address, said):
        assert answers(address, "pm_nobodyhas000_" + "x" * 43) == 401
    (key,) = KEY.findall("\n".join(said))
    assert "embedded:" in said[1]
    with started(environment(data, homes[1], POWERMAP_LOG_FORMAT="json"), data) as (address, said):
        assert answers(address, key) == 200
    assert '"event": "ready"' in "\n".join(said)
    assert KEY.findall("\n".join(said)) == []
    assert [path for home in homes for path in home.rglob("*")] == []


def test_json_lines_hold_no_key_and_a_file_does(tmp_path: Path) -> None:
    settings = environment(tmp_path, None, POWERMAP_LOG_FORMAT="json")
    refused = subprocess.run(
        [Path(sys.executable).with_name("powermap"), "serve"],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (refused.returncode, refused.stderr.count("\n"), KEY.findall(refused.stdout)) == (1, 1, [])
    assert "POWERMAP_ADMIN_KEY_FILE" in refused.stderr
    file = tmp_path / "admin-key"
    with started(settings | {"POWERMAP_ADMIN_KEY_FILE": str(file)}, tmp_path) as (address, said):
        assert answers(address, file.read_text().strip()) == 200
    assert KEY.findall("\n".join(said)) == []
