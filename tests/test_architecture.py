"""The rules between the parts that a machine can hold; each detector is shown one thing that it must catch."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
READS_ENVIRONMENT = {
    "app/settings.py",
    "graph/embedded.py",
    "app/health/metrics.py",
}  # for the engine, and a library of ours
CYPHER = re.compile(r"\b(MATCH|MERGE|CREATE)\s*\(|\bUNWIND\s+\S+\s+AS\b|\bDETACH\s+DELETE\b")
MACHINE_PATH = re.compile(rb"(?<![\w.~$})/-])/(work|root|farm|tmp|home/\w+|Users/\w+)/[\w.]")

Detector = Callable[[ast.Module, list[str]], Iterator[int]]


def tracked(*patterns: str) -> list[Path]:
    """The project's files: what git tracks or would."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in sorted(set(names.split("\0"))) if name and (ROOT / name).is_file()]


def docstrings(tree: ast.Module) -> dict[int, ast.expr]:
    """The docstring nodes by identity."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found[id(first.value)] = first.value
    return found


def cypher_in_strings(tree: ast.Module, _lines: list[str]) -> Iterator[int]:
    prose = docstrings(tree)
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in prose else None
        if isinstance(text, str) and CYPHER.search(text):
            yield node.lineno


def asking_the_store_what_it_is(tree: ast.Module, _lines: list[str]) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and re.match(r"(isinstance|type)\(([\w.]*[._])?store[,)]", ast.unparse(node)):
            yield node.lineno


def catching_all_without_reason(tree: ast.Module, lines: list[str]) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "BaseException"
            told = "\n".join(lines[node.lineno - 2 : node.lineno])
            if re.search(r"\b(Base)?Exception\b", caught) and "# reason:" not in told:
                yield node.lineno


def long_functions(tree: ast.Module, _lines: list[str]) -> Iterator[int]:
    prose = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = prose.get(id(first.value)) if isinstance(first, ast.Expr) else None
            docstring_lines = (told.end_lineno or 0) - told.lineno + 1 if told else 0
            if (node.end_lineno or 0) - node.lineno + 1 - docstring_lines > MAX_FUNCTION_LINES:
                yield node.lineno


def long_files(_tree: ast.Module, lines: list[str]) -> Iterator[int]:
    if len(lines) > MAX_FILE_LINES:
        yield MAX_FILE_LINES + 1


def reading_the_environment(tree: ast.Module, _lines: list[str]) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}:
            yield node.lineno


def awaiting(tree: ast.Module, _lines: list[str]) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield node.lineno


def found_in(detector: Detector, files: list[Path]) -> list[str]:
    """`file:line` of everything the detector finds."""
    found = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        lines = detector(ast.parse(text), text.splitlines())
        found += [f"{file.relative_to(ROOT)}:{line}" for line in lines]
    return found


CAUGHT: dict[Detector, str] = {
    cypher_in_strings: 'q = f"MATCH (p:Person {{id: $id}}) RETURN {p}"',
    asking_the_store_what_it_is: "if isinstance(self.store, int): pass",
    catching_all_without_reason: "try:\n    x()\nexcept (KeyError, Exception):\n    pass",
    long_functions: "def f():\n" + "    x()\n" * MAX_FUNCTION_LINES,
    long_files: "x()\n" * (MAX_FILE_LINES + 1),
    reading_the_environment: "import os\nhome = os.environ['HOME']",
    awaiting: "async def f(): pass",
}


@pytest.mark.parametrize("detector", CAUGHT, ids=lambda detector: detector.__name__)
def test_detector_catches_what_it_is_for(detector: Detector) -> None:
    text = CAUGHT[detector]
    assert list(detector(ast.parse(text), text.splitlines()))


def test_detectors_let_the_honest_cases_pass() -> None:
    body = '"""Answers MATCH (p)."""\n    try:\n        x()\n    except Exception:  # reason: a border\n        pass'
    text = f"def f(store):\n    {body}\n    y(store)"
    tree = ast.parse(text)
    assert [list(detector(tree, text.splitlines())) for detector in CAUGHT] == [[]] * len(CAUGHT)


@pytest.mark.parametrize(
    "detector",
    [cypher_in_strings, asking_the_store_what_it_is, catching_all_without_reason, long_functions, long_files],
    ids=lambda detector: detector.__name__,
)
def test_code_is_free_of(detector: Detector) -> None:
    assert found_in(detector, tracked("app/*.py", "graph/*.py")) == []


def test_settings_are_read_in_one_place() -> None:
    files = [file for file in tracked("app/*.py", "graph/*.py") if str(file.relative_to(ROOT)) not in READS_ENVIRONMENT]
    assert found_in(reading_the_environment, files) == []


def test_what_is_computed_awaits_nothing() -> None:
    pure = ("analysis/*.py", "kinds/*.py", "rules/*.py", "power_graph.py", "map_view.py", "document.py", "method.py")
    assert found_in(awaiting, tracked(*(f"graph/{name}" for name in pure))) == []


def test_every_file_has_a_name_of_its_own() -> None:
    assert [str(file.relative_to(ROOT)) for file in tracked() if file.stem.lower() in FORBIDDEN_NAMES] == []


def test_imports_keep_to_the_floors() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_locks_pin_every_package_by_hash_and_hold_no_address() -> None:
    for lock in tracked("requirements/*.lock"):
        text = lock.read_text(encoding="utf-8")
        entries = re.split(r"\n(?=\S)", text.strip())
        pinned = re.compile(r"[a-z0-9._-]+(\[\S+\])?==\S.*?--hash=sha256:", re.DOTALL)
        assert [entry for entry in entries if not pinned.match(entry)] == []
        assert "://" not in text


def test_locks_fit_into_one_environment() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9._-]+)(?:\[\S+\])?==(\S+)", text, re.MULTILINE))

    run, dev, bootstrap = pins("run.lock"), pins("dev.lock"), pins("bootstrap.lock")
    assert run.items() <= dev.items()
    assert bootstrap | dev == dev | bootstrap


def test_machine_paths_are_told_from_others() -> None:
    there = b"see " + b"/".join([b"", b"root", b"x"])
    assert MACHINE_PATH.search(there)
    assert not MACHINE_PATH.search(b"app/work/x https://a.b/work/x $HOME/tmp/x")


def test_no_file_names_a_path_of_one_machine() -> None:
    found = []
    for file in tracked():
        lines = file.read_bytes().splitlines()
        found += [f"{file.relative_to(ROOT)}:{n}" for n, line in enumerate(lines, 1) if MACHINE_PATH.search(line)]
    assert found == []
