"""Draws scripts/pictures anew: the sample account as the exports show it on the day of its story, and as the page shows it.

map-en.png and map-zh.png are the map, pack-en.png the first page of the review pack; account-en.png, page-en.png and
picture-en.png are the page's first screen, its map and one of the pictures of a review, in Chromium. `scripts/picture page`
draws these three alone.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import page_pictures
import pypdfium2
import resvg_py

from app.auth.service import LOCAL
from app.exports import service
from app.map.text_metrics import FAMILY, FONT_FILES
from app.question.analysis_query import AnalysisQuery
from app.records.documents import Load, load_document
from app.report.view import Framing, Lang
from app.sample import OPPORTUNITY, SAMPLE, STORY_DATE
from app.texts.catalogue import pick
from app.texts.exports import MARKING
from graph.accounts import Accounts
from graph.graph_mapping import SCHEMA
from graph.store import open_store

FOLDER = Path(__file__).resolve().parent / "pictures"
WIDTH = 1500


def framing(lang: Lang) -> Framing:
    printed_at = datetime.combine(STORY_DATE, time(9), UTC)
    return Framing(lang, "full", "top", "bid review", printed_at, pick(MARKING, lang), watermark=False)


def draw_svg(svg: bytes, out: Path) -> None:
    fonts: Any = {"font_files": list(FONT_FILES), "font_family": FAMILY, "sans_serif_family": FAMILY}
    out.write_bytes(bytes(resvg_py.svg_to_bytes(svg_string=svg.decode(), width=WIDTH, skip_system_fonts=True, **fonts)))


def draw_page(pdf: bytes, out: Path) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        page.render(scale=WIDTH / page.get_width()).to_pil().quantize(128).save(out, optimize=True)


async def files_of_the_sample(folder: Path) -> dict[str, bytes]:
    store = open_store(f"embedded:{folder / 'store'}", SCHEMA)
    try:
        accounts = Accounts(store)
        await load_document(accounts, LOCAL, "jiangyuan", SAMPLE, Load())
        query = AnalysisQuery(opportunity=OPPORTUNITY, as_of=STORY_DATE)
        wanted: tuple[tuple[service.Format, Lang], ...] = (("svg", "en"), ("svg", "zh"), ("pdf", "en"))
        return {
            f"{lang}.{name}": (await service.export(accounts, LOCAL, "jiangyuan", query, name, framing(lang))).body
            for name, lang in wanted
        }
    finally:
        await store.close()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    page_pictures.draw(FOLDER)
    if "page" in sys.argv[1:]:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = asyncio.run(files_of_the_sample(folder))
        draw_svg(made["en.svg"], FOLDER / "map-en.png")
        draw_svg(made["zh.svg"], FOLDER / "map-zh.png")
        draw_page(made["en.pdf"], FOLDER / "pack-en.png")


if __name__ == "__main__":
    main()
