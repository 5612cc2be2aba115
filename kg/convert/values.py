"""Output formats and their options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from kg.model import Graph
from kg.streams.spool import GraphLike
from kg.tables.rows import OURS, Vocabulary

HEAD = 1 << 16
"""Bytes: what stands before the first node, or the first row."""


def begins(*heads: bytes) -> Callable[[Path], bool]:
    """Whether a file begins with one of some heads, for a format in which the head is all ours."""

    def recognizes(path: Path) -> bool:
        with path.open("rb") as file:
            return file.read(max(map(len, heads))).startswith(heads)

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

    ``name`` is what ``--format`` takes, and a suffix; ``suffixes`` are further ones, without the dot. ``content`` gives
    the bytes of the file: the same graph, the same bytes. ``recognizes`` says whether a file that is there, and is not
    empty, is a graph of ours in this format, which is replaced without ``--force``.
    """

    name: str
    description: str
    """One line for ``kg formats`` and the documentation."""
    content: Callable[[Graph, Style], bytes]
    stream: Callable[[IO[bytes], GraphLike, Style], None] | None = None
    """Writes the same bytes as the graph comes, for a format that can; the graph need not fit into memory."""
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
