"""The component ``kg_repairs``: corrects known parser errors before anything reads the parse.

Each repair is sure of its ground: it fires on a pattern that is wrong in any sentence, never on a guess. Where a form
shows that a verb is coordinated with the wrong one and two others would do, it is left without a subject.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.lexicon import words
from kg.parse.clause_repairs import CONDITION_REPAIRS, COORDINATION_REPAIRS
from kg.parse.nouns import is_collective, is_event_noun, is_person, noun_class
from kg.parse.object_repairs import OBJECT_REPAIRS
from kg.parse.provenance import REPAIR, note_rule
from kg.parse.syntax import OVERT, RELATIVE_TAGS, addressee, has_child, is_verb

_ADDRESSED = words("clauses", "addressed", "words")
_INDEFINITE = frozenset({"a", "an"})
_PROPER = frozenset({"NNP", "NNPS"})
_PAIR = 2  # tokens: a name and the comma behind it
_CIRCUMSTANTIAL = words("clauses", "circumstantial", "words")
_CLAUSAL = words("clauses", "clausal_prepositions", "words")
_PARTICLES = words("clauses", "particles", "words")
_PHRASAL = words("clauses", "particles", "verbs")
_SAID = words("reporting", "forms", "raising", "verbs")
_URGING = words("signatures", "urge", "to_verbs") | words("signatures", "refuse", "to_verbs")
_ACTIVE = frozenset({"aux", "dobj", "ccomp", "cc", "conj"})
_COMPLEMENTS = frozenset({"dobj", "acomp"})
_MOST = frozenset({"JJS", "RBS"})
_SPEAKING = words("clauses", "speaking", "words")
_NO_PERSON = frozenset({"FAC", "GPE", "LOC", "NORP", "ORG"})
_POINTS = words("clauses", "circumstantial", "points")


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


def _subject_of_gerund(token: Token) -> None:
    """As in "stemmed from Canada aligning with", "with prices rising": the preposition governs the whole clause."""
    before = token.doc[token.i - 1]
    preposition = before.head
    if not token.i or token.tag_ != "VBG" or before.dep_ != "pobj":
        return
    names = {preposition.lower_, f"{token.head.lemma_.lower()} {preposition.lower_}"} & _CLAUSAL
    if preposition == token.head or (preposition.head == token.head and preposition.dep_ == "prep" and names):
        before.head, before.dep_ = token, "nsubj"
        token.head, token.dep_ = preposition, "pcomp"


def _participle_beside(token: Token) -> None:
    """As in ", with ten people killed and dozens hurt": the preposition governs a clause, no persons so called."""
    noun, preposition = token.head, token.head.head
    start = preposition.i - 1
    is_set_off = preposition.lower_ == "with" and start > 0 and preposition.doc[start].text == ","
    if token.tag_ != "VBN" or not is_set_off or noun.dep_ != "pobj" or token.left_edge.i != noun.i + 1:
        return
    if not has_child(noun, {"det", "poss"}) or is_event_noun(noun.lemma_.lower()):
        noun.head, noun.dep_ = token, "nsubjpass"
        token.head, token.dep_ = preposition, "pcomp"
        for child in [child for child in noun.rights if child.dep_ in {"cc", "conj"} and child.i > token.i]:
            child.head = token
            inner = next((verb for verb in child.rights if verb.tag_ == "VBN"), None)
            if inner is not None:
                inner.head, inner.dep_ = token, "conj"
                child.head, child.dep_ = inner, "nsubjpass"


def _passive_participle(token: Token) -> None:
    """As in "where he was jeered": what happened there, so a participle; "was annoyed" may tell how somebody felt."""
    is_done = any(child.dep_ == "auxpass" and child.lower_ in {"was", "were"} for child in token.lefts)
    is_there = any(child.tag_ == "WRB" and child.lower_ == "where" for child in token.lefts)
    if token.tag_ == "JJ" and is_done and is_there and has_child(token, {"nsubjpass"}):
        token.tag_, token.pos_ = "VBN", "VERB"


def _participle_of_noun(token: Token) -> None:
    """As in "the cases reported in May": what has no subject of its own is what was done to the noun."""
    if token.tag_ == "VBD" and not has_child(token, OVERT | _ACTIVE) and not has_child(token, {"mark"}):
        token.tag_ = "VBN"


def _reduced_relative(token: Token) -> None:
    """As in "bridges closed since the war reopened": without an auxiliary no participle is the verb of a sentence."""
    participle = token.head
    bare = (child for child in participle.rights if child.dep_ == "prep" and not [*child.children])
    mark = next((child for child in (*token.lefts, *bare) if child.dep_ in {"mark", "prep"}), None)
    cause = next((child for child in token.lefts if child.dep_ == "nsubj"), None)
    noun = next((child for child in participle.lefts if child.dep_ == "nsubjpass"), None)
    if token.tag_ != "VBD" or participle.tag_ != "VBN" or participle.dep_ != "ROOT" or not (mark and cause and noun):
        return
    is_bare = not has_child(participle, {"aux", "auxpass", "agent"}) and participle.i < mark.i
    if is_bare and mark.lower_ in _POINTS and is_event_noun(cause.lemma_.lower()):
        token.head, token.dep_ = token, "ROOT"
        for child in [child for child in participle.children if child.i > token.i]:
            child.head = token
        noun.head, noun.dep_ = token, "nsubj"
        participle.head, participle.dep_ = noun, "acl"
        mark.head, mark.dep_ = participle, "prep"
        cause.head, cause.dep_ = mark, "pobj"


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


def _description_of_name(token: Token) -> None:
    """As in "the quake near Narvik, a small town, hurt ten": the name right before is such a thing."""
    noun, comma = token.head, token.left_edge.i - 1
    is_one = token.tag_ == "NN" and any(child.lower_ in _INDEFINITE for child in token.lefts)
    if not is_one or comma <= noun.i + 1 or token.doc[comma].text != ",":
        return
    name, kind = token.doc[comma - 1], _kind(token)
    is_told = kind == _kind(noun) and not any(map(is_verb, token.doc[noun.i + 1 : comma]))
    if kind and name.tag_ in _PROPER and _kind(name) in {"", kind} and not is_told:
        token.head = name


def _kind(noun: Token) -> str:
    """Whether a noun is one person, or a body or place; "" for what is neither."""
    if noun.tag_ in _PROPER:
        return "person" if noun.ent_type_ == "PERSON" else "body" if noun.ent_type_ in _NO_PERSON else ""
    lemma = noun.lemma_.lower()
    if is_collective(lemma) or noun_class(lemma) == "Place":
        return "body"
    return "person" if is_person(lemma) else ""


def _particle(token: Token) -> None:
    """As in "looked forward to", "fell apart": an adverb right behind the verb that makes another verb of it."""
    verb, children = token.head, list(token.children)
    is_known = token.lower_ in _PARTICLES or f"{verb.lemma_.lower()} {token.lower_}" in _PHRASAL
    if not is_known or token.i != verb.i + 1 or verb.pos_ != "VERB" or any(child.lower_ == "of" for child in children):
        return  # "ahead of the talks"
    for child in children:
        child.head = verb
    token.dep_ = "prt"


def _circumstance_of_act(token: Token) -> None:
    """As in "lifted the ban following the talks": what an act follows stands with the verb, not with its object."""
    noun = token.head
    if noun.dep_ not in _COMPLEMENTS or token.i < noun.i or token.lower_ not in _CIRCUMSTANTIAL:
        return
    if noun.dep_ == "acomp" and noun.head.lemma_ == "be":
        return
    if not any(child.tag_ in _MOST for child in noun.children):  # "the largest summit since 2017"
        token.head = noun.head


def _doer_behind(token: Token) -> None:
    """As in "was hit with tariffs by Chad", "the seizure of ships by rebels": who does it is no part of the noun."""
    noun = token.head
    if token.lower_ != "by":
        return
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        outer = noun.head.head
        if noun.head.lower_ != "with" and is_event_noun(noun.lemma_.lower()):
            return
        if has_child(outer, {"auxpass"}) and not has_child(outer, {"agent"}):
            token.head, token.dep_ = outer, "agent"
            return
        if outer.pos_ == "NOUN" and is_event_noun(outer.lemma_.lower()):
            token.head = outer
            return
        noun = outer


def _infinitive_of_adjective(token: Token) -> None:
    """As in "is due to visit Chad": what an infinitive hangs on is no preposition."""
    adjective, has_to = token.head, any(child.tag_ == "TO" for child in token.children)
    if token.tag_ == "VB" and has_to and adjective.tag_ == "JJ" and adjective.head.lemma_ == "be":
        adjective.dep_, token.dep_ = "acomp", "xcomp"


def _act_of_addressee(token: Token) -> None:
    """As in "called on all sides to leave", "ordered Chad to leave": what they are to do, not what who calls does."""
    verb = token.head
    is_infinitive = token.tag_ == "VB" and any(child.tag_ == "TO" for child in token.children)
    is_ordered = verb.lemma_.lower() in _URGING and any(
        child.dep_ == "dobj" and child.i < token.i for child in verb.rights
    )
    if is_infinitive and (is_ordered or addressee(verb, token, _ADDRESSED) is not None):
        token.dep_ = "xcomp"


def _agency(token: Token) -> None:
    """As in "in the Americas, WHO says", "the virus, WHO says, spread": a body named by its capitals, no pronoun."""
    named = [child for child in token.children if child.dep_ == "nsubj" and child.tag_ in RELATIVE_TAGS]
    if not named or not named[0].is_upper or all(other.is_upper for other in token.sent if other.is_alpha):
        return
    named[0].tag_, named[0].pos_, named[0].lemma_ = "NNP", "PROPN", named[0].text
    noun, preposition = token.head, token.head.head
    if noun.dep_ == "pobj" and preposition.dep_ == "ROOT":
        token.head, token.dep_ = token, "ROOT"
        preposition.head, preposition.dep_ = token, "prep"
    else:
        token.dep_ = "parataxis"


def _extraposed_clause(token: Token) -> None:
    """As in "it was claimed on Monday that X signed": what was claimed, be it parsed with the day or as main clause."""
    noun, below = token.head, next((child for child in token.lefts if child.dep_ == "parataxis"), None)
    verb = below or next((above for above in token.ancestors if is_verb(above)), token)
    it = next((word for word in verb.subtree if word.lower_ == "it" and word.head in {verb, *verb.lefts}), None)
    is_clause = has_child(token, OVERT) and "that" in {child.lower_ for child in token.children if child.dep_ == "mark"}
    if it is None or not is_clause or not has_child(verb, {"auxpass"}) or not it.i < verb.i < token.i:
        return
    if below or noun == verb or noun.pos_ == "PROPN" or verb.lemma_.lower() in _SAID:
        if below:
            verb.head, verb.dep_ = noun if noun != token else verb, token.dep_
        it.head, it.dep_ = verb, "nsubjpass"
        token.head, token.dep_ = verb, "ccomp"


def _participle_of_speaker(token: Token) -> None:
    """As in "urged Chad to leave, saying that", "refused to leave, saying": who says so urged or refused it."""
    act, is_speaking = token.head, token.tag_ == "VBG" and token.lemma_.lower() in _SPEAKING
    speaking = act.head
    if not is_speaking or act.dep_ not in {"xcomp", "ccomp"} or act.tag_ != "VB" or act.i > token.i:
        return
    is_set_off = token.left_edge.i > 0 and token.doc[token.left_edge.i - 1].text in {",", "”", '"', "''"}
    if is_set_off and is_verb(speaking) and speaking.lemma_.lower() in _URGING:
        token.head = speaking


def _ago_of_time(token: Token) -> None:
    """As in "higher than a year ago": "ago" belongs to the time before it."""
    time = token.nbor(-1) if token.i else token
    if token.lower_ == "ago" and time.dep_ == "pobj" and time.head not in token.subtree and token.head != time:
        token.head = time


REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("headline-infinitive", ("acl", "advcl", "parataxis", "relcl", "xcomp"), _headline_infinitive),
    ("subject-of-gerund", ("advcl", "pcomp"), _subject_of_gerund),
    ("participle-beside", ("acl",), _participle_beside),
    ("passive-participle", ("advcl", "relcl"), _passive_participle),
    ("participle-of-noun", ("acl",), _participle_of_noun),
    ("reduced-relative", ("advcl",), _reduced_relative),
    ("relative-of-name", ("relcl",), _relative_of_name),
    ("description-of-name", ("appos",), _description_of_name),
    ("particle", ("advmod",), _particle),
    ("ago-of-time", ("advmod",), _ago_of_time),
    ("circumstance-of-act", ("prep",), _circumstance_of_act),
    ("doer-behind", ("prep",), _doer_behind),
    ("adjective-before-infinitive", ("pcomp",), _infinitive_of_adjective),
    ("agency", ("relcl",), _agency),
    ("act-of-addressee", ("advcl",), _act_of_addressee),
    ("participle-of-speaker", ("advcl",), _participle_of_speaker),
    *COORDINATION_REPAIRS,
    *OBJECT_REPAIRS,
    *CONDITION_REPAIRS,
    ("extraposed-clause", ("ROOT", "acl", "ccomp", "csubjpass", "relcl"), _extraposed_clause),
)
"""Each repair by name, with the labels of the tokens that it may mend, in the order in which they are tried."""
