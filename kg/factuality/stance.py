"""Factuality: how firmly a clause, or a noun that names a happening, is put forward.

Each clause has a factuality of its own (modals, negation, adverbs, conditions) and one that its governors lend it
("agreed to", "urged X to", "failed to"); the weaker holds. After Sauri and Pustejovsky, FactBank (2009).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.factuality import nominals as happenings
from kg.factuality.complements import (
    GoverningFirmness,
    complement,
    content,
    gerund,
    is_controlled,
    modifier,
    of_governor,
    to_degree,
)
from kg.factuality.modality import (
    has_no,
    is_condition,
    is_indefinite,
    is_merely_meant,
    mark,
    own_firmness,
    raised_to,
    tense,
)
from kg.factuality.signatures import PLAIN, Firmness, implied, least_firm, signature
from kg.lexicon import words
from kg.model import Factuality
from kg.parse.nouns import is_event_noun, is_person, noun_class
from kg.parse.syntax import (
    AUXILIARIES,
    SUBJECTS,
    VERBAL,
    determiner,
    is_infinitive,
    is_negated_conjunct,
    is_passive,
    preposition_name,
    tensed,
    verb_name,
    verbal,
)
from kg.parse.tree import Token

_TIME_MARKS = words("stance", "conditions", "times")
_ACHIEVING = [(words("stance", name, "words"), words("stance", name, "purposes")) for name in ("gathering", "winning")]
"""Acts, and the purposes that are done with them."""
_CREATING = words("stance", "creating", "words")
_INHERITED = words("stance", "gerund", "inherited")
_HYPOTHETICAL = frozenset({Factuality.PLANNED, Factuality.EXPECTED, Factuality.CONDITIONAL, Factuality.REQUESTED})
_GERUNDS = (Factuality.DENIED, Factuality.PLANNED, Factuality.POSSIBLE)
_PRESENT = frozenset({"VBZ", "VBP", "MD"})
_WORKS = frozenset({"Policy", "Agreement"})
_MAX_CHAIN = 10


def clause_firmness(verb: Token) -> Firmness:
    """How firm the clause is that a token heads, its governors within the sentence counted in."""
    return _Chain().clause(verb)


def noun_firmness(noun: Token) -> Firmness:
    """How firm a happening is that a noun names: "planned tariffs", "demanded tariffs", "no tariffs"."""
    return _Chain().noun(noun)


def argument_firmness(head: Token, clause: Firmness) -> Firmness:
    """The clause's firmness, denied for an argument that is negated ("but not the removal", "no injuries")."""
    if is_negated_conjunct(head):
        return Firmness(Factuality.DENIED, "not", "negation")
    none = next((c.lower_ for c in head.children if c.lower_ in {"no", "neither"} and c.dep_ in {"det", "preconj"}), "")
    return Firmness(Factuality.DENIED, none, "negation") if none else clause


@dataclass(frozen=True, slots=True)
class _Chain:
    """The words above a token, asked one after the other."""

    depth: int = 0

    def clause(self, verb: Token) -> Firmness:
        if self.depth > _MAX_CHAIN:
            return Firmness(Factuality.POSSIBLE)
        return least_firm(own_firmness(verb), self.complement_factuality(verb))

    def noun(self, noun: Token) -> Firmness:
        if self.depth > _MAX_CHAIN:
            return Firmness(Factuality.POSSIBLE)
        return happenings.firmness(noun, _Chain(self.depth + 1))

    def complement_factuality(self, verb: Token) -> Firmness:
        """What the governor of a clause makes of it."""
        if self.depth > _MAX_CHAIN:
            return Firmness(Factuality.POSSIBLE)
        above = _Chain(self.depth + 1)
        governed = _GOVERNED.get(verb.dep_)
        if governed is not None:
            return governed(verb, above)
        if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
            return _from_conjunct(verb, above)
        return PLAIN


def _from_conjunct(verb: Token, above: _Chain) -> Firmness:
    """As in "will sign and ratify" shares the modal; "signed and may ratify" does not; both share what governs them."""
    head = verb.head
    has_subject = any(child.dep_ in SUBJECTS for child in verb.children)
    shares = (
        verb.tag_ in {"VB", "VBN", "VBG"} and not has_subject and not any(c.dep_ in AUXILIARIES for c in verb.children)
    )
    governed = above.complement_factuality(head) if head.dep_ != "ROOT" else PLAIN
    if has_subject and _first_of(head).dep_ not in {"ccomp", "advcl"}:
        governed = PLAIN
    condition = Firmness(Factuality.CONDITIONAL, "if", "conditions") if is_condition(head) else PLAIN
    return least_firm(own_firmness(head) if shares else PLAIN, governed, condition)


def _first_of(verb: Token) -> Token:
    """The first of coordinated clauses: "urged that X sign, that Y pay and that [Z leave]"."""
    while verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        verb = verb.head
    return verb


def _adverbial(verb: Token, above: GoverningFirmness) -> Firmness:
    head = verb.head
    governor = head if head.pos_ in VERBAL else head.head
    if governor.pos_ not in VERBAL:
        return PLAIN
    if is_infinitive(verb):
        if is_controlled(verb):
            return complement(verb, above)
        degree = to_degree(head)
        return implied(degree, above.clause(governor)) if degree is not None else _purpose(verb, governor, above)
    before = mark(verb)
    if not before and verb.tag_ in {"VBG", "VBN"}:
        return above.clause(raised_to(governor, verb)).unless_denied(Factuality.POSSIBLE)
    return _in_time(verb, before, above.clause(governor))


def _in_time(verb: Token, before: str, governor: Firmness) -> Firmness:
    """As in "before he could sign" (he did not), "will stay until it signs", "will sign once it pays": open."""
    if before == "before" and any(child.lower_ == "could" for child in verb.children):
        return Firmness(Factuality.DENIED, "before could", "conditions")
    if before == "before" and any(determiner(child) == "any" for child in verb.children if child.dep_ in _ENDS):
        return Firmness(Factuality.DENIED, "before any", "conditions")
    if before in _UNTIL and (tense(verb) in _PRESENT or not governor.is_asserted):
        return Firmness(Factuality.POSSIBLE, before, "conditions")
    if before in _TIME_MARKS and tense(verb) in {"VBZ", "VBP", "VBG"} and governor.value in _HYPOTHETICAL:
        return Firmness(Factuality.CONDITIONAL, before, "conditions")
    return PLAIN


def _purpose(verb: Token, governor: Token, above: GoverningFirmness) -> Firmness:
    """As in "met to sign"; "marched to protest", "went on to sign", "rose, only to fall" tell what was done."""
    firm = above.clause(governor)
    is_bare = not any(child.dep_ == "dobj" for child in governor.children)
    if firm.is_denied:
        return firm if is_bare else firm.unless_denied(Factuality.POSSIBLE)  # "did not close the port to curb trade"
    if any(child.dep_ == "advmod" and child.lower_ == "only" for child in verb.children):
        return firm
    if any(verb_name(governor) in acts and verb.lemma_.lower() in aims for acts, aims in _ACHIEVING):
        return firm
    listed = signature("to", "verbs", verb_name(governor)) if is_bare else None
    if listed is not None and listed.holds is Factuality.ASSERTED:
        return firm
    return least_firm(Firmness(Factuality.PLANNED, f"{verb_name(governor)} to", "purpose"), firm)


def _modifier(verb: Token, above: GoverningFirmness) -> Firmness:
    """As in "a plan to sign" (Planned), "a tariff targeting steel" (as firm as the tariff, where only meant)."""
    noun = verb.head
    if is_infinitive(verb):
        return modifier(verb, above)
    if mark(verb) == "that":
        return content(noun, above)
    if mark(verb) in _INTERROGATIVE:  # "doubts whether X signed"
        return Firmness(Factuality.POSSIBLE, mark(verb), "question")
    return happenings.context(noun, above) if is_merely_meant(noun) else PLAIN


def _relative(verb: Token, above: GoverningFirmness) -> Firmness:
    """As in "any country that attacks" (Conditional), "wants a law that bans imports" (as firm as the law)."""
    noun = verb.head
    if is_infinitive(verb):
        return modifier(verb, above)
    if mark(verb) == "that":  # "the rumour that X signed": no relative clause
        return content(noun, above, unknown=Factuality.ASSERTED)
    if has_no(noun) or noun.lower_ in {"anyone", "anybody", "anything"} or determiner(noun) == "any":
        return Firmness(Factuality.CONDITIONAL, noun.left_edge.lower_, "anybody")
    finite = tensed(verb)
    is_aside = verb.doc[verb.left_edge.i - 1].text == ","  # "peacekeepers, who are there": those that there are
    if finite.tag_ in _PRESENT and not is_aside and _is_anybody(noun, above):
        return Firmness(Factuality.CONDITIONAL, noun.lower_, "anybody")
    if finite.tag_ in _PRESENT and _is_yet_to_be(noun) and is_indefinite(noun):
        return happenings.context(noun, above).unless_denied(Factuality.POSSIBLE)
    return PLAIN


def _is_yet_to_be(noun: Token) -> bool:
    """As in "will sign a deal that", "promotes a region that": not there before the act; "visits a city that" is."""
    word, verb = noun.lemma_.lower(), noun.head
    if noun_class(word) in _WORKS or is_event_noun(word):
        return True
    return noun.dep_ == "dobj" and verb.lemma_.lower() in _CREATING and not is_person(word)


def _is_anybody(noun: Token, above: GoverningFirmness) -> bool:
    """As in "countries that attack will be punished", "those who attack must pay": whoever does so."""
    governor = noun.head if noun.dep_ in SUBJECTS else verbal(noun.head)
    if governor is None or governor.pos_ not in VERBAL or is_person(noun.lemma_.lower()):
        return False
    is_bare = noun.tag_ == "NNS" and not any(child.dep_ in {"det", "poss", "amod", "nummod"} for child in noun.children)
    if noun.dep_ in SUBJECTS and noun.lower_ != "those" and not (is_bare and is_passive(governor)):
        return False
    if not is_bare and noun.lower_ != "those":
        return False
    return above.clause(governor).value in _HYPOTHETICAL


def _gerund(verb: Token, above: GoverningFirmness) -> Firmness:
    """As in "prevented X from signing" by the governor; "without signing", "by signing" by the preposition."""
    listed = gerund(verb, above)
    if listed is not None:
        return listed
    preposition = verb.head
    governor, name = preposition.head, preposition_name(preposition)
    if name == "with" and is_infinitive(governor) and any(child.dep_ in SUBJECTS for child in verb.children):
        governor = verbal(governor.head) or governor  # "voted to sign, with Sweden abstaining": when it voted
    firm = of_governor(governor, above) if governor.pos_ in VERBAL or governor.dep_ in _TOLD else PLAIN
    if name in _INHERITED:
        return firm.unless_denied(Factuality.POSSIBLE)
    for value in _GERUNDS:
        if name in words("stance", "gerund", value.value):
            if name == "before" and firm.is_asserted and tensed(governor).tag_ == "VBD":
                return firm  # "before arriving in Oslo, he also saw Riga"
            own = Firmness(value, name, "gerund")
            return least_firm(own, firm) if value is not Factuality.PLANNED else own
    return least_firm(Firmness(Factuality.POSSIBLE, f"{name} doing", "gerund"), firm)


_UNTIL = frozenset({"until", "till"})
_ENDS = SUBJECTS | {"dobj"}
_INTERROGATIVE = frozenset({"whether", "if"})
_TOLD = frozenset({"dobj", "attr", "nsubjpass"})
_GOVERNED: Mapping[str, Callable[[Token, GoverningFirmness], Firmness]] = {
    "xcomp": complement,
    "ccomp": complement,
    "advcl": _adverbial,
    "acl": _modifier,
    "relcl": _relative,
    "pcomp": _gerund,
}
"""What governs a clause, by its label."""
