"""Metonymy: a capital that stands for who governs there, an office that stands for who holds it.

"Beijing has urged Ottawa", "friction with Washington", "Moscow's demands" are governments; "arrived in Beijing", "the
capital Ottawa", "Beijing residents" are cities. Where the clause does not tell, it is the city. "The president said" is
the holder, "became president" the office itself.
"""

from __future__ import annotations

from functools import cache

from kg.lexicon import words as lexicon_words
from kg.names.context import Words
from kg.parse.nouns import is_event_noun, noun_class
from kg.parse.syntax import NOMINAL, PLURAL_TAGS, VERBAL
from kg.parse.tree import Span, Token

_HYPHENS = ("-", "–")
_MODIFIERS = ("compound", "amod", "nmod", "npadvmod")
_NO_GOVERNMENT = ("Place", "Commodity", "Organization", "Company", "MediaOrganization")
_DAYS = frozenset({"DATE", "TIME"})
_NOT_HELD = frozenset({"a", "an", "any", "no", "every", "each"})
_FORMER = lexicon_words("titles", "status_former", "words")


def is_government(words: Words, start: int, end: int) -> bool:
    """Whether the name at these tokens acts, speaks, is spoken to or is party to a relation."""
    if _is_dateline(words, start, end):
        return False
    joined = _by_hyphen(words, start, end)
    return _by_role(words, _shared(words, words.root(start, end))) if joined is None else joined


def _by_role(words: Words, root: int) -> bool:
    """Whether a token in its role in the clause stands for a government."""
    head, lemma = words.head[root], words.lemma[words.head[root]]
    match words.dep[root]:
        case "nsubj" | "csubj":
            return _acts(words, head)
        case "dobj" | "dative" | "nsubjpass":
            return lemma in _words("address")
        case "pobj":
            return _is_party(words, head)
        case "poss":
            return _governs(lemma)
        case role:
            return role in _MODIFIERS and lemma in _words("governing")


def _is_dateline(words: Words, start: int, end: int) -> bool:
    """As in "BEIJING (Reuters)", "MOSCOW, Jan 3 —", "Ottawa, Canada"."""
    if end >= len(words):
        return False
    begins = start == 0 or not words.same_sentence(start - 1, start)
    if words.text[end] == ",":
        after = end + 1
        return after < len(words) and words.dep[after] in ("appos", "npadvmod") and words.pos[after] == "PROPN"
    return begins and words.text[end] in ("(", "—", "–", "--")


def _by_hyphen(words: Words, start: int, end: int) -> bool | None:
    """As in "Moscow-backed" and "pro-Beijing" are governments, "Beijing-based" is the city; None without a hyphen."""
    if end + 1 < len(words) and words.text[end] in _HYPHENS and words.lower[end + 1] not in ("the", "a"):
        following = words.lower[end + 1]
        return following in _words("backed") or (words.is_name_case(end + 1) and _pairs(words, end + 1))
    if start > 1 and words.text[start - 1] in _HYPHENS:
        before = words.lower[start - 2]
        return before in _words("backed") or (words.is_name_case(start - 2) and _pairs(words, end - 1))
    return None


def _pairs(words: Words, place: int) -> bool:
    """Whether two names joined by a hyphen qualify a relation: "Moscow-Beijing ties"."""
    return words.lemma[words.head[place]] in _words("deal")


def _shared(words: Words, root: int) -> int:
    """The token whose role a name has: the first member of its coordination."""
    while words.dep[root] == "conj" and words.pos[words.head[root]] in NOMINAL:
        root = words.head[root]
    return root


def _acts(words: Words, verb: int) -> bool:
    """Whether the verb of a clause takes only people and governments as its subject."""
    lemma = words.lemma[verb]
    children = words.children[verb]
    if lemma in ("be", "seem", "become", "feel", "grow", "look"):
        complements = [words.lower[child] for child in children if words.dep[child] in ("acomp", "oprd")]
        return any(word in _words("attitude") for word in complements)
    if lemma == "have":  # "has no plan to leave", not "has two airports"
        return any(words.dep[child] == "dobj" and words.lemma[child] in _words("governing") for child in children)
    if lemma in _words("host"):
        return not any(_is_occasion(words.lemma[child].lower()) for child in children if words.dep[child] == "dobj")
    phrasal = {f"{lemma} {words.lower[child]}" for child in children if words.dep[child] == "prt"}
    return not _words("act").isdisjoint({lemma, *phrasal}) or any(words.dep[child] == "ccomp" for child in children)


def _is_occasion(noun: str) -> bool:
    """As in "London hosted the talks", which the city does, and not who governs there."""
    return noun.removesuffix("s") in _words("occasion") or is_event_noun(noun)


def _is_party(words: Words, preposition: int) -> bool:
    """Whether a preposition makes its object a party: "pressure on Ottawa", not "a flight to Ottawa"."""
    word, governor = words.lower[preposition], words.head[preposition]
    while words.dep[governor] == "prep" or words.dep[preposition] == "conj":
        preposition, governor = governor, words.head[governor]
    lemma = words.lemma[governor].lower()
    if word in _words("site") or lemma in _words("travel") or word not in _words("party"):
        return word == "over" and lemma in _words("deal")
    if word in ("with", "by", "against", "between", "toward", "towards"):
        return True
    if words.pos[governor] in VERBAL:
        return lemma in _words("deal") or _has_object_of_government(words, governor)
    return lemma in _words("deal") or lemma in _words("governing")


def _has_object_of_government(words: Words, verb: int) -> bool:
    """As in "imposed sanctions on Tehran", where the phrase may hang on the verb as well."""
    objects = [words.lemma[child].lower() for child in words.children[verb] if words.dep[child] == "dobj"]
    return any(lemma in _words("deal") or lemma in _words("governing") for lemma in objects)


def _governs(noun: str) -> bool:
    """Whether what a capital has is what a government has: "Moscow's demands", not "Moscow's airports"."""
    return noun in _words("governing") or (noun not in _words("local") and noun_class(noun) not in _NO_GOVERNMENT)


@cache
def _words(section: str) -> frozenset[str]:
    return lexicon_words("places", section, "words")


def stands_for_holder(office: Span, head: Token) -> bool:
    """Whether it acts ("the president said"); "became president", "a prime minister" are the office itself."""
    if head.dep_ in {"attr", "oprd", "compound"} or head.tag_ in PLURAL_TAGS or _follows_as(head):
        return False
    if head.left_edge.lower_ in _NOT_HELD or office[0].lower_ in {"a", "an"}:
        return False
    return not is_of_another_time(office, head)


def is_of_another_time(office: Span, head: Token) -> bool:
    """Whether the text speaks of a time before today's holder: "the then president", "the president said in 1963"."""
    start = min(office.start, head.left_edge.i)
    if not _FORMER.isdisjoint([token.lower_ for token in head.doc[start : head.i]]):
        return True
    begun = head.doc.user_data.get("kg.holders_since", {}).get(office.kb_id_)
    if not begun:
        return False
    sentence = head.sent
    ends = [
        span.id_.partition("/")[2]
        for span in head.doc.spans.get("times", ())
        if span.label_ in _DAYS and sentence.start <= span.start < sentence.end
    ]
    return bool(ends) and all(end and end < begun for end in ends)


def names_post(head: Token) -> bool:
    """Whether a common noun is the post that someone takes or leaves: "elected president", "quit as trade minister"."""
    is_said_of = head.dep_ in {"attr", "oprd"} or _follows_as(head)
    return is_said_of and head.tag_ not in PLURAL_TAGS and noun_class(head.lemma_.lower()) == "Office"


def _follows_as(head: Token) -> bool:
    """As in "resigned as president"."""
    return head.dep_ == "pobj" and head.head.lower_ == "as"
