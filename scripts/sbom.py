"""Writes the bill of materials (CycloneDX 1.6, JSON) of what the service is shipped with: the locks, the page, the engine's jars.

    .venv/bin/python scripts/sbom.py > powermap.cdx.json

It asks nobody: names, versions and hashes come from the lock files, licences and jars from what is installed. The same locks give
the same file, so two releases can be compared.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

ROOT: Final = Path(__file__).resolve().parent.parent
_PIN: Final = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_JAR: Final = re.compile(r"(.+?)-(\d[\w.+-]*)\.jar")
Component = dict[str, Any]


def python_packages(lock: str) -> Iterator[Component]:
    """What a lock file pins, each with the hashes it may have; the licence is that of the installed one."""
    pins = list(_PIN.finditer(lock))
    for number, pin in enumerate(pins):
        name, version = pin[1].lower(), pin[2]
        end = pins[number + 1].start() if number + 1 < len(pins) else len(lock)
        yield _component(
            name,
            version,
            f"pkg:pypi/{quote(name)}@{quote(version)}",
            hashes=_HASH.findall(lock[pin.start() : end]),
            licence=_licence_of(name),
        )


def npm_packages(lock: dict[str, Any]) -> Iterator[Component]:
    """What is built into the page; what only builds it is marked as excluded."""
    for path, held in sorted(lock["packages"].items()):
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        kind, _, digest = held.get("integrity", "").partition("-")
        found = _component(
            name,
            held["version"],
            f"pkg:npm/{quote(name, safe='/')}@{quote(held['version'])}",
            licence=held.get("license"),
        )
        if digest:
            found["hashes"] = [{"alg": kind.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}]
        yield found | {"scope": "excluded" if held.get("dev") else "required"}


def jars(package: str = "arcadedb-embedded") -> Iterator[Component]:
    """The Java libraries inside the embedded engine, which are in no lock."""
    for file in sorted(metadata.files(package) or (), key=lambda one: one.name):
        if file.suffix == ".jar":
            path = Path(str(file.locate()))
            group, name, version = _maven(path)
            purl = f"pkg:maven/{quote(group)}/{quote(name)}@{quote(version)}" if group else None
            yield _component(name, version, purl, hashes=[hashlib.sha256(path.read_bytes()).hexdigest()])


def _maven(path: Path) -> tuple[str, str, str]:
    """Group, name and version as the jar says them, else as its file is called."""
    named = _JAR.fullmatch(path.name)
    name, version = (named[1], named[2]) if named else (path.stem, "unknown")
    with zipfile.ZipFile(path) as jar:
        for entry in jar.namelist():
            if entry.endswith(f"/{name}/pom.properties"):
                said = dict(line.split("=", 1) for line in jar.read(entry).decode().splitlines() if "=" in line)
                return said.get("groupId", ""), said.get("artifactId", name), said.get("version", version)
    return "", name, version


def _component(
    name: str, version: str, purl: str | None, hashes: list[str] | None = None, licence: str | None = None
) -> Component:
    found: Component = {"type": "library", "bom-ref": purl or f"{name}@{version}", "name": name, "version": version}
    if purl:
        found["purl"] = purl
    if hashes:
        found["hashes"] = [{"alg": "SHA-256", "content": one} for one in hashes]
    if licence:
        found["licenses"] = [{"license": {"name": licence[:200]}}]
    return found


def _licence_of(name: str) -> str | None:
    try:
        said = metadata.metadata(name).json
    except metadata.PackageNotFoundError:
        return None
    first = str(said.get("license_expression") or said.get("license") or "").strip().partition("\n")[0]
    return first or None


def bill() -> dict[str, Any]:
    """The whole document."""
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    page = json.loads((ROOT / "app" / "web" / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    version = metadata.version("powermap")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "powermap",
                "name": "powermap",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [*python_packages(lock), *npm_packages(page), *jars()],
    }


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
