"""The script that starts the tests' Neo4j takes every secret it may generate."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "neo4j_server.py"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("neo4j_server", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("password", ["-starts-like-an-option", "--verbose-secret"])
def test_a_password_is_a_password_whatever_it_begins_with(script: ModuleType, tmp_path: Path, password: str) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "neo4j.conf").write_text(script.CONFIGURATION.format(port=1))
    script.set_initial_password(script.find_java(), script.cached_jars(), tmp_path, password)
    stored = (tmp_path / "data" / "dbms" / "auth.ini").read_text()
    assert stored.startswith("neo4j:")
    assert password not in stored
