"""Polarity, conditions and sources of whole clauses, as frames have them: what must be read, and what must not."""

from kg.factuality.signatures import Firmness
from kg.model import Frame
from tests.cases import tried_on
from tests.parses import framed


def _read(text: str, lemma: str) -> Frame:
    found = framed(text, date="2026-03-04")
    assert lemma in found, sorted(found)
    return found[lemma]


@tried_on("text", "lemma", "firmness")
def test_what_is_put_forward_to_be_so_or_not_keeps_its_firmness(text: str, lemma: str, firmness: str) -> None:
    frame = _read(text, lemma)
    assert Firmness(frame.factuality, negated=frame.negated).name == firmness


@tried_on("text", "lemma", "condition")
def test_what_depends_on_a_condition_is_told_with_it(text: str, lemma: str, condition: str) -> None:
    frame = _read(text, lemma)
    assert (frame.factuality.value, frame.condition) == ("Conditional", condition)
    assert condition.lower() in frame.clause.lower()


@tried_on("text", "lemma", "firmness")
def test_what_depends_on_nothing_has_no_condition(text: str, lemma: str, firmness: str) -> None:
    frame = _read(text, lemma)
    assert (frame.factuality.value, frame.condition) == (firmness, "")


def test_a_condition_is_a_frame_of_its_own() -> None:
    found = framed("Norway will lift its ban unless Peru attacks Chile.")
    assert found["lift"].condition_frame == found["attack"].name
    assert (found["attack"].factuality.value, found["attack"].condition) == ("Conditional", "")


def test_who_would_not_say_it_is_no_source_of_it() -> None:
    assert _read("The airline would neither confirm nor deny that the plane crashed.", "crash").source is None
    told = _read("The firm denied that it had bought the mine.", "buy").source
    assert told is not None
    assert told.label == "firm"


def test_a_past_verb_belongs_to_the_clause_that_tells_which_thing_is_meant() -> None:
    told = _read("Crews plan to mend the bridge that fell in May and killed nine people.", "kill")
    assert told.factuality == "Asserted"
