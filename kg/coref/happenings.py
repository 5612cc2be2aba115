"""Nouns that take up what a verb told: "arrived in Beijing ... the visit", "imposed a tariff ... the move"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.lexicon import words, words_by

_GENERAL = words("coref", "general_acts", "words")
_NO_ACTS = words("coref", "no_acts", "words")
_VERBS_BY_NOUN = words_by("coref", "act_", "nouns", "verbs")
_VERBS = frozenset().union(*_VERBS_BY_NOUN.values())


def is_told_by_verb(token: Token) -> bool:
    """Whether a noun may later take up this verb: it has a noun of its own, or heads a sentence that tells an act."""
    lemma = token.lemma_.lower()
    return lemma in _VERBS or (token.dep_ == "ROOT" and lemma not in _NO_ACTS)


def is_general(noun: str) -> bool:
    """Whether a noun takes up any act ("move", "step")."""
    return noun in _GENERAL


def verbs_of(noun: str) -> frozenset[str]:
    """The verbs that an event noun may take up: "visit" takes up "visit", "arrive", "travel"."""
    return _VERBS_BY_NOUN.get(noun, frozenset())
