"""What has a name in English is called by it wherever English is read; profiles treat it as they treat the name."""

import html
import json
import zipfile
from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from app.auth.profiles import PROFILES, Redaction
from app.exports.service import FORMATS
from app.report.view import Framing, Lang
from app.sample import OPPORTUNITY, SAMPLE
from graph.document import AccountDocument
from tests import documents
from tests.views_at_hand import MARKING, PRINTED_AT, READER, sample_view, view_of

LISTS = ("competitors", "team", "opportunities", "targets", "activities", "goals", "market_targets", "periods")
SAMPLE_DOCUMENT = json.dumps({name: held for name, held in json.loads(SAMPLE).items() if name != "snapshots"}).encode()
READ = ("page", "html", "pdf", "pptx", "svg")  # what is read, not imported again: there a name stands in one language


def text_in(body: bytes) -> str:
    """All that a file says, without spaces, however it is packed."""
    if body.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(body)
        said = "".join(page.get_textpage().get_text_bounded() for page in pages)
    elif body.startswith(b"PK"):
        archive = zipfile.ZipFile(BytesIO(body))
        said = "".join(archive.read(one).decode(errors="ignore") for one in archive.namelist())
    else:
        said = body.decode(errors="ignore")
    return "".join(html.unescape(said).split())


def names_in(document: AccountDocument, lang: Lang) -> set[str]:
    """The names of one language that the other language has another name for, and that no free text has too."""
    pairs = {(one.name_en, one.name) for name in LISTS for one in getattr(document, name) if one.name_en != one.name}
    noted = json.dumps(
        [
            record.get(field)
            for records in json.loads(SAMPLE_DOCUMENT).values()
            if isinstance(records, list)
            for record in records
            for field in ("evidence", "note")
        ],
        ensure_ascii=False,
    )
    return {"".join(name.split()) for pair in pairs if (name := pair[lang == "zh"]) not in noted}


@pytest.mark.parametrize("file_format", READ)
def test_the_sample_is_told_in_one_language(file_format: Any) -> None:
    said = {lang: text_in(FORMATS[file_format].write(sample_view(lang=lang))) for lang in ("en", "zh")}
    document = documents.from_bytes(SAMPLE_DOCUMENT)
    named = {lang: names_in(document, lang) for lang in ("en", "zh")}
    assert len(named["en"]) > 40
    assert [name for name in named["zh"] if name in said["en"]] == []
    assert [name for name in named["en"] if name in said["zh"]] == []
    assert "Core-networkcloudmigration2027" in said["en"]
    assert "核心网云化改造" in said["zh"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("redact", PROFILES)
@pytest.mark.parametrize("file_format", sorted(set(FORMATS) - {"png"}))
def test_an_outline_names_no_competitor_in_any_language(file_format: Any, redact: Redaction, lang: Lang) -> None:
    data = json.loads(SAMPLE_DOCUMENT)
    for one in data["competitors"]:
        one |= {"name": f"甲敌{one['id'][0]}", "name_en": f"Rivalcorp{one['id'][0]}"}
    data["team"][0] |= {"name": "我员甲", "name_en": "Ourmember"}
    framing = Framing(lang, redact, "all", READER, PRINTED_AT, MARKING)
    view = view_of(documents.from_bytes(json.dumps(data).encode()), framing, opportunity=OPPORTUNITY)
    said = text_in(FORMATS[file_format].write(view))
    names = [one[field] for one in data["competitors"] for field in ("name", "name_en")]
    told = [name for name in names if name in said]
    if redact == "outline":
        assert told == []
    elif file_format in READ:
        assert {lang == "en"} == {name.startswith("Rivalcorp") for name in told}
    elif file_format in {"xlsx", "csv", "graphml", "json"}:
        assert sorted(told) == sorted(names), "what imports again has both"
