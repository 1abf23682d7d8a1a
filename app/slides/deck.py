"""A deck and its pages: size, frame of every page, glued lines, notes. With the charts the only place that knows python-pptx."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml import parse_xml
from pptx.shapes.autoshape import Shape as NativeShape
from pptx.slide import Slide
from pptx.util import Emu

from app.map.map_view import MapView
from app.map.outlines import outlines
from app.map.text_metrics import width
from app.report import palette
from app.report.method import method_in_words
from app.report.palette import Stroke, Tint
from app.slides.shapes import NAMESPACES, NewId, Row, Shape, drawing, emu, fitted, outline, plain, shape
from app.texts import exports as words
from app.texts import report as pack_words
from app.texts import slides
from graph.layout.layout import Box
from graph.method import Method

WIDTH, HEIGHT = 960.0, 540.0
MARGIN: Final = 30.0
ROOM: Final = Box(MARGIN, 62.0, WIDTH - 2 * MARGIN, 430.0)
"""What the frame of a page leaves to its content."""
BELOW: Final = Box(MARGIN, 450.0, WIDTH - 2 * MARGIN, 42.0)
"""The lower part of it, for the legend."""
SMALL: Final = 9.0
PALE: Final = Tint(palette.PAPER, "", palette.INK)
_TITLE_ONLY: Final = 5  # this layout of the library's template has nothing but a title
_WATERMARK: Final = "#eef0f3"
_STAMP, _WATERMARK_ROOM = 40.0, 780.0
_SHAPE: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}sp"


class Page:
    """A slide under construction. Shapes stand above those put before them."""

    def __init__(self, slide: Slide) -> None:
        self._slide = slide
        self._last = 1
        self._held: dict[int, Any] = {}

    def new_id(self) -> int:
        """The next free shape id of the slide."""
        self._last += 1
        return self._last

    def put(self, *shapes: str) -> None:
        """Add shapes given as XML with ids of `new_id`."""
        tree = parse_xml(f"<p:spTree {NAMESPACES}>{''.join(shapes)}</p:spTree>")
        for element in tree.iter(_SHAPE):
            self._held[element.nvSpPr.cNvPr.id] = element
        self._slide.shapes._spTree.extend(list(tree))  # noqa: SLF001 - the library has no other way to add XML

    def draw(self, *parts: Shape) -> None:
        """Add shapes."""
        self.put(*(shape(part, self.new_id) for part in parts))

    def glue(
        self, ends: tuple[int, int], sites: tuple[int, int], name: str, sentence: str, stroke: Stroke, *, arrow: bool
    ) -> None:
        """A straight line from a site of one shape to a site of another, which follows when they are moved."""
        shapes = self._slide.shapes
        shapes.turbo_add_enabled = True  # counts from the ids given out so far
        line: Any = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Emu(0), Emu(0), Emu(0), Emu(0))
        begin, end = (NativeShape(self._held[card], shapes) for card in ends)
        line.begin_connect(begin, sites[0])
        line.end_connect(end, sites[1])
        self._last = line.shape_id
        element = line._element  # noqa: SLF001 - alternative text and arrow heads have no call
        element.nvCxnSpPr.cNvPr.set("name", plain(name))
        element.nvCxnSpPr.cNvPr.set("descr", plain(sentence))
        style = element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}style")
        element.remove(style)  # the theme's, with a shadow
        for made in parse_xml(f"<p:spTree {NAMESPACES}>{outline(stroke, arrow=arrow)}<a:effectLst/></p:spTree>"):
            element.spPr.append(made)

    def adopt(self, frame: Any, name: str, sentence: str) -> None:
        """Name a frame that the library added, and count on from its id."""
        self._last = max(self._last, frame.shape_id)
        properties = frame._element.nvGraphicFramePr.cNvPr  # noqa: SLF001 - alternative text has no call
        properties.set("name", name)
        properties.set("descr", plain(sentence))

    def native(self) -> Any:
        """The slide's shapes, for what only the library makes, numbered on from here."""
        self._slide.shapes.turbo_add_enabled = True
        return self._slide.shapes

    def note(self, text: str) -> None:
        """Speaker's notes."""
        frame = self._slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = plain(text)


class Deck:
    """The slides of a view."""

    def __init__(self, view: MapView) -> None:
        self.view = view
        self._file = Presentation()
        _widen(self._file)
        self._file.slide_width, self._file.slide_height = Emu(emu(WIDTH)), Emu(emu(HEIGHT))
        properties = self._file.core_properties
        properties.title, properties.author, properties.subject = (
            plain(view.title)[:255],
            plain(view.reader)[:255],
            plain(view.stamp)[:255],
        )
        properties.created = properties.modified = view.printed_at.replace(tzinfo=None)
        properties.language = "en" if view.lang == "en" else "zh-CN"

    def page(self, title: str, *sentence: str) -> Page:
        """A new slide in its frame; its notes say what it shows and where that comes from."""
        slide = self._file.slides.add_slide(self._file.slide_layouts[_TITLE_ONLY])
        for element in list(slide.shapes._spTree.iterchildren(_SHAPE)):  # noqa: SLF001 - drawn here instead
            element.getparent().remove(element)
        page = Page(slide)
        number = len(self._file.slides)
        page.put(*_watermark(self.view, page.new_id))
        page.draw(*_frame(self.view, title, number))
        page.note("\n".join((title, *sentence, *_sources(self.view))))
        return page

    def save(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()


def _widen(file: Any) -> None:
    """Stretch the template's master and layouts, which are for 4:3, to the width of the slides."""
    factor = emu(WIDTH) / file.slide_width
    for part in (file.slide_master, *file.slide_layouts):
        for placeholder in part.placeholders:
            if placeholder.element.spPr.xfrm is not None:
                placeholder.left, placeholder.width = (
                    Emu(round(placeholder.left * factor)),
                    Emu(round(placeholder.width * factor)),
                )


def _frame(view: MapView, title: str, number: int) -> list[Shape]:
    """Title, what it is about, marking, footnote, stamp and page number."""
    wide = ROOM.w - 200
    red = palette.SEVERITIES["CRITICAL"].line
    account = view.called(view.map)
    about = f"{account} · {view.subtitle} · {view.say(words.AS_OF).format(day=view.map.as_of.isoformat())}"
    rows = {
        "title": (Box(MARGIN, 12, wide, 28), Row(title, 20, bold=True)),
        "about": (Box(MARGIN, 42, wide, 15), Row(about, 11, palette.QUIET)),
        "marking": (Box(MARGIN + wide + 8, 14, 192, 26), Row(view.marking, 12, red, bold=True, align="r")),
        "footnote": (Box(MARGIN, 497, ROOM.w, 23), Row(view.footnote, SMALL, palette.QUIET)),
        "stamp": (Box(MARGIN, 522, ROOM.w - 60, 12), Row(view.stamp, SMALL, palette.QUIET)),
        "page": (Box(WIDTH - MARGIN - 50, 522, 50, 12), Row(str(number), SMALL, palette.QUIET, align="r")),
    }
    return [
        Shape(name, box, (fitted(row, box.w, box.h),), placeholder="title" if name == "title" else "")
        for name, (box, row) in rows.items()
    ]


def _watermark(view: MapView, new_id: NewId) -> Iterator[str]:
    """Reader and moment across the slide as outlines: no search finds them and no copy takes them along."""
    if view.framing.watermark:
        size = min(_STAMP, _STAMP * _WATERMARK_ROOM / max(width(view.stamp, _STAMP, bold=True), 1.0))
        wide, high = width(view.stamp, size, bold=True), size * 1.2
        steps = (
            (name, tuple((x, y + size) for x, y in points)) for name, points in outlines(view.stamp, size, bold=True)
        )
        box = Box((WIDTH - wide) / 2, (HEIGHT - high) / 2, wide, high)
        yield drawing("watermark", box, steps, _WATERMARK, -24, new_id)


def _sources(view: MapView) -> list[str]:
    """Where the numbers come from: the method in words, what was read, and what is not at its default."""
    shown, parameters = view.map, view.map.method
    usual = Method()
    changed = [
        f"{name} = {getattr(parameters, name)}"
        for name in Method.model_fields
        if getattr(parameters, name) != getattr(usual, name)
    ]
    defaults = view.say(slides.CHANGED).format(parameters=", ".join(changed)) if changed else view.say(slides.DEFAULTS)
    return [
        *method_in_words(view),
        view.say(slides.SOURCES).format(
            account=shown.account,
            revision=shown.revision,
            day=shown.as_of.isoformat(),
            basis=view.say(pack_words.BASES[shown.basis]),
            redact=view.say(pack_words.PROFILES[view.redact]),
            stamp=view.stamp,
        ),
        defaults,
        *view.notes,
    ]


def nothing(page: Page, text: str) -> None:
    """A statement in the middle of an otherwise empty page."""
    row = Row(text, 16, palette.QUIET, align="ctr")
    page.draw(Shape("nothing", Box(ROOM.x, ROOM.y + 170, ROOM.w, 60), (fitted(row, ROOM.w, 60),), anchor="ctr"))


def paged(view: MapView, title: str, page: int, pages: int) -> str:
    """A title that counts the pages it goes over."""
    return title if pages == 1 else view.say(slides.PAGE).format(title=title, page=page, pages=pages)
