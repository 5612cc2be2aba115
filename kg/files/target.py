"""Where a graph goes: a file, a store or standard output, in which format, and what was there before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kg.console import note
from kg.console.output import check_folder, check_output, put_stream
from kg.convert import all_formats, form_of, format_named
from kg.errors import InputError, KgError
from kg.files.articles import Held, HeldByGraph, Holdings
from kg.files.graphs import Loaded, handed_on
from kg.model import ArticleId, Graph
from kg.model.merge import merged, removed
from kg.shards import SUFFIX as CORPUS
from kg.shards import is_corpus
from kg.streams.spool import GraphLike, Spool, in_memory
from kg.turtle.terms import BASE_IRI, checked_prefixes, prefixes
from kg.turtle.whole import changing

if TYPE_CHECKING:
    from kg.store.files import State

STORE = "store"
"""A folder with a store on disk: one that is there, or a new one of that suffix."""
_ARTICLES_A_COMMIT = 64


@dataclass(frozen=True, slots=True)
class Before(Loaded):
    """What a target is to be joined with, and in which state it was when that was read."""

    append: bool
    state: State


@dataclass(frozen=True, slots=True)
class Target:
    """A file or folder (``None`` is standard output) and how to write there.

    No base is that of what is there already, of what was read, or ours, in that order.
    """

    path: Path | None
    form: str
    base_iri: str = ""
    evidence: str = "offsets"
    prefixes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The user's own, by name."""

    @classmethod
    def of(  # noqa: PLR0913 - the options of all commands that write graphs
        cls,
        output: Path | None,
        form: str,
        base_iri: str = "",
        evidence: str = "offsets",
        prefix: Iterable[str] = (),
        *,
        rdf12: bool = False,
    ) -> Target:
        """The target of the options of those names; ``KgError`` for a wrong one, before any work is done."""
        known, plain = checked_prefixes(prefix), form or "ttl"
        if output is not None and not form:
            is_store = output.is_dir() or output.suffix.lower() == f".{STORE}"
            plain = STORE if is_store else form_of(output)
        chosen = f"{plain}12" if rdf12 and not plain.endswith("12") else plain
        if chosen != STORE and chosen not in all_formats():
            if chosen != plain:
                raise KgError(f"{plain!r} is no format of RDF 1.2", hint="RDF 1.2 is for ttl, nt, nq, trig")
            raise KgError(f"{plain!r} is no format", hint=f"one of {', '.join(all_formats())}, {STORE}")
        # A folder is for a format that is one, a file for the others.
        is_files = chosen == STORE or bool(format_named(chosen).files)
        if output is None and is_files:
            raise KgError(f"{chosen} is a folder of files", hint="--output FOLDER")
        if output is not None and (is_corpus(output) or output.suffix == CORPUS):
            raise KgError(f"{output}: is a corpus", hint="kg corpus add and kg corpus remove change it")
        if output is not None and output.is_dir() and not is_files:
            raise InputError(f"{output}: is a folder, not a file to write")
        if output is not None and output.suffix.lower() == f".{STORE}" and chosen != STORE:
            told = f"{output}: by its name it is a store, and {chosen} is none"
            raise KgError(told, hint="another name, or no --format")
        return cls(output, chosen, base_iri, evidence, known)

    @property
    def name(self) -> str:
        """The target for messages."""
        return "standard output" if self.path is None else str(self.path)

    @property
    def comes_back(self) -> bool:
        """Whether what is written can be read again: RDF, or a store."""
        return self.form == STORE or format_named(self.form).comes_back

    def before(self, *, append: bool = False, force: bool = False, read: Iterable[Path] = ()) -> Before:
        """The graph to join with, and the base for all: those of what is there with ``append``, else an empty one.

        A file that is no graph of ours is not written over unless ``force`` says so, and one that is ``read`` never;
        a store is added to, or nothing.
        """
        from kg.store.files import state_of

        # First, so that what is written while it is read counts as written since.
        state = state_of([self.path] if self.path else [])
        path, form = self.path, None if self.form == STORE else format_named(self.form)
        if path is not None and (form is None or form.files):
            check_folder(path if path.is_dir() else path.parent, path)
        if path is not None and form is not None:  # of a folder each file that would be written over
            for file in [path / name for name in form.files if (path / name).exists()] if form.files else [path]:
                check_output(file, form.recognizes, read=read, force=force or append)
        found = self._known(append=append)
        prefixes(found.base_iri or BASE_IRI, self.prefixes)  # where they collide it is told before any work is done
        return Before(found.graph, found.base_iri, append, state)

    def _known(self, *, append: bool) -> Loaded:
        """What is there already, as far as it is to be joined."""
        fresh = Loaded(Graph(), self.base_iri)
        if self.path is None or not self.path.exists():
            return fresh
        if self.form == STORE:
            from kg.store.disk import check_appendable
            from kg.store.files import is_new

            if not (append or is_new(self.path)):
                told = f"{self.path}: is a {'folder' if self.path.is_dir() else 'file'} that is there already"
                raise InputError(told, hint="kg build --append adds to its store")
            if check_appendable(self.path, self.base_iri):
                note(f"{self.path}: written by 0.1.0; its events are read by what its statements tell of them")
            return fresh  # what the store holds is joined as far as it is touched, and under its base
        if not append:
            return fresh
        if not self.comes_back:
            raise KgError(f"{self.form} cannot be joined", hint="build to .ttl with --append, then convert")
        found = handed_on(self.path, may_be_empty=True)
        if not (found.graph.statements or found.graph.articles):
            return replace(found, base_iri=self.base_iri)
        if self.base_iri and self.base_iri != found.base_iri:
            told = f"{self.path}: its names begin with {found.base_iri}, not with {self.base_iri}"
            raise InputError(told, hint="leave --base-iri out; kg convert --base-iri writes all names anew")
        with_text = sum(bool(article.text) for article in found.graph.articles)
        if with_text and self.evidence != "full":
            note(f"{self.path}: the text of {with_text} of its articles is left out; --evidence full keeps it")
        return found

    @contextmanager
    def alone(self, sources: Iterable[Path]) -> Iterator[None]:
        """While no other program joins a graph with the target; at once where that is none of what is read."""
        path = self.path
        is_read = path and path.is_file() and any(one.exists() and one.samefile(path) for one in sources)
        with changing(path) if path and is_read else nullcontext():
            yield

    def held(self, before: Before) -> Held | None:
        """The articles that are there; a store knows its own."""
        if self.form != STORE or self.path is None:
            return HeldByGraph(before.graph)
        from kg.store.disk import holdings_of_store

        return holdings_of_store(self.path)

    def join(self, graph: GraphLike, before: Before, replacing: Collection[ArticleId] = ()) -> None:
        """Write the graph with what was there before, without the articles that it replaces.

        What another program has added since is read first.
        """
        if self.path is None or not before.append:
            self.write(graph, before.base_iri)
            return
        from kg.store.files import state_of

        with changing(self.path):
            if state_of([self.path]) != before.state:
                before = self.before(append=True)
            whole = graph if self.form == STORE else graph | removed(before.graph, replacing)
            self.write(whole, before.base_iri, replacing)

    def remove(self, names: Collection[ArticleId]) -> None:
        """Take articles out of a file or a store, else ``KgError``; ``InputError`` for one that is not there."""
        if self.path is None:
            raise KgError("articles are removed from a file or a store", hint="kg remove GRAPH ARTICLE")
        with changing(self.path):
            if self.form == STORE:
                from kg.store.disk import remove

                remove(names, self.path)
            else:
                found = handed_on(self.path)
                self.write(removed(found.graph, names), found.base_iri)

    def write(self, graph: GraphLike, base_iri: str = "", replacing: Collection[ArticleId] = ()) -> None:
        """Write the graph, whole or not at all, into a store in place of articles; ``base_iri`` is what was read's."""
        base = self.base_iri or base_iri
        if self.form == STORE and self.path is not None:
            from kg.store.disk import append

            append(in_memory(graph), self.path, replacing=replacing, base_iri=base, evidence=self.evidence)
            return
        from kg.convert import Style, convert, convert_to
        from kg.ontology import Ontology
        from kg.tables.rows import Vocabulary

        plover = dict(Ontology.load().plover) if format_named(self.form).has_codes else {}
        vocabulary = Vocabulary(base_iri=base or BASE_IRI, plover=plover)
        style = Style(vocabulary, self.evidence, self.prefixes, note)
        if self.path is not None:
            convert(graph, self.path, self.form, style)
        else:
            put_stream(lambda file: convert_to(file, graph, self.form, style))


class Sink:
    """Collects the graphs of articles for a target, which is there whole or not at all.

    What a store that is added to has got stays, however the program ends: the same command goes on from there.
    """

    def __init__(self, target: Target, before: Before, holdings: Holdings) -> None:
        self._target, self._before, self._holdings = target, before, holdings
        self._new_store = ExitStack()
        self._spool = Spool()
        self._waiting: list[Graph] = []
        self._replacing: set[ArticleId] = set()
        self._replaced = 0

    def __enter__(self) -> Sink:
        path = self._target.path
        if self._target.form == STORE and path is not None and not self._before.append:
            from kg.store.disk import begun

            self._target = replace(self._target, path=self._new_store.enter_context(begun(path)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._new_store.__exit__(kind, error, trace)

    def add(self, graph: Graph) -> None:
        """Take the graph of one article, in place of what is there of it if so."""
        replacing = {article.id for article in graph.articles} & self._holdings.replaced
        self._holdings.replaced -= replacing  # another under the same id is joined
        self._replacing |= replacing
        self._replaced += len(replacing)
        self._spool.add(graph)
        if self._target.form == STORE:
            self._waiting.append(graph)
            if len(self._waiting) == _ARTICLES_A_COMMIT:
                self._commit()

    def whole(self) -> GraphLike:
        """The union of all graphs."""
        return self._spool.whole()

    def close(self) -> None:
        """Write what is not written yet."""
        if self._target.form == STORE:
            self._commit()
            self._new_store.close()
        else:
            self._target.join(self._spool.whole(), self._before, self._replacing)

    def _commit(self) -> None:
        """Join the articles that wait with the store, all of them or none; it knows best what it holds by now."""
        if self._waiting:
            self._target.join(merged(self._waiting), replace(self._before, append=True), self._replacing)
            self._waiting, self._replacing = [], set()

    def notes(self) -> Iterator[str]:
        """What to tell of the articles that were there before."""
        yield from self._holdings.notes()
        if self._replaced:
            yield "1 article is replaced" if self._replaced == 1 else f"{self._replaced} articles are replaced"
