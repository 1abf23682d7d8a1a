"""XML from strangers."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

from app.imports.read.tables import Unreadable


def root_of(body: bytes) -> Element:
    """The outermost element. Raises Unreadable; a declared document type is refused unread."""
    try:
        root: Element = ElementTree.fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable("doctype") from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable("broken-xml") from None
    return root
