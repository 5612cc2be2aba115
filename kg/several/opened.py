"""Several graphs as one corpus with its links: what the commands on a corpus read, and what ``kg serve`` asks."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.console import note
from kg.errors import InputError, MissingPartError
from kg.files.graphs import Loaded, askable, computed_on, handed_on
from kg.model import Graph, NodeId
from kg.model.merge import merged
from kg.shards import LINKS, is_corpus
from kg.shards import wanted as limits
from kg.shards.wanted import Wanted

if TYPE_CHECKING:
    from kg.corpus import DecisionFile, Links, PairDecision
    from kg.corpus.blocks.kept import KeptLinks
    from kg.corpus.decisions import Basis
    from kg.corpus.happenings import Corpus as Told
    from kg.store.files import State
    from kg.tables.rows import Row


@dataclass(frozen=True)
class OpenedCorpus:
    """Graphs that are taken as one, and the files beside the first: links, and what readers decided."""

    paths: Sequence[Path]
    links_file: Path | None = None
    wanted: Wanted | None = None
    """What is asked of them, where they are corpora."""

    @cached_property
    def graph(self) -> Graph:
        """All graphs, joined; of corpora what is wanted of them."""
        return merged(one.graph for one in self._loaded)

    @property
    def of(self) -> int:
        """How many articles of corpora tell what is wanted, of which the newest are read."""
        return sum(one.of for one in self._loaded)

    @property
    def left_out(self) -> str:
        """What of corpora is left out, for a reader; empty where nothing is."""
        parts = ((len(one.graph.articles), one.of) for one in self._loaded if one.is_part)
        told = (f"the newest {read:,} of {of:,} articles that tell of it are read" for read, of in parts if of > read)
        return "; ".join(told)

    @cached_property
    def _loaded(self) -> Sequence[Loaded]:
        asked = self.wanted or Wanted(most=limits.MANY)
        if self.is_one_corpus and not self.is_linked_corpus and not self.links_file:
            asked = replace(asked, most=min(asked.most, limits.FEW))  # what is the same is found now
        return [computed_on(path, asked) for path in self.paths]

    @cached_property
    def told(self) -> Told:
        """What the graphs tell together by the links."""
        from kg.corpus.happenings import Corpus as Told

        return Told(self.graph, self.links)

    @property
    def joined(self) -> Loaded:
        """The graphs with what is the same as one."""
        from kg.corpus.rdf import united

        return replace(self._loaded[0], graph=united(self.told), is_part=any(one.is_part for one in self._loaded))

    def beside(self, kind: str) -> Path:
        """The file of a kind beside the first graph: ``news.links.jsonl`` of ``news.store``; of a corpus one in it.

        ``InputError`` where the graph comes from standard input.
        """
        if self.is_piped:
            raise InputError("a graph from standard input has no file beside it", hint="name the graph's file")
        first = self.paths[0]
        if is_corpus(first):
            return first / {"links": "derived/links.jsonl", "kept": LINKS}.get(kind, f"{kind}.jsonl")
        return first.with_name(f"{first.stem}.{kind}.jsonl")

    @property
    def is_piped(self) -> bool:
        """Whether the first graph comes from standard input, which has no file beside it."""
        return str(self.paths[0]) == "-"

    @property
    def read(self) -> tuple[Path, ...]:
        """All files that are read, with those beside the first graph; some need not be there."""
        if self.links_file is not None:
            return (*self.paths, self.links_file)
        return (*self.paths, *(() if self.is_piped else (self.beside("links"), self.decisions_path())))

    @cached_property
    def _made(self) -> Basis | None:
        """What the links were made of; None where there are none, or they do not tell."""
        from kg.corpus.decisions import basis_of

        if self.links_file is not None:
            return basis_of(self.links_file)
        return None if self.is_piped else basis_of(self.beside("links"))

    def decisions_path(self) -> Path:
        """The file of decisions: that of the links, else that beside the first graph."""
        if self._made is not None and self._made.file:
            return (self.links_file or self.beside("links")).parent / self._made.file
        return self.beside("decisions")

    def decisions(self, path: Path | None = None) -> DecisionFile:
        """What readers decided; the file need not be there."""
        from kg.corpus import DecisionFile

        return DecisionFile(path or self.decisions_path())

    @cached_property
    def links(self) -> Links:
        """The links of the file that is named; else those beside the first graph where they fit, else made now."""
        from kg.corpus import linked
        from kg.corpus.decisions import basis
        from kg.corpus.links import read_links
        from kg.model import Graph

        if self.links_file is not None:
            # Links may be of other articles or statements; decisions are their own.
            if self._made and not self.is_one_corpus and self._made.graph != basis(self.graph, ()).graph:
                note(f"{self.links_file} is of other graphs: what they do not share is not the same as anything")
            return read_links(self.links_file)
        decided = () if self.is_piped else self.decisions().decisions()
        if self.is_linked_corpus:
            with self.kept() as kept:
                if kept is not None:
                    if kept.made_of != basis(Graph(), decided).decisions:
                        note(
                            "what readers decided since the corpus was linked counts once kg corpus link has run again"
                        )
                    return kept.within(one.id for one in self.graph.articles)
        lack = self._lack(decided)
        if not lack:
            return read_links(self.beside("links"))
        note(f"{lack}; what is the same is found now")
        return linked(self.graph, decided)

    def kept(self) -> AbstractContextManager[KeptLinks | None]:
        """The links of one corpus as its shards are now; None where it was never linked."""
        from kg.corpus.blocks.kept import kept_links

        place = self.beside("kept")
        return kept_links(self.paths[0], place, self.decisions().decisions() if place.exists() else ())

    @contextmanager
    def answers(self) -> Iterator[sqlite3.Connection]:
        """The tables of what they tell together (``kg.corpus.tables``): of a linked corpus those of all of it."""
        from kg.corpus import tables

        with self.kept() if self.is_told_whole else nullcontext() as kept:
            if kept is not None:
                yield kept.base
                return
        with closing(tables.made(self.told)) as base:
            yield base

    def about(self, name: str) -> Told:
        """What is told of an entity: of a linked corpus its names and offices alone."""
        if self.is_told_whole:
            return replace(self, wanted=Wanted((name,), frozenset({"heldOffice"}), most=limits.MOST)).told
        return self.told

    def chosen(self, name: str) -> frozenset[NodeId] | None:
        """The nodes of a name, their clusters, and all that is one with them; None for no name."""
        from kg.facts.selection import nodes_named

        if not name:
            return None
        with self.kept() if self.is_told_whole else nullcontext() as kept:
            if kept is not None:
                return kept.named(name)
        nodes = nodes_named(self.told.graph, name)
        linked = (cluster for unit, cluster in self.told.links.of_unit.items() if unit.node in nodes)
        return nodes.union(*({one.id, *(unit.node for unit in one.members)} for one in linked))

    @property
    def is_linked_corpus(self) -> bool:
        """Whether it is one corpus alone that was linked, and no other links are to be taken."""
        return self.links_file is None and self.is_one_corpus and self.beside("kept").exists()

    @property
    def is_told_whole(self) -> bool:
        """Whether the tables of a linked corpus are what is asked for: they have what is known today."""
        return self.is_linked_corpus and not (self.wanted and self.wanted.as_of)

    @property
    def is_one_corpus(self) -> bool:
        """Whether it is one corpus alone, whose links follow its shards."""
        return len(self.paths) == 1 and is_corpus(self.paths[0])

    @cached_property
    def is_linked(self) -> bool:
        """Whether links lie beside the first graph that fit; a note tells of some that do not."""
        if self.is_piped or not self.beside("links").exists():
            return False
        if self.is_one_corpus:
            return self.is_linked_corpus
        try:
            lack = self._lack(self.decisions().decisions())
        except MissingPartError:
            return False
        if lack:
            note(f"{lack}; what is the same in several articles stands apart")
        return not lack

    def _lack(self, decided: Sequence[PairDecision]) -> str:
        """Why no links beside the first graph are to be taken; empty where some are."""
        from kg.corpus.decisions import basis

        if self.is_piped:
            return "a graph from standard input has no links beside it"
        path = self.beside("links")
        if not path.exists():
            return f"no {path}, which kg corpus link writes"
        if self.decisions_path() != self.beside("decisions") and not self.decisions_path().exists():
            return f"{self.decisions_path()} is gone, whose decisions {path} keeps to"
        fits = self._made == basis(self.graph, decided)
        return "" if fits else f"{path} is of other graphs or decisions, until kg corpus link writes it anew"


def seen_from(place: Path, files: Iterable[Path]) -> tuple[str, ...]:
    """The names of some files as seen from another one, sorted."""
    return tuple(sorted(Path(os.path.relpath(file, place.parent)).as_posix() for file in files))


def asked_about(*names: str, since: date | None = None, until: date | None = None, as_of: date | None = None) -> Wanted:
    """What is asked of a corpus about all of some entities, empty names apart, between two days, as known on a day."""
    wanted = Wanted(tuple(filter(None, names)), since=since, until=until, as_of=as_of, most=limits.MANY)
    return wanted.of_happenings()


@contextmanager
def askable_as_one(
    paths: Sequence[Path], links: Path | None = None, as_of: date | None = None
) -> Iterator[tuple[Path, ...]]:
    """Graphs as queries read them, corpora as known on a day; by links, else those beside the first that fit, one file.

    In it what is the same is one, and it goes when it is let go. ``InputError`` for more than some thousand articles.
    """
    corpus = OpenedCorpus(paths)
    if links is None and not as_of and not corpus.is_linked:
        yield tuple(map(askable, paths))
        return
    from tempfile import TemporaryDirectory

    from kg.corpus.happenings import Corpus as Told
    from kg.corpus.links import Links, read_links
    from kg.corpus.rdf import united
    from kg.turtle.documents import serialize

    read = [handed_on(path, as_of=as_of) for path in paths]
    graph, found = merged(one.graph for one in read), Links()
    if links is None and corpus.is_one_corpus:
        with corpus.kept() as kept:
            found = kept.within(one.id for one in graph.articles) if kept else found
    elif links or corpus.is_linked:
        found = read_links(links or corpus.beside("links"))
    with TemporaryDirectory(prefix="kg-") as folder:
        file = Path(folder) / f"{paths[0].stem}.nt"
        lines = serialize(united(Told(graph, found)), "nt", base_iri=read[0].base_iri, evidence="full")
        file.write_bytes(lines)
        yield (file,)


class AskableNow:
    """Graphs as queries read them: the files of corpora are opened anew once their lists of shards have changed."""

    def __init__(
        self, corpora: Sequence[Path], opening: Callable[[], AbstractContextManager[tuple[Path, ...]]]
    ) -> None:
        from kg.shards.log import ShardLog
        from kg.store.files import state_of

        self._opening, self._now = opening, partial(state_of, [path / ShardLog.NAME for path in corpora])
        self._held, self._asking, self._files = ExitStack(), Lock(), tuple[Path, ...]()
        self._state: State | None = None
        self()

    def __call__(self) -> tuple[Path, ...]:
        """The files as they are now."""
        with self._asking:
            if (now := self._now()) != self._state:
                with ExitStack() as stack:
                    self._files = stack.enter_context(self._opening())
                    self._held.close()
                    self._held = stack.pop_all()
                self._state = now
            return self._files

    def close(self) -> None:
        """Let go of what was made for it."""
        self._held.close()


def told_lines(told: Told) -> bytes:
    """What several graphs tell, with what is the same as one, and their happenings and claims, as N-Triples."""
    from kg.corpus.rdf import as_rdf, united
    from kg.turtle.documents import serialize

    return serialize(united(told), "nt", evidence="full") + as_rdf(told, "nt")


def named(told: Told, name: str) -> frozenset[NodeId]:
    """The clusters of the nodes of a name, and the nodes; none for an empty name."""
    from kg.facts.selection import nodes_named

    nodes = nodes_named(told.graph, name)
    return nodes.union(cluster.id for unit, cluster in told.links.of_unit.items() if unit.node in nodes)


def with_links(rows: Iterable[Row], path: Path) -> Iterator[Row]:
    """Rows of mentions with what is the same in several articles in place of the nodes of one."""
    from kg.corpus.links import read_links
    from kg.model import ArticleId, NodeId
    from kg.tables.rows import OURS

    links = read_links(path)
    for row in rows:
        name = "event" if row.get("kind") == "event" else "entity"
        node = str(row.get(name) or "").rpartition("/")[2]
        linked = links.cluster(NodeId(unquote(node)), ArticleId(str(row.get("article"))))
        yield row if linked == unquote(node) else {**row, name: OURS.node(linked)}
