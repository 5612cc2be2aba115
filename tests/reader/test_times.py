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
from kg.time.component import dateline, direction, kg_times, rule
from tests.reading import modelled

VOCAB = spacy.blank("en").vocab
ARTICLE = "2026-01-14"  # a Wednesday
PARTS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "VBD": "VERB", "VBZ": "VERB", "VB": "VERB", "MD": "AUX", "TO": "PART",
    "IN": "ADP", "DT": "DET", "CD": "NUM", "JJ": "ADJ", "RB": "ADV", "PRP": "PRON",
}  # fmt: skip


def sentence(*rows: tuple[str, str, str, int], when: str = ARTICLE, lemmas: dict[str, str] | None = None) -> Doc:
    """A parsed sentence from rows of word, tag, dependency and head; the part of speech follows from the tag."""
    words = [word for word, *_ in rows]
    doc = Doc(
        VOCAB,
        words=words,
        tags=[tag for _, tag, _, _ in rows],
        pos=[PARTS[tag] for _, tag, _, _ in rows],
        deps=[dep for _, _, dep, _ in rows],
        heads=[head for *_, head in rows],
        lemmas=[(lemmas or {}).get(word, word.lower()) for word in words],
    )
    put(doc, Reading(date=date.fromisoformat(when) if when else None))
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


def test_a_line_that_dates_an_undated_article_dates_its_words() -> None:
    doc = plain("Talks begin\nSeptember 01 , 2007\nThey met yesterday .", when="")
    assert values(doc) == [("September 01 , 2007", "2007-09-01"), ("yesterday", "2007-08-31")]


@pytest.mark.parametrize("text", ["In 2010 he left.\nHe came.", "On 5 March 2010, he left.", "2010\nA year"])
def test_a_date_within_a_sentence_dates_no_article(text: str) -> None:
    assert dateline(text) is None


def test_the_line_that_dates_a_dated_article_is_no_time_of_its_story() -> None:
    assert values(plain("Talks begin\nJanuary 14, 2026\nThey met on January 13, 2026.")) == [
        ("January 13, 2026", "2026-01-13")
    ]


def test_a_date_that_stands_alone_but_is_another_day_is_kept() -> None:
    assert values(plain("Talks begin\nJanuary 13, 2026\nThey met.")) == [("January 13, 2026", "2026-01-13")]


# -- what the parse decides --------------------------------------------------------------------------------------------


def test_may_the_verb_is_no_month() -> None:
    verb = sentence(("It", "PRP", "nsubj", 2), ("May", "MD", "aux", 2), ("rain", "VB", "ROOT", 2))
    month = sentence(
        ("It", "PRP", "nsubj", 1), ("rained", "VBD", "ROOT", 1), ("in", "IN", "prep", 1), ("May", "NNP", "pobj", 2)
    )
    assert (values(verb), values(month)) == ([], [("May", "2025-05")])


def test_a_name_that_is_a_month_is_none() -> None:
    family = sentence(("Theresa", "NNP", "compound", 1), ("May", "NNP", "nsubj", 2), ("resigned", "VBD", "ROOT", 2))
    assert values(family) == []


def test_a_round_number_that_counts_is_no_year() -> None:
    count = sentence(
        ("They", "PRP", "nsubj", 1),
        ("met", "VBD", "ROOT", 1),
        ("2000", "CD", "nummod", 3),
        ("buyers", "NNS", "dobj", 1),
    )
    year = sentence(
        ("They", "PRP", "nsubj", 1), ("met", "VBD", "ROOT", 1), ("in", "IN", "prep", 1), ("2000", "CD", "pobj", 2)
    )
    assert (values(count), values(year)) == ([], [("2000", "2000")])


def test_a_paper_of_today_is_no_time() -> None:
    doc = sentence(
        ("He", "PRP", "nsubj", 1),
        ("told", "VBD", "ROOT", 1),
        ("USA", "NNP", "compound", 3),
        ("Today", "NNP", "dobj", 1),
    )
    assert values(doc) == []


def test_what_kind_of_conference_is_not_how_often() -> None:
    kind = sentence(
        ("The", "DT", "det", 2), ("annual", "JJ", "amod", 2), ("talks", "NNS", "nsubj", 3), ("began", "VBD", "ROOT", 3)
    )
    often = sentence(("They", "PRP", "nsubj", 1), ("met", "VBD", "ROOT", 1), ("annually", "RB", "advmod", 1))
    assert (values(kind), values(often)) == ([], [("annually", "P1Y")])


OPENED = (
    ("It", "PRP", "nsubj", 1),
    ("opened", "VBD", "ROOT", 1),
    ("on", "IN", "prep", 1),
    ("Friday", "NNP", "pobj", 2),
)
WILL_OPEN = (
    ("It", "PRP", "nsubj", 2),
    ("will", "MD", "aux", 2),
    ("open", "VB", "ROOT", 2),
    ("on", "IN", "prep", 2),
    ("Friday", "NNP", "pobj", 3),
)
TO_OPEN = (
    ("It", "PRP", "nsubj", 1), ("managed", "VBD", "ROOT", 1), ("to", "TO", "aux", 3), ("open", "VB", "xcomp", 1),
    ("on", "IN", "prep", 3), ("Friday", "NNP", "pobj", 4),
)  # fmt: skip
OPENS = (("It", "PRP", "nsubj", 1), ("opens", "VBZ", "ROOT", 1), ("on", "IN", "prep", 1), ("Friday", "NNP", "pobj", 2))
DUE = (("talks", "NNS", "ROOT", 0), ("due", "JJ", "amod", 0), ("on", "IN", "prep", 1), ("Friday", "NNP", "pobj", 2))


def test_the_tense_decides_which_friday() -> None:
    assert values(sentence(*OPENED)) == [("Friday", "2026-01-09")]
    assert values(sentence(*WILL_OPEN)) == [("Friday", "2026-01-16")]
    assert values(sentence(*OPENS)) == [("Friday", "2026-01-16")]


def test_an_infinitive_is_to_come_unless_the_verb_above_says_that_it_is_done() -> None:
    done = sentence(*TO_OPEN, lemmas={"managed": "manage"})
    planned = sentence(*TO_OPEN, lemmas={"managed": "decide"})
    assert (values(done), values(planned)) == ([("Friday", "2026-01-09")], [("Friday", "2026-01-16")])


def test_what_is_due_is_to_come() -> None:
    assert direction(tree(sentence(*DUE))[3:4]) == 1
    assert direction(tree(sentence(DUE[0], ("long", *DUE[1][1:]), *DUE[2:]))[3:4]) == 0


def test_put_off_until_friday_is_to_come_put_off_on_friday_is_past() -> None:
    words = (
        ("It", "PRP", "nsubj", 1),
        ("delayed", "VBD", "ROOT", 1),
        ("until", "IN", "prep", 1),
        ("Friday", "NNP", "pobj", 2),
    )
    lemmas = {"delayed": "delay"}
    assert direction(tree(sentence(*words, lemmas=lemmas))[3:4]) == 1
    assert direction(tree(sentence(*words[:2], ("on", "IN", "prep", 1), words[3], lemmas=lemmas))[3:4]) == -1


@pytest.mark.parametrize(("kind", "sense"), [("title", -1), ("paragraph", 1)])
def test_the_present_tense_of_a_headline_tells_what_has_happened(kind: str, sense: int) -> None:
    words = ("China", "NNP", "nsubj", 1), ("lifts", "VBZ", "ROOT", 1), ("tariffs", "NNS", "dobj", 1)
    doc = sentence(*words, ("Monday", "NNP", "npadvmod", 1))
    put(doc, Reading(blocks=(Block(0, len(doc.text), BlockKind(kind)),)))
    assert direction(tree(doc)[3:4]) == sense


def test_what_is_upcoming_is_to_come() -> None:
    words = ("The", "DT", "det", 2), ("upcoming", "JJ", "amod", 2), ("summit", "NN", "ROOT", 2)
    assert direction(tree(sentence(*words, ("Tuesday", "NNP", "npadvmod", 2)))[3:4]) == 1


def test_the_quarter_of_results_still_to_come_is_past() -> None:
    doc = sentence(
        ("It", "PRP", "nsubj", 2), ("will", "MD", "aux", 2), ("publish", "VB", "ROOT", 2), ("third", "JJ", "amod", 5),
        ("quarter", "NN", "compound", 5), ("results", "NNS", "dobj", 2),
    )  # fmt: skip
    assert values(doc) == [("third quarter", "2025-Q3")]


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
