"""JSON made in pieces is the JSON that is made at once, byte for byte."""

import json
from datetime import date

from pydantic import BaseModel, Field, computed_field

from app.json_text import LONG, json_of
from app.power_map import view
from graph.analysis.pipeline import analyse
from graph.document import AccountDocument
from graph.power_graph import PowerGraph
from tests.records_at_hand import base_document


class Item(BaseModel):
    number: int
    name: str | None = Field(default=None, serialization_alias="called")


class Mixed(BaseModel):
    before: str = 'a "quoted" 名'
    items: list[Item] = Field(serialization_alias="things")
    more: tuple[Item, ...] = ()
    numbers: list[int] = [1] * LONG
    after: dict[str, Item] = {"x": Item(number=0)}

    @computed_field
    def total(self) -> int:
        return len(self.items)


def at_once(model: BaseModel) -> bytes:
    return model.__pydantic_serializer__.to_json(model, by_alias=True)


def test_pieces_are_the_whole() -> None:
    items = [Item(number=number, name="B") for number in range(LONG)]
    for one in (Mixed(items=[]), Mixed(items=items), Mixed(items=items, more=tuple(items)), Item(number=1)):
        assert json_of(one) == at_once(one)


def test_a_large_account_reads_the_same() -> None:
    base = base_document("a")
    people = [{"id": f"P{number}", "name": f"人 {number}", "rank": 3} for number in range(2 * LONG)]
    document = AccountDocument.model_validate_json(json.dumps({**base, "people": base["people"] + people}))
    assert json_of(document) == document.model_dump_json().encode() == at_once(document)
    answer = view.power_map(analyse(PowerGraph.of(document, as_of=date(2026, 1, 31))), frozenset({"influence"}))
    assert json_of(answer) == answer.model_dump_json().encode()
