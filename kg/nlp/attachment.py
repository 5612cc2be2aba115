"""Mends what a phrase or clause hangs on, where the words show that it cannot hang on what the parser took.

What several states do together, who is called on to act, what is held and where, whose words "adding that" begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kg.lexicon import words
from kg.nlp.nouns import is_collective, is_event_noun, is_person
from kg.nlp.syntax import NOMINAL, addressee, has, is_verb

_ADDRESSED = words("clauses", "addressed", "words")
_CALLING = words("clauses", "prepositional_control", "words")
_COMPLEX = words("clauses", "complex_prepositions", "words")
_CHARACTERIZING = words("clauses", "characterizing", "words")
_BUILT = words("clauses", "built", "words")
_HAPPENING = words("clauses", "happening", "words")
_USED_AS = words("clauses", "used_as", "words")
_JUDGING = words("coref", "judging", "words")
_HEARERS = words("reporting", "forms", "hearer", "verbs")
_DOCUMENTS = words("reporting", "forms", "evidence", "documents")
_SAYING = words("reporting", "kinds", "neutral", "verbs") | words("reporting", "kinds", "factive", "verbs")
_TELLING = words("reporting", "kinds", "neutral", "verbs") | words("reporting", "kinds", "warn", "verbs")
_ARGUING = _TELLING | words("reporting", "kinds", "claim", "verbs")
_DENYING = words("reporting", "kinds", "deny", "verbs")
_SAID = frozenset().union(
    *(words("reporting", "kinds", kind, "nouns") for kind in ("neutral", "claim", "deny", "warn"))
)
_OCCASIONS = words("clauses", "occasions", "words")
_PROMISING = words("reporting", "kinds", "promise", "verbs") | {"agree"}
_REASONS = words("clauses", "reasons", "words")
_STATES = words("clauses", "reasons", "states")
_OWN = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_ACTING = frozenset({"PERSON", "GPE", "ORG", "NORP"})
_TIMES = frozenset({"DATE", "TIME"})


def states_of_officials(token: Token) -> None:
    """As in "the ministers of Peru, Chile and Kenya": the states are listed with the first, not with the ministers."""
    people = token.head
    if token.dep_ != "conj" or token.pos_ != "PROPN" or people.tag_ != "NNS" or token.ent_type_ != "GPE":
        return
    if not is_person(people.lemma_.lower()):
        return
    of = next((child for child in people.rights if child.dep_ == "prep" and child.lower_ == "of"), None)
    state = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
    if state is None or state.ent_type_ != "GPE" or state.i > token.i:
        return
    for child in list(people.children):
        if child.dep_ in {"cc", "punct"} and state.i < child.i < token.i:
            child.head = state
    token.head = state


def act_of_addressee(token: Token) -> None:
    """As in "called on all sides to leave": what they are to do, not what the one who calls does."""
    is_infinitive = token.tag_ == "VB" and any(child.tag_ == "TO" for child in token.children)
    if token.dep_ == "advcl" and is_infinitive and addressee(token.head, token, _ADDRESSED) is not None:
        token.dep_ = "xcomp"


def phrase_of_addressee(token: Token) -> None:
    """As in "called on all parties to the conflict to leave": the parties to it."""
    if token.dep_ == "prep" and token.lower_ == "to":
        noun = addressee(token.head, token, _ADDRESSED)
        if noun is not None and noun.right_edge.i + 1 == token.i and noun.pos_ == "NOUN":
            token.head = noun


def speakers_participle(token: Token) -> None:
    """As in "left the talks, adding that it would return": no talks say so, but who left them."""
    noun = token.head
    if token.dep_ != "acl" or token.tag_ != "VBG" or token.lemma_.lower() not in _TELLING or noun.pos_ != "NOUN":
        return
    name = noun.lemma_.lower()
    if is_person(name) or is_collective(name) or name in _DOCUMENTS or name in _SAID:
        return
    tops = [above for above in noun.ancestors if is_verb(above) and above.i < token.i]
    if tops and any(child.dep_ == "ccomp" for child in token.children):
        token.head, token.dep_ = tops[-1], "advcl"


def arguing_of_nearer(token: Token) -> None:
    """As in "a board was set up after a request Chad made, arguing that": no board argues so, but Chad."""
    verb = token.head
    if (
        token.dep_ != "advcl"
        or token.tag_ != "VBG"
        or token.lemma_.lower() not in _ARGUING
        or not has(token, {"ccomp"})
    ):
        return
    if token.i < verb.i or not has(verb, {"nsubjpass"}):
        return
    nearer = [
        other for other in verb.subtree if other.dep_ == "relcl" and is_verb(other) and verb.i < other.i < token.i
    ]
    if nearer and any(child.dep_ == "nsubj" and _acts(child) for child in nearer[-1].children):
        token.head = nearer[-1]


def content_of_saying(token: Token) -> None:
    """As in "noted with joy that trade grew", "told the station that it left": the clause is what is said."""
    noun = token.head
    if token.dep_ not in {"acl", "relcl"} or noun.dep_ not in {"pobj", "dobj"} or not has(token, _OWN):
        return
    if not any(child.dep_ == "mark" and child.lower_ == "that" for child in token.children):
        return
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head
    hears = noun.dep_ == "dobj" and verb.lemma_.lower() in _HEARERS and noun.lemma_.lower() not in _SAID
    with_feeling = noun.dep_ == "pobj" and noun.head.lower_ == "with" and verb.lemma_.lower() in _SAYING
    if (hears or with_feeling) and not has(verb, {"ccomp"}) and (hears or not has(verb, {"dobj"})):
        token.head, token.dep_ = verb, "ccomp"


def content_of_call(token: Token) -> None:
    """As in "issued a call for Peru to leave": what is called for, and no purpose of the call."""
    call = token.head
    has_mark = any(child.dep_ == "mark" and child.lower_ == "for" for child in token.children)
    if token.dep_ != "advcl" or token.tag_ != "VB" or not has_mark or not has(token, _OWN):
        return
    if call.pos_ == "NOUN":
        token.dep_ = "acl"
    elif f"{call.lemma_.lower()} for" in _CALLING:
        token.dep_ = "ccomp"


def name_of_object(token: Token) -> None:
    """As in "named Peru a partner": what Peru is named, and nothing else that is named."""
    verb = token.head
    if token.dep_ != "dobj" or verb.lemma_.lower() not in _CHARACTERIZING or token.left_edge.lower_ not in {"a", "an"}:
        return
    if any(child.dep_ == "dobj" and child.right_edge.i + 1 == token.left_edge.i for child in verb.children):
        token.dep_ = "oprd"


def source_of_saying(token: Token) -> None:
    """As in "Berg said the talks failed, according to Reuters": what Reuters tells is that he said so."""
    content = token.head
    if token.lower_ != "according" or token.dep_ != "prep" or content.dep_ != "ccomp" or token.i < content.i:
        return
    verb = content.head
    if is_verb(verb) and verb.i < content.i and has(verb, _OWN) and token.doc[token.i - 1].text == ",":
        token.head = verb


def doer_of_noun(token: Token) -> None:
    """As in "criticised the shelling of ports by the army": "by" names who did what the noun says."""
    verb = token.head
    if token.lower_ != "by" or token.dep_ not in {"prep", "agent"} or not is_verb(verb) or has(verb, {"auxpass"}):
        return
    doer = next((child for child in token.children if child.dep_ == "pobj"), None)
    target = next((child for child in verb.children if child.dep_ == "dobj" and child.i < token.i), None)
    if doer is None or target is None or not _acts(doer) or target.right_edge.i + 1 != token.i:
        return
    nouns = [noun for noun in target.subtree if noun.i < token.i and is_event_noun(noun.lemma_.lower())]
    nouns = [noun for noun in nouns if noun == target or noun.dep_ == "pobj"]
    if nouns:
        token.head, token.dep_ = nouns[-1], "prep"


def role_of_noun(token: Token) -> None:
    """As in "condemned the use of food as a weapon": it is used as one; nobody condemned it as one."""
    verb = token.head
    if token.lower_ != "as" or token.dep_ != "prep" or not is_verb(verb):
        return
    target = next((child for child in verb.children if child.dep_ == "dobj" and child.i < token.i), None)
    if target is not None and target.lemma_.lower() in _USED_AS and target.right_edge.i + 1 == token.i:
        token.head = target


def list_of_phrase(token: Token) -> None:
    """As in "fell for a year, due to the war, the drought and the strike": one list, and no second thing that fell."""
    verb, comma = token.head, token.left_edge.i - 1
    if token.dep_ != "dobj" or comma < 1 or token.doc[comma].text != "," or not has(token, {"cc"}):
        return
    before = token.doc[comma - 1]
    phrase = next((top for top in (before, *before.ancestors) if top.head == verb), None)
    if phrase is None or phrase.dep_ != "prep" or not any(c.dep_ == "dobj" and c.i < phrase.i for c in verb.children):
        return
    first = next((child for child in phrase.children if child.dep_ == "pobj"), None)
    if first is not None and first.right_edge == before:
        token.head, token.dep_ = first, "conj"


def occasion_of_promise(token: Token) -> None:
    """As in "agreed to build a road during a call on Monday": when they agreed, and not when they build."""
    verb = token.head
    where = next((child for child in token.children if child.dep_ == "pobj"), None)
    if token.dep_ != "prep" or token.lower_ != "during" or where is None or where.lemma_.lower() not in _OCCASIONS:
        return
    while verb.dep_ == "conj" and verb.tag_ == "VB":
        verb = verb.head
    if verb.dep_ == "xcomp" and verb.head.tag_ == "VBD" and verb.head.lemma_.lower() in _PROMISING:
        token.head = verb.head


def circumstance_of_name(token: Token) -> None:
    """As in "met with Anna Berg in Oslo", "met Anna Berg here on Monday": where and when they met."""
    name = token.head
    if name.pos_ != "PROPN" or name.ent_type_ != "PERSON" or token.i < name.i or name.dep_ not in {"pobj", "dobj"}:
        return
    where = next((child for child in token.children if child.dep_ == "pobj"), None)
    is_place = token.lower_ in {"in", "at"} and where is not None and where.ent_type_ in {"GPE", *_TIMES}
    is_time = token.lower_ == "on" and where is not None and where.ent_type_ in _TIMES
    if not (is_place or is_time or (token.dep_ == "advmod" and token.lower_ == "here")):
        return
    verb = next((above for above in name.ancestors if above.pos_ not in {"PROPN", "ADP"}), None)
    if verb is not None and is_verb(verb):
        token.head = verb


def reason_of_act(token: Token) -> None:
    """As in "sanctioned firms linked to Chad in view of the raids": why they were sanctioned, and not linked."""
    verb = token.head
    following = " ".join(word.lower_ for word in token.doc[token.i : token.i + 3])
    if token.dep_ != "prep" or verb.dep_ != "acl" or verb.lemma_.lower() not in _STATES or following not in _REASONS:
        return
    above = next((top for top in verb.ancestors if is_verb(top)), None)
    if above is not None:
        token.head = above


def complex_preposition(token: Token) -> None:
    """As in "acted in line with its plan": "with" goes with "in line"."""
    noun = token.doc[token.i - 1] if token.i else token
    if token.dep_ != "prep" or noun.dep_ != "pobj" or noun.head.head != token.head or list(noun.children):
        return
    if f"{noun.head.lower_} {noun.lower_} {token.lower_}" in _COMPLEX:
        token.head = noun


def participle_beside_object(token: Token) -> None:
    """As in "left their posts, raising pressure on the king": a clause, and nothing that they left."""
    verb, first = token.head, token.left_edge
    if token.dep_ != "dobj" or first.tag_ != "VBG" or first.head != token or first.dep_ != "amod" or not first.i:
        return
    if token.doc[first.i - 1].text != "," or not any(c.dep_ == "dobj" and c.i < first.i for c in verb.children):
        return
    first.head, first.dep_, first.pos_ = verb, "advcl", "VERB"
    token.head = first


def relative_of_happening(token: Token) -> None:
    """As in "the talks on the port, which were held in Oslo": what is held, or blamed on somebody, is a happening.

    In "the bridge at Oslo, which was closed" it is no town that was closed.
    """
    noun = token.head
    relative = next(
        (child for child in token.children if child.lower_ == "which" and child.dep_ in _OWN | {"dobj"}), None
    )
    if token.dep_ != "relcl" or relative is None or is_event_noun(noun.lemma_.lower()):
        return
    prepositions = {child.lower_ for child in token.children if child.dep_ == "prep"}
    name = token.lemma_.lower()
    if name in _BUILT and noun.pos_ == "PROPN":
        token.head = next((other for other in _outer_nouns(noun) if other.pos_ == "NOUN"), noun)
    if name not in _HAPPENING and not any(f"{name} {word}" in _HAPPENING for word in prepositions):
        return
    outer = next((other for other in _outer_nouns(noun) if is_event_noun(other.lemma_.lower())), None)
    if outer is not None:
        token.head = outer


def ground_of_judging(token: Token) -> None:
    """As in "fined a firm based in Oslo for selling arms": it is fined for that, and not based there for it."""
    participle = token.head
    noun = participle.head
    verb = noun.head
    if (
        token.lower_ not in {"for", "over"}
        or token.dep_ != "prep"
        or participle.dep_ != "acl"
        or participle.tag_ != "VBN"
    ):
        return
    judged = noun.dep_ in {"dobj", "nsubjpass"} and verb.lemma_.lower() in _JUDGING and verb.i < token.i
    if judged and participle.lemma_.lower() not in _JUDGING:
        token.head = verb


def denial_of_clause(token: Token) -> None:
    """As in "said that he shot a man, which he denies": what he denies is the whole, and no man."""
    noun = token.head
    if token.dep_ != "relcl" or token.lemma_.lower() not in _DENYING or noun.lemma_.lower() in _SAID:
        return
    which = next((child for child in token.children if child.lower_ == "which" and child.dep_ == "dobj"), None)
    before = token.doc[which.i - 1].text if which is not None and which.i else ""
    top = next((above for above in noun.ancestors if above.head == above), None)
    if before != "," or top is None or not is_verb(top):
        return
    is_told = any(
        above.dep_ == "ccomp" for above in noun.ancestors
    )  # "says that it stole the election, which he denies"
    if is_told or not is_event_noun(noun.lemma_.lower()):
        token.head, token.dep_ = top, "dep"


ATTACHMENT: tuple[tuple[tuple[str, ...], Callable[[Token], None]], ...] = (
    (("conj",), states_of_officials),
    (("advcl",), act_of_addressee),
    (("prep",), phrase_of_addressee),
    (("acl",), speakers_participle),
    (("advcl",), arguing_of_nearer),
    (("acl", "relcl"), content_of_saying),
    (("advcl",), content_of_call),
    (("dobj",), name_of_object),
    (("prep",), source_of_saying),
    (("prep", "agent"), doer_of_noun),
    (("prep",), role_of_noun),
    (("prep",), complex_preposition),
    (("prep",), reason_of_act),
    (("advmod", "prep"), circumstance_of_name),
    (("dobj",), participle_beside_object),
    (("dobj",), list_of_phrase),
    (("prep",), occasion_of_promise),
    (("relcl",), relative_of_happening),
    (("relcl",), denial_of_clause),
    (("prep",), ground_of_judging),
)
"""Each with the labels of the tokens that it may mend."""


def _outer_nouns(noun: Token) -> Iterator[Token]:
    """The nouns that a phrase hangs on: of "a raid on a port in Peru" from Peru the port, then the raid."""
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.pos_ in NOMINAL:
        noun = noun.head.head
        yield noun


def _acts(noun: Token) -> bool:
    name = noun.lemma_.lower()
    return noun.ent_type_ in _ACTING or (noun.pos_ == "NOUN" and (is_person(name) or is_collective(name)))
