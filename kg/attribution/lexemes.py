"""The words of ``reporting.toml`` as the rules ask for them: the kind of a word, and which forms it takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.attribution import Range
from kg.attribution.phrases import has_that
from kg.attribution.sources import subject_of
from kg.lexicon import Value, lexicon, words
from kg.parse.syntax import VERBAL
from kg.parse.tree import Token

_FORMS = (
    "that", "noun", "infinitive", "accusative", "gerund", "raising", "naming", "as", "accusation", "hearer", "evidence",
    "taken_up", "clear", "feeling", "citing", "quotation", "light",
    "phrased",
)  # fmt: skip
VERBS = {form: words("reporting", "forms", form, "verbs") for form in _FORMS}
"""For each form of report the verbs that take it."""
_DENIED = words("reporting", "forms", "negated", "deny")
_NOBODY = words("reporting", "forms", "negated", "subjects")
_SAMPLES = frozenset({"examples", "counterexamples"})


def verb_kind(verb: Token) -> str | None:
    """The kind of a verb that reports; None for any other verb, and for one whose particle is missing."""
    lemma = lemma_of(verb)
    kind = kinds("verbs").get(lemma)
    particles = with_words("particle").get(lemma)
    if particles and not any(child.dep_ in {"prt", "advmod"} and child.lower_ in particles for child in verb.rights):
        return None
    return kind


def spoken_kind(verb: Token) -> str | None:
    """The kind of a verb that can stand beside a quotation: one that reports, or one of speaking ("shouted")."""
    if verb.pos_ not in VERBAL:
        return None
    return verb_kind(verb) or (kinds("verbs")["say"] if lemma_of(verb) in VERBS["quotation"] else None)


def weakened(verb: Token, kind: str) -> str:
    """As in "does not believe that" denies; "did not say that" leaves it open; "asked that it be closed" requests."""
    if kind == "ask" and any(child.dep_ == "ccomp" and child.tag_ == "VB" and has_that(child) for child in verb.rights):
        return "request"
    subject = subject_of(verb)
    nobody = subject is not None and subject.left_edge.lower_ in _NOBODY
    if not nobody and not any(child.dep_ == "neg" for child in verb.lefts):
        return kind
    return "deny" if lemma_of(verb) in _DENIED else form_kind("negated")


def lemma_of(token: Token) -> str:
    """The lemma, where the tagger misreads a form the right one."""
    lemma = token.lemma_.lower()
    return _misread().get(lemma, lemma)


def cue_of(verb: Token) -> Range:
    """The verb, with its particle where that follows at once."""
    following = next((child for child in verb.rights if child.dep_ == "prt"), None)
    return verb.i, verb.i + 1 + (following is not None and following.i == verb.i + 1)


def form_kind(form: str) -> str:
    """The kind that a form of report gives, whatever its word: "according"."""
    return str(_mapping(_tables("forms")[form])["kind"])


@cache
def kinds(part: str) -> Mapping[str, str]:
    """Each reporting word of a part of speech ("verbs", "nouns", "adjectives") with its kind; the first kind counts."""
    found: dict[str, str] = {}
    for kind, table in _tables("kinds").items():
        for word in _words(table, part):
            found.setdefault(word, kind)
    return found


@cache
def with_words(form: str) -> Mapping[str, frozenset[str]]:
    """Of a form that lists verbs with their particles or prepositions, each verb with its words."""
    table = _tables("forms")[form]
    return {verb: frozenset(_words(table, verb)) for verb in _mapping(table) if verb not in _SAMPLES}


@cache
def _misread() -> Mapping[str, str]:
    return {form: str(lemma) for form, lemma in _mapping(lexicon("reporting")["misread"]).items()}


def _tables(section: str) -> Mapping[str, Value]:
    return _mapping(lexicon("reporting")[section])


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _words(table: Value, key: str) -> list[str]:
    found = _mapping(table).get(key, [])
    return [str(word) for word in found] if isinstance(found, list) else []
