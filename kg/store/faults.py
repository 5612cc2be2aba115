"""Error messages for queries that cannot be run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from kg.errors import QueryError
from kg.store.lexing import is_update, tokens

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
    return QueryError(f"the query does not parse: {_told(error)}", hint=_cure(text, prefixes))


def _told(error: SyntaxError) -> str:
    """Where it stopped, and what was expected there if that is few words."""
    found = _PLACE.fullmatch(str(error.msg))
    if found is None:
        return str(error.msg)
    place, expected = found.groups()
    tells = len(expected) < _FEW and "[_]" not in expected  # a space, or words of which the list has but a few
    return f"error at {place}" + (f", expected {expected}" if tells else "")


def _cure(text: str, prefixes: Mapping[str, str]) -> str:
    """A prefix that nobody declared, or a word that is nearly one of SPARQL's."""
    code = "".join(token.text if token.kind in {"word", "name", "other"} else " " for token in tokens(text))
    declared = set(re.findall(r"\bprefix\s+([\w.-]*):", code, re.IGNORECASE)) | prefixes.keys()
    used = {found or "" for found in _PREFIXED.findall(code)}
    for prefix in sorted(used - declared - {"_"}):
        return f"the prefix {prefix}: is not declared; known without that: {', '.join(sorted(prefixes))}"
    return next((f"{word}: {near}?" for word, near in _nearly_keywords(code)), "")


def _nearly_keywords(code: str) -> Iterator[tuple[str, str]]:
    for word in re.findall(r"(?<![\w?$:])[A-Za-z_]{3,}(?![\w:])", code):
        near = get_close_matches(word.upper(), _KEYWORDS, n=1, cutoff=0.75)
        if near and word.upper() not in _KEYWORDS:
            yield word, near[0]
