"""The faults of an ontology file, each with its line and the nearest name: for people who edit Turtle by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rdflib import OWL, RDF, Graph
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from kg.errors import OntologyError, nearest_hint
from kg.ontology.terms import EVOCATION_KEYS, KG, WORD_KEYS, literals, local_name, role_nodes, split_entry, terms

_KEYS = frozenset(KG[key] for key in EVOCATION_KEYS)


def add_checked(path: Path, known: Graph) -> None:
    """Add the triples of one file, which may use the terms of ``known``; ``OntologyError`` for its first fault."""
    graph = _parsed(path)
    known += graph
    roles, classes = terms(role_nodes(known)), terms(known.subjects(RDF.type, OWL.Class))
    for relation, evocation in graph.subject_objects(KG.evokedBy):
        _check_keys(graph, relation, evocation, path)
        for entry in literals(graph, evocation, "slot"):
            _check_entry(entry, roles, path)
        for entry in literals(graph, evocation, "class"):
            for name in _check_entry(entry, roles, path):
                if name not in classes:
                    raise _misspelt("class", name, classes, path, near=entry)


def _parsed(path: Path) -> Graph:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read: {error}") from error
    try:
        return Graph().parse(data=text, format="turtle")
    except BadSyntax as error:
        raise OntologyError(f"{path}:{error.lines + 1}: this is not Turtle", hint=_reason(error)) from error
    except IndexError as error:  # what rdflib raises for a file that ends in the middle of a statement
        line = text.count("\n") + 1
        raise OntologyError(
            f"{path}:{line}: this is not Turtle", hint="it ends in the middle of a statement"
        ) from error


def _reason(error: BadSyntax) -> str:
    """What rdflib found wrong, without the words of the file, which may be any."""
    found = re.search(r"Bad syntax \((.*?)\) at \^ in:", str(error.message), re.DOTALL)
    return re.sub(r'"[^"]*" ?', "", found[1]) if found else ""


def _check_keys(graph: Graph, relation: Node, evocation: Node, path: Path) -> None:
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
