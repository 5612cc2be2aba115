"""From Universal Dependencies to the scheme of spaCy's English models (the labels of ClearNLP).

In that scheme a preposition governs its noun, a copula its clause, the last word of a name the whole name, and each
conjunct the next one. A tree is rewritten step by step: what a step decides stands in ``label``; relations of Universal
Dependencies that are left at the end are translated one by one.
"""

from collections.abc import Callable

from training.rewriting import Draft, expressions, words
from training.treebank import Tree

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
        draft.promote(copula, said, _role_of_said(draft, said))
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


def _role_of_said(draft: Draft, said: int) -> str:
    marks = draft.children(said, "mark")
    if _has_clause_inside(draft, said):
        if any(draft.tag[i] == "TO" for i in marks):
            return "xcomp"
        return "advcl" if any(draft.lower(i) in {"because", "when", "if", "as"} for i in marks) else "ccomp"
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
    return draft.tag[min([verb, *before])] == "VBG"


_CASED = frozenset({"'s", "’s", "'", "’"})
_PARTS = frozenset({"flat", "compound", "nmod:desc"})
_DASHES = frozenset({"-", "–", "—"})
_EXPRESSIONS = expressions()
_GIVING = words("nouns", "giving")
_HALVES = words("nouns", "eras_and_halves")
MONTHS = words("nouns", "months")
_DETERMINING = frozenset({"det", "nmod:poss"})
_LIMITS = frozenset({"over", "under"})
_DONE = "fixed:done"
_GERUNDS_AND_FINITE = frozenset({"VBG", "VBD", "VBZ", "VBP", "VB", "MD"})


def fixed(draft: Draft) -> None:
    """Give the words of fixed expressions ("because of", "such as") their heads."""
    for first in draft.places:
        rest = draft.children(first, "fixed")
        if rest:
            for place in rest:
                draft.rel[place] = _DONE
            _expression(draft, [first, *rest])


def _expression(draft: Draft, found: list[int]) -> None:
    first, *rest = found
    key = " ".join(draft.lower(i) for i in found)
    if key == "in order":
        verb = draft.head[first]
        draft.promote(first, verb, "acl")
        draft.label[first], draft.label[rest[0]], draft.head[verb] = "prep", "pobj", rest[0]
    elif key in {"more than", "less than", "fewer than", "up to"} and draft.rel[first] == "advmod":
        draft.label[first], draft.label[rest[0]] = _EXPRESSIONS[key][1]
        draft.head[rest[0]] = draft.head[first]
    elif draft.rel[first] in {"case", "mark"} and key not in _EXPRESSIONS:
        for place in rest:
            draft.head[place], draft.rel[place] = draft.head[first], draft.rel[first]
    else:
        _headed(draft, found, *_EXPRESSIONS.get(key, (0, ("", *("advmod" for _ in rest)))))


def _headed(draft: Draft, found: list[int], top: int, labels: tuple[str, ...]) -> None:
    head = found[top]
    if top:
        draft.promote(head, found[0], labels[0])
    if labels[top]:
        draft.label[head] = labels[top]
    for place, name in zip(found, labels, strict=True):
        if place != head:
            draft.head[place], draft.rel[place], draft.label[place] = head, _DONE, name


def names(draft: Draft) -> None:
    """Make the last word of a name its head: "Antony" hangs on "Blinken"; "6.1" still hangs on "Section"."""
    for first in draft.places:
        parts = draft.children(first, "flat")
        if not parts or parts != list(range(first + 1, first + 1 + len(parts))):
            continue
        if draft.tag[parts[-1]] == "CD":
            for place in parts:
                draft.label[place] = "nummod" if draft.tag[place] == "CD" else "compound"
            continue
        last = parts[-1]
        others = [child for child in draft.children(first) if child not in parts]
        # In "Minister of Education Jo Berg" what stands between the office and the name belongs to the office.
        titles = [i for i in others if draft.rel[i] == "nmod:desc" and i < first]
        if titles:
            draft.move([i for i in others if draft.rel[i] == "nmod" and titles[-1] < i < first], titles[-1])
        others = [child for child in draft.children(first) if child not in parts]
        draft.promote(last, first, "compound")
        draft.move([*others, *parts], last)
        for place in parts[:-1]:
            draft.label[place] = "compound"


def hyphened(draft: Draft) -> None:
    """Make the last word the head of "al-Qaeda" and "Kim Jong-un", whose parts the hyphen keeps apart."""
    for last in draft.places:
        first = draft.head[last]
        is_part = draft.rel[last] in _PARTS and first == last - 2 and draft.form[last - 1] in _DASHES
        if not is_part or not draft.tag[first].startswith("NNP") or not draft.tag[last].startswith("NNP"):
            continue
        draft.head_by(last, first, "compound")


def described(draft: Draft) -> None:
    """In "the news agency Ceteka" what has a determiner is no title: the name stands in apposition."""
    for noun in draft.places:
        name = draft.head[noun]
        if draft.rel[noun] == "nmod:desc" and name > noun and draft.tag[noun] in {"NN", "NNS"}:
            own = [
                i for i in draft.places if i < noun and draft.head[i] in {noun, name} and draft.rel[i] in _DETERMINING
            ]
            if own:
                before = [i for i in draft.children(name) if i < noun]
                draft.promote(noun, name, "appos")
                draft.move(before, noun)


def money(draft: Draft) -> None:
    """Make the number the head of "$ 5 million" and "$ 5"."""
    for sign in draft.places:
        if draft.tag[sign] != "$":
            continue
        numbers = [i for i in draft.children(sign, "nummod") if draft.tag[i] == "CD" and i > sign]
        if not numbers:
            continue
        number = numbers[0]
        draft.head_by(number, sign, "quantmod" if draft.children(number, "compound") else "nmod")


def quantities(draft: Draft) -> None:
    """Hang what modifies a number on the number: "about 300", "at least 5", "over 100"."""
    for place in draft.places:
        number = draft.head[place]
        if number and draft.tag[number] == "CD" and draft.rel[place] in {"obl", "nmod"} and place < number:
            cases = draft.children(place, "case")
            if cases and draft.lower(cases[0]) == "at":
                draft.rel[place], draft.label[place], draft.label[cases[0]] = "advmod", "advmod", "advmod"
                draft.rel[cases[0]] = "advmod"
        elif number and draft.tag[number] == "CD" and draft.rel[place] == "advmod" and draft.lower(place) in _LIMITS:
            draft.label[place] = "quantmod"


def times(draft: Draft) -> None:
    """Make "p.m." the head of "5 p.m.", and "May" the head of "May 3, 2024"."""
    for month in draft.places:
        day = draft.head[month]
        if draft.lower(month) in MONTHS and day == month + 1 and draft.tag[day] == "CD":
            draft.head_by(month, day, "nummod")
    for half in draft.places:
        hour = draft.head[half]
        if draft.lower(half) not in _HALVES or hour != half - 1 or draft.tag[hour] != "CD":
            continue
        draft.head_by(half, hour, "nummod")


def prepositions(draft: Draft) -> None:
    """Make each preposition govern its noun: "in" hangs on the verb, "Paris" on "in"."""
    for noun in draft.places:
        cases = [i for i in draft.children(noun, "case") if not (draft.tag[i] == "POS" or draft.lower(i) in _CASED)]
        for place, case in reversed(list(enumerate(cases))):
            if case > noun:  # "ago", "the whole world over"
                draft.label[case] = "prep"
                continue
            above = noun if place == len(cases) - 1 else cases[place + 1]
            if draft.form[case] in _DASHES and draft.tag[noun] == "CD" == draft.tag[draft.head[noun]]:
                # Make the end of "15 - 20 minutes" its head.
                begin = draft.head[noun]
                draft.head_by(noun, begin, "quantmod")
                draft.head[case], draft.label[case] = noun, "punct"
            else:
                _govern(draft, case, above)


def _govern(draft: Draft, case: int, noun: int) -> None:
    """One preposition above its noun, or above the next preposition ("out of")."""
    is_agent = draft.rel[noun] == "obl:agent"
    clause = draft.tag[noun] in _GERUNDS_AND_FINITE
    modifiers = [i for i in draft.children(noun) if i < case and draft.rel[i] in {"advmod", "obl:unmarked"}]
    conjuncts = [i for i in draft.children(noun, "conj") if draft.children(i, "case")]
    is_inner = draft.label[noun] in {"prep", "agent", "dative"}
    draft.promote(case, noun, "prep" if is_inner else "pcomp" if clause else "pobj")
    draft.move([*modifiers, *conjuncts], case)
    others = [i for i in draft.children(case, "conj") if i < noun and draft.tag[i] in {"IN", "TO"}]
    if others:  # "in or near the city"
        draft.head[noun] = others[-1]
    if draft.label[case]:
        return
    if draft.rel[case] in {"conj", "root"}:
        draft.label[case] = draft.rel[case]
    elif is_agent:
        draft.label[case] = "agent"
    elif draft.lower(case) == "to" and draft.lemma[draft.head[case]] in _GIVING and draft.rel[case] == "obl":
        draft.label[case] = "dative"
    else:
        draft.label[case] = "prep"


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
        "appos" if place > draft.head[place] and draft.lower(place) in {"all", "both", "each"} else ""
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
