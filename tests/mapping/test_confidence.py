"""How sure statements are: pairs that differ in one thing, and what the tables of weights must keep to."""

from dataclasses import dataclass, replace

import pytest

from kg.mapping.confidence import confidence, contributions, features, probability, weights
from kg.model import Evidence, Factuality, Frame, Phrase
from tests.mapping.made import frame, phrase

CANADA = phrase("Canada", "Country")
KNOWN = replace(CANADA, entity=replace(CANADA.entity, wikidata="Q16"))
CHINA = replace(phrase("China", "Country"), start=CANADA.end + 10, end=CANADA.end + 15)
PLAIN = frame("accuse", subject=CANADA, object=CHINA)
HE = phrase("he")
TRADE = phrase("trade", with_=CHINA)


@dataclass(frozen=True)
class FixedParse:
    """A parse that says how sound a structure is, and what the words add."""

    sound: float = 2.0
    words: float = 0.0

    def log_odds(self, _frame: Frame, _ends: tuple[Phrase, Phrase], *, typed: bool) -> tuple[float, float, float]:  # noqa: ARG002
        return self.sound, self.words, 0.0


def sure(said: Frame, subject: Phrase = CANADA, target: Phrase = CHINA, parse: FixedParse | None = None) -> float:
    """The confidence of one statement of a frame."""
    whole = replace(said, parse=parse)
    return confidence(whole, features(whole, (subject, target), typed=False))


def evidence(length: int) -> Evidence:
    """A sentence of so many characters."""
    return Evidence(PLAIN.sentence.article, 0, length, "a" * (length - 1) + ".")


def test_what_the_parser_was_sure_of_is_surer() -> None:
    doubtful, likely, certain = (sure(PLAIN, parse=FixedParse(sound)) for sound in (-1.0, 1.0, 3.0))
    assert doubtful < likely < certain


@pytest.mark.parametrize("sound", [4.0, 9.0])
def test_beyond_a_bound_more_says_nothing(sound: float) -> None:
    assert sure(PLAIN, parse=FixedParse(sound)) == sure(PLAIN, parse=FixedParse(4.0))


@pytest.mark.parametrize("parse", [None, FixedParse()])
def test_a_pronoun_that_is_left_open_is_less_sure_than_a_name(parse: FixedParse | None) -> None:
    assert sure(PLAIN, parse=parse) > sure(PLAIN, phrase("it"), parse=parse)


@pytest.mark.parametrize("parse", [None, FixedParse()])
def test_a_name_that_is_known_is_surer_than_a_pronoun_that_stands_for_it(parse: FixedParse | None) -> None:
    assert sure(PLAIN, KNOWN, parse=parse) > sure(PLAIN, replace(KNOWN, text="it"), parse=parse)


@pytest.mark.parametrize("parse", [None, FixedParse()])
def test_what_is_asserted_is_surer_than_what_is_possible(parse: FixedParse | None) -> None:
    assert sure(PLAIN, parse=parse) >= sure(replace(PLAIN, factuality=Factuality.POSSIBLE), parse=parse)


def test_the_confidence_of_the_frame_counts_and_hundredths_are_told() -> None:
    half = sure(replace(PLAIN, confidence=0.5))
    assert half == pytest.approx(sure(PLAIN) / 2, abs=0.01)
    assert half == round(half, 2)


def test_names_of_features() -> None:
    common = {"typed", "subject name", "object name", "factuality asserted", "subject words", "object words"}
    common |= {"subject label", "object label", "subject Country", "object Country", "class Doing"}
    plain = features(PLAIN, (CANADA, CHINA), typed=True, relation_class="Doing")
    assert plain.keys() == common | {"clause active", "object as object"}
    parsed = features(replace(PLAIN, parse=FixedParse()), (CANADA, CHINA), typed=True, relation_class="Doing")
    assert parsed.keys() == common | {"sound", "words", "words kept"}


def test_both_ends_of_the_path_of_classes_are_features() -> None:
    found = features(PLAIN, (CANADA, CHINA), typed=True, relation_class="Doing Fighting Bombing")
    assert {"class Doing", "class Bombing"} <= found.keys()
    assert "class Fighting" not in found


def test_who_says_it_how_and_when_are_features() -> None:
    said = replace(PLAIN, source=CHINA.entity, firmness_cue="will")
    assert {"of a source", "cued"} <= features(said, (CANADA, CHINA), typed=True).keys()
    assert not {"of a source", "cued", "dated", "reported"} & features(PLAIN, (CANADA, CHINA), typed=True).keys()


def test_what_the_words_add_moves_the_share() -> None:
    assert (
        sure(PLAIN, parse=FixedParse(words=-1.0))
        < sure(PLAIN, parse=FixedParse())
        < sure(PLAIN, parse=FixedParse(words=1.0))
    )


def test_contributions_are_by_name_and_against_a_usual_statement() -> None:
    found = contributions({"sound": 2.5, "typed": 1.0, "no such feature": 1.0})
    assert found == {"sound": 0.0, "typed": weights(parsed=True)["typed"], "no such feature": 0.0}


@pytest.mark.parametrize(
    ("target", "place"), [(TRADE, "object as object"), (CHINA, "object as nested"), (HE, "object as other")]
)
def test_where_the_object_stands(target: Phrase, place: str) -> None:
    said = frame("restrict", subject=CANADA, object=TRADE)
    assert features(said, (CANADA, target), typed=False)[place] == 1.0


@pytest.mark.parametrize("parsed", [True, False])
@pytest.mark.parametrize("name", ["typed", "subject known name", "factuality conditional"])
def test_a_weight_moves_the_probability_its_own_way(name: str, *, parsed: bool) -> None:
    base = {"sound": 0.0} if parsed else {}
    assert (probability({**base, name: 1.0}) > probability(base)) == (weights(parsed=parsed)[name] > 0)
