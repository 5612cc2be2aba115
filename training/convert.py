"""From Universal Dependencies to the scheme of spaCy's English models (the labels of ClearNLP).

In that scheme a preposition governs its noun, a copula its clause, the last word of a name the whole name, and each
conjunct the next one. A tree is rewritten step by step: what a step decides stands in ``label``; relations of Universal
Dependencies that are left at the end are translated one by one.
"""

from __future__ import annotations

from collections.abc import Callable

from training.clauses import copulas, free_relatives, markers, raised, said_after, shared_objects
from training.nominal import MONTHS, described, fixed, hyphened, money, names, prepositions, quantities, times
from training.rewriting import Draft, words
from training.treebank import Tree


def converted(tree: Tree) -> tuple[list[int], list[str]]:
    """Heads (from 1, 0 is the root) and labels of the words of a tree, in the scheme of spaCy's English models."""
    draft = Draft.of(tree)
    fixed(draft)
    described(draft)
    names(draft)
    hyphened(draft)
    money(draft)
    quantities(draft)
    times(draft)
    said_after(draft)
    free_relatives(draft)
    shared_objects(draft)
    # Hang each conjunct on the one before it: "Italy" on "France", "Spain" on "Italy".
    for first in draft.places:
        before = first
        for conjunct in draft.children(first, "conj"):
            draft.head[conjunct] = before
            before = conjunct
    copulas(draft)
    raised(draft)
    prepositions(draft)
    markers(draft)
    for place in draft.places:
        draft.label[place] = draft.label[place] or label(draft, place)
    _joints(draft)
    _punctuation(draft)
    return draft.head[1:], [
        ("ROOT" if draft.head[i] == 0 else ("dep" if draft.label[i] == "root" else draft.label[i]))
        for i in draft.places
    ]


def _joints(draft: Draft) -> None:
    """Hang "and" on the conjunct before it."""
    for place in draft.places:
        joint = draft.joint[place]
        if not joint:
            continue
        top = joint
        while draft.label[top] != "conj" and draft.head[top] and draft.head[top] > place:
            top = draft.head[top]
        if draft.label[top] == "conj" and draft.head[top] < place:
            draft.head[place] = draft.head[top]


def _punctuation(draft: Draft) -> None:
    """Hang punctuation at the edge of a phrase on what governs the phrase."""
    for place in draft.places:
        if draft.label[place] != "punct":
            continue
        head = draft.head[place]
        while head and draft.head[head] and place in (min(inside := draft.subtree(head)), max(inside)):
            head = draft.head[head]
        draft.head[place] = head


_COPULAR = words("clauses", "copular")
_NEGATIONS = words("clauses", "negations")
_PARTICIPLES = words("clauses", "prepositional_participles")
_PREDICATIVE = words("clauses", "predicative")
_MAY_BE_PREPOSITIONS = frozenset({"obl", "nmod", "xcomp", "ccomp", "advcl"})
_QUANTIFIERS = frozenset({"all", "both", "each"})
_PLAIN = {
    "nsubj": "nsubj", "nsubj:pass": "nsubjpass", "nsubj:outer": "nsubj", "csubj": "csubj",
    "csubj:pass": "csubjpass", "csubj:outer": "csubj", "obj": "dobj", "obl": "npadvmod",
    "obl:unmarked": "npadvmod", "obl:agent": "agent", "nmod": "nmod", "nmod:unmarked": "npadvmod",
    "nmod:desc": "compound", "nmod:poss": "poss", "appos": "appos", "advmod": "advmod", "amod": "amod",
    "det": "det", "det:predet": "predet", "nummod": "nummod", "compound": "compound", "compound:prt": "prt",
    "flat": "compound", "fixed:done": "advmod", "goeswith": "compound", "case": "case", "mark": "mark",
    "aux": "aux", "aux:pass": "auxpass", "cop": "aux", "cc": "cc", "cc:preconj": "preconj", "conj": "conj",
    "ccomp": "ccomp", "xcomp": "xcomp", "advcl": "advcl", "advcl:relcl": "advcl", "acl": "acl",
    "acl:relcl": "relcl", "parataxis": "parataxis", "list": "appos", "vocative": "npadvmod", "discourse": "intj",
    "dislocated": "dep", "orphan": "dep", "reparandum": "dep", "punct": "punct", "root": "ROOT",
}  # fmt: skip


def label(draft: Draft, place: int) -> str:
    """What a relation is called in spaCy's English models."""
    rel = draft.rel[place]
    special = _SPECIAL.get(rel)
    found = special(draft, place) if special else ""
    if not found and rel in _MAY_BE_PREPOSITIONS and draft.tag[place] in {"IN", "TO", "RP"}:
        return "prep"
    return found or _PLAIN.get(rel, "dep")


def _amod(draft: Draft, place: int) -> str:
    tag, above = draft.tag[place], draft.tag[draft.head[place]]
    is_named = tag[:2] == "JJ" and above == "NNP" and draft.form[place][:1].isupper()
    return "compound" if tag[:2] == "NN" or is_named else ""


def _csubj(draft: Draft, place: int) -> str:
    if not any(draft.lower(i) == "it" for i in draft.children(draft.head[place], "expl")):
        return ""
    return "xcomp" if any(draft.tag[i] == "TO" for i in draft.children(place, "mark")) else "ccomp"


def _advcl(draft: Draft, place: int) -> str:
    is_preposition = draft.lower(place) in _PARTICIPLES and not draft.children(place, "nsubj", "nsubj:pass")
    if is_preposition:
        return "prep"
    head = draft.head[place]
    is_infinitive = any(draft.tag[i] == "TO" for i in draft.children(place, "mark"))
    follows = head < place and "," not in draft.form[head:place]
    return "xcomp" if is_infinitive and draft.tag[head] == "JJ" and follows else ""


def _compound(draft: Draft, place: int) -> str:
    tag, above = draft.tag[place], draft.tag[draft.head[place]]
    if above in {"JJ", "VBN", "VBG"} and tag[:2] == "NN":
        return "npadvmod"
    if above[:2] != "NN":
        return ""
    if tag == "CD" and not draft.children(place, "conj"):
        return "nummod"
    if tag[:2] == "JJ" and above != "NNP":
        return "amod"
    return "nmod" if draft.children(place, "conj") else ""


def _complement(draft: Draft, place: int) -> str:
    """In "became ill" a complement of the verb, in "elected president" and "seems ill" a predicate of its own."""
    verb = draft.head[place]
    if draft.children(place, "aux", "mark") or draft.lemma[place] == "be":
        return "xcomp"
    if draft.tag[place][:2] == "JJ":
        if draft.lemma[verb] == "make" and not draft.children(verb, "obj"):
            return "ccomp"
        return "oprd" if draft.children(verb, "obj") or draft.lemma[verb] in _PREDICATIVE else "acomp"
    if draft.tag[place][:2] in {"NN", "CD", "PR"}:
        return "attr" if draft.lemma[verb] in _COPULAR else "oprd"
    return "advmod" if draft.tag[place][:2] == "RB" else "xcomp"


_SPECIAL: dict[str, Callable[[Draft, int], str]] = {
    "acl": lambda draft, place: (
        "relcl" if draft.children(place, "nsubj", "nsubj:pass") and not draft.children(place, "mark") else ""
    ),
    "advcl": _advcl,
    "advmod": lambda draft, place: (
        "neg" if draft.lower(place) in _NEGATIONS else "prt" if draft.tag[place] == "RP" else ""
    ),
    "amod": _amod,
    "compound": _compound,
    "csubj": _csubj,
    "det": lambda draft, place: (  # "the locals all speak it"
        "appos" if place > draft.head[place] and draft.lower(place) in _QUANTIFIERS else ""
    ),
    "discourse": lambda draft, place: "advmod" if draft.tag[place] == "RB" else "",  # "so we went"
    "expl": lambda draft, place: "expl" if draft.lower(place) == "there" else "nsubj",
    "iobj": lambda draft, place: "dative" if draft.children(draft.head[place], "obj") else "dobj",
    "mark": lambda draft, place: {"TO": "aux", "WRB": "advmod"}.get(draft.tag[place], ""),
    "nmod:unmarked": lambda draft, place: (
        "nummod"
        if draft.tag[place] == "CD" and draft.lower(draft.head[place]) in MONTHS
        else "appos"
        if draft.tag[place] == "PRP"
        else ""
    ),
    "nsubj": lambda draft, place: (  # in "there is rain" what there is
        "attr" if any(draft.lower(i) == "there" for i in draft.children(draft.head[place], "expl")) else ""
    ),
    "nummod": lambda draft, place: "compound" if draft.tag[place] == "CD" == draft.tag[draft.head[place]] else "",
    "xcomp": lambda draft, place: (
        "" if draft.tag[place][:1] == "V" or draft.tag[place] in {"IN", "TO"} else _complement(draft, place)
    ),
}
"""Relation -> the label by the words about it, "" for the plain one."""
