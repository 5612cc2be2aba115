"""The words of a card are those of its clause, with its subject's name in brackets where that is not there."""

from dataclasses import replace

from kg.view.draw.cards import card
from tests.cases import tried_on
from tests.view.draw.test_story import _graph, _said


@tried_on("clause", "subject", "words")
def test_a_card_has_the_words_of_its_clause(clause: str, subject: str, words: str) -> None:
    said = _said(("canada", "paid", "china"), "Canada pays China", subject_text=subject, clause_text=clause)
    assert card(_graph(said), said, {}).text == words


def test_who_speaks_of_themselves_keeps_their_word() -> None:
    said = _said(("canada", "paid", "china"), "Canada pays China", subject_text="we", clause_text="we will pay China")
    said = replace(said, attributed_to=said.subject)
    assert card(_graph(said), said, {}).text == "We will pay China"
