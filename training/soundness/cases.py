"""Statements to learn from: what the rules make of the parser's trees, and whether gold trees do too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.frames.clausal import frames
from kg.mapping import statements
from kg.model import Article, ArticleId, Frame, Phrase
from kg.ontology import Ontology
from kg.parse.parser import Arc, consistent_labels, consistent_tag
from kg.parse.readings import put, reading_of, states_of
from kg.parse.soundness import Heads, LogOdds, StatementFeatures
from kg.parse.syntax import META
from kg.parse.tree import tree
from kg.reader import Reader, joined
from kg.text.formats import plain_page
from training.convert import converted
from training.treebank import Tree, read


@dataclass(frozen=True)
class Sentence:
    """Where the words of a sentence stand in the text, and its tree; heads count words from 0, a root's is itself."""

    places: tuple[tuple[int, int], ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]

    @property
    def start(self) -> int:
        """The first character."""
        return self.places[0][0]

    @property
    def end(self) -> int:
        """The character behind the last."""
        return self.places[-1][1]


@dataclass
class Document:
    """A text with its sentences."""

    id: str
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)

    def add(self, tree: Tree) -> None:
        """One more sentence; a paragraph stands on a line of its own."""
        if self.text:
            self.text = self.text.rstrip() + ("\n" if tree.starts_paragraph else " ")
        places = []
        for form, space in zip(tree.form[1:], tree.space[1:], strict=True):
            places.append((len(self.text), len(self.text) + len(form)))
            self.text += form + (" " if space else "")
        heads, labels = converted(tree)
        tops = tuple(head - 1 if head else place for place, head in enumerate(heads))
        self.sentences.append(Sentence(tuple(places), tops, tuple(labels)))


def documents(path: Path) -> Iterator[Document]:
    """The documents of a file in CoNLL-U."""
    for name, trees in groupby(read(path), key=lambda one: one.document):
        found = Document(name)
        for one in trees:
            found.add(one)
        found.text = found.text.rstrip()
        yield found


@dataclass(frozen=True)
class Case:
    """A statement as numbers: the states of its heads, its signs, and whether the gold tree gives the same heads."""

    document: str
    states: NDArray[np.float16]
    """A row each for subject, predicate, object."""
    signs: tuple[float, ...]
    is_sound: bool


def cases(reader: Reader, ontology: Ontology, found: Iterable[Document]) -> Iterator[Case]:
    """The statements of the sentences whose words the program tells apart as the treebank does."""
    for document in found:
        page = plain_page(document.text)
        article = Article(ArticleId(document.id), page.text, page.blocks)
        (parsed,) = reader.blocks([article])
        regrown = [_regrown(part, block.start, document) for part, block in zip(parsed, article.blocks, strict=True)]
        compared = [sentence for _, some in regrown for sentence in some]
        gold = reader.doc(joined(article, [part for part, _ in regrown]))
        told = {_key(number, heads) for number, heads, _ in _made(gold, article, ontology, compared)}
        doc = reader.doc(joined(article, parsed))
        for number, heads, row in _made(doc, article, ontology, compared):
            states = states_of(doc)[[token.i for token in heads]]
            yield Case(document.id, states, tuple(row), _key(number, heads) in told)


def _key(number: int, heads: Heads) -> tuple[int, ...]:
    """A statement by its sentence and the places of its heads."""
    return number, *(token.idx for token in heads)


class _Recorder:
    """Stands where the judge will: keeps what it would see of each statement."""

    def __init__(self, features: StatementFeatures) -> None:
        self._features = features
        self.found: list[tuple[Heads, list[float]]] = []

    def log_odds(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> LogOdds:
        self.found.append(self._features.read(frame, ends, typed=typed))
        return LogOdds(0.0)


def _made(
    doc: Doc, article: Article, ontology: Ontology, compared: Sequence[Sentence]
) -> Iterator[tuple[int, Heads, list[float]]]:
    """Of each statement whose predicate stands in one of some sentences the number of that, its heads and signs."""
    starts = [sentence.start for sentence in compared]
    signs = StatementFeatures(tree(doc), reading_of(doc).arcs)
    for frame in frames(tree(doc), article, nouns=ontology.nouns):
        number = bisect_right(starts, frame.start) - 1
        if number >= 0 and frame.start < compared[number].end:
            recorder = _Recorder(signs)
            list(statements(replace(frame, parse=recorder), ontology))
            yield from ((number, *found) for found in recorder.found)


def _regrown(part: Doc, offset: int, document: Document) -> tuple[Doc, list[Sentence]]:
    """A part with gold trees in the place of the parser's, and the sentences where that could be done."""
    places = {(offset + token.idx, offset + token.idx + len(token)): token.i for token in part if not token.is_space}
    heads, labels, tags = (list(column) for column in zip(*((t.head.i, t.dep_, t.tag_) for t in part), strict=True))
    done, grown = [], set()
    for sentence in document.sentences:
        known = [places[place] for place in sentence.places if place in places]
        if len(known) < len(sentence.places) or any(labels[i] == META for i in known):
            continue
        arcs = [Arc(head, label, 1.0) for head, label in zip(sentence.heads, sentence.labels, strict=True)]
        for i, arc, label in zip(known, arcs, consistent_labels(arcs, [tags[i] for i in known]), strict=True):
            heads[i], labels[i], tags[i] = known[arc.head], label, consistent_tag(tags[i], label)
        done.append(sentence)
        grown.update(known)
    for token in part:
        if token.i not in grown and heads[token.i] in grown and not token.is_space:
            heads[token.i], labels[token.i] = token.i, "ROOT"
    other = part.copy()
    put(other, reading_of(part))  # the same states, rows of one array
    strings = other.vocab.strings
    columns = np.zeros((len(other), 3), dtype=np.uint64)
    columns[:, 0] = (np.array(heads) - np.arange(len(other))).astype(np.int64).view(np.uint64)
    columns[:, 1] = [strings.add(label) for label in labels]
    columns[:, 2] = [strings.add(tag) for tag in tags]
    parsed = other.from_array(["HEAD", "DEP", "TAG"], columns)  # type: ignore[arg-type]  # spaCy's stub knows one dtype of two
    return parsed, done
