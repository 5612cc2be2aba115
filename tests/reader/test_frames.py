"""Frames of whole sentences: predicate, arguments, how firm, whose words, when."""

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.frames.annotations import Annotations
from kg.frames.clausal import frames
from kg.frames.sources import sentence_evidence
from kg.model import ArticleId, Factuality, Frame
from kg.parse import tree
from tests.cases import tried_on
from tests.parses import annotated, framed
from tests.reading import sentence


def slots(frame: Frame) -> dict[str, str]:
    return {argument.slot: argument.phrase.text for argument in frame.arguments}


def told(frame: Frame) -> str:
    """A frame in a line: predicate, how firm, in whose words, when, and what fills its slots."""
    is_not = frame.negated and frame.factuality is not Factuality.DENIED
    source = f" <{frame.source.label}>" if frame.source else ""
    when = f" [{frame.time.text}]" if frame.time else ""
    filled = [f"{argument.slot} {argument.phrase.text}" for argument in frame.arguments]
    return "; ".join([f"{frame.lemma} {'not ' * is_not}{frame.factuality.value}{source}{when}", *filled])


@tried_on("text", "lines")
def test_a_sentence_has_these_frames(text: str, lines: list[str]) -> None:
    assert [told(frame) for frame in frames(annotated(text), sentence(text))] == lines


def test_who_is_named_between_subject_and_verb_is_told() -> None:
    found = framed("Anna Berg, who replaced Karl Hall, left Norway.")
    assert [*found["leave"].interposed] == ["karl-hall"]
    assert not found["replace"].interposed


@tried_on("text", "source")
def test_words_before_a_cue_are_said_where_they_are_a_clause(text: str, source: str) -> None:
    doc = annotated(text)
    found = [span.text for span in doc.spans["attributions"] if span.label_ == "source" and span.start > 2]
    assert found == [source] * bool(source)


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


def test_an_act_that_is_only_weighed_would_be_the_act_of_the_one_who_weighs_it() -> None:
    weighed = framed("Norway is weighing tariffs on Japan.", nouns=["tariff"])["tariff"]
    demanded = framed("Norway demanded tariffs on Japan.", nouns=["tariff"])["tariff"]
    assert (slots(weighed)["by"], weighed.factuality) == ("Norway", Factuality.POSSIBLE)
    assert "by" not in slots(demanded)


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


@tried_on("broken", "group", "label")
def test_the_evidence_holds_all_of_a_name_or_time_that_the_parse_breaks(broken: str, group: str, label: str) -> None:
    words = ["He", "met", *broken.split(), "there", "."]
    starts: list[bool | int | None] = [place in {0, 4} for place in range(len(words))]
    doc = Doc(Vocab(), words, sent_starts=starts)
    doc.spans[group] = [Span(doc, 2, 2 + len(broken.split()), label=label)]
    notes = Annotations.of(doc)
    quotes = [sentence_evidence(each, notes, ArticleId("a")).quote for each in notes.doc.sents]
    assert quotes == [f"He met {broken}", f"{broken} there ."]
