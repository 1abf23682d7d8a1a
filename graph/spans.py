"""Spans of OpenTelemetry: what is being done, for how long, within what. They hold names of ours and kinds of errors, no values.

Without a provider, which `app/spans.py` sets where that is asked for, they are nothing and cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context

_TRACER: Final = trace.get_tracer("powermap")


@contextmanager
def span(name: str, kind: trace.SpanKind, within: Context | None = None, **attributes: str) -> Iterator[trace.Span]:
    """One piece of work. An error is told by its kind: its message may quote anything."""
    told = {key.replace("_", "."): value for key, value in attributes.items()}
    with _TRACER.start_as_current_span(
        name, within, kind, told, record_exception=False, set_status_on_exception=False
    ) as one:
        try:
            yield one
        # reason: whatever it is goes on; here only its kind is noted
        except Exception as error:
            one.set_attribute("error.type", type(error).__name__)
            one.set_status(trace.StatusCode.ERROR)
            raise
