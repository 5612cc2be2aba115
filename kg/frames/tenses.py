"""The tense of a clause that has none of its own: that of the clause at which it hangs.

As a sentence of its own, "killing thousands" of "The regime represses its people, killing thousands" is "The regime
kills thousands", and "based on trust" of "a bond based on trust" is "is based on trust".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from kg.factuality.signatures import Firmness
from kg.lexicon import lexicon, words
from kg.parse.syntax import AUXILIARIES, PLURAL_TAGS, TENSED_TAGS, VERBAL
from kg.parse.tree import Token

_STATES = words("wording", "tenses", "states")
_PLURALS = words("wording", "tenses", "plurals")
_GENERIC = words("wording", "generic", "heads")
_GENERIC_DETERMINERS = words("wording", "generic", "determiners")
_DENIALS = frozenset({"not", "never"})
_PAST, _PRESENT, _MODAL = "VBD", "VBP", "MD"
_BE = {(_PAST, True): "were", (_PAST, False): "was", (_PRESENT, True): "are", (_PRESENT, False): "is"}
_DO = {(_PAST, True): "did", (_PAST, False): "did", (_PRESENT, True): "do", (_PRESENT, False): "does"}
_HAVE = {(_PAST, True): "had", (_PAST, False): "had", (_PRESENT, True): "have", (_PRESENT, False): "has"}
_VOWELS = "aeiou"
_HISSING = ("s", "x", "z", "ch", "sh")


def tensed(verb: Token, group: Sequence[Token], before: Sequence[Token], firmness: Firmness) -> Mapping[int, str]:
    """What the words of a participle's clause become, by their places; empty where they need not change.

    ``group`` are the words of the predicate, ``before`` all that the label says ahead of them.
    """
    words_of_verb = [token for token in group if token.pos_ in VERBAL]
    first = words_of_verb[0] if words_of_verb else verb
    subject = [token for token in before if token.pos_ in {"NOUN", "PROPN", "PRON", "NUM"} or token.tag_ == "DT"]
    if first.tag_ not in {"VBG", "VBN"} or not subject or _is_governed(verb, before) or described(verb) is not None:
        return {}
    tag, modal = _tense(verb)
    if not firmness.is_asserted and not (firmness.is_denied or modal):
        return {}
    is_many = _is_many(subject)
    helper = modal if modal and not firmness.is_asserted else ""
    denial = next((token for token in group if token.lower_ in _DENIALS and token.i < verb.i), None)
    if first.tag_ == "VBN":
        be = f"{helper} be" if helper else _BE[_PRESENT if _is_state(first, tag) else _PAST, is_many]
        place = denial or next((token for token in group if token.i <= first.i), first)
        return {place.i: f"{be} {place.text}"}
    if denial is not None and first.lemma_ not in {"be", "have"}:
        return {denial.i: f"{helper or _DO[tag, is_many]} {denial.lower_}", first.i: first.lemma_}
    return {first.i: f"{helper} {first.lemma_}" if helper else _form(first, tag, is_many)}


def expanded(token: Token) -> str:
    """A helping verb in full, whose short form joins no name: "is" of "'s", "have" of "'ve"; else the word."""
    table = lexicon("wording")["short"]
    short = token.lower_.replace("’", "'")
    if token.pos_ not in VERBAL or not isinstance(table, dict) or not short.startswith("'"):
        return token.text
    return str(table.get(f"{short} {token.lemma_.lower()}", table.get(short, token.text)))


def _is_governed(verb: Token, before: Sequence[Token]) -> bool:
    """Whether a verb above, or a helping verb, stands ahead in the label."""
    above = {verb} if _top(verb).dep_ in {"acl", "relcl"} else {verb, *verb.ancestors}
    return any(
        (token in above and (token.pos_ in VERBAL or token.dep_ == "prep"))
        or (token.dep_ in AUXILIARIES and token.head in above)
        or (token.dep_ == "mark" and token.head in above)
        for token in before
    )


def described(verb: Token) -> Token | None:
    """The noun of "those who fled", "countries importing oil", which the clause tells apart; None for any other."""
    noun = _top(verb).head
    if _top(verb).dep_ not in {"relcl", "acl"} or noun.pos_ not in {"NOUN", "PRON", "DET"}:
        return None
    if noun.doc[_top(verb).left_edge.i - 1].text in {",", "–", "—", "("}:
        return None
    lefts = [child for child in noun.lefts if child.dep_ not in {"amod", "compound", "punct", "advmod"}]
    if lefts:
        return noun if any(child.lower_ in _GENERIC_DETERMINERS for child in lefts) else None
    is_told = _top(verb).dep_ == "acl" and verb.tag_ == "VBN"  # "monkeys imported from Chad" were imported
    return noun if noun.lower_ in _GENERIC or (noun.tag_ == "NNS" and not is_told) else None


def _top(verb: Token) -> Token:
    """The first of coordinated verbs."""
    while verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        verb = verb.head
    return verb


def _tense(verb: Token) -> tuple[str, str]:
    """The tag and the modal verb of the clause above that has a tense: past where there is none."""
    for above in verb.ancestors:
        if above.pos_ not in VERBAL:
            continue
        helpers = [child for child in above.children if child.dep_ in AUXILIARIES and child.i < above.i]
        tags = {token.tag_ for token in (above, *helpers)}
        if _MODAL in tags:
            return _PRESENT, next(token.lower_ for token in (*helpers, above) if token.tag_ == _MODAL)
        if _PAST in tags or (above.tag_ == "VBN" and any(token.lemma_ == "have" for token in helpers)):
            return _PAST, ""
        if tags & TENSED_TAGS:
            return _PRESENT, ""
    return _PAST, ""


def _is_state(verb: Token, tag: str) -> bool:
    """As in "is based on": what lasts, where the clause above does not tell of the past."""
    return verb.lemma_.lower() in _STATES and tag == _PRESENT


def _is_many(subject: Sequence[Token]) -> bool:
    places = {token.i for token in subject}
    head = next((token for token in subject if token.head.i not in places), subject[0])
    is_listed = any(token.dep_ == "conj" and token.head == head for token in subject)
    return is_listed or head.tag_ in PLURAL_TAGS or head.lower_ in _PLURALS or head.pos_ == "NUM"


def _form(verb: Token, tag: str, is_many: bool) -> str:  # noqa: FBT001 - what agrees with the subject
    lemma = verb.lemma_.lower()
    if lemma in {"be", "have"}:
        return (_BE if lemma == "be" else _HAVE)[tag, is_many]
    if tag == _PAST:
        return _past_of(lemma, verb.lower_)
    return lemma if is_many else _third_person(lemma)


def _third_person(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return f"{lemma[:-1]}ies"
    return f"{lemma}es" if lemma.endswith((*_HISSING, "o")) else f"{lemma}s"


def _past_of(lemma: str, participle: str) -> str:
    """The past form: a listed one, or by rule from "stopping", whose consonants are doubled as in "stopped"."""
    if lemma in _irregular():
        return _irregular()[lemma]
    stem = participle.removesuffix("ing")
    if stem.endswith("y") and stem[-2:-1] not in _VOWELS:
        return f"{stem[:-1]}ied"
    return f"{stem}d" if stem.endswith("e") else f"{stem}ed"


@cache
def _irregular() -> Mapping[str, str]:
    table = lexicon("wording")["past"]
    return MappingProxyType({str(verb): str(form) for verb, form in table.items()} if isinstance(table, dict) else {})
