"""Decks for tests of slides, each written once and opened again, and what is looked for in them."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any

from pptx import Presentation
from pptx.util import Pt

from app.map.map_view import MapView
from app.report.pictures import pictures
from app.slides import pptx
from graph.layout.layout import Box
from tests.views_at_hand import made_view, sample_view

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VIEWS = {
    "zh": lambda: sample_view(lang="zh"),
    "en": lambda: sample_view(lang="en"),
    "review": lambda: sample_view(redact="review"),
    "outline": lambda: sample_view(lang="en", redact="outline"),
    "rank": lambda: sample_view(opportunity=None),
    "forty": lambda: made_view(40, lang="en"),
    "crowd": lambda: made_view(70, lang="en"),
    "below": lambda: made_view(30, lang="en", rank=4, department_id="D00"),
    "long": lambda: made_view(9, name="欧阳" * 100, name_en="Wolfeschlegelstein " * 10),
    "one": lambda: made_view(1),
    "empty": lambda: made_view(0),
}


@cache
def view(name: str) -> MapView:
    return VIEWS[name]()


@cache
def written(name: str) -> bytes:
    return pptx.write(view(name))


@cache
def deck(name: str) -> Any:
    return Presentation(io.BytesIO(written(name)))


def all_shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if shape.element.tag == P + "grpSp":
            yield from all_shapes(shape.shapes)


def box_of(shape: Any) -> Box:
    return Box(*(held / Pt(1) for held in (shape.left, shape.top, shape.width, shape.height)))


def titles(name: str) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck(name).slides]


def slide_called(name: str, title: str) -> Any:
    return next(slide for slide in deck(name).slides if slide.shapes.title.text_frame.text.startswith(title))


def drawn(name: str, file: Any = None) -> list[Any]:
    """The slides after the pictures: the executive map, the whole organisation, departments, sections."""
    return list((file or deck(name)).slides)[len(pictures(view(name))) :]


def cards_of(slide: Any) -> dict[str, Any]:
    return {shape.name.removeprefix("person:"): shape for shape in slide.shapes if shape.name.startswith("person:")}


def texts_of(slide: Any) -> str:
    return "\n".join(held.text or "" for held in slide.element.iter(A + "t"))


def department_slides(name: str) -> list[Any]:
    """Those between the whole organisation and the decision chain or the key people."""
    units = {unit.name for unit in view(name).units}
    return [
        slide for slide in deck(name).slides if re.sub(r" ?[(（].*$", "", slide.shapes.title.text_frame.text) in units
    ]


def names_in_notes(slide: Any) -> str:
    return slide.notes_slide.notes_text_frame.text


def unpacked(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as held:
        return "\n".join(held.read(name).decode(errors="replace") for name in held.namelist())
