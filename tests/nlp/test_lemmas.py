"""The lemmatizer, told which verbs there are."""

from __future__ import annotations

from functools import cache

import pytest

from kg.lexicon import words
from kg.nlp.reader import Reader


@cache
def reader() -> Reader:
    return Reader.load()


def cases(kind: str) -> list[tuple[str, str]]:
    return [
        (form, lemma) for form, _, lemma in (case.partition(" => ") for case in sorted(words("lemmas", "verb", kind)))
    ]


def lemma(form: str) -> str:
    return reader().nlp(f"They {form} it yesterday.")[1].lemma_


@pytest.mark.model
@pytest.mark.parametrize(("form", "expected"), cases("examples"))
def test_a_form_goes_back_to_its_verb(form: str, expected: str) -> None:
    assert lemma(form) == expected


@pytest.mark.model
@pytest.mark.parametrize(("form", "other"), cases("counterexamples"))
def test_a_form_of_another_verb_does_not(form: str, other: str) -> None:
    assert lemma(form) != other
