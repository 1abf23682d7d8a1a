"""The bill of materials names everything that is shipped; it is made without asking anybody."""

import json
import re
import subprocess
import sys

from tests.test_architecture import ROOT


def test_the_bill_of_materials_names_every_lock_line_and_jar() -> None:
    made = subprocess.run([sys.executable, ROOT / "scripts" / "sbom.py"], capture_output=True, check=True, text=True)
    bill = json.loads(made.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    parts = bill["components"]
    assert len({part["bom-ref"] for part in parts}) == len(parts)
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    pinned = {f"pkg:pypi/{name.lower()}@{version}" for name, version in re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", lock)}
    assert {part["purl"] for part in parts if part.get("purl", "").startswith("pkg:pypi/")} == pinned
    page = json.loads((ROOT / "app/web/frontend/package-lock.json").read_text(encoding="utf-8"))
    assert sum(part.get("purl", "").startswith("pkg:npm/") for part in parts) == len(page["packages"]) - 1
    jars = [part for part in parts if part.get("purl", "pkg:maven").startswith("pkg:maven")]
    assert any(part["name"] == "arcadedb-engine" for part in jars)
    assert all(part["hashes"] for part in parts if not part.get("purl", "").startswith("pkg:npm/"))
