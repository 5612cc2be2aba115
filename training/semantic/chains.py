"""Coreference: nouns and pronouns of GUM and LitBank with the entities that they mention."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple, TypedDict

from training.meaning import Mention, Sentence, top
from training.semantic.silver import Grow, bare, unlearned
from training.treebank import Tree

FILE = "coref-litbank.jsonl"
_MARKS = re.compile(r"\([^()]+\)?|[^()]+\)")
_HEADS = 5  # which part of a mark names the heads
_NOMINAL = ("NN", "PRP")
_MODIFIERS = frozenset({"compound", "amod", "nmod"})


class Text(TypedDict):
    """A text of LitBank; its chains are of tokens of the text, both ends in."""

    id: str
    sentences: list[list[str]]
    chains: list[list[tuple[int, int]]]


class Span(NamedTuple):
    """A mention: its words in the sentence (from 0, both ends in), its entity and the kind of that, its heads."""

    first: int
    last: int
    entity: str
    kind: str = ""
    heads: tuple[int, ...] = ()
    """Words that a parser may take for its head, where the mark names them."""


def spans(tree: Tree) -> list[Span]:
    """What GUM's marks say is mentioned in a sentence, the longest first."""
    found, waiting = [], list[tuple[int, Sequence[str]]]()
    for place in tree.places:
        for mark in _MARKS.findall(tree.entity[place]):
            if mark.startswith("("):
                waiting.append((place - 1, mark.strip("()").split("-")))
            if mark.endswith(")"):
                entity = mark.strip("()").split("-")[0]
                last = max((i for i, (_, parts) in enumerate(waiting) if parts[0] == entity), default=-1)
                if last >= 0:
                    first, parts = waiting.pop(last)
                    numbers = [
                        int(number) for part in parts[_HEADS:][:1] for number in part.split(",") if number.isdigit()
                    ]
                    heads = tuple(min(first + number, place) - 1 for number in numbers)
                    found.append(Span(first, place - 1, entity, parts[1], heads))
    return found


def mentioned(found: Iterable[Sentence], known: Sequence[Sequence[Span]]) -> Iterator[Sentence]:
    """Tagged sentences of one document with their mentions; ``known`` are the spans of each sentence."""
    seen: set[str] = set()
    for one, of_sentence in zip(found, known, strict=True):
        longest = sorted(of_sentence, key=lambda span: span.first - span.last)
        at = {top(one.heads, span.first, span.last): (span.entity, span.kind) for span in longest}
        mentions = []
        for place, word in enumerate(one.words):
            if place in at or (one.tags[place].startswith(_NOMINAL) and one.labels[place] not in _MODIFIERS):
                entity, kind = at.get(place, ("", ""))
                mentions.append(Mention(place, word.lower(), entity, kind, not entity or entity not in seen))
                seen.add(entity)
        yield replace(one, meaning=replace(one.meaning, mentions=tuple(mentions)))


def gum(found: Sequence[Sentence], trees: Sequence[Tree]) -> Iterator[Sentence]:
    """The tagged sentences of GUM, whose trees these are, with their mentions."""
    both = zip(found, trees, strict=True)
    for _, some in groupby(both, key=lambda pair: pair[0].document):
        of_document = list(some)
        yield from mentioned([one for one, _ in of_document], [spans(tree) for _, tree in of_document])


def litbank(path: Path, words: int, grow: Grow) -> Iterator[Sentence]:
    """The first so many words of each text of LitBank, without trees to learn."""
    with path.open(encoding="utf-8") as lines:
        texts = [_shortened(json.loads(line), words) for line in lines]
    found = iter(grow([one for plain, _ in texts for one in plain]))
    for plain, known in texts:
        yield from map(unlearned, mentioned(islice(found, len(plain)), known))


def _shortened(text: Text, words: int) -> tuple[list[Sentence], list[list[Span]]]:
    """The first sentences of a text, and the spans of each."""
    plain, ends = list[Sentence](), [0]
    for sentence in text["sentences"]:
        if ends[-1] < words:
            plain.append(bare(text["id"], sentence))
            ends.append(ends[-1] + len(sentence))
    known: list[list[Span]] = [[] for _ in plain]
    for number, chain in enumerate(text["chains"]):
        for first, last in chain:
            place = bisect_right(ends, first) - 1
            if last < ends[-1] and last < ends[place + 1]:
                known[place].append(Span(first - ends[place], last - ends[place], str(number)))
    return plain, known
