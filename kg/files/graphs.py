"""Reading of graphs for commands: from files, stores, corpora and standard input, in every format of RDF."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.console import note, note_cut, progress
from kg.errors import InputError, check_extra, one_of
from kg.model.merge import merged, unified
from kg.shards import is_corpus
from kg.shards import wanted as limits
from kg.shards.wanted import Wanted

if TYPE_CHECKING:
    from kg.facts.selection import Filter
    from kg.model import Graph
    from kg.shards.folder import CorpusFolder
    from kg.turtle.documents import GraphSource

_MOST_ASKABLE = 2000
_ASKED_OTHERWISE = (
    "--ask NAME asks it; kg corpus export -o NAME.store makes a store of it once, -f nquads files for a server, "
    "both with --since for a part"
)
_LARGEST_GRAPH = 256_000_000  # bytes from standard input, all of which are in memory at once
_LARGEST_QUERY = 1_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """A graph with its base IRI."""

    graph: Graph
    base_iri: str
    is_part: bool = field(default=False, kw_only=True)
    """Whether it is a part of a large corpus, in which numbers of statements mean nothing."""
    of: int = field(default=0, kw_only=True)
    """How many articles of a corpus tell what is wanted, of which the newest are here."""


def loaded(path: Path, wanted: Wanted | None = None) -> Loaded:
    """The graph of a file, or of the folder of a store, to look at: entities of one Wikidata item are one.

    Of a corpus it is what is ``wanted``. A note tells where there is nothing of ours.
    """
    if is_corpus(path):
        return excerpt_of(path, wanted, united=True)
    found = computed_on(path, wanted, note_nothing=True)
    return replace(found, graph=unified(found.graph))


def computed_on(path: Path, wanted: Wanted | None = None, *, note_nothing: bool = False) -> Loaded:
    """The same for what is computed of several graphs: entities as they are; ``InputError`` where nothing is ours."""
    if is_corpus(path):
        return excerpt_of(path, wanted)
    return _ours(path, _source(path, as_of=wanted.as_of if wanted else None), note_nothing=note_nothing)


def handed_on(path: Path, form: str = "", *, may_be_empty: bool = False, as_of: date | None = None) -> Loaded:
    """The same to write again; ``InputError`` where there is nothing of ours, notes for what is left out.

    With ``may_be_empty`` a file with nothing at all in it is an empty graph; of a corpus it may be what was known on a
    day.
    """
    if is_corpus(path):
        check_shards()
        from kg.shards.folder import CorpusFolder

        with CorpusFolder(path) as folder:
            return Loaded(merged(folder.graphs(as_of=as_of)), folder.settings.base_iri)
    found = _source(path, form, as_of)
    if found.left_out and found.is_ours:
        told = "1 triple not ours is" if found.left_out == 1 else f"{found.left_out} triples not ours are"
        note(f"{path}: {told} left out")
    made = _ours(path, found, may_be_empty=may_be_empty and not found.left_out)
    if len(found.bases) > 1:
        note(f"the names in {path} begin with {' and '.join(found.bases)}; all get {found.base_iri}")
    return made


def _ours(path: Path, found: GraphSource, *, may_be_empty: bool = False, note_nothing: bool = False) -> Loaded:
    """What was read, with notes; ``InputError`` where nothing of it is ours, or a note if that is enough."""
    if not found.is_ours and not (may_be_empty or note_nothing):
        raise InputError(f"no statement of ours in {path}", hint="kg query reads any RDF; kg build makes ours")
    if not found.is_ours and note_nothing:
        note(f"no statement of ours in {path}")
    if found.untold:
        events = "its event is" if found.untold == 1 else f"its {found.untold} events are"
        note(f"{path}: written by 0.1.0; {events} read by what its statements tell of them")
    return Loaded(found.graph, found.base_iri)


def excerpt_of(path: Path, wanted: Wanted | None = None, *, united: bool = False) -> Loaded:
    """What is wanted of a corpus, by default as much as something can be computed of; a note tells what is cut."""
    check_shards()
    from kg.shards.excerpts import excerpt
    from kg.shards.folder import CorpusFolder, is_out
    from kg.shards.tables import graph_in

    asked = wanted or Wanted(most=limits.MANY)
    with (
        _uncollected(),
        CorpusFolder(path) as folder,
        progress(len(folder.entries), "indexing") as done,
        folder.index(done) as base,
    ):
        then = folder.superseded(asked.as_of) if asked.as_of else {}
        found = excerpt(base, replace(asked, without=frozenset(then)))
        old = [graph_in(row) for row in then.values() if asked.as_of and is_out(row, asked.as_of)]
    if found.note and asked.most > 1:  # one is a look at what there is
        note_cut(f"{path}: {found.note}; names and days choose others")
    found = replace(found, graph=found.graph.union(*old)) if old else found
    graph = found.united if united else found.graph
    return Loaded(graph, folder.settings.base_iri, is_part=not found.is_whole, of=found.of + len(old))


def asked_by(wanted: Filter) -> Wanted:
    """What a selection of statements asks of a corpus."""
    names = tuple(filter(None, (wanted.about, wanted.subject, wanted.object, wanted.source)))
    words = frozenset({wanted.relation.rpartition(":")[2]}) if wanted.relation else frozenset()
    return Wanted(names, words, wanted.since, wanted.until)


def askable(path: Path) -> Path:
    """A graph as queries read it: in place of a corpus the triples that follow from it.

    Raises ``InputError`` for a corpus of more than some thousand articles.
    """
    if not is_corpus(path):
        _note_changed(path)
        return path
    check_shards()
    from kg.shards.folder import CorpusFolder, lines_of

    with CorpusFolder(path) as folder:
        count = sum(entry.articles for entry in folder.entries)
        if count > _MOST_ASKABLE:
            told = f"{path}: {count:,} articles are too many for SPARQL of your own, {_MOST_ASKABLE:,} are not"
            raise InputError(told, hint=_ASKED_OTHERWISE)
        return lines_of(folder)


def is_store(path: Path) -> bool:
    """Whether a graph is a folder of a store."""
    return path.is_dir() and not is_corpus(path)


def check_shards() -> None:
    """``MissingPartError`` where what a corpus is kept with is not installed."""
    check_extra("corpus", ("duckdb", "msgspec", "pyarrow"), "a corpus is kept with")


@contextmanager
def as_file(path: Path) -> Iterator[Path]:
    """A graph as a file, for what reads files alone: a store is written out for as long as it is needed."""
    if not is_store(path):
        yield askable(path)
        return
    from kg.store.disk import lines_of_store

    with TemporaryDirectory(prefix="kg-") as folder:
        file = Path(folder) / f"{path.name}.nt"
        file.write_bytes(lines_of_store(path))
        yield file


@contextmanager
def _uncollected() -> Iterator[None]:
    """What is read here lives as long as the command: no collection of garbage need look at it again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@_uncollected()
def _source(path: Path, form: str = "", as_of: date | None = None) -> GraphSource:
    """What is read; ``InputError`` for a format that is written only: its rows and networks are not the graph."""
    from kg.turtle.documents import read_source, source_in
    from kg.turtle.formats import FORMATS

    if as_of:
        told = f"{path}: is no corpus, which alone keeps what was known on a day"
        raise InputError(told, hint="kg corpus add makes one")
    if str(path) == "-":
        name = one_of(form or "ttl", ("", *FORMATS), "format that is read")
        return source_in(_standard_input(_LARGEST_GRAPH), name, "standard input")
    if path.is_dir():
        from kg.store.disk import source_of_store

        return source_of_store(path)
    suffix = path.suffix.lower().removeprefix(".")
    if not form and suffix not in FORMATS:
        from kg.convert import all_formats

        if suffix in all_formats():
            comes_back = f"what comes back: {', '.join(FORMATS)}, a store"
            raise InputError(f"{path}: {suffix} is written only", hint=comes_back)
    _note_changed(path)
    return read_source(path, one_of(form, ("", *FORMATS), "format that is read"))


def _note_changed(path: Path) -> None:
    """Tell of a file that is another than the one that was written: nobody can say whether that was meant."""
    from kg.turtle.whole import is_as_written

    if path.is_file() and is_as_written(path) is False:
        note(f"{path}: is not as it was written: damaged, or changed by hand (then delete its line with sha256)")


def standard_text() -> str:
    """The text that comes from standard input; ``InputError`` where it is none, or longer than a query is."""
    try:
        return _standard_input(_LARGEST_QUERY).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"standard input: is no text after byte {error.start}", hint="UTF-8 is read") from None


def _standard_input(most: int) -> bytes:
    """What comes from there; ``InputError`` for more than ``most`` bytes, of which no more is read."""
    data = sys.stdin.buffer.read(most + 1)
    if len(data) > most:
        raise InputError(f"standard input: is larger than {most:,} bytes", hint="save it as a file, and name that")
    return data


def is_named_as_graph(name: str) -> bool:
    """Whether a name is that of a folder, or has the suffix of a graph: of a format that is read, or of a store."""
    from kg.turtle.formats import FORMATS, SUFFIXES

    return name.endswith((os.sep, "/")) or Path(name).suffix.lower().removeprefix(".") in {*FORMATS, *SUFFIXES, "store"}


def note_unlisted(folder: CorpusFolder) -> None:
    """Tell of shards that do not count and yet may be sound."""
    if left := folder.unlisted():
        note(
            f"{folder.shards}: left alone {len(left)} shard(s) that shards.jsonl does not list ({', '.join(left)}): "
            "put that file back if it was damaged; what a command that was killed has left may be deleted"
        )
