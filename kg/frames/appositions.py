"""Frames without a verb: an apposition, a person with an office, a place with its country.

In "Acme, an oil company," the name is an oil company. A list looks like one ("schools, a clinic and a court"): what may
be an item of several makes no statement, and is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kg.attribution.lexemes import kinds
from kg.construction import Construction
from kg.frames.anchoring import TimeAnchors
from kg.frames.annotations import Annotations
from kg.frames.labels import Wording
from kg.frames.phrases import Phrases
from kg.frames.sources import Said, Sources, sentence_evidence
from kg.frames.summary import LISTED, leave_out
from kg.lexicon import words
from kg.model import Argument, Article, Evidence, Factuality, Frame
from kg.parse.intervals import Intervals
from kg.parse.nouns import is_collective, is_event_noun, is_person, noun_class
from kg.parse.syntax import NOMINAL, conjuncts
from kg.parse.tree import Doc, Span, Token

_LISTING = words("clauses", "list_prepositions", "words")
_SUMMING = words("clauses", "summing", "words")
_INDEFINITE = frozenset({"a", "an"})
_STATUSES = frozenset({"current", "former", "acting", "elect"})
_PEOPLE = frozenset({"Person", "Group"})
_OPENING = frozenset({"(", "["})


@dataclass(frozen=True)
class Appositions:
    """Makes the frames of the appositions of one Doc."""

    notes: Annotations
    phrases: Phrases
    sources: Sources
    anchors: TimeAnchors

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
            rule=str(Construction("apposition")),
            confidence=1.0,
            source=said.source,
            reported_by=said.reported_by,
            time=self.anchors.of_noun(description),
            clause=Wording(self.phrases).apposition(head, description, said),
            rules=(*said.rules, *self.anchors.rules(description)),
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
        opening = apposed.left_edge
        if opening.lower_ in _LISTING or {opening.text, apposed.nbor(-1).text} & _OPENING:  # "liquid gas (LNG)"
            return True  # "some states, particularly Chad"
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


@dataclass(frozen=True)
class NameRelations:
    """Pairs of names in one Doc."""

    doc: Doc
    article: Article
    notes: Annotations
    phrases: Phrases
    sources: Sources

    def frames(self) -> Iterator[Frame]:
        """A frame a pair: ``holding`` (person, office) or ``location`` (place, country)."""
        yield from self._holding_frames()
        yield from self._location_frames()

    def _holding_frames(self) -> Iterator[Frame]:
        """Persons with the offices that the text gives them ("Foreign Minister Anna Berg")."""
        pairs: dict[str, dict[str, Span]] = {}
        for span in self.doc.spans.get("holdings", ()):
            pairs.setdefault(span.id_, {})[span.label_] = span
        for pair in pairs.values():
            if pair.keys() >= {"person", "office"} and not self._is_silent(pair["person"]):
                yield self._holding_frame(pair["person"], pair["office"])

    def _location_frames(self) -> Iterator[Frame]:
        """As in "Sofia, Bulgaria" and "the Bulgarian city of Sofia": a place with its country."""
        for place, country, rule in (*self._after_comma(), *self._of_kind()):
            inside, outside = self.phrases.named(place), self.phrases.named(country)
            if inside.entity.country not in {"", outside.entity.country} or self._is_silent(place):
                continue
            first, last = sorted((place, country), key=lambda span: span.start)
            yield Frame(
                id=self.phrases.event_id(place.root),
                lemma="locate",
                kind="location",
                start=first.start_char,
                end=last.end_char,
                predicate_text="",
                arguments=(Argument("subject", inside), Argument("object", outside)),
                sentence=sentence_evidence(place.root.sent, self.notes, self.article.id),
                factuality=Factuality.ASSERTED,
                rule=rule,
                confidence=1.0,
            )

    def _after_comma(self) -> Iterator[tuple[Span, Span, str]]:
        """Places with the country that stands right behind them."""
        for place, country in pairwise(self._names()):
            if place.label_ != "Place" or country.label_ != "Country" or country.id_ != "name":
                continue
            is_behind = country.start == place.end + 1 and self.doc[place.end].text == ","
            if is_behind and self.doc[place.start].sent == self.doc[country.start].sent:
                yield place, country, "location/comma"

    def _of_kind(self) -> Iterator[tuple[Span, Span, str]]:
        """Places named as the city, town or province of a country that an adjective tells."""
        for place in self._names():
            preposition = place.root.head
            if place.label_ != "Place" or place.root.dep_ != "pobj" or preposition.lower_ != "of":
                continue
            kind = preposition.head
            told = [self.notes.inside.get(child.i) for child in kind.lefts if child.dep_ == "amod"]
            countries = [name for name in told if name is not None and name.label_ == "Country"]
            if noun_class(kind.lemma_.lower()) == "Place" and len(countries) == 1:
                yield place, countries[0], "location/demonym"

    def _names(self) -> list[Span]:
        return sorted(self.notes.names.values(), key=lambda span: span.start)

    def _is_silent(self, span: Span) -> bool:
        return bool(self._silent.at(span.start_char))

    @cached_property
    def _silent(self) -> Intervals:
        return Intervals.of(block for block in self.article.blocks if not block.kind.makes_statements)

    def _holding_frame(self, person: Span, office: Span) -> Frame:
        quoted = any(quote.label_ == "direct" and person.root in quote for quote in self.doc.spans.get("quotes", ()))
        said = self.sources.said(person.root, subject=None) if quoted else Said()
        first, last = sorted((person, office), key=lambda span: span.start)
        return Frame(
            id=self.phrases.event_id(office.root),
            lemma="hold",
            kind="holding",
            start=office.start_char,
            end=office.end_char,
            predicate_text="",
            arguments=(
                Argument("subject", self.phrases.named(person)),
                Argument("object", self.phrases.named(office)),
            ),
            sentence=sentence_evidence(
                first.root.sent if first.root.sent == last.root.sent else self.doc[first.start : last.end],
                self.notes,
                self.article.id,
            ),
            factuality=Factuality.PLANNED if office.kb_id_ == "elect" else Factuality.ASSERTED,
            rule=str(Construction("holding", office.kb_id_ if office.kb_id_ in _STATUSES else "current")),
            confidence=1.0,
            source=said.source,
            reported_by=said.reported_by,
            rules=said.rules,
        )
