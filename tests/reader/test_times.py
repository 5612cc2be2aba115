"""Times in a Doc: what is found, how it is written on the Doc, and what tense and part of speech decide."""

from collections.abc import Sequence
from datetime import date

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from kg.frames.anchoring import interval
from kg.lexicon import lexicon
from kg.model import Block, BlockKind, Precision
from kg.parse.readings import Reading, put
from kg.parse.tree import Span, tree
from kg.time.component import direction, kg_times, rule
from tests.cases import tried_on
from tests.reading import modelled

VOCAB = spacy.blank("en").vocab
ARTICLE = "2026-01-14"  # a Wednesday
PARTS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "VBD": "VERB", "VBZ": "VERB", "VB": "VERB", "MD": "AUX", "TO": "PART",
    "IN": "ADP", "DT": "DET", "CD": "NUM", "JJ": "ADJ", "RB": "ADV", "PRP": "PRON",
}  # fmt: skip


def sentence(parse: str) -> Doc:
    """A parsed sentence, of each token "word=lemma/tag/relation/head"; the part of speech follows from the tag."""
    columns = zip(*(token.split("/") for token in parse.split()), strict=True)
    forms, tags, deps, heads = map(list, columns)
    words = [form.partition("=")[0] for form in forms]
    doc = Doc(
        VOCAB,
        words=words,
        tags=tags,
        pos=[PARTS[tag] for tag in tags],
        deps=deps,
        heads=[int(head) for head in heads],
        lemmas=[form.partition("=")[2] or form.lower() for form in forms],
    )
    put(doc, Reading(date=date.fromisoformat(ARTICLE)))
    return doc


def plain(text: str, when: str = ARTICLE) -> Doc:
    doc = spacy.blank("en")(text)
    put(doc, Reading(date=date.fromisoformat(when) if when else None))
    return doc


def spans(doc: Doc) -> Sequence[Span]:
    return tree(kg_times(doc)).spans["times"]


def values(doc: Doc) -> list[tuple[str, str]]:
    return [(span.text, span.kb_id_) for span in spans(doc)]


def test_a_span_carries_type_value_interval_and_rule() -> None:
    (span,) = spans(plain("Ties have been cold since 2017."))
    assert (span.text, span.label_, span.kb_id_, span.id_) == ("2017", "DATE", "2017", "2017-01-01//year")
    assert rule(span) == "year"


def test_the_interval_of_a_span_has_its_words_with_the_preposition() -> None:
    (span,) = spans(plain("Relations worsened in 2024."))
    time = interval(span)
    assert (time.start, time.end) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (time.text, time.precision) == ("in 2024", Precision.YEAR)


def test_both_ends_of_a_range_have_its_words() -> None:
    first, last = spans(plain("It rose between 2019 and 2021."))
    assert interval(first) == interval(last)
    assert interval(first).text == "between 2019 and 2021"


def test_a_span_survives_the_way_through_a_doc_bin() -> None:
    doc = kg_times(plain("It rose since last week."))
    (copy,) = DocBin(store_user_data=True, docs=[doc]).get_docs(VOCAB)
    (span,) = copy.spans["times"]
    assert (span.kb_id_, span.id_, rule(span)) == ("2026-W02", "2026-01-05//week", "relative")


def test_the_component_works_in_any_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_times")
    doc = nlp("He left on 5 March 2010.")
    assert [span.kb_id_ for span in doc.spans["times"]] == ["2010-03-05"]


def test_an_undated_article_gives_words_and_no_interval() -> None:
    (span,) = spans(plain("He arrived last week.", when=""))
    assert (span.kb_id_, span.id_) == ("XXXX-WXX", "//")
    assert interval(span).start is None


def test_an_hour_is_of_the_night_that_the_sentence_before_tells() -> None:
    found = values(plain("They met on Monday night. They left at about 11 p.m. and slept.", when="2010-05-06"))
    assert found[-1][1] == "2010-05-03T23:00"
    (alone,) = values(plain("They left at about 11 p.m. and slept.", when="2010-05-06"))
    assert alone[1] == "2010-05-06T23:00"


def test_the_line_that_dates_a_dated_article_is_no_time_of_its_story() -> None:
    assert values(plain("Talks begin\nJanuary 14, 2026\nThey met on January 13, 2026.")) == [
        ("January 13, 2026", "2026-01-13")
    ]


def test_a_date_that_stands_alone_but_is_another_day_is_kept() -> None:
    assert values(plain("Talks begin\nJanuary 13, 2026\nThey met.")) == [("January 13, 2026", "2026-01-13")]


# -- what the parse decides --------------------------------------------------------------------------------------------


@tried_on("parse", "found")
def test_the_parse_decides_what_is_a_time_and_which(parse: str, found: list[list[str]]) -> None:
    assert [list(value) for value in values(sentence(parse))] == found


def test_a_term_that_is_counted_from_something_else_has_no_days_of_its_own() -> None:
    paid = "It/PRP/nsubj/2 must/MD/aux/2 end/VB/ROOT/2 within/IN/prep/2 two/CD/nummod/5 weeks/NNS/pobj/3"
    assert [span.id_ for span in spans(sentence(paid))] == ["2026-01-14/2026-01-28/approximate"]
    assert [span.id_ for span in spans(sentence(f"{paid} of/IN/prep/5 a/DT/det/8 request/NN/pobj/6"))] == ["//"]


@tried_on("parse", "sense")
def test_words_about_a_day_tell_past_or_future(parse: str, sense: int) -> None:
    assert direction(tree(sentence(parse))[3:4]) == sense


@pytest.mark.parametrize(("kind", "sense"), [("title", -1), ("paragraph", 1)])
def test_the_present_tense_of_a_headline_tells_what_has_happened(kind: str, sense: int) -> None:
    doc = sentence("China/NNP/nsubj/1 lifts/VBZ/ROOT/1 tariffs/NNS/dobj/1 Monday/NNP/npadvmod/1")
    put(doc, Reading(blocks=(Block(0, len(doc.text), BlockKind(kind)),)))
    assert direction(tree(doc)[3:4]) == sense


# -- with the model ----------------------------------------------------------------------------------------------------

SENSES = {"past": -1, "neither": 0, "future": 1}


def tense_examples() -> list[tuple[str, int]]:
    table = lexicon("times")["tense"]
    assert isinstance(table, dict)
    lines = [str(line) for key in ("examples", "counterexamples") for line in list_of(table[key])]
    return [(text, SENSES[sense]) for text, sense in (line.split(" => ") for line in lines)]


def list_of(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


@pytest.mark.model
@pytest.mark.parametrize(("text", "sense"), tense_examples())
def test_the_verb_tells_past_or_future(text: str, sense: int) -> None:
    (doc,) = modelled([text])
    (span,) = spans(doc)
    assert direction(span) == sense
