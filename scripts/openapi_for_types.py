"""Prints the service's OpenAPI document: what clients are generated from; without `--whole` without prose and examples.

The page's types are generated from the bare one: a text that is put better changes no type.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic import SecretStr

from app.main import create_app
from app.settings import Settings

_PROSE = {"description", "summary", "example", "examples", "title", "links"}


def bare(part: Any, *, named: bool = False) -> Any:
    """The document without prose; in `named` the keys are names (of properties, schemas), whatever they read."""
    if isinstance(part, list):
        return [bare(one) for one in part]
    if not isinstance(part, dict):
        return part
    inner = {"properties", "schemas", "responses", "parameters", "headers", "paths"}
    kept = part if named else {key: value for key, value in part.items() if key not in _PROSE}
    return {key: bare(value, named=not named and key in inner) for key, value in kept.items()}


def main() -> None:
    """Write it to the standard output."""
    document = create_app(Settings(store="embedded:unused", key_secret=SecretStr("unused"))).openapi()
    json.dump(document if "--whole" in sys.argv else bare(document), sys.stdout)


if __name__ == "__main__":
    main()
