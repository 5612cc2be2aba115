"""What is told of the future: the plan of one who can intend it, or a prediction."""

from dataclasses import replace

from kg.factuality.signatures import Firmness
from kg.lexicon import words
from kg.model import Factuality
from kg.model.classes import ACTORS
from kg.parse.control import subjects
from kg.parse.nouns import noun_class
from kg.parse.syntax import NOMINAL, VERBAL, has_child, is_passive, verb_name
from kg.parse.tree import Token

_OCCURRING = words("stance", "occurring", "verbs")
_SETTLED = _OCCURRING | words("stance", "prediction", "settled")
_DOCUMENTS = words("reporting", "forms", "evidence", "documents")
_STAFFED = words("stance", "prediction", "staffed")
_INVOLUNTARY = words("stance", "prediction", "verbs")
_STATES = words("stance", "prediction", "states")
_ALONE = words("stance", "prediction", "alone")
_PARTS = words("stance", "prediction", "parts")
_LONGEST = 3  # words of a compound noun before its head
FUTURES = frozenset({Factuality.PLANNED, Factuality.EXPECTED})


def future(verb: Token) -> Factuality:
    """What "will" makes of a clause: Planned where somebody intends or has decided it, Expected of a prediction.

    What begins or takes place is decided ("talks will begin"); "tariffs will harm", "Peru will suffer" are predictions.
    """
    if not acts(verb).isdisjoint(_SETTLED):
        return Factuality.PLANNED
    agents = [noun for child in verb.children if child.dep_ == "agent" for noun in child.children]
    is_of_will = has_child(verb, {"expl"}) or is_intended(verb)
    if is_passive(verb):  # not "will be hurt by the drought"
        is_of_will = not agents or any(map(_can_intend, agents))
    is_plan = is_of_will and verb.lemma_ != "be" and not _is_involuntary(verb, _INVOLUNTARY | _STATES)
    return Factuality.PLANNED if is_plan else Factuality.EXPECTED


def is_expectation(verb: Token) -> bool:
    """Whether "should" tells what is likely: "sales should rise"; of who can be asked, or of a rule, it is a demand."""
    is_demand = is_intended(verb) or is_passive(verb) or not acts(verb).isdisjoint(_SETTLED)
    return _is_involuntary(verb, _INVOLUNTARY) or not is_demand


def predicted(firm: Firmness, verb: Token) -> Firmness:
    """A plan that another word tells of a clause, or a prediction where its subject intends nothing."""
    return replace(firm, value=future(verb)) if firm.value in FUTURES else firm


def acts(verb: Token) -> frozenset[str]:
    """The names of an act: "take", "take place", "call for", "take to street"."""
    places = (f"{child.lower_} {inner.lemma_}" for child in verb.children for inner in child.children)
    objects = (child.lemma_ for child in verb.children if child.dep_ in {"dobj", "prep"})
    return frozenset({verb_name(verb), *(f"{verb.lemma_} {name}" for name in (*objects, *places))})


def occurs(verb: Token) -> bool:
    """As in "the talks will begin", "the talks will take place"."""
    return not acts(verb).isdisjoint(_OCCURRING)


def _is_involuntary(verb: Token, involuntary: frozenset[str]) -> bool:
    """As in "will suffer", "will fall", "will meet its goal": nobody plans it; who "will drop charges" does."""
    is_alone = verb_name(verb) in _ALONE and not has_child(verb, {"dobj"})
    return not is_passive(verb) and (is_alone or not acts(verb).isdisjoint(involuntary))


def has_cause(verb: Token) -> bool:
    """Whether what a clause tells comes of a thing: "falling prices pushed", not "Peru pushed", "the law allowed"."""
    found = subjects(verb)
    doers = (noun for noun in found if _can_intend(noun) or is_norm(noun) or noun.lemma_.lower() in _DOCUMENTS)
    return bool(found) and next(doers, None) is None


def is_norm(noun: Token) -> bool:
    """Whether what a head means can bind somebody: an agreement, a law, a plan."""
    return _class(noun) in {"Agreement", "Policy"}


def is_intended(verb: Token) -> bool:
    """Whether the subject of a clause can intend what it says; so it is taken where grammar tells of no subject."""
    found = subjects(verb)
    return not found or any(map(_can_intend, found))


def _can_intend(noun: Token) -> bool:
    """Whether what a head means can intend an act: persons and bodies, and whatever is not known as a thing."""
    if noun.pos_ in VERBAL or noun.dep_ in {"csubj", "csubjpass"} or noun.lower_ in {"this", "that", "which"}:
        return False
    if noun.lemma_.lower() in _PARTS:  # "a number of savers", "thousands"
        parts = (inner for of in noun.rights if of.lower_ == "of" for inner in of.children if inner.dep_ == "pobj")
        part = next(parts, None)
        return part is not None and _can_intend(part)
    known = _class(noun)
    is_body = noun.lemma_.lower() in _STAFFED or (known == "Place" and noun.pos_ == "PROPN")
    return not known or known in ACTORS or is_body


def _class(noun: Token) -> str:
    """The class of what a head means, by the names and coreferent mentions of its Doc, else by the noun, or empty."""
    groups = (noun.doc.spans.get(group) for group in ("names", "corefs"))
    known = next((span.label_ for spans in groups for span in spans if span.start <= noun.i < span.end), "")
    if known or noun.pos_ not in NOMINAL:
        return known
    first = max(noun.left_edge.i, noun.i - _LONGEST)
    found = noun_class(f"{noun.doc[first : noun.i].text} {noun.lemma_}".lower().strip())
    return "" if found == "Topic" and noun.pos_ == "PROPN" else found
