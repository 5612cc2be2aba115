"""Opens what a query is asked of: files in memory, a folder as the store on disk that it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.turtle.formats import FORMATS, format_of
from kg.turtle.source import base_before
from kg.turtle.terms import BASE_IRI, KG, RDF, SCHEMA, prefixes


def opened(sources: Iterable[Path]) -> ox.Store:
    """A store with all sources: one folder is opened as it is, several sources are loaded together.

    Raises ``InputError`` with file and line.
    """
    found = list(sources)
    if len(found) == 1 and found[0].is_dir():
        return _on_disk(found[0])
    store = ox.Store()
    for path in found:
        if path.is_dir():
            store.bulk_extend(_on_disk(path))
        else:
            _load(store, path)
    return store


def _on_disk(folder: Path) -> ox.Store:
    if not (folder / "CURRENT").exists():
        raise InputError(f"{folder}: is a folder, but no store", hint="kg build SOURCE -o NAME.store makes one")
    try:
        return ox.Store.read_only(str(folder))
    except OSError as error:
        raise InputError(f"{folder}: {error}") from error


def _load(store: ox.Store, path: Path) -> None:
    name = format_of(path)
    try:
        store.bulk_load(path=path, format=FORMATS[name])
    except SyntaxError as error:
        raise InputError(f"{path}: {error.msg}", hint=f"it is read as {name}") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def prefixes_of(store: ox.Store) -> dict[str, str]:
    """Our prefixes; ``id:`` is the base that the store's statements have."""
    return prefixes(base_in(store) or BASE_IRI)


def base_in(store: ox.Store) -> str:
    """What the names of a store's statements begin with, "" where it has none; articles where they make none."""
    for cls in (KG + "Statement", SCHEMA + "NewsArticle"):
        found = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(cls), None)
        first = next(iter(found), None)
        if first is not None and isinstance(first.subject, ox.NamedNode):
            return base_before(first.subject.value)
    return ""
