"""Repairs of clauses: beside which verb another stands, what a conjunct leaves out, what is a condition or a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kg.lexicon import words
from kg.parse.syntax import NOMINAL, OVERT, has_child, is_verb

_NOT_ALONE = words("stance", "not_alone", "words")
_TRANSITIVE = words("clauses", "transitive", "words")
_BASE_OR_PAST = words("clauses", "transitive", "base_or_past")
_TAKEN = frozenset({"aux", "dobj", "ccomp", "xcomp", "acomp", "attr", "oprd"})
_INFLECTED = frozenset({"VBZ", "VBP", "VBD", "VBN", "VBG"})


def _bare_infinitive(token: Token) -> None:
    """As in "is working to end the war, sign a treaty": an infinitive stands beside another."""
    verb = token.head
    has_to = any(child.tag_ == "TO" for child in token.children)
    if token.tag_ != "VB" or verb.tag_ not in _INFLECTED or not is_verb(verb) or has_child(token, OVERT):
        return
    if _takes_infinitive(verb) or (has_child(token, {"aux"}) and not has_to):
        return
    beside = [other for other in _between(verb, token) if other.tag_ == "VB"]
    above = [other for other in verb.ancestors if other.tag_ == "VB"][:1]
    others = beside or above
    if len(others) == 1:
        _join(others[0], token)
    elif has_to or verb.tag_ == "VBZ":
        token.dep_ = "dep"


def _like_conjunct(token: Token) -> None:
    """As in "plans to mend the bridge that fell and killed ten": a verb stands beside one of its own form."""
    verb = token.head
    is_gerund = token.tag_ == "VBG" and verb.tag_ != "VBG" and not has_child(token, {"aux"})
    is_past = token.tag_ == "VBD" and verb.tag_ == "VB"
    if not (is_gerund or is_past) or not is_verb(verb) or has_child(token, OVERT):
        return
    alike = [other for other in _between(verb, token) if other.tag_ == token.tag_]
    beside = [other for other in alike if other.head not in alike or other.dep_ != "conj"]  # of a list
    above = [other for other in verb.ancestors if other.tag_ == "VBG"][:1] if is_gerund else []
    if len(beside or above) == 1:
        _join((beside or above)[0], token)
    elif is_gerund:
        is_joined = any(child.dep_ == "cc" and verb.i < child.i < token.i for child in verb.children)
        token.dep_ = "dep" if is_joined else "advcl"
    elif token.lower_ in _BASE_OR_PAST and _takes_infinitive(verb):  # "can end the war and lay the foundation"
        token.tag_, token.lemma_ = "VB", token.lower_


def _passive_conjunct(token: Token) -> None:
    """As in "was named and hyped": without an object a verb that takes one is a participle under the same "was"."""
    verb = token.head
    is_bare = token.tag_ == "VBD" and not has_child(token, OVERT | _TAKEN)
    if is_bare and token.lemma_.lower() in _TRANSITIVE and has_child(verb, {"auxpass"}):
        token.tag_ = "VBN"


def _second_pair(token: Token) -> None:
    """As in "handed the thief a term and his victims a sum": a pair of objects stands beside another, without verb."""
    verb = token.head if is_verb(token.head) else token.head.head
    whom, what = (next((c for c in verb.rights if c.dep_ == label), None) for label in ("dative", "dobj"))
    before = [token.head, *(child for child in token.head.children if child.i < token.left_edge.i)]
    named = next((c for c in (*token.lefts, *reversed(before)) if c.dep_ in {"nsubj", "conj"}), None)
    if whom is None or what is None or named is None or token.pos_ not in NOMINAL or named.pos_ not in NOMINAL:
        return
    is_next = token in {named.head, *named.rights} or named.right_edge.i + 1 == token.left_edge.i
    if is_next and whom.i < what.i < named.i < token.i and named.doc[named.left_edge.i - 1].dep_ == "cc":
        named.head, named.dep_ = whom, "conj"
        token.head, token.dep_ = what, "conj"


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


def _takes_infinitive(verb: Token) -> bool:
    """As in "will be lifted and become": after a modal every verb of the list is bare."""
    return any(child.tag_ in {"MD", "TO"} or child.lemma_ == "do" for child in verb.children if child.dep_ == "aux")


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


COORDINATION_REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("bare-infinitive", ("conj",), _bare_infinitive),
    ("like-conjunct", ("conj",), _like_conjunct),
    ("passive-conjunct", ("conj",), _passive_conjunct),
    ("second-pair", ("appos", "conj"), _second_pair),
    ("corrected", ("conj",), _corrected),
)
"""Each repair by name, with the labels of the tokens that it may mend (``kg.parse.repairs``)."""


_KINDS = ("claim", "deny", "fear", "neutral", "warn")
_REPORTING = frozenset().union(*(words("reporting", "kinds", kind, "verbs") for kind in _KINDS))
_BARE = words("clauses", "bare_report", "words")
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_INVERTED = frozenset({"had", "should", "were"})
_PROVIDED = frozenset({"provided", "providing"})


def _inverted_condition(token: Token) -> None:
    """As in "had Peru paid, Chile would have signed": the clause that begins with its auxiliary is a condition."""
    condition = token.head
    first = condition.doc[condition.left_edge.i]
    is_inverted = first.lower_ in _INVERTED and first.dep_ in {"aux", "auxpass"} and first.head == condition
    is_after = condition.i < token.i and any(child.text == "," for child in (*condition.rights, *token.lefts))
    has_modal = any(child.tag_ == "MD" for child in token.children)
    is_asked = any(child.text == "?" for child in condition.children)
    have_subjects = has_child(condition, OVERT) and has_child(token, OVERT)
    if is_inverted and is_after and has_modal and have_subjects and not is_asked:
        token.head, token.dep_ = token if condition.head == condition else condition.head, condition.dep_
        condition.head, condition.dep_ = token, "advcl"
        for mark in [child for child in condition.children if child.i > token.i]:
            mark.head = token


def _inverted_infinitive(token: Token) -> None:
    """As in "were the peso to fall, importers would suffer": what stands before the comma is a condition."""
    noun = token.head
    were = noun.doc[noun.left_edge.i - 1] if noun.left_edge.i else noun
    main = were.head
    has_to = any(child.tag_ == "TO" for child in token.children)
    if token.tag_ != "VB" or not has_to or were.lower_ != "were" or noun.head not in {main, were}:
        return
    if is_verb(main) and noun.i < main.i and any(child.tag_ == "MD" for child in main.children):
        were.head, were.dep_ = token, "aux"
        noun.head, noun.dep_ = token, "nsubj"
        token.head, token.dep_ = main, "advcl"


def _reporting_verb(token: Token) -> None:
    """As in "prosecutors in Lima allege that": what has a subject and a that-clause and may be a verb is one."""
    clause = next((child for child in token.rights if child.dep_ == "ccomp" and has_child(child, {"mark"})), None)
    subject = next((child for child in token.lefts if child.dep_ == "nsubj"), None)
    if token.tag_ not in {"NN", "NNS"} or clause is None or subject is None or token.lower_ not in _REPORTING:
        return
    if not has_child(token, {"det", "poss", "amod", "compound"}):
        token.tag_, token.pos_, token.lemma_ = "VBP", "VERB", token.lower_


def _bare_report(token: Token) -> None:
    """As in "police allege Moser shot a guard": the verb behind a plural that begins a sentence reports the rest."""
    first, main = token.nbor(-1) if token.i else token, token
    while main.head != main:
        main = main.head
    between = [child for child in (*main.lefts, *token.rights) if token.i < child.i < main.i]
    subject = next((child for child in between if child.dep_ in {"nsubj", "dobj"}), None)
    starts = first.tag_ == "NNS" and token.doc[first.left_edge.i].is_sent_start
    if token.lower_ not in _BARE or not starts or subject is None or main.tag_ not in _FINITE:
        return
    token.tag_, token.pos_, token.lemma_ = "VBP", "VERB", token.lower_
    token.head, token.dep_ = token, "ROOT"
    first.head, first.dep_ = token, "nsubj"
    main.head, main.dep_ = token, "ccomp"
    subject.head, subject.dep_ = main, "nsubj"


def _provided_that(token: Token) -> None:
    """As in "will lend it money provided that it pays": a conjunction, and no clause about the money."""
    clause = next((child for child in token.children if child.dep_ == "ccomp" and child.i > token.i), None)
    if token.lower_ not in _PROVIDED or clause is None or token.nbor().lower_ != "that":
        return
    verb = next((above for above in token.ancestors if is_verb(above)), None)
    if verb is not None and not has_child(token, OVERT):
        clause.head, clause.dep_ = verb, "advcl"
        token.head, token.dep_ = clause, "mark"


def _participle_before(token: Token) -> None:
    """As in "hit by the quake, ten people died, police said": what was said is the clause, beside the participle."""
    above = token.head
    if token.dep_ == "parataxis" and _is_bare(above) and above.i < token.i and has_child(token, OVERT):
        token.head, token.dep_ = token if above.head == above else above.head, above.dep_
        above.head, above.dep_ = token, "advcl"
    elif token.dep_ == "advcl" and _is_bare(token):
        between = [child for child in above.lefts if child.i > token.i]
        said = next((child for child in between if child.dep_ == "ccomp" and has_child(child, OVERT)), None)
        if said is not None and any(child.dep_ in OVERT and child.i > said.i for child in between):
            token.head = said


def _is_bare(token: Token) -> bool:
    """Whether it is a participle that is no passive, without a subject of its own."""
    return token.tag_ == "VBN" and not has_child(token, OVERT | {"aux", "auxpass"})


CONDITION_REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("inverted-condition", ("ccomp", "conj", "parataxis"), _inverted_condition),
    ("inverted-infinitive", ("acl", "relcl"), _inverted_infinitive),
    ("reporting-verb", ("ROOT", "ccomp", "conj"), _reporting_verb),
    ("bare-report", ("appos", "compound", "dep", "parataxis"), _bare_report),
    ("participle-before", ("advcl", "parataxis"), _participle_before),
    ("provided-that", ("acl", "advcl", "prep"), _provided_that),
)
"""Each repair by name, with the labels of the tokens that it may mend (``kg.parse.repairs``)."""
