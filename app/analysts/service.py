"""Named analyst queries: what there is to ask, and one question carried out on one account."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from pydantic import ValidationError

from app.analysts.parameters import DAY, MOST_ROWS
from app.analysts.schemas import QueryAnswer, QueryInfo, QueryParameter
from app.auth.service import Actor
from graph.accounts import Accounts
from graph.analyst_queries import ANALYST_QUERIES
from graph.computing import Lane, compute
from graph.draft import load_json
from graph.errors import Fault, InvalidDocument, NotFound
from graph.kinds.fields import EARLIEST, composed
from graph.queries import Query

DEFAULT_LIMIT: Final = 100
LONGEST: Final = 200
TODAY: Final = "today"
_DEFAULTS: Final[Mapping[str, int | str]] = {"limit": DEFAULT_LIMIT, "as_of": TODAY}


def ready_made() -> list[QueryInfo]:
    """Every ready-made query with its parameters and columns, by name."""
    return [_info(name, query) for name, query in sorted(ANALYST_QUERIES.items())]


def _info(name: str, query: Query[Any]) -> QueryInfo:
    return QueryInfo(
        name=name,
        purpose=query.purpose,
        parameters=[
            QueryParameter.model_validate({"name": param, "type": kind, "default": _DEFAULTS.get(param)})
            for param, kind in query.params.items()
        ],
        columns=list(query.row.model_fields),
        order=query.returns.partition(",")[2].strip(),
    )


def params_in(body: bytes) -> dict[str, Any]:
    """The parameters of a request's body, `{"params": {…}}`. Raises Malformed, InvalidDocument."""
    data = load_json(body)
    params = data.get("params") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(params, dict):
        raise InvalidDocument((Fault("/params", "wrong-type", None, {"expected": "object"}),))
    faults = tuple(Fault(f"/{name[:100]}", "unknown-field", name[:100]) for name in data if name != "params")
    if faults:
        raise InvalidDocument(faults)
    return params


async def ask(accounts: Accounts, actor: Actor, name: str, params: Mapping[str, Any]) -> QueryAnswer:
    """The rows of a named query on an account the actor may see, as of a day: without one as of today where the account is.

    Raises NotFound for an unknown query or account (or one not granted) and InvalidDocument for wrong parameters.
    """
    query = ANALYST_QUERIES.get(name)
    if query is None:
        raise NotFound("query", name)
    values = await compute(partial(_checked, query, {**_DEFAULTS, **params}), Lane.DOCUMENT)
    await actor.require_account(accounts.store, values["account_id"])
    account = (await accounts.current(values["account_id"])).document.account
    if values["as_of"] == TODAY:
        values["as_of"] = accounts.today(account)
    rows = await accounts.store.read(query, **values)
    return QueryAnswer(
        name=name,
        columns=list(query.row.model_fields),
        rows=[row.model_dump(mode="json") for row in rows],
        truncated=len(rows) == values["limit"],
    )


def _checked(query: Query[Any], params: Mapping[str, Any]) -> dict[str, Any]:
    faults = [
        Fault(f"/params/{param[:100]}", "unknown-field", param[:100], {"expected": ", ".join(query.params)})
        for param in params
        if param not in query.params
    ]
    checked: dict[str, Any] = {}
    for param, kind in query.params.items():
        value, at = params.get(param), f"/params/{param}"
        fault = Fault(at, "missing-field") if value is None else _FAULTS[kind](at, value)
        if fault is not None:
            faults.append(fault)
        elif kind == "date":
            checked[param] = value if value == TODAY else DAY.validate_python(value)
        else:
            checked[param] = composed(value).strip() if isinstance(value, str) else value
    if faults:
        raise InvalidDocument(tuple(faults))
    return checked


def _fault_of_number(at: str, value: Any) -> Fault | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return Fault(at, "wrong-type", None, {"expected": "integer"})
    if 1 <= value <= MOST_ROWS:
        return None
    return Fault(at, "out-of-range", value if abs(value) < 2**53 else None, {"ge": 1, "le": MOST_ROWS})


def _fault_of_text(at: str, value: Any) -> Fault | None:
    if not isinstance(value, str) or "\0" in value:
        return Fault(at, "wrong-type", None, {"expected": "string"})
    return Fault(at, "too-long", value[:100], {"max_length": LONGEST}) if len(value) > LONGEST else None


def _fault_of_day(at: str, value: Any) -> Fault | None:
    try:
        DAY.validate_python(value if value != TODAY else EARLIEST)
    except ValidationError:
        return Fault(at, "wrong-type", str(value)[:100], {"expected": "YYYY-MM-DD"})
    return None


_FAULTS: Final = {"int": _fault_of_number, "str": _fault_of_text, "date": _fault_of_day}
