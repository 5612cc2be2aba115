"""What other packages give by entry points: formats and extractors."""

from __future__ import annotations

from importlib.metadata import EntryPoint

from kg.errors import KgError


def package_of(point: EntryPoint) -> str:
    """The name of the package that an entry point is of; what the point leads to where that is not known."""
    return point.dist.name if point.dist else point.value


def loaded(point: EntryPoint, kind: str) -> object:
    """What an entry point of a ``kind`` leads to; ``KgError`` with its package where it cannot be loaded."""
    try:
        found: object = point.load()
    except (ImportError, AttributeError) as error:
        told = f"{package_of(point)}: its {kind} {point.name!r} cannot be loaded: {error}"
        raise KgError(told, hint=f"update or uninstall {package_of(point)}") from error
    return found
