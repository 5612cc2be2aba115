"""The words of a card are those of its sentence in their order, from its subject to the end of its clause."""

import pytest

from kg.view.draw.clause import own_clause
from tests.cases import tried_on


@tried_on("label", "sentence", "end")
def test_a_clause_ends_where_its_sentence_ends_it(label: str, sentence: str, end: str) -> None:
    told = own_clause(label, sentence)
    assert told.endswith(end)
    assert " ".join(sentence.split())[: len(told)].casefold() == told.casefold()


@tried_on("sentence", "end")
def test_a_clause_runs_on_into_numbers_and_names_that_no_other_clause_tells(sentence: str, end: str) -> None:
    assert own_clause("Peru met Chad", sentence, others=["left"]).endswith(end)


@tried_on("before", "is_told")
def test_when_and_where_it_was_stands_before_a_clause(before: str, *, is_told: bool) -> None:
    told = own_clause("Peru met Chad", f"{before} Peru met Chad.", others=["left"])
    assert told == (f"{before} Peru met Chad" if is_told else "Peru met Chad")
    assert own_clause("Peru met Chad", f"{before} it met Chad.", ("it", "Peru"), others=[]) == "[Peru] met Chad"


def test_words_that_the_sentence_has_in_another_order_are_not_told() -> None:
    assert own_clause("Peru signed the long truce in May", "Chad broke the long truce that Peru signed in May.") == ""


def test_a_pronoun_is_told_as_a_name_but_not_in_a_quotation() -> None:
    assert own_clause("Peru will pay Chad", "It will pay Chad.", ("It", "Peru")) == "[Peru] will pay Chad"
    assert own_clause("The navy will pay Chad", "It will pay Chad.", ("It", "navy")) == "[navy] will pay Chad"
    assert own_clause("Peru will pay Chad", "“They will pay Chad,” he said.", ("They", "Peru")) == ""
    assert (
        own_clause("Ann Lee will pay Chad", "“We will pay Chad,” she said.", ("We", "Ann Lee")) == "“We will pay Chad”"
    )


@tried_on("sentence", "told")
def test_a_clause_ends_with_the_quotation_in_which_it_begins(sentence: str, told: str) -> None:
    assert own_clause("Peru will never pay Chad", sentence, others=["left"]) == told


@pytest.mark.parametrize("before", ["Nor did", "At no time did", "Mali would have left, it said, had"])
def test_a_question_a_condition_or_a_denial_is_not_told_without_its_first_words(before: str) -> None:
    assert own_clause("Peru paid Chad", f"{before} Peru paid Chad.") == ""
    assert own_clause("Peru paid Chad", f"{before}, Peru paid Chad.") == "Peru paid Chad"


def test_a_clause_is_told_with_its_condition_wherever_that_stands() -> None:
    before = "“If Peru agrees, it will get ships,” Chad said."
    told = own_clause("Peru will get ships if Peru agrees", before, ("it", "Peru"), "If Peru agrees")
    assert told == "“If Peru agrees, it will get ships”"
    aside = "If Peru agrees to pay now — which it may — it will get ships."
    label = "Peru will get ships if Peru agrees to pay now"
    told = own_clause(label, aside, ("it", "Peru"), "If Peru agrees to pay now — which it may")
    assert told == "If Peru agrees to pay now — which it may — it will get ships"
    reason = f"If Peru agrees — its kings may, {'having lost ships to Chad, ' * 8}— it will get ships."
    label = "Peru will get ships if Peru agrees"
    assert own_clause(label, reason, ("it", "Peru"), "If Peru agrees") == reason.rstrip(".")
    behind = "Chad will leave, Peru fears, if nobody pays."
    assert own_clause("Chad will leave", behind, condition="if nobody pays").endswith("if nobody pays")


def test_an_aside_between_the_words_of_a_label_is_told_or_a_mark_in_its_place() -> None:
    assert (
        own_clause("Peru paid the men", "Peru, of old a friend, paid the men.") == "Peru, of old a friend, paid the men"
    )
    long = f"Peru, {'very ' * 30}rich, paid the men."
    assert own_clause("Peru paid the men", long) == "Peru, … paid the men"


def test_of_other_acts_of_a_pronoun_a_mark_stands_for_them() -> None:
    sentence = "It sold ships and paid Chad."
    assert own_clause("Peru paid Chad", sentence, ("It", "Peru")) == "[Peru] … paid Chad"
    assert own_clause("Peru paid Chad", sentence.replace("It", "Peru")) == "Peru sold ships and paid Chad"


def test_what_would_be_too_long_is_cut_and_says_so() -> None:
    sentence = f"Peru adopted measures on trade{' and taxes on all of trade' * 20}."
    told = own_clause("Peru adopted measures on trade", sentence)
    assert told == "Peru adopted measures on trade"
    assert own_clause(sentence, sentence).endswith("on all of trade …")
    bracket = "Peru paid the men (of May, as it had said before) then."
    assert own_clause("Peru paid the men (of May", bracket) == "Peru paid the men …"
    assert own_clause("Peru paid", "Peru paid, and, in part, left.") == "Peru paid"
