"""Repairs of coordination: beside which verb another stands, and what is left out of the second of two clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kg.lexicon import words
from kg.parse.syntax import NOMINAL, OVERT, has_child, is_verb

_NOT_ALONE = words("stance", "not_alone", "words")
_TRANSITIVE = words("clauses", "transitive", "words")
_BASE_OR_PAST = words("clauses", "transitive", "base_or_past")
_TAKEN = frozenset({"aux", "dobj", "ccomp", "xcomp", "acomp", "attr", "oprd"})
_INFLECTED = frozenset({"VBZ", "VBP", "VBD", "VBN", "VBG"})


def _bare_infinitive(token: Token) -> None:
    """As in "is working to end the war, sign a treaty": an infinitive stands beside another."""
    verb = token.head
    has_to = any(child.tag_ == "TO" for child in token.children)
    if token.tag_ != "VB" or verb.tag_ not in _INFLECTED or not is_verb(verb) or has_child(token, OVERT):
        return
    if _takes_infinitive(verb) or (has_child(token, {"aux"}) and not has_to):
        return
    beside = [other for other in _between(verb, token) if other.tag_ == "VB"]
    above = [other for other in verb.ancestors if other.tag_ == "VB"][:1]
    others = beside or above
    if len(others) == 1:
        _join(others[0], token)
    elif has_to or verb.tag_ == "VBZ":
        token.dep_ = "dep"


def _like_conjunct(token: Token) -> None:
    """As in "plans to mend the bridge that fell and killed ten": a verb stands beside one of its own form."""
    verb = token.head
    is_gerund = token.tag_ == "VBG" and verb.tag_ != "VBG" and not has_child(token, {"aux"})
    is_past = token.tag_ == "VBD" and verb.tag_ == "VB"
    if not (is_gerund or is_past) or not is_verb(verb) or has_child(token, OVERT):
        return
    alike = [other for other in _between(verb, token) if other.tag_ == token.tag_]
    beside = [other for other in alike if other.head not in alike or other.dep_ != "conj"]  # of a list
    above = [other for other in verb.ancestors if other.tag_ == "VBG"][:1] if is_gerund else []
    if len(beside or above) == 1:
        _join((beside or above)[0], token)
    elif is_gerund:
        is_joined = any(child.dep_ == "cc" and verb.i < child.i < token.i for child in verb.children)
        token.dep_ = "dep" if is_joined else "advcl"
    elif token.lower_ in _BASE_OR_PAST and _takes_infinitive(verb):  # "can end the war and lay the foundation"
        token.tag_, token.lemma_ = "VB", token.lower_


def _passive_conjunct(token: Token) -> None:
    """As in "was named and hyped": without an object a verb that takes one is a participle under the same "was"."""
    verb = token.head
    is_bare = token.tag_ == "VBD" and not has_child(token, OVERT | _TAKEN)
    if is_bare and token.lemma_.lower() in _TRANSITIVE and has_child(verb, {"auxpass"}):
        token.tag_ = "VBN"


def _second_pair(token: Token) -> None:
    """As in "handed the thief a term and his victims a sum": a pair of objects stands beside another, without verb."""
    verb = token.head if is_verb(token.head) else token.head.head
    whom, what = (next((c for c in verb.rights if c.dep_ == label), None) for label in ("dative", "dobj"))
    before = [token.head, *(child for child in token.head.children if child.i < token.left_edge.i)]
    named = next((c for c in (*token.lefts, *reversed(before)) if c.dep_ in {"nsubj", "conj"}), None)
    if whom is None or what is None or named is None or token.pos_ not in NOMINAL or named.pos_ not in NOMINAL:
        return
    is_next = token in {named.head, *named.rights} or named.right_edge.i + 1 == token.left_edge.i
    if is_next and whom.i < what.i < named.i < token.i and named.doc[named.left_edge.i - 1].dep_ == "cc":
        named.head, named.dep_ = whom, "conj"
        token.head, token.dep_ = what, "conj"


def _join(verb: Token, token: Token) -> None:
    """Coordinate a verb with another, with the commas and the "and" that stand between them."""
    for child in list(token.head.children):
        if child.dep_ in {"punct", "cc"} and verb.i < child.i < token.i:
            child.head = verb
    token.head, token.dep_ = verb, "conj"


def _between(verb: Token, token: Token) -> Iterator[Token]:
    """The verbs inside a clause that stand between its verb and one coordinated with that."""
    for other in verb.subtree:
        if verb.i < other.i < token.i and is_verb(other) and token not in {other, *other.ancestors}:
            yield other


def _takes_infinitive(verb: Token) -> bool:
    """As in "will be lifted and become": after a modal every verb of the list is bare."""
    return any(child.tag_ in {"MD", "TO"} or child.lemma_ == "do" for child in verb.children if child.dep_ == "aux")


def _corrected(token: Token) -> None:
    """As in "attacked not Israel but Syria": what is denied stands beside what is said in its place."""
    first = token.head
    above = (*first.lefts, *first.head.children)
    denial = next((word for word in above if word.dep_ == "neg" and word.i < first.i), None)
    butted = [child for child in first.rights if child.i < token.i and child.dep_ in {"cc", "punct"}]
    if denial is None or is_verb(first) or "but" not in {child.lower_ for child in butted}:
        return
    if denial.nbor().lower_ in _NOT_ALONE or has_child(token, {"neg"}):
        return
    if denial.i + 1 not in {first.left_edge.i, first.left_edge.i + 1}:
        token.dep_ = "parataxis" if is_verb(first.head) else "conj"  # "did not attack Israel but Syria"
        return
    token.head, token.dep_ = token if first.head == first else first.head, first.dep_
    for word in (first, *butted):
        word.head = token
    denial.head, first.dep_ = first, "conj"


COORDINATION_REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("bare-infinitive", ("conj",), _bare_infinitive),
    ("like-conjunct", ("conj",), _like_conjunct),
    ("passive-conjunct", ("conj",), _passive_conjunct),
    ("second-pair", ("appos", "conj"), _second_pair),
    ("corrected", ("conj",), _corrected),
)
"""Each repair by name, with the labels of the tokens that it may mend (``kg.parse.repairs``)."""
