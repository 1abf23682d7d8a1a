"""The clients that are made from the OpenAPI document: strictly typed, and working against a service that listens."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.settings import Settings
from tests.patience import PATIENCE
from tests.serving import serving

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "app" / "sample" / "jiangyuan.json"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of both clients, made as a user makes them; the script fails where a strict compiler does."""
    folder = tmp_path_factory.mktemp("clients")
    done = subprocess.run(
        [ROOT / "scripts" / "clients" / "build", folder], capture_output=True, check=False, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (folder / "python" / "dist").glob("*.whl")
    shutil.unpack_archive(wheel, folder / "installed", "zip")
    return folder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a service that has the sample, and a key to it."""
    store = tmp_path_factory.mktemp("store")
    with serving(Settings(store=f"embedded:{store}", key_secret=SecretStr("of this test"))) as running:
        key = asyncio.run(running.key("admin"))
        document = json.loads(SAMPLE.read_text("utf-8"))
        running.put("/accounts/acme/document", {**document, "account": {**document["account"], "id": "acme"}}, key)
        yield running.url, key


def said(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def with_this(text: str, url: str, key: str) -> str:
    return text.replace("http://127.0.0.1:8000", url).replace("pm_…", key)


def test_python_in_readmes_runs(clients: Path, service: tuple[str, str]) -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    text = said([sys.executable, "-c", with_this(shown, *service)], clients, PYTHONPATH=str(clients / "installed"))
    assert re.fullmatch(r"\['[^']+', '[^']+', '[^']+'\] \d+\n", text), text
    own = re.findall(r"```python\n(.*?)```", (clients / "python" / "README.md").read_text("utf-8"), re.DOTALL)
    document = json.loads(SAMPLE.read_text("utf-8"))
    first = document["people"][0]
    shows = f"print(people.loc[{first['id']!r}, 'name'], len(activities), graph.nodes[{first['id']!r}]['class'])"
    script = with_this("\n".join([*own, shows]), *service)
    name, activities, key_class = said(
        [sys.executable, "-c", script], clients, PYTHONPATH=str(clients / "installed")
    ).split()
    assert (name, int(activities)) == (first["name"], len(document["activities"]))
    assert key_class in {"A", "B", "C", "D"}


def test_a_refusal_says_what_the_service_says(clients: Path, service: tuple[str, str]) -> None:
    url, key = service
    script = f"""
from powermap.client import AuthenticatedClient
from powermap.client.hand_off import Refused, people_table
for account, key in (("acnme", {key!r}), ("acme", "pm_wrong")):
    try:
        people_table(AuthenticatedClient(base_url={url!r}, token=key), account)
    except Refused as refused:
        print(refused.problem.code, "|", refused)
"""
    first, second = said([sys.executable, "-c", script], clients, PYTHONPATH=str(clients / "installed")).splitlines()
    assert first.startswith("not-found | ")
    assert "acnme" in first
    assert second.startswith("unauthorized | ")


def test_the_notebook_runs(clients: Path, service: tuple[str, str]) -> None:
    notebook = json.loads((clients / "python" / "power_map.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    url, key = service
    names = {
        "POWERMAP_URL": url,
        "POWERMAP_KEY": key,
        "POWERMAP_ACCOUNT": "acme",
        "PYTHONPATH": str(clients / "installed"),
    }
    script = "\n".join([*cells, "print(len(top), len(by_department), round(people['decision_influence'].sum(), 6))"])
    assert said([sys.executable, "-c", script], clients, **names) == "5 5 1.0\n"


@pytest.mark.skipif(shutil.which("npm") is None, reason="Node is not installed: no TypeScript client is made")
def test_the_typescript_client_runs(clients: Path, service: tuple[str, str]) -> None:
    (shown,) = re.findall(r"```ts\n(.*?)```", (clients / "typescript" / "README.md").read_text("utf-8"), re.DOTALL)
    (clients / "typescript" / "src" / "shown.ts").write_text(
        with_this(shown, *service).replace('"powermap-client"', '"./index.js"'), encoding="utf-8"
    )
    said([str(clients / "typescript" / "node_modules" / ".bin" / "tsc"), "-p", "."], clients / "typescript")
    names = said(["node", "dist/shown.js"], clients / "typescript")
    assert json.loads(SAMPLE.read_text("utf-8"))["people"][0]["name"] in names
    (clients / "typescript" / "src" / "shown.ts").write_text(
        shown.replace("rank: 2", 'rank: "second"').replace('"powermap-client"', '"./index.js"'), encoding="utf-8"
    )
    compiler = clients / "typescript" / "node_modules" / ".bin" / "tsc"
    wrong = subprocess.run(
        [compiler, "-p", "."],
        cwd=clients / "typescript",
        capture_output=True,
        check=False,
        text=True,
    )
    assert wrong.returncode != 0
    assert "TS2322" in wrong.stdout
