"""Hypothesis strategies for single fields: ids, names, texts, days, the declared values of a field."""

from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from graph.kinds.fields import EARLIEST, LATEST, Id, Name, Text

_ODD = "aé豈𠮷䶮字 /%~'\"`$<>{}\\.-_0"


def choices(model: Any, field: str) -> st.SearchStrategy[str]:
    """One of a field's declared values."""
    annotation = model.model_fields[field].annotation
    parts = [part for part in getattr(annotation, "__args__", ()) if part is not type(None)]
    values = parts[0].__args__ if parts and hasattr(parts[0], "__args__") else parts
    return st.sampled_from(sorted(values))


def cleaned(kind: Any, text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Text as a field of that type keeps it; what it refuses becomes an x."""
    adapter = TypeAdapter(kind)

    def keep(value: str) -> str:
        try:
            kept: str = adapter.validate_python(value)
        except ValidationError:
            return "x"
        return kept

    return text.map(keep)


ids = cleaned(Id, st.text(_ODD, min_size=1, max_size=6))
names = cleaned(Name, st.text(min_size=1, max_size=12) | st.text(_ODD, min_size=1, max_size=12))
texts = cleaned(Text, st.text(max_size=20))
days = st.dates(EARLIEST, LATEST).map(str)
strengths = st.floats(0, 1, exclude_min=True)


def id_lists(most: int, least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(ids, unique=True, min_size=least, max_size=most)


def maybe(values: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values) if values else st.none()


@st.composite
def spans(draw: st.DrawFn) -> dict[str, str]:
    """From when until when something held, in order, as far as anybody said."""
    since, until = sorted((draw(days), draw(days)))
    ends = draw(st.sets(st.sampled_from(["since", "until"])))
    return {name: day for name, day in (("since", since), ("until", until)) if name in ends}
