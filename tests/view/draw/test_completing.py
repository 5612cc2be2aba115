"""Labels that were cut are completed with the next words of their sentence, and with nothing else."""

from __future__ import annotations

import pytest

from kg.view.draw.cards import completed

WHOLE = (
    ("Peru freed men who were convicted …", "Peru freed men who were convicted of theft.", "convicted of theft"),
    ("Peru adopted measures …", "Peru adopted measures on trade, which Chad fears.", "measures on trade"),
    ("Chad urged a policy …", "Chad urged a policy less close to the U.S.", "less close to the U.S."),
    ("Chad sold the old arms …", "Chad sold the old arms in May, June and July.", "in May, June and July"),
    ("Chad sold ‘old’ tanks …", "Chad also sold ‘old’ tanks to Peru – and more.", "tanks to Peru"),
)
KEPT = (
    ("Peru left", "Peru left Chad."),
    ("Peru left …", "It left Chad."),
    ("Chad sold tanks …", "Chad sold tanks where Chad sold tanks to Peru."),
    ("Peru made ships …", "Peru made ships, tanks and planes."),
)


@pytest.mark.parametrize(("label", "sentence", "end"), WHOLE)
def test_a_label_is_completed_up_to_an_aside_or_the_end_of_its_sentence(label: str, sentence: str, end: str) -> None:
    told = completed(label, sentence)
    assert told.endswith(end)
    assert told.startswith(label.removesuffix(" …"))


@pytest.mark.parametrize(("label", "sentence"), KEPT)
def test_a_label_that_is_whole_or_whose_place_is_not_sure_stays(label: str, sentence: str) -> None:
    assert completed(label, sentence) == label


def test_what_would_be_too_long_is_cut_before_a_joint_and_says_so() -> None:
    sentence = f"Peru adopted measures on trade and {'very ' * 40}old ships."
    assert completed("Peru adopted measures …", sentence) == "Peru adopted measures on trade …"
