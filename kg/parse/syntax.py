"""Predicates and lookups on a dependency tree: what heads a clause, what is passive, what is coordinated.

Relations are ClearNLP's, tags the Penn Treebank's, parts of speech Universal Dependencies', as spaCy's English
models use them; sets of them that several rules ask for stand here.
"""

from collections.abc import Callable, Iterable, Set

from kg.lexicon import words
from kg.parse.tree import AnyToken, Token

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
META = "meta"
"""The label of what is no part of the sentence: the sign of an item of a list, a bracket that refers to a page."""
AUXILIARIES = frozenset({"aux", "auxpass"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_PREDICATES = frozenset({
    "ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "parataxis", "csubj", "csubjpass", "dep",
    "appos",
})  # fmt: skip
TENSED_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TENSES = {"VBD": "past", "VBZ": "present", "VBP": "present"}
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
RELATIVE_TAGS = frozenset({"WDT", "WP"})
_MARKS = frozenset({",", ";", ":", "(", "-", "–", "—"})
_ALL = frozenset({"all", "every", "everybody", "everyone"})
_COPULAR = SUBJECTS | {"attr", "acomp"}
DOWNTONERS = words("clauses", "downtoners", "words")
PREPOSITION_PARTS = words("clauses", "preposition_parts", "words")
_PREPOSITIONAL = words("clauses", "prepositional_verbs", "words")


def is_predicate(token: Token) -> bool:
    """Whether a token heads a clause: a full verb, or a form of "be" that links or stands alone."""
    if token.dep_ not in _PREDICATES or token.tag_ == "MD":
        return False  # "all that they can": the verb is left out
    if is_would_be(token):
        return False
    if token.lower_ in _PREPOSITIONAL and not has_child(token, AUXILIARIES | {"nsubj", "dobj"}):
        return False
    return token.pos_ == "VERB" or (token.pos_ == "AUX" and has_child(token, _COPULAR))


def is_would_be(token: Token) -> bool:
    """Whether a token ends "would-be", as in "the would-be minister"."""
    return token.i > 1 and (token.nbor(-2).tag_, token.nbor(-1).tag_) == ("MD", "HYPH")


def is_verb(token: AnyToken) -> bool:
    """Whether a token is a lexical verb, whatever its head: no auxiliary, participial modifier or preposition."""
    return token.pos_ in VERBAL and token.dep_ not in AUXILIARIES | {"amod", "compound", "prep"}


def has_child(token: AnyToken, labels: Set[str]) -> bool:
    """Whether a token has a dependent with one of these labels."""
    return any(child.dep_ in labels for child in token.children)


def is_passive(verb: Token) -> bool:
    """Whether the clause is passive: its surface subject is the logical object."""
    labels = {child.dep_ for child in verb.children}
    if labels & {"auxpass", "nsubjpass", "csubjpass"}:
        return True
    if verb.tag_ != "VBN" or labels & {"aux", "dobj"}:
        return False
    if "nsubj" in labels:
        return "agent" in labels  # the headline "Acme swamped by orders"
    if verb.dep_ == "advcl":
        return "mark" not in labels or "agent" in labels
    if verb.dep_ == "conj":
        return verb.head.pos_ in VERBAL and is_passive(verb.head)
    return verb.dep_ in {"acl", "xcomp", "ccomp"}  # "tariffs imposed by", "leaving it exposed to"


def first_conjunct(verb: Token) -> Token:
    """The first of coordinated verbs, or the verb itself."""
    while verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        verb = verb.head
    return verb


def is_set_off(token: Token) -> bool:
    """Whether punctuation stands before the token's subtree: "goods, produced in Peru", "goods (produced in Peru)"."""
    first = token.left_edge
    return first.text in _MARKS or (first.i > 0 and first.nbor(-1).text in _MARKS)


def own_subject(verb: Token) -> Token | None:
    """The head of the subject that hangs on a verb itself; None where it shares one, or has none."""
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def below(top: Token, branches: Callable[[Token], Iterable[Token]]) -> tuple[Token, ...]:
    """A token and all that ``branches`` reaches from it, in preorder, without recursion: long lists are deep chains."""
    found, waiting = [], [top]
    while waiting:
        token = waiting.pop()
        found.append(token)
        waiting.extend(reversed(list(branches(token))))
    return tuple(found)


def conjuncts(token: Token) -> tuple[Token, ...]:
    """A token and the nouns coordinated with it, negated ones left out ("progress but not removal": progress)."""

    def nouns(inner: Token) -> list[Token]:
        found = (child for child in inner.children if child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX", "ADV"})
        return [child for child in found if not is_negated_conjunct(child)]

    return below(token, nouns)


def is_negated_conjunct(token: Token) -> bool:
    """Whether a conjunct or apposition is negated: "but not the removal", "all but Peru"."""
    if token.dep_ != "conj":
        return token.dep_ == "appos" and token.left_edge.lower_ == "not"
    of_all = determiner(token.head) in _ALL or token.head.lower_ in _ALL  # "all but Peru", "every state but Peru"
    if token.pos_ == "PROPN" and of_all and token.doc.lower_at(token.left_edge.i - 1) == "but":
        return True
    if any(child.dep_ in {"neg", "cc", "advmod"} and child.lower_ in {"not", "never"} for child in token.children):
        return True
    beside = (child for child in token.head.children if child.lower_ == "not" and child.dep_ == "neg")
    return any(token.head.i < child.i < token.i for child in beside)


def negated_conjuncts(token: Token) -> tuple[Token, ...]:
    """The negated conjuncts of a noun."""
    return tuple(child for child in token.children if is_negated_conjunct(child) and child.pos_ not in VERBAL)


def antecedent(verb: Token) -> Token | None:
    """The noun that a relative clause modifies, by its verb ("who", "which", "that"); None for other clauses."""
    return next((token.head for token in (verb, *verb.ancestors) if token.dep_ == "relcl"), None)


def clause_above(token: Token) -> Token | None:
    """The head of the clause of a governor: the token itself, or the verb above an adjective or noun; else None."""
    return next((above for above in (token, *token.ancestors) if above.pos_ in VERBAL), None)


def preposition_name(preposition: Token) -> str:
    """The preposition in lower case, with what makes it a multiword one: "because of", "such as"."""
    parts = [child for child in preposition.children if child.dep_ in {"amod", "advmod", "pcomp"}]
    before = [child.lower_ for child in parts if child.i == preposition.i - 1 and child.lower_ in PREPOSITION_PARTS]
    after = [child.lower_ for child in parts if child.dep_ == "pcomp" and child.pos_ == "ADP"]
    return " ".join([*before, preposition.lower_, *after])


def finite_verb(verb: Token) -> Token:
    """The token that bears the tense of a clause: the first auxiliary, or the verb itself."""
    return next((child for child in verb.children if child.dep_ in AUXILIARIES), verb)


def clause_tense(verb: Token) -> str:
    """As "past", "present", "past perfect" or "present perfect"; "" of an infinitive and of a modal.

    Coordinated verbs share what stands before the first ("was tried and [fined]"); a participle that hangs on a noun
    tells of what was done: "the tariffs [imposed] in May".
    """
    finite = finite_verb(verb)
    if finite.tag_ in _TENSES:
        is_perfect_form = finite is not verb and finite.lemma_ == "have"
        return f"{_TENSES[finite.tag_]}{' perfect' * is_perfect_form}"
    if finite is verb and verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        return clause_tense(verb.head)
    return _TENSES["VBD"] if finite is verb and verb.tag_ == "VBN" else ""


def verb_name(verb: AnyToken) -> str:
    """The verb's lemma with its particle or downtoner: "rule out", "less align"."""
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), "")
    degree = next((child.lower_ for child in verb.children if is_downtoner(child)), "")
    return f"{degree} {verb.lemma_.lower()} {particle}".strip()


def is_downtoner(token: AnyToken) -> bool:
    """Whether a token is an adverb of lesser degree ("less aligned with Peru", "least affected")."""
    return token.lower_ in DOWNTONERS and token.i == token.head.i - 1


def is_perfect(verb: AnyToken) -> bool:
    """Whether the verb is in the perfect: "has signed", "should have signed"."""
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def determiner(noun: Token) -> str:
    """The noun's determiner in lower case, or the empty string."""
    return next((child.lower_ for child in noun.children if child.dep_ == "det"), "")


def is_infinitive(verb: Token) -> bool:
    """Whether the verb is a "to" infinitive."""
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)


def addressee(governor: AnyToken, verb: AnyToken, phrases: Set[str]) -> AnyToken | None:
    """X of "called on X to sign": the object of the governor's preposition; ``phrases`` are like "call on"; or None."""
    for child in governor.children:
        if child.i < verb.i and f"{governor.lemma_.lower()} {child.lower_}" in phrases:
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None
