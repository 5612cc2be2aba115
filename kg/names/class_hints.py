"""What the words beside an unknown name tell of its class: "Yonhap news agency", "the town of Pibor"."""

from __future__ import annotations

from kg.names.titlewords import name_words
from kg.names.words import Words
from kg.parse.nouns import noun_class

_KINDS = (
    "Company",
    "InternationalOrganization",
    "MediaOrganization",
    "Organization",
    "Place",
    "PoliticalParty",
    "PublicBody",
)
_ILLNESS, _PRODUCT = "Topic", "Commodity"
_MADE = ("ORG", "PRODUCT")
_JOINED = ("compound", "nmod", "appos", "dobj", "pobj", "nsubj", "nsubjpass")
_SINGULAR = ("NN", "NNP")
_SITES = ("in", "near", "outside")
_LONGEST = 3
_POSSESSORS = ("compound", "nmod", "poss")
_OF = ("of", "in")


def class_hint(words: Words, start: int, end: int, label: str) -> str:
    """The class that a noun right behind, right before ("of") or in apposition gives a name; "" if none does."""
    root = words.root(start, end)
    if label == "NORP" and start and words.lower[start - 1] in _SITES and words.tag[end - 1] == "NNP":
        return "Place"
    if _is_illness(words, start, root):
        return _ILLNESS
    found = _behind(words, root, end) or _before(words, start) or _apposed(words, root)
    return found or _owning(words, root) or (_PRODUCT if _is_product(words, start, end, label) else "")


def _is_illness(words: Words, start: int, root: int) -> bool:
    """As in "the disease Bluetongue", "the Ebola virus"."""
    head, before = words.head[root], start - 1
    is_behind = words.dep[root] == "compound" and words.lemma[head].lower() in name_words("illness")
    is_before = before >= 0 and words.text[before] in name_words("illness") and words.same_sentence(before, start)
    return is_behind or (is_before and words.dep[before] in _JOINED)


def _is_product(words: Words, start: int, end: int, label: str) -> bool:
    """As in "a Macbook", "the new Windows 7": one of many of its name, or new and of a version."""
    article = start - 1 - (start > 0 and words.lower[start - 1] == "new")
    root = words.root(start, end)
    if label not in _MADE or article < 0 or words.head[article] != root or words.dep[root] == "compound":
        return False
    is_numbered = end < len(words) and words.dep[end] == "nummod" and words.head[end] == root
    is_version = is_numbered or words.text[end - 1][:1].isdigit()
    if words.lower[article] == "the":
        return is_version and article < start - 1
    is_word = end - start == 1 and not words.text[start].isupper() and noun_class(words.lower[start]) == "Topic"
    return words.lower[article] in ("a", "an") and (is_version or is_word)


def _behind(words: Words, root: int, end: int) -> str:
    """The noun that the name qualifies, where nothing but other nouns stands between: "the Tren de Aragua gang"."""
    head = words.head[root]
    if words.dep[root] != "compound" or not end <= head < end + _LONGEST or words.tag[head] not in _SINGULAR:
        return ""
    found = noun_class(" ".join(words.lower[end : head + 1]))
    return "Organization" if found == "Group" else found if found in _KINDS else ""


def _before(words: Words, start: int) -> str:
    """The noun of "the town of Yeoncheon", "the city Benghazi" or "the airline Air Berlin"."""
    is_of = start > 1 and words.lower[start - 1] == "of"
    place = start - 1 - is_of
    if place < 0 or not words.same_sentence(place, start) or words.tag[place] not in _SINGULAR:
        return ""
    found = noun_class(words.lower[place])
    is_joined = found == "Place" if is_of else found in _KINDS and words.dep[place] in _JOINED
    return found if is_joined and words.text[place].islower() else ""


def _apposed(words: Words, root: int) -> str:
    """The noun in apposition: "Surgutneftegaz, a major Russian oil company"."""
    for child in words.children[root]:
        if words.dep[child] == "appos" and words.tag[child] == "NN":
            found = noun_class(words.lower[child])
            return found if found in _KINDS else ""
    return ""


def _owning(words: Words, root: int) -> str:
    """As in "Globex's shares", "Globex shares", "a subsidiary of Globex": a company alone has them."""
    head = words.head[root]
    if words.dep[root] == "pobj" and words.lower[head] in _OF:
        head = words.head[head]
    elif words.dep[root] not in _POSSESSORS:
        return ""
    return "Company" if words.lemma[head].lower() in name_words("owned") else ""
