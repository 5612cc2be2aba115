"""Reporting words of ``reporting.toml``: the kind of a word, and which forms of report it takes."""

from collections.abc import Mapping
from functools import cache

from kg.attribution import Range
from kg.attribution.phrases import subject_of
from kg.lexicon import LexiconValue, lexicon, words
from kg.parse.syntax import VERBAL
from kg.parse.tree import Token

_FORMS = ("that", "noun", "infinitive", "accusative", "gerund", "raising", "evidence", "quotation")
VERBS = {form: words("reporting", "forms", form, "verbs") for form in _FORMS}
"""For each form of report the verbs that take it."""
_DENIED = words("reporting", "forms", "negated", "deny")
_NOBODY = words("reporting", "forms", "negated", "subjects")
_SAMPLES = frozenset({"examples", "counterexamples"})


def verb_kind(verb: Token) -> str | None:
    """The kind of a reporting verb; None for any other verb, and for one whose required particle is missing."""
    particles = required_words("particle").get(verb.lemma_)
    if particles and not any(child.dep_ in {"prt", "advmod"} and child.lower_ in particles for child in verb.rights):
        return None
    return kinds("verbs").get(verb.lemma_)


def speech_kind(verb: Token) -> str | None:
    """The kind of a verb that can introduce a quotation: a reporting verb or one of manner of speaking ("shouted")."""
    if verb.pos_ not in VERBAL:
        return None
    return verb_kind(verb) or (kinds("verbs")["say"] if verb.lemma_ in VERBS["quotation"] else None)


def stance_of(verb: Token, kind: str) -> str:
    """The kind of a report with its polarity: negation makes "does not believe" a denial, leaves "did not say" open."""
    subject = subject_of(verb)
    nobody = subject is not None and subject.left_edge.lower_ in _NOBODY
    if not nobody and not any(child.dep_ == "neg" for child in verb.lefts):
        return kind
    return "deny" if verb.lemma_ in _DENIED else form_kind("negated")


def cue_of(verb: Token) -> Range:
    """The token range of a verb, with a particle that directly follows."""
    following = next((child for child in verb.rights if child.dep_ == "prt"), None)
    return verb.i, verb.i + 1 + (following is not None and following.i == verb.i + 1)


def form_kind(form: str) -> str:
    """The kind of all reports of a form such as "according"."""
    return str(_mapping(_tables("forms")[form])["kind"])


@cache
def kinds(part: str) -> Mapping[str, str]:
    """Lemma -> kind, of a part of speech ("verbs", "nouns", "adjectives"); the first kind that lists a lemma counts."""
    found: dict[str, str] = {}
    for kind, table in _tables("kinds").items():
        for word in _words(table, part):
            found.setdefault(word, kind)
    return found


@cache
def required_words(form: str) -> Mapping[str, frozenset[str]]:
    """Verb lemma -> the particles or prepositions that it must have in a form: "particle", "preposition", "object"."""
    table = _tables("forms")[form]
    return {verb: frozenset(_words(table, verb)) for verb in _mapping(table) if verb not in _SAMPLES}


def _tables(section: str) -> Mapping[str, LexiconValue]:
    return _mapping(lexicon("reporting")[section])


def _mapping(value: LexiconValue) -> Mapping[str, LexiconValue]:
    return value if isinstance(value, dict) else {}


def _words(table: LexiconValue, key: str) -> list[str]:
    found = _mapping(table).get(key, [])
    return [str(word) for word in found] if isinstance(found, list) else []
