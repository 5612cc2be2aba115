"""What words say of time: TIMEX3 values and intervals, by rule, by article and by its day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import lexicon
from kg.model import Precision
from kg.time import Expression, FoundTime, bound, times
from kg.time.grammar import rules, words_of
from kg.time.periods import OutOfCalendarError, Period, TimeUnit, duration_value, earlier
from tests.cases import tried_on

MONTHS = ("January", "March", "May", "June", "September", "December")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CALENDAR = (
    TimeUnit.DAY,
    TimeUnit.WEEK,
    TimeUnit.MONTH,
    TimeUnit.QUARTER,
    TimeUnit.HALF,
    TimeUnit.SEASON,
    TimeUnit.YEAR,
    TimeUnit.DECADE,
)
DIRECTIONS = {"past": -1, "future": 1}
DAYS = st.dates(date(1901, 1, 1), date(2098, 12, 31))
UNITS = st.sampled_from(CALENDAR)


def read(text: str, reference: date | None = None, direction: int = 0) -> tuple[FoundTime, ...]:
    def judge(expression: Expression) -> Expression:
        return replace(expression, direction=direction)

    return times(text, reference, interpret=judge)


def only(text: str, reference: date | None = None, direction: int = 0) -> FoundTime:
    (found,) = read(text, reference, direction)
    return found


def rows(key: str) -> Iterator[tuple[str, str]]:
    for name, table in tables().items():
        lines = table.get(key)
        assert isinstance(lines, list), f"{name} has no {key}"
        assert lines, f"{name} has no {key}"
        yield from ((name, str(line)) for line in lines)


def tables() -> dict[str, dict[str, object]]:
    found = lexicon("times")["rules"]
    assert isinstance(found, dict)
    return {name: dict(table) for name, table in found.items() if isinstance(table, dict)}


def reading(example: str) -> tuple[str, date | None, int, str]:
    """ "text @ 2026-01-14 past -> value, from, to, precision" in its parts."""
    left, _, wanted = example.rpartition(" -> ")
    text, _, where = left.rpartition(" @ ")
    day, *direction = where.split()
    return text, None if day == "-" else date.fromisoformat(day), DIRECTIONS[direction[0]] if direction else 0, wanted


@pytest.mark.parametrize(("rule", "example"), list(rows("examples")))
def test_a_rule_reads_its_examples(rule: str, example: str) -> None:
    text, reference, direction, wanted = reading(example)
    found = read(text, reference, direction)
    if wanted == "-":
        assert not found
        return
    value, start, end, precision = ("" if part == "-" else part for part in wanted.split(", "))
    own = [time for time in found if time.rule == rule]
    assert own, found
    assert (own[0].time.value, own[0].time.interval) == (value, f"{start}/{end}/{precision}")


@pytest.mark.parametrize(("rule", "text"), list(rows("counterexamples")))
def test_a_rule_keeps_off_its_counterexamples(rule: str, text: str) -> None:
    assert rule not in {found.rule for found in times(text, date(2010, 1, 25))}


def test_every_rule_has_examples_on_both_sides() -> None:
    assert {name for name, _ in rows("examples")} == {name for name, _ in rows("counterexamples")} == set(tables())
    assert {rule.name for rule in rules()} == set(tables())


# -- intervals ---------------------------------------------------------------------------------------------------------

ARTICLE = date(2026, 1, 14)


@tried_on("text", "value", "interval")
def test_an_interval_is_what_the_words_around_the_date_say(text: str, value: str, interval: str) -> None:
    found = only(text, ARTICLE)
    assert (found.time.value, found.time.interval) == (value, interval)


@tried_on("text")
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert times(text, ARTICLE) == ()


@tried_on("text")
def test_an_undated_article_gives_relative_dates_no_interval(text: str) -> None:
    time = only(text).time
    assert time.interval == "//"
    assert time.value


@tried_on("text", "reference", "found")
def test_words_have_these_times(text: str, reference: date, found: list[str]) -> None:
    assert [f"{one.time.value} {one.time.interval}" for one in times(text, reference)] == found


def test_both_ends_of_a_range_stand_for_all_of_it() -> None:
    text = "between 2019 and 2021"
    first, last = times(text)
    assert (first.time.value, last.time.value) == ("2019", "2021")
    assert first.time.interval == last.time.interval == "2019-01-01/2021-12-31/year"
    assert {text[found.extent_start : found.extent_end] for found in (first, last)} == {text}


def test_an_anchor_is_forgotten_after_a_while() -> None:
    near, far = ("In 2010 he left. That year he came.", "In 2010 he left." + " He slept." * 50 + " That year he came.")
    assert times(near)[-1].time.value == "2010"
    assert times(far)[-1].time.value == "XXXX"


# -- properties --------------------------------------------------------------------------------------------------------


@given(UNITS, DAYS)
def test_a_day_lies_in_its_period_and_in_none_beside_it(unit: TimeUnit, day: date) -> None:
    period = Period.containing(unit, day)
    assert period.start <= day <= period.end
    assert period.shift(1).start == period.end + timedelta(days=1)
    assert period.shift(-1).end == period.start - timedelta(days=1)
    assert Period.containing(unit, period.end) == period


@given(UNITS, DAYS, st.integers(-300, 300))
def test_shifting_there_and_back_changes_nothing(unit: TimeUnit, day: date, count: int) -> None:
    period = Period.containing(unit, day)
    try:
        shifted = period.shift(count)
    except OutOfCalendarError:
        return
    assert shifted.shift(-count) == period
    assert (shifted.timex == period.timex) == (count == 0)


@given(DAYS, DAYS, st.sampled_from([-1, 0, 1]))
def test_a_whole_date_means_itself_whatever_the_article_and_the_tense(
    day: date, reference: date, direction: int
) -> None:
    for text in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", day.isoformat()):
        found = only(text, reference, direction)
        assert (found.time.start, found.time.end, found.time.value) == (day, day, day.isoformat())
        assert text[found.start : found.end] == text


@given(st.sampled_from(WEEKDAYS), DAYS)
def test_a_weekday_is_within_a_week_on_the_side_of_the_tense(name: str, reference: date) -> None:
    past, future = only(f"on {name}", reference, -1).time.start, only(f"on {name}", reference, 1).time.start
    assert past is not None
    assert future is not None
    assert timedelta(0) <= reference - past < timedelta(days=7)
    assert timedelta(0) <= future - reference < timedelta(days=7)
    assert WEEKDAYS[past.weekday()] == WEEKDAYS[future.weekday()] == name


@given(st.sampled_from(MONTHS), DAYS)
def test_a_month_is_within_a_year_of_the_article(name: str, reference: date) -> None:
    for direction in (-1, 0, 1):
        found = only(f"in {name}", reference, direction).time.start
        assert found is not None
        assert abs(found - reference) < timedelta(days=366)


@given(DAYS, st.sampled_from(["last week", "this week", "on Friday", "yesterday", "next week", "this weekend"]))
def test_a_week_later_the_same_words_mean_a_week_later(reference: date, text: str) -> None:
    now, later = only(text, reference).time, only(text, reference + timedelta(days=7)).time
    assert now.start is not None
    assert later.start == now.start + timedelta(days=7)


@given(DAYS, st.sampled_from(["2019", "March 2020", "5 May 2021", "the second quarter of 2018", "the 1990s"]))
def test_before_within_and_after_tile_time(reference: date, words: str) -> None:
    earlier, within, later = (only(f"{side} {words}", reference).time for side in ("before", "in", "after"))
    assert within.start is not None
    assert within.end is not None
    assert (earlier.start, later.end) == (None, None)
    assert earlier.end == within.start - timedelta(days=1)
    assert later.start == within.end + timedelta(days=1)
    assert (only(f"since {words}", reference).time.start, only(f"by {words}", reference).time.end) == (
        within.start,
        within.end,
    )


def vocabulary() -> list[str]:
    classes = lexicon("times")["classes"]
    assert isinstance(classes, dict)
    known = sorted({word for name in classes for word in words_of(name)})
    return [
        *known,
        *(word.capitalize() for word in known),
        "2008",
        "31",
        "1990s",
        "7/8/07",
        "18:00",
        "5",
        "14",
        "Q3",
        ",",
        "-",
        ".",
        "the",
        "of",
    ]


@given(st.lists(st.sampled_from(vocabulary()), max_size=12), st.none() | DAYS, st.sampled_from([-1, 0, 1]))
def test_any_words_give_ordered_spans_and_intervals_that_do_not_end_before_they_start(
    words: list[str], reference: date | None, direction: int
) -> None:
    text = " ".join(words)
    found = read(text, reference, direction)
    done = 0
    for time in found:
        assert done <= time.start < time.end <= len(text)
        assert text[time.start : time.end] == text[time.start : time.end].strip()
        assert 0 <= time.extent_start <= time.start
        assert time.end <= time.extent_end <= len(text)
        assert time.time.start is None or time.time.end is None or time.time.start <= time.time.end
        assert (time.time.precision is not None) == (time.time.start is not None or time.time.end is not None)
        done = time.end


@pytest.mark.parametrize(("between", "side"), [(" ", "since"), ("\n", "since"), ("\n\n", ""), (" \n \n", "")])
def test_what_bounds_a_time_stands_in_its_paragraph(between: str, side: str) -> None:
    text = f"It has been so since{between}Monday."
    assert bound(text, text.index("Monday"))[0] == side


@given(st.text(max_size=60), DAYS)
def test_any_text_can_be_read(text: str, reference: date) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in times(text, reference))


@given(DAYS, st.integers(0, 400), st.sampled_from([TimeUnit.DAY, TimeUnit.WEEK, TimeUnit.MONTH, TimeUnit.YEAR]))
def test_counting_back_never_goes_forward(day: date, amount: int, unit: TimeUnit) -> None:
    assert earlier(day, amount, unit) <= day
    assert earlier(day, amount, unit) >= earlier(day, amount + 1, unit)


@given(st.integers(1, 999), st.sampled_from([TimeUnit.DAY, TimeUnit.WEEK, TimeUnit.MONTH, TimeUnit.YEAR]))
def test_a_duration_tells_its_amount(amount: int, unit: TimeUnit) -> None:
    assert duration_value(amount, unit) == f"P{amount}{unit.value[0].upper()}"
    assert duration_value(None, unit) == f"PX{unit.value[0].upper()}"


def test_precision_is_that_of_the_unit() -> None:
    assert Period.containing(TimeUnit.QUARTER, ARTICLE).precision is Precision.QUARTER
    assert Period.containing(TimeUnit.SEASON, ARTICLE).precision is Precision.APPROXIMATE
