"""Makes training data of treebanks: converted trees with the tags that the program's tagger gives them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import spacy
from spacy.tokens import Doc

from training.convert import converted
from training.meaning import NOTHING
from training.rearrange import rearranged
from training.sentence import Sentence
from training.treebank import Tree, read

_STOPS = frozenset(".!?")
_INSERTED = 0.1
"""Share of the sentences that are repeated with a day or a speaker put in."""
_SHARE = 0.03
"""Share of the sentences that are repeated in upper case, in lower case, in title case, and without full stop."""


def grown(tree: Tree) -> Sentence:
    """A tree in the scheme that is learned."""
    heads, labels = converted(tree)
    words, spaces = tuple(tree.form[1:]), tuple(tree.space[1:])
    return Sentence(tree.document, words, spaces, tuple(heads), tuple(labels), id=tree.id)


def sentences(paths: Iterable[Path], held_out: frozenset[str]) -> Iterator[Sentence]:
    """The converted sentences of treebanks, without the documents that are held out."""
    for path in paths:
        for tree in read(path):
            if tree.document not in held_out:
                yield grown(tree)


def varied(found: Sequence[Sentence], seed: int) -> Iterator[Sentence]:
    """Copies of some sentences as agencies, headlines and careless writers have them; each is a document of its own."""
    chance = random.Random(seed)
    for number, sentence in enumerate(found):
        if chance.random() < _INSERTED:
            for again, other in enumerate(rearranged(sentence, chance)):
                yield replace(other, document=f"news-{number}-{again}", meaning=NOTHING)
        alone = replace(sentence, meaning=replace(sentence.meaning, mentions=()))
        for name, change in (("upper", str.upper), ("lower", str.lower), ("title", str.title)):
            if chance.random() < _SHARE:
                words = tuple(change(word) if word.isalpha() else word for word in sentence.words)
                yield replace(alone, document=f"{name}-{number}", words=words)
        last = len(sentence.words)
        if chance.random() < 2 * _SHARE and last > 1 and sentence.words[-1] in _STOPS and last not in sentence.heads:
            yield replace(
                sentence,
                document=f"open-{number}",
                meaning=NOTHING,
                words=sentence.words[:-1],
                spaces=sentence.spaces[:-1],
                heads=sentence.heads[:-1],
                labels=sentence.labels[:-1],
            )


def tagged(found: Sequence[Sentence], folder: Path) -> list[Sentence]:
    """The sentences with the tags of a spaCy pipeline."""
    nlp = spacy.load(folder, disable=["parser", "ner", "lemmatizer", "attribute_ruler"])
    docs = (Doc(nlp.vocab, words=list(one.words), spaces=list(one.spaces)) for one in found)
    parsed = nlp.pipe(docs, batch_size=256)
    return [replace(one, tags=tuple(token.tag_ for token in doc)) for one, doc in zip(found, parsed, strict=True)]
