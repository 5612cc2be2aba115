"""Which date belongs to which verb or noun."""

from datetime import date

import pytest

from kg.frames.anchoring import TimeAnchors, interval
from kg.frames.annotations import Annotations
from kg.model import Precision, TimeSpan
from kg.parse.tree import Doc, Span
from tests.cases import tried_on
from tests.parses import at, framed, parsed

DAYS = {
    "2024": "2024-01-01/2024-12-31/year",
    "2017": "2017-01-01/2017-12-31/year",
    "March 2024": "2024-03-01/2024-03-31/month",
    "last week": "//",
}


def dated(text: str) -> Doc:
    """The Doc of a text with each time of ``DAYS`` in it marked, the longest first."""
    doc = parsed(text)
    spans: list[Span] = []
    for words, value in sorted(DAYS.items(), key=lambda pair: -len(pair[0])):
        start = text.find(words)
        found = doc.real.char_span(start, start + len(words)) if start >= 0 else None
        if found is not None and not any(found.start < span.end and span.start < found.end for span in spans):
            spans.append(Span(doc, found.start, found.end, label="DATE", span_id=value))
    doc.spans["times"] = sorted(spans, key=lambda span: (span.start, span.end))
    return doc


def verb_time(text: str, verb: str) -> str | None:
    doc = dated(text)
    return time.text if (time := TimeAnchors(Annotations.of(doc)).of_verb(at(doc, verb))) else None


def noun_time(text: str, noun: str) -> str | None:
    doc = dated(text)
    return time.text if (time := TimeAnchors(Annotations.of(doc)).of_noun(at(doc, noun))) else None


@tried_on("text", "verb", "expected")
def test_a_date_belongs_to_the_verb_that_it_hangs_on(text: str, verb: str, expected: str) -> None:
    assert verb_time(text, verb) == (expected or None)


def test_a_date_on_a_noun_dates_the_noun() -> None:
    assert noun_time("Norway praised the talks in March 2024.", "talks") in {"in March 2024", None}
    assert noun_time("Norway praised the 2024 talks.", "talks") == "2024"
    assert verb_time("Norway praised the 2024 talks.", "praised") is None
    assert noun_time("Norway praised the talks.", "talks") is None


def test_a_dated_time_comes_before_an_undated_one_and_the_finer_before_the_coarser() -> None:
    assert verb_time("Norway imposed tariffs last week in 2024.", "imposed") == "in 2024"
    assert verb_time("In 2024 Norway left in March 2024.", "left") == "in March 2024"


def test_an_interval_is_read_from_the_span_with_the_preposition_before_it() -> None:
    doc = dated("Norway imposed tariffs in 2024.")
    assert interval(doc.spans["times"][0]) == TimeSpan(date(2024, 1, 1), date(2024, 12, 31), "in 2024", Precision.YEAR)


@pytest.mark.parametrize("words", ["between 2014 and 2016", "from 2014 to 2016"])
def test_both_ends_of_a_range_stand_in_its_words(words: str) -> None:
    frame = framed(f"Norway sold ships {words}.")["sell"]
    assert frame.time is not None
    assert (frame.time.start, frame.time.end, frame.time.text) == (date(2014, 1, 1), date(2016, 12, 31), words)
    preposition, _, years = words.partition(" ")
    whens = [(a.phrase.lemma, a.phrase.text) for a in frame.arguments if a.slot == "when"]
    assert whens == [(preposition, years)]


@tried_on("text", "verb")
def test_how_long_after_something_it_was_is_not_how_long_it_took(text: str, verb: str) -> None:
    frame = framed(text)[verb]
    assert frame.time is None
    assert all(argument.slot != "when" for argument in frame.arguments)


def test_what_is_asked_for_is_not_how_long_it_took() -> None:
    assert framed("Prosecutors had asked for eleven years for Hall.")["ask"].time is None


def test_how_long_it_took_dates_it() -> None:
    for text in ("Norway banned flights for a week.", "For two years after the war, Norway banned flights."):
        assert framed(text)["ban"].time is not None


@tried_on("text", "verb", "noun")
def test_what_is_planned_for_a_day_was_not_held_on_it(text: str, verb: str, noun: str) -> None:
    named = ("summit", "talk", "attack")
    found = framed(text, nouns=named, date="2026-01-14")
    times = {name: frame.time for name, frame in found.items()}
    told = next(times[name] for name in ("anger", "worry") if name in times)
    held = next(times[name] for name in named if name in times)
    assert [time and str(time.start) for time in (told, held)] == [(verb or None), (noun or None)]


def test_a_time_without_a_date_stays_words() -> None:
    doc = dated("Norway left last week.")
    assert interval(doc.spans["times"][0]) == TimeSpan(None, None, "last week", None)
