"""The words of a card are those of its sentence in their order, from its subject to the end of its clause."""

import pytest

from kg.view.draw.clause import own_clause

CUT = (
    ("Peru freed men who were convicted …", "Peru freed men who were convicted of theft.", "convicted of theft"),
    ("Peru adopted measures", "Peru adopted measures on trade, which Chad fears.", "measures on trade"),
    ("Chad urged a policy …", "Chad urged a policy less close to the U.S.", "less close to the U.S."),
    ("Chad sold ‘old’ tanks", "Chad also sold ‘old’ tanks to Peru – and more.", "also sold ‘old’ tanks to Peru"),
    (
        "Peru will pay 3 pesos more",
        "Peru will pay 3 pesos for each, 5% more than May's.",
        "for each, 5% more than May's",
    ),
    ("The visit may yield talks", "The visit may yield talks but not peace, Chad said.", "yield talks but not peace"),
    ("Storms hit Peru", "Storms hit Peru, killing 9 people.", "Peru, killing 9 people"),
    ("Storms hit Peru", "Storms hit Peru, according to Chad.", "Storms hit Peru"),
    ("Peru paid the men", "Peru paid the men and Chad left all its ships.", "paid the men"),
    ("Peru talked on trade", "Peru talked on trade and fishing rights.", "on trade and fishing rights"),
    ("Peru did not pay", "Peru did not pay, and Chad, which sold ships, left.", "did not pay"),
    ("Peru did not pay", "Peru did not pay, and Chad left.", "did not pay"),
    (
        "Peru came to threaten …",
        "Peru came to threaten, scare, and harm all of Chad, it said.",
        "scare, and harm all of Chad",
    ),
    ("It rained", "“It rained,” Peru said.", ""),
    ("Peru’s shares fall after storm", "Peru’s shares fall after storm, copper slump", "after storm, copper slump"),
    ("Peru’s shares fall after storm", "Peru’s shares fall after storm, bank says", "after storm"),
)


@pytest.mark.parametrize(("label", "sentence", "end"), CUT)
def test_a_clause_ends_where_its_sentence_ends_it(label: str, sentence: str, end: str) -> None:
    told = own_clause(label, sentence)
    assert told.endswith(end)
    assert " ".join(sentence.split())[: len(told)].casefold() == told.casefold()


FURTHER = (
    ("Peru met Chad.", "Peru met Chad"),
    ("Peru met Chad, for 3 hours, in Lima.", "Peru met Chad, for 3 hours, in Lima"),
    ("Peru met Chad and cut all of its many taxes by 2.5 billion.", "and cut all of its many taxes by 2.5 billion"),
    ("Peru met Chad and all of its ships left 22 ports.", "Peru met Chad"),
    ("Peru met Chad, men of the navy in 3 towns and in Lima left.", "Peru met Chad"),
    ("Peru met Chad, according to the king of Mali.", "Peru met Chad"),
    ("Peru met Chad when no one was there.", "Peru met Chad"),
)


@pytest.mark.parametrize(("sentence", "end"), FURTHER)
def test_a_clause_runs_on_into_numbers_and_names_that_no_other_clause_tells(sentence: str, end: str) -> None:
    assert own_clause("Peru met Chad", sentence, others=["left"]).endswith(end)


@pytest.mark.parametrize(
    ("before", "is_told"),
    [
        ("On the fringes of a summit in Lima,", True),
        ("After it met no one,", False),
        ("According to Mali,", False),
        ("When all of Chad left,", False),
        ("Mali, in Lima,", False),
    ],
)
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


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Chad said “Peru will ‘never, ever’ pay Chad” and left Lima on 3 May.", "“Peru will ‘never, ever’ pay Chad”"),
        ("\"He told me, 'Peru will never pay Chad,' and I wept,\" Chad said.", "'Peru will never pay Chad'"),
        ("The “new” Peru will never pay Chad but not Mali.", "Peru will never pay Chad but not Mali"),
        ("“New” Peru will never pay Chad but not Mali.", "Peru will never pay Chad but not Mali"),
    ],
)
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
