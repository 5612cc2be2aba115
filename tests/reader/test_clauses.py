"""Who does what in a clause, whatever its grammar: voice, sharing, relatives, control, each beside its control."""

from kg.frames.clauses import Clause, clauses, is_content, predicate_text
from kg.parse.syntax import negated_conjuncts
from tests.cases import tried_on
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


@tried_on("text", "lines")
def test_a_sentence_has_these_clauses(text: str, lines: list[str]) -> None:
    told = [(clause.kind, shown(clause)) for clause in clauses(parsed(text))]
    assert [shown if kind == "verb" else f"{kind}: {shown}" for kind, shown in told] == lines


@tried_on("text", "lemma", "expected")
def test_participants_stand_in_their_slots(text: str, lemma: str, expected: str) -> None:
    assert shown(found(text)[lemma]) == expected


@tried_on("text", "passive")
def test_passive_is_told_from_perfect_and_progressive(text: str, *, passive: bool) -> None:
    assert [clause.passive for clause in clauses(parsed(text))] == [passive]


@tried_on("text", "lemma", "tense")
def test_a_clause_has_the_tense_of_its_finite_verb(text: str, lemma: str, tense: str) -> None:
    assert predicate_text(found(text)[lemma].verb)[1] == tense


@tried_on("text", "rule")
def test_the_rule_names_the_construction(text: str, rule: str) -> None:
    assert rule in {str(clause.construction) for clause in clauses(parsed(text))}


def test_a_denied_conjunct_is_no_participant_and_a_plain_one_is() -> None:
    denied = "The visit will yield progress but not the removal of tariffs."
    assert slots(denied, "yield")["object"] == "progress"
    assert [token.text for token in negated_conjuncts(at(parsed(denied), "progress"))] == ["removal"]
    assert slots("The visit will yield progress and investment.", "yield")["object"] == "progress investment"


def test_what_is_less_aligned_is_not_aligned() -> None:
    from tests.reading import graph

    told = {statement.relation for statement in graph("Chad is less aligned with Peru.").statements}
    assert any("be-less-aligned-with" in relation for relation in told)
    assert not any("be-aligned-with" in relation for relation in told)


def test_a_fair_to_be_run_is_what_is_run_and_no_content() -> None:
    assert not is_content(found("Norway left before the fair to be run by Peru.")["run"])
    assert is_content(found("Norway broke a promise to run the fair.")["run"])
