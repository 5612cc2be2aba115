"""How firmly a clause or a named happening is put forward: each wording beside one that differs in that alone."""

from kg.factuality.composition import firmness_of
from kg.factuality.operators import is_asked
from kg.factuality.signatures import PLAIN, Firmness, least_firm
from kg.model import Factuality
from tests.cases import tried_on
from tests.parses import at, framed, parsed


@tried_on("text", "word", "expected")
def test_a_clause_or_noun_is_as_firm_as_its_words_and_governors_make_it(text: str, word: str, expected: str) -> None:
    assert firmness_of(at(parsed(text), word)).name == expected


def test_the_least_firm_holds_with_its_words() -> None:
    planned, requested = Firmness(Factuality.PLANNED, "plan to"), Firmness(Factuality.REQUESTED, "urge to")
    assert least_firm(planned, requested, PLAIN) is requested
    assert least_firm(PLAIN) is PLAIN


@tried_on("text", "word", "cue")
def test_the_entry_that_decided_is_named(text: str, word: str, cue: str) -> None:
    assert firmness_of(at(parsed(text), word)).cue == cue


@tried_on("text", "word", "is_question")
def test_what_is_only_asked_is_known_as_a_question(text: str, word: str, *, is_question: bool) -> None:
    assert is_asked(at(parsed(text), word)) is is_question


@tried_on("text", "lemma", "firmness")
def test_what_a_name_or_a_pronoun_means_tells_whether_it_can_intend(text: str, lemma: str, firmness: str) -> None:
    assert framed(text)[lemma].factuality is Factuality(firmness)
