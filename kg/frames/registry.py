"""Extractors by name: the default one, and those of other packages.

Another package gives one by an entry point of the group ``newsgraph.extractors``. Its object makes the extractor when
it is called with the ontology in use: a class, or a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import EntryPoint
from inspect import signature
from types import MappingProxyType

from kg.errors import InputError, KgError, nearest_hint
from kg.extraction import Extractor
from kg.frames.extractor import CLAUSES
from kg.ontology import Ontology
from kg.plugins import loaded, others, package_of

GROUP = "newsgraph.extractors"
"""The entry points of other packages' extractors."""
_CALLED = "an entry point names a class, or a function, that is called with the ontology in use (kg.Ontology)"


def extractor_names() -> tuple[str, ...]:
    """The name of every extractor, ours first; none is loaded.

    Raises ``KgError`` for one of another package that has the name of another.
    """
    return (CLAUSES, *_others())


def check_extractor(name: str) -> None:
    """See that there is an extractor of a name, without making one.

    Raises ``InputError`` with the nearest for a name that is none, ``KgError`` for one of another package that cannot
    be loaded or that makes none.
    """
    known = extractor_names()
    if name not in known:
        raise InputError(f"{name!r} is no extractor", hint=nearest_hint(name, known) or f"one of {', '.join(known)}")
    if name != CLAUSES:
        _maker(_others()[name])


def extractor_named(name: str, ontology: Ontology) -> Extractor | None:
    """A new extractor of a name, for an ontology; None for newsgraph's own.

    Raises what ``check_extractor`` raises, and ``KgError`` where what is made is no extractor.
    """
    check_extractor(name)
    if name == CLAUSES:
        return None
    point = _others()[name]
    made = _maker(point)(ontology)
    if not isinstance(made, Extractor):
        told = f"{package_of(point)}: {point.value} makes no extractor but a {type(made).__name__}"
        raise KgError(told, hint="one has a name, and frames(doc, article): kg.Extractor")
    return made


def foreign_extractors() -> Iterator[tuple[EntryPoint, Callable[[Ontology], object] | KgError]]:
    """What makes the extractors of other packages, each with its entry point; for one that is at fault the error."""
    return others(GROUP, "extractor", (CLAUSES,), lambda point: (point.name, _maker(point)))


def _others() -> Mapping[str, EntryPoint]:
    """The extractors of other packages by name, in the order of names."""
    found: dict[str, EntryPoint] = {}
    for point, one in others(GROUP, "extractor", (CLAUSES,), lambda point: (point.name, point)):
        if isinstance(one, KgError):
            raise one
        found[point.name] = one
    return MappingProxyType(found)


def _maker(point: EntryPoint) -> Callable[[Ontology], object]:
    found = loaded(point, "extractor")
    if not callable(found):
        told = f"{package_of(point)}: {point.value} makes no extractor, it is a {type(found).__name__}"
        raise KgError(told, hint=_CALLED)
    try:
        signature(found).bind(None)
    except (TypeError, ValueError) as error:
        raise KgError(f"{package_of(point)}: {point.value} does not take an ontology: {error}", hint=_CALLED) from None
    return found
