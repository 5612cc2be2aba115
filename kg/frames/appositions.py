"""What an apposition says: in "Acme, an oil company," the name is an oil company.

A list looks like one ("schools, a clinic and a court"): what may be an item of several makes no statement, and is
counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.attribution.lexemes import kinds
from kg.frames.anchoring import Moments
from kg.frames.annotations import Annotations
from kg.frames.phrases import Phrases
from kg.frames.sources import Sources
from kg.frames.summary import LISTED, leave_out
from kg.frames.wording import Wording
from kg.lexicon import words
from kg.model import Argument, Evidence, Factuality, Frame
from kg.parse.nouns import is_collective, is_event_noun, is_person
from kg.parse.syntax import NOMINAL, conjuncts

_SUMMING = words("clauses", "summing", "words")
_INDEFINITE = frozenset({"a", "an"})
_PEOPLE = frozenset({"Person", "Group"})
_OPENING = frozenset({"(", "["})


@dataclass(frozen=True)
class Appositions:
    """Makes the frames of the appositions of one Doc."""

    notes: Annotations
    phrases: Phrases
    sources: Sources
    moments: Moments

    def frames(self, token: Token, evidence: Evidence) -> Iterator[Frame]:
        """The name is what the apposition says; a second name or a number is not."""
        head, description = (token, token.head) if _names_what_precedes(token) else (token.head, token)
        if not self._says_something(head, description):
            return
        if self._may_be_listed(head, description, token):
            leave_out(token.doc, LISTED, token.idx)
            return
        said = self.sources.said(description, subject=None)
        yield Frame(
            id=self.phrases.event_id(description),
            lemma="be",
            kind="copula",
            start=description.idx,
            end=description.idx + len(description),
            predicate_text="",
            arguments=(
                Argument("subject", self.phrases.phrase(head)),
                *(Argument("complement", self.phrases.description(t)) for t in conjuncts(description)),
            ),
            sentence=evidence,
            factuality=Factuality.ASSERTED,
            rule="apposition",
            confidence=1.0,
            source=said.source,
            reported_by=said.reported_by,
            time=self.moments.of_noun(description),
            clause=Wording(self.phrases).apposition(head, description, said),
            rules=(*said.rules, *self.moments.rules(description)),
        )

    def _says_something(self, head: Token, token: Token) -> bool:
        name = self.notes.names.get(token.i)
        if head.i in self.notes.names and _is_utterance(token.lemma_.lower()):
            return False  # "arms from Chad, a charge that it denies": no state is a charge
        if head.pos_ != "PROPN" and not _is_described(token):
            return False
        if _is_number_amiss(head, token):
            return False
        if token.pos_ not in NOMINAL or (token.pos_ == "PROPN" and not _is_described(token)):
            return False
        return token.i not in self.notes.times and (name is None or name.id_ == "group" or _is_described(token))

    def _may_be_listed(self, head: Token, description: Token, apposed: Token) -> bool:
        """Whether the words may stand beside the noun rather than describe it."""
        first = description.left_edge
        if apposed.left_edge.text in _OPENING or apposed.nbor(-1).text in _OPENING:  # "liquid gas (LNG)"
            return True
        if any(child.dep_ == "nummod" for child in description.children):  # "fever, 40 degrees and"
            return True
        if apposed != description:
            return apposed.tag_ == "NNPS" and description.tag_ == "NN" and apposed.left_edge.dep_ in {"det", "nummod"}
        if head.pos_ == "NOUN":
            return len(_beside(head)) > 1 or bool(_beside(description))
        if first.tag_ == "PRP$" or (first.lower_ == "the" and _beside(description)):  # "praised Chile, its allies and"
            return True
        is_one = first.lower_ in _INDEFINITE or is_person(description.lemma_.lower())
        return not is_one and self.phrases.entity(head).cls in _PEOPLE


def _is_number_amiss(head: Token, description: Token) -> bool:
    """As in "a blow to farmers, a trend that", "praised the firms and their owners, Anna Berg": not said of them."""
    if head.ent_type_ == "PERSON" and description.tag_ == "NNS":
        return True
    noun, said = head.lemma_.lower(), description.lemma_.lower()
    is_one = description.tag_ == "NN" and not (is_person(said) or is_collective(said))
    return head.tag_ == "NNS" and is_person(noun) and is_one


def _is_utterance(noun: str) -> bool:
    """Whether a noun names what is said or done: it describes the clause before it, and no name."""
    return noun in _SUMMING or noun in kinds("nouns") or (is_event_noun(noun) and not is_person(noun))


def _beside(noun: Token) -> list[Token]:
    """What is listed with a noun."""
    return [child for child in noun.children if child.dep_ in {"appos", "conj"} and child.i > noun.i]


def _names_what_precedes(token: Token) -> bool:
    """As in "its main news agency Yonhap": the name is what the noun before it says."""
    if token.left_edge.lower_ in _INDEFINITE:
        return False
    return token.pos_ == "PROPN" and token.head.pos_ == "NOUN" and token.i > token.head.i


def _is_described(token: Token) -> bool:
    """As in "the gang, a criminal organization": an indefinite noun phrase describes what stands before it."""
    return token.head.pos_ == "NOUN" and token.left_edge.lower_ in _INDEFINITE
