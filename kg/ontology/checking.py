"""The faults of an ontology file, each with its line and the nearest name: for people who edit Turtle by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kg.errors import OntologyError, check_ends, nearest_hint
from kg.ontology.triples import (
    EVOCATION_KEYS,
    WORD_KEYS,
    OntologyTerm,
    Triples,
    class_nodes,
    literals,
    local_name,
    own,
    role_nodes,
    split_entry,
    terms,
)

_KEYS = frozenset(map(own, EVOCATION_KEYS))
_REASON = re.compile(r"Parser error at .*?(?<=\d): (.*)", re.DOTALL)


def add_checked(path: Path, known: Triples) -> None:
    """Add the triples of one file, which may use the terms of ``known``; ``OntologyError`` for its first fault."""
    graph = _added(path, known)
    roles, classes = terms(role_nodes(known)), terms(class_nodes(known))
    for relation, evocation in graph.pairs(own("evokedBy")):
        _check_keys(graph, relation, evocation, path)
        for entry in literals(graph, evocation, "slot"):
            _check_entry(entry, roles, path)
        for entry in literals(graph, evocation, "class"):
            for name in _check_entry(entry, roles, path):
                if name not in classes:
                    raise _misspelt("class", name, classes, path, near=entry)


def _added(path: Path, known: Triples) -> Triples:
    """The triples of one file, which join the known ones."""
    check_ends(path)
    try:
        return known.add(path.read_text(encoding="utf-8"), path.absolute().as_uri())
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read: {error}") from error
    except SyntaxError as error:
        reason = _REASON.fullmatch(error.msg)
        raise OntologyError(
            f"{path}:{error.lineno}: this is not Turtle", hint=ascii(reason[1])[1:-1] if reason else ""
        ) from error


def _check_keys(graph: Triples, relation: OntologyTerm, evocation: OntologyTerm, path: Path) -> None:
    """Every key is known, and there is a word."""
    for predicate in graph.predicates(evocation):
        if predicate not in _KEYS:
            raise _misspelt("key of kg:evokedBy", local_name(predicate), EVOCATION_KEYS, path)
    if not any(literals(graph, evocation, key) for key in WORD_KEYS.values()):
        name = local_name(relation)
        raise OntologyError(
            f"{path}:{_line(path, name)}: kg:evokedBy of {name} has no word",
            hint="give it a kg:verb, kg:noun or kg:adjective",
        )


def _check_entry(entry: str, roles: Iterable[str], path: Path) -> tuple[str, ...]:
    """The values of ``"target: Country Place"``, once its role is known to exist."""
    role, values = split_entry(entry)
    if not values:
        raise OntologyError(
            f"{path}:{_line(path, entry)}: {entry!r} is not a role with its values", hint='write "target: on against"'
        )
    if role not in roles:
        raise _misspelt("role", role, roles, path, near=entry)
    return values


def _misspelt(what: str, name: str, known: Iterable[str], path: Path, *, near: str = "") -> OntologyError:
    """The error for a name that does not exist, with the nearest that does."""
    names = sorted(known)
    hint = nearest_hint(name, names) or f"known are {', '.join(names)}"
    return OntologyError(f"{path}:{_line(path, near or name)}: there is no {what} {name!r}", hint=hint)


def _line(path: Path, words: str) -> int:
    """The first line of the file where the words stand whole; 1 where none does."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(words)}(?![\w-])")
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), 1)
