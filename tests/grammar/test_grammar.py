"""Sentences of the grammar are read as they are meant, in a share that may only rise; a sample of each half."""

from collections import Counter
from itertools import islice

import pytest

from tests.cases import tried_on
from tests.grammar.judging import FALSE, RIGHT, judged
from tests.grammar.semantics import Meaning, asked, complement, conditional
from tests.grammar.sentences import Made, made, open_names, operators, plain_clauses, sentence

STEP = 47  # of some ten thousand sentences
FLOORS = {False: (0.93, 0.04), True: (0.86, 0.08)}
"""Of what is open and what is put aside: the least share that is right, the greatest that makes facts of none."""


@pytest.mark.model
@pytest.mark.parametrize("aside", [False, True], ids=["open", "aside"])
def test_a_sample_is_read_as_it_is_meant(aside: bool) -> None:
    count = Counter(verdict for _, verdict, _ in judged(islice(made(aside=aside), 0, None, STEP)))
    least, most = FLOORS[aside]
    assert count.total() > 200
    assert count[RIGHT] / count.total() >= least, count
    assert count[FALSE] / count.total() <= most, count


@tried_on("matrix", "signs", "left")
def test_what_a_verb_leaves_of_its_complement(matrix: str, signs: str, left: str) -> None:
    assert complement(Meaning.named(matrix), *signs) == Meaning.named(left)


def test_a_condition_and_a_question_leave_nothing_firm() -> None:
    assert conditional(Meaning.named("Denied")) == Meaning.named("not Conditional")
    assert not asked(Meaning.named("Asserted|Planned")).values & {"Asserted", "Denied"}


def test_there_are_clauses_and_operators_enough_and_half_of_them_is_put_aside() -> None:
    clauses, names = open_names()
    assert len(plain_clauses()) >= 40
    assert len(operators()) >= 80
    assert 2 * len(clauses) == len(plain_clauses())
    assert 0.45 < len(names) / len(operators()) < 0.5
    assert not {one.text for one in made()} & {one.text for one in made(aside=True)}


def test_a_sentence_is_made_of_its_parts() -> None:
    assert _made("sign", "did_not").text == "Norway did not sign the treaty."
    assert _made("be_fined", "did_not", "said").text.endswith(" was not fined by Peru.")
    assert _made("guilty", "did").text == "Was Norway guilty of fraud?"
    assert _made("condemn", "fail_will_not").meaning == Meaning.named("Planned|Expected")
    assert _made("sign", "fail_past", "condition").meaning == Meaning.named("not Conditional")


def _made(clause: str, operator: str, embedding: str = "plain") -> Made:
    (found,) = (one for one in operators() if one.name == operator)
    return sentence(next(one for one in plain_clauses() if one.name == clause), found, embedding)
