"""The class of a proper name that no table knows: from the parser's label and the name's own head noun."""

from __future__ import annotations

from collections.abc import Sequence

from kg.classes import ORGANIZATIONS
from kg.names.titlewords import name_words
from kg.parse.nouns import is_event_noun, noun_class

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
    "PRODUCT": (),
    "WORK_OF_ART": ("Agreement", "Policy"),
}


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
    if is_firm and (label == "PRODUCT" or (label == "ORG" and noun_class(lower[-1].removesuffix("s")) == "Commodity")):
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
    end = next((place for place, word in enumerate(lower) if word in _AFTER_HEAD and place), len(lower))
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
