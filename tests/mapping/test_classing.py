"""The classes of predicates: the examples of every class and of every rule, and which rule comes before which."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kg.lexicon import lexicon, words
from kg.mapping.classing import frame_class
from kg.model import Graph, Statement
from kg.ontology import Ontology
from tests.cases import tried_on
from tests.lexicons import listed
from tests.mapping.made import frame, phrase
from tests.ontology.test_lattice import HEADER, LOBBYING
from tests.reading import graphs

LEXICON = "classes"
RULES = tuple(lexicon(LEXICON))
OF_CLASSES = [(cls.name, one) for cls in Ontology.load().relation_classes.values() for one in cls.examples]
NOT_OF_CLASSES = [(cls.name, one) for cls in Ontology.load().relation_classes.values() for one in cls.counterexamples]


def of_rules(key: str) -> list[tuple[str, str]]:
    """Class and sentence of each example of the lexicon."""
    pairs = (one.split(" => ") for rule in RULES for one in listed(LEXICON, rule, key))
    return [(cls, sentence) for sentence, cls in pairs]


@cache
def read() -> dict[str, Graph]:
    """All example sentences, read at once."""
    texts = [one.split(" => ")[0] for _, one in (*OF_CLASSES, *NOT_OF_CLASSES)]
    texts += [sentence for key in ("examples", "counterexamples") for _, sentence in of_rules(key)]
    return dict(graphs(tuple(dict.fromkeys(texts))))


def of_class(sentence: str, cls: str) -> list[Statement]:
    return [one for one in read()[sentence].statements if one.relation_class == cls]


@pytest.mark.model
@pytest.mark.parametrize(("cls", "example"), OF_CLASSES)
def test_an_example_gives_a_statement_of_its_class(cls: str, example: str) -> None:
    sentence, _, ends = example.partition(" => ")
    subject, _, target = ends.partition(" | ")
    found = of_class(sentence, cls)
    assert any(subject in one.subject_text and target in one.object_text for one in found), found


@pytest.mark.model
@pytest.mark.parametrize(("cls", "sentence"), of_rules("examples"))
def test_an_example_of_a_rule_has_the_class_that_it_says(cls: str, sentence: str) -> None:
    assert of_class(sentence, cls), [(one.relation, one.relation_class) for one in read()[sentence].statements]


@pytest.mark.model
@pytest.mark.parametrize(("cls", "sentence"), [*NOT_OF_CLASSES, *of_rules("counterexamples")])
def test_a_counterexample_of_a_class_or_a_rule_has_another_class(cls: str, sentence: str) -> None:
    assert read()[sentence].statements
    assert not of_class(sentence, cls)


@pytest.mark.model
def test_every_statement_has_a_class_of_the_lattice() -> None:
    said = [one for graph in read().values() for one in graph.statements]
    assert len(said) > 150
    assert {one.relation_class for one in said} <= set(Ontology.load().relation_classes)


def tables() -> Iterator[tuple[str, str, str]]:
    """Rule, class and wording of every entry."""
    for rule in RULES:
        section = lexicon(LEXICON)[rule]
        assert isinstance(section, dict)
        listed_by = section.get("words", {})
        assert isinstance(listed_by, dict)
        for cls in listed_by:
            yield from ((rule, cls, wording) for wording in words(LEXICON, rule, "words", cls))


def test_no_wording_of_a_rule_has_two_classes() -> None:
    found = Counter((rule, wording) for rule, _, wording in tables())
    assert len(found) > 3000
    assert [one for one, times in found.items() if times > 1] == []


def kinds() -> dict[str, set[str]]:
    """The nouns of every kind."""
    listed_by = lexicon(LEXICON)["nouns"]
    assert isinstance(listed_by, dict)
    named = listed_by["kinds"]
    assert isinstance(named, dict)
    return {kind: set(words(LEXICON, "nouns", "kinds", kind)) for kind in named}


def test_no_pair_of_verb_and_kind_of_noun_has_two_classes() -> None:
    found = Counter(f"{verb} <{noun}" for _, _, verb, noun in pairs())
    assert len(found) > 400
    assert [one for one, times in found.items() if times > 1] == []


def test_every_kind_of_noun_stands_in_a_rule_and_every_rule_has_its_kind() -> None:
    told = {part for _, cls, wording in tables() for part in wording.replace(">", "<").split("<")[1::2]}
    assert len(told) > 40
    assert told == set(kinds())


def pairs() -> Iterator[tuple[str, str, str, str]]:
    """Rule, class, verb and kind of noun: "give|show <support>" is two."""
    for rule, cls, wording in tables():
        verbs, bracket, noun = wording.partition(" <")
        yield from ((rule, cls, verb, noun) for verb in verbs.split("|") if bracket)


def test_every_class_of_a_rule_is_in_the_lattice() -> None:
    assert {cls for _, cls, _ in tables()} <= set(Ontology.load().relation_classes)


def test_every_class_has_verbs_of_its_own() -> None:
    known = {cls.name for cls in Ontology.load().relation_classes.values() if cls.property}
    assert known == {cls for rule, cls, _ in tables() if rule == "verbs"}


@tried_on("lemma", "kind", "slots", "expected")
def test_what_is_more_particular_comes_first(lemma: str, kind: str, slots: dict[str, str], expected: str) -> None:
    phrases = {slot: phrase(*text.split(" : ")) for slot, text in slots.items()}
    assert frame_class(frame(lemma, kind, words="", passive=False, **phrases), Ontology.load()) == expected


def test_the_words_of_a_users_class_come_first(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(HEADER + LOBBYING, encoding="utf-8")
    told = frame("arm-twist", object=phrase("Chad", "Country"))
    assert frame_class(told, Ontology.load(path)) == "Asking https://example.org/my#Lobbying"
    assert "https://example.org" not in frame_class(told, Ontology.load())
