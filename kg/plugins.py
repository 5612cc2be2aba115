"""Plug-ins of other packages, by entry points: formats and extractors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from kg.errors import KgError

T = TypeVar("T")
_FAULTS = (ImportError, AttributeError, SyntaxError, NameError, TypeError, ValueError)
"""What a module raises, when it is imported, that was made for other versions of what it needs."""


def package_of(point: EntryPoint) -> str:
    """The name of an entry point's package; the entry point's value where that is unknown."""
    return point.dist.name if point.dist else point.value


def others(
    group: str, kind: str, own: Iterable[str], read: Callable[[EntryPoint], tuple[str, T]]
) -> Iterator[tuple[EntryPoint, T | KgError]]:
    """What other packages give by the entry points of a group, in the order of their names, each as it is read.

    ``read`` gives the name of one with what it is. In place of one that cannot be read, or that has the name of another
    or of one of our ``own``, stands the ``KgError`` that tells so.
    """
    names = set(own)
    for point in dict.fromkeys(sorted(entry_points(group=group), key=lambda point: (point.name, point.value))):
        try:
            name, found = read(point)
        except KgError as error:
            yield point, error
            continue
        yield point, _twice(point, kind, name) if name in names else found
        names.add(name)


def _twice(point: EntryPoint, kind: str, name: str) -> KgError:
    package, article = package_of(point), "an" if kind[0] in "aeiou" else "a"
    return KgError(f"{package}: there is {article} {kind} {name!r} already", hint=f"uninstall {package}")


def loaded(point: EntryPoint, kind: str) -> object:
    """The object of an entry point of a ``kind``; ``KgError`` with its package where it cannot be loaded."""
    try:
        found: object = point.load()
    except _FAULTS as error:
        told = f"{package_of(point)}: its {kind} {point.name!r} cannot be loaded: {error}"
        raise KgError(told, hint=f"update or uninstall {package_of(point)}") from error
    return found
