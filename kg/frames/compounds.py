"""Frames of what stands before a noun: "US-backed forces", "Munich-based Velox", "Norwegian drugmaker Helsana".

The participle behind a name and a hyphen tells what that name does, or where: the United States backs the forces.
A demonym before the kind of a company, and its name, tells where the company is at home.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.frames.annotations import Annotations
from kg.frames.noun_phrases import core, text
from kg.frames.phrases import Phrases, lemma
from kg.frames.sources import Sources
from kg.lexicon import words
from kg.model import Argument, Evidence, Frame
from kg.model.classes import ORGANIZATIONS
from kg.model.construction import Construction
from kg.parse.syntax import NOMINAL
from kg.parse.tree import Span, Token

_HYPHENS = ("-", "–")
_MODIFYING = ("amod", "compound", "nmod")
_SEATED = words("phrases", "joined", "seated")
_JOINED = words("phrases", "joined", "words")
_WHERE = frozenset({"Country", "Place"})
_SEATED_KINDS = ORGANIZATIONS | {"Person"}


@dataclass(frozen=True)
class Compounds:
    """Makes the frames of the modifiers of one Doc's nouns."""

    notes: Annotations
    phrases: Phrases
    sources: Sources

    def frames(self, token: Token, evidence: Evidence) -> Iterator[Frame]:
        """The frame of a participle behind a name ("US-[backed]"), or of a kind of body behind a demonym."""
        named = self._before_hyphen(token)
        noun = _modified(token)
        if named is not None and noun is not None and noun.i > token.i:
            slot = "in" if token.lower_ in _SEATED else "subject"
            who = noun if slot == "subject" else self._named(noun) if named.label_ in _WHERE else None
            if who is not None:
                yield self._frame(token, who, Argument(slot, self.phrases.named(named)), evidence)

    def _frame(self, trigger: Token, noun: Token, other: Argument, evidence: Evidence) -> Frame:
        made = self.sources.frame(trigger, (trigger,), evidence, Construction("compound", "participle"))
        label = text(core(noun))
        return replace(
            made,
            lemma=lemma(trigger),
            kind="verb",
            predicate_text=trigger.text,
            arguments=(Argument("object", self.phrases.phrase(noun)), other),
            is_passive=True,
            clause=label[:1].upper() + label[1:],
        )

    def _named(self, noun: Token) -> Token | None:
        """The noun, or what it is in apposition with, where that has a name: nothing of "14 Oslo-based firms"."""
        beside = [noun.head] if noun.dep_ == "appos" else [child for child in noun.rights if child.dep_ == "appos"]
        return next(filter(self._is_named, (noun, *beside)), None)

    def _is_named(self, noun: Token) -> bool:
        entity = self.phrases.entity(noun)
        return entity.id in self.notes.entities and entity.cls in _SEATED_KINDS

    def _before_hyphen(self, token: Token) -> Span | None:
        """The name of "US-backed", "Munich-based"; None before any other word."""
        if token.lower_ not in _JOINED or token.i - 2 < 0 or token.nbor(-1).text not in _HYPHENS:
            return None
        name = self.notes.inside.get(token.i - 2)
        outer = self.notes.names.get(name.root.i) if name is not None else None
        return name if name is not None and name.end == token.i - 1 and outer in {None, name} else None


def _modified(token: Token) -> Token | None:
    """The noun that ends the phrase in which a word modifies others: "Velox" of "carmaker Velox"."""
    noun = token
    while noun.dep_ in _MODIFYING and noun.head.i > noun.i:
        noun = noun.head
    return noun if noun is not token and noun.pos_ in NOMINAL else None
