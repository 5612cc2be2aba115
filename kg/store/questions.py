"""Named questions: SPARQL files with a title, typed parameters and an example in their first lines.

A file runs as it is in any SPARQL engine. A parameter is a ``VALUES`` block of one variable: what stands in it is its
default (``UNDEF`` is: any), and a value given by the user takes its place as a term, never as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError, QueryError
from kg.model import Factuality
from kg.ontology import ontology_folder
from kg.store.process import Worker
from kg.store.values import Query
from kg.turtle.terms import KG, RDFS, SKOS, XSD

_TITLE = re.compile(r"# title: (.+)")
_PARAMETER = re.compile(r"# param (\w+) \((\w+)\): (.+)")
_EXAMPLE = re.compile(r"# example: (.+)")


class Kind(StrEnum):
    """What a parameter takes."""

    ENTITY = "entity"
    RELATION = "relation"
    FACTUALITY = "factuality"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question; ``default`` is SPARQL, "UNDEF" where any value will do."""

    name: str
    kind: Kind
    description: str
    default: str


@dataclass(frozen=True)
class Question:
    """A question with a name; ``text`` is SPARQL that runs as it is."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    examples: tuple[str, ...]
    text: str

    @classmethod
    def of(cls, path: Path) -> Question:
        """The question of a file; ``InputError`` where its first lines do not say what they must."""
        text = _text(path)
        titles, examples = _TITLE.findall(text), _EXAMPLE.findall(text)
        if len(titles) != 1:
            raise InputError(f"{path}: no line `# title: …`", hint="kg query --questions shows how ours are written")
        parameters = tuple(_parameters(path, text))
        return cls(path.stem, titles[0], parameters, tuple(examples), text)

    def filled(self, given: Mapping[str, str], worker: Worker) -> str:
        """The SPARQL with values for parameters; names of entities are looked up in what the worker has open.

        Raises ``QueryError`` for a parameter that the question has not, or a value that is none of its kind.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        text = self.text
        for name, value in given.items():
            if name not in known:
                names = ", ".join(known) or "none"
                raise QueryError(f"{self.name} has no parameter {name!r}", hint=f"its parameters: {names}")
            terms = " ".join(map(str, _terms(known[name], value, worker)))
            start, end = _span(name, text)
            text = f"{text[:start]}{terms}{text[end:]}"
        return text


def questions(folders: Iterable[Path] = ()) -> tuple[Question, ...]:
    """All questions: ours, and those of the user's folders, which may replace ours of the same name."""
    found: dict[str, Question] = {}
    for folder in (ontology_folder() / "questions", *folders):
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder of questions")
        for path in sorted(folder.glob("*.rq")):
            question = Question.of(path)
            found[question.name] = question
    return tuple(found[name] for name in sorted(found))


def question(name: str, folders: Iterable[Path] = ()) -> Question:
    """The question of a name, or of a path to a file; ``QueryError`` with the nearest name."""
    if name.endswith(".rq"):
        return Question.of(Path(name))
    found = {one.name: one for one in questions(folders)}
    if name not in found:
        near = get_close_matches(name, found, n=3, cutoff=0.4)
        hint = f"Nearest: {', '.join(near)}" if near else "kg query --questions lists them"
        raise QueryError(f"there is no question {name!r}", hint=hint)
    return found[name]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or 'is no text'}") from error


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES \?{name} \{{ (?P<terms>[^}}]*) \}}")


def _span(name: str, text: str) -> tuple[int, int]:
    """Where the terms of a parameter's block stand."""
    block = _block(name).search(text)
    return block.span("terms") if block else (0, 0)


def _parameters(path: Path, text: str) -> Iterator[Parameter]:
    for name, kind, description in _PARAMETER.findall(text):
        block = _block(name).search(text)
        if kind not in tuple(Kind):
            raise InputError(f"{path}: {kind!r} is no kind of parameter", hint=f"one of {', '.join(Kind)}")
        if block is None:
            raise InputError(f"{path}: no block `VALUES ?{name} {{ … }}`", hint="put UNDEF into it: any value")
        yield Parameter(name, Kind(kind), description, block["terms"].strip())


def _terms(parameter: Parameter, value: str, worker: Worker) -> list[ox.NamedNode | ox.Literal]:
    """The terms that a user's value stands for; several where several nodes go by one name."""
    match parameter.kind:
        case Kind.ENTITY | Kind.RELATION:
            return list(_named(value, worker, relations=parameter.kind is Kind.RELATION))
        case Kind.FACTUALITY:
            return [ox.NamedNode(KG + _factuality(value))]
        case Kind.DATE:
            return [ox.Literal(_day(parameter.name, value), datatype=ox.NamedNode(XSD + "date"))]
        case Kind.NUMBER:
            return [ox.Literal(_number(parameter.name, value), datatype=ox.NamedNode(XSD + "decimal"))]
        case Kind.TEXT:
            return [ox.Literal(value)]


def _factuality(value: str) -> str:
    for factuality in Factuality:
        if factuality.value.casefold() == value.casefold():
            return factuality.value
    raise QueryError(f"{value!r} is no factuality", hint=f"one of {', '.join(Factuality)}")


def _day(name: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise QueryError(f"{name}={value!r} is no date", hint="write it as 2026-01-14") from None


def _number(name: str, value: str) -> str:
    try:
        return format(Decimal(value), "f")
    except InvalidOperation:
        raise QueryError(f"{name}={value!r} is no number") from None


def _named(name: str, worker: Worker, *, relations: bool) -> Iterator[ox.NamedNode]:
    """The nodes that go by a name: an IRI, a local name, a label, a country's code, then any other label."""
    if "://" in name:
        yield _iri(name)
        return
    kind = "?node a rdf:Property ." if relations else "FILTER NOT EXISTS { ?node a rdf:Property }"
    rows = list(worker.ask(Query(_LOOKUP % {"kind": kind, "name": ox.Literal(name.casefold())}, helps=False)).rows())
    best = min((row["rank"] or "" for row in rows), default="")
    found = sorted({row["node"] or "" for row in rows if row["rank"] == best})
    if not found:
        labels = [row["label"] or "" for row in worker.ask(Query(_LABELS % {"kind": kind}, helps=False)).rows()]
        near = get_close_matches(name, labels, n=3, cutoff=0.5)
        raise QueryError(f"{name!r} is not in the graph", hint=f"Nearest: {', '.join(near)}" if near else "")
    yield from map(ox.NamedNode, found)


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise QueryError(f"{text!r} is no IRI: {error}") from None


_LOOKUP = f"""SELECT DISTINCT ?node ?rank {{
  ?node <{RDFS}label> ?label . FILTER(ISIRI(?node)) %(kind)s
  OPTIONAL {{ ?node <{SKOS}altLabel> ?other . FILTER(LCASE(STR(?other)) = %(name)s) }}
  OPTIONAL {{ ?node <{SKOS}notation> ?code }}
  BIND(LCASE(REPLACE(STR(?node), "^.*[/#]", "")) AS ?local)
  BIND(IF(LCASE(STR(?label)) = %(name)s, 1, IF(?local = REPLACE(%(name)s, "^(id|kg|rel):", ""), 2,
    IF(COALESCE(LCASE(STR(?code)) = %(name)s, false), 3, IF(BOUND(?other), 4, 9)))) AS ?rank)
  FILTER(?rank < 9)
}}"""
_LABELS = f"SELECT DISTINCT ?label {{ ?node <{RDFS}label> ?label . %(kind)s }}"
