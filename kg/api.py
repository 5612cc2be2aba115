"""The Python API: ``kg.build``, ``kg.load`` and the ``Graph`` that they return.

``Graph`` here wraps ``kg.model.Graph``: each method calls the package that does the work, imported on first use.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

from kg.errors import KgError, QueryError, nearest_hint
from kg.facts.selection import Filter, day_named, factuality_named, nodes_named, selected
from kg.model import Article
from kg.model import Graph as Values
from kg.tables.data_frames import Listed, pandas_table, polars_table
from kg.tables.resources import (
    EntityResource,
    EventResource,
    Resource,
    Scope,
    StatementResource,
    classes_named,
    countries_named,
)
from kg.tables.rows import COLUMNS, Row, Vocabulary, statement_rows
from kg.tables.rows import KINDS as COLUMN_KINDS
from kg.text.articles import ReadingOptions, article_of, articles
from kg.text.sources import KINDS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import rdflib

    from kg.extraction import Extractor
    from kg.graph import Network
    from kg.store import Answer, Limits, Solutions, Worker
    from kg.view.draw import View

ArticleInput = str | Path | Article
_LONGEST_NAME = 255  # bytes: what file systems allow a part of a path


@dataclass(frozen=True)
class Graph:
    """A graph of articles; ``values`` holds its articles, entities, events, quantities and statements.

    ``base_iri`` is the prefix of its nodes' IRIs in output and queries, ``prefixes`` are short names of your own for
    namespaces, which no query need declare: ``kg.load("a.ttl", prefixes={"ex": "https://example.org/"})``.
    """

    values: Values
    base_iri: str = Vocabulary.base_iri
    prefixes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def statements(  # noqa: PLR0913 - the keywords by which one filters
        self,
        *,
        subject: str = "",
        relation: str = "",
        object: str = "",  # noqa: A002 the field's word, and a keyword alone
        about: str = "",
        factuality: str = "",
        trust: str = "",
        source: str = "",
        since: str = "",
        until: str = "",
    ) -> Listed[StatementResource]:
        """The matching statements, in the order of the text, each with its ends as objects with labels.

        Names are any labels of entities; ``about`` matches an end or a source, ``trust`` is "sure" or "lead".
        ``since`` and ``until`` are days, months or years ("2024-05"), bounds included, between which it holds or
        happened; undated ones do not match.
        Raises ``KgError`` with the nearest name for one that the graph does not have.
        """
        wanted = Filter(
            subject=subject,
            relation=relation,
            object=object,
            about=about,
            source=source,
            factuality=factuality,
            trust=trust,
            since=day_named(since) if since else None,
            until=day_named(until, last=True) if until else None,
        )
        return Listed(map(self._scope.statement, selected(self.values, wanted)))

    def entities(self, name: str = "", *, cls: str = "", country: str = "") -> Listed[EntityResource]:
        """The matching entities, sorted by label: ``graph.entities(cls="Person", country="Canada")``.

        ``cls`` is a class of the ontology with those below it ("Actor"), ``country`` a name or an ISO 3166-1 alpha-3
        code. Raises ``KgError`` with the nearest for what the graph does not have.
        """
        named, classes = nodes_named(self.values, name), classes_named(cls, (one.cls for one in self.values.entities))
        codes = countries_named(self.values, country)
        found = (
            one
            for one in self.values.entities
            if (not name or one.id in named)
            and (not cls or one.cls in classes)
            and (not country or one.country in codes)
        )
        ordered = sorted(found, key=lambda one: (one.label.casefold(), one.id))
        return Listed(EntityResource(one, self._scope) for one in ordered)

    def events(self, *, cls: str = "", participant: str = "", factuality: str = "") -> Listed[EventResource]:
        """The matching events, sorted by label: ``graph.events(cls="ImposeTariff", participant="Canada")``.

        ``factuality`` is the firmest of an event's statements. Raises ``KgError`` as ``entities`` does.
        """
        graph, stand = self.values, self._scope.statuses
        classes, partners = classes_named(cls, (one.cls for one in graph.events)), nodes_named(graph, participant)
        firmness = factuality_named(factuality) if factuality else None
        # The events in which nodes have a role, or of which a statement tells with one of them as an end.
        attended = {one.id for one in graph.events if any(role.filler in partners for role in one.roles)}
        attended |= {said.event for said in graph.statements if said.event and partners & {said.subject, said.object}}
        found = (
            one
            for one in graph.events
            if (not cls or one.cls in classes)
            and (not participant or one.id in attended)
            and (firmness is None or stand[one.id].factuality is firmness)
        )
        ordered = sorted(found, key=lambda one: (one.label.casefold(), one.id))
        return Listed(EventResource(one, self._scope) for one in ordered)

    def rows(self) -> Iterator[Row]:
        """The statements as rows (dictionaries) of plain values, labels of nodes included."""
        return statement_rows(self.values, _vocabulary(self.base_iri))

    def label(self, node: str | Resource) -> str:
        """The name to show for a node or its id; ``KgError`` for an id that the graph does not have."""
        if not isinstance(node, str):
            return node.label
        for known in self.values.nodes:
            if known == node:
                return self.values.label(known)
        raise KgError(f"{node!r} is not in the graph", hint=nearest_hint(node, self.values.nodes))

    def query(self, sparql: str, *, limits: Limits | None = None) -> Solutions | bool | rdflib.Graph:
        """The answer to a SPARQL 1.1 query; the prefixes of newsgraph's vocabularies and ``prefixes`` are declared.

        SELECT gives rows (IRIs whole, literals by what they say) with ``.columns`` and ``.to_pandas()``, ASK a truth
        value, CONSTRUCT and DESCRIBE a graph of rdflib. It runs in a process of its own, which starts with the first
        query and ends with the graph; with ``limits`` in one for it alone. Raises ``QueryError`` for a query that is
        refused (SERVICE, an update), does not parse or runs past its limits (``kg.store.Limits``: seconds, rows, bytes,
        megabytes).
        """
        from kg.store import Query, Solutions
        from kg.turtle.documents import rdflib_of

        with nullcontext(self._worker) if limits is None else self._started(limits) as worker:
            answer = _whole(worker.ask(Query(sparql)))
        match answer.kind:
            case "solutions":
                return Solutions.of(answer)
            case "boolean":
                return answer.holds()
            case _:
                return rdflib_of(answer.body)

    def ask(self, question: str, /, *, folder: str | Path | None = None, **parameters: str) -> Solutions:
        """The answer to a named question: ``graph.ask("who-imposed-what", who="Canada")``.

        ``folder`` has further questions, which override packaged ones of the same name; ``question`` may be a file too.
        """
        from kg.store import Query, Solutions
        from kg.store.questions import question as named

        text = named(question, [Path(folder)] if folder else ()).filled(parameters, self._worker)
        return Solutions.of(_whole(self._worker.ask(Query(text))))

    def to_networkx(self) -> Network:
        """The graph as a ``networkx.MultiDiGraph``: entities and events, an edge for each statement."""
        from kg.graph import to_networkx

        return to_networkx(self.values)

    def to_turtle(self, path: str | Path | None = None) -> str:
        """The graph as Turtle; with ``path`` also written there, atomically."""
        from kg.turtle.documents import to_turtle, write

        if path is not None:
            write(self.values, Path(path), "ttl", base_iri=self.base_iri, more=self.prefixes)
        return to_turtle(self.values, base_iri=self.base_iri, more=self.prefixes)

    def save(self, path: str | Path) -> None:
        """Write the graph in the format of the path's suffix: ttl, nt, nq, trig, jsonld, rdf."""
        from kg.turtle.documents import write

        write(self.values, Path(path), base_iri=self.base_iri, more=self.prefixes)

    def to_rdflib(self) -> rdflib.Graph:
        """The graph as an ``rdflib.Graph``."""
        from kg.turtle.documents import to_rdflib

        return to_rdflib(self.values, base_iri=self.base_iri)

    def to_pandas(self) -> pd.DataFrame:
        """The statements as a pandas ``DataFrame``; ``MissingPartError`` without pandas."""
        return pandas_table(self.rows(), COLUMNS, COLUMN_KINDS)

    def to_polars(self) -> pl.DataFrame:
        """The statements as a polars ``DataFrame``; ``MissingPartError`` without polars."""
        return polars_table(self.rows(), COLUMNS, COLUMN_KINDS)

    def __or__(self, other: Graph) -> Graph:
        """Both joined, with the base and the prefixes of the first."""
        return replace(self, values=self.values | other.values)

    def __len__(self) -> int:
        return len(self.values.statements)

    def __repr__(self) -> str:
        count = f"{len(self.values.articles)} articles, {len(self.values.entities)} entities"
        return f"<kg.Graph: {len(self)} statements, {count}>"

    def draw(self, path: str | Path, view: View | None = None) -> None:
        """Draw the graph in the format of the path's suffix: html, svg, png, pdf, dot, mmd.

        ``view`` (``kg.View``) selects content and layout: ``View(layout=Layout.NETWORK, focus="Mark Carney")``; a
        picture of one article is a story, of several a matrix.
        """
        from kg.model.merge import unified
        from kg.turtle.whole import write_whole
        from kg.view.draw import View, drawn, form_of

        write_whole(drawn(unified(self.values), form_of(path), view or View()), Path(path))

    @cached_property
    def _scope(self) -> Scope:
        """What its nodes and statements need to name their neighbours."""
        return Scope(self.values, Vocabulary(self.base_iri))

    @cached_property
    def _worker(self) -> Worker:
        """The process that answers queries; it ends with the graph."""
        made = self._started()
        finalize(self, made.close)
        return made

    def _started(self, limits: Limits | None = None) -> Worker:
        from kg.store import Worker
        from kg.turtle.documents import serialize

        return Worker((), limits, serialize(self.values, "nt", base_iri=self.base_iri), prefixes=self.prefixes)

    def _repr_html_(self) -> str:
        """The page in a sandboxed frame, for a notebook; text of articles is escaped, never markup."""
        from kg.view.draw.page import frame

        return frame(self.values, name=repr(self))

    def _repr_svg_(self) -> str:
        """The picture, for those who show a notebook without running its frames: a story, of many articles a matrix."""
        from kg.model.merge import unified
        from kg.view.draw import drawn

        return drawn(unified(self.values), "svg").decode()


def build(  # noqa: PLR0913 - keywords of the one function that everybody calls
    source: ArticleInput | Iterable[ArticleInput],
    *,
    date: str | datetime.date | None = None,
    model: str = "",
    ontology: str | Path | Sequence[str | Path] = (),
    aliases: str | Path | None = None,
    min_confidence: float | None = None,
    reviewed: str | Path | Sequence[str | Path] = (),
    extractor: Extractor | str | None = None,
    failed: Callable[[KgError], None] | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> Graph:
    """The graph of a file, a folder, a text, an ``Article``, or many of these.

    A ``str`` is a path where such a file exists or it looks like one, else a text. ``date`` is that of articles
    that bring none; without it relative dates stay words. Statements less sure than ``min_confidence`` are left out, by
    default those below the threshold of worth; 0 keeps all. ``reviewed`` are files of reviews to apply
    (``kg review``). ``extractor`` finds the frames in place of the default one
    (``kg.frames.extractor.ClauseExtractor``): one that was made, or the name of an installed package's. What cannot be
    read is raised as a ``KgError`` that names it, or goes to ``failed``, and the other articles go on. ``prefixes`` are
    those of the graph.
    """
    from kg.pipeline.workers import BuildSettings, built

    if min_confidence is not None and not 0 <= min_confidence <= 1:
        raise KgError(f"{min_confidence:g} is no confidence", hint="from 0, which keeps all, to 1")
    known = _prefixes(prefixes)
    names = Path(aliases) if aliases else None
    recipe = BuildSettings(model, _paths(ontology), names, min_confidence, _paths(reviewed), extractor)
    reading = ReadingOptions(date=_day(date))
    many: Iterable[ArticleInput] = [source] if isinstance(source, (str, Path, Article)) else source
    found = (article for one in many for article in _articles(one, reading, failed))
    return Graph(built(found, recipe, failed=failed).graph, prefixes=known)


def load(path: str | Path, *, prefixes: Mapping[str, str] | None = None) -> Graph:
    """The graph of a file that was written before, or of a store's folder, with ``prefixes`` of your own.

    Raises ``InputError`` for a file that is none, and for a prefix that is none or collides with one of ours.
    """
    from kg.store.disk import source_of_store
    from kg.turtle.documents import read_source

    file = Path(path)
    found = source_of_store(file) if file.is_dir() else read_source(file)
    return Graph(found.graph, found.base_iri, _prefixes(prefixes))


def _prefixes(given: Mapping[str, str] | None) -> Mapping[str, str]:
    """The user's prefixes; ``InputError`` for one that is none or collides."""
    from kg.turtle.terms import checked_prefixes

    return checked_prefixes(f"{name}={iri}" for name, iri in (given or {}).items())


def _whole(answer: Answer) -> Answer:
    """The answer, if it is all of it."""
    if answer.truncated:
        message = f"there is more than these {answer.count}"
        raise QueryError(message, hint="page with LIMIT and OFFSET, or query(..., limits=kg.store.Limits(rows=...))")
    return answer


def _vocabulary(base_iri: str) -> Vocabulary:
    """What rows need of the ontology."""
    from kg.ontology import Ontology

    return Vocabulary(base_iri, plover=Ontology.load().plover)


def _articles(
    source: ArticleInput, reading: ReadingOptions, failed: Callable[[KgError], None] | None
) -> Iterator[Article]:
    match source:
        case Article():
            yield source
        case str() if not _is_path(source):
            yield article_of(source, reading=reading)
        case _:
            yield from articles([source], reading=reading, skipped=failed)


def _is_path(source: str) -> bool:
    if "\n" in source or any(len(part.encode()) > _LONGEST_NAME for part in Path(source).parts):
        return False
    return source == "-" or not source.strip().count(" ") or Path(source).suffix in KINDS or Path(source).exists()


def _paths(given: str | Path | Sequence[str | Path]) -> tuple[Path, ...]:
    return (Path(given),) if isinstance(given, (str, Path)) else tuple(map(Path, given))


def _day(given: str | datetime.date | None) -> datetime.date | None:
    if not isinstance(given, str):
        return given
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise KgError(f"the date {given!r} is none", hint='write it as "2026-01-14"') from None
