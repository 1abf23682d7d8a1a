"""What keeps a spreadsheet program from taking a text in a CSV file for a formula, and takes that off again."""

from __future__ import annotations

from typing import Final

GUARD: Final = "'"
_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠'")


def guarded(text: str) -> str:
    """The text as a CSV cell: with a leading `'` where it might be taken for a formula, or begins with one itself.

    >>> guarded("=1+1"), guarded("'x"), guarded("x")
    ("'=1+1", "''x", 'x')
    """
    return GUARD + text if text[:1] in _STARTS and text else text


def unguarded(cell: str) -> str:
    """The text of a CSV cell; the opposite of `guarded`. A `'` before anything else is the text's own.

    >>> unguarded("'=1+1"), unguarded("''x"), unguarded("'90s"), unguarded("-1")
    ('=1+1', "'x", "'90s", '-1')
    """
    return cell[1:] if cell[:1] == GUARD and cell[1:2] in _STARTS and cell[1:] else cell
