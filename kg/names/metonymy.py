"""Metonymy: a capital that stands for who governs there, an office that stands for who holds it.

"Beijing has urged Ottawa", "friction with Washington", "Moscow's demands" are governments; "arrived in Beijing", "the
capital Ottawa", "Beijing residents" are cities. Where the clause does not tell, it is the city. "The president said" is
the holder, "became president" the office itself.
"""

from functools import cache

from kg.lexicon import words as lexicon_words
from kg.names.context import HYPHENS, TokenSpan
from kg.parse.nouns import noun_class
from kg.parse.readings import reading_of
from kg.parse.syntax import NOMINAL, PLURAL_TAGS, has_child
from kg.parse.tree import Span, Token

_MODIFIERS = ("compound", "amod", "nmod", "npadvmod", "poss")
_DAYS = frozenset({"DATE", "TIME"})
_NOT_HELD = frozenset({"a", "an", "any", "no", "every", "each"})
_FORMER = lexicon_words("titles", "status_former", "words")


def is_government(name: TokenSpan) -> bool:
    """Whether the name of a capital refers to its government: it acts, speaks, is spoken to or party to a relation."""
    is_joined = name.after in HYPHENS or name.before in HYPHENS  # "Beijing-based"
    root = name.root
    while root.dep_ == "conj" and root.head.pos_ in NOMINAL:
        root = root.head
    rest = name.doc[name.end + 1 : name.end + 2]
    is_apposed = name.after == "," and any(t.dep_ in ("appos", "npadvmod") and t.pos_ == "PROPN" for t in rest)
    is_first = name.start == name[0].sent.start and name.after in ("(", "—", "–", "--")  # "Rome (left)", "BEIJING — A"
    is_told = any(token.tag_ in ("WDT", "WP") for token in rest)  # "Beijing — which has urged restraint"
    return not (is_joined or is_apposed or (is_first and not is_told)) and _by_role(root)


def _by_role(root: Token) -> bool:
    """Whether a token in its role in the clause stands for a government."""
    match root.dep_:
        case "nsubj" | "csubj":  # the verb takes only people and governments as its subject
            phrasal = {f"{root.head.lemma_} {child.lower_}" for child in root.head.children if child.dep_ == "prt"}
            return not _words("act").isdisjoint({root.head.lemma_, *phrasal}) or has_child(root.head, {"ccomp"})
        case "dobj" | "dative" | "nsubjpass":
            return root.head.lemma_ in _words("address")
        case "pobj":  # "pressure on Ottawa", "imposed sanctions on Tehran"; not "a flight to Ottawa"
            word, governor = root.head.lower_, root.head.head
            told = {governor.lemma_.lower(), *(c.lemma_.lower() for c in governor.children if c.dep_ == "dobj")}
            is_dealt = not told.isdisjoint(_words("deal") | _words("governing"))
            return word in _words("dealing") or (word in _words("party") and is_dealt)
        case role:  # "Moscow's demands", not "Moscow's airports"
            return role in _MODIFIERS and root.head.lemma_ in _words("governing")


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
    begun = reading_of(head.doc).names.since.get(office.kb_id_)
    if not begun:
        return False
    days = (span for span in head.doc.spans.get("times", ()) if span.label_ in _DAYS)
    ends = [span.id_.partition("/")[2] for span in days if head.sent.start <= span.start < head.sent.end]
    return bool(ends) and all(end and end < begun for end in ends)


def names_post(head: Token) -> bool:
    """Whether a common noun is the post that someone takes or leaves: "elected president", "quit as trade minister"."""
    is_said_of = head.dep_ in {"attr", "oprd"} or _follows_as(head)
    return is_said_of and head.tag_ not in PLURAL_TAGS and noun_class(head.lemma_.lower()) == "Office"


def _follows_as(head: Token) -> bool:
    """As in "resigned as president"."""
    return head.dep_ == "pobj" and head.head.lower_ == "as"
