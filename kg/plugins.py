"""Plug-ins by entry points: formats and extractors of other packages, and what newsgraph's own core does without.

The core imports none of those parts, and does without each that is not installed:

- ``newsgraph.commands``: groups of commands, beside those of the core;
- ``newsgraph.formats``: files of other programs;
- ``newsgraph.parts``: ``llm`` (a language model judges and proposes), ``tools`` (for assistants), ``cluster``
  and ``cluster-tasks`` (Dask), ``front``, ``front-page`` and ``kept-front`` (of a corpus: served, a file, kept in it).
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, distributions, entry_points
from itertools import islice
from pathlib import Path
from typing import TypeVar

from kg.errors import KgError, MissingPartError

T = TypeVar("T")
COMMANDS = "newsgraph.commands"
PARTS = "newsgraph.parts"
_CLONE = Path(__file__).resolve().parents[1] / "pyproject.toml"
_FAULTS = (ImportError, AttributeError, SyntaxError, NameError, TypeError, ValueError)
"""What a module raises, when it is imported, that was made for other versions of what it needs."""


@cache
def own_points(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of newsgraph's own in a group, in the order of their names.

    A clone, which need not be installed, has them in its ``pyproject.toml``.
    """
    if _CLONE.is_file():
        table = tomllib.loads(_CLONE.read_text(encoding="utf-8"))["project"]["entry-points"].get(group, {})
        return tuple(EntryPoint(name, value, group) for name, value in sorted(table.items()))
    points = (point for one in islice(distributions(name="newsgraph"), 1) for point in one.entry_points)
    return tuple(sorted((point for point in points if point.group == group), key=lambda point: point.name))


def own(group: str, name: str = "") -> Iterator[object]:
    """What newsgraph's own entry points of a group give, or that of a name; none of a house that is not installed."""
    for point in own_points(group):
        if name in {"", point.name}:
            try:
                yield point.load()
            except ModuleNotFoundError as error:
                if not (error.name or "").startswith("kg."):
                    raise


def part(name: str) -> object:
    """What an optional part of newsgraph gives; ``MissingPartError`` where it is not installed."""
    for found in own(PARTS, name):
        return found
    raise MissingPartError(f"the part {name!r} of newsgraph is not installed", hint="pip install newsgraph")


def asked_for() -> Mapping[str, str]:
    """The packages of others that newsgraph asks for, each with the extra that it is of, "" where it is needed."""
    if _CLONE.is_file():
        project = tomllib.loads(_CLONE.read_text(encoding="utf-8"))["project"]
        of = {"": project["dependencies"], **project["optional-dependencies"]}
        told = [(line, extra) for extra, lines in of.items() for line in lines]
    else:
        installed = (line for one in islice(distributions(name="newsgraph"), 1) for line in one.requires or ())
        told = [(line, "".join(re.findall("extra == [\"'](.+?)[\"']", line))) for line in installed]
    names = ((re.split(r"[^\w.-]", line, maxsplit=1)[0], extra) for line, extra in reversed(told))
    return dict(sorted((name, extra) for name, extra in dict(names).items() if name != "newsgraph-en"))


def package_of(point: EntryPoint) -> str:
    """The name of an entry point's package; the entry point's value where that is unknown."""
    return point.dist.name if point.dist else point.value


def others(
    group: str, kind: str, taken: Iterable[str], read: Callable[[EntryPoint], tuple[str, T]]
) -> Iterator[tuple[EntryPoint, T | KgError]]:
    """What other packages give by the entry points of a group, in the order of their names, each as it is read.

    ``read`` gives the name of one with what it is. In place of one that cannot be read, or that has the name of another
    or one that is ``taken``, stands the ``KgError`` that tells so.
    """
    names = set(taken)
    points = sorted(entry_points(group=group), key=lambda point: (point.name, point.value))
    for point in dict.fromkeys(point for point in points if package_of(point) != "newsgraph"):
        try:
            name, found = read(point)
        except KgError as error:
            yield point, error
            continue
        package, article = package_of(point), "an" if kind[0] in "aeiou" else "a"
        twice = KgError(f"{package}: there is {article} {kind} {name!r} already", hint=f"uninstall {package}")
        yield point, twice if name in names else found
        names.add(name)


def loaded(point: EntryPoint, kind: str) -> object:
    """The object of an entry point of a ``kind``; ``KgError`` with its package where it cannot be loaded."""
    try:
        found: object = point.load()
    except _FAULTS as error:
        told = f"{package_of(point)}: its {kind} {point.name!r} cannot be loaded: {error}"
        raise KgError(told, hint=f"update or uninstall {package_of(point)}") from error
    return found
