"""Export of graphs. RDF formats can be read back without loss; the others are for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import IO

import kg.convert.formats
from kg.convert.values import FileFormat, FolderFormat, OutputFormat, Style
from kg.convert.withholding import withheld
from kg.errors import InputError, KgError, nearest_hint
from kg.model import Graph
from kg.plugins import loaded, others, own, package_of
from kg.streams.spool import GraphLike, in_memory
from kg.turtle import whole_file, whole_folder, write_whole

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


__all__ = [
    "GROUP", "FileFormat", "FolderFormat", "OutputFormat", "Style", "all_formats", "convert", "convert_to", "converted",
    "files_of", "form_of", "format_named", "is_folder", "looks_ours", "own_formats",
]  # fmt: skip


def is_folder(form: str) -> bool:
    """Whether a format is a folder of files."""
    return isinstance(format_named(form), FolderFormat)


def files_of(form: str) -> tuple[str, ...]:
    """The names of the files of a format that is a folder; none for the others."""
    found = format_named(form)
    return found.files if isinstance(found, FolderFormat) else ()


def looks_ours(path: Path, form: str) -> bool:
    """Whether a non-empty file is a newsgraph export: in this format, or in any of RDF if this is one."""
    return format_named(form).recognizes(path)


def converted(graph: Graph, form: str, style: Style) -> bytes:
    """The graph in a format of one file; ``InputError`` for what is none."""
    found = _file_format(form)
    return found.content(in_memory(_words_of(graph, found, style)), style)


def convert_to(file: IO[bytes], graph: GraphLike, form: str, style: Style) -> None:
    """Write the graph in a format of one file; as it is made, however large it is, where the format streams."""
    found = _file_format(form)
    told = _words_of(graph, found, style)
    if found.stream is not None:
        found.stream(file, told, style)
    else:
        file.write(found.content(in_memory(told), style))


def convert(graph: GraphLike, path: Path, form: str, style: Style) -> None:
    """Write the graph to a file, or to a folder for the formats that are one; whole or not at all."""
    match format_named(form):
        case FolderFormat(files=files, contents=contents) as found:
            told = in_memory(_words_of(graph, found, style))
            _write_folder(dict(zip(files, contents(told, style), strict=True)), path)
        case FileFormat():
            with whole_file(path) as file:
                convert_to(file, graph, form, style)


def _words_of(graph: GraphLike, form: OutputFormat, style: Style) -> GraphLike:
    """The graph as a format may have it; RDF leaves words out by itself, and keeps what is withheld in the graph."""
    return graph if form.comes_back else withheld(graph, style)


def _file_format(form: str) -> FileFormat:
    found = format_named(form)
    if isinstance(found, FolderFormat):
        raise InputError(f"{form} is a folder of files", hint=f"{', '.join(found.files)}")
    return found


def _write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a folder of files; a new one appears whole, in an old one each file does."""
    if folder.is_file():
        raise InputError(f"{folder}: is a file, and this format is a folder")
    if folder.exists():
        for name, data in files.items():
            write_whole(data, folder / name)
        return
    with whole_folder(folder) as made:
        made.mkdir()
        for name, data in files.items():
            (made / name).write_bytes(data)
