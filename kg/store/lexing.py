"""The lexical level of SPARQL, as Oxigraph reads it: what of a query is code, and what a string, an IRI, a comment.

A ``<`` may begin an IRI or be an operator, which only the grammar can tell; who knows no grammar and guesses wrong may
take code for a comment or a string. So ``canonical`` writes a text that cannot be misread: no comments, no line ends,
no quotation marks in strings. What is a string or a comment here cannot be code there, whatever a ``<`` is taken for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import QueryError

_CHAR = r"(?:[0-9A-Za-z_:-]|[^\x00-\x7f\s]|%[0-9A-Fa-f]{2}|\\[^uU\s])"
"""A character in the local part of a name; of those beyond ASCII some are none, and those are nothing else either."""
_TOKEN = re.compile(
    r'''
    (?P<string> """(?:"{0,2}(?:[^"\\]|\\[^\r\n]))*""" | \'\'\'(?:'{0,2}(?:[^'\\]|\\[^\r\n]))*\'\'\'
              | "(?:[^"\\\r\n]|\\[^\r\n])*" | '(?:[^'\\\r\n]|\\[^\r\n])*' )
  | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
  | (?P<space> (?:\s|\#[^\r\n]*)+ )
  | (?P<name> [?$][\w-]* | :(?:CHAR(?:\.*CHAR)*)? )
  | (?P<word> [A-Za-z]+ )
  | (?P<unfit> ["'] | \\ )
  | (?P<other> . )
    '''.replace("CHAR", _CHAR),
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset({"insert", "delete", "with", "load", "clear", "create", "drop", "copy", "move", "add"})
_INSIDE = re.compile(r"""\\.|["'\r\n]""")
_SAFE = {'"': "\\u0022", "'": "\\u0027", '\\"': "\\u0022", "\\'": "\\u0027", "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class QueryToken:
    """A piece of a query."""

    kind: str
    """"string", "iri", "space" (comments too), "name" (a variable, the local part of a name), "word" or "other"."""
    text: str
    start: int


def tokens(text: str) -> Iterator[QueryToken]:
    """The pieces of a query, without a gap.

    Raises ``QueryError`` for a string that does not end and an escape outside of strings and IRIs: Oxigraph takes
    neither, and another parser might.
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "unfit":
            line = text.count("\n", 0, match.start()) + 1
            what = "an escape outside of strings" if match[0] == "\\" else "a string that does not end"
            raise QueryError(f"the query does not parse: line {line} has {what}")
        yield QueryToken(kind, match[0], match.start())


def is_update(text: str) -> bool:
    """Whether a text begins, after its prefixes, as an update does."""
    return form_of(text) in _UPDATES


def form_of(text: str) -> str:
    """The word after its prefixes that says what a text asks for, as select or insert, "" where it has none."""
    in_prologue = False
    for token in tokens(text):
        if in_prologue:
            in_prologue = token.kind != "iri"
        elif token.text.lower() in {"prefix", "base"}:
            in_prologue = True
        elif token.kind != "space":
            return token.text.lower()
    return ""


def canonical(found: Iterator[QueryToken]) -> str:
    """The query in one line, without comments, its strings between double quotation marks with none inside."""
    return "".join(_canonical(token) for token in found)


def _canonical(token: QueryToken) -> str:
    match token.kind:
        case "space":
            return " "
        case "string":
            marks = 3 if token.text[:3] in {'"""', "'''"} and len(token.text) > 5 else 1  # noqa: PLR2004
            inside = token.text[marks:-marks]
            return f'"{_INSIDE.sub(lambda found: _SAFE.get(found[0], found[0]), inside)}"'
        case _:
            return token.text
