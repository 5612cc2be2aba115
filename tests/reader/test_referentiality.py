"""What points at something that nobody told of makes no statement; beside each case one that does."""

from tests.cases import tried_on
from tests.parses import framed


def _slots(text: str, lemma: str) -> set[str]:
    frame = framed(text).get(lemma)
    return {argument.slot for argument in frame.arguments} if frame is not None else set()


@tried_on("text", "lemma", "slot")
def test_an_end_that_nobody_told_of_is_left_out(text: str, lemma: str, slot: str) -> None:
    assert slot not in _slots(text, lemma)


@tried_on("text", "lemma", "slot")
def test_an_end_that_is_told_stays(text: str, lemma: str, slot: str) -> None:
    assert slot in _slots(text, lemma)


def test_a_passive_makes_no_frame_where_nobody_knows_to_whom_it_was_done() -> None:
    assert "fine" not in framed("A storm hit Oslo. They were fined by Norway.")
    assert "fine" in framed("Ships were fined by Norway.")


@tried_on("text", "cls")
def test_the_parties_of_a_deal_are_no_political_parties(text: str, cls: str) -> None:
    (subject,) = (a.phrase.entity for a in framed(text)["praise"].arguments if a.slot == "subject")
    assert subject.cls == cls
