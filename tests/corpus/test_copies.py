"""Near-copies and agency texts count once."""

import pytest

from kg.corpus import Copies
from kg.corpus.copies import agency_of
from kg.lexicon import words
from kg.model import ArticleId

STORY = (
    "The harbour of Tavola was closed on Monday after a crane fell on a ship that carried grain. "
    "Nobody was hurt, the port authority said, and the ship will sail again within a week. "
    "Dockers had warned of the crane in March, and their union wants to know why nothing was done."
)
OTHER = (
    "Farmers in the valley expect a poor harvest of apples after a spring of late frosts and little rain. "
    "The ministry will decide in June whether it helps those who lost more than half of their crop."
)


def copies(**texts: str) -> Copies:
    return Copies({ArticleId(name): text for name, text in texts.items()})


def test_a_text_with_a_few_words_changed_is_a_copy() -> None:
    changed = STORY.replace("Nobody was hurt", "No one was hurt").replace("within a week", "within days")
    assert copies(a=STORY, b=OTHER, c=changed).groups == (("a", "c"), ("b",))


def test_a_text_that_goes_on_is_a_copy() -> None:
    assert copies(a=STORY, b=f"{STORY} The mayor was not at home.").groups == (("a", "b"),)


def test_another_telling_of_a_story_is_no_copy() -> None:
    other = "A ship with grain was hit by a falling crane in Tavola, which shut its harbour; there were no casualties."
    assert copies(a=STORY, b=other).groups == (("a",), ("b",))


def test_articles_of_one_agency_are_one_source() -> None:
    found = copies(a=f"TAVOLA (Reuters) - {STORY}", b=f"LIMA (Reuters) - {OTHER}", c=OTHER.upper() + " Berg wrote it.")
    assert found.independent(map(ArticleId, "ab")) == 1


@pytest.mark.parametrize("text", sorted(words("links", "credit", "examples")))
def test_a_credit_is_seen(text: str) -> None:
    assert agency_of(text)


@pytest.mark.parametrize("text", sorted(words("links", "credit", "counterexamples")))
def test_what_is_said_of_an_agency_is_no_credit(text: str) -> None:
    assert not agency_of(text)
