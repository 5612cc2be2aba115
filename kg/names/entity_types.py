"""The class of a proper name that no table knows: by the parser's label, its own head noun, and the words beside it.

"Yonhap news agency" is a medium, "the town of Pibor" a place.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.classes import ORGANIZATIONS
from kg.lexicon import words as lexicon_words
from kg.names.context import Words
from kg.names.lexemes import name_words
from kg.parse.nouns import is_event_noun, noun_class
from kg.parse.syntax import SUBJECTS

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
_HUMAN = lexicon_words("coref", "male", "words") | lexicon_words("coref", "female", "words")
_OWN = ("his", "her")
_DEPTH = 4  # heads from "his" up to the verb
_JOINED = ("compound", "nmod", "appos", "dobj", "pobj", "nsubj", "nsubjpass")
_SINGULAR = ("NN", "NNP")
_SITES = ("in", "near", "outside")
_LONGEST = 3


def proper_class(label: str, lower: Sequence[str]) -> str:
    """The class of a name with a parser's label; ``lower`` are its words in lower case.

    >>> proper_class("ORG", ("ministry", "of", "foreign", "affairs")), proper_class("LAW", ("paris", "agreement"))
    ('PublicBody', 'Agreement')
    >>> proper_class("ORG", ("marlow", "chemicals"))
    'Company'
    """
    given = _BY_LABEL.get(label, "Organization")
    while len(lower) > 1 and lower[-1].isdigit():
        lower = lower[:-1]  # "Resolution 2254"
    is_firm = len(lower) > 1 and lower[-1] in name_words("business")
    if is_firm and noun_class(lower[-1].removesuffix("s")) == "Commodity":
        return "Company"  # "Marlow Chemicals"
    if len(lower) == 1 and label == "ORG" and noun_class(lower[0]) == "PublicBody":
        return "PublicBody"  # "the Senate"
    if len(lower) == 1 or label not in _BY_HEAD:
        return given
    head = head_of(lower)
    found = noun_class(head) if noun_class(head) != "Topic" else noun_class(head.removesuffix("s"))
    if found in _BY_HEAD[label]:
        return _refined(found, lower)
    if label == "ORG" and found == "Topic" and is_event_noun(head):
        return "Event"
    return _refined(given, lower) if label == "ORG" else given


def head_of(lower: Sequence[str]) -> str:
    """A name up to its first preposition: the head noun is the last word ("ministry" of foreign affairs)."""
    whole = " ".join(lower)
    if noun_class(whole) != "Topic" and noun_class(lower[-1]) == "Topic":
        return whole
    end = next((place for place, word in enumerate(lower) if word in _AFTER_HEAD), len(lower))
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


def class_hint(words: Words, start: int, end: int, label: str) -> str:
    """The class that a noun right behind, right before ("of") or in apposition gives a name; "" if none does."""
    root = words.root(start, end)
    if end - start > 1 and words.lower[start] in name_words("storm"):
        return "Event"
    if label == "NORP" and words.at(start - 1) in _SITES and words.tag[end - 1] == "NNP":
        return "Place"
    if _is_illness(words, start, root):
        return "Topic"
    return _behind(words, root, end) or _before(words, start) or _apposed(words, root) or _said(words, root)


def _is_illness(words: Words, start: int, root: int) -> bool:
    """As in "measles", "Bourneville syndrome", "the Ebola virus"."""
    illness, head = name_words("illness"), words.head[root]
    is_behind = words.dep[root] == "compound" and words.lemma[head].lower() in illness
    is_one_word = root == start and words.lower[root] in name_words("disease")
    return is_behind or is_one_word or words.lemma[root].lower() in illness


def _behind(words: Words, root: int, end: int) -> str:
    """The noun that the name qualifies, where nothing but other nouns stands between: "the Cosa Nostra gang"."""
    head = words.head[root]
    if words.dep[root] != "compound" or not end <= head < end + _LONGEST or words.tag[head] not in _SINGULAR:
        return ""
    found = noun_class(" ".join(words.lower[end : head + 1]))
    return "Organization" if found == "Group" else found if found in _KINDS else ""


def _before(words: Words, start: int) -> str:
    """The noun of "the town of Narvik", "the city Benghazi" or "the airline Air Berlin"."""
    is_of = start > 1 and words.lower[start - 1] == "of"
    place = start - 1 - is_of
    if place < 0 or not words.same_sentence(place, start) or words.tag[place] not in _SINGULAR:
        return ""
    found = noun_class(words.lower[place])
    is_joined = found == "Place" if is_of else found in _KINDS and words.dep[place] in _JOINED
    return found if is_joined and words.text[place].islower() else ""


def _apposed(words: Words, root: int) -> str:
    """The noun in apposition: "Acme, a large Peruvian oil company"."""
    for child in words.children[root]:
        if words.dep[child] == "appos" and words.tag[child] == "NN":
            found = noun_class(words.lower[child])
            return found if found in _KINDS else ""
    return ""


def _said(words: Words, root: int) -> str:
    """The class of the noun that is said of a name: "Coron is a town", "Globex was an airline"."""
    noun = _attribute(words, root)
    found = noun_class(words.lower[noun]) if noun is not None else ""
    return found if found in _KINDS else ""


def _attribute(words: Words, root: int) -> int | None:
    """The noun that "be" says of a name: "Coron is a [town]"."""
    verb = words.head[root]
    if words.dep[root] != "nsubj" or words.lemma[verb] != "be":
        return None
    said = (place for place in words.children[verb] if words.dep[place] == "attr" and words.tag[place] == "NN")
    return next(said, None)


def is_said_person(words: Words, start: int, end: int) -> bool:
    """As in "Sarala is a girl", "Moser praised his wife" with no other name before."""
    root = words.root(start, end)
    if words.dep[root] not in SUBJECTS or any(words.text[place].isupper() for place in range(start, end)):
        return False
    noun = _attribute(words, root)
    if noun is not None and words.lemma[noun].lower() in _HUMAN:
        return True
    first = next(place for place in range(start, -1, -1) if not words.same_sentence(place - 1, start))
    is_first = not any(words.pos[place] in ("PROPN", "PRON") for place in range(first, start))
    return is_first and any(_is_own(words, place, words.head[root]) for place in range(end, len(words)))


def _is_own(words: Words, place: int, verb: int) -> bool:
    """Whether a word is the "his" or "her" of what a verb takes."""
    if words.tag[place] != "PRP$" or words.lower[place] not in _OWN:
        return False
    for _ in range(_DEPTH):
        place = words.head[place]
        if words.head[place] == verb:
            return words.dep[place] in ("dobj", "prep", "attr", "acomp")
    return False
