"""JSON of answers in pieces: one long call of the serialiser keeps Python's lock, and small questions wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from pydantic import BaseModel

LONG: Final = 100
"""Records in one field from which each is a piece of its own."""


def json_of(answer: BaseModel) -> bytes:
    """What `model_dump_json` says, encoded; long fields record by record."""
    if answer.__pydantic_decorators__.model_serializers or not any(_is_long(value) for _, value in answer):
        return _json(answer)
    return b"{" + b",".join(_fields(answer)) + b"}"


def _fields(answer: BaseModel) -> Iterator[bytes]:
    fields = type(answer).model_fields
    names = [*fields, *type(answer).model_computed_fields]
    for is_long, group in groupby(names, lambda name: name in fields and _is_long(getattr(answer, name))):
        if is_long:
            for name in group:
                records = b",".join(_json(record) for record in getattr(answer, name))
                yield b'"%s":[%s]' % ((fields[name].serialization_alias or name).encode(), records)
        elif inner := _json(answer, include=set(group))[1:-1]:
            yield inner


def _is_long(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) >= LONG and all(isinstance(one, BaseModel) for one in value)


def _json(model: BaseModel, **options: Any) -> bytes:
    return model.__pydantic_serializer__.to_json(model, by_alias=True, **options)
