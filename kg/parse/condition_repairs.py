"""Repairs of clauses that are conditions, or the content of a report or beside it, and are parsed as something else."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kg.lexicon import words
from kg.parse.syntax import OVERT, has_child, is_verb

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


CONDITION_REPAIRS: tuple[tuple[str, tuple[str, ...], Callable[[Token], None]], ...] = (
    ("inverted-condition", ("ccomp", "conj", "parataxis"), _inverted_condition),
    ("inverted-infinitive", ("acl", "relcl"), _inverted_infinitive),
    ("reporting-verb", ("ROOT", "ccomp", "conj"), _reporting_verb),
    ("bare-report", ("appos", "compound", "dep", "parataxis"), _bare_report),
    ("provided-that", ("acl", "advcl", "prep"), _provided_that),
)
"""Each repair by name, with the labels of the tokens that it may mend (``kg.parse.repairs``)."""
