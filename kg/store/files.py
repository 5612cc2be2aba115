"""Opening of sources of queries: files are loaded into memory, a folder is a store on disk."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from mmap import ACCESS_READ, mmap
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError, check_ends
from kg.turtle.formats import FORMATS, check_file, format_of, parsed
from kg.turtle.terms import BASE_IRI, KG, RDF, RDFS, SCHEMA, SEM, prefixes, split_iri

State = tuple[tuple[str, int, int, int], ...]
AskedFiles = Callable[[], tuple[Path, ...]]
"""What tells the files that are asked, as they are now."""
_DATA = re.compile(r"CURRENT|MANIFEST-.*|.*\.(?:sst|log)")


def state_of(sources: Iterable[Path]) -> State:
    """Name, size, time and number of each file that holds data; a file that is not there is left out."""
    entries = list[tuple[str, int, int, int]]()
    for source in sources:
        with suppress(OSError):
            # of a store (RocksDB) what is more than its diary, which changes when the store is only opened
            inside = (file for file in source.iterdir() if _DATA.fullmatch(file.name)) if source.is_dir() else [source]
            told = ((str(file), file.stat()) for file in sorted(inside))
            entries += [(name, one.st_size, one.st_mtime_ns, one.st_ino) for name, one in told]
    return tuple(entries)


RdfNode = ox.NamedNode | ox.BlankNode
RdfValue = RdfNode | ox.Literal | ox.Triple


def matching(
    store: ox.Store,
    subject: RdfNode | None = None,
    predicate: ox.NamedNode | None = None,
    value: RdfValue | None = None,
) -> Iterator[ox.Quad]:
    """The quads of a pattern in all graphs, and no others; ``None`` stands for anything.

    A literal is given as the store returns it, which shortens numbers (1.50 is 1.5). A store on disk returns more than
    it is asked for, with the object 255 those of 256 and 300 too: it reckons the end of a range of keys wrongly where
    their last byte is 0xFF (pyoxigraph 0.5.13; its SPARQL is right).
    """
    for quad in store.quads_for_pattern(subject, predicate, value, None):
        if (
            (subject is None or quad.subject == subject)
            and (predicate is None or quad.predicate == predicate)
            and (value is None or quad.object == value)
        ):
            yield quad


_OF_ROCKSDB = re.compile(r"Corruption|IO error|Invalid argument|Not implemented|Resource busy", re.IGNORECASE)
_KINDS = re.compile(r"^(?:(?:Corruption|IO error|Invalid argument): *)+", re.IGNORECASE)
_LONGEST = 160  # characters of what is shown of it
_KNOWN = {
    "lock file:": ("another program is writing to it", "try again when that is done"),
    "lock hold": ("it is being written to already", "close it first"),
    "Permission denied": ("may not be read or written", "give yourself the rights to all files in it"),
    "No space left": ("the disk is full; it is as it was last written", "make room and run it again"),
    "File too large": ("a file of it may not be so large here; it is as it was last written", "ulimit -f unlimited"),
    "Too many open files": ("it has more files than may be open at once", "ulimit -n 4096"),
}
_CURE = "bring back a copy of it, or build it again; kg check STORE tells whether a store is whole"


def is_of_store(error: Exception) -> bool:
    """Whether an error of pyoxigraph tells of a store's files: it raises all as ``OSError`` or ``RuntimeError``."""
    return isinstance(error, OSError | RuntimeError) and _OF_ROCKSDB.match(str(error)) is not None


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """A context that raises faults of a store's files as an ``InputError`` that names the store."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        if not is_of_store(error):
            raise
        raise damage(folder, error) from error


def damage(folder: Path, error: Exception) -> InputError:
    """The error to report for one of pyoxigraph that tells of a store's files."""
    said = str(error)
    known = next((told for words, told in _KNOWN.items() if words in said), None)
    if known:
        return InputError(f"{folder}: {known[0]}", hint=known[1])
    first = _KINDS.sub("", said).splitlines()[0].replace(f"{folder}/", "").strip()
    return InputError(f"{folder}: the store is damaged ({first[:_LONGEST]})", hint=_CURE)


_SUBCLASS = ox.NamedNode(RDFS + "subClassOf")
_BLANK_MARKS = {"nt": (b"_:",), "nq": (b"_:",), "ttl": (b"_:", b"["), "trig": (b"_:", b"[")}
"""What is there where a blank node is, by format; in the others any node may be one."""
_BEGINNING = re.compile(r"LOCK|LOG|LOG\.old.*|IDENTITY|CURRENT|MANIFEST-\d+|OPTIONS-\d+(\.dbtmp)?|\d+\.(dbtmp|log)")
"""The files that RocksDB makes before it has any data; the first data are written to a log."""
_HAS_BLANK_NODES = "ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }"


def opened(sources: Iterable[Path], held: bytes = b"") -> ox.Store:
    """A store with all sources: one folder is opened as it is, several sources are loaded together.

    ``held`` is N-Triples at hand, without blank nodes. Raises ``InputError`` with file and line.
    """
    found = list(sources)
    if len(found) == 1 and found[0].is_dir() and not held:
        return _on_disk(found[0])
    is_piped = not all(path.is_dir() or path.is_file() for path in found)  # a pipe is read but once
    store = _loaded(found, in_order=is_piped)
    if not is_piped and any(map(_may_have_blank_nodes, found)) and bool(store.query(_HAS_BLANK_NODES)):
        store = _loaded(found, in_order=True)
    if held:
        store.bulk_load(held, format=ox.RdfFormat.N_TRIPLES)
    return store


def _loaded(sources: Iterable[Path], *, in_order: bool) -> ox.Store:
    """All sources in one store; blank nodes are named by their order, or, which is faster, anyhow."""
    store, names = ox.Store(), count()
    for path in sources:
        if path.is_dir():
            with told(path):
                store.bulk_extend(_on_disk(path))
        else:
            _load(store, path, names if in_order else None)
    return store


def _on_disk(folder: Path) -> ox.Store:
    check_store(folder)
    before = state_of([folder])
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        if is_of_store(error) and state_of([folder]) != before:
            return _on_disk(folder)  # who adds to it has put its files together meanwhile
        raise damage(folder, error) from error


def is_new(folder: Path) -> bool:
    """Whether no store stands in a place: nothing does, or one that was begun and has no data."""
    return not folder.exists() or is_unfinished(folder)


def is_unfinished(folder: Path) -> bool:
    """Whether a folder is a store whose creation was interrupted: it has the first files and no data."""
    return (
        folder.is_dir()
        and all(_BEGINNING.fullmatch(file.name) for file in folder.iterdir())
        and not any(log.stat().st_size for log in folder.glob("*.log"))
    )


def check_store(folder: Path) -> None:
    """``InputError`` for a folder that is no store, or has lost the file that says where its data are."""
    if (folder / "CURRENT").exists():
        return
    if any(folder.glob("MANIFEST-*")) or any(folder.glob("*.sst")):
        raise damage(folder, OSError("CURRENT is missing"))
    raise InputError(f"{folder}: is a folder, but no store", hint="kg build SOURCE -o NAME.store makes one")


def _load(store: ox.Store, path: Path, names: Iterator[int] | None) -> None:
    check_ends(path)
    name = format_of(path)
    try:
        check_file(path, name)
        if names is not None:
            is_file = path.is_file()  # a pipe is read but once
            quads = ox.parse(path=path, format=FORMATS[name]) if is_file else parsed(path.read_bytes(), name, str(path))
            store.bulk_extend(_named_in_order(quads, names))
        else:
            store.bulk_load(path=path, format=FORMATS[name])
    except SyntaxError as error:
        raise InputError(f"{path}: {error.msg}", hint=f"it is read as {name}") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _may_have_blank_nodes(path: Path) -> bool:
    """Whether some may be there, by the marks for them."""
    if not path.is_file() or not path.stat().st_size:
        return False
    marks = _BLANK_MARKS.get(format_of(path), (b"",))
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return any(data.find(mark) >= 0 for mark in marks)


def _named_in_order(quads: Iterable[ox.Quad], names: Iterator[int]) -> Iterator[ox.Quad]:
    """The quads with blank nodes named by their order, so that a query has the same answer each time."""
    known: defaultdict[str, ox.BlankNode] = defaultdict(lambda: ox.BlankNode(f"b{next(names)}"))
    for quad in quads:
        subject = known[quad.subject.value] if isinstance(quad.subject, ox.BlankNode) else quad.subject
        yield ox.Quad(subject, quad.predicate, _named(quad.object, known), quad.graph_name)


def _named(term: RdfValue, known: Mapping[str, ox.BlankNode]) -> RdfValue:
    """An object with its blank nodes named; those of a triple as a term (RDF 1.2) too."""
    match term:
        case ox.BlankNode():
            return known[term.value]
        case ox.Triple(subject=ox.BlankNode() as subject):
            return ox.Triple(known[subject.value], term.predicate, _named(term.object, known))
        case ox.Triple():
            return ox.Triple(term.subject, term.predicate, _named(term.object, known))
    return term


def prefixes_of(store: ox.Store, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our prefixes, and more of the user's; ``id:`` is the base that the store's statements have."""
    return prefixes(base_in(store) or BASE_IRI, more or {})


def is_of_old_form(store: ox.Store) -> bool:
    """Whether 0.1.0 wrote what a store holds: there an event has its class whether or not it happened."""

    def says(above: str) -> bool:
        found = matching(store, ox.NamedNode(KG + "Event"), _SUBCLASS, ox.NamedNode(above))
        return next(found, None) is not None

    return says(SEM + "Event") and not says(KG + "Happening")


def base_in(store: ox.Store) -> str:
    """What the names of a store's statements begin with, "" where it has none; articles where they make none."""
    for cls in (KG + "Statement", SCHEMA + "NewsArticle"):
        first = next(matching(store, predicate=ox.NamedNode(RDF + "type"), value=ox.NamedNode(cls)), None)
        if first is not None and isinstance(first.subject, ox.NamedNode):
            return split_iri(first.subject.value)[0]
    return ""
