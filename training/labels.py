"""The label of each relation of Universal Dependencies that no rewriting has changed."""

from __future__ import annotations

from collections.abc import Callable

from training.nominal import MONTHS
from training.rewriting import Draft
from training.words import words

_COPULAR = words("clauses", "copular")
_NEGATIONS = words("clauses", "negations")
_PARTICIPLES = words("clauses", "prepositional_participles")
_PREDICATIVE = words("clauses", "predicative")
_MAY_BE_PREPOSITIONS = frozenset({"obl", "nmod", "xcomp", "ccomp", "advcl"})
_QUANTIFIERS = frozenset({"all", "both", "each"})
_PLAIN = {
    "nsubj": "nsubj",
    "nsubj:pass": "nsubjpass",
    "nsubj:outer": "nsubj",
    "csubj": "csubj",
    "csubj:pass": "csubjpass",
    "csubj:outer": "csubj",
    "obj": "dobj",
    "obl": "npadvmod",
    "obl:unmarked": "npadvmod",
    "obl:agent": "agent",
    "nmod": "nmod",
    "nmod:unmarked": "npadvmod",
    "nmod:desc": "compound",
    "nmod:poss": "poss",
    "appos": "appos",
    "advmod": "advmod",
    "amod": "amod",
    "det": "det",
    "det:predet": "predet",
    "nummod": "nummod",
    "compound": "compound",
    "compound:prt": "prt",
    "flat": "compound",
    "fixed:done": "advmod",
    "goeswith": "compound",
    "case": "case",
    "mark": "mark",
    "aux": "aux",
    "aux:pass": "auxpass",
    "cop": "aux",
    "cc": "cc",
    "cc:preconj": "preconj",
    "conj": "conj",
    "ccomp": "ccomp",
    "xcomp": "xcomp",
    "advcl": "advcl",
    "advcl:relcl": "advcl",
    "acl": "acl",
    "acl:relcl": "relcl",
    "parataxis": "parataxis",
    "list": "appos",
    "vocative": "npadvmod",
    "discourse": "intj",
    "dislocated": "dep",
    "orphan": "dep",
    "reparandum": "dep",
    "punct": "punct",
    "root": "ROOT",
}


def label(draft: Draft, place: int) -> str:
    """What a relation is called in spaCy's English models."""
    rel = draft.rel[place]
    special = _SPECIAL.get(rel)
    found = special(draft, place) if special else ""
    if not found and rel in _MAY_BE_PREPOSITIONS and draft.tag[place] in {"IN", "TO", "RP"}:
        return "prep"
    return found or _PLAIN.get(rel, "dep")


def _advmod(draft: Draft, place: int) -> str:
    return "neg" if draft.lower(place) in _NEGATIONS else "prt" if draft.tag[place] == "RP" else ""


def _nsubj(draft: Draft, place: int) -> str:
    """In "there is rain" what there is."""
    return "attr" if any(draft.lower(i) == "there" for i in draft.children(draft.head[place], "expl")) else ""


def _amod(draft: Draft, place: int) -> str:
    tag, above = draft.tag[place], draft.tag[draft.head[place]]
    is_named = tag[:2] == "JJ" and above == "NNP" and draft.form[place][:1].isupper()
    return "compound" if tag[:2] == "NN" or is_named else ""


def _csubj(draft: Draft, place: int) -> str:
    if not any(draft.lower(i) == "it" for i in draft.children(draft.head[place], "expl")):
        return ""
    return "xcomp" if any(draft.tag[i] == "TO" for i in draft.children(place, "mark")) else "ccomp"


def _unmarked(draft: Draft, place: int) -> str:
    is_year = draft.tag[place] == "CD" and draft.lower(draft.head[place]) in MONTHS
    return "nummod" if is_year else "appos" if draft.tag[place] == "PRP" else ""


def _iobj(draft: Draft, place: int) -> str:
    return "dative" if draft.children(draft.head[place], "obj") else "dobj"


def _advcl(draft: Draft, place: int) -> str:
    is_preposition = draft.lower(place) in _PARTICIPLES and not draft.children(place, "nsubj", "nsubj:pass")
    if is_preposition:
        return "prep"
    head = draft.head[place]
    is_infinitive = any(draft.tag[i] == "TO" for i in draft.children(place, "mark"))
    return "xcomp" if is_infinitive and draft.tag[head] == "JJ" and _follows(draft, place, head) else ""


def _follows(draft: Draft, place: int, head: int) -> bool:
    """Whether no comma stands between a word and its head before it."""
    return head < place and "," not in draft.form[head:place]


def _acl(draft: Draft, place: int) -> str:
    has_subject = draft.children(place, "nsubj", "nsubj:pass")
    return "relcl" if has_subject and not draft.children(place, "mark") else ""


def _mark(draft: Draft, place: int) -> str:
    return "aux" if draft.tag[place] == "TO" else "advmod" if draft.tag[place] == "WRB" else ""


def _discourse(draft: Draft, place: int) -> str:
    """As in "so we went"."""
    return "advmod" if draft.tag[place] == "RB" else ""


def _expl(draft: Draft, place: int) -> str:
    return "expl" if draft.lower(place) == "there" else "nsubj"


def _det(draft: Draft, place: int) -> str:
    """In "the locals all speak it"."""
    return "appos" if place > draft.head[place] and draft.lower(place) in _QUANTIFIERS else ""


def _nummod(draft: Draft, place: int) -> str:
    return "compound" if draft.tag[place] == "CD" == draft.tag[draft.head[place]] else ""


def _xcomp(draft: Draft, place: int) -> str:
    return "" if draft.tag[place][:1] == "V" or draft.tag[place] in {"IN", "TO"} else _complement(draft, place)


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
    "acl": _acl,
    "advcl": _advcl,
    "advmod": _advmod,
    "amod": _amod,
    "compound": _compound,
    "csubj": _csubj,
    "det": _det,
    "discourse": _discourse,
    "expl": _expl,
    "iobj": _iobj,
    "mark": _mark,
    "nmod:unmarked": _unmarked,
    "nsubj": _nsubj,
    "nummod": _nummod,
    "xcomp": _xcomp,
}
