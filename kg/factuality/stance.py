"""Factuality of clauses and event nouns, after Saurí and Pustejovsky, FactBank (2009).

A clause has a factuality of its own (modals, negation, adverbs, conditions) and one from its governors ("agreed to",
"urged X to", "failed to"); the less firm one holds. So has an event noun, by its modifiers and governors ("planned
tariffs", "rejected tariffs").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kg.factuality.complements import (
    GoverningFirmness,
    complement,
    content,
    gerund,
    governor_firmness,
    modifier,
    subject_clause,
)
from kg.factuality.conditions import is_condition
from kg.factuality.futures import acts, occurs, predicted
from kg.factuality.modality import (
    clause_of_participle,
    due,
    is_indefinite,
    is_negative_phrase,
    is_nonspecific,
    is_predicate_noun,
    is_rejected_reason,
    mark,
    of_story,
    own_firmness,
    tense,
)
from kg.factuality.signatures import PLAIN, Firmness, implied, least_firm, signature, with_denial
from kg.lexicon import words
from kg.model import Factuality
from kg.parse.nouns import is_event_noun, is_person, noun_class
from kg.parse.syntax import (
    AUXILIARIES,
    NOMINAL,
    SUBJECTS,
    VERBAL,
    clause_above,
    determiner,
    finite_verb,
    first_conjunct,
    has_child,
    is_infinitive,
    is_negated_conjunct,
    is_passive,
    preposition_name,
    verb_name,
)
from kg.parse.tree import Token

_TIME_MARKS = words("stance", "conditions", "times")
_ANYBODY = words("stance", "whoever", "any")
_ANYTHING = words("stance", "whoever", "things")
_AHEAD = words("stance", "conditions", "ahead")
_CREATING = words("stance", "creating", "words")
_INHERITED = words("stance", "gerund", "inherited")
_WITHOUT = words("stance", "gerund", "Denied")
_OPPOSING = words("stance", "opposing", "words")
_PRESUPPOSED = words("stance", "presupposed", "phrases")
_GRANTING = words("stance", "granting", "words") | words("stance", "presupposed", "verbs")
_ENDING = words("stance", "ending", "verbs")
_CHANGING = words("stance", "ending", "changing") | words("stance", "presupposed", "definite")
_EXPRESSING = words("stance", "expressing", "verbs")
_GATHERING = words("stance", "expressing", "gathering")
_HYPOTHETICAL = frozenset({Factuality.PLANNED, Factuality.EXPECTED, Factuality.CONDITIONAL, Factuality.REQUESTED})
_GERUNDS = (Factuality.DENIED, Factuality.PLANNED, Factuality.POSSIBLE)
_PRESENT = frozenset({"VBZ", "VBP", "MD"})
_PAST = frozenset({"VBD", "VBN"})
_WORKS = frozenset({"Policy", "Agreement"})
_UNTIL = frozenset({"until", "till"})
_INTERROGATIVE = frozenset({"whether", "if"})
_TOLD = frozenset({"dobj", "attr", "nsubjpass"})
_OF_CONTENT = frozenset({"of", "for", "to"})
_AGENTS = frozenset({"poss", "agent"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "all"})
_OF_WILL = frozenset({"modals", "prediction"})
_MAX_CHAIN = 10


def clause_firmness(verb: Token) -> Firmness:
    """The factuality of the clause that a token heads, its governors within the sentence included."""
    return _Chain().clause(verb)


def noun_firmness(noun: Token) -> Firmness:
    """The factuality of the event that a noun denotes: "planned tariffs", "demanded tariffs", "no tariffs"."""
    return _Chain().noun(noun)


def argument_firmness(head: Token, clause: Firmness) -> Firmness:
    """The factuality of a clause for one argument: negated where the argument is ("no injuries")."""
    if is_negated_conjunct(head):
        return Firmness(Factuality.DENIED, "not", "negation")
    if clause.negated:
        return clause
    none = next((c.lower_ for c in head.children if c.lower_ in {"no", "neither"} and c.dep_ in {"det", "preconj"}), "")
    return with_denial(clause, Firmness(Factuality.DENIED, none, "negation")) if none else clause


@dataclass(frozen=True, slots=True)
class _Chain:
    """The words above a token, asked one after the other; past a number of them what they make is open."""

    depth: int = 0

    def clause(self, verb: Token) -> Firmness:
        return with_denial(self.complement_factuality(verb), own_firmness(verb))

    def noun(self, noun: Token) -> Firmness:
        above = self._above()
        return _of_noun(noun, above) if above is not None else Firmness(Factuality.POSSIBLE)

    def complement_factuality(self, verb: Token) -> Firmness:
        """What the governor of a clause makes of it."""
        above = self._above()
        if above is None:
            return Firmness(Factuality.POSSIBLE)
        governed = _GOVERNED.get(verb.dep_)
        if governed is not None:
            return governed(verb, above)
        if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
            return _from_conjunct(verb, above)
        return PLAIN

    def _above(self) -> _Chain | None:
        return _Chain(self.depth + 1) if self.depth <= _MAX_CHAIN else None


def _from_conjunct(verb: Token, above: _Chain) -> Firmness:
    """As in "will sign and ratify" shares the modal; "signed and may ratify" does not; both share what governs them."""
    head = verb.head
    has_subject = has_child(verb, SUBJECTS)
    shares = verb.tag_ in {"VB", "VBN", "VBG"} and not has_child(verb, SUBJECTS | AUXILIARIES)
    governed = above.complement_factuality(head)
    if has_subject and first_conjunct(head).dep_ not in {"ccomp", "advcl"}:
        governed = PLAIN
    if mark(verb) == "because" and is_rejected_reason(head):
        governed = PLAIN  # "but because it had to"
    condition = Firmness(Factuality.CONDITIONAL, "if", "conditions") if is_condition(head) else PLAIN
    return least_firm(_shared(verb, head) if shares else PLAIN, governed, condition)


def _shared(verb: Token, head: Token) -> Firmness:
    """As "will" of "tariffs will begin and harm industry": what it makes of each verb is asked anew."""
    firm = own_firmness(head)
    return predicted(firm, verb) if firm.rule in _OF_WILL else firm


def _adverbial(verb: Token, above: GoverningFirmness) -> Firmness:
    head = verb.head
    governor = head if head.pos_ in VERBAL else head.head
    if governor.pos_ not in VERBAL:
        return PLAIN
    if is_infinitive(verb):
        return _purpose(verb, governor, above)
    before = mark(verb)
    if not before and verb.tag_ in {"VBG", "VBN"}:
        return above.clause(clause_of_participle(governor, verb)).unless_denied(Factuality.POSSIBLE)
    return _in_time(verb, before, above.clause(governor))


def _in_time(verb: Token, before: str, governor: Firmness) -> Firmness:
    """As in "before he could sign", "before any signed" (none did), "will stay until it signs": open.

    "will act before it signs", "after it signs", "once it signs": it has not, and is taken to be about to.
    """
    if before == "before" and any(child.lower_ == "could" or determiner(child) == "any" for child in verb.children):
        return Firmness(Factuality.DENIED, before, "conditions")
    if before in _UNTIL and (tense(verb) in _PRESENT or not governor.is_asserted):
        return Firmness(Factuality.POSSIBLE, before, "conditions")
    is_present = tense(verb) in {"VBZ", "VBP"}
    if is_present and (before == "before" or (before in _AHEAD and governor.value in _HYPOTHETICAL)):
        return Firmness(Factuality.EXPECTED, before, "conditions")
    is_open = governor.value in _HYPOTHETICAL or (before == "once" and is_present)
    if before in _TIME_MARKS and (is_present or tense(verb) == "VBG") and is_open:
        return Firmness(Factuality.CONDITIONAL, before, "conditions")
    if before == "because" and is_rejected_reason(verb):
        return Firmness(Factuality.POSSIBLE, "not because", "rejected")
    return PLAIN


def _purpose(verb: Token, governor: Token, above: GoverningFirmness) -> Firmness:
    """As in "met to sign"; "went on to sign", "rose, only to fall" tell what was done."""
    firm = above.clause(governor)
    is_bare = all(child.dep_ != "dobj" or child.lower_ in _ANYTHING for child in governor.children)
    if firm.negated:
        return firm if is_bare else firm.unless_denied(Factuality.POSSIBLE)  # "did not close the port to curb trade"
    listed = signature("to", "verbs", verb_name(governor))
    has_gathered = governor.tag_ in _PAST and firm.is_asserted and bool(acts(governor) & _GATHERING)
    is_expressed = has_gathered and bool(acts(verb) & _EXPRESSING) and not has_child(verb, {"npadvmod"})
    is_told = is_expressed or (listed is not None and listed.holds.is_asserted)
    if (is_told and is_bare) or any(child.dep_ == "advmod" and child.lower_ == "only" for child in verb.children):
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
    told = of_story(noun.head) if noun.dep_ == "dobj" else PLAIN  # "the film shows X attacking"
    return _context(noun, above) if is_nonspecific(noun) else told


def _relative(verb: Token, above: GoverningFirmness) -> Firmness:
    """As in "any country that attacks" (Conditional), "wants a law that bans imports" (as firm as the law)."""
    noun = verb.head
    if is_infinitive(verb):
        return modifier(verb, above)
    if _is_cleft(verb):
        return above.clause(noun.head)
    if mark(verb) == "that":  # "the rumour that X signed": no relative clause
        return content(noun, above, unknown=Factuality.ASSERTED)
    if is_negative_phrase(noun) or noun.lower_ in _ANYBODY or determiner(noun) == "any":
        return Firmness(Factuality.CONDITIONAL, noun.left_edge.lower_, "anybody")
    finite = finite_verb(verb)
    is_aside = verb.doc[verb.left_edge.i - 1].text == ","  # "peacekeepers, who are there": those that there are
    if finite.tag_ in _PRESENT and not is_aside and _is_anybody(noun, above):
        return Firmness(Factuality.CONDITIONAL, noun.lower_, "anybody")
    is_new = finite.tag_ in _PRESENT and _is_yet_to_be(noun) and is_indefinite(noun)
    return _context(noun, above).unless_denied(Factuality.POSSIBLE) if is_new else PLAIN


def _is_cleft(verb: Token) -> bool:
    """As in "it was not Norway that attacked": as firm as the clause above."""
    noun = verb.head
    is_it = noun.head.lemma_ == "be" and any(c.dep_ == "nsubj" and c.lower_ == "it" for c in noun.head.children)
    is_role = any(c.tag_ in {"WDT", "WP"} and c.dep_ in SUBJECTS | {"dobj"} for c in verb.children)
    return noun.dep_ == "attr" and noun.pos_ == "PROPN" and is_it and is_role


def _is_yet_to_be(noun: Token) -> bool:
    """As in "will sign a deal that", "promotes a region that": not there before the act; "visits a city that" is."""
    word = noun.lemma_.lower()
    is_created = noun.dep_ == "dobj" and noun.head.lemma_.lower() in _CREATING
    return is_created or noun_class(word) in _WORKS or is_event_noun(word)


def _is_anybody(noun: Token, above: GoverningFirmness) -> bool:
    """As in "countries that attack will be punished", "those who attack must pay": whoever does so."""
    governor = noun.head if noun.dep_ in SUBJECTS else clause_above(noun.head)
    if governor is None or is_person(noun.lemma_.lower()):
        return False
    is_bare = noun.tag_ == "NNS" and not has_child(noun, {"det", "poss", "amod", "nummod"})
    return (is_bare or noun.lower_ == "those") and above.clause(governor).value in _HYPOTHETICAL


def _gerund(verb: Token, above: GoverningFirmness) -> Firmness:
    """As in "prevented X from signing" by the governor; "without signing", "by signing" by the preposition."""
    listed = gerund(verb, above)
    if listed is not None:
        return listed
    preposition = verb.head
    governor, name = preposition.head, preposition_name(preposition)
    firm = governor_firmness(governor, above) if governor.pos_ in VERBAL or governor.dep_ in _TOLD else PLAIN
    if name in _INHERITED:
        return firm.unless_denied(Factuality.POSSIBLE)
    for value in _GERUNDS:
        if name in words("stance", "gerund", value.value):
            if name == "before" and firm.is_asserted and finite_verb(governor).tag_ == "VBD":
                return firm  # "before arriving in Oslo, he also saw Riga"
            own = Firmness(value, name, "gerund")
            return least_firm(own, firm) if value is not Factuality.PLANNED else own
    return least_firm(Firmness(Factuality.POSSIBLE, f"{name} doing", "gerund"), firm)


def _of_noun(noun: Token, above: GoverningFirmness) -> Firmness:
    """How firm what a noun names is, its adjectives and the words above it counted in."""
    own = [PLAIN]
    for child in noun.children:
        listed = signature("act", "adjectives", child.lower_) if child.dep_ in {"amod", "compound"} else None
        if listed is not None:
            own.append(replace(listed.holds, cue=child.lower_, rule=listed.rule))
        if child.dep_ == "acl" and child.tag_ == "VBN":
            own.append(due(child))  # "the talks planned for Friday"
    firm = least_firm(*own, _context(noun, above))
    return with_denial(firm, Firmness(Factuality.DENIED, "no", "negation")) if is_negative_phrase(noun) else firm


def _context(noun: Token, above: GoverningFirmness) -> Firmness:
    """What the words above a noun make of it: "rejected tariffs", "the risk of tariffs", "the tariffs failed"."""
    while noun.dep_ == "conj" and noun.head != noun:
        noun = noun.head
    match noun.dep_:
        case "nsubj" | "nsubjpass" if (verb := _raised(noun.head)) is not None:
            return above.clause(verb) if occurs(verb) else _under_verb(noun, verb, above)
        case "dobj" | "nsubjpass" | "attr" | "oprd":
            return _under_verb(noun, noun.head, above)
        case "pobj" | "pcomp":
            lent = _after_preposition(noun, above)
            # "the rejection of Sweden's tariffs"
            return lent.unless_denied(Factuality.POSSIBLE) if _is_act_of_another(noun) else lent
    return PLAIN


def _raised(verb: Token) -> Token | None:
    """The verb that tells what becomes of a subject: "begin" of "talks were due to begin", "is" of "is due in May"."""
    verb = verb.head if verb.dep_ in AUXILIARIES else verb
    hosts = (verb, *(child for child in verb.children if child.dep_ in {"acomp", "prep"}))
    below = [child for host in hosts for child in host.children if child.dep_ == "xcomp"]
    lifted = [each for each in below if is_passive(each) and (verb.lemma_ == "be" or is_passive(verb))]
    return next((each for each in (verb, *below) if occurs(each) or each in lifted or due(each).cue), None)


def _under_verb(noun: Token, head: Token, above: GoverningFirmness) -> Firmness:
    name = verb_name(head)
    if _is_taken_for_granted(noun, name):
        return Firmness(Factuality.ASSERTED, name, "ending")
    firm = governor_firmness(head, above) if head.pos_ in VERBAL else PLAIN
    if noun.dep_ == "dobj" and has_child(head, {"oprd"}):
        return firm.unless_denied(Factuality.ASSERTED)  # "called the killing a crime": it was one
    listed = signature("act", "verbs", name)
    if listed is None:  # "did not confirm Sweden's tariffs" leaves another's act open
        return firm.unless_denied(Factuality.POSSIBLE) if _is_act_of_another(noun) else firm
    if listed.holds.is_denied and _is_opposed(noun, head):
        return Firmness(Factuality.POSSIBLE, name, "opposing")  # "opposed Sweden's tariffs"
    return implied(listed, firm)


def _is_taken_for_granted(noun: Token, verb: str) -> bool:
    """As in "will lift tariffs", "may ease the ban", "should accept Norway's offer": it is there before."""
    if is_indefinite(noun) or is_negative_phrase(noun) or signature("act", "nouns", noun.lemma_.lower()) is not None:
        return False
    is_owned = has_child(noun, {"poss"})
    if verb in _ENDING or (verb in _CHANGING and (is_owned or determiner(noun) in _DEFINITE)):
        return True
    return verb in _GRANTING and is_owned


def _is_act_of_another(noun: Token) -> bool:
    """As in "Sweden's tariffs", "the attack by Togo"; whose "its tariffs" are is not to be seen."""
    agents = [child for child in noun.children if child.dep_ in _AGENTS or child.lower_ == "by"]
    return any(token.pos_ in NOMINAL for child in agents for token in (child, *child.children))


def _is_opposed(noun: Token, verb: Token) -> bool:
    """As in "rejected Sweden's tariffs", "opposed the war": another's act is opposed, which is not to deny it."""
    return verb.lemma_.lower() in _OPPOSING and any(
        child.dep_ in _AGENTS or child.lower_ in _DEFINITE | {"by"} for child in noun.children
    )


def _after_preposition(noun: Token, above: GoverningFirmness) -> Firmness:
    """As in "without tariffs", "the risk of tariffs", "wary of tariffs", "called for tariffs".

    "may respond to tariffs": there are some; "may answer with tariffs": what is new with a clause is as firm as that.
    """
    governor, name = noun.head.head, preposition_name(noun.head)
    if name in _WITHOUT:
        return Firmness(Factuality.DENIED, name, "gerund")
    is_verb, word = governor.pos_ in VERBAL, governor.lemma_.lower()
    if is_predicate_noun(noun):
        return above.clause(governor)
    phrase = f"{verb_name(governor) if is_verb else word} {name}"
    listed = signature("act", "phrases", phrase)
    if listed is None and is_verb and name == "for":
        listed = signature("act", "verbs", word)
    if listed is None and governor.pos_ in NOMINAL and name in _OF_CONTENT:
        listed = signature("act", "nouns", word)
    if listed is not None:
        return implied(listed, governor_firmness(governor, above))
    if not is_verb or phrase in _PRESUPPOSED:
        return PLAIN
    if name in _OF_CONTENT:
        return above.clause(governor)
    is_bare = not has_child(noun, {"det", "poss", "nummod"})
    is_new = is_indefinite(noun) or (name == "with" and is_bare)
    return above.clause(governor).unless_denied(Factuality.POSSIBLE) if is_new else PLAIN


_GOVERNED: Mapping[str, Callable[[Token, GoverningFirmness], Firmness]] = {
    "xcomp": complement,
    "ccomp": complement,
    "advcl": _adverbial,
    "acl": _modifier,
    "relcl": _relative,
    "pcomp": _gerund,
    "csubj": subject_clause,
    "csubjpass": subject_clause,
}
"""What governs a clause, by its label."""
