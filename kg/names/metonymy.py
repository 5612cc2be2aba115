"""Metonymy: a capital that stands for who governs there, an office that stands for who holds it.

"Beijing has urged Ottawa", "friction with Washington", "Moscow's demands" are governments; "arrived in Beijing", "the
capital Ottawa", "Beijing residents" are cities. Where the clause does not tell, it is the city. "The president said" is
the holder, "became president" the office itself.
"""

from __future__ import annotations

from kg.lexicon import words as lexicon_words
from kg.names.context import Words
from kg.parse.nouns import noun_class
from kg.parse.syntax import NOMINAL
from kg.parse.tree import Span, Token

_REGION = ("appos", "npadvmod")
_DAYS = frozenset({"DATE", "TIME"})
_NOT_HELD = frozenset({"a", "an", "any", "no", "every", "each"})
_FORMER = lexicon_words("titles", "status_former", "words")


def is_government(words: Words, start: int, end: int) -> bool:
    """Whether the name at these tokens acts, speaks, is spoken to or is party to a relation."""
    if words.at(end) == "," and words.same_sentence(end, end + 1) and words.dep[end + 1] in _REGION:
        return False  # "Ottawa, Canada"
    root = _shared(words, words.root(start, end))
    head, lemma = words.head[root], words.lemma[words.head[root]]
    match words.dep[root]:
        case "nsubj" | "csubj":
            return lemma in _words("act")
        case "dobj" | "dative" | "nsubjpass":
            return lemma in _words("address")
        case "pobj":
            return _is_party(words, head)
        case "poss":
            return lemma in _words("governing") | _words("deal")
        case _:
            return False


def _shared(words: Words, root: int) -> int:
    """The token whose role a name has: the first member of its coordination."""
    while words.dep[root] == "conj" and words.pos[words.head[root]] in NOMINAL:
        root = words.head[root]
    return root


def _is_party(words: Words, preposition: int) -> bool:
    """Whether a preposition makes its object a party: "pressure on Ottawa", not "a flight to Ottawa"."""
    word, governor = words.lower[preposition], words.head[preposition]
    while words.dep[governor] == "prep" or words.dep[preposition] == "conj":
        preposition, governor = governor, words.head[governor]
    lemma = words.lemma[governor].lower()
    if word in _words("site") or lemma in _words("travel"):
        return False
    return word in _words("party") or lemma in _words("deal")


def _words(section: str) -> frozenset[str]:
    return lexicon_words("places", section, "words")


def stands_for_holder(office: Span, head: Token) -> bool:
    """Whether it acts ("the president said"); "became president", "a prime minister" are the office itself."""
    if head.dep_ == "compound" or _is_said_of(head) or head.left_edge.lower_ in _NOT_HELD:
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
    return bool(ends) and all("" < end < begun for end in ends)


def names_post(head: Token) -> bool:
    """Whether a common noun is the post that someone takes or leaves: "elected president", "quit as trade minister"."""
    return _is_said_of(head) and noun_class(head.lemma_.lower()) == "Office"


def _is_said_of(head: Token) -> bool:
    """As in "became president", "resigned as president"."""
    return head.dep_ in {"attr", "oprd"} or (head.dep_ == "pobj" and head.head.lower_ == "as")
