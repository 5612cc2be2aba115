"""Who is meant and who says it in whole sentences: the entity at the end of a frame, and its source."""

import pytest

from tests.parses import framed


def _subject(text: str, lemma: str) -> str:
    return next(a.phrase.entity.label for a in framed(text)[lemma].arguments if a.slot == "subject")


@pytest.mark.parametrize(
    ("text", "lemma", "label"),
    [
        ("The undertaker, Anna Berg, criticized Norway.", "criticize", "Anna Berg"),
        ("Last year's winner, Paul Moser from Norway, criticized Japan.", "criticize", "Paul Moser"),
        ("Norway freed six nurses. The six criticized Japan.", "criticize", "six nurses"),
        ("Senator Anna Berg met Senator Paul Moser of Chad. The senator left Oslo.", "leave", "Anna Berg"),
        ("Norway hired Paul Moser, a former soldier who criticized Japan.", "criticize", "Paul Moser"),
        ("Zarix is a disease which harms Japan.", "harm", "Zarix"),
        ("The undertaker, Paul Moser, who criticized Japan, left.", "leave", "Paul Moser"),
        ("Senator Anna Berg left. The senator criticized Norway.", "criticize", "Anna Berg"),
        ("Zentara, the Danish maker of pumps, shrank. The Danish company criticized Norway.", "criticize", "Zentara"),
        ("Zentara, a Danish fund, shrank. The Danish fund criticized Norway.", "criticize", "Zentara"),
        ("Danish actress Anna Berg sang. The actress criticized Norway.", "criticize", "Anna Berg"),
        ("Pump maker Zentara criticized Norway.", "criticize", "Zentara"),
        ("The oil tanker Nordlys harmed Norway.", "harm", "Nordlys"),
        ("Cyclone Tessa hit Fiji. Tessa harmed Norway.", "harm", "Cyclone Tessa"),
        ("Real Zentara hired Paul Moser. Zentara criticized Norway.", "criticize", "Real Zentara"),
        (
            "Marks and Hollis, the auction house, closed. Marks and Hollis criticized Norway.",
            "criticize",
            "Marks and Hollis",
        ),
        ("Paul Moser beat Peru's Juan Diaz. The Kenyan runner criticized Norway.", "criticize", "Paul Moser"),
    ],
)
def test_a_noun_leads_to_whom_it_means(text: str, lemma: str, label: str) -> None:
    assert _subject(text, lemma) == label


@pytest.mark.parametrize(
    ("text", "lemma", "label"),
    [
        ("Norway freed six nurses. The four criticized Japan.", "criticize", "six nurses"),
        ("Senator Anna Berg met Senator Paul Moser. The senator left Oslo.", "leave", "Paul Moser"),
        ("Globex is not a company that sells oil.", "sell", "Globex"),
        ("Paul Moser met Juan Diaz. The Kenyan runner criticized Norway.", "criticize", "Paul Moser"),
        ("Soprano Anna Berg met a Kenyan runner. The Kenyan runner criticized Norway.", "criticize", "Anna Berg"),
        (
            "Marks and Hollis, the mayor of Leeds, left. Marks and Hollis criticized Norway.",
            "criticize",
            "Marks and Hollis",
        ),
        ("Anna Berg checked in. The TSA agent criticized Norway.", "criticize", "Anna Berg"),
        ("Norway hired Paul Moser and a former soldier who criticized Japan.", "criticize", "Paul Moser"),
    ],
)
def test_a_noun_that_could_mean_another_leads_nowhere(text: str, lemma: str, label: str) -> None:
    subjects = [a.phrase.entity.label for a in framed(text)[lemma].arguments if a.slot == "subject"]
    assert label not in subjects


@pytest.mark.parametrize(
    ("text", "lemma", "source"),
    [
        ("In the Americas, WHO says Peru signed the treaty.", "sign", "World Health Organization"),
        ("Norway announced a declaration that Peru signed the treaty.", "sign", "Norway"),
    ],
)
def test_who_says_it_is_named(text: str, lemma: str, source: str) -> None:
    said = framed(text)[lemma].source
    assert said is not None
    assert said.label == source


@pytest.mark.parametrize(
    "text",
    [
        "Peru signed the treaty, the memorandum and the two reports.",
        "Norway read a declaration. Peru signed the treaty.",
    ],
)
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
