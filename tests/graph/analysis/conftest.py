"""The two golden accounts: documents and, computed by an independent implementation, what the method says about them."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.pipeline import Analysis, analyse
from graph.document import AccountDocument
from graph.method import Method
from graph.power_graph import PowerGraph

GOLDEN = Path(__file__).parents[2] / "data" / "golden"


@dataclass(frozen=True)
class Golden:
    document: AccountDocument
    expected: dict[str, Any]
    found: Analysis

    def rebuilt(self, **changes: Any) -> PowerGraph:
        document = self.document.model_copy(update=changes)
        asked = self.expected["opportunity"]
        return PowerGraph.of(document, as_of=date.fromisoformat(self.expected["as_of"]), opportunity=asked)


def _golden(name: str, expected: str) -> Golden:
    document = AccountDocument.model_validate_json((GOLDEN / f"{name}.json").read_bytes())
    answer = json.loads((GOLDEN / f"{expected}.json").read_text(encoding="utf-8"))
    power = PowerGraph.of(
        document,
        as_of=date.fromisoformat(answer["as_of"]),
        opportunity=answer["opportunity"],
        method=Method(explanation_share=0.0),
    )
    return Golden(document, answer, analyse(power))


@pytest.fixture(scope="session")
def jiangyuan() -> Golden:
    return _golden("jiangyuan", "expected")


@pytest.fixture(scope="session")
def krackhardt() -> Golden:
    return _golden("krackhardt", "krackhardt.expected")


@pytest.fixture(scope="session", params=["jiangyuan", "krackhardt"])
def golden(request: pytest.FixtureRequest) -> Golden:
    return request.getfixturevalue(request.param)
