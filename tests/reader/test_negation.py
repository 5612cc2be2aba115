"""Polarity, conditions and sources of whole clauses, as frames have them: what must be read, and what must not."""

import pytest

from kg.model import Frame
from tests.parses import framed

NEGATED = [
    # a request, plan, expectation or possibility not to be so keeps its firmness
    ("Norway told Peru not to attack Chile.", "attack", "Requested"),
    ("The envoy asked Chad never to expel the mission.", "expel", "Requested"),
    ("Kenya warned farmers not to sell maize to Uganda.", "sell", "Requested"),
    ("The union wants the firm not to close the mill.", "close", "Requested"),
    ("Ministers must not sign the treaty.", "sign", "Requested"),
    ("The brewer plans not to open a plant in Peru.", "open", "Planned"),
    ("The brewer does not intend to open a plant in Peru.", "open", "Planned"),
    ("Peru promised not to expel the envoys.", "expel", "Planned"),
    ("Peru promised never to expel the envoys.", "expel", "Planned"),
    ("The mayor decided not to attend the summit.", "attend", "Planned"),
    ("The council will not widen the road.", "widen", "Planned"),
    ("The firm said it would not cut jobs.", "cut", "Planned"),
    ("No bank will lend the club money.", "lend", "Planned"),
    ("The bank is not expected to raise its rate.", "raise", "Expected"),
    ("Chile is unlikely to join the pact.", "join", "Expected"),
    ("Few traders expect Peru to sign the treaty.", "sign", "Expected"),
    ("The minister may not attend the summit.", "attend", "Possible"),
    ("The ferry might never sail again.", "sail", "Possible"),
    ("If the court does not free him, Chad will recall its envoy.", "free", "Conditional"),
    # what is asserted not to be so is denied
    ("The ministry did not comment.", "comment", "Denied"),
    ("No illnesses were reported.", "report", "Denied"),
    ("The clerk could not open the safe.", "open", "Denied"),
    ("The witness would not name the driver.", "name", "Denied"),
    ("The police chief failed to stop the riot.", "stop", "Denied"),
    ("The airline would neither confirm nor deny the crash.", "confirm", "Denied"),
    ("The firm denied that it had bought the mine.", "buy", "Denied"),
]
POSITIVE = [
    ("Norway told Peru to leave Chile.", "leave", "Requested"),
    ("The council will widen the road.", "widen", "Planned"),
    ("The council not only widened the road.", "widen", "Asserted"),
    ("Norway did not forget to pay the fine.", "pay", "Asserted"),
    ("Peru did not deny that it had bought the mine.", "buy", "Possible"),
]
CONDITIONAL = [
    ("Norway would lift its ban if Peru agreed.", "lift", "if Peru agreed"),
    ("Norway will lift its ban if Peru agrees.", "lift", "if Peru agrees"),
    ("Pilots will strike on Monday unless the airline raises pay.", "strike", "unless the airline raises pay"),
    ("The fund will lend Chad money provided that it opens its books.", "lend", "provided that it opens its books"),
    ("Peru will stay in the pact as long as Chile pays.", "stay", "as long as Chile pays"),
    ("Should the river rise again, the army will evacuate the town.", "evacuate", "Should the river rise again"),
    ("Had the captain turned, the ferry would have missed the rock.", "miss", "Had the captain turned"),
    ("Were the peso to fall further, importers would suffer.", "suffer", "Were the peso to fall further"),
    ("In the event of a flood, the pumps will run for two days.", "run", "In the event of a flood"),
    ("The firm will cut jobs and close a plant if sales fall.", "cut", "if sales fall"),
    ("If the vote fails, the minister said, the cabinet will resign.", "resign", "If the vote fails"),
    ("The bank would be forced to close the branch if sales fell.", "close", "if sales fell"),
]
UNCONDITIONAL = [
    ("Estonia will build the dam even if Latvia objects.", "build", "Planned"),
    ("In case the talks fail, Kenya has moved two brigades to the border.", "move", "Asserted"),
    ("In the case of Norway, the court fined two banks.", "fine", "Asserted"),
    ("The bank, which bought a rival in 2019, will cut jobs if sales fall.", "buy", "Asserted"),
    ("Peru threatened to leave the pact if Chile pays.", "threaten", "Asserted"),
    ("The ministry asked whether Peru had signed.", "ask", "Asserted"),
]


def _read(text: str, lemma: str) -> Frame:
    found = framed(text, date="2026-03-04")
    assert lemma in found, sorted(found)
    return found[lemma]


@pytest.mark.parametrize(("text", "lemma", "firmness"), NEGATED)
def test_what_is_put_forward_not_to_be_so_is_negated_and_keeps_its_firmness(
    text: str, lemma: str, firmness: str
) -> None:
    frame = _read(text, lemma)
    assert (frame.factuality.value, frame.negated) == (firmness, True)


@pytest.mark.parametrize(("text", "lemma", "firmness"), POSITIVE)
def test_what_is_put_forward_to_be_so_is_not_negated(text: str, lemma: str, firmness: str) -> None:
    frame = _read(text, lemma)
    assert (frame.factuality.value, frame.negated) == (firmness, False)


@pytest.mark.parametrize(("text", "lemma", "condition"), CONDITIONAL)
def test_what_depends_on_a_condition_is_told_with_it(text: str, lemma: str, condition: str) -> None:
    frame = _read(text, lemma)
    assert (frame.factuality.value, frame.condition) == ("Conditional", condition)
    assert condition.lower() in frame.clause.lower()


@pytest.mark.parametrize(("text", "lemma", "firmness"), UNCONDITIONAL)
def test_what_depends_on_nothing_has_no_condition(text: str, lemma: str, firmness: str) -> None:
    frame = _read(text, lemma)
    assert (frame.factuality.value, frame.condition) == (firmness, "")


def test_a_possibility_keeps_its_condition() -> None:
    frame = _read("Norway may lift the ban only after Peru has signed.", "lift")
    assert (frame.factuality.value, frame.condition) == ("Possible", "only after Peru has signed")


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
    assert (
        _read("Crews plan to mend the bridge that fell in May and killed nine people.", "kill").factuality == "Asserted"
    )
