"""schemathesis over the whole OpenAPI document, its links followed, against a listening service on the embedded engine.

POWERMAP_TEST_SCHEMATHESIS_EXAMPLES sets the cases an operation; above the default, all phases of schemathesis run.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import Settings
from tests.documents import DATA
from tests.serving import serving

EXAMPLES = int(os.environ.get("POWERMAP_TEST_SCHEMATHESIS_EXAMPLES", "1"))
PHASES = "fuzzing,stateful" if EXAMPLES == 1 else "examples,coverage,fuzzing,stateful"
LEAST_CASES = 150 if EXAMPLES == 1 else 5_000
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "allow_header_conformance",
    "unsupported_method",
    "use_after_free",
    "ensure_resource_availability",
)


@pytest.mark.slow
def test_no_request_that_can_be_made_up_is_answered_otherwise_than_declared(tmp_path: Path) -> None:
    settings = Settings(store=f"embedded:{tmp_path / 'store'}", demo=True)
    with serving(settings) as service:
        service.put("/accounts/jiangyuan/document", json.loads((DATA / "golden" / "jiangyuan.json").read_bytes()))
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            *("run", f"{service.url}/api/v1/openapi.json", "--phases", PHASES, "--max-examples", str(EXAMPLES)),
            *("--exclude-operation-id", "follow_account"),  # has no end
            *("--checks", ",".join(CHECKS), "--continue-on-failure", "--no-shrink", "--warnings", "off"),
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    cases = re.search(r"([\d,]+) generated", done.stdout)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
    assert cases, done.stdout[-2000:]
    assert int(cases.group(1).replace(",", "")) >= LEAST_CASES
