"""The tokens of a noun phrase: its core, its label, what of it is a number."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from kg.lexicon import words
from kg.parse.nouns import noun_class
from kg.parse.syntax import META, PLURAL_TAGS, conjuncts, is_negated_conjunct
from kg.parse.tree import Span, Token

_CUT = frozenset({"conj", "cc", "appos", "relcl", "advcl", "parataxis", "punct", "preconj", "ccomp", "dep"})
_BREAKS = frozenset({",", "-", "—", "–", ";", ":", "("})
_HYPHENS = frozenset({"-", "‑"})
_LIST_PREPOSITIONS = words("clauses", "list_prepositions", "words")
_TRANSPARENT = words("clauses", "transparent", "words")
_HUMAN_VERBS = words("clauses", "human_verbs", "words")
_LEFT = words("clauses", "human_verbs", "left")
_DETERMINERS = words("phrases", "determiners", "words")
_COMPARED = frozenset({"fewer", "less", "longer", "more"})
_LEAST_BRIEF = 4  # words
_place = attrgetter("i")
MAX_LABEL = 14  # words; a longer phrase is labelled by its core


def core(head: Token) -> list[Token]:
    """The tokens of a phrase up to its first clause, apposition or conjunct, in order, trimmed of punctuation."""
    return trimmed(_kept(head, restrictive=False))


def label_tokens(head: Token, whole: list[Token] | None = None) -> tuple[list[Token], list[Token]]:
    """The tokens of the label and those of its core; a restrictive clause belongs to the label while it is short.

    ``whole`` is ``core(head)``, where it is at hand.
    """
    short = trimmed(_without_determiner(whole or core(head)))
    if not any(child.dep_ in {"relcl", "acl", "prep"} for child in head.rights):
        return short, short
    full = trimmed(_without_determiner(trimmed(_kept(head, restrictive=True))))
    if len(full) > MAX_LABEL:
        full = _shortened(full) if len(short) == 1 else short
    return full, short


def _shortened(tokens: list[Token]) -> list[Token]:
    """As many words as a label may have, up to where a phrase ends: "need to manage ties with care [and to avoid]"."""
    for end in range(MAX_LABEL, 2, -1):
        if tokens[end].dep_ in {"prep", "cc", "mark", "punct"} or (
            tokens[end].dep_ == "aux" and tokens[end].tag_ == "TO"
        ):
            return trimmed(tokens[:end])
    return tokens[:1]


def brief(head: Token, found: list[Token]) -> list[Token]:
    """A long phrase up to where it begins to tell circumstances: "an effort to diversify trade [amid tensions]"."""
    for place, token in enumerate(found):
        if place >= _LEAST_BRIEF and token.i > head.i and token.dep_ in {"prep", "mark"} and token.lower_ != "of":
            return trimmed(found[:place])
    return found


def text(tokens: list[Token]) -> str:
    """The words from the first token to the last, as they stand."""
    if not tokens:
        return ""
    first, last = tokens[0], tokens[-1]
    whole = first.doc.user_data.get("kg.text") or first.doc.text  # spaCy builds doc.text anew at each call
    return " ".join(whole[first.idx : last.idx + len(last)].split())


def trimmed(tokens: list[Token]) -> list[Token]:
    """Without punctuation, conjunctions and possessive marks at the ends."""
    found = [token for token in tokens if not token.is_space]
    while len(found) > 1 and _is_loose_end(found[-1]):
        found.pop()
    while (
        len(found) > 1
        and (found[0].is_punct or found[0].is_quote or found[0].dep_ == "cc")
        and found[0].text not in {"(", "$"}
    ):
        found.pop(0)
    if len(found) > 1 and found[-1].text == ")" and not any(token.text == "(" for token in found):
        found.pop()
    return found or tokens[:1]


def is_number(head: Token) -> bool:
    """Whether a phrase is a number, an amount of money or a share; "congratulated one another" has none."""
    is_one = head.pos_ in {"NUM", "SYM"} or head.lower_ in {"%", "percent", "cent"}
    return (is_one or head.ent_type_ in {"MONEY", "PERCENT"}) and all(t.lower_ != "another" for t in head.rights)


def number_tokens(head: Token) -> list[Token]:
    """The number of a phrase that is one ("about 90%"), without what is counted."""
    return trimmed([t for t in core(head) if t.i <= head.i or t.tag_ == "CD"])


def count_tokens(head: Token) -> list[Token]:
    """The number before a counted noun, "more than" included; empty where there is none."""
    numbers = [child for child in head.lefts if child.dep_ in {"nummod", "quantmod"} or child.tag_ == "CD"]
    if not numbers:
        return []
    first = min(number.left_edge.i for number in numbers)
    before = [c for c in head.lefts if first - 2 <= c.i < first and c.dep_ in {"advmod", "amod", "quantmod"}]
    found = {token for number in numbers for token in number.subtree} | set(before)
    return trimmed(sorted(found, key=lambda token: token.i))


def counts_people(number: Token) -> bool:
    """Whether a bare number is one of people: "five were wounded", "the blast left seven dead"."""
    verb = number.head
    if number.dep_ not in {"nsubj", "nsubjpass", "dobj"} or number.pos_ != "NUM":
        return False
    left = (
        {child.lower_ for child in verb.children if child.dep_ in {"oprd", "acomp"}} if verb.lemma_ == "leave" else ()
    )
    return verb.lemma_.lower() in _HUMAN_VERBS or not _LEFT.isdisjoint(left)


def counted(head: Token) -> Token:
    """The noun that a phrase is about: "rounds" or, further in, "artillery" of "dozens of rounds of artillery"."""
    for _ in range(3):
        if _TRANSPARENT.isdisjoint({head.lemma_.lower(), head.lower_}) and head.pos_ != "NUM":
            return head
        inner = _inner(head)
        if inner is None:
            return head
        head = inner
    return head


def _inner(head: Token) -> Token | None:
    """What follows "of"; where both hang on the first word, "of thousands" and "of students", the latter."""
    found = [
        inner
        for child in head.rights
        if child.dep_ == "prep" and child.lower_ == "of"
        for inner in child.children
        if inner.dep_ == "pobj"
    ]
    counts = [inner for inner in found if inner.lemma_.lower() in _TRANSPARENT]
    return found[1] if found[:1] == counts[:1] and len(found) > 1 else next(iter(found), None)


def members(head: Token) -> Iterator[Token]:
    """The heads of an "including" or "such as" list."""
    for child in head.children:
        if child.dep_ == "prep":
            name = f"such {child.lower_}" if any(c.lower_ == "such" for c in child.children) else child.lower_
            if name in _LIST_PREPOSITIONS:
                yield from (token for pobj in child.children if pobj.dep_ == "pobj" for token in conjuncts(pobj))


def is_list_preposition(token: Token) -> bool:
    """Whether a preposition opens a list of members."""
    return token.lower_ in _LIST_PREPOSITIONS or any(child.lower_ == "such" for child in token.children)


def _kept(head: Token, *, restrictive: bool) -> list[Token]:
    found = [token for child in head.lefts if not _is_denial(child, head) for token in _left(child)] + [head]
    comma = False
    for child in head.rights:
        if child.dep_ == META:
            continue
        if _is_inner_punct(child):
            found.append(child)
            continue
        comma = comma or child.text in _BREAKS
        if _is_compared_with(child, head) and not comma:
            found.extend(token for token in child.subtree if not token.is_space)
            continue
        if child.dep_ in _CUT and not (restrictive and child.dep_ == "relcl" and not (comma or _is_after_comma(child))):
            if child.dep_ == "punct" and child.text not in _BREAKS:
                continue
            if child.dep_ == "punct" and child.text == ",":
                continue
            break
        if (
            comma
            or (child.dep_ == "acl" and child.tag_ in {"VBN", "VBG"} and not restrictive)
            or (child.dep_ == "prep" and is_list_preposition(child))
        ):
            break
        part = _right(child, restrictive=restrictive)
        found.extend(part)
        if part[-1] != child.right_edge:
            break
    return sorted(set(found), key=_place)


def _is_compared_with(clause: Token, head: Token) -> bool:
    """As in "higher than they have ever been": cut, it says something else."""
    return head.tag_ == "JJR" and clause.dep_ in {"advcl", "ccomp"} and clause.left_edge.lower_ == "than"


def _is_denial(child: Token, head: Token) -> bool:
    """Whether a "not" is what the statement says by its factuality: "but [not] the removal"."""
    return child.dep_ == "neg" and is_negated_conjunct(head)


def _is_inner_punct(child: Token) -> bool:
    """A hyphen inside a word is part of it ("state-owned")."""
    return (
        child.dep_ == "punct"
        and child.text in {"-", "–", "'", "’", "/"}
        and not child.whitespace_
        and child.i > 0
        and not child.nbor(-1).whitespace_
    )


def _left(child: Token) -> list[Token]:
    if child.dep_ in {"cc", "preconj", "mark"}:
        return []
    return [token for token in child.subtree if not token.is_space and token.dep_ != META]


def _right(child: Token, *, restrictive: bool) -> list[Token]:
    """A phrase inside a phrase; its coordination stays, since cutting it would change the meaning of the outer one."""
    found: list[Token] = []
    for token in child.subtree:
        clause = token.dep_ in {"appos", "advcl", "parataxis"} or (
            token.dep_ == "relcl" and (not restrictive or _is_after_comma(token))
        )
        if (
            token.is_space
            or (token.text in {"—", "–", ";", "("} and not _is_inner_punct(token))
            or (clause and token != child and token.head.i >= child.i)
        ):
            start = token.left_edge.i if clause else token.i
            return [t for t in found if t.i < start] or [child]
        if token.dep_ != META:
            found.append(token)
    return found or [child]


def _is_after_comma(clause: Token) -> bool:
    """Whether a relative clause only adds: "the post at Lunga Lunga, which has been closed"."""
    first = clause.left_edge.i
    return first > 0 and clause.doc[first - 1].text == ","


def _is_loose_end(token: Token) -> bool:
    if token.text in {")", "%"}:
        return False
    return token.is_punct or token.dep_ in {"cc", "case", "mark"} or token.tag_ in {"POS", "WDT", "IN", "TO"}


def _without_determiner(tokens: list[Token]) -> list[Token]:
    found = list(tokens)
    while len(found) > 1 and found[0].lower_ in _DETERMINERS and found[0].pos_ in {"DET", "PRON", "ADJ", "ADV"}:
        if found[0] in found[1].ancestors:
            break  # "both of these stops", "those who left": it is the head
        if (found[0].lower_, found[1].lower_) == ("each", "other") or found[1].text in _HYPHENS:
            break  # "a no-confidence vote"
        if found[0].lower_ == "no" and found[1].lower_ in _COMPARED:
            break  # "no longer open", "no more than a rumour"
        found.pop(0)
    return found


def listed(labels: list[str]) -> str:
    """As in "Canada, Peru and China"."""
    return " and ".join(filter(None, (", ".join(labels[:-1]), *labels[-1:])))


def possessive(label: str) -> str:
    """As in "Canada's", "the Netherlands'"."""
    return label + ("'" if label.endswith("s") else "'s")


def weight(span: Span) -> int:
    """How much a nominal mention tells: proper possessors over long phrases over bare nouns."""
    return min(len(span), 8) + (4 if any(token.dep_ == "poss" and token.pos_ == "PROPN" for token in span) else 0)


def is_side(head: Token) -> bool:
    """As in "the parties agreed": those of a deal or conflict, which no word calls political."""
    if head.tag_ not in PLURAL_TAGS or noun_class(head.lemma_.lower()) != "PoliticalParty":
        return False
    return not any(child.dep_ in {"amod", "compound", "poss"} for child in head.lefts)
