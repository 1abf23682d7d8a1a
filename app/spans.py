"""Where spans go: a collector that speaks OTLP over HTTP. What they are of stands in `graph/spans.py`.

The libraries are an extra (`powermap[otel]`) and loaded only where a collector is named.
"""

from __future__ import annotations

from importlib.metadata import version

from opentelemetry import trace


def send_spans(collector: str) -> None:
    """Send the spans of this process there from now on. Raises ImportError without the extra."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    about = Resource.create({"service.name": "powermap", "service.version": version("powermap")})
    provider = TracerProvider(resource=about)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{collector.rstrip('/')}/v1/traces")))
    trace.set_tracer_provider(provider)


def send_the_rest() -> None:
    """Send what has not been sent, before the process ends."""
    shutdown = getattr(trace.get_tracer_provider(), "shutdown", None)
    if shutdown is not None:
        shutdown()
