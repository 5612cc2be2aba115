"""The class of a proper name that no table knows: by the parser's label, its own head noun, and the words beside it.

"Yonhap news agency" is a medium, "the town of Pibor" a place.
"""

from collections.abc import Sequence

from kg.lexicon import words as lexicon_words
from kg.model.classes import ORGANIZATIONS
from kg.names.context import NameSpan, TokenSpan
from kg.names.lexemes import name_words
from kg.parse.nouns import is_event_noun, noun_class
from kg.parse.tree import Token

_BY_LABEL = {
    "EVENT": "Event", "FAC": "Place", "GPE": "Place", "LAW": "Policy", "LOC": "Place", "NORP": "Group",
    "ORG": "Organization", "PERSON": "Person", "PRODUCT": "Commodity", "WORK_OF_ART": "Topic",
}  # fmt: skip
_AFTER_HEAD = ("of", "for", "on", "to", "in", "against", "between", "with")
_BY_HEAD = {
    **dict.fromkeys(("EVENT", "FAC", "LOC"), ("Agreement",)),
    **dict.fromkeys(("LAW", "WORK_OF_ART"), ("Agreement", "Policy")),
    "GPE": ("Agreement", "InternationalOrganization", "MediaOrganization", "PoliticalParty", "PublicBody"),
    "ORG": (*sorted(ORGANIZATIONS), "Agreement", "Policy", "Place"),
}
_KINDS = ORGANIZATIONS - {"Government"} | {"Place"}
_SHIPS = lexicon_words("coref", "kind_ship", "words")
_JOINED = ("compound", "nmod", "appos", "conj", "dobj", "pobj", "nsubj", "nsubjpass")
_SINGULAR = ("NN", "NNP")
_LONGEST = 3


def proper_class(label: str, lower: Sequence[str]) -> str:
    """The class of a name by the parser's entity label and its head noun; ``lower`` are its words in lower case.

    >>> proper_class("ORG", ("ministry", "of", "foreign", "affairs")), proper_class("LAW", ("paris", "agreement"))
    ('PublicBody', 'Agreement')
    >>> proper_class("ORG", ("marlow", "chemicals"))  # who makes them
    'Company'
    """
    given = _BY_LABEL.get(label, "Organization")
    while len(lower) > 1 and lower[-1].isdigit():
        lower = lower[:-1]  # "Resolution 2254"
    if len(lower) == 1 and label == "ORG" and noun_class(lower[0]) == "PublicBody":
        return "PublicBody"  # "the Senate"
    if len(lower) == 1 or label not in _BY_HEAD:
        return given
    return _by_head(label, lower) or (_refined(given, lower) if label in ("ORG", "WORK_OF_ART") else given)


def _by_head(label: str, lower: Sequence[str]) -> str:
    """The class that the head noun of a name tells; the empty string where it tells none that the label allows."""
    head = head_of(lower)
    found = noun_class(head) if noun_class(head) != "Topic" else noun_class(head.removesuffix("s"))
    if found in _BY_HEAD[label]:
        return _refined(found, lower)
    if label == "ORG" and found == "Topic" and is_event_noun(head):
        return "Event"
    return ""


def head_of(lower: Sequence[str]) -> str:
    """A name up to a preposition within it: the head noun is the last word ("ministry" of foreign affairs)."""
    whole = " ".join(lower)
    if noun_class(whole) != "Topic" and noun_class(lower[-1]) == "Topic":
        return whole
    end = next((place for place, word in enumerate(lower) if place and word in _AFTER_HEAD), len(lower))
    return " ".join(lower[:end])


def _refined(cls: str, lower: Sequence[str]) -> str:
    """A law, a newspaper and a company by their customary last words."""
    if head_of(lower).split()[-1] in name_words("law"):
        return "Policy"
    if lower[-1] in name_words("press") and cls in ("Organization", "Company", "Topic"):
        return "MediaOrganization"
    if lower[-1] in name_words("business") and cls in ("Organization", "Company"):
        return "Company"
    return cls


def told_by(noun: Token) -> str:
    """The class that a noun gives the name that it describes, with the words of its sentence before it; else ""."""
    first = max(noun.sent.start, noun.i - _LONGEST)
    found = noun_class(" ".join(TokenSpan(noun.doc, first, noun.i + 1).lower))
    if found in _KINDS:
        return found
    return "Company" if noun.lower_ in name_words("firms") else "Commodity" if noun.lower_ in _SHIPS else ""


def class_hint(name: NameSpan) -> str:
    """The class that a noun gives a name which stands right behind it, right before, in apposition, or is said of it.

    As in "the Cosa Nostra gang", "the town of Narvik", "the airline Air Berlin", "Acme, a large Peruvian oil company",
    "Coron is a town"; else the empty string.
    """
    root, doc, end = name.root, name.doc, name.end
    illness = name_words("illness")
    is_illness = root.dep_ == "compound" and root.head.lemma_.lower() in illness  # "the Ebola virus"
    if is_illness or root.lemma_.lower() in illness or (root is name[0] and root.lower_ in name_words("disease")):
        return "Topic"
    head = root.head
    if root.dep_ == "compound" and end <= head.i < end + _LONGEST and head.tag_ in _SINGULAR:
        found = noun_class(" ".join(TokenSpan(doc, end, head.i + 1).lower))
        if found == "Group" or found in _KINDS:
            return "Organization" if found == "Group" else found
    is_of = name.start > 1 and name.before == "of"
    place = name.start - 1 - is_of
    if doc.same_sentence(place, name.start) and (noun := doc[place]).tag_ in _SINGULAR:
        found = told_by(noun)
        is_joined = found == "Place" if is_of else bool(found) and noun.dep_ in _JOINED
        if is_joined and (noun.text.islower() or noun.is_sent_start):
            return found
    nouns = [child for child in root.children if child.dep_ == "appos" and child.tag_ == "NN"][:1]
    if root.dep_ == "nsubj" and head.lemma_ == "be":
        nouns += [child for child in head.children if child.dep_ == "attr" and child.tag_ == "NN"][:1]
    return next(filter(None, map(told_by, nouns)), "")
