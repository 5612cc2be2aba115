"""Spelling suggestions for terms of a query that the graph does not have."""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store import Query, Worker, shortened
from kg.store.files import matching
from kg.turtle.terms import KG, RDF, REL, split_iri

_NEAR_ENOUGH = 0.7
_AS_NEAR = 0.15
"""How much less like than the nearest another may be to be shown beside it."""
_SHOWN = 2
_ALIKE = {KG: REL, REL: KG}
"""Namespaces in which one may look for a term of another: relations are in either."""
_USES = (
    "SELECT ?t { ?s ?t ?o }",
    f"SELECT ?t {{ ?s <{RDF}predicate>|a ?t }}",
    f"SELECT ?t {{ ?s <{KG}factuality>|<{KG}trust> ?t }}",
    f"SELECT ?t {{ ?s <{RDF}subject>|<{RDF}object> ?t }}",
)
"""Each answer is one use. Counting is not left to the store, which cannot be stopped before it has counted all."""
_DESCRIBED = "SELECT ?t { ?t ?p ?o }"
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")


def misspelt(text: str, store: ox.Store, prefixes: Mapping[str, str], until: float) -> Iterator[str]:
    """A line for each term of a query that the store does not have.

    The nearest are of its namespace, else of the same name in another (http://schema.org/name).
    Raises ``TimeoutError`` where ``time.perf_counter()`` passes ``until``.
    """
    from kg.turtle.sparql import touched

    try:
        parts = touched(text, prefixes)
    except QueryError:  # it has words that rdflib's parser does not know (RDF 1.2)
        return
    terms, declared = parts.terms, parts.prefixes
    asked = [term for term in terms if ":" in term and not _is_used(store, term)]
    known = _known(store, {_space(term) for term in asked}, until) if asked else Counter()
    for term in asked:
        # The terms to show for one.
        spaces = {_space(term), _ALIKE.get(_space(term), "")}
        found = nearest(term, _in_time((name for name in known if _space(name) in spaces), until))
        near = found[:_SHOWN] or sorted(name for name in known if _local(name) == _local(term))[:_SHOWN]
        told = ", ".join(f"{shortened(one, declared)} ({known[one]} use{'s'[: known[one] != 1]})" for one in near)
        yield f"{shortened(term, declared)} is not in the graph.{' Nearest: ' + told if told else ''}"


def nearest(term: str, known: Iterable[str]) -> list[str]:
    """The terms that are spelt alike, nearest first; a word inside a name counts as much as the whole.

    Relations come first for a name in lower case, classes for one in upper case.
    """
    # Of a name all of it, and those of its words that are long enough.
    asked, scores = _local(term).casefold(), dict[str, float]()
    for name in known:
        forms = [_local(name), *(word for word in _WORD.findall(_local(name)) if len(word) > len(asked) // 2)]
        scores[name] = max(SequenceMatcher(None, asked, form.casefold()).ratio() for form in forms)
    least = max(_NEAR_ENOUGH, max(scores.values(), default=0.0) - _AS_NEAR)
    near = [name for name, score in scores.items() if score >= least]
    is_class = _local(term)[:1].isupper()
    return sorted(
        near, key=lambda name: (scores[name] < 1, _local(name)[:1].isupper() != is_class, -scores[name], name)
    )


def _is_used(store: ox.Store, term: str) -> bool:
    node = ox.NamedNode(term)
    found = (matching(store, node), matching(store, predicate=node), matching(store, value=node))
    return any(next(quads, None) for quads in found)


def _known(store: ox.Store, spaces: Iterable[str], until: float) -> Counter[str]:
    """Terms with their uses: all predicates, classes and values, and the nodes of these namespaces."""
    beginnings = tuple(spaces)
    described = _in_time(_named(store, _DESCRIBED), until)
    counts = Counter({term: 1 for term in described if term.startswith(beginnings)})
    for query in _USES:
        counts |= Counter(_in_time(_named(store, query), until))
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


COLUMNS = ("part", "name", "uses")
_USES_AS = """SELECT ?as (COUNT(*) AS ?n) {{ {{ <{0}> ?p ?o BIND("subject" AS ?as) }}
  UNION {{ ?s <{0}> ?o BIND("predicate" AS ?as) }} UNION {{ ?s ?p <{0}> BIND("object" AS ?as) }} }} GROUP BY ?as"""


def touch(text: str, worker: Worker) -> Iterator[dict[str, str]]:
    """A row for the form, the variables, and each term with how often the store has it and as what."""
    from kg.turtle.sparql import touched

    answer = worker.ask(Query("ASK {}"))
    found = touched(text, answer.prefixes)
    yield _row("form", found.form.removesuffix("Query").upper())
    yield _row("variables", " ".join(f"?{name}" for name in found.variables) or "none")
    for graph in found.graphs:
        yield _row("graph", f"<{graph}>")
    for term in found.terms:
        if ":" in term and "<" not in term:
            # How often the store has it and as what, else the nearest that it has.
            rows = worker.ask(Query(_USES_AS.format(term), helps=False)).rows()
            uses, name = {row["as"]: row["n"] for row in rows}, shortened(term, found.prefixes)
            told = ", ".join(f"{count} as {role}" for role, count in sorted((r or "", n) for r, n in uses.items()))
            if not uses:
                prologue = "".join(f"PREFIX {name}: <{iri}> " for name, iri in found.prefixes.items())
                notes = worker.ask(Query(f"{prologue}ASK {{ <{term}> <{term}> <{term}> }}")).notes
                told = notes[0].removeprefix(f"{name} is ") if notes else "not in the graph"
            yield _row("term", name, told)


def _row(part: str, name: str, uses: str = "") -> dict[str, str]:
    return dict(zip(COLUMNS, (part, name, uses), strict=True))
