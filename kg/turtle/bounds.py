"""Limits of RDF documents before parsing: expansion of entities, depth of nesting.

It is looked at before a parser sees it: RDF/XML of 700 bytes took five gigabytes, with elements a hundred thousand
deep three minutes, and on N-Triples with thirty thousand nested triple terms the parser overflows its stack, which ends
the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path

from kg.errors import InputError

RdfBytes = bytes | mmap
DEEPEST = 100
"""Triple terms within triple terms; RDF 1.2 sets no bound, and one or two are met."""
_GROWN = 10_000_000
"""Bytes that entities may grow to in all: the names of vocabularies that OWL files abbreviate take far less."""

_TRIPLE_TERM = re.compile(rb"<<\(")
_TOKEN = re.compile(
    rb'\\.|"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+\'\'\''
    rb'|"(?:[^"\\\r\n]++|\\.)*+"|\'(?:[^\'\\\r\n]++|\\.)*+\'|<[^<>\s]*+>|#[^\r\n]*+|(?P<opens><<\()|(?P<ends>\)>>)',
    re.DOTALL,
)
"""Strings, IRIs and comments, in which the marks mean nothing, and the marks (RDF 1.2 Turtle, 6.5)."""
_DECLARED = re.compile(rb"<!ENTITY")
_ENTITY = re.compile(rb"<!ENTITY\s+([^\s%&;\"']+)\s+\"((?:[^\"&]|&#)*)\"\s*>")
"""One that is a plain text."""


_ELEMENT = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(?:!|\?)|<(?:(?P<ends>/)|(?P<opens>[^!?/]))"
    rb"(?:[^<>\"'/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*+(?P<alone>/)?",
    re.DOTALL,
)
"""Tags, and what only looks like them."""
_DEEPEST_ELEMENT = 1000
"""Elements within elements of RDF/XML: the parser's time grows with the square of it, and a list of 300 takes 600."""


def check_bounds(data: RdfBytes, name: str, source: str) -> None:
    """Raise ``InputError`` for a document in one of ``FORMATS`` beyond the limits."""
    if name == "rdfxml":
        _check_entities(data, source)
        _check_elements(data, source)
    elif name != "jsonld" and _depth(data) > DEEPEST:
        raise InputError(f"{source}: has triple terms nested more than {DEEPEST} deep", hint="such a graph is not read")


def check_file(path: Path, name: str) -> None:
    """The same for a file."""
    if path.is_file() and path.stat().st_size:
        with _mapped(path) as data:
            check_bounds(data, name, str(path))


@contextmanager
def _mapped(path: Path) -> Iterator[mmap]:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        yield data


def _depth(data: RdfBytes) -> int:
    """How deep triple terms are nested."""
    if _TRIPLE_TERM.search(data) is None:
        return 0
    depth = deepest = 0
    for token in _TOKEN.finditer(data):
        depth += (token.lastgroup == "opens") - (token.lastgroup == "ends" and depth > 0)
        deepest = max(deepest, depth)
    return deepest


def _check_elements(data: RdfBytes, source: str) -> None:
    """Elements may stand in one another, but not without end."""
    depth = 0
    for tag in _ELEMENT.finditer(data):
        depth += bool(tag["opens"] and not tag["alone"]) - bool(tag["ends"])
        if depth > _DEEPEST_ELEMENT:
            raise InputError(
                f"{source}: has elements nested more than {_DEEPEST_ELEMENT:,} deep", hint="such a graph is not read"
            )


def _check_entities(data: RdfBytes, source: str) -> None:
    """Entities may stand for plain texts; one made of others, of a file or of an address is refused."""
    found = _ENTITY.findall(data)
    if len(found) != sum(1 for _ in _DECLARED.finditer(data)):
        raise InputError(f"{source}: declares an entity that is no plain text", hint="write its text where it is used")
    grown = sum(len(text) * _uses(data, name) for name, text in found)
    if grown > _GROWN:
        raise InputError(
            f"{source}: its entities grow to {grown:,} bytes", hint="write their texts where they are used"
        )


def _uses(data: RdfBytes, name: bytes) -> int:
    return sum(1 for _ in re.finditer(b"&" + re.escape(name) + b";", data))
