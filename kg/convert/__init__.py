"""Export of graphs. RDF formats can be read back without loss; the others are for other programs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import IO, ClassVar, cast

import kg.convert.formats
from kg.errors import InputError, KgError, nearest_hint
from kg.model import Article, Graph, Statement
from kg.plugins import loaded, others, own, package_of
from kg.streams.spool import GraphLike, in_memory
from kg.tables.rows import OURS, Vocabulary
from kg.turtle.whole import seal, whole_file, whole_folder, write_whole

HEAD = 1 << 16
"""Bytes: what stands before the first node, or the first row."""


def begins(*heads: bytes) -> Callable[[Path], bool]:
    """Whether a file begins with one of some heads, for a format in which the head is all ours."""
    return head_is(lambda head: head.startswith(heads))


def head_is(ours: Callable[[bytes], bool]) -> Callable[[Path], bool]:
    """Whether the beginning of a file is such as only ours have."""

    def recognizes(path: Path) -> bool:
        with path.open("rb") as file:
            return ours(file.read(HEAD))

    return recognizes


@dataclass(frozen=True)
class Style:
    """How a graph is written: what goes before its names, how much of the articles' words, PLOVER codes in rows.

    ``evidence`` is "offsets" (each statement's sentence and place), "full" (the articles' text too) or "none";
    ``prefixes`` are the user's own, by name; ``tell`` is given, in a line each, what the format cannot hold.
    """

    vocabulary: Vocabulary = OURS
    evidence: str = "offsets"
    prefixes: Mapping[str, str] = field(default_factory=dict, hash=False)
    tell: Callable[[str], None] = field(default=lambda _: None, compare=False)

    def count(self, number: int, what: str) -> None:
        """Tell how many of some kind the format cannot hold; nothing where it holds all."""
        if number:
            self.tell(f"{what}: {number:,}")


def is_nobodys(_path: Path) -> bool:
    """For a format that cannot tell its files from those of others: what is there is replaced by ``--force`` alone."""
    return False


@dataclass(frozen=True, kw_only=True)
class FileFormat:
    """A format of one file.

    ``name`` is what ``--format`` takes, and a suffix; ``suffixes`` are further ones, without the dot. Either
    ``content`` gives the bytes of the file, or ``stream`` writes them as the graph comes, which then need not fit into
    memory: the same graph, the same bytes. ``recognizes`` says whether a file that is there, and is not empty, is a
    graph of ours in this format, which is replaced without ``--force``.
    """

    files: ClassVar[tuple[str, ...]] = ()
    name: str
    description: str
    """One line for ``kg formats`` and the documentation."""
    content: Callable[[Graph, Style], bytes] = lambda *_: b""
    stream: Callable[[IO[bytes], GraphLike, Style], None] | None = None
    suffixes: tuple[str, ...] = ()
    recognizes: Callable[[Path], bool] = is_nobodys
    comes_back: bool = False
    """Whether ``kg`` reads what it wrote, equal; only formats of RDF do."""
    has_codes: bool = False
    """Whether it has a column for PLOVER codes, which are read from the ontology."""


@dataclass(frozen=True, kw_only=True)
class FolderFormat:
    """A format that is a folder of several files: ``contents`` gives the bytes of each of ``files``, in their order."""

    name: str
    description: str
    files: tuple[str, ...]
    contents: Callable[[Graph, Style], Sequence[bytes]]
    recognizes: Callable[[Path], bool] = is_nobodys
    """Of one of the files."""
    suffixes: tuple[str, ...] = ()
    comes_back: bool = False
    has_codes: bool = False


OutputFormat = FileFormat | FolderFormat


GROUP = "newsgraph.formats"
"""The entry points of other packages' formats."""


@cache
def _formats_of_the_core() -> Mapping[str, OutputFormat]:
    names = [module.name for module in iter_modules(kg.convert.formats.__path__)]
    return {one.name: one for name in names for one in import_module(f"kg.convert.formats.{name}").FORMATS}


@cache
def own_formats() -> Mapping[str, OutputFormat]:
    """The formats of newsgraph by name: those that come back first."""
    foreign = [one for one in own(GROUP) if isinstance(one, FileFormat | FolderFormat)]
    found = [*_formats_of_the_core().values(), *foreign]
    return MappingProxyType({one.name: one for one in sorted(found, key=lambda one: not one.comes_back)})


def all_formats() -> Mapping[str, OutputFormat]:
    """Every format by name, ours before those of other packages.

    Raises ``KgError`` for one of another package that cannot be loaded, is no format or has the name of another.
    """
    found = dict(own_formats())
    for _, one in foreign_formats():
        if isinstance(one, KgError):
            raise one
        found[one.name] = one
    return MappingProxyType(found)


def foreign_formats() -> Iterator[tuple[EntryPoint, OutputFormat | KgError]]:
    """The formats of other packages, each with its entry point; in place of one that is at fault the error."""
    return others(GROUP, "format", own_formats(), _loaded)


def format_named(name: str) -> OutputFormat:
    """The format of a name; ``InputError`` with the nearest for one that is none."""
    found = _formats_of_the_core().get(name) or own_formats().get(name) or all_formats().get(name)
    if found is None:
        known = tuple(all_formats())
        raise InputError(f"{name!r} is no format", hint=nearest_hint(name, known) or f"one of {', '.join(known)}")
    return found


def form_of(path: Path) -> str:
    """The name of the format that a suffix stands for; ``InputError`` where it stands for none."""
    suffix = path.suffix.lower().removeprefix(".")
    for known in (_formats_of_the_core(), own_formats(), all_formats()):
        for one in known.values():
            if suffix == one.name or suffix in one.suffixes:
                return one.name
    raise InputError(
        f"{path}: {path.suffix or 'no suffix'} is no format", hint=f"--format, one of {', '.join(all_formats())}"
    )


def _loaded(point: EntryPoint) -> tuple[str, OutputFormat]:
    found = loaded(point, "format")
    if not isinstance(found, FileFormat | FolderFormat):
        told = f"{package_of(point)}: {point.value} is no format but a {type(found).__name__}"
        raise KgError(told, hint="kg.convert.FileFormat and FolderFormat make one")
    return found.name, found


def convert_to(file: IO[bytes], graph: GraphLike, form: str, style: Style) -> None:
    """Write the graph in a format of one file; as it is made, however large it is, where the format streams.

    Raises ``InputError`` for a format that is a folder.
    """
    found = format_named(form)
    if isinstance(found, FolderFormat):
        raise InputError(f"{form} is a folder of files", hint=f"{', '.join(found.files)}")
    told = withheld(graph, style, found)
    if found.stream is not None:
        found.stream(file, told, style)
    else:
        file.write(found.content(in_memory(told), style))


def convert(graph: GraphLike, path: Path, form: str, style: Style) -> None:
    """Write the graph to a file, or to a folder for the formats that are one; whole or not at all.

    A new folder appears whole, in an old one each file does. Raises ``InputError`` where a file stands in its place.
    """
    found = format_named(form)
    if isinstance(found, FileFormat):
        with whole_file(path) as file:
            convert_to(file, graph, form, style)
            if found.comes_back:
                seal(file, form)
        return
    files = dict(zip(found.files, found.contents(in_memory(withheld(graph, style, found)), style), strict=True))
    if path.is_file():
        raise InputError(f"{path}: is a file, and this format is a folder")
    if path.exists():
        for name, data in files.items():
            write_whole(data, path / name)
        return
    with whole_folder(path) as made:
        made.mkdir()
        for name, data in files.items():
            (made / name).write_bytes(data)


def withheld(graph: GraphLike, style: Style, form: OutputFormat) -> GraphLike:
    """The graph without the articles' text, or without sentences too; as it is where all words may go out.

    RDF leaves words out by itself, and keeps what is withheld in the graph.
    """
    is_whole = form.comes_back or style.evidence == "full"
    return graph if is_whole else cast("GraphLike", _Withheld(graph, with_quotes=style.evidence != "none"))


@dataclass(frozen=True)
class _Withheld:
    """A graph without words as it comes; its nodes are as they are."""

    whole: GraphLike
    with_quotes: bool

    def __getattr__(self, name: str) -> object:
        return getattr(self.whole, name)

    @property
    def articles(self) -> Iterator[Article]:
        return (replace(article, text="") for article in self.whole.articles)

    @property
    def statements(self) -> Iterator[Statement]:
        for said in self.whole.statements:
            bare = (replace(span, quote="") for span in said.evidence)
            yield said if self.with_quotes else replace(said, evidence=frozenset(bare))
