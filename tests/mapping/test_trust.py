"""What is sure and what is a lead: by confidence, by the links it stands on, and with care for named persons."""

from dataclasses import replace

import pytest

from kg.lexicon import words
from kg.mapping.trust import could_hurt, is_firm, surest, trust
from kg.model import Argument, ArticleId, Entity, Evidence, Frame, NodeId, Phrase, Statement, Trust
from tests.cases import tried_on
from tests.graphs import statement
from tests.mapping.made import frame

CONFIDENT = 0.99


def _clause(sentence: str, subject: str, lemma: str, obj: str, *, name: str = "") -> tuple[Frame, Phrase, Phrase]:
    """A clause between two phrases of a sentence; the subject is a person, called ``name`` where that is not told."""
    one, other = (_phrase(sentence, text, "Person" if text == subject else "Topic") for text in (subject, obj))
    label = name or subject
    one = replace(one, entity=replace(one.entity, label=label), is_named=label == subject)
    made = replace(
        frame(lemma, subject=one, object=other),
        sentence=Evidence(ArticleId("a"), 0, len(sentence), sentence),
        clause=sentence,
    )
    return made, one, other


def _phrase(sentence: str, text: str, cls: str) -> Phrase:
    start = sentence.index(text)
    return Phrase(start, start + len(text), text, text.lower(), Entity(NodeId(text), cls, text))


def _said(of: Frame, one: Phrase, other: Phrase, *, relation: str = "rel", relation_class: str = "") -> Statement:
    made = statement((one.entity.id, relation, other.entity.id), of.sentence, of.factuality, is_open=True)
    made = replace(made, subject_text=one.text, predicate_text=of.predicate_text, object_text=other.text, rule=of.rule)
    return replace(made, confidence=CONFIDENT, relation_class=relation_class)


def _firm(sentence: str, subject: str, lemma: str, obj: str, **more: str) -> bool:
    of, one, other = _clause(sentence, subject, lemma, obj, **more)
    return is_firm(_said(of, one, other), of, (one, other))


def test_what_is_unlikely_is_a_lead_and_what_is_likely_is_sure() -> None:
    of, one, other = _clause("Anna Berg opened a bridge.", "Anna Berg", "open", "a bridge")
    said = _said(of, one, other)
    assert trust(said, of, (one, other)) is Trust.SURE
    assert trust(replace(said, confidence=surest(said) - 0.01), of, (one, other)) is Trust.LEAD


def test_an_open_pronoun_and_what_a_model_proposes_are_leads() -> None:
    of, one, other = _clause("Anna Berg opened a bridge.", "Anna Berg", "open", "a bridge")
    said = _said(of, one, other)
    assert not is_firm(replace(said, unresolved=True), of, (one, other))
    assert not is_firm(replace(said, extracted_by="llm:m"), of, (one, other))


@pytest.mark.parametrize("rule", sorted(words("trust", "open_links")))
def test_a_link_that_seldom_holds_makes_a_lead(rule: str) -> None:
    of, one, other = _clause("Anna Berg opened a bridge.", "Anna Berg", "open", "a bridge")
    assert not is_firm(replace(_said(of, one, other), rules=frozenset({rule})), of, (one, other))


def test_what_could_hurt_goes_by_relation_class_and_words() -> None:
    of, one, other = _clause("Anna Berg opened a bridge.", "Anna Berg", "open", "a bridge")
    said = _said(of, one, other)
    assert not could_hurt(said, of)
    assert could_hurt(replace(said, relation="died"), of)
    assert could_hurt(replace(said, relation_class="Restricting"), of)
    assert could_hurt(said, replace(of, clause="Anna Berg stepped down"))


def test_a_named_person_is_harmed_by_name_alone() -> None:
    assert _firm("Anna Berg was charged with fraud.", "Anna Berg", "charge", "fraud")
    assert not _firm("She was charged with fraud.", "She", "charge", "fraud", name="Anna Berg")
    assert not _firm("The minister was charged with fraud.", "The minister", "charge", "fraud", name="Anna Berg")


@tried_on("sentence")
def test_what_points_back_is_a_lead(sentence: str) -> None:
    subject = sentence.partition(" opened")[0]
    assert not _firm(sentence, subject, "open", "a bridge", name="Anna Berg")


@tried_on("text", "is_firm")
def test_an_object_that_says_what_it_is_does_not_point_back(text: str, *, is_firm: bool) -> None:
    assert _firm(f"Anna Berg signed {text}.", "Anna Berg", "sign", text) is is_firm


def test_a_title_is_as_good_as_a_name_where_nobody_is_hurt() -> None:
    of, one, other = _clause("The President of Chile opened a bridge.", "The President of Chile", "open", "a bridge")
    titled = replace(one, is_named=False, rules=("name/office",))
    assert is_firm(_said(of, titled, other), of, (titled, other))
    assert not is_firm(_said(of, titled, other, relation_class="Restricting"), of, (titled, other))


def test_nobody_is_harmed_across_a_possessive() -> None:
    assert not _firm("Anna Berg's trial for fraud began.", "Anna Berg", "begin", "fraud")
    assert not _firm("Anna Berg, his lawyer, denied the charges.", "Anna Berg", "deny", "the charges")


def test_nobody_is_harmed_by_a_heading_a_list_or_a_mended_parse() -> None:
    of, one, other = _clause("Anna Berg was charged with fraud.", "Anna Berg", "charge", "fraud")
    said = _said(of, one, other)
    listed = tuple(Argument("subject", _phrase(name, name, "Person")) for name in ("Karl Ahrens", "Mary Banda"))
    for odd in (
        replace(of, in_heading=True),
        *(replace(of, rules=(rule,)) for rule in ("repair/small-clause", "clause/shared-active")),
        replace(of, arguments=(*of.arguments, *listed)),
    ):
        assert not is_firm(said, odd, (one, other))


def test_a_person_may_be_taken_for_another_whose_name_stands_between() -> None:
    of, one, other = _clause("Anna Berg, who replaced Karl Hall, opened a bridge.", "Anna Berg", "open", "a bridge")
    said, interposed = _said(of, one, other), replace(of, interposed=frozenset({NodeId("hall")}))
    assert is_firm(said, of, (one, other))
    assert not is_firm(said, interposed, (one, other))
    object_is_between = replace(of, interposed=frozenset({other.entity.id}))
    assert is_firm(said, object_is_between, (one, other))
    firm = replace(one, entity=replace(one.entity, cls="Company"))
    assert is_firm(said, interposed, (firm, other))
