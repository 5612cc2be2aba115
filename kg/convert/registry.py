"""All output formats: a module of ``kg.convert.formats`` each, and those of other packages.

A module of that folder has ``FORMATS``, a tuple of ``OutputFormat``; nothing else names it. Another package gives one
by an entry point of the group ``newsgraph.formats``, whose object is an ``OutputFormat``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType

import kg.convert.formats
from kg.convert.values import FileFormat, FolderFormat, OutputFormat
from kg.errors import InputError, KgError, nearest_hint
from kg.plugins import loaded, others, package_of

GROUP = "newsgraph.formats"
"""The entry points of other packages' formats."""


@cache
def own_formats() -> Mapping[str, OutputFormat]:
    """The formats of this package by name: those that come back first."""
    names = [module.name for module in iter_modules(kg.convert.formats.__path__)]
    found = [one for name in names for one in import_module(f"kg.convert.formats.{name}").FORMATS]
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
    found = own_formats().get(name) or all_formats().get(name)
    if found is None:
        known = tuple(all_formats())
        raise InputError(f"{name!r} is no format", hint=nearest_hint(name, known) or f"one of {', '.join(known)}")
    return found


def form_of(path: Path) -> str:
    """The name of the format that a suffix stands for; ``InputError`` where it stands for none."""
    suffix = path.suffix.lower().removeprefix(".")
    for known in (own_formats(), all_formats()):
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
