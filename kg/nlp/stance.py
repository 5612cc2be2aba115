"""Factuality: how firmly a clause, or a noun that names a happening, is put forward.

Each clause has a factuality of its own (modals, negation, adverbs, conditions) and one that its governors lend it
("agreed to", "urged X to", "failed to"); the weakest of them holds. After Sauri and Pustejovsky, FactBank (2009).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from spacy.tokens import Token

from kg.lexicon import lexicon, words
from kg.model import Factuality
from kg.nlp.syntax import SUBJECTS, is_negated_conjunct, is_passive, preposition_name

_STRENGTH = (
    Factuality.ASSERTED,
    Factuality.PLANNED,
    Factuality.EXPECTED,
    Factuality.POSSIBLE,
    Factuality.REQUESTED,
    Factuality.CONDITIONAL,
    Factuality.DENIED,
)
_CONDITIONS = words("stance", "conditions", "words")
_TIME_MARKS = words("stance", "conditions", "times")
_HYPOTHETICAL = frozenset({Factuality.PLANNED, Factuality.EXPECTED, Factuality.CONDITIONAL, Factuality.REQUESTED})
_MAX_CHAIN = 10


def weakest(*values: Factuality) -> Factuality:
    """The least firm of several factualities; a request for a plan is a request, a failed plan is denied."""
    return max(values, key=_STRENGTH.index)


def factuality(verb: Token, *, depth: int = 0) -> Factuality:
    """The factuality of the clause that a token heads, its governors within the sentence counted in."""
    if depth > _MAX_CHAIN:
        return Factuality.POSSIBLE
    return weakest(_own(verb), _lent(verb, depth + 1))


def noun_factuality(noun: Token, *, depth: int = 0) -> Factuality:
    """The factuality of a happening that a noun names: "planned tariffs", "demanded tariffs", "no tariffs"."""
    if depth > _MAX_CHAIN:
        return Factuality.POSSIBLE
    own = [_adjective_effect(child) for child in noun.children if child.dep_ in {"amod", "compound"}]
    if is_negated_conjunct(noun) or any(child.lower_ == "no" and child.dep_ == "det" for child in noun.children):
        own.append(Factuality.DENIED)
    return weakest(Factuality.ASSERTED, *own, _noun_context(noun, depth + 1))


def argument_factuality(head: Token, clause: Factuality) -> Factuality:
    """The clause's factuality, denied for an argument that is negated ("but not the removal", "no injuries")."""
    if is_negated_conjunct(head) or any(
        child.lower_ in {"no", "neither"} and child.dep_ in {"det", "preconj"} for child in head.children
    ):
        return Factuality.DENIED
    return clause


def infinitive_effect(verb: Token) -> Factuality:
    """What a verb lends its infinitive: "urged X to" Requested, "agreed to" Planned."""
    return _effect("infinitive", "verbs", verb.lemma_.lower(), Factuality.ASSERTED)


def _own(verb: Token) -> Factuality:
    found = [Factuality.ASSERTED]
    children = list(verb.children)
    for child in children:
        if child.dep_ in {"aux", "auxpass"}:
            found.append(_modal(child))
        elif child.dep_ == "advmod":
            found.append(_table_effect("adverbs", child.lower_))
    if _is_negated(verb):
        found.append(Factuality.DENIED)
    found.append(_condition(verb, found))
    if _is_question(verb):
        found.append(Factuality.POSSIBLE)
    return weakest(*found)


def _modal(auxiliary: Token) -> Factuality:
    """As in "would" in reported speech is a future seen from the past ("stated it would attack": Planned)."""
    if auxiliary.lower_ in {"would", "'d", "’d"}:
        verb = auxiliary.head
        if auxiliary.tag_ != "MD":
            return Factuality.ASSERTED
        if verb.dep_ in {"ccomp", "conj"} and any(t.tag_ in {"VBD", "VBN"} for t in (verb.head, verb.head.head)):
            return Factuality.PLANNED
        return Factuality.POSSIBLE
    if (
        auxiliary.tag_ == "TO"
        and auxiliary.head.dep_ == "ROOT"
        and any(c.dep_ in SUBJECTS for c in auxiliary.head.lefts)
    ):
        return Factuality.PLANNED  # the headline "Canada to sign treaty"
    return _table_effect("modals", auxiliary.lower_) if auxiliary.tag_ == "MD" else Factuality.ASSERTED


def _is_negated(verb: Token) -> bool:
    children = list(verb.children)
    for child in children:
        if child.dep_ == "neg" and not _is_not_only(child):
            return True
        if (
            child.dep_ == "advmod"
            and child.lower_ in {"longer", "neither", "nor"}
            and (child.lower_ != "longer" or any(c.lower_ == "no" for c in child.children))
        ):
            return True
        if child.dep_ in {"cc", "preconj"} and child.lower_ == "neither":
            return True
    subject = next((child for child in children if child.dep_ in SUBJECTS), None)
    return subject is not None and (_has_no(subject) or subject.lower_ in {"nobody", "none", "nothing", "neither"})


def _has_no(noun: Token) -> bool:
    return any(
        child.lower_ in {"no", "neither"} and child.dep_ in {"det", "preconj", "cc", "advmod"}
        for child in noun.children
    )


def _is_not_only(negation: Token) -> bool:
    following = negation.nbor() if negation.i + 1 < len(negation.doc) else None
    return following is not None and following.lower_ in {"only", "just", "merely", "simply"}


def _condition(verb: Token, found: Iterable[Factuality]) -> Factuality:
    """As in "if X, Y": both are conditional; "X may happen if Y" stays possible."""
    if _mark(verb) in _CONDITIONS and verb.dep_ in {"advcl", "conj"}:
        return Factuality.CONDITIONAL
    main = any(child.dep_ == "advcl" and _mark(child) in _CONDITIONS for child in verb.children)
    return Factuality.CONDITIONAL if main and Factuality.POSSIBLE not in found else Factuality.ASSERTED


def _mark(verb: Token) -> str:
    mark = next(
        (child for child in verb.children if child.dep_ == "mark" or (child.dep_ == "advmod" and child.tag_ == "WRB")),
        None,
    )
    return mark.lower_ if mark is not None else ""


def _is_question(verb: Token) -> bool:
    return verb.dep_ == "ROOT" and any(child.text == "?" for child in verb.children)


def _lent(verb: Token, depth: int) -> Factuality:
    governed = _GOVERNED.get(verb.dep_)
    if governed is not None:
        return governed(verb, depth)
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return _from_conjunct(verb, depth)
    if verb.dep_ == "relcl" and _is_infinitive(verb):
        return _effect("infinitive", "nouns", verb.head.lemma_, Factuality.POSSIBLE)
    return Factuality.ASSERTED


def _open_complement(verb: Token, depth: int) -> Factuality:
    is_infinitive = _is_infinitive(verb) or verb.tag_ == "VBG"
    return _complement(verb, depth, kind="infinitive" if is_infinitive else "clause")


def _full_complement(verb: Token, depth: int) -> Factuality:
    return _complement(verb, depth, kind="infinitive" if _is_infinitive(verb) else "clause")


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)


def _from_conjunct(verb: Token, depth: int) -> Factuality:
    """As in "will sign and ratify" shares the modal; "signed and may ratify" does not; both share what governs them."""
    head = verb.head
    has_subject = any(child.dep_ in SUBJECTS for child in verb.children)
    shares = (
        verb.tag_ in {"VB", "VBN", "VBG"}
        and not has_subject
        and not any(c.dep_ in {"aux", "auxpass"} for c in verb.children)
    )
    governed = _lent(head, depth) if depth <= _MAX_CHAIN and head.dep_ != "ROOT" else Factuality.ASSERTED
    if has_subject and head.dep_ not in {"ccomp", "advcl"}:
        governed = Factuality.ASSERTED
    condition = Factuality.CONDITIONAL if head.dep_ == "advcl" and _mark(head) in _CONDITIONS else Factuality.ASSERTED
    return weakest(_own(head) if shares else Factuality.ASSERTED, governed, condition)


def _complement(verb: Token, depth: int, *, kind: str) -> Factuality:
    """What "agreed to", "hopes that" lend their complement; a governor that is itself not asserted weakens it."""
    governor = verb.head
    above = (
        factuality(governor, depth=depth) if governor.pos_ in {"VERB", "AUX"} else _adjective_governor(governor, depth)
    )
    field = (
        "verbs" if governor.pos_ in {"VERB", "AUX"} else "adjectives" if governor.pos_ in {"ADJ", "ADV"} else "nouns"
    )
    default = Factuality.ASSERTED if kind == "clause" or field == "verbs" else Factuality.POSSIBLE
    lent = _effect(kind, field, governor.lemma_.lower(), default)
    if lent is Factuality.DENIED and above is Factuality.DENIED:
        return Factuality.ASSERTED  # "did not deny that", "never failed to"
    if kind == "clause" and above is Factuality.DENIED and lent is Factuality.ASSERTED:
        return Factuality.POSSIBLE  # "did not say that": the content is left open
    if (
        kind == "infinitive"
        and governor.lemma_ in {"be", "have"}
        and governor.pos_ in {"VERB", "AUX"}
        and field == "verbs"
    ):
        return weakest(above, Factuality.PLANNED)  # "is to sign", "has to sign"
    return weakest(lent, above)


def _adjective_governor(adjective: Token, depth: int) -> Factuality:
    head = adjective.head
    return factuality(head, depth=depth) if head.pos_ in {"VERB", "AUX"} and head != adjective else Factuality.ASSERTED


def _adverbial(verb: Token, depth: int) -> Factuality:
    head = verb.head
    governor = head if head.pos_ in {"VERB", "AUX"} else head.head
    if governor.pos_ not in {"VERB", "AUX"}:
        return Factuality.ASSERTED
    if _is_infinitive(verb):
        above = factuality(governor, depth=depth)
        return weakest(Factuality.PLANNED, above) if above is not Factuality.DENIED else Factuality.DENIED
    mark = _mark(verb)
    if not mark and verb.tag_ in {"VBG", "VBN"}:
        above = factuality(governor, depth=depth)
        return above if above is not Factuality.DENIED else Factuality.POSSIBLE
    if mark in _TIME_MARKS and verb.tag_ in {"VBZ", "VBP", "VBG"}:
        above = factuality(governor, depth=depth)
        return Factuality.CONDITIONAL if above in _HYPOTHETICAL else Factuality.ASSERTED
    return Factuality.ASSERTED


def _modifier(verb: Token, depth: int) -> Factuality:
    """As in "a plan to sign" (Planned), "a tariff targeting steel" (as firm as the tariff, where only meant)."""
    noun = verb.head
    if _is_infinitive(verb):
        above = _noun_context(noun, depth)
        lent = _effect("infinitive", "nouns", noun.lemma_.lower(), Factuality.POSSIBLE)
        return weakest(lent, above if above is not Factuality.REQUESTED else Factuality.ASSERTED)
    if (
        any(child.dep_ == "det" and child.lower_ in {"a", "an", "any", "no"} for child in noun.children)
        and noun.dep_ == "dobj"
    ):
        return _noun_context(noun, depth)
    return Factuality.ASSERTED


def _gerund(verb: Token, depth: int) -> Factuality:
    preposition = verb.head
    governor = preposition.head
    table = _gerund_table()
    name = preposition_name(preposition)
    above = factuality(governor, depth=depth) if governor.pos_ in {"VERB", "AUX"} else Factuality.ASSERTED
    if governor.lemma_.lower() in table["prevented"] and name in {"from", "to", "of"}:
        return Factuality.DENIED
    if governor.lemma_.lower() in table["alleged"]:
        return Factuality.POSSIBLE
    if governor.lemma_.lower() in table["done"]:
        return Factuality.ASSERTED
    if name in table["inherited"]:
        return above if above is not Factuality.DENIED else Factuality.POSSIBLE
    for value in (Factuality.DENIED, Factuality.PLANNED, Factuality.POSSIBLE):
        if name in table[value.value]:
            return weakest(value, above) if value is not Factuality.PLANNED else value
    return Factuality.POSSIBLE


def _noun_context(noun: Token, depth: int) -> Factuality:
    """What the words above a noun make of it: "rejected tariffs", "the risk of tariffs", "the tariffs failed"."""
    if depth > _MAX_CHAIN:
        return Factuality.POSSIBLE
    match noun.dep_:
        case "conj":
            return _noun_context(noun.head, depth + 1)
        case "dobj" | "nsubjpass" | "attr" | "oprd":
            return _noun_under_verb(noun, depth + 1)
        case "pobj" | "pcomp":
            return _noun_after_preposition(noun.head, depth + 1)
    return Factuality.ASSERTED


def _noun_under_verb(noun: Token, depth: int) -> Factuality:
    head = noun.head
    if noun.dep_ == "nsubjpass" and not is_passive(head):
        return Factuality.ASSERTED
    above = factuality(head, depth=depth) if head.pos_ in {"VERB", "AUX"} else Factuality.ASSERTED
    return weakest(above, _effect("noun", "verbs", _verb_name(head), Factuality.ASSERTED))


def _noun_after_preposition(preposition: Token, depth: int) -> Factuality:
    governor = preposition.head
    if preposition_name(preposition) in {"without", "instead of", "rather than"}:
        return Factuality.DENIED
    if governor.pos_ in {"NOUN", "PROPN"}:
        lent = (
            _effect("noun", "nouns", governor.lemma_.lower(), Factuality.ASSERTED)
            if preposition.lower_ in {"of", "for", "to"}
            else Factuality.ASSERTED
        )
        return weakest(
            lent, noun_factuality(governor, depth=depth) if lent is not Factuality.ASSERTED else Factuality.ASSERTED
        )
    if governor.pos_ in {"VERB", "AUX"} and preposition.lower_ in {"for", "to", "of"}:
        lent = (
            _effect("noun", "verbs", governor.lemma_.lower(), Factuality.ASSERTED)
            if preposition.lower_ == "for"
            else Factuality.ASSERTED
        )
        return weakest(lent, factuality(governor, depth=depth))
    return Factuality.ASSERTED


_GOVERNED: Mapping[str, Callable[[Token, int], Factuality]] = {
    "xcomp": _open_complement,
    "ccomp": _full_complement,
    "advcl": _adverbial,
    "acl": _modifier,
    "pcomp": _gerund,
}
"""What governs a clause, by its label."""


def _verb_name(verb: Token) -> str:
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), "")
    return f"{verb.lemma_.lower()} {particle}".strip()


def _adjective_effect(adjective: Token) -> Factuality:
    return _effect("noun", "adjectives", adjective.lower_, Factuality.ASSERTED)


def _effect(kind: str, field: str, lemma: str, default: Factuality) -> Factuality:
    return _effects(kind, field).get(lemma, default)


@cache
def _effects(kind: str, field: str) -> Mapping[str, Factuality]:
    """Word -> factuality for one kind of complement; the first section that names a word decides."""
    found: dict[str, Factuality] = {}
    for name, section in _table(kind).items():
        for word in _list(section, field):
            found.setdefault(word, Factuality(name))
    return found


@cache
def _table_effects(section: str) -> Mapping[str, Factuality]:
    return {
        word: Factuality(name)
        for name in _table(section)
        if name in {f.value for f in Factuality}
        for word in _list(_table(section), name)
    }


def _table_effect(section: str, word: str) -> Factuality:
    return _table_effects(section).get(word, Factuality.ASSERTED)


@cache
def _gerund_table() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(_list(_table("gerund"), name)) for name in _table("gerund")}


def _table(name: str) -> Mapping[str, object]:
    value = lexicon("stance")[name]
    return value if isinstance(value, dict) else {}


def _list(section: object, field: str) -> tuple[str, ...]:
    values = section.get(field, []) if isinstance(section, Mapping) else []
    return tuple(str(value) for value in values) if isinstance(values, list) else ()
