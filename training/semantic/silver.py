"""Trees for sentences that have none, by the program's own parser.

Of sentences with annotation the heads of spans are found in them, and they are not learned; of open texts they are what
a smaller parser learns (distillation by the teacher's output: Kim and Rush 2016, https://aclanthology.org/D16-1139).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import spacy
from spacy.tokens import Span

from kg.parse.feedforward import OverStates
from kg.parse.network import Network, installed
from kg.parse.parser import TaggedWords, parse
from kg.parse.readings import reading_of
from kg.parse.soundness import HAPPENING
from training.meaning import MOST, Meaning, Sentence

Grow: TypeAlias = Callable[[Sequence[Sentence]], Iterable[Sentence]]
"""Gives sentences tags and trees."""
UNKNOWN = -1
"""The head of a word whose arc is not learned."""


def bare(document: str, words: Sequence[str]) -> Sentence:
    """A sentence of which nothing is known."""
    return Sentence(document, tuple(words), (True,) * len(words), (), ())


def parsed(found: Sequence[Sentence]) -> Iterator[Sentence]:
    """The tagged sentences with the parser's trees."""
    network = Network.load(installed()[0])
    for one in found:
        starts = [True, *(False for _ in one.words[1:])]
        ((arcs, _),) = parse(network, [TaggedWords(list(one.words), list(one.tags), starts)])
        heads = tuple(0 if arc.head == place else arc.head + 1 for place, arc in enumerate(arcs))
        yield replace(one, heads=heads, labels=tuple(arc.label for arc in arcs))


def unlearned(one: Sentence) -> Sentence:
    """A sentence without its tree."""
    return replace(one, heads=(UNKNOWN,) * len(one.words), labels=("",) * len(one.words))


_LIKELY = 0.5
"""An arc that its teacher finds less likely is not learned."""
_SHORTEST, _LONGEST = 4, 60


def taught(path: Path, folder: Path) -> Iterator[Sentence]:
    """The sentences of texts (JSON Lines with ``id`` and ``text``) as the preferred parser reads them.

    Each has its tags by the spaCy pipeline in ``folder``, its tree, and how factual its verbs are.
    """
    nlp = spacy.load(folder, disable=["parser", "ner", "lemmatizer", "attribute_ruler"])
    nlp.add_pipe("kg_parse", config={"size": installed()[0]})
    texts = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    blocks = ((block, text["id"]) for text in texts for block in text["text"].splitlines() if block.strip())
    for doc, document in nlp.pipe(blocks, as_tuples=True):
        head = OverStates.of(doc, HAPPENING)
        firm = (head.head.scores(head.states)[:, 0].clip(-1, 1) * MOST).tolist() if head else []
        arcs = reading_of(doc).arcs
        for span in doc.sents:
            if _SHORTEST <= len(span) <= _LONGEST and not any(token.is_space for token in span):
                verbs = (token.i for token in span if firm and token.tag_.startswith("VB"))
                factual = {place - span.start: firm[place] for place in verbs}
                yield replace(_read(document, span, arcs), meaning=Meaning(factual=factual))


def _read(document: str, span: Span, arcs: Sequence[float]) -> Sentence:
    """A sentence of a parsed Doc; ``arcs`` are the probabilities of the arcs of its tokens."""
    heads = [0 if token.head.i == token.i else token.head.i - span.start + 1 for token in span]
    return Sentence(
        document,
        tuple(token.text for token in span),
        tuple(bool(token.whitespace_) for token in span),
        tuple(head if arcs[token.i] >= _LIKELY else UNKNOWN for head, token in zip(heads, span, strict=True)),
        tuple(token.dep_ for token in span),
        tuple(token.tag_ for token in span),
    )
