"""The component ``kg_repairs``: corrects known parser errors before anything reads the parse.

Each repair fires on a pattern that is wrong in any sentence, never on a guess. There are few: of others that stood
here no figure is lower without them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.lexicon import pairs, words
from kg.parse.provenance import REPAIR, note_rule
from kg.parse.syntax import RELATIVE_TAGS, has_child, is_verb

_PAIR = 2  # tokens: a name and the comma behind it
_NO_PERSON = frozenset({"FAC", "GPE", "LOC", "NORP", "ORG"})
_PARTICLES, _PHRASAL = (words("clauses", "particles", name) for name in ("words", "verbs"))
_SET = words("clauses", "what_is_set", "words")
_CURRENCIES, _SHARES = frozenset(pairs("quantities", "currencies")), words("quantities", "shares", "words")
_OBJECTS = frozenset({"attr", "dative", "dobj", "nsubjpass"})
_NOT_ALONE = words("stance", "not_alone", "words")
_KINDS = ("claim", "deny", "fear", "neutral", "warn")
_REPORTING = frozenset().union(*(words("reporting", "kinds", kind, "verbs") for kind in _KINDS))


@Language.component(
    "kg_repairs", requires=["token.dep", "token.head", "token.tag"], assigns=["token.dep", "token.head"]
)
def kg_repairs(doc: Doc) -> Doc:
    """The Doc with its parse repaired."""
    repair(doc)
    return doc


def repair(doc: Doc) -> None:
    """Change heads and labels of a parsed Doc, in place, where the parse cannot be right."""
    for token in doc:
        label = token.dep_
        place = _next(label, 0)
        while place is not None:
            name, _, mend = REPAIRS[place]
            before = token.head.i, label, token.tag_
            mend(token)
            label = token.dep_
            if (token.head.i, label, token.tag_) != before:
                note_rule(doc, REPAIR, name, token.i)
            place = _next(label, place + 1)


@cache
def _next(label: str, place: int) -> int | None:
    """The place of the first repair, from a place on, that may mend tokens of a label; None where none may."""
    return next((number for number in range(place, len(REPAIRS)) if label in REPAIRS[number][1]), None)


def _headline_infinitive(token: Token) -> None:
    """As in "Canada to sign treaty": in a headline an infinitive behind a name is what will be done."""
    name = token.head
    has_to = any(child.tag_ == "TO" and child.i == name.i + 1 for child in token.children)
    if token.tag_ != "VB" or not has_to or name.dep_ != "ROOT" or name.pos_ not in {"PROPN", "NOUN"}:
        return
    if has_child(name, {"det", "poss", "prep"}):
        return
    token.head, token.dep_ = token, "ROOT"
    name.head, name.dep_ = token, "nsubj"


def _passive_participle(token: Token) -> None:
    """As in "where he was jeered": what happened there, so a participle; "was annoyed" may tell how somebody felt."""
    is_done = any(child.dep_ == "auxpass" and child.lower_ in {"was", "were"} for child in token.lefts)
    is_there = any(child.tag_ == "WRB" and child.lower_ == "where" for child in token.lefts)
    if token.tag_ == "JJ" and is_done and is_there and has_child(token, {"nsubjpass"}):
        token.tag_, token.pos_ = "VBN", "VERB"


def _relative_of_name(token: Token) -> None:
    """As in "lawyers for Karl Berg, who denied it": behind a person's name "who" is that person, not several."""
    noun, relative = token.head, next((child for child in token.lefts if child.tag_ == "WP"), None)
    if noun.tag_ != "NNS" or relative is None or relative.lower_ != "who" or relative.i < _PAIR:
        return
    before = token.doc[relative.i - _PAIR]
    is_named = (
        before.tag_ == "NNP"
        and before.ent_type_ not in _NO_PERSON
        and before.dep_ == "pobj"
        and before.head.head == noun
    )
    if is_named and token.doc[relative.i - 1].text == "," and not has_child(before, {"conj"}):
        token.head = before


def _particle(token: Token) -> None:
    """As in "looked forward to", "fell apart": an adverb right behind the verb that makes another verb of it."""
    verb, children = token.head, list(token.children)
    is_known = token.lower_ in _PARTICLES or f"{verb.lemma_.lower()} {token.lower_}" in _PHRASAL
    if not is_known or token.i != verb.i + 1 or verb.pos_ != "VERB" or any(child.lower_ == "of" for child in children):
        return  # "ahead of the talks"
    for child in children:
        child.head = verb
    token.dep_ = "prt"


def _thing_set(token: Token) -> None:
    """As in "broke a record set in 1987": the record was set then, and there is no set of records."""
    noun, following = token.nbor(-1) if token.i else token, token.doc[token.i + 1 : token.i + 2]
    if token.lower_ != "set" or noun.head != token or noun.dep_ != "compound" or noun.lemma_.lower() not in _SET:
        return
    for phrase in following:
        if phrase.tag_ == "IN" and phrase.dep_ in {"prep", "agent"} and phrase.head in {token, token.head}:
            noun.head, noun.dep_ = token.head, token.dep_
            for child in [*token.lefts, *token.children]:
                child.head = token if child.i > token.i else noun
            phrase.head = token
            token.head, token.dep_, token.tag_, token.pos_ = noun, "acl", "VBN", "VERB"


def _state_of_object(token: Token) -> None:
    """As in "left the port empty": a word without "be" heads no clause, it tells what became of the object."""
    verb, noun = token.head, next((child for child in token.lefts if child.dep_ == "nsubj"), None)
    is_bare = token.tag_ == "NN" and verb.lemma_ == "leave" and not has_child(token, {"det", "poss", "prep"})
    if not (is_bare or token.tag_ in {"JJ", "JJR"}) or has_child(token, {"aux", "mark", "ccomp", "xcomp"}):
        return  # "made it clear that"
    if noun is not None and noun.tag_ not in RELATIVE_TAGS and verb.i < noun.i and not has_child(verb, {"dobj"}):
        noun.head, noun.dep_ = verb, "dobj"
    if any(child.dep_ == "dobj" and verb.i < child.i < token.i for child in verb.rights):
        token.dep_ = "oprd"


def _amount_as_object(token: Token) -> None:
    """As in "rose 5 percent": by how much is what the verb tells of, where it has no object."""
    is_amount = token.lower_ in _SHARES or _is_sum(token)
    if is_amount and token.head.pos_ == "VERB" and token.head.i < token.i and not has_child(token.head, _OBJECTS):
        token.dep_ = "dobj"


def _is_sum(token: Token) -> bool:
    """Whether a token is the head of a sum of money: "million" in "$5 million", "euros" in "5 million euros"."""
    amounts = [child.tag_ for child in (token, *token.lefts)]
    return "$" in amounts or (token.lower_ in _CURRENCIES and "CD" in amounts)


def _reporting_verb(token: Token) -> None:
    """As in "prosecutors in Lima allege that": what has a subject and a that-clause and may be a verb is one."""
    clause = next((child for child in token.rights if child.dep_ == "ccomp" and has_child(child, {"mark"})), None)
    subject = next((child for child in token.lefts if child.dep_ == "nsubj"), None)
    if token.tag_ not in {"NN", "NNS"} or clause is None or subject is None or token.lower_ not in _REPORTING:
        return
    if not has_child(token, {"det", "poss", "amod", "compound"}):
        token.tag_, token.pos_, token.lemma_ = "VBP", "VERB", token.lower_


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


REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("headline-infinitive", ("acl", "advcl", "parataxis", "relcl", "xcomp"), _headline_infinitive),
    ("passive-participle", ("advcl", "relcl"), _passive_participle),
    ("relative-of-name", ("relcl",), _relative_of_name),
    ("particle", ("advmod",), _particle),
    ("state-of-object", ("ccomp",), _state_of_object),
    ("thing-set", ("dobj", "pobj"), _thing_set),
    ("amount-as-object", ("npadvmod",), _amount_as_object),
    ("corrected", ("conj",), _corrected),
    ("reporting-verb", ("ROOT", "ccomp", "conj"), _reporting_verb),
)
"""Each repair by name, with the labels of the tokens that it may mend, in the order in which they are tried."""
