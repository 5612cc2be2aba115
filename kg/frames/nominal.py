"""Frames without a verb: of event and relational nouns, appositions, and names beside names.

The agent of an event noun may be the subject of the clause round it: "considers tariffs on Cuba", "after talks with
Cuba, Peru said". An apposition that is an item of a list ("schools, a clinic and a court") makes no frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from kg.factuality.composition import firmness_of
from kg.factuality.operators import is_predicate_noun
from kg.factuality.signatures import Firmness, least_firm
from kg.frames.anchoring import TimeAnchors
from kg.frames.annotations import Annotations
from kg.frames.clauses import clause_of
from kg.frames.labels import LabelWriter
from kg.frames.phrases import SUBJECT_FORMS, Phrases, lemma
from kg.frames.senses import noun_sense
from kg.frames.sources import Source, Sources, sentence_evidence
from kg.frames.summary import LISTED, leave_out
from kg.lexicon import words
from kg.model import Argument, Article, Evidence, Factuality, Frame, NodeId, Phrase
from kg.model.construction import Construction
from kg.names.groups import GROUP
from kg.parse.control import subjects
from kg.parse.intervals import Intervals
from kg.parse.nouns import is_collective, is_event_noun, is_person
from kg.parse.syntax import (
    NOMINAL,
    conjuncts,
    determiner,
    has_child,
    is_passive,
    is_predicate,
    preposition_name,
    verb_name,
)
from kg.parse.tree import Span, Token

_OCCASIONS = words("clauses", "occasions", "words")
_PREPOSITIONS = words("clauses", "occasions", "prepositions")
_FURTHER = words("clauses", "occasions", "further")
_CHARACTERIZING = words("clauses", "characterizing", "words")
_OWN_ACTS = words("stance", "own_acts", "words")
_BEFALLS = words("stance", "own_acts", "befalls")
_LISTING = words("clauses", "list_prepositions", "words")
_SUMMING = words("clauses", "summing", "words")
_AGREEMENT, _PLACE = "Agreement", "Place"
_DOERS = frozenset({"poss", "demonym", "by", "from", "between", "agent"})
_INDEFINITE = frozenset({"a", "an"})
_PEOPLE = frozenset({"Person", "Group"})
_OPENING = frozenset({"(", "["})
_start = attrgetter("start")
_LEMMAS = {"holding": "hold", "location": "locate"}


@dataclass(frozen=True)
class Nominals:
    """Makes the verbless frames of one Doc."""

    article: Article
    notes: Annotations
    phrases: Phrases
    sources: Sources
    anchors: TimeAnchors
    wording: LabelWriter

    def event_noun(self, noun: Token, evidence: Evidence) -> Frame:
        """The frame of an event noun, with its arguments ("of", "by", "about") and the agent from its clause."""
        described = tuple(Argument("subject", self._of_sentence(token, noun)) for token in self._described(noun))
        arguments = tuple(a for a in self.phrases.arguments(noun) if not self._is_unknown_owner(a, noun))
        said = self._said(noun, described)
        doers = tuple(self._doers(noun, arguments))
        named = self.phrases.entity(noun)
        firmness = _firmness(noun, is_occasion=any(doer.slot == "poss" for doer in doers))
        construction = Construction("noun", "described" if described else "happening")
        return replace(
            self.sources.frame(noun, (noun,), evidence, construction, said=said, firmness=firmness),
            lemma=lemma(noun),
            kind="noun",
            predicate_text=noun.text,
            arguments=(*described, *arguments, *doers, *self._work(noun)),
            time=self.anchors.of_noun(noun),
            claimed_on=said.claimed_on,
            label=named.label if named.id == self.phrases.event_id(noun) else "",
            clause=self.wording.nominal(noun, firmness, said),
            rules=self.sources.rules(noun, firmness, said),
        )

    def _said(self, noun: Token, described: tuple[Argument, ...]) -> Source:
        """Who says so: also who presents the one thing as the other, where no attribution tells."""
        said = self.sources.said(noun, subject=described[0].phrase.entity if described else None)
        verb = noun.head.head if noun.head.lower_ == "as" else noun.head
        namers = subjects(verb) if noun.dep_ in {"pobj", "oprd"} and not is_passive(verb) else ()
        if said.source is not None or not namers or verb.lemma_.lower() not in _CHARACTERIZING:
            return said
        return replace(said, source=self.phrases.entity(namers[0]))

    def apposition(self, apposed: Token, evidence: Evidence) -> Iterator[Frame]:
        """The frame of an apposition: name, "be", description; none where both are names or one is a number."""
        head, description = (apposed, apposed.head) if _names_what_precedes(apposed) else (apposed.head, apposed)
        if not self._says_something(head, description):
            return
        if self._may_be_listed(head, description, apposed):
            leave_out(apposed.doc, LISTED, apposed.idx)
            return
        said = self.sources.said(description, subject=None)
        yield replace(
            self.sources.frame(description, (description,), evidence, Construction("apposition"), said=said),
            arguments=(
                Argument("subject", self.phrases.phrase(head)),
                *(Argument("complement", self.phrases.description(t)) for t in conjuncts(description)),
            ),
            time=self.anchors.of_noun(description),
            clause=self.wording.apposition(head, description, said),
            rules=(*said.rules, *self.anchors.rules(description)),
            governor=NodeId(f"noun:{description.idx}:{self.phrases.event_id(description)}"),  # "a member of the board"
        )

    def named(self) -> Iterator[Frame]:
        """A frame for each pair of names: ``holding`` (person, office) or ``location`` (place, country)."""
        silent = Intervals.of(block for block in self.article.blocks if not block.kind.makes_statements)
        for frame in (*self._holdings(), *self._locations()):
            if not silent.at(frame.arguments[0].phrase.start):
                yield frame

    def _doers(self, noun: Token, arguments: tuple[Argument, ...]) -> Iterator[Argument]:
        """As in "considers tariffs on Cuba", "after talks with Cuba, Peru said": whose act the clause makes it."""
        if not any(argument.slot in _DOERS for argument in arguments):
            yield from (Argument("by", self.phrases.phrase(token)) for token in _planner(noun))
            yield from (Argument("poss", self.phrases.phrase(token)) for token in _implicit_participants(noun))

    def _work(self, noun: Token) -> Iterator[Argument]:
        """As in "the pact between Chile and Peru": the agreement that the noun names, in the slot ``itself``."""
        if self.phrases.entity(noun).cls == _AGREEMENT:
            yield Argument("itself", self.phrases.phrase(noun))

    def _is_unknown_owner(self, argument: Argument, noun: Token) -> bool:
        """As in "in his meeting with Cuba", where nobody before is "he"."""
        is_pronoun = any(child.tag_ == "PRP$" and child.idx == argument.phrase.start for child in noun.lefts)
        return is_pronoun and argument.phrase.entity.label == SUBJECT_FORMS.get(argument.phrase.text.lower())

    def _described(self, noun: Token) -> tuple[Token, ...]:
        """Whom a noun describes: "Cuba is an ally of", "Cuba, an ally of", "ally Cuba", or its antecedent."""
        if noun.dep_ in {"attr", "oprd"}:
            named = [slot.head for slot in clause_of(noun.head).slots if slot.name == "object" and slot.head != noun]
            is_naming = noun.head.lemma_.lower() in _CHARACTERIZING and not is_passive(noun.head)
            return tuple(named) or (() if is_naming else subjects(noun.head))  # "is an ally of", not "calls it part of"
        if noun.dep_ in {"appos", "compound"}:
            return (noun.head,)
        if noun.dep_ == "pobj" and noun.head.lower_ == "as" and noun.head.head.lemma_.lower() in _CHARACTERIZING:
            return tuple(slot.head for slot in clause_of(noun.head.head).slots if slot.name == "object")
        return tuple(span.root for span in self.notes.cluster(noun) if span.root.i in self.notes.names)[:1]

    def _of_sentence(self, described: Token, noun: Token) -> Phrase:
        """The phrase of whom a noun describes; named in another sentence, in the words of this one: "the president"."""
        if described.sent == noun.sent:
            return self.phrases.phrase(described)
        return replace(self.phrases.phrase(noun), entity=self.phrases.entity(described))

    def _says_something(self, head: Token, token: Token) -> bool:
        is_name, is_described = head.i in self.notes.names, _is_described(token)
        if (is_name and _is_utterance(token.lemma_.lower())) or _is_number_amiss(head, token):
            return False
        if is_name and _is_region(token) and noun_sense(token, self.notes) == _PLACE:
            return False  # "in Tulung, East Java province": where that is
        if is_described:
            return token.pos_ in NOMINAL and token.i not in self.notes.times
        name = self.notes.names.get(token.i)
        is_noun = head.pos_ == "PROPN" and token.pos_ == "NOUN" and token.i not in self.notes.times
        return is_noun and (name is None or name.id_ == GROUP)

    def _may_be_listed(self, head: Token, description: Token, apposed: Token) -> bool:
        """Whether the words may stand beside the noun rather than describe it."""
        first, opening = description.left_edge, apposed.left_edge
        if opening.lower_ in _LISTING or {opening.text, apposed.nbor(-1).text} & _OPENING:  # "liquid gas (LNG)"
            return True  # "some states, particularly Chad"
        if any(child.dep_ == "nummod" for child in description.children):  # "fever, 40 degrees and"
            return True
        if apposed != description:
            return False
        if head.pos_ == "NOUN":
            return len(_beside(head)) > 1 or bool(_beside(description))
        if first.tag_ == "PRP$" or (first.lower_ == "the" and _beside(description)):  # "praised Chile, its allies and"
            return True
        is_one = first.lower_ in _INDEFINITE or is_person(description.lemma_.lower())
        return not is_one and self.phrases.entity(head).cls in _PEOPLE

    def _holdings(self) -> Iterator[Frame]:
        """Persons with the offices that the text gives them ("Foreign Minister Anna Berg")."""
        pairs: dict[str, dict[str, Span]] = {}
        for span in self.notes.doc.spans.get("holdings", ()):
            pairs.setdefault(span.id_, {})[span.label_] = span
        for pair in pairs.values():
            person, office = pair["person"], pair["office"]
            quotes = (quote for quote in self.notes.doc.spans.get("quotes", ()) if quote.label_ == "direct")
            is_quoted = any(person.root in quote for quote in quotes)
            said = self.sources.said(person.root, subject=None) if is_quoted else Source()
            frame = self._pair(person, office, Construction("holding", office.kb_id_), office, said)
            yield replace(frame, factuality=Factuality.PLANNED) if office.kb_id_ == "elect" else frame

    def _locations(self) -> Iterator[Frame]:
        """As in "Sofia, Bulgaria" and "the Bulgarian city of Sofia": a place with its country."""
        for place, country, form in (*self._after_comma(), *self._of_kind()):
            home = self.phrases.named(place).entity.country
            if home in {"", self.phrases.named(country).entity.country}:
                frame = self._pair(place, country, Construction("location", form), place, Source())
                first, last = sorted((place, country), key=_start)
                yield replace(frame, start=first.start_char, end=last.end_char)

    def _after_comma(self) -> Iterator[tuple[Span, Span, str]]:
        """Places with the country that stands right behind them."""
        for place, country in pairwise(self._names()):
            is_pair = place.label_ == "Place" and country.label_ == "Country" and country.id_ == "name"
            is_pair &= country.root.dep_ != "conj"  # "to Asia, Kenya and Peru"
            if is_pair and country.start == place.end + 1 and self.notes.doc[place.end].text == ",":
                yield place, country, "comma"

    def _of_kind(self) -> Iterator[tuple[Span, Span, str]]:
        """Places named as the city, town or province of a country that an adjective tells."""
        for place in self._names():
            preposition = place.root.head
            if place.label_ != "Place" or place.root.dep_ != "pobj" or preposition.lower_ != "of":
                continue
            kind = preposition.head
            told = [self.notes.inside.get(child.i) for child in kind.lefts if child.dep_ == "amod"]
            countries = [name for name in told if name is not None and name.label_ == "Country"]
            if noun_sense(kind, self.notes) == "Place" and len(countries) == 1:
                yield place, countries[0], "demonym"

    def _names(self) -> list[Span]:
        return sorted(self.notes.names.values(), key=_start)

    def _pair(self, subject: Span, target: Span, construction: Construction, happening: Span, said: Source) -> Frame:
        first, last = sorted((subject, target), key=_start)
        between = self.notes.doc[first.root.sent.start : last.root.sent.end]
        evidence = sentence_evidence(between, self.notes, self.article.id)
        return replace(
            self.sources.frame(happening.root, [*happening], evidence, construction, said=said),
            lemma=_LEMMAS[construction.family],
            kind=construction.family,
            arguments=(
                Argument("subject", self.phrases.named(subject)),
                Argument("object", self.phrases.named(target)),
            ),
        )


def _planner(noun: Token) -> tuple[Token, ...]:
    """Who considers, plans or announces what a noun names; "the tariffs" are somebody's, not "the end of"."""
    verb = noun.head
    if noun.dep_ not in {"dobj", "nsubjpass"} or verb_name(verb) not in _OWN_ACTS:
        return ()
    is_owned = noun.lemma_.lower() in _BEFALLS or not any(child.lower_ == "of" for child in noun.rights)
    if determiner(noun) == "the" and is_owned:
        return ()
    if is_passive(verb):
        return tuple(slot.head for slot in clause_of(verb).slots if slot.name == "subject" and slot.preposition)
    return subjects(verb)


def _implicit_participants(noun: Token) -> tuple[Token, ...]:
    """The subject of the clause that takes place on the occasion that a noun names, where its other side is named.

    Empty for any other noun, and for a passive: what was done to someone during talks tells not whose talks they were.
    Of "is in talks with Cuba" the clause itself tells them.
    """
    if noun.dep_ != "pobj" or noun.lemma_.lower() not in _OCCASIONS or preposition_name(noun.head) not in _PREPOSITIONS:
        return ()
    verb = noun.head.head
    if not is_predicate(verb) or is_passive(verb) or is_predicate_noun(noun):
        return ()
    return subjects(verb) if any(child.lower_ in _FURTHER for child in noun.rights) else ()


def _firmness(noun: Token, *, is_occasion: bool) -> Firmness:
    """Of "will sign it during a visit to Cuba" the signing's, where that is not denied."""
    own = firmness_of(noun)
    clause = firmness_of(noun.head.head) if is_occasion else own
    return least_firm(own, clause) if not clause.negated else own


def _is_number_amiss(head: Token, description: Token) -> bool:
    """As in "a blow to farmers, a trend that", "praised the firms and their owners, Anna Berg": not said of them."""
    if head.ent_type_ == "PERSON" and description.tag_ == "NNS":
        return True
    is_several = head.tag_ == "NNS" and is_person(head.lemma_.lower())
    return is_several and not is_collective(description.lemma_.lower())


def _is_region(token: Token) -> bool:
    """As in "East Java province", and not "Lebanon's second-largest city"."""
    return token.left_edge.pos_ == "PROPN" and not has_child(token, {"poss"})


def _is_utterance(noun: str) -> bool:
    """As in "sells arms to Chad, a move that": the noun names what is said or done, and describes no name."""
    return noun in _SUMMING or is_event_noun(noun)


def _beside(noun: Token) -> list[Token]:
    """What is listed with a noun."""
    return [child for child in noun.children if child.dep_ in {"appos", "conj"}]


def _names_what_precedes(token: Token) -> bool:
    """As in "its main news agency Yonhap": the name is what the noun before it says."""
    return token.pos_ == "PROPN" and token.head.pos_ == "NOUN" and token.left_edge.lower_ not in _INDEFINITE


def _is_described(token: Token) -> bool:
    """As in "the gang, a criminal organization": an indefinite noun phrase describes what stands before it."""
    return token.head.pos_ == "NOUN" and token.left_edge.lower_ in _INDEFINITE
