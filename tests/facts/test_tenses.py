"""States as of the day of the article: told in the present, over, or neither shown."""

from dataclasses import replace

import pytest

from kg.facts.selection import is_over, is_present
from kg.lexicon import words
from kg.model import ArticleId, Evidence, Statement
from tests.graphs import statement


def told(text: str) -> Statement:
    """A state by the words of its first end, those between, and its second end."""
    first, between, second = text.split(" | ")
    sentence = f"{first}{'' if between.startswith(',') else ' '}{between} {second}."
    made = statement(("a", "memberOf", "b"), Evidence(ArticleId("a"), 0, len(sentence), sentence))
    rule = "noun/described/member" if between.split()[-1] == "member" or between.startswith(",") else "clause/active/be"
    return replace(made, subject_text=first, object_text=second, predicate_text="member of", rule=rule)


def examples(section: str, kind: str) -> list[str]:
    return sorted(words("states", section, kind))


@pytest.mark.parametrize("text", examples("present", "examples") + examples("beside", "examples"))
def test_what_is_told_of_the_day_of_the_article(text: str) -> None:
    assert is_present(told(text))
    assert not is_over(told(text))


@pytest.mark.parametrize("text", examples("present", "counterexamples") + examples("beside", "counterexamples"))
def test_what_is_not_told_of_it(text: str) -> None:
    assert not is_present(told(text))


@pytest.mark.parametrize("text", examples("past", "examples"))
def test_what_is_over(text: str) -> None:
    assert is_over(told(text))


@pytest.mark.parametrize("text", examples("past", "counterexamples"))
def test_what_is_not_over(text: str) -> None:
    assert not is_over(told(text))


def test_an_office_beside_a_name_is_held_or_was_by_its_rule() -> None:
    one = told("Ana Ruiz | , | president of Peru")
    assert is_present(replace(one, rule="holding/current"))
    former = replace(one, rule="holding/former")
    assert is_over(former)
    assert not is_present(former)


def test_words_that_do_not_stand_in_the_sentence_show_nothing() -> None:
    one = replace(told("Peru | is a member of | the Andean Bloc"), object_text="it")
    assert not is_present(one)
    assert not is_over(one)
