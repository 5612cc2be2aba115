"""Named questions: SPARQL files with a title, typed parameters and an example in their first lines.

A file runs as it is in any SPARQL engine. A parameter is a ``VALUES`` block of one variable: what stands in it is its
default (``UNDEF`` is: any), and a value given by the user takes its place as a term, never as text. Blocks are those of
the file as it was written: what a value says, a comment or a string, is no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError, QueryError, nearest_hint
from kg.ontology import ontology_folder
from kg.store.faults import fault
from kg.store.guard import guarded
from kg.store.lexing import QueryToken, tokens
from kg.store.process import Worker
from kg.store.terms import TermKind, terms
from kg.turtle.terms import prefixes

_TITLE = re.compile(r"^# title: (.+)", re.MULTILINE)
_PARAMETER = re.compile(r"^# param (\w+) \((\w+)\): (.+)", re.MULTILINE)
_EXAMPLE = re.compile(r"^# example: (.+)", re.MULTILINE)
_NEAR = re.compile(r"^# near: (.+)", re.MULTILINE)
_COMMENT = re.compile(r"#[^\r\n]*")


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
    def of(cls, path: Path) -> Question:
        """The question of a file; ``InputError`` where its first lines do not say what they must."""
        text = text_of(path)
        titles, examples = _TITLE.findall(text), _EXAMPLE.findall(text)
        if len(titles) != 1:
            raise InputError(f"{path}: no line `# title: …`", hint="kg query --questions shows how ours are written")
        parameters = tuple(_parameters(path, text))
        near = tuple(name for names in _NEAR.findall(text) for name in names.split())
        return cls(path.stem, titles[0], parameters, tuple(examples), text, near)

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
                found[path.stem] = Question.of(path) if folder == ours else _parsed(Question.of(path), path)
                faults.pop(path.stem, None)
            except InputError as error:
                faults[path.stem] = error
                notes.append(f"left out: {error}")
    good = {name: found[name] for name in sorted(found.keys() - faults.keys())}
    return Catalogue(good, faults, tuple(notes))


def questions(folders: Iterable[Path] = ()) -> tuple[Question, ...]:
    """All questions that can be asked, by name."""
    return tuple(catalogue(folders).questions.values())


def question(name: str, folders: Iterable[Path] = ()) -> Question:
    """The question of a name, or of a path to a file.

    Raises ``QueryError`` with the nearest name, ``InputError`` where the file of that name is no question.
    """
    if name.endswith(".rq"):
        return _parsed(Question.of(Path(name)), Path(name))
    known = catalogue(folders)
    if name in known.faults:
        raise known.faults[name]
    if name not in known.questions:
        hint = nearest_hint(name, known.questions) or "kg query --questions lists them"
        raise QueryError(f"there is no question {name!r}", hint=hint)
    return known.questions[name]


def text_of(path: Path) -> str:
    """The text of a file with a query; ``InputError`` where it cannot be read."""
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
        return "".join(_blanked(token) for token in tokens(text))
    except QueryError as error:
        raise InputError(str(error)) from error


def _blanked(token: QueryToken) -> str:
    if token.kind == "string":
        return " " * len(token.text)
    return _COMMENT.sub(lambda found: " " * len(found[0]), token.text) if token.kind == "space" else token.text


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
