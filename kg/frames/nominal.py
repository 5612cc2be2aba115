"""Frames of nouns that name a happening or a relation: "tariffs on Cuba", "his visit to Peru", "an ally of Chad".

Who acts may be told by the clause round the noun: "considers tariffs on Cuba", "after talks with Cuba, Peru said".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.construction import Construction
from kg.factuality.signatures import Firmness, least_firm
from kg.factuality.stance import argument_firmness, clause_firmness, noun_firmness
from kg.frames.anchoring import TimeAnchors
from kg.frames.annotations import Annotations
from kg.frames.clauses import clause_of
from kg.frames.labels import Wording
from kg.frames.phrases import Phrases, lemma
from kg.frames.sources import Sources
from kg.lexicon import words
from kg.model import Argument, Evidence, Factuality, Frame, Phrase
from kg.parse.control import subjects
from kg.parse.syntax import determiner, is_passive, is_predicate, preposition_name, verb_name
from kg.parse.tree import Token

_OCCASIONS = words("clauses", "occasions", "words")
_PREPOSITIONS = words("clauses", "occasions", "prepositions")
_FURTHER = words("clauses", "occasions", "further")
_CHARACTERIZING = words("clauses", "characterizing", "words")
_OWN_ACTS = words("stance", "own_acts", "words")
_BEFALLS = words("stance", "own_acts", "befalls")
_TELLING = words("stance", "own_acts", "telling")
_AGREEMENT = "Agreement"
_NO_ACTORS = frozenset({"Topic", "Event", "Commodity", "Policy", "Agreement", "Quantity"})
_DOERS = frozenset({"poss", "demonym", "by", "from", "between", "agent"})


@dataclass(frozen=True)
class Nominals:
    """Makes the frames of nouns of one Doc."""

    notes: Annotations
    phrases: Phrases
    sources: Sources
    anchors: TimeAnchors
    wording: Wording

    def frame(self, noun: Token, evidence: Evidence) -> Frame:
        """What the noun names, with whom it is of, by and about, and whose act the clause makes it."""
        described = tuple(Argument("subject", self._of_sentence(token, noun)) for token in self._described(noun))
        arguments = tuple(a for a in self.phrases.arguments(noun) if not self._is_unknown_owner(a, noun))
        said = self.sources.said(noun, subject=described[0].phrase.entity if described else None)
        doers = tuple(self._doers(noun, arguments))
        named = self.phrases.entity(noun)
        firmness = _firmness(noun, is_occasion=any(doer.slot == "poss" for doer in doers))
        return Frame(
            id=self.phrases.event_id(noun),
            lemma=lemma(noun),
            kind="noun",
            start=noun.idx,
            end=noun.idx + len(noun),
            predicate_text=noun.text,
            arguments=(*described, *arguments, *doers, *self._work(noun)),
            sentence=evidence,
            factuality=firmness.value,
            firmness_cue=firmness.cue,
            rule=str(Construction("noun", "described" if described else "happening")),
            confidence=1.0,
            source=said.source,
            reported_by=said.reported_by,
            time=self.anchors.of_noun(noun),
            claimed_on=said.claimed_on,
            label=named.label if named.id == self.phrases.event_id(noun) else "",
            clause=self.wording.nominal(noun, firmness, said),
            rules=self.sources.rules(noun, firmness, said),
        )

    def _doers(self, noun: Token, arguments: tuple[Argument, ...]) -> Iterator[Argument]:
        """As in "considers tariffs on Cuba", "after talks with Cuba, Peru said": whose act the clause makes it."""
        if any(argument.slot in _DOERS for argument in arguments):
            return
        slot, doers = (
            ("by", _planner(noun)) if noun.dep_ in {"dobj", "nsubjpass"} else ("poss", _implicit_participants(noun))
        )
        phrases = (self.phrases.phrase(token) for token in doers)
        yield from (Argument(slot, phrase) for phrase in phrases if phrase.entity.cls not in _NO_ACTORS)

    def _work(self, noun: Token) -> Iterator[Argument]:
        """As in "the pact between Chile and Peru": the agreement that the noun names, in the slot ``itself``."""
        if self.phrases.entity(noun).cls == _AGREEMENT:
            yield Argument("itself", self.phrases.phrase(noun))

    def _is_unknown_owner(self, argument: Argument, noun: Token) -> bool:
        """As in "in his meeting with Cuba", where nobody before is "he"."""
        is_pronoun = any(child.tag_ == "PRP$" and child.idx == argument.phrase.start for child in noun.lefts)
        return is_pronoun and argument.phrase.entity.label.lower() == argument.phrase.text.lower()

    def _described(self, noun: Token) -> tuple[Token, ...]:
        """Whom a noun describes: "Cuba is an ally of", "Cuba, an ally of", "ally Cuba", or its antecedent."""
        if noun.dep_ in {"attr", "oprd"} and is_predicate(noun.head):
            return subjects(noun.head)
        if noun.dep_ == "appos":
            return (noun.head,)
        if noun.dep_ == "pobj" and noun.head.lower_ == "as" and noun.head.head.lemma_.lower() in _CHARACTERIZING:
            return tuple(slot.head for slot in clause_of(noun.head.head).slots if slot.name == "object")
        if noun.dep_ == "compound" and noun.head.i in self.notes.names:
            return (noun.head,)
        named = [span.root for span in self.notes.cluster(noun) if span.root.i in self.notes.names and span.kb_id_]
        return tuple(named[:1])

    def _of_sentence(self, described: Token, noun: Token) -> Phrase:
        """The phrase of whom a noun describes; named in another sentence, in the words of this one: "the president"."""
        if described.sent == noun.sent:
            return self.phrases.phrase(described)
        return replace(self.phrases.phrase(noun), entity=self.phrases.entity(described))


def _planner(noun: Token) -> tuple[Token, ...]:
    """Who considers, plans or announces what a noun names; "the tariffs" are somebody's, not "the end of"."""
    verb = noun.head
    if verb_name(verb) not in _OWN_ACTS:
        return ()
    if determiner(noun) == "the" and (
        noun.lemma_.lower() in _BEFALLS or not any(child.lower_ == "of" for child in noun.rights)
    ):
        return ()
    if is_passive(verb):
        return tuple(slot.head for slot in clause_of(verb).slots if slot.name == "subject" and slot.preposition)
    return subjects(verb)


def _implicit_participants(noun: Token) -> tuple[Token, ...]:
    """The subject of the clause that takes place on the occasion that a noun names, where its other side is named.

    Empty for any other noun, and for a passive: what was done to someone during talks tells not whose talks they were.
    """
    if noun.dep_ != "pobj" or noun.lemma_.lower() not in _OCCASIONS or preposition_name(noun.head) not in _PREPOSITIONS:
        return ()
    verb = noun.head.head
    if not is_predicate(verb) or is_passive(verb) or not any(child.lower_ in _FURTHER for child in noun.rights):
        return ()
    return subjects(verb)


def _firmness(noun: Token, *, is_occasion: bool) -> Firmness:
    """Of "is an ally" the verb's; of "will sign it during a visit to Cuba" the signing's, where that is not denied."""
    if noun.dep_ in {"attr", "oprd"} and is_predicate(noun.head):
        firm = clause_firmness(noun.head)
        return argument_firmness(noun, firm)  # "there is no deal between"
    own = noun_firmness(noun)
    if own.value is Factuality.PLANNED and noun.lemma_.lower() in _BEFALLS and verb_name(noun.head) in _TELLING:
        own = clause_firmness(noun.head)  # "announced the death of"
    clause = clause_firmness(noun.head.head) if is_occasion else own
    return least_firm(own, clause) if not clause.is_denied else own
