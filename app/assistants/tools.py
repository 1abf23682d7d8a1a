"""What an assistant may ask: each tool is one request of the API, so rights, faults and answers are the API's own."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from graph.errors import Fault, InvalidDocument

Json = dict[str, Any]
API: Final = "/api/v1"
_ID: Final[Json] = {"type": "string", "minLength": 1, "maxLength": 64}
_FIELDS: Final[Json] = {
    "account": _ID | {"description": "Id of the account, of the tool `accounts`."},
    "opportunity": _ID | {"description": "Id of the opportunity; without one the basis is rank."},
    "as_of": {"type": "string", "format": "date", "description": "The day asked about; today where left out."},
    "person": _ID | {"description": "Person id."},
    "to": _ID | {"description": "The person to get to."},
    "kind": {"enum": ["persuasion", "access"], "description": "To persuade, or to get access."},
    "tree": {"type": "boolean", "description": "As trees of customers."},
    "cursor": {"type": "string", "description": "`next_cursor` of the page before."},
    "changes": {
        "type": "array",
        "items": {"type": "object"},
        "description": 'Such as {"kind": "attitude", "person", "toward", "level"}; kinds: attitude, leave, influence, '
        "reporting, vote, quota, competitor.",
    },
    "name": {"type": "string", "description": "Name of the query; without one all are listed."},
    "params": {"type": "object", "description": "The query's parameters."},
    "action": {"enum": ["ADD", "CHANGE", "REMOVE"], "description": "What to do with the record."},
    "path": {"type": "string", "description": "The list for ADD (`attitudes`), else the record (`people/P13`)."},
    "record": {"type": "object", "description": "For ADD the record, for CHANGE a merge patch; none for REMOVE."},
    "evidence": {"type": "string", "description": "What it rests on, for who decides."},
    "confidence": {"type": "integer", "minimum": 1, "maximum": 5, "description": "1 hearsay to 5 seen and confirmed."},
}
_ASKED: Final = ("opportunity", "as_of")


@dataclass(frozen=True)
class ApiRequest:
    """A request of the API."""

    method: str
    path: str
    body: Json | None = None


@dataclass(frozen=True)
class Tool:
    """A tool: what it does, what it takes, and the route it asks.

    `path` holds required arguments in braces; the `query` ones stand behind it, those in `body` in the body.
    """

    purpose: str
    path: str
    required: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    method: str = "GET"

    @property
    def schema(self) -> Json:
        """JSON schema of the arguments."""
        fields = {name: _FIELDS[name] for name in dict.fromkeys((*self.required, *self.query, *self.body))}
        return {
            "type": "object",
            "properties": fields,
            "required": list(self.required),
            "additionalProperties": False,
        }

    def request(self, given: Mapping[str, Any]) -> ApiRequest:
        """The request that these arguments make. Raises InvalidDocument for unknown, missing or ill-typed ones."""
        faults = [
            Fault(f"/{name[:100]}", "unknown-field", name[:100])
            for name in given
            if name not in self.schema["properties"]
        ]
        faults += [Fault(f"/{name}", "missing-field") for name in self.required if given.get(name) is None]
        in_text = [name for name in given if name in {*_ids(self.path), *self.query} and given[name] is not None]
        faults += [
            Fault(f"/{name}", "wrong-type", None, {"expected": "text"})
            for name in in_text
            if not isinstance(given[name], str | bool)
        ]
        if faults:
            raise InvalidDocument(faults)
        path = self.path.format_map({name: quote(str(given[name]), safe="") for name in _ids(self.path)})
        parameters = {
            name: str(given[name]).lower() if isinstance(given[name], bool) else given[name]
            for name in self.query
            if given.get(name) is not None
        }
        body = {name: given[name] for name in self.body if given.get(name) is not None} if self.body else None
        return ApiRequest(self.method, API + path + (f"?{urlencode(parameters)}" if parameters else ""), body)


def _ids(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


_ACCOUNT: Final = "/accounts/{account}"
TOOLS: Final[Mapping[str, Tool]] = {
    "accounts": Tool("The accounts you may see, with their ids.", "/accounts", query=("tree", "cursor")),
    "map": Tool(
        "The power map: people with scores and attitudes, departments, lines, stages, standing, gaps, whom to work on first.",
        f"{_ACCOUNT}/power-map",
        ("account",),
        _ASKED,
    ),
    "key_people": Tool("Who decides, in order.", f"{_ACCOUNT}/key-people", ("account",), _ASKED),
    "explain": Tool(
        "Why a person has their scores.", f"{_ACCOUNT}/people/{{person}}/explanation", ("account", "person"), _ASKED
    ),
    "gaps": Tool(
        "Where we are not covered, with rule, facts and next step.", f"{_ACCOUNT}/coverage-gaps", ("account",), _ASKED
    ),
    "paths": Tool(
        "The best ways to a person, and who could introduce us.",
        f"{_ACCOUNT}/paths",
        ("account", "to"),
        ("to", "kind", *_ASKED),
    ),
    "what_if": Tool(
        "Before, after and difference of changes that nobody stores.",
        f"{_ACCOUNT}/what-if",
        ("account", "changes"),
        ("as_of",),
        ("opportunity", "changes"),
        "POST",
    ),
    "do_first": Tool(
        "Whom to work on first and what is planned, with progress.", f"{_ACCOUNT}/plan", ("account",), _ASKED
    ),
    "review": Tool(
        "Does the bid pass the review gate, and which checks are open.",
        f"{_ACCOUNT}/opportunities/{{opportunity}}/review",
        ("account", "opportunity"),
        ("as_of",),
    ),
    "query": Tool(
        "A named query with its parameters; without a name the list of them.",
        "/queries",
        query=("name",),
        body=("params",),
    ),
    "propose": Tool(
        "Propose an edit. Nothing changes before a person accepts it; what was rejected is not taken again.",
        f"{_ACCOUNT}/proposals",
        ("account", "action", "path", "evidence"),
        body=("action", "path", "record", "evidence", "confidence"),
        method="POST",
    ),
}


def request_of(name: str, given: Mapping[str, Any]) -> ApiRequest:
    """The request a call of a tool makes. Raises InvalidDocument."""
    request = TOOLS[name].request(given)
    if name == "propose":
        made = {"id": f"assistant-{secrets.token_hex(6)}", "source": "ASSISTANT"}
        return ApiRequest("POST", request.path, made | (request.body or {}))
    if name == "query":
        if (wanted := given.get("name")) is None:
            return ApiRequest("GET", f"{API}/queries")
        return ApiRequest("POST", f"{API}/queries/{quote(wanted, safe='')}", {"params": given.get("params") or {}})
    return request


def fitted(answer: Any, most: int) -> tuple[Any, dict[str, int]]:
    """An answer in at most so many characters, and how many items of which of its lists were left out for that.

    >>> fitted({"items": [1] * 100, "of": [2]}, 30)
    ({'items': [1, 1, 1, 1, 1, 1], 'of': [2]}, {'items': 94})
    """
    if not isinstance(answer, dict):
        return answer, {}
    kept, left_out = dict(answer), dict[str, int]()
    sizes = {name: _size(value) for name, value in kept.items()}
    while sum(sizes.values()) > most:
        name = max((name for name in kept if _can_be_cut(kept[name])), key=sizes.__getitem__, default=None)
        if name is None:
            break
        value = kept[name]
        half = len(value) // 2
        kept[name] = value[:half] if isinstance(value, list) else dict(list(value.items())[:half])
        left_out[name] = left_out.get(name, 0) + len(value) - half
        sizes[name] = _size(kept[name])
    return kept, left_out


def _can_be_cut(value: Any) -> bool:
    return isinstance(value, list | dict) and len(value) > 0


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False))
