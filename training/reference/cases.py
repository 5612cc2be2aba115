"""Pronouns and noun phrases of GUM to learn from, with the candidates and features that the program finds for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.coref.anaphora import ANAPHORIC, THIRD_PERSON
from kg.coref.chains import Chains, Kind, Mention
from kg.coref.component import resolved
from kg.coref.ranking import Candidate, features, one_hot, series
from kg.model import Article, ArticleId
from kg.parse.readings import states_of
from kg.parse.tree import tree
from kg.reader import Reader
from kg.text.formats import plain_page
from training import treebank
from training.semantic.chains import spans

Place: TypeAlias = tuple[int, int]
"""Characters of a text, end excluded."""


@dataclass(frozen=True)
class Gold:
    """A mention of an entity; its heads are what a parser may take for its head, empty where the parse tells it."""

    place: Place
    heads: tuple[Place, ...]
    entity: str
    kind: str = ""
    """The entity type of GUM, where the text tells it."""


@dataclass(frozen=True)
class Text:
    """A text with all mentions of all entities."""

    id: str
    text: str
    mentions: list[Gold]


def gum(path: Path) -> Iterator[Text]:
    """The documents of a file in CoNLL-U with GUM's ``Entity=`` marks."""
    for name, trees in groupby(treebank.read(path), key=lambda one: one.document):
        sentences = list(trees)
        text, places = treebank.laid_out(sentences)
        mentions = [
            Gold(
                (words[span.first][0], words[span.last][1]), tuple(words[i] for i in span.heads), span.entity, span.kind
            )
            for one, words in zip(sentences, places, strict=True)
            for span in spans(one)
        ]
        yield Text(name, text, mentions)


_RANKED = frozenset({"pronoun", "noun"})
"""Rules whose antecedents the head chooses."""


TRAIN, DEVELOPMENT = "gum-train.conllu", "gum-dev.conllu"


def development(folder: Path, held_out: frozenset[str]) -> Iterator[Text]:
    """The documents of GUM that neither the parser nor a head learns from."""
    yield from gum(folder / DEVELOPMENT)
    yield from (text for text in gum(folder / TRAIN) if text.id in held_out)


@dataclass(frozen=True)
class Read:
    """A text as the program reads it."""

    text: Text
    doc: Doc
    known: dict[Mention, str] = field(default_factory=dict)

    @cached_property
    def _heads(self) -> list[tuple[Gold, tuple[Place, ...]]]:
        return [(gold, gold.heads or self._parsed(gold.place)) for gold in self.text.mentions]

    def _parsed(self, place: Place) -> tuple[Place, ...]:
        span = self.doc.char_span(*place, alignment_mode="expand")
        return ((span.root.idx, _end(self.doc, span.root.i)),) if span else ()

    def entity(self, mention: Mention) -> str:
        """The entity of a mention: of just these words, else of its head; empty where there is none."""
        if mention not in self.known:
            self.known[mention] = self._entity(mention)
        return self.known[mention]

    def _entity(self, mention: Mention) -> str:
        place = (self.doc[mention.start].idx, _end(self.doc, mention.end - 1))
        exact = [gold.entity for gold in self.text.mentions if gold.place == place]
        if exact or mention.kind is Kind.LIST:
            return exact[0] if exact else ""
        head = self.doc[mention.head].idx, _end(self.doc, mention.head)
        headed = [
            gold for gold, heads in self._heads if any(head[0] < other[1] and other[0] < head[1] for other in heads)
        ]
        size = place[1] - place[0]
        best = min(headed, key=lambda gold: abs(gold.place[1] - gold.place[0] - size), default=None)
        return best.entity if best else ""


@dataclass(frozen=True)
class Case:
    """A mention and its candidates as numbers, and which are right."""

    mention: NDArray[np.float16]
    candidates: NDArray[np.float16]
    rows: NDArray[np.float32]
    series: NDArray[np.float32]
    right: NDArray[np.bool_]


def read(reader: Reader, texts: Iterable[Text]) -> Iterator[Read]:
    """The texts, read."""
    found = list(texts)
    for text, (_, doc) in zip(found, reader.read(map(_article, found)), strict=True):
        yield Read(text, doc)


def _article(text: Text) -> Article:
    page = plain_page(text.text)
    return Article(ArticleId(text.id), page.text, page.blocks)


@dataclass
class _Recorder:
    """Stands where the head will: notes what there is to choose from, and chooses what is right."""

    read: Read
    found: list[tuple[Mention, Sequence[Candidate], NDArray[np.float32]]] = field(default_factory=list)

    def best(self, mention: Mention, found: Sequence[Candidate]) -> int | None:
        self.found.append((mention, found, features(mention, found)))
        entity = self.read.entity(mention)
        right = [place for place, other in enumerate(found) if entity and self.read.entity(other.mention) == entity]
        return max(right, key=lambda place: found[place].score, default=None)


def cases(one: Read) -> Iterator[Case]:
    """The pronouns and definite noun phrases of a text, each with its candidates."""
    recorder = _Recorder(one)
    resolved(tree(one.doc), recorder)
    states = states_of(one.doc)
    for mention, found, rows in recorder.found:
        entity = one.entity(mention)
        right = np.array([bool(entity) and one.entity(other.mention) == entity for other in found])
        heads = [candidate.mention.head for candidate in found]
        yield Case(states[mention.head], states[heads], rows, one_hot(mention), right)


@dataclass(frozen=True)
class Tally:
    """How many mentions were resolved, how many of these rightly, and how many could be."""

    resolved: int = 0
    right: int = 0
    anaphoric: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.resolved + other.resolved, self.right + other.right, self.anaphoric + other.anaphoric)

    @property
    def precision(self) -> float:
        """The share of those resolved that are right."""
        return self.right / self.resolved if self.resolved else 0.0

    @property
    def recall(self) -> float:
        """The share of those that can be resolved that are, and rightly."""
        return self.right / self.anaphoric if self.anaphoric else 0.0


def tally(one: Read, chains: Chains) -> dict[str, Tally]:
    """What was made of the mentions of one text, by series: one is right if its antecedent is of its entity."""
    entities = [one.entity(mention) for mention in chains.mentions]
    taken = {joint.mention: joint.antecedent for joint in chains.links if joint.rule in _RANKED}
    found: dict[str, Tally] = defaultdict(Tally)
    for index, mention in enumerate(chains.mentions):
        if mention.lemma in THIRD_PERSON or (mention.kind is Kind.NOMINAL and mention.determiner in ANAPHORIC):
            entity = entities[index]
            right = index in taken and bool(entity) and entities[taken[index]] == entity
            found[series(mention)] += Tally(index in taken, right, bool(entity) and entity in entities[:index])
    return found


def _end(doc: Doc, token: int) -> int:
    return doc[token].idx + len(doc[token])
