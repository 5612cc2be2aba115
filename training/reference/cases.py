"""Pronouns to learn from, with the candidates and features that the program itself finds for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.coref.chains import Chains, Kind, Mention
from kg.coref.component import resolved
from kg.coref.pronouns import THIRD_PERSON
from kg.coref.ranking import Candidate, features, one_hot
from kg.model import Article, ArticleId
from kg.parse.parser import STATES
from kg.parse.tree import tree
from kg.reader import Reader
from kg.text.formats import plain_page
from training.reference.texts import Pair, Text


@dataclass(frozen=True)
class Read:
    """A text as the program reads it."""

    text: Text
    doc: Doc

    def entity(self, mention: Mention) -> str:
        """The entity of a mention: of just these words, else of its head; empty where there is none."""
        place = (self.doc[mention.start].idx, _end(self.doc, mention.end - 1))
        exact = [gold.entity for gold in self.text.mentions if gold.place == place]
        if exact or mention.kind is Kind.LIST:
            return exact[0] if exact else ""
        head = (self.doc[mention.head].idx, _end(self.doc, mention.head))
        headed = [gold for gold in self.text.mentions if any(_meet(head, other) for other in gold.heads)]
        size = place[1] - place[0]
        best = min(headed, key=lambda gold: abs(gold.place[1] - gold.place[0] - size), default=None)
        return best.entity if best else ""


@dataclass(frozen=True)
class Case:
    """A pronoun and its candidates as numbers, and which are right."""

    mention: NDArray[np.float16]
    candidates: NDArray[np.float16]
    rows: NDArray[np.float32]
    series: NDArray[np.float32]
    right: NDArray[np.bool_]
    wrong: NDArray[np.bool_]
    """Candidates known not to be meant."""
    is_pair: bool
    """Whether nothing is known of the other candidates."""


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

    def best(self, mention: Mention, found: Sequence[Candidate], salient: int | None) -> int | None:  # noqa: ARG002
        self.found.append((mention, found, features(mention, found)))
        entity = self.read.entity(mention)
        right = [place for place, other in enumerate(found) if entity and self.read.entity(other.mention) == entity]
        return max(right, key=lambda place: found[place].score, default=None)


def cases(one: Read) -> Iterator[Case]:
    """The pronouns of a text, each with its candidates."""
    recorder = _Recorder(one)
    chains = resolved(tree(one.doc), recorder)
    for mention, found, rows in recorder.found:
        if one.text.pair is None:
            entity = one.entity(mention)
            right = np.array([bool(entity) and one.entity(other.mention) == entity for other in found])
            yield _case(one.doc, (mention, found, rows), right, ~right)
        elif one.doc[mention.head].idx == one.text.pair.pronoun:
            sides = _sides(one, chains, found)
            if sides is not None:
                yield replace(_case(one.doc, (mention, found, rows), *sides), is_pair=True)


def _case(
    doc: Doc,
    noted: tuple[Mention, Sequence[Candidate], NDArray[np.float32]],
    right: NDArray[np.bool_],
    wrong: NDArray[np.bool_],
) -> Case:
    mention, found, rows = noted
    states = doc.user_data[STATES]
    heads = [candidate.mention.head for candidate in found]
    return Case(states[mention.head], states[heads], rows, one_hot(mention), right, wrong, is_pair=False)


def _sides(one: Read, chains: Chains, found: Sequence[Candidate]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]] | None:
    """Which candidates are the name that is meant, and which the other; None where these cannot be told apart."""
    pair = one.text.pair
    assert pair is not None
    named = [_named(one.doc, chains, place) for place in pair.names]
    keys = [chains.of(at).key if (at := chains.by_head(other.mention.head)) is not None else -1 for other in found]
    right = np.array([_is(key, named, pair, told=True) for key in keys])
    wrong = np.array([_is(key, named, pair, told=False) for key in keys])
    is_told = right.any() if any(pair.meant) else wrong.any()
    return (right, wrong) if is_told and not (right & wrong).any() else None


def _is(key: int, named: Sequence[frozenset[int]], pair: Pair, *, told: bool) -> bool:
    return any(key in keys for keys, meant in zip(named, pair.meant, strict=True) if meant == told)


def _named(doc: Doc, chains: Chains, place: tuple[int, int]) -> frozenset[int]:
    """The chains of the names at a place."""
    inside = (chains.by_head(token.i) for token in doc if place[0] <= token.idx < place[1])
    found = (index for index in inside if index is not None and chains.mentions[index].kind is Kind.NAME)
    return frozenset(chains.of(index).key for index in found)


@dataclass(frozen=True)
class Tally:
    """How many pronouns of the third person were resolved, how many of these rightly, and how many could be."""

    resolved: int = 0
    right: int = 0
    anaphoric: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.resolved + other.resolved, self.right + other.right, self.anaphoric + other.anaphoric)

    @property
    def precision(self) -> float:
        """The share of those resolved that are right."""
        return self.right / self.resolved if self.resolved else 0.0

    @property
    def recall(self) -> float:
        """The share of those that can be resolved that are, and rightly."""
        return self.right / self.anaphoric if self.anaphoric else 0.0


def tally(one: Read, chains: Chains) -> Tally:
    """What was made of the pronouns of one text: a pronoun is right if its antecedent is of its entity."""
    entities = [one.entity(mention) for mention in chains.mentions]
    taken = {joint.mention: joint.antecedent for joint in chains.links if joint.rule == "pronoun"}
    found = Tally()
    for index, mention in enumerate(chains.mentions):
        if mention.kind is Kind.PRONOUN and mention.lemma in THIRD_PERSON:
            entity = entities[index]
            right = index in taken and bool(entity) and entities[taken[index]] == entity
            found += Tally(index in taken, right, bool(entity) and entity in entities[:index])
    return found


def _end(doc: Doc, token: int) -> int:
    return doc[token].idx + len(doc[token])


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
