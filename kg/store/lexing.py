"""The lexical level of SPARQL, as Oxigraph reads it: what of a query is code, and what a string, an IRI, a comment.

A ``<`` may begin an IRI or be an operator, which only the grammar can tell; who knows no grammar and guesses wrong may
take code for a comment or a string. So ``canonical`` writes a text that cannot be misread: no comments, no line ends,
no quotation marks in strings. What is a string or a comment here cannot be code there, whatever a ``<`` is taken for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from kg.errors import QueryError, RemoteError

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
    text = ""
    for token in found:
        if token.kind == "string":
            marks = 3 if token.text[:3] in {'"""', "'''"} and len(token.text) > 5 else 1  # noqa: PLR2004
            text += f'"{_INSIDE.sub(lambda found: _SAFE.get(found[0], found[0]), token.text[marks:-marks])}"'
        else:
            text += " " if token.kind == "space" else token.text
    return text


_SUSPICIOUS = re.compile(r"service|(?<![\w?$:])from|\\u", re.IGNORECASE)
"""No clause that reaches out can be written without one of these (``\\u`` writes any letter; "from" at the end of a
name is none): a query without them is not looked at any closer."""

_SERVICE = re.compile(r"(serv)(ice)", re.IGNORECASE)
_REST_OF_PREFIX = re.compile(r"[\w.-]*:")


def guarded(text: str, prefixes: Mapping[str, str], graphs: frozenset[str], *, ignores_from: bool) -> str:
    """The query as it may be run.

    Raises ``QueryError`` for SERVICE, and for FROM of anything that is not a graph of the store. A query that might
    hide one is run as ``lexing.canonical`` writes it, in which nothing can be hidden: "service" in a string or a
    comment is nothing, and no trick of spelling makes it code.
    """
    if not _SUSPICIOUS.search(text):
        return text
    found = list(_without_service(text))
    if not ignores_from and any((token.kind == "word" and token.text.lower() == "from") for token in found):
        _refuse_from(text, prefixes, graphs)
    return canonical(iter(found))


def _without_service(text: str) -> Iterator[QueryToken]:
    """The pieces of a query with no "service" in its code; ``RemoteError`` where that may be the clause.

    Oxigraph also reads ``SERVICEs:{…}`` as the clause. So a prefix with the word in its name gets another name.
    """
    found = list(tokens(text))
    for number, token in enumerate(found):
        if token.kind != "word" or not _SERVICE.search(token.text):
            yield token
        elif _REST_OF_PREFIX.match(text, token.start):
            yield replace(token, text=_SERVICE.sub(r"\1-\2", token.text))
        else:
            address = next((after.text for after in found[number:] if after.kind in {"iri", "name"}), "")
            raise RemoteError(
                f"SERVICE {address} is refused: it would send parts of the query to another machine",
                hint="load what it offers into a file and query both",
            )


def _refuse_from(text: str, prefixes: Mapping[str, str], graphs: frozenset[str]) -> None:
    from kg.turtle.sparql import touched

    try:
        asked = touched(text, prefixes).graphs
    except QueryError:
        return  # What rdflib does not parse, Oxigraph may; it fetches no graph in any case.
    for graph in asked:
        if graph not in graphs:
            raise QueryError(
                f"FROM <{graph}> is refused: the store has no graph of that name, and none is fetched",
                hint=f"it has {', '.join(sorted(graphs))}" if graphs else "leave FROM out: all is in the default graph",
            )


_PLACE = re.compile(r"error at (\d+:\d+): expected (.*)", re.DOTALL)
_PREFIXED = re.compile(r"(?<![\w?$:.-])([A-Za-z][\w.-]*)?:")
_FEW = 40  # characters of what was expected: a longer list tells nothing
_KEYWORDS = (
    "SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "FROM", "NAMED", "PREFIX", "BASE", "DISTINCT", "REDUCED",
    "OPTIONAL", "FILTER", "UNION", "MINUS", "GRAPH", "BIND", "VALUES", "EXISTS", "NOT", "GROUP", "ORDER", "HAVING",
    "LIMIT", "OFFSET", "ASC", "DESC", "COUNT", "SAMPLE", "CONCAT", "GROUP_CONCAT", "BOUND", "UNDEF", "LATERAL",
)  # fmt: skip


def fault(text: str, error: Exception, prefixes: Mapping[str, str]) -> QueryError:
    """The error to report for one that pyoxigraph raised."""
    if not isinstance(error, SyntaxError):
        return QueryError(f"the query failed: {error}")
    if all(token.kind == "space" for token in tokens(text)):
        return QueryError("the query is empty", hint='kg query GRAPH "SELECT ..." or --ask NAME')
    if is_update(text):
        return QueryError("that is an update, and queries only read", hint="kg merge and kg build change graphs")
    # Where it stopped, and what was expected there if that is few words.
    found = _PLACE.fullmatch(str(error.msg))
    if found is None:
        told = str(error.msg)
    else:
        place, expected = found.groups()
        tells = len(expected) < _FEW and "[_]" not in expected  # a space, or words of which the list has but a few
        told = f"error at {place}" + (f", expected {expected}" if tells else "")
    # A prefix that nobody declared, or a word that is nearly one of SPARQL's.
    code = "".join(token.text if token.kind in {"word", "name", "other"} else " " for token in tokens(text))
    declared = set(re.findall(r"\bprefix\s+([\w.-]*):", code, re.IGNORECASE)) | prefixes.keys()
    used = {found or "" for found in _PREFIXED.findall(code)}
    known = f"is not declared; known without that: {', '.join(sorted(prefixes))}"
    cures = [f"the prefix {prefix}: {known}" for prefix in sorted(used - declared - {"_"})]
    words = re.findall(r"(?<![\w?$:])[A-Za-z_]{3,}(?![\w:])", code)
    near = ((one, get_close_matches(one.upper(), _KEYWORDS, n=1, cutoff=0.75)) for one in words)
    cures += [f"{word}: {found[0]}?" for word, found in near if found and word.upper() not in _KEYWORDS]
    return QueryError(f"the query does not parse: {told}", hint=next(iter(cures), ""))
