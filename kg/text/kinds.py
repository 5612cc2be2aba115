"""File kinds by content: PDF, feeds, HTML, JSON Lines or text; and detection of what is no prose.

Only what no article could contain decides: a comma of prose has a space behind it, one of CSV has none.
"""

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kg.errors import InputError

_MAGIC = {b"%PDF-": "pdf", b"PK\x03\x04": "a ZIP archive or an Office document", b"\x1f\x8b": "a gzip archive"}
_SAMPLE = 4000  # bytes or characters that tell
_HTML = re.compile(
    rb"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|section|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE\b[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    rb"<(?:rss\b|(?:\w+:)?feed\b[^>]*www\.w3\.org/2005/Atom|rdf:RDF\b[^>]*purl\.org/rss/)",
    re.IGNORECASE | re.DOTALL,
)
_FEWEST = 3
"""Lines, or cells of a line, that make a table."""
_WIDEST_NAME = 40


def kind_by_content(data: bytes, name: str) -> str:
    """The kind of bytes by their look: PDF, a feed, HTML, JSONL or text; ``InputError`` for an archive."""
    for start, kind in _MAGIC.items():
        if data.startswith(start):
            if kind == "pdf":
                return kind
            raise InputError(f"{name}: is no text but {kind}", hint="save it as text, HTML or PDF first")
    if _FEED.search(data[:_SAMPLE]):
        return "feed"
    return "html" if _HTML.search(data[:_SAMPLE]) else "jsonl" if _is_record(data) else "text"


def check_prose(text: str, name: str) -> None:
    """Raise ``InputError`` for a text that is plainly no prose."""
    for what, (looks_so, hint) in _OTHERS.items():
        if looks_so(text):
            raise InputError(f"{name}: is no article but {what}", hint=hint)


def _is_record(data: bytes) -> bool:
    """Whether the first line is a record of JSON Lines with a text."""
    first = data.lstrip().split(b"\n", 1)[0]
    if not first.startswith(b"{"):
        return False
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and ("text" in record or is_item(record))


def is_item(record: object) -> bool:
    """Whether a record of JSON is a news item (``kg.text.items``)."""
    return isinstance(record, dict) and "uri" in record and not _SIGNS.isdisjoint(key.lower() for key in record)


def is_file_of_items(path: Path) -> bool:
    """Whether a file of JSON begins as news items do; the others that lie in a folder are nobody's articles."""
    if path.suffix.lower() != ".json":
        return False
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    return b'"uri"' in head and any(b'"%s"' % sign.encode() in head.lower() for sign in _SIGNS)


_SIGNS = frozenset({"headlines", "bodies", "pubstatus", "versioncreated"})


def _begins(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(rf"\A\ufeff?\s*(?:#[^!\n]*\n\s*)*(?:{pattern})", re.IGNORECASE)
    return lambda text: compiled.match(text[:_SAMPLE]) is not None


def _is_table(text: str) -> bool:
    """Whether the first lines are rows of as many cells, and no separator of the first has a space behind it."""
    head = text if len(text) <= _SAMPLE else text[:_SAMPLE].rpartition("\n")[0]
    lines = [line for line in head.splitlines() if line.strip()]
    return len(lines) >= _FEWEST and any(_are_rows(lines, mark) for mark in ",;\t|")


def _are_rows(lines: Sequence[str], mark: str) -> bool:
    head = lines[0]
    if head.count(mark) < _FEWEST - 1 or f"{mark} " in head:
        return False
    rows = list(csv.reader(lines, delimiter=mark))
    names = rows[0]
    whole = rows[:-1] if len(rows) > _FEWEST else rows  # a cell may have lines of its own, cut off at the end
    alike = sum(len(row) == len(names) for row in whole)
    return all(len(name) <= _WIDEST_NAME for name in names) and alike >= 0.9 * len(whole)


_GRAPHS = "kg show, query and convert read graphs: name it .ttl, .nt, .rdf ..."
_ARTICLES = "articles are read from text, Markdown, HTML, PDF and JSON Lines"
_OTHERS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "Turtle": (_begins(r"@?prefix\s+[\w.-]*:\s*<[^>\s]*>|@?base\s+<[^>\s]*>"), _GRAPHS),
    "N-Triples": (_begins(r"(?:<[a-z][\w+.-]*:[^>\s]*>|_:\w+)\s+<[a-z][\w+.-]*:[^>\s]*>\s+[<\"_]"), _GRAPHS),
    "XML": (_begins(r"<\?xml\b|<rdf:|<\w+(?::\w+)?\s+xmlns"), _GRAPHS),
    "JSON": (
        _begins(r"\{\s*\"[^\"\n]*\"\s*:|\[\s*\{\s*\"[^\"\n]*\"\s*:"),
        'JSON Lines with a "text" are read: name it .jsonl',
    ),
    "a table": (_is_table, _ARTICLES),
}
"""What no article is, how it looks, and what to do with it."""
