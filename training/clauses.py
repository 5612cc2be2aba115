"""Rewrites of clauses: copulas, markers, free relative clauses, what is said, subjects of infinitives."""

from __future__ import annotations

from training.rewriting import Draft, words

_CLAUSE = frozenset(
    {"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "csubj:outer", "aux", "aux:pass", "mark", "punct"}
    | {"advcl", "parataxis", "discourse", "vocative", "dislocated", "expl", "obl:unmarked", "cc", "advcl:relcl"}
)
_APART = frozenset({"punct", "cc", "conj", "parataxis"})
_OWN = ("obj", "nsubj", "nsubj:pass", "ccomp", "xcomp", "obl", "aux", "aux:pass", "cop", "mark")
_FOCUS = words("clauses", "focus")
_NOMINAL_FOCUS = words("clauses", "focus_of_nouns")
_RAISING = words("clauses", "raising")
_SAYING = words("clauses", "saying")
_SUBORDINATORS = words("clauses", "subordinators")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBAL = frozenset({"VB", "VBD", "VBZ", "VBP", "VBG", "VBN", "MD"})
_WHAT = frozenset({"WP", "WDT", "WRB"})
_ADJECTIVES = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG"})
_REASONS = frozenset({"because", "when", "if", "as"})
_COMPLEMENTS = {
    **dict.fromkeys(("JJ", "JJR", "JJS", "VBN", "VBG"), "acomp"),
    **dict.fromkeys(("RB", "WRB", "RP", "EX"), "advmod"),
    **dict.fromkeys(("IN", "TO"), "prep"),
}
_BARE_ROLES = {
    "nsubj": "csubj", "nsubj:pass": "csubjpass", "nsubj:outer": "csubj", "obj": "ccomp", "iobj": "dative",
    "advmod": "advcl", "obl": "advcl", "nmod": "acl", "ccomp": "ccomp", "xcomp": "ccomp", "advcl": "advcl",
    "root": "root",
}  # fmt: skip


def said_after(draft: Draft) -> None:
    """Make "said" govern what is said: in "rain is due, he said" and "he said: rain is due" the clause hangs on it."""
    for content in draft.places:
        cue = draft.head[content]
        is_said = draft.rel[content] == "parataxis" and draft.lemma[cue] in _SAYING and content > cue
        if is_said and draft.children(cue, "nsubj") and not draft.children(cue, "ccomp", "obj", "xcomp"):
            draft.rel[content] = "ccomp"
    for cue in draft.places:
        content = draft.head[cue]
        if draft.rel[cue] != "parataxis" or not content or draft.lemma[cue] not in _SAYING or cue < content:
            continue
        subjects = draft.children(cue, "nsubj")
        if not subjects or draft.children(cue, "ccomp", "obj", "xcomp") or draft.rel[content] == "conj":
            continue
        draft.promote(cue, content, "ccomp")
        stays = [i for i in draft.children(content, "punct") if i > cue]
        draft.move(stays, cue)


def shared_objects(draft: Draft) -> None:
    """Hang the object of "aided and armed the rebels" on the last verb, which is nearer, with what follows it."""
    for first in draft.places:
        verbs = draft.children(first, "conj")
        last = verbs[-1] if verbs else 0
        if last < first or not draft.tag[first].startswith("VB") or not draft.tag[last].startswith("VB"):
            continue
        behind = [i for i in draft.children(first) if i > last and draft.rel[i] not in _APART]
        has_none = not draft.children(last, *_OWN)
        if has_none and behind and draft.rel[behind[0]] == "obj":
            draft.move(behind, last)


def free_relatives(draft: Draft) -> None:
    """In "what he did was wrong" the verb governs "what", and is the subject itself."""
    for what in draft.places:
        if draft.tag[what] not in _WHAT:
            continue
        clauses = draft.children(what, "acl:relcl", "advcl:relcl", "acl")
        if not clauses or clauses[0] < what:
            continue
        verb = clauses[0]
        cases = draft.children(what, "case")
        role = draft.rel[what]
        draft.promote(verb, what, _role_of_what(draft, what, verb))
        draft.label[verb] = "" if cases else "conj" if role == "conj" else _BARE_ROLES.get(role, "")
        if draft.tag[what] != "WRB":
            draft.rel[what] = "nsubj"
        draft.move([c for c in draft.children(what) if c < what or c > verb], verb)


def _role_of_what(draft: Draft, what: int, verb: int) -> str:
    if draft.tag[what] == "WRB":
        return "advmod"
    subject = draft.children(verb, "nsubj", "nsubj:pass", "expl", "csubj")
    if not subject:
        return "nsubjpass" if draft.children(verb, "aux:pass") else "nsubj"
    return "attr" if draft.lemma[verb] == "be" else "dobj"


def copulas(draft: Draft) -> None:
    """Make "is" govern its clause, and what is said of the subject its complement."""
    for said in draft.places:
        found = draft.children(said, "cop")
        if not found:
            continue
        copula = found[-1]
        inner = _has_clause_inside(draft, said)
        moved = [
            child
            for child in draft.children(said)
            if child != copula
            and (_is_outer(draft, child, copula) if inner else _is_clausal(draft, child, copula, said))
        ]
        has_case = any(draft.tag[i] != "POS" for i in draft.children(said, "case"))
        draft.promote(copula, said, _complement(draft, said))
        draft.move(moved, copula)
        if has_case:
            draft.rel[said], draft.label[said] = "obl", ""
        for extra in found[:-1]:
            draft.head[extra], draft.label[extra] = copula, "aux"


def _has_clause_inside(draft: Draft, said: int) -> bool:
    """Whether what is said is a clause of its own, as in "the plan is to go", "the fact is that he went"."""
    outer = bool(draft.children(said, "nsubj:outer", "csubj:outer"))
    asked = any(draft.tag[i] in _WHAT and draft.label[i] for i in draft.children(said))
    return outer or (draft.tag[said] in _VERBAL and (asked or bool(draft.children(said, "mark"))))


def _is_outer(draft: Draft, child: int, copula: int) -> bool:
    rel = draft.rel[child]
    return rel in {"nsubj:outer", "csubj:outer", "expl"} or (child < copula and rel in (_CLAUSE | {"advmod", "obl"}))


def _complement(draft: Draft, said: int) -> str:
    marks = draft.children(said, "mark")
    if _has_clause_inside(draft, said):
        if any(draft.tag[i] == "TO" for i in marks):
            return "xcomp"
        return "advcl" if any(draft.lower(i) in _REASONS for i in marks) else "ccomp"
    tag = draft.tag[said]
    return _COMPLEMENTS.get(tag) or ("ccomp" if tag in _VERBAL else "attr")


def _is_clausal(draft: Draft, child: int, copula: int, said: int) -> bool:
    """Whether a dependent of the complement belongs to the clause."""
    rel, is_adjective = draft.rel[child], draft.tag[said] in _ADJECTIVES
    if rel == "conj":
        return bool(draft.children(child, "nsubj", "nsubj:pass", "cop", "aux", "aux:pass", "expl")) or (
            draft.tag[child] in _FINITE | {"VB"}
        )
    if rel == "obl":
        return child < copula or not is_adjective or draft.form[child - 1] == ","
    if rel == "advmod":
        if copula < child < said:
            word = draft.lower(child)
            return word in _FOCUS if is_adjective else word not in _NOMINAL_FOCUS
        return draft.lower(child) != "enough"
    return rel in _CLAUSE and not (rel == "advcl" and child > said and is_adjective and _is_infinitive(draft, child))


def _is_infinitive(draft: Draft, verb: int) -> bool:
    return any(draft.tag[i] == "TO" for i in draft.children(verb, "mark"))


def raised(draft: Draft) -> None:
    """In "made them go" and "wants him to go" the object of the one verb is the subject of the other."""
    for below in draft.places:
        verb = draft.head[below]
        if draft.rel[below] != "xcomp" or not verb or draft.label[below]:
            continue
        objects = [i for i in draft.children(verb, "obj", "iobj") if i < below]
        is_verb = draft.tag[below] in _VERBAL or draft.lemma[below] == "be"
        if objects and draft.lemma[verb] in _RAISING and not draft.children(below, "nsubj", "nsubj:pass"):
            taken = objects[-1]
            if not is_verb and draft.tag[below] not in _ADJECTIVES:
                continue
            passive = bool(draft.children(below, "aux:pass"))
            draft.head[taken], draft.rel[taken] = below, "nsubj:pass" if passive else "nsubj"
            draft.label[below] = "ccomp"


def markers(draft: Draft) -> None:
    """Make a preposition govern a gerund: in "after leaving", "leaving" hangs on "after"."""
    for verb in draft.places:
        for mark in draft.children(verb, "mark"):
            if draft.lower(mark) in {"as", "than"} and _is_bare(draft, verb):
                if draft.label[verb] == "pobj":  # "than in Florida"
                    inner = draft.head[verb]
                    draft.head[mark] = inner
                    draft.promote(mark, inner, "prep")
                    draft.label[mark] = "prep"
                    continue
                draft.promote(mark, verb, "amod" if draft.tag[verb][:2] == "JJ" else "pobj")
                draft.label[mark] = "prep"
                continue
            if draft.lower(mark) in {"with", "without"} and not draft.label[mark]:
                # In "with ten people killed" the clause hangs on "with", in "with this in hand" the noun does.
                subjects = draft.children(verb, "nsubj", "nsubj:pass")
                draft.promote(mark, verb, "pcomp")
                draft.label[mark] = "prep"
                if subjects and draft.tag[verb] not in _VERBAL and draft.lemma[verb] != "be":
                    draft.head[subjects[0]], draft.label[subjects[0]] = mark, "pobj"
                    draft.label[verb] = ""
                continue
            is_preposition = draft.tag[mark] in {"IN", "TO"} and draft.lower(mark) not in _SUBORDINATORS
            if not is_preposition or draft.label[mark] or not _is_gerund(draft, verb):
                continue
            draft.promote(mark, verb, "pcomp")
            keeps = draft.rel[mark] in {"conj", "root", "csubj"}
            draft.label[mark] = draft.rel[mark] if keeps else "prep"


def _is_bare(draft: Draft, top: int) -> bool:
    """Whether a clause has no verb, as in "as possible"."""
    verbal = draft.tag[top] in _VERBAL | {"IN", "TO"} or draft.lemma[top] == "be"
    return not verbal and not draft.children(top, "nsubj", "nsubj:pass", "aux", "cop")


def _is_gerund(draft: Draft, verb: int) -> bool:
    before = draft.children(verb, "aux", "aux:pass", "cop")
    first = min([verb, *before])
    return draft.tag[first] == "VBG"
