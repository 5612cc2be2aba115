"""Lines and words round a quotation."""

from __future__ import annotations

from spacy.tokens import Doc


def next_word(doc: Doc, start: int) -> int | None:
    """The first token of the line from ``start`` on that is no comma, quotation mark or space."""
    for token in doc[start:]:
        if "\n" in token.text:
            return None
        if not (token.is_space or token.is_quote or token.text in {",", "."}):
            return token.i
    return None


def previous_word(doc: Doc, end: int, *, over_lines: bool = False) -> int | None:
    """The last token before ``end`` that is no space; on the same line unless told otherwise."""
    for token in reversed(doc[:end]):
        if "\n" in token.text and not over_lines:
            return None
        if not token.is_space:
            return token.i
    return None


def line_start(doc: Doc, position: int) -> int:
    """The first token of the line that holds a token."""
    while position > 0 and "\n" not in doc[position - 1].text:
        position -= 1
    return position


def line_breaks(doc: Doc, start: int, end: int) -> int:
    """How many runs of line breaks lie between two tokens."""
    return sum("\n" in token.text for token in doc[start:end])
