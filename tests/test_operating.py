"""The examples for operators are files that are read here: settings that exist, no secret in them, and nothing left open."""

import configparser
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.auth.keys import is_key
from app.settings import Settings
from tests import documents
from tests.commands import Commands, engine_of
from tests.test_architecture import ROOT

FOLDER = ROOT / "scripts" / "operating"
SETTINGS = {f"POWERMAP_{name.upper()}" for name in Settings.model_fields}
NAMED = re.compile(r"\bPOWERMAP_[A-Z_]+\b")
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))


def manifests() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((FOLDER / "kubernetes.yaml").read_text(encoding="utf-8")))


def pod() -> dict[str, Any]:
    (deployment,) = [one for one in manifests() if one["kind"] == "Deployment"]
    spec: dict[str, Any] = deployment["spec"]["template"]["spec"]
    return spec


def unit() -> dict[str, list[str]]:
    """The lines of [Service]; a name may come several times."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / "powermap.service").read_text(encoding="utf-8").partition("[Service]")[2].splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def settings_in_use() -> Iterator[tuple[str, str]]:
    yield from COMPOSE["services"]["powermap"]["environment"].items()
    yield from ((one["name"], one["value"]) for one in pod()["containers"][0]["env"])
    for line in unit()["Environment"]:
        name, _, value = line.partition("=")
        yield name, value


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.name)
def test_every_setting_that_is_named_is_one(file: Path) -> None:
    named = set(NAMED.findall(file.read_text(encoding="utf-8")))
    assert bool(named) == (file.name not in {"alerts.yaml", "dashboard.json"})  # which are about metrics, not settings
    assert named <= SETTINGS


def test_the_settings_are_valid_and_hold_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    used = [(name, value) for name, value in settings_in_use() if name.startswith("POWERMAP_")]
    assert len(used) > 8
    for name, value in used:
        if name not in {"POWERMAP_STORE_PASSWORD_FILE", "POWERMAP_KEY_SECRET_FILE"}:  # what they name is not here
            monkeypatch.setenv(name, value)
            Settings()
            monkeypatch.delenv(name)
    assert {name for name, _ in used} & {"POWERMAP_STORE_PASSWORD", "POWERMAP_KEY_SECRET", "POWERMAP_DEMO"} == set()
    assert not re.search(r"(?i)password: *\S|NEO4J_AUTH:", (FOLDER / "compose.yaml").read_text(encoding="utf-8"))


def test_compose_keeps_the_store_to_itself() -> None:
    service, database = COMPOSE["services"]["powermap"], COMPOSE["services"]["neo4j"]
    assert "ports" not in database
    assert [COMPOSE["networks"][name].get("internal") for name in database["networks"]] == [True]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["environment"]["POWERMAP_STORE"].startswith("bolt+ssc://")
    for one in (service, database):
        assert set(one["secrets"]) <= set(COMPOSE["secrets"])
        assert one["mem_limit"]
    hardened = {name.removeprefix("NEO4J_"): value for name, value in database["environment"].items()}
    assert hardened["server_http_enabled"] == hardened["server_https_enabled"] == "false"
    assert hardened["server_bolt_tls__level"] == "REQUIRED"
    assert hardened["dbms_security_allow__csv__import__from__file__urls"] == "false"
    assert hardened["internal_dbms_cypher__ip__blocklist"] == "0.0.0.0/0,::/0"


def test_kubernetes_runs_one_closed_owner_of_the_folder() -> None:
    (container,) = pod()["containers"]
    (deployment,) = [one for one in manifests() if one["kind"] == "Deployment"]
    assert (deployment["spec"]["replicas"], deployment["spec"]["strategy"]["type"]) == (1, "Recreate")
    assert pod()["enableServiceLinks"] is False, "they set POWERMAP_PORT"
    assert pod()["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert {probe: container[probe]["httpGet"]["path"] for probe in ("livenessProbe", "readinessProbe")} == {
        "livenessProbe": "/health/live",
        "readinessProbe": "/health/ready",
    }
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod()["volumes"]}


def test_the_unit_is_one_and_writes_to_its_state_only() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign] - names keep their capitals
    parser.read(FOLDER / "powermap.service", encoding="utf-8")
    assert parser.sections() == ["Unit", "Service", "Install"]
    service = unit()
    assert (service["DynamicUser"], service["ProtectSystem"]) == (["yes"], ["strict"])
    assert "MemoryDenyWriteExecute" not in service, "Java writes what it runs"
    (state,) = service["StateDirectory"]
    for name, value in settings_in_use():
        if "/var/lib" in value:
            assert value.partition("/var/lib/")[2].startswith(state), name


# -- the guide ----------------------------------------------------------------------------------------------------


def blocks(info: str) -> list[str]:
    """The guide's code blocks of this kind, in its order."""
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{info}\n(.*?)^```", guide, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """One terminal in an empty folder, its store's engine running as beside a service, with an account in it."""
    folder = tmp_path_factory.mktemp("operating")
    with chdir(folder), engine_of(folder / "store") as commands:
        Path("acme.json").write_bytes(documents.bytes_of(documents.small("acme")))
        commands.run("import", "acme.json")
        yield commands


@pytest.mark.slow
def test_the_blocks_of_the_guide_are_run(here: Commands) -> None:
    """Every `sh` block, top to bottom: commands of ours on the store, all else by the shell."""
    said: dict[str, str] = {}
    for block in blocks("sh"):
        if not block.startswith("powermap"):
            subprocess.run(["/bin/sh", "-ec", block], check=True, capture_output=True)
            continue
        for line in block.splitlines():
            program, *words = shlex.split(line)
            assert program == "powermap"
            said[line] = here.run(*words)
    assert is_key(Path("admin-key").read_text(encoding="utf-8").strip())
    secrets = set(COMPOSE["secrets"])
    assert {path.name for path in Path("secrets").iterdir()} == secrets
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} == secrets
    assert "CRM sync" in said["powermap keys list"]
    assert re.search(r"1 accounts, 3 keys", said["powermap backup -o powermap.backup"])
    for place in ("restored", "moved"):
        assert said[f"powermap check --store embedded:{place}"] == "ok: 1 accounts, every invariant holds\n"


def test_what_the_guide_shows_of_docker_is_what_there_is() -> None:
    shown = "".join(blocks("sh docker"))
    assert shown.count("docker run") == 2
    assert set(NAMED.findall(shown)) <= SETTINGS
    assert set(re.findall(r"^docker (\w+)", shown, re.MULTILINE)) <= {"build", "run", "exec"}


def test_the_first_lines_of_compose_make_the_same_secrets_as_the_guide() -> None:
    (made,) = [block for block in blocks("sh") if "secrets" in block]
    head = (FOLDER / "compose.yaml").read_text(encoding="utf-8").partition("name:")[0]
    for word in (
        "secrets/store-password",
        "secrets/neo4j-auth",
        "secrets/key-secret",
        "tls/private.key",
        "tls/public.crt",
    ):
        assert word in made
        assert word in head


def test_every_promise_names_a_test_that_shows_it() -> None:
    """A row of the table of promises: its test is there, and one that `scripts/faults` runs."""
    table = (FOLDER / "README.md").read_text(encoding="utf-8").partition("## What is promised")[2].partition("\n## ")[0]
    named = re.findall(r"^\| .+ \| `(test_\w+)` \| .+ \| .+ \|$", table, re.MULTILINE)
    assert len(named) == table.count("\n| ") - 1  # but for the heading
    places = re.findall(r"\btests/\S+", (ROOT / "scripts" / "faults").read_text(encoding="utf-8"))
    files = [
        file
        for place in places
        for file in ([ROOT / place] if place.endswith(".py") else (ROOT / place).glob("test_*.py"))
    ]
    there = {
        name
        for file in files
        for name in re.findall(r"^async def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert set(named) <= there
    for bench in re.findall(r"scripts/bench/\w+\.py", table):
        assert (ROOT / bench).is_file()
