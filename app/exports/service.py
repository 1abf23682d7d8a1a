"""Files of an account: one view composed, one writer a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final, Literal, get_args
from urllib.parse import quote

from app.auth.profiles import Purpose
from app.auth.service import DEMO, Actor
from app.deferred import tell
from app.exports.schemas import Presentation
from app.graph_files import graph_files, json_file, text_graphs
from app.map import png, svg
from app.map.composition import compose, report_view
from app.map.map_view import MapView
from app.pack import pdf
from app.page import page
from app.page.data.setting import set_section
from app.permitted import for_files
from app.plans import calendar
from app.plans.service import MeasuresQuery, measures
from app.power_map import service as power_map
from app.power_map import view as answers
from app.question.analysis_query import DEFAULT_LAYERS, AnalysisQuery
from app.relationships.service import relationships
from app.report.pictures import about, pictures
from app.report.sentence import sentence
from app.report.view import Framing, RelationshipMethod
from app.reviews.pack import review_pack
from app.workbook import csv_folder, workbook
from graph.accounts import Accounts
from graph.analysis.pipeline import Analysis
from graph.analysis.sandbox import Weights, rank_sandbox
from graph.analysis.structure import structure
from graph.computing import compute
from graph.errors import Fault, InvalidDocument

MISSING_GLYPHS: Final = "missing-glyphs"  # some characters are boxes here; the map's notes list their codes
Format = Literal[
    "json", "xlsx", "csv", "svg", "png", "pdf", "pptx", "html", "page", "graphml", "gexf", "mermaid", "dot", "ics"
]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a format is written and named.

    `packed`: it shows the review pack where there is an opportunity. `drawn`: it shows names in the bundled font, or in
    whatever font its viewer has.
    """

    write: Callable[[MapView], bytes]
    media_type: str
    suffix: str
    packed: bool = False
    drawn: bool = False


def _slides(view: MapView) -> bytes:
    from app.slides import pptx  # noqa: PLC0415 - its library takes a second to import, and is needed for slides only

    return pptx.write(view)


def _calendar(view: MapView) -> bytes:
    return calendar.calendar_of(view.document, view.lang, view.map.as_of)


FORMATS: Final[Mapping[Format, FileFormat]] = MappingProxyType(
    {
        "json": FileFormat(json_file.write, "application/json", "json"),
        "xlsx": FileFormat(
            workbook.write,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            packed=True,
        ),
        "csv": FileFormat(csv_folder.write, "application/zip", "csv.zip"),
        "svg": FileFormat(svg.write, "image/svg+xml", "svg", drawn=True),
        "png": FileFormat(png.write, "image/png", "png", drawn=True),
        "pdf": FileFormat(pdf.write, "application/pdf", "pdf", packed=True, drawn=True),
        "pptx": FileFormat(
            _slides,
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "pptx",
            packed=True,
            drawn=True,
        ),
        "html": FileFormat(page.write, "text/html; charset=utf-8", "html", packed=True),
        "page": FileFormat(page.write_data, "application/json", "page.json", packed=True),
        "graphml": FileFormat(graph_files.write_graphml, "application/graphml+xml", "graphml"),
        "gexf": FileFormat(graph_files.write_gexf, "application/gexf+xml", "gexf"),
        "mermaid": FileFormat(text_graphs.write_mermaid, "text/plain; charset=utf-8", "mmd"),
        "ics": FileFormat(_calendar, calendar.MEDIA_TYPE, "ics"),
        "dot": FileFormat(text_graphs.write_dot, "text/vnd.graphviz; charset=utf-8", "dot"),
    }
)


@dataclass(frozen=True, slots=True)
class Exported:
    """A written file, its type, a name made of ids and dates only, and codes of what its reader may miss."""

    body: bytes
    media_type: str
    name: str
    warnings: tuple[str, ...] = ()


async def map_view(
    accounts: Accounts, actor: Actor, account_id: str, query: AnalysisQuery, framing: Framing, *, packed: bool = False
) -> MapView:
    """The view of an account; borrowed people are on its map, not in its document.

    Raises NotFound for an unknown account, opportunity or snapshot.
    """
    accounts = for_files(accounts, framing.redact)
    analysed = await power_map.analysis(accounts, account_id, query)
    layout = await power_map.layout(accounts, analysed)
    pack = await review_pack(accounts, account_id, query) if packed and query.opportunity is not None else None
    relations = await _relations(accounts, account_id, query, analysed) if packed else None
    live = query.snapshot is None
    elsewhere = await power_map.lendings(accounts, actor, analysed.power.recorded.account) if live else ()

    def make() -> MapView:
        shown = answers.power_map(analysed, DEFAULT_LAYERS, elsewhere)
        return compose(analysed.power.recorded, shown, layout, framing, pack, relations)

    return await compute(make)


async def presentation(accounts: Accounts, account_id: str, query: AnalysisQuery, framing: Framing) -> Presentation:
    """The six pictures of an account, as slides and pack open with them."""
    analysed = await power_map.analysis(accounts, account_id, query)
    pack = await review_pack(accounts, account_id, query) if query.opportunity is not None else None

    def make() -> Presentation:
        shown = answers.power_map(analysed, DEFAULT_LAYERS)
        view = report_view(analysed.power.recorded, shown, framing, pack)
        return Presentation(
            sentence=sentence(view),
            about=about(view),
            marking=view.marking,
            pictures=[set_section(picture) for picture in pictures(view)],
        )

    return await compute(make)


async def _relations(
    accounts: Accounts, account_id: str, query: AnalysisQuery, analysed: Analysis
) -> RelationshipMethod:
    """The account by the relationship method, of the same map."""
    return RelationshipMethod(
        relationships=await relationships(accounts, account_id, query),
        structure=await accounts.derived(analysed.power, "structure", partial(structure, analysed, whole=True)),
        sandbox=rank_sandbox(analysed.power.recorded, Weights(), analysed.power.revision),
        measures=await measures(accounts, account_id, query, MeasuresQuery()),
    )


async def export(
    accounts: Accounts, actor: Actor, account_id: str, query: AnalysisQuery, file_format: Format, framing: Framing
) -> Exported:
    """The account as a file."""
    chosen = FORMATS[file_format]
    view = await map_view(accounts, actor, account_id, query, framing, packed=chosen.packed)
    tell("composed", 0.6)
    body = await compute(partial(chosen.write, view))
    name = "-".join(part for part in ("powermap", account_id, query.opportunity, view.map.as_of.isoformat()) if part)
    warnings = (MISSING_GLYPHS,) if chosen.drawn and view.missing_glyphs else ()
    return Exported(body, chosen.media_type, f"{name}.{chosen.suffix}", warnings)


def require_purpose(actor: Actor, purpose: Purpose | None) -> None:
    """Raise InvalidDocument where nobody says what a file with everything in it is for, but in the demo."""
    if purpose is None and actor != DEMO:
        codes = ", ".join(get_args(Purpose))
        facts = {"expected_en": f"one of {codes}, or redact=review", "expected_zh": f"{codes} 之一，或 redact=review"}
        raise InvalidDocument((Fault("/query/purpose", "missing-field", None, facts),))


def disposition(name: str, *, inline: bool) -> str:
    """The Content-Disposition header of a file name (RFC 6266): nothing but letters, digits and dots outside the encoding.

    >>> disposition("powermap-a/b.svg", inline=True)
    "inline; filename=powermap-a_b.svg; filename*=UTF-8''powermap-a_b.svg"
    """
    safe = "".join(char if char.isalnum() or char in "-._" else "_" for char in name)
    plain = "".join(char if char.isascii() else "_" for char in safe)
    return f"{'inline' if inline else 'attachment'}; filename={plain}; filename*=UTF-8''{quote(safe)}"
