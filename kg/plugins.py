"""Plug-ins of other packages, by entry points: formats and extractors."""

from __future__ import annotations

from importlib.metadata import EntryPoint

from kg.errors import KgError


def package_of(point: EntryPoint) -> str:
    """The name of an entry point's package; the entry point's value where that is unknown."""
    return point.dist.name if point.dist else point.value


def loaded(point: EntryPoint, kind: str) -> object:
    """The object of an entry point of a ``kind``; ``KgError`` with its package where it cannot be loaded."""
    try:
        found: object = point.load()
    except (ImportError, AttributeError) as error:
        told = f"{package_of(point)}: its {kind} {point.name!r} cannot be loaded: {error}"
        raise KgError(told, hint=f"update or uninstall {package_of(point)}") from error
    return found
