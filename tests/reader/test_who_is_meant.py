"""Who is meant and who says it in whole sentences: the entity at the end of a frame, and its source."""

from tests.cases import tried_on
from tests.parses import framed


def _subject(text: str, lemma: str) -> str:
    return next(a.phrase.entity.label for a in framed(text)[lemma].arguments if a.slot == "subject")


@tried_on("text", "lemma", "label")
def test_a_noun_leads_to_whom_it_means(text: str, lemma: str, label: str) -> None:
    assert _subject(text, lemma) == label


@tried_on("text", "lemma", "label")
def test_a_noun_that_could_mean_another_leads_nowhere(text: str, lemma: str, label: str) -> None:
    subjects = [a.phrase.entity.label for a in framed(text)[lemma].arguments if a.slot == "subject"]
    assert label not in subjects


@tried_on("text", "lemma", "source")
def test_who_says_it_is_named(text: str, lemma: str, source: str) -> None:
    said = framed(text)[lemma].source
    assert said is not None
    assert said.label == source


@tried_on("text")
def test_what_nobody_says_has_no_source(text: str) -> None:
    assert framed(text)["sign"].source is None


def test_the_leaders_are_the_two_of_whom_the_text_tells_first() -> None:
    told = "Anna Berg and Paul Moser met in Oslo. Rain fell. Nobody spoke. Aides left. Snow fell."
    subjects = {
        a.phrase.entity.label
        for a in framed(f"{told} Both leaders praised Norway.")["praise"].arguments
        if a.slot == "subject"
    }
    assert subjects == {"Anna Berg", "Paul Moser"}
    others = framed(f"Lena Lind met {told} Both leaders praised Norway.")["praise"].arguments
    assert "Anna Berg" not in {a.phrase.entity.label for a in others if a.slot == "subject"}
