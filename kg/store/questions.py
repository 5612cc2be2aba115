"""Named questions: SPARQL files with a title, typed parameters and an example in their first lines.

A file runs as it is in any SPARQL engine. A parameter is a ``VALUES`` block of one variable: what stands in it is its
default (``UNDEF`` is: any), and a value given by the user takes its place as a term, never as text. Blocks are those of
the file as it was written: what a value says, a comment or a string, is no block.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError, QueryError, check_ends, nearest_hint
from kg.facts.selection import day_named, factuality_named, named_in_short, trust_named
from kg.ontology import ontology_folder
from kg.store import Query, Worker
from kg.store.lexing import fault, guarded, tokens
from kg.turtle.terms import KG, OA, RDFS, SKOS, XSD, expanded, local_name, prefixes


class TermKind(StrEnum):
    """The type of a parameter."""

    ENTITY = "entity"
    RELATION = "relation"
    CLASS = "class"
    MEANING = "meaning"
    FACTUALITY = "factuality"
    TRUST = "trust"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


QueryTerm = ox.NamedNode | ox.Literal
_LAST = "until"
"""The parameter of which a year alone is its last day: what began in 2024 began by the end of it."""


def terms(name: str, kind: TermKind, value: str, worker: Worker) -> list[QueryTerm]:
    """The terms that a value stands for, several where several nodes go by one name.

    Raises ``KgError`` for a value that is none of its kind, or a name that the worker's graph does not have.
    """
    found: QueryTerm
    match kind:
        case TermKind.ENTITY | TermKind.RELATION:
            return [*_named(value, worker, _RELATION if kind is TermKind.RELATION else _ENTITY)]
        case TermKind.CLASS:
            found = _class(value, worker, _CLASSES, "class")
        case TermKind.MEANING:
            found = _class(value, worker, _MEANINGS, "class of relations")
        case TermKind.FACTUALITY:
            found = ox.NamedNode(KG + factuality_named(value))
        case TermKind.TRUST:
            found = ox.NamedNode(KG + trust_named(value))
        case TermKind.DATE:
            found = ox.Literal(str(day_named(value, last=name == _LAST)), datatype=ox.NamedNode(XSD + "date"))
        case TermKind.NUMBER:
            try:
                number = Decimal(value)
            except InvalidOperation:
                number = Decimal("NaN")
            if not number.is_finite():
                raise QueryError(f"{name}={value!r} is no number")
            found = ox.Literal(format(number, "f"), datatype=ox.NamedNode(XSD + "decimal"))
        case _:
            found = ox.Literal(value)
    return [found]


def _named(name: str, worker: Worker, kind: str) -> Iterable[ox.NamedNode]:
    """The nodes that go by a name: an IRI, a local name, a label, a country's code, then any other label.

    A city's name that the texts use for a government ("Beijing has urged") stands for both; a name that no node has is
    short for the only one that begins or ends with it.
    """
    if "://" in name:
        try:
            return [ox.NamedNode(name)]
        except ValueError as error:
            raise QueryError(f"{name!r} is no IRI: {error}") from None
    rows = _rows(_LOOKUP % {"kind": kind, "name": ox.Literal(name.casefold())}, worker)
    best = min((row["rank"] or "" for row in rows), default="")
    found = {row["node"] or "" for row in rows if row["rank"] == best}
    if any(row["city"] for row in rows if row["rank"] == best):
        found |= {row["node"] or "" for row in rows if row["government"]}
    if not found:
        labels = [(row["node"] or "", row["label"] or "") for row in _rows(_LABELS % {"kind": kind}, worker)]
        short = named_in_short(name, labels) if kind is _ENTITY else None
        if short is None:
            hint = nearest_hint(name, sorted({label for _, label in labels}))
            raise QueryError(f"{name!r} is not in the graph", hint=hint)
        found = {short}
    # The nodes that are the same Wikidata item as one of these.
    known = " ".join(str(ox.NamedNode(node)) for node in sorted(found))
    return map(ox.NamedNode, sorted(found | {row["twin"] or "" for row in _rows(_TWINS % known, worker)}))


def _class(name: str, worker: Worker, query: str, what: str) -> ox.NamedNode:
    """The class, or the class or family of relations, of a local name, or of a label where the query tells labels."""
    known = {row["class"] or "": row.get("label") or "" for row in _rows(query, worker)}
    wanted = {name.casefold(), local_name(name).casefold()} - {""}
    for iri in sorted(known):
        if wanted & {iri.casefold(), local_name(iri).casefold(), known[iri].casefold()}:
            return ox.NamedNode(iri)
    names = sorted({*map(local_name, known), *known.values()} - {""})
    raise QueryError(f"{name!r} is no {what} in the graph", hint=nearest_hint(name, names))


def _rows(text: str, worker: Worker) -> list[dict[str, str | None]]:
    return list(worker.ask(Query(text, helps=False)).rows())


_RELATION = "?node a rdf:Property ."
_TERMS = "rdf:Property, rdfs:Class, kg:RelationClass"
_ENTITY = f"FILTER NOT EXISTS {{ ?node a ?term FILTER(?term IN ({_TERMS}, kg:Statement)) }}"
_LOOKUP = f"""SELECT DISTINCT ?node ?rank ?city ?government {{
  ?node <{RDFS}label> ?label . FILTER(ISIRI(?node)) %(kind)s
  OPTIONAL {{ ?node <{SKOS}altLabel> ?other . FILTER(LCASE(STR(?other)) = %(name)s) }}
  OPTIONAL {{ ?node <{SKOS}notation> ?code }}
  BIND(LCASE(REPLACE(STR(?node), "^.*[/#]", "")) AS ?local)
  BIND(IF(LCASE(STR(?label)) = %(name)s, 1, IF(?local = REPLACE(%(name)s, "^(id|kg|rel):", ""), 2,
    IF(COALESCE(LCASE(STR(?code)) = %(name)s, false), 3, IF(BOUND(?other), 4, 9)))) AS ?rank)
  FILTER(?rank < 9)
  OPTIONAL {{ ?node a ?city FILTER(?city = <{KG}Place>) }}
  OPTIONAL {{ ?node a ?government FILTER(?government = <{KG}Government>) }}
}}"""
_TWINS = (
    f"SELECT DISTINCT ?twin {{ VALUES ?node {{ %s }} ?node <{SKOS}exactMatch> ?item . ?twin <{SKOS}exactMatch> ?item }}"
)
_MEANINGS = f"SELECT ?class ?label {{ ?class a kg:RelationClass ; <{RDFS}label> ?label FILTER(ISIRI(?class)) }}"
_LABELS = f"SELECT DISTINCT ?node ?label {{ ?node <{RDFS}label> ?label . %(kind)s }}"
_CLASSES = f"""SELECT DISTINCT ?class {{
  ?node a ?class ; <{RDFS}label> ?label FILTER(ISIRI(?class) && ?class NOT IN ({_TERMS})) }}"""


_PREFIXED = re.compile(rf"\b(?:{'|'.join(prefixes())}):\w+")
_ANY_PROPERTY = re.compile(r"(?:\?|\w:)\w+\s+\?\w+\s+(?:\?|\w:)\w+\s*[.;}]")
"""A triple with a variable in the place of its property."""
_LOOKED_UP = frozenset(map(expanded, ("rdf:type", "rdfs:label", "skos:altLabel", "skos:notation", "skos:exactMatch")))
_TITLE = re.compile(r"^# title: (.+)", re.MULTILINE)
_PARAMETER = re.compile(r"^# param (\w+) \((\w+)\): (.+)", re.MULTILINE)
_EXAMPLE = re.compile(r"^# example: (.+)", re.MULTILINE)
_NEAR = re.compile(r"^# near: (.+)", re.MULTILINE)
_ANY, _COMMENT = re.compile(r".+", re.DOTALL), re.compile(r"#[^\r\n]*")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question; ``default`` is SPARQL, "UNDEF" where any value will do."""

    name: str
    kind: TermKind
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
    near: tuple[str, ...] = ()
    """The names of questions that tell something like it, nearest first."""

    @classmethod
    def of(cls, path: Path) -> "Question":
        """The question of a file; ``InputError`` where its first lines do not say what they must."""
        text = text_of(path)
        titles, examples = _TITLE.findall(text), _EXAMPLE.findall(text)
        if len(titles) != 1:
            raise InputError(f"{path}: no line `# title: …`", hint="kg query --questions shows how ours are written")
        parameters = tuple(_parameters(path, text))
        near = tuple(name for names in _NEAR.findall(text) for name in names.split())
        return cls(path.stem, titles[0], parameters, tuple(examples), text, near)

    @property
    def properties(self) -> frozenset[str]:
        """The properties that one of ours reads, by their IRIs, with those by which values are looked up; none for any.

        Ours name them by our prefixes; a question of a user's own may read any in many ways.
        """
        if _ANY_PROPERTY.search(_code(self.text)):
            return frozenset()
        return _LOOKED_UP | {expanded(name) for name in _PREFIXED.findall(self.text)}

    def filled(self, given: Mapping[str, str], worker: Worker) -> str:
        """The SPARQL with values for parameters; names of entities are looked up in what the worker has open.

        Raises ``KgError`` for a parameter that the question has not, or a value that is none of its kind.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        cuts: list[tuple[int, int, str]] = []
        for name, value in given.items():
            if name not in known:
                names = ", ".join(known) or "none"
                raise QueryError(f"{self.name} has no parameter {name!r}", hint=f"its parameters: {names}")
            said = " ".join(map(str, terms(name, known[name].kind, value, worker)))
            cuts += ((*span, said) for span in _spans(name, self.text))
        text = self.text
        for start, end, said in sorted(cuts, reverse=True):  # from the back, so that the places before stay right
            text = f"{text[:start]} {said} {text[end:]}"
        return text


@dataclass(frozen=True)
class Catalogue:
    """The questions of all folders, and what is the matter with some files."""

    questions: Mapping[str, Question]
    faults: Mapping[str, InputError]
    """By the name of the question that the file would have been."""
    notes: tuple[str, ...]
    """For whoever lists them: files that are no questions, and those that take the place of another."""


def catalogue(folders: Iterable[Path] = ()) -> Catalogue:
    """All questions: ours, and those of the user's folders, which replace earlier ones of the same name.

    A file that is no question takes nothing from the others: it is told when it is asked for, and in the notes.
    Raises ``InputError`` for a folder that is not there.
    """
    found: dict[str, Question] = {}
    faults: dict[str, InputError] = {}
    notes: list[str] = []
    ours = ontology_folder() / "questions"
    for folder in (ours, *folders):
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder of questions")
        for path in sorted(folder.glob("*.rq")):
            if path.stem in found:
                notes.append(f"{path.stem} is {path}, in place of another of that name")
            try:
                found[path.stem] = _packaged(path) if folder == ours else _parsed(Question.of(path), path)
                faults.pop(path.stem, None)
            except InputError as error:
                faults[path.stem] = error
                notes.append(f"left out: {error}")
    good = {name: found[name] for name in sorted(found.keys() - faults.keys())}
    return Catalogue(good, faults, tuple(notes))


def questions(folders: Iterable[Path] = ()) -> tuple[Question, ...]:
    """All questions that can be asked, by name."""
    return tuple(catalogue(folders).questions.values())


def question(name: str, folders: Sequence[Path] = ()) -> Question:
    """The question of a name, or of a path to a file.

    Raises ``QueryError`` with the nearest name, ``InputError`` where the file of that name is no question.
    """
    if name.endswith(".rq"):
        return _parsed(Question.of(Path(name)), Path(name))
    ours = None if folders else our_question(name)
    if ours is not None:
        return ours
    known = catalogue(folders)
    if name in known.faults:
        raise known.faults[name]
    if name not in known.questions:
        hint = nearest_hint(name, known.questions) or "kg query --questions lists them"
        raise QueryError(f"there is no question {name!r}", hint=hint)
    return known.questions[name]


def our_question(name: str) -> Question | None:
    """The question of ours of that name, if there is one; the others are not read."""
    path = ontology_folder() / "questions" / f"{name}.rq"
    return _packaged(path) if path.name == f"{name}.rq" and path.is_file() else None


_packaged = cache(Question.of)


def text_of(path: Path) -> str:
    """The text of a file with a query; ``InputError`` where it cannot be read."""
    check_ends(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or 'is no text'}") from error


def _parsed(question: Question, path: Path) -> Question:
    """The same question; ``InputError`` where it is no query that could be run."""
    known = prefixes()
    try:
        text = guarded(question.text, known, frozenset(), ignores_from=True)
        ox.Store().query(text, prefixes=known)
    except SyntaxError as error:
        wrong = fault(question.text, error, known)
        raise InputError(f"{path}: {wrong}", hint=wrong.hint) from error
    except QueryError as error:
        raise InputError(f"{path}: {error}", hint=error.hint) from error
    return question


@lru_cache(maxsize=512)  # a text has several parameters, and all texts are looked through whichever is asked
def _code(text: str) -> str:
    """The text at its length with blanks for what is no code: comments and strings."""
    try:
        blank = {"string": _ANY, "space": _COMMENT}
        return "".join(
            blank[token.kind].sub(lambda found: " " * len(found[0]), token.text) if token.kind in blank else token.text
            for token in tokens(text)
        )
    except QueryError as error:
        raise InputError(str(error)) from error


def _spans(name: str, text: str) -> list[tuple[int, int]]:
    """Where the terms of a parameter's blocks stand."""
    block = re.compile(rf"\bVALUES\s*[?$]{name}\s*\{{(?P<terms>[^}}]*)\}}", re.IGNORECASE)
    return [found.span("terms") for found in block.finditer(_code(text))]


def _parameters(path: Path, text: str) -> Iterator[Parameter]:
    for name, kind, description in _PARAMETER.findall(text):
        if kind not in tuple(TermKind):
            raise InputError(f"{path}: {kind!r} is no kind of parameter", hint=f"one of {', '.join(TermKind)}")
        try:
            blocks = _spans(name, text)
        except InputError as error:
            raise InputError(f"{path}: {error}") from error
        if not blocks:
            raise InputError(f"{path}: no block `VALUES ?{name} {{ … }}`", hint="put UNDEF into it: any value")
        start, end = blocks[0]
        yield Parameter(name, TermKind(kind), description, text[start:end].strip())


SentenceRow = dict[str, str | None]
PROPERTIES = (f"{KG}evidence", f"{OA}hasSelector", f"{OA}exact")
"""What sentences are found by."""
_EVIDENCE = f"""SELECT ?statement (MIN(?words) AS ?sentence) {{ VALUES ?statement {{ %s }}
  ?statement <{KG}evidence>/<{OA}hasSelector>/<{OA}exact> ?words }} GROUP BY ?statement"""


def with_sentences(rows: Sequence[SentenceRow], worker: Worker) -> list[SentenceRow]:
    """The rows with a column "sentence": the words of the statement in "statement", else in the first column of one."""
    values = {value for row in rows for value in row.values()}
    statements = sorted({iri for value in values for iri in _iris(value)})
    told: dict[str | None, str | None] = {}
    for some in (statements[start : start + 500] for start in range(0, len(statements), 500)):
        found = worker.ask(Query(_EVIDENCE % " ".join(some), helps=False))
        told |= {row["statement"]: row["sentence"] for row in found.rows()}
    pairs = ((row, (row.get("statement"), *row.values())) for row in rows)
    return [{**row, "sentence": next((told[one] for one in named if one in told), None)} for row, named in pairs]


def _iris(value: str | None) -> Iterator[str]:
    """A value as an IRI of SPARQL; nothing for one that is none."""
    with suppress(ValueError):
        yield str(ox.NamedNode(value or ""))


_OVERVIEW = ("happenings", "acts-of", "agenda", "requests", "claims-by", "denied", "amounts")
"""Questions that most graphs answer, for one near which nothing is told either."""
_SHOWN = 4


def near(question: Question, given: Mapping[str, str], worker: Worker, *, is_part: bool = False) -> Iterator[str]:
    """Lines for whoever asked: with what values there are rows, and which other questions have some.

    Other questions are those that take all of the parameters; none of a part that was taken for this one.
    """
    asked = {name: value for name, value in given.items() if name != "details"}
    yield f"nothing answers {question.name}{_with(asked)}"
    if is_part:
        return
    rows = list(worker.ask(Query(question.filled({}, worker))).rows()) if asked else []
    if rows:  # for any values, and whom they are about
        about = ", ".join([*dict.fromkeys(filter(None, (row.get("subject") for row in rows)))][:_SHOWN])
        yield f"{len(rows)} rows without parameters{f': {about}' if about else ''}"
    known = map(our_question, dict.fromkeys((*question.near, *_OVERVIEW)))
    others = (one for one in known if one and one.name != question.name)
    given_as = {(each.name, each.kind) for each in question.parameters if each.name in asked}
    taking = (one for one in others if given_as <= {(each.name, each.kind) for each in one.parameters})
    counts = ((one.name, worker.ask(Query(one.filled(asked, worker))).count) for one in taking)
    found = list(islice((f"{name} ({count})" for name, count in counts if count), _SHOWN))
    if found:
        yield f"near it, with their rows: {', '.join(found)}; kg query GRAPH --ask NAME{_with(asked)}"


def _with(given: Mapping[str, str]) -> str:
    return "".join(f" -p {name}={value}" for name, value in given.items())
