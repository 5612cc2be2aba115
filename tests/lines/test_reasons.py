"""Why a statement is sure or unsure, as a graph keeps it and ``kg explain`` tells it."""

from dataclasses import replace

import pytest

from kg.lexicon import lexicon
from kg.lines.cards import Reasons, explanation, reasons
from kg.mapping.confidence import features, weights
from kg.mapping.confidence import reasons as reasons_of
from kg.model import Factuality, Frame, Graph, Phrase, Statement, Trust
from tests.graphs import trade_graph
from tests.mapping.made import frame, phrase
from tests.reading import graph

KENYA = replace(phrase("Kenya", "Country"), entity=replace(phrase("Kenya", "Country").entity, wikidata="Q114"))
SAID = frame("accuse", subject=KENYA, object=phrase("Uganda", "Country"))


class Doubt:
    """A parse that is sure of nothing."""

    def __init__(self, sound: float, words: str = "", adds: float = 0.0) -> None:
        self.sound, self.words, self.adds = sound, words, adds

    def log_odds(self, _frame: Frame, _ends: tuple[Phrase, Phrase], *, typed: bool) -> tuple[float, float, float]:  # noqa: ARG002
        return self.sound, self.adds, 0.0

    def least_certain(self, _frame: Frame, _ends: tuple[Phrase, Phrase]) -> str:
        return self.words


def kept(parse: Doubt, subject: Phrase = KENYA, other: str = "Uganda") -> frozenset[str]:
    said, ends = replace(SAID, parse=parse), (subject, phrase(other, "Country"))
    return reasons_of(said, ends, features(said, ends, typed=True))


def names(found: frozenset[str]) -> set[str]:
    return {reason.partition(" ")[2] for reason in found}


def first(**changes: object) -> Statement:
    return replace(trade_graph().statements[0], **changes)  # type: ignore[arg-type]


def test_the_words_in_doubt_are_kept_where_the_structure_is_unsound_and_only_there() -> None:
    assert "unsound: of Peru" in names(kept(Doubt(-1, "of Peru")))
    assert "unsound" in names(kept(Doubt(-1)))
    assert not any("unsound" in name for name in names(kept(Doubt(4, "of Peru"))))
    assert "sound" in names(kept(Doubt(4)))


def test_a_known_name_speaks_for_it_and_a_pronoun_left_open_against_it() -> None:
    assert "subject known name" in names(kept(Doubt(2)))
    (against,) = (one for one in kept(Doubt(2), other="it") if "object pointing" in one)
    assert against.startswith("-")


def test_few_reasons_are_kept_and_all_can_be_told() -> None:
    told = lexicon("confidence")["telling"]
    assert isinstance(told, dict)
    for parse in (Doubt(-2, "of Peru"), Doubt(4)):
        found = kept(parse)
        assert len(found) <= 4
        assert {name.partition(": ")[0] for name in names(found)} <= told.keys()


def test_the_strongest_reason_is_told_first_in_words() -> None:
    found = first(reasons=frozenset({"-0.20 factuality possible", "-0.61 unsound: of Peru", "+0.50 typed"}))
    assert reasons(found) == Reasons(
        ("a relation of the ontology claims its words",),
        ("the parser was not sure what “of Peru” belongs to", "it is told of what is possible, no more"),
    )


def test_an_older_file_tells_none_and_a_later_one_s_features_go_by_their_names() -> None:
    assert reasons(first()) == Reasons()
    assert reasons(first(reasons=frozenset({"+0.30 something new"}))) == Reasons(("something new",), ())


def told(said: Statement) -> str:
    return " ".join(" ".join(explanation(Graph(statements=(said,)), 1, said)).split())


def test_explain_tells_what_the_number_means() -> None:
    assert "0.8, likely: of statements as sure as this about 8 in 10 were right" in told(first(confidence=0.8))
    assert "leaves out" not in told(first(confidence=0.8))
    assert "kg build leaves out what is below" in told(first(confidence=0.01))
    assert "about 3 in 10 were worth keeping" in told(first(usefulness=0.31))
    assert "is planned, possible or denied, always is one" in told(
        first(trust=Trust.LEAD, factuality=Factuality.PLANNED)
    )
    assert "a lead: its confidence is below 0.75" in told(first(confidence=0.5, trust=Trust.LEAD))


def test_of_what_readers_found_right_their_names_are_told_and_no_reasons() -> None:
    said = first(confidence=1.0, reviewed_by=frozenset({"Anna"}), reasons=frozenset({"+0.50 typed"}))
    assert "read and found right, or put right, by Anna" in told(said)
    assert [words for words in ("against it", "for it") if words in told(said)] == []


@pytest.mark.model
def test_what_is_read_keeps_its_reasons() -> None:
    found = graph("Kenya accused Uganda of smuggling oil from the border of the north with the aid of traders in May.")
    assert all(said.reasons for said in found.statements)
    assert all(float(one.split()[0]) for said in found.statements for one in said.reasons)


def test_what_the_words_add_is_told_where_it_weighs() -> None:
    assert "words" in names(kept(Doubt(2, adds=0.8)))
    assert "words against" in names(kept(Doubt(2, adds=-0.8)))
    assert not {"words", "words against"} & names(kept(Doubt(2, adds=0.05)))


def test_the_parse_and_the_words_weigh_something() -> None:
    assert weights(parsed=True)["sound"] > 0
    assert weights(parsed=True)["words"] == 1
