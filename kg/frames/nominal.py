"""Frames without a verb: of event and relational nouns, appositions, and names beside names.

The agent of an event noun may be the subject of the clause round it: "considers tariffs on Cuba". An apposition that is
an item of a list ("schools, a clinic and a court") makes no frame.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from kg.factuality.composition import firmness_of
from kg.frames.anchoring import TimeAnchors
from kg.frames.annotations import Annotations
from kg.frames.clauses import clause_of
from kg.frames.labels import LabelWriter
from kg.frames.phrases import Phrases, lemma
from kg.frames.sources import Source, Sources, sentence_evidence
from kg.frames.summary import LISTED, leave_out
from kg.lexicon import words
from kg.model import Argument, Article, Evidence, Factuality, Frame, NodeId
from kg.model.construction import Construction
from kg.names.groups import GROUP
from kg.parse.control import subjects
from kg.parse.intervals import Intervals
from kg.parse.nouns import is_event_noun, is_person
from kg.parse.syntax import NOMINAL, clause_tense, conjuncts, determiner, is_passive, verb_name
from kg.parse.tree import Span, Token

_CHARACTERIZING, _SUMMING = (words("clauses", name, "words") for name in ("characterizing", "summing"))
_OWN_ACTS, _BEFALLS = (words("stance", "own_acts", name) for name in ("words", "befalls"))
_LISTING = words("clauses", "list_prepositions", "words")
_AGREEMENT, _PLACE = "Agreement", "Place"
_DOERS = frozenset({"poss", "demonym", "by", "from", "between", "agent"})
_INDEFINITE, _LEMMAS = frozenset({"a", "an"}), {"holding": "hold", "location": "locate"}
_start = attrgetter("start")


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
        told, whom = self.phrases.phrase, self._described(noun)  # who is named in another sentence, in this one's words
        of = (told(t) if t.sent == noun.sent else replace(told(noun), entity=self.phrases.entity(t)) for t in whom)
        described = tuple(Argument("subject", phrase) for phrase in of)
        arguments = (*described, *self.phrases.arguments(noun))
        if not any(argument.slot in _DOERS for argument in arguments):
            arguments += tuple(Argument("by", self.phrases.phrase(token)) for token in _planner(noun))
        named = self.phrases.entity(noun)
        if named.cls == _AGREEMENT:  # "the pact between Chile and Peru"
            arguments += (Argument("itself", self.phrases.phrase(noun)),)
        said = self.sources.said(noun, subject=described[0].phrase.entity if described else None)
        verb = noun.head.head if noun.head.lower_ == "as" else noun.head
        namers = subjects(verb) if noun.dep_ in {"pobj", "oprd"} and not is_passive(verb) else ()
        if said.source is None and namers and verb.lemma_.lower() in _CHARACTERIZING:
            said = replace(said, source=self.phrases.entity(namers[0]))  # who presents the one thing as the other
        firmness = firmness_of(noun)
        construction = Construction("noun", "described" if described else "happening")
        words = self.wording.nominal(noun, firmness, said)
        return replace(
            self.sources.frame(noun, (noun,), evidence, construction, said=said, firmness=firmness),
            lemma=lemma(noun),
            kind="noun",
            predicate_text=noun.text,
            arguments=arguments,
            time=self.anchors.of_noun(noun),
            claimed_on=said.claimed_on,
            tense=clause_tense(noun.head) if noun.dep_ == "attr" else "",
            label=named.label if named.id == self.phrases.event_id(noun) else "",
            clause=words.label,
            clause_text=words.text,
            rules=self.sources.rules(noun, firmness, said),
        )

    def _described(self, noun: Token) -> tuple[Token, ...]:
        """Whom a noun describes: "Cuba is an ally of", "Cuba, an ally of", "ally Cuba", or its antecedent."""
        verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "as" else noun.head
        is_naming = verb.lemma_.lower() in _CHARACTERIZING
        if noun.dep_ in {"attr", "oprd"} or (verb != noun.head and is_naming):
            named = [s.head for s in clause_of(verb).slots if s.name == "object" and s.head != noun]
            is_open = verb != noun.head or (is_naming and not is_passive(verb))
            return tuple(named) or (() if is_open else subjects(verb))  # "is an ally of", not "calls it part of"
        if noun.dep_ in {"appos", "compound"}:
            return (noun.head,)
        return tuple(span.root for span in self.notes.cluster(noun) if span.root.i in self.notes.names)[:1]

    def apposition(self, apposed: Token, evidence: Evidence) -> Iterator[Frame]:
        """The frame of an apposition: name, "be", description; none where both are names or one is a number.

        Of "its main news agency Yonhap" the name is what the noun before it says.
        """
        is_definite = apposed.left_edge.lower_ not in _INDEFINITE
        is_name_last = is_definite and apposed.pos_ == "PROPN" and apposed.head.pos_ == "NOUN"
        head, description = (apposed, apposed.head) if is_name_last else (apposed.head, apposed)
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
            clause=self.wording.apposition(head, description, said).label,
            rules=(*said.rules, *self.anchors.rules(description)),
            governor=NodeId(f"noun:{description.idx}:{self.phrases.event_id(description)}"),  # "a member of the board"
        )

    def _says_something(self, head: Token, token: Token) -> bool:
        """Not as in "sells arms to Chad, a move that": the noun names what is said or done, and describes no name."""
        word = token.lemma_.lower()
        if head.i in self.notes.names and (word in _SUMMING or is_event_noun(word)):
            return False
        if token.i in self.notes.times or token.pos_ not in NOMINAL or (head.tag_, token.tag_) == ("NNP", "NNS"):
            return False  # "praised the firms and their owner, Anna Berg"
        if token.head.pos_ == "NOUN" and token.left_edge.lower_ in _INDEFINITE:
            return True  # "the gang, a criminal organization"
        name = self.notes.names.get(token.i)
        return head.pos_ == "PROPN" and token.pos_ == "NOUN" and (name is None or name.id_ == GROUP)

    def _may_be_listed(self, head: Token, description: Token, apposed: Token) -> bool:
        """Whether the words may stand beside the noun rather than describe it."""
        first, opening = description.left_edge, apposed.left_edge
        if opening.lower_ in _LISTING or {opening.text, apposed.nbor(-1).text} & {"(", "["}:  # "liquid gas (LNG)"
            return True  # "some states, particularly Chad"
        if any(child.dep_ == "nummod" for child in description.children):  # "fever, 40 degrees and"
            return True
        if apposed != description:
            return False
        if head.pos_ == "NOUN":
            return len(_beside(head)) > 1 or bool(_beside(description))
        is_one = first.lower_ in _INDEFINITE or is_person(description.lemma_.lower())
        return not is_one and self.phrases.entity(head).cls in {"Person", "Group"}

    def named(self) -> Iterator[Frame]:
        """A frame for each pair of names: ``holding`` (person, office) or ``location`` (place, country)."""
        silent = Intervals.of(block for block in self.article.blocks if not block.kind.makes_statements)
        for frame in (*self._holdings(), *self._locations()):
            if not silent.at(frame.arguments[0].phrase.start):
                yield frame

    def _holdings(self) -> Iterator[Frame]:
        """Persons with the offices that the text gives them ("Foreign Minister Anna Berg")."""
        quotes = [quote for quote in self.notes.doc.spans.get("quotes", ()) if quote.label_ == "direct"]
        for office, person in self.notes.holding_pairs:
            is_quoted = any(person.root in quote for quote in quotes)
            said = self.sources.said(person.root, subject=None) if is_quoted else Source()
            frame = self._pair(person, office, Construction("holding", office.kb_id_), office, said)
            yield replace(frame, factuality=Factuality.PLANNED) if office.kb_id_ == "elect" else frame

    def _locations(self) -> Iterator[Frame]:
        """As in "Sofia, Bulgaria": a place with its country."""
        for place, country, form in self._places():
            home = self.phrases.named(place).entity.country
            if home in {"", self.phrases.named(country).entity.country}:
                frame = self._pair(place, country, Construction("location", form), place, Source())
                first, last = sorted((place, country), key=_start)
                yield replace(frame, start=first.start_char, end=last.end_char)

    def _places(self) -> Iterator[tuple[Span, Span, str]]:
        """Places with the country that stands right behind them."""
        names = sorted(self.notes.names.values(), key=_start)
        for place, country in pairwise(names):
            is_pair = place.label_ == "Place" and country.label_ == "Country" and country.id_ == "name"
            is_next = country.start == place.end + 1 and self.notes.doc[place.end].text == ","
            if is_pair and is_next and country.root.dep_ != "conj":  # not "to Asia, Kenya and Peru"
                yield place, country, "comma"

    def _pair(self, subject: Span, target: Span, construction: Construction, happening: Span, said: Source) -> Frame:
        first, last = sorted((subject, target), key=_start)
        between = self.notes.doc[first.root.sent.start : last.root.sent.end]
        evidence = sentence_evidence(between, self.notes, self.article.id)
        frame = self.sources.frame(happening.root, [*happening], evidence, construction, said=said)
        ends = (("subject", subject), ("object", target))
        arguments = tuple(Argument(slot, self.phrases.named(name)) for slot, name in ends)
        return replace(frame, lemma=_LEMMAS[construction.family], kind=construction.family, arguments=arguments)


def _planner(noun: Token) -> tuple[Token, ...]:
    """Who considers, plans or announces what a noun names; "the tariffs" are somebody's, not "the end of"."""
    verb = noun.head
    if noun.dep_ not in {"dobj", "nsubjpass"} or verb_name(verb) not in _OWN_ACTS:
        return ()
    is_owned = noun.lemma_.lower() in _BEFALLS or not any(child.lower_ == "of" for child in noun.rights)
    if determiner(noun) == "the" and is_owned:
        return ()
    return () if is_passive(verb) else subjects(verb)


def _beside(noun: Token) -> list[Token]:
    """What is listed with a noun."""
    return [child for child in noun.children if child.dep_ in {"appos", "conj"}]
