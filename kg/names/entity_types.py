"""The class of a proper name that no table knows: by the parser's label, its own head noun, and the words beside it.

"Yonhap news agency" is a medium, "the town of Pibor" a place.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.lexicon import words as lexicon_words
from kg.model.classes import ORGANIZATIONS
from kg.names.lexemes import name_words
from kg.names.spans import NameSpan, TokenSpan
from kg.parse.nouns import is_event_noun, noun_class
from kg.parse.tree import Token

_BY_LABEL = {
    "EVENT": "Event",
    "FAC": "Place",
    "GPE": "Place",
    "LAW": "Policy",
    "LOC": "Place",
    "NORP": "Group",
    "ORG": "Organization",
    "PERSON": "Person",
    "PRODUCT": "Commodity",
    "WORK_OF_ART": "Topic",
}
_AFTER_HEAD = ("of", "for", "on", "to", "in", "against", "between", "with")
_BY_HEAD = {
    "EVENT": ("Agreement",),
    "FAC": ("Agreement",),
    "GPE": ("Agreement", "InternationalOrganization", "MediaOrganization", "PoliticalParty", "PublicBody"),
    "LAW": ("Agreement", "Policy"),
    "LOC": ("Agreement",),
    "ORG": (*sorted(ORGANIZATIONS), "Agreement", "Policy", "Place", "Commodity"),
    "WORK_OF_ART": ("Agreement", "Policy"),
}
_KINDS = (
    "Company",
    "InternationalOrganization",
    "MediaOrganization",
    "Organization",
    "Place",
    "PoliticalParty",
    "PublicBody",
)
_SHIPS = lexicon_words("coref", "kind_ship", "words")
_JOINED = ("compound", "nmod", "appos", "conj", "dobj", "pobj", "nsubj", "nsubjpass")
_SINGULAR = ("NN", "NNP")
_LONGEST = 3


def proper_class(label: str, lower: Sequence[str]) -> str:
    """The class of a name by the parser's entity label and its head noun; ``lower`` are its words in lower case.

    >>> proper_class("ORG", ("ministry", "of", "foreign", "affairs")), proper_class("LAW", ("paris", "agreement"))
    ('PublicBody', 'Agreement')
    >>> proper_class("ORG", ("marlow", "chemicals"))
    'Company'
    """
    given = _BY_LABEL.get(label, "Organization")
    while len(lower) > 1 and lower[-1].isdigit():
        lower = lower[:-1]  # "Resolution 2254"
    if lower[-1] in name_words("range") and (len(lower) == 1 or label == "NORP"):
        return "Place"  # "the Appalachians"
    if _is_maker(lower):
        return "Company"
    if len(lower) == 1 and label == "ORG" and noun_class(lower[0]) == "PublicBody":
        return "PublicBody"  # "the Senate"
    if len(lower) == 1 or label not in _BY_HEAD:
        return given
    return _by_head(label, lower) or (_refined(given, lower) if label == "ORG" else given)


def _by_head(label: str, lower: Sequence[str]) -> str:
    """The class that the head noun of a name tells; the empty string where it tells none that the label allows."""
    head = head_of(lower)
    found = noun_class(head) if noun_class(head) != "Topic" else noun_class(head.removesuffix("s"))
    if found in _BY_HEAD[label]:
        return _refined(found, lower)
    if label == "ORG" and found == "Topic" and is_event_noun(head):
        return "Event"
    return ""


def _is_maker(lower: Sequence[str]) -> bool:
    """As in "Marlow Chemicals": named after the goods that it makes."""
    is_firm = len(lower) > 1 and lower[-1] in name_words("business")
    return is_firm and noun_class(lower[-1].removesuffix("s")) == "Commodity"


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


def class_hint(name: NameSpan) -> str:
    """The class that a noun right behind, right before ("of"), in apposition or said of it gives a name; else ""."""
    root = name.root
    if len(name) > 1 and name[0].lower_ in name_words("storm") | name_words("club"):
        return "Event" if name[0].lower_ in name_words("storm") else "Organization"
    if _is_illness(root, name):
        return "Topic"
    return _behind(root, name) or _before(name) or described_by(root) or _predicated(root)


def _is_illness(root: Token, name: NameSpan) -> bool:
    """As in "measles", "Bourneville syndrome", "the Ebola virus"."""
    illness = name_words("illness")
    is_behind = root.dep_ == "compound" and root.head.lemma_.lower() in illness
    is_one_word = root is name[0] and root.lower_ in name_words("disease")
    return is_behind or is_one_word or root.lemma_.lower() in illness


def _behind(root: Token, name: NameSpan) -> str:
    """The noun that the name qualifies, where nothing but other nouns stands between: "the Cosa Nostra gang"."""
    head, end = root.head, name.end
    if root.dep_ != "compound" or not end <= head.i < end + _LONGEST or head.tag_ not in _SINGULAR:
        return ""
    found = noun_class(" ".join(TokenSpan(name.doc, end, head.i + 1).lower))
    return "Organization" if found == "Group" else found if found in _KINDS else ""


def told_by(noun: Token) -> str:
    """The class that a noun gives the name that it describes, with the words before it; else ""."""
    found = noun_class(_with_words_before(noun))
    if found == "Group" and noun.lower_ in name_words("bodies"):
        return "Organization"
    if found in _KINDS:
        return found
    if noun.lower_ in name_words("firms"):
        return "Company"
    return "Commodity" if noun.lower_ in _SHIPS else ""


def _before(name: NameSpan) -> str:
    """The noun of "the town of Narvik", "the city Benghazi" or "the airline Air Berlin"."""
    is_of = name.start > 1 and name.before == "of"
    place = name.start - 1 - is_of
    if not name.doc.same_sentence(place, name.start) or (noun := name.doc[place]).tag_ not in _SINGULAR:
        return ""
    found = told_by(noun)
    is_joined = found == "Place" if is_of else bool(found) and noun.dep_ in _JOINED
    return found if is_joined and (noun.text.islower() or noun.is_sent_start) else ""


def described_by(root: Token) -> str:
    """The noun in apposition: "Acme, a large Peruvian oil company"."""
    noun = next((child for child in root.children if child.dep_ == "appos" and child.tag_ == "NN"), None)
    return told_by(noun) if noun else ""


def _predicated(root: Token) -> str:
    """The noun that is the predicate of a name: "Coron is a town", "Globex was an airline"."""
    noun = _attribute(root)
    return told_by(noun) if noun else ""


def _with_words_before(noun: Token) -> str:
    """A noun behind the words of its sentence that may tell its kind: "the capital", "a brokerage house"."""
    first = max(noun.sent.start, noun.i - _LONGEST)
    return " ".join(TokenSpan(noun.doc, first, noun.i + 1).lower)


def _attribute(root: Token) -> Token | None:
    """The noun that "be" predicates of a name: "Coron is a [town]"."""
    if root.dep_ != "nsubj" or root.head.lemma_ != "be":
        return None
    return next((child for child in root.head.children if child.dep_ == "attr" and child.tag_ == "NN"), None)
