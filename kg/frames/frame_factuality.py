"""How firmly a frame is put forward: a clause by its verb and arguments, a noun by what stands round it."""

from __future__ import annotations

from kg.factuality.modality import is_condition
from kg.factuality.signatures import Firmness, least_firm
from kg.factuality.stance import argument_firmness, clause_firmness, noun_firmness
from kg.frames.clauses import Clause
from kg.lexicon import words
from kg.model import Factuality
from kg.parse.syntax import is_predicate, verb_name
from kg.parse.tree import Token

_BEFALLS = words("stance", "own_acts", "befalls")
_TELLING = words("stance", "own_acts", "telling")


def firmness_of_clause(clause: Clause) -> Firmness:
    """The verb's; "no injuries were reported" denies by its argument."""
    firm = clause_firmness(clause.verb)
    if firm.value is Factuality.CONDITIONAL and is_condition(clause.verb):
        return firm  # "if no deal is signed"
    ends = {"object"} if clause.verb.dep_ == "relcl" else {"subject", "object"}  # "no country that signed" may exist
    found = (argument_firmness(slot.head, firm) for slot in clause.slots if slot.name in ends)
    return next((each for each in found if each.is_denied), firm)


def firmness_of_noun(noun: Token, *, is_occasion: bool) -> Firmness:
    """Of "is an ally" the verb's; of "will sign it during a visit to Cuba" the signing's, where that is not denied."""
    if noun.dep_ in {"attr", "oprd"} and is_predicate(noun.head):
        firm = clause_firmness(noun.head)
        return argument_firmness(noun, firm)  # "there is no deal between"
    own = noun_firmness(noun)
    if own.value is Factuality.PLANNED and noun.lemma_.lower() in _BEFALLS and verb_name(noun.head) in _TELLING:
        own = clause_firmness(noun.head)  # "announced the death of"
    clause = clause_firmness(noun.head.head) if is_occasion else own
    return least_firm(own, clause) if not clause.is_denied else own
