"""Verbs that cannot stand beside each other are parted, and verbs that can are left together."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from kg.nlp.repairs import repair
from tests.nlp.built import Row, doc
from tests.parses import at, parsed


def arc(found: Doc, word: str) -> tuple[str, str]:
    """The relation and head of a word."""
    return next((token.dep_, token.head.text) for token in found if token.text == word)


WORKING = (
    ("Peru", "NNP", "Peru", 2, "nsubj"),
    ("is", "VBZ", "be", 2, "aux"),
    ("working", "VBG", "work", 2, "ROOT"),
    ("to", "TO", "to", 4, "aux"),
    ("end", "VB", "end", 2, "advcl"),
    ("war", "NN", "war", 4, "dobj"),
    ("and", "CC", "and", 2, "cc"),
    ("sign", "VB", "sign", 2, "conj"),
    ("treaties", "NNS", "treaty", 7, "dobj"),
)
MODAL = (
    ("Peru", "NNP", "Peru", 2, "nsubj"),
    ("will", "MD", "will", 2, "aux"),
    ("agree", "VB", "agree", 2, "ROOT"),
    ("to", "TO", "to", 4, "aux"),
    ("end", "VB", "end", 2, "xcomp"),
    ("war", "NN", "war", 4, "dobj"),
    ("and", "CC", "and", 2, "cc"),
    ("sign", "VB", "sign", 2, "conj"),
    ("treaties", "NNS", "treaty", 7, "dobj"),
)
ALIGNS = (
    ("Peru", "NNP", "Peru", 1, "nsubj"),
    ("joins", "VBZ", "join", 1, "ROOT"),
    ("friends", "NNS", "friend", 1, "dobj"),
    ("and", "CC", "and", 1, "cc"),
    ("malign", "VB", "malign", 1, "conj"),
    ("actors", "NNS", "actor", 4, "dobj"),
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(WORKING, ("conj", "end")), (MODAL, ("conj", "agree"))],
)
def test_an_infinitive_stands_beside_an_infinitive(rows: tuple[Row, ...], expected: tuple[str, str]) -> None:
    found = doc(*rows)
    repair(found)
    assert arc(found, "sign") == expected


def test_an_infinitive_beside_nothing_shares_no_subject() -> None:
    found = doc(*ALIGNS)
    repair(found)
    assert arc(found, "malign") == ("dep", "joins")


def agreed(tag: str, comma: str) -> Doc:
    """As in "agreed to end war, sign treaties"; ``comma`` is what stands between."""
    return doc(
        ("Peru", "NNP", "Peru", 1, "nsubj"),
        ("agreed", "VBD", "agree", 1, "ROOT"),
        ("to", "TO", "to", 3, "aux"),
        ("end", "VB", "end", 1, "xcomp"),
        ("war", "NN", "war", 3, "dobj"),
        (comma, "CC", comma, 1, "punct"),
        ("sign", tag, "sign", 1, "conj"),
        ("treaties", "NNS", "treaty", 6, "dobj"),
    )


@pytest.mark.parametrize(
    ("tag", "comma", "expected"), [("VBP", ",", "end"), ("VBP", "but", "agreed"), ("VBD", ",", "agreed")]
)
def test_a_bare_form_in_a_list_is_an_infinitive(tag: str, comma: str, expected: str) -> None:
    found = agreed(tag, comma)
    repair(found)
    assert arc(found, "sign") == ("conj", expected)


STRESSED = (
    ("Peru", "NNP", "Peru", 1, "nsubj"),
    ("stressed", "VBD", "stress", 1, "ROOT"),
    ("need", "NN", "need", 1, "dobj"),
    ("to", "TO", "to", 4, "aux"),
    ("end", "VB", "end", 2, "acl"),
    ("war", "NN", "war", 4, "dobj"),
    ("and", "CC", "and", 4, "cc"),
    ("called", "VBD", "call", 4, "conj"),
    ("for", "IN", "for", 7, "prep"),
    ("talks", "NNS", "talk", 8, "pobj"),
)


def test_a_finite_verb_stands_beside_a_finite_verb() -> None:
    found = doc(*STRESSED)
    repair(found)
    assert arc(found, "called") == ("conj", "stressed")
    assert arc(found, "and") == ("cc", "stressed")


THANKED = (
    ("Peru", "NNP", "Peru", 1, "nsubj"),
    ("thanked", "VBD", "thank", 1, "ROOT"),
    ("Chile", "NNP", "Chile", 1, "dobj"),
    ("for", "IN", "for", 1, "prep"),
    ("opening", "VBG", "open", 3, "pcomp"),
    ("ports", "NNS", "port", 4, "dobj"),
    ("cutting", "VBG", "cut", 1, "advcl"),
    ("duties", "NNS", "duty", 6, "dobj"),
    ("and", "CC", "and", 6, "cc"),
    ("easing", "VBG", "ease", 6, "conj"),
    ("rules", "NNS", "rule", 9, "dobj"),
)


def welcomed(verb: str, tag: str, lemma: str) -> Doc:
    """As in "Peru welcomed the steps taken and agreed to talk", the last verb on "taken"."""
    return doc(
        ("Peru", "NNP", "Peru", 1, "nsubj"),
        ("welcomed", "VBD", "welcome", 1, "ROOT"),
        ("steps", "NNS", "step", 1, "dobj"),
        ("taken", "VBN", "take", 2, "acl"),
        ("and", "CC", "and", 3, "cc"),
        (verb, tag, lemma, 3, "conj"),
        ("to", "TO", "to", 7, "aux"),
        ("talk", "VB", "talk", 5, "xcomp"),
    )


@pytest.mark.parametrize(
    ("verb", "tag", "lemma", "expected"),
    [
        ("agreed", "VBD", "agree", "welcomed"),
        ("vowed", "VBN", "vow", "welcomed"),
        ("expected", "VBN", "expect", "taken"),
        ("used", "VBN", "use", "taken"),
    ],
)
def test_a_verb_that_is_no_passive_stands_beside_no_participle(verb: str, tag: str, lemma: str, expected: str) -> None:
    found = welcomed(verb, tag, lemma)
    repair(found)
    assert arc(found, verb) == ("conj", expected)


def test_participles_in_a_row_are_one_list_and_a_single_one_is_an_adverbial() -> None:
    found = doc(*THANKED)
    repair(found)
    assert arc(found, "cutting") == ("conj", "opening")
    alone = doc(*THANKED[:8])
    repair(alone)
    assert arc(alone, "cutting") == ("advcl", "thanked")


def imports(noun: str, verb: str) -> Doc:
    """As in "imports from any state that sells oil", the clause on "imports"."""
    return doc(
        ("Peru", "NNP", "Peru", 1, "nsubj"),
        ("taxes", "VBZ", "tax", 1, "ROOT"),
        ("imports", "NNS", "import", 1, "dobj"),
        ("from", "IN", "from", 2, "prep"),
        (noun, "NNS" if noun.endswith("s") else "NN", noun, 3, "pobj"),
        ("that", "WDT", "that", 6, "nsubj"),
        (verb, "VBZ" if verb.endswith("s") else "VBP", verb, 2, "relcl"),
        ("oil", "NN", "oil", 6, "dobj"),
    )


@pytest.mark.parametrize(("noun", "verb", "expected"), [("country", "sells", "country"), ("states", "harm", "imports")])
def test_a_relative_clause_belongs_to_the_noun_before_it_where_that_alone_agrees(
    noun: str, verb: str, expected: str
) -> None:
    found = imports(noun, verb)
    repair(found)
    assert arc(found, verb) == ("relcl", expected)


def test_be_takes_no_object() -> None:
    found = doc(
        ("Peru", "NNP", "Peru", 1, "nsubj"),
        ("is", "VBZ", "be", 1, "ROOT"),
        ("continuing", "VBG", "continue", 3, "amod"),
        ("efforts", "NNS", "effort", 1, "dobj"),
    )
    repair(found)
    assert {(token.text, token.dep_, token.head.text) for token in found} == {
        ("Peru", "nsubj", "continuing"),
        ("is", "aux", "continuing"),
        ("continuing", "ROOT", "continuing"),
        ("efforts", "dobj", "continuing"),
    }


def spoke(noun: str) -> Doc:
    """As in "spoke of the operation to free ports", the infinitive on "spoke"."""
    return doc(
        ("Peru", "NNP", "Peru", 1, "nsubj"),
        ("spoke", "VBD", "speak", 1, "ROOT"),
        ("of", "IN", "of", 1, "prep"),
        (noun, "NN", noun, 2, "pobj"),
        ("to", "TO", "to", 5, "aux"),
        ("free", "VB", "free", 1, "advcl"),
        ("ports", "NNS", "port", 5, "dobj"),
    )


@pytest.mark.parametrize(("noun", "expected"), [("operation", ("acl", "operation")), ("war", ("advcl", "spoke"))])
def test_an_infinitive_after_what_has_a_purpose_is_its_purpose(noun: str, expected: tuple[str, str]) -> None:
    found = spoke(noun)
    repair(found)
    assert arc(found, "free") == expected


def strong(is_: str, praised: str) -> Doc:
    """As in "said the bond is strong and praised Chile", with the tags of "is" and "praised"."""
    return doc(
        ("Peru", "NNP", "Peru", 1, "nsubj"),
        ("said", "VBD", "say", 1, "ROOT"),
        ("bond", "NN", "bond", 3, "nsubj"),
        ("is", is_, "be", 1, "ccomp"),
        ("token", "NN", "token", 3, "attr"),
        ("and", "CC", "and", 3, "cc"),
        ("praised", praised, "praise", 3, "conj"),
        ("Chile", "NNP", "Chile", 6, "dobj"),
    )


@pytest.mark.parametrize(
    ("is_", "praised", "expected"), [("VBZ", "VBD", "said"), ("VBD", "VBD", "is"), ("VBZ", "VBZ", "is")]
)
def test_a_past_verb_does_not_stand_beside_one_of_the_present(is_: str, praised: str, expected: str) -> None:
    found = strong(is_, praised)
    repair(found)
    assert arc(found, "praised") == ("conj", expected)


def means(content: str, relation: str) -> Doc:
    """As in "discussed helping Chile by cutting duties"."""
    return doc(
        ("Peru", "NNP", "Peru", 1, "nsubj"),
        ("discussed", "VBD", "discuss", 1, "ROOT"),
        ("helping", content, "help", 1, relation),
        ("Chile", "NNP", "Chile", 2, "dobj"),
        ("by", "IN", "by", 1, "prep"),
        ("cutting", "VBG", "cut", 4, "pcomp"),
        ("duties", "NNS", "duty", 5, "dobj"),
    )


@pytest.mark.parametrize(
    ("content", "relation", "expected"), [("VBG", "xcomp", "helping"), ("NN", "dobj", "discussed")]
)
def test_means_are_those_of_the_act_that_is_discussed(content: str, relation: str, expected: str) -> None:
    found = means(content, relation)
    repair(found)
    assert arc(found, "by") == ("prep", expected)


def vowed(subject: str) -> Doc:
    """ "Peru said the (move) failed and vowed"."""
    return doc(
        ("Peru", "NNP", "Peru", 1, "nsubj"),
        ("said", "VBD", "say", 1, "ROOT"),
        ("the", "DT", "the", 3, "det"),
        (subject, "NN", subject, 4, "nsubj"),
        ("failed", "VBD", "fail", 1, "ccomp"),
        ("and", "CC", "and", 4, "cc"),
        ("vowed", "VBD", "vow", 4, "conj"),
    )


@pytest.mark.parametrize(("subject", "above"), [("move", "said"), ("minister", "failed"), ("government", "failed")])
def test_what_only_people_do_is_the_speakers_where_the_subject_is_a_thing(subject: str, above: str) -> None:
    found = vowed(subject)
    repair(found)
    assert arc(found, "vowed") == ("conj", above)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The court fined Anna Berg, her friends, and a bank.", "friends", "conj"),
        ("The court fined Anna Berg, a lawyer, and a bank.", "lawyer", "appos"),
    ],
)
def test_several_people_are_no_apposition_of_one(text: str, word: str, expected: str) -> None:
    assert at(parsed(text), word).dep_ == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        (
            (
                "Somalia accused Ethiopia of sending troops across the border without its consent, "
                "a charge Addis Ababa denied."
            ),
            "charge",
            "dep",
        ),
        ("Peru dropped a charge of murder.", "charge", "dobj"),
        ("Peru gave Chile a move of its troops.", "move", "dobj"),
    ],
)
def test_what_takes_up_a_clause_is_no_object_of_its_verb(text: str, word: str, expected: str) -> None:
    assert at(parsed(text), word).dep_ == expected
