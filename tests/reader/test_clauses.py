"""Who does what in a clause, whatever its grammar: voice, sharing, relatives, control, each beside its control."""

import pytest

from kg.frames.clauses import Clause, clauses, is_content
from kg.parse.syntax import negated_conjuncts
from tests.parses import at, parsed, shown


def found(text: str) -> dict[str, Clause]:
    """The clauses of a text by lemma."""
    return {clause.lemma: clause for clause in clauses(parsed(text))}


def slots(text: str, lemma: str) -> dict[str, str]:
    """The slots of a clause with the heads that fill them."""
    filled: dict[str, str] = {}
    for slot in found(text)[lemma].slots:
        filled[slot.name] = " ".join(filter(None, (filled.get(slot.name, ""), slot.head.text)))
    return filled


@pytest.mark.parametrize(
    ("text", "lemma", "expected"),
    [
        # voice
        ("Norway imposed tariffs on Japan.", "impose", "Norway imposed tariffs; on Japan"),
        ("Tariffs were imposed on Japan by Norway.", "impose", "Norway imposed Tariffs; on Japan"),
        ("Tariffs were imposed on Japan.", "impose", "- imposed Tariffs; on Japan"),
        ("The treaty got signed by Peru.", "sign", "Peru signed treaty"),
        # participles and relatives
        ("Also jolted by the quake, eight people died in Lima, the Herald said.", "jolt", "quake jolted people"),
        ("Also jolted by the quake, where eight people died, is Lima, the Herald said.", "jolt", "quake jolted"),
        ("Asked by reporters, the minister said the port would close.", "ask", "reporters Asked minister"),
        ("Tariffs imposed by Norway hurt Japan.", "impose", "Norway imposed Tariffs"),
        ("Firms supplying Iran were fined.", "supply", "Firms supplying Iran"),
        ("Officials who visited Norway praised the deal.", "visit", "Officials visited Norway"),
        ("The tariffs that Norway imposed were lifted.", "impose", "Norway imposed tariffs"),
        ("Sweden opposed the tariffs Norway imposed.", "impose", "Norway imposed tariffs"),
        ("The country that Norway helped was Peru.", "help", "Norway helped country"),
        ("Norway, which borders Sweden, signed the treaty.", "border", "Norway borders Sweden"),
        # sharing
        ("Norway signed the treaty and left the talks.", "leave", "Norway left talks"),
        ("Norway and Sweden signed the treaty.", "sign", "Norway Sweden signed treaty"),
        ("Norway signed the treaty and the memorandum.", "sign", "Norway signed treaty memorandum"),
        ("Norway drafted and signed the treaty.", "draft", "Norway drafted treaty"),
        ("Norway bought, mended and sold the ship.", "buy", "Norway bought ship"),
        ("Norway drafted, signed the treaty and ratified the pact.", "draft", "Norway drafted"),
        ("Facing protests, Norway signed the treaty.", "face", "Norway Facing protests"),
        ("Norway curbed trade by imposing tariffs.", "impose", "Norway imposing tariffs"),
        # control
        ("Norway agreed to sign the treaty.", "sign", "Norway to sign treaty"),
        ("Norway urged Sweden to sign the treaty.", "sign", "Sweden to sign treaty"),
        ("Norway called on Sweden to sign the treaty.", "sign", "Sweden to sign treaty"),
        ("Norway used its navy to sign the treaty.", "sign", "Norway to sign treaty"),
        ("It took years to sign the treaty.", "sign", "- to sign treaty"),
        ("Norway promised Sweden to sign the treaty.", "sign", "Norway to sign treaty"),
        ("Norway is expected to sign the treaty.", "sign", "Norway to sign treaty"),
        ("Norway is likely to sign the treaty.", "sign", "Norway to sign treaty"),
        ("Norway is set to sign the treaty.", "sign", "Norway to sign treaty"),
        ("Norway was accused of imposing tariffs.", "impose", "Norway imposing tariffs"),
        ("Norway accused Sweden of imposing tariffs.", "impose", "Sweden imposing tariffs"),
        ("Two soldiers were killed in storming a port.", "storm", "soldiers storming port"),
        ("Norway's decision to leave the talks angered Sweden.", "leave", "Norway to leave talks"),
        ("Soldiers were sent to guard the port.", "guard", "Soldiers to guard port"),
        ("The port was closed by Norway to protect trade.", "protect", "Norway to protect trade"),
        ("Norway is the only country able to sign the treaty.", "sign", "country to sign treaty"),
        # nobody that grammar names
        ("The port was closed to protect trade.", "protect", "- to protect trade"),
        ("Norway asked for the help necessary to rebuild the port.", "rebuild", "- to rebuild port"),
        ("Norway supports continuing efforts to sign the treaty.", "sign", "- to sign treaty"),
        ("Norway warned against imposing tariffs.", "impose", "- imposing tariffs"),
        ("The rules include paying Norway.", "pay", "- paying Norway"),
        (
            (
                "The ministers underscored that strengthening democracy, promoting respect for rights, and addressing "
                "the crisis remain at the center of their agenda."
            ),
            "promote",
            "- promoting respect",
        ),
        ("The conditions include leaving the talks.", "leave", "- leaving talks"),
        # to whom and what
        ("Peru was granted a loan by Norway.", "grant", "Norway granted loan; indirect Peru"),
        ("Peru was fined by Norway.", "fine", "Norway fined Peru"),
        # what stands before the verb hinders no sharing
        ("On Monday Norway drafted and signed the treaty.", "draft", "Norway drafted treaty; on Monday"),
        ("The trade was curbed by imposing tariffs.", "impose", "- imposing tariffs"),
        ("Norway praised the progress made in easing tariffs.", "ease", "- easing tariffs"),
        ("Norway said that talks collapsed.", "collapse", "talks collapsed"),
        # behind what stands before the clause
        ("According to Reuters, Norway will borrow money.", "borrow", "Norway borrow money; according to Reuters"),
        ("In Paris, France signed the treaty.", "sign", "France signed treaty; in Paris"),
        ("In Lagos, Nigeria, prices fell.", "fall", "prices fell; in Lagos"),
        (
            "According to a provincial doctor, Jean Kanow, the epidemic has affected four villages.",
            "affect",
            "epidemic affected villages; according to doctor",
        ),
        # particles, datives
        ("Norway called off the visit.", "call off", "Norway called off visit"),
        ("Norway gave Peru a loan.", "give", "Norway gave loan; indirect Peru"),
        ("Norway gave money to Peru.", "give", "Norway gave money; to Peru"),
    ],
)
def test_participants_stand_in_their_slots(text: str, lemma: str, expected: str) -> None:
    assert shown(found(text)[lemma]) == expected


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("Tariffs were imposed on Japan.", True),
        ("Norway has imposed tariffs.", False),
        ("Norway had been warned by Sweden.", True),
        ("Norway is imposing tariffs.", False),
        ("Acme swamped by orders", True),
    ],
)
def test_passive_is_told_from_perfect_and_progressive(text: str, *, passive: bool) -> None:
    assert [clause.passive for clause in clauses(parsed(text))] == [passive]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Norway imposed tariffs on Japan.", "clause/active"),
        ("Tariffs were imposed on Japan.", "clause/passive"),
        ("Tariffs imposed by Norway hurt Japan.", "clause/participle-passive"),
        ("Officials who visited Norway praised the deal.", "clause/relative-active"),
        ("Norway agreed to sign the treaty.", "clause/infinitive-active"),
        ("Norway signed the treaty and left the talks.", "clause/shared-active"),
        ("Norway curbed trade by imposing tariffs.", "clause/gerund-active"),
    ],
)
def test_the_rule_names_the_construction(text: str, rule: str) -> None:
    assert rule in {str(clause.construction) for clause in clauses(parsed(text))}


def test_a_copula_links_and_a_verb_of_existence_does_not() -> None:
    assert found("Norway is an ally of Sweden.")["be"].kind == "copula"
    assert slots("Norway is an ally of Sweden.", "be") == {"subject": "Norway", "complement": "ally"}
    assert found("Norway remained neutral.")["remain"].kind == "copula"
    assert found("Norway imposed tariffs on Japan.")["impose"].kind == "verb"


def test_prepositions_that_are_two_words_make_one_slot() -> None:
    assert slots("Trade fell because of the tariffs.", "fall") == {"subject": "Trade", "because of": "tariffs"}
    assert slots("Trade fell in March.", "fall") == {"subject": "Trade", "in": "March"}


@pytest.mark.parametrize(
    ("text", "lemma", "expected"),
    [
        # a phrase of the verb
        ("Norway met with the officials responsible for it.", "meet", "Norway met; with officials"),
        ("Norway signed the treaty, with great reluctance.", "sign", "Norway signed treaty; with reluctance"),
    ],
)
def test_a_clause_without_a_verb_fills_no_slot(text: str, lemma: str, expected: str) -> None:
    assert shown(found(text)[lemma]) == expected


def test_a_participle_that_became_a_preposition_heads_no_clause() -> None:
    assert set(found("Trade fell following the tariffs.")) == {"fall"}
    assert set(found("Sweden is following the talks.")) == {"follow"}


def test_a_denied_conjunct_is_no_participant_and_a_plain_one_is() -> None:
    denied = "The visit will yield progress but not the removal of tariffs."
    assert slots(denied, "yield")["object"] == "progress"
    assert [token.text for token in negated_conjuncts(at(parsed(denied), "progress"))] == ["removal"]
    assert slots("The visit will yield progress and investment.", "yield")["object"] == "progress investment"


def test_what_a_speaker_calls_a_thing_is_the_thing() -> None:
    assert slots("Norway pursued what it calls strategic autonomy.", "pursue")["object"] == "autonomy"
    assert "object" not in slots("Norway said what it calls for.", "say")


def test_a_noun_of_time_or_manner_fills_no_gap() -> None:
    assert "object" not in slots("Norway signed on the day Sweden left.", "leave")
    assert slots("Sweden opposed the tariffs Norway imposed.", "impose")["object"] == "tariffs"


def test_words_of_the_predicate_are_its_helpers_and_what_stands_between() -> None:
    words = {c.lemma: " ".join(t.text for t in c.words) for c in clauses(parsed("Norway has not publicly signed it."))}
    assert words == {"sign": "has not publicly signed"}
    light = {c.lemma: " ".join(t.text for t in c.words) for c in clauses(parsed("Norway also signed the treaty."))}
    assert light == {"sign": "signed"}


def test_what_is_less_aligned_is_not_aligned() -> None:
    from tests.reading import graph

    told = {statement.relation for statement in graph("Chad is less aligned with Peru.").statements}
    assert any("be-less-aligned-with" in relation for relation in told)
    assert not any("be-aligned-with" in relation for relation in told)


def told(text: str) -> list[str]:
    """All clauses of a text as they are shown, in its order."""
    return [shown(clause) for clause in clauses(parsed(text))]


def test_did_not_stands_for_the_verb_before() -> None:
    assert told("Norway signed the treaty; Peru did not.") == ["Norway signed treaty", "Peru did not treaty"]
    assert told("Norway signed the treaty; Peru did nothing.")[-1] == "Peru did nothing"


def test_a_fair_to_be_run_is_what_is_run_and_no_content() -> None:
    assert not is_content(found("Norway left before the fair to be run by Peru.")["run"])
    assert is_content(found("Norway broke a promise to run the fair.")["run"])
