"""Export of graphs. RDF formats can be read back without loss; the others are for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO

from kg.convert.registry import GROUP, all_formats, form_of, format_named, own_formats
from kg.convert.values import FileFormat, FolderFormat, OutputFormat, Style
from kg.errors import InputError
from kg.model import Graph
from kg.streams.spool import GraphLike, in_memory
from kg.turtle import whole_file, whole_folder, write_whole

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
    return _file_format(form).content(graph, style)


def convert_to(file: IO[bytes], graph: GraphLike, form: str, style: Style) -> None:
    """Write the graph in a format of one file; as it is made, however large it is, where the format streams."""
    found = _file_format(form)
    if found.stream is not None:
        found.stream(file, graph, style)
    else:
        file.write(found.content(in_memory(graph), style))


def convert(graph: GraphLike, path: Path, form: str, style: Style) -> None:
    """Write the graph to a file, or to a folder for the formats that are one; whole or not at all."""
    match format_named(form):
        case FolderFormat(files=files, contents=contents):
            _write_folder(dict(zip(files, contents(in_memory(graph), style), strict=True)), path)
        case FileFormat():
            with whole_file(path) as file:
                convert_to(file, graph, form, style)


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
