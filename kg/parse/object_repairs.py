"""Repairs of objects: what a verb is about, whom it reaches, and what it makes of them."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kg.lexicon import lexicon, pairs, words
from kg.parse.syntax import NOMINAL, OVERT, RELATIVE_TAGS, TENSED_TAGS, has_child, is_verb, verb_name

_TWO_OBJECTS = words("clauses", "two_objects", "words")
_WITH_INFINITIVE = words("clauses", "with_infinitive", "words")
_NO_CLAUSE = words("clauses", "no_clause", "words")
_SET = words("clauses", "what_is_set", "words")
_INFORMING = words("empty", "informing", "words")
_CURRENCIES = frozenset(pairs("quantities", "currencies"))
_SHARES = words("quantities", "shares", "words")
_OBJECTS = frozenset({"attr", "dative", "dobj", "nsubjpass"})
_AMOUNTS = ("$", "CD")
_NAMED = ("NN", "NNP", "NNPS", "NNS", "PRP")
_BEHIND = ("appos", "npadvmod", "nummod")
_WITHIN = frozenset({"acl", "appos", "pobj", "prep", "relcl"})
_TAKEN = frozenset({"dobj", "attr", "acomp", "oprd", "ccomp", "xcomp"})
_TAKE_GERUND = frozenset(
    verb
    for name, table in lexicon("signatures").items()
    if isinstance(table, dict) and "ing_verbs" in table
    for verb in words("signatures", name, "ing_verbs")
)
_INDEFINITE = frozenset({"a", "an", "any", "no", "some"})


def _article_within(token: Token) -> None:
    """As in "handed the thief a long term": where a second article stands, another noun phrase begins."""
    noun = token.head
    while noun.dep_ in {"compound", "nmod", "nummod"}:
        noun = noun.head
    verb = noun.head
    within = next(
        (child for child in (*token.children, *noun.lefts) if child.dep_ == "det" and child.i > token.i), None
    )
    is_first = any(child.dep_ in {"det", "poss"} and child.i < token.i for child in (*token.lefts, *noun.lefts))
    is_object = noun.dep_ == "dobj" and verb.lemma_.lower() in _TWO_OBJECTS and verb.i < token.i
    if within is None or not is_first or not is_object or within.i != token.i + 1 or has_child(verb, {"dative"}):
        return
    for child in [child for child in noun.lefts if child.i < token.i]:
        child.head = token
    within.head = noun
    token.head, token.dep_ = verb, "dative"


def _object_of_particle(token: Token) -> None:
    """As in "pushed through the cuts": behind a particle stands the object of the verb, as it does before it."""
    particle = token.head
    verb = particle.head
    if particle.dep_ == "prt" and not has_child(verb, {"dobj"}) and token.i > particle.i:
        token.head, token.dep_ = verb, "dobj"


def _part(verb: Token, named: Token, amount: Token) -> None:
    """Make two objects of a verb of the one that it was parsed with."""
    amount.head, amount.dep_ = verb, "dobj"
    named.head, named.dep_ = verb, "dative"


def _gerund_complement(token: Token) -> None:
    """As in "ruled out backing Greece": right behind a verb that takes a gerund it is what the verb is about."""
    verb, before = token.head, token.nbor(-1) if token.i else token
    is_behind = before == verb or (before.head == verb and before.dep_ == "prt")
    if token.tag_ == "VBG" and is_behind and verb_name(verb) in _TAKE_GERUND:
        token.dep_ = "xcomp"


def _object_behind(token: Token) -> None:
    """As in "the visit underscores Peru's effort": no apposition reaches over the verb of what it stands beside."""
    subject, verb = token.head, token.head.head
    if subject.dep_ == "nsubj" and subject.i < verb.i < token.i and is_verb(verb) and not has_child(verb, _TAKEN):
        token.head, token.dep_ = verb, "dobj"


def _participle_of_object(token: Token) -> None:
    """As in "backs a policy less aligned with Peru": what a verb that takes no clause has behind it is its object."""
    verb, noun = token.head, next((child for child in token.lefts if child.dep_ in OVERT), None)
    helpers = {"aux", "auxpass", "mark"}
    if token.tag_ != "VBN" or verb.lemma_.lower() not in _NO_CLAUSE or noun is None or has_child(token, helpers):
        return
    if noun.pos_ in {"NOUN", "PROPN"} and verb.i < noun.i and not has_child(verb, {"dobj"}):
        noun.head, noun.dep_ = verb, "dobj"
        token.head, token.dep_ = noun, "acl"


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


def _phrase_of_adjective(token: Token) -> None:
    """As in ", with oil central to the talks": what follows the adjective of such a phrase tells of it alone."""
    before = token.nbor(-1) if token.i else token
    noun = before.head
    if before.tag_ not in {"JJ", "VBN"} or before.dep_ not in {"amod", "advmod"} or not noun.i < before.i:
        return
    while noun.dep_ == "conj":
        noun = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "with" and noun.head.head == token.head:
        token.head = before


def _first_of_two(token: Token) -> None:
    """As in "paid the families any money": no subject stands behind its verb; what hangs on the object is whom."""
    noun = token.head.head if token.head.dep_ == "det" else token.head
    verb = noun.head
    if verb.lemma_.lower() not in _TWO_OBJECTS or has_child(verb, {"dative"}) or noun.dep_ != "dobj":
        return
    if token.dep_ == "nsubj" and verb.i < token.i < noun.i:
        token.head, token.dep_ = verb, "dative"
    elif token.dep_ == "npadvmod" and token.pos_ == "NOUN" and noun.i < token.i and _is_indefinite(token):
        _part(verb, noun, token)


def _is_indefinite(token: Token) -> bool:
    """Whether a noun is told with "any" or the like, and is no time, as "an hour"."""
    return any(child.lower_ in _INDEFINITE for child in token.lefts) and token.ent_type_ not in {"DATE", "TIME"}


def _infinitive_content(token: Token) -> None:
    """As in "voted to ratify it", "was designed to cut costs": what is voted or designed, and no purpose beside it."""
    verb, has_to = token.head, any(child.tag_ == "TO" for child in token.children)
    between = {word.tag_ for word in token.doc[verb.i + 1 : token.i]}
    is_behind = verb.i < token.i and between <= {"TO", "RB"}  # not "To save money, Peru voted"
    if token.tag_ == "VB" and has_to and verb.lemma_.lower() in _WITH_INFINITIVE and is_behind:
        token.dep_ = "xcomp"


def _told_behind(token: Token) -> None:
    """As in "'...,' Berg told reporters": behind "told" stands who is told, before it who tells."""
    verb = token.head
    is_behind = token.left_edge.i == verb.i + 1 and verb.tag_ in TENSED_TAGS
    if not is_behind or verb.lemma_.lower() not in _INFORMING:
        return
    token.dep_ = "dobj"
    speaker = _set_off_before(verb) if not has_child(verb, OVERT) else None
    if speaker is not None:
        speaker.head, speaker.dep_ = verb, "nsubj"


def _set_off_before(verb: Token) -> Token | None:
    """Of "if she returns to Chad, Karl Berg, the judge, told" Berg: the phrase behind a mark that ends at the verb."""
    doc = verb.doc
    ending = [token for token in doc[verb.sent.start : verb.i] if not token.is_punct]
    found, word = None, ending[-1] if ending else verb
    while word != verb and word.right_edge.i < verb.i:
        first = word.left_edge.i
        if word.pos_ in NOMINAL and first > 0 and (doc[first - 1].is_punct or doc[first - 1].is_quote):
            found = word
        if word.dep_ not in _WITHIN:
            break
        word = word.head
    return found


def _sum_behind_name(token: Token) -> None:
    """As in "fined Siemens 5 million euros": what stands before the sum is the other object, no part of it."""
    if token.dep_ == "dobj":
        if token.head.lemma_.lower() in _TWO_OBJECTS:
            for child in [child for child in token.rights if child.dep_ in _BEHIND and _is_sum(child)]:
                _part(token.head, token, child)
        return
    amount = token.head
    verb, first = amount.head, amount.i
    while first > token.i + 1 and token.doc[first - 1].tag_ in _AMOUNTS:
        first -= 1
    is_object = amount.dep_ == "dobj" and verb.lemma_.lower() in _TWO_OBJECTS and verb.i < token.i
    if is_object and token.i == first - 1 and token.tag_ in _NAMED and _is_sum(amount):
        for child in [child for child in amount.lefts if child.i < token.i]:
            child.head = token
        _part(verb, token, amount)


def _amount_as_object(token: Token) -> None:
    """As in "rose 5 percent": by how much is what the verb tells of, where it has no object."""
    is_amount = token.lower_ in _SHARES or _is_sum(token)
    if is_amount and token.head.pos_ == "VERB" and token.head.i < token.i and not has_child(token.head, _OBJECTS):
        token.dep_ = "dobj"


def _is_sum(token: Token) -> bool:
    """Whether a token is the head of a sum of money: "million" in "$5 million", "euros" in "5 million euros"."""
    amounts = [child.tag_ for child in (token, *token.lefts)]
    return "$" in amounts or (token.lower_ in _CURRENCIES and "CD" in amounts)


OBJECT_REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("gerund-complement", ("advcl",), _gerund_complement),
    ("object-behind", ("appos",), _object_behind),
    ("participle-of-object", ("ccomp",), _participle_of_object),
    ("state-of-object", ("ccomp",), _state_of_object),
    ("thing-set", ("dobj", "pobj"), _thing_set),
    ("phrase-of-adjective", ("prep",), _phrase_of_adjective),
    ("article-within", ("compound",), _article_within),
    ("first-of-two", ("npadvmod", "nsubj"), _first_of_two),
    ("infinitive-content", ("advcl",), _infinitive_content),
    ("told-behind", ("nsubj",), _told_behind),
    ("sum-behind-name", ("compound", "det", "dobj", "nmod"), _sum_behind_name),
    ("object-of-particle", ("pobj",), _object_of_particle),
    ("amount-as-object", ("npadvmod",), _amount_as_object),
)
"""Each repair by name, with the labels of the tokens that it may mend (``kg.parse.repairs``)."""
