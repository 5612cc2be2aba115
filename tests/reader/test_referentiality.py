"""What points at something that nobody told of makes no statement; beside each case one that does."""

import pytest

from tests.parses import framed


def _slots(text: str, lemma: str) -> set[str]:
    frame = framed(text).get(lemma)
    return {argument.slot for argument in frame.arguments} if frame is not None else set()


@pytest.mark.parametrize(
    ("text", "lemma", "slot"),
    [
        ("A storm hit Oslo. They praised Norway.", "praise", "subject"),
        ("Two ships sank. It harmed Norway.", "harm", "subject"),
        ("Norway criticized it.", "criticize", "object"),
        ("Norway sent them to Sweden.", "send", "object"),
        ("The second praised Norway.", "praise", "subject"),
        ("The others praised Norway.", "praise", "subject"),
        ("The three praised Norway.", "praise", "subject"),
        ("The most recent harmed Norway.", "harm", "subject"),
        ("Two ministers left, one of whom praised Norway.", "praise", "subject"),
        ("Most of them praised Norway.", "praise", "subject"),
        ("Anna Berg left. Norway praised him.", "praise", "object"),
    ],
)
def test_an_end_that_nobody_told_of_is_left_out(text: str, lemma: str, slot: str) -> None:
    assert slot not in _slots(text, lemma)


@pytest.mark.parametrize(
    ("text", "lemma", "slot"),
    [
        ("The company paid a fine. It praised Norway.", "praise", "subject"),
        ("The second minister praised Norway.", "praise", "subject"),
        ("The rest of the union praised Norway.", "praise", "subject"),
        ("One of the ministers praised Norway.", "praise", "subject"),
        ("Norway was the first to leave.", "be", "complement"),
        ("She praised Norway.", "praise", "subject"),
        ("It harmed Norway.", "harm", "subject"),
        ("They praised Norway.", "praise", "subject"),
    ],
)
def test_an_end_that_is_told_stays(text: str, lemma: str, slot: str) -> None:
    assert slot in _slots(text, lemma)


def test_a_passive_makes_no_frame_where_nobody_knows_to_whom_it_was_done() -> None:
    assert "fine" not in framed("A storm hit Oslo. They were fined by Norway.")
    assert "fine" in framed("Ships were fined by Norway.")


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("The parties praised Norway.", "Group"),
        ("Norway's opposition parties praised Sweden.", "PoliticalParty"),
        ("The party praised Norway.", "PoliticalParty"),
    ],
)
def test_the_parties_of_a_deal_are_no_political_parties(text: str, cls: str) -> None:
    (subject,) = (a.phrase.entity for a in framed(text)["praise"].arguments if a.slot == "subject")
    assert subject.cls == cls
