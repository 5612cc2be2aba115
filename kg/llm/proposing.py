"""Statements that a language model proposes, each checked against the text and against our reading of its clause.

The model names a quote, the words of both ends and of the predicate, and a relation of the ontology. What the ends
refer to, how firm it is, who says it and when, are those of our own frame of that clause, in which all of them must
stand; what does not is refused, and counted by cause. The model is not asked here: its answers are those that the
folder has (``kg.llm``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from kg.frames.extractor import ClauseExtractor
from kg.frames.summary import REFUSED, leave_out
from kg.lexicon import words as listed_words
from kg.llm import ChatModel, Completion, Request, instructions
from kg.mapping.matching import matches
from kg.model import Argument, Article, Frame, Phrase
from kg.model.graph import BY_MODEL
from kg.model.nodes import NodeId
from kg.ontology import Ontology, Relation
from kg.text.normalization import readable

if TYPE_CHECKING:
    from spacy.tokens import Doc

RULE = "proposed"
"""The construction of what a model proposes."""
_LONGEST = 6_000  # characters of a part of a text
_ENDS = tuple(map(re.compile, (r"\n\s*\n", r"\n", r"(?<=[.!?])\s+", r"\s+")))
"""Where a text may be parted, the best first: behind a paragraph, a line, a sentence, a word."""
_BEFORE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_OPEN = frozenset(
    word for series in ("he", "she", "it", "they", "i", "we", "you") for word in listed_words("coref", series, "words")
)
_FIELDS = ("quote", "subject", "predicate", "object", "relation")


class RefusedProposal(StrEnum):
    """Why a proposal makes no statement."""

    FORM = "parts of the text without an answer in the form that was asked for"
    FIELDS = "proposals without the words of each part"
    RELATION = "relations that the ontology does not have"
    QUOTE = "quotes that do not stand in the article"
    SENTENCE = "quotes that are of no one sentence"
    ENDS = "words that do not stand in their quote"
    CLAUSE = "words that are no clause of our reading"
    OPEN = "ends that stay open, as “it” or “they”"
    CLASSES = "ends of other classes than their relation has"
    KNOWN = "what our reading says too"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model proposes, in the words of the text."""

    quote: str
    subject: str
    predicate: str
    object: str
    relation: str


@dataclass(frozen=True)
class ModelExtractor:
    """Our own extractor, and with it what a model proposed for the text and what holds against our reading."""

    model: ChatModel
    ontology: Ontology

    @property
    def name(self) -> str:
        """Ours and the model's name."""
        return f"clauses and {BY_MODEL}{self.model.name}"

    def requests(self, article: Article) -> tuple[Request, ...]:
        """What the model is asked about an article: each part of its text once."""
        parts = _parts(readable(article).article.text)
        asked = (json.dumps({"text": part.strip()}, ensure_ascii=False) for part in parts)
        return tuple(
            Request(self._instructions, one, lambda of: isinstance(of.get("statements"), list)) for one in asked
        )

    def frames(self, doc: Doc, article: Article) -> Iterator[Frame]:
        """Every frame of our own, behind it those that the model proposed for its clause."""
        ours = tuple(ClauseExtractor.of(self.ontology).frames(doc, article))
        check = _Check(article.text, ours, self.ontology, f"{BY_MODEL}{self.model.name}")
        made: dict[NodeId, list[Frame]] = {}
        for proposal in (one for request in self.requests(article) for one in _proposals_in(self.model.held(request))):
            found = proposal if isinstance(proposal, RefusedProposal) else check.found(proposal)
            if isinstance(found, RefusedProposal):
                leave_out(doc, f"{REFUSED}: {found.value}", 0)
                continue
            clause, frame = found
            if frame not in made.setdefault(clause.name, []):
                made[clause.name].append(frame)
        for clause in ours:
            yield clause
            yield from made.get(clause.name, ())

    @cached_property
    def _instructions(self) -> str:
        told = instructions("proposing")
        for one in sorted(self.ontology.relations.values(), key=lambda relation: relation.name):
            ends = " -> ".join(", ".join(sorted(classes)) or "any" for classes in (one.domain, one.range))
            told += f"{one.name}: {one.comment or one.label} {ends}\n"
        return told


def _parts(text: str, ends: Sequence[re.Pattern[str]] = _ENDS) -> Iterator[str]:
    """The text in parts that are not too long; each ends with a paragraph, else a line, a sentence or a word."""
    if not ends:
        yield from (text[place : place + _LONGEST] for place in range(0, len(text), _LONGEST))
        return
    start = end = 0
    for place in (*(found.end() for found in ends[0].finditer(text)), len(text)):
        if place - start > _LONGEST and end > start:
            yield from _fitting(text[start:end], ends)
            start = end
        end = place
    yield from _fitting(text[start:end], ends)


def _fitting(part: str, ends: Sequence[re.Pattern[str]]) -> Iterator[str]:
    if len(part) > _LONGEST:
        yield from _parts(part, ends[1:])
    elif part.strip():
        yield part


def _proposals_in(answer: Completion | None) -> Iterator[Proposal | RefusedProposal]:
    told = answer.fields() if answer is not None else None
    listed = told.get("statements") if told is not None else None
    if not isinstance(listed, list):
        yield RefusedProposal.FORM
        return
    for one in listed:
        values = [one.get(name) for name in _FIELDS] if isinstance(one, Mapping) else []
        words = [value.strip() for value in values if isinstance(value, str) and value.strip()]
        yield Proposal(*words) if len(words) == len(_FIELDS) else RefusedProposal.FIELDS


@dataclass(frozen=True)
class _Check:
    """Checks proposals against a text and our frames of it."""

    text: str
    ours: tuple[Frame, ...]
    ontology: Ontology
    model: str

    def found(self, proposal: Proposal) -> tuple[Frame, Frame] | RefusedProposal:
        """Our frame of the clause and the proposed one; or why it is none."""
        relation = self.ontology.relations.get(proposal.relation)
        if relation is None:
            return RefusedProposal.RELATION
        parts = (proposal.subject, proposal.predicate, proposal.object)
        if any(not tuple(_places(words, proposal.quote, flags=re.IGNORECASE)) for words in parts):
            return RefusedProposal.ENDS
        quotes = tuple(_places(proposal.quote, self.text))
        if not quotes:
            return RefusedProposal.QUOTE
        clauses = [
            (frame, (start, end))
            for start, end in quotes
            for frame in self.ours
            if frame.sentence.start <= start and end <= frame.sentence.end
        ]
        if not clauses:
            return RefusedProposal.SENTENCE
        fitting = [found for frame, quote in clauses for found in self._of_clause(frame, quote, proposal)]
        if not fitting:
            return RefusedProposal.CLAUSE
        _, clause, ends = min(fitting, key=lambda one: (one[0], one[1].start))
        return self._checked(clause, ends, relation)

    def _of_clause(
        self, frame: Frame, quote: tuple[int, int], proposal: Proposal
    ) -> Iterator[tuple[int, Frame, tuple[Phrase, Phrase]]]:
        """The pairs of phrases of a clause that the words stand for, each with how deep they are."""
        start, end = quote

        def places(words: str) -> tuple[tuple[int, int], ...]:
            return tuple(_places(words, self.text, start, end, re.IGNORECASE))

        if not _meet((frame.start, frame.end), places(proposal.predicate)):
            return
        # The phrases that the words are, at one of their places, the article before them apart.
        first, second = (
            [
                (depth, phrase)
                for depth, phrase in _phrases(frame.arguments)
                if _bare(phrase.text) == _bare(words) and _meet((phrase.start, phrase.end), places(words))
            ]
            for words in (proposal.subject, proposal.object)
        )
        for depth, subject in first:
            for deeper, target in second:
                yield depth + deeper, frame, (subject, target)

    def _checked(
        self, clause: Frame, ends: tuple[Phrase, Phrase], relation: Relation
    ) -> tuple[Frame, Frame] | RefusedProposal:
        subject, target = (phrase.entity for phrase in ends)
        if any(phrase.entity.label.lower() in _OPEN for phrase in ends):
            return RefusedProposal.OPEN
        is_fit = self.ontology.is_any(subject.cls, relation.domain) and self.ontology.is_any(target.cls, relation.range)
        if not is_fit or subject.id == target.id:
            return RefusedProposal.CLASSES
        # What our wordings tell of the relation in the clause, both ways round where it is symmetric.
        same = [one for one in matches(clause, self.ontology) if one.relation.name == relation.name]
        told = [(one.entity.id, other.entity.id) for match in same for one, other in match.pairs]
        if (subject.id, target.id) in told or (relation.symmetric and (target.id, subject.id) in told):
            return RefusedProposal.KNOWN
        slots = tuple(Argument(slot, phrase) for slot, phrase in zip(("subject", "object"), ends, strict=True))
        made = replace(clause, arguments=slots, relation=relation.name, extracted_by=self.model, rule=RULE, links=())
        return clause, made


def _phrases(arguments: Iterable[Argument], depth: int = 0) -> Iterator[tuple[int, Phrase]]:
    """The phrases of a clause, each with how deep it stands; none of a clause inside of it, which has its own frame."""
    for argument in arguments:
        if argument.slot != "clause":
            yield depth, argument.phrase
            yield from ((depth, member) for member in argument.phrase.members)
            yield from _phrases(argument.phrase.arguments, depth + 1)


def _bare(words: str) -> str:
    return _BEFORE.sub("", " ".join(words.split())).casefold()


def _meet(span: tuple[int, int], places: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in places)


def _places(
    words: str, text: str, start: int = 0, end: int | None = None, flags: re.RegexFlag = re.NOFLAG
) -> Iterator[tuple[int, int]]:
    """Where some words stand in a text, letter by letter but for the spaces between them, whole words alone."""
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)", flags)
    yield from (found.span() for found in pattern.finditer(text, start, len(text) if end is None else end))
