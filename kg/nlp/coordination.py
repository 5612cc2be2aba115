"""Mends coordination and attachment that cannot be right: forms of verbs that do not go together, lists torn apart.

Where a form shows that a verb is coordinated with the wrong one and two others would do, it is left without a subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kg.lexicon import words
from kg.nlp.nouns import is_collective, is_person
from kg.nlp.syntax import AUXILIARIES, PLURAL_TAGS, RELATIVE_TAGS, has, is_verb, tensed

_PURPOSEFUL = words("clauses", "purposeful", "words")
_SUMMING = words("clauses", "summing", "words")
_RESOLVING = words("clauses", "resolving", "words")
_FINITE = frozenset({"VBZ", "VBD", "VBP"})
_OWN = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_GERUNDS = frozenset({"pcomp", "xcomp", "advcl", "conj"})
_SPOKEN = ("promise", "request", "warn", "deny")
_SPEAKING = frozenset().union(
    words("reporting", "forms", "accusation", "verbs"),
    *(words("reporting", "kinds", kind, "verbs") for kind in _SPOKEN),
)
_DENYING = words("reporting", "kinds", "deny", "verbs")
_ACCUSING = words("reporting", "forms", "accusation", "verbs") | {"blame"}
_PEOPLE = frozenset({"he", "she", "they", "who"})
_LEAST_LIST = 2  # participles after the first that make a list of them


def bare_infinitive(token: Token) -> None:
    """As in "is working to end the war, sign a treaty": an infinitive stands beside another."""
    verb = token.head
    if (
        token.dep_ != "conj"
        or not (token.tag_ == "VB" or _looks_present(token) or (token.tag_, verb.tag_) == ("VBP", "VBZ"))
        or not is_verb(verb)
        or has(token, _OWN)
        or _takes_infinitive(verb)
    ):
        return
    if has(token, {"aux"}) and not any(child.tag_ == "TO" for child in token.children):
        return
    third = verb.tag_ == "VBZ" or (verb.tag_ == "VBP" and verb.lower_.endswith("s") and verb.lower_ != verb.lemma_)
    if not third and verb.tag_ not in {"VBD", "VBN", "VBG"} and (verb.tag_, token.tag_) != ("VBP", "VB"):
        return
    beside = [other for other in _between(verb, token) if other.tag_ == "VB"]
    above = [other for other in verb.ancestors if other.tag_ == "VB"][:1]
    if token.tag_ == "VBP":
        above, third = [], False
    _move(token, beside or above, sure=third or any(child.tag_ == "TO" for child in token.children))


def infinitive(token: Token) -> None:
    """As in "to ensure that it does not fail and to keep talks open": "to keep" stands beside "to ensure"."""
    verb = token.head
    if token.dep_ != "conj" or not _has_to(token) or _has_to(verb) or not is_verb(verb):
        return
    above = next((other for other in verb.ancestors if is_verb(other) and _has_to(other)), None)
    if above is not None and verb.dep_ in {"ccomp", "advcl", "relcl"}:
        _join(above, token)


def gerund(token: Token) -> None:
    """As in "thanked Peru for opening ports and cutting duties": a participle stands beside another, not "thanked"."""
    verb = token.head
    if token.dep_ != "conj" or token.tag_ != "VBG" or not is_verb(verb) or has(token, _OWN | {"aux"}):
        return
    if verb.tag_ in _FINITE or (verb.tag_ in {"VB", "VBN"} and not has(verb, {"auxpass"})):
        beside = [other for other in _between(verb, token) if other.tag_ == "VBG" and other.dep_ in _GERUNDS]
        _move(token, beside, sure=verb.tag_ in _FINITE)


def finite_verb(token: Token) -> None:
    """As in "stressed the need to end the war and called for talks": a finite verb stands beside "stressed"."""
    verb = token.head
    if token.dep_ != "conj" or token.tag_ not in {"VBZ", "VBD"} or has(token, _OWN | AUXILIARIES):
        return
    if verb.tag_ not in {"VB", "VBG"} or has(verb, _OWN) or any(child.tag_ == "MD" for child in verb.children):
        return
    if verb.tag_ == "VBG" and has(verb, {"aux"}):
        return
    above = next((other for other in verb.ancestors if is_verb(other) and other.tag_ == token.tag_), None)
    if above is not None:
        _join(above, token)


def past_beside_present(token: Token) -> None:
    """As in "said that the bond is strong and praised Peru": a past verb stands beside "said", not beside "is"."""
    verb = _first(token)
    if token.dep_ != "conj" or token.tag_ != "VBD" or has(token, _OWN | AUXILIARIES) or not has(verb, _OWN):
        return
    finite = tensed(verb)
    if finite.tag_ not in {"VBZ", "VBP", "MD"} or (finite.lemma_ == "have" and verb.tag_ in {"VBN", "VBD"}):
        return
    above = next((other for other in verb.ancestors if is_verb(other) and other.tag_ == "VBD"), None)
    if above is not None and above != verb:
        _join(above, token)


def past_beside_participle(token: Token) -> None:
    """As in "welcomed the progress made and agreed to go on": no participle, but a verb beside "welcomed"."""
    verb = token.head
    if token.dep_ != "conj" or verb.dep_ != "acl" or verb.tag_ != "VBN" or token.lemma_.lower() not in _RESOLVING:
        return
    to_do = any(child.dep_ == "xcomp" and child.left_edge.tag_ == "TO" for child in token.rights)
    above = next((other for other in verb.ancestors if is_verb(other)), None)
    if to_do and above is not None and above.tag_ == "VBD" and not has(token, _OWN | AUXILIARIES):
        _join(above, token)
        token.tag_ = "VBD"


def speakers_own(token: Token) -> None:
    """As in "the envoy said the move was wrong and vowed to answer", "denied that it had shot and accused Peru"."""
    verb = token.head
    speech = verb.head
    says = token.lemma_.lower() in _SPEAKING or (token.lemma_.lower() == "say" and has(token, {"ccomp"}))
    if token.dep_ != "conj" or verb.dep_ != "ccomp" or not says or has(token, _OWN):
        return
    subject = next((child for child in verb.children if child.dep_ in _OWN), None)
    if subject is None or not has(_first(speech), _OWN) or not is_verb(speech) or not _is_past(speech, token):
        return
    noun = subject.lemma_.lower()
    if speech.lemma_.lower() in _DENYING and token.lemma_.lower() in _ACCUSING:
        _join(speech, token)  # whose army did not shoot: who denies that accuses
    if subject.pos_ == "PRON" or (subject.pos_ == "NOUN" and not (is_person(noun) or is_collective(noun))):
        _join(speech, token)


def nearer_doer(token: Token) -> None:
    """As in "the tour led to Oslo, where she met Kim, saw Lee and left": no tour does what people do after it."""
    verb = _first(token)
    subject = next((child for child in verb.children if child.dep_ in _OWN), None)
    if token.dep_ != "conj" or token.tag_ != "VBD" or has(token, _OWN | {"aux"}) or subject is None:
        return
    if subject.pos_ != "NOUN" or is_person(subject.lemma_.lower()) or is_collective(subject.lemma_.lower()):
        return
    beside = [other for other in _between(verb, token) if other.tag_ == "VBD" and other.dep_ in {"relcl", "advcl"}]
    people = [o for o in beside if any(c.dep_ == "nsubj" and c.lower_ in _PEOPLE for c in o.children)]
    if len(people) == 1:
        _join(people[0], token)


def means_of_nearer(token: Token) -> None:
    """As in "committed to helping trade by cutting duties", "discussed helping trade by cutting": means of helping."""
    verb = token.head
    if token.dep_ != "prep" or token.lower_ != "by" or not is_verb(verb) or token.i < verb.i:
        return
    if not any(child.dep_ == "pcomp" and child.tag_ == "VBG" for child in token.children):
        return
    content = [child for child in verb.children if child.dep_ == "xcomp" and verb.i < child.i < token.i]
    content += [
        inner
        for child in verb.children
        if child.dep_ == "prep" and verb.i < child.i < token.i
        for inner in child.children
        if inner.dep_ == "pcomp" and child.lower_ == "to"
    ]
    if len(content) == 1 and content[0].tag_ in {"VB", "VBG"} and content[0].pos_ == "VERB":
        token.head = content[0]


def list_of_gerunds(token: Token) -> None:
    """As in "the need of managing ties, preventing war, keeping calm and ...": one list, not adverbials of the verb."""
    verb = token.head
    if not _is_loose_participle(token) or not is_verb(verb):
        return
    first = [other for other in _between(verb, token) if other.tag_ == "VBG" and other.dep_ == "pcomp"]
    loose = [child for child in verb.children if _is_loose_participle(child) and child.i > verb.i]
    beside = [child for other in (*loose, *first) for child in other.children if _is_gerund_conjunct(child)]
    if len(first) == 1 and len(loose) + len(beside) >= _LEAST_LIST:
        _join(first[0], token)


def purpose_of_noun(token: Token) -> None:
    """As in "spoke during the operation to free the port": the noun's purpose, not that of speaking."""
    verb = token.head
    first = token.left_edge
    if token.dep_ != "advcl" or token.tag_ != "VB" or first.tag_ != "TO" or first.i <= verb.i + 1:
        return
    before = token.doc[first.i - 1]
    nouns = [before, *before.ancestors] if before.dep_ in {"pobj", "compound", "conj"} else []
    noun = next((n for n in nouns if n.i > verb.i and n.lemma_.lower() in _PURPOSEFUL and n.dep_ == "pobj"), None)
    if noun is not None and verb in noun.ancestors:
        token.head, token.dep_ = noun, "acl"


def relative_of_nearer(token: Token) -> None:
    """As in "imports from any state that sells oil": the clause is that of the noun that agrees."""
    noun = token.head
    relative = next((child for child in token.children if child.tag_ in RELATIVE_TAGS and child.dep_ == "nsubj"), None)
    if token.dep_ != "relcl" or relative is None or relative.i == 0:
        return
    nearer = token.doc[relative.i - 1]
    verb = tensed(token)
    plural = {"VBP": True, "VBZ": False}.get(verb.tag_)
    if plural is None or nearer == noun or noun not in nearer.ancestors or nearer.tag_[:2] != "NN":
        return
    if _is_plural(noun) != plural and _is_plural(nearer) == plural and not has(noun, {"conj"}):
        token.head = nearer


def progressive(token: Token) -> None:
    """As in "is continuing efforts": "be" takes no object, so that the participle is the verb."""
    noun, verb = token.head, token.head.head
    if token.tag_ != "VBG" or token.dep_ != "amod" or noun.dep_ != "dobj" or verb.lemma_ != "be":
        return
    if noun.left_edge != token or any(child.dep_ not in {"advmod", "neg"} for child in token.lefts):
        return
    is_root, label, above = verb.head == verb, verb.dep_, verb.head
    moved = [child for child in verb.children if child != noun]
    token.head, token.dep_, token.pos_ = (token if is_root else above), ("ROOT" if is_root else label), "VERB"
    for child in moved:
        child.head = token
    noun.head, noun.dep_ = token, "dobj"
    verb.head, verb.dep_ = token, "aux"


def list_of_people(token: Token) -> None:
    """As in "fined the judge, her friends, and her bank": several people are no apposition of one."""
    one = token.head
    if (
        token.tag_ in PLURAL_TAGS
        and one.ent_type_ == "PERSON"
        and one.tag_ == "NNP"
        and is_person(token.lemma_.lower())
    ):
        token.dep_ = "conj"


def summing_up(token: Token) -> None:
    """As in "accused Peru of lying, a charge that it denied": what takes up the clause is no object of its verb."""
    before = token.doc[token.left_edge.i - 1].text if token.left_edge.i else ""
    if before in {",", "—", "–"} and token.i > token.head.i and token.lemma_.lower() in _SUMMING:
        is_first = not any(child.dep_ == "dobj" and child.i < token.i for child in token.head.children)
        if not is_first and (token.left_edge.lower_ in {"a", "an"} or token.left_edge.tag_ == "PRP$"):
            token.dep_ = "dep"


COORDINATION: tuple[tuple[tuple[str, ...], Callable[[Token], None]], ...] = (
    (("amod",), progressive),
    (("appos",), list_of_people),
    (("dobj",), summing_up),
    (("conj",), bare_infinitive),
    (("conj",), infinitive),
    (("conj",), gerund),
    (("conj",), finite_verb),
    (("conj",), past_beside_present),
    (("conj",), past_beside_participle),
    (("conj",), speakers_own),
    (("conj",), nearer_doer),
    (("prep",), means_of_nearer),
    (("advcl",), list_of_gerunds),
    (("advcl",), purpose_of_noun),
    (("relcl",), relative_of_nearer),
)
"""Each with the labels of the tokens that it may mend."""


def _move(token: Token, beside: list[Token], *, sure: bool) -> None:
    """Coordinate a verb with the one that it can stand beside; with none or two, it has no subject if ``sure``."""
    tops = [other for other in beside if not any(higher in beside for higher in other.ancestors)]
    if len(tops) == 1:
        _join(tops[0], token)
        token.tag_ = "VB" if token.tag_ == "VBP" else token.tag_
    elif sure:
        token.dep_ = "dep"


def _first(verb: Token) -> Token:
    """The first of the verbs coordinated with one."""
    while verb.dep_ == "conj" and is_verb(verb.head):
        verb = verb.head
    return verb


def _has_to(verb: Token) -> bool:
    return any(child.tag_ == "TO" and child.dep_ == "aux" for child in verb.children)


def _looks_present(token: Token) -> bool:
    """As in "agreed to end the war, sign a treaty, and": after a comma the bare form is often taken for the present."""
    return token.tag_ == "VBP" and token.i > 0 and token.doc[token.left_edge.i - 1].text == ","


def _join(verb: Token, token: Token) -> None:
    """Coordinate a verb with another, with the commas and the "and" that stand between them."""
    for child in list(token.head.children):
        if child.dep_ in {"punct", "cc"} and verb.i < child.i < token.i:
            child.head = verb
    token.head, token.dep_ = verb, "conj"


def _between(verb: Token, token: Token) -> Iterator[Token]:
    """The verbs inside a clause that stand between its verb and one coordinated with that."""
    for other in verb.subtree:
        if verb.i < other.i < token.i and is_verb(other) and token not in {other, *other.ancestors}:
            yield other


def _is_loose_participle(token: Token) -> bool:
    return token.dep_ == "advcl" and token.tag_ == "VBG" and not has(token, _OWN | {"mark", "aux"})


def _is_gerund_conjunct(token: Token) -> bool:
    return token.dep_ == "conj" and token.tag_ == "VBG"


def _takes_infinitive(verb: Token) -> bool:
    """As in "will be lifted and become": after a modal every verb of the list is bare."""
    return any(child.tag_ in {"MD", "TO"} or child.lemma_ == "do" for child in verb.children if child.dep_ == "aux")


def _is_past(verb: Token, other: Token) -> bool:
    """Whether two verbs can stand beside each other as past tenses, a participle taken for one being past as well."""
    return verb.tag_ == other.tag_ or {verb.tag_, other.tag_} == {"VBD", "VBN"}


def _is_plural(noun: Token) -> bool:
    return noun.tag_ in PLURAL_TAGS
