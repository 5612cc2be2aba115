"""Frames of whole sentences: predicate, arguments, how firm, whose words, when."""

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.frames.annotations import Annotations
from kg.frames.clausal import frames
from kg.frames.sources import sentence_evidence
from kg.frames.summary import GENERIC
from kg.model import ArticleId, Factuality, Frame
from kg.parse import tree
from kg.parse.readings import reading_of
from tests.cases import tried_on
from tests.parses import annotated, framed
from tests.reading import sentence


def slots(frame: Frame) -> dict[str, str]:
    return {argument.slot: argument.phrase.text for argument in frame.arguments}


def test_a_clause_is_a_frame_with_its_words_and_evidence() -> None:
    text = "Norway has publicly signed the treaty."
    frame = framed(text)["sign"]
    assert (frame.kind, frame.predicate_text, frame.rule) == ("verb", "has publicly signed", "clause/active")
    assert slots(frame) == {"subject": "Norway", "object": "the treaty"}
    assert frame.sentence.quote == text == text[frame.sentence.start : frame.sentence.end]


def test_active_and_passive_fill_the_same_slots() -> None:
    active, passive = framed("Norway signed the treaty.")["sign"], framed("The treaty was signed by Norway.")["sign"]
    assert {k: v.lower() for k, v in slots(active).items()} == {k: v.lower() for k, v in slots(passive).items()}
    assert (active.is_passive, passive.is_passive) == (False, True)


def test_a_noun_makes_a_frame_where_it_is_asked_for_alone() -> None:
    text = "Norway's tariffs on Japan angered Sweden."
    noun = framed(text, nouns=("tariff",))["tariff"]
    assert (noun.kind, noun.rule) == ("noun", "noun/happening")
    assert {argument.slot for argument in noun.arguments} == {"poss", "on"}
    assert "tariff" not in framed(text)


def test_a_noun_that_describes_has_the_one_described_as_subject() -> None:
    found = framed("Norway is an ally of Sweden.", nouns=("ally",))["ally"]
    assert (found.rule, slots(found)["subject"], slots(found)["of"]) == ("noun/described", "Norway", "Sweden")
    happening = framed("Norway praised an ally of Sweden.", nouns=("ally",))["ally"]
    assert happening.rule == "noun/happening"


def test_who_says_it_is_the_source_of_the_content_and_not_of_the_cue() -> None:
    found = framed("Norway said that Sweden signed the treaty.")
    assert found["sign"].source is not None
    assert found["sign"].source.id == "norway"
    assert found["say"].source is None
    assert framed("Sweden signed the treaty.")["sign"].source is None


@tried_on("text", "source")
def test_words_before_a_cue_are_said_where_they_are_a_clause(text: str, source: str) -> None:
    doc = annotated(text)
    found = [span.text for span in doc.spans["attributions"] if span.label_ == "source" and span.start > 2]
    assert found == [source] * bool(source)


def test_who_asks_is_the_source_of_what_is_asked() -> None:
    asked = framed("Norway urged Sweden to sign the treaty.")["sign"]
    assert asked.source is not None
    assert (asked.source.id, asked.factuality.value) == ("norway", "Requested")
    own = framed("Norway agreed to sign the treaty.")["sign"]
    assert (own.source, own.factuality.value) == (None, "Planned")


def test_the_date_is_the_clauses_and_is_also_a_when() -> None:
    frame = framed("Norway signed the treaty in 2024.")["sign"]
    assert frame.time is not None
    assert (frame.time.text, slots(frame)["when"]) == ("in 2024", "2024")
    assert framed("Norway signed the treaty.")["sign"].time is None


def test_a_condition_is_an_argument_of_what_depends_on_it() -> None:
    found = framed("Sweden will invest if Norway signs the treaty.")["invest"]
    assert slots(found)["if"] == "Norway signs the treaty"
    assert "after" not in slots(framed("Ties worsened after Norway arrested an executive.")["worsen"])


def test_a_cause_is_linked_and_what_merely_follows_before_is_not() -> None:
    text = "Ties worsened after Norway arrested an executive."
    found = framed(text)
    assert ("cause", found["arrest"].id) in found["worsen"].links
    assert framed("Ties worsened before Norway arrested an executive.")["worsen"].links == ()


def test_an_answer_is_linked_to_what_it_answers_between_two_countries() -> None:
    found = framed("Norway imposed tariffs on Sweden. Sweden responded with tariffs on Norway.")
    assert "inResponseTo" in {name for name, _ in found["respond"].links}
    alone = framed("Norway imposed tariffs on Japan. Sweden responded with a smile.")
    assert alone["respond"].links == ()


def test_what_is_denied_of_a_conjunct_is_a_frame_of_its_own() -> None:
    text = "The visit will yield progress but not the removal of tariffs."
    found = [frame for frame in frames(annotated(text), sentence(text)) if frame.lemma == "yield"]
    assert [(slots(frame)["object"], frame.factuality.value, frame.negated) for frame in found] == [
        ("progress", "Expected", False),
        ("the removal of tariffs", "Expected", True),
    ]


def test_nothing_reported_is_denied_by_its_argument() -> None:
    assert framed("No injuries were reported.")["report"].factuality.value == "Denied"
    assert framed("Injuries were reported.")["report"].factuality.value == "Asserted"


def test_what_something_is_called_is_said_of_it_and_nothing_else_is() -> None:
    found = list(
        frames(annotated("Norway called the tariffs illegal."), sentence("Norway called the tariffs illegal."))
    )
    assert [(frame.kind, frame.lemma) for frame in found] == [("characterization", "call"), ("copula", "be")]
    assert slots(found[1]) == {"subject": "the tariffs", "complement": "illegal"}
    assert found[1].source is not None
    assert found[1].source.label == "Norway"


def test_an_act_that_is_only_weighed_would_be_the_act_of_the_one_who_weighs_it() -> None:
    weighed = framed("Norway is weighing tariffs on Japan.", nouns=["tariff"])["tariff"]
    demanded = framed("Norway demanded tariffs on Japan.", nouns=["tariff"])["tariff"]
    assert (slots(weighed)["by"], weighed.factuality) == ("Norway", Factuality.POSSIBLE)
    assert "by" not in slots(demanded)


def test_a_description_is_the_words_of_the_one_who_describes() -> None:
    text = "Norway described the visit as a success."
    be = framed(text)["be"]
    assert be.source is not None
    assert (be.source.id, slots(be)["subject"], slots(be)["complement"]) == ("norway", "the visit", "a success")
    assert "be" not in framed("Norway used the visit as a pretext.")


def test_an_apposition_says_what_a_name_is() -> None:
    be = framed("Equinor, an oil company, left Russia.")["be"]
    assert (be.rule, slots(be)["complement"]) == ("apposition", "an oil company")
    assert "be" not in framed("Norway and Sweden left the talks.")
    assert "be" in framed("Anna Berg died in Tulung, Peru's second-largest city.")


def test_a_predicate_keeps_the_words_that_tell_of_what_kind() -> None:
    be = framed("Anna Berg is the third Danish coach to be fired.")["be"]
    said = [argument.phrase.entity.label for argument in be.arguments if argument.slot == "complement"]
    assert said == ["third Danish coach to be fired"]


@tried_on("text")
def test_an_item_of_a_list_and_an_abbreviation_describe_nothing(text: str) -> None:
    assert "be" not in framed(text)


@tried_on("generic", "lemma", "told")
def test_a_clause_that_only_says_which_are_meant_is_no_frame(generic: str, lemma: str, told: str) -> None:
    assert lemma not in framed(generic)
    assert lemma in framed(told)


def test_clauses_left_out_as_generic_are_counted() -> None:
    text = "Norway bans goods produced by forced labour."
    doc = annotated(text)
    list(frames(doc, sentence(text)))
    assert reading_of(doc).omitted == ((GENERIC, text.index("produced")),)


def test_a_verb_without_its_own_is_no_clause() -> None:
    assert "can" not in framed("Norway does all it can to help Japan.")


def test_whose_need_it_is_is_not_told_by_who_stresses_it() -> None:
    assert "subject" not in slots(framed("Norway stressed the need to help Japan.")["help"])
    assert slots(framed("Norway made an offer to help Japan.")["help"])["subject"] == "Norway"


def test_as_amended_is_nobodys_act() -> None:
    assert "object" not in slots(framed("Norway lifted tariffs, as set forth in the treaty.")["set forth"])


@pytest.mark.parametrize("text", ["Norway signed the treaty.", "Officials met in Oslo, Norway."])
def test_a_place_before_its_country_lies_in_it(text: str) -> None:
    kinds = {frame.kind for frame in frames(annotated(text), sentence(text))}
    assert ("location" in kinds) == ("Oslo" in text)


def test_what_stands_before_the_subject_with_as_is_no_argument_of_the_verb() -> None:
    assert "as" not in slots(framed("As a member, Norway has a vote.")["have"])
    assert slots(framed("Norway serves as a member.")["serve"])["as"] == "a member"


def test_an_owner_for_whom_nobody_is_known_is_no_subject() -> None:
    assert "subject" not in slots(framed("The plan shows our effort to help Sweden.")["help"])
    assert slots(framed("Norway praised Sweden's effort to help Japan.")["help"])["subject"] == "Sweden"


def test_a_number_is_nobodys_source() -> None:
    assert framed("Of the dead, 40 percent asked Norway to help Japan.")["help"].source is None


def test_what_is_discussed_need_not_come_to_pass() -> None:
    assert framed("Norway discussed helping Sweden.")["help"].factuality.value == "Possible"


def test_who_holds_an_office_is_told_by_the_article_outside_quotation_marks() -> None:
    told = framed("Norway said that Swedish President Anna Berg helped Japan.")
    assert told["hold"].source is None
    assert told["help"].source is not None


def test_there_is_nobodys_act() -> None:
    assert "subject" not in slots(framed("Norway praised the festival, and there was a crowd.")["be"])


def test_a_second_condition_is_a_condition_too() -> None:
    text = "The treaty ends if Norway is convicted, or if new evidence is found."
    assert framed(text)["find"].factuality.value == "Conditional"


def test_what_happens_at_the_same_time_is_no_condition() -> None:
    text = "Norway plans to help Sweden as Japan imposes tariffs."
    assert framed(text)["impose"].factuality.value == "Asserted"


def test_no_one_is_no_source() -> None:
    assert framed("No one can say whether Norway signed the treaty.")["sign"].source is None
    assert framed("A minister said that Norway signed the treaty.")["sign"].source is not None


@tried_on("text", "cue")
def test_a_frame_names_what_decided_how_firm_it_is(text: str, cue: str) -> None:
    assert framed(text)["sign"].firmness_cue == cue


def test_whom_a_noun_describes_stands_in_the_words_of_its_own_sentence() -> None:
    text = "Anna Berg praised Sweden. The head of the union left Oslo."
    doc = annotated(text)
    berg, head = doc[0:2], doc[5:10]
    node = Annotations.of(doc).names[berg.root.i].kb_id_
    doc.spans["corefs"] = [tree.Span(doc, span.start, span.end, kb_id=node, span_id="c") for span in (berg, head)]
    (found,) = (each for each in frames(doc, sentence(text), nouns=frozenset({"head"})) if each.kind == "noun")
    subject = found.arguments[0].phrase
    assert (found.rule, subject.text, subject.entity.label) == ("noun/described", "The head of the union", "Anna Berg")
    assert subject.text in found.sentence.quote


def test_both_countries_of_a_hyphened_adjective_are_told() -> None:
    frame = framed("Norwegian-Swedish ties improved.")["improve"]
    told = {a.phrase.entity.id for each in frame.arguments for a in each.phrase.arguments if a.slot == "demonym"}
    assert told == {"norway", "sweden"}


@pytest.mark.parametrize(
    ("broken", "group", "label"), [("Joseph R. Biden", "names", "Person"), ("7 p.m. local time", "times", "TIME")]
)
def test_the_evidence_holds_all_of_a_name_or_time_that_the_parse_breaks(broken: str, group: str, label: str) -> None:
    words = ["He", "met", *broken.split(), "there", "."]
    starts: list[bool | int | None] = [place in {0, 4} for place in range(len(words))]
    doc = Doc(Vocab(), words, sent_starts=starts)
    doc.spans[group] = [Span(doc, 2, 2 + len(broken.split()), label=label)]
    notes = Annotations.of(doc)
    quotes = [sentence_evidence(each, notes, ArticleId("a")).quote for each in notes.doc.sents]
    assert quotes == [f"He met {broken}", f"{broken} there ."]


def test_each_of_three_pairs_of_objects_has_a_frame_of_its_own() -> None:
    words = ["Peru", "gave", "nurses", "boots", "guards", "coats", "cooks", "hats"]
    tags = ["NNP", "VBD", *["NNS"] * 6]
    heads = [1, 1, 1, 1, 2, 3, 4, 5]
    deps = ["nsubj", "ROOT", "dative", "dobj", *["conj"] * 4]
    pos = ["PROPN", "VERB", *["NOUN"] * 6]
    doc = Doc(Vocab(), words, tags=tags, pos=pos, heads=heads, deps=deps, lemmas=words)
    given = list(frames(tree.tree(doc), sentence(doc.text)))
    pairs = [(slots(frame)["indirect"], slots(frame)["object"]) for frame in given]
    assert pairs == [("nurses", "boots"), ("guards", "coats"), ("cooks", "hats")]
    assert len({frame.id for frame in given}) == len(given)
