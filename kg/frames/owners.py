"""What stands for what in one Doc: the antecedent of a mention, whose a phrase is, what its pronouns mean.

A phrase keeps the text's words ("its record"); whose it is tells it apart from the record of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.frames.annotations import Annotations
from kg.frames.noun_phrases import Tokens, core, informativeness, text
from kg.names.groups import GROUP
from kg.parse.syntax import NOMINAL, VERBAL
from kg.parse.tree import Token

POSSESSIVE = "PRP$"
PRONOUNS = frozenset({"PRP", POSSESSIVE})


@dataclass(frozen=True)
class Owners:
    """The referents of one Doc's mentions, and whose its phrases are."""

    notes: Annotations

    def antecedent(self, token: Token) -> Token | None:
        """The root of the mention that names best what a coreferent mention stands for."""
        mention = self.notes.corefs.get(token.i)
        return self._best_named[mention.id_] if mention is not None else None

    @cached_property
    def _best_named(self) -> Mapping[str, Token | None]:
        """The root of the mention of each cluster that says most: a name, or else a noun phrase."""
        found: dict[str, Token | None] = {}
        for key, cluster in self.notes.clusters.items():
            nominal = [span for span in cluster if span.root.pos_ not in {*VERBAL, "PRON"}]
            named = [span for span in cluster if span.root.i in self.notes.names and span.root.pos_ not in VERBAL]
            own = [span for span in named if self.notes.names[span.root.i].id_ != GROUP]
            best = min(own or named or nominal, key=lambda span: (-informativeness(span), span.start), default=None)
            found[key] = best.root if best is not None else None
        return found

    def is_told_again(self, noun: Token) -> bool:
        """Whether other words of the text name a thing without the pronoun: "[its] holdings ... the holdings"."""
        nouns = (span.root for span in self.notes.cluster(noun) if span.root.pos_ in NOMINAL)
        return any(one != noun and not has_possessive(one) for one in nouns)

    def possessor(self, head: Token) -> Token | None:
        """The noun or pronoun whose a phrase is; None where none is told, or where it is a part of its own owner."""
        found = possessive(head)
        if found is None or found.tag_ != POSSESSIVE:
            return found
        owner = self.antecedent(found)
        is_inside = owner is not None and (found in owner.subtree or has_possessive(owner))
        return None if is_inside or (owner is None and found.i not in self.notes.groups) else found

    def key(self, label: str, tokens: Tokens) -> tuple[str, ...]:
        """What tells a phrase apart in its article: its words without an owner's, whose it is, what its pronouns mean.

        "Canada's exports" and "its exports" have one key where "its" is Canada's.
        """
        whose = next((token for token in tokens if token.dep_ == "poss" and token.head in tokens), None)
        first = tokens[0]
        if whose is None or first not in (whose, whose.left_edge):
            return (label, *self._meant(tokens))
        rest = tuple(t for t in tokens if t.i > whose.right_edge.i)
        return (text(rest), "of", self._referent(whose), *self._meant(rest)) if rest else (label,)

    def _meant(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """What the pronouns among some words mean, those aside that mean one of the words."""
        kept = list(tokens)
        pronouns = [token for token in kept if token.tag_ in PRONOUNS]
        return tuple(self._referent(token) for token in pronouns if self.antecedent(token) not in kept)

    def _referent(self, token: Token) -> str:
        """A key for what a noun or pronoun means; that of a pronoun left open is its place."""
        if token.i in self.notes.groups:
            return " ".join(map(str, self.notes.groups[token.i]))
        name, mention = self.notes.names.get(token.i), self.notes.corefs.get(token.i)
        node = name.kb_id_ if name is not None else mention.kb_id_ if mention is not None else ""
        if node:
            return node
        best = self.antecedent(token) or token
        return str(best.idx) if best.tag_ in PRONOUNS else text(core(best)).lower()


def possessive(head: Token) -> Token | None:
    """The possessive of a noun: "[its] port", "[Peru]'s port"."""
    return next((child for child in head.lefts if child.dep_ == "poss"), None)


def has_possessive(noun: Token) -> bool:
    """Whether a noun is itself somebody's by a pronoun: "[his] brother"."""
    return any(child.tag_ == POSSESSIVE for child in noun.lefts)


def possessives(whole: Tokens, words: Tokens) -> Tokens:
    """The possessive pronouns of a phrase that stand before the words of its label."""
    return tuple(token for token in whole if token.tag_ == POSSESSIVE and token.i < words[0].i)


def worded(tokens: Tokens) -> str:
    """The words of a phrase as they stand, those that are left out aside."""
    followed = {token.i for token in tokens}
    # not "talksbetween", where a mark is left out
    found = (token.text + (token.whitespace_ if token.i + 1 in followed else " ") for token in tokens)
    return " ".join("".join(found).split())
