"""The nearest name for a term of a query that the graph does not have."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

import pyoxigraph as ox

from kg.errors import QueryError
from kg.turtle.terms import KG, RDF, RDFS, split_iri

_NEAR_ENOUGH = 0.6
_SHOWN = 2
_ALIKE = {"rel": ("kg",), "kg": ("rel",)}
"""Namespaces in which one may look for a term of another: relations are in either."""
_USES = (
    "SELECT ?t { ?s ?t ?o }",
    f"SELECT ?t {{ ?s <{RDF}predicate>|a ?t }}",
    f"SELECT ?t {{ ?s <{KG}factuality> ?t }}",
    f"SELECT ?t {{ ?s <{RDF}subject>|<{RDF}object> ?t }}",
)
"""Each answer is one use. Counting is not left to the store, which cannot be stopped before it has counted all."""
_LABELLED = f"SELECT ?t {{ ?t <{RDFS}label> ?l }}"
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")


def misspelt(text: str, store: ox.Store, prefixes: Mapping[str, str], until: float) -> Iterator[str]:
    """A line for each term of a query in one of the namespaces that the store does not have.

    Raises ``TimeoutError`` where ``time.perf_counter()`` passes ``until``.
    """
    spaces = {iri: name for name, iri in prefixes.items()}
    asked = [term for term in _terms(text, prefixes) if _space(term) in spaces and not _is_used(store, term)]
    known = _known(store, spaces, until) if asked else Counter()
    for term in asked:
        alike = {_space(term), *(iri for iri, name in spaces.items() if name in _ALIKE.get(spaces[_space(term)], ()))}
        near = nearest(term, _in_time((name for name in known if _space(name) in alike), until))[:_SHOWN]
        told = ", ".join(f"{_short(name, spaces)} ({known[name]} use{'s'[: known[name] != 1]})" for name in near)
        yield f"{_short(term, spaces)} is not in the graph.{' Nearest: ' + told if told else ''}"


def _terms(text: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """The terms of a query; none of one in words that rdflib's parser does not know (LATERAL, RDF 1.2)."""
    from kg.turtle.sparql import touched

    try:
        return touched(text, prefixes).terms
    except QueryError:
        return ()


def nearest(term: str, known: Iterable[str]) -> list[str]:
    """The terms that are spelt alike, nearest first; a word inside a name counts as much as the whole.

    Relations come first for a name in lower case, classes for one in upper case.
    """
    scores = {name: _likeness(_local(term), _local(name)) for name in known}
    near = [name for name, score in scores.items() if score >= _NEAR_ENOUGH]
    is_class = _local(term)[:1].isupper()
    return sorted(
        near, key=lambda name: (scores[name] < 1, _local(name)[:1].isupper() != is_class, -scores[name], name)
    )


def _likeness(asked: str, known: str) -> float:
    forms = [known, *(word for word in _WORD.findall(known) if len(word) > len(asked) // 2)]
    return max(SequenceMatcher(None, asked.casefold(), form.casefold()).ratio() for form in forms)


def _is_used(store: ox.Store, term: str) -> bool:
    node = ox.NamedNode(term)
    found = (
        store.quads_for_pattern(node, None, None, None),
        store.quads_for_pattern(None, node, None, None),
        store.quads_for_pattern(None, None, node, None),
    )
    return any(next(iter(quads), None) for quads in found)


def _known(store: ox.Store, spaces: Mapping[str, str], until: float) -> Counter[str]:
    """The terms of our namespaces with their uses: predicates, classes, values; data nodes by their labels."""
    ours = tuple(spaces)
    labelled = _in_time(_named(store, _LABELLED), until)
    counts = Counter({term: 1 for term in labelled if term.startswith(ours)})
    for query in _USES:
        counts |= Counter(term for term in _in_time(_named(store, query), until) if term.startswith(ours))
    return counts


def _named(store: ox.Store, query: str) -> Iterator[str]:
    """The IRIs that a query of one variable finds."""
    found = store.query(query)
    if isinstance(found, ox.QuerySolutions):
        yield from (term.value for (term,) in found if isinstance(term, ox.NamedNode))


def _in_time(values: Iterable[str], until: float) -> Iterator[str]:
    for value in values:
        if time.perf_counter() > until:
            raise TimeoutError
        yield value


def _space(term: str) -> str:
    return split_iri(term)[0]


def _local(term: str) -> str:
    return split_iri(term)[1]


def _short(term: str, spaces: Mapping[str, str]) -> str:
    return f"{spaces[_space(term)]}:{_local(term)}"
