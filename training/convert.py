"""From Universal Dependencies to the scheme of spaCy's English models (the labels of ClearNLP).

In that scheme a preposition governs its noun, a copula its clause, the last word of a name the whole name, and each
conjunct the next one. A tree is rewritten step by step: what a step decides stands in ``label``; relations of Universal
Dependencies that are left at the end are translated one by one.
"""

from __future__ import annotations

from training.clauses import copulas, free_relatives, markers, raised, said_after, shared_objects
from training.labels import label
from training.nominal import described, fixed, hyphened, money, names, prepositions, quantities, times
from training.rewriting import Draft
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
    _chain(draft)
    copulas(draft)
    raised(draft)
    prepositions(draft)
    markers(draft)
    for place in draft.places:
        draft.label[place] = draft.label[place] or label(draft, place)
    _joints(draft)
    _punctuation(draft)
    return draft.head[1:], [_final(draft, i) for i in draft.places]


def _final(draft: Draft, place: int) -> str:
    if draft.head[place] == 0:
        return "ROOT"
    return "dep" if draft.label[place] == "root" else draft.label[place]


def _chain(draft: Draft) -> None:
    """Hang each conjunct on the one before it: "Italy" on "France", "Spain" on "Italy"."""
    for first in draft.places:
        before = first
        for conjunct in draft.children(first, "conj"):
            draft.head[conjunct] = before
            before = conjunct


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
        while head and draft.head[head] and (place in _edges(draft, head)):
            head = draft.head[head]
        draft.head[place] = head


def _edges(draft: Draft, head: int) -> tuple[int, int]:
    inside = draft.subtree(head)
    return min(inside), max(inside)
