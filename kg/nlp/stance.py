"""Factuality: how firmly a clause, or a noun that names a happening, is put forward.

Each clause has a factuality of its own (modals, negation, adverbs, conditions) and one that its governors lend it
("agreed to", "urged X to", "failed to"); the weakest of them holds. After Sauri and Pustejovsky, FactBank (2009).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spacy.tokens import Token

from kg.lexicon import words
from kg.model import Factuality
from kg.nlp.complements import (
    complement_kind,
    governor_field,
    judged,
    left_by,
    lent_by,
    question_word,
)
from kg.nlp.firmness import effect, gerund_words, lent_to_gerund, turned_round, weakest
from kg.nlp.mood import (
    has_no,
    is_condition,
    is_indefinite,
    is_merely_meant,
    is_taken_for_granted,
    mark,
    own_firmness,
    raised_to,
    tense,
)
from kg.nlp.nouns import is_event_noun, is_person, noun_class
from kg.nlp.syntax import (
    AUXILIARIES,
    NOMINAL,
    SUBJECTS,
    VERBAL,
    determiner,
    is_infinitive,
    is_negated_conjunct,
    is_passive,
    listed_with,
    preposition_name,
    tensed,
    verb_name,
    verbal,
)

_TIME_MARKS = words("stance", "conditions", "times")
_GATHERING = words("stance", "gathering", "words")
_VOICING = words("stance", "gathering", "purposes")
_CREATING = words("stance", "creating", "words")
_OPPOSING = words("stance", "opposing", "words")
_PRESUPPOSED = words("stance", "presupposed", "verbs") | words("stance", "presupposed", "phrases")
_FACTS = words("stance", "facts", "words")
_RECEIVED = words("stance", "received", "words")
_HYPOTHETICAL = frozenset({Factuality.PLANNED, Factuality.EXPECTED, Factuality.CONDITIONAL, Factuality.REQUESTED})
_GERUNDS = (Factuality.DENIED, Factuality.PLANNED, Factuality.POSSIBLE)
_OPEN = frozenset({"whether", "if"})
_WH = frozenset({"why", "how", "when", "where", "what", "who", "which"})
_PRESENT = frozenset({"VBZ", "VBP", "MD"})
_WORKS = frozenset({"Policy", "Agreement"})
_AGENTS = frozenset({"poss", "agent"})
_MAX_CHAIN = 10


def factuality(verb: Token, *, depth: int = 0) -> Factuality:
    """The factuality of the clause that a token heads, its governors within the sentence counted in."""
    if depth > _MAX_CHAIN:
        return Factuality.POSSIBLE
    return weakest(own_firmness(verb).value, _lent(verb, depth + 1))


def noun_factuality(noun: Token, *, depth: int = 0) -> Factuality:
    """The factuality of a happening that a noun names: "planned tariffs", "demanded tariffs", "no tariffs"."""
    if depth > _MAX_CHAIN:
        return Factuality.POSSIBLE
    own = [
        effect("noun", "adjectives", child.lower_, Factuality.ASSERTED)
        for child in noun.children
        if child.dep_ in {"amod", "compound"}
    ]
    if is_negated_conjunct(noun) or has_no(noun):
        own.append(Factuality.DENIED)
    return weakest(Factuality.ASSERTED, *own, _noun_context(noun, depth + 1))


def argument_factuality(head: Token, clause: Factuality) -> Factuality:
    """The clause's factuality, denied for an argument that is negated ("but not the removal", "no injuries")."""
    if is_negated_conjunct(head) or any(
        child.lower_ in {"no", "neither"} and child.dep_ in {"det", "preconj"} for child in head.children
    ):
        return Factuality.DENIED
    return clause


def infinitive_effect(verb: Token) -> Factuality:
    """What a verb lends its infinitive: "urged X to" Requested, "agreed to" Planned."""
    return effect("infinitive", "verbs", verb.lemma_.lower(), Factuality.PLANNED)


def _lent(verb: Token, depth: int) -> Factuality:
    governed = _GOVERNED.get(verb.dep_)
    if governed is not None:
        return governed(verb, depth)
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        return _from_conjunct(verb, depth)
    return Factuality.ASSERTED


def _from_conjunct(verb: Token, depth: int) -> Factuality:
    """As in "will sign and ratify" shares the modal; "signed and may ratify" does not; both share what governs them."""
    head = verb.head
    has_subject = any(child.dep_ in SUBJECTS for child in verb.children)
    infinitive = None if has_subject else listed_with(verb)
    if infinitive is not None:
        return factuality(infinitive, depth=depth)
    shares = (
        verb.tag_ in {"VB", "VBN", "VBG"} and not has_subject and not any(c.dep_ in AUXILIARIES for c in verb.children)
    )
    governed = _lent(head, depth + 1) if depth <= _MAX_CHAIN and head.dep_ != "ROOT" else Factuality.ASSERTED
    if has_subject and head.dep_ not in {"ccomp", "advcl"}:
        governed = Factuality.ASSERTED
    condition = Factuality.CONDITIONAL if is_condition(head) else Factuality.ASSERTED
    return weakest(own_firmness(head).value if shares else Factuality.ASSERTED, governed, condition)


def _complement(verb: Token, depth: int) -> Factuality:
    """What "agreed to", "hopes that" lend their complement; a governor that is itself not asserted weakens it."""
    governor, kind = verb.head, complement_kind(verb)
    field = governor_field(governor)
    above = factuality(governor, depth=depth) if field == "verbs" else _adjective_governor(governor, depth)
    if kind == "infinitive" and field == "verbs" and governor.lemma_ in {"be", "have"}:
        return _under_be_or_have(governor, above)
    question = question_word(verb)
    if question in _OPEN and kind == "clause":
        return Factuality.POSSIBLE
    if question in _WH and kind == "clause":  # "did not say why it signed": it did
        return above if above is not Factuality.DENIED else Factuality.ASSERTED
    if kind == "infinitive" and question in _WH | _OPEN:
        return weakest(Factuality.POSSIBLE, above)  # "discussed how to sign"
    name = verb_name(governor) if field == "verbs" else governor.lemma_.lower()
    about = judged(governor, verb) if field == "verbs" and kind in {"clause", "bare"} else None
    if about is not None:
        name, field = about.lemma_.lower(), governor_field(about)
    lent = lent_by(name, kind, field, verb)
    if field == "adjectives" and kind == "infinitive" and any(child.lower_ == "too" for child in governor.children):
        lent = Factuality.DENIED  # "too weak to attack"
    return left_by(name, lent, kind, above)


def _under_be_or_have(governor: Token, above: Factuality) -> Factuality:
    """As in "is to sign", "has to sign", "had to sign" (it did), "has yet to sign" (it has not)."""
    if any(child.lower_ == "yet" for child in governor.children):
        return Factuality.DENIED
    if governor.lemma_ == "be":
        return weakest(above, Factuality.PLANNED)
    if above is Factuality.DENIED:
        return Factuality.POSSIBLE
    is_told = governor.tag_ == "VBD" and governor.dep_ != "ccomp"
    return weakest(above, Factuality.ASSERTED if is_told else Factuality.REQUESTED)


def _adjective_governor(adjective: Token, depth: int) -> Factuality:
    head = adjective.head
    return factuality(head, depth=depth) if head.pos_ in VERBAL and head != adjective else Factuality.ASSERTED


def _adverbial(verb: Token, depth: int) -> Factuality:
    head = verb.head
    governor = head if head.pos_ in VERBAL else head.head
    if governor.pos_ not in VERBAL:
        return Factuality.ASSERTED
    if is_infinitive(verb):
        return _purpose(verb, governor, depth)
    before = mark(verb)
    if not before and verb.tag_ in {"VBG", "VBN"}:
        above = factuality(raised_to(governor, verb), depth=depth)
        return above if above is not Factuality.DENIED else Factuality.POSSIBLE
    if before in _TIME_MARKS and tense(verb) in {"VBZ", "VBP", "VBG"}:
        above = factuality(governor, depth=depth)
        return Factuality.CONDITIONAL if above in _HYPOTHETICAL else Factuality.ASSERTED
    return Factuality.ASSERTED


def _purpose(verb: Token, governor: Token, depth: int) -> Factuality:
    """As in "met to sign"; "marched to protest", "went on to sign", "rose, only to fall" tell what was done."""
    above = factuality(governor, depth=depth)
    is_bare = not any(child.dep_ == "dobj" for child in governor.children)
    if above is Factuality.DENIED:
        return above if is_bare else Factuality.POSSIBLE  # "did not close the port to curb trade"
    if any(child.dep_ == "advmod" and child.lower_ == "only" for child in verb.children):
        return above
    if verb_name(governor) in _GATHERING and verb.lemma_.lower() in _VOICING:
        return above
    follows = is_bare and effect("infinitive", "verbs", verb_name(governor), Factuality.PLANNED) is Factuality.ASSERTED
    return above if follows else weakest(Factuality.PLANNED, above)


def _modifier(verb: Token, depth: int) -> Factuality:
    """As in "a plan to sign" (Planned), "a tariff targeting steel" (as firm as the tariff, where only meant)."""
    noun = verb.head
    if is_infinitive(verb):
        above = noun_factuality(noun, depth=depth)
        phrase = f"{verb_name(noun.head)} {noun.lemma_.lower()}" if noun.dep_ == "dobj" else ""
        purpose = Factuality.PLANNED if is_event_noun(noun.lemma_.lower()) else Factuality.POSSIBLE
        unknown = effect("infinitive", "nouns", noun.lemma_.lower(), purpose)
        lent = effect("infinitive", "phrases", phrase, unknown)
        return weakest(lent, above if above is not Factuality.REQUESTED else Factuality.ASSERTED)
    if mark(verb) == "that":
        return _content(noun, depth)
    if is_merely_meant(noun):
        return _noun_context(noun, depth)
    return Factuality.ASSERTED


def _content(noun: Token, depth: int, *, unknown: Factuality = Factuality.POSSIBLE) -> Factuality:
    """As in "denied a report that X signed", "no evidence that X signed": denied with the noun; a report is no fact."""
    name = noun.lemma_.lower()
    lent = effect("clause", "nouns", name, unknown)
    if name in _FACTS:
        return lent
    above = noun_factuality(noun, depth=depth)
    if noun.dep_ in {"dobj", "nsubjpass"} and above is not Factuality.DENIED:
        above = weakest(above, effect("noun", "verbs", verb_name(noun.head), above))
    if above is Factuality.DENIED:
        return Factuality.ASSERTED if turned_round(name) else Factuality.DENIED
    return lent if above is Factuality.ASSERTED else weakest(lent, Factuality.POSSIBLE)


def _relative(verb: Token, depth: int) -> Factuality:
    """As in "any country that attacks" (Conditional), "wants a law that bans imports" (as firm as the law)."""
    noun = verb.head
    if is_infinitive(verb):
        return effect("infinitive", "nouns", noun.lemma_.lower(), Factuality.POSSIBLE)
    if mark(verb) == "that":  # "the rumour that X signed": no relative clause
        return _content(noun, depth, unknown=Factuality.ASSERTED)
    if has_no(noun) or noun.lower_ in {"anyone", "anybody", "anything"} or determiner(noun) == "any":
        return Factuality.CONDITIONAL
    finite = tensed(verb)
    is_aside = verb.doc[verb.left_edge.i - 1].text == ","  # "peacekeepers, who are there": those that there are
    if finite.tag_ in _PRESENT and not is_aside and _is_anybody(noun, depth):
        return Factuality.CONDITIONAL
    if finite.tag_ in _PRESENT and _is_yet_to_be(noun) and is_indefinite(noun):
        above = _noun_context(noun, depth)
        return above if above is not Factuality.DENIED else Factuality.POSSIBLE
    return Factuality.ASSERTED


def _is_yet_to_be(noun: Token) -> bool:
    """As in "will sign a deal that", "promotes a region that": not there before the act; "visits a city that" is."""
    word, verb = noun.lemma_.lower(), noun.head
    if noun_class(word) in _WORKS or is_event_noun(word):
        return True
    return noun.dep_ == "dobj" and verb.lemma_.lower() in _CREATING and not is_person(word)


def _is_anybody(noun: Token, depth: int) -> bool:
    """As in "countries that attack will be punished", "those who attack must pay": whoever does so."""
    governor = noun.head if noun.dep_ in SUBJECTS else verbal(noun.head)
    if governor is None or governor.pos_ not in VERBAL or is_person(noun.lemma_.lower()):
        return False
    is_bare = noun.tag_ == "NNS" and not any(child.dep_ in {"det", "poss", "amod", "nummod"} for child in noun.children)
    if noun.dep_ in SUBJECTS and noun.lower_ != "those" and not (is_bare and is_passive(governor)):
        return False
    if not is_bare and noun.lower_ != "those":
        return False
    return factuality(governor, depth=depth) in _HYPOTHETICAL


def _gerund(verb: Token, depth: int) -> Factuality:
    preposition = verb.head
    governor = preposition.head
    name, word = preposition_name(preposition), governor.lemma_.lower()
    if name == "with" and is_infinitive(governor) and any(child.dep_ in SUBJECTS for child in verb.children):
        governor = verbal(governor.head) or governor  # "voted to sign, with Sweden abstaining": when it voted
    above = factuality(governor, depth=depth) if governor.pos_ in VERBAL else Factuality.ASSERTED
    before = preposition.doc[preposition.left_edge.i - 1].lower_ if preposition.left_edge.i else ""
    phrases = {f"{word} {name}", f"{before} {name}"}  # "stopped short of", "far from", "committed to"
    firm = next((value for value in _GERUNDS if phrases & gerund_words(value.value)), None)
    if firm is not None:
        return weakest(firm, above)
    lent = lent_to_gerund(word, name)
    if lent is not None:
        return lent
    if governor.pos_ in {"NOUN", "ADV", "ADJ"} and governor.dep_ in {"dobj", "attr", "nsubjpass"}:
        above = noun_factuality(governor, depth=depth)
    if name in gerund_words("inherited"):
        return above if above is not Factuality.DENIED else Factuality.POSSIBLE
    for value in _GERUNDS:
        if name in gerund_words(value.value):
            if name == "before" and above is Factuality.ASSERTED and tensed(governor).tag_ == "VBD":
                return above  # "before arriving in Oslo, he also saw Riga"
            return weakest(value, above) if value is not Factuality.PLANNED else value
    return weakest(Factuality.POSSIBLE, above)


def _noun_context(noun: Token, depth: int) -> Factuality:
    """What the words above a noun make of it: "rejected tariffs", "the risk of tariffs", "the tariffs failed"."""
    if depth > _MAX_CHAIN:
        return Factuality.POSSIBLE
    match noun.dep_:
        case "conj":
            return _noun_context(noun.head, depth + 1)
        case "dobj" | "nsubjpass" | "attr" | "oprd":
            return _noun_under_verb(noun, depth + 1)
        case "pobj" | "pcomp":
            lent = _noun_after_preposition(noun.head, depth + 1)
            is_left_open = lent is Factuality.DENIED and _is_act_of_another(noun)  # "the rejection of Sweden's tariffs"
            return Factuality.POSSIBLE if is_left_open else lent
    return Factuality.ASSERTED


def _noun_under_verb(noun: Token, depth: int) -> Factuality:
    head = noun.head
    if noun.dep_ == "nsubjpass" and not is_passive(head):
        return Factuality.ASSERTED
    if is_taken_for_granted(noun, verb_name(head)):
        return Factuality.ASSERTED
    above = factuality(head, depth=depth) if head.pos_ in VERBAL else Factuality.ASSERTED
    if noun.dep_ == "dobj" and any(child.dep_ == "oprd" for child in head.children):
        return (
            above if above is not Factuality.DENIED else Factuality.ASSERTED
        )  # "called the killing a crime": it was one
    lent = effect("noun", "verbs", verb_name(head), Factuality.ASSERTED)
    if lent is Factuality.DENIED and (above is Factuality.DENIED or _is_opposed(noun, head)):
        return Factuality.POSSIBLE  # "did not rule out tariffs", "opposed Sweden's tariffs"
    return weakest(lent, _of_another(noun, verb_name(head), above))


def _of_another(noun: Token, name: str, above: Factuality) -> Factuality:
    """What a verb that is no fact leaves of another's act: "did not condemn Sweden's tariffs", "may confirm" them."""
    if not _is_act_of_another(noun):
        return above
    if name in _PRESUPPOSED:
        return Factuality.ASSERTED
    return Factuality.POSSIBLE if above is Factuality.DENIED and name not in _RECEIVED else above


def _is_act_of_another(noun: Token) -> bool:
    """As in "Sweden's tariffs", "the attack by Togo"; whose "its tariffs" are is not to be seen."""
    agents = [child for child in noun.children if child.dep_ in _AGENTS or child.lower_ == "by"]
    return any(token.pos_ in NOMINAL for child in agents for token in (child, *child.children))


def _is_opposed(noun: Token, verb: Token) -> bool:
    """As in "rejected Sweden's tariffs", "opposed the war": another's act is opposed, which is not to deny it."""
    return verb.lemma_.lower() in _OPPOSING and any(
        child.dep_ in _AGENTS or child.lower_ in {"the", "by", "these", "this", "those"} for child in noun.children
    )


def _noun_after_preposition(preposition: Token, depth: int) -> Factuality:
    governor, name = preposition.head, preposition_name(preposition)
    word = governor.lemma_.lower()
    if name in gerund_words("Denied"):
        return Factuality.DENIED
    if governor.pos_ in NOMINAL:
        alone = Factuality.ASSERTED
        if name in {"of", "for", "to"}:
            alone = effect("noun", "nouns", word, Factuality.ASSERTED)
        lent = effect("noun", "phrases", f"{word} {name}", alone)
        return weakest(lent, noun_factuality(governor, depth=depth)) if lent is not Factuality.ASSERTED else lent
    if governor.pos_ not in VERBAL:
        return effect("noun", "phrases", f"{word} {name}", Factuality.ASSERTED)
    alone = effect("noun", "verbs", word, Factuality.ASSERTED) if name == "for" else Factuality.ASSERTED
    phrase = f"{verb_name(governor)} {name}"
    lent = effect("noun", "phrases", phrase, alone)
    if lent is Factuality.ASSERTED and (phrase in _PRESUPPOSED or name not in {"for", "to", "of"}):
        return lent
    return weakest(lent, factuality(governor, depth=depth))


_GOVERNED: Mapping[str, Callable[[Token, int], Factuality]] = {
    "xcomp": _complement,
    "ccomp": _complement,
    "advcl": _adverbial,
    "acl": _modifier,
    "relcl": _relative,
    "pcomp": _gerund,
}
"""What governs a clause, by its label."""
